//! Brackets in bylines: what a name is without them, and where they end it.

use std::borrow::Cow;

use super::{is_agency, is_person, is_word};

/// What leads to the reporters whom agencies name below a text, in small letters, what joins two, and what leads to a place.
const REPORTERS: [(&str, &str, &str); 8] = [
    ("reporting by ", "and", "in"),
    ("reporting and writing by ", "and", "in"),
    ("reporte de ", "y", "en"),
    ("reportaje de ", "y", "en"),
    ("reportage de ", "et", "à"),
    ("reportagem de ", "e", "em"),
    ("reportagem por ", "e", "em"),
    ("bericht von ", "und", "in"),
];

/// `Ana (A. M.) Ruiz` without the letters between her given name and her family's; `Ana (Annie) Ruiz` is called so.
pub(super) fn without_insertion(text: &str) -> Cow<'_, str> {
    match inside(text) {
        Some((given, between, family)) if between.contains('.') => Cow::Owned(format!("{given} {family}")),
        _ => Cow::Borrowed(text),
    }
}

/// A name up to the end of a bracket inside it, after the given name alone: `Ana (Annie)` of `Ana (Annie) Ruiz`.
pub(super) fn nickname(text: &str) -> Option<&str> {
    let (given, inside, _) = inside(text)?;
    text.get(..given.len() + inside.len() + " ()".len())
}

/// Where a bracket follows a name without a space, as accounts and employers do: `김민수(minsu7)`, `Ana Ruiz(Meridian)`.
pub(super) fn end(text: &str) -> Option<usize> {
    let brackets = text.match_indices(['(', '（']).map(|(at, _)| at);
    let mut ends = brackets.filter(|at| text.get(..*at).is_some_and(|name| name.ends_with(char::is_alphanumeric)));
    ends.next()
}

/// Who reported, as the brackets below the report of an agency say, without who wrote it up and edited it:
/// `Reporting by Ana Ruiz in Valletta and Tom Lee; Editing by Eva Borg`.
pub(super) fn reporters(inner: &str) -> Option<Vec<String>> {
    let begins = |lead: &str| inner.get(..lead.len()).is_some_and(|head| head.to_lowercase() == lead);
    let (lead, and, place) = REPORTERS.iter().find(|(lead, ..)| begins(lead))?;
    let reporters = inner.get(lead.len()..)?.split([';', '.']).next()?;
    let words: Vec<&str> = reporters.split_whitespace().collect();
    // Each may be told with her place.
    let named = |part: &[&str]| part.split(|word| word == place).next().unwrap_or_default().join(" ");
    let parts = words.split(|word| word == and).flat_map(|part| part.split_inclusive(|word| word.ends_with(',')));
    let names = parts.map(|part| named(part).trim_end_matches(',').to_owned());
    let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    let are_names = names.iter().all(|name| is_person(name) || is_agency(name));
    (!names.is_empty() && are_names).then_some(names)
}

/// A given name, what stands in brackets after it, and the family's name.
fn inside(text: &str) -> Option<(&str, &str, &str)> {
    let (given, rest) = text.split_once(" (")?;
    let (between, family) = rest.split_once(") ")?;
    (is_word(given) && family.starts_with(char::is_uppercase)).then_some((given, between, family))
}
