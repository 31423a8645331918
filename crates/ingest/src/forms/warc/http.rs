//! The page in an answer of HTTP as it was recorded.
//!
//! Recorders differ in what they undo before they write: a body that is not in the coding its header names is taken as
//! it is.

use bytes::Bytes;

use super::HEADER;
use crate::{
    Rejection,
    coding::{Coding, Fault},
    decode,
    forms::too_large,
};

/// Codings on top of each other at most.
const CODINGS: usize = 3;

/// Bytes looked at for HTML where no media type is given.
const SNIFFED: usize = 512;

/// What an answer holds.
pub(super) enum Page {
    /// HTML or text, with the content type as it was sent.
    Content { body: Bytes, content_type: String },
    /// Nothing that is looked for.
    Passed(&'static str),
    /// A page that cannot be read.
    Broken(Rejection),
}

/// What is needed of an answer's header.
#[derive(Default)]
struct Head {
    status: u16,
    content_type: String,
    codings: String,
    chunked: bool,
    length: usize,
}

/// The page in an answer, unpacked up to a limit.
pub(super) fn response(bytes: &[u8], limit: usize) -> Page {
    let Some(head) = head(bytes) else {
        return Page::Broken(Rejection::new("http", "the recorded answer has no header that can be read"));
    };
    if head.status != 200 {
        return Page::Passed("status other than 200");
    }
    let body = bytes.get(head.length..).unwrap_or_default();
    if !is_readable(&head.content_type) {
        return Page::Passed("neither HTML nor text");
    }
    match unpack(body, &head, limit) {
        Ok(body) => Page::of(body, head.content_type),
        Err(rejection) => Page::Broken(rejection),
    }
}

impl Page {
    /// A page that was recorded without HTTP.
    pub(super) fn plain(bytes: &[u8], content_type: &str) -> Self {
        if !is_readable(content_type) {
            return Self::Passed("neither HTML nor text");
        }
        Self::of(Bytes::copy_from_slice(bytes), content_type.to_owned())
    }

    fn of(body: Bytes, content_type: String) -> Self {
        if body.is_empty() {
            return Self::Passed("page without content");
        }
        if content_type.is_empty() && !decode::is_html(&String::from_utf8_lossy(start(&body)), "") {
            return Self::Passed("neither HTML nor text");
        }
        Self::Content { body, content_type }
    }
}

fn start(body: &[u8]) -> &[u8] {
    body.get(..SNIFFED.min(body.len())).unwrap_or_default()
}

fn is_readable(content_type: &str) -> bool {
    let media = content_type.split(';').next().unwrap_or_default().trim();
    media.is_empty()
        || ["text/html", "application/xhtml+xml", "text/plain"].iter().any(|m| media.eq_ignore_ascii_case(m))
}

fn head(bytes: &[u8]) -> Option<Head> {
    let mut head = Head::default();
    let mut first = true;
    let window = bytes.get(..HEADER.min(bytes.len()))?;
    loop {
        let rest = window.get(head.length..)?;
        let end = memchr::memchr(b'\n', rest)?;
        head.length += end + 1;
        let line = rest.get(..end)?.trim_ascii_end();
        if first {
            head.status = status(line)?;
        } else if line.is_empty() {
            return Some(head);
        } else {
            head.read(line);
        }
        first = false;
    }
}

/// `HTTP/1.1 200 OK`.
fn status(line: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(line.get(..line.len().min(16))?).ok()?;
    let mut words = line.strip_prefix("HTTP/")?.split_ascii_whitespace();
    words.nth(1)?.parse().ok()
}

impl Head {
    fn read(&mut self, line: &[u8]) {
        let Some(colon) = memchr::memchr(b':', line) else { return };
        let (name, value) = line.split_at(colon);
        let value = || String::from_utf8_lossy(value.get(1..).unwrap_or_default().trim_ascii()).into_owned();
        if name.eq_ignore_ascii_case(b"content-type") {
            self.content_type = value();
        } else if name.eq_ignore_ascii_case(b"content-encoding") {
            self.codings = value().to_ascii_lowercase();
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            self.chunked = value().to_ascii_lowercase().contains("chunked");
        }
    }
}

fn unpack(body: &[u8], head: &Head, limit: usize) -> Result<Bytes, Rejection> {
    let mut body =
        if head.chunked { dechunk(body) } else { None }.map_or_else(|| Bytes::copy_from_slice(body), Bytes::from);
    for coding in head.codings.split(',').rev().map(str::trim).filter(|c| !c.is_empty()).take(CODINGS) {
        if let Some(unpacked) = undo_named(coding, &body, limit)? {
            body = unpacked;
        }
    }
    // Some servers say nothing of it.
    match Coding::marked(&body).filter(|_| head.codings.is_empty()) {
        Some(coding) => Ok(undo(coding, &body, limit)?.unwrap_or(body)),
        None => Ok(body),
    }
}

/// The body without the lengths of its chunks; none where it has none.
fn dechunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(rest.len());
    let mut first = true;
    while let Some(end) = memchr::memchr(b'\n', rest.get(..rest.len().min(1024))?) {
        let (line, after) = rest.split_at(end + 1);
        let digits = line.split(|byte| *byte == b';').next()?.trim_ascii();
        let length = std::str::from_utf8(digits).ok().and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let Some(length) = length else { return if first { None } else { Some(body) } };
        if length == 0 {
            break;
        }
        let chunk = after.get(..length.min(after.len()))?;
        body.extend_from_slice(chunk);
        rest = after.get(chunk.len()..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        first = false;
    }
    (!first || rest.starts_with(b"0")).then_some(body)
}

/// A body without one coding; none where it does not have it.
fn undo_named(name: &str, body: &Bytes, limit: usize) -> Result<Option<Bytes>, Rejection> {
    if name == "identity" {
        return Ok(None);
    }
    let Some(coding) = Coding::named(name) else {
        let shown: String = name.chars().take(40).collect();
        let unknown = || Rejection::new("content_encoding", format!("the page is packed as {shown}, unknown here"));
        return if looks_plain(body) { Ok(None) } else { Err(unknown()) };
    };
    undo(coding, body, limit)
}

fn undo(coding: Coding, body: &Bytes, limit: usize) -> Result<Option<Bytes>, Rejection> {
    let marked = matches!(coding, Coding::Gzip | Coding::Zstd);
    if marked && Coding::marked(body) != Some(coding) {
        return Ok(None);
    }
    match coding.undo(body, limit) {
        Ok(unpacked) => Ok(Some(unpacked.into())),
        Err(Fault::TooLarge) => Err(too_large("the unpacked page", limit)),
        Err(Fault::Damaged(_)) if !marked && looks_plain(body) => Ok(None),
        Err(Fault::Damaged(error)) => {
            Err(Rejection::new("content_encoding", format!("the page cannot be unpacked: {error}")))
        }
    }
}

/// The start of what was unpacked already.
fn looks_plain(body: &[u8]) -> bool {
    let start = start(body);
    !start.iter().any(|byte| *byte < b' ' && !byte.is_ascii_whitespace())
        && (start.trim_ascii_start().starts_with(b"<") || std::str::from_utf8(start).is_ok())
}
