//! The article that a page describes in JSON-LD.

use std::{borrow::Cow, collections::HashMap};

use serde_json::{Map, Value};

use super::sections::Step;

/// Types that stand for an article, as schema.org names them.
const ARTICLES: [&str; 16] = [
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "AskPublicNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "SocialMediaPosting",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
    "AdvertiserContentArticle",
    "SatiricalArticle",
];

/// Types of what pages publish beside articles, where no article is described.
const OTHERS: [&str; 4] = ["Recipe", "HowTo", "Review", "PodcastEpisode"];

/// Types of pages that may be anything, and of what such a page is about.
const PAGES: [&str; 3] = ["WebPage", "ItemPage", "ClaimReview"];

/// Objects inside objects looked at; a page that nests more is not describing an article.
const MAX_DEPTH: usize = 8;

/// What JSON-LD says of the article.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct JsonLd {
    pub(super) types: Vec<String>,
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    /// Whether the authors are said to be persons.
    pub(super) persons: bool,
    /// Whether the authors are said to be organisations.
    pub(super) organisations: bool,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<String>,
    /// When the page was made, which may be before or after its article was published.
    pub(super) created: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) sections: Vec<String>,
    /// What kind of text the article is.
    pub(super) genres: Vec<String>,
    /// The way from the home page to the article.
    pub(super) trail: Vec<Step>,
    pub(super) image: Option<String>,
    /// That of the publisher.
    pub(super) logo: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) paywalled: bool,
}

impl JsonLd {
    /// The first article that the page describes; nothing when there is none.
    pub(super) fn read(scripts: &[&str]) -> Self {
        let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
        let first = |types: &[&str]| values.iter().find_map(|value| find(value, types, 0));
        let article = first(&ARTICLES).or_else(|| first(&OTHERS));
        let known = Known::of(&values);
        let trail = values.iter().find_map(|value| find(value, &["BreadcrumbList"], 0)).map(steps).unwrap_or_default();
        if let Some(article) = article {
            return Self { trail, ..Self::of(article, &known) };
        }
        // A page that says it is a page, not an article, still tells when it was published.
        let pages = PAGES.iter().filter_map(|name| values.iter().find_map(|value| find(value, &[name], 0)));
        let is_dated = |page: &Self| page.published.is_some() || page.created.is_some();
        let page = pages.map(|page| Self::of(page, &known)).find(is_dated).unwrap_or_default();
        Self { published: page.published, created: page.created, modified: page.modified, trail, ..Self::default() }
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.types.iter().any(|own| own == name)
    }

    fn of(article: &Map<String, Value>, known: &Known<'_>) -> Self {
        let text = |name: &str| article.get(name).and_then(name_or_text);
        Self {
            types: types(article),
            headline: text("headline").or_else(|| text("name")),
            authors: article
                .get("author")
                .or_else(|| article.get("creator"))
                .map(|value| known.names(value))
                .unwrap_or_default(),
            persons: article.get("author").is_some_and(|value| is_a(value, "Person", known)),
            organisations: article.get("author").is_some_and(|value| is_a(value, "Organization", known)),
            publisher: article.get("publisher").and_then(|value| known.names(value).into_iter().next()),
            published: text("datePublished"),
            created: text("dateCreated"),
            modified: text("dateModified"),
            sections: article.get("articleSection").map(texts).unwrap_or_default(),
            genres: article.get("genre").map(texts).unwrap_or_default(),
            trail: Vec::new(),
            image: ["image", "thumbnailUrl", "associatedMedia"].iter().find_map(|key| known.image(article.get(*key)?)),
            logo: article.get("publisher").and_then(|value| known.image(value.get("logo")?)),
            keywords: article.get("keywords").map(keywords).unwrap_or_default(),
            paywalled: is_closed(article) || article.get("hasPart").is_some_and(has_closed_part),
        }
    }
}

/// The steps of a way, in their order.
fn steps(list: &Map<String, Value>) -> Vec<Step> {
    let items = list.get("itemListElement").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut steps: Vec<(u64, Step)> = items.iter().filter_map(Value::as_object).filter_map(step).collect();
    steps.sort_by_key(|(position, _)| *position);
    steps.into_iter().map(|(_, step)| step).collect()
}

