//! Bylines behind a date: `Posted on March 3, 2026 by Ana Ruiz`.

use super::{EVERYWHERE, of_language};
use crate::times;

/// Words before a date at most: `Posted on Tuesday`.
const MOST_BEFORE: usize = 3;

/// Words of a date and what stands before it, at most.
const MOST: usize = 16;

/// What stands in and around dates, in small letters.
const OF_DATES: [&str; 36] = [
    "a.m", "am", "at", "à", "às", "bst", "cdt", "cest", "cet", "cst", "de", "del", "edt", "est", "et", "gmt", "h",
    "hrs", "ist", "kl", "las", "mdt", "mst", "of", "on", "p.m", "pdt", "pm", "pst", "pt", "st", "th", "uhr", "um",
    "utc", "z",
];

/// A byline from its lead on, where only a date and words that say what was done then stand before it.
pub(super) fn after_date<'t>(line: &'t str, language: &str) -> Option<&'t str> {
    if !line.contains(|c: char| c.is_ascii_digit()) || line.contains('©') {
        return None;
    }
    let leads: Vec<&str> = leads(language).collect();
    let is_lead = |word: &str| leads.iter().any(|lead| is_word(word, lead));
    // Most lines have no lead: to ask for months is dear.
    if !line.split(' ').take(MOST).skip(1).any(|word| is_lead(word.trim_end_matches([':', '：']))) {
        return None;
    }
    let (mut before, mut has_date) = (0, false);
    let starts = [0].into_iter().chain(line.match_indices(' ').map(|(at, _)| at + 1));
    for start in starts.take(MOST) {
        let rest = line.get(start..)?;
        let word = rest.split(' ').next().unwrap_or_default();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let is_date = word.contains(|c: char| c.is_ascii_digit()) || times::is_month(&bare, language);
        has_date |= is_date;
        if has_date && is_lead(&bare) && !rest.trim_end_matches([':', ' ']).is_empty() {
            return Some(rest);
        }
        let is_of_date = is_date || bare.is_empty() || times::is_weekday(&bare) || OF_DATES.contains(&bare.as_str());
        if !is_of_date && has_date {
            return None;
        }
        before += usize::from(!is_of_date);
        if before > MOST_BEFORE {
            return None;
        }
    }
    None
}

fn leads(language: &str) -> impl Iterator<Item = &'static str> + use<'_> {
    let own = of_language(language).flat_map(|own| own.leads);
    EVERYWHERE.iter().take(1).chain(own).copied()
}

fn is_word(word: &str, lead: &str) -> bool {
    if lead.is_ascii() { word.eq_ignore_ascii_case(lead) } else { word.to_lowercase() == lead }
}
