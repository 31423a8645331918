//! Scores models from raw text.

use std::collections::HashSet;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::time::Instant;

use super::corpus::{self, Example};
use crate::names::Class;
use crate::{Analyzer, Document, NameKind};

/// Things found, expected, and in both.
#[derive(Default)]
struct Count {
    found: usize,
    gold: usize,
    both: usize,
}

impl Count {
    fn add<T: std::hash::Hash + Eq>(&mut self, found: &HashSet<T>, gold: &HashSet<T>) {
        self.found += found.len();
        self.gold += gold.len();
        self.both += found.intersection(gold).count();
    }

    fn f1(&self) -> f64 {
        200.0 * self.both as f64 / (self.found + self.gold).max(1) as f64
    }
}

pub(super) fn score(data: &Path, analyzer: &Analyzer) -> io::Result<()> {
    let treebank = corpus::conllu(&data.join("treebank/en_ewt-ud-dev.conllu"))?;
    let treebank = corpus::with_names(treebank, &data.join("names/uner-ewt-dev.iob2"))?;
    report("EWT dev", &treebank, analyzer);
    report("GUM dev", &corpus::gum(&data.join("gum/dev"))?, analyzer);
    Ok(())
}

fn report(name: &str, examples: &[Example], analyzer: &Analyzer) {
    let gold = Gold::new(examples);
    let _ = analyzer.analyze("Warm up.", &gold.stretches);
    let start = Instant::now();
    let document = analyzer.analyze(&gold.text, &gold.stretches);
    let speed = document.tokens.len() as f64 / start.elapsed().as_secs_f64();
    let spans: HashSet<Range<usize>> = document.tokens.iter().map(|t| t.span.clone()).collect();
    let token = |f: &dyn Fn(usize) -> String| {
        (0..document.tokens.len()).map(|i| (document.tokens[i].span.clone(), f(i))).collect::<HashSet<_>>()
    };
    let head = |i: usize| {
        let t = &document.tokens[i];
        if t.head == i { None } else { Some(document.tokens[t.head].span.clone()) }
    };
    let universal = |label: &str| label.split(':').next().unwrap_or_default().to_owned();
    println!("{name}: {speed:.0} words/s");
    show("tokens", &spans, &gold.tokens.iter().map(|t| t.0.clone()).collect());
    show("sentences", &document.sentences.iter().map(|s| s.span.clone()).collect(), &gold.sentences);
    show("UPOS", &token(&|i| document.tokens[i].upos.to_owned()), &gold.column(|w| w.upos.clone()));
    show("XPOS", &token(&|i| document.tokens[i].xpos.to_owned()), &gold.column(|w| w.xpos.clone()));
    show("lemma", &token(&|i| document.tokens[i].lemma.to_lowercase()), &gold.column(|w| w.lemma.to_lowercase()));
    show("UAS", &token(&|i| format!("{:?}", head(i))), &gold.arcs(|_| String::new()));
    show(
        "LAS",
        &token(&|i| format!("{:?}{}", head(i), universal(document.tokens[i].deprel))),
        &gold.arcs(|w| universal(&w.deprel)),
    );
    show(
        "LAS with subtypes",
        &token(&|i| format!("{:?}{}", head(i), document.tokens[i].deprel)),
        &gold.arcs(|w| w.deprel.clone()),
    );
    names(&document, &gold);
}

pub(super) fn show<T: std::hash::Hash + Eq>(name: &str, found: &HashSet<T>, gold: &HashSet<T>) {
    let mut count = Count::default();
    count.add(found, gold);
    println!("  {name}: {:.2}", count.f1());
}

