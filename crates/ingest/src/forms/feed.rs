//! RSS 0.9 to 2.0 and Atom: articles where an entry has its content, links where it has a summary.

pub(super) mod content;
pub(super) mod people;
mod pictures;

use std::collections::HashSet;

use dateline_record::v1::{RawArticle, document_time::Origin};
use url::Url;

use super::{
    Content, Entries, Item, Link, Options, Passed, before_source,
    dates::first_date,
    input::Input,
    json_feed,
    markup::{resolved, shown, strip_tags},
    peek,
    xml::{self, Element, Vocabulary},
};
use crate::{Rejection, language, metadata, times, urls};
use content::{article, html_of, title};

/// Bytes before a feed's first bracket at most.
const LEAD: u64 = 256;

/// The entries of a feed in XML or JSON.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    let (head, input) = peek(input, LEAD);
    if head.iter().find(|byte| b"<{".contains(byte)) == Some(&b'{') {
        return json_feed::entries(input, options);
    }
    let feed = Feed {
        source: options.source.clone(),
        links_only: options.links_only,
        language: String::new(),
        title: String::new(),
        authors: Vec::new(),
        base: Base { given: Url::parse(&options.base).ok(), ..Base::default() },
    };
    xml::entries(input, &options.limits, feed)
}

/// What the feed says for all of its entries.
struct Feed {
    source: String,
    links_only: bool,
    language: String,
    title: String,
    /// Whose every entry is that names nobody.
    authors: Vec<String>,
    base: Base,
}

/// Against what relative links are resolved: the first of these.
#[derive(Default)]
pub(super) struct Base {
    /// What the document says.
    pub(super) own: Option<Url>,
    /// The site that it is the feed of.
    pub(super) site: Option<Url>,
    /// Where it was fetched.
    pub(super) given: Option<Url>,
}

impl Base {
    fn url(&self) -> Option<&Url> {
        self.own.as_ref().or(self.site.as_ref()).or(self.given.as_ref())
    }

    /// A URL that may itself be relative; none where it cannot be resolved.
    pub(super) fn join(&self, url: &str) -> Option<Url> {
        match self.url() {
            Some(base) => base.join(url).ok(),
            None => Url::parse(url).ok(),
        }
    }
}

impl Vocabulary for Feed {
    const ENTRIES: &'static [&'static str] = &["item", "entry"];

    fn root(&mut self, attributes: &[(String, String)]) {
        let attribute = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
        self.base.own = attribute("xml:base").and_then(|base| self.base.join(base));
        self.language = attribute("xml:lang").unwrap_or_default().to_owned();
    }

    fn context(&mut self, path: &[String], attributes: &[(String, String)], text: &str) {
        let attribute =
            |name: &str| attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
        let [.., parent, name] = path else { return };
        if matches!(path, [feed, author, name] if feed == "feed" && author == "author" && name == "name") {
            self.authors.extend(Some(text).filter(|name| !name.is_empty()).map(str::to_owned));
        }
        if !matches!(parent.as_str(), "channel" | "feed") {
            return;
        }
        match name.as_str() {
            "language" | "dc:language" if self.language.is_empty() => text.clone_into(&mut self.language),
            "link" if matches!(attribute("rel"), "" | "alternate") && self.base.site.is_none() => {
                let href = attribute("href");
                self.base.site = self.base.join(if href.is_empty() { text } else { href.trim() });
            }
            "link" | "atom:link" if attribute("rel") == "self" && self.base.given.is_none() => {
                self.base.given = Url::parse(attribute("href").trim()).ok();
            }
            "title" => self.title = shown(text),
            _ => {}
        }
    }

    fn item(&mut self, entry: Element, location: String, passed: &mut Passed) -> Option<Item> {
        if let Some(reason) = unwanted(&entry) {
            *passed.entry(reason).or_default() += 1;
            return None;
        }
        let content = self.content(&entry);
        Some(Item { location, content })
    }
}

