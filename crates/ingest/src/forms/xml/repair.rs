//! Brackets that begin no tag, as text, and an end for each CDATA section.
//!
//! A `<` cannot stand inside a tag, not even in an attribute: one that the next `<` comes after before its `>` is text that
//! somebody forgot to escape. So is one that no name, `/`, `!` or `?` follows. Left as it is, it would take with it
//! whatever follows up to some later bracket or quotation mark.

use std::io::{self, Read};

use super::section::{self, Broken, Section, Step};
use crate::forms::input::hand_out;

/// An instruction put where the rest of an entry is lost, as a CDATA section in it has no end.
pub(super) const LOST: &str = "dateline-cdata-without-end";

/// Bytes read at a time.
const CHUNK: usize = 32 << 10;

/// Bytes that a tag or an instruction is looked through for its end; what is longer is left to the reader.
const TAG: usize = 1 << 20;

/// XML with the brackets of its text escaped.
pub(super) struct Repaired<R> {
    inner: R,
    raw: Vec<u8>,
    ended: bool,
    taken: usize,
    out: Out,
}

/// What is made of the bytes so far.
struct Out {
    text: Vec<u8>,
    inside: Inside,
    /// The name of the tag that began last; empty once another one ended.
    element: Vec<u8>,
    /// Names of entries.
    entries: &'static [&'static str],
}

/// What the next byte is inside of.
enum Inside {
    Markup,
    Comment,
    Section(Section),
}

/// What a bracket begins.
enum Bracket {
    /// A tag or the like of so many bytes.
    Tag(usize),
    Comment,
    Section,
    /// Nothing: it is text.
    Bare,
    /// More must be read to tell.
    Unknown,
}

impl<R: Read> Repaired<R> {
    /// `entries` are the local names of elements that are not inside each other.
    pub(super) fn new(inner: R, entries: &'static [&'static str]) -> Self {
        let out = Out { text: Vec::new(), inside: Inside::Markup, element: Vec::new(), entries };
        Self { inner, raw: Vec::new(), ended: false, taken: 0, out }
    }

    fn advance(&mut self) -> io::Result<()> {
        let read = (&mut self.inner).take(CHUNK as u64).read_to_end(&mut self.raw)?;
        self.ended = read == 0;
        self.out.text.clear();
        self.taken = 0;
        let mut at = 0;
        while let Some(rest) = self.raw.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(used) = self.out.copy(rest, self.ended) else { break };
            at += used;
        }
        self.raw.drain(..at);
        Ok(())
    }
}

impl Out {
    /// Copies some of what comes next; gives back how many bytes of it are done with, or none where more must be read.
    fn copy(&mut self, rest: &[u8], last: bool) -> Option<usize> {
        match &mut self.inside {
            Inside::Markup => self.copy_markup(rest, last),
            Inside::Comment => self.copy_comment(rest, last),
            Inside::Section(section) => {
                let step = section.step(rest, last);
                self.copy_section(rest, step)
            }
        }
    }

    fn push(&mut self, rest: &[u8], length: usize) -> usize {
        self.text.extend_from_slice(rest.get(..length).unwrap_or_default());
        length
    }

    fn copy_comment(&mut self, rest: &[u8], last: bool) -> Option<usize> {
        const END: &[u8] = b"-->";
        if let Some(at) = memchr::memmem::find(rest, END) {
            self.inside = Inside::Markup;
            return Some(self.push(rest, at + END.len()));
        }
        // Its end may have begun.
        let kept = if last { 0 } else { END.len() - 1 };
        let used = self.push(rest, rest.len().saturating_sub(kept));
        (used > 0).then_some(used)
    }

    fn copy_section(&mut self, rest: &[u8], step: Step) -> Option<usize> {
        let (length, added) = match step {
            Step::Unknown => return None,
            Step::Text(length) => return Some(self.push(rest, length)),
            Step::Ended(length) => (length, String::new()),
            Step::Unended(length, Broken::Nothing) => (length, "]]>".to_owned()),
            Step::Unended(length, Broken::Entry) => (length, format!("]]><?{LOST}?>")),
        };
        self.push(rest, length);
        self.text.extend_from_slice(added.as_bytes());
        self.inside = Inside::Markup;
        Some(length)
    }

    /// Copies text up to a bracket, or what the bracket at its start begins.
    fn copy_markup(&mut self, rest: &[u8], last: bool) -> Option<usize> {
        let before = memchr::memchr(b'<', rest).unwrap_or(rest.len());
        if before > 0 {
            return Some(self.push(rest, before));
        }
        match bracket(rest, last) {
            Bracket::Tag(length) => {
                self.remember(rest.get(..length).unwrap_or_default());
                Some(self.push(rest, length))
            }
            Bracket::Comment => {
                self.inside = Inside::Comment;
                Some(self.push(rest, 1))
            }
            Bracket::Section => {
                self.inside = Inside::Section(Section::new(&self.element, self.entries));
                Some(self.push(rest, section::BEGIN.len()))
            }
            Bracket::Bare => {
                self.text.extend_from_slice(b"&lt;");
                Some(1)
            }
            Bracket::Unknown => None,
        }
    }

