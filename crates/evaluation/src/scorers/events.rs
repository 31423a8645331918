//! Coded events: one gold event a sentence; its type, its mode and its parties.

use super::{Counts, Share};
use crate::readers::plover::Coded;

/// Counts over sentences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scores {
    /// Sentences with any event of the system.
    pub coded: Share,
    /// Events of the system, sentences, and sentences with an event of the gold type.
    pub types: Counts,
    /// Events of the system that have the gold type.
    pub agreeing: Share,
    /// Of the sentences with an event of the gold type whose gold event has a mode, those where it is right.
    pub modes: Share,
    /// The same for the actor: a name that shares a word of more than two letters.
    pub actors: Share,
    /// The same for the recipient.
    pub recipients: Share,
}

impl Scores {
    /// Adds a sentence.
    pub fn add(&mut self, system: &[Coded], gold: &Coded) {
        let right: Vec<&Coded> = system.iter().filter(|event| event.kind == gold.kind).collect();
        self.coded.add(!system.is_empty());
        self.types += Counts { system: system.len(), gold: 1, correct: usize::from(!right.is_empty()) };
        self.agreeing += Share { right: right.len(), all: system.len() };
        if right.is_empty() {
            return;
        }
        if !gold.mode.is_empty() {
            self.modes.add(right.iter().any(|event| event.mode == gold.mode));
        }
        add_party(&mut self.actors, &gold.actors, right.iter().flat_map(|event| &event.actors));
        add_party(&mut self.recipients, &gold.recipients, right.iter().flat_map(|event| &event.recipients));
    }
}

fn add_party<'a>(share: &mut Share, gold: &[String], mut system: impl Iterator<Item = &'a String>) {
    if !gold.is_empty() {
        share.add(system.any(|party| gold.iter().any(|gold| shares_word(party, gold))));
    }
}

/// Whether two names share a word of more than two letters.
fn shares_word(left: &str, right: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.to_lowercase();
        words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 2 && *word != "the")
            .map(Into::into)
            .collect()
    };
    let right = words(right);
    words(left).iter().any(|word| right.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coded(kind: &str, mode: &str, actor: &str, recipient: &str) -> Coded {
        Coded { kind: kind.into(), mode: mode.into(), actors: vec![actor.into()], recipients: vec![recipient.into()] }
    }

    /// Worked by hand: of two sentences one gets the right type beside a wrong one, with the right actor only and another
    /// mode; the other gets nothing.
    #[test]
    fn scores_worked_by_hand() {
        let mut scores = Scores::default();
        let system =
            [coded("COERCE", "ban", "the government of Norway", "Chad"), coded("AGREE", "", "Norway", "Sudan")];
        scores.add(&system, &coded("COERCE", "arrest", "Norway", "Sudan"));
        scores.add(&[], &coded("PROTEST", "", "Students", "the king"));
        let share = |right, all| Share { right, all };
        assert_eq!(scores.coded, share(1, 2));
        assert_eq!(scores.types, Counts { system: 2, gold: 2, correct: 1 });
        assert_eq!(scores.agreeing, share(1, 2));
        assert_eq!((scores.modes, scores.actors, scores.recipients), (share(0, 1), share(1, 1), share(0, 1)));
    }
}
