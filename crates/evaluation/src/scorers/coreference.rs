//! Coreference as CoNLL-2012 scored it: MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998), CEAF-e (Luo 2005), and the
//! mean of their F-scores.

mod assignment;

use std::{
    collections::{HashMap, HashSet},
    ops::{AddAssign, Range},
};

/// Mentions of one entity, each as a range of whatever unit both sides share.
pub type Cluster = Vec<Range<usize>>;

/// Parts of precision and recall.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Fraction {
    /// What is right in the system's eyes, and all that it has.
    pub precision: (f64, f64),
    /// What is right in the gold standard's eyes, and all that it has.
    pub recall: (f64, f64),
}

impl Fraction {
    /// Precision in [0, 1]; 0 without anything found.
    #[must_use]
    pub fn precision(&self) -> f64 {
        divide(self.precision)
    }

    /// Recall in [0, 1].
    #[must_use]
    pub fn recall(&self) -> f64 {
        divide(self.recall)
    }

    /// Their harmonic mean.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        divide((2.0 * precision * recall, precision + recall))
    }
}

impl AddAssign for Fraction {
    fn add_assign(&mut self, other: Self) {
        for (own, other) in [(&mut self.precision, other.precision), (&mut self.recall, other.recall)] {
            own.0 += other.0;
            own.1 += other.1;
        }
    }
}

fn divide((part, whole): (f64, f64)) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Scores over documents.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scores {
    /// Mentions found, whatever entity they are of.
    pub mentions: Fraction,
    /// Links.
    pub muc: Fraction,
    /// Mentions weighed by their entity.
    pub b_cubed: Fraction,
    /// Entities aligned one to one, by φ4.
    pub ceaf_e: Fraction,
}

impl Scores {
    /// Adds a document. Of a mention that stands in two clusters of one side the first counts, and empty clusters do not.
    pub fn add(&mut self, system: &[Cluster], gold: &[Cluster]) {
        let (system, gold) = (Partition::new(system), Partition::new(gold));
        let both = system.of.keys().filter(|mention| gold.of.contains_key(*mention)).count();
        let sizes = |partition: &Partition| real(partition.of.len());
        self.mentions += Fraction { precision: (real(both), sizes(&system)), recall: (real(both), sizes(&gold)) };
        self.muc += Fraction { precision: muc(&system, &gold), recall: muc(&gold, &system) };
        self.b_cubed += Fraction { precision: b_cubed(&system, &gold), recall: b_cubed(&gold, &system) };
        let similarity = ceaf_e(&gold, &system);
        self.ceaf_e += Fraction {
            precision: (similarity, real(system.clusters.len())),
            recall: (similarity, real(gold.clusters.len())),
        };
    }

    /// The mean of the F-scores of MUC, B³ and CEAF-e.
    #[must_use]
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf_e.f1()) / 3.0
    }
}

struct Partition {
    clusters: Vec<Cluster>,
    of: HashMap<Range<usize>, usize>,
}

impl Partition {
    fn new(clusters: &[Cluster]) -> Self {
        let mut partition = Self { clusters: Vec::new(), of: HashMap::new() };
        for cluster in clusters {
            let index = partition.clusters.len();
            let mut seen = HashSet::new();
            let fresh =
                |mention: &&Range<usize>| !partition.of.contains_key(*mention) && seen.insert((*mention).clone());
            let mentions: Cluster = cluster.iter().filter(fresh).cloned().collect();
            partition.of.extend(mentions.iter().map(|mention| (mention.clone(), index)));
            if !mentions.is_empty() {
                partition.clusters.push(mentions);
            }
        }
        partition
    }

    /// How many mentions of a cluster stand in each cluster here, and how many in none.
    fn parts(&self, cluster: &Cluster) -> (HashMap<usize, usize>, usize) {
        let mut parts = HashMap::new();
        let mut missing = 0;
        for mention in cluster {
            match self.of.get(mention) {
                Some(index) => *parts.entry(*index).or_default() += 1,
                None => missing += 1,
            }
        }
        (parts, missing)
    }
}

/// Links of each cluster that the other side keeps, and all its links.
fn muc(own: &Partition, other: &Partition) -> (f64, f64) {
    let mut total = (0.0, 0.0);
    for cluster in &own.clusters {
        let (parts, missing) = other.parts(cluster);
        total.0 += real(cluster.len() - parts.len() - missing);
        total.1 += real(cluster.len() - 1);
    }
    total
}

