//! Text to annotated document: sentences, tokens, tags, parses and names.
//!
//! Knows nothing of news. [`Analyzer::analyze`] is a pure function of the text: no clock, no randomness, no environment,
//! and the same output on any machine and thread count.

pub mod document;
mod segment;
mod sentences;
mod tokenizer;

pub use document::{Document, Name, NameKind, Sentence, Token};

/// Analyses text. Cheap to clone and safe to share between threads.
#[derive(Debug, Clone, Default)]
pub struct Analyzer {}

impl Analyzer {
    /// Analyses the given stretches of a text, in order; a sentence never crosses from one stretch to the next.
    ///
    /// `stretches` are byte ranges of `text`, usually its paragraphs. A range that is not on character boundaries, or
    /// that starts before the end of the one before it, is skipped. Never fails: text of other languages yields sentences
    /// and tokens with weaker annotations.
    #[must_use]
    pub fn analyze<'t>(&self, text: &'t str, stretches: &[std::ops::Range<usize>]) -> Document<'t> {
        segment::segment(text, stretches)
    }
}
