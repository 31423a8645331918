//! Words that keep their full stop, and what the full stop then means.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::lower::Lower;

/// What may follow an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// Never the end of a sentence: `Mr.`, `No.`.
    Title,
    /// `Oct.`: no end before a digit.
    Month,
    /// `Corp.`, `U.S.`: an end before a word that usually opens a sentence.
    Open,
    /// `etc.`, `p.m.`: an end before most capitals.
    Close,
    /// One capital letter: `J.`.
    Initial,
}

static TABLE: LazyLock<HashMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    let lines = include_str!("../../data/abbreviations.txt").lines().filter(|line| !line.starts_with('#'));
    let lines = lines.filter_map(|line| line.split_once(": "));
    lines.flat_map(|(kind, words)| words.split(' ').map(move |word| (word, kind_of(kind)))).collect()
});

fn kind_of(name: &str) -> Abbreviation {
    match name {
        "title" => Abbreviation::Title,
        "month" => Abbreviation::Month,
        "close" => Abbreviation::Close,
        _ => Abbreviation::Open,
    }
}

/// The kind of abbreviation that `word`, given without its last full stop, is.
pub(crate) fn lookup(word: &str) -> Option<Abbreviation> {
    let mut chars = word.chars();
    let first = chars.next()?;
    if chars.next().is_none() {
        let known = || TABLE.get(word).copied();
        return if first.is_uppercase() { Some(Abbreviation::Initial) } else { known() };
    }
    let found = kind(word)?;
    (word != "EST" && (!is_word_too(word) || first.is_uppercase())).then_some(found)
}

/// The kind of abbreviation that `word` is in capitals, even if it is also a word.
pub(crate) fn kind(word: &str) -> Option<Abbreviation> {
    Lower::default().of(word).and_then(|word| TABLE.get(word).copied())
}

/// Abbreviations only before a number: `No. 5`, but `No.` is an answer.
pub(crate) fn is_numbered(word: &str) -> bool {
    matches!(word, "No" | "NO" | "Nos" | "Art" | "Arts")
}

/// Whether a word at the end of a sentence gives its full stop to the sentence: `etc.` and `p.m.`, but not `U.S.`
pub(crate) fn gives_up_stop(word: &str) -> bool {
    let Some(stem) = word.strip_suffix('.').filter(|stem| stem.ends_with(char::is_alphabetic)) else { return false };
    !stem.contains('.') || ["a.m", "p.m"].iter().any(|half| stem.eq_ignore_ascii_case(half))
}

/// Abbreviations that are words of their own in lower case: `no.`, `co.` and `sat.` end a sentence.
fn is_word_too(word: &str) -> bool {
    const WORDS: [&str; 33] = [
        "no", "mar", "sat", "sun", "wed", "mon", "fig", "art", "rep", "reps", "gen", "col", "hon", "fr", "ill", "ind",
        "la", "pa", "va", "ga", "miss", "mass", "wash", "mont", "am", "pm", "ore", "man", "det", "ms", "jan", "dec",
        "ark",
    ];
    WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_lower_case_is_no_abbreviation() {
        assert_eq!(lookup("no"), None);
        assert_eq!(lookup("No"), Some(Abbreviation::Title));
        assert_eq!(lookup("p.m"), Some(Abbreviation::Close));
        assert_eq!(lookup("K"), Some(Abbreviation::Initial));
        assert_eq!(lookup("sat"), None);
    }
}
