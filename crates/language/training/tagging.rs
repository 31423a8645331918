//! Trains the tagger.

use std::collections::HashMap;

use super::corpus::Example;
use super::perceptron::{Perceptron, Random};
use crate::linear::best;
use crate::tagger::{Tag, extract};
use crate::words::{Lexeme, Vocabulary};

/// The file of a tagger trained on the sentences, some of them also in capitals, title case and lower case.
pub(super) fn train(examples: &[&Example], vocabulary: &Vocabulary, epochs: usize, least: u32) -> Vec<u8> {
    let classes = classes(examples);
    let numbers: HashMap<&str, usize> =
        classes.iter().enumerate().map(|(number, name)| (name.as_str(), number)).collect();
    let tags: Vec<Tag> = classes.iter().map(|name| Tag::parse(name)).collect();
    let mut random = Random(0x5EED);
    let mut sentences: Vec<(Vec<Lexeme>, Vec<Option<usize>>)> = Vec::new();
    for example in examples {
        let gold: Vec<Option<usize>> = example.words.iter().map(|w| numbers.get(name(w).as_str()).copied()).collect();
        let draw = random.below(100);
        if draw < 12 {
            let words = example.words.iter().map(|word| vocabulary.lexeme(&recased(&word.form, draw))).collect();
            sentences.push((words, gold.clone()));
        }
        sentences.push((super::lexemes(example, vocabulary), gold));
    }
    let mut model = Perceptron::default();
    let mut features = Vec::new();
    for _ in 0..epochs {
        random.shuffle(&mut sentences);
        for (words, gold) in &sentences {
            let mut chosen = Vec::with_capacity(words.len());
            for (at, gold) in gold.iter().enumerate() {
                features.clear();
                extract(words, &chosen, at, &mut features);
                let mut scores = vec![0; classes.len()];
                model.score(&features, &mut scores);
                let class = best(&scores, |_| true).unwrap_or(0);
                model.tick();
                if let Some(gold) = gold.filter(|gold| *gold != class) {
                    model.update(&features, gold, 1);
                    model.update(&features, class, -1);
                }
                chosen.push(tags[class]);
            }
        }
    }
    model.write(&classes, least)
}

/// A word in capitals, title case or lower case.
pub(super) fn recased(form: &str, draw: usize) -> String {
    let mut chars = form.chars();
    match draw {
        0..=4 => form.to_uppercase(),
        5..=8 => chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default(),
        _ => form.to_lowercase(),
    }
}

fn name(word: &super::corpus::Word) -> String {
    format!("{} {}", word.upos, word.xpos)
}

/// The pairs of tags seen at least three times.
fn classes(examples: &[&Example]) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    examples.iter().flat_map(|e| &e.words).for_each(|word| *counts.entry(name(word)).or_default() += 1);
    let mut classes: Vec<String> = counts.into_iter().filter(|(_, count)| *count > 2).map(|(name, _)| name).collect();
    classes.sort();
    classes.truncate(255);
    classes
}
