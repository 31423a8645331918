//! NITF: one article a document.

use dateline_record::v1::RawArticle;

use super::{
    Entries, Item, Options, Passed, aside,
    dates::{changed, first_date, not_before, second},
    input::Input,
    wire::{WITHHELD, authors, escaped_html, is_login, leave_out_notes, with_dateline, withdrawn},
    xml::{self, Element, Vocabulary},
};
use crate::{Rejection, bylines};

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

    fn item(&mut self, mut entry: Element, location: String, passed: &mut Passed) -> Option<Item> {
        leave_out_notes(&mut entry);
        if let Some(reason) = unwanted(&entry) {
            *passed.entry(reason).or_default() += 1;
            return None;
        }
        let mut article = RawArticle { source: self.source.clone(), ..RawArticle::default() };
        fill(&mut article, &entry);
        Some(if article.text.is_empty() && article.html.is_empty() {
            Item::rejected(location, Rejection::new("empty", "the document has no body.content with text"))
        } else {
            Item::article(location, article)
        })
    }
}

fn unwanted(nitf: &Element) -> Option<&'static str> {
    let status = nitf.find("docdata").map_or("", |data| data.attribute("management-status"));
    let has_release = || nitf.find("date.release").is_some_and(|date| !date.attribute("norm").is_empty());
    let kept_back = || (status.eq_ignore_ascii_case("embargoed") && !has_release()).then_some(WITHHELD);
    withdrawn(status).or_else(kept_back)
}

/// What a document says, where the article does not have it yet.
pub(super) fn fill(article: &mut RawArticle, nitf: &Element) {
    let head = nitf.find("body.head");
    set(&mut article.title, || {
        let headline = head.and_then(|head| head.find("hl1")).map(Element::text);
        headline.or_else(|| nitf.find("title").map(Element::text)).unwrap_or_default()
    });
    set(&mut article.language, || nitf.attribute("xml:lang").to_owned());
    set(&mut article.language, || nitf.attribute("baselang").to_owned());
    set(&mut article.id, || nitf.find("doc-id").map(|id| id.attribute("id-string").to_owned()).unwrap_or_default());
    set(&mut article.published_at, || {
        let norm = |name: &str| nitf.find(name).map(|date| date.attribute("norm"));
        let (issued, released) = (norm("date.issue"), norm("date.release").unwrap_or_default());
        let published = nitf.find("pubdata").map(|publication| publication.attribute("date.publication"));
        let story = head.and_then(|head| head.find("story.date")).map(|date| date.attribute("norm"));
        let dated = first_date([issued, Some(released), published, story].into_iter().flatten().map(str::to_owned));
        // What is not issued before its release is under an embargo until then.
        not_before(dated, released)
    });
    set(&mut article.source, || nitf.find("pubdata").map(|data| data.attribute("name").to_owned()).unwrap_or_default());
    set(&mut article.source, || head.and_then(|head| head.child("distributor")).map(Element::text).unwrap_or_default());
    if article.bylines.is_empty() {
        let language = article.language.clone();
        article.bylines = head.map(|head| bylines(head, &language)).unwrap_or_default();
    }
    if article.keywords.is_empty() {
        let keywords = nitf.descendants().into_iter().filter(|element| element.name == "keyword");
        article.keywords =
            keywords.map(|keyword| keyword.attribute("key").to_owned()).filter(|k| !k.is_empty()).collect();
    }
    fill_aside(article, nitf);
    if let Some(html) = content(nitf).and_then(escaped_html) {
        set(&mut article.subtitle, || standfirst(nitf, &html));
        article.html = html;
        return;
    }
    let text = content(nitf).map(text_of).unwrap_or_default();
    let dateline = head.and_then(|head| head.find("dateline")).map(|line| dateline_above(line, &text));
    set(&mut article.subtitle, || standfirst(nitf, &text));
    article.text = with_dateline(&dateline.unwrap_or_default(), &text);
}

