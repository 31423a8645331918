//! NewsML-G2, and NewsML 1 before it: the news items of a message, or one of its own.

mod version_1;

use dateline_record::v1::RawArticle;

use super::{
    Content, Entries, Item, Link, Options, Passed, aside,
    dates::{self, first_date, not_before},
    input::Input,
    nitf, wire,
    xml::{self, Element, Node, Vocabulary},
};
use crate::{Rejection, coding, decode};

/// Articles from news items.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    xml::entries(input, &options.limits, NewsMl { source: options.source.clone() })
}

struct NewsMl {
    source: String,
}

impl Vocabulary for NewsMl {
    const ENTRIES: &'static [&'static str] =
        &["newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem", "NewsItem"];

    fn context(&mut self, _: &[String], _: &[(String, String)], _: &str) {}

    fn item(&mut self, mut entry: Element, location: String, passed: &mut Passed) -> Option<Item> {
        wire::leave_out_notes(&mut entry);
        texts(&mut entry).for_each(wire::drop_prefixes);
        if let Some(reason) = unwanted(&entry) {
            *passed.entry(reason).or_default() += 1;
            return None;
        }
        let is_version_1 = entry.name == "NewsItem";
        let nested = if is_version_1 { version_1::nested(&entry) } else { 0 };
        if nested > 0 {
            *passed.entry("news item inside another").or_default() += nested as u64;
        }
        let mut article = if is_version_1 { version_1::article(&entry, &self.source) } else { self.article(&entry) };
        article.text = without_headline(&article.text, &article.title).to_owned();
        if !article.text.is_empty() || !article.html.is_empty() {
            return Some(Item::article(location, article));
        }
        if let Some(url) = page(&entry) {
            return Some(Item { location, content: Ok(Content::Link(link(article, url))) });
        }
        if !is_version_1 && is_text(&entry) {
            let rejection = Rejection::new("empty", "the news item has no text of its own");
            return Some(Item::rejected(location, rejection));
        }
        *passed.entry(wire::NO_TEXT).or_default() += 1;
        None
    }
}

fn unwanted(entry: &Element) -> Option<&'static str> {
    if entry.name == "NewsItem" {
        return version_1::unwanted(entry);
    }
    if entry.name != "newsItem" {
        return Some("item other than news");
    }
    let status = entry.find("pubStatus").map(code).unwrap_or_default();
    // Without a time it is kept back until further notice.
    let kept_back = || embargo(entry).filter(String::is_empty).map(|_| wire::WITHHELD);
    wire::withdrawn(&status).or_else(kept_back)
}

/// Until when an item may not be published, in the words of its producer.
fn embargo(entry: &Element) -> Option<String> {
    entry.child("itemMeta").and_then(|meta| meta.child("embargoed")).map(Element::text)
}

/// A code without its scheme: `stat:usable`, or a URI that ends in it.
fn code(element: &Element) -> String {
    let code = [element.attribute("qcode"), element.attribute("uri")].into_iter().find(|code| !code.is_empty());
    wire::bare_code(code.unwrap_or_default()).to_ascii_lowercase()
}

impl NewsMl {
    fn article(&self, entry: &Element) -> RawArticle {
        let meta = |name: &str| entry.find(name).map(Element::text).unwrap_or_default();
        let date = ["contentCreated", "firstCreated", "versionCreated"].iter().map(|name| meta(name));
        let source = ["infoSource", "provider"].iter().filter_map(|name| entry.find(name)).map(name_of);
        let source = source.chain(Some(self.source.clone())).find(|name| !name.is_empty()).unwrap_or_default();
        let mut article = RawArticle {
            id: entry.attribute("guid").to_owned(),
            title: headline(entry),
            language: language(entry),
            published_at: not_before(first_date(date), &embargo(entry).unwrap_or_default()),
            bylines: bylines(entry).into_iter().filter(|name| *name != source).collect(),
            source,
            keywords: keywords(entry),
            ..RawArticle::default()
        };
        article.modified_at = changed(entry, &article.published_at);
        article.section = section(entry);
        article.text = plain_text(entry);
        if article.text.is_empty() {
            fill_text(&mut article, entry);
        }
        let written = if article.html.is_empty() { &article.text } else { &article.html };
        let subtitle = standfirst(entry, written);
        if !subtitle.is_empty() {
            article.subtitle = subtitle;
        }
        article
    }
}

