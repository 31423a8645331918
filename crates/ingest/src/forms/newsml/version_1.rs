//! NewsML 1: what agencies sent before NewsML-G2, and some still send.

use dateline_record::v1::RawArticle;

use super::nitf;
use crate::{
    bylines, decode,
    forms::{
        dates::{changed, first_date, not_before},
        list, wire,
        xml::Element,
    },
};

/// What an item says; without text and HTML where it has none.
pub(super) fn article(entry: &Element, source: &str) -> RawArticle {
    let text = |name: &str| entry.find(name).map(Element::text).unwrap_or_default();
    let party = |name: &str| entry.find(name).and_then(|owner| owner.find("Party")).map(formal_name);
    let named = ["Provider", "Source"].into_iter().filter_map(party).find(|name| !name.is_empty()).unwrap_or(source);
    let mut article = RawArticle {
        id: id(entry),
        title: text("HeadLine"),
        source: named.to_owned(),
        language: entry.find("Language").map(formal_name).unwrap_or_default().to_owned(),
        published_at: not_before(
            first_date(["FirstCreated", "ThisRevisionCreated", "DateId"].iter().map(|name| text(name))),
            &embargo(entry),
        ),
        bylines: bylines::given(&text("ByLine")).into_iter().filter(|name| !wire::is_login(name)).collect(),
        keywords: keywords(entry),
        ..RawArticle::default()
    };
    let version = text("RevisionId");
    if wire::is_later_version(&version, !text("FirstCreated").is_empty()) {
        article.modified_at = changed(&article.published_at, [text("ThisRevisionCreated")]);
    }
    article.subtitle = text("SubHeadLine");
    fill_text(&mut article, entry, &text("DateLine"));
    article
}

fn keywords(entry: &Element) -> Vec<String> {
    let lines = entry.descendants().into_iter().filter(|element| element.name == "KeywordLine");
    lines.flat_map(|line| list(&line.text(), &[',', ';'])).collect()
}

/// The first text of an item; where that is the lead of another, both.
fn fill_text(article: &mut RawArticle, entry: &Element, dateline: &str) {
    let (mut lead, mut contents) = (String::new(), Vec::new());
    collect_contents(entry, "", &mut contents);
    for (role, content) in contents {
        fill(article, content, if lead.is_empty() { dateline } else { "" });
        if is_lead(role) && lead.is_empty() {
            lead = std::mem::take(&mut article.text);
        }
        if !article.text.is_empty() || !article.html.is_empty() {
            break;
        }
    }
    if article.text.is_empty() && article.html.is_empty() {
        article.text = lead;
    } else if !article.html.is_empty() && !lead.is_empty() {
        article.html.insert_str(0, &format!("<p>{}</p>", htmlize::escape_text(lead)));
    } else if !lead.is_empty() && !article.text.starts_with(&lead) {
        article.text = format!("{lead}\n\n{}", article.text);
    }
}

/// Contents that are text, each with the role of the component that it is in; without those whose role is to say something
/// of the text, or of a picture.
fn collect_contents<'e>(element: &'e Element, role: &'e str, contents: &mut Vec<(&'e str, &'e Element)>) {
    const NO_TEXT: [&str; 9] =
        ["title", "headline", "byline", "dateline", "caption", "keyword", "copyright", "credit", "slug"];
    let role = element.child("Role").filter(|_| element.name == "NewsComponent").map_or(role, formal_name);
    let is_of_text = || !NO_TEXT.iter().any(|other| role.to_ascii_lowercase().contains(other));
    if element.name == "ContentItem" && is_text(element) && is_of_text() {
        contents.push((role, element));
    }
    element.elements().for_each(|child| collect_contents(child, role, contents));
}

fn is_lead(role: &str) -> bool {
    let role = wire::bare_code(role);
    ["lead", "lede", "intro", "chapo"].iter().any(|lead| role.eq_ignore_ascii_case(lead))
}

