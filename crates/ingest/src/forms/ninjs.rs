//! ninjs 1 to 3: one object, objects that follow each other, or an array of them.

use dateline_record::v1::RawArticle;
use serde_json::Value;

use super::{
    Entries, Item, Options, Passed, aside,
    dates::{self, first_date, not_before},
    input::Input,
    json_values::{Values, array, text},
    lines::JSON_OVERHEAD,
    wire,
};
use crate::{Rejection, json};

/// Articles from ninjs.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    let limit = options.limits.input_bytes.saturating_mul(JSON_OVERHEAD);
    Box::new(Ninjs { values: Values::new(input, limit), source: options.source.clone() })
}

struct Ninjs {
    values: Values,
    source: String,
}

impl Entries for Ninjs {
    fn next(&mut self, passed: &mut Passed) -> Option<Item> {
        loop {
            let location = format!("entry {}", self.values.number() + 1);
            let value = self
                .values
                .next()?
                .and_then(|bytes| serde_json::from_slice::<Value>(bytes).map_err(|error| json::rejection(&error)));
            let value = match value {
                // Version 3 writes its fields `likeThis`, those before it `likethis`.
                Ok(value) => lowered(value),
                Err(rejection) => return Some(Item::rejected(location, rejection)),
            };
            if let Some(reason) = unwanted(&value) {
                *passed.entry(reason).or_default() += 1;
                continue;
            }
            return Some(item(location, &value, &self.source));
        }
    }
}

/// With the names of all fields in lower case.
fn lowered(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name.to_lowercase(), lowered(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(lowered).collect()),
        other => other,
    }
}

fn unwanted(value: &Value) -> Option<&'static str> {
    let is_text = matches!(text(value, "type").as_str(), "" | "text" | "composite");
    wire::withdrawn(&text(value, "pubstatus")).or((!is_text).then_some(wire::NO_TEXT))
}

fn item(location: String, value: &Value, source: &str) -> Item {
    if !value.is_object() {
        return Item::rejected(location, Rejection::new("json", "this is not a JSON object"));
    }
    let (plain, html) = body(value);
    if plain.is_empty() && html.is_empty() {
        return Item::rejected(location, Rejection::new("empty", "the news item has no text of its own"));
    }
    let informed = array(value, "infosources").first().map(|source| text(source, "name")).unwrap_or_default();
    let provided = value.get("provider").map(|provider| text(provider, "name")).unwrap_or_default();
    let named = [text(value, "source"), informed, provided, text(value, "copyrightholder"), source.to_owned()];
    let dates = ["firstpublished", "contentcreated", "firstcreated", "versioncreated"].map(|field| text(value, field));
    let uri = [text(value, "uri"), text(value, "guid")].into_iter().find(|id| !id.is_empty()).unwrap_or_default();
    let urls = [text(value, "url"), text(value, "profile_url"), uri.clone()];
    let is_html = !html.is_empty();
    let published = not_before(first_date(dates), &text(value, "embargoed"));
    let article = RawArticle {
        modified_at: changed(value, &published),
        subtitle: standfirst(value, if is_html { &html } else { &plain }),
        lead_image: aside::picture(picture(value)),
        text: if html.is_empty() { plain } else { String::new() },
        html,
        url: urls.into_iter().find(|url| url.starts_with("http")).unwrap_or_default(),
        id: uri,
        // What has its text in HTML has its headline from the same editor.
        title: if is_html { htmlize::unescape(headline(value)).into_owned() } else { headline(value) },
        source: named.into_iter().find(|name| !name.is_empty()).unwrap_or_default(),
        language: text(value, "language"),
        published_at: published,
        bylines: bylines(value),
        keywords: keywords(value),
        ..RawArticle::default()
    };
    Item::article(location, article)
}

/// What a role is called that is not of the text itself, in part.
const SHORT: [&str; 6] = ["caption", "summary", "abstract", "short", "teaser", "note"];

/// The body as text and as HTML, whichever there are.
fn body(value: &Value) -> (String, String) {
    let (mut plain, mut html) = (text(value, "body_text"), text(value, "body_xhtml"));
    if html.is_empty() {
        html = text(value, "body_html");
    }
    let bodies = array(value, "bodies");
    let of_role = |wanted: &[&str]| {
        let has = |body: &&Value| wanted.contains(&wire::bare_code(&text(body, "role")));
        bodies.iter().filter(has).collect::<Vec<_>>()
    };
    // A role is the producer's own word; what is short for the article is none of it.
    let main = Some(of_role(&["", "main", "body", "full"])).filter(|main| !main.is_empty());
    let rest = || bodies.iter().filter(|body| !SHORT.iter().any(|short| text(body, "role").contains(short)));
    for body in main.unwrap_or_else(|| rest().take(1).collect()) {
        let field = if text(body, "contenttype").contains("html") { &mut html } else { &mut plain };
        if field.is_empty() {
            *field = text(body, "value");
        }
    }
    (plain, html)
}

