//! Web archives (WARC 0.17 to 1.1): the pages in them, one record after another.
//!
//! A record's header is read line by line and its body into one buffer that is used again; a body that is not wanted or
//! too large is passed over without being kept. After damage, reading goes on at the next line that begins a record; of a
//! record that does not end where it says, at the next that begins inside of what it claims.

mod http;

use std::io::{self, BufRead as _, ErrorKind, Read as _};

use dateline_record::v1::RawArticle;

use self::http::Page;
use super::{
    Entries, Item, Options, Passed,
    input::{self, Input},
    rewind::Rewind,
    too_large, whole,
};
use crate::Rejection;

/// Bytes of a line of a header at most, and of what HTTP may put before a page.
const HEADER: usize = 64 << 10;

/// Lines of a header at most.
const FIELDS: usize = 200;

/// Times the bytes of the input that may be read again, for records that claim what is not theirs.
const AGAIN: u64 = 2;

/// Schemes of addresses of the web.
const WEB: [&str; 2] = ["http", "https"];

/// Texts at the root of a site that are for programs.
const FOR_MACHINES: [&str; 6] = ["robots.txt", "ads.txt", "app-ads.txt", "sellers.json", "humans.txt", "llms.txt"];

/// Pages from an archive.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    let limit = options.limits.input_bytes;
    let source = options.source.clone();
    let (header, body, line) = (Header::default(), Vec::new(), Vec::new());
    let (input, offset, again) = (Rewind::new(input), 0, 0);
    let (ahead, broken, ended) = (false, false, false);
    Box::new(Warc { input, limit, source, offset, again, header, body, line, ahead, broken, ended })
}

struct Warc {
    input: Rewind,
    limit: usize,
    source: String,
    /// Bytes taken.
    offset: u64,
    /// Bytes given back so far.
    again: u64,
    header: Header,
    body: Vec<u8>,
    line: Vec<u8>,
    /// Whether `line` is the first of a record, read already.
    ahead: bool,
    /// Whether damage was told that has not been passed yet.
    broken: bool,
    ended: bool,
}

/// What is needed of a record's header.
#[derive(Default)]
struct Header {
    kind: String,
    uri: String,
    date: String,
    media: String,
    length: String,
    segment: String,
    /// Why the recorder kept only the start of what it got.
    cut: String,
    /// The name of the field that the last line was of, which the next may go on with.
    last: Vec<u8>,
}

/// Why reading a record stopped.
enum Stop {
    /// The input ends between records.
    End,
    /// Something to tell; reading goes on.
    Damage(Rejection),
    /// Bytes that cannot be read.
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Entries for Warc {
    fn next(&mut self, passed: &mut Passed) -> Option<Item> {
        while !self.ended {
            let at = self.offset;
            match self.record(passed) {
                Ok(Some(item)) => return Some(item),
                Ok(None) => {}
                Err(Stop::End) => return None,
                Err(Stop::Damage(rejection)) => {
                    self.broken = true;
                    return Some(Item::rejected(location(at), rejection));
                }
                Err(Stop::Io(error)) => {
                    // Only damaged gzip has more behind it.
                    self.ended = error.kind() != ErrorKind::InvalidData;
                    self.ahead = false;
                    if !std::mem::replace(&mut self.broken, true) || self.ended {
                        return Some(whole::broken(location(at), &error));
                    }
                }
            }
        }
        None
    }
}

fn location(at: u64) -> String {
    format!("record at byte {at}")
}

impl Warc {
    /// The item of the next record, if it has one.
    fn record(&mut self, passed: &mut Passed) -> Result<Option<Item>, Stop> {
        let at = self.find_record()?;
        self.read_header()?;
        let Ok(length) = self.header.length.parse::<u64>() else {
            return Err(Stop::Damage(Rejection::new("warc", "the record does not say its length as a number")));
        };
        self.broken = false;
        if let Some(reason) = self.header.unwanted() {
            self.skip(length)?;
            *passed.entry(reason).or_default() += 1;
            return Ok(None);
        }
        if length > (self.limit + HEADER) as u64 {
            self.skip(length)?;
            return Ok(Some(Item::rejected(location(at), too_large("the record", self.limit))));
        }
        if let Err(stop) = self.read_body(length).and_then(|()| self.check_end()) {
            return Err(self.resume_inside().map_or(stop, Stop::Damage));
        }
        Ok(self.content(location(at), passed))
    }

