//! Quantities: spans exactly and by overlap, and the values of those that overlap.

use super::{Counts, pair};
use crate::readers::recognizers::Quantity;

/// Counts over texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scores {
    /// Quantities with the same span.
    pub strict: Counts,
    /// Quantities that overlap; each is in one pair at most.
    pub relaxed: Counts,
    /// Of these, those of the same value; gold quantities without a value are left out on both sides.
    pub value: Counts,
}

impl Scores {
    /// Adds a text.
    pub fn add(&mut self, system: &[Quantity], gold: &[Quantity]) {
        let spans = |quantities: &[Quantity]| quantities.iter().map(|it| it.span.clone()).collect::<Vec<_>>();
        let pairs = pair(&spans(gold), &spans(system)).into_iter();
        let pairs: Vec<_> = pairs.filter_map(|(other, own)| Some((system.get(own)?, gold.get(other)?))).collect();
        let counts = |correct| Counts { system: system.len(), gold: gold.len(), correct };
        self.strict += counts(pairs.iter().filter(|(own, other)| own.span == other.span).count());
        self.relaxed += counts(pairs.len());
        let unvalued = pairs.iter().filter(|(_, other)| other.value.is_none()).count();
        self.value += Counts {
            system: system.len() - unvalued,
            gold: gold.iter().filter(|it| it.value.is_some()).count(),
            correct: pairs.iter().filter(|(own, other)| same_value(own, other)).count(),
        };
    }
}

fn same_value(system: &Quantity, gold: &Quantity) -> bool {
    let (Some(own), Some(other)) = (&system.value, &gold.value) else { return false };
    let ends = |value: &str| value.split("..").map(normal).collect::<Vec<_>>();
    ends(own) == ends(other)
}

/// A decimal without a sign of its own, zeros that say nothing, and an exponent.
fn normal(value: &str) -> String {
    let value = value.trim().trim_start_matches('+');
    let (mantissa, exponent) = value.split_once(['e', 'E']).unwrap_or((value, "0"));
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let shift = exponent.parse::<i64>().unwrap_or_default().clamp(-400, 400);
    let point = i64::try_from(whole.len()).unwrap_or_default() + shift;
    let all = format!("{whole}{fraction}");
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or_default());
    let padded = format!("{}{all}{}", zeros(-point), zeros(point - i64::try_from(all.len()).unwrap_or_default()));
    let (whole, fraction) =
        padded.split_at_checked(usize::try_from(point).unwrap_or_default()).unwrap_or((&padded, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    match (whole, fraction) {
        ("", "") => "0".into(),
        (whole, "") => format!("{sign}{whole}"),
        (whole, fraction) => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    fn quantity(span: Range<usize>, value: &str) -> Quantity {
        Quantity { span, value: (!value.is_empty()).then(|| value.into()) }
    }

    #[test]
    fn decimals_are_compared_by_value() {
        for (written, normal_form) in [
            ("192", "192"),
            ("0.50", ".5"),
            ("-007.0", "-7"),
            ("1e3", "1000"),
            ("2.5E-1", ".25"),
            ("+4", "4"),
            ("-0.0", "0"),
            ("1E+10", "10000000000"),
        ] {
            assert_eq!(normal(written), normal_form, "{written}");
        }
    }

    /// Worked by hand: one right, one in part with another value, one missed, one too many; the gold quantity without a value
    /// is found.
    #[test]
    fn scores_worked_by_hand() {
        let gold = [quantity(0..3, "5"), quantity(10..20, "20..30"), quantity(30..33, "8"), quantity(40..44, "")];
        let system = [quantity(0..3, "5.0"), quantity(15..20, "30"), quantity(40..44, "1"), quantity(60..62, "9")];
        let mut scores = Scores::default();
        scores.add(&system, &gold);
        assert_eq!(scores.strict, Counts { system: 4, gold: 4, correct: 2 });
        assert_eq!(scores.relaxed, Counts { system: 4, gold: 4, correct: 3 });
        assert_eq!(scores.value, Counts { system: 3, gold: 3, correct: 1 });
    }
}