/// What a feed has besides articles, as the export of a WordPress site: attachments, drafts, and what is withdrawn.
fn unwanted(entry: &Element) -> Option<&'static str> {
    let (status, kind) = (entry.text_of(&["wp:status"]), entry.text_of(&["wp:post_type"]));
    let draft = entry.child("app:control").map(|control| control.text_of(&["app:draft"]));
    if draft.is_some_and(|draft| draft.eq_ignore_ascii_case("yes")) {
        return Some("entry that is not published");
    }
    let media = entry.child("media:status").map(|status| [status.attribute("state").to_owned(), status.text()]);
    if media.into_iter().flatten().any(|state| matches!(state.as_str(), "deleted" | "blocked")) {
        return Some("entry that is withdrawn");
    }
    match kind.as_str() {
        "attachment" | "revision" | "nav_menu_item" | "customize_changeset" => Some("entry that is no article"),
        _ if matches!(status.as_str(), "draft" | "auto-draft" | "pending" | "private" | "trash" | "future") => {
            Some("entry that is not published")
        }
        _ => None,
    }
}

impl Feed {
    fn content(&self, entry: &Element) -> Result<Content, Rejection> {
        let link = self.link(entry);
        if self.links_only && !link.url.is_empty() {
            return Ok(Content::Link(link));
        }
        let full = content::full(entry).unwrap_or_default();
        if link.url.is_empty() {
            let html = if full.is_empty() { link.summary.clone() } else { full };
            if html.trim().is_empty() {
                return Err(Rejection::new("empty", "the entry has neither content nor a link"));
            }
            return Ok(Content::Article(Box::new(self.article(entry, link, html))));
        }
        match content::whole(&full, &link.summary, &link.url).map(str::to_owned) {
            Some(html) => Ok(Content::Article(Box::new(self.article(entry, link, html)))),
            None => Ok(Content::Link(link)),
        }
    }

    /// The language of the feed is the default of the software that made it where the text is in another.
    fn article(&self, entry: &Element, mut link: Link, html: String) -> RawArticle {
        if own_language(entry).is_empty() && language::is_denied(&link.language, &strip_tags(&html)) {
            link.language.clear();
        }
        article(link, html, String::new())
    }

    fn link(&self, entry: &Element) -> Link {
        let language = [own_language(entry), self.language.clone()].into_iter().find(|l| !l.is_empty());
        let source = entry.child("source").map(name_of_source).filter(|name| !name.is_empty());
        let url = self.url(entry);
        let image = self.absolute(&pictures::of_entry(entry), entry.attribute("xml:base"));
        let title = entry.child("title").map(title).filter(|t| !t.is_empty());
        let title = title.unwrap_or_else(|| entry.text_of(&["dc:title", "media:title", "turbo:topic"]));
        Link {
            id: entry.text_of(&["guid", "id", "dc:identifier"]),
            title: source
                .as_deref()
                .and_then(|name| before_source(&title, name))
                .map_or_else(|| title.clone(), str::to_owned),
            summary: ["description", "summary", "media:description"]
                .iter()
                .filter_map(|name| entry.child(name))
                .map(html_of)
                .find(|t| !t.trim().is_empty())
                .unwrap_or_default(),
            source: source.unwrap_or_else(|| self.source_of(&url)),
            language: language.unwrap_or_default(),
            published_at: date(entry, &PUBLISHED),
            modified_at: date(entry, &MODIFIED),
            bylines: self.bylines(entry),
            keywords: keywords(entry),
            section: entry.text_of(&["prism:section", "section"]),
            image,
            url,
            ..Link::default()
        }
    }

    /// Whom the entry names, or what it is taken from, or the feed where that is not merely its own name.
    fn bylines(&self, entry: &Element) -> Vec<String> {
        let named = [Some(entry), entry.child("source")].into_iter().flatten().find_map(people::of_entry);
        let Some(mut names) = named else {
            let mut feed = people::once(self.authors.iter().cloned());
            feed.retain(|author| !self.title.starts_with(author));
            return feed;
        };
        names.retain(|name| !is_named(&self.title, name));
        names
    }

    /// The outlet as it is given, else as the feed is called where that is the name of the entry's site.
    fn source_of(&self, url: &str) -> String {
        if self.source.is_empty() { name_of_site(&self.title, url) } else { self.source.clone() }
    }

