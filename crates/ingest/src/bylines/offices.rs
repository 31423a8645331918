//! What stands behind a name without a comma: degrees and offices.

use super::{is_agency, is_person};
use crate::metadata::letters;

/// Degrees that follow names, their letters alone.
const DEGREES: [&str; 12] = ["dds", "dnp", "dvm", "edd", "esq", "md", "mph", "msc", "msn", "phd", "rdn", "rn"];

/// Offices that follow names, in small letters.
const OFFICES: [&str; 7] = ["columnist", "contributor", "correspondent", "editor", "journalist", "reporter", "writer"];

/// What kinds of offices there are, in small letters: words before `writer`, `editor` and the like.
const KINDS: [&str; 56] = [
    "a",
    "arts",
    "assistant",
    "associate",
    "associated",
    "books",
    "bureau",
    "business",
    "chief",
    "city",
    "contributing",
    "county",
    "crime",
    "deputy",
    "digital",
    "economics",
    "education",
    "energy",
    "entertainment",
    "environment",
    "environmental",
    "executive",
    "features",
    "film",
    "financial",
    "food",
    "foreign",
    "freelance",
    "general",
    "guest",
    "health",
    "lead",
    "legal",
    "legislative",
    "local",
    "managing",
    "medical",
    "metro",
    "music",
    "national",
    "news",
    "night",
    "online",
    "political",
    "politics",
    "press",
    "religion",
    "science",
    "senior",
    "special",
    "sports",
    "staff",
    "statehouse",
    "technology",
    "travel",
    "web",
];

/// Whether a text is what a person of a newsroom is: `Senior Editor`, `Staff Writer`.
pub(crate) fn is_trade(text: &str) -> bool {
    let mut words = text.split(' ').rev();
    words.next().is_some_and(|last| OFFICES.contains(&last.to_lowercase().as_str()))
        && words.all(|word| KINDS.contains(&word.to_lowercase().as_str()) || is_agency(word))
}

/// `Ana Ruiz` of `Ana Ruiz PhD`, `Ana Ruiz Senior Editor` and `ANA RUIZ AP Sports Writer`.
pub(super) fn without_office(name: &str) -> &str {
    let person = without_degrees(name);
    let Some((rest, last)) = person.rsplit_once(' ') else { return person };
    if !OFFICES.contains(&last.to_lowercase().as_str()) || !rest.contains(' ') {
        return person;
    }
    let mut rest = rest;
    while let Some((before, word)) = rest.rsplit_once(' ') {
        let in_capitals = word.len() <= 4 && !word.contains(char::is_lowercase) && before.contains(char::is_lowercase);
        if !KINDS.contains(&word.to_lowercase().as_str()) && !is_agency(word) && !in_capitals {
            break;
        }
        rest = before;
    }
    if is_person(rest) { rest } else { person }
}

fn without_degrees(name: &str) -> &str {
    let mut rest = name;
    while let Some((person, degree)) = rest.rsplit_once(' ') {
        let is_degree = degree.chars().filter(|c| c.is_uppercase()).count() >= 2 || degree.ends_with('.');
        if !is_degree || !DEGREES.contains(&letters(degree).as_str()) || !is_person(person) {
            break;
        }
        rest = person;
    }
    rest
}
