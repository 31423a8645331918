//! Features of a state of the parser, and of an arc that is being labelled.

use super::state::State;
use crate::hashing::feature;
use crate::tagger::Tag;
use crate::words::Lexeme;

/// A tagged word, as the parser sees it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Node {
    pub(crate) lower: u64,
    /// Universal and Penn tag.
    pub(crate) u: u64,
    pub(crate) x: u64,
    /// Fine and coarse cluster.
    pub(crate) cluster: u64,
    pub(crate) coarse: u64,
}

impl Node {
    pub(crate) fn new(word: &Lexeme, tag: &Tag) -> Self {
        let cluster = u64::from(word.cluster);
        Self { lower: word.lower, u: tag.u, x: tag.x, cluster, coarse: cluster >> 4 }
    }
}

fn node(nodes: &[Node], at: Option<usize>) -> Node {
    let root = Node { lower: 1, u: 1, x: 1, cluster: 1, coarse: 1 };
    at.map_or(Node::default(), |at| nodes.get(at).copied().unwrap_or(root))
}

fn distance(from: Option<usize>, to: Option<usize>) -> u64 {
    match (from, to) {
        (Some(a), Some(b)) => match a.abs_diff(b) {
            near @ 0..=4 => near as u64,
            5..=7 => 5,
            8..=12 => 6,
            _ => 7,
        },
        _ => 8,
    }
}

fn label(state: &State, word: Option<usize>) -> u64 {
    word.and_then(|word| state.head(word)).map_or(0, |(_, label)| label as u64 + 1)
}

/// The features that choose the next move.
#[expect(clippy::too_many_lines, reason = "a flat list of templates")]
pub(crate) fn of_move(nodes: &[Node], state: &State, out: &mut Vec<u64>) {
    let at = |offset: usize| Some(state.next + offset).filter(|i| *i <= state.words);
    let (i0, i1, j0) = (state.stack(0), state.stack(1), at(0));
    let (s0, s1, s2) = (node(nodes, i0), node(nodes, i1), node(nodes, state.stack(2)));
    let (b0, b1, b2) = (node(nodes, j0), node(nodes, at(1)), node(nodes, at(2)));
    let (d0, d1, db) = (state.dependents(i0), state.dependents(i1), state.dependents(j0));
    let child = |word: Option<usize>| (node(nodes, word), label(state, word));
    let (l0, r0) = (child(d0.left[0]), child(d0.right[0]));
    let (l1, r1) = (child(d1.left[0]), child(d1.right[0]));
    let (lb, l02, r02) = (child(db.left[0]), child(d0.left[1]), child(d0.right[1]));
    let (near, far) = (distance(i0, j0), distance(i1, i0));
    let mut template = 100;
    let mut add = |values: &[u64]| {
        out.push(feature(template, values));
        template += 1;
    };
    add(&[]);
    for n in [s0, s1, b0, b1] {
        add(&[n.lower]);
        add(&[n.x]);
        add(&[n.lower, n.x]);
        add(&[n.cluster, n.u]);
    }
    for n in [s2, b2] {
        add(&[n.x]);
        add(&[n.lower]);
    }
    for (a, b) in [(s0, b0), (s1, s0), (b0, b1), (s1, b0)] {
        add(&[a.lower, b.lower]);
        add(&[a.lower, b.x]);
        add(&[a.x, b.lower]);
        add(&[a.x, b.x]);
        add(&[a.cluster, b.cluster]);
        add(&[a.coarse, b.coarse, a.u, b.u]);
        add(&[a.lower, b.coarse]);
        add(&[a.coarse, b.lower]);
    }
    add(&[s0.x, b0.x, near]);
    add(&[s1.x, s0.x, far]);
    add(&[s0.lower, b0.x, near]);
    add(&[s0.x, b0.lower, near]);
    add(&[s0.x, s1.x, b0.x]);
    add(&[s0.x, b0.x, b1.x]);
    add(&[s0.x, s1.x, s2.x]);
    add(&[b0.x, b1.x, b2.x]);
    add(&[s1.x, s0.x, b0.x, b1.x]);
    add(&[s0.lower, s1.x, b0.x]);
    add(&[s0.x, s1.lower, b0.x]);
    add(&[s0.x, s1.x, b0.lower]);
    add(&[s0.coarse, s1.coarse, b0.coarse]);
    for (n, (c, l)) in [(s0, l0), (s0, r0), (s1, l1), (s1, r1), (b0, lb), (s0, l02), (s0, r02)] {
        add(&[n.x, c.x]);
        add(&[n.x, l]);
        add(&[n.lower, l]);
        add(&[c.lower, l]);
        add(&[s0.x, b0.x, c.x]);
        add(&[s1.x, s0.x, l]);
    }
    add(&[s0.x, d0.labels]);
    add(&[s1.x, d1.labels]);
    add(&[b0.x, db.labels]);
    add(&[s0.x, u64::from(d0.lefts), u64::from(d0.rights)]);
    add(&[s1.x, u64::from(d1.lefts), u64::from(d1.rights)]);
    add(&[s0.x, b0.x, d0.labels]);
    add(&[s1.x, s0.x, d1.labels]);
    add(&[s1.x, s0.x, d0.labels]);
}

