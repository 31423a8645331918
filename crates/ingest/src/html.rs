//! A page to an article: its main text with paragraph kinds, and its metadata.
//!
//! The page is parsed once to a tree in which every question is a stretch of nodes ([`tree`]); its blocks are read from
//! that ([`blocks`]), what is furniture by its markup left out ([`furniture`]); the element whose blocks are worth most is
//! the article ([`main_text`]), and what in it is furniture by what it says goes ([`cleaning`]). The posts of a live blog are kept apart
//! ([`live`]). Captions are left out: they tell of the picture, and what people call the text of a page has none of them (of 33
//! on the 70 pages of `EVALUATION.md` two; kept, those that are sentences would cost .005 of F1 there).

mod blocks;
mod body;
mod cleaning;
mod cut_off;
mod fragment;
mod furniture;
mod live;
mod main_text;
mod phrases;
mod render;
mod stand_ins;
mod standfirst;
pub(crate) mod tags;
mod tokens;
pub(crate) mod tree;

pub(crate) use fragment::extent;
pub(crate) use furniture::words_of;
pub(crate) use phrases::is_call;

use dateline_record::v1::{Article, article::Flag};

use crate::{Limits, Rejection, metadata, urls};
use blocks::Block;
use cleaning::Known;
use main_text::Main;
use tree::{Caps, Tree};

/// Elements and texts of a page at most: a page of news has a few thousand.
const MAX_NODES: usize = 800_000;

/// Authors looked for in the text: a page may claim any number, and every line is compared with each.
const MOST_AUTHORS: usize = 20;

/// Makes an article of a page. `url` resolves what the page leaves relative, and may be empty.
///
/// # Errors
/// `too_deep` and `too_large` for hostile pages, `no_text` for a page whose text is made by scripts and in no JSON-LD, and
/// for one that stands in the place of an article: that asks for consent or says that there is none.
pub fn parse(page: &str, url: &str, limits: &Limits) -> Result<Article, Rejection> {
    let tree = Tree::parse(page, Caps { depth: limits.html_depth, elements: MAX_NODES })?;
    let mut article = metadata::read(&tree, url);
    let site = site(&article, url);
    let blocks = blocks::read(&tree, &site);
    let authors = article.bylines.get(..article.bylines.len().min(MOST_AUTHORS)).unwrap_or_default();
    let days = days(&article);
    let known = Known { title: &article.title, authors, summary: &article.subtitle, days: &days };
    // What comes without a page around it, as in a feed, was chosen by its producer.
    let found = match tree.is_fragment() {
        true => Main { blocks: fragment::read(&tree, &blocks, url, &article.title), standfirst: String::new() },
        false => main_text::find(&tree, &blocks, &known),
    };
    let main = found.blocks;
    let main = told_to_machines(&tree, &main, limits).unwrap_or(main);
    let posts = live::posts(&tree, &main, article.flags.contains(&Flag::LiveBlog.into()));
    render::fill(&mut article, main);
    // What a page tells search engines of itself is shown to nobody.
    article.subtitle = found.standfirst;
    live::fill(&mut article, posts);
    if asks_for_consent(&article) {
        return Err(Rejection::new("no_text", "the page asks for consent to cookies and shows no article"));
    }
    if let Some(does) = stand_ins::told(&tree, &article) {
        return Err(Rejection::new("no_text", format!("the page {does} and shows no article")));
    }
    if cut_off::is_cut_off(page, &tree) {
        article.flags.push(Flag::Truncated.into());
    }
    if article.text.is_empty() {
        return Err(Rejection::new("no_text", "the page has no text of its own: it may be made by scripts"));
    }
    Ok(article)
}

/// The registrable part of the host that an article is on, or nothing where that is unknown.
fn site(article: &Article, url: &str) -> String {
    let address = if url.is_empty() { &article.canonical_url } else { url };
    urls::host(address).map(|host| urls::registrable(&host)).unwrap_or_default()
}

/// Years and days of the month on which an article was published and changed.
fn days(article: &Article) -> Vec<(u16, u8)> {
    let times = [&article.published_at, &article.modified_at].into_iter().flatten();
    times.filter_map(|time| Some((time.value.get(..4)?.parse().ok()?, time.value.get(8..10)?.parse().ok()?))).collect()
}

/// Whether most of a short text asks for consent, as pages do that stand before an article.
fn asks_for_consent(article: &Article) -> bool {
    /// Bytes of such a text at most.
    const MOST: usize = 3_000;
    let paragraphs = article.text.split("\n\n").filter(|paragraph| phrases::asks_for_consent(paragraph));
    let asking: usize = paragraphs.map(str::len).sum();
    !article.text.is_empty() && article.text.len() <= MOST && asking * 2 > article.text.len()
}

/// Bytes of text under which a page may hold more of its article for machines than it shows.
const LITTLE: usize = 200;

/// The text in a page's data, where the page itself shows next to nothing: scripts lay it out.
fn told_to_machines(tree: &Tree<'_>, shown: &[Block], limits: &Limits) -> Option<Vec<Block>> {
    let length: usize = shown.iter().map(|block| block.text.len()).sum();
    if length >= LITTLE {
        return None;
    }
    let body = metadata::article_body(tree).filter(|body| body.len() > 4 * length)?;
    let page = if body.contains("</") { body } else { render::as_paragraphs(&body) };
    let tree = Tree::parse(&page, Caps { depth: limits.html_depth, elements: MAX_NODES }).ok()?;
    let blocks = cleaning::of_fragment(&blocks::read(&tree, ""));
    (!blocks.is_empty()).then_some(blocks)
}

#[cfg(test)]
mod tests;
