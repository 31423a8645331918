//! What a feed or a sitemap shows: links to articles, and a sitemap's further sitemaps.

use std::io::Cursor;

use bytes::Bytes;
use dateline_record::v1::document_time::{Origin, Precision};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Problem, SourceKind};
use crate::{
    forms::{self, Content, Form, Options, Target},
    times,
};

/// Links taken of one feed or sitemap: as many as the sitemap protocol allows.
const MAX_LINKS: usize = 50_000;

/// Bytes that tell what a document is.
const HEAD: usize = 4096;

/// A link to an article, with what the source says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Link {
    /// Address of the article.
    pub url: String,
    /// Headline; empty when there is none.
    pub title: String,
    /// When it was published, in RFC 3339; empty when that is not said.
    pub published_at: String,
    /// When it was last changed, in the same form.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub modified_at: String,
    /// Times that fetching it was tried.
    pub tries: u32,
    /// Whether it was fetched before and has changed since.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub changed: bool,
}

impl Link {
    /// The latest that the source says of it, in seconds since 1970.
    pub(super) fn dated(&self) -> Option<i64> {
        second(&self.published_at).max(second(&self.modified_at))
    }
}

fn second(date: &str) -> Option<i64> {
    let day = || TimeZone::UTC.to_timestamp(date.parse::<Date>().ok()?.at(0, 0, 0, 0)).ok();
    date.parse().ok().or_else(day).map(Timestamp::as_second)
}

/// What a source shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// Links to articles, in its order.
    pub(super) links: Vec<Link>,
    /// Further sitemaps, the one changed last first.
    pub(super) sitemaps: Vec<String>,
}

/// Reads a feed or a sitemap that was fetched from `url`. A page shows itself.
///
/// # Errors
/// `format` when it is neither.
pub(super) fn links_of(kind: SourceKind, body: Bytes, url: &str) -> Result<Shown, Problem> {
    match kind {
        SourceKind::Page => {
            Ok(Shown { links: vec![Link { url: url.to_owned(), ..Link::default() }], ..Shown::default() })
        }
        SourceKind::Feed if form_of(&body)? == Form::Feed => shown(body, Form::Feed, url),
        SourceKind::Feed => Err(wrong(&"it is no RSS, Atom or JSON Feed")),
        SourceKind::Sitemap if form_of(&body)? == Form::Sitemap => shown(body, Form::Sitemap, url),
        SourceKind::Sitemap => Err(wrong(&"it is no sitemap")),
    }
}

fn wrong(error: &dyn std::fmt::Display) -> Problem {
    Problem::failed("format", format!("it cannot be read as what it should be: {error}"))
}

fn form_of(body: &[u8]) -> Result<Form, Problem> {
    forms::detect(body.get(..body.len().min(HEAD)).unwrap_or_default(), "", "").map_err(|rejection| wrong(&rejection))
}

/// The links of a feed or a sitemap.
fn shown(body: Bytes, form: Form, url: &str) -> Result<Shown, Problem> {
    let options = Options { base: url.to_owned(), links_only: true, ..Options::default() };
    let (mut links, mut sitemaps, mut problem) = (Vec::new(), Vec::new(), None);
    for item in forms::read(Box::new(Cursor::new(body)), form, &options) {
        match item.content {
            Ok(Content::Link(link)) if link.target == Target::Sitemap => {
                sitemaps.extend(of_web(link.url).map(|url| (link.modified_at, url)));
            }
            Ok(Content::Link(link)) => links.extend(link_of(link)),
            // It has no link: there is nothing to fetch.
            Ok(Content::Article(_)) => {}
            // A site may have had no news of late.
            Err(rejection) if rejection.reason == "empty" && item.location.is_empty() => {}
            Err(rejection) => problem = problem.or(Some(rejection)),
        }
        if links.len() + sitemaps.len() >= MAX_LINKS {
            break;
        }
    }
    // One broken entry does not spoil the others; what holds nothing that can be read is told.
    if let Some(rejection) = problem.filter(|_| links.is_empty() && sitemaps.is_empty()) {
        return Err(wrong(&rejection));
    }
    sitemaps.sort_by(|a, b| b.cmp(a));
    Ok(Shown { links, sitemaps: sitemaps.into_iter().map(|(_, url)| url).collect() })
}

fn link_of(link: forms::Link) -> Option<Link> {
    let (published_at, modified_at) = (rfc3339(&link.published_at), rfc3339(&link.modified_at));
    of_web(link.url).map(|url| Link { url, title: link.title, published_at, modified_at, ..Link::default() })
}

/// An address of the web as it is requested.
fn of_web(url: String) -> Option<String> {
    Url::parse(&url).ok().filter(|url| matches!(url.scheme(), "http" | "https")).map(String::from)
}