fn headline(value: &Value) -> String {
    let headlines = array(value, "headlines");
    let main = headlines.iter().find(|headline| matches!(text(headline, "role").as_str(), "" | "main" | "headline"));
    let new = main.or_else(|| headlines.first()).map(|headline| text(headline, "value"));
    [Some(text(value, "headline")), new, Some(text(value, "title"))]
        .into_iter()
        .flatten()
        .find(|title| !title.is_empty())
        .unwrap_or_default()
}

/// When the content was changed, or sent anew.
fn changed(value: &Value, published: &str) -> String {
    let has_first = ["firstpublished", "firstcreated"].iter().any(|field| !text(value, field).is_empty());
    let version =
        value.get("version").map(|version| version.as_str().map_or_else(|| version.to_string(), str::to_owned));
    let is_later = wire::is_later_version(&version.unwrap_or_default(), has_first);
    let sent = if is_later { text(value, "versioncreated") } else { String::new() };
    dates::changed(published, [text(value, "contentmodified"), sent])
}

/// The headline or description that is called a standfirst, or any description that the text has not; none of a caption.
fn standfirst(value: &Value, written: &str) -> String {
    let mut all = array(value, "headlines").iter().chain(array(value, "descriptions"));
    let called = all.find(|line| wire::is_of_standfirst(&text(line, "role"))).map(|line| text(line, "value"));
    let described = array(value, "descriptions").iter().filter(|line| wire::is_of_summary(&text(line, "role")));
    let described = described.map(|description| text(description, "value"));
    let plain = [text(value, "description_text"), text(value, "description_html")];
    called
        .filter(|called| !called.is_empty())
        .unwrap_or_else(|| aside::standfirst(plain.into_iter().chain(described), written, &text(value, "url")))
}

/// Items that come with an article, and the renditions of one, that are looked at, at most.
const MOST: usize = 100;

/// The widest rendition of the first picture that comes with an article, of the one that is to lead it where that is said.
fn picture(value: &Value) -> String {
    const LEADS: [&str; 7] = ["featuremedia", "featured", "mainpic", "mainimage", "mainpicture", "main", "lead"];
    let pictures: Vec<(String, &Value)> = members(value.get("associations"))
        .filter(|(_, item)| matches!(text(item, "type").as_str(), "picture" | "image" | "photo"))
        .collect();
    let leads = pictures.iter().find(|(name, _)| LEADS.contains(&name.as_str()));
    let Some((_, picture)) = leads.or_else(|| pictures.first()) else { return String::new() };
    let is_picture = |rendition: &&Value| {
        let kind = [text(rendition, "mimetype"), text(rendition, "contenttype")].concat();
        text(rendition, "href").starts_with("http") && (kind.is_empty() || kind.starts_with("image/"))
    };
    let width = |rendition: &&Value| rendition.get("width").and_then(Value::as_u64).unwrap_or_default();
    let renditions = members(picture.get("renditions")).map(|(_, rendition)| rendition).filter(is_picture);
    // The first of those that are equal.
    let widest = renditions.reduce(|one, other| if width(&other) > width(&one) { other } else { one });
    widest.map(|rendition| text(rendition, "href")).unwrap_or_default()
}

/// What is in an object by its names, or in a list whose elements have names.
fn members(value: Option<&Value>) -> impl Iterator<Item = (String, &Value)> {
    let of_object = value.and_then(Value::as_object).into_iter().flatten().map(|(name, item)| (name.clone(), item));
    let of_list = value.and_then(Value::as_array).into_iter().flatten();
    of_object.chain(of_list.map(|item| (text(item, "name").to_lowercase(), item))).take(MOST)
}

fn bylines(value: &Value) -> Vec<String> {
    let language = text(value, "language");
    let line = ["byline", "by"].map(|field| wire::authors(&text(value, field), &language));
    if let Some(named) = line.into_iter().find(|names| !names.is_empty()) {
        return named;
    }
    let each = |byline: &Value| {
        let names = ["by", "byline", "name", "value"].map(|field| text(byline, field));
        let name = byline.as_str().map(str::to_owned).or_else(|| names.into_iter().find(|name| !name.is_empty()));
        name.map(|name| wire::authors(&name, &language)).unwrap_or_default()
    };
    ["bylines", "authors"].into_iter().flat_map(|field| array(value, field)).flat_map(each).collect()
}

