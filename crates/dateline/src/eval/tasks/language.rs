//! Tokens, sentences and syntax: the language core on the paragraphs of a treebank, or of texts in columns.

use std::ops::Range;

use dateline_evaluation::{
    readers::{conllu, iob2},
    report::Figure,
    scorers::conll18::{Analysis, Scores, Squeezed, Word},
};

use super::{Labelled, Scored, differences, each};
use crate::eval::{
    Inputs, Product,
    args::{Args, Format, Task},
};

/// A text, the stretches that the product gets, and what is true of it.
struct Document {
    text: String,
    stretches: Vec<Range<usize>>,
    gold: Analysis,
    /// Characters of each gold word by itself, also inside a multiword token.
    words: Vec<Range<usize>>,
}

/// Scores words, sentences, tags, lemmas and trees, as the task asks.
pub(super) fn score(args: &Args, inputs: &Inputs, product: &Product) -> anyhow::Result<Scored> {
    let documents: Vec<Document> = match inputs.format {
        Format::Iob2 => inputs.read(iob2::read)?.into_iter().map(in_columns).collect(),
        _ => inputs.read(conllu::read)?.into_iter().map(|document| treebank(document, args.gold_sentences)).collect(),
    };
    let found = each(&documents, |document| product.analysis(&document.text, &document.stretches));
    let mut scores = Scores::default();
    let mut errors = Vec::new();
    for (document, system) in documents.iter().zip(&found) {
        scores.add(system, &document.gold);
        if args.errors {
            let text = squeeze(&document.text);
            let own: Vec<Range<usize>> = system.words.iter().map(|word| word.span.clone()).collect();
            let system = labels(args.task, system, &own);
            let gold = labels(args.task, &document.gold, &document.words);
            errors.extend(differences(&text, &in_bytes(&text, system), &in_bytes(&text, gold)));
        }
    }
    Ok(Scored { documents: documents.len(), figures: figures(args.task, &scores), errors })
}

fn figures(task: Task, scores: &Scores) -> Vec<Figure> {
    let words = Figure::f1("Words", scores.words);
    let sentences = Figure::f1("Sentences", scores.sentences);
    match task {
        Task::Tokens => vec![words],
        Task::Sentences => vec![sentences],
        _ => vec![
            words,
            sentences,
            Figure::f1("UPOS", scores.upos),
            Figure::f1("XPOS", scores.xpos),
            Figure::f1("Lemmas", scores.lemmas),
            Figure::f1("UAS", scores.uas),
            Figure::f1("LAS", scores.las),
        ],
    }
}

/// Columns have sentences alone, and paragraphs where the text says so.
fn in_columns(document: iob2::Document) -> Document {
    let squeezed = Squeezed::new(&document.text);
    let sentences = document.sentences.iter().map(|span| squeezed.range(span)).collect();
    let gold = Analysis { sentences, ..Analysis::default() };
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for paragraph in document.text.split("\n\n") {
        stretches.push(at..at + paragraph.len());
        at += paragraph.len() + 2;
    }
    Document { text: document.text, stretches, gold, words: Vec::new() }
}

fn treebank(document: conllu::Document, gold_sentences: bool) -> Document {
    let squeezed = Squeezed::new(&document.text);
    let sentences: Vec<Range<usize>> = document.sentences.iter().map(|sentence| sentence.span.clone()).collect();
    let words = document.words.iter().map(|word| Word {
        span: squeezed.range(&word.token),
        multiword: word.multiword,
        form: word.form.clone(),
        lemma: word.lemma.clone(),
        upos: word.upos.clone(),
        xpos: word.xpos.clone(),
        head: word.head,
        deprel: word.deprel.clone(),
    });
    let gold = Analysis {
        tokens: document.tokens.iter().map(|token| squeezed.range(token)).collect(),
        sentences: sentences.iter().map(|span| squeezed.range(span)).collect(),
        words: words.collect(),
    };
    let own = document.words.iter().map(|word| squeezed.range(&word.span)).collect();
    let stretches = if gold_sentences { sentences } else { document.paragraphs };
    Document { stretches, text: document.text, gold, words: own }
}

/// What is said of each word or sentence; `own` are the places of the words.
fn labels(task: Task, analysis: &Analysis, own: &[Range<usize>]) -> Vec<Labelled> {
    let plain = |spans: &[Range<usize>]| spans.iter().map(|span| (span.clone(), String::new())).collect();
    let form = |head: Option<usize>| head.and_then(|head| analysis.words.get(head)).map_or("", |head| &head.form);
    let label = |word: &Word| format!("{} {} {} {}", word.upos, word.lemma, word.deprel, form(word.head));
    let words = own.iter().cloned().zip(&analysis.words);
    match task {
        Task::Sentences => plain(&analysis.sentences),
        Task::Tokens => words.map(|(span, word)| (span, word.form.clone())).collect(),
        _ => words.map(|(span, word)| (span, label(word))).collect(),
    }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Spans in characters of a text as bytes of it.
fn in_bytes(text: &str, labelled: Vec<Labelled>) -> Vec<Labelled> {
    let at: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |place: usize| at.get(place).copied().unwrap_or(text.len());
    labelled.into_iter().map(|(span, label)| (byte(span.start)..byte(span.end), label)).collect()
}
