//! A text as words, digits and marks: the plain ground on which times and numbers are found.
//!
//! It needs no tagger and no sentence boundaries, so a number is found whatever the language core makes of its
//! surroundings. One pass, no allocation a word.

use std::ops::Range;

/// What a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters only.
    Letters,
    /// ASCII digits only.
    Digits,
    /// One character that is neither.
    Mark,
    /// A blank line.
    Break,
}

/// A word, in bytes of the whole text.
#[derive(Debug, Clone, Copy)]
struct Word {
    start: usize,
    end: usize,
    kind: Kind,
}

/// The words of a stretch of text. Out of range, every word is empty.
#[derive(Debug)]
pub(crate) struct Words<'t> {
    text: &'t str,
    /// The stretch in ASCII lower case, byte for byte.
    lower: String,
    offset: usize,
    words: Vec<Word>,
}

impl<'t> Words<'t> {
    /// The words of `text` in `range`; none when the range does not fit the text.
    pub(crate) fn new(text: &'t str, range: Range<usize>) -> Self {
        let offset = range.start;
        let stretch = text.get(range).unwrap_or_default();
        let mut words = Vec::new();
        for (start, c) in stretch.char_indices() {
            push(&mut words, stretch, offset + start, c, offset);
        }
        Self { text, lower: stretch.to_ascii_lowercase(), offset, words }
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The word in ASCII lower case; empty when there is none.
    pub(crate) fn at(&self, index: usize) -> &str {
        let word = self.words.get(index).map(|word| word.start - self.offset..word.end - self.offset);
        word.and_then(|range| self.lower.get(range)).unwrap_or_default()
    }

    /// The word before `index` in lower case; empty at the start.
    pub(crate) fn before(&self, index: usize) -> &str {
        index.checked_sub(1).map_or("", |previous| self.at(previous))
    }

    /// The word as written; empty when there is none.
    pub(crate) fn raw(&self, index: usize) -> &'t str {
        self.words.get(index).and_then(|word| self.text.get(word.start..word.end)).unwrap_or_default()
    }

    /// What the word is made of; a break when there is none.
    pub(crate) fn kind(&self, index: usize) -> Kind {
        self.words.get(index).map_or(Kind::Break, |word| word.kind)
    }

    /// Whether the word stands right behind the one before it, without a space.
    pub(crate) fn glued(&self, index: usize) -> bool {
        let previous = index.checked_sub(1).and_then(|previous| self.words.get(previous));
        matches!((previous, self.words.get(index)), (Some(a), Some(b)) if a.end == b.start)
    }

    /// Whether the word starts with an upper-case letter.
    pub(crate) fn capital(&self, index: usize) -> bool {
        self.raw(index).starts_with(char::is_uppercase)
    }

    /// Bytes of the text from the first to the last word of a range of words.
    pub(crate) fn span(&self, words: Range<usize>) -> Range<usize> {
        let start = self.words.get(words.start).map_or(0, |word| word.start);
        let end = words.end.checked_sub(1).and_then(|last| self.words.get(last)).map_or(start, |word| word.end);
        start..end.max(start)
    }

    /// The characters from the first to the last word of a range of words.
    pub(crate) fn text_of(&self, words: Range<usize>) -> &'t str {
        self.text.get(self.span(words)).unwrap_or_default()
    }

    /// Whether the words from `index` are those of `phrase`, which is in lower case and separated by spaces.
    pub(crate) fn phrase(&self, index: usize, phrase: &str) -> Option<usize> {
        let mut at = index;
        for word in phrase.split(' ') {
            if self.at(at) != word {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// The first of `phrases` that starts at `index`, with its end.
    pub(crate) fn any_phrase<T: Copy>(&self, index: usize, phrases: &[(&str, T)]) -> Option<(usize, T)> {
        let first = self.at(index).as_bytes().first()?;
        let alike = |phrase: &str| phrase.as_bytes().first() == Some(first);
        let mut fitting = phrases.iter().filter(|(phrase, _)| alike(phrase));
        fitting.find_map(|(phrase, value)| Some((self.phrase(index, phrase)?, *value)))
    }

    /// Whether the word is a hyphen or an en dash.
    pub(crate) fn dash(&self, index: usize) -> bool {
        matches!(self.at(index), "-" | "–" | "‑" | "‐")
    }

    /// Whether the word ends a sentence, as far as the characters tell: a full stop that no abbreviation explains.
    pub(crate) fn sentence_end(&self, index: usize) -> bool {
        match self.at(index) {
            "!" | "?" => true,
            "." => (!self.glued(index + 1) || self.kind(index + 1) == Kind::Break) && !self.abbreviation(index),
            _ => self.kind(index) == Kind::Break,
        }
    }

    fn abbreviation(&self, stop: usize) -> bool {
        let word = self.before(stop);
        let next_small = self.raw(stop + 1).starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        next_small || word.len() == 1 || ABBREVIATIONS.contains(&word)
    }
}

const ABBREVIATIONS: [&str; 26] = [
    "mr", "mrs", "ms", "dr", "gen", "sen", "rep", "gov", "lt", "col", "sgt", "st", "jr", "sr", "inc", "corp", "co",
    "ltd", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "no",
];

fn push(words: &mut Vec<Word>, stretch: &str, start: usize, c: char, offset: usize) {
    let end = start + c.len_utf8();
    let kind = match c {
        '\n' if blank_line(stretch, end - offset) => Kind::Break,
        c if c.is_whitespace() || is_invisible(c) => return,
        c if c.is_ascii_digit() => Kind::Digits,
        c if c.is_alphabetic() || is_combining(c) => Kind::Letters,
        _ => Kind::Mark,
    };
    match words.last_mut() {
        Some(last) if last.end == start && last.kind == kind && matches!(kind, Kind::Letters | Kind::Digits) => {
            last.end = end;
        }
        _ => words.push(Word { start, end, kind }),
    }
}

/// Whether nothing but spaces stands between this line's end and the next one's; looks no further than a few bytes.
fn blank_line(stretch: &str, after: usize) -> bool {
    let rest = stretch.get(after..).unwrap_or_default();
    rest.chars().take(8).find(|c| !matches!(c, ' ' | '\t' | '\r')) == Some('\n')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_digits_and_marks_are_told_apart() {
        let text = "On Oct. 7, 1,200 fell.\n\nNext";
        let words = Words::new(text, 0..text.len());
        let all: Vec<&str> = (0..words.len()).map(|index| words.raw(index)).collect();
        assert_eq!(all, ["On", "Oct", ".", "7", ",", "1", ",", "200", "fell", ".", "\n", "Next"]);
        assert!(words.glued(6) && !words.glued(5));
        assert!(words.sentence_end(9) && !words.sentence_end(2));
        assert_eq!(words.span(1..4), 3..9);
        assert_eq!(words.phrase(0, "on oct ."), Some(3));
    }

    #[test]
    fn a_range_inside_the_text_keeps_the_offsets_of_the_text() {
        let text = "é Ten men";
        let words = Words::new(text, 3..text.len());
        assert_eq!((words.at(0), words.raw(0), words.span(0..2)), ("ten", "Ten", 3..10));
        assert_eq!(words.at(9), "");
    }
}
