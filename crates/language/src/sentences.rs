//! Pieces to sentences.
//!
//! A full stop, question mark, exclamation mark or ellipsis may end a sentence; the closing quotes and brackets after it
//! stay with it. What stands before the mark (an abbreviation, an initial, a list number) and after it (a capital, a
//! usual first word, a reporting verb) decides. Linear in the pieces.

mod informal;
mod lists;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use informal::is_emoticon;

use crate::lower::Lower;
use crate::tokenizer::abbreviations::{self, Abbreviation};
use crate::tokenizer::{Gap, Piece};

/// Longest sentence, in pieces: longer ones are cut, so that what reads sentences stays bounded.
const LONGEST: usize = 8_192;

static OPENERS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/sentence_openers.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| line.split(' ')).collect()
});

/// Splits the pieces of one stretch of `text`: ranges of pieces, in order, that cover them all.
pub(crate) fn split(text: &str, pieces: &[Piece]) -> Vec<Range<usize>> {
    let mut splitter = Splitter::new(text, pieces);
    let mut sentences = Vec::new();
    let mut start = 0;
    while start < pieces.len() {
        let end = splitter.sentence_end(start);
        sentences.push(start..end);
        start = end;
    }
    sentences
}

struct Splitter<'t> {
    text: &'t str,
    pieces: &'t [Piece],
    /// The stretch has letters and none is a capital: capitals cannot tell where sentences start.
    lower_case: bool,
    /// The stretch is a list of short lines without marks: each line is an item.
    plain_list: bool,
    list: Option<lists::Marker>,
}

impl<'t> Splitter<'t> {
    fn new(text: &'t str, pieces: &'t [Piece]) -> Self {
        let span = pieces.first().map_or(0, |p| p.span.start)..pieces.last().map_or(0, |p| p.span.end);
        let stretch = text.get(span).unwrap_or_default();
        let lower_case = !stretch.chars().any(char::is_uppercase);
        let plain_list = lower_case && lists::is_plain(stretch);
        let mut splitter = Self { text, pieces, lower_case, plain_list, list: None };
        splitter.list = splitter.marker_at(0);
        splitter
    }