    /// Keeps the name of an element that begins.
    fn remember(&mut self, tag: &[u8]) {
        self.element.clear();
        if tag.ends_with(b"/>") {
            return;
        }
        let name = tag.iter().skip(1).take(section::LONGEST_TAG);
        let name = name.take_while(|byte| !byte.is_ascii_whitespace() && !b"/>!?".contains(byte));
        self.element.extend(name);
    }
}

fn bracket(rest: &[u8], last: bool) -> Bracket {
    if rest.len() < section::BEGIN.len() && !last {
        return Bracket::Unknown;
    }
    let name = |at: usize| {
        rest.get(at).is_some_and(|byte| byte.is_ascii_alphabetic() || b"_:".contains(byte) || *byte >= 0x80)
    };
    match rest.get(1) {
        Some(b'!') if rest.starts_with(b"<!--") => Bracket::Comment,
        Some(b'!') if rest.starts_with(section::BEGIN) => Bracket::Section,
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
        while self.taken == self.out.text.len() && !self.ended {
            self.advance()?;
        }
        Ok(hand_out(&self.out.text, &mut self.taken, buffer))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same however the bytes come.
    fn repaired(xml: &str) -> String {
        let mut whole = String::new();
        Repaired::new(xml.as_bytes(), &["item"]).read_to_string(&mut whole).unwrap();
        let mut single = String::new();
        Repaired::new(Single(xml.as_bytes()), &["item"]).read_to_string(&mut single).unwrap();
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

    #[test]
    fn a_section_that_has_an_end_stays_as_it_is() {
        for xml in [
            "<t><![CDATA[How to close </t> tags]]></t><t><![CDATA[b]]></t>",
            "<t><![CDATA[<t>a</t> and <![CDATA[ in it]]></t>",
            "<t><![CDATA[a]]]]><![CDATA[>b</t>]]></t>",
            "<item><d><![CDATA[<item>a</item><![CDATA[ </a>]]></d></item>",
            "<d><b>x</b><![CDATA[</b> <![CDATA[ ]]></d>",
            "<d><b/><![CDATA[</b> <![CDATA[ ]]></d>",
            "<d><![CDATA[it breaks off",
        ] {
            assert_eq!(repaired(xml), xml);
        }
    }

    #[test]
    fn a_section_without_an_end_ends_with_its_element_or_its_entry() {
        let lost = format!("]]><?{LOST}?>");
        for (xml, expected) in [
            ("<t><![CDATA[a]</t><t><![CDATA[b]]></t>", "<t><![CDATA[a]]]></t><t><![CDATA[b]]></t>".to_owned()),
            ("<r><t><![CDATA[a</t><u>b</u></r>", "<r><t><![CDATA[a]]></t><u>b</u></r>".to_owned()),
            ("<t><![CDATA[<t>a</t></t >", "<t><![CDATA[<t>a</t>]]></t >".to_owned()),
            (
                "<item><t><![CDATA[a</u></item><item><t><![CDATA[b]]></t></item>",
                format!("<item><t><![CDATA[a</u>{lost}</item><item><t><![CDATA[b]]></t></item>"),
            ),
            ("<x:item><t>c<![CDATA[a</x:item></r>", format!("<x:item><t>c<![CDATA[a{lost}</x:item></r>")),
        ] {
            assert_eq!(repaired(xml), expected);
        }
        let far = format!("<t><![CDATA[a</t>{}<t><![CDATA[b]]></t>", "<u>more</u>".repeat(200_000));
        assert_eq!(repaired(&far), far.replacen("a</t>", "a]]></t>", 1));
    }

    proptest! {
        #[test]
        fn the_end_of_a_section_is_all_that_is_added(
            parts in proptest::collection::vec("<!\\[CDATA\\[|\\]\\]>|</?item>|</?t>|\\]|a <b", 0..30)
        ) {
            let xml = parts.concat();
            let without = |text: &str| text.replace("&lt;", "<").replace(&format!("<?{LOST}?>"), "").replace("]]>", "");
            prop_assert_eq!(without(&repaired(&xml)), without(&xml));
        }

        #[test]
        fn nothing_is_lost_but_brackets(xml in "[<>a!?/'\" \\[\\]-]{0,60}") {
            prop_assert_eq!(repaired(&xml).replace("&lt;", "<"), xml);
        }
    }
}