    /// Moves to the first line of a record, which is kept in `line`; tells what it had to pass over.
    fn find_record(&mut self) -> Result<u64, Stop> {
        let mut lost = 0u64;
        loop {
            if !std::mem::take(&mut self.ahead) && self.read_line()? == 0 {
                return if lost > 0 { self.damage(lost) } else { Err(Stop::End) };
            }
            if self.line.starts_with(b"WARC/") {
                if lost > 0 && !self.broken {
                    self.ahead = true;
                    return self.damage(lost);
                }
                return Ok(self.offset - self.line.len() as u64);
            }
            if !self.line.trim_ascii().is_empty() {
                lost += self.line.len() as u64;
            }
        }
    }

    /// Bytes that belong to no record: told once where the damage before them was not told.
    fn damage(&self, lost: u64) -> Result<u64, Stop> {
        if self.broken {
            return Err(Stop::End);
        }
        Err(Stop::Damage(Rejection::new("warc", format!("{lost} bytes belong to no record and were passed over"))))
    }

    /// A line, or the part of one that a line of a header may have at most.
    fn read_line(&mut self) -> io::Result<usize> {
        self.line.clear();
        let read = (&mut self.input).take(HEADER as u64).read_until(b'\n', &mut self.line)?;
        self.offset += read as u64;
        Ok(read)
    }

    fn read_header(&mut self) -> Result<(), Stop> {
        self.header.clear();
        let mut at_start = true;
        for _ in 0..FIELDS {
            if self.read_line()? == 0 {
                return Err(truncated());
            }
            // The rest of a line that is too long is no line.
            if at_start && self.line.trim_ascii().is_empty() {
                return Ok(());
            }
            if at_start {
                self.header.read(&self.line);
            }
            at_start = self.line.ends_with(b"\n");
        }
        Err(Stop::Damage(Rejection::new("warc", format!("the header has over {FIELDS} lines"))))
    }

    fn read_body(&mut self, length: u64) -> Result<(), Stop> {
        self.body.clear();
        let read = (&mut self.input).take(length).read_to_end(&mut self.body)?;
        self.offset += read as u64;
        if (read as u64) < length { Err(truncated()) } else { Ok(()) }
    }

    /// Passes over a body that is not kept, up to a record in it: what is before that is the length lying, or another
    /// archive that is whole in this one.
    fn skip(&mut self, length: u64) -> Result<(), Stop> {
        let (mut left, mut at_start, mut after_blank) = (length, true, false);
        while left > 0 {
            self.line.clear();
            let read = (&mut self.input).take(left.min(HEADER as u64)).read_until(b'\n', &mut self.line)?;
            if read == 0 {
                return Err(truncated());
            }
            self.offset += read as u64;
            left -= read as u64;
            if after_blank && is_mark(&self.line) {
                self.ahead = true;
                return Err(Stop::Damage(wrong_length()));
            }
            after_blank = at_start && self.line.trim_ascii().is_empty();
            at_start = self.line.ends_with(b"\n");
        }
        Ok(())
    }

    /// Where a record begins inside the body of one that does not end where it says, that is read next; what is read twice
    /// is bounded, whatever the records claim.
    fn resume_inside(&mut self) -> Option<Rejection> {
        let starts = memchr::memmem::find_iter(&self.body, b"\nWARC/").map(|at| at + 1);
        let begins = |at: &usize| {
            let (before, after) = self.body.split_at_checked(*at).unwrap_or_default();
            is_mark(after) && (before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n"))
        };
        let at = starts.into_iter().find(begins)?;
        let mut rest = self.body.split_off(at);
        rest.append(&mut self.line);
        let length = rest.len() as u64;
        if self.again + length > self.offset.saturating_mul(AGAIN) {
            return None;
        }
        self.again += length;
        self.offset -= length;
        self.ahead = false;
        self.input.give_back(rest);
        Some(wrong_length())
    }

    /// A record whose length is wrong holds another text than the page: an empty line or a record must follow.
    fn check_end(&mut self) -> Result<(), Stop> {
        let ended = self.read_line()? == 0;
        self.ahead = self.line.starts_with(b"WARC/");
        if ended || self.ahead || self.line.trim_ascii().is_empty() {
            return Ok(());
        }
        Err(Stop::Damage(wrong_length()))
    }

    fn content(&self, location: String, passed: &mut Passed) -> Option<Item> {
        let http = self.header.kind == "response" || self.header.is_http();
        let whole = self.header.cut.is_empty();
        let page = if http {
            http::response(&self.body, whole, self.limit)
        } else {
            Page::plain(&self.body, &self.header.media, whole)
        };
        match page {
            Page::Content { body, content_type } if body.len() > self.limit => {
                let rejection = too_large(&format!("the page ({content_type})"), self.limit);
                Some(Item::rejected(location, rejection))
            }
            Page::Content { body, content_type } => Some(Item::article(location, self.article(body, content_type))),
            Page::Passed(reason) => {
                *passed.entry(reason).or_default() += 1;
                None
            }
            Page::Broken(rejection) => Some(Item::rejected(location, rejection)),
        }
    }

    fn article(&self, body: bytes::Bytes, content_type: String) -> RawArticle {
        RawArticle {
            body,
            content_type,
            url: if self.header.is_of(&WEB) { self.header.uri.clone() } else { String::new() },
            retrieved_at: self.header.date.clone(),
            source: self.source.clone(),
            ..RawArticle::default()
        }
    }
}

fn wrong_length() -> Rejection {
    Rejection::new("warc", "the record does not end where it says: its length is wrong")
}

fn truncated() -> Stop {
    Stop::Io(io::Error::new(ErrorKind::UnexpectedEof, input::truncated()))
}

/// Whether a line begins a record.
fn is_mark(line: &[u8]) -> bool {
    line.starts_with(b"WARC/0.") || line.starts_with(b"WARC/1.")
}

impl Header {
    fn clear(&mut self) {
        let Self { kind, uri, date, media, length, segment, cut, last } = self;
        [kind, uri, date, media, length, segment, cut].into_iter().for_each(String::clear);
        last.clear();
    }

