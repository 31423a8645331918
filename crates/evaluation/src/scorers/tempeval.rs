//! Times as TempEval-3 scored them (UzZaman et al. 2013): spans strictly and relaxed, and types and values of those that overlap.

use super::{Counts, pair};
use crate::readers::timeml::Timex;

/// Counts from which TempEval-3's figures follow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scores {
    /// Times with the same span.
    pub strict: Counts,
    /// Times that overlap; each is in one pair at most.
    pub relaxed: Counts,
    /// Of these, those of the same type.
    pub kind: Counts,
    /// Of these, those of the same value.
    pub value: Counts,
}

impl Scores {
    /// Adds a document.
    pub fn add(&mut self, system: &[Timex], gold: &[Timex]) {
        let pairs = pairs(system, gold);
        let count = |right: &dyn Fn(&Timex, &Timex) -> bool| Counts {
            system: system.len(),
            gold: gold.len(),
            correct: pairs.iter().filter(|(own, other)| right(own, other)).count(),
        };
        self.strict += count(&|own, other| own.span == other.span);
        self.relaxed += count(&|_, _| true);
        self.kind += count(&|own, other| own.kind == other.kind);
        self.value += count(&|own, other| own.value == other.value);
    }
}

/// Each gold time with the one of the system that overlaps it, exact matches first; the system's is the first of a pair.
#[must_use]
pub fn pairs<'a>(system: &'a [Timex], gold: &'a [Timex]) -> Vec<(&'a Timex, &'a Timex)> {
    let spans = |times: &[Timex]| times.iter().map(|time| time.span.clone()).collect::<Vec<_>>();
    let pairs = pair(&spans(gold), &spans(system)).into_iter();
    pairs.filter_map(|(other, own)| Some((system.get(own)?, gold.get(other)?))).collect()
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    /// Worked by hand: of three gold times one is found exactly with another value, one in part with the right value, one
    /// not at all.
    #[test]
    fn a_hand_worked_example_gives_tempeval_3s_figures() {
        let time = |span: Range<usize>, kind: &str, value: &str| Timex { span, kind: kind.into(), value: value.into() };
        let gold = [time(0..6, "DATE", "2024-04-01"), time(10..19, "DURATION", "PT2H"), time(30..34, "DATE", "2023")];
        let system = [time(0..6, "DATE", "2024-03-25"), time(14..19, "DURATION", "PT2H")];
        let mut scores = Scores::default();
        scores.add(&system, &gold);
        let counts = |correct| Counts { system: 2, gold: 3, correct };
        let expected = Scores { strict: counts(1), relaxed: counts(2), kind: counts(2), value: counts(1) };
        assert_eq!(scores, expected);
        assert!((scores.relaxed.f1() - 0.8).abs() < 1e-9);
        assert!((scores.value.f1() - 0.4).abs() < 1e-9);
    }
}