/// The features that label the arc from `head` to `child`, which is about to be made.
pub(crate) fn of_label(nodes: &[Node], state: &State, head: usize, child: usize, out: &mut Vec<u64>) {
    let (h, c) = (node(nodes, Some(head)), node(nodes, Some(child)));
    let (dh, dc) = (state.dependents(Some(head)), state.dependents(Some(child)));
    let left = u64::from(child < head);
    let side = distance(Some(head), Some(child)) * 2 + left;
    let kin = |word: Option<usize>| (node(nodes, word), label(state, word));
    let first = kin(dc.left[0]);
    let nearest = kin(if child < head { dh.left[0] } else { dh.right[0] });
    let mut template = 400;
    let mut add = |values: &[u64]| {
        out.push(feature(template, values));
        out.push(feature(template + 1, &[left, feature(0, values)]));
        template += 2;
    };
    add(&[side]);
    add(&[h.lower]);
    add(&[h.x]);
    add(&[h.cluster]);
    add(&[c.lower]);
    add(&[c.x]);
    add(&[c.lower, c.x]);
    add(&[c.cluster, c.x]);
    add(&[h.x, c.x]);
    add(&[h.x, c.x, side]);
    add(&[h.lower, c.x]);
    add(&[h.x, c.lower]);
    add(&[h.lower, c.lower]);
    add(&[h.cluster, c.cluster]);
    add(&[h.coarse, c.coarse, h.u, c.u]);
    add(&[h.x, c.x, dc.labels]);
    add(&[h.x, c.x, dh.labels]);
    add(&[c.x, dc.labels]);
    add(&[h.x, dh.labels]);
    add(&[c.lower, dh.labels]);
    add(&[h.x, c.x, first.0.lower]);
    add(&[h.lower, c.x, first.0.lower]);
    add(&[c.lower, first.0.lower]);
    add(&[c.x, first.0.x, h.x]);
    add(&[h.x, c.x, nearest.1]);
    add(&[h.lower, c.x, nearest.1]);
    add(&[h.x, c.x, nearest.0.x]);
    for offset in [-2_isize, -1, 1, 2] {
        let by = node(nodes, child.checked_add_signed(offset));
        add(&[c.x, by.x, h.u]);
        add(&[c.x, by.lower]);
        let by = node(nodes, head.checked_add_signed(offset));
        add(&[h.x, by.x, c.x]);
    }
    add(&[h.x, c.x, label(state, dc.right[0])]);
    add(&[h.u, c.cluster, first.0.lower]);
    add(&[h.coarse, c.coarse, first.0.lower]);
}
