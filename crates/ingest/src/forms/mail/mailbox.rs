//! A mailbox (mbox): messages one after another, each after a line `From somebody Tue Apr  2 23:30:00 2024`.
//!
//! A message of its own is a mailbox of one, with such a line or without.

use std::io::{self, BufRead as _, Read as _};

use crate::forms::input::Input;

/// Bytes of a line that are looked at together.
const LINE: u64 = 64 << 10;

/// What is before each message.
const FROM: &[u8] = b"From ";

pub(super) struct Mailbox {
    input: Input,
    limit: usize,
    /// Messages so far.
    number: u64,
    /// Whether the input is one message whatever is in it.
    single: bool,
    ended: bool,
}

impl Mailbox {
    /// Reads up to the first message.
    pub(super) fn new(mut input: Input, limit: usize) -> io::Result<Self> {
        let mut first = Vec::new();
        while first.trim_ascii().is_empty() {
            first.clear();
            if (&mut input).take(LINE).read_until(b'\n', &mut first)? == 0 {
                break;
            }
        }
        let single = !first.starts_with(FROM);
        if single {
            input = Box::new(io::Cursor::new(first).chain(input));
        }
        Ok(Self { input, limit, number: 0, single, ended: false })
    }

    /// Where the message that was read last is; empty where it is the only one.
    pub(super) fn location(&self) -> String {
        if self.number == 1 && self.ended { String::new() } else { format!("message {}", self.number) }
    }

    /// The next message; none in its place where it is over the limit, whose rest is passed over.
    pub(super) fn next(&mut self) -> Option<io::Result<Option<Vec<u8>>>> {
        if self.ended {
            return None;
        }
        self.number += 1;
        let message = self.read();
        self.ended |= message.is_err();
        Some(message)
    }

    fn read(&mut self) -> io::Result<Option<Vec<u8>>> {
        let (mut message, mut line) = (Vec::new(), Vec::new());
        let (mut fits, mut after_blank, mut at_start) = (true, false, true);
        loop {
            line.clear();
            if (&mut self.input).take(LINE).read_until(b'\n', &mut line)? == 0 {
                self.ended = true;
                return Ok(fits.then_some(message));
            }
            if !self.single && after_blank && begins_message(&line) {
                return Ok(fits.then_some(message));
            }
            let text = if self.single || !at_start { &line[..] } else { unquoted(&line) };
            fits = fits && message.len() + text.len() <= self.limit;
            if fits {
                message.extend_from_slice(text);
            } else {
                message = Vec::new();
            }
            after_blank = at_start && line.trim_ascii().is_empty();
            at_start = line.ends_with(b"\n");
        }
    }
}

/// Whether a line after a blank one begins a message: it tells a time of day, which a sentence seldom does and software
/// that writes mailboxes always.
fn begins_message(line: &[u8]) -> bool {
    let time = |word: &[u8]| {
        word.split(|byte| *byte == b':').count() > 1 && word.iter().all(|byte| byte.is_ascii_digit() || *byte == b':')
    };
    line.starts_with(FROM) && line.split(u8::is_ascii_whitespace).any(time)
}

/// A line of a message without the mark that keeps it from beginning one.
fn unquoted(line: &[u8]) -> &[u8] {
    let bare = line.iter().position(|byte| *byte != b'>').and_then(|at| line.get(at..)).unwrap_or_default();
    if bare.starts_with(FROM) && bare.len() < line.len() { line.get(1..).unwrap_or_default() } else { line }
}
