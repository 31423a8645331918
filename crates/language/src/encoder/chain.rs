//! Scores of name tags to names: the best sequence of `O`, `B-…` and `I-…` in which no name continues another's class.

use std::ops::Range;

use super::kernels::floats::exp;
use crate::names::Class;

/// Scores are divided by this before they are read as probabilities, since networks are too sure of themselves; chosen on
/// EWT dev, so that of the names at about 0.75 about three quarters are right.
const TEMPERATURE: f32 = 1.5;

/// A tag of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Outside,
    Begin(Class),
    Inside(Class),
}

impl Tag {
    /// The tag of that name; `None` for other names.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let (part, class) = name.split_once('-').unwrap_or((name, ""));
        let class = match class {
            "PER" => Class::Person,
            "ORG" => Class::Organization,
            "LOC" => Class::Place,
            "OTH" => Class::Other,
            _ => return (name == "O").then_some(Self::Outside),
        };
        match part {
            "B" => Some(Self::Begin(class)),
            "I" => Some(Self::Inside(class)),
            _ => None,
        }
    }

    /// Whether the tag may follow another; a sentence starts as after [`Tag::Outside`].
    fn follows(self, last: Self) -> bool {
        match self {
            Self::Inside(class) => last == Self::Begin(class) || last == Self::Inside(class),
            Self::Outside | Self::Begin(_) => true,
        }
    }
}

/// A name that the chain tells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// Its words.
    pub(super) words: Range<usize>,
    pub(super) class: Class,
    /// The least of the probabilities of its words' tags, each seen by itself.
    pub(super) probability: f32,
}

/// The names of the best sequence of tags; `rows` are the scores of the tags of each word.
pub(super) fn names(tags: &[Tag], rows: &[&[f32]]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for ((at, choice), row) in best_sequence(tags, rows).into_iter().enumerate().zip(rows) {
        let probability = probability(row, choice);
        match (tags.get(choice), found.last_mut()) {
            (Some(Tag::Begin(class)), _) => found.push(Found { words: at..at + 1, class: *class, probability }),
            (Some(Tag::Inside(_)), Some(name)) => {
                name.words.end = at + 1;
                name.probability = if probability < name.probability { probability } else { name.probability };
            }
            _ => {}
        }
    }
    found
}

/// The numbers of the best tags of each word, by Viterbi's algorithm.
fn best_sequence(tags: &[Tag], rows: &[&[f32]]) -> Vec<usize> {
    let mut scores: Vec<f32> = tags.iter().map(|tag| if *tag == Tag::Outside { 0.0 } else { f32::MIN }).collect();
    let mut back: Vec<Vec<usize>> = Vec::with_capacity(rows.len());
    for row in rows {
        let from = |tag: &Tag| {
            let legal = tags.iter().zip(&scores).enumerate().filter(|(_, (last, _))| tag.follows(**last));
            legal.map(|(last, (_, score))| (last, *score)).reduce(|a, b| if b.1 > a.1 { b } else { a })
        };
        let best: Vec<(usize, f32)> = tags.iter().map(|tag| from(tag).unwrap_or((0, f32::MIN))).collect();
        scores = best.iter().zip(row.iter()).map(|((_, before), score)| before + score).collect();
        back.push(best.into_iter().map(|(last, _)| last).collect());
    }
    let last = scores.iter().copied().enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a });
    let mut at = last.map_or(0, |(tag, _)| tag);
    let mut sequence: Vec<usize> = Vec::with_capacity(rows.len());
    for step in back.iter().rev() {
        sequence.push(at);
        at = step.get(at).copied().unwrap_or(0);
    }
    sequence.reverse();
    sequence
}

/// The probability of a choice among scores.
fn probability(row: &[f32], choice: usize) -> f32 {
    let chosen = row.get(choice).copied().unwrap_or(f32::MIN);
    1.0 / row.iter().fold(0.0, |sum, score| sum + exp((score - chosen) / TEMPERATURE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags() -> Vec<Tag> {
        let names = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];
        names.into_iter().map(|name| Tag::parse(name).expect("a tag")).collect()
    }

    fn found(rows: &[[f32; 5]]) -> Vec<(Range<usize>, Class)> {
        let rows: Vec<&[f32]> = rows.iter().map(|row| row.as_slice()).collect();
        names(&tags(), &rows).into_iter().map(|name| (name.words, name.class)).collect()
    }

    #[test]
    fn names_begin_and_go_on() {
        let rows = [[0., 5., 0., 0., 0.], [0., 0., 5., 0., 0.], [5., 0., 0., 0., 0.], [0., 0., 0., 5., 0.]];
        assert_eq!(found(&rows), [(0..2, Class::Person), (3..4, Class::Place)]);
    }

    #[test]
    fn a_name_goes_on_in_its_class_alone() {
        // By itself the second word would be inside a place, which no sequence allows after a person.
        let rows = [[0., 5., 0., 1., 0.], [0., 0., 3., 0., 4.]];
        assert_eq!(found(&rows), [(0..2, Class::Person)]);
    }

    #[test]
    fn a_sentence_does_not_start_inside_a_name() {
        assert_eq!(found(&[[0., 1., 9., 0., 0.]]), [(0..1, Class::Person)]);
    }

    #[test]
    fn the_probability_is_that_of_the_least_sure_word() {
        let rows: [&[f32]; 2] = [&[0., 9., 0., 0., 0.], &[0., 0., 0., 0., 0.]];
        let name = names(&tags(), &[rows[0], &[0.0, 0.0, 1e-3, 0.0, 0.0]]).remove(0);
        assert!((name.probability - 0.2).abs() < 1e-3, "{}", name.probability);
    }

    #[test]
    fn other_labels_are_no_tags() {
        assert_eq!([Tag::parse("X"), Tag::parse("E-PER"), Tag::parse("B-DATE")], [None; 3]);
    }
}
