//! Figures of a run, as they are printed and stored, and their comparison with an earlier run.

use serde::{Deserialize, Serialize};

use crate::scorers::{Counts, Share, coreference::Fraction};

/// What a run found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Report {
    /// What was scored: `names`, `times`…
    pub task: String,
    /// How the gold standard was written: `conllu`, `timeml`…
    pub format: String,
    /// Documents scored.
    pub documents: usize,
    /// The figures, in the order in which they are printed.
    pub figures: Vec<Figure>,
}

/// A figure by which runs are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Figure {
    /// `LAS`, `PER`, `value`…; unique in its report.
    pub name: String,
    /// The figure, rounded to hundredths.
    pub value: f64,
    /// What the figure is.
    pub measure: Measure,
    /// Precision in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// Recall in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recall: Option<f64>,
    /// How many the system found, or how many of the cases are right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correct: Option<usize>,
    /// How many the system found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<usize>,
    /// How many there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gold: Option<usize>,
}

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Measure {
    /// F1 in percent: the more the better.
    F1,
    /// Share of the cases in percent: the more the better.
    Accuracy,
    /// Kilometres: the fewer the better.
    Kilometers,
    /// Points of a scale that are missed: the fewer the better.
    Error,
    /// Correlation, −1 to 1: the more the better.
    Correlation,
}

impl Figure {
    /// F1 with precision and recall.
    #[must_use]
    pub fn f1(name: impl Into<String>, counts: Counts) -> Self {
        Self {
            precision: Some(percent(counts.precision())),
            recall: Some(percent(counts.recall())),
            correct: Some(counts.correct),
            system: Some(counts.system),
            gold: Some(counts.gold),
            ..Self::bare(name, percent(counts.f1()), Measure::F1)
        }
    }

    /// The share of cases that are right.
    #[must_use]
    pub fn accuracy(name: impl Into<String>, share: Share) -> Self {
        Self {
            correct: Some(share.right),
            gold: Some(share.all),
            ..Self::bare(name, percent(share.value()), Measure::Accuracy)
        }
    }

    /// F1 of fractions.
    #[must_use]
    pub fn fraction(name: impl Into<String>, fraction: &Fraction) -> Self {
        Self {
            precision: Some(percent(fraction.precision())),
            recall: Some(percent(fraction.recall())),
            ..Self::bare(name, percent(fraction.f1()), Measure::F1)
        }
    }

    /// A figure without its parts; `value` is rounded to hundredths.
    #[must_use]
    pub fn bare(name: impl Into<String>, value: f64, measure: Measure) -> Self {
        Self {
            name: name.into(),
            value: round(value),
            measure,
            precision: None,
            recall: None,
            correct: None,
            system: None,
            gold: None,
        }
    }
}

fn percent(share: f64) -> f64 {
    round(100.0 * share)
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// A figure that fell below its baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Drop {
    /// Its name.
    pub name: String,
    /// What it was.
    pub before: f64,
    /// What it is; `None` when this run has no such figure.
    pub now: Option<f64>,
}

impl Report {
    /// The figures that are worse than in `baseline` by more than `tolerance`, in the unit of each figure.
    #[must_use]
    pub fn drops(&self, baseline: &Self, tolerance: f64) -> Vec<Drop> {
        let worse = |before: &Figure| {
            let now = self.figures.iter().find(|figure| figure.name == before.name && figure.measure == before.measure);
            let lost = now.map_or(f64::INFINITY, |now| match before.measure {
                Measure::F1 | Measure::Accuracy | Measure::Correlation => before.value - now.value,
                Measure::Kilometers | Measure::Error => now.value - before.value,
            });
            // A hair's breadth is left to the rounding of the two.
            let dropped = lost > tolerance + 1e-9;
            dropped.then(|| Drop { name: before.name.clone(), before: before.value, now: now.map(|now| now.value) })
        };
        baseline.figures.iter().filter_map(worse).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(figures: &[(&str, f64, Measure)]) -> Report {
        let figures = figures.iter().map(|(name, value, measure)| Figure::bare(*name, *value, *measure)).collect();
        Report { task: "places".into(), format: "lgl".into(), documents: 1, figures }
    }

    #[test]
    fn a_drop_is_more_than_the_tolerance_in_the_figures_own_direction() {
        let before = report(&[
            ("spans", 80.0, Measure::F1),
            ("near", 50.0, Measure::Accuracy),
            ("median", 10.0, Measure::Kilometers),
            ("gone", 1.0, Measure::F1),
        ]);
        let now = report(&[
            ("spans", 79.9, Measure::F1),
            ("near", 49.7, Measure::Accuracy),
            ("median", 10.3, Measure::Kilometers),
        ]);
        let drops: Vec<String> = now.drops(&before, 0.1).into_iter().map(|drop| drop.name).collect();
        assert_eq!(drops, ["near", "median", "gone"]);
        assert!(before.drops(&before, 0.0).is_empty());
    }

    #[test]
    fn a_report_comes_back_from_its_json() {
        let mut before = report(&[("median", 10.126, Measure::Kilometers)]);
        before.figures.push(Figure::f1("spans", Counts { system: 3, gold: 3, correct: 2 }));
        let json = serde_json::to_string(&before).expect("JSON");
        assert_eq!(serde_json::from_str::<Report>(&json).expect("the same"), before);
        assert!(json.contains("\"value\":10.13"), "{json}");
        assert!(json.contains("\"precision\":66.67"), "{json}");
    }
}
