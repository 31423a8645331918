//! The page in an answer of HTTP as it was recorded.
//!
//! Recorders differ in what they undo before they write: a body that is not in the coding its header names is taken as
//! it is.

use bytes::Bytes;

use crate::{
    Rejection,
    coding::{Coding, Fault},
    decode,
    forms::too_large,
};

/// Bytes of the header of an answer at most: some servers set hundreds of cookies.
const ANSWER_HEADER: usize = 1 << 20;

/// Codings on top of each other at most.
const CODINGS: usize = 3;

/// Headers such as `100 Continue` before that of the answer, which is counted, at most.
const INTERIM: usize = 8;

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
    /// Bytes of the body, as the server says.
    body: Option<usize>,
    /// Bytes of the header.
    length: usize,
}

/// The page in an answer, unpacked up to a limit. Half a page is not the page: where the answer is not whole, the page must
/// show its end.
pub(super) fn response(bytes: &[u8], whole: bool, limit: usize) -> Page {
    let Some(head) = last_head(bytes) else {
        return Page::Broken(Rejection::new("http", "the recorded answer has no header that can be read"));
    };
    // 203 is what a proxy on the way has touched.
    if !matches!(head.status, 200 | 203) {
        return Page::Passed("status other than 200");
    }
    let body = bytes.get(head.length..).unwrap_or_default();
    if !is_readable(&head.content_type) {
        return Page::Passed("neither HTML nor text");
    }
    match unpack(body, &head, limit) {
        Ok((body, ended)) => Page::of(body, head.content_type, whole && ended),
        Err(rejection) => Page::Broken(rejection),
    }
}

/// What a media type is without its parameters, the first where several are given.
pub(super) fn media(content_type: &str) -> &str {
    content_type.split([';', ',']).next().unwrap_or_default().trim()
}

impl Page {
    /// A page that was recorded without HTTP.
    pub(super) fn plain(bytes: &[u8], content_type: &str, whole: bool) -> Self {
        if !is_readable(content_type) {
            return Self::Passed("neither HTML nor text");
        }
        Self::of(Bytes::copy_from_slice(bytes), content_type.to_owned(), whole)
    }

    fn of(body: Bytes, content_type: String, whole: bool) -> Self {
        if body.is_empty() {
            return Self::Passed("page without content");
        }
        if content_type.is_empty() && !decode::is_html(&String::from_utf8_lossy(start(&body)), "") {
            return Self::Passed("neither HTML nor text");
        }
        if !whole && !is_closed(&body) {
            return Self::Broken(Rejection::new("truncated", "only a part of the page was recorded"));
        }
        Self::Content { body, content_type }
    }
}

fn start(body: &[u8]) -> &[u8] {
    body.get(..SNIFFED.min(body.len())).unwrap_or_default()
}

fn is_readable(content_type: &str) -> bool {
    let media = media(content_type);
    media.is_empty()
        || ["text/html", "application/xhtml+xml", "text/plain"].iter().any(|m| media.eq_ignore_ascii_case(m))
}

/// Whether a page shows that it ends.
fn is_closed(page: &[u8]) -> bool {
    let mut tags = memchr::memrchr_iter(b'<', page).filter_map(|at| page.get(at + 1..at + 6));
    tags.any(|tag| tag.eq_ignore_ascii_case(b"/html") || tag.eq_ignore_ascii_case(b"/body"))
}

/// The header of the answer, after those that only say that it is to come.
fn last_head(mut bytes: &[u8]) -> Option<Head> {
    let mut before = 0;
    for _ in 0..INTERIM {
        let mut head = head(bytes)?;
        if !matches!(head.status, 100..=199) {
            head.length += before;
            return Some(head);
        }
        bytes = bytes.get(head.length..)?;
        before += head.length;
    }
    None
}

fn head(bytes: &[u8]) -> Option<Head> {
    let mut head = Head::default();
    let mut first = true;
    let window = bytes.get(..ANSWER_HEADER.min(bytes.len()))?;
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
            let value = value();
            if !value.is_empty() {
                self.content_type = value;
            }
        } else if name.eq_ignore_ascii_case(b"content-encoding") {
            self.codings.push_str(&value().to_ascii_lowercase());
            self.codings.push(',');
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            self.chunked |= value().to_ascii_lowercase().contains("chunked");
        } else if name.eq_ignore_ascii_case(b"content-length") {
            self.body = value().parse().ok();
        }
    }
}

/// The body without its codings, and whether all of it is there.
fn unpack(body: &[u8], head: &Head, limit: usize) -> Result<(Bytes, bool), Rejection> {
    let codings: Vec<&str> = head.codings.split(',').map(str::trim).filter(|coding| !coding.is_empty()).collect();
    let (mut body, whole) = match if head.chunked { dechunk(body) } else { None } {
        Some((body, whole)) => (Bytes::from(body), whole),
        // What recorders unpack has another length than the server says.
        None if head.chunked || !codings.is_empty() => (Bytes::copy_from_slice(body), true),
        None => (Bytes::copy_from_slice(body), head.body.is_none_or(|length| length <= body.len())),
    };
    for coding in codings.iter().rev().take(CODINGS) {
        if let Some(unpacked) = undo_named(coding, &body, limit)? {
            body = unpacked;
        }
    }
    // Some servers say nothing of it, or pack once more than they say.
    match Coding::marked(&body) {
        Some(coding) => Ok((undo(coding, &body, limit)?.unwrap_or(body), whole)),
        None => Ok((body, whole)),
    }
}

/// The body without the lengths of its chunks, and whether it ends with the last of them; none where it has none.
fn dechunk(mut rest: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut body = Vec::with_capacity(rest.len());
    let mut first = true;
    while let Some(end) = memchr::memchr(b'\n', rest.get(..rest.len().min(1024))?) {
        let (line, after) = rest.split_at(end + 1);
        let digits = line.split(|byte| *byte == b';').next()?.trim_ascii();
        let length = std::str::from_utf8(digits).ok().and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let Some(length) = length else { return (!first).then_some((body, false)) };
        if length == 0 {
            return Some((body, true));
        }
        let chunk = after.get(..length.min(after.len()))?;
        body.extend_from_slice(chunk);
        rest = after.get(chunk.len()..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        first = false;
    }
    (!first || rest.starts_with(b"0")).then(|| (body, rest.starts_with(b"0")))
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