/// How many items a package holds: the first text in it is read with what the package says.
pub(super) fn nested(entry: &Element) -> usize {
    entry.descendants().into_iter().skip(1).filter(|element| element.name == "NewsItem").count()
}

/// Why an item is not to be read, by its status.
pub(super) fn unwanted(entry: &Element) -> Option<&'static str> {
    let status = entry.find("Status").map(formal_name).unwrap_or_default();
    // Without a time it is kept back until further notice.
    let kept_back =
        || (status.eq_ignore_ascii_case("embargoed") && embargo(entry).is_empty()).then_some(wire::WITHHELD);
    wire::withdrawn(status).or_else(kept_back)
}

/// When an item that may not be published yet becomes one that may.
fn embargo(entry: &Element) -> String {
    let has = |status: &Element, name: &str| formal_name(status).eq_ignore_ascii_case(name);
    let usable = |status: &Element| has(status, "usable");
    let kept = entry.find("Status").is_some_and(|status| has(status, "embargoed"));
    let change = entry.find("StatusWillChange").filter(|_| kept);
    let ends = change.filter(|change| change.find("FutureStatus").is_some_and(usable));
    ends.and_then(|change| change.find("DateAndTime")).map(Element::text).unwrap_or_default()
}

fn formal_name(element: &Element) -> &str {
    element.attribute("FormalName")
}

/// The identity of an item over its revisions: its public identifier names one of them.
fn id(entry: &Element) -> String {
    let part = |name: &str| entry.find(name).map(Element::text).filter(|part| !part.is_empty());
    match (part("ProviderId"), part("DateId"), part("NewsItemId")) {
        (Some(provider), Some(date), Some(item)) => format!("urn:newsml:{provider}:{date}:{item}"),
        _ => part("PublicIdentifier").unwrap_or_default(),
    }
}

fn is_text(content: &Element) -> bool {
    content.child("MediaType").is_none_or(|kind| formal_name(kind).eq_ignore_ascii_case("text"))
}

