//! Training and scoring of the models. Deterministic: the same data give the same files.

#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "runs on known corpora, outside the product")]

mod corpus;
mod entities;
mod lemmas;
mod preparing;
mod scoring;
mod segmentation;

use std::fs;
use std::io;
use std::path::Path;

use crate::encoder::Encoder;
use crate::{Analyzer, tier};

/// Learns the endings of lemmas from the data folder, into the model folder.
///
/// # Errors
/// When a file cannot be read or written.
pub fn lemmas(data: &Path, model: &Path) -> io::Result<()> {
    let mut examples = corpus::conllu(&data.join("treebank/en_ewt-ud-train.conllu"))?;
    examples.extend(corpus::gum(&data.join("gum/train"))?);
    fs::write(model.join("lemmas.txt"), lemmas::learn(&examples))
}

/// Writes the corpora as the encoder reads them: files of JSON, a paragraph a line, with word pieces from a vocabulary.
///
/// # Errors
/// When a file cannot be read or written.
pub fn prepare(data: &Path, vocabulary: &Path, out: &Path) -> io::Result<()> {
    preparing::prepare(data, vocabulary, out)
}

/// Scores a model on the development sets, from raw text: a file, or the built-in one.
///
/// A file without vectors of word pieces shares those of the built-in model.
///
/// # Errors
/// When a file cannot be read.
pub fn score(data: &Path, model: Option<&Path>) -> io::Result<()> {
    let Some(path) = model else { return scoring::score(data, &Analyzer::default()) };
    let model = fs::read(path)?;
    let shared = Encoder::sharing(&model, tier::ACCURATE.into(), tier::VOCABULARY);
    let encoder = Encoder::from_bytes(model.into(), tier::VOCABULARY).or(shared).map_err(io::Error::other)?;
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
