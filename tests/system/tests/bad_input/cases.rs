//! What is sent, and what must come of it at every way in. The README's table says the same to people.

use bytes::Bytes;
use dateline_messaging::PROTOBUF;
use dateline_record::v1::{RawArticle, ledger_entry::State};
use prost::Message as _;

/// Bytes of an article at most, in these tests; its text may have half of them.
pub(crate) const INPUT_BYTES: usize = 2 << 20;

/// A bad article, or a strange one.
pub(crate) struct Case {
    /// Name of its file, and part of the id of each submission of it.
    pub(crate) name: &'static str,
    /// The file; a line of JSONL where the name ends so.
    pub(crate) bytes: Vec<u8>,
    /// What must come of it.
    pub(crate) end: End,
}

/// What must come of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// A record, stored.
    Stored,
    /// Rejected with this reason: at once by `extract`, in the ledger after it was submitted.
    Rejected(&'static str),
    /// The same, and the gateway does not even take it.
    Refused(&'static str),
    /// The same, and too large for the gateway to read.
    Unread,
    /// No JSON, so no article for the gateway; quarantined when it comes by the queue.
    Broken,
}

impl Case {
    /// Whether it is a line of JSONL.
    pub(crate) fn is_line(&self) -> bool {
        self.name.ends_with(".jsonl")
    }

    /// As a client of the API sends it; none for what is no article at all.
    pub(crate) fn raw(&self) -> Option<RawArticle> {
        if self.is_line() {
            return dateline_ingest::json::parse(&self.bytes).ok().map(|parsed| parsed.raw);
        }
        let content_type = if self.name.ends_with(".html") { "text/html" } else { "text/plain" };
        Some(RawArticle { body: self.bytes.clone().into(), content_type: content_type.into(), ..RawArticle::default() })
    }

    /// As a producer puts it on the queue: content type and body.
    pub(crate) fn queued(&self) -> (&'static str, Bytes) {
        match self.raw() {
            Some(raw) if !self.is_line() => (PROTOBUF, raw.encode_to_vec().into()),
            _ => ("application/json", self.bytes.clone().into()),
        }
    }

    /// The reason that `extract` gives; none for a record.
    pub(crate) fn reason(&self) -> Option<&'static str> {
        match self.end {
            End::Stored => None,
            End::Rejected(reason) | End::Refused(reason) => Some(reason),
            End::Unread => Some("too_large"),
            End::Broken => Some("json"),
        }
    }
}

fn case(name: &'static str, bytes: impl Into<Vec<u8>>, end: End) -> Case {
    Case { name, bytes: bytes.into(), end }
}

/// Every bad article.
pub(crate) fn articles() -> Vec<Case> {
    let mut cases = contents();
    cases.extend(pages());
    cases.extend(lines());
    cases
}

fn contents() -> Vec<Case> {
    let long = "The mayor opened the café, the museum and the théâtre in Port Ada. ".repeat(20);
    let with = |byte: u8| [long.as_bytes(), &[byte], b" The band played on."].concat();
    let noise: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    vec![
        case("empty.txt", "", End::Refused("empty")),
        case("blank.txt", " \n\t\n\u{feff}", End::Rejected("empty")),
        case("program.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0", End::Rejected("binary")),
        case("noise.txt", noise, End::Rejected("binary")),
        case("really-a-pdf.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", End::Rejected("pdf")),
        case("many-nul-bytes.txt", "\0T\0h\0e\0 \0c\0o\0u\0n\0c\0i\0l\0".repeat(9), End::Rejected("binary")),
        case("one-nul-byte.txt", with(0), End::Stored),
        case("invalid-utf8.txt", with(0xff), End::Stored),
        case("over-text-bytes.txt", "The council met. ".repeat(70_000), End::Rejected("too_large")),
        case("over-input-bytes.txt", vec![b'x'; INPUT_BYTES + 1], End::Refused("too_large")),
        case("50-megabytes-in-a-line.txt", vec![b'x'; 50 << 20], End::Unread),
        case("100000-paragraphs.txt", "One.\n\n".repeat(100_000), End::Rejected("too_many_paragraphs")),
    ]
}

fn pages() -> Vec<Case> {
    let page = |head: &str, body: &[u8]| [head.as_bytes(), body, b"</article></body></html>"].concat();
    let latin =
        b"<p>Le pr\xe9sident a inaugur\xe9 le march\xe9 de la ville mardi matin, devant une foule nombreuse.</p>";
    let deep = "<div>".repeat(50_000);
    vec![
        case("wrong-charset.html", page("<html><head><meta charset=utf-8></head><body><article>", latin), End::Stored),
        case("deep.html", page("<html><body><article>", deep.as_bytes()), End::Rejected("too_deep")),
        case("script-only.html", "<html><body><script>render()</script></body></html>", End::Rejected("no_text")),
    ]
}