fn fill(article: &mut RawArticle, content: &Element, dateline: &str) {
    let Some(data) = content.find("DataContent") else { return };
    if let Some(document) = data.find("nitf") {
        return nitf::fill(article, document);
    }
    let raw = data.raw_text();
    if data.elements().next().is_none() && decode::is_html(&raw, "") {
        article.html = raw;
        return;
    }
    let body = data.find("body.content").or_else(|| data.find("body")).unwrap_or(data);
    let text = if data.elements().next().is_none() { raw.trim().to_owned() } else { body.paragraphs() };
    article.text = wire::with_dateline(dateline, &text);
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use crate::forms::{Content, Form, Item, Options, read};

    fn item(status: &str, kind: &str) -> String {
        format!(
            "<NewsItem><Identification><NewsIdentifier><ProviderId>wire.example</ProviderId><DateId>20240402</DateId>\
             <NewsItemId>7</NewsItemId><RevisionId>2</RevisionId><PublicIdentifier>urn:newsml:wire.example:20240402:7:2\
             </PublicIdentifier></NewsIdentifier></Identification><NewsManagement><FirstCreated>20240402T130000Z\
             </FirstCreated><Status FormalName='{status}'/></NewsManagement><NewsComponent><NewsLines>\
             <HeadLine>Talks resume</HeadLine><ByLine>By A. Writer</ByLine><DateLine>Paris, April 2, 2024 (Wire)</DateLine>\
             </NewsLines><AdministrativeMetadata><Provider><Party FormalName='Wire'/></Provider></AdministrativeMetadata>\
             <DescriptiveMetadata><Language FormalName='en'/></DescriptiveMetadata><NewsComponent><ContentItem>\
             <MediaType FormalName='{kind}'/><DataContent><p>Talks on the harbour resumed.</p><p>Nobody spoke.</p>\
             </DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem>"
        )
    }

    #[test]
    fn an_item_is_an_article_and_what_is_none_is_counted() {
        let package = item("Usable", "Text").replace("</NewsItem>", &format!("{}</NewsItem>", item("Usable", "Text")));
        let items = [package, item("Canceled", "Text"), item("Usable", "Photo")].concat();
        let input = Box::new(Cursor::new(format!("<?xml version='1.0'?><NewsML>{items}</NewsML>")));
        let mut reader = read(input, Form::NewsMl, &Options::default());
        let read: Vec<Item> = reader.by_ref().collect();
        let [Item { content: Ok(Content::Article(article)), .. }] = &read[..] else { panic!("one: {read:?}") };
        let text = "Paris, April 2, 2024 (Wire) — Talks on the harbour resumed.\n\nNobody spoke.";
        assert_eq!((article.text.as_str(), article.title.as_str()), (text, "Talks resume"));
        assert_eq!(
            (article.id.as_str(), article.source.as_str(), article.language.as_str()),
            ("urn:newsml:wire.example:20240402:7", "Wire", "en")
        );
        assert_eq!(article.bylines, ["A. Writer"]);
        assert_eq!(
            crate::parse(article, &crate::Limits::default()).unwrap().published_at.unwrap().value,
            "2024-04-02T13:00:00Z"
        );
        assert_eq!(reader.passed().values().sum::<u64>(), 3);
        assert_eq!(reader.passed().get("news item inside another"), Some(&1));
    }

    fn read_one(item: String) -> (Option<super::RawArticle>, String) {
        let mut reader = read(Box::new(Cursor::new(item)), Form::NewsMl, &Options::default());
        let article = match reader.next().map(|item| item.content) {
            Some(Ok(Content::Article(article))) => Some(*article),
            _ => None,
        };
        (article, reader.passed().keys().copied().collect())
    }

    fn parts(parts: &[(&str, &str)]) -> String {
        let part = |(role, text): &(&str, &str)| {
            format!(
                "<NewsComponent><Role FormalName='{role}'/><ContentItem><DataContent>{text}</DataContent></ContentItem>\
                 </NewsComponent>"
            )
        };
        let parts: String = parts.iter().map(part).collect();
        format!(
            "<NewsItem><NewsComponent><NewsLines><HeadLine>Talks resume</HeadLine><KeywordLine>talks, harbour</KeywordLine>\
             </NewsLines><AdministrativeMetadata><Source><Party FormalName='Wire'/></Source></AdministrativeMetadata>\
             {parts}</NewsComponent></NewsItem>"
        )
    }

    #[test]
    fn a_text_in_parts_is_one_and_a_caption_is_none() {
        let whole = parts(&[("Title", "Talks resume"), ("Lead", "Talks resumed."), ("Body", "Nobody spoke.")]);
        let article = read_one(whole).0.unwrap();
        assert_eq!(article.text, "Talks resumed.\n\nNobody spoke.");
        assert_eq!((article.source.as_str(), article.keywords.join("|")), ("Wire", "talks|harbour".into()));
        let repeated = parts(&[("Lead", "Talks resumed."), ("Main", "Talks resumed.\n\nNobody spoke.")]);
        assert_eq!(read_one(repeated).0.unwrap().text, "Talks resumed.\n\nNobody spoke.");
        assert_eq!(read_one(parts(&[("Lead", "Talks resumed.")])).0.unwrap().text, "Talks resumed.");
        let picture = read_one(parts(&[("Caption", "The harbour on Tuesday.")]));
        assert_eq!(picture, (None, "news item other than text".to_owned()));
    }

    #[test]
    fn an_embargo_is_when_an_item_is_published() {
        let embargoed = item("Embargoed", "Text");
        assert_eq!(read_one(embargoed.clone()), (None, "news item that is withheld".to_owned()));
        let ends = "<StatusWillChange><FutureStatus FormalName='Usable'/><DateAndTime>20240403T050000Z</DateAndTime>\
            </StatusWillChange></NewsManagement>";
        let article = read_one(embargoed.replace("</NewsManagement>", ends)).0.unwrap();
        assert_eq!(article.published_at, "20240403T050000Z");
    }
}
