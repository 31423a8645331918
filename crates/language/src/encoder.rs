//! The shared encoder: one small transformer that reads a text once, and the heads that tell sentences, tags, trees and
//! names from its vectors. Lemmas follow from words and tags by a table.
//!
//! Text is cut into windows of word pieces (`windows`), each word with its [`features`]; the `network` gives scores, which
//! `annotate` writes into the document. The same bits come out on any machine and thread count, whatever is read
//! together: products are sums of integers, each row is quantised by itself, and what is done in `f32` has one fixed order
//! of operations ([`kernels`]).

mod annotate;
mod arcs;
mod chain;
pub mod features;
mod file;
pub mod kernels;
mod labels;
mod network;
pub mod pieces;
pub mod shapes;
#[cfg(test)]
mod tests;
mod tree;
mod windows;

use std::borrow::Cow;

pub use file::Error;

use crate::document::Document;
use crate::lemmatizer::Lemmatizer;
use arcs::Arcs;
use features::Reader;
use file::File;
use kernels::Path;
use labels::Labels;
use network::{Network, Vectors};

/// A trained encoder.
#[derive(Debug)]
pub struct Encoder {
    reader: Reader,
    network: Network,
    arcs: Arcs,
    labels: Labels,
    lemmatizer: Lemmatizer,
}

impl Encoder {
    /// Reads the file of a model and its vocabulary, a piece a line.
    ///
    /// # Errors
    /// When the file is not in the format, lacks a tensor or has one of another shape, or the vocabulary lacks a special
    /// piece.
    pub fn from_bytes(model: Cow<'static, [u8]>, vocabulary: &str) -> Result<Self, Error> {
        Self::on_path(&model.clone(), model, vocabulary, Path::detect())
    }

    /// Reads the file of a model that has no vectors of word pieces of its own: those in the file `pieces` are its.
    ///
    /// # Errors
    /// As [`Encoder::from_bytes`].
    pub fn sharing(model: &[u8], pieces: Cow<'static, [u8]>, vocabulary: &str) -> Result<Self, Error> {
        Self::on_path(model, pieces, vocabulary, Path::detect())
    }

    fn on_path(model: &[u8], pieces: Cow<'static, [u8]>, vocabulary: &str, path: Path) -> Result<Self, Error> {
        let reader = Reader::new(vocabulary).ok_or(Error::Vocabulary)?;
        let ends = reader.ends().ok_or(Error::Vocabulary)?;
        let file = File::new(model)?;
        let labels = Labels::read(&file)?;
        let network = Network::read(&file, Vectors::read(pieces)?, ends, &labels, path)?;
        let arcs = Arcs::read(&file, &network, path)?;
        Ok(Self { reader, network, arcs, labels, lemmatizer: Lemmatizer::built_in() })
    }

    /// Annotates a document that has been cut into tokens and sentences; makes its sentences anew.
    pub(crate) fn annotate(&self, document: &mut Document<'_>) {
        annotate::annotate(self, document);
    }
}
