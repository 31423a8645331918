//! The main text of a page against its true text, scored as the article extraction benchmark of Scrapinghub (2020) does.
//!
//! Words are runs of letters, digits and underscores, compared as written. A text is the bag of its 4-grams; one that is
//! shorter is a single shorter gram. Precision and recall are means over pages, and F1 is taken of the two means.

use std::collections::HashMap;

/// Words of a gram.
const GRAM: usize = 4;

/// How much of a page's text was found, and how much of what was found is its text; both from 0 to 1.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Score {
    /// Share of what was found that is true.
    pub precision: f64,
    /// Share of what is true that was found.
    pub recall: f64,
}

impl Score {
    /// The harmonic mean of precision and recall; 0 when both are.
    #[must_use]
    pub fn f1(self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 { 2.0 * self.precision * self.recall / sum } else { 0.0 }
    }
}

/// Scores the text found on one page.
#[must_use]
pub fn score(truth: &str, found: &str) -> Score {
    let (truth, found) = (grams(truth), grams(found));
    let shared: usize = truth.iter().map(|(gram, count)| found.get(gram).map_or(0, |other| *count.min(other))).sum();
    let share = |all: &HashMap<_, usize>, other: &HashMap<_, usize>| match (all.values().sum::<usize>(), other.len()) {
        (0, 0) => 1.0,
        (0, _) => 0.0,
        (all, _) => shared as f64 / all as f64,
    };
    Score { precision: share(&found, &truth), recall: share(&truth, &found) }
}

/// The mean of the scores of pages.
#[must_use]
pub fn mean(scores: &[Score]) -> Score {
    let count = scores.len().max(1) as f64;
    Score {
        precision: scores.iter().map(|score| score.precision).sum::<f64>() / count,
        recall: scores.iter().map(|score| score.recall).sum::<f64>() / count,
    }
}

/// The words of a text.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

fn grams(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> = words(text).collect();
    let mut grams = HashMap::new();
    if words.is_empty() {
        return grams;
    }
    for gram in words.windows(GRAM.min(words.len())) {
        *grams.entry(gram.to_vec()).or_default() += 1;
    }
    grams
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six words are three grams: `a b c d`, `b c d e`, `c d e f`.
    const TRUTH: &str = "a b, c. d e f";

    #[test]
    fn grams_are_counted_by_hand() {
        // `x a b c d e`: `x a b c` is wrong, `a b c d` and `b c d e` are right, `c d e f` is missed.
        let found = score(TRUTH, "x a b c d e");
        assert_eq!(found, Score { precision: 2.0 / 3.0, recall: 2.0 / 3.0 });
        // Twice the text is six grams right or wrong and three across the seam: 3 of 9.
        let twice = score(TRUTH, &format!("{TRUTH} {TRUTH}"));
        assert_eq!(twice, Score { precision: 3.0 / 9.0, recall: 1.0 });
        assert!((twice.f1() - 0.5).abs() < 1e-9);
    }

    #[test]
    fn short_and_empty_texts_have_scores() {
        assert_eq!(score("a b", "a b"), Score { precision: 1.0, recall: 1.0 });
        assert_eq!(score("a b", "A b"), Score::default());
        assert_eq!(score("", ""), Score { precision: 1.0, recall: 1.0 });
        assert_eq!(score("a", ""), Score::default());
        assert_eq!(score("a", "").f1(), 0.0);
    }

    #[test]
    fn the_mean_is_taken_before_f1() {
        let mean = mean(&[Score { precision: 1.0, recall: 0.5 }, Score { precision: 0.0, recall: 0.0 }]);
        assert_eq!(mean, Score { precision: 0.5, recall: 0.25 });
        assert!((mean.f1() - 1.0 / 3.0).abs() < 1e-9);
    }
}
