//! Annotated document to [`ArticleRecord`](dateline_record::v1::ArticleRecord): one module a kind of fact, in a fixed order.
//!
//! No I/O, no clock, no randomness, no environment: same bytes, same record, on any thread count.
//!
//! - [`Extractor`]: an article in, a record out;
//! - `paragraphs`, `dateline`, `flags`: what the article is made of, before any language work;
//! - `context`: what every module reads: the annotated document, the article, and lookups on them;
//! - `entities`, `times`, `quantities`, `quotes`, `claims`, `events`, `document`: one kind of fact each, in this order;
//! - [`worker`]: the extraction role on the bus. Only this module knows of queues.

mod claims;
mod context;
mod dateline;
mod document;
mod entities;
mod events;
mod flags;
mod paragraphs;
mod pipeline;
mod quantities;
mod quotes;
mod reference;
mod syntax;
mod times;
pub mod worker;

use serde::{Deserialize, Serialize};

pub use dateline_language::Tier;
pub use pipeline::{Extractor, Options};

/// What the extraction can be told.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Which of the built-in models reads the texts.
    pub tier: Tier,
}

/// Version of the extraction; part of a record's identity in the store. Raised with every change of output.
pub const VERSION: &str = "0.2.7";
