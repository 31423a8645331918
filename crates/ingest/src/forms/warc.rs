//! WARC and WARC.gz of any origin: what a crawler saved, a record at a time.
//!
//! Follows WARC 1.0 and 1.1 (ISO 28500:2017) as far as news needs it: `response`, `resource` and `conversion` records
//! become articles, the others are counted. Every record may be a gzip member of its own, as Common Crawl writes them, or
//! the whole file one. Memory is that of one record, which is never larger than the limit; a record that is broken, cut
//! off or too large is one rejected item, and reading goes on at the next.

use std::io::{self, BufRead, Read};

use dateline_record::v1::RawArticle;
use memchr::memmem;

use super::{Content, Item, Passed, gzip::Inflated, http};
use crate::Rejection;

/// Bytes of the header of a record at most.
const MAX_HEADER: usize = 256 << 10;

/// What begins a record.
const MAGIC: &[u8] = b"WARC/";

/// The articles of a WARC file.
pub struct Warc<R: BufRead> {
    input: Inflated<R>,
    limit: usize,
    passed: Passed,
    header: Vec<u8>,
    body: Vec<u8>,
    ended: bool,
}

/// The header of a record.
#[derive(Debug, Default, PartialEq, Eq)]
struct Header {
    kind: String,
    uri: String,
    date: String,
    id: String,
    content_type: String,
    truncated: bool,
    length: u64,
}

/// What reading came to.
enum Step {
    Found(Item),
    Passed(&'static str),
    End,
}

impl<R: BufRead> Warc<R> {
    /// Reads a WARC file, gzip or not, with records of at most `limit` bytes, before and after decoding.
    pub fn new(input: R, limit: usize) -> Self {
        Self {
            input: Inflated::new(input),
            limit,
            passed: Passed::default(),
            header: Vec::new(),
            body: Vec::new(),
            ended: false,
        }
    }

    /// Records that are no articles, by why.
    pub const fn passed(&self) -> &Passed {
        &self.passed
    }

    /// Bytes of input that have been read.
    pub fn position(&self) -> u64 {
        self.input.position()
    }

    fn step(&mut self) -> Step {
        let at = self.input.position();
        match self.read_record(at) {
            Ok(step) => step,
            Err(error) => self.recover(at, &error),
        }
    }

    /// A broken record is one rejected item; reading goes on where the next begins, if one does.
    fn recover(&mut self, at: u64, error: &io::Error) -> Step {
        let next = self.input.resynchronise(MAGIC);
        self.ended = !matches!(next, Ok(true));
        let cut = error.kind() == io::ErrorKind::UnexpectedEof;
        let detail = if cut {
            "the file ends within a record: it was cut off".to_owned()
        } else {
            format!("this record cannot be read: {error}")
        };
        Step::Found(rejected(at, Rejection::new(if cut { "truncated" } else { "broken" }, detail)))
    }

    fn read_record(&mut self, at: u64) -> io::Result<Step> {
        if !self.skip_blank()? {
            return Ok(Step::End);
        }
        self.read_header()?;
        let header = Header::parse(&self.header)?;
        if let Some(reason) = header.not_wanted() {
            self.skip(header.length)?;
            return Ok(Step::Passed(reason));
        }
        if header.length > self.limit as u64 {
            self.skip(header.length)?;
            let detail =
                format!("the record has {} bytes, {} are allowed: raise ingest.input_bytes", header.length, self.limit);
            return Ok(Step::Found(rejected(at, Rejection::new("too_large", detail))));
        }
        self.read_body(header.length)?;
        Ok(self.found(at, header))
    }

    /// Goes past empty lines; false at the end of the input.
    fn skip_blank(&mut self) -> io::Result<bool> {
        loop {
            let available = self.input.fill_buf()?;
            if available.is_empty() {
                return Ok(false);
            }
            let blank = available.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let all = blank == available.len();
            self.input.consume(blank);
            if !all {
                return Ok(true);
            }
        }
    }

