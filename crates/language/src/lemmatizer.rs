//! Words with their tags to dictionary forms: a table of exceptions, then endings learned from treebanks.

use std::collections::HashMap;

/// Lemmatizes English words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lemmatizer {
    /// Lemma of a lower-case word with a Penn tag.
    exceptions: HashMap<(&'static str, &'static str), &'static str>,
    /// What replaces an ending of a word with a Penn tag.
    endings: HashMap<(&'static str, &'static str), (usize, &'static str)>,
}

/// Longest ending that a rule looks at, in bytes.
pub(crate) const LONGEST_ENDING: usize = 5;

impl Lemmatizer {
    /// The one whose table is part of the program.
    pub(crate) fn built_in() -> Self {
        Self::new(include_str!("../model/lemmas.txt"))
    }

    /// Reads lines `= TAG word lemma` and `- TAG ending cut added`; `_` stands for nothing.
    pub(crate) fn new(data: &'static str) -> Self {
        let mut read = Self::default();
        for line in data.lines() {
            let mut fields = line.split(' ');
            let (Some(kind), Some(tag), Some(word)) = (fields.next(), fields.next(), fields.next()) else { continue };
            let word = if word == "_" { "" } else { word };
            match (kind, fields.next(), fields.next()) {
                ("=", Some(lemma), _) => drop(read.exceptions.insert((tag, word), lemma)),
                ("-", Some(cut), Some(added)) => {
                    let added = if added == "_" { "" } else { added };
                    read.endings.insert((tag, word), (cut.parse().unwrap_or(0), added));
                }
                _ => {}
            }
        }
        read
    }

    /// The dictionary form of a word.
    pub(crate) fn lemma(&self, word: &str, upos: &str, xpos: &'static str) -> String {
        let word = word.replace(['’', 'ʼ'], "'");
        let plain = if upos == "PROPN" { word } else { word.to_lowercase() };
        let key = plain.to_lowercase();
        if let Some(lemma) = self.exceptions.get(&(xpos, key.as_str())) {
            return (*lemma).to_owned();
        }
        if !matches!(upos, "NOUN" | "VERB" | "AUX" | "ADJ" | "ADV" | "PROPN") || !plain.is_ascii() {
            return plain;
        }
        let rule = (0..=LONGEST_ENDING.min(key.len().saturating_sub(2))).rev().find_map(|length| {
            let ending = key.get(key.len() - length..)?;
            self.endings.get(&(xpos, ending))
        });
        let Some((cut, added)) = rule else { return plain };
        let stem = plain.len().checked_sub(*cut).and_then(|end| plain.get(..end));
        stem.map_or_else(|| plain.clone(), |stem| format!("{stem}{added}"))
    }
}
