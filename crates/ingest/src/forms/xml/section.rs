//! CDATA sections, also those that nobody ended.
//!
//! A section ends at the next `]]>`: one without would take with it whatever follows up to the end of another one's. That it
//! has none shows where the end of its element, or of its entry, stands in it, and then another section or the end of the
//! input comes before any `]]>`.

/// How a section begins, and how it ends.
pub(super) const BEGIN: &[u8] = b"<![CDATA[";
pub(super) const END: &[u8] = b"]]>";

/// Bytes of an end tag looked at; an element of a longer name is not known by it.
pub(super) const LONGEST_TAG: usize = 64;

/// Bytes after the end of its element that `]]>` or another section is looked for in.
const AHEAD: usize = 1 << 20;

/// A section being read.
pub(super) struct Section {
    /// The name of the element that it stands in; empty where that is not known.
    element: Vec<u8>,
    /// Names of entries.
    entries: &'static [&'static str],
    /// Elements of its element's name and entries that began in it and have not ended.
    open: [usize; 2],
    /// Whether its end was seen.
    sound: bool,
}

/// What comes next of a section.
pub(super) enum Step {
    /// So many bytes of it.
    Text(usize),
    /// So many bytes, the last ones its end.
    Ended(usize),
    /// So many bytes, the last ones that belong to it though no end follows.
    Unended(usize, Broken),
    /// More must be read to tell.
    Unknown,
}

/// What an unended section broke.
#[derive(Clone, Copy)]
pub(super) enum Broken {
    /// Nothing: it is whole up to the end of its element.
    Nothing,
    /// Its entry, of which it took the rest.
    Entry,
}

enum Mark {
    None,
    End,
    Unended(Broken),
    Unknown,
}

impl Section {
    /// A section that begins in an element.
    pub(super) fn new(element: &[u8], entries: &'static [&'static str]) -> Self {
        Self { element: element.to_vec(), entries, open: [0; 2], sound: false }
    }

    /// How it goes on.
    pub(super) fn step(&mut self, rest: &[u8], last: bool) -> Step {
        for at in memchr::memchr2_iter(b'<', b']', rest) {
            match self.mark(rest.get(at..).unwrap_or_default(), last) {
                Mark::None => {}
                Mark::End => return Step::Ended(at + END.len()),
                Mark::Unended(broken) => return Step::Unended(at, broken),
                Mark::Unknown if at == 0 => return Step::Unknown,
                Mark::Unknown => return Step::Text(at),
            }
        }
        Step::Text(rest.len())
    }

    fn mark(&mut self, rest: &[u8], last: bool) -> Mark {
        if rest.starts_with(END) {
            return Mark::End;
        }
        if rest.len() < LONGEST_TAG && !last {
            return Mark::Unknown;
        }
        let Some(tag) = rest.strip_prefix(b"<") else { return Mark::None };
        let (ends, name) = tag.strip_prefix(b"/").map_or((false, tag), |name| (true, name));
        let Some(broken) = self.named(name) else { return Mark::None };
        let Some(open) = self.open.get_mut(broken as usize) else { return Mark::None };
        match (ends, *open) {
            (false, _) => *open += 1,
            (true, 0) if !self.sound => return self.judge(rest, last, broken),
            (true, _) => *open = open.saturating_sub(1),
        }
        Mark::None
    }

    /// What would be broken if the section ended with an element whose name comes next.
    fn named(&self, tag: &[u8]) -> Option<Broken> {
        let tag = tag.get(..LONGEST_TAG).unwrap_or(tag);
        let end = tag.iter().position(|byte| byte.is_ascii_whitespace() || b"/<>".contains(byte))?;
        let name = tag.get(..end).filter(|name| !name.is_empty())?;
        if name == self.element {
            return Some(Broken::Nothing);
        }
        let local = name.rsplit(|byte| *byte == b':').next()?;
        self.entries.iter().any(|entry| entry.as_bytes() == local).then_some(Broken::Entry)
    }

    /// Whether the section has an end behind an end tag that does not belong in it.
    fn judge(&mut self, rest: &[u8], last: bool, broken: Broken) -> Mark {
        let ahead = rest.get(..AHEAD).unwrap_or(rest);
        for at in memchr::memchr2_iter(b'<', b']', ahead) {
            let mark = ahead.get(at..).unwrap_or_default();
            if mark.starts_with(BEGIN) {
                return Mark::Unended(broken);
            }
            if mark.starts_with(END) {
                self.sound = true;
                return Mark::None;
            }
        }
        if last || ahead.len() == AHEAD { Mark::Unended(broken) } else { Mark::Unknown }
    }
}