/// The dateline that is to stand before a text; none where the text has its place already, as some do.
fn dateline_above(line: &Element, text: &str) -> String {
    let place = line.find("location").map_or_else(|| line.own_text(), Element::text);
    if !place.is_empty() && text.starts_with(&place) {
        return String::new();
    }
    let date = line.find("story.date").map(Element::text).unwrap_or_default();
    // The date of the story is for machines, or is there to be read: `MARCH 4`.
    let is_machine = date.len() >= 8 && date.starts_with(|c: char| c.is_ascii_digit()) && !date.contains(' ');
    let line = line.spaced_text();
    let line = if is_machine { line.replace(&date, "") } else { line };
    line.replace(" ,", ",")
}

/// What a document says of its last change, its section and its picture.
fn fill_aside(article: &mut RawArticle, nitf: &Element) {
    let all = nitf.descendants();
    let named = |name: &'static str| all.iter().filter(move |element| element.name == name);
    // Archivists come long after.
    let revisions = named("revision-history").filter(|revision| !revision.attribute("function").contains("archiv"));
    let mut dates: Vec<String> =
        revisions.take(MOST_REVISIONS).map(|revision| revision.attribute("norm").to_owned()).collect();
    // The last comes first.
    dates.sort_by_cached_key(|date| std::cmp::Reverse(second(date)));
    let published = article.published_at.clone();
    set(&mut article.modified_at, || changed(&published, dates));
    set(&mut article.section, || {
        let positions = named("pubdata").map(|data| data.attribute("position.section"));
        let metas = named("meta").filter(|meta| matches!(meta.attribute("name"), "section" | "online_sections"));
        // A letter is a part of the paper, and several sections are no one.
        let is_name = |name: &&str| name.chars().filter(|c| c.is_alphabetic()).count() > 1 && !name.contains(';');
        positions.chain(metas.map(|meta| meta.attribute("content"))).find(is_name).unwrap_or_default().to_owned()
    });
    set(&mut article.lead_image, || {
        let is_picture = |media: &&&Element| matches!(media.attribute("media-type"), "image" | "photo" | "picture");
        let sources = named("media").filter(is_picture).flat_map(|media| media.all("media-reference"));
        let mut sources = sources.map(|reference| reference.attribute("source"));
        aside::picture(sources.find(|source| source.starts_with("http")).unwrap_or_default().to_owned())
    });
}

/// Revisions of a document that are looked at, at most.
const MOST_REVISIONS: usize = 1_000;

/// The second line of the headline, or the abstract where the text has it not. An archive gives the headline of its page
/// there, and the abstracts of those who index it.
fn standfirst(nitf: &Element, text: &str) -> String {
    let Some(head) = nitf.find("body.head") else { return String::new() };
    let lines = head.all("hedline").flat_map(|headline| headline.all("hl2"));
    let line = lines.into_iter().find(|line| !line.attribute("class").contains("headline")).map(Element::text);
    if let Some(line) = line.filter(|line| !line.is_empty()) {
        return line;
    }
    let is_indexed = nitf
        .find("identified-content")
        .is_some_and(|content| content.elements().any(|element| element.attribute("class") == "indexing_service"));
    let abstracts = head.all("abstract").filter(|_| !is_indexed).map(|summary| summary.paragraphs());
    aside::standfirst(abstracts, text, "")
}

/// The content of the document itself: notes to editors have one of their own.
fn content(nitf: &Element) -> Option<&Element> {
    let own = nitf.find("body").and_then(|body| body.child("body.content"));
    own.or_else(|| nitf.find("body.content"))
}

/// The text of the blocks; of one that the next repeats and goes on from, such as a lead before the full text, that next.
fn text_of(content: &Element) -> String {
    let blocks: Vec<String> = content.all("block").map(Element::paragraphs).collect();
    let all_blocks = content.elements().all(|element| element.name == "block");
    if blocks.len() < 2 || !all_blocks || !content.own_text().is_empty() {
        return content.paragraphs();
    }
    let repeats = |(at, block): (usize, &String)| blocks.get(at + 1).is_some_and(|next| next.starts_with(&bare(block)));
    let repeated: Vec<bool> = blocks.iter().enumerate().map(repeats).collect();
    let kept = blocks.iter().zip(repeated).filter(|(block, repeated)| !repeated && !block.is_empty());
    kept.map(|(block, _)| block.as_str()).collect::<Vec<_>>().join("\n\n")
}

