//! JSON: an object a line, or an array of objects.

use std::io::{BufRead as _, Read as _};

use super::{Entries, Item, Options, Passed, input::Input, peek, too_large, values::Values, whole};
use crate::json;

/// What JSON may add to the content that it carries: escapes and the other fields.
pub(super) const JSON_OVERHEAD: usize = 4;

/// Bytes before the first value at most: a byte order mark and white space.
const LEAD: u64 = 64;

/// Lines, unless the first value is an array.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    let (head, input) = match peek(input, LEAD) {
        Ok(peeked) => peeked,
        Err(error) => return whole::refused(super::input::rejection(&error)),
    };
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
    let array = start.starts_with(b"[");
    let limit = options.limits.input_bytes.saturating_mul(JSON_OVERHEAD);
    let source = options.source.clone();
    if array {
        Box::new(Array { values: Values::new(input, limit), source })
    } else {
        Box::new(Lines { input, limit, source, number: 0, line: Vec::new(), ended: false })
    }
}

struct Lines {
    input: Input,
    limit: usize,
    source: String,
    number: u64,
    line: Vec<u8>,
    ended: bool,
}

impl Entries for Lines {
    fn next(&mut self, passed: &mut Passed) -> Option<Item> {
        loop {
            if self.ended {
                return None;
            }
            self.number += 1;
            self.line.clear();
            let read = (&mut self.input).take(self.limit as u64 + 1).read_until(b'\n', &mut self.line);
            match read {
                Err(error) => {
                    self.ended = true;
                    return Some(whole::broken(self.location(), &error));
                }
                Ok(0) => return None,
                Ok(_) if self.line.len() > self.limit && !self.line.ends_with(b"\n") => return Some(self.skip()),
                Ok(_) if self.line.trim_ascii().is_empty() => *passed.entry("blank line").or_default() += 1,
                Ok(_) => return Some(item(self.location(), &self.line, &self.source)),
            }
        }
    }
}

impl Lines {
    fn location(&self) -> String {
        format!("line {}", self.number)
    }

    /// A line over the limit is passed over without being kept.
    fn skip(&mut self) -> Item {
        self.line = Vec::new();
        match self.input.skip_until(b'\n') {
            Ok(_) => Item::rejected(self.location(), too_large("the line", self.limit)),
            Err(error) => {
                self.ended = true;
                whole::broken(self.location(), &error)
            }
        }
    }
}

struct Array {
    values: Values,
    source: String,
}

impl Entries for Array {
    fn next(&mut self, _: &mut Passed) -> Option<Item> {
        let location = format!("entry {}", self.values.number() + 1);
        Some(match self.values.next()? {
            Ok(value) => item(location, value, &self.source),
            Err(rejection) => Item::rejected(location, rejection),
        })
    }
}

fn item(location: String, json: &[u8], source: &str) -> Item {
    match json::parse(json) {
        Err(rejection) => Item::rejected(location, rejection),
        Ok(parsed) => {
            let mut raw = parsed.raw;
            if raw.source.is_empty() {
                source.clone_into(&mut raw.source);
            }
            Item::article(location, raw)
        }
    }
}
