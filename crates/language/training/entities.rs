//! GUM's entities as names.

use std::ops::Range;

use super::corpus::Word;
use crate::names::Class;

/// Words before a person's name that are no part of it.
const TITLES: [&str; 30] = [
    "President",
    "Mr.",
    "Mrs.",
    "Ms.",
    "Dr.",
    "Professor",
    "Prof.",
    "Prime",
    "Minister",
    "Senator",
    "Secretary",
    "General",
    "King",
    "Queen",
    "Prince",
    "Pope",
    "Sir",
    "Judge",
    "Justice",
    "Captain",
    "Colonel",
    "Governor",
    "Mayor",
    "Director",
    "Attorney",
    "Deputy",
    "Vice",
    "Chief",
    "Rep.",
    "Sen.",
];

/// The names of a sentence; `None` when proper nouns are left over, so that the sentence cannot be learned from.
pub(super) fn names(words: &[Word]) -> Option<Vec<(Range<usize>, Class)>> {
    let mut found: Vec<(Range<usize>, Class)> = Vec::new();
    let mut mentions = mentions(words);
    mentions.sort_by_key(|(range, _)| range.len());
    for (range, kind) in mentions {
        let Some(range) = trimmed(words, range) else { continue };
        let named = range.clone().all(|at| is_named(&words[at])) && range.clone().any(|at| words[at].upos == "PROPN");
        let free = found.iter().all(|(other, _)| other.end <= range.start || range.end <= other.start);
        match class(&kind) {
            Some(class) if named => {
                // The longest name wins over the names inside it.
                found.retain(|(other, _)| other.start < range.start || range.end < other.end);
                found.push((range, class));
            }
            None if named && free && kind != "time" => return None,
            _ => {}
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    let overlap = found.windows(2).any(|pair| pair[1].0.start < pair[0].0.end);
    let covered = |at: usize| found.iter().any(|(range, _)| range.contains(&at));
    let left = (0..words.len()).any(|at| words[at].upos == "PROPN" && !covered(at) && !may_be_left(&words[at].form));
    (!overlap && !left).then_some(found)
}

fn class(kind: &str) -> Option<Class> {
    match kind {
        "person" => Some(Class::Person),
        "organization" => Some(Class::Organization),
        "place" => Some(Class::Place),
        "event" | "object" | "abstract" => Some(Class::Other),
        _ => None,
    }
}

fn may_be_left(form: &str) -> bool {
    let dates =
        include_str!("../data/names.txt").lines().find_map(|line| line.strip_prefix("date: ")).unwrap_or_default();
    TITLES.contains(&form) || dates.split("; ").any(|date| date == form)
}

fn is_named(word: &Word) -> bool {
    word.upos == "PROPN"
        || word.xpos == "NNP"
        || word.xpos == "HYPH"
        || word.upos == "NUM"
        || matches!(word.form.as_str(), "of" | "the" | "and" | "&" | "for" | "." | "de" | "'s" | "-" | "in")
        || word.form.starts_with(char::is_uppercase)
}

/// Without determiners, titles and a possessive at the edges.
fn trimmed(words: &[Word], range: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = range;
    let edge = |word: &Word| {
        matches!(word.upos.as_str(), "DET" | "PUNCT" | "PRON" | "ADP" | "PART" | "CCONJ")
            || TITLES.contains(&word.form.as_str())
    };
    while start < end && edge(&words[start]) {
        start += 1;
    }
    while start < end && matches!(words[end - 1].upos.as_str(), "PUNCT" | "PART") {
        end -= 1;
    }
    (start < end).then_some(start..end)
}

/// Mentions as ranges of words with their type.
pub(super) fn mentions(words: &[Word]) -> Vec<(Range<usize>, String)> {
    let mut open: Vec<(usize, String, String)> = Vec::new();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(value) = word.misc.split('|').find_map(|field| field.strip_prefix("Entity=")) else { continue };
        let mut rest = value;
        while !rest.is_empty() {
            if let Some(opened) = rest.strip_prefix('(') {
                let end = opened.find(['(', ')']).unwrap_or(opened.len());
                let mut parts = opened[..end].split('-');
                let (id, kind) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                open.push((at, id.to_owned(), kind.to_owned()));
                rest = &opened[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    found.extend(open.pop().map(|(start, _, kind)| (start..at + 1, kind)));
                    rest = after;
                }
            } else {
                let end = rest.find(')').unwrap_or(rest.len() - 1);
                let id = &rest[..end];
                if let Some(index) = open.iter().rposition(|(_, opened, _)| opened == id) {
                    let (start, _, kind) = open.remove(index);
                    found.push((start..at + 1, kind));
                }
                rest = &rest[end + 1..];
            }
        }
    }
    found
}
