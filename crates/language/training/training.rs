//! Training and scoring of the models. Deterministic: the same data give the same files.

#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "runs on known corpora, outside the product")]

mod clusters;
mod corpus;
mod entities;
mod lemmas;
mod naming;
mod parsing;
mod perceptron;
mod preparing;
mod scoring;
mod segmentation;
mod tagging;

use std::fs;
use std::io;
use std::path::Path;

use crate::Analyzer;
use crate::encoder::Encoder;
use crate::tagger::Tagger;
use crate::words::{Lexeme, Vocabulary};
use corpus::Example;

/// Parts that the training data is cut into, so that the parser and the recognizer learn from tags of a tagger that has not
/// seen the sentence.
const FOLDS: usize = 4;

/// Trains all models from the data folder into the model folder. `vectors` are word vectors in GloVe's text format; without
/// them the clusters stay as they are.
///
/// # Errors
/// When a file cannot be read or written.
pub fn train(data: &Path, model: &Path, vectors: Option<&Path>) -> io::Result<()> {
    if let Some(vectors) = vectors {
        fs::write(model.join("clusters.bin"), clusters::write(vectors)?)?;
        println!("clusters written");
    }
    let vocabulary = Vocabulary::new(fs::read(model.join("clusters.bin"))?.into());
    let treebank = corpus::conllu(&data.join("treebank/en_ewt-ud-train.conllu"))?;
    let mut examples = corpus::with_names(treebank, &data.join("names/uner-ewt-train.iob2"))?;
    examples.extend(corpus::gum(&data.join("gum/train"))?);
    println!("{} sentences, {} with names", examples.len(), examples.iter().filter(|e| e.names.is_some()).count());
    fs::write(model.join("lemmas.txt"), lemmas::learn(&examples))?;
    let file = tagging::train(&examples.iter().collect::<Vec<_>>(), &vocabulary, 6, 2);
    fs::write(model.join("tagger.bin"), &file)?;
    println!("tagger: {} bytes", file.len());
    let tags = jackknife(&examples, &vocabulary);
    let wikigold = corpus::names_only(&data.join("names/wikigold.conll"), ' ')?;
    let names = naming::train(&examples, &tags, &wikigold, &Tagger::new(file.into()), &vocabulary);
    println!("names: {} bytes", names.len());
    fs::write(model.join("names.bin"), names)?;
    let (moves, labels) = parsing::train(&examples, &tags, &vocabulary);
    println!("moves: {} bytes, labels: {} bytes", moves.len(), labels.len());
    fs::write(model.join("moves.bin"), moves)?;
    fs::write(model.join("labels.bin"), labels)
}

/// Writes the corpora as the encoder reads them: files of JSON, a paragraph a line, with word pieces from a vocabulary.
///
/// # Errors
/// When a file cannot be read or written.
pub fn prepare(data: &Path, vocabulary: &Path, out: &Path) -> io::Result<()> {
    preparing::prepare(data, vocabulary, out)
}

/// Scores the built-in models on the development sets, from raw text; or the encoder in a folder.
///
/// # Errors
/// When a file cannot be read.
pub fn score(data: &Path, encoder: Option<&Path>) -> io::Result<()> {
    let Some(folder) = encoder else { return scoring::score(data, &Analyzer::default()) };
    let vocabulary = fs::read_to_string(folder.join("vocab.txt"))?;
    let model = fs::read(folder.join("encoder.safetensors"))?;
    let encoder = Encoder::from_bytes(model.into(), &vocabulary).map_err(io::Error::other)?;
    scoring::score(data, &Analyzer::from(encoder))
}

/// Lists where tokens (or, with `sentences`, sentences) differ from a part (`train` or `dev`) of the treebanks.
///
/// # Errors
/// When a file cannot be read.
pub fn list_mismatches(data: &Path, part: &str, sentences: bool) -> io::Result<()> {
    let unit = if sentences { segmentation::Unit::Sentences } else { segmentation::Unit::Tokens };
    segmentation::list(data, part, unit)
}

fn lexemes(example: &Example, vocabulary: &Vocabulary) -> Vec<Lexeme> {
    example.words.iter().map(|word| vocabulary.lexeme(&word.form)).collect()
}

/// Tags of all sentences, each by a tagger trained on the others.
fn jackknife(examples: &[Example], vocabulary: &Vocabulary) -> Vec<Vec<crate::tagger::Tag>> {
    let fold = |index: usize| index / 50 % FOLDS;
    let taggers: Vec<Tagger> = (0..FOLDS)
        .map(|held| {
            let rest: Vec<_> =
                examples.iter().enumerate().filter(|(index, _)| fold(*index) != held).map(|(_, e)| e).collect();
            Tagger::new(tagging::train(&rest, vocabulary, 3, 2).into())
        })
        .collect();
    examples
        .iter()
        .enumerate()
        .map(|(index, example)| taggers[fold(index)].tag(&lexemes(example, vocabulary)))
        .collect()
}
