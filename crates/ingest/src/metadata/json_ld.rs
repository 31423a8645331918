//! The article that a page describes in JSON-LD.

use dom_query::Document;
use serde_json::{Map, Value};

/// Types that stand for an article, as schema.org names them.
const ARTICLES: [&str; 12] = [
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Report",
    "AdvertiserContentArticle",
    "SatiricalArticle",
];

/// Objects inside objects looked at; a page that nests more is not describing an article.
const MAX_DEPTH: usize = 8;

/// What JSON-LD says of the article.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct JsonLd {
    pub(super) types: Vec<String>,
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) section: Option<String>,
    pub(super) image: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) paywalled: bool,
}

impl JsonLd {
    /// The first article that the page describes; nothing when there is none.
    pub(super) fn read(document: &Document) -> Self {
        for script in document.select("script[type=\"application/ld+json\"]").iter() {
            let text = script.text();
            let Ok(value) = serde_json::from_str::<Value>(text.trim()) else { continue };
            if let Some(article) = find_article(&value, 0) {
                return Self::of(article);
            }
        }
        Self::default()
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.types.iter().any(|own| own == name)
    }

    fn of(article: &Map<String, Value>) -> Self {
        let text = |name: &str| article.get(name).and_then(name_or_text);
        Self {
            types: types(article),
            headline: text("headline").or_else(|| text("name")),
            authors: article.get("author").or_else(|| article.get("creator")).map(texts).unwrap_or_default(),
            publisher: text("publisher"),
            published: text("datePublished").or_else(|| text("dateCreated")),
            modified: text("dateModified"),
            section: text("articleSection"),
            image: article.get("image").and_then(image),
            keywords: article.get("keywords").map(keywords).unwrap_or_default(),
            paywalled: article.get("isAccessibleForFree").is_some_and(is_false),
        }
    }
}

fn types(object: &Map<String, Value>) -> Vec<String> {
    object.get("@type").map(texts).unwrap_or_default()
}

fn find_article(value: &Value, depth: usize) -> Option<&Map<String, Value>> {
    if depth > MAX_DEPTH {
        return None;
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| find_article(item, depth + 1)),
        Value::Object(object) if types(object).iter().any(|name| ARTICLES.contains(&name.as_str())) => Some(object),
        Value::Object(object) => ["@graph", "mainEntity", "mainEntityOfPage"]
            .iter()
            .find_map(|key| find_article(object.get(*key)?, depth + 1)),
        _ => None,
    }
}

/// A text, or the name of what is described.
fn name_or_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text,
        Value::Object(object) => object.get("name")?.as_str()?,
        Value::Array(items) => return items.first().and_then(name_or_text),
        _ => return None,
    };
    super::clean(text)
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(name_or_text).collect(),
        one => name_or_text(one).into_iter().collect(),
    }
}

fn image(value: &Value) -> Option<String> {
    match value {
        Value::String(url) => Some(url.clone()),
        Value::Array(items) => items.first().and_then(image),
        Value::Object(object) => object.get("url").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
}

fn keywords(value: &Value) -> Vec<String> {
    texts(value).iter().flat_map(|text| text.split([',', ';'])).filter_map(super::clean).collect()
}

fn is_false(value: &Value) -> bool {
    value.as_bool() == Some(false) || value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("false"))
}
