//! Trains the recognizer of names, and fits the calibration of its margins.

use std::ops::Range;

use super::corpus::Example;
use super::perceptron::{Perceptron, Random};
use super::tagging::recased;
use crate::names::features::Context;
use crate::names::{Class, TAGS, follows, transition_feature};
use crate::tagger::{Tag, Tagger};
use crate::words::Vocabulary;

const EPOCHS: usize = 10;

struct Sentence {
    features: Vec<Vec<u64>>,
    gold: Vec<usize>,
}

/// The file of the recognizer.
pub(super) fn train(
    examples: &[Example],
    tags: &[Vec<Tag>],
    more: &[Example],
    tagger: &Tagger,
    vocabulary: &Vocabulary,
) -> Vec<u8> {
    let mut random = Random(0x7A6);
    let mut sentences = Vec::new();
    for (example, tags) in examples.iter().zip(tags) {
        sentences.extend(sentence(example, tags, vocabulary));
        let draw = random.below(100);
        if draw < 12 && example.names.is_some() {
            let mut other = example.clone();
            other.words.iter_mut().for_each(|word| word.form = recased(&word.form, draw));
            let tags = tagger.tag(&super::lexemes(&other, vocabulary));
            sentences.extend(sentence(&other, &tags, vocabulary));
        }
    }
    for example in more {
        sentences.extend(sentence(example, &tagger.tag(&super::lexemes(example, vocabulary)), vocabulary));
    }
    let mut model = Perceptron::default();
    for _ in 0..EPOCHS {
        random.shuffle(&mut sentences);
        sentences.iter().for_each(|sentence| learn(sentence, &mut model));
    }
    let classes: Vec<String> = (0..TAGS).map(|tag| format!("{tag}")).collect();
    model.write(&classes, 2)
}

fn sentence(example: &Example, tags: &[Tag], vocabulary: &Vocabulary) -> Option<Sentence> {
    let names = example.names.as_ref()?;
    let mut text = String::new();
    let mut spans = Vec::new();
    for word in &example.words {
        spans.push(text.len()..text.len() + word.form.len());
        text.push_str(&word.form);
        text.push_str(if word.space { " " } else { "" });
    }
    let words = super::lexemes(example, vocabulary);
    let context = Context::new(&text, &spans, &words, tags, vocabulary);
    let features = (0..words.len()).map(|at| {
        let mut features = Vec::new();
        context.extract(at, &mut features);
        features
    });
    Some(Sentence { features: features.collect(), gold: chain(words.len(), names) })
}

fn chain(words: usize, names: &[(Range<usize>, Class)]) -> Vec<usize> {
    let mut gold = vec![0; words];
    for (range, class) in names.iter().filter(|(range, _)| range.end <= words && !range.is_empty()) {
        let base = 1 + 4 * Class::ALL.iter().position(|c| c == class).unwrap_or(0);
        gold[range.clone()].fill(base + 1);
        gold[range.start] = base;
        gold[range.end - 1] = base + if range.len() == 1 { 3 } else { 2 };
    }
    gold
}

fn learn(sentence: &Sentence, model: &mut Perceptron) {
    model.tick();
    let guess = decode(sentence, model);
    let mut before = (TAGS, TAGS);
    for (at, features) in sentence.features.iter().enumerate() {
        let (gold, guess) = (sentence.gold[at], guess[at]);
        if gold != guess {
            model.update(features, gold, 1);
            model.update(features, guess, -1);
        }
        if (before.0, gold) != (before.1, guess) {
            model.update(&[transition_feature(before.0)], gold, 1);
            model.update(&[transition_feature(before.1)], guess, -1);
        }
        before = (gold, guess);
    }
}

/// The best tagging of a sentence under the current weights.
fn decode(sentence: &Sentence, model: &Perceptron) -> Vec<usize> {
    const NEVER: i32 = -100_000_000;
    let transitions: Vec<[i32; TAGS]> = (0..=TAGS)
        .map(|from| {
            let mut scores = [0; TAGS];
            model.score(&[transition_feature(from)], &mut scores);
            std::array::from_fn(|to| if follows((from < TAGS).then_some(from), to) { scores[to] } else { NEVER })
        })
        .collect();
    let mut best = [0; TAGS];
    let mut back: Vec<[usize; TAGS]> = Vec::new();
    for (at, features) in sentence.features.iter().enumerate() {
        let mut emission = [0; TAGS];
        model.score(features, &mut emission);
        let from = |from: usize, to: usize| {
            if at == 0 { transitions[TAGS][to] } else { best[from].max(NEVER) + transitions[from][to] }
        };
        let choice: [usize; TAGS] =
            std::array::from_fn(|to| (0..TAGS).max_by_key(|f| from(*f, to).max(NEVER)).unwrap_or(0));
        let next: [i32; TAGS] = std::array::from_fn(|to| from(choice[to], to).max(NEVER) + emission[to]);
        back.push(choice);
        best = next;
    }
    let open = |tag: usize| !follows(Some(tag), 0);
    let mut tag = (0..TAGS).filter(|tag| !open(*tag)).max_by_key(|tag| best[*tag]).unwrap_or(0);
    let mut tags = vec![0; back.len()];
    for at in (0..back.len()).rev() {
        tags[at] = tag;
        tag = back[at][tag];
    }
    tags
}
