//! Text to annotated document: sentences, tokens, tags, parses and names.
//!
//! Knows nothing of news. [`Analyzer::analyze`] is a pure function of the text: no clock, no randomness, no environment,
//! and the same output on any machine and thread count.

pub mod document;
pub mod encoder;
mod labels;
mod lemmatizer;
mod lower;
mod names;
mod segment;
mod sentences;
mod tables;
mod tokenizer;
#[cfg(feature = "training")]
#[path = "../training/training.rs"]
pub mod training;

use std::ops::Range;
use std::sync::{Arc, LazyLock};

pub use document::{Document, Name, NameKind, Sentence, Token};

use encoder::Encoder;

/// Analyses text. Cheap to clone and safe to share between threads.
#[derive(Debug, Clone)]
pub struct Analyzer {
    encoder: Arc<Encoder>,
}

static BUILT_IN: LazyLock<Arc<Encoder>> = LazyLock::new(|| {
    let model = include_bytes!("../model/encoder.safetensors").as_slice();
    let encoder = Encoder::from_bytes(model.into(), include_str!("../model/vocab.txt"));
    #[expect(clippy::expect_used, reason = "the model is part of the program, and every test reads it")]
    Arc::new(encoder.expect("the built-in model is whole"))
});

impl Default for Analyzer {
    fn default() -> Self {
        Self { encoder: Arc::clone(&BUILT_IN) }
    }
}

impl From<Encoder> for Analyzer {
    fn from(encoder: Encoder) -> Self {
        Self { encoder: Arc::new(encoder) }
    }
}

impl Analyzer {
    /// Analyses the given stretches of a text, in order; a sentence never crosses from one stretch to the next.
    ///
    /// `stretches` are byte ranges of `text`, usually its paragraphs. A range that is not on character boundaries, or
    /// that starts before the end of the one before it, is skipped. Never fails: text of other languages yields sentences
    /// and tokens with weaker annotations.
    #[must_use]
    pub fn analyze<'t>(&self, text: &'t str, stretches: &[Range<usize>]) -> Document<'t> {
        let mut document = segment::segment(text, stretches);
        self.encoder.annotate(&mut document);
        document
    }
}

/// Cuts the stretches of a text into sentences and tokens without annotations; the first step of [`Analyzer::analyze`].
///
/// Stretches as there. Every token has the tags `X` and `FW`, no lemma, and is its own head.
#[must_use]
pub fn segment<'t>(text: &'t str, stretches: &[Range<usize>]) -> Document<'t> {
    segment::segment(text, stretches)
}
