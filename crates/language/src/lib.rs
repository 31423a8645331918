//! Text to annotated document: sentences, tokens, tags, parses and names.
//!
//! Knows nothing of news. [`Analyzer::analyze`] is a pure function of the text: no clock, no randomness, no environment,
//! and the same output on any machine and thread count.

pub mod document;
pub mod encoder;
mod hashing;
mod lemmatizer;
mod linear;
mod lower;
mod names;
mod parser;
mod segment;
mod sentences;
mod tagger;
mod tokenizer;
#[cfg(feature = "training")]
#[path = "../training/training.rs"]
pub mod training;
mod words;

use std::ops::Range;
use std::sync::{Arc, LazyLock};

pub use document::{Document, Name, NameKind, Sentence, Token};

use encoder::Encoder;
use lemmatizer::Lemmatizer;
use names::Recognizer;
use parser::Parser;
use parser::features::Node;
use tagger::Tagger;
use words::{Lexeme, Vocabulary};

/// Analyses text. Cheap to clone and safe to share between threads.
#[derive(Debug, Clone)]
pub struct Analyzer {
    models: Models,
}

/// What annotates documents.
#[derive(Debug, Clone)]
enum Models {
    Perceptrons(Arc<Perceptrons>),
    Encoder(Arc<Encoder>),
}

#[derive(Debug, Default)]
struct Perceptrons {
    vocabulary: Vocabulary,
    tagger: Tagger,
    lemmatizer: Lemmatizer,
    parser: Parser,
    recognizer: Recognizer,
}

static BUILT_IN: LazyLock<Arc<Perceptrons>> = LazyLock::new(|| {
    Arc::new(Perceptrons {
        vocabulary: Vocabulary::new(include_bytes!("../model/clusters.bin").into()),
        tagger: Tagger::new(include_bytes!("../model/tagger.bin").into()),
        lemmatizer: Lemmatizer::built_in(),
        parser: Parser::new(include_bytes!("../model/moves.bin").into(), include_bytes!("../model/labels.bin").into()),
        recognizer: Recognizer::new(include_bytes!("../model/names.bin").into()),
    })
});

impl Default for Analyzer {
    fn default() -> Self {
        Self { models: Models::Perceptrons(Arc::clone(&BUILT_IN)) }
    }
}

impl Analyzer {
    /// Analyses the given stretches of a text, in order; a sentence never crosses from one stretch to the next.
    ///
    /// `stretches` are byte ranges of `text`, usually its paragraphs. A range that is not on character boundaries, or
    /// that starts before the end of the one before it, is skipped. Never fails: text of other languages yields sentences
    /// and tokens with weaker annotations.
    #[must_use]
    pub fn analyze<'t>(&self, text: &'t str, stretches: &[Range<usize>]) -> Document<'t> {
        let mut document = segment::segment(text, stretches);
        match &self.models {
            Models::Encoder(encoder) => encoder.annotate(&mut document),
            Models::Perceptrons(perceptrons) => {
                let sentences: Vec<_> = document.sentences.iter().map(|sentence| sentence.tokens.clone()).collect();
                sentences.into_iter().for_each(|tokens| perceptrons.annotate(&mut document, tokens));
            }
        }
        document
    }
}

impl From<Encoder> for Analyzer {
    fn from(encoder: Encoder) -> Self {
        Self { models: Models::Encoder(Arc::new(encoder)) }
    }
}

/// Cuts the stretches of a text into sentences and tokens without annotations; the first step of [`Analyzer::analyze`].
///
/// Stretches as there. Every token has the tags `X` and `FW`, no lemma, and is its own head.
#[must_use]
pub fn segment<'t>(text: &'t str, stretches: &[Range<usize>]) -> Document<'t> {
    segment::segment(text, stretches)
}

impl Perceptrons {
    fn annotate(&self, document: &mut Document<'_>, sentence: Range<usize>) {
        let words: Vec<Lexeme> = sentence.clone().map(|token| self.vocabulary.lexeme(document.word(token))).collect();
        let tags = self.tagger.tag(&words);
        let nodes: Vec<Node> = words.iter().zip(&tags).map(|(word, tag)| Node::new(word, tag)).collect();
        let arcs = self.parser.parse(&nodes);
        let text = document.text;
        let tokens = document.tokens.get_mut(sentence.clone()).unwrap_or_default();
        for ((token, tag), arc) in tokens.iter_mut().zip(&tags).zip(arcs) {
            (token.upos, token.xpos) = (tag.upos, tag.xpos);
            let word = text.get(token.span.clone()).unwrap_or_default();
            token.lemma = self.lemmatizer.lemma(word, tag.upos, tag.xpos);
            (token.head, token.deprel) = (sentence.start + arc.head, arc.deprel);
        }
        self.recognizer.add(document, sentence, &words, &tags, &self.vocabulary);
    }
}
