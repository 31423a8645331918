//! Sitemaps: links to articles with what a news sitemap says of them, and links to further sitemaps.

use url::Url;

use super::{
    Content, Entries, Item, Link, Options, Passed, Target,
    input::Input,
    xml::{self, Element, Vocabulary},
};
use crate::{Rejection, urls};

/// Links of a sitemap, or of an index of sitemaps.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    xml::entries(
        input,
        &options.limits,
        Sitemap { source: options.source.clone(), base: Url::parse(&options.base).ok() },
    )
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
        let loc = entry.text_of(&["loc"]);
        let whole = self.base.as_ref().filter(|_| !loc.is_empty()).and_then(|base| base.join(&loc).ok());
        let url = whole.map_or_else(|| urls::parse(&loc), |url| Ok(url.into()))?;
        let mut link = Link {
            target,
            url,
            source: self.source.clone(),
            modified_at: entry.text_of(&["lastmod"]),
            ..Link::default()
        };
        if let Some(news) = entry.child("news:news") {
            link.title = news.text_of(&["news:title"]);
            link.published_at = news.text_of(&["news:publication_date"]);
            let keywords = news.text_of(&["news:keywords"]);
            link.keywords = super::list(&keywords, &[',', ';']);
            if let Some(publication) = news.child("news:publication") {
                link.language = publication.text_of(&["news:language"]);
                let name = publication.text_of(&["news:name"]);
                link.source = if name.is_empty() { link.source } else { name };
            }
        }
        Ok(link)
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
}
