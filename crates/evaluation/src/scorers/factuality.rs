//! How certain events are to have happened, on the scale of the field: 3 they did, 0 nothing is said, −3 they did not.
//!
//! As in the field, the mean absolute error and Pearson's correlation over events; here over those that the system found,
//! since it is not told where they are. Classes: above 1 it happened, below −1 it did not, else it is open.

use std::ops::Range;

use super::Share;

/// An event with its value on the scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Rated {
    /// Bytes of its head.
    pub span: Range<usize>,
    /// −3 to 3.
    pub value: f64,
}

/// Sums over the events of the gold standard.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    /// Events that the system has one at.
    pub found: Share,
    /// Of those, events of the gold class.
    pub classes: Share,
    /// Values of the system and of the gold standard.
    pairs: Vec<(f64, f64)>,
}

impl Scores {
    /// Adds a sentence. An event of the system is one of the gold standard where their heads share bytes.
    pub fn add(&mut self, system: &[Rated], gold: &[Rated]) {
        for event in gold {
            let shares = |other: &&Rated| other.span.start < event.span.end && event.span.start < other.span.end;
            let found = system.iter().find(shares);
            self.found.add(found.is_some());
            if let Some(found) = found {
                self.classes.add(class(found.value) == class(event.value));
                self.pairs.push((found.value, event.value));
            }
        }
    }

    /// Mean absolute error over the events found; none where there is none.
    #[must_use]
    pub fn mean_absolute_error(&self) -> Option<f64> {
        let sum: f64 = self.pairs.iter().map(|(system, gold)| (system - gold).abs()).sum();
        (!self.pairs.is_empty()).then(|| sum / self.pairs.len() as f64)
    }

    /// Pearson's correlation over the events found; none where either side never varies.
    #[must_use]
    pub fn correlation(&self) -> Option<f64> {
        let count = self.pairs.len() as f64;
        let mean = |side: fn(&(f64, f64)) -> f64| self.pairs.iter().map(side).sum::<f64>() / count;
        let (system, gold) = (mean(|pair| pair.0), mean(|pair| pair.1));
        let (mut both, mut own, mut other) = (0.0, 0.0, 0.0);
        for pair in &self.pairs {
            let (x, y) = (pair.0 - system, pair.1 - gold);
            both += x * y;
            own += x * x;
            other += y * y;
        }
        let spread = (own * other).sqrt();
        (spread > 0.0).then(|| both / spread)
    }
}

fn class(value: f64) -> i8 {
    i8::from(value > 1.0) - i8::from(value < -1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rated(at: usize, value: f64) -> Rated {
        Rated { span: at..at + 4, value }
    }

    /// Worked by hand: four events, of which three are found, with errors of 0, 1 and 2.
    #[test]
    fn scores_worked_by_hand() {
        let mut scores = Scores::default();
        scores.add(&[rated(0, 3.0), rated(12, 0.0)], &[rated(0, 3.0), rated(10, 1.0), rated(30, 3.0)]);
        scores.add(&[rated(0, -3.0)], &[rated(0, -1.0)]);
        assert_eq!((scores.found, scores.classes), (Share { right: 3, all: 4 }, Share { right: 2, all: 3 }));
        assert_eq!(scores.mean_absolute_error(), Some(1.0));
        // Deviations: system 3, 0, -3; gold 2, 0, -2. They are in proportion.
        assert!((scores.correlation().unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(Scores::default().correlation(), None);
    }
}
