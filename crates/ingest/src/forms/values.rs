//! JSON values one after another: those of an array, or values that follow each other with or without lines between.

use std::io::BufRead as _;

use super::{input, input::Input, too_large};
use crate::Rejection;

/// Cuts an input into values without parsing them. What is no JSON is cut at the next line or comma.
pub(super) struct Values {
    input: Input,
    limit: usize,
    number: u64,
    value: Vec<u8>,
    ended: bool,
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
        Self { input, limit, number: 0, value: Vec::new(), ended: false }
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
        Some(Ok(&self.value))
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