fn keywords(value: &Value) -> Vec<String> {
    let plain = ["keywords", "keyword"].into_iter().flat_map(|field| array(value, field));
    let plain = plain.filter_map(Value::as_str).map(str::to_owned);
    let subjects = ["subject", "subjects"].into_iter().flat_map(|field| array(value, field));
    plain.chain(subjects.map(|subject| text(subject, "name"))).filter(|keyword| !keyword.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::forms::{Content, Form, read};

    #[test]
    fn fields_of_version_3_are_read() {
        let tell = |json: &str| {
            let mut reader = read(Box::new(Cursor::new(json.to_owned())), Form::Ninjs, &Options::default());
            (reader.next(), reader.passed().len())
        };
        let cancelled = r#"{"uri": "urn:1", "pubStatus": "canceled", "bodies": [{"value": "Talks."}]}"#;
        assert_eq!(tell(cancelled), (None, 1));
        let html = r#"{"uri": "urn:2", "versionCreated": "2024-04-02T10:00:00Z",
            "bodies": [{"role": "main", "contentType": "text/html", "value": "<p>Talks resumed.</p>"}]}"#;
        let Some(Item { content: Ok(Content::Article(article)), .. }) = tell(html).0 else { panic!("an article") };
        assert_eq!((article.html.as_str(), article.text.as_str()), ("<p>Talks resumed.</p>", ""));
        assert_eq!(article.published_at, "2024-04-02T10:00:00Z");
    }

    #[test]
    fn old_and_new_objects_are_read() {
        let input = r#"{"uri": "https://paper.example/1", "type": "text", "headline": "Talks resume", "byline": "By A. Writer",
              "versioncreated": "2024-04-02T15:30:00Z", "language": "en", "body_text": "x", "body_xhtml": "<p>Talks.</p>",
              "subject": [{"name": "Talks"}]}
            [{"uri": "tag:2", "headlines": [{"role": "short", "value": "S"}, {"role": "main", "value": "Two"}],
              "bodies": [{"role": "main", "contenttype": "text/plain", "value": "Plain, [text]."}]},
             {"uri": "3", "type": "picture"}, {"uri": "4", "body_text": "x", "pubstatus": "canceled"}, {"uri": "5"}, {broken]"#;
        let mut reader = read(Box::new(Cursor::new(input)), Form::Ninjs, &Options::default());
        let items: Vec<Item> = reader.by_ref().collect();
        let Ok(Content::Article(first)) = &items[0].content else { panic!("an article: {items:?}") };
        assert_eq!((first.html.as_str(), first.text.as_str()), ("<p>Talks.</p>", ""));
        assert_eq!((first.title.as_str(), first.bylines.join("")), ("Talks resume", "A. Writer".into()));
        assert_eq!((first.url.as_str(), first.keywords.join("")), ("https://paper.example/1", "Talks".into()));
        let Ok(Content::Article(second)) = &items[1].content else { panic!("an article: {items:?}") };
        assert_eq!((second.title.as_str(), second.text.as_str(), second.url.as_str()), ("Two", "Plain, [text].", ""));
        assert_eq!(items[2].content.as_ref().unwrap_err().reason, "empty");
        assert_eq!(items[3].content.as_ref().unwrap_err().reason, "json");
        assert_eq!(reader.passed().values().sum::<u64>(), 2);
    }

    #[test]
    fn what_producers_add_is_read() {
        let json = r#"{"uri": "urn:1", "headline": "Talks &amp; more", "body_html": "<p>Talks.</p>", "firstcreated": "2024-04-02T10:00:00Z",
            "firstpublished": "2024-04-02T11:00:00Z", "embargoed": "2024-04-03T05:00:00Z", "provider": {"name": "The Example"}}"#;
        let read = |json: String| match read(Box::new(Cursor::new(json)), Form::Ninjs, &Options::default()).next() {
            Some(Item { content: Ok(Content::Article(article)), .. }) => *article,
            other => panic!("no article: {other:?}"),
        };
        let article = read(json.to_owned());
        assert_eq!((article.title.as_str(), article.source.as_str()), ("Talks & more", "The Example"));
        assert_eq!(article.published_at, "2024-04-03T05:00:00Z");
        assert_eq!(read(json.replace("embargoed", "x")).published_at, "2024-04-02T11:00:00Z");
    }

    #[test]
    fn producers_have_words_of_their_own() {
        let article = |json: &str| {
            let mut reader = read(Box::new(Cursor::new(json.to_owned())), Form::Ninjs, &Options::default());
            let Some(Item { content: Ok(Content::Article(article)), .. }) = reader.next() else { panic!("an article") };
            *article
        };
        let roles = r#"{"guid": "urn:1", "versioncreated": "2024-04-02T10:00:00Z", "firstcreated": "soon",
            "infosources": [{"name": "The Example"}], "bylines": [{"by": "By A. Writer"}, {"name": "B. Author"}],
            "bodies": [{"role": "caption", "value": "C."}, {"role": "https://paper.example/roles/story", "value": "Talks."}]}"#;
        let read = article(roles);
        assert_eq!((read.id.as_str(), read.text.as_str(), read.source.as_str()), ("urn:1", "Talks.", "The Example"));
        assert_eq!(
            (read.published_at.as_str(), read.bylines),
            ("2024-04-02T10:00:00Z", vec!["A. Writer".into(), "B. Author".into()])
        );
    }
}
