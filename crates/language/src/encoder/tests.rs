//! A small encoder of made-up weights against the definition of each part, written out in `f64`, and what holds for any
//! text.

mod definition;
mod model;

use std::ops::Range;

use proptest::prelude::*;

use super::features::{Before, Features, Word};
use super::*;
use crate::document::Token;

const TEXT: &str = "The harbour of Lagos is shut. \"We go,\" said Maria Lopez of the UN.\nNo ship left!";

/// Analyses stretches of a text.
fn analyze_stretches<'t>(encoder: &Encoder, text: &'t str, stretches: &[Range<usize>]) -> Document<'t> {
    let mut document = crate::segment::segment(text, stretches);
    encoder.annotate(&mut document);
    document
}

fn encoder(path: Path) -> Encoder {
    Encoder::on_path(&model::bytes(), model::bytes().into(), model::VOCABULARY, path).expect("a well-formed model")
}

/// Analyses a text as one stretch.
fn analyze<'t>(encoder: &Encoder, text: &'t str) -> Document<'t> {
    let whole = 0..text.len();
    analyze_stretches(encoder, text, std::slice::from_ref(&whole))
}

/// The features of words divided by spaces, the first of which begins a sentence.
fn features(encoder: &Encoder, text: &str) -> Vec<Features> {
    let words = text.split(' ').enumerate();
    let words = words.map(|(at, text)| Word {
        text,
        before: if at == 0 { Before::Line } else { Before::Space },
        rule: at == 0,
    });
    encoder.reader.read(&words.collect::<Vec<_>>())
}

#[test]
fn scores_are_those_of_the_definition_but_for_the_steps_of_activations() {
    let encoder = encoder(Path::detect());
    let words = features(&encoder, "The harbour of Lagos is shut said Maria Lopez 12 B-52 river");
    let scores = &encoder.network.run(&[&words])[0];
    let expected = definition::scores(&model::tensors(), &words);
    let width = encoder.network.places.width;
    assert_eq!(scores.values.len(), words.len() * width);
    let error = |(a, b): (&f32, &f64)| (f64::from(*a) - b).abs();
    let errors: Vec<f64> = scores.values.iter().zip(expected.iter().flatten()).map(error).collect();
    let size = expected.iter().flatten().map(|score| score.abs()).sum::<f64>() / errors.len() as f64;
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    let worst = errors.into_iter().fold(0.0, f64::max);
    assert!(mean < 0.02 * size && worst < 0.2 * size, "mean error {mean}, worst {worst}, mean score {size}");
}

#[test]
fn arcs_are_those_of_the_definition() {
    let encoder = encoder(Path::detect());
    let words = features(&encoder, "The harbour of Lagos is shut");
    let scores = &encoder.network.run(&[&words])[0];
    let arcs = encoder.arcs.parse(&encoder.network, scores, 0..words.len());
    let row =
        |word: usize| (0..encoder.network.places.width).map(move |at| f64::from(scores.at(word, &(at..at + 1))[0]));
    let rows: Vec<Vec<f64>> = (0..words.len()).map(|word| row(word).collect()).collect();
    let lost = definition::lost_by(&model::tensors(), &encoder.network.places, &rows, &arcs);
    assert!(lost < 0.05, "the best tree and relations have a score higher by {lost}");
}

#[test]
fn what_is_read_together_changes_nothing() {
    let encoder = encoder(Path::detect());
    let texts = ["The harbour", "Lagos is shut said Maria", "river"].map(|text| features(&encoder, text));
    let together = encoder.network.run(&texts.each_ref().map(Vec::as_slice));
    for (words, scores) in texts.iter().zip(together) {
        assert_eq!(encoder.network.run(&[words]), [scores]);
    }
}

