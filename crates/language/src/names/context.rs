//! A sentence as the kinds of its names are decided, with what the tables say of its words.

use std::ops::Range;

use crate::document::Token;
use crate::tables::Tables;

/// Longest name looked up in the tables, in words.
const LONGEST: usize = 5;

/// How a sentence uses capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Normal,
    Capitals,
    Title,
    Lower,
}

/// A sentence, with what the tables say of its words.
#[derive(Debug)]
pub(crate) struct Context<'s> {
    pub(crate) text: &'s str,
    pub(crate) words: &'s [Token],
    /// Longest name of the tables that each word stands in: its words and its tables.
    pub(crate) known: Vec<(Range<usize>, u16)>,
    tables: &'s Tables,
    pub(crate) style: Style,
}

impl<'s> Context<'s> {
    pub(crate) fn new(text: &'s str, words: &'s [Token], tables: &'s Tables) -> Self {
        let known = vec![(0..0, 0); words.len()];
        let mut context = Self { text, words, known, tables, style: style(text, words) };
        context.look_up();
        context
    }

    /// The characters of a word.
    pub(crate) fn word(&self, at: usize) -> &'s str {
        self.words.get(at).and_then(|word| self.text.get(word.span.clone())).unwrap_or_default()
    }

    /// The characters of a range of words.
    pub(crate) fn phrase(&self, words: &Range<usize>) -> &'s str {
        let ends = (self.words.get(words.start), words.end.checked_sub(1).and_then(|last| self.words.get(last)));
        let (Some(first), Some(last)) = ends else { return "" };
        self.text.get(first.span.start..last.span.end).unwrap_or_default()
    }

    /// The universal tag of a word; empty outside the sentence.
    pub(crate) fn upos(&self, at: usize) -> &'static str {
        self.words.get(at).map_or("", |word| word.upos)
    }

    /// The tables that hold a range of words as a name; none when it is long.
    pub(crate) fn tables_of(&self, words: &Range<usize>) -> u16 {
        let phrase = self.phrase(words);
        if phrase.len() <= 40 { self.tables.of(&phrase.to_lowercase()) } else { 0 }
    }

    fn look_up(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            let found = self.longest_from(at);
            let next = found.as_ref().map_or(at + 1, |(range, _)| range.end);
            if let Some((range, found)) = found {
                for known in self.known.get_mut(range.clone()).unwrap_or_default() {
                    *known = (range.clone(), found);
                }
            }
            at = next;
        }
    }

    fn longest_from(&self, at: usize) -> Option<(Range<usize>, u16)> {
        let capital = self.word(at).starts_with(char::is_uppercase) || self.word(at) == "al";
        if !capital && self.style != Style::Lower {
            return None;
        }
        let end = (at + LONGEST).min(self.words.len());
        (at + 1..=end).rev().find_map(|end| {
            let phrase = self.phrase(&(at..end));
            let known = self.tables_of(&(at..end));
            (known != 0 && !(phrase == "us" || phrase == "Us")).then_some((at..end, known))
        })
    }
}

/// How a sentence uses capitals.
fn style(text: &str, words: &[Token]) -> Style {
    let (mut all, mut upper, mut capital, mut minor) = (0, 0, 0, 0);
    for token in words.iter().filter(|token| !matches!(token.upos, "PUNCT" | "NUM" | "SYM" | "X")) {
        let word = text.get(token.span.clone()).unwrap_or_default();
        let mut letters = word.chars().filter(|c| c.is_alphabetic()).peekable();
        let starts = word.starts_with(char::is_uppercase);
        all += 1;
        upper += usize::from(letters.peek().is_some() && letters.all(char::is_uppercase));
        capital += usize::from(starts);
        minor +=
            usize::from(!starts && matches!(token.upos, "ADP" | "DET" | "CCONJ" | "PART" | "SCONJ" | "PRON" | "AUX"));
    }
    match () {
        () if all < 3 => Style::Normal,
        () if upper * 10 >= all * 8 => Style::Capitals,
        () if (capital + minor) * 10 >= all * 9 && capital * 2 > all => Style::Title,
        () if capital == 0 => Style::Lower,
        () => Style::Normal,
    }
}
