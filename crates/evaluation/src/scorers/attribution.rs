//! Attribution: who is the source of what content by which cue; each role exactly and by overlap.

use std::{collections::HashMap, ops::Range};

use super::{Counts, overlap};
use crate::readers::brat::Attribution;

/// Counts of one role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Role {
    /// Aligned pairs in which both cover the same characters.
    pub exact: Counts,
    /// Aligned pairs in which they share at least one character.
    pub overlapping: Counts,
}

impl Role {
    fn add(&mut self, system: Option<&[Range<usize>]>, gold: Option<&[Range<usize>]>) {
        let system = system.filter(|ranges| !ranges.is_empty());
        let gold = gold.filter(|ranges| !ranges.is_empty());
        let shared = system.zip(gold).map_or(0, |(system, gold)| shared(system, gold));
        let exact = [system, gold].iter().flatten().all(|ranges| length(ranges) == shared) && shared > 0;
        let counts = |correct| Counts {
            system: usize::from(system.is_some()),
            gold: usize::from(gold.is_some()),
            correct: usize::from(correct),
        };
        self.exact += counts(exact);
        self.overlapping += counts(shared > 0);
    }
}

fn length(ranges: &[Range<usize>]) -> usize {
    ranges.iter().map(ExactSizeIterator::len).sum()
}

fn shared(left: &[Range<usize>], right: &[Range<usize>]) -> usize {
    left.iter().flat_map(|left| right.iter().map(move |right| overlap(left, right))).sum()
}

/// Scores of the three roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scores {
    /// Who says or thinks it.
    pub source: Role,
    /// The words that attribute it.
    pub cue: Role,
    /// What is said or thought.
    pub content: Role,
}

impl Scores {
    /// Adds an article. Each attribution of the system is aligned with at most one of the gold standard, those that share
    /// most characters of content and cue first; ties go to the earlier.
    pub fn add(&mut self, system: &[Attribution], gold: &[Attribution]) {
        let aligned = align(system, gold);
        for (index, attribution) in system.iter().enumerate() {
            let partner = aligned.get(&index).and_then(|partner| gold.get(*partner));
            self.add_pair(Some(attribution), partner);
        }
        let found: Vec<usize> = aligned.into_values().collect();
        for (_, missed) in gold.iter().enumerate().filter(|(index, _)| !found.contains(index)) {
            self.add_pair(None, Some(missed));
        }
    }

    fn add_pair(&mut self, system: Option<&Attribution>, gold: Option<&Attribution>) {
        self.source.add(system.map(|it| it.source.as_slice()), gold.map(|it| it.source.as_slice()));
        self.cue.add(system.map(|it| it.cue.as_slice()), gold.map(|it| it.cue.as_slice()));
        self.content.add(system.map(|it| it.content.as_slice()), gold.map(|it| it.content.as_slice()));
    }
}

/// For each aligned attribution of the system, its partner in the gold standard.
fn align(system: &[Attribution], gold: &[Attribution]) -> HashMap<usize, usize> {
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (left, own) in system.iter().enumerate() {
        for (right, other) in gold.iter().enumerate() {
            // A shared cue says more than shared content, which may be nested.
            let weight = shared(&own.content, &other.content) + 1000 * shared(&own.cue, &other.cue);
            if weight > 0 {
                pairs.push((weight, left, right));
            }
        }
    }
    pairs.sort_by_key(|(weight, left, right)| (std::cmp::Reverse(*weight), *left, *right));
    let mut aligned = HashMap::new();
    let mut taken = vec![false; gold.len()];
    for (_, left, right) in pairs {
        let free = taken.get_mut(right).filter(|taken| !**taken);
        if let Some(slot) = free
            && !aligned.contains_key(&left)
        {
            *slot = true;
            aligned.insert(left, right);
        }
    }
    aligned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribution(source: Range<usize>, cue: Range<usize>, content: Range<usize>) -> Attribution {
        let list = |range: Range<usize>| if range.is_empty() { Vec::new() } else { vec![range] };
        Attribution { source: list(source), cue: list(cue), content: list(content) }
    }

    /// Worked by hand: two gold attributions. The first is found with exact source and cue and half the content, the
    /// second is missed, and one that was found has no counterpart and no source.
    #[test]
    fn scores_worked_by_hand() {
        let gold = [attribution(0..3, 4..8, 9..29), attribution(30..35, 36..40, 41..60)];
        let system = [attribution(0..3, 4..8, 9..19), attribution(0..0, 70..74, 75..90)];
        let mut scores = Scores::default();
        scores.add(&system, &gold);
        let counts = |system, correct| Counts { system, gold: 2, correct };
        assert_eq!(scores.source, Role { exact: counts(1, 1), overlapping: counts(1, 1) });
        assert_eq!(scores.cue, Role { exact: counts(2, 1), overlapping: counts(2, 1) });
        assert_eq!(scores.content, Role { exact: counts(2, 0), overlapping: counts(2, 1) });
    }

    #[test]
    fn an_attribution_is_aligned_once() {
        let gold = [attribution(0..3, 4..8, 9..29)];
        let system = [attribution(0..3, 4..8, 9..29), attribution(0..3, 0..0, 9..29)];
        let mut scores = Scores::default();
        scores.add(&system, &gold);
        assert_eq!(scores.content.exact, Counts { system: 2, gold: 1, correct: 1 });
    }
}
