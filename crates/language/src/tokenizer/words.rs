//! Where a word ends: apostrophes, hyphens, numbers, abbreviations.

use super::abbreviations;
use super::clitics::CLITICS;

/// Prefixes that stay with their word across a hyphen, as in the English Web Treebank.
const PREFIXES: [&str; 44] = [
    "agro", "ante", "anti", "arch", "bi", "bio", "co", "counter", "cross", "cyber", "de", "e", "ex", "extra", "hyper",
    "inter", "intra", "macro", "mega", "micro", "mid", "mini", "multi", "neo", "non", "over", "para", "peri", "post",
    "pre", "pro", "pseudo", "re", "semi", "socio", "sub", "super", "tri", "ultra", "un", "uni", "uh", "mm", "psycho",
];
/// Second halves that stay with their word across a hyphen.
const SUFFIXES: [&str; 3] = ["wise", "esque", "ette"];

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '＇' | '`' | '´')
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

/// Whether a word, a number or a word that begins with an apostrophe starts here. `before` is the text before; `opens`
/// tells that white space is between.
pub(super) fn opens_word(rest: &str, before: &str, opens: bool) -> bool {
    let mut chars = rest.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else { return false };
    if is_word_char(first) && first != '_' {
        return true;
    }
    let Some(next) = second else { return false };
    let after_digit = || !opens && before.ends_with(|c: char| c.is_ascii_digit());
    match first {
        '_' => is_word_char(next) && next != '_',
        '@' | '#' => next.is_alphabetic(),
        '+' => opens && next.is_ascii_digit(),
        '.' if next.is_ascii_digit() => opens || before.ends_with(['$', '€', '£', '(', '=', '<', '>']),
        '.' => is_bare_extension(rest),
        _ if is_apostrophe(first) => decade(rest) && !after_digit() || elided(rest),
        _ => false,
    }
}

/// `.doc` on its own, after a bracket.
fn is_bare_extension(rest: &str) -> bool {
    let name = rest.get(1..).and_then(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next());
    name.is_some_and(super::links::is_extension)
}

/// `'90s`.
fn decade(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    let digits = chars.by_ref().take(2).filter(char::is_ascii_digit).count();
    digits == 2 && !chars.next().is_some_and(|c| c.is_ascii_digit())
}

/// `'em`, `'s` standing alone.
fn elided(rest: &str) -> bool {
    let tail = rest.strip_prefix(is_apostrophe).unwrap_or_default();
    let letters = tail.split(|c| !is_word_char(c)).next().unwrap_or_default();
    let same = |known: &&str| letters.eq_ignore_ascii_case(known);
    CLITICS.iter().chain(&["em", "til", "cause", "tis", "twas"]).any(same)
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

/// Abbreviations written with a slash.
const SLASHED: [&str; 5] = ["w/o", "w/out", "b/c", "b/t", "s/he"];

fn slashed(rest: &str) -> bool {
    let length = rest.bytes().take(8).take_while(|b| *b == b'/' || b.is_ascii_alphabetic()).count();
    let whole = rest.get(..length).unwrap_or_default();
    SLASHED.iter().any(|known| whole.eq_ignore_ascii_case(known)) || whole == "w/"
}

/// Whether a comma between digits groups them: `1,200`, `12,00,000`; `[1,2]` counts.
fn groups(after: &str) -> bool {
    for group in after.split(',').take(4) {
        match group.bytes().take(4).take_while(u8::is_ascii_digit).count() {
            2 if group.len() == 2 => {}
            digits => return digits == 3,
        }
    }
    false
}

/// Bytes by which the word goes on, `None` when it ends at `at`.
fn step_over(rest: &str, at: usize, tail: &str, c: char) -> Option<usize> {
    if is_word_char(c) {
        return (c != 'º' || !rest.get(..at)?.ends_with(|b: char| b.is_ascii_digit())).then_some(c.len_utf8());
    }
    let before = rest.get(..at)?.chars().next_back()?;
    let next = tail.chars().nth(1);
    let joins = match c {
        '.' => return dot(rest, at, tail, before, next),
        ',' => before.is_ascii_digit() && groups(tail.get(1..)?),
        '/' if !before.is_ascii_digit() => slashed(rest),
        ':' | '/' => before.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit()),
        '&' => ampersand(rest, at, next),
        '-' | '‑' => return hyphen(rest, at, tail),
        '$' => {
            at <= 3
                && rest.get(..at)?.bytes().all(|b| b.is_ascii_uppercase())
                && next.is_none_or(|n| n.is_ascii_digit())
        }
        '!' => rest.get(..at)? == "Yahoo",
        '°' => matches!(rest.get(..at)?, "N" | "n"),
        _ if is_apostrophe(c) => next.is_some_and(is_word_char) && !before.is_ascii_digit() || next == Some('s'),
        _ => false,
    };
    joins.then(|| c.len_utf8())
}

