//! What stands before the names of bylines: days, and places and media in Arabic ones: `القاهرة - أحمد حسن`, `طرابلس (لبنان): هالة المقدم`.

use super::words::OF_OTHERS;
use crate::times;

/// Words of a place at most.
const MOST_OF_PLACE: usize = 3;

/// A byline in Arabic script without the place before its names; any other as it is.
pub(super) fn without_place(text: &str) -> &str {
    if !text.chars().any(is_arabic) {
        return text;
    }
    let dash = [" - ", " – ", " — "].iter().find_map(|dash| text.split_once(dash));
    let Some((place, names)) = dash.or_else(|| text.split_once(": ")) else { return text };
    let place = place.trim();
    // Cases that name others stay labels: a place before a colon has its country, else nothing tells it from them.
    let is_place = place.split(' ').count() <= MOST_OF_PLACE
        && !OF_OTHERS.iter().any(|label| place.starts_with(label))
        && (dash.is_some() || place.ends_with(')'));
    let is_name = names.split(['|', '،', ',']).next().is_some_and(|name| name.trim().contains(' '));
    if is_place && is_name { names.trim_start() } else { text }
}

/// Letters of Arabic, Persian and Urdu.
fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}')
}

/// `Ana Ruiz` of `March 3, 2026 · Ana Ruiz`.
pub(super) fn without_date<'t>(text: &'t str, language: &str) -> &'t str {
    let (head, rest) = text.split_once(['·', '|', '•']).unwrap_or(("", text));
    let first = head.split(' ').next().unwrap_or_default();
    let is_date = head.contains(char::is_numeric)
        && (first.starts_with(char::is_numeric) || times::is_month(first, language))
        && rest.contains(char::is_alphabetic);
    if is_date { rest.trim_start() } else { text }
}

/// Where a number begins, or the word that it ends: `Boletín UNAM-268` names nobody.
pub(super) fn number(text: &str) -> Option<usize> {
    let at = text.find(char::is_numeric)?;
    let before = text.get(..at)?;
    let word = before.rfind(' ').map_or(0, |space| space + 1);
    let is_code = before.get(word..).is_some_and(|word| word.ends_with('-') && word.len() > 1);
    Some(if is_code { word } else { at })
}
