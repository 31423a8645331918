//! Tagged words to names: a linear chain over begin, inside, last, outside and unit tags, decoded exactly.

pub(crate) mod features;
mod kinds;

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{Document, Name};
use crate::hashing::feature;
use crate::linear::LinearModel;
use crate::tagger::Tag;
use crate::words::{Lexeme, Vocabulary};

/// What the model tells apart; [`kinds`] refines it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Person,
    Organization,
    Place,
    Other,
}

impl Class {
    pub(crate) const ALL: [Self; 4] = [Self::Person, Self::Organization, Self::Place, Self::Other];
}

/// Number of chain tags: outside, and begin, inside, last and unit of each class.
pub(crate) const TAGS: usize = 17;

/// Finds names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recognizer {
    model: LinearModel,
    /// Score of each tag after each tag; [`FORBIDDEN`] where the chain would be broken.
    transitions: Vec<[i32; TAGS]>,
}

/// A name as the model sees it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) tokens: Range<usize>,
    pub(crate) class: Class,
    /// Probability in [0, 1] that both are right.
    pub(crate) confidence: f64,
}

/// Slope and intercept of the logistic function that makes a margin a probability; fit on EWT dev (see `MODEL.md`).
const CALIBRATION: (f64, f64) = (0.0045, -1.1);

const FORBIDDEN: i32 = -1_000_000;

impl Recognizer {
    pub(crate) fn new(data: Cow<'static, [u8]>) -> Self {
        let model = LinearModel::new(data);
        let transitions = (0..=TAGS).map(|from| row(&model, from)).collect();
        Self { model, transitions }
    }

    /// Adds the names of a sentence to the document.
    pub(crate) fn add(
        &self,
        document: &mut Document<'_>,
        tokens: Range<usize>,
        words: &[Lexeme],
        tags: &[Tag],
        vocabulary: &Vocabulary,
    ) {
        let spans: Vec<_> =
            document.tokens.get(tokens.clone()).unwrap_or_default().iter().map(|t| t.span.clone()).collect();
        let context = features::Context::new(document.text, &spans, words, tags, vocabulary);
        let found = self.find(&context);
        let names = kinds::decide(&context, &found);
        document.names.extend(names.into_iter().map(|name| shifted(name, tokens.start)));
    }

    /// The names of a sentence, by the model alone.
    pub(crate) fn find(&self, context: &features::Context<'_>) -> Vec<Found> {
        let mut features = Vec::with_capacity(64);
        let emissions: Vec<[i32; TAGS]> = (0..context.words.len())
            .map(|at| {
                features.clear();
                context.extract(at, &mut features);
                let mut scores = [0; TAGS];
                self.model.score(&features, &mut scores);
                scores
            })
            .collect();
        let margins = self.max_marginals(&emissions);
        spans(&margins)
    }

    /// Score of the best tagging of the sentence through each tag of each word.
    fn max_marginals(&self, emissions: &[[i32; TAGS]]) -> Vec<[i32; TAGS]> {
        let mut forward: Vec<[i32; TAGS]> = Vec::with_capacity(emissions.len());
        for emission in emissions {
            let last = forward.last();
            let step = |to: usize| {
                (0..TAGS).map(|from| last.map_or(0, |l| value(l, from)) + self.transition(last.map(|_| from), to)).max()
            };
            forward.push(std::array::from_fn(|to| step(to).unwrap_or_default().max(FORBIDDEN) + value(emission, to)));
        }
        // A name that has begun must end with the sentence.
        let mut backward = std::array::from_fn(|tag| if is_open(tag) { FORBIDDEN } else { 0 });
        for (at, scores) in forward.iter_mut().enumerate().rev() {
            for (score, after) in scores.iter_mut().zip(backward) {
                *score = score.saturating_add(after);
            }
            let Some(emission) = emissions.get(at) else { continue };
            let step = |from: usize| {
                (0..TAGS).map(|to| self.transition(Some(from), to) + value(emission, to) + value(&backward, to)).max()
            };
            backward = std::array::from_fn(|from| step(from).unwrap_or_default().max(2 * FORBIDDEN));
        }
        forward
    }

    fn transition(&self, from: Option<usize>, to: usize) -> i32 {
        self.transitions.get(from.unwrap_or(TAGS)).map_or(0, |row| value(row, to))
    }
}

