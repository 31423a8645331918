//! Scores of heads to the best tree with one root: Chu-Liu/Edmonds by contraction of cycles.

/// Scores are held within this of 0.
const LARGEST: f32 = 1e4;
/// Taken off every arc from the root, so that the best tree has but one; far beyond any sum of scores.
const ROOT_COST: f64 = 1e9;

/// The heads of the best tree of `count` words; `count` stands for the root, which one word has as its head.
///
/// `scores` is `[count, count + 1]`: of each word, the scores of its heads, the root last. A word's score of itself does not
/// count; missing scores and those that are no numbers are 0. Cubic in the words at worst; linear in the scores when the best heads form a tree.
pub(super) fn best_tree(scores: &[f32], count: usize) -> Vec<usize> {
    let score = |word: usize, head: usize| {
        let known = scores.get(word * (count + 1) + head).filter(|score| !score.is_nan());
        f64::from(known.map_or(0.0, |score| score.clamp(-LARGEST, LARGEST)))
    };
    let graph = Graph::new(count, score);
    let heads = graph.best_heads();
    let roots = heads.iter().filter(|head| **head == count).count();
    if roots == 1 && cycle(&heads).is_none() {
        return heads;
    }
    Graph::new(count, |word, head| score(word, head) - if head == count { ROOT_COST } else { 0.0 }).solve()
}

/// Scores of arcs among nodes; the root is the node after the last, and has no head.
struct Graph {
    nodes: usize,
    /// `[nodes, nodes + 1]`: of each node, the scores of its heads.
    scores: Vec<f64>,
}

impl Graph {
    fn new(nodes: usize, score: impl Fn(usize, usize) -> f64) -> Self {
        let scores = (0..nodes).flat_map(|node| (0..=nodes).map(move |head| (node, head)));
        Self { nodes, scores: scores.map(|(node, head)| score(node, head)).collect() }
    }

    fn score(&self, node: usize, head: usize) -> f64 {
        self.scores.get(node * (self.nodes + 1) + head).copied().unwrap_or(f64::NEG_INFINITY)
    }

    /// The best head of each node; the first of equals.
    fn best_heads(&self) -> Vec<usize> {
        let others = |node: usize| (0..=self.nodes).filter(move |head| *head != node);
        let best = |node| first_best(others(node), |head| self.score(node, head)).unwrap_or(self.nodes);
        (0..self.nodes).map(best).collect()
    }

    /// The heads of the best tree.
    fn solve(&self) -> Vec<usize> {
        let heads = self.best_heads();
        match cycle(&heads) {
            None => heads,
            Some(cycle) => self.solve_around(&cycle, heads),
        }
    }

    /// The heads of the best tree, found with the cycle as one node, the last.
    fn solve_around(&self, cycle: &[usize], mut heads: Vec<usize>) -> Vec<usize> {
        let outside: Vec<usize> = (0..self.nodes).filter(|node| !cycle.contains(node)).collect();
        let whole = outside.len();
        let old = |node: usize| outside.get(node).copied().unwrap_or(self.nodes);
        let lost = |node: usize| heads.get(node).map_or(0.0, |head| self.score(node, *head));
        // Which node of the cycle a head from outside would take, and which one heads a node outside.
        let enter = |head| first_best(cycle.iter().copied(), |node| self.score(node, head) - lost(node)).unwrap_or(0);
        let leave = |node| first_best(cycle.iter().copied(), |head| self.score(node, head)).unwrap_or(0);
        let (mut enters, mut leaves) = (Vec::new(), Vec::new());
        enters.extend((0..whole).map(|node| enter(old(node))));
        enters.extend([0, enter(self.nodes)]);
        leaves.extend((0..whole).map(|node| leave(old(node))));
        let at = |list: &[usize], index: usize| list.get(index).copied().unwrap_or(0);
        let contracted = Self::new(whole + 1, |node, head| match (node == whole, head == whole) {
            (true, _) => self.score(at(&enters, head), old(head)) - lost(at(&enters, head)),
            (false, true) => self.score(old(node), at(&leaves, node)),
            (false, false) => self.score(old(node), old(head)),
        });
        let solved = contracted.solve();
        let mut set = |node: usize, head: usize| heads.iter_mut().skip(node).take(1).for_each(|slot| *slot = head);
        for (node, head) in solved.into_iter().enumerate() {
            match (node == whole, head == whole) {
                (true, _) => set(at(&enters, head), old(head)),
                (false, true) => set(old(node), at(&leaves, node)),
                (false, false) => set(old(node), old(head)),
            }
        }
        heads
    }
}

