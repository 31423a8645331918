//! Features of a word that may be part of a name.

use std::ops::Range;

use crate::hashing::feature;
use crate::tagger::Tag;
use crate::words::{Lexeme, Vocabulary, tables};

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
    pub(crate) spans: &'s [Range<usize>],
    pub(crate) words: &'s [Lexeme],
    pub(crate) tags: &'s [Tag],
    /// Longest name of the tables that each word stands in: its words and its tables.
    pub(crate) known: Vec<(Range<usize>, u16)>,
    pub(crate) style: Style,
}

impl<'s> Context<'s> {
    pub(crate) fn new(
        text: &'s str,
        spans: &'s [Range<usize>],
        words: &'s [Lexeme],
        tags: &'s [Tag],
        vocabulary: &Vocabulary,
    ) -> Self {
        let mut context =
            Self { text, spans, words, tags, known: vec![(0..0, 0); words.len()], style: style(words, tags) };
        context.look_up(vocabulary);
        context
    }

    /// The characters of a word.
    pub(crate) fn word(&self, at: usize) -> &'s str {
        self.spans.get(at).and_then(|span| self.text.get(span.clone())).unwrap_or_default()
    }

    /// The characters of a range of words.
    pub(crate) fn phrase(&self, words: &Range<usize>) -> &'s str {
        let ends = (self.spans.get(words.start), words.end.checked_sub(1).and_then(|last| self.spans.get(last)));
        let (Some(first), Some(last)) = ends else { return "" };
        self.text.get(first.start..last.end).unwrap_or_default()
    }

    /// The tag of a word; the default tag outside the sentence.
    pub(crate) fn tag(&self, at: Option<usize>) -> Tag {
        at.and_then(|at| self.tags.get(at)).copied().unwrap_or_default()
    }

    fn look_up(&mut self, vocabulary: &Vocabulary) {
        let mut at = 0;
        while at < self.words.len() {
            let found = self.longest_from(at, vocabulary);
            let next = found.as_ref().map_or(at + 1, |(range, _)| range.end);
            if let Some((range, found)) = found {
                for known in self.known.get_mut(range.clone()).unwrap_or_default() {
                    *known = (range.clone(), found);
                }
            }
            at = next;
        }
    }

    fn longest_from(&self, at: usize, vocabulary: &Vocabulary) -> Option<(Range<usize>, u16)> {
        let capital = self.words.get(at).is_some_and(|word| word.capital) || self.word(at) == "al";
        if !capital && self.style != Style::Lower {
            return None;
        }
        let end = (at + LONGEST).min(self.words.len());
        (at + 1..=end).rev().find_map(|end| {
            let phrase = self.phrase(&(at..end));
            let tables = if phrase.len() <= 40 { vocabulary.tables(&phrase.to_lowercase()) } else { 0 };
            (tables != 0 && !(phrase == "us" || phrase == "Us")).then_some((at..end, tables))
        })
    }

    /// The features of the word at `at`.
    pub(crate) fn extract(&self, at: usize, out: &mut Vec<u64>) {
        let index = |offset: isize| at.checked_add_signed(offset);
        let get = |offset: isize| index(offset).and_then(|i| self.words.get(i)).copied().unwrap_or_default();
        let (word, last, next, before, after) = (get(0), get(-1), get(1), get(-2), get(2));
        let (tag, tag_last, tag_next) = (self.tag(Some(at)), self.tag(index(-1)), self.tag(index(1)));
        let style = self.style as u64;
        let cluster = u64::from(word.cluster);
        let (known, place) = self.known_at(at);
        let mut template = 500;
        let mut add = |values: &[u64]| {
            out.push(feature(template, values));
            template += 1;
        };
        add(&[]);
        add(&[word.form]);
        add(&[word.lower]);
        add(&[word.lower, u64::from(word.capital)]);
        word.suffixes.iter().for_each(|suffix| add(&[*suffix, u64::from(word.capital)]));
        word.prefixes.iter().for_each(|prefix| add(&[*prefix, u64::from(word.capital)]));
        add(&[word.shape, style]);
        add(&[word.shape, u64::from(at == 0), style]);
        add(&[cluster, u64::from(word.capital)]);
        add(&[cluster >> 3, u64::from(word.capital)]);
        add(&[cluster >> 7, word.shape]);
        add(&[tag.x]);
        add(&[tag.x, tag_last.x]);
        add(&[tag.x, tag_next.x]);
        add(&[tag_last.x, tag.x, tag_next.x]);
        for table in 0..12 {
            let bit = u64::from(known >> table & 1);
            add(&[bit, place, style]);
        }
        add(&[u64::from(known), place, tag.u]);
        for other in [last, next] {
            add(&[other.lower]);
            add(&[other.lower, word.shape]);
            add(&[u64::from(other.cluster)]);
            add(&[u64::from(other.cluster >> 4), cluster >> 4]);
            add(&[other.shape, word.shape]);
            add(&[other.suffixes[2]]);
            add(&[u64::from(other.tables), u64::from(word.tables), u64::from(other.capital)]);
        }
        for other in [before, after] {
            add(&[other.lower]);
            add(&[u64::from(other.cluster >> 3)]);
            add(&[other.shape, word.shape]);
        }
        add(&[last.lower, before.lower]);
        add(&[next.lower, after.lower]);
        add(&[last.lower, next.lower]);
        add(&[u64::from(last.tables & (tables::TITLE | tables::GIVEN)), word.shape]);
    }

    /// Tables of the longest known name at a word, and whether the word begins it, continues it or is all of it.
    fn known_at(&self, at: usize) -> (u16, u64) {
        let Some((range, tables)) = self.known.get(at) else { return (0, 0) };
        let place = match (range.start == at, range.end == at + 1) {
            _ if *tables == 0 => 0,
            (true, true) => 1,
            (true, false) => 2,
            (false, true) => 3,
            (false, false) => 4,
        };
        (*tables, place)
    }
}

/// How a sentence uses capitals.
fn style(words: &[Lexeme], tags: &[Tag]) -> Style {
    let content = words.iter().zip(tags).filter(|(_, tag)| !matches!(tag.upos, "PUNCT" | "NUM" | "SYM" | "X"));
    let (mut all, mut upper, mut capital, mut minor) = (0, 0, 0, 0);
    for (word, tag) in content {
        all += 1;
        upper += usize::from(word.upper);
        capital += usize::from(word.capital);
        minor += usize::from(
            !word.capital && matches!(tag.upos, "ADP" | "DET" | "CCONJ" | "PART" | "SCONJ" | "PRON" | "AUX"),
        );
    }
    match () {
        () if all < 3 => Style::Normal,
        () if upper * 10 >= all * 8 => Style::Capitals,
        () if (capital + minor) * 10 >= all * 9 && capital * 2 > all => Style::Title,
        () if capital == 0 => Style::Lower,
        () => Style::Normal,
    }
}