fn step(item: &Map<String, Value>) -> Option<(u64, Step)> {
    let target = item.get("item");
    let name = item.get("name").or(target).and_then(name_or_text)?;
    let address = match target {
        Some(Value::Object(page)) => page.get("@id").or_else(|| page.get("url")),
        other => other.or_else(|| item.get("url")),
    };
    let position = item.get("position");
    let position = position.and_then(|at| at.as_u64().or_else(|| at.as_str()?.parse().ok())).unwrap_or_default();
    Some((position, Step { name, address: address.and_then(Value::as_str).unwrap_or_default().to_owned() }))
}

/// The text of the article that JSON-LD describes, with or without tags.
pub(super) fn article_body(scripts: &[&str]) -> Option<String> {
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let article = values.iter().find_map(|value| find(value, &ARTICLES, 0))?;
    article.get("articleBody")?.as_str().map(str::to_owned)
}

/// A script as JSON; generators leave line ends in strings and comments around the whole.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let script = script.trim().trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let script = script.trim_end_matches("]]>").trim_end_matches("//]]>").trim().trim_end_matches(';');
    let clean: Cow<'_, str> = match script.contains(|c: char| c.is_control()) {
        true => script.replace(|c: char| c.is_control(), " ").into(),
        false => script.into(),
    };
    let repaired = || {
        let json = without_idle_commas(&clean);
        serde_json::from_str(&json).or_else(|_| {
            let json = with_quoted_values(&json);
            serde_json::from_str(&json).or_else(|_| serde_json::from_str(&with_commas(&json)))
        })
    };
    serde_json::from_str(&clean).or_else(|_| repaired()).ok()
}

/// JSON in which a template has left values without quotation marks: `"datePublished": 2026-03-03T06:18:10-03:00`.
fn with_quoted_values(json: &str) -> String {
    let (mut kept, mut quoted, mut escaped) = (String::with_capacity(json.len()), false, false);
    let mut rest = json;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        kept.push(c);
        if c != ':' || quoted {
            continue;
        }
        let value = rest.get(..rest.find([',', '}', ']', '"', '{', '[']).unwrap_or(rest.len())).unwrap_or_default();
        let bare = value.trim();
        if !bare.is_empty() && serde_json::from_str::<Value>(bare).is_err() {
            kept.push_str(&Value::from(bare).to_string());
            rest = rest.get(value.len()..).unwrap_or_default();
        }
    }
    kept
}

/// JSON with commas before the members of objects where a template has left them out: `"headline": "River" "author": "Ana"`.
fn with_commas(json: &str) -> String {
    let mut kept = String::with_capacity(json.len());
    // What was last: whether a value may end with it.
    let (mut rest, mut last) = (json, ' ');
    while let Some(c) = rest.chars().next() {
        let length = if c == '"' { string_length(rest) } else { c.len_utf8() };
        let (piece, after) = rest.split_at(length);
        let is_name = c == '"' && after.trim_start().starts_with(':');
        if is_name && (matches!(last, '"' | '}' | ']') || last.is_alphanumeric()) {
            kept.push(',');
        }
        if !c.is_whitespace() {
            last = c;
        }
        kept.push_str(piece);
        rest = after;
    }
    kept
}

/// Bytes of the string that a text begins with, with both quotation marks; of all where it has no end.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 2)
}

/// JSON without the commas after which nothing comes, which templates leave at the end of their lists.
fn without_idle_commas(json: &str) -> String {
    let (mut kept, mut quoted, mut escaped) = (String::with_capacity(json.len()), false, false);
    for c in json.chars() {
        if !quoted && matches!(c, ']' | '}') {
            let end = kept.trim_end().strip_suffix(',').map_or(kept.len(), str::len);
            kept.truncate(end);
        }
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        kept.push(c);
    }
    kept
}

/// The objects of a page that have an `@id`, by which others refer to them.
struct Known<'v> {
    objects: HashMap<&'v str, &'v Map<String, Value>>,
    /// Those with an address, as pictures have.
    images: HashMap<&'v str, &'v Map<String, Value>>,
}

impl<'v> Known<'v> {
    fn of(values: &'v [Value]) -> Self {
        let mut known = Self { objects: HashMap::new(), images: HashMap::new() };
        values.iter().for_each(|value| known.add(value, 0));
        known
    }

