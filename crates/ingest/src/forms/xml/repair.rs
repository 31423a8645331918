//! Brackets that begin no tag, as text.
//!
//! A `<` cannot stand inside a tag, not even in an attribute: one that the next `<` comes after before its `>` is text that
//! somebody forgot to escape. So is one that no name, `/`, `!` or `?` follows. Left as it is, it would take with it
//! whatever follows up to some later bracket or quotation mark.

use std::io::{self, Read};

use crate::forms::input::hand_out;

/// Bytes read at a time.
const CHUNK: usize = 32 << 10;

/// Bytes that a tag or an instruction is looked through for its end; what is longer is left to the reader.
const TAG: usize = 1 << 20;

/// XML with the brackets of its text escaped.
pub(super) struct Repaired<R> {
    inner: R,
    raw: Vec<u8>,
    text: Vec<u8>,
    taken: usize,
    /// What ends the comment or the literal text that `raw` begins inside of.
    until: Option<&'static [u8]>,
    ended: bool,
}

/// What a bracket begins.
enum Bracket {
    /// A tag or the like of so many bytes.
    Tag(usize),
    /// What lasts until something else than a bracket.
    Until(&'static [u8]),
    /// Nothing: it is text.
    Bare,
    /// More must be read to tell.
    Unknown,
}

impl<R: Read> Repaired<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, raw: Vec::new(), text: Vec::new(), taken: 0, until: None, ended: false }
    }

    fn advance(&mut self) -> io::Result<()> {
        let read = (&mut self.inner).take(CHUNK as u64).read_to_end(&mut self.raw)?;
        self.ended = read == 0;
        self.text.clear();
        self.taken = 0;
        let mut at = 0;
        while let Some(rest) = self.raw.get(at..).filter(|rest| !rest.is_empty()) {
            let used = match self.until {
                Some(end) => copy_until(rest, end, self.ended, &mut self.text).map(|(used, done)| {
                    self.until = self.until.filter(|_| !done);
                    used
                }),
                None => copy_text(rest, self.ended, &mut self.text, &mut self.until),
            };
            let Some(used) = used else { break };
            at += used;
        }
        self.raw.drain(..at);
        Ok(())
    }
}

/// Copies up to the end of a comment or the like; gives back how many bytes and whether the end was there.
fn copy_until(rest: &[u8], end: &[u8], last: bool, text: &mut Vec<u8>) -> Option<(usize, bool)> {
    let found = memchr::memmem::find(rest, end).map(|at| at + end.len());
    // Its end may have begun.
    let kept = if last { 0 } else { end.len() - 1 };
    let used = found.unwrap_or(rest.len().saturating_sub(kept));
    text.extend_from_slice(rest.get(..used).unwrap_or_default());
    (used > 0).then_some((used, found.is_some()))
}

/// Copies text up to a bracket, or what the bracket at its start begins.
fn copy_text(rest: &[u8], last: bool, text: &mut Vec<u8>, until: &mut Option<&'static [u8]>) -> Option<usize> {
    let before = memchr::memchr(b'<', rest).unwrap_or(rest.len());
    if before > 0 {
        text.extend_from_slice(rest.get(..before).unwrap_or_default());
        return Some(before);
    }
    match bracket(rest, last) {
        Bracket::Tag(length) => {
            text.extend_from_slice(rest.get(..length).unwrap_or_default());
            Some(length)
        }
        Bracket::Until(end) => {
            *until = Some(end);
            text.push(b'<');
            Some(1)
        }
        Bracket::Bare => {
            text.extend_from_slice(b"&lt;");
            Some(1)
        }
        Bracket::Unknown => None,
    }
}

