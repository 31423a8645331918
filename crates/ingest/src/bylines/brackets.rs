//! Brackets in bylines: what a name is without them, and where they end it.

use std::borrow::Cow;

use super::is_word;

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

/// A given name, what stands in brackets after it, and the family's name.
fn inside(text: &str) -> Option<(&str, &str, &str)> {
    let (given, rest) = text.split_once(" (")?;
    let (between, family) = rest.split_once(") ")?;
    (is_word(given) && family.starts_with(char::is_uppercase)).then_some((given, between, family))
}
