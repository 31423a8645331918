//! Attribution: who is the source of what content by which cue.
//!
//! Reads brat standoff as PolNeAR writes it (`T` lines for spans, which may be discontinuous, `E` lines that join source,
//! cue and content) and scores predicted attributions against it. All offsets are in code points.

use std::{collections::HashMap, ops::Range};

/// An attribution. Each role is a list of ranges in code points, in order; empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attribution {
    /// Who says or thinks it.
    pub source: Vec<Range<usize>>,
    /// The words that attribute it.
    pub cue: Vec<Range<usize>>,
    /// What is said or thought.
    pub content: Vec<Range<usize>>,
}

/// Reads the attributions of a brat file. Lines of other kinds, and roles that point nowhere, are passed over.
#[must_use]
pub fn read_brat(annotations: &str) -> Vec<Attribution> {
    let spans: HashMap<&str, Vec<Range<usize>>> = annotations.lines().filter_map(read_span).collect();
    let mut found: Vec<Attribution> = annotations.lines().filter_map(|line| read_event(line, &spans)).collect();
    found.sort_by_key(|attribution| start(&attribution.content));
    found
}

fn start(ranges: &[Range<usize>]) -> usize {
    ranges.first().map_or(0, |range| range.start)
}

/// `T7<tab>Content 209 236;91 186<tab>text`.
fn read_span(line: &str) -> Option<(&str, Vec<Range<usize>>)> {
    let mut fields = line.split('\t');
    let id = fields.next().filter(|id| id.starts_with('T'))?;
    let (_, offsets) = fields.next()?.split_once(' ')?;
    let ranges: Option<Vec<Range<usize>>> = offsets.split(';').map(read_range).collect();
    let mut ranges = ranges?;
    ranges.sort_by_key(|range| range.start);
    Some((id, ranges))
}

fn read_range(offsets: &str) -> Option<Range<usize>> {
    let (start, end) = offsets.split_once(' ')?;
    Some(start.parse().ok()?..end.parse().ok()?)
}

/// `E2<tab>Attribution:T8 Content:T7 Cue:T6 Source:T5`.
fn read_event(line: &str, spans: &HashMap<&str, Vec<Range<usize>>>) -> Option<Attribution> {
    let (_, roles) = line.split_once('\t').filter(|(id, _)| id.starts_with('E'))?;
    let mut found = Attribution::default();
    for (role, id) in roles.split_whitespace().filter_map(|role| role.split_once(':')) {
        let ranges = spans.get(id).cloned().unwrap_or_default();
        // A role may come in several spans: `Content`, `Content2`.
        match role.trim_end_matches(char::is_numeric) {
            "Source" => found.source.extend(ranges),
            "Cue" => found.cue.extend(ranges),
            "Content" => found.content.extend(ranges),
            _ => {}
        }
    }
    Some(found)
}

/// Counts of one role over all articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// How often the prediction has the role.
    pub predicted: usize,
    /// How often the gold standard has it.
    pub gold: usize,
    /// Aligned pairs in which both cover the same characters.
    pub exact: usize,
    /// Aligned pairs in which they share at least one character.
    pub overlapping: usize,
}

impl Counts {
    /// Share of predictions that are exactly right, in [0, 1]; 0 without predictions.
    #[must_use]
    pub fn exact_precision(&self) -> f64 {
        ratio(self.exact, self.predicted)
    }

    /// Share of the gold standard that is exactly found.
    #[must_use]
    pub fn exact_recall(&self) -> f64 {
        ratio(self.exact, self.gold)
    }

    /// Share of predictions that overlap their counterpart.
    #[must_use]
    pub fn overlap_precision(&self) -> f64 {
        ratio(self.overlapping, self.predicted)
    }

    /// Share of the gold standard that is overlapped by its counterpart.
    #[must_use]
    pub fn overlap_recall(&self) -> f64 {
        ratio(self.overlapping, self.gold)
    }