#[test]
fn every_path_gives_the_same_bits() {
    let documents = Path::ALL.into_iter().filter(|path| path.is_supported()).map(|path| {
        let encoder = encoder(path);
        let words = features(&encoder, "The harbour of Lagos is shut said Maria Lopez 12 B-52 river");
        (encoder.network.run(&[&words]), analyze(&encoder, TEXT))
    });
    let documents: Vec<_> = documents.collect();
    assert!(documents.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_model_may_share_the_vectors_of_pieces_of_another() {
    let own = model::tensors().into_iter().filter(|(name, _)| !name.starts_with("embeddings.word"));
    let model = model::write(own.collect(), model::labels());
    let sharing = Encoder::sharing(&model, model::bytes().into(), model::VOCABULARY).expect("a well-formed model");
    assert_eq!(analyze(&sharing, TEXT), analyze(&encoder(Path::detect()), TEXT));
    assert!(Encoder::from_bytes(model.clone().into(), model::VOCABULARY).is_err());
    assert!(Encoder::sharing(&model, model.clone().into(), model::VOCABULARY).is_err());
}

#[test]
fn models_and_vocabularies_that_are_malformed_are_refused() {
    let refused = |model: Vec<u8>, vocabulary: &str| Encoder::from_bytes(model.into(), vocabulary).is_err();
    let whole = model::bytes();
    assert!(refused(Vec::new(), model::VOCABULARY));
    assert!(refused(whole[..whole.len() - 1].to_vec(), model::VOCABULARY));
    assert!(refused(whole.clone(), "[UNK]\nriver"));
    for name in model::tensors().keys() {
        let left = model::tensors().into_iter().filter(|(other, _)| other != name);
        assert!(refused(model::write(left.collect(), model::labels()), model::VOCABULARY), "without {name}");
    }
    for name in model::labels().into_keys() {
        let mut labels = model::labels();
        labels.remove(&name);
        assert!(refused(model::write(model::tensors(), labels), model::VOCABULARY), "without labels {name}");
    }
}

/// Tokens in order, sentences that cover them, one root each to which all words lead, names in order and in a sentence.
fn check(document: &Document<'_>) {
    let mut next = 0;
    for sentence in &document.sentences {
        assert_eq!(sentence.tokens.start, next);
        next = sentence.tokens.end;
        assert_eq!(document.span_of(sentence.tokens.clone()), Some(sentence.span.clone()));
        let tokens = &document.tokens[sentence.tokens.clone()];
        let is_root = |(at, token): (usize, &Token)| token.head == sentence.tokens.start + at;
        assert_eq!(tokens.iter().enumerate().filter(|item| is_root(*item)).count(), 1);
        for at in sentence.tokens.clone() {
            let heads = std::iter::successors(Some(at), |at| Some(document.tokens[*at].head));
            let root = heads.take(sentence.tokens.len() + 1).find(|at| document.tokens[*at].head == *at);
            assert!(root.is_some_and(|root| sentence.tokens.contains(&root)), "every word leads to the root");
            assert!(!document.tokens[at].lemma.is_empty());
        }
    }
    assert_eq!(next, document.tokens.len());
    let mut reached = 0;
    for name in &document.names {
        assert!(reached <= name.tokens.start && name.tokens.start < name.tokens.end);
        assert_eq!(document.sentence_of(name.tokens.start), document.sentence_of(name.tokens.end - 1));
        assert!((0.0..=1.0).contains(&name.confidence));
        reached = name.tokens.end;
    }
}

#[test]
fn sentences_longer_than_a_window_are_one_tree() {
    let encoder = encoder(Path::detect());
    for text in ["the grey harbour ".repeat(2_000), "a,".repeat(900), "U.N. ".repeat(500), "é…".repeat(300)] {
        check(&analyze(&encoder, &text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn documents_are_well_formed(text in "([A-Z]?[a-z]{1,8}[.,!?]?[ \n]|\\PC{0,3}){0,60}", cut in 0_usize..200) {
        let encoder = encoder(Path::detect());
        let cut = (0..=cut.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let document = analyze_stretches(&encoder, &text, &[0..cut, cut..text.len()]);
        check(&document);
        prop_assert_eq!(&document, &analyze_stretches(&encoder, &text, &[0..cut, cut..text.len()]));
    }
}
