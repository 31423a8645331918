//! Bytes of any provenance to a clean [`Article`].

use dateline_record::v1::{Article, RawArticle};
use thiserror::Error;

/// What is accepted. Every limit is in the README.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of input at most.
    pub input_bytes: usize,
    /// Bytes of clean text at most.
    pub text_bytes: usize,
    /// Paragraphs at most.
    pub paragraphs: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { input_bytes: 16 << 20, text_bytes: 4 << 20, paragraphs: 20_000 }
    }
}

/// Why an input cannot become an article.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{detail}")]
pub struct Rejection {
    /// Machine-readable: `empty`, `binary`, `too_large`, `encoding`, `date`, `pdf`…
    pub reason: &'static str,
    /// One sentence for a person, with what to do.
    pub detail: String,
}

/// Makes an article of what a producer has.
///
/// # Errors
/// When the input cannot become an article.
pub fn parse(raw: &RawArticle, limits: &Limits) -> Result<Article, Rejection> {
    let _ = limits;
    Ok(Article { text: raw.text.clone(), ..Article::default() })
}
