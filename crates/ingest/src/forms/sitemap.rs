//! Sitemaps: links to articles with what a news sitemap says of them, and links to further sitemaps; as XML or as plain
//! text with an address a line.

use std::io::{BufRead as _, Read as _};

use url::Url;

use super::{
    Content, Entries, Item, Link, Options, Passed, Target,
    input::Input,
    markup::resolved,
    peek,
    xml::{self, Element, Vocabulary},
};
use crate::{Rejection, urls};

/// Links of a sitemap, or of an index of sitemaps.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    let sitemap = Sitemap { source: options.source.clone(), base: Url::parse(&options.base).ok() };
    let (head, input) = peek(input, HEAD);
    // UTF-16 has a zero beside the bracket.
    if head.contains(&b'<') {
        xml::entries(input, &options.limits, sitemap)
    } else {
        Box::new(Lines { sitemap, input, number: 0 })
    }
}

/// Bytes before a sitemap's first bracket at most.
const HEAD: u64 = 4096;

/// A sitemap that is plain text.
struct Lines {
    sitemap: Sitemap,
    input: Input,
    number: u64,
}

impl Lines {
    /// The next line that is not empty, as far as an address may go.
    fn line(&mut self) -> std::io::Result<Option<String>> {
        const LONGEST: u64 = 8 << 10;
        let mut line = Vec::new();
        while (&mut self.input).take(LONGEST).read_until(b'\n', &mut line)? > 0 {
            let is_whole = line.ends_with(b"\n");
            let text = String::from_utf8_lossy(&line).trim_matches(|c: char| crate::is_blank(c)).to_owned();
            // The rest of a longer one is none.
            let mut rest = is_whole;
            while !rest {
                line.clear();
                rest = (&mut self.input).take(LONGEST).read_until(b'\n', &mut line)? == 0 || line.ends_with(b"\n");
            }
            line.clear();
            self.number += 1;
            if !text.is_empty() {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }
}

impl Entries for Lines {
    fn next(&mut self, _: &mut Passed) -> Option<Item> {
        let line = match self.line() {
            Ok(line) => line?,
            Err(error) => {
                self.input = Box::new(std::io::empty());
                return Some(super::whole::broken(format!("line {}", self.number + 1), &error));
            }
        };
        let link =
            self.sitemap.url(&line).map(|url| Link { url, source: self.sitemap.source.clone(), ..Link::default() });
        Some(Item { location: format!("line {}", self.number), content: link.map(Content::Link) })
    }
}

struct Sitemap {
    source: String,
    base: Option<Url>,
}

impl Vocabulary for Sitemap {
    const ENTRIES: &'static [&'static str] = &["url", "sitemap"];

    fn context(&mut self, _: &[String], _: &[(String, String)], _: &str) {}

    fn item(&mut self, entry: Element, location: String, _: &mut Passed) -> Option<Item> {
        let content = self.link(&entry).map(Content::Link);
        Some(Item { location, content })
    }
}

impl Sitemap {
    fn link(&self, entry: &Element) -> Result<Link, Rejection> {
        let target = if entry.name == "sitemap" { Target::Sitemap } else { Target::Article };
        let mut link = Link {
            target,
            url: self.url(&entry.text_of(&["loc"]))?,
            source: self.source.clone(),
            modified_at: entry.text_of(&["lastmod"]),
            ..Link::default()
        };
        if let Some(news) = entry.child("news:news") {
            // Some software escapes it twice.
            link.title = resolved(&news.text_of(&["news:title"]));
            link.published_at = news.text_of(&["news:publication_date"]);
            let keywords = news.text_of(&["news:keywords"]);
            link.keywords = super::list(&keywords, &[',', ';']);
            if let Some(publication) = news.child("news:publication") {
                link.language = publication.text_of(&["news:language"]);
                let name = resolved(&publication.text_of(&["news:name"]));
                link.source = if name.is_empty() { link.source } else { name };
            }
        }
        Ok(link)
    }