    /// Reads up to the empty line that ends a header.
    fn read_header(&mut self) -> io::Result<()> {
        self.header.clear();
        loop {
            let before = self.header.len();
            let left = (MAX_HEADER - before.min(MAX_HEADER)) as u64;
            let read = (&mut self.input).take(left).read_until(b'\n', &mut self.header)?;
            if read == 0 {
                let kind = if left == 0 { io::ErrorKind::InvalidData } else { io::ErrorKind::UnexpectedEof };
                return Err(io::Error::new(kind, "its header does not end"));
            }
            if self.header.len() <= 16 && !MAGIC.starts_with(self.header.get(..5).unwrap_or(&self.header)) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "it does not begin with `WARC/`"));
            }
            if self.header.get(before..).is_some_and(|line| line.trim_ascii().is_empty()) {
                return Ok(());
            }
        }
    }

    fn read_body(&mut self, length: u64) -> io::Result<()> {
        self.body.clear();
        let read = (&mut self.input).take(length).read_to_end(&mut self.body)?;
        if (read as u64) < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        let skipped = io::copy(&mut (&mut self.input).take(length), &mut io::sink())?;
        if skipped < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    fn found(&self, at: u64, header: Header) -> Step {
        let is_http =
            header.content_type.to_ascii_lowercase().contains("application/http") || header.kind == "response";
        let response = if is_http {
            match http::parse(&self.body, self.limit) {
                Ok(response) => response,
                Err(rejection) => return Step::Found(rejected(at, rejection)),
            }
        } else {
            http::Response { status: 200, content_type: header.content_type.clone(), body: self.body.clone() }
        };
        if response.status != 200 {
            return Step::Passed("status");
        }
        if !is_text(&response) {
            return Step::Passed("media_type");
        }
        if response.body.trim_ascii().is_empty() {
            return Step::Passed("empty");
        }
        if header.truncated {
            let detail = "the crawler cut this page off, as it says itself: fetch it anew";
            return Step::Found(rejected(at, Rejection::new("truncated", detail)));
        }
        let article = RawArticle {
            id: header.id,
            url: header.uri,
            retrieved_at: header.date,
            content_type: response.content_type,
            body: response.body.into(),
            ..RawArticle::default()
        };
        Step::Found(Item { location: location(at), content: Ok(Content::Article(Box::new(article))) })
    }
}

impl<R: BufRead> Iterator for Warc<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            match self.step() {
                Step::Found(item) => return Some(item),
                Step::Passed(reason) => self.passed.count(reason),
                Step::End => self.ended = true,
            }
        }
        None
    }
}

impl Header {
    /// # Errors
    /// `InvalidData` when it is no header, or has no length.
    fn parse(bytes: &[u8]) -> io::Result<Self> {
        let invalid = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
        let text = String::from_utf8_lossy(bytes);
        let mut header = Self::default();
        let mut length = None;
        for line in text.lines().skip(1) {
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => header.uri = value.trim_matches(['<', '>']).to_owned(),
                "warc-date" => header.date = value.to_owned(),
                "warc-record-id" => header.id = value.trim_matches(['<', '>']).to_owned(),
                "content-type" => header.content_type = value.to_owned(),
                "warc-truncated" => header.truncated = true,
                "content-length" => length = value.parse().ok(),
                _ => {}
            }
        }
        header.length = length.ok_or_else(|| invalid("it has no length"))?;
        Ok(header)
    }

    /// Why a record can be no article.
    fn not_wanted(&self) -> Option<&'static str> {
        match self.kind.as_str() {
            "response" if !self.uri.starts_with("http") => Some("no_page"),
            "response" | "resource" | "conversion" => None,
            "request" => Some("request"),
            "metadata" => Some("metadata"),
            "revisit" => Some("revisit"),
            "warcinfo" => Some("warcinfo"),
            "continuation" => Some("continuation"),
            _ => Some("other_record"),
        }
    }
}

/// Whether a response may be a page: by its media type, by its start where it has none.
fn is_text(response: &http::Response) -> bool {
    let media = response.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media.as_str() {
        "" | "application/octet-stream" => {
            let head = response.body.get(..response.body.len().min(512)).unwrap_or_default().to_ascii_lowercase();
            memmem::find(&head, b"<html").is_some() || memmem::find(&head, b"<!doctype html").is_some()
        }
        media => matches!(media, "text/html" | "application/xhtml+xml" | "text/plain"),
    }
}

fn rejected(at: u64, rejection: Rejection) -> Item {
    Item { location: location(at), content: Err(rejection) }
}

