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
        && (dash.is_some() || place.ends_with(')') || is_led_by_town(place, names));
    let is_name = names.split(['|', '،', ',']).next().is_some_and(|name| name.trim().contains(' '));
    if is_place && is_name { names.trim_start() } else { text }
}

/// Whether a place is one word before two or three of a name: `الأحساء: فارس البليهد`, as papers of the Gulf have it.
fn is_led_by_town(place: &str, names: &str) -> bool {
    let words = names.split_whitespace().count();
    !place.contains(' ') && place.starts_with("ال") && (2..=3).contains(&words)
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

/// A line in Arabic script that parts persons by strokes, as a list; any other as it is. Two parts may be a person and
/// her paper.
pub(crate) fn as_list(text: String) -> String {
    let parts = || text.split(" | ");
    let is_name = |part: &str| (2..=3).contains(&part.split(' ').count()) && !part.contains(char::is_numeric);
    let is_list = text.contains(is_arabic) && parts().count() >= 3 && parts().skip(1).all(is_name);
    if is_list { text.replace(" | ", "، ") } else { text }
}
