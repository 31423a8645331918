//! JSON Feed 1.0 and 1.1.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use url::Url;

use super::{
    Content, Entries, Item, Link, Options,
    feed::{
        self, Base,
        content::{article, plain, whole},
        people,
    },
    input::{self, Input},
    json_values::{array, text},
    lines::JSON_OVERHEAD,
    markup::shown,
    whole,
};
use crate::{Rejection, json};

/// The items of a feed, which is read as a whole.
pub(super) fn entries(mut input: Input, options: &Options) -> Box<dyn Entries> {
    let limit = options.limits.input_bytes.saturating_mul(JSON_OVERHEAD);
    let bytes = match input::read_all(&mut input, limit) {
        Ok(bytes) => bytes,
        Err(rejection) => return whole::refused(rejection),
    };
    let (feed, wrong) = parse(&bytes);
    let language = text(&feed, "language");
    let base = Base {
        site: Url::parse(&text(&feed, "home_page_url")).or_else(|_| Url::parse(&text(&feed, "feed_url"))).ok(),
        given: Url::parse(&options.base).ok(),
        ..Base::default()
    };
    let authors = bylines(&feed);
    let name = shown(&text(&feed, "title"));
    let item = |(number, item): (usize, &Value)| {
        let mut link = Link { url: url(item, &base), ..link(item, &language, options) };
        if link.bylines.is_empty() {
            link.bylines.clone_from(&authors);
        }
        link.image = absolute(&link.image, &base);
        if link.source.is_empty() {
            link.source = feed::name_of_site(&name, &link.url);
        }
        Item { location: format!("entry {}", number + 1), content: content(item, link, options) }
    };
    let mut items: Vec<Item> = array(&feed, "items").iter().enumerate().map(item).collect();
    if let Some(rejection) = wrong {
        let location = if items.is_empty() { String::new() } else { format!("entry {}", items.len() + 1) };
        items.push(Item::rejected(location, rejection));
    }
    Box::new(items.into_iter())
}

/// The feed with the items that are whole, and what is wrong with the rest.
fn parse(bytes: &[u8]) -> (Value, Option<Rejection>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut feed = Feed::default();
    let mut read = serde_json::Deserializer::from_slice(bytes);
    let read = read.deserialize_map(&mut feed).and_then(|()| read.end());
    let wrong = match read {
        Err(error) if error.is_eof() && feed.items.is_some() => Some(input::truncated()),
        Err(error) => Some(json::rejection(&error)),
        Ok(()) if feed.items.is_none() => Some(Rejection::new("json", "the feed has no `items`")),
        Ok(()) => None,
    };
    feed.fields.insert("items".to_owned(), feed.items.unwrap_or_default().into());
    (feed.fields.into(), wrong)
}

/// What was read of a feed until something was wrong with it.
#[derive(Default)]
struct Feed {
    fields: serde_json::Map<String, Value>,
    items: Option<Vec<Value>>,
}

impl<'de> Visitor<'de> for &mut Feed {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a feed")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(name) = fields.next_key::<String>()? {
            if name == "items" {
                fields.next_value_seed(Items(self.items.insert(Vec::new())))?;
            } else {
                let value = fields.next_value()?;
                self.fields.insert(name, value);
            }
        }
        Ok(())
    }
}

struct Items<'f>(&'f mut Vec<Value>);

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, items: D) -> Result<(), D::Error> {
        items.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a list of items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element()? {
            self.0.push(item);
        }
        Ok(())
    }
}

fn url(item: &Value, base: &Base) -> String {
    let id = || Some(text(item, "id")).filter(|id| id.starts_with("http"));
    let given = [text(item, "url"), text(item, "external_url")].into_iter().find(|url| !url.is_empty()).or_else(id);
    given.map(|url| absolute(&url, base)).unwrap_or_default()
}

/// A URL as it is where it cannot be resolved.
fn absolute(url: &str, base: &Base) -> String {
    let whole = Some(url).filter(|url| !url.is_empty()).and_then(|url| base.join(url));
    whole.map_or_else(|| url.to_owned(), String::from)
}