fn meta(entry: &Element) -> Option<&Element> {
    entry.child("contentMeta")
}

/// The headline proper, not its short forms.
fn headline(entry: &Element) -> String {
    let headlines = || meta(entry).into_iter().flat_map(|meta| meta.all("headline"));
    let main = headlines()
        .find(|headline| headline.attribute("role").is_empty() || headline.attribute("role").ends_with("main"));
    let headline = main.or_else(|| headlines().next()).map(Element::text).unwrap_or_default();
    if headline.is_empty() {
        entry.child("itemMeta").map(|meta| meta.text_of(&["title"])).unwrap_or_default()
    } else {
        headline
    }
}

/// When the content was changed, or sent anew.
fn changed(entry: &Element, published: &str) -> String {
    let date = |name: &str| entry.find(name).map(Element::text).unwrap_or_default();
    let first = date("firstCreated");
    let sent = date("versionCreated");
    let is_later = wire::is_later_version(entry.attribute("version"), !first.is_empty());
    dates::changed(published, [date("contentModified"), if is_later { sent } else { String::new() }])
}

/// The section for which an item is meant, where the type of one subject says that it is that. A service is what is sold to
/// customers, a genre a kind of text.
fn section(entry: &Element) -> String {
    const TYPES: [&str; 5] = ["section", "department", "ressort", "rubric", "rubrique"];
    let is_section = |subject: &&Element| {
        let kind = wire::bare_code(subject.attribute("type"));
        TYPES.iter().any(|own| kind.eq_ignore_ascii_case(own))
    };
    let mut sections = meta(entry).into_iter().flat_map(|meta| meta.all("subject")).filter(is_section).map(name_of);
    match (sections.next(), sections.next()) {
        (Some(section), None) => section,
        _ => String::new(),
    }
}

/// The headline or description that is called a standfirst, or any description that the text has not; none of a caption.
fn standfirst(entry: &Element, text: &str) -> String {
    let Some(meta) = meta(entry) else { return String::new() };
    let of_role = |element: &&Element| wire::is_of_standfirst(element.attribute("role"));
    let called = meta.all("headline").chain(meta.all("description")).find(of_role).map(Element::text);
    if let Some(called) = called.filter(|called| !called.is_empty()) {
        return called;
    }
    let described = meta.all("description").filter(|description| wire::is_of_summary(description.attribute("role")));
    aside::standfirst(described.map(Element::text), text, "")
}

fn name_of(element: &Element) -> String {
    let name = element.text_of(&["name"]);
    if name.is_empty() { element.attribute("literal").to_owned() } else { name }
}

fn language(entry: &Element) -> String {
    let tag = meta(entry).and_then(|meta| meta.child("language")).map(|language| language.attribute("tag"));
    tag.filter(|tag| !tag.is_empty()).unwrap_or_else(|| entry.attribute("xml:lang")).to_owned()
}

fn bylines(entry: &Element) -> Vec<String> {
    let Some(meta) = meta(entry) else { return Vec::new() };
    // What readers are to see goes before who is named as having made the item, often an editor by a login.
    let language = language(entry);
    let printed: Vec<String> = meta.all("by").flat_map(|by| wire::authors(&by.text(), &language)).collect();
    if !printed.is_empty() {
        return printed;
    }
    let authors = meta.all("creator").filter(|creator| !is_helper(creator.attribute("role")));
    authors.map(name_of).filter(|name| !name.is_empty() && !wire::is_login(name)).collect()
}

/// Whether the role of a creator is to have helped with the text of others, or made something else.
fn is_helper(role: &str) -> bool {
    const HELPERS: [&str; 7] = ["edit", "photo", "camera", "illustrat", "graphic", "translat", "produc"];
    let role = wire::bare_code(role).to_lowercase();
    HELPERS.iter().any(|helper| role.contains(helper))
}

