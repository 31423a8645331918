//! Lines that are no part of any article, told by their words.

mod ends;
mod lists;

use ends::{END_STARTS, ENDS};
use lists::{ASKING, BYLINE_STARTS, CONSENT, LEADING_ON, NETWORKS, STARTS, WHOLE};

/// Words of a line that may be told to be furniture by how it begins.
const MAX_WORDS: usize = 45;

/// Whether a line begins what comes after an article.
pub(super) fn ends_article(text: &str) -> bool {
    if text.len() > 70 {
        return false;
    }
    let line = plain(text);
    // `Related: Bridge to close in May` points to one article, and the text goes on.
    let points = text.split_once(':').is_some_and(|(_, rest)| !rest.trim().is_empty());
    ENDS.iter().any(|end| line == *end)
        || (!points && line.split(' ').count() <= 7 && END_STARTS.iter().any(|start| line.starts_with(start)))
}

/// Whether a paragraph asks for consent to cookies.
pub(super) fn asks_for_consent(text: &str) -> bool {
    let line = plain(text);
    CONSENT.iter().any(|words| line.contains(words))
}

/// Whether a line is the link from a summary to its article.
pub(super) fn leads_on(text: &str) -> bool {
    text.len() <= 60 && LEADING_ON.iter().any(|start| plain(text).starts_with(start))
}

/// Whether a line is furniture wherever it stands.
pub(super) fn is_furniture(text: &str, is_heading: bool, link_density: f64) -> bool {
    if text.len() > 400 {
        return false;
    }
    // `{{banner}}`: a place that the site did not fill.
    if text.starts_with("{{") && text.ends_with("}}") {
        return true;
    }
    // `← Previous: Geese stay`, `The bridge reopens →`.
    if !is_heading && link_density > 0.5 && (text.starts_with('←') || text.ends_with('→')) {
        return true;
    }
    let line = plain(text);
    let words = line.split(' ').count();
    if words <= 8 && words > 1 && line.split(' ').all(|word| NETWORKS.contains(&word)) {
        return true;
    }
    if words <= 6 && !is_heading && (WHOLE.contains(&line.as_str()) || is_counter(&line)) {
        return true;
    }
    let lower = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©').to_lowercase();
    let starts = STARTS.iter().any(|start| lower.starts_with(start));
    starts && (words <= 14 || (words <= MAX_WORDS && (link_density > 0.2 || asks(&lower))))
}

/// Whether a line asks for a mail address or a visit.
fn asks(lower: &str) -> bool {
    ASKING.iter().any(|word| lower.contains(word))
}

/// `Image 1 of 5`, `1/4`, `3 min read`, `12 comments`, `5 shares`.
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let number = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    match words.as_slice() {
        [kind, count, "of", ..] => {
            number(count) && ["image", "photo", "slide", "page", "picture", "video"].contains(kind)
        }
        [count, "of", all] => number(count) && number(all),
        [count, "min" | "mins" | "minute" | "minutes", rest @ ..] => number(count) && rest.len() <= 2,
        [count, "comments" | "comment" | "shares" | "views" | "likes" | "share"] => number(count),
        _ => false,
    }
}

/// Whether a line names authors and times and says nothing.
pub(super) fn is_byline(text: &str) -> bool {
    if text.len() > 160 {
        return false;
    }
    let lower = text.to_lowercase();
    let short = text.split_whitespace().count() <= 18;
    short && BYLINE_STARTS.iter().any(|start| lower.starts_with(start)) && !text.trim_end().ends_with(['.', '!', '?'])
}

/// In lower case, with letters, digits and single spaces alone.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            plain.extend(c.to_lowercase());
        } else if (c.is_whitespace() || matches!(c, '-' | '/' | '|')) && !plain.ends_with(' ') && !plain.is_empty() {
            plain.push(' ');
        }
    }
    plain.trim_end().to_owned()
}
