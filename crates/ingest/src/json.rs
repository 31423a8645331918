//! A raw article as JSON: a line of JSONL, an element of an array, or the body of a message.
//!
//! Follows proto3's JSON mapping of `RawArticle`, and is lenient where producers differ: a number for an id, one author
//! instead of a list, an object for the source, `null` for what is missing, moments in seconds since 1970. A field that is
//! not there is taken from one that others call by another name, as in tables.
//!
//! - [`fields`]: what values a field may have;
//! - [`nested`]: articles inside of what is none: the answer of a service, the entries of a database.

mod fields;
pub(crate) mod nested;

use std::collections::BTreeMap;

use dateline_record::v1::RawArticle;
use serde_json::{Map, Value};

use crate::{
    Rejection,
    forms::{Field, not_before, without_source},
};

/// Fields by the names that an input has for them, as [`crate::forms::Options::columns`].
pub type Names = BTreeMap<String, Field>;

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
    parse_named(json, &Names::new())
}

/// Reads a raw article from a JSON object, some of whose fields are called as `names` says.
///
/// # Errors
/// As [`parse`].
pub fn parse_named(json: &[u8], names: &Names) -> Result<Parsed, Rejection> {
    article(value(json).map_err(|error| rejection(&error))?, names)
}

pub(crate) fn article(value: Value, names: &Names) -> Result<Parsed, Rejection> {
    let Value::Object(mut fields) = value else {
        return Err(Rejection::new("json", "this is not a JSON object: give one object an article"));
    };
    nested::unwrap(&mut fields, names);
    fields::name_page(&mut fields);
    let embargo = fields::embargo(&fields)?;
    let mut parsed = read(fields, names)?;
    without_source(&mut parsed.raw);
    parsed.raw.published_at = not_before(parsed.raw.published_at, &embargo);
    Ok(parsed)
}

/// The `id` of a line that could not become an article, where it can be told.
#[must_use]
pub fn external_id(json: &[u8]) -> String {
    let value: Option<Value> = value(json).ok();
    value.and_then(|value| fields::string("id", value.get("id")?.clone()).ok()).unwrap_or_default()
}

/// Without the end of the line: an object that breaks off is broken where it ends, not on a line after it.
pub(crate) fn value(json: &[u8]) -> serde_json::Result<Value> {
    let json = json.strip_prefix(MARK).unwrap_or(json).trim_ascii_end();
    check_parts(json)?;
    serde_json::from_slice(json).or_else(|error| match without_nan(json) {
        Some(json) => serde_json::from_slice(&json).map_err(|_| error),
        None => Err(error),
    })
}

/// Numbers and empty objects take many times their bytes in memory: an article has no millions of them.
fn check_parts(json: &[u8]) -> serde_json::Result<()> {
    /// Parts at most; an object counts for as many as it takes the memory of.
    const MOST: usize = 4 << 20;
    const OBJECT: usize = 8;
    if json.len() < MOST {
        return Ok(());
    }
    let count = |byte| memchr::memchr_iter(byte, json).count();
    if count(b',') + count(b'{') * OBJECT + count(b'[') * OBJECT > MOST {
        return Err(serde::de::Error::custom(format!("it has over {MOST} parts: split it")));
    }
    Ok(())
}

/// What Python writes for a number that is none, as `null`.
fn without_nan(json: &[u8]) -> Option<Vec<u8>> {
    const WORDS: [&[u8]; 3] = [b"NaN", b"-Infinity", b"Infinity"];
    memchr::memmem::find(json, b"NaN").or_else(|| memchr::memmem::find(json, b"Infinity"))?;
    let (mut out, mut at, mut in_string) = (Vec::with_capacity(json.len()), 0, false);
    while let Some(rest) = json.get(at..).filter(|rest| !rest.is_empty()) {
        let word = WORDS.iter().find(|word| !in_string && rest.starts_with(word));
        let taken = match (word, rest) {
            (Some(word), _) => {
                out.extend_from_slice(b"null");
                at += word.len();
                continue;
            }
            (_, [b'\\', _, ..]) => 2,
            (_, [b'"', ..]) => {
                in_string = !in_string;
                1
            }
            _ => 1,
        };
        out.extend(rest.iter().take(taken));
        at += taken;
    }
    Some(out)
}

