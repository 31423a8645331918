//! What a feed or a sitemap shows: links to articles, and a sitemap's further sitemaps.

use std::io::Cursor;

use dateline_record::v1::document_time::{Origin, Precision};
use quick_xml::{
    Reader,
    events::{BytesRef, Event},
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Problem, SourceKind};
use crate::{
    decode,
    forms::{self, Content, Form, Options},
    times,
};

/// Links taken of one feed or sitemap: as many as the sitemap protocol allows.
const MAX_LINKS: usize = 50_000;

/// Bytes that tell what a document is.
const HEAD: usize = 4096;

/// Elements inside each other at most.
const MAX_DEPTH: usize = 200;

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
    /// Times that fetching it was tried.
    pub tries: u32,
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
pub(super) fn links_of(kind: SourceKind, body: &[u8], content_type: &str, url: &str) -> Result<Shown, Problem> {
    let base = Url::parse(url).map_err(|error| wrong(&error))?;
    match kind {
        SourceKind::Page => {
            Ok(Shown { links: vec![Link { url: url.to_owned(), ..Link::default() }], ..Shown::default() })
        }
        SourceKind::Feed => Ok(Shown { links: feed(body, &base)?, ..Shown::default() }),
        SourceKind::Sitemap => {
            let text = decode::decode(body, content_type).map_err(|rejection| wrong(&rejection))?;
            sitemap(&text, &base)
        }
    }
}

fn wrong(error: &dyn std::fmt::Display) -> Problem {
    Problem::failed("format", format!("it cannot be read as what it should be: {error}"))
}

/// The links of RSS, Atom or JSON Feed.
fn feed(body: &[u8], base: &Url) -> Result<Vec<Link>, Problem> {
    let form = forms::detect(body.get(..body.len().min(HEAD)).unwrap_or_default(), "", "");
    if form.map_err(|rejection| wrong(&rejection))? != Form::Feed {
        return Err(wrong(&"it is no RSS, Atom or JSON Feed"));
    }
    let (mut links, mut problem) = (Vec::new(), None);
    for item in forms::read(Box::new(Cursor::new(body.to_vec())), Form::Feed, &Options::default()) {
        match item.content {
            Ok(content) => links.extend(link_of(content, base)),
            Err(rejection) => problem = problem.or(Some(rejection)),
        }
        if links.len() >= MAX_LINKS {
            break;
        }
    }
    // One broken entry does not spoil the others; a feed of which nothing can be read is told.
    match problem {
        Some(rejection) if links.is_empty() => Err(wrong(&rejection)),
        _ => Ok(links),
    }
}

fn link_of(content: Content, base: &Url) -> Option<Link> {
    let (url, title, published) = match content {
        Content::Article(article) => (article.url, article.title, article.published_at),
        Content::Link(link) => (link.url, link.title, link.published_at),
    };
    let url = address(&url, base).filter(|_| !url.trim().is_empty())?;
    Some(Link { url, title, published_at: rfc3339(&published), tries: 0 })
}

/// A date in RFC 3339, no more exact than it is given; empty for what is none, which would have the page refused.
fn rfc3339(date: &str) -> String {
    let Some(time) = times::parse(date, Origin::Feed) else { return String::new() };
    match time.precision() {
        Precision::Second => time.value,
        Precision::Day => time.value.get(..10).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

/// A whole address of the web.
fn address(href: &str, base: &Url) -> Option<String> {
    let url = base.join(href.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// One `url` or `sitemap` of a sitemap.
#[derive(Default)]
struct Place {
    loc: String,
    changed: String,
    title: String,
    published: String,
}

/// Reads a sitemap or a sitemap index, news or not.
fn sitemap(text: &str, base: &Url) -> Result<Shown, Problem> {
    let mut reader = Reader::from_str(text);
    let mut map = Sitemap {
        base,
        path: Vec::new(),
        place: Place::default(),
        found: false,
        links: Vec::new(),
        sitemaps: Vec::new(),
    };
    while map.links.len() + map.sitemaps.len() < MAX_LINKS {
        match reader.read_event().map_err(|error| wrong(&error))? {
            Event::Start(start) => map.open(start.local_name().as_ref())?,
            Event::Text(text) => map.text(&text),
            Event::CData(text) => map.text(&text),
            Event::GeneralRef(entity) => map.text(&resolved(&entity)),
            Event::End(_) => map.close(),
            Event::Eof => break,
            _ => {}
        }
    }
    if !map.found {
        return Err(wrong(&"this is no sitemap"));
    }
    map.sitemaps.sort_by(|a, b| b.cmp(a));
    Ok(Shown { links: map.links, sitemaps: map.sitemaps.into_iter().map(|(_, url)| url).collect() })
}

/// A sitemap while it is read.
struct Sitemap<'a> {
    base: &'a Url,
    /// Names of the elements that are open.
    path: Vec<String>,
    place: Place,
    found: bool,
    links: Vec<Link>,
    /// With when they changed.
    sitemaps: Vec<(String, String)>,
}

impl Sitemap<'_> {
    fn open(&mut self, name: &str) -> Result<(), Problem> {
        if self.path.len() >= MAX_DEPTH {
            return Err(wrong(&format!("more than {MAX_DEPTH} elements are inside each other")));
        }
        self.found |= matches!(name, "urlset" | "sitemapindex");
        if matches!(name, "url" | "sitemap") {
            self.place = Place::default();
        }
        self.path.push(name.to_owned());
        Ok(())
    }

    fn text(&mut self, text: &str) {
        // An image has a place and a title too: what counts is whose they are.
        let place = &mut self.place;
        let field = match self.path.as_slice() {
            [.., of, name] if matches!(of.as_str(), "url" | "sitemap") => match name.as_str() {
                "loc" => &mut place.loc,
                "lastmod" => &mut place.changed,
                _ => return,
            },
            [.., of, name] if of == "news" => match name.as_str() {
                "title" => &mut place.title,
                "publication_date" => &mut place.published,
                _ => return,
            },
            _ => return,
        };
        field.push_str(text);
    }

    fn close(&mut self) {
        match self.path.pop().as_deref() {
            Some("url") => self.links.extend(std::mem::take(&mut self.place).link(self.base)),
            Some("sitemap") => self.sitemaps.extend(std::mem::take(&mut self.place).sitemap(self.base)),
            _ => {}
        }
    }
}

/// The character of a reference; nothing for one that XML does not know by itself.
fn resolved(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(entity).unwrap_or_default().to_owned()
}

impl Place {
    fn link(self, base: &Url) -> Option<Link> {
        let url = address(&self.loc, base)?;
        Some(Link { url, title: self.title.trim().to_owned(), published_at: moment(&self.published), tries: 0 })
    }

    /// With when it changed, to sort by.
    fn sitemap(self, base: &Url) -> Option<(String, String)> {
        Some((self.changed.trim().to_owned(), address(&self.loc, base)?))
    }
}

/// A date or moment as ingest takes it; nothing where it is none.
fn moment(text: &str) -> String {
    let text = text.trim();
    let known = text.parse::<jiff::Timestamp>().is_ok() || text.parse::<jiff::civil::Date>().is_ok();
    if known { text.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: SourceKind, body: &str) -> Result<Shown, Problem> {
        links_of(kind, body.as_bytes(), "", "https://news.example/feeds/all.xml")
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
        assert_eq!(read(SourceKind::Sitemap, laughs).unwrap().links[0].url, "https://news.example/");
    }
}