    fn word(&self, at: usize) -> &'t str {
        self.pieces.get(at).and_then(|piece| self.text.get(piece.span.clone())).unwrap_or_default()
    }

    fn gap(&self, at: usize) -> Gap {
        self.pieces.get(at).map_or(Gap::Blank, |piece| piece.gap)
    }

    /// One past the last piece of the sentence that starts at `start`.
    fn sentence_end(&mut self, start: usize) -> usize {
        let mut at = start;
        while at < self.pieces.len() {
            let next = at + 1;
            if next - start >= LONGEST || self.line_ends(start, next) || self.item_starts(start, next) {
                return next;
            }
            if self.letter_ends(start, next) {
                return next;
            }
            if is_terminal(self.word(at)) || is_emoticon(self.word(at)) {
                let end = self.with_closers(next);
                if end >= self.pieces.len() || self.ends(start, at, end) {
                    return end;
                }
                at = end.max(next);
            } else {
                at = next;
            }
        }
        self.pieces.len()
    }

    /// Past the closing quotes and brackets, and further terminal marks, that follow a terminal mark.
    fn with_closers(&self, mut at: usize) -> usize {
        while at < self.pieces.len() && self.gap(at) <= Gap::Space {
            let word = self.word(at);
            let glued = self.gap(at) == Gap::None;
            let closes = match word {
                "”" | "’" | "»" | ")" | "]" | "’’" | "''" | "」" | "』" | "）" => true,
                "\"" | "'" => glued,
                "?" | "!" if word == self.word(at - 1) => true,
                _ if is_emoticon(word) => true,
                _ => glued && is_terminal(word) && abbreviation(word).is_none(),
            };
            let note = self.footnote_length(at);
            if !closes && note == 0 {
                break;
            }
            at += note.max(1);
        }
        at
    }

    /// Pieces of the mark of a footnote at `at`: `[2]`, `[3, 4]`.
    fn footnote_length(&self, at: usize) -> usize {
        if self.word(at) != "[" {
            return 0;
        }
        let number = |word: &str| word.len() < 4 && word.bytes().all(|b| b.is_ascii_digit() || b == b',');
        let inside = (at + 1..self.pieces.len()).take(9).take_while(|i| number(self.word(*i))).count();
        if inside > 0 && self.word(at + 1 + inside) == "]" { inside + 2 } else { 0 }
    }

    /// Whether a sentence ends before `next`, after the terminal mark at `mark`.
    fn ends(&self, start: usize, mark: usize, next: usize) -> bool {
        let word = self.word(mark);
        if self.is_item_number(start, mark) || self.cited(mark, next) {
            return false;
        }
        if self.gap(next) == Gap::None {
            return is_wide_stop(word) || self.run_together(mark, next);
        }
        if is_emoticon(self.word(next - 1)) {
            return self.emoticon_ends(next - 1, next);
        }
        if word == "Yahoo!" && next == mark + 1 {
            return is_opener(self.word(next)) && self.word(next).starts_with(char::is_uppercase);
        }
        if let Some(kind) = abbreviation(word) {
            return self.ends_after_abbreviation(kind, start, mark, next);
        }
        if word == "." && self.ellipsis_opens(mark, next) {
            return true;
        }
        if word == "." && self.spaced_ellipsis(start, mark, next) {
            return false;
        }
        let open = self.opener(next);
        if !self.can_start(open) {
            return self.ends_before_small(mark, next)
                || self.lower_case && !word.starts_with(['…', '!', '?']) && !is_dots(word);
        }
        !(next > mark + 1 && self.reported(open))
    }

    fn ends_after_abbreviation(&self, kind: Abbreviation, start: usize, mark: usize, next: usize) -> bool {
        let open = self.opener(next);
        let first = self.word(open);
        if next > mark + 1 && self.can_start(open) && kind != Abbreviation::Title {
            return !self.reported(open);
        }
        let capital = first.starts_with(char::is_uppercase);
        let usual = capital && (is_opener(first) || matches!(first, "Mr." | "Mr" | "Mrs." | "Mrs" | "Ms." | "Ms"));
        match kind {
            Abbreviation::Title => false,
            Abbreviation::Initial => usual && first != "I" && !(first == "A" && self.word(open + 1).starts_with('.')),
            Abbreviation::Month | Abbreviation::Open => usual || open > next && capital,
            Abbreviation::Close => capital && mark - start > 3 && !is_time_tail(first),
        }
    }

    /// `end.Start` with the space missing: a word in lower case, the stop, a capitalised word.
    fn run_together(&self, mark: usize, next: usize) -> bool {
        let before = self.word(mark.saturating_sub(1));
        let after = self.word(next);
        let lower = |c: char| c.is_lowercase();
        before.len() > 1
            && before.ends_with(|c: char| lower(c) || c.is_ascii_digit())
            && self.word(mark).len() == 1
            && after.len() > 1
            && after.starts_with(char::is_uppercase)
            && after.chars().skip(1).any(lower)
            && !(before.starts_with(char::is_uppercase) && abbreviations::kind(before).is_some())
    }

    /// Whether `. . . Then` follows a full stop that ends a word: the dots open the next sentence.
    fn ellipsis_opens(&self, mark: usize, next: usize) -> bool {
        self.gap(mark) == Gap::None
            && (next..next + 3).all(|i| self.word(i) == "." && self.gap(i) == Gap::Space)
            && self.word(next + 3).starts_with(char::is_uppercase)
            && self.gap(next + 3) == Gap::Space
    }

    /// `. . .` with spaces: only the last of four or more may end a sentence.
    fn spaced_ellipsis(&self, start: usize, mark: usize, next: usize) -> bool {
        if self.word(next) == "." {
            return true;
        }
        if mark == start + 2 && self.word(start) == "." {
            return true;
        }
        let dot = |at: Option<usize>| at.is_some_and(|at| self.word(at) == "." && self.gap(at + 1) == Gap::Space);
        dot(mark.checked_sub(1)) && dot(mark.checked_sub(2)) && !dot(mark.checked_sub(3))
    }

    /// Whether brackets follow that go with what stands before: a quotation's source, after which the sentence ends, as in
    /// `… up.” (Gray 55).`, or the year of a work whose title ends in a mark, as in `Help! (1965)`.
    fn cited(&self, mark: usize, next: usize) -> bool {
        if self.word(next) != "(" {
            return false;
        }
        let year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        if next == mark + 1 {
            return self.word(mark) != "." && year(self.word(next + 1)) && self.word(next + 2) == ")";
        }
        let close = (next..self.pieces.len()).take(12).find(|i| self.word(*i) == ")");
        close.is_some_and(|close| !is_terminal(self.word(close - 1)) && self.word(close + 1) == ".")
    }

    /// The first piece at or after `at` that is no opening quote, bracket or bullet.
    fn opener(&self, at: usize) -> usize {
        let opens = |word: &str| {
            matches!(word, "“" | "‘" | "\"" | "'" | "``" | "(" | "[" | "«" | "—" | "–" | "-" | "--" | "¿" | "¡" | "「")
        };
        (at..self.pieces.len()).take(4).find(|i| !opens(self.word(*i))).unwrap_or(at)
    }

    /// Whether a sentence can start with the piece at `at`: not with a word in lower case or a mark.
    fn can_start(&self, at: usize) -> bool {
        self.word(at).chars().next().is_some_and(|c| {
            !c.is_lowercase() && !matches!(c, ',' | ';' | ':' | '.' | ')' | ']' | '%' | '”' | '/' | '&')
        })
    }

    /// Whether a reporting clause such as `Ada Lovelace said` starts at `at`, which goes on with the sentence.
    fn reported(&self, at: usize) -> bool {
        for i in at..at + 4 {
            let word = self.word(i);
            if is_reporting(word) {
                return i > at;
            }
            if !word.starts_with(char::is_uppercase) || is_opener(word) {
                return false;
            }
        }
        false
    }

    /// Whether the line break before `next` ends a sentence: not a line that was wrapped.
    fn line_ends(&self, start: usize, next: usize) -> bool {
        match self.gap(next) {
            Gap::None | Gap::Space => false,
            Gap::Blank => true,
            Gap::Line => {
                let begin = self.line_start(start, next);
                let length = self.pieces.get(next - 1).map_or(0, |p| p.span.end).saturating_sub(begin);
                self.plain_list
                    || self.marker_at(next).is_some()
                    || is_bullet(self.word(next))
                    || length < 50 && self.can_start(next)
            }
        }
    }

    /// The byte where the line that ends before `next` starts, looking back no further than `start` and 60 pieces.
    fn line_start(&self, start: usize, next: usize) -> usize {
        let from = (start.max(next.saturating_sub(60))..next).rev().find(|i| *i == start || self.gap(*i) >= Gap::Line);
        from.and_then(|i| self.pieces.get(i)).map_or(0, |p| p.span.start)
    }
}