    fn add(&mut self, value: &'v Value, depth: usize) {
        match value {
            _ if depth > MAX_DEPTH => {}
            Value::Array(items) => items.iter().for_each(|item| self.add(item, depth + 1)),
            Value::Object(object) => {
                if let Some(id) = object.get("@id").and_then(Value::as_str)
                    && object.contains_key("name")
                {
                    self.objects.entry(id).or_insert(object);
                }
                if let Some(id) = object.get("@id").and_then(Value::as_str)
                    && (object.contains_key("url") || object.contains_key("contentUrl"))
                {
                    self.images.entry(id).or_insert(object);
                }
                object.values().for_each(|value| self.add(value, depth + 1));
            }
            _ => {}
        }
    }

    /// The names of what is described, or referred to.
    fn names(&self, value: &Value) -> Vec<String> {
        match value {
            Value::Array(items) => items.iter().flat_map(|item| self.names(item)).collect(),
            Value::Object(object) => match (object.get("@list"), object.get("name")) {
                (Some(Value::Array(items)), _) => items.iter().flat_map(texts).collect(),
                (_, Some(name)) => texts(name),
                _ => self.referred(object).map(texts).unwrap_or_else(|| texts(value)),
            },
            other => texts(other),
        }
    }

    /// The address of a picture, of the first where there are several.
    fn image(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(url) => super::clean(url),
            Value::Array(items) => items.iter().find_map(|item| match item {
                Value::Array(_) => None,
                one => self.image(one),
            }),
            Value::Object(object) => {
                let url = |object: &Map<String, Value>| {
                    ["url", "contentUrl"].iter().find_map(|key| object.get(*key)?.as_str()).and_then(super::clean)
                };
                url(object).or_else(|| {
                    let id = object.get("@id")?.as_str()?;
                    self.images
                        .get(id)
                        .and_then(|image| url(image))
                        .or_else(|| id.starts_with("http").then(|| id.to_owned()))
                })
            }
            _ => None,
        }
    }

    fn referred(&self, object: &Map<String, Value>) -> Option<&'v Value> {
        self.object(object)?.get("name")
    }

    fn object(&self, reference: &Map<String, Value>) -> Option<&'v Map<String, Value>> {
        let id = reference.get("@id")?.as_str()?;
        self.objects.get(id).copied()
    }
}

fn types(object: &Map<String, Value>) -> Vec<String> {
    let names = object.get("@type").map(texts).unwrap_or_default();
    // `http://schema.org/NewsArticle`, `schema:NewsArticle`
    names.into_iter().map(|name| name.rsplit(['/', ':']).next().unwrap_or_default().to_owned()).collect()
}

fn find<'v>(value: &'v Value, wanted: &[&str], depth: usize) -> Option<&'v Map<String, Value>> {
    if depth > MAX_DEPTH {
        return None;
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| find(item, wanted, depth + 1)),
        Value::Object(object) if types(object).iter().any(|name| wanted.contains(&name.as_str())) => Some(object),
        Value::Object(object) => ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"]
            .iter()
            .find_map(|key| find(object.get(*key)?, wanted, depth + 1)),
        _ => None,
    }
}

/// A text or number, or the name of what is described.
fn name_or_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => super::clean(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => match object.get("name").or_else(|| object.get("@value")) {
            Some(Value::String(text)) => super::clean(text),
            Some(value @ (Value::Number(_) | Value::Array(_))) => name_or_text(value),
            _ => full_name(object),
        },
        Value::Array(items) => items.first().and_then(name_or_text),
        _ => None,
    }
}

fn full_name(person: &Map<String, Value>) -> Option<String> {
    let part = |name: &str| person.get(name).and_then(Value::as_str).map(str::trim).unwrap_or_default();
    super::clean(&format!("{} {}", part("givenName"), part("familyName")))
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(name_or_text).collect(),
        one => name_or_text(one).into_iter().collect(),
    }
}

/// Whether what is described, or the first of it, is of a type: `Organization`, or a kind of it.
fn is_a(value: &Value, wanted: &str, known: &Known<'_>) -> bool {
    match value {
        Value::Array(items) => items.first().is_some_and(|item| is_a(item, wanted, known)),
        Value::Object(object) => {
            let of = |object: &Map<String, Value>| types(object).iter().any(|name| name.ends_with(wanted));
            of(object) || known.object(object).is_some_and(of)
        }
        _ => false,
    }
}