/// The first of the items with the highest score.
fn first_best(items: impl Iterator<Item = usize>, score: impl Fn(usize) -> f64) -> Option<usize> {
    let scored = items.map(|item| (item, score(item)));
    scored.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(item, _)| item)
}

/// The nodes of a cycle among the heads, if there is one; the root heads none.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut walks = vec![NEW; heads.len()];
    for start in 0..heads.len() {
        let mut at = start;
        while let Some(walk) = walks.get_mut(at).filter(|walk| **walk == NEW) {
            *walk = start;
            at = heads.get(at).copied()?;
        }
        if walks.get(at) == Some(&start) {
            let next = |node: &usize| heads.get(*node).copied().filter(|node| *node != at);
            return Some(std::iter::successors(Some(at), next).collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_tree(heads: &[usize]) -> bool {
        heads.iter().filter(|head| **head == heads.len()).count() == 1 && cycle(heads).is_none()
    }

    fn total(scores: &[f32], heads: &[usize]) -> f64 {
        heads.iter().enumerate().map(|(word, head)| f64::from(scores[word * (heads.len() + 1) + head])).sum()
    }

    /// The best total by trying all heads.
    fn exhaustive(scores: &[f32], count: usize) -> f64 {
        let all = (0..(count + 1).pow(count as u32)).map(|number| {
            (0..count).map(|word| number / (count + 1).pow(word as u32) % (count + 1)).collect::<Vec<_>>()
        });
        all.filter(|heads| is_tree(heads)).map(|heads| total(scores, &heads)).fold(f64::MIN, f64::max)
    }

    #[test]
    fn a_tree_of_the_best_heads_is_kept() {
        assert_eq!(best_tree(&[0.0, 1.0, 9.0, 5.0, 0.0, 1.0], 2), [2, 0]);
    }

    #[test]
    fn a_cycle_is_broken_where_it_costs_least() {
        // Each prefers the other; the root costs the second word less.
        assert_eq!(best_tree(&[0.0, 9.0, 1.0, 9.0, 0.0, 3.0], 2), [1, 2]);
    }

    #[test]
    fn of_two_roots_the_better_stays() {
        assert_eq!(best_tree(&[0.0, 1.0, 9.0, 4.0, 0.0, 8.0], 2), [2, 0]);
    }

    #[test]
    fn no_words_and_one_word() {
        assert!(best_tree(&[], 0).is_empty());
        assert_eq!(best_tree(&[5.0, -1.0], 1), [1]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_tree_is_the_best_of_all(count in 1_usize..6, values in prop::collection::vec(-20_i8..20, 30)) {
            let scores: Vec<f32> = values.into_iter().map(f32::from).collect();
            let heads = best_tree(&scores, count);
            prop_assert!(is_tree(&heads));
            prop_assert_eq!(total(&scores, &heads), exhaustive(&scores, count));
        }

        #[test]
        fn any_scores_give_a_tree(scores in prop::collection::vec(any::<f32>(), 0..2_000), count in 0_usize..44) {
            let heads = best_tree(&scores, count);
            prop_assert_eq!(heads.len(), count);
            prop_assert!(count == 0 || is_tree(&heads));
        }
    }
}
