//! Toponyms: spans, and how far from the true place each is resolved, as the field reports it (Gritta et al. 2020).

use std::ops::Range;

use super::{Counts, Share, pair};

/// A toponym: its bytes, and degrees north and east where the place is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Toponym {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Degrees north and east.
    pub place: Option<(f64, f64)>,
}

/// Kilometres within which a place counts as right: a hundred miles.
pub const NEAR: f64 = 161.0;

/// Counts and errors over documents.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    /// Toponyms with the same span.
    pub strict: Counts,
    /// Toponyms that overlap.
    pub relaxed: Counts,
    /// Gold toponyms with a place that were found (by overlap), and those resolved within [`NEAR`]; unresolved ones are wrong.
    pub near: Share,
    /// Of the same, those that the system resolved at all.
    pub resolved: Share,
    /// Of those resolved, the ones within [`NEAR`].
    pub near_of_resolved: Share,
    /// Kilometres between the two places of each that was resolved.
    errors: Vec<f64>,
}

impl Scores {
    /// Adds a document.
    pub fn add(&mut self, system: &[Toponym], gold: &[Toponym]) {
        let spans = |toponyms: &[Toponym]| toponyms.iter().map(|toponym| toponym.span.clone()).collect::<Vec<_>>();
        let pairs = pair(&spans(gold), &spans(system)).into_iter();
        let pairs: Vec<_> = pairs.filter_map(|(other, own)| Some((system.get(own)?, gold.get(other)?))).collect();
        let counts = |correct| Counts { system: system.len(), gold: gold.len(), correct };
        self.relaxed += counts(pairs.len());
        self.strict += counts(pairs.iter().filter(|(own, other)| own.span == other.span).count());
        for (own, place) in pairs.iter().filter_map(|(own, other)| Some((own, other.place?))) {
            let error = own.place.map(|found| kilometres(found, place));
            self.near.add(error.is_some_and(|error| error <= NEAR));
            self.resolved.add(error.is_some());
            if let Some(error) = error {
                self.near_of_resolved.add(error <= NEAR);
                self.errors.push(error);
            }
        }
    }

    /// The median error in kilometres of those that were resolved; the lower one of two in the middle.
    #[must_use]
    pub fn median_error(&self) -> Option<f64> {
        let mut errors = self.errors.clone();
        errors.sort_by(f64::total_cmp);
        errors.get(errors.len().checked_sub(1)? / 2).copied()
    }
}

/// Great-circle distance on a sphere of 6371 km.
fn kilometres(from: (f64, f64), to: (f64, f64)) -> f64 {
    let [north, east] = [to.0 - from.0, to.1 - from.1].map(|degrees| (degrees.to_radians() / 2.0).sin().powi(2));
    let chord = north + from.0.to_radians().cos() * to.0.to_radians().cos() * east;
    2.0 * 6371.0 * chord.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toponym(span: Range<usize>, place: Option<(f64, f64)>) -> Toponym {
        Toponym { span, place }
    }

    #[test]
    fn a_degree_of_a_great_circle_is_111_km() {
        assert!((kilometres((0.0, 10.0), (0.0, 11.0)) - 111.19).abs() < 0.01);
        assert!((kilometres((59.0, 0.0), (60.0, 0.0)) - 111.19).abs() < 0.01);
        assert!((kilometres((0.0, 179.5), (0.0, -179.5)) - 111.19).abs() < 0.01);
    }

    /// Worked by hand: five gold toponyms, four with a place. One is found 111 km off, one in part and 222 km off, one without
    /// a place, one is missed; the one without a place is found.
    #[test]
    fn scores_worked_by_hand() {
        let gold = [
            toponym(0..4, Some((10.0, 10.0))),
            toponym(10..20, Some((20.0, 0.0))),
            toponym(30..34, Some((0.0, 0.0))),
            toponym(40..44, Some((1.0, 1.0))),
            toponym(50..54, None),
        ];
        let system = [
            toponym(0..4, Some((11.0, 10.0))),
            toponym(14..20, Some((22.0, 0.0))),
            toponym(30..34, None),
            toponym(50..54, Some((5.0, 5.0))),
        ];
        let mut scores = Scores::default();
        scores.add(&system, &gold);
        let counts = |correct| Counts { system: 4, gold: 5, correct };
        let share = |right, all| Share { right, all };
        assert_eq!((scores.strict, scores.relaxed), (counts(3), counts(4)));
        assert_eq!((scores.near, scores.resolved, scores.near_of_resolved), (share(1, 3), share(2, 3), share(1, 2)));
        assert!(scores.median_error().is_some_and(|error| (error - 111.19).abs() < 0.01));
        assert_eq!(Scores::default().median_error(), None);
    }
}
