//! Bytes of any provenance to a clean [`Article`].
//!
//! - [`decode`]: bytes to characters: what is binary, which charset;
//! - [`json`]: a raw article as JSON, one line of JSONL or the body of a message;
//! - [`html`]: main text and metadata of a page; [`metadata`] decides between the sources of one field;
//! - [`times`], [`urls`], [`language`]: the fields that need a rule; [`text`]: what the head of a plain text says;
//! - [`fetch`]: from the web, politely and safely, and the watch of sources;
//! - [`objects`]: from object stores; [`stream`]: what arrives by itself as something to read;
//! - [`forms`]: the files in which news arrives: feeds, archives, wire formats, tables, mail;
//! - [`worker`]: the ingest role.
//!
//! Parsing reads no clock: the same bytes give the same article.

mod bylines;
mod coding;
pub mod decode;
pub mod duplicates;
pub mod fetch;
pub mod forms;
mod given;
pub mod html;
pub mod json;
pub mod language;
pub mod metadata;
pub mod objects;
pub mod stream;
mod text;
pub mod times;
pub mod urls;
pub mod worker;
mod yearless;

use dateline_record::{
    fingerprint::Signature,
    ids,
    v1::{Article, Diagnostic, RawArticle, Source, article::Flag},
};
use forms::Form;
use prost::Message as _;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What is accepted. Every limit is in the README.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of an article at most, as it comes, with what its producer says of it.
    pub input_bytes: usize,
    /// Bytes of clean text at most.
    pub text_bytes: usize,
    /// Paragraphs at most: stretches between blank lines.
    pub paragraphs: usize,
    /// Elements inside each other in HTML at most.
    pub html_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { input_bytes: 16 << 20, text_bytes: 4 << 20, paragraphs: 20_000, html_depth: 1_000 }
    }
}

/// Why an input cannot become an article.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{detail}")]
pub struct Rejection {
    /// Machine-readable: `empty`, `binary`, `pdf`, `too_large`, `too_deep`, `too_many_paragraphs`, `no_text`,
    /// `ambiguous`, `charset`, `date`, `url`, `json`, `form`, `withheld`.
    pub reason: &'static str,
    /// One sentence for a person, with what to do.
    pub detail: String,
}

impl Rejection {
    /// A rejection with its reason and what to do.
    #[must_use]
    pub fn new(reason: &'static str, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into() }
    }
}

/// Makes an article of what a producer has.
///
/// Text stays as given, code point for code point, and its paragraphs are left to extraction; HTML is rendered to a new
/// text with its paragraphs. What the producer says of the article goes before what the page says.
///
/// # Errors
/// When the input cannot become an article.
pub fn parse(raw: &RawArticle, limits: &Limits) -> Result<Article, Rejection> {
    parse_noting(raw, limits).map(|(article, _)| article)
}

/// As [`parse`], with what was given with the article and left out: a date of its last change that is none costs that date,
/// not the article.
///
/// # Errors
/// As [`parse`].
pub fn parse_noting(raw: &RawArticle, limits: &Limits) -> Result<(Article, Vec<Diagnostic>), Rejection> {
    check_size(raw, limits)?;
    let mut article = match content(raw)? {
        Content::Text(text) => {
            let described = text::describe(&text);
            Article { text, ..described }
        }
        Content::Html(page) => html::parse(&page, &raw.url, limits)?,
    };
    check_text(&article.text, limits)?;
    apply_given(&mut article, raw)?;
    if article.published_at.is_none()
        && let Some(retrieved) = &article.retrieved_at
    {
        article.published_at = yearless::day(&article.text, retrieved);
    }
    let noted = given::apply(&mut article, raw);
    article.language = Some(language::decide(&raw.language, &article));
    flag_future(&mut article);
    article.fingerprint = Signature::of(&article.text).map(|signature| signature.to_string()).unwrap_or_default();
    article.id = ids::article_id(&article);
    article.revision = ids::revision(&article);
    Ok((article, noted))
}

enum Content {
    Text(String),
    Html(String),
}

fn check_size(raw: &RawArticle, limits: &Limits) -> Result<(), Rejection> {
    let size = raw.encoded_len();
    if size > limits.input_bytes {
        let detail = format!(
            "the article has {size} bytes, {} are allowed: raise ingest.input_bytes or split it",
            limits.input_bytes
        );
        return Err(Rejection::new("too_large", detail));
    }
    Ok(())
}

fn content(raw: &RawArticle) -> Result<Content, Rejection> {
    let given = [!raw.text.is_empty(), !raw.html.is_empty(), !raw.body.is_empty()];
    match given {
        [true, false, false] => decode::check_characters(&raw.text).map(|()| Content::Text(raw.text.clone())),
        [false, true, false] => Ok(Content::Html(raw.html.clone())),
        [false, false, true] => from_bytes(&raw.body, &raw.content_type),
        [false, false, false] => Err(Rejection::new("empty", "there is no content: give one of text, html and body")),
        _ => Err(Rejection::new("ambiguous", "give only one of text, html and body")),
    }
}

