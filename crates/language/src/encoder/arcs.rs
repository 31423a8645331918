//! Vectors of words to heads and relations: biaffine scores (Dozat and Manning), then the best tree.

use std::ops::Range;

use super::file::{Error, File, Linear};
use super::kernels::{self, Activations, Path, Weights};
use super::network::{Network, Scores, WIDTH};
use super::tree;
use crate::parser::{Arc, relation};

/// Words whose relations are scored at once; bounds the memory that takes.
const CHUNK: usize = 16;
/// Lengths of the vectors that arcs and relations are scored by.
pub(super) const ARC: usize = 256;
pub(super) const RELATION: usize = 96;

/// Scores heads and relations.
#[derive(Debug)]
pub(super) struct Arcs {
    path: Path,
    /// A dependent's vector to what its head's is multiplied by.
    arc: Weights,
    /// The same for each relation; the head's vector ends with a 1 here.
    relation: Weights,
    relations: Vec<&'static str>,
    /// The root as a head, of arcs and of relations.
    root: (Vec<f32>, Vec<f32>),
}

impl Arcs {
    pub(super) fn read(file: &File<'_>, network: &Network, path: Path) -> Result<Self, Error> {
        let labels = file.labels("deprel")?;
        let root = network.score(&file.floats("dep.root", &[WIDTH])?);
        let part = |place: &Range<usize>| root.get(place.clone()).unwrap_or_default().to_vec();
        let arc = file.floats("dep.arc", &[ARC + 1, ARC])?;
        let depth = RELATION + 1;
        let relations = file.floats("dep.rel", &[labels.len(), depth, depth])?;
        let each = relations.chunks_exact(depth * depth).map(|matrix| bilinear(matrix, RELATION, depth));
        Ok(Self {
            path,
            arc: bilinear(&arc, ARC, ARC).pack("dep.arc")?,
            relation: each.fold(Linear::default(), Linear::join).pack("dep.rel")?,
            relations: labels.iter().map(|label| relation(label)).collect(),
            root: (part(&network.places.arc_head), part(&network.places.relation_head)),
        })
    }

    /// The arcs of the words of a sentence within a window, as indices in the range; the root's head is itself.
    pub(super) fn parse(&self, network: &Network, scores: &Scores, words: Range<usize>) -> Vec<Arc> {
        let heads = self.heads(network, scores, words.clone());
        let mut arcs = Vec::with_capacity(heads.len());
        for (chunk, first) in heads.chunks(CHUNK).zip((words.start..).step_by(CHUNK)) {
            let dependents = scores.gather(first..first + chunk.len(), &network.places.relation_dependent);
            let products = self.product(&self.relation, &dependents, RELATION);
            let rows = products.chunks_exact(self.relations.len().max(1) * (RELATION + 1));
            for ((head, row), word) in chunk.iter().zip(rows).zip(first - words.start..) {
                arcs.push(if *head == words.len() {
                    Arc { head: word, deprel: "root" }
                } else {
                    let vector = scores.at(words.start + head, &network.places.relation_head);
                    Arc { head: *head, deprel: self.best_relation(vector, row) }
                });
            }
        }
        arcs
    }

    /// The heads of the best tree; the number of words stands for the root.
    fn heads(&self, network: &Network, scores: &Scores, words: Range<usize>) -> Vec<usize> {
        let dependents = scores.gather(words.clone(), &network.places.arc_dependent);
        let mut heads = scores.gather(words.clone(), &network.places.arc_head);
        heads.extend_from_slice(&self.root.0);
        let products = self.product(&self.arc, &dependents, ARC);
        let count = words.len();
        let mut arcs = vec![0.0; count * (count + 1)];
        for (dependent, out) in products.chunks_exact(ARC).zip(arcs.chunks_exact_mut(count + 1)) {
            kernels::dots(self.path, dependent, &heads, out);
        }
        tree::best_tree(&arcs, count)
    }

    /// The relation with the highest score to a head that is not the root.
    fn best_relation(&self, head: &[f32], products: &[f32]) -> &'static str {
        let mut scores = vec![0.0; self.relations.len()];
        let head: Vec<f32> = head.iter().copied().chain([1.0]).collect();
        kernels::dots(self.path, &head, products, &mut scores);
        let others = self.relations.iter().zip(scores).filter(|(relation, _)| **relation != "root");
        others.reduce(|best, next| if next.1 > best.1 { next } else { best }).map_or("dep", |(relation, _)| relation)
    }

    fn product(&self, weights: &Weights, rows: &[f32], depth: usize) -> Vec<f32> {
        weights.product(&Activations::quantise(rows, depth, self.path), self.path)
    }
}

/// A matrix `[depth + 1, outputs]`, whose last row is of a constant 1, as a layer of `depth` inputs.
fn bilinear(matrix: &[f32], depth: usize, outputs: usize) -> Linear {
    let (weights, biases) = matrix.split_at_checked(depth * outputs).unwrap_or_default();
    let column = |output: usize| weights.iter().skip(output).step_by(outputs).copied();
    Linear::quantise(&(0..outputs).flat_map(column).collect::<Vec<_>>(), biases.to_vec(), depth)
}