/// The text without the headline, where it begins with it.
fn without_headline<'t>(text: &'t str, title: &str) -> &'t str {
    let rest = Some(text).filter(|_| !title.is_empty()).and_then(|text| text.strip_prefix(title));
    rest.filter(|rest| rest.is_empty() || rest.starts_with("\n\n")).map_or(text, str::trim_start)
}

fn keywords(entry: &Element) -> Vec<String> {
    let Some(meta) = meta(entry) else { return Vec::new() };
    let mut keywords: Vec<String> = Vec::new();
    let subjects = meta.all("subject").map(name_of);
    for keyword in meta.all("keyword").map(Element::text).chain(subjects).filter(|keyword| !keyword.is_empty()) {
        if !keywords.contains(&keyword) {
            keywords.push(keyword);
        }
    }
    keywords
}

/// Inline data in plain text.
fn plain_text(entry: &Element) -> String {
    let content = entry.child("contentSet").into_iter().flat_map(|set| set.all("inlineData"));
    let plain = |data: &&Element| !data.attribute("contenttype").contains("html");
    let texts = content.filter(plain).map(|data| without_paragraph_tags(inline(data).trim()).trim().to_owned());
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// A text that is called plain, and is but for the tags of its paragraphs.
fn without_paragraph_tags(text: &str) -> String {
    if !text.starts_with("<p>") {
        return text.to_owned();
    }
    text.replace("</p>", "").replace("<p>", "\n\n")
}

/// What an element of inline data holds, out of base64 where it says so; nothing where that cannot be undone.
fn inline(data: &Element) -> String {
    let text = data.raw_text();
    if !data.attribute("encoding").to_ascii_lowercase().ends_with("base64") {
        return text;
    }
    decode::decode(&coding::base64(text.as_bytes()), data.attribute("contenttype")).unwrap_or_default()
}

/// The text in NITF or HTML; what a NITF document says of itself fills what the news item does not say.
fn fill_text(article: &mut RawArticle, entry: &Element) {
    let Some(set) = entry.child("contentSet") else { return };
    if let Some(data) = set.all("inlineData").find(|data| data.attribute("contenttype").contains("html")) {
        article.html = inline(data);
        return;
    }
    let dateline = meta(entry).map(|meta| meta.text_of(&["dateline"])).unwrap_or_default();
    for inline in set.all("inlineXML") {
        if let Some(html) = wire::escaped_html(inline) {
            article.html = html;
            return;
        }
        match inline.find("nitf") {
            Some(document) => nitf::fill(article, document),
            None => {
                let body = inline.find("body").unwrap_or(inline);
                article.text = wire::with_dateline(&dateline, &body.paragraphs());
            }
        }
        if !article.text.is_empty() {
            return;
        }
    }
}

/// The elements that hold the text in a vocabulary of its own.
fn texts(entry: &mut Element) -> impl Iterator<Item = &mut Element> {
    fn elements<'e>(element: &'e mut Element, name: &'static str) -> impl Iterator<Item = &'e mut Element> {
        element.children.iter_mut().filter_map(move |node| match node {
            Node::Element(element) if element.name == name => Some(element),
            _ => None,
        })
    }
    elements(entry, "contentSet").flat_map(|set| elements(set, "inlineXML"))
}

/// Where the text is to be had as a page.
fn page(entry: &Element) -> Option<String> {
    let contents = entry.child("contentSet")?.all("remoteContent");
    let page = |content: &&Element| {
        content.attribute("contenttype").contains("html") && content.attribute("href").starts_with("http")
    };
    contents.into_iter().find(page).map(|content| content.attribute("href").to_owned())
}

fn is_text(entry: &Element) -> bool {
    entry.find("itemClass").is_none_or(|class| matches!(code(class).as_str(), "text" | "composite" | ""))
}

fn link(article: RawArticle, url: String) -> Link {
    Link {
        url,
        id: article.id,
        title: article.title,
        source: article.source,
        language: article.language,
        published_at: article.published_at,
        modified_at: article.modified_at,
        bylines: article.bylines,
        keywords: article.keywords,
        section: article.section,
        ..Link::default()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::forms::{Form, read};

    fn item(guid: &str, status: &str, content: &str) -> String {
        format!(
            "<newsItem guid='{guid}' xml:lang='en-GB'><itemMeta><itemClass qcode='ninat:text'/><provider literal='x'><name>The Example</name>
            </provider><versionCreated>2024-04-03T08:00:00Z</versionCreated><pubStatus qcode='stat:{status}'/></itemMeta>
            <contentMeta><contentCreated>2024-04-02T15:30:00+02:00</contentCreated><by>By A. Writer</by><dateline>PARIS</dateline>
            <language tag='en'/><headline role='hld:short'>Short</headline><headline>Talks resume</headline><subject qcode='s:1'><name>Talks</name></subject>
            <keyword>peace</keyword></contentMeta><contentSet>{content}</contentSet></newsItem>"
        )
    }

    const HTML: &str = "<inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'>
        <head><title>t</title></head><body><p>Talks resumed.</p></body></html></inlineXML>";
    const NITF: &str = "<inlineXML><nitf><body><body.head><hedline><hl1>h</hl1></hedline></body.head><body.content>
        <p>Nobody spoke.</p></body.content></body></nitf></inlineXML>";

    #[test]
    fn every_item_of_a_message_is_read_or_counted() {
        let message = [
            item("1", "usable", HTML),
            item("2", "usable", NITF),
            item("3", "canceled", HTML),
            item("4", "usable", "<inlineData contenttype='text/plain'>Plain\n\ntext.</inlineData>"),
            item("5", "usable", "<remoteContent contenttype='text/html' href='https://paper.example/5'/>"),
            item("6", "usable", ""),
            item("7", "usable", "<remoteContent contenttype='image/jpeg' href='https://paper.example/7'/>")
                .replace("ninat:text", "ninat:picture"),
            "<packageItem guid='8'/>".to_owned(),
        ];
        let message = format!(
            "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header><sent>x</sent></header><itemSet>{}</itemSet></newsMessage>",
            message.concat()
        );
        let mut reader = read(Box::new(Cursor::new(message)), Form::NewsMl, &Options::default());
        let items: Vec<Item> = reader.by_ref().collect();
        assert_eq!(items.len(), 5);
        let Ok(Content::Article(first)) = &items[0].content else { panic!("an article") };
        assert_eq!(first.text, "PARIS — Talks resumed.");
        assert_eq!(
            (first.title.as_str(), first.source.as_str(), first.language.as_str()),
            ("Talks resume", "The Example", "en")
        );
        assert_eq!((first.published_at.as_str(), first.id.as_str()), ("2024-04-02T15:30:00+02:00", "1"));
        assert_eq!((first.bylines.join("|"), first.keywords.join("|")), ("A. Writer".into(), "peace|Talks".into()));
        assert!(matches!(&items[1].content, Ok(Content::Article(article)) if article.text == "Nobody spoke."));
        assert!(matches!(&items[2].content, Ok(Content::Article(article)) if article.text == "Plain\n\ntext."));
        assert!(matches!(&items[3].content, Ok(Content::Link(link)) if link.url == "https://paper.example/5"));
        assert_eq!(items[4].content.as_ref().unwrap_err().reason, "empty");
        assert_eq!(reader.passed().values().sum::<u64>(), 3);
    }

    #[test]
    fn inline_data_in_base64_are_undone() {
        let data = |content: &str| {
            let item = format!("<newsItem guid='1'>{content}</newsItem>").replace("'", "\"");
            read(Box::new(Cursor::new(item)), Form::NewsMl, &Options::default()).next().unwrap().content
        };
        let text = "<contentSet><inlineData contenttype='text/plain' encoding='base64'>VGFsa3MgcmVz\ndW1lZC4=</inlineData></contentSet>";
        assert!(matches!(data(text), Ok(Content::Article(article)) if article.text == "Talks resumed."));
        let picture =
            "<contentSet><inlineData contenttype='image/png' encoding='base64'>iVBORw0KGgo=</inlineData></contentSet>";
        assert_eq!(data(picture).unwrap_err().reason, "empty");
    }

    fn only_article(item: &str) -> RawArticle {
        let mut items: Vec<Item> =
            read(Box::new(Cursor::new(item.to_owned())), Form::NewsMl, &Options::default()).collect();
        match items.pop().map(|item| item.content) {
            Some(Ok(Content::Article(article))) => *article,
            other => panic!("no article: {other:?}"),
        }
    }

    #[test]
    fn headers_logins_and_what_is_said_twice_are_no_part_of_a_text() {
        let html = "<inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><body><header><time>28.01.2025</time>
            <ul><li>Harbours</li></ul><h1>Talks resume</h1></header><section><h1>Talks resume</h1><p>A summary of the talks.</p>
            <p><span>PARIS (Wire) - </span>Talks resumed.</p></section></body></html></inlineXML>";
        let item =
            item("1", "usable", html).replace("<dateline>PARIS</dateline>", "<dateline>PARIS (Wire) - </dateline>");
        let article = only_article(&item.replace("<by>", "<creator><name>writer.anna</name></creator><by>"));
        assert_eq!(article.text, "A summary of the talks.\n\nPARIS (Wire) - Talks resumed.");
        assert_eq!(article.bylines, ["A. Writer"]);
        let signed =
            item.replace("<by>By A. Writer</by>", "<creator><name>aw</name></creator><creator literal='The Example'/>");
        assert!(only_article(&signed).bylines.is_empty());
    }

    #[test]
    fn an_embargo_is_when_an_item_is_published() {
        let embargoed = |until: &str| {
            item("1", "usable", HTML).replace("<pubStatus", &format!("<embargoed>{until}</embargoed><pubStatus"))
        };
        let published = |until: &str| only_article(&embargoed(until)).published_at;
        assert_eq!(published("2024-04-04T05:00:00+02:00"), "2024-04-04T05:00:00+02:00");
        assert_eq!(published("2024-04-01T05:00:00Z"), "2024-04-02T15:30:00+02:00");
        let mut reader = read(Box::new(Cursor::new(embargoed(""))), Form::NewsMl, &Options::default());
        assert_eq!((reader.next(), reader.passed().get("news item that is withheld")), (None, Some(&1)));
    }

    #[test]
    fn notes_and_helpers_are_told_from_the_text_and_its_authors() {
        let html =
            "<inlineXML><html><body><section class='main'><p>Talks resumed.</p></section><section class='notepad'>
            <p>Desk: 0100</p></section></body></html></inlineXML>";
        let creators = "<creator role='crol:author'><name>Ana Ruiz</name></creator><creator role='crol:editor'>
            <name>Tom Lee</name></creator>";
        let article = only_article(&item("1", "usable", html).replace("<by>By A. Writer</by>", creators));
        assert_eq!((article.text.as_str(), article.bylines.join("|")), ("PARIS — Talks resumed.", "Ana Ruiz".into()));
    }

    #[test]
    fn a_text_may_have_a_prefix_or_be_escaped() {
        let read = |content: &str| only_article(&item("1", "usable", content).replace("PARIS", ""));
        let prefixed = "<inlineXML><n:nitf xmlns:n='http://iptc.org/std/NITF/2006-10-18/'><n:body><n:body.content><n:p>Talks.</n:p>
            <n:p>Nobody spoke.</n:p></n:body.content></n:body></n:nitf></inlineXML>";
        assert_eq!(read(prefixed).text, "Talks.\n\nNobody spoke.");
        let escaped = read("<inlineXML><![CDATA[<html><body><p>Talks.</p></body></html>]]></inlineXML>");
        assert_eq!((escaped.html.as_str(), escaped.text.as_str()), ("<html><body><p>Talks.</p></body></html>", ""));
    }

    #[test]
    fn the_word_for_by_is_that_of_the_language() {
        let german =
            item("1", "usable", HTML).replace("'en'", "'de'").replace("By A. Writer", "Von Birte Lornsen, dpa");
        assert_eq!(only_article(&german).bylines, ["Birte Lornsen"]);
    }

    #[test]
    fn paragraphs_in_what_is_called_plain_are_no_text() {
        let data = "<inlineData contenttype='text/plain'><![CDATA[<p>\n   Talks\nresumed.</p><p>Nobody spoke.</p>]]></inlineData>";
        assert_eq!(only_article(&item("1", "usable", data)).text, "Talks\nresumed.\n\nNobody spoke.");
    }
}
