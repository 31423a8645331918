//! Spans in the unit a client counts in.
//!
//! Inside Dateline every span is in bytes of UTF-8. Spans are converted once, at the edge where a record or a fact
//! leaves the system, against the text that they point into.

use thiserror::Error;

use crate::v1::{
    Article, ArticleRecord, Claim, Entity, Event, Mention, OffsetEncoding, Quantity, Quote, Span, Summary, Time, event,
};

/// A span that does not fit its text.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SpanError {
    /// The offset lies past the end of the text or inside a character.
    #[error("offset {0} is past the end of the text or inside a character")]
    NotABoundary(u32),
}

/// Converts byte offsets of one text to another unit, in constant time per 64 bytes of text.
#[derive(Debug)]
pub struct OffsetMap<'t> {
    text: &'t str,
    encoding: OffsetEncoding,
    /// Offset in `encoding` of the first character at or after each multiple of [`STRIDE`], with its byte offset.
    marks: Vec<(u32, u32)>,
}

const STRIDE: usize = 64;

impl<'t> OffsetMap<'t> {
    /// A map over `text` to `encoding`; unspecified reads as UTF-8.
    #[must_use]
    pub fn new(text: &'t str, encoding: OffsetEncoding) -> Self {
        let mut marks = Vec::new();
        if width(encoding).is_some() && !text.is_ascii() {
            let mut units = 0;
            for (byte, c) in text.char_indices() {
                if byte >= marks.len() * STRIDE {
                    marks.push((byte as u32, units));
                }
                units += units_of(c, encoding);
            }
        }
        Self { text, encoding, marks }
    }

    /// The offset in the map's unit of a byte offset.
    ///
    /// # Errors
    /// When `byte` is no character boundary of the text.
    pub fn convert(&self, byte: u32) -> Result<u32, SpanError> {
        if !self.text.is_char_boundary(byte as usize) {
            return Err(SpanError::NotABoundary(byte));
        }
        let Some((mark, units)) = self.mark_before(byte) else { return Ok(byte) };
        let between = self.text.get(mark as usize..byte as usize).ok_or(SpanError::NotABoundary(byte))?;
        Ok(units + between.chars().map(|c| units_of(c, self.encoding)).sum::<u32>())
    }

    fn mark_before(&self, byte: u32) -> Option<(u32, u32)> {
        let last = self.marks.partition_point(|(mark, _)| *mark <= byte).checked_sub(1)?;
        self.marks.get(last).copied()
    }

    /// Converts a span in place.
    ///
    /// # Errors
    /// When an end of the span is no character boundary of the text; the span is left as it was.
    pub fn apply(&self, span: &mut Span) -> Result<(), SpanError> {
        let (start, end) = (self.convert(span.start)?, self.convert(span.end)?);
        *span = Span { start, end };
        Ok(())
    }
}

fn width(encoding: OffsetEncoding) -> Option<()> {
    matches!(encoding, OffsetEncoding::Utf16 | OffsetEncoding::Utf32).then_some(())
}

fn units_of(c: char, encoding: OffsetEncoding) -> u32 {
    match encoding {
        OffsetEncoding::Utf16 => c.len_utf16() as u32,
        OffsetEncoding::Utf32 => 1,
        OffsetEncoding::Utf8 | OffsetEncoding::Unspecified => c.len_utf8() as u32,
    }
}

/// Converts every span of a record, which must be in UTF-8, to `encoding`, and notes the unit in the record.
///
/// # Errors
/// When a span does not fit the article's text: a defect of extraction, never of the caller.
pub fn convert_spans(record: &mut ArticleRecord, encoding: OffsetEncoding) -> Result<(), SpanError> {
    let encoding = if encoding == OffsetEncoding::Unspecified { OffsetEncoding::Utf8 } else { encoding };
    let text = record.article.as_mut().map(|article| std::mem::take(&mut article.text)).unwrap_or_default();
    let converted = convert_all(record, &OffsetMap::new(&text, encoding));
    if let Some(article) = &mut record.article {
        article.text = text;
    }
    record.offset_encoding = encoding.into();
    converted
}

fn convert_all(record: &mut ArticleRecord, map: &OffsetMap<'_>) -> Result<(), SpanError> {
    let mut result = Ok(());
    record.each_span(&mut |span| {
        if let Err(error) = map.apply(span) {
            result = Err(error);
        }
    });
    result
}

/// A message with spans into the article's text.
pub trait Spans {
    /// Calls `visit` on every span of the message.
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span));
}

impl Spans for Span {
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        visit(self);
    }
}

impl<T: Spans> Spans for Option<T> {
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        if let Some(inner) = self {
            inner.each_span(visit);
        }
    }
}

impl<T: Spans> Spans for Vec<T> {
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        for inner in self {
            inner.each_span(visit);
        }
    }
}

/// Implements [`Spans`] for a message by naming every field that holds spans.
macro_rules! spans {
    ($($message:ty { $($field:ident),+ })+) => {
        $(impl Spans for $message {
            fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
                $(self.$field.each_span(visit);)+
            }
        })+
    };
}

spans! {
    ArticleRecord {
        article, sentences, tokens, entities, times, quantities, quotes, claims, events, summary, keyphrases,
        diagnostics
    }
    Article { dateline, paragraphs, live_entries }
    crate::v1::LiveEntry { span }
    crate::v1::Dateline { span }
    crate::v1::Paragraph { span }
    crate::v1::Sentence { span }
    crate::v1::Token { span }
    crate::v1::Diagnostic { span }
    Entity { mentions, roles }
    Mention { span, head }
    crate::v1::Role { span }
    Time { span }
    Quantity { span, counted }
    crate::v1::Counted { span }
    crate::v1::Reference { span }
    crate::v1::Cue { span }
    Quote { span, content, cue, speaker, addressee }
    crate::v1::quote::Content { span }
    Claim { span, source, via, cue }
    crate::v1::Participant { span }
    Event { span, trigger, actors, recipients, place, instruments, mentions }
    event::Mention { span, trigger }
    Summary { who, what, when, r#where, why, how }
    crate::v1::Keyphrase { spans }
}

#[cfg(test)]
mod tests;
