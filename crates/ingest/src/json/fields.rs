//! What values the fields of a raw article may have in JSON.

use std::borrow::Cow;

use dateline_record::v1::{
    RawArticle,
    document_time::{Origin, Precision},
};
use serde_json::{Map, Value};

use crate::{
    Rejection, bylines, decode,
    forms::{Field, list, names, shown, withdrawn},
    times, urls,
};

/// Whether a name is the one that was said, whatever its case and punctuation.
pub(super) fn is_called(column: &str, name: &str) -> bool {
    column == name || names::fold(column) == names::fold(name)
}

/// Sets a field.
pub(super) fn set(raw: &mut RawArticle, field: Field, name: &str, value: Value) -> Result<(), Rejection> {
    match field {
        Field::Id => raw.id = string(name, value)?,
        Field::Text => raw.text = body(name, value)?,
        Field::Html => raw.html = body(name, value)?,
        Field::Url => raw.url = string(name, value)?,
        Field::Title => raw.title = title(name, value)?,
        Field::Source => raw.source = source(name, value)?,
        Field::Language => raw.language = string(name, value)?,
        Field::PublishedAt => raw.published_at = date(name, value)?,
        Field::RetrievedAt => raw.retrieved_at = date(name, value)?,
        Field::Bylines => raw.bylines = authors(name, value)?,
        Field::Keywords => raw.keywords = keywords(name, value)?,
        Field::ModifiedAt => raw.modified_at = date(name, value)?,
        Field::Section => raw.section = of_object(name, value, &["name", "title", "webTitle"])?,
        Field::Subtitle => raw.subtitle = subtitle(name, value)?,
        Field::LeadImage => raw.lead_image = picture(name, value)?,
    }
    Ok(())
}

/// Whether a field has a value.
pub(super) fn is_set(raw: &RawArticle, field: Field) -> bool {
    match field {
        Field::Id => !raw.id.is_empty(),
        Field::Text => !raw.text.is_empty(),
        Field::Html => !raw.html.is_empty(),
        Field::Url => !raw.url.is_empty(),
        Field::Title => !raw.title.is_empty(),
        Field::Source => !raw.source.is_empty(),
        Field::Language => !raw.language.is_empty(),
        Field::PublishedAt => !raw.published_at.is_empty(),
        Field::RetrievedAt => !raw.retrieved_at.is_empty(),
        Field::Bylines => !raw.bylines.is_empty(),
        Field::Keywords => !raw.keywords.is_empty(),
        Field::ModifiedAt => !raw.modified_at.is_empty(),
        Field::Section => !raw.section.is_empty(),
        Field::Subtitle => !raw.subtitle.is_empty(),
        Field::LeadImage => !raw.lead_image.is_empty(),
    }
}

/// Fills what is missing from fields that others have by another name, where they hold what the field may hold; gives back
/// the names of those that were not taken.
pub(super) fn fill(raw: &mut RawArticle, others: Map<String, Value>) -> Vec<String> {
    let mut unknown = Vec::new();
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut dates: Vec<(String, String)> = Vec::new();
    let mut changes: Vec<(String, String)> = Vec::new();
    let of_row = others.keys().any(|name| names::is_of_row(name));
    for (name, value) in others {
        match Field::named(&name) {
            Some(Field::Text | Field::Html) => match rendered(&value) {
                Some(text) if !text.trim().is_empty() => texts.push((name, text.into_owned())),
                _ => unknown.push(name),
            },
            Some(Field::PublishedAt) if !is_set(raw, Field::PublishedAt) => match date(&name, value) {
                Ok(date) if times::read(&date, Origin::Given).is_some() => dates.push((name, date)),
                _ => unknown.push(name),
            },
            Some(Field::ModifiedAt) if of_row && names::tells_update(&name) => unknown.push(name),
            Some(Field::ModifiedAt) if !is_set(raw, Field::ModifiedAt) => match date(&name, value) {
                Ok(date) if times::read(&date, Origin::Given).is_some() => changes.push((name, date)),
                _ => unknown.push(name),
            },
            Some(field) if !is_set(raw, field) && is_one(field, &name, &value) => {
                // It was seen to be one.
                if set(raw, field, &name, value).is_err() {
                    unknown.push(name);
                }
            }
            _ => unknown.push(name),
        }
    }
    if raw.text.is_empty() && raw.html.is_empty() && raw.body.is_empty() {
        let longest = (0..texts.len()).rev().max_by_key(|at| texts.get(*at).map_or(0, |(_, text)| text.len()));
        if let Some((name, text)) = longest.map(|at| texts.swap_remove(at)) {
            let html = Field::named(&name) == Some(Field::Html) || decode::is_html(&text, "");
            *(if html { &mut raw.html } else { &mut raw.text }) = text;
        }
    }
    if let Some((_, date)) = first_published(&mut dates) {
        raw.published_at = date;
    }
    // One with its time before a day alone.
    if let Some(at) = (0..changes.len()).min_by_key(|at| changes.get(*at).map(|(_, date)| is_day(date))) {
        raw.modified_at = changes.remove(at).1;
    }
    unknown.extend(texts.into_iter().chain(dates).chain(changes).map(|(name, _)| name));
    unknown.sort_unstable();
    unknown
}