/// Whether a thing is said to be for subscribers.
fn is_closed(thing: &Map<String, Value>) -> bool {
    thing.get("isAccessibleForFree").is_some_and(is_false)
}

fn has_closed_part(parts: &Value) -> bool {
    match parts {
        Value::Array(items) => items.iter().filter_map(Value::as_object).any(is_closed),
        Value::Object(part) => is_closed(part),
        _ => false,
    }
}

fn keywords(value: &Value) -> Vec<String> {
    texts(value).iter().flat_map(|text| text.split([',', ';'])).filter_map(super::clean).collect()
}

fn is_false(value: &Value) -> bool {
    value.as_bool() == Some(false) || value.as_str().is_some_and(|text| text.to_ascii_lowercase().ends_with("false"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(r#"{"@type":"NewsArticle","keywords":["a","b", ],"datePublished":"2026-03-03",}"#)]
    #[case(r#"{"@type":"NewsArticle","headline":"To be, ] or \"not\", } ","datePublished":"2026-03-03"}"#)]
    #[case(r#"{"@type":"SocialMediaPosting","datePublished":"2026-03-03"}"#)]
    #[case(r#"{"@type":"NewsArticle","a:b":"c: d","n":3,"f":false,"datePublished": 2026-03-03 ,"x":{"y": z}}"#)]
    #[case(r#"{"@type":"NewsArticle","headline":"a: \"b\"" "n":3 "x":{"y":[1]} "datePublished": 2026-03-03, "f":null "g":1}"#)]
    #[case(r#"{"@type":"NewsArticle","datePublished": 2026-03-03 "name":"River"}"#)]
    #[case(r#"{"@type":"WebPage","name":"River"}{}"#)]
    #[case(r#"[{"@type":"WebPage","name":"River"},{"@type":"ClaimReview","datePublished":"2026-03-03"}]"#)]
    fn a_date_is_read_from_what_templates_write(#[case] script: &str) {
        let expected = (!script.ends_with("{}")).then_some("2026-03-03");
        assert_eq!(JsonLd::read(&[script]).published.as_deref(), expected);
    }

    #[rstest]
    #[case(r#"["Ana Ruiz", {"name": "Tom Lee"}]"#, &["Ana Ruiz", "Tom Lee"])]
    #[case(r#"[["Ana Ruiz"], {"name": ["Tom Lee"]}]"#, &["Ana Ruiz", "Tom Lee"])]
    #[case(r#"{"@list": [{"givenName": "Ana", "familyName": "Ruiz"}]}"#, &["Ana Ruiz"])]
    fn authors_are_read_in_each_way_of_writing_them(#[case] author: &str, #[case] expected: &[&str]) {
        let script =
            format!(r#"{{"@type": "NewsArticle", "datePublished": {{"@value": 1772532000}}, "author": {author}}}"#);
        let read = JsonLd::read(&[&script]);
        assert_eq!(read.authors, expected);
        assert_eq!(read.published.as_deref(), Some("1772532000"));
    }

    #[rstest]
    #[case(
        r#"{"a": "b" "c": [1, 2] "d": {"e": 1} "f": "\\" "g": 2}"#,
        r#"{"a": "b" ,"c": [1, 2] ,"d": {"e": 1} ,"f": "\\" ,"g": 2}"#
    )]
    // What is no member, or has its comma.
    #[case(r#"{"a": ["b" "c"], "d": "e \"f\": g"}"#, r#"{"a": ["b" "c"], "d": "e \"f\": g"}"#)]
    #[case(r#"{"a": "b"#, r#"{"a": "b"#)]
    fn a_comma_is_put_before_a_member_that_has_none(#[case] json: &str, #[case] expected: &str) {
        assert_eq!(with_commas(json), expected);
    }

    #[test]
    fn many_strings_without_commas_are_read_in_time() {
        assert_eq!(JsonLd::read(&[&r#""a" "#.repeat(100_000)]).published, None);
        assert_eq!(with_commas(&"\"".repeat(100_001)).len(), 100_001);
        assert_eq!(with_commas(&format!("\"a\"{}\"b\":1", " ".repeat(100_000))).matches(',').count(), 1);
    }

    #[test]
    fn commas_in_strings_stay() {
        assert_eq!(without_idle_commas(r#"{"a": ",]", "b": ["\\", ], }"#), r#"{"a": ",]", "b": ["\\"]}"#);
    }
}
