//! RSS 0.9 to 2.0 and Atom: articles where an entry has its content, links where it has a summary.

use dateline_record::v1::RawArticle;
use url::Url;

use super::{
    Content, Entries, Item, Link, Options, Passed, first_date,
    input::{self, Input},
    json_feed, peek,
    xml::{self, Element, Vocabulary},
};
use crate::{Rejection, bylines, language};

/// Bytes before a feed's first bracket at most.
const LEAD: u64 = 256;

/// The entries of a feed in XML or JSON.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    let (head, input) = match peek(input, LEAD) {
        Ok(peeked) => peeked,
        Err(error) => return super::whole::refused(input::rejection(&error)),
    };
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
            "title" => text.clone_into(&mut self.title),
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

/// What the export of a WordPress site has besides articles.
fn unwanted(entry: &Element) -> Option<&'static str> {
    let (status, kind) = (entry.text_of(&["wp:status"]), entry.text_of(&["wp:post_type"]));
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
        let full = full_content(entry);
        if let Some(html) = full.filter(|html| html.trim() != link.summary.trim() || link.url.is_empty()) {
            return Ok(Content::Article(Box::new(self.article(entry, link, html))));
        }
        if !link.url.is_empty() {
            return Ok(Content::Link(link));
        }
        let html = link.summary.clone();
        if html.trim().is_empty() {
            return Err(Rejection::new("empty", "the entry has neither content nor a link"));
        }
        Ok(Content::Article(Box::new(self.article(entry, link, html))))
    }

    /// The language of the feed is the default of the software that made it where the text is in another.
    fn article(&self, entry: &Element, mut link: Link, html: String) -> RawArticle {
        if own_language(entry).is_empty() && language::is_denied(&link.language, &strip_tags(&html)) {
            link.language.clear();
        }
        article(link, html)
    }

    fn link(&self, entry: &Element) -> Link {
        let language = [own_language(entry), self.language.clone()].into_iter().find(|l| !l.is_empty());
        let source = entry.child("source").map(name_of_source).filter(|name| !name.is_empty());
        Link {
            url: self.url(entry),
            id: entry.text_of(&["guid", "id", "dc:identifier"]),
            title: entry
                .child("title")
                .map(title)
                .filter(|t| !t.is_empty())
                .unwrap_or_else(|| entry.text_of(&["dc:title", "media:title"])),
            summary: ["description", "summary", "media:description"]
                .iter()
                .filter_map(|name| entry.child(name))
                .map(html_of)
                .find(|t| !t.trim().is_empty())
                .unwrap_or_default(),
            source: source.unwrap_or_else(|| self.source.clone()),
            language: language.unwrap_or_default(),
            published_at: date(entry, &PUBLISHED),
            modified_at: date(entry, &MODIFIED),
            bylines: self.bylines(entry),
            keywords: keywords(entry),
            ..Link::default()
        }
    }

    /// Whom the entry names, or what it is taken from, or the feed where that is not merely its own name.
    fn bylines(&self, entry: &Element) -> Vec<String> {
        let named = [Some(entry), entry.child("source")].into_iter().flatten().map(bylines);
        let mut feed = self.authors.clone();
        feed.retain(|author| !self.title.starts_with(author));
        named.chain(Some(feed)).find(|names| !names.is_empty()).unwrap_or_default()
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
        let given = atom("link").filter(|url| !url.is_empty()).or_else(|| atom("atom:link"));
        let given = given.or_else(|| permanent().or_else(id).filter(|id| id.starts_with("http")));
        self.absolute(given.unwrap_or_default().trim(), entry.attribute("xml:base"))
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
const MODIFIED: [&str; 4] = ["updated", "atom:updated", "dcterms:modified", "modified"];

fn date(entry: &Element, names: &[&str]) -> String {
    first_date(names.iter().map(|name| entry.text_of(&[name])))
}

fn own_language(entry: &Element) -> String {
    let language = entry.text_of(&["dc:language", "language"]);
    if language.is_empty() { entry.attribute("xml:lang").to_owned() } else { language }
}

/// The outlet that an aggregator took an entry from.
fn name_of_source(source: &Element) -> String {
    if source.elements().next().is_some() { source.text_of(&["title", "atom:title"]) } else { source.text() }
}

/// The whole article, as HTML; not a frame around it, not what is elsewhere, and not a picture or document in base64.
fn full_content(entry: &Element) -> Option<String> {
    ["content:encoded", "content", "atom:content", "fulltext", "yandex:full-text", "body"]
        .iter()
        .filter_map(|name| entry.child(name))
        .filter(|content| content.attribute("src").is_empty() && is_of_text(content.attribute("type")))
        .map(html_of)
        .find(|html| !html.trim().is_empty())
}

/// Whether content of an Atom type is text: `html`, `text/plain`, `application/xhtml+xml`.
fn is_of_text(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    !kind.contains('/') || kind.starts_with("text/") || kind.ends_with("+xml") || kind.ends_with("/xml")
}

/// A text construct as HTML: escaped HTML, elements, or plain text.
fn html_of(element: &Element) -> String {
    match element.attribute("type") {
        "text" | "text/plain" => plain(&element.raw_text()),
        _ if element.elements().next().is_some() => element.inner_html(),
        // Atom's text without a type is plain; what is mark-up all the same is told by its end tags.
        "" if is_atom(&element.name) && !has_tags(&element.raw_text()) => plain(&element.raw_text()),
        _ => with_paragraphs(element.raw_text()),
    }
}

/// HTML that leaves its paragraphs to blank lines, as some software writes it.
fn with_paragraphs(html: String) -> String {
    const BLOCKS: [&str; 7] = ["<p", "<div", "<br", "<li", "<h", "<t", "<section"];
    let lower = html.to_ascii_lowercase();
    if BLOCKS.iter().any(|block| lower.contains(block)) {
        return html;
    }
    let html = html.replace("\r\n", "\n");
    if !html.contains("\n\n") {
        return html;
    }
    html.split("\n\n").map(|paragraph| format!("<p>{paragraph}</p>")).collect()
}

fn plain(text: &str) -> String {
    let paragraphs = super::list(text, &['\n']);
    paragraphs.iter().map(|text| format!("<p>{}</p>", htmlize::escape_text(text.as_str()))).collect()
}

fn is_atom(name: &str) -> bool {
    matches!(name, "content" | "summary" | "atom:content" | "atom:summary")
}

fn has_tags(text: &str) -> bool {
    text.contains("</") || text.contains("/>") || text.to_ascii_lowercase().contains("<br") || text.contains("<p>")
}

/// Titles are plain text, or HTML in it twice escaped.
fn title(element: &Element) -> String {
    let text = element.text();
    let html = matches!(element.attribute("type"), "html" | "xhtml" | "text/html") || text.contains("</");
    let text = if html { strip_tags(&text) } else { text };
    let text = htmlize::unescape(text);
    // Some escape twice.
    let text = if text.contains("</") { strip_tags(&text).into() } else { text };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn strip_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let known = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match tag.split_once('>').filter(|_| known) {
            Some((_, after)) => rest = after,
            None => {
                text.push('<');
                rest = tag;
            }
        }
    }
    text + rest
}