/// For each mention the share of its cluster that the other side puts with it; and the number of mentions.
fn b_cubed(own: &Partition, other: &Partition) -> (f64, f64) {
    let mut total = (0.0, 0.0);
    for cluster in &own.clusters {
        let mut shared: Vec<usize> = other.parts(cluster).0.into_values().collect();
        // Floating-point sums depend on their order.
        shared.sort_unstable();
        total.0 += shared.into_iter().map(|shared| real(shared * shared)).sum::<f64>() / real(cluster.len());
        total.1 += real(cluster.len());
    }
    total
}

/// The greatest sum of φ4 = 2|K∩R| / (|K|+|R|) over one-to-one alignments of entities.
fn ceaf_e(gold: &Partition, system: &Partition) -> f64 {
    let row = |cluster: &Cluster| {
        let (parts, _) = system.parts(cluster);
        let similarity = |(index, other): (usize, &Cluster)| {
            let shared = parts.get(&index).copied().unwrap_or_default();
            real(2 * shared) / real(cluster.len() + other.len())
        };
        system.clusters.iter().enumerate().map(similarity).collect()
    };
    assignment::greatest(gold.clusters.iter().map(row).collect())
}

#[expect(clippy::cast_precision_loss, reason = "counts of a corpus are far below 2^52")]
fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(clusters: &[&[usize]]) -> Vec<Cluster> {
        clusters.iter().map(|cluster| cluster.iter().map(|at| *at..at + 1).collect()).collect()
    }

    fn close(left: f64, right: f64) {
        assert!((left - right).abs() < 1e-9, "{left} is not {right}");
    }

    /// Worked by hand. Gold {a b c} {d e f g}, system {a b} {c d} {f g h i}.
    ///
    /// MUC recall: {a b c} falls in 2 parts, (3-2); {d e f g} in {d} {e} {f g}, (4-3); of 2+3 links 2 = 0.4. Precision: {a b}
    /// keeps 1 of 1, {c d} 0 of 1, {f g h i} falls in {f g} {h} {i}, 1 of 3; 2 of 5 = 0.4.
    /// B³ recall: a, b 2/3 each, c 1/3; d 1/4, e 0, f, g 2/4 each: (5/3 + 5/4) / 7 = 5/12. Precision: a, b 1; c, d 1/2; f, g
    /// 2/4; h, i 0: (2 + 1 + 1) / 8 = 1/2.
    /// CEAF-e: φ4 of {a b c} with {a b} 4/5, of {d e f g} with {f g h i} 4/8: 1.3; recall 1.3/2, precision 1.3/3.
    #[test]
    fn a_hand_worked_example() {
        let gold = clusters(&[&[0, 1, 2], &[3, 4, 5, 6]]);
        let system = clusters(&[&[0, 1], &[2, 3], &[5, 6, 7, 8]]);
        let mut scores = Scores::default();
        scores.add(&system, &gold);
        close(scores.muc.recall(), 0.4);
        close(scores.muc.precision(), 0.4);
        close(scores.b_cubed.recall(), 5.0 / 12.0);
        close(scores.b_cubed.precision(), 0.5);
        close(scores.ceaf_e.recall(), 0.65);
        close(scores.ceaf_e.precision(), 1.3 / 3.0);
        close(scores.mentions.recall(), 6.0 / 7.0);
        close(scores.mentions.precision(), 6.0 / 8.0);
        close(scores.conll(), (0.4 + 5.0 / 11.0 + 0.52) / 3.0);
    }

    #[test]
    fn the_same_clusters_in_another_order_are_perfect() {
        let mut scores = Scores::default();
        scores.add(&clusters(&[&[4, 5], &[1, 2, 3], &[9]]), &clusters(&[&[9], &[3, 2, 1], &[5, 4]]));
        close(scores.conll(), 1.0);
    }

    #[test]
    fn nothing_found_and_mentions_told_twice() {
        let mut scores = Scores::default();
        scores.add(&[], &clusters(&[&[0, 1]]));
        close(scores.conll(), 0.0);
        let mut scores = Scores::default();
        scores.add(&clusters(&[&[0, 1, 1], &[1, 0]]), &clusters(&[&[0, 1]]));
        close(scores.conll(), 1.0);
    }
}