/// Takes, of several dates, the first whose name says that of publication, one with its time before a day alone.
fn first_published(dates: &mut Vec<(String, String)>) -> Option<(String, String)> {
    let rank = |(name, date): &(String, String)| (!names::tells_publication(name), is_day(date));
    let best = (0..dates.len()).min_by_key(|at| dates.get(*at).map(rank))?;
    Some(dates.remove(best))
}

fn is_day(date: &str) -> bool {
    times::read(date, Origin::Given).is_none_or(|time| time.precision() != Precision::Second)
}

/// Until when an article may not be published, as news agencies say it.
///
/// # Errors
/// `withheld` where it may not be at all.
pub(super) fn embargo(object: &Map<String, Value>) -> Result<String, Rejection> {
    let said = |wanted: &str| object.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    let text = |wanted| said(wanted).and_then(|(_, value)| value.as_str()).unwrap_or_default();
    let status = text("pubstatus").to_ascii_lowercase();
    if withdrawn(&status).is_some() {
        return Err(Rejection::new("withheld", format!("its producer says that it is {status}")));
    }
    // Some say only that there is none.
    Ok(Some(text("embargoed"))
        .filter(|until| until.contains(|c: char| c.is_ascii_digit()))
        .unwrap_or_default()
        .to_owned())
}

/// Calls the address of a page what it is where it is given as the source beside the name of the site.
pub(super) fn name_page(object: &mut Map<String, Value>) {
    let is_page =
        |value: &Value| value.as_str().is_some_and(|text| text.starts_with("http") && urls::parse(text).is_ok());
    let has_site = ["hostname", "source-hostname"].iter().any(|name| object.get(*name).is_some_and(Value::is_string));
    if !has_site || object.contains_key("url") || !object.get("source").is_some_and(is_page) {
        return;
    }
    if let Some(page) = object.shift_remove("source") {
        object.insert("url".to_owned(), page);
    }
}

/// Whether a value can be that of a field whose name is only like the contract's.
fn is_one(field: Field, name: &str, value: &Value) -> bool {
    let mut read = RawArticle::default();
    if set(&mut read, field, name, value.clone()).is_err() {
        return false;
    }
    match field {
        Field::RetrievedAt => times::read(&read.retrieved_at, Origin::Given).is_some(),
        Field::Url => urls::parse(&read.url).is_ok(),
        Field::Section => names::is_section(&read.section),
        Field::LeadImage => names::is_picture(&read.lead_image),
        _ => true,
    }
}

/// A text, one that a service gives as it is shown, or one in a list: its paragraphs, or the pieces of one text, some of
/// which are marked up.
pub(super) fn rendered(value: &Value) -> Option<Cow<'_, str>> {
    let Value::Array(items) = value else {
        return value.as_str().or_else(|| value.get("rendered")?.as_str()).map(Cow::Borrowed);
    };
    if items.iter().all(Value::is_string) {
        let paragraphs: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
        return Some(paragraphs.join("\n\n").into()).filter(|_| !items.is_empty());
    }
    let piece = |value: &Value| value.as_str().or_else(|| value.get("text")?.as_str()).map(str::to_owned);
    // A list of objects alone may be one of anything.
    items.iter().any(Value::is_string).then(|| items.iter().map(piece).collect::<Option<String>>())?.map(Cow::Owned)
}

/// A text, or its paragraphs in a list.
fn body(name: &str, value: Value) -> Result<String, Rejection> {
    match rendered(&value).filter(|_| value.is_array()) {
        Some(text) => Ok(text.into_owned()),
        None => string(name, value),
    }
}

/// A value that stands in a list by itself, as crawlers and search servers write every field.
fn only(value: Value) -> Value {
    match value {
        Value::Array(mut items) if items.len() == 1 => items.swap_remove(0),
        other => other,
    }
}

pub(super) fn string(name: &str, value: Value) -> Result<String, Rejection> {
    match only(value) {
        Value::String(text) => Ok(text),
        Value::Number(number) if matches!(name, "id" | "_id" | "title") => Ok(number.to_string()),
        Value::Object(mut fields) => match fields.remove("$oid").filter(|_| name.ends_with("id")) {
            Some(Value::String(id)) => Ok(id),
            _ => Err(wrong(name)),
        },
        _ => Err(wrong(name)),
    }
}

fn wrong(name: &str) -> Rejection {
    let shown: String = name.chars().take(60).collect();
    Rejection::new("json", format!("`{shown}` is not a string"))
}

/// A title as it is shown has references of HTML in it.
fn title(name: &str, value: Value) -> Result<String, Rejection> {
    let value = only(value);
    let shown = ["rendered", "main"].iter().find_map(|kind| value.get(*kind));
    match shown.and_then(Value::as_str) {
        Some(shown) => Ok(htmlize::unescape(shown).into_owned()),
        None => string(name, value),
    }
}