/// A date in RFC 3339, no more exact than it is given; empty for what is none, which would have the page refused.
fn rfc3339(date: &str) -> String {
    let Some(time) = times::read(date, Origin::Feed) else { return String::new() };
    match time.precision() {
        Precision::Second => time.value,
        Precision::Day => time.value.get(..10).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: SourceKind, body: &str) -> Result<Shown, Problem> {
        links_of(kind, Bytes::copy_from_slice(body.as_bytes()), "https://news.example/feeds/all.xml")
    }

    #[test]
    fn a_source_without_news_is_none_that_fails() {
        let feed = r#"<rss version="2.0"><channel><title>News</title></channel></rss>"#;
        assert_eq!(read(SourceKind::Feed, feed).map(|shown| shown.links.len()).ok(), Some(0));
        assert_eq!(read(SourceKind::Sitemap, "<urlset/>").map(|shown| shown.links.len()).ok(), Some(0));
        assert!(read(SourceKind::Feed, "<rss><channel><item></item></channel></rss>").is_err());
    }

    #[test]
    fn a_feed_shows_its_links_with_what_it_says_of_them() {
        let rss = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
            <item><title>Port closes</title><link>https://news.example/port?a=1&amp;b=2</link>
              <pubDate>Mon, 02 Mar 2026 10:00:00 +0100</pubDate></item>
            <item><title><![CDATA[<b>Bold</b> claim]]></title><link>/claim</link></item>
            <item><title>No link</title></item>
            <item><title>Mail</title><link>mailto:a@news.example</link></item></channel></rss>"#;
        let links = read(SourceKind::Feed, rss).unwrap().links;
        assert_eq!(links.len(), 2);
        assert_eq!(links[0].url, "https://news.example/port?a=1&b=2");
        assert_eq!(
            (links[0].title.as_str(), links[0].published_at.as_str()),
            ("Port closes", "2026-03-02T10:00:00+01:00")
        );
        assert_eq!((links[1].url.as_str(), links[1].title.as_str()), ("https://news.example/claim", "Bold claim"));
    }

    #[test]
    fn atom_and_json_feeds_are_read() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>N</title><updated>2026-03-02T09:00:00Z</updated>
            <entry><id>1</id><title>One</title><updated>2026-03-02T09:00:00Z</updated>
              <link rel="enclosure" href="https://news.example/a.mp3"/><link href="https://news.example/one"/></entry></feed>"#;
        let links = read(SourceKind::Feed, atom).unwrap().links;
        assert_eq!((links[0].url.as_str(), links[0].published_at.as_str()), ("https://news.example/one", ""));
        assert_eq!(links[0].dated(), Some(1_772_442_000));
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "N", "items": [{"id": "1", "content_text": "x",
            "url": "https://news.example/two", "date_published": "2026-03-02T09:00:00Z"}]}"#;
        assert_eq!(read(SourceKind::Feed, json).unwrap().links[0].url, "https://news.example/two");
    }

    #[test]
    fn a_news_sitemap_shows_titles_and_dates() {
        let xml = r#"<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="n" xmlns:image="i">
            <url><loc>https://news.example/a?x=1&amp;y=2</loc><lastmod>2026-03-03</lastmod><news:news><news:publication><news:name>N</news:name>
              </news:publication><news:publication_date>2026-03-02T09:00:00+01:00</news:publication_date>
              <news:title>Fish &amp; chips</news:title></news:news><image:image><image:loc>https://i.example/x.jpg</image:loc></image:image></url>
            <url><loc> /b </loc><news:publication_date>yesterday</news:publication_date></url><url/></urlset>"#;
        let links = read(SourceKind::Sitemap, xml).unwrap().links;
        assert_eq!(links.len(), 2);
        assert_eq!(links[0].url, "https://news.example/a?x=1&y=2");
        assert_eq!(
            (links[0].title.as_str(), links[0].published_at.as_str()),
            ("Fish & chips", "2026-03-02T09:00:00+01:00")
        );
        assert_eq!((links[1].url.as_str(), links[1].published_at.as_str()), ("https://news.example/b", ""));
    }

    #[test]
    fn an_index_shows_its_sitemaps_the_latest_first() {
        let xml = "<sitemapindex><sitemap><loc>https://news.example/1.xml</loc><lastmod>2026-01-01</lastmod></sitemap>\
                   <sitemap><loc>https://news.example/2.xml</loc><lastmod>2026-02-01</lastmod></sitemap></sitemapindex>";
        let shown = read(SourceKind::Sitemap, xml).unwrap();
        assert_eq!(shown.sitemaps, ["https://news.example/2.xml", "https://news.example/1.xml"]);
    }

    #[test]
    fn what_is_neither_is_told() {
        let page = "<!DOCTYPE html><html><body><p>Not found</p></body></html>";
        for kind in [SourceKind::Feed, SourceKind::Sitemap] {
            assert_eq!(read(kind, page).unwrap_err().reason, "format");
            assert_eq!(read(kind, "plain text").unwrap_err().reason, "format");
            assert_eq!(read(kind, "").unwrap_err().reason, "format");
        }
    }

    #[test]
    fn hostile_xml_takes_no_stack_and_no_memory() {
        let deep = format!("<rss version=\"2.0\"><channel>{}", "<a>".repeat(100_000));
        assert_eq!(read(SourceKind::Feed, &deep).unwrap_err().reason, "format");
        assert!(read(SourceKind::Sitemap, &deep).is_err());
        let laughs = r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
            <urlset><url><loc>https://news.example/&c;</loc></url></urlset>"#;
        assert_eq!(read(SourceKind::Sitemap, laughs).unwrap_err().reason, "format");
    }
}