fn from_bytes(bytes: &[u8], content_type: &str) -> Result<Content, Rejection> {
    let text = decode::decode(bytes, content_type)?;
    if !decode::is_plain(content_type) {
        check_form(bytes, content_type)?;
    }
    Ok(if decode::is_html(&text, content_type) { Content::Html(text) } else { Content::Text(text) })
}

/// Refuses what holds articles and is none: nobody reads a feed, a table of JSON or an archive as a text. That it is
/// to be taken as text whatever it looks like is said by its type.
fn check_form(bytes: &[u8], content_type: &str) -> Result<(), Rejection> {
    /// Bytes that tell.
    const HEAD: usize = 4096;
    match forms::detect(bytes.get(..bytes.len().min(HEAD)).unwrap_or_default(), "", "") {
        Ok(Form::Text | Form::Html) => Ok(()),
        // XML of any kind that is said to be a page is read as one.
        Err(_) if decode::is_html("", content_type) => Ok(()),
        Err(rejection) => Err(rejection),
        Ok(other) => {
            let detail = format!("this is {}, which holds articles and is none: read it as that", other.name());
            Err(Rejection::new("form", detail))
        }
    }
}

fn check_text(text: &str, limits: &Limits) -> Result<(), Rejection> {
    if text.chars().all(is_blank) {
        return Err(Rejection::new("empty", "there is no text in it"));
    }
    if text.len() > limits.text_bytes {
        let detail = format!(
            "the text has {} bytes, {} are allowed: raise ingest.text_bytes or split it",
            text.len(),
            limits.text_bytes
        );
        return Err(Rejection::new("too_large", detail));
    }
    let paragraphs = count_paragraphs(text);
    if paragraphs > limits.paragraphs {
        let detail = format!(
            "the text has {paragraphs} paragraphs, {} are allowed: raise ingest.paragraphs or split it",
            limits.paragraphs
        );
        return Err(Rejection::new("too_many_paragraphs", detail));
    }
    Ok(())
}

/// Whether a character shows nothing: white space, and the marks that have no width.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// A text with white space made one space, and none at the ends.
pub(crate) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Stretches of text between blank lines.
fn count_paragraphs(text: &str) -> usize {
    let mut count = 0;
    let mut inside = false;
    for line in text.lines() {
        let blank = line.trim().is_empty();
        count += usize::from(!blank && !inside);
        inside = !blank;
    }
    count
}

/// What the producer says goes before what the page says.
fn apply_given(article: &mut Article, raw: &RawArticle) -> Result<(), Rejection> {
    article.external_id.clone_from(&raw.id);
    if !raw.url.is_empty() {
        article.url = urls::parse(&raw.url)?;
        if article.canonical_url.is_empty() {
            article.canonical_url = urls::canonical(&article.url);
        }
    }
    if !raw.title.trim().is_empty() {
        article.title = given::one_line(&raw.title);
    }
    for (field, given) in [(&mut article.bylines, &raw.bylines), (&mut article.keywords, &raw.keywords)] {
        let given: Vec<String> =
            given.iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect();
        if !given.is_empty() {
            *field = given;
        }
    }
    if let Some(time) = times::given("publishedAt", &raw.published_at)? {
        article.published_at = Some(time);
    }
    if let Some(time) = times::given("retrievedAt", &raw.retrieved_at)? {
        article.retrieved_at = Some(time);
    }
    article.source = source(&raw.source, article);
    Ok(())
}

/// The outlet: its name or domain as given, what the page says, the domain of the URL. Nothing when none is known.
fn source(given: &str, article: &Article) -> Option<Source> {
    let mut source = article.source.clone().unwrap_or_default();
    let given = given.trim();
    // The address of a site is no name for it.
    let host = if given.starts_with("http") { urls::host(given) } else { None };
    if let Some(domain) = host.as_deref().or(Some(given).filter(|given| urls::is_domain(given))) {
        source.domain = urls::registrable(domain);
    } else if !given.is_empty() {
        source.name = given.to_owned();
    }
    let url = if article.canonical_url.is_empty() { &article.url } else { &article.canonical_url };
    if source.domain.is_empty() {
        // Numbers are no domain.
        source.domain = urls::host(url)
            .filter(|host| !urls::is_address(host))
            .map_or_else(String::new, |host| urls::registrable(&host));
    }
    source.country = urls::country(&source.domain).unwrap_or_default();
    (source != Source::default()).then_some(source)
}

/// A date after that of retrieval is told; so is one that no retrieval can be after, where that date is not known.
fn flag_future(article: &mut Article) {
    let Some(published) = &article.published_at else { return };
    let ahead = match &article.retrieved_at {
        Some(retrieved) => times::is_after(published, retrieved),
        None => times::is_far_ahead(published),
    };
    if ahead {
        article.flags.push(Flag::FutureDate.into());
    }
}

#[cfg(test)]
mod tests;
