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
mod tier;
mod tokenizer;
#[cfg(feature = "training")]
#[path = "../training/training.rs"]
pub mod training;

use std::ops::Range;
use std::sync::Arc;

pub use document::{Document, Name, NameKind, Sentence, Token};
pub use tier::Tier;

use encoder::Encoder;

/// Analyses text. Cheap to clone and safe to share between threads.
#[derive(Debug, Clone)]
pub struct Analyzer {
    encoder: Arc<Encoder>,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::built_in(Tier::default())
    }
}

impl From<Encoder> for Analyzer {
    fn from(encoder: Encoder) -> Self {
        Self { encoder: Arc::new(encoder) }
    }
}

impl Analyzer {
    /// An analyzer with a model that is part of the program; it is read once, at the first call.
    #[must_use]
    pub fn built_in(tier: Tier) -> Self {
        Self { encoder: tier.encoder() }
    }

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
