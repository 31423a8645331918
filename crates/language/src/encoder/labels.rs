//! The labels of the heads.

use super::chain;
use super::file::{Error, File};
use super::scripts::Script;
use crate::tagger::{UPOS, XPOS};

/// Lemma edits tried, best first, before the word itself is its lemma.
const TRIES: usize = 3;

/// The labels of the heads, in the order of their scores.
#[derive(Debug)]
pub(super) struct Labels {
    upos: Vec<&'static str>,
    xpos: Vec<&'static str>,
    lemma: Vec<Option<Script>>,
    pub(super) ner: Vec<chain::Tag>,
    pub(super) mention: Vec<String>,
}

impl Labels {
    pub(super) fn read(file: &File<'_>) -> Result<Self, Error> {
        let known = |name, set: &[&'static str], other: &'static str| -> Result<Vec<&'static str>, Error> {
            let labels = file.labels(name)?.into_iter();
            Ok(labels.map(|label| set.iter().find(|known| **known == label).copied().unwrap_or(other)).collect())
        };
        let ner: Option<Vec<_>> = file.labels("ner")?.iter().map(|label| chain::Tag::parse(label)).collect();
        Ok(Self {
            upos: known("upos", &UPOS, "X")?,
            xpos: known("xpos", &XPOS, "FW")?,
            lemma: file.labels("lemma")?.iter().map(|script| Script::parse(script)).collect(),
            ner: ner.ok_or(Error::Labels("ner"))?,
            mention: file.labels("mention")?,
        })
    }

    /// Numbers of universal tags, Penn tags and lemma edits.
    pub(super) fn counts(&self) -> [usize; 3] {
        [self.upos.len(), self.xpos.len(), self.lemma.len()]
    }

    /// The universal tag with the highest score.
    pub(super) fn upos(&self, scores: &[f32]) -> &'static str {
        best(scores).and_then(|at| self.upos.get(at)).copied().unwrap_or("X")
    }

    /// The Penn tag with the highest score.
    pub(super) fn xpos(&self, scores: &[f32]) -> &'static str {
        best(scores).and_then(|at| self.xpos.get(at)).copied().unwrap_or("FW")
    }

    /// The lemma by the best edit that fits the word; without one the word, in lower case unless it is a name.
    pub(super) fn lemma(&self, word: &str, upos: &str, scores: &[f32]) -> String {
        let mut limit = None;
        for _ in 0..TRIES {
            let left = scores.iter().enumerate().filter(|(_, score)| limit.is_none_or(|limit| **score < limit));
            let Some((at, score)) = left.reduce(|a, b| if b.1 > a.1 { b } else { a }) else { break };
            if let Some(lemma) = self.lemma.get(at).and_then(Option::as_ref).and_then(|script| script.apply(word)) {
                return lemma;
            }
            limit = Some(*score);
        }
        if upos == "PROPN" { word.to_owned() } else { word.to_lowercase() }
    }
}

/// The first of the highest scores.
fn best(scores: &[f32]) -> Option<usize> {
    scores.iter().enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a }).map(|(at, _)| at)
}