/// A block without the mark that some archives put before a lead.
fn bare(block: &str) -> String {
    block.strip_prefix("LEAD:").unwrap_or(block).trim_start().to_owned()
}

fn set(field: &mut String, value: impl FnOnce() -> String) {
    if field.is_empty() {
        *field = value();
    }
}

fn bylines(head: &Element, language: &str) -> Vec<String> {
    let names = |byline: &Element| {
        let persons = byline.descendants().into_iter().filter(|element| element.name == "person");
        let persons: Vec<String> = persons.flat_map(|person| bylines::given(&person.text())).collect();
        // Without the author's post: `<byline>By A. Writer <byttl>Correspondent</byttl></byline>`.
        let own = [byline.own_text(), byline.text_of(&["bytag"])].into_iter().find(|line| !line.is_empty());
        if persons.is_empty() { authors(&own.unwrap_or_default(), language) } else { persons }
    };
    // Archives that sort by name have each byline once more, the surname first.
    let as_printed = |byline: &&Element| !byline.attribute("class").contains("normalized");
    let mut printed: Vec<&Element> = head.all("byline").filter(as_printed).collect();
    if printed.is_empty() {
        printed = head.all("byline").collect();
    }
    printed.into_iter().flat_map(names).filter(|name| !name.is_empty() && !is_login(name)).collect()
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
    fn what_is_for_machines_is_not_read_out() {
        let document = DOCUMENT
            .replace("xml:lang='en'", "baselang='en-GB'")
            .replace("By A. Writer <byttl>Correspondent</byttl>", "aw/bc");
        let date = "<dateline><story.date norm='20240402T153000+0200'>20240402T153000+0200</story.date></dateline>";
        let document = document.replace("<dateline><location>PARIS</location></dateline>", date);
        let items: Vec<Item> = read(Box::new(Cursor::new(document)), Form::Nitf, &Options::default()).collect();
        let [Item { content: Ok(Content::Article(article)), .. }] = &items[..] else { panic!("one: {items:?}") };
        assert!(article.text.starts_with("Talks resumed"), "{}", article.text);
        assert_eq!((article.language.as_str(), article.bylines.len()), ("en-GB", 0));
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

    fn article(head: &str, content: &str) -> RawArticle {
        let document = format!(
            "<nitf><head><docdata management-status='usable'/></head><body><body.head>{head}</body.head>
             <body.content>{content}</body.content></body></nitf>"
        );
        let items: Vec<Item> = read(Box::new(Cursor::new(document)), Form::Nitf, &Options::default()).collect();
        let [Item { content: Ok(Content::Article(article)), .. }] = &items[..] else { panic!("one: {items:?}") };
        *article.clone()
    }

    #[test]
    fn a_note_to_editors_is_not_the_text() {
        let note = "<note><body.content><p>Adds byline.</p></body.content></note>";
        assert_eq!(article(note, "<p>Talks resumed.</p>").text, "Talks resumed.");
    }

    #[test]
    fn a_lead_that_the_full_text_repeats_is_there_once() {
        let blocks = |lead: &str| {
            format!(
                "<block class='lead_paragraph'>{lead}</block><block class='full_text'><p>One.</p><p>Two.</p></block>"
            )
        };
        assert_eq!(article("", &blocks("<p>One.</p>")).text, "One.\n\nTwo.");
        assert_eq!(article("", &blocks("<p>LEAD: One.</p>")).text, "One.\n\nTwo.");
        assert_eq!(article("", &blocks("<p>Zero.</p>")).text, "Zero.\n\nOne.\n\nTwo.");
    }

    #[test]
    fn every_author_is_named_once() {
        let byline =
            "<byline class='print_byline'>By <person>A. Writer</person> and <person>B. Author</person></byline>
            <byline class='normalized_byline'>Writer, A.</byline>";
        assert_eq!(article(byline, "<p>Talks.</p>").bylines, ["A. Writer", "B. Author"]);
    }

    #[test]
    fn the_dateline_is_there_once_with_its_words_apart() {
        let head = "<dateline><location>PARIS (AP)</location><story.date>April 2</story.date></dateline>";
        assert_eq!(article(head, "<p>Talks.</p>").text, "PARIS (AP) April 2 — Talks.");
        assert_eq!(article(head, "<p>PARIS (AP) — Talks.</p>").text, "PARIS (AP) — Talks.");
        let bare = "<dateline>PARIS<story.date>April 2</story.date></dateline>";
        assert_eq!(article(bare, "<p>PARIS _ Talks.</p>").text, "PARIS _ Talks.");
        let comma = "<dateline><location>PARIS</location>, <story.date>April 2</story.date></dateline>";
        assert_eq!(article(comma, "<p>Talks.</p>").text, "PARIS, April 2 — Talks.");
    }

    #[test]
    fn an_embargo_is_when_a_document_is_published() {
        let tell = |data: &str| {
            let document =
                format!("<nitf><head>{data}</head><body><body.content><p>Talks.</p></body.content></body></nitf>");
            let mut reader = read(Box::new(Cursor::new(document)), Form::Nitf, &Options::default());
            let published = reader.next().map(|item| match item.content {
                Ok(Content::Article(article)) => article.published_at,
                other => panic!("no article: {other:?}"),
            });
            (published, reader.passed().get("news item that is withheld").copied())
        };
        let issued = "<docdata management-status='embargoed'><date.issue norm='20240402T153000+0200'/></docdata>";
        assert_eq!(tell(issued), (None, Some(1)));
        for (release, published) in [
            ("20240403T050000+0200", "20240403T050000+0200"),
            ("20240402T120000Z", "20240402T153000+0200"),
            // It is refused with its article.
            ("soon", "soon"),
        ] {
            let document = issued.replace("</docdata>", &format!("<date.release norm='{release}'/></docdata>"));
            assert_eq!(tell(&document), (Some(published.to_owned()), None));
        }
    }

    #[test]
    fn html_in_a_section_is_read_as_such() {
        let html = "<p>Talks resumed.</p><p>Nobody spoke.</p>";
        assert_eq!(article("", &format!("<![CDATA[{html}]]>")).html, html);
    }

    #[test]
    fn who_distributes_is_the_source_and_tags_of_a_byline_are_passed() {
        let head = "<byline><bytag>By A. Writer</bytag></byline><distributor>The Wire</distributor>";
        let read = article(head, "<note noteclass='editorsnote'><p>Adds byline.</p></note><p>Talks resumed.</p>");
        assert_eq!((read.bylines.join("|"), read.source.as_str()), ("A. Writer".into(), "The Wire"));
        assert_eq!(read.text, "Talks resumed.");
    }

    #[test]
    fn a_cancelled_document_is_counted() {
        let document = "<nitf><head><docdata management-status='canceled'/></head><body><body.content><p>Talks.</p>
            </body.content></body></nitf>";
        let mut reader = read(Box::new(Cursor::new(document)), Form::Nitf, &Options::default());
        assert_eq!((reader.next(), reader.passed().values().sum::<u64>()), (None, 1));
    }

    #[test]
    fn dates_without_a_zone_and_text_set_in_lines_are_read() {
        let document = "<nitf><head><pubdata date.publication='20070101T000000'/></head><body><body.content>
            <pre>One\nline.\n\nTwo.</pre></body.content></body></nitf>";
        let items: Vec<Item> = read(Box::new(Cursor::new(document)), Form::Nitf, &Options::default()).collect();
        let Ok(Content::Article(article)) = &items[0].content else { panic!("an article: {items:?}") };
        let article = crate::parse(article, &crate::Limits::default()).unwrap();
        assert_eq!(article.published_at.unwrap().value, "2007-01-01T00:00:00Z");
        assert_eq!(article.text, "One line.\n\nTwo.");
    }
}