    fn add(&mut self, predicted: Option<&[Range<usize>]>, gold: Option<&[Range<usize>]>) {
        let predicted = predicted.filter(|ranges| !ranges.is_empty());
        let gold = gold.filter(|ranges| !ranges.is_empty());
        self.predicted += usize::from(predicted.is_some());
        self.gold += usize::from(gold.is_some());
        if let (Some(predicted), Some(gold)) = (predicted, gold) {
            let shared = shared(predicted, gold);
            self.overlapping += usize::from(shared > 0);
            self.exact += usize::from(shared == length(predicted) && shared == length(gold));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a corpus are far below 2^52")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn length(ranges: &[Range<usize>]) -> usize {
    ranges.iter().map(ExactSizeIterator::len).sum()
}

fn shared(left: &[Range<usize>], right: &[Range<usize>]) -> usize {
    let pairs = left.iter().flat_map(|left| right.iter().map(move |right| (left, right)));
    pairs.map(|(left, right)| left.end.min(right.end).saturating_sub(left.start.max(right.start))).sum()
}

/// Scores of the three roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scores {
    /// Who says or thinks it.
    pub source: Counts,
    /// The words that attribute it.
    pub cue: Counts,
    /// What is said or thought.
    pub content: Counts,
}

impl Scores {
    /// Adds one article. Each predicted attribution is aligned with at most one of the gold standard, those that share
    /// most characters of content and cue first; ties go to the earlier.
    pub fn add(&mut self, predicted: &[Attribution], gold: &[Attribution]) {
        let aligned = align(predicted, gold);
        for (index, attribution) in predicted.iter().enumerate() {
            let partner = aligned.get(&index).and_then(|partner| gold.get(*partner));
            self.add_pair(Some(attribution), partner);
        }
        let found: Vec<usize> = aligned.into_values().collect();
        for (_, missed) in gold.iter().enumerate().filter(|(index, _)| !found.contains(index)) {
            self.add_pair(None, Some(missed));
        }
    }

    fn add_pair(&mut self, predicted: Option<&Attribution>, gold: Option<&Attribution>) {
        self.source.add(predicted.map(|it| it.source.as_slice()), gold.map(|it| it.source.as_slice()));
        self.cue.add(predicted.map(|it| it.cue.as_slice()), gold.map(|it| it.cue.as_slice()));
        self.content.add(predicted.map(|it| it.content.as_slice()), gold.map(|it| it.content.as_slice()));
    }
}

/// For each aligned prediction, its partner in the gold standard.
fn align(predicted: &[Attribution], gold: &[Attribution]) -> HashMap<usize, usize> {
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (left, prediction) in predicted.iter().enumerate() {
        for (right, truth) in gold.iter().enumerate() {
            // A shared cue says more than shared content, which may be nested.
            let weight = shared(&prediction.content, &truth.content) + 1000 * shared(&prediction.cue, &truth.cue);
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

    const BRAT: &str = "T1\tSource 0 3\tAna\nT2\tCue 4 8\tsaid\nT3\tContent 20 30;9 15\tit rains … today\nT4\tAttribution 4 8\tsaid\n\
                        E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n";

    fn attribution(source: Range<usize>, cue: Range<usize>, content: Range<usize>) -> Attribution {
        let list = |range: Range<usize>| if range.is_empty() { Vec::new() } else { vec![range] };
        Attribution { source: list(source), cue: list(cue), content: list(content) }
    }

    #[test]
    fn a_discontinuous_span_is_read_in_order() {
        let found = read_brat(BRAT);
        assert_eq!(found, [Attribution { content: vec![9..15, 20..30], ..attribution(0..3, 4..8, 0..0) }]);
    }

    /// Worked by hand: two gold attributions. The first is predicted with exact source and cue and half the content, the
    /// second is missed, and one prediction has no counterpart and no source.
    #[test]
    fn scores_worked_by_hand() {
        let gold = [attribution(0..3, 4..8, 9..29), attribution(30..35, 36..40, 41..60)];
        let predicted = [attribution(0..3, 4..8, 9..19), attribution(0..0, 70..74, 75..90)];
        let mut scores = Scores::default();
        scores.add(&predicted, &gold);
        assert_eq!(scores.source, Counts { predicted: 1, gold: 2, exact: 1, overlapping: 1 });
        assert_eq!(scores.cue, Counts { predicted: 2, gold: 2, exact: 1, overlapping: 1 });
        assert_eq!(scores.content, Counts { predicted: 2, gold: 2, exact: 0, overlapping: 1 });
        assert!(
            (scores.source.exact_precision() - 1.0).abs() < 1e-9 && (scores.source.exact_recall() - 0.5).abs() < 1e-9
        );
        assert!(
            (scores.content.overlap_precision() - 0.5).abs() < 1e-9
                && (scores.content.overlap_recall() - 0.5).abs() < 1e-9
        );
    }

    #[test]
    fn a_prediction_is_aligned_once() {
        let gold = [attribution(0..3, 4..8, 9..29)];
        let predicted = [attribution(0..3, 4..8, 9..29), attribution(0..3, 0..0, 9..29)];
        let mut scores = Scores::default();
        scores.add(&predicted, &gold);
        assert_eq!(scores.content, Counts { predicted: 2, gold: 1, exact: 1, overlapping: 1 });
    }
}
