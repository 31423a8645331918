//! Vectors of words to heads and relations: biaffine scores (Dozat and Manning), then the best tree.

use std::ops::Range;

use super::file::{Error, File};
use super::kernels::{self, Activations, Path, Weights};
use super::network::{Network, Scores};
use super::tree;
use crate::labels::{RELATIONS, find};

/// The head and the relation of a word; the root's head is itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Arc {
    pub(super) head: usize,
    pub(super) deprel: &'static str,
}

/// Heads whose relations are scored at once; bounds the memory that takes.
const CHUNK: usize = 16;

/// Scores heads and relations.
#[derive(Debug)]
pub(super) struct Arcs {
    path: Path,
    /// A dependent's vector to what a head's is multiplied by.
    arc: Weights,
    /// A head's vector to what a dependent's, with a 1 at its end, is multiplied by, for each relation.
    relation: Weights,
    relations: Vec<&'static str>,
    /// The root as a head.
    root: Vec<f32>,
}

impl Arcs {
    pub(super) fn read(file: &File<'_>, network: &Network, path: Path) -> Result<Self, Error> {
        let root = network.score(&file.floats("dep.root", &[network.width()])?);
        let root = root.get(network.places.arc_head.clone()).unwrap_or_default().to_vec();
        let relations: Vec<_> = {
            let labels = file.labels("deprel")?.into_iter();
            labels.map(|label| find(&RELATIONS, &label).unwrap_or("dep")).collect()
        };
        let (arc, wide) = (root.len(), network.places.relation_head.len() + 1);
        Ok(Self {
            path,
            arc: file.linear("dep.arc", arc, arc + 1)?.without_constant(arc + 1).pack("dep.arc")?,
            relation: file.linear("dep.rel", relations.len() * wide, wide)?.without_constant(wide).pack("dep.rel")?,
            relations,
            root,
        })
    }

    /// The arcs of the words of a sentence within a window, as indices in the range; the root's head is itself.
    pub(super) fn parse(&self, network: &Network, scores: &Scores, words: Range<usize>) -> Vec<Arc> {
        let heads = self.heads(network, scores, words.clone());
        let root = |(word, _): (usize, &usize)| Arc { head: word, deprel: "root" };
        let mut arcs: Vec<Arc> = heads.iter().enumerate().map(root).collect();
        let (of_heads, of_words) = (&network.places.relation_head, &network.places.relation_dependent);
        // About half of the words head none, and what a head is multiplied by serves all that hang from it.
        let mut distinct: Vec<usize> = heads.iter().copied().filter(|head| *head < words.len()).collect();
        distinct.sort_unstable();
        distinct.dedup();
        for chunk in distinct.chunks(CHUNK) {
            let vectors = chunk.iter().flat_map(|head| scores.at(words.start + head, of_heads)).copied();
            let products = self.product(&self.relation, &vectors.collect::<Vec<_>>(), of_heads.len());
            for (head, products) in chunk.iter().zip(products.chunks_exact(products.len() / chunk.len())) {
                let dependents = arcs.iter_mut().zip(&heads).enumerate().filter(|(_, (_, other))| *other == head);
                for (word, (arc, _)) in dependents {
                    let dependent = scores.at(words.start + word, of_words);
                    *arc = Arc { head: *head, deprel: self.best_relation(dependent, products) };
                }
            }
        }
        arcs
    }

    /// The heads of the best tree; the number of words stands for the root.
    fn heads(&self, network: &Network, scores: &Scores, words: Range<usize>) -> Vec<usize> {
        let dependents = scores.gather(words.clone(), &network.places.arc_dependent);
        let mut heads = scores.gather(words.clone(), &network.places.arc_head);
        heads.extend_from_slice(&self.root);
        let products = self.product(&self.arc, &dependents, self.root.len());
        let count = words.len();
        let mut arcs = vec![0.0; count * (count + 1)];
        for (dependent, out) in products.chunks_exact(self.root.len().max(1)).zip(arcs.chunks_exact_mut(count + 1)) {
            kernels::dots(self.path, dependent, &heads, out);
        }
        tree::best_tree(&arcs, count)
    }

    /// The relation with the highest score, of those to a head that is not the root.
    fn best_relation(&self, dependent: &[f32], products: &[f32]) -> &'static str {
        let mut scores = vec![0.0; self.relations.len()];
        let dependent: Vec<f32> = dependent.iter().copied().chain([1.0]).collect();
        kernels::dots(self.path, &dependent, products, &mut scores);
        let others = self.relations.iter().zip(scores).filter(|(relation, _)| **relation != "root");
        others.reduce(|best, next| if next.1 > best.1 { next } else { best }).map_or("dep", |(relation, _)| relation)
    }

    fn product(&self, weights: &Weights, rows: &[f32], depth: usize) -> Vec<f32> {
        weights.product(&Activations::quantise(rows, depth, weights.precision(), self.path), self.path)
    }
}