/// A date in words, or a moment in seconds or milliseconds since 1970.
fn date(name: &str, value: Value) -> Result<String, Rejection> {
    let mut value = only(value);
    // As MongoDB writes moments.
    for wrapper in ["$date", "$numberLong"] {
        if let Some(inner) = value.get_mut(wrapper) {
            value = inner.take();
        }
    }
    let digits = value.as_str().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() >= 10);
    if let Some(number) = digits.and_then(|text| text.parse::<i64>().ok()) {
        value = number.into();
    }
    let number = value.as_i64().or_else(|| value.as_f64().map(|number| number as i64));
    match number {
        Some(number) => {
            times::of_epoch(&number.to_string(), Origin::Given).map(|time| time.value).ok_or_else(|| wrong(name))
        }
        None => string(name, value).map(|date| if names::is_utc(name) { in_utc(date) } else { date }),
    }
}

/// A time that is that of Greenwich, with its zone where it names none.
fn in_utc(date: String) -> String {
    let is_exact =
        |date: &str| times::read(date, Origin::Given).is_some_and(|time| time.precision() == Precision::Second);
    let zoned = format!("{}Z", date.trim());
    if !is_exact(&date) && is_exact(&zoned) { zoned } else { date }
}

/// The elements of a list, or of a text that holds several; what is missing in a list is left out.
fn each(value: Value, separators: &[char]) -> Vec<Value> {
    match value {
        Value::Array(items) => items.into_iter().filter(|item| !item.is_null()).collect(),
        Value::String(text) => list(&text, separators).into_iter().map(Value::String).collect(),
        one => vec![one],
    }
}

fn authors(name: &str, value: Value) -> Result<Vec<String>, Rejection> {
    let author = |mut value: Value| match ["name", "by"].into_iter().find(|key| value.get(key).is_some()) {
        Some(key) => string(name, value.get_mut(key).map(Value::take).unwrap_or_default()),
        None => string(name, value),
    };
    // Data frames write the name of what is none.
    let is_given = |value: &Value| value.as_str().is_none_or(|text| !names::is_missing(text));
    // What is said in the contract's own field is said as it is meant.
    if value.is_array() && name == "bylines" {
        return each(value, &[]).into_iter().filter(is_given).map(author).collect();
    }
    let lines: Result<Vec<String>, Rejection> =
        each(value, &[';', '|']).into_iter().filter(is_given).map(author).collect();
    Ok(lines?.iter().take(names::MOST_AUTHORS).flat_map(|line| bylines::given(line)).collect())
}

fn keywords(name: &str, value: Value) -> Result<Vec<String>, Rejection> {
    let keyword = |value: Value| match value {
        Value::Number(number) => Ok(number.to_string()),
        other => string(name, other),
    };
    each(value, &[';', '|', ',']).into_iter().map(keyword).collect()
}

fn source(name: &str, value: Value) -> Result<String, Rejection> {
    let Value::Object(mut fields) = value else { return string(name, value) };
    let mut field = |name: &str| fields.remove(name).filter(|value| value.is_string());
    field("domain")
        .or_else(|| field("name"))
        .or_else(|| field("title"))
        .map_or(Ok(String::new()), |value| string(name, value))
}

/// A text, or that of the first of some fields that an object has.
fn of_object(name: &str, value: Value, fields: &[&str]) -> Result<String, Rejection> {
    let mut value = only(value);
    let inner = fields.iter().find(|field| value.get(**field).is_some_and(Value::is_string));
    let inner = inner.and_then(|field| value.get_mut(*field).map(Value::take));
    string(name, inner.unwrap_or(value))
}

/// A standfirst as it is shown may have paragraphs and marks of HTML.
fn subtitle(name: &str, value: Value) -> Result<String, Rejection> {
    let text = of_object(name, value, &["rendered"])?;
    Ok(if text.contains("</") { shown(&text) } else { text })
}

/// The address of a picture, of the first where there are several.
fn picture(name: &str, value: Value) -> Result<String, Rejection> {
    let value = match value {
        Value::Array(items) => items.into_iter().next().ok_or_else(|| wrong(name))?,
        other => other,
    };
    of_object(name, value, &["url", "contentUrl", "src", "href", "source_url"])
}

/// Whether a body may be bytes, as the contract has it: a text has spaces or letters of its own, or is in a list.
pub(super) fn is_base64(value: &Value) -> bool {
    !value.is_array() && value.as_str().is_none_or(|text| !text.trim().contains(' ') && text.is_ascii())
}

pub(super) fn base64(text: &str) -> Result<Vec<u8>, Rejection> {
    use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD};
    [BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD]
        .iter()
        .find_map(|encoding| encoding.decode(text.as_bytes()).ok())
        .ok_or_else(|| Rejection::new("json", "`body` is not base64"))
}
