//! Names of the encoder's four classes to names of the record's kinds.

mod bounds;
mod context;
mod kinds;
mod results;

use std::ops::Range;

use crate::document::{Document, Name};
use crate::tables::Tables;
use context::Context;

/// What the encoder tells apart; [`kinds`] refines it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Person,
    Organization,
    Place,
    Other,
}

/// A name as the encoder sees it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) tokens: Range<usize>,
    pub(crate) class: Class,
    /// Probability in [0, 1] that both are right.
    pub(crate) confidence: f64,
}

/// Adds the names of a sentence, whose tokens are tagged; `found` are counted from the document's first token.
pub(crate) fn add(document: &mut Document<'_>, sentence: Range<usize>, found: &[Found], tables: &Tables) {
    let context = Context::new(document.text, document.tokens.get(sentence.clone()).unwrap_or_default(), tables);
    let base = sentence.start;
    let own = found.iter().filter(|name| base <= name.tokens.start && name.tokens.end <= sentence.end);
    let own = own.map(|name| Found { tokens: name.tokens.start - base..name.tokens.end - base, ..name.clone() });
    let own = own.flat_map(|name| bounds::bounded(&context, &name).collect::<Vec<_>>());
    let names = kinds::decide(&context, &results::read(&context, own.collect()));
    let shifted =
        names.into_iter().map(|name| Name { tokens: base + name.tokens.start..base + name.tokens.end, ..name });
    document.names.extend(shifted);
}
