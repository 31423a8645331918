//! Where a word ends, and where it is cut: clitics, hyphens, numbers, abbreviations.

use super::abbreviations;

/// Prefixes that stay with their word across a hyphen, as in the English Web Treebank.
const PREFIXES: [&str; 48] = [
    "agro", "ante", "anti", "arch", "bi", "bio", "co", "counter", "cross", "cyber", "de", "e", "eco", "ex", "extra",
    "hyper", "inter", "intra", "macro", "mega", "micro", "mid", "mini", "multi", "neo", "non", "over", "pan", "para",
    "peri", "post", "pre", "pro", "pseudo", "quasi", "re", "semi", "socio", "sub", "super", "tri", "ultra", "un",
    "uni", "vice", "uh", "mm", "psycho",
];
/// Second halves that stay with their word across a hyphen.
const SUFFIXES: [&str; 8] = ["wise", "esque", "ette", "fest", "fold", "gate", "less", "most"];
/// Clitics after an apostrophe.
const CLITICS: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '＇')
}

/// Characters of scripts that are written without spaces: each is a piece of its own.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FFF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3134F}')
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || (!c.is_ascii() && !is_wide(c) && (c.is_alphanumeric() || is_mark(c)))
}

/// Combining marks, and the joiners inside words of Persian and Indic scripts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05C7}' | '\u{0610}'..='\u{061A}'
        | '\u{064B}'..='\u{0670}' | '\u{0900}'..='\u{0903}' | '\u{093A}'..='\u{094F}' | '\u{0E31}'..='\u{0E4E}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{20D0}'..='\u{20FF}' | '\u{200C}' | '\u{200D}' | '\u{00AD}')
}

/// Whether a word, a number or a word that begins with an apostrophe starts here.
pub(super) fn opens_word(rest: &str) -> bool {
    let mut chars = rest.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else { return false };
    match second {
        _ if first == '_' => second.is_some_and(is_word_char) && second != Some('_'),
        _ if is_word_char(first) => true,
        Some(next) if is_apostrophe(first) => next.is_ascii_digit() && decade(rest) || elided(rest),
        Some(next) => matches!(first, '@' | '#') && next.is_alphabetic(),
        None => false,
    }
}

/// `'90s`.
fn decade(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    let digits = chars.by_ref().take(2).filter(char::is_ascii_digit).count();
    digits == 2 && !chars.next().is_some_and(|c| c.is_ascii_digit())
}

/// `'em`, `'s` standing alone.
fn elided(rest: &str) -> bool {
    let letters: String = rest.chars().skip(1).take(6).take_while(|c| is_word_char(*c)).collect();
    let letters = letters.to_lowercase();
    CLITICS.contains(&letters.as_str()) || matches!(letters.as_str(), "em" | "til" | "cause" | "tis" | "twas")
}

/// Bytes of the word that `rest` starts with, clitics included.
pub(super) fn word_length(rest: &str) -> usize {
    let mut at = rest.chars().next().map_or(0, char::len_utf8);
    loop {
        let tail = rest.get(at..).unwrap_or_default();
        let Some(c) = tail.chars().next() else { return at };
        let Some(step) = step_over(rest, at, tail, c) else { return at };
        at += step;
        if c == '$' {
            return at;
        }
    }
}

/// Bytes by which the word goes on, `None` when it ends at `at`.
fn step_over(rest: &str, at: usize, tail: &str, c: char) -> Option<usize> {
    if is_word_char(c) {
        return Some(c.len_utf8());
    }
    let before = rest.get(..at)?.chars().next_back()?;
    let next = tail.chars().nth(1);
    let joins = match c {
        '.' => return dot(rest, at, tail, before, next),
        ',' | ':' | '/' => before.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit()),
        '&' => before.is_uppercase() && next.is_some_and(char::is_uppercase),
        '-' | '‑' => return hyphen(rest, at, tail),
        '$' => {
            at <= 3
                && rest.get(..at)?.bytes().all(|b| b.is_ascii_uppercase())
                && next.is_none_or(|n| n.is_ascii_digit())
        }
        '!' => rest.get(..at)? == "Yahoo",
        _ if is_apostrophe(c) => next.is_some_and(is_word_char) && !before.is_ascii_digit() || next == Some('s'),
        _ => false,
    };
    joins.then(|| c.len_utf8())
}

