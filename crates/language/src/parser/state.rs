//! The state of arc-hybrid parsing: a stack, a buffer, and the arcs made so far.

/// A move of the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Move {
    /// The next word goes on the stack.
    Shift,
    /// The next word becomes the head of the top of the stack.
    Left,
    /// The word below it becomes the head of the top of the stack.
    Right,
}

impl Move {
    pub(crate) const ALL: [Self; 3] = [Self::Shift, Self::Left, Self::Right];
}

/// What is known of a word's dependents so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Dependents {
    /// The two outermost on the left, outermost first.
    pub(crate) left: [Option<usize>; 2],
    /// The two outermost on the right, outermost first.
    pub(crate) right: [Option<usize>; 2],
    pub(crate) lefts: u8,
    pub(crate) rights: u8,
    /// Bits of the labels of the dependents.
    pub(crate) labels: u64,
}

/// A state. Words are numbered from 0; the artificial root comes after the last word.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) stack: Vec<usize>,
    pub(crate) next: usize,
    pub(crate) words: usize,
    arcs: Vec<Option<(usize, usize)>>,
    dependents: Vec<Dependents>,
}

impl State {
    pub(crate) fn new(words: usize) -> Self {
        let dependents = vec![Dependents::default(); words + 1];
        Self { stack: Vec::with_capacity(32), next: 0, words, arcs: vec![None; words], dependents }
    }

    pub(crate) fn is_final(&self) -> bool {
        self.next >= self.words && self.stack.is_empty()
    }

    /// The word that many places below the top of the stack.
    pub(crate) fn stack(&self, depth: usize) -> Option<usize> {
        self.stack.len().checked_sub(depth + 1).and_then(|at| self.stack.get(at)).copied()
    }

    /// The head of a word and the label of its arc.
    pub(crate) fn head(&self, word: usize) -> Option<(usize, usize)> {
        self.arcs.get(word).copied().flatten()
    }

    /// The dependents that a word has so far.
    pub(crate) fn dependents(&self, word: Option<usize>) -> Dependents {
        word.and_then(|word| self.dependents.get(word)).copied().unwrap_or_default()
    }

    /// Whether a move keeps the way open to a tree with one root.
    pub(crate) fn allows(&self, choice: Move) -> bool {
        match choice {
            Move::Shift => self.next < self.words,
            Move::Left => !self.stack.is_empty() && (self.next < self.words || self.stack.len() == 1),
            Move::Right => self.stack.len() > 1,
        }
    }

    /// The head and the dependent of the arc that a move makes.
    pub(crate) fn arc(&self, choice: Move) -> Option<(usize, usize)> {
        let child = self.stack(0)?;
        match choice {
            Move::Shift => None,
            Move::Left => Some((self.next, child)),
            Move::Right => Some((self.stack(1)?, child)),
        }
    }

    /// Makes a move; the label is that of its arc.
    pub(crate) fn apply(&mut self, choice: Move, label: usize) {
        let Some((head, child)) = self.arc(choice) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        if let Some(arc) = self.arcs.get_mut(child) {
            *arc = Some((head, label));
        }
        let Some(dependents) = self.dependents.get_mut(head) else { return };
        dependents.labels |= 1 << (label % 64);
        let (side, count) = match child < head {
            true => (&mut dependents.left, &mut dependents.lefts),
            false => (&mut dependents.right, &mut dependents.rights),
        };
        *side = [Some(child), side[0]];
        *count = count.saturating_add(1);
    }
}
