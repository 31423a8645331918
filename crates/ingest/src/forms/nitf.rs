//! NITF: one article a document.

use dateline_record::v1::RawArticle;

use super::{
    Entries, Item, Options, Passed,
    dates::normal,
    input::Input,
    xml::{self, Element, Vocabulary},
};
use crate::Rejection;

/// The articles of NITF documents.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    xml::entries(input, &options.limits, Nitf { source: options.source.clone() })
}

struct Nitf {
    source: String,
}

impl Vocabulary for Nitf {
    const ENTRIES: &'static [&'static str] = &["nitf"];

    fn context(&mut self, _: &[String], _: &[(String, String)], _: &str) {}

    fn item(&mut self, entry: Element, location: String, _: &mut Passed) -> Option<Item> {
        let mut article = RawArticle { source: self.source.clone(), ..RawArticle::default() };
        fill(&mut article, &entry);
        Some(if article.text.is_empty() {
            Item::rejected(location, Rejection::new("empty", "the document has no body.content with text"))
        } else {
            Item::article(location, article)
        })
    }
}

/// What a document says, where the article does not have it yet.
pub(super) fn fill(article: &mut RawArticle, nitf: &Element) {
    let head = nitf.find("body.head");
    set(&mut article.title, || {
        let headline = head.and_then(|head| head.find("hl1")).map(Element::text);
        headline.or_else(|| nitf.find("title").map(Element::text)).unwrap_or_default()
    });
    set(&mut article.language, || nitf.attribute("xml:lang").to_owned());
    set(&mut article.id, || nitf.find("doc-id").map(|id| id.attribute("id-string").to_owned()).unwrap_or_default());
    set(&mut article.published_at, || {
        let issued = nitf.find("date.issue").or_else(|| nitf.find("date.release")).map(|date| date.attribute("norm"));
        let published = nitf.find("pubdata").map(|publication| publication.attribute("date.publication"));
        let story = head.and_then(|head| head.find("story.date")).map(|date| date.attribute("norm"));
        normal([issued, published, story].into_iter().flatten().find(|date| !date.is_empty()).unwrap_or_default())
    });
    set(&mut article.source, || nitf.find("pubdata").map(|data| data.attribute("name").to_owned()).unwrap_or_default());
    if article.bylines.is_empty() {
        article.bylines = head.map(bylines).unwrap_or_default();
    }
    if article.keywords.is_empty() {
        let keywords = nitf.descendants().into_iter().filter(|element| element.name == "keyword");
        article.keywords =
            keywords.map(|keyword| keyword.attribute("key").to_owned()).filter(|k| !k.is_empty()).collect();
    }
    let dateline = head.and_then(|head| head.find("dateline")).map(Element::text).unwrap_or_default();
    article.text =
        nitf.find("body.content").map(|body| with_dateline(&dateline, &body.paragraphs())).unwrap_or_default();
}

/// The text, its dateline before the first words where it does not begin with it.
///
/// The wires mark their paragraphs: a page reader has nothing to find in them, and would take some for boilerplate.
pub(super) fn with_dateline(dateline: &str, text: &str) -> String {
    if text.is_empty() || dateline.is_empty() || text.starts_with(dateline) {
        return text.to_owned();
    }
    format!("{dateline} — {text}")
}

fn set(field: &mut String, value: impl FnOnce() -> String) {
    if field.is_empty() {
        *field = value();
    }
}

fn bylines(head: &Element) -> Vec<String> {
    let byline = |byline: &Element| {
        let person = byline.find("person").map(Element::text).unwrap_or_default();
        // Without the author's post: `<byline>By A. Writer <byttl>Correspondent</byttl></byline>`.
        let own: String = if person.is_empty() { byline.own_text() } else { person };
        without_by(&own)
    };
    head.all("byline").map(byline).filter(|name| !name.is_empty()).collect()
}

/// `By A. Writer` names A. Writer.
pub(super) fn without_by(byline: &str) -> String {
    let byline = byline.trim();
    match byline.split_once(' ') {
        Some((by, name)) if by.eq_ignore_ascii_case("by") => name.trim().to_owned(),
        _ => byline.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::forms::{Content, Form, read};

    const DOCUMENT: &str = "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf xml:lang='en'><head><title>t</title>
        <docdata><doc-id id-string='n1'/><date.issue norm='20240402T153000+0200'/><key-list><keyword key='talks'/></key-list>
        </docdata></head><body><body.head><hedline><hl1>Talks resume</hl1></hedline>
        <byline>By A. Writer <byttl>Correspondent</byttl></byline><dateline><location>PARIS</location></dateline></body.head>
        <body.content><block><p>Talks resumed in <location>Paris</location> on Tuesday &amp; Wednesday.</p><hl2>More</hl2>
        <p>Nobody spoke.</p></block></body.content></body></nitf>";

    #[test]
    fn a_document_is_an_article() {
        let input = Box::new(Cursor::new(DOCUMENT));
        let items: Vec<Item> = read(input, Form::Nitf, &Options::default()).collect();
        let [Item { content: Ok(Content::Article(article)), .. }] = &items[..] else { panic!("one: {items:?}") };
        assert_eq!(
            (article.id.as_str(), article.title.as_str(), article.language.as_str()),
            ("n1", "Talks resume", "en")
        );
        assert_eq!((article.bylines.join("|"), article.keywords.join("|")), ("A. Writer".into(), "talks".into()));
        let parsed = crate::parse(article, &crate::Limits::default()).unwrap();
        assert_eq!(parsed.published_at.unwrap().value, "2024-04-02T15:30:00+02:00");
        assert_eq!(parsed.text, "PARIS — Talks resumed in Paris on Tuesday & Wednesday.\n\nMore\n\nNobody spoke.");
    }

    #[test]
    fn a_document_without_a_body_is_refused() {
        let input = Box::new(Cursor::new("<nitf><body><body.content/></body></nitf>"));
        let items: Vec<Item> = read(input, Form::Nitf, &Options::default()).collect();
        assert_eq!(items[0].content.as_ref().unwrap_err().reason, "empty");
    }

    #[test]
    fn no_paragraph_is_taken_for_boilerplate() {
        let paragraphs =
            ["The council met on Monday.", "Related talks will follow in May.", "(Reporting by A. Writer)"];
        let body: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
        let document = format!("<nitf><body><body.content>{body}</body.content></body></nitf>");
        let items: Vec<Item> = read(Box::new(Cursor::new(document)), Form::Nitf, &Options::default()).collect();
        assert!(matches!(&items[0].content, Ok(Content::Article(article)) if article.text == paragraphs.join("\n\n")));
    }
}
