//! The field's scorers. Each counts document by document; counts add up, and figures follow from their sum.
//!
//! - [`conll18`]: tokens, words, sentences, tags, lemmas and trees, as CoNLL 2018's shared task scored them;
//! - [`names`]: exact spans by type, as CoNLL-2003 did, on characters;
//! - [`coreference`]: MUC, B³, CEAF-e and their mean, as CoNLL-2012 did;
//! - [`tempeval`]: spans, types and values of times, as TempEval-3 did;
//! - [`attribution`]: sources, cues and contents;
//! - [`toponyms`]: spans, accuracy within 161 km and the median error of places;
//! - [`events`]: types, modes and parties of coded events;
//! - [`incidents`]: articles that tell of incidents, and their parties, in the manner of MUC-4;
//! - [`factuality`]: how certain events are, on the scale from −3 to 3;
//! - [`quantities`]: spans and values of numbers;
//! - [`main_text`]: the text of a page, by 4-grams.

pub mod attribution;
pub mod conll18;
pub mod coreference;
pub mod events;
pub mod factuality;
pub mod incidents;
pub mod main_text;
pub mod names;
pub mod quantities;
pub mod tempeval;
pub mod toponyms;

use std::{
    collections::HashSet,
    hash::Hash,
    ops::{AddAssign, Range},
};

/// How much a system found, how much there is, and how much of it is both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// What the system found.
    pub system: usize,
    /// What the gold standard has.
    pub gold: usize,
    /// What is right.
    pub correct: usize,
}

impl Counts {
    /// Counts two sets.
    #[must_use]
    pub fn of<T: Hash + Eq>(system: &HashSet<T>, gold: &HashSet<T>) -> Self {
        Self { system: system.len(), gold: gold.len(), correct: system.intersection(gold).count() }
    }

    /// Share of what was found that is right, in [0, 1]; 0 when nothing was found.
    #[must_use]
    pub fn precision(&self) -> f64 {
        ratio(self.correct, self.system)
    }

    /// Share of what there is that was found.
    #[must_use]
    pub fn recall(&self) -> f64 {
        ratio(self.correct, self.gold)
    }

    /// Their harmonic mean.
    #[must_use]
    pub fn f1(&self) -> f64 {
        ratio(2 * self.correct, self.system + self.gold)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.system += other.system;
        self.gold += other.gold;
        self.correct += other.correct;
    }
}

/// How many of some cases are right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Cases that are right.
    pub right: usize,
    /// All cases.
    pub all: usize,
}

impl Share {
    /// Adds a case.
    pub fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    /// The share in [0, 1]; 0 without cases.
    #[must_use]
    pub fn value(&self) -> f64 {
        ratio(self.right, self.all)
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.all += other.all;
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a corpus are far below 2^52")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn overlap(left: &Range<usize>, right: &Range<usize>) -> usize {
    left.end.min(right.end).saturating_sub(left.start.max(right.start))
}

type Fit = fn(&Range<usize>, &Range<usize>) -> bool;

/// Pairs each gold span with at most one of the system: those that are equal first, then those that overlap, by position.
fn pair(gold: &[Range<usize>], system: &[Range<usize>]) -> Vec<(usize, usize)> {
    let mut taken = vec![false; system.len()];
    let mut partner: Vec<Option<usize>> = vec![None; gold.len()];
    let fits: [Fit; 2] = [|gold, other| gold == other, |gold, other| overlap(gold, other) > 0];
    for fit in fits {
        for (gold, slot) in gold.iter().zip(&mut partner).filter(|(_, slot)| slot.is_none()) {
            let mut free = system.iter().zip(&mut taken).enumerate();
            if let Some((index, (_, taken))) = free.find(|(_, (other, taken))| !**taken && fit(gold, other)) {
                *taken = true;
                *slot = Some(index);
            }
        }
    }
    partner.into_iter().enumerate().filter_map(|(gold, system)| Some((gold, system?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_follow_from_counts() {
        let counts = Counts::of(&HashSet::from([1, 2, 3, 4]), &HashSet::from([4, 5, 6, 7, 8, 9]));
        assert_eq!(counts, Counts { system: 4, gold: 6, correct: 1 });
        assert!((counts.precision() - 0.25).abs() < 1e-12);
        assert!((counts.f1() - 0.2).abs() < 1e-12);
        assert!(Counts::default().f1().abs() < 1e-12);
    }

    #[test]
    fn an_equal_span_is_preferred_to_one_that_overlaps() {
        assert_eq!(pair(&[0..5, 5..9, 20..22], &[3..7, 0..5, 30..31]), [(0, 1), (1, 0)]);
    }
}
