//! JSON values one after another: those of an array, or values that follow each other with or without lines between; and
//! the fields of one.

use std::io::BufRead as _;

use serde_json::Value;

use super::{input, input::Input, rewind::Rewind, too_large};
use crate::Rejection;

/// Cuts an input into values without parsing them. What is no JSON is cut at the next line or comma.
pub(super) struct Values {
    input: Rewind,
    limit: usize,
    /// Bytes taken, and given back of them so far.
    taken: u64,
    again: u64,
    /// The first key of the first value.
    key: Vec<u8>,
    number: u64,
    value: Vec<u8>,
    ended: bool,
}

/// Times the bytes of the input that may be read again.
const AGAIN: u64 = 2;

/// The key that an object begins with, as it is written.
fn first_key(object: &[u8]) -> Option<&[u8]> {
    let inside = object.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    inside.get(..memchr::memchr(b'"', inside)?)
}

/// Where in a value.
#[derive(Default)]
struct State {
    depth: usize,
    begun: bool,
    in_string: bool,
    escaped: bool,
    bytes: usize,
}

/// What a byte means for the value before it.
enum Step {
    /// Between values.
    Between,
    /// Of the value.
    Inside,
    /// The last byte of the value.
    Last,
    /// The first byte after the value.
    After,
}

impl Values {
    pub(super) fn new(input: Input, limit: usize) -> Self {
        Self {
            input: Rewind::new(input),
            limit,
            taken: 0,
            again: 0,
            key: Vec::new(),
            number: 0,
            value: Vec::new(),
            ended: false,
        }
    }

    /// How many values there were so far.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The next value; one over the limit is passed over without being kept.
    pub(super) fn next(&mut self) -> Option<Result<&[u8], Rejection>> {
        self.value.clear();
        let mut state = State::default();
        while !self.ended {
            match self.advance(&mut state) {
                Ok(true) => break,
                Ok(false) => {}
                Err(error) => {
                    self.ended = true;
                    self.number += 1;
                    return Some(Err(input::rejection(&error)));
                }
            }
        }
        if !state.begun {
            return None;
        }
        self.number += 1;
        if state.bytes > self.limit {
            self.value = Vec::new();
            return Some(Err(too_large("the value", self.limit)));
        }
        if self.number == 1 {
            self.key = first_key(&self.value).unwrap_or_default().to_vec();
        }
        Some(Ok(&self.value))
    }

    /// Reads on inside of the value that was given last, which is broken at a byte: where the next object begins that has
    /// the first key of the first one. A quotation mark too many would take every value after it. What is read twice is
    /// bounded.
    pub(super) fn resume(&mut self, broken_at: usize) {
        let starts = (broken_at..self.value.len()).filter(|at| self.value.get(*at) == Some(&b'{'));
        let begins = |at: &usize| {
            let (before, from) = self.value.split_at(*at);
            !self.key.is_empty()
                && first_key(from) == Some(&self.key)
                && matches!(before.trim_ascii_end().last(), Some(b',' | b'}' | b'['))
        };
        let Some(start) = { starts }.find(begins) else { return };
        let rest = self.value.split_off(start);
        if self.again + rest.len() as u64 > self.taken.saturating_mul(AGAIN) {
            return;
        }
        self.again += rest.len() as u64;
        self.input.give_back(rest);
        self.ended = false;
    }

    /// Takes what is buffered of the value; whether the value ends there.
    fn advance(&mut self, state: &mut State) -> std::io::Result<bool> {
        let available = self.input.fill_buf()?;
        if available.is_empty() {
            self.ended = true;
            return Ok(true);
        }
        let (mut taken, mut start, mut done) = (0, 0, false);
        for byte in available {
            match state.step(*byte) {
                Step::Between => start = taken + 1,
                Step::Inside => {}
                Step::Last => done = true,
                Step::After => {
                    done = true;
                    break;
                }
            }
            taken += 1;
            if done {
                break;
            }
        }
        let part = available.get(start..taken).unwrap_or_default();
        state.bytes += part.len();
        if state.bytes <= self.limit {
            self.value.extend_from_slice(part);
        }
        self.input.consume(taken);
        self.taken += taken as u64;
        Ok(done)
    }
}

impl State {
    fn step(&mut self, byte: u8) -> Step {
        if !self.begun {
            return self.begin(byte);
        }
        if self.in_string {
            return self.inside_string(byte);
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                if self.depth == 0 {
                    return Step::Last;
                }
            }
            b',' | b'\n' | b']' if self.depth == 0 => return Step::After,
            _ => {}
        }
        Step::Inside
    }

    /// The brackets of an outer array are passed over like the commas in it.
    fn begin(&mut self, byte: u8) -> Step {
        if byte.is_ascii_whitespace() || b",[]\xef\xbb\xbf\x1e".contains(&byte) {
            return Step::Between;
        }
        self.begun = true;
        self.depth = usize::from(byte == b'{');
        self.in_string = byte == b'"';
        Step::Inside
    }

    fn inside_string(&mut self, byte: u8) -> Step {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => self.in_string = false,
            _ => {}
        }
        Step::Inside
    }
}

/// A field that is a string, else nothing.
pub(super) fn text(value: &Value, field: &str) -> String {
    value.get(field).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

/// A field that is a list, else an empty one.
pub(super) fn array<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