/// `AT&T`, `p&l`.
fn ampersand(rest: &str, at: usize, next: Option<char>) -> bool {
    let before = rest.get(..at).unwrap_or_default();
    let upper = before.ends_with(char::is_uppercase) && next.is_some_and(char::is_uppercase);
    let letter = |part: &str| part.chars().take_while(|c| c.is_alphanumeric()).count() == 1;
    upper || next.is_some_and(char::is_alphabetic) && letter(before) && rest.get(at + 1..).is_some_and(letter)
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
    let known = abbreviations::lookup(word).is_some() && (!abbreviations::is_numbered(word) || number_follows(tail));
    (known || word.contains('.') && is_spelled(word)).then_some(1)
}

/// `No. 5`.
fn number_follows(tail: &str) -> bool {
    tail.get(1..).is_some_and(|rest| rest.trim_start_matches([' ', '#']).starts_with(|c: char| c.is_ascii_digit()))
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
    let known = before.eq_ignore_ascii_case("ph");
    let Some(next) = next.filter(|n| (letter || known) && n.is_alphabetic()) else { return false };
    single(rest.get(at + 1 + next.len_utf8()..).unwrap_or_default().chars())
}

/// A hyphen joins after a prefix, inside telephone numbers and dates, and where speech broke off.
fn hyphen(rest: &str, at: usize, tail: &str) -> Option<usize> {
    let width = tail.chars().next().map_or(1, char::len_utf8);
    let (before, after) = (rest.get(..at)?, tail.get(width..)?);
    if is_restarted(before, after) {
        return Some(width);
    }
    let next = after.chars().next().filter(|c| is_word_char(*c))?;
    let start = before.char_indices().rev().take(16).take_while(|(_, c)| is_word_char(*c) || *c == '-').last()?.0;
    let part = before.get(start..)?;
    let joined = if next.is_ascii_digit() && part.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        is_number_group(part, after)
    } else {
        let second = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        PREFIXES.iter().any(|p| part.eq_ignore_ascii_case(p))
            && part.bytes().skip(1).all(|b| b.is_ascii_lowercase())
            && after.chars().take(2).filter(|c| c.is_alphanumeric()).count() == 2
            || SUFFIXES.iter().any(|s| second.eq_ignore_ascii_case(s))
    };
    joined.then_some(width)
}

/// `wa- was`: the speaker begins the word again.
fn is_restarted(before: &str, after: &str) -> bool {
    let again = after.strip_prefix(' ').and_then(|next| next.get(..before.len()));
    before.len() <= 8 && again.is_some_and(|again| again.eq_ignore_ascii_case(before))
}

/// `555-0100`, `2024-04-01`: groups that together name one thing; `10-12` is a range.
fn is_number_group(before: &str, after: &str) -> bool {
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let more =
        after.as_bytes().get(digits) == Some(&b'-') && after.as_bytes().get(digits + 1).is_some_and(u8::is_ascii_digit);
    before.contains('-') || more || digits == 4 && matches!(before.len(), 1 | 3 | 5)
}