/// The byte at which some JSON is broken.
pub(crate) fn byte_of(json: &[u8], error: &serde_json::Error) -> usize {
    let lines = json.split_inclusive(|byte| *byte == b'\n').take(error.line().saturating_sub(1));
    lines.map(<[u8]>::len).sum::<usize>() + error.column().saturating_sub(1)
}

/// What is wrong with some JSON, and where.
pub(crate) fn rejection(error: &serde_json::Error) -> Rejection {
    Rejection::new("json", explain(error))
}

/// What is wrong and where: the byte in a line; the line too where there are several, in a message that is one object.
fn explain(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let told = error.to_string();
    let what = told.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&told);
    let line = if line > 1 { format!("line {line}, ") } else { String::new() };
    format!("this is not JSON: {what} at {line}byte {column}")
}

fn read(fields: Map<String, Value>, names: &Names) -> Result<Parsed, Rejection> {
    let mut parsed = Parsed::default();
    let mut others = Map::new();
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_null()) {
        match names.iter().find(|(column, _)| fields::is_called(column, &name)) {
            Some((_, field)) => fields::set(&mut parsed.raw, *field, &name, value)?,
            None => drop(others.insert(name, value)),
        }
    }
    let mut left = Map::new();
    for (name, value) in others {
        if let Some((name, value)) = take(&mut parsed.raw, name, value)? {
            left.insert(name, value);
        }
    }
    parsed.unknown = fields::fill(&mut parsed.raw, left);
    Ok(parsed)
}

