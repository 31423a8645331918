//! Paragraphs of plain text: where they are and what each is for.

use std::ops::Range;

use dateline_record::v1::{Article, Paragraph, paragraph::Kind};

use crate::context::{range, span};

/// The paragraphs of a text, by position.
pub(crate) fn find(text: &str, _title: &str) -> Vec<Paragraph> {
    let mut at = 0;
    let mut found = Vec::new();
    for piece in text.split("\n\n") {
        let start = at + (piece.len() - piece.trim_start().len());
        let end = start + piece.trim().len();
        at += piece.len() + 2;
        if start < end {
            found.push(Paragraph { span: span(start..end), kind: Kind::Body.into() });
        }
    }
    found
}

/// Words in the paragraphs that are not boilerplate.
pub(crate) fn word_count(article: &Article) -> u32 {
    let kept = article.paragraphs.iter().filter(|paragraph| paragraph.kind() != Kind::Boilerplate);
    let words = kept.filter_map(|paragraph| article.text.get(range(paragraph.span)));
    let count: usize =
        words.map(|text| text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()).sum();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A range cut back to the last whole word inside it; `None` when there is none.
pub(crate) fn cut_at_word(text: &str, bytes: Range<usize>) -> Option<Range<usize>> {
    let end = text.floor_char_boundary(bytes.end.min(text.len()));
    let piece = text.get(bytes.start..end)?;
    let cut = piece.rfind(char::is_whitespace)?;
    (cut > 0).then_some(bytes.start..bytes.start + cut)
}
