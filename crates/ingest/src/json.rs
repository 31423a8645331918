//! A raw article as JSON: a line of JSONL, or the body of a message.
//!
//! Follows proto3's JSON mapping of `RawArticle`, and is lenient where producers differ: a number for an id, one author
//! instead of a list, an object for the source, `null` for what is missing.

use dateline_record::v1::RawArticle;
use serde_json::{Map, Value};

use crate::Rejection;

/// A raw article with the fields of its JSON that are not known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// The article.
    pub raw: RawArticle,
    /// Names of fields that were ignored.
    pub unknown: Vec<String>,
}

/// The byte order mark that some programs put before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a raw article from a JSON object.
///
/// # Errors
/// `json` when it is no JSON object or a field has a type that it cannot have.
pub fn parse(json: &[u8]) -> Result<Parsed, Rejection> {
    let value: Value = value(json).map_err(|error| Rejection::new("json", explain(&error)))?;
    let Value::Object(fields) = value else {
        return Err(Rejection::new("json", "this is not a JSON object: give one object an article"));
    };
    read(fields)
}

/// The `id` of a line that could not become an article, where it can be told.
#[must_use]
pub fn external_id(json: &[u8]) -> String {
    let value: Option<Value> = value(json).ok();
    value.and_then(|value| string("id", value.get("id")?.clone()).ok()).unwrap_or_default()
}

/// Without the end of the line: an object that breaks off is broken where it ends, not on a line after it.
fn value(json: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(json.strip_prefix(MARK).unwrap_or(json).trim_ascii_end())
}

/// What is wrong and where: the byte in a line; the line too where there are several, in a message that is one object.
fn explain(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let told = error.to_string();
    let what = told.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&told);
    let line = if line > 1 { format!("line {line}, ") } else { String::new() };
    format!("this is not JSON: {what} at {line}byte {column}")
}

fn read(fields: Map<String, Value>) -> Result<Parsed, Rejection> {
    let mut parsed = Parsed::default();
    let raw = &mut parsed.raw;
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_null()) {
        match name.as_str() {
            "id" => raw.id = string(&name, value)?,
            "text" => raw.text = string(&name, value)?,
            "html" => raw.html = string(&name, value)?,
            "body" => raw.body = base64(&string(&name, value)?)?.into(),
            "contentType" | "content_type" => raw.content_type = string(&name, value)?,
            "url" => raw.url = string(&name, value)?,
            "title" => raw.title = string(&name, value)?,
            "source" => raw.source = source(value)?,
            "language" => raw.language = string(&name, value)?,
            "publishedAt" | "published_at" => raw.published_at = string(&name, value)?,
            "retrievedAt" | "retrieved_at" => raw.retrieved_at = string(&name, value)?,
            "bylines" => raw.bylines = list(&name, value)?,
            "keywords" => raw.keywords = list(&name, value)?,
            _ => parsed.unknown.push(name),
        }
    }
    Ok(parsed)
}

fn string(name: &str, value: Value) -> Result<String, Rejection> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) if name == "id" => Ok(number.to_string()),
        _ => Err(Rejection::new("json", format!("`{name}` is not a string"))),
    }
}

fn list(name: &str, value: Value) -> Result<Vec<String>, Rejection> {
    match value {
        Value::Array(items) => items.into_iter().map(|item| string(name, item)).collect(),
        one => string(name, one).map(|one| vec![one]),
    }
}

fn source(value: Value) -> Result<String, Rejection> {
    let Value::Object(mut fields) = value else { return string("source", value) };
    let mut field = |name: &str| fields.remove(name).filter(|value| value.is_string());
    field("domain").or_else(|| field("name")).map_or(Ok(String::new()), |value| string("source", value))
}

fn base64(text: &str) -> Result<Vec<u8>, Rejection> {
    use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD};
    [BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD]
        .iter()
        .find_map(|encoding| encoding.decode(text.as_bytes()).ok())
        .ok_or_else(|| Rejection::new("json", "`body` is not base64"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_producers_write_them() {
        let line = br#"{"id": 7, "text": "Hello.", "bylines": "A. Writer", "source": {"name": "The Example", "domain": "example.org"},
            "publishedAt": null, "keywords": ["a", "b"], "score": 1}"#;
        let parsed = parse(line).unwrap();
        assert_eq!((parsed.raw.id.as_str(), parsed.raw.source.as_str()), ("7", "example.org"));
        assert_eq!((parsed.raw.bylines.len(), parsed.raw.keywords.len()), (1, 2));
        assert_eq!(parsed.unknown, ["score"]);
    }

    #[test]
    fn what_the_api_writes_is_read_back() {
        let raw = RawArticle {
            body: vec![0xff, 0xfe, 1, 2].into(),
            content_type: "text/plain".into(),
            title: "T".into(),
            ..RawArticle::default()
        };
        assert_eq!(parse(&serde_json::to_vec(&raw).unwrap()).unwrap().raw, raw);
    }

    #[test]
    fn bad_json_says_why() {
        for bad in ["", "{", "[]", "\"text\"", r#"{"text": 5}"#, r#"{"bylines": [1]}"#, r#"{"body": "***"}"#] {
            assert_eq!(parse(bad.as_bytes()).unwrap_err().reason, "json", "{bad}");
        }
        assert_eq!(external_id(br#"{"id": "x", "text": 5}"#), "x");
        assert_eq!(external_id(b"{"), "");
    }

    #[test]
    fn broken_json_is_told_with_its_place() {
        let detail = |json: &[u8]| parse(json).unwrap_err().detail;
        assert_eq!(detail(b"{\"text\": \"a\n"), "this is not JSON: EOF while parsing a string at byte 11");
        assert_eq!(detail(b"{\"text\": 1,\n \"id\": x}"), "this is not JSON: expected value at line 2, byte 8");
        assert_eq!(detail(b"{\"text\": \"\xff\"}"), "this is not JSON: invalid unicode code point at byte 11");
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        assert_eq!(parse(b"\xef\xbb\xbf{\"text\": \"Hello.\"}\n").unwrap().raw.text, "Hello.");
    }
}