    fn read(&mut self, line: &[u8]) {
        // A line that is indented goes on with the one before.
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            let name = std::mem::take(&mut self.last);
            if let Some(field) = self.field(&name) {
                add(field, line);
            }
            self.last = name;
            return;
        }
        let Some(colon) = memchr::memchr(b':', line) else { return };
        let (name, value) = line.split_at(colon);
        let (name, value) = (name.trim_ascii(), value.strip_prefix(b":").unwrap_or_default());
        self.last.clear();
        self.last.extend_from_slice(name);
        if let Some(field) = self.field(name) {
            field.clear();
            add(field, value);
        }
    }

    fn field(&mut self, name: &[u8]) -> Option<&mut String> {
        let fields: [(&[u8], &mut String); 7] = [
            (b"warc-type", &mut self.kind),
            (b"warc-target-uri", &mut self.uri),
            (b"warc-date", &mut self.date),
            (b"content-type", &mut self.media),
            (b"content-length", &mut self.length),
            (b"warc-segment-number", &mut self.segment),
            (b"warc-truncated", &mut self.cut),
        ];
        fields.into_iter().find(|(field, _)| name.eq_ignore_ascii_case(field)).map(|(_, value)| value)
    }

    /// Why a record holds no page, whatever is in it.
    fn unwanted(&self) -> Option<&'static str> {
        match self.kind.as_str() {
            "warcinfo" => Some("warcinfo record"),
            "request" => Some("request record"),
            "metadata" => Some("metadata record"),
            "revisit" => Some("revisit record: a page that did not change"),
            "continuation" => Some("continuation record: a part of a page"),
            "response" | "resource" | "conversion" if !self.segment.is_empty() => {
                Some("segmented record: a part of a page")
            }
            "response" if !self.is_http() && !self.is_of(&WEB) => Some("response other than of HTTP"),
            // Recorders keep their logs so, and what they saw of a page: its text and picture.
            "resource" | "conversion" if !self.is_html() && !self.is_of(&["http", "https", "ftp", "file", ""]) => {
                Some("resource that is no page of the web")
            }
            "response" | "resource" | "conversion" if self.is_for_machines() => Some("robots.txt or the like"),
            "response" | "resource" | "conversion" => None,
            _ => Some("record of an unknown type"),
        }
    }

    /// Whether the URI has one of these schemes.
    fn is_of(&self, schemes: &[&str]) -> bool {
        let scheme = self.uri.split_once(':').map_or("", |(scheme, _)| scheme);
        schemes.iter().any(|named| scheme.eq_ignore_ascii_case(named))
    }

    /// Whether it is a text that sites have for programs, which recorders ask for before the pages.
    fn is_for_machines(&self) -> bool {
        let path = self.uri.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| path);
        path.is_some_and(|path| FOR_MACHINES.contains(&path) || path.starts_with(".well-known/"))
    }

    fn is_html(&self) -> bool {
        http::media(&self.media).to_ascii_lowercase().contains("html")
    }

    fn is_http(&self) -> bool {
        self.media.get(..16).is_some_and(|media| media.eq_ignore_ascii_case("application/http"))
    }
}

/// Adds what a line of a header holds.
fn add(field: &mut String, value: &[u8]) {
    let value = String::from_utf8_lossy(value.trim_ascii());
    if !field.is_empty() && !value.is_empty() {
        field.push(' ');
    }
    // Some writers put the URI in angle brackets, as the grammar of WARC 1.0 has it.
    field.push_str(value.trim_start_matches('<').trim_end_matches('>'));
}

#[cfg(test)]
mod tests;
