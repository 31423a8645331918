//! What stands behind a name without a comma: degrees and offices.

use super::{is_agency, is_person, words::DEGREES};
use crate::metadata::letters;

/// What people of a newsroom are, after their names, in small letters.
const TRADES: [&str; 7] = ["columnist", "contributor", "correspondent", "editor", "journalist", "reporter", "writer"];

/// Words of what the sections of papers are called, in small letters: before `editor` and the like, and over articles. No family's
/// name belongs here (`Banks`, `Parks`), for nobody is called by one of these.
const SECTIONS: [&str; 54] = [
    "arts",
    "books",
    "business",
    "city",
    "county",
    "courts",
    "crime",
    "culture",
    "digital",
    "economics",
    "economy",
    "education",
    "energy",
    "entertainment",
    "environment",
    "environmental",
    "fashion",
    "features",
    "film",
    "finance",
    "financial",
    "food",
    "football",
    "foreign",
    "garden",
    "government",
    "health",
    "international",
    "legal",
    "legislative",
    "lifestyle",
    "local",
    "markets",
    "medical",
    "metro",
    "money",
    "movies",
    "music",
    "national",
    "news",
    "opinion",
    "political",
    "politics",
    "religion",
    "science",
    "sport",
    "sports",
    "statehouse",
    "style",
    "tech",
    "technology",
    "travel",
    "weather",
    "world",
];

/// What else stands before `editor` and the like: ranks, and where and when somebody works, in small letters.
const RANKS: [&str; 21] = [
    "a",
    "assistant",
    "associate",
    "associated",
    "bureau",
    "chief",
    "contributing",
    "deputy",
    "executive",
    "freelance",
    "general",
    "guest",
    "lead",
    "managing",
    "night",
    "online",
    "press",
    "senior",
    "special",
    "staff",
    "web",
];

/// Whether a word in small letters is one of the name of a section, and so of no person's.
pub(crate) fn is_of_section(word: &str) -> bool {
    SECTIONS.contains(&word)
}

/// Whether a word says which editor or writer somebody is.
fn is_kind(word: &str) -> bool {
    let word = word.to_lowercase();
    is_of_section(&word) || RANKS.contains(&word.as_str())
}

/// Whether a text is what a person of a newsroom is: `Senior Editor`, `Staff Writer`.
pub(crate) fn is_trade(text: &str) -> bool {
    let mut words = text.split(' ').rev();
    words.next().is_some_and(|last| TRADES.contains(&last.to_lowercase().as_str()))
        && words.all(|word| is_kind(word) || is_agency(word))
}

/// `Ana Ruiz` of `Ana Ruiz PhD`, `Ana Ruiz Senior Editor` and `ANA RUIZ AP Sports Writer`.
pub(super) fn without_office(name: &str) -> &str {
    let person = without_degrees(name);
    let Some((rest, last)) = person.rsplit_once(' ') else { return person };
    if !TRADES.contains(&last.to_lowercase().as_str()) || !rest.contains(' ') {
        return person;
    }
    let mut rest = rest;
    while let Some((before, word)) = rest.rsplit_once(' ') {
        let in_capitals = word.len() <= 4 && !word.contains(char::is_lowercase) && before.contains(char::is_lowercase);
        if !is_kind(word) && !is_agency(word) && !in_capitals {
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
