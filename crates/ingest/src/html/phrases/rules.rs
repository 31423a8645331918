//! The questions by which a line of a few words is told to be furniture wherever it stands.

use super::{
    MAX_WORDS, asks, asks_to_follow, begins_as, claims_rights, clocks, is_address, is_citation, is_signature, labels,
    lists::{CONTENTS, METERED, NETWORKS, REQUESTS, STATEMENTS},
    names_letter, plain, points_elsewhere, readers, tools,
};

/// A line with what the questions ask of it.
struct Line<'t> {
    text: &'t str,
    /// With letters, digits and single spaces alone.
    plain: String,
    /// In lower case, from its first letter or digit on.
    lower: String,
    words: usize,
    is_heading: bool,
    link_density: f64,
}

/// Whether a line is furniture by one of the questions.
pub(super) fn tell(text: &str, is_heading: bool, link_density: f64) -> bool {
    let marks = MARKS.iter().any(|is| is(text, link_density));
    let by_mark = || !is_heading && link_density > 0.5 && POINTERS.iter().any(|points| points(text));
    if marks || by_mark() {
        return true;
    }
    let plain = plain(text);
    let lower = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©').to_lowercase();
    let line = Line { text, words: plain.split(' ').count(), plain, lower, is_heading, link_density };
    WORDS.iter().any(|(most, is)| line.words <= *most && is(&line))
}

/// Asked of a line as it is written, and of how much of it is links.
const MARKS: [fn(&str, f64) -> bool; 8] = [
    |text, _| says_nothing(text),
    |text, _| clocks::is_of_recording(text),
    |text, _| is_address(text),
    |text, _| is_signature(text),
    |text, _| is_citation(text),
    |text, _| is_unfilled(text),
    |text, links| links > 0.9 && tools::is_tags(text),
    |text, links| links > 0.0 && tools::is_bar(text),
];

/// Asked of a line that is a link and no heading.
const POINTERS: [fn(&str) -> bool; 2] = [tools::points_by_mark, tools::leads_to_recording];

/// A question, and words of a line of which it is asked at most.
type OfWords = (usize, fn(&Line<'_>) -> bool);

/// Asked of what a line says.
const WORDS: [OfWords; 11] = [
    (8, names_networks),
    (usize::MAX, |line| CONTENTS.contains(&line.plain.as_str())),
    (6, |line| !line.is_heading && tools::is_button(&line.plain)),
    (MAX_WORDS, |line| line.link_density > 0.0 && requests(line)),
    (MAX_WORDS, |line| line.link_density > 0.2 && readers::accepts_terms(&line.lower)),
    (MAX_WORDS, |line| claims_rights(line.text)),
    (MAX_WORDS, |line| METERED.iter().any(|metered| line.plain.contains(metered))),
    (MAX_WORDS, |line| begins_as(&line.lower, STATEMENTS)),
    (MAX_WORDS, |line| asks_to_follow(&line.lower)),
    (14, |line| points_elsewhere(&line.lower)),
    (MAX_WORDS, |line| (line.link_density > 0.2 || asks(&line.lower)) && points_elsewhere(&line.lower)),
];

/// `* * *` sets parts of the text apart.
fn says_nothing(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// `{{banner}}` is a place that the site did not fill.
fn is_unfilled(text: &str) -> bool {
    text.starts_with("{{") && text.ends_with("}}")
}

/// `Facebook Twitter Copy link`.
fn names_networks(line: &Line<'_>) -> bool {
    line.words > 1 && line.plain.split(' ').all(|word| NETWORKS.contains(&word))
}

/// Whether a line asks readers for something, or to sign up for mail.
fn requests(line: &Line<'_>) -> bool {
    let for_mail = || names_letter(&line.lower) && labels::SUBSCRIBING.iter().any(|asks| line.lower.contains(asks));
    for_mail() || REQUESTS.iter().any(|request| line.plain.contains(request))
}