/// Takes a field of the contract where it is not there yet; gives back another.
fn take(raw: &mut RawArticle, name: String, value: Value) -> Result<Option<(String, Value)>, Rejection> {
    let field = match name.as_str() {
        "body" if !fields::is_base64(&value) => return Ok(Some((name, value))),
        "body" => {
            raw.body = fields::base64(&fields::string(&name, value)?)?.into();
            return Ok(None);
        }
        "contentType" | "content_type" => {
            raw.content_type = fields::string(&name, value)?;
            return Ok(None);
        }
        "published_at" => Field::PublishedAt,
        "retrieved_at" => Field::RetrievedAt,
        "modified_at" => Field::ModifiedAt,
        "lead_image" => Field::LeadImage,
        exact if Field::NAMES.contains(&exact) => match Field::named(exact) {
            Some(field) => field,
            None => return Ok(Some((name, value))),
        },
        _ => return Ok(Some((name, value))),
    };
    if fields::is_set(raw, field) {
        return Ok(Some((name, value)));
    }
    // Some call something of another kind so: it is no reason to refuse the article.
    if field.is_aside() && fields::set(&mut RawArticle::default(), field, &name, value.clone()).is_err() {
        return Ok(Some((name, value)));
    }
    fields::set(raw, field, &name, value)?;
    Ok(None)
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
        for bad in
            ["", "{", "[]", "\"text\"", r#"{"text": 5}"#, r#"{"bylines": [1]}"#, r#"{"body": "***"}"#, r#"{"body": 5}"#]
        {
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

    #[test]
    fn fields_are_known_by_the_names_that_others_have_for_them() {
        let raw = |json: &str| parse(json.as_bytes()).unwrap().raw;
        let crawled = raw(
            r#"{"maintext": "Talks resumed.", "date_publish": "2024-04-02 10:00:00", "date_download": null,
            "authors": ["A. Writer", null, {"name": "B. Author"}], "source_domain": "paper.example", "url": "https://paper.example/a"}"#,
        );
        assert_eq!((crawled.text.as_str(), crawled.published_at.as_str()), ("Talks resumed.", "2024-04-02 10:00:00"));
        assert_eq!(
            (crawled.bylines.join("|"), crawled.source.as_str()),
            ("A. Writer|B. Author".into(), "paper.example")
        );
        let served = raw(
            r#"{"link": "https://paper.example/a", "title": {"rendered": "Talks &#8217; more"}, "date": "2024-04-02",
            "content": {"rendered": "<p>Talks.</p>", "protected": false}, "body": "No base64."}"#,
        );
        assert_eq!(
            (served.html.as_str(), served.title.as_str(), served.text.as_str()),
            ("<p>Talks.</p>", "Talks ’ more", "")
        );
        // The contract's own names go first, and the longest of several texts.
        let both =
            raw(r#"{"text": "Own.", "content": "Another.", "headline": "H", "title": "T", "body": "More of it."}"#);
        assert_eq!((both.text.as_str(), both.title.as_str()), ("Own.", "T"));
        assert_eq!(raw(r#"{"article": "Talks…", "full_text": "Talks resumed."}"#).text, "Talks resumed.");
    }

    #[test]
    fn another_name_is_believed_only_where_the_value_is_one() {
        let parsed =
            parse(br#"{"text": "Talks.", "date": "next week", "uri": "urn:1", "author": 7, "lang": {}}"#).unwrap();
        assert_eq!(parsed.raw, RawArticle { text: "Talks.".into(), ..RawArticle::default() });
        assert_eq!(parsed.unknown, ["author", "date", "lang", "uri"]);
    }

    #[test]
    fn a_mapping_goes_before_every_name() {
        let names = [("Story".to_owned(), Field::Text), ("text".to_owned(), Field::Title)].into();
        let raw = parse_named(br#"{"text": "T", "story": "Talks.", "title": "no"}"#, &names).unwrap().raw;
        assert_eq!((raw.title.as_str(), raw.text.as_str()), ("T", "Talks."));
    }

    #[test]
    fn moments_may_be_numbers() {
        let date = |value: &str| {
            let json = format!(r#"{{"text": "Talks.", "publishedAt": {value}}}"#);
            parse(json.as_bytes()).map(|parsed| parsed.raw.published_at).map_err(|rejection| rejection.reason)
        };
        for number in ["1712070000", "1712070000000", "1712070000.5", r#"{"$date": 1712070000000}"#] {
            assert_eq!(date(number).as_deref(), Ok("2024-04-02T15:00:00Z"), "{number}");
        }
        assert_eq!(date(r#"{"$date": "2024-04-02T15:00:00Z"}"#).as_deref(), Ok("2024-04-02T15:00:00Z"));
        assert_eq!((date("7"), date("[1]")), (Err("json"), Err("json")));
    }

    #[test]
    fn lists_are_read_as_producers_write_them() {
        let raw = |json: &str| parse(json.as_bytes()).unwrap().raw;
        let lists = raw(r#"{"text": "T", "keywords": "a, b; c", "bylines": "A. Writer; B. Author"}"#);
        assert_eq!((lists.keywords.join("|"), lists.bylines.join("|")), ("a|b|c".into(), "A. Writer|B. Author".into()));
        let python = raw(r#"{"text": "T", "keywords": [2024, "b"], "bylines": "['A. Writer', \"B. O'Author\"]"}"#);
        assert_eq!(
            (python.keywords.join("|"), python.bylines.join("|")),
            ("2024|b".into(), "A. Writer|B. O'Author".into())
        );
    }

    #[test]
    fn millions_of_parts_are_refused_before_they_take_memory() {
        let detail = |json: String| parse(json.as_bytes()).unwrap_err().detail;
        assert!(detail(format!("{{\"a\": [{}1]}}", "1,".repeat(5 << 20))).contains("parts"));
        assert!(detail(format!("{{\"a\": [{}1]}}", "{},".repeat(2 << 20))).contains("parts"));
        let long = format!("{{\"text\": \"{}\"}}", "The council met, and left. ".repeat(200_000));
        assert!(parse(long.as_bytes()).is_ok());
    }

    #[test]
    fn fields_may_stand_in_lists() {
        let raw = |json: &str| parse(json.as_bytes()).unwrap().raw;
        let crawled = raw(
            r#"{"headline": ["Talks"], "byline": ["By Ana Ruiz and Tom Lee"], "pub_date": ["2024-04-02T10:00:00Z"],
            "body": ["Talks resumed.", "Nobody spoke."], "link": ["https://paper.example/a"]}"#,
        );
        assert_eq!((crawled.title.as_str(), crawled.text.as_str()), ("Talks", "Talks resumed.\n\nNobody spoke."));
        assert_eq!(
            (crawled.bylines.join("|"), crawled.url.as_str()),
            ("Ana Ruiz|Tom Lee".into(), "https://paper.example/a")
        );
        assert_eq!(crawled.published_at, "2024-04-02T10:00:00Z");
        let pieces = raw(r#"{"text": ["Talks ", {"type": "bold", "text": "resumed"}, "."]}"#);
        assert_eq!(pieces.text, "Talks resumed.");
        assert_eq!(raw(r#"{"body": "会議は火曜日に再開した。"}"#).text, "会議は火曜日に再開した。");
        assert!(parse(br#"{"text": [{"text": "No."}, {"text": "No."}]}"#).is_err());
    }

    #[test]
    fn the_date_of_publication_goes_before_others() {
        let date = |json: &str| parse(json.as_bytes()).unwrap().raw.published_at;
        let service = r#"{"text": "T", "date": "2024-04-03", "dateTime": "2024-04-03T09:00:00Z", "dateTimePub": "2024-04-02T10:00:00Z"}"#;
        assert_eq!(date(service), "2024-04-02T10:00:00Z");
        assert_eq!(date(&service.replace("dateTimePub", "x")), "2024-04-03T09:00:00Z");
        assert_eq!(
            date(r#"{"text": "T", "date": "2024-04-02T10:00:00", "date_gmt": "2024-04-02T08:00:00"}"#),
            "2024-04-02T08:00:00Z"
        );
        assert_eq!(
            date(r#"{"text": "T", "published_at": {"$date": {"$numberLong": "1712070000000"}}}"#),
            "2024-04-02T15:00:00Z"
        );
    }

    #[test]
    fn a_source_is_a_name_or_a_site() {
        let raw = |json: &str| parse(json.as_bytes()).unwrap().raw;
        let page = raw(r#"{"text": "T", "source": "https://paper.example/a", "source-hostname": "The Paper"}"#);
        assert_eq!((page.url.as_str(), page.source.as_str()), ("https://paper.example/a", "The Paper"));
        let served = raw(
            r#"{"text": "T", "title": "Talks - more - The Paper", "source": {"uri": "paper.example", "title": "The Paper"}}"#,
        );
        assert_eq!((served.source.as_str(), served.title.as_str()), ("The Paper", "Talks - more"));
        let site =
            RawArticle { text: "T".into(), source: "https://www.paper.example/news".into(), ..RawArticle::default() };
        let source = crate::parse(&site, &crate::Limits::default()).unwrap().source.unwrap();
        assert_eq!((source.name.as_str(), source.domain.as_str()), ("", "paper.example"));
    }

    #[test]
    fn what_an_article_has_in_an_object_of_its_own_is_its() {
        let json = r#"{"webTitle": "Talks", "webUrl": "https://paper.example/a", "image": {"text": "No."},
            "comments": [{"text": "No."}], "fields": {"bodyText": "Talks resumed.", "byline": "A. Writer"}}"#;
        let raw = parse(json.as_bytes()).unwrap().raw;
        assert_eq!(
            (raw.text.as_str(), raw.title.as_str(), raw.bylines.join("|")),
            ("Talks resumed.", "Talks", "A. Writer".into())
        );
        assert_eq!(parse(json.replace("fields", "related").as_bytes()).unwrap().raw.text, "");
    }

    #[test]
    fn what_may_not_be_published_is_not() {
        let read = |more: &str| {
            let json = format!(
                r#"{{"headline": "T", "body_html": "<p>Talks.</p>", "versioncreated": "2024-04-02T10:00:00Z", {more}}}"#
            );
            parse(json.as_bytes()).map(|parsed| parsed.raw.published_at).map_err(|rejection| rejection.reason)
        };
        assert_eq!(read(r#""pubstatus": "canceled""#), Err("withheld"));
        assert_eq!(read(r#""pubStatus": "withheld""#), Err("withheld"));
        let usable = r#""pubstatus": "usable", "embargoed": "2024-04-03T05:00:00Z""#;
        assert_eq!(read(usable).as_deref(), Ok("2024-04-03T05:00:00Z"));
        assert_eq!(read(r#""embargoed": null"#).as_deref(), Ok("2024-04-02T10:00:00Z"));
    }

    #[test]
    fn authors_that_are_none_are_missing() {
        let raw =
            parse(br#"{"text": "T", "authors": ["nan", {"by": "By Ana Ruiz", "title": "Wire"}, "N/A"]}"#).unwrap().raw;
        assert_eq!(raw.bylines, ["Ana Ruiz"]);
    }

    #[test]
    fn numbers_that_are_none_are_missing() {
        let raw =
            parse(br#"{"text": "It is NaN, \"Infinity\".", "score": NaN, "rank": -Infinity, "id": NaN}"#).unwrap().raw;
        assert_eq!((raw.text.as_str(), raw.id.as_str()), ("It is NaN, \"Infinity\".", ""));
    }
}
