//! Names: a name is right when its characters and its class are, as CoNLL-2003 scored them.

use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
};

use super::Counts;

/// A name: its bytes, and its class.
pub type Name = (Range<usize>, String);

/// Counts by class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scores {
    /// Each class with its counts.
    pub classes: BTreeMap<String, Counts>,
}

impl Scores {
    /// Adds a document. A name told twice counts once.
    pub fn add(&mut self, system: &[Name], gold: &[Name]) {
        let classes: HashSet<&String> = system.iter().chain(gold).map(|(_, class)| class).collect();
        for class in classes {
            let of = |names: &'_ [Name]| -> HashSet<Range<usize>> {
                names.iter().filter(|(_, other)| other == class).map(|(span, _)| span.clone()).collect()
            };
            *self.classes.entry(class.clone()).or_default() += Counts::of(&of(system), &of(gold));
        }
    }

    /// All classes together: the micro average.
    #[must_use]
    pub fn all(&self) -> Counts {
        let mut all = Counts::default();
        self.classes.values().for_each(|counts| all += *counts);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked by hand: of three gold names one is right, one has another class, one another span; and one is told twice.
    #[test]
    fn span_and_class_must_both_be_right() {
        let names = |names: &[(Range<usize>, &str)]| -> Vec<Name> {
            names.iter().map(|(span, class)| (span.clone(), (*class).to_owned())).collect()
        };
        let gold = names(&[(0..3, "PER"), (10..14, "LOC"), (20..30, "ORG")]);
        let system = names(&[(0..3, "PER"), (0..3, "PER"), (10..14, "ORG"), (20..25, "ORG")]);
        let mut scores = Scores::default();
        scores.add(&system, &gold);
        assert_eq!(scores.classes["PER"], Counts { system: 1, gold: 1, correct: 1 });
        assert_eq!(scores.classes["ORG"], Counts { system: 2, gold: 1, correct: 0 });
        assert_eq!(scores.all(), Counts { system: 3, gold: 3, correct: 1 });
    }
}
