//! Paragraphs of plain text: where they are and what each is for. Linear in the text.

mod kinds;
mod layout;

use std::ops::Range;

use dateline_record::v1::{Article, Paragraph, paragraph::Kind};

use crate::context::{range, span};

pub(crate) use kinds::{is_correction, is_sponsored};

/// The paragraphs of a text, by position. `title` is the article's headline where it is known, `bylines` who wrote it.
pub(crate) fn find(text: &str, title: &str, bylines: &[String]) -> Vec<Paragraph> {
    let pieces = layout::pieces(text);
    let texts: Vec<&str> = pieces.iter().map(|piece| text.get(piece.clone()).unwrap_or_default()).collect();
    let kinds = kinds::classify(&texts, title, bylines);
    let paragraphs = pieces.into_iter().zip(kinds);
    paragraphs.map(|(bytes, kind)| Paragraph { span: span(bytes), kind: kind.into() }).collect()
}

/// Words in the paragraphs that are not boilerplate.
pub(crate) fn word_count(article: &Article) -> u32 {
    let kept = article.paragraphs.iter().filter(|paragraph| paragraph.kind() != Kind::Boilerplate);
    let words = kept.filter_map(|paragraph| article.text.get(range(paragraph.span))).flat_map(str::split_whitespace);
    u32::try_from(words.filter(|word| word.contains(char::is_alphanumeric)).count()).unwrap_or(u32::MAX)
}

/// A range cut back to the last whole word inside it; `None` when there is none.
pub(crate) fn cut_at_word(text: &str, bytes: Range<usize>) -> Option<Range<usize>> {
    let end = text.floor_char_boundary(bytes.end.min(text.len()));
    let piece = text.get(bytes.start..end)?;
    let cut = piece.rfind(char::is_whitespace)?;
    (cut > 0).then_some(bytes.start..bytes.start + cut)
}

#[cfg(test)]
mod tests;
