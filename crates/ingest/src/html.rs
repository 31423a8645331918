//! A page to an article: its main text with paragraph kinds, and its metadata.
//!
//! The main text is found by dom_smoothie's port of Readability over a DOM that is parsed once; what surrounds it, such
//! as limits, metadata and rendering to paragraphs, is ours.

mod depth;
mod escapes;
mod render;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dateline_record::v1::Article;
use dom_query::Document;
use dom_smoothie::{Config, Readability};

use crate::{Limits, Rejection, metadata, urls};

/// Elements of a page at most: a page of news has a few thousand.
const MAX_ELEMENTS: usize = 400_000;

/// Makes an article of a page. `url` resolves what the page leaves relative, and may be empty.
///
/// # Errors
/// `too_deep` and `too_large` for hostile pages, `no_text` for a page whose text is made by scripts.
pub fn parse(page: &str, url: &str, limits: &Limits) -> Result<Article, Rejection> {
    refuse_hostile(page, limits)?;
    // The base crate is not ours: a defect in it must not take down what else is in flight.
    catch_unwind(AssertUnwindSafe(|| article_of(page, url)))
        .unwrap_or_else(|_| Err(Rejection::new("unreadable", "the page could not be read: give its text instead")))
}

fn refuse_hostile(page: &str, limits: &Limits) -> Result<(), Rejection> {
    let shape = depth::measure(page);
    if shape.depth > limits.html_depth {
        let detail = format!(
            "the page nests {} elements, {} are allowed: raise ingest.html_depth",
            shape.depth, limits.html_depth
        );
        return Err(Rejection::new("too_deep", detail));
    }
    if shape.elements > MAX_ELEMENTS || shape.attributes > MAX_ELEMENTS {
        let detail = format!(
            "the page has {} elements with {} attributes: no page of news has",
            shape.elements, shape.attributes
        );
        return Err(Rejection::new("too_large", detail));
    }
    Ok(())
}

fn article_of(page: &str, url: &str) -> Result<Article, Rejection> {
    let document = Document::from(page);
    let mut article = metadata::read(&document, url);
    // Taken before the main text is looked for, which takes the document apart.
    let fallback = render::paragraphs(&document);
    let base = Some(url).filter(|url| urls::parse(url).is_ok());
    let main = if escapes::are_costly(&document) { None } else { main_text(document, base) };
    let paragraphs = main.filter(|paragraphs| !paragraphs.is_empty()).unwrap_or(fallback);
    render::fill(&mut article, paragraphs);
    if article.text.is_empty() {
        return Err(Rejection::new("no_text", "the page has no text of its own: it may be made by scripts"));
    }
    Ok(article)
}

fn main_text(document: Document, base: Option<&str>) -> Option<Vec<render::Paragraph>> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let found = Readability::with_document(document, base, Some(config)).ok()?.parse().ok()?;
    Some(render::paragraphs(&Document::fragment(found.content)))
}

#[cfg(test)]
mod tests;
