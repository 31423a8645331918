//! The labels of the heads.

use super::chain;
use super::file::{Error, File};
use crate::labels::{UPOS, XPOS, find};

/// The labels of the heads, in the order of their scores.
#[derive(Debug)]
pub(super) struct Labels {
    upos: Vec<&'static str>,
    xpos: Vec<&'static str>,
    pub(super) ner: Vec<chain::Tag>,
}

impl Labels {
    pub(super) fn read(file: &File<'_>) -> Result<Self, Error> {
        let known = |name, set: &[&'static str], other: &'static str| -> Result<Vec<&'static str>, Error> {
            let labels = file.labels(name)?.into_iter();
            Ok(labels.map(|label| find(set, &label).unwrap_or(other)).collect())
        };
        let ner: Option<Vec<_>> = file.labels("ner")?.iter().map(|label| chain::Tag::parse(label)).collect();
        Ok(Self {
            upos: known("upos", &UPOS, "X")?,
            xpos: known("xpos", &XPOS, "FW")?,
            ner: ner.ok_or(Error::Labels("ner"))?,
        })
    }

    /// Numbers of universal and of Penn tags.
    pub(super) fn counts(&self) -> [usize; 2] {
        [self.upos.len(), self.xpos.len()]
    }

    /// The universal tag with the highest score.
    pub(super) fn upos(&self, scores: &[f32]) -> &'static str {
        best(scores).and_then(|at| self.upos.get(at)).copied().unwrap_or("X")
    }

    /// The Penn tag with the highest score.
    pub(super) fn xpos(&self, scores: &[f32]) -> &'static str {
        best(scores).and_then(|at| self.xpos.get(at)).copied().unwrap_or("FW")
    }
}

/// The first of the highest scores.
fn best(scores: &[f32]) -> Option<usize> {
    scores.iter().enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a }).map(|(at, _)| at)
}