fn link(item: &Value, language: &str, options: &Options) -> Link {
    let own = text(item, "language");
    let summary = text(item, "summary");
    Link {
        id: item.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).unwrap_or_default(),
        // Some software escapes it as in HTML.
        title: shown(&text(item, "title")),
        summary,
        source: options.source.clone(),
        language: if own.is_empty() { language.to_owned() } else { own },
        published_at: text(item, "date_published"),
        modified_at: text(item, "date_modified"),
        bylines: bylines(item),
        keywords: feed::once_each(array(item, "tags").iter().filter_map(Value::as_str).map(str::to_owned)),
        image: ["image", "banner_image"]
            .iter()
            .map(|name| text(item, name))
            .find(|url| !url.is_empty())
            .unwrap_or_default(),
        ..Link::default()
    }
}

fn content(item: &Value, link: Link, options: &Options) -> Result<Content, Rejection> {
    let (html, text) = (text(item, "content_html"), text(item, "content_text"));
    if link.url.is_empty() && html.is_empty() && text.is_empty() {
        return Err(Rejection::new("empty", "the entry has neither content nor a link"));
    }
    let is_whole = || {
        let written = if html.is_empty() { plain(&text) } else { html.clone() };
        !written.is_empty() && whole(&written, &link.summary, &link.url).is_some()
    };
    if !link.url.is_empty() && (options.links_only || !is_whole()) {
        return Ok(Content::Link(link));
    }
    Ok(Content::Article(Box::new(article(link, html, text))))
}

fn bylines(item: &Value) -> Vec<String> {
    // Feeds for readers of both versions name each author twice.
    people::once(array(item, "authors").iter().chain(item.get("author")).map(|author| text(author, "name")))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::forms::{Form, read};

    #[test]
    fn a_feed_that_breaks_off_keeps_what_is_whole() {
        let item = |name: &str| format!(r#"{{"id": "{name}", "content_text": "Talks {{[\"}}]}} in Valletta."}}"#);
        let feed =
            format!(r#"{{"version": "https://jsonfeed.org/version/1.1", "items": [{}, {}"#, item("a"), item("b"));
        let told = |feed: &str| -> Vec<String> {
            let items = read(Box::new(Cursor::new(feed.to_owned())), Form::Feed, &Options::default());
            let tell = |item: Item| match item.content {
                Ok(Content::Article(article)) => article.id,
                Ok(Content::Link(link)) => link.url,
                Err(rejection) => format!("{}: {}", item.location, rejection.reason),
            };
            items.map(tell).collect()
        };
        assert_eq!(told(&feed), ["a", "b", "entry 3: truncated"]);
        assert_eq!(told(feed.get(..feed.len() - 5).unwrap()), ["a", "entry 2: truncated"]);
        assert_eq!(told(&format!("{feed}, {{\"id\": nothing}}, {}]}}", item("c"))), ["a", "b", "entry 3: json"]);
        assert_eq!(told(&format!("{feed}]}} and more")), ["a", "b", "entry 3: json"]);
        assert_eq!(told(&format!("{feed}], \"language\": \"en\"}}")), ["a", "b"]);
        assert_eq!(told("{\"version\": \"https://jsonfeed.org/version/1\", \"it"), [": json"]);
        assert_eq!(told("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": 5}"), [": json"]);
    }

    #[test]
    fn items_are_articles_or_links() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "language": "en", "home_page_url": "https://paper.example/", "items": [
            {"id": 1, "url": "https://paper.example/a", "content_html": "<p>Talks.</p>", "authors": [{"name": "A. Writer"}], "author": {"name": "A. Writer"},
             "date_published": "2024-04-02T15:30:00Z", "tags": ["talks"]},
            {"id": "2", "url": "/b", "summary": "Short."}, {"id": "3"}, 5,
            {"id": "4", "content_text": "Plain."}]}"#;
        let input = Box::new(Cursor::new(feed));
        let items: Vec<Item> = read(input, Form::Feed, &Options::default()).collect();
        let Ok(Content::Article(article)) = &items[0].content else { panic!("an article: {items:?}") };
        assert_eq!((article.id.as_str(), article.language.as_str(), article.bylines.len()), ("1", "en", 1));
        assert!(
            matches!(&items[1].content, Ok(Content::Link(link)) if link.summary == "Short." && link.url == "https://paper.example/b")
        );
        assert_eq!(items[2].content.as_ref().unwrap_err().reason, "empty");
        assert_eq!(items[3].content.as_ref().unwrap_err().reason, "empty");
        assert!(matches!(&items[4].content, Ok(Content::Article(article)) if article.text == "Plain."));
    }
}