    /// The link of the article itself, or the id where that is one.
    fn url(&self, entry: &Element) -> String {
        let atom = |name: &str| {
            entry.all(name).find(|link| matches!(link.attribute("rel"), "" | "alternate")).map(|link| {
                let href = link.attribute("href");
                if href.is_empty() { link.text() } else { href.to_owned() }
            })
        };
        let permanent =
            || entry.child("guid").filter(|guid| guid.attribute("isPermaLink") != "false").map(Element::text);
        let id = || entry.child("id").map(Element::text).or_else(|| Some(entry.attribute("rdf:about").to_owned()));
        // Where the services that count readers have the link, they keep what it was.
        let original = Some(entry.text_of(&["feedburner:origLink", "pheedo:origLink"]));
        let links = [original, atom("link"), atom("atom:link"), Some(entry.text_of(&["turbo:source"]))];
        let given = links.into_iter().flatten().find(|url| !url.trim().is_empty());
        let given = given.or_else(|| permanent().or_else(id).filter(|id| id.starts_with("http")));
        let url = self.absolute(given.unwrap_or_default().trim(), entry.attribute("xml:base"));
        urls::target_of_link(&url).unwrap_or(url)
    }

    fn absolute(&self, url: &str, base: &str) -> String {
        let base = if base.is_empty() { None } else { self.base.join(base.trim()) };
        let whole =
            if url.is_empty() { None } else { base.map_or_else(|| self.base.join(url), |base| base.join(url).ok()) };
        whole.map_or_else(|| url.to_owned(), String::from)
    }
}

/// Elements that tell when an entry was published, the best first.
const PUBLISHED: [&str; 7] = ["pubDate", "published", "issued", "dc:date", "dcterms:issued", "dcterms:created", "date"];

/// Elements that tell when an entry was changed.
const MODIFIED: [&str; 5] = ["updated", "atom:updated", "dcterms:modified", "prism:modificationDate", "modified"];

/// Numbers that software counts time in are moments here, where they can be nothing else.
fn date(entry: &Element, names: &[&str]) -> String {
    let moment = |text: String| times::of_epoch(&text, Origin::Given).map_or(text, |time| time.value);
    first_date(names.iter().map(|name| moment(entry.text_of(&[name]))))
}

fn own_language(entry: &Element) -> String {
    let language = entry.text_of(&["dc:language", "language"]);
    if language.is_empty() { entry.attribute("xml:lang").to_owned() } else { language }
}

/// The outlet that an aggregator took an entry from.
fn name_of_source(source: &Element) -> String {
    if source.elements().next().is_some() { source.text_of(&["title", "atom:title"]) } else { source.text() }
}

/// Whether a name is the title of a feed, or a part of that: `The Example` of `World - The Example`.
fn is_named(title: &str, name: &str) -> bool {
    let own = metadata::letters(name);
    !own.is_empty() && parts(title).any(|part| metadata::letters(part) == own)
}

/// A title, and what stands between the marks in it; a feed has more of them than a page.
fn parts(title: &str) -> impl Iterator<Item = &str> {
    let own = [": ", " > "].into_iter().flat_map(|mark| title.split(mark));
    std::iter::once(title).chain(metadata::parts_of_title(title)).chain(own).map(str::trim)
}

/// What a site is called by the title of its feed; empty where nothing in that agrees with the domain of the entry.
pub(super) fn name_of_site(title: &str, url: &str) -> String {
    metadata::name_by_domain(parts(title), url).unwrap_or_default().to_owned()
}

/// What an entry is about, as the feed files it; not what software has where nobody has said that.
fn keywords(entry: &Element) -> Vec<String> {
    let filed = entry.elements().filter(|e| matches!(e.name.as_str(), "category" | "dc:subject" | "atom:category"));
    let filed = filed.map(|category| {
        let label = [category.attribute("label"), category.attribute("term")].into_iter().find(|text| !text.is_empty());
        label.map_or_else(|| category.text(), str::to_owned)
    });
    let listed = ["media:keywords", "itunes:keywords"].iter().filter_map(|name| entry.child(name));
    let filed = filed.filter(|keyword| !metadata::is_unfiled(keyword));
    once_each(filed.chain(listed.flat_map(|keywords| super::list(&keywords.text(), &[',', ';']))))
}

/// Keywords without references to characters, each once.
pub(super) fn once_each(keywords: impl Iterator<Item = String>) -> Vec<String> {
    let mut known = HashSet::new();
    let keywords = keywords.map(|keyword| resolved(&keyword).trim().to_owned());
    keywords.filter(|keyword| !keyword.is_empty() && known.insert(keyword.clone())).collect()
}

#[cfg(test)]
mod tests;