/// Marks that may end a sentence, abbreviations included.
fn is_terminal(word: &str) -> bool {
    word.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔']) && (word.len() == 1 || !word.starts_with('@'))
}

fn is_wide_stop(word: &str) -> bool {
    matches!(word, "。" | "！" | "？")
}

fn is_dots(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|b| b == b'.')
}

/// The kind of abbreviation of a piece that ends with a full stop and is no mark.
fn abbreviation(word: &str) -> Option<Abbreviation> {
    let stem = word.strip_suffix('.').filter(|stem| stem.contains(char::is_alphabetic))?;
    Some(abbreviations::lookup(stem.rsplit(['-', '/']).next().unwrap_or(stem)).unwrap_or(Abbreviation::Open))
}

fn is_opener(word: &str) -> bool {
    Lower::default().of(word).is_some_and(|word| OPENERS.contains(word))
}

/// What follows `p.m.` inside a sentence.
fn is_time_tail(word: &str) -> bool {
    const TAILS: [&str; 26] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "EST",
        "EDT",
        "ET",
        "GMT",
        "UTC",
        "PST",
        "PDT",
        "PT",
        "CST",
        "CDT",
        "CT",
        "BST",
        "CET",
        "Eastern",
        "Pacific",
        "Central",
        "Moscow",
        "Beijing",
        "London",
    ];
    TAILS.contains(&word.trim_end_matches('.'))
}

fn is_reporting(word: &str) -> bool {
    const VERBS: [&str; 26] = [
        "said",
        "says",
        "asked",
        "asks",
        "added",
        "adds",
        "told",
        "tells",
        "cried",
        "shouted",
        "replied",
        "answered",
        "wrote",
        "tweeted",
        "posted",
        "continued",
        "explained",
        "yelled",
        "demanded",
        "wondered",
        "whispered",
        "declared",
        "insisted",
        "warned",
        "exclaimed",
        "recalled",
    ];
    VERBS.contains(&word)
}

fn is_bullet(word: &str) -> bool {
    matches!(word, "•" | "◦" | "▪" | "‣" | "⁃" | "*" | "-" | "–" | "—" | "·" | "●")
}

#[cfg(test)]
mod tests;
