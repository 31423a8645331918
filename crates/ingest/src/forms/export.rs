//! Texts as databases of newspapers export them (LexisNexis, Nexis Uni, Factiva, ProQuest): one document after another,
//! each with what is said of it above and below its text.
//!
//! A document in which no text can be told from what is said of it is an article as it stands.

mod document;

use std::io::{self, BufRead as _, BufReader, Read as _};

use super::{
    Entries, Item, Options, Passed,
    input::{self, Input, Utf8},
    too_large,
};

pub(super) use document::Layout;

/// Bytes of a line that are looked at together.
const LINE: u64 = 64 << 10;

/// The documents of an export.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    let input = BufReader::new(Utf8::new(input));
    let (limit, source) = (options.limits.input_bytes, options.source.clone());
    Box::new(Export { input, limit, source, layout: None, next: None, number: 0, ended: false })
}

struct Export {
    input: BufReader<Utf8>,
    limit: usize,
    source: String,
    /// How the documents are laid out, once the first is read.
    layout: Option<Layout>,
    /// A line that is already read and begins the next document.
    next: Option<String>,
    number: u64,
    ended: bool,
}

impl Entries for Export {
    fn next(&mut self, passed: &mut Passed) -> Option<Item> {
        while !self.ended {
            let text = match self.read() {
                Ok(text) => text,
                Err(error) => {
                    self.ended = true;
                    return Some(Item::rejected(self.location(), input::rejection(&error)));
                }
            };
            match text {
                Some(text) if text.chars().any(char::is_alphanumeric) => {
                    let own = Layout::of(&text);
                    // What stands before the first document, such as a list of all of them.
                    if self.number == 0 && own.is_none() && self.next.is_some() {
                        *passed.entry("cover of an export").or_default() += 1;
                        continue;
                    }
                    let layout = self.layout.or(own);
                    self.layout = layout;
                    self.number += 1;
                    return Some(Item::article(self.location(), document::article(&text, layout, &self.source)));
                }
                Some(_) => {}
                None => {
                    self.number += 1;
                    return Some(Item::rejected(self.location(), too_large("the document", self.limit)));
                }
            }
        }
        None
    }
}

impl Export {
    fn location(&self) -> String {
        format!("document {}", self.number.max(1))
    }

    /// The lines up to the mark that ends a document or begins the next; none in their place where they are over the limit.
    fn read(&mut self) -> io::Result<Option<String>> {
        let mut text = self.next.take().unwrap_or_default();
        let (mut line, mut fits, mut empty) = (Vec::new(), true, !text.contains(char::is_alphanumeric));
        loop {
            line.clear();
            if (&mut self.input).take(LINE).read_until(b'\n', &mut line)? == 0 {
                self.ended = true;
                return Ok(fits.then_some(text));
            }
            let shown = String::from_utf8_lossy(&line);
            if !empty && document::begins(&shown) {
                self.next = Some(shown.into_owned());
                return Ok(fits.then_some(text));
            }
            let ends = document::ends(&shown);
            empty &= !shown.contains(char::is_alphanumeric);
            fits = fits && text.len() + shown.len() <= self.limit;
            if fits {
                text.push_str(&shown);
            } else {
                text = String::new();
            }
            if ends {
                return Ok(fits.then_some(text));
            }
        }
    }
}

/// Whether a text is such an export, as its start tells.
pub(super) fn is(start: &str) -> bool {
    Layout::of(start).is_some()
}

#[cfg(test)]
mod tests;