/// Adds the names of a sentence that another model found, with the indices of their tokens in the document.
pub(crate) fn add_found(
    document: &mut Document<'_>,
    sentence: Range<usize>,
    tags: &[Tag],
    found: &[Found],
    vocabulary: &Vocabulary,
) {
    let spans: Vec<_> =
        document.tokens.get(sentence.clone()).unwrap_or_default().iter().map(|t| t.span.clone()).collect();
    let words: Vec<Lexeme> = sentence.clone().map(|token| vocabulary.lexeme(document.word(token))).collect();
    let context = features::Context::new(document.text, &spans, &words, tags, vocabulary);
    let base = sentence.start;
    let own = found.iter().filter(|name| sentence.start <= name.tokens.start && name.tokens.end <= sentence.end);
    let own = own.map(|name| Found { tokens: name.tokens.start - base..name.tokens.end - base, ..name.clone() });
    let names = kinds::decide(&context, &own.collect::<Vec<_>>());
    document.names.extend(names.into_iter().map(|name| shifted(name, base)));
}

fn shifted(name: Name, base: usize) -> Name {
    Name { tokens: base + name.tokens.start..base + name.tokens.end, ..name }
}

fn value(scores: &[i32; TAGS], tag: usize) -> i32 {
    scores.get(tag).copied().unwrap_or(FORBIDDEN)
}

fn row(model: &LinearModel, from: usize) -> [i32; TAGS] {
    let mut scores = [0; TAGS];
    model.score(&[transition_feature(from)], &mut scores);
    let from = (from < TAGS).then_some(from);
    std::array::from_fn(|to| if follows(from, to) { value(&scores, to) } else { FORBIDDEN })
}

/// The feature of the tag before; the number of tags stands for the start of the sentence.
pub(crate) fn transition_feature(from: usize) -> u64 {
    feature(900, &[from as u64])
}

/// Whether a tag may follow another, or start a sentence.
pub(crate) fn follows(from: Option<usize>, to: usize) -> bool {
    let continues = matches!(part(to), Part::Inside | Part::Last);
    match from {
        Some(from) if is_open(from) => continues && class(from) == class(to),
        _ => !continues,
    }
}

/// Place of a word in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Outside,
    Begin,
    Inside,
    Last,
    Unit,
}

/// The part that a tag stands for.
pub(crate) fn part(tag: usize) -> Part {
    match (tag, tag % 4) {
        (0, _) => Part::Outside,
        (_, 1) => Part::Begin,
        (_, 2) => Part::Inside,
        (_, 3) => Part::Last,
        _ => Part::Unit,
    }
}

/// The class that a tag stands for.
pub(crate) fn class(tag: usize) -> Option<Class> {
    Class::ALL.get(tag.checked_sub(1)? / 4).copied()
}

fn is_open(tag: usize) -> bool {
    matches!(part(tag), Part::Begin | Part::Inside)
}

/// The probability that a margin tells: how much better the best tagging is than the best one with another tag on a word.
fn confidence(margin: i32) -> f64 {
    let (slope, intercept) = CALIBRATION;
    1.0 / (1.0 + (-(slope * f64::from(margin.clamp(-1_500, 1_500)) + intercept)).exp())
}

/// The names of the best tagging.
fn spans(scores: &[[i32; TAGS]]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut open: Option<usize> = None;
    let mut margin = i32::MAX;
    let mut before = None;
    for (at, row) in scores.iter().enumerate() {
        // Among equals, one that continues the tagging so far.
        let Some(tag) = crate::linear::best(row, |tag| follows(before, tag)) else { continue };
        before = Some(tag);
        let others = row.iter().enumerate().filter(|(other, _)| *other != tag).map(|(_, score)| *score).max();
        let lead = value(row, tag).saturating_sub(others.unwrap_or(0));
        let (Some(class), part) = (class(tag), part(tag)) else {
            open = None;
            continue;
        };
        if matches!(part, Part::Begin | Part::Unit) {
            open = Some(at);
            margin = i32::MAX;
        }
        margin = margin.min(lead);
        if let (Some(start), Part::Last | Part::Unit) = (open, part) {
            found.push(Found { tokens: start..at + 1, class, confidence: confidence(margin) });
            open = None;
        }
    }
    found
}
