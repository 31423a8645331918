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
    document.tokens.reserve(pieces.len());
    for range in sentences::split(document.text, &pieces) {
        let inside = pieces.get(range).unwrap_or_default();
        let (Some(first), Some(last)) = (inside.first(), inside.last()) else { continue };
        let start = document.tokens.len();
        inside.iter().for_each(|piece| add_token(document, piece.span.clone()));
        cut_final_stop(document);
        let tokens = start..document.tokens.len();
        document.sentences.push(Sentence { span: first.span.start..last.span.end, tokens, stretch });
    }
}

fn add_token(document: &mut Document<'_>, span: Range<usize>) {
    let head = document.tokens.len();
    document.tokens.push(Token { span, lemma: String::new(), upos: "X", xpos: "FW", head, deprel: "dep" });
}

/// The full stop that ends a sentence is a token of its own, even where it ends an abbreviation as well.
fn cut_final_stop(document: &mut Document<'_>) {
    let Some(last) = document.tokens.last_mut() else { return };
    let word = document.text.get(last.span.clone()).unwrap_or_default();
    if tokenizer::abbreviations::gives_up_stop(word) {
        let stop = last.span.end - 1..last.span.end;
        last.span.end = stop.start;
        add_token(document, stop);
    }
}
