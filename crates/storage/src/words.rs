//! Words as they are indexed and searched: one tokeniser for every store.
//!
//! A word is a run of letters and digits of any script, in lower case, compatibility-decomposed, without the diacritics of
//! Latin, Greek, Cyrillic, Hebrew and Arabic. Ideographs and kana are a word each, so that unspaced scripts are found by
//! phrase. There is no stemming: a search says `missile*` when it means every form.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Characters kept of one word.
const LONGEST: usize = 64;

/// Calls `visit` with every word of `text` and where it stands, in bytes.
pub(crate) fn each_word(text: &str, mut visit: impl FnMut(&str, Range<usize>)) {
    let mut word = Run::default();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase(), at, end);
        } else if c.is_ascii() {
            word.finish(&mut visit);
        } else if stands_alone(c) {
            word.finish(&mut visit);
            word.push_folded(c, at, end);
            word.finish(&mut visit);
        } else if c.is_alphanumeric() || is_combining_mark(c) {
            word.push_folded(c, at, end);
        } else {
            word.finish(&mut visit);
        }
    }
    word.finish(&mut visit);
}

/// The words of `text`.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word, _| words.push(word.to_owned()));
    words
}

#[derive(Default)]
struct Run {
    word: String,
    length: usize,
    start: usize,
    end: usize,
}

impl Run {
    fn push(&mut self, c: char, start: usize, end: usize) {
        if self.length == 0 {
            self.start = start;
        }
        self.end = end;
        self.length += 1;
        if self.length <= LONGEST {
            self.word.push(c);
        }
    }

    fn push_folded(&mut self, c: char, start: usize, end: usize) {
        decompose_compatible(c, |part| {
            if is_diacritic(part) {
                self.end = if self.length > 0 { end } else { self.end };
            } else if part.is_alphanumeric() || is_combining_mark(part) {
                part.to_lowercase().for_each(|lower| self.push(lower, start, end));
            }
        });
    }

    fn finish(&mut self, visit: &mut impl FnMut(&str, Range<usize>)) {
        if self.length > 0 {
            visit(&self.word, self.start..self.end);
            self.word.clear();
            self.length = 0;
        }
    }
}

fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a span inside a character is a failure to see")]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        assert_eq!(words("Müller’s CAFÉ, 3.5 Ёлка"), ["muller", "s", "cafe", "3", "5", "елка"]);
        assert_eq!(words("e\u{301}tat ﬁn"), ["etat", "fin"]);
    }

    #[test]
    fn unspaced_scripts_are_a_word_a_character() {
        assert_eq!(words("東京tower"), ["東", "京", "tower"]);
    }

    #[test]
    fn places_are_in_bytes_of_the_original() {
        let mut found = Vec::new();
        let text = "😀 Zürich e\u{301}!";
        each_word(text, |word, range| found.push((word.to_owned(), text[range].to_owned())));
        assert_eq!(found, [("zurich".into(), "Zürich".into()), ("e".into(), "e\u{301}".to_owned())]);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        assert_eq!(words(&"x".repeat(10_000)), ["x".repeat(LONGEST)]);
    }
}