fn lines() -> Vec<Case> {
    let line = |fields: &str| format!("{{{fields}}}\n");
    let dated = |date: &str, words: &str| line(&format!(r#""text": "{words} met on Monday.", "publishedAt": {date}"#));
    let title = "x".repeat(INPUT_BYTES);
    vec![
        case("no-date.jsonl", dated("null", "The harbour board"), End::Stored),
        case("wrong-date.jsonl", dated(r#""next Tuesday""#, "The court"), End::Rejected("date")),
        case("impossible-date.jsonl", dated(r#""2026-02-30""#, "The court"), End::Rejected("date")),
        case("future-date.jsonl", dated(r#""2190-01-01", "retrievedAt": "2026-03-01""#, "The parliament"), End::Stored),
        case("wrong-url.jsonl", line(r#""text": "The council met.", "url": "www.example.org""#), End::Rejected("url")),
        case(
            "text-and-html.jsonl",
            line(r#""text": "The council met.", "html": "<p>x</p>""#),
            End::Rejected("ambiguous"),
        ),
        case("no-content.jsonl", line(r#""id": "a", "url": "https://news.example/a""#), End::Refused("empty")),
        case("unknown-fields.jsonl", line(r#""text": "The senate met on Friday.", "score": [1]"#), End::Stored),
        case(
            "nul-in-fields.jsonl",
            line(r#""id": "a\u0000b", "title": "A\u0000B", "text": "The guild met on Sunday.""#),
            End::Stored,
        ),
        case(
            "huge-title.jsonl",
            line(&format!(r#""text": "The council met.", "title": "{title}""#)),
            End::Refused("too_large"),
        ),
        case("cut-off.jsonl", "{\"text\": \"The council m\n", End::Broken),
        case("not-an-object.jsonl", "[\"The council met.\"]\n", End::Broken),
        case("number-for-text.jsonl", line(r#""text": 5"#), End::Broken),
        case("lone-surrogate.jsonl", line(r#""text": "The \ud800 council""#), End::Broken),
        case("not-utf8.jsonl", b"{\"text\": \"The caf\xe9\"}\n", End::Broken),
    ]
}

/// A message that no client of ours would write.
pub(crate) struct Odd {
    /// Its id.
    pub(crate) id: &'static str,
    pub(crate) content_type: &'static str,
    pub(crate) schema: &'static str,
    pub(crate) body: Vec<u8>,
    /// State and reason in the ledger; no reason for what is stored.
    pub(crate) end: (State, &'static str),
}

/// Messages on the queue that are odd in themselves.
pub(crate) fn messages() -> Vec<Odd> {
    let raw = |words: &str| RawArticle { text: format!("{words} met on Monday."), ..RawArticle::default() };
    let whole = raw("The board of trade").encode_to_vec();
    let cut = whole.get(..whole.len() - 9).unwrap_or_default().to_vec();
    // Field 999, a string: what a later version of the schema may have.
    let unknown = [raw("The port authority").encode_to_vec(), b"\xba\x3e\x03new".to_vec()].concat();
    let schema = "dateline.v1.RawArticle";
    let odd = |id, content_type, schema, body, end| Odd { id, content_type, schema, body, end };
    let quarantined = |reason| (State::Quarantined, reason);
    vec![
        odd("truncated-protobuf", PROTOBUF, schema, cut, quarantined("decode")),
        odd("noise-for-protobuf", PROTOBUF, schema, vec![0xff; 64], quarantined("decode")),
        odd("invalid-utf8-in-protobuf", PROTOBUF, schema, b"\x12\x02\xff\xfe".to_vec(), quarantined("decode")),
        odd("unknown-version", PROTOBUF, "dateline.v9.RawArticle", whole.clone(), quarantined("schema")),
        odd("unknown-type", "text/plain", "", b"The council met.".to_vec(), quarantined("content_type")),
        odd("json-called-protobuf", PROTOBUF, schema, br#"{"text": "Hi"}"#.to_vec(), quarantined("decode")),
        odd("empty-protobuf", PROTOBUF, schema, Vec::new(), (State::Rejected, "empty")),
        odd("unknown-fields", PROTOBUF, schema, unknown, (State::Stored, "")),
        odd("no-schema", PROTOBUF, "", whole, (State::Stored, "")),
    ]
}
