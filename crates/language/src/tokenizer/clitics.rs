//! Where a word is cut inside: before its clitic, in contractions written without an apostrophe, before a unit.

use super::words::is_apostrophe;

/// Clitics after an apostrophe.
pub(super) const CLITICS: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];

/// Words that are two whatever stands around them, with the length of the first.
const CONTRACTIONS: [(&str, usize); 41] = [
    ("cannot", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("wanna", 3),
    ("outta", 3),
    ("aint", 2),
    ("arent", 3),
    ("arnt", 2),
    ("cant", 2),
    ("couldnt", 5),
    ("didnt", 3),
    ("doesnt", 4),
    ("dont", 2),
    ("hadnt", 3),
    ("hasnt", 3),
    ("havent", 4),
    ("isnt", 2),
    ("shouldnt", 6),
    ("wasnt", 3),
    ("werent", 4),
    ("wont", 2),
    ("wouldnt", 5),
    ("hes", 2),
    ("shes", 3),
    ("heres", 4),
    ("theres", 5),
    ("thats", 4),
    ("whats", 4),
    ("elses", 4),
    ("youd", 3),
    ("youre", 3),
    ("youll", 3),
    ("youve", 3),
    ("theyre", 4),
    ("theyll", 4),
    ("theyve", 4),
    ("itll", 2),
    ("weve", 2),
    ("im", 1),
    ("ive", 1),
    ("alot", 1),
];

/// Contractions that are also names when they are capitalised.
const NAMES_TOO: [&str; 4] = ["im", "ive", "hes", "cant"];

/// Words after `its` and `your` that show that `it's` and `you're` are meant.
const COMPLEMENTS: [&str; 16] = [
    "a", "an", "the", "not", "been", "just", "really", "very", "so", "also", "now", "all", "gonna", "going", "getting",
    "still",
];

/// Endings of a number that are words of their own: units, scales, halves of the day.
const UNITS: [&str; 40] = [
    "am", "pm", "AM", "PM", "a.m.", "p.m.", "a.m", "p.m", "k", "K", "m", "M", "b", "bn", "mn", "mm", "MM", "cm", "km",
    "km²", "m²", "kg", "lb", "lbs", "oz", "ft", "mi", "mph", "min", "mins", "hrs", "Hz", "kHz", "MHz", "GHz", "kb",
    "MB", "GB", "TB", "percent",
];

/// The bytes at which `word` is cut; `after` is the text after the word.
pub(super) fn inner_cuts(word: &str, after: &str) -> [Option<usize>; 2] {
    if !word.contains(is_apostrophe) {
        let number = word.starts_with(|c: char| c.is_ascii_digit());
        return [if number { unit_start(word) } else { contraction(word, after) }, None];
    }
    if is_decade(word) {
        return [None, None];
    }
    let Some((at, mark)) = word.char_indices().rev().find(|(_, c)| is_apostrophe(*c)) else { return [None, None] };
    let tail = word.get(at + mark.len_utf8()..).unwrap_or_default();
    let last = if at > 0 { clitic_start(word, at, tail) } else { None };
    let first = last.and_then(|cut| {
        let head = word.get(..cut)?;
        let (at, mark) = head.char_indices().rev().find(|(_, c)| is_apostrophe(*c))?;
        clitic_start(head, at, head.get(at + mark.len_utf8()..)?)
    });
    [first, last]
}

/// Where the clitic with its apostrophe at `at` starts.
fn clitic_start(word: &str, at: usize, tail: &str) -> Option<usize> {
    if tail.eq_ignore_ascii_case("t") {
        let before = word.get(..at)?;
        return (before.len() > 1 && before.ends_with(['n', 'N'])).then(|| at - 1);
    }
    (at > 0 && CLITICS.iter().any(|clitic| tail.eq_ignore_ascii_case(clitic))).then_some(at)
}

/// `1960's`, `'90's`.
fn is_decade(word: &str) -> bool {
    let digits = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or_default();
    matches!(digits.len(), 2 | 4) && digits.bytes().all(|b| b.is_ascii_digit()) && digits.ends_with('0')
}

fn contraction(word: &str, after: &str) -> Option<usize> {
    if !(2..=8).contains(&word.len()) || !may_be_contraction(word.as_bytes()) {
        return None;
    }
    let complemented = || COMPLEMENTS.contains(&next_word(after));
    if word.eq_ignore_ascii_case("its") || word.eq_ignore_ascii_case("your") {
        return complemented().then(|| word.len() - 1);
    }
    let (known, cut) = CONTRACTIONS.iter().find(|(known, _)| word.eq_ignore_ascii_case(known))?;
    let name = NAMES_TOO.contains(known) && word.starts_with(char::is_uppercase);
    (!name || complemented()).then_some(*cut)
}

/// A cheap look at the last two letters: most words go no further.
fn may_be_contraction(word: &[u8]) -> bool {
    let Some(pair) = word.last_chunk::<2>() else { return false };
    matches!(
        pair.map(|b| b.to_ascii_lowercase()),
        [b'n' | b'o' | b't', b't']
            | [b'n' | b't', b'a']
            | [b'e' | b't', b's']
            | [b'r' | b'v', b'e']
            | [b'l', b'l']
            | [b'i', b'm']
            | [b'u', b'd' | b'r']
    )
}

/// The letters after one space.
fn next_word(after: &str) -> &str {
    after.strip_prefix(' ').and_then(|rest| rest.split(|c: char| !c.is_alphabetic()).next()).unwrap_or_default()
}

/// Where the unit of a number such as `5:30pm` or `2.5km` starts.
fn unit_start(word: &str) -> Option<usize> {
    let number = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ':')).len();
    let start = word.len() - number;
    (number > 0 && UNITS.contains(&word.get(start..)?)).then_some(start)
}