fn names(document: &Document<'_>, gold: &Gold<'_>) {
    let inside = |span: &Range<usize>| gold.annotated.iter().any(|s| s.start <= span.start && span.end <= s.end);
    let found: Vec<_> = document
        .names
        .iter()
        .filter_map(|name| Some((document.span_of(name.tokens.clone())?, class(name.kind)?, name.confidence)))
        .collect();
    let found: Vec<_> = found.into_iter().filter(|(span, ..)| inside(span)).collect();
    for class in [Class::Person, Class::Organization, Class::Place] {
        let ours = found.iter().filter(|(_, c, _)| *c == class).map(|(span, ..)| span.clone()).collect();
        show(
            &format!("names {class:?}"),
            &ours,
            &gold.names.iter().filter(|(_, c)| *c == class).map(|(s, _)| s.clone()).collect(),
        );
    }
    let ours: HashSet<_> = found.iter().map(|(span, class, _)| (span.clone(), *class)).collect();
    let truth: HashSet<_> = gold.names.iter().filter(|(_, c)| *c != Class::Other).cloned().collect();
    show("names", &ours, &truth);
    for step in 0..5 {
        let low = 0.5 + 0.1 * f64::from(step);
        let band: Vec<_> = found
            .iter()
            .filter(|(.., p)| *p >= low - if step == 0 { 0.5 } else { 0.0 } && *p < low + 0.1 + 1e-9)
            .collect();
        let right = band.iter().filter(|(span, class, _)| truth.contains(&(span.clone(), *class))).count();
        println!("    confidence from {low:.1}: {right} of {} right", band.len());
    }
}

fn class(kind: NameKind) -> Option<Class> {
    match kind {
        NameKind::Person => Some(Class::Person),
        NameKind::Organization => Some(Class::Organization),
        NameKind::Gpe | NameKind::Location | NameKind::Facility => Some(Class::Place),
        _ => None,
    }
}

/// Bytes of a word, the word, and bytes of its head.
pub(super) type GoldToken<'e> = (Range<usize>, &'e corpus::Word, Option<Range<usize>>);

/// The text of a treebank with its annotations by their bytes.
pub(super) struct Gold<'e> {
    pub(super) text: String,
    pub(super) stretches: Vec<Range<usize>>,
    pub(super) sentences: HashSet<Range<usize>>,
    pub(super) tokens: Vec<GoldToken<'e>>,
    names: Vec<(Range<usize>, Class)>,
    annotated: Vec<Range<usize>>,
}

impl<'e> Gold<'e> {
    pub(super) fn new(examples: &'e [Example]) -> Self {
        let mut gold = Self {
            text: String::new(),
            stretches: Vec::new(),
            sentences: HashSet::new(),
            tokens: Vec::new(),
            names: Vec::new(),
            annotated: Vec::new(),
        };
        examples.iter().for_each(|example| gold.add(example));
        gold
    }

    fn add(&mut self, example: &'e Example) {
        if example.paragraph && !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let mut spans = Vec::new();
        for word in &example.words {
            spans.push(self.text.len()..self.text.len() + word.form.len());
            self.text.push_str(&word.form);
            self.text.push_str(if word.space { " " } else { "" });
        }
        let whole = spans[0].start..spans[spans.len() - 1].end;
        match self.stretches.last_mut() {
            Some(last) if !example.paragraph => last.end = whole.end,
            _ => self.stretches.push(whole.clone()),
        }
        self.tokens.extend(
            spans.iter().zip(&example.words).map(|(span, word)| (span.clone(), word, spans.get(word.head).cloned())),
        );
        if let Some(names) = &example.names {
            self.names.extend(
                names
                    .iter()
                    .filter(|(r, _)| r.end <= spans.len())
                    .map(|(r, class)| (spans[r.start].start..spans[r.end - 1].end, *class)),
            );
            self.annotated.push(whole.clone());
        }
        self.sentences.insert(whole);
    }

    fn column(&self, f: impl Fn(&corpus::Word) -> String) -> HashSet<(Range<usize>, String)> {
        self.tokens.iter().map(|(span, word, _)| (span.clone(), f(word))).collect()
    }

    fn arcs(&self, f: impl Fn(&corpus::Word) -> String) -> HashSet<(Range<usize>, String)> {
        self.tokens.iter().map(|(span, word, head)| (span.clone(), format!("{head:?}{}", f(word)))).collect()
    }
}