/// A full stop inside or after a word.
fn dot(rest: &str, at: usize, tail: &str, before: char, next: Option<char>) -> Option<usize> {
    let digits = before.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit());
    if digits || spelled(rest, at, next) {
        return Some(1);
    }
    let closed = next.is_none_or(|n| !n.is_alphanumeric() && n != '.');
    let ellipsis = tail.starts_with("..");
    if ellipsis || !closed {
        return None;
    }
    let word = rest.get(at.saturating_sub(12)..at).map_or("", last_part);
    (abbreviations::lookup(word).is_some() || word.contains('.') && is_spelled(word)).then_some(1)
}

/// What follows the last hyphen or slash: the part that a full stop belongs to.
fn last_part(word: &str) -> &str {
    word.rsplit(['-', '/']).next().unwrap_or(word)
}

fn is_spelled(word: &str) -> bool {
    word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

/// Between the letters of `U.S.` or `a.m.`: one letter before, one after and then no further letter.
fn spelled(rest: &str, at: usize, next: Option<char>) -> bool {
    let single = |mut chars: std::str::Chars<'_>| !chars.next().is_some_and(char::is_alphanumeric);
    let before = rest.get(..at).unwrap_or_default();
    let mut back = before.chars().rev();
    let letter = back.next().is_some_and(char::is_alphabetic) && !back.next().is_some_and(char::is_alphanumeric);
    let Some(next) = next.filter(|n| letter && n.is_alphabetic()) else { return false };
    let known = before.eq_ignore_ascii_case("ph");
    known || single(rest.get(at + 1 + next.len_utf8()..).unwrap_or_default().chars())
}

/// A hyphen joins after a prefix and inside telephone numbers and dates.
fn hyphen(rest: &str, at: usize, tail: &str) -> Option<usize> {
    let width = tail.chars().next().map_or(1, char::len_utf8);
    let (before, after) = (rest.get(..at)?, tail.get(width..)?);
    let next = after.chars().next().filter(|c| is_word_char(*c))?;
    let start = before.char_indices().rev().take(16).take_while(|(_, c)| is_word_char(*c) || *c == '-').last()?.0;
    let part = before.get(start..)?;
    let joined = if next.is_ascii_digit() && part.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        is_number_group(part, after)
    } else {
        let second: String = after.chars().take(8).take_while(|c| c.is_alphabetic()).collect();
        PREFIXES.iter().any(|p| part.eq_ignore_ascii_case(p))
            && part.bytes().skip(1).all(|b| b.is_ascii_lowercase())
            && after.chars().take(2).filter(|c| c.is_alphanumeric()).count() == 2
            || SUFFIXES.iter().any(|s| second.eq_ignore_ascii_case(s))
    };
    joined.then_some(width)
}

/// `555-0100`, `2024-04-01`: groups that together name one thing; `10-12` is a range.
fn is_number_group(before: &str, after: &str) -> bool {
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let more =
        after.as_bytes().get(digits) == Some(&b'-') && after.as_bytes().get(digits + 1).is_some_and(u8::is_ascii_digit);
    before.contains('-') || more || before.len() == 3 && digits == 4
}

/// Where a word is cut inside: before its clitic, or after `can` in `cannot`.
pub(super) fn inner_cuts(word: &str) -> [Option<usize>; 2] {
    if !word.contains(is_apostrophe) {
        return [
            match word.to_ascii_lowercase_short().as_deref() {
                Some("cannot" | "gonna" | "gotta" | "wanna") => {
                    Some(if word.len() == 6 { 3 } else { 3.min(word.len()) })
                }
                _ => None,
            },
            None,
        ];
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

/// Lower-casing that allocates only for short ASCII words.
trait ShortLower {
    fn to_ascii_lowercase_short(&self) -> Option<String>;
}

impl ShortLower for str {
    fn to_ascii_lowercase_short(&self) -> Option<String> {
        let candidate = (5..=6).contains(&self.len())
            && matches!(self.as_bytes().first(), Some(b'c' | b'C' | b'g' | b'G' | b'w' | b'W'));
        candidate.then(|| self.to_ascii_lowercase())
    }
}