fn location(at: u64) -> String {
    format!("byte {at}")
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const LIMIT: usize = 1 << 20;

    fn record(kind: &str, uri: &str, body: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-04-02T10:00:00Z\r\n\
             WARC-Record-ID: <urn:uuid:{kind}>\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    }

    fn page(text: &str) -> String {
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>{text}</p></html>")
    }

    fn file() -> String {
        let info = record("warcinfo", "", "software: example").replace("WARC-Target-URI: \r\n", "");
        let moved = "HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\n";
        let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG";
        [
            info,
            record("request", "https://example.org/a", "GET /a HTTP/1.1\r\n\r\n"),
            record("response", "https://example.org/a", &page("The council met.")),
            record("response", "https://example.org/m", moved),
            record("response", "https://example.org/p", picture),
            record("response", "https://example.org/b", &page("The river rose.")),
        ]
        .concat()
    }

    fn compressed(parts: &[String]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for part in parts {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(part.as_bytes()).unwrap();
            bytes.extend(encoder.finish().unwrap());
        }
        bytes
    }

    /// URLs of the articles and reasons of the rejections.
    fn read(bytes: &[u8]) -> (Vec<String>, Passed) {
        let mut warc = Warc::new(bytes, LIMIT);
        let mut found = Vec::new();
        for item in warc.by_ref() {
            found.push(match item.content {
                Ok(Content::Article(article)) => article.url,
                Ok(Content::Link(link)) => link.url,
                Err(rejection) => rejection.reason.to_owned(),
            });
        }
        (found, warc.passed().clone())
    }

    #[test]
    fn responses_become_articles_and_the_rest_is_counted() {
        let (found, passed) = read(file().as_bytes());
        assert_eq!(found, ["https://example.org/a", "https://example.org/b"]);
        let counts: Vec<(&str, u64)> = passed.iter().collect();
        assert_eq!(counts, [("media_type", 1), ("request", 1), ("status", 1), ("warcinfo", 1)]);
    }

    #[test]
    fn a_response_keeps_its_address_time_and_bytes() {
        let text = file();
        let Ok(Content::Article(article)) = Warc::new(text.as_bytes(), LIMIT).next().unwrap().content else { panic!() };
        assert_eq!((article.retrieved_at.as_str(), article.id.as_str()), ("2024-04-02T10:00:00Z", "urn:uuid:response"));
        assert_eq!(
            (article.content_type.as_str(), &article.body[..]),
            ("text/html", b"<html><p>The council met.</p></html>".as_slice())
        );
    }

    #[test]
    fn gzip_by_record_and_as_a_whole_are_the_same() {
        let whole = compressed(&[file()]);
        let records: Vec<String> = file().split("WARC/1.0").skip(1).map(|rest| format!("WARC/1.0{rest}")).collect();
        assert_eq!(read(&whole), read(file().as_bytes()));
        assert_eq!(read(&compressed(&records)), read(file().as_bytes()));
    }

    #[test]
    fn a_truncated_tail_is_told_and_what_is_before_it_is_kept() {
        let text = file();
        let (found, _) = read(&text.as_bytes()[..text.len() - 30]);
        assert_eq!(found, ["https://example.org/a", "truncated"]);
        let bytes = compressed(&[file()]);
        let (found, _) = read(&bytes[..bytes.len() - 40]);
        assert_eq!(found.last().unwrap(), "truncated");
    }

    #[test]
    fn after_a_broken_record_reading_goes_on() {
        let damaged = [
            record("response", "https://example.org/a", &page("One.")).replace("Content-Length", "Content-Lost"),
            file(),
        ]
        .concat();
        assert_eq!(read(damaged.as_bytes()).0, ["broken", "https://example.org/a", "https://example.org/b"]);
        let mut parts: Vec<Vec<u8>> = ["a", "b", "c"]
            .iter()
            .map(|name| {
                compressed(&[record(
                    "response",
                    &format!("https://example.org/{name}"),
                    &page(&"The council met. ".repeat(50)),
                )])
            })
            .collect();
        let middle = parts[1].len() / 2;
        parts[1][middle..].fill(0x55);
        let (found, _) = read(&parts.concat());
        assert_eq!(
            (found.first().unwrap().as_str(), found.last().unwrap().as_str()),
            ("https://example.org/a", "https://example.org/c")
        );
        assert!(found.len() == 3 && ["broken", "truncated"].contains(&found[1].as_str()), "{found:?}");
    }

    #[test]
    fn lying_lengths_and_large_records_are_refused() {
        let large = record("response", "https://example.org/a", &page(&"word ".repeat(LIMIT)));
        assert_eq!(
            read([large, file()].concat().as_bytes()).0,
            ["too_large", "https://example.org/a", "https://example.org/b"]
        );
        let lying = file().replacen("Content-Length: ", "Content-Length: 99999999999", 1);
        assert_eq!(read(lying.as_bytes()).0, ["truncated"]);
        assert_eq!(read(b"").0, Vec::<String>::new());
        assert_eq!(read(b"no warc at all").0, ["broken"]);
        assert_eq!(read(&"WARC/1.0\r\nA: b\r\n".repeat(100_000).into_bytes()).0.first().unwrap(), "broken");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(mut bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300), at in 0usize..900) {
            read(&bytes);
            let mut text = file().into_bytes();
            let at = at.min(text.len());
            text.splice(at..at, bytes.drain(..));
            read(&text);
        }
    }
}
