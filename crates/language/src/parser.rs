//! Tagged words to a dependency tree: greedy arc-hybrid parsing.
//!
//! One model chooses the moves, another labels each arc as it is made. Every sentence gets a tree with one root, in a
//! number of moves that is twice its number of words.

pub(crate) mod features;
pub(crate) mod state;

use std::borrow::Cow;

use crate::linear::{LinearModel, best};
use features::Node;
use state::{Move, State};

/// Parses sentences.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parser {
    moves: LinearModel,
    labels: LinearModel,
    relations: Vec<&'static str>,
}

/// The head and the relation of a word; the root's head is itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arc {
    pub(crate) head: usize,
    pub(crate) deprel: &'static str,
}

impl Parser {
    pub(crate) fn new(moves: Cow<'static, [u8]>, labels: Cow<'static, [u8]>) -> Self {
        let labels = LinearModel::new(labels);
        let relations = labels.classes().iter().map(|name| relation(name)).collect();
        Self { moves: LinearModel::new(moves), labels, relations }
    }

    /// The arcs of the words of a sentence, whose nodes are given.
    pub(crate) fn parse(&self, nodes: &[Node]) -> Vec<Arc> {
        let mut state = State::new(nodes.len());
        let mut features = Vec::with_capacity(96);
        let mut scores = vec![0; self.relations.len()];
        while !state.is_final() {
            features.clear();
            features::of_move(nodes, &state, &mut features);
            let mut moves = [0; 3];
            self.moves.score(&features, &mut moves);
            let choice = best(&moves, |class| Move::ALL.get(class).is_some_and(|m| state.allows(*m)));
            let Some(choice) = choice.and_then(|class| Move::ALL.get(class)) else { break };
            let label = state.arc(*choice).map(|(head, child)| {
                features.clear();
                features::of_label(nodes, &state, head, child, &mut features);
                scores.fill(0);
                self.labels.score(&features, &mut scores);
                self.best_label(&scores, head == nodes.len())
            });
            state.apply(*choice, label.unwrap_or_default());
        }
        (0..nodes.len()).map(|word| self.arc(&state, word, nodes.len())).collect()
    }

    /// The label with the highest score; `root` for the root alone.
    fn best_label(&self, scores: &[i32], root: bool) -> usize {
        best(scores, |class| (self.relations.get(class) == Some(&"root")) == root).unwrap_or_default()
    }

    fn arc(&self, state: &State, word: usize, words: usize) -> Arc {
        let (head, label) = state.head(word).unwrap_or((words, 0));
        let deprel = self.relations.get(label).copied().unwrap_or("dep");
        if head == words { Arc { head: word, deprel: "root" } } else { Arc { head, deprel } }
    }
}

/// The relation of that name; `dep` for one that is not in the set.
pub(crate) fn relation(name: &str) -> &'static str {
    RELATIONS.iter().find(|relation| **relation == name).copied().unwrap_or("dep")
}

/// Relations of the English treebanks of Universal Dependencies.
pub(crate) const RELATIONS: [&str; 54] = [
    "acl",
    "acl:relcl",
    "advcl",
    "advcl:relcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "cc:preconj",
    "ccomp",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:outer",
    "csubj:pass",
    "dep",
    "det",
    "det:predet",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nmod:desc",
    "nmod:poss",
    "nmod:unmarked",
    "nsubj",
    "nsubj:outer",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "obl:unmarked",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
    "flat:foreign",
    "nmod:tmod",
    "obl:tmod",
];