fn bracket(rest: &[u8], last: bool) -> Bracket {
    const LONGEST: usize = "<![CDATA[".len();
    if rest.len() < LONGEST && !last {
        return Bracket::Unknown;
    }
    let name = |at: usize| {
        rest.get(at).is_some_and(|byte| byte.is_ascii_alphabetic() || b"_:".contains(byte) || *byte >= 0x80)
    };
    match rest.get(1) {
        Some(b'!') if rest.starts_with(b"<!--") => Bracket::Until(b"-->"),
        Some(b'!') if rest.starts_with(b"<![CDATA[") => Bracket::Until(b"]]>"),
        // What a declaration holds has brackets of its own.
        Some(b'!') if name(2) => Bracket::Tag(2),
        Some(b'?') if name(2) => instruction(rest, last),
        Some(b'/') if name(2) => tag(rest, last),
        _ if name(1) => tag(rest, last),
        _ => Bracket::Bare,
    }
}

fn instruction(rest: &[u8], last: bool) -> Bracket {
    match memchr::memmem::find(rest, b"?>") {
        Some(at) => Bracket::Tag(at + 2),
        None if last || rest.len() > TAG => Bracket::Bare,
        None => Bracket::Unknown,
    }
}

/// To the bracket that closes a tag, which may stand in an attribute as well.
fn tag(rest: &[u8], last: bool) -> Bracket {
    let mut quote = None;
    for (at, byte) in rest.iter().enumerate().skip(1) {
        match (byte, quote) {
            (b'<', _) => return Bracket::Bare,
            (b'>', None) => return Bracket::Tag(at + 1),
            (b'"' | b'\'', None) => quote = Some(*byte),
            (byte, Some(open)) if *byte == open => quote = None,
            _ => {}
        }
    }
    match (last, rest.len() > TAG) {
        (true, _) => Bracket::Bare,
        (_, true) => Bracket::Tag(1),
        _ => Bracket::Unknown,
    }
}

impl<R: Read> Read for Repaired<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() && !self.ended {
            self.advance()?;
        }
        Ok(hand_out(&self.text, &mut self.taken, buffer))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same however the bytes come.
    fn repaired(xml: &str) -> String {
        let mut whole = String::new();
        Repaired::new(xml.as_bytes()).read_to_string(&mut whole).unwrap();
        let mut single = String::new();
        Repaired::new(Single(xml.as_bytes())).read_to_string(&mut single).unwrap();
        assert_eq!(whole, single);
        whole
    }

    /// Gives one byte at a time.
    struct Single<'a>(&'a [u8]);

    impl Read for Single<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let (Some((first, rest)), Some(to)) = (self.0.split_first(), buffer.first_mut()) else { return Ok(0) };
            *to = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    #[test]
    fn what_is_right_stays_as_it_is() {
        for xml in [
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b \"c\">]><a b='>' c=\"it's > x\"><b/>text &amp; &lt;</a>",
            "<a><!-- a < b <c --><![CDATA[ <p>1 < 2</p> ]] ]]></a><?do this < that?>",
            "<ä:b>é</ä:b>",
            "no tag",
            "",
        ] {
            assert_eq!(repaired(xml), xml);
        }
    }

    #[test]
    fn brackets_that_begin_no_tag_are_text() {
        for (xml, expected) in [
            ("<t>1 < 2</t>", "<t>1 &lt; 2</t>"),
            ("<t>a <b, c</t>", "<t>a &lt;b, c</t>"),
            ("<t>a <\"b</t>", "<t>a &lt;\"b</t>"),
            ("<t><3 <> </ ></t>", "<t>&lt;3 &lt;> &lt;/ ></t>"),
            ("<t><a href=\"x>y</a></t>", "<t>&lt;a href=\"x>y</a></t>"),
            ("<t>what <!? <? no</t>", "<t>what &lt;!? &lt;? no</t>"),
            ("<t>a <", "<t>a &lt;"),
            ("<t>a <b", "<t>a &lt;b"),
        ] {
            assert_eq!(repaired(xml), expected);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_but_brackets(xml in "[<>a!?/'\" \\[\\]-]{0,60}") {
            prop_assert_eq!(repaired(&xml).replace("&lt;", "<"), xml);
        }
    }
}
