//! Text to a document of sentences and tokens without annotations.

use std::ops::Range;

use crate::document::{Document, Sentence, Token};
use crate::{sentences, tokenizer};

/// Cuts the stretches of a text into sentences and tokens; each token is, for now, its own head.
pub(crate) fn segment<'t>(text: &'t str, stretches: &[Range<usize>]) -> Document<'t> {
    let mut document = Document { text, sentences: Vec::new(), tokens: Vec::new(), names: Vec::new() };
    let mut reached = 0;
    for (index, stretch) in stretches.iter().enumerate().filter(|(_, stretch)| stretch.start <= stretch.end) {
        if stretch.start >= reached && text.get(stretch.clone()).is_some() {
            reached = stretch.end;
            add_stretch(&mut document, index, stretch.clone());
        }
    }
    document
}

fn add_stretch(document: &mut Document<'_>, stretch: usize, span: Range<usize>) {
    let pieces = tokenizer::tokenize(document.text, span);
    let base = document.tokens.len();
    for range in sentences::split(document.text, &pieces) {
        let inside = pieces.get(range.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (inside.first(), inside.last()) else { continue };
        let tokens = base + range.start..base + range.end;
        document.sentences.push(Sentence { span: first.span.start..last.span.end, tokens, stretch });
    }
    document.tokens.extend(pieces.into_iter().enumerate().map(|(index, piece)| bare(piece.span, base + index)));
}

fn bare(span: Range<usize>, head: usize) -> Token {
    Token { span, lemma: String::new(), upos: "X", xpos: "FW", head, deprel: "dep" }
}
