//! What an article is marked as, from signals in its text that leave no doubt.

use std::sync::LazyLock;

use dateline_record::v1::{
    Article,
    article::Flag,
    paragraph::Kind::{self, Boilerplate, Heading, Headline},
};
use regex::Regex;

use crate::{context::range, paragraphs};

/// Paragraphs that open with a time of day and make a live blog.
const LIVE_ENTRIES: usize = 4;
/// Paragraphs looked at from either end for a label or a note.
const EDGE: usize = 6;

/// Adds the flags that the text shows.
pub(crate) fn add(article: &mut Article) {
    let found = [
        (Flag::Opinion, is_opinion(article)),
        (Flag::LiveBlog, is_live_blog(article)),
        (Flag::Correction, is_correction(article)),
        (Flag::WireCopy, is_wire_copy(article)),
        (Flag::Sponsored, edges(article).any(|(_, text)| paragraphs::is_sponsored(text))),
        (Flag::Obituary, labels(article).any(|label| OBITUARY.is_match(label))),
    ];
    for (flag, _) in found.into_iter().filter(|(_, holds)| *holds) {
        if !article.flags.contains(&flag.into()) {
            article.flags.push(flag.into());
        }
    }
}

fn texts(article: &Article) -> impl DoubleEndedIterator<Item = (Kind, &str)> + ExactSizeIterator {
    let text = &article.text;
    article.paragraphs.iter().map(|paragraph| (paragraph.kind(), text.get(range(paragraph.span)).unwrap_or_default()))
}

/// The first and the last few paragraphs.
fn edges(article: &Article) -> impl Iterator<Item = (Kind, &str)> {
    let count = article.paragraphs.len();
    texts(article).enumerate().filter(move |(at, _)| *at < EDGE || at + EDGE >= count).map(|(_, found)| found)
}

/// What names the article: title, section, and the labels over its text.
fn labels(article: &Article) -> impl Iterator<Item = &str> {
    let over = texts(article).take(3).filter(|(kind, _)| matches!(kind, Headline | Heading | Boilerplate));
    [article.title.as_str(), &article.section].into_iter().chain(over.map(|(_, text)| text))
}

fn is_opinion(article: &Article) -> bool {
    labels(article).any(|label| OPINION.is_match(label)) || edges(article).any(|(_, text)| OPINION_NOTE.is_match(text))
}

fn is_live_blog(article: &Article) -> bool {
    let entries = || texts(article).filter(|(_, text)| ENTRY.is_match(text)).take(LIVE_ENTRIES).count();
    labels(article).any(|label| LIVE.is_match(label)) || entries() == LIVE_ENTRIES
}

fn is_correction(article: &Article) -> bool {
    labels(article).chain(edges(article).map(|(_, text)| text)).any(paragraphs::is_correction)
}

/// Wire copy names an agency that is not the outlet itself.
fn is_wire_copy(article: &Article) -> bool {
    let outlet = article.source.as_ref().map(|source| format!("{} {}", source.name, source.domain).to_lowercase());
    let dateline = article.dateline.iter().map(|dateline| dateline.agency.as_str());
    dateline.chain(article.bylines.iter().map(String::as_str)).filter_map(agency).any(|agency| {
        outlet
            .as_ref()
            .is_none_or(|outlet| !agency.iter().any(|name| outlet.split([' ', '.']).any(|word| word == *name)))
            && outlet
                .as_ref()
                .is_none_or(|outlet| !agency.iter().any(|name| name.contains(' ') && outlet.contains(name)))
    })
}

/// News agencies whose copy others carry, each with the names it goes by.
const AGENCIES: [&[&str]; 20] = [
    &["ap", "associated press", "the associated press", "apnews"],
    &["reuters", "thomson reuters"],
    &["afp", "agence france-presse"],
    &["upi", "united press international"],
    &["dpa", "deutsche presse-agentur"],
    &["efe", "agencia efe"],
    &["ansa"],
    &["ani", "aninews"],
    &["pti", "press trust of india"],
    &["ians"],
    &["xinhua"],
    &["tass", "itar-tass"],
    &["interfax"],
    &["kyodo", "kyodo news"],
    &["yonhap"],
    &["anadolu", "anadolu agency"],
    &["canadian press", "the canadian press"],
    &["aap", "australian associated press"],
    &["bernama"],
    &["pa", "pa media", "press association"],
];

fn agency(name: &str) -> Option<&'static [&'static str]> {
    let name = name.to_lowercase();
    AGENCIES.into_iter().find(|names| names.contains(&name.as_str()))
}

#[expect(clippy::expect_used, reason = "the patterns are constants, compiled by every test")]
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a valid pattern")
}

static OPINION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:opinions?|editorial|op-?ed|commentary|letters? to the editor|guest (?:essay|column)|comment is free|viewpoint)\s*(?:$|[:|—–-])|[|—–-]\s*opinion$",
    )
});
static OPINION_NOTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:views|opinions) (?:expressed|stated) (?:here|in this (?:article|column|commentary|piece|op-?ed)|herein|are)\b|\bis an? opinion (?:columnist|writer|contributor)\b",
    )
});
static LIVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\blive[- ]?(?:updates?|blog)\b|^live\s*[:|—–-]|[|—–-]\s*(?:live|as it happened)\W*$")
});
static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^\W{0,3}\d{1,2}(?:[:.]\d{2}\s*(?:[ap]\.?m\.?|gmt|bst|utc|[ecmp][sd]?t)?|\s*[ap]\.?m\.?)\b")
});
static OBITUARY: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^\W*obituar(?:y|ies)\b|[:|,—–-]\s*obituary\W*$"));