fn bylines(entry: &Element) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for author in entry.elements().filter(|e| matches!(e.name.as_str(), "dc:creator" | "author" | "atom:author")) {
        let name = author.text_of(&["name", "atom:name"]);
        let name = if name.is_empty() && author.elements().next().is_none() { person(&author.text()) } else { name };
        for name in bylines::given(&name) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    if names.is_empty() {
        names.extend(Some(entry.text_of(&["itunes:author"])).filter(|name| !name.is_empty()));
    }
    names
}

/// `mail@paper.example (A. Writer)`, as RSS has it. A mere address names nobody.
fn person(text: &str) -> String {
    match text.split_once('(') {
        Some((mail, name)) if mail.contains('@') => name.trim_end_matches(')').trim().to_owned(),
        None if text.contains('@') => String::new(),
        _ => text.to_owned(),
    }
}

fn keywords(entry: &Element) -> Vec<String> {
    let mut keywords = Vec::new();
    for category in entry.elements().filter(|e| matches!(e.name.as_str(), "category" | "dc:subject" | "atom:category"))
    {
        let label = [category.attribute("label"), category.attribute("term")].into_iter().find(|text| !text.is_empty());
        let keyword = label.map_or_else(|| category.text(), str::to_owned);
        if !keyword.is_empty() && !keywords.contains(&keyword) {
            keywords.push(keyword);
        }
    }
    keywords
}

/// An article with what a link says of it.
pub(super) fn article(link: Link, html: String) -> RawArticle {
    RawArticle {
        html,
        id: link.id,
        url: link.url,
        title: link.title,
        source: link.source,
        language: link.language,
        // When it was changed says nothing of when it was published.
        published_at: link.published_at,
        bylines: link.bylines,
        keywords: link.keywords,
        ..RawArticle::default()
    }
}

#[cfg(test)]
mod tests;
