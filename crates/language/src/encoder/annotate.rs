//! What the encoder says of a text, written into the document.

use std::ops::Range;

use super::features::{Before, Features, Word};
use super::network::Scores;
use super::windows::windows;
use super::{Encoder, chain};
use crate::document::{Document, Sentence};
use crate::names::{self, Found};

/// Words that go through the network together, about: enough to read weights seldom, few enough to stay in the cache.
const BATCH: usize = 160;

/// A window of the tokens of a document.
#[derive(Debug)]
struct Window {
    tokens: Range<usize>,
    stretch: usize,
    /// Whether it goes on with a sentence that was too long for one window.
    continues: bool,
}

/// Annotates the tokens of a document whose sentences are those of the rules, and makes its sentences anew.
pub(super) fn annotate(encoder: &Encoder, document: &mut Document<'_>) {
    let (words, windows) = read(encoder, document);
    document.sentences.clear();
    let mut writer = Writer { encoder, document, root: 0, found: Vec::new() };
    let mut rest = windows.as_slice();
    while let Some(first) = rest.first() {
        let count = rest.partition_point(|window| window.tokens.end <= first.tokens.start + BATCH).max(1);
        let (batch, others) = rest.split_at_checked(count).unwrap_or_default();
        let inputs = batch.iter().map(|window| words.get(window.tokens.clone()).unwrap_or_default());
        let scores = encoder.network.run(&inputs.collect::<Vec<_>>());
        batch.iter().zip(scores).for_each(|(window, scores)| writer.write(window, &scores));
        rest = others;
    }
    writer.finish();
}

/// The features of all tokens, and the windows they stand in.
fn read(encoder: &Encoder, document: &Document<'_>) -> (Vec<Features>, Vec<Window>) {
    let (mut all, mut found) = (Vec::with_capacity(document.tokens.len()), Vec::new());
    for sentences in document.sentences.chunk_by(|a, b| a.stretch == b.stretch) {
        let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { continue };
        let base = first.tokens.start;
        let words = laid_out(document, base..last.tokens.end, sentences);
        let features = encoder.reader.read(&words);
        found.extend(windows(&words, &features).into_iter().map(|window| Window {
            continues: !words.get(window.start).is_some_and(|word| word.rule),
            tokens: base + window.start..base + window.end,
            stretch: first.stretch,
        }));
        all.extend(features);
    }
    (all, found)
}

/// The tokens of a stretch with what stands before them and where the rules begin sentences.
fn laid_out<'t>(document: &Document<'t>, tokens: Range<usize>, sentences: &[Sentence]) -> Vec<Word<'t>> {
    let mut starts = sentences.iter().map(|sentence| sentence.tokens.start).peekable();
    let mut reached = None;
    let mut words = Vec::with_capacity(tokens.len());
    for at in tokens {
        let Some(token) = document.tokens.get(at) else { continue };
        let gap = reached.map(|end| document.text.get(end..token.span.start).unwrap_or_default());
        let before = match gap {
            None => Before::Line,
            Some("") => Before::Nothing,
            Some(gap) if gap.contains(['\n', '\r']) => Before::Line,
            Some(_) => Before::Space,
        };
        words.push(Word { text: document.word(at), before, rule: starts.next_if_eq(&at).is_some() });
        reached = Some(token.span.end);
    }
    words
}

/// Writes windows into a document, in order.
struct Writer<'w, 't> {
    encoder: &'w Encoder,
    document: &'w mut Document<'t>,
    /// The root of the last sentence.
    root: usize,
    /// Names of all sentences so far.
    found: Vec<Found>,
}

impl Writer<'_, '_> {
    fn write(&mut self, window: &Window, scores: &Scores) {
        self.tag(window.tokens.clone(), scores);
        let starts = |at: &usize| scores.at(*at, &self.encoder.network.places.start).iter().any(|score| *score > 0.0);
        let ends: Vec<usize> = (1..window.tokens.len()).filter(starts).chain([window.tokens.len()]).collect();
        let mut first = 0;
        for end in ends {
            let tokens = window.tokens.start + first..window.tokens.start + end;
            let root = self.parse(tokens.start, first..end, scores);
            self.find_names(tokens.start, first..end, scores);
            self.add(tokens, window.stretch, root, first == 0 && window.continues);
            first = end;
        }
    }

    /// Writes the tags of tokens, and the lemmas that follow from them.
    fn tag(&mut self, tokens: Range<usize>, scores: &Scores) {
        let (labels, places) = (&self.encoder.labels, &self.encoder.network.places);
        for (at, token) in tokens.enumerate() {
            let word = self.document.word(token);
            let Some(token) = self.document.tokens.get_mut(token) else { continue };
            token.upos = labels.upos(scores.at(at, &places.upos));
            token.xpos = labels.xpos(scores.at(at, &places.xpos));
            token.lemma = self.encoder.lemmatizer.lemma(word, token.upos, token.xpos);
        }
    }

    /// Writes the tree of some words, the first of which is the token `base`; returns the root.
    fn parse(&mut self, base: usize, words: Range<usize>, scores: &Scores) -> usize {
        let mut root = base;
        let arcs = self.encoder.arcs.parse(&self.encoder.network, scores, words);
        for (at, arc) in (base..).zip(arcs) {
            let Some(token) = self.document.tokens.get_mut(at) else { continue };
            (token.head, token.deprel) = (base + arc.head, arc.deprel);
            root = if token.head == at { at } else { root };
        }
        root
    }

    fn find_names(&mut self, base: usize, words: Range<usize>, scores: &Scores) {
        let rows: Vec<&[f32]> = words.map(|word| scores.at(word, &self.encoder.network.places.ner)).collect();
        let found = chain::names(&self.encoder.labels.ner, &rows).into_iter();
        self.found.extend(found.map(|name| Found {
            tokens: base + name.words.start..base + name.words.end,
            class: name.class,
            confidence: f64::from(name.probability),
        }));
    }

    /// Adds a sentence, or goes on with the last: then the root hangs from that of the last.
    fn add(&mut self, tokens: Range<usize>, stretch: usize, root: usize, continues: bool) {
        let last = self.document.sentences.last_mut().filter(|last| continues && last.stretch == stretch);
        if let Some(last) = last {
            last.tokens.end = tokens.end;
            if let Some(token) = self.document.tokens.get_mut(root) {
                (token.head, token.deprel) = (self.root, "parataxis");
            }
            return;
        }
        self.root = root;
        self.document.sentences.push(Sentence { span: 0..0, tokens, stretch });
    }

    /// Writes the spans of the sentences and the names, whose kinds the tables help to tell.
    fn finish(self) {
        let Self { encoder, document, found, .. } = self;
        let mut sentences = std::mem::take(&mut document.sentences);
        let mut found = found.as_slice();
        for sentence in &mut sentences {
            sentence.span = document.span_of(sentence.tokens.clone()).unwrap_or_default();
            let count = found.partition_point(|name| name.tokens.start < sentence.tokens.end);
            let (own, rest) = found.split_at_checked(count).unwrap_or_default();
            names::add(document, sentence.tokens.clone(), own, &encoder.reader.names);
            found = rest;
        }
        document.sentences = sentences;
    }
}
