//! NewsML 1: what agencies sent before NewsML-G2, and some still send.

use dateline_record::v1::RawArticle;

use super::{super::first_date, nitf};
use crate::{bylines, decode, forms::xml::Element};

/// What an item says; without text and HTML where it has none.
pub(super) fn article(entry: &Element, source: &str) -> RawArticle {
    let text = |name: &str| entry.find(name).map(Element::text).unwrap_or_default();
    let provider = entry.find("Provider").and_then(|provider| provider.find("Party"));
    let named = provider.map_or(source, |party| formal_name(party));
    let mut article = RawArticle {
        id: id(entry),
        title: text("HeadLine"),
        source: named.to_owned(),
        language: entry.find("Language").map(formal_name).unwrap_or_default().to_owned(),
        published_at: first_date(["FirstCreated", "ThisRevisionCreated", "DateId"].iter().map(|name| text(name))),
        bylines: bylines::given(&text("ByLine")).into_iter().filter(|name| !nitf::is_login(name)).collect(),
        keywords: entry.descendants().into_iter().filter(|e| e.name == "KeywordLine").map(Element::text).collect(),
        ..RawArticle::default()
    };
    for content in entry.descendants().into_iter().filter(|element| element.name == "ContentItem" && is_text(element)) {
        fill(&mut article, content, &text("DateLine"));
        if !article.text.is_empty() || !article.html.is_empty() {
            break;
        }
    }
    article
}

/// How many items a package holds: the first text in it is read with what the package says.
pub(super) fn nested(entry: &Element) -> usize {
    entry.descendants().into_iter().skip(1).filter(|element| element.name == "NewsItem").count()
}

/// Why an item is not to be read, by its status.
pub(super) fn unwanted(entry: &Element) -> Option<&'static str> {
    match entry.find("Status").map(formal_name).unwrap_or_default().to_ascii_lowercase().as_str() {
        "canceled" | "cancelled" => Some("news item that is cancelled"),
        "withheld" | "embargoed" => Some("news item that is withheld"),
        _ => None,
    }
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
    article.text = nitf::with_dateline(dateline, &text);
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
}