    /// The address of a page, resolved against that of the sitemap.
    fn url(&self, loc: &str) -> Result<String, Rejection> {
        let whole = self.base.as_ref().filter(|_| !loc.is_empty()).and_then(|base| base.join(loc).ok());
        whole.map_or_else(|| urls::parse(loc), |url| Ok(url.into()))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::forms::{Form, read};

    fn items(xml: &str) -> Vec<Result<Content, Rejection>> {
        let input = Box::new(Cursor::new(xml.to_owned().into_bytes()));
        read(input, Form::Sitemap, &Options::default()).map(|item| item.content).collect()
    }

    #[test]
    fn news_are_links_with_what_is_said_of_them() {
        let items = items(
            "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'
                xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>
            <url><loc> https://paper.example/a?x=1&amp;y=2 </loc><lastmod>2024-04-02</lastmod><n:news>
              <n:publication><n:name>The Example</n:name><n:language>en</n:language></n:publication>
              <n:publication_date>2024-04-02T15:30:00+02:00</n:publication_date><n:title>Talks &amp; more</n:title>
              <n:keywords>talks, peace</n:keywords></n:news></url>
            <url><loc>nowhere</loc></url><url><loc>https://paper.example/b</loc></url></urlset>",
        );
        let Ok(Content::Link(link)) = &items[0] else { panic!("a link: {items:?}") };
        assert_eq!(link.url, "https://paper.example/a?x=1&y=2");
        assert_eq!(
            (link.title.as_str(), link.source.as_str(), link.language.as_str()),
            ("Talks & more", "The Example", "en")
        );
        assert_eq!(
            (link.published_at.as_str(), link.modified_at.as_str()),
            ("2024-04-02T15:30:00+02:00", "2024-04-02")
        );
        assert_eq!(link.keywords, ["talks", "peace"]);
        assert_eq!(items[1].as_ref().unwrap_err().reason, "url");
        assert!(items[2].is_ok());
    }

    #[test]
    fn an_index_leads_to_sitemaps() {
        let items = items("<sitemapindex><sitemap><loc>https://paper.example/s.xml</loc></sitemap></sitemapindex>");
        let [Ok(Content::Link(link))] = &items[..] else { panic!("a link: {items:?}") };
        assert_eq!((link.target, link.url.as_str()), (Target::Sitemap, "https://paper.example/s.xml"));
    }

    #[test]
    fn a_sitemap_may_be_plain_text() {
        let long = "c".repeat(20_000);
        let text = format!(
            "\u{feff}https://paper.example/a\r\n\n https://paper.example/b \nhttps://paper.example/{long}\nnowhere"
        );
        assert_eq!(crate::forms::detect(&text.as_bytes()[..4096], "a.txt", "text/plain"), Ok(Form::Sitemap));
        assert_eq!(crate::forms::detect(b"https://paper.example/a is where it is.", "a.txt", ""), Ok(Form::Text));
        let items = items(&text);
        let url = |item: &Result<Content, Rejection>| match item {
            Ok(Content::Link(link)) => link.url.clone(),
            other => panic!("no link: {other:?}"),
        };
        assert_eq!([url(&items[0]), url(&items[1])], ["https://paper.example/a", "https://paper.example/b"]);
        assert_eq!((url(&items[2]).len(), items.len()), (8 << 10, 4));
        assert_eq!(items[3].as_ref().unwrap_err().reason, "url");
    }

    #[test]
    fn names_escaped_twice_and_namespaces_with_a_slash_are_read() {
        let items = items(
            "<urlset xmlns:n='https://www.google.com/schemas/sitemap-news/0.9/'><url><loc>https://paper.example/a</loc>
            <n:news><n:publication><n:name>A &amp;amp; B</n:name></n:publication><n:title>Talks &amp;amp; more</n:title></n:news></url></urlset>",
        );
        let Ok(Content::Link(link)) = &items[0] else { panic!("a link: {items:?}") };
        assert_eq!((link.title.as_str(), link.source.as_str()), ("Talks & more", "A & B"));
    }
}
