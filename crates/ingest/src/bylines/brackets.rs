//! Brackets in bylines: what a name is without them, and where they end it.

use std::borrow::Cow;

use super::{LANGUAGES, is_agency, is_person, is_word};

/// What leads to the reporters whom agencies name below a text, in small letters.
const REPORTERS: [&str; 8] = [
    "reporting by ",
    "reporting and writing by ",
    "reporte de ",
    "reportaje de ",
    "reportage de ",
    "reportagem de ",
    "reportagem por ",
    "bericht von ",
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
    let begins = |lead: &&&str| inner.get(..lead.len()).is_some_and(|head| head.to_lowercase() == ***lead);
    let lead = REPORTERS.iter().find(begins)?;
    let reporters = inner.get(lead.len()..)?.split([';', '.']).next()?;
    let words: Vec<&str> = reporters.split_whitespace().collect();
    let is_and = |word: &&str| LANGUAGES.iter().any(|own| own.and.contains(word));
    let parts = words.split(is_and).map(|part| part.join(" "));
    let parts: Vec<String> = parts.flat_map(|part| part.split(',').map(str::to_owned).collect::<Vec<_>>()).collect();
    // Each may be told with her place.
    let place = |part: &str| [" in ", " en ", " em ", " à ", " from "].iter().filter_map(|word| part.find(word)).min();
    let names = parts.iter().map(|part| part.get(..place(part).unwrap_or(part.len())).unwrap_or_default().trim());
    let names: Vec<String> = names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let are_names = names.iter().all(|name| is_person(name) || is_agency(name));
    (!names.is_empty() && are_names).then_some(names)
}

/// A given name, what stands in brackets after it, and the family's name.
fn inside(text: &str) -> Option<(&str, &str, &str)> {
    let (given, rest) = text.split_once(" (")?;
    let (between, family) = rest.split_once(") ")?;
    (is_word(given) && family.starts_with(char::is_uppercase)).then_some((given, between, family))
}
