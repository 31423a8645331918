//! The order of extraction: paragraphs, dateline, flags, language, then one module a kind of fact.

use std::{ops::Range, sync::Arc};

use dateline_language::{Analyzer, Document, Tier};
use dateline_record::v1::{Article, ArticleRecord, Diagnostic, OffsetEncoding, Sentence, Token, article, paragraph};

use crate::{
    VERSION, claims,
    context::{Context, MentionIndex, range, span},
    dateline, document, entities, events, flags, paragraphs, quantities, quotes, times,
};

/// What to put in a record, and how much text to analyse.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether to include sentences and tokens.
    pub sentences: bool,
    /// Bytes of text analysed at most; what follows stays in the article, with a diagnostic.
    pub analyzed_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { sentences: false, analyzed_bytes: 512 << 10 }
    }
}

/// Makes records. Cheap to clone and safe to share between threads; loading the model happens once, in [`Extractor::new`].
#[derive(Debug, Clone)]
pub struct Extractor {
    analyzer: Analyzer,
    /// What a record says of the extraction that made it.
    version: Arc<str>,
}

/// A kind of fact, added to the record from the document and the facts before it.
type Module = fn(&Context<'_>, &mut ArticleRecord);

/// What follows the entities, in this order: each may build on those before it.
const MODULES: [Module; 6] =
    [times::extract, quantities::extract, quotes::extract, claims::extract, events::extract, document::extract];

impl Default for Extractor {
    fn default() -> Self {
        Self::with_tier(Tier::default())
    }
}

impl Extractor {
    /// An extractor with the accurate model.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An extractor with a built-in model. Records of the fast one tell of it in their version, which makes way for one
    /// without.
    #[must_use]
    pub fn with_tier(tier: Tier) -> Self {
        let version = match tier {
            Tier::Accurate => VERSION.into(),
            Tier::Fast => format!("{VERSION}-fast").into(),
        };
        Self { analyzer: Analyzer::built_in(tier), version }
    }

    /// The record of an article. Never fails on text: it yields fewer facts and a diagnostic. Spans are in UTF-8.
    ///
    /// An article whose `paragraphs` are empty is plain text: its paragraphs are found here, and its text stays as it is.
    #[must_use]
    pub fn extract(&self, mut article: Article, options: &Options) -> ArticleRecord {
        let mut record = ArticleRecord {
            extractor_version: self.version.as_ref().into(),
            offset_encoding: OffsetEncoding::Utf8.into(),
            ..ArticleRecord::default()
        };
        tell_cut_off(&article, &mut record);
        describe(&mut article);
        let english = is_english(&article, &mut record);
        let stretches = stretches(&mut article, options, &mut record);
        let document =
            self.analyzer.analyze(&article.text, &stretches.iter().map(|(_, bytes)| bytes.clone()).collect::<Vec<_>>());
        if options.sentences {
            put_sentences(&document, &stretches, &mut record);
        }
        if english {
            put_facts(&article, document, &mut record);
        }
        point_to_entity(&mut article, &record);
        record.article = Some(article);
        record
    }
}

/// Notes that the article broke off before it came here.
fn tell_cut_off(article: &Article, record: &mut ArticleRecord) {
    if article.flags.contains(&article::Flag::Truncated.into()) {
        let message = "the page breaks off before its end: some of the text may be missing".to_owned();
        record.diagnostics.push(Diagnostic { code: "page_cut_off".into(), message, span: None });
    }
}

/// Finds out what the article is made of, as far as nobody has said so.
fn describe(article: &mut Article) {
    if article.paragraphs.is_empty() {
        article.paragraphs = paragraphs::find(&article.text, &article.title, &article.bylines);
    }
    if article.dateline.is_none() {
        article.dateline = dateline::find(article);
    }
    flags::add(article);
    article.word_count = paragraphs::word_count(article);
}

/// Only English is understood; of other languages a record holds the article without facts.
fn is_english(article: &Article, record: &mut ArticleRecord) -> bool {
    let tag = article.language.as_ref().map(|language| language.tag.as_str()).unwrap_or_default();
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let english = matches!(primary.as_str(), "" | "und" | "en" | "eng");
    if !english {
        let message = format!("facts are extracted from English only; the text is in '{tag}'");
        record.diagnostics.push(Diagnostic { code: "unsupported_language".into(), message, span: None });
    }
    english
}

/// The paragraphs to analyse, each with its index and without the dateline, up to the limit on text.
fn stretches(article: &mut Article, options: &Options, record: &mut ArticleRecord) -> Vec<(usize, Range<usize>)> {
    let dateline = article.dateline.as_ref().map(|dateline| range(dateline.span)).unwrap_or_default();
    let mut left = options.analyzed_bytes;
    let mut stretches = Vec::new();
    for (index, paragraph) in article.paragraphs.iter().enumerate() {
        let mut bytes = range(paragraph.span);
        if paragraph.kind() == paragraph::Kind::Boilerplate || bytes.is_empty() {
            continue;
        }
        if bytes.contains(&dateline.start) && !dateline.is_empty() {
            bytes.start = dateline.end.min(bytes.end);
        }
        let Some(rest) = left.checked_sub(bytes.len()) else {
            cut(&article.text, bytes.start, left, &mut article.flags, record);
            if let Some(piece) = paragraphs::cut_at_word(&article.text, bytes.start..bytes.start + left) {
                stretches.push((index, piece));
            }
            break;
        };
        left = rest;
        stretches.push((index, bytes));
    }
    stretches
}

/// Notes that the text after `start + left` is not analysed.
fn cut(text: &str, start: usize, left: usize, flags: &mut Vec<i32>, record: &mut ArticleRecord) {
    let message = format!("the first {} bytes were analysed", start + left);
    let from = text.ceil_char_boundary(start + left);
    record.diagnostics.push(Diagnostic { code: "text_truncated".into(), message, span: span(from..text.len()) });
    let truncated = i32::from(article::Flag::Truncated);
    if !flags.contains(&truncated) {
        flags.push(truncated);
    }
}

fn put_sentences(document: &Document<'_>, stretches: &[(usize, Range<usize>)], record: &mut ArticleRecord) {
    record.sentences = document
        .sentences
        .iter()
        .map(|sentence| Sentence {
            span: span(sentence.span.clone()),
            paragraph: stretches
                .get(sentence.stretch)
                .and_then(|(index, _)| u32::try_from(*index).ok())
                .unwrap_or_default(),
        })
        .collect();
    record.tokens = document
        .tokens
        .iter()
        .map(|token| Token {
            span: span(token.span.clone()),
            lemma: token.lemma.clone(),
            upos: token.upos.into(),
            head: u32::try_from(token.head).unwrap_or_default(),
            deprel: token.deprel.into(),
        })
        .collect();
}

fn put_facts(article: &Article, document: Document<'_>, record: &mut ArticleRecord) {
    let mut cx = Context::new(article, document);
    entities::extract(&cx, record);
    cx.mentions = MentionIndex::new(record);
    for module in MODULES {
        module(&cx, record);
    }
}

/// Points the dateline to the entity of its place.
fn point_to_entity(article: &mut Article, record: &ArticleRecord) {
    let Some(dateline) = &mut article.dateline else { return };
    let bytes = range(dateline.span);
    let index = MentionIndex::new(record);
    dateline.entity = index.overlapping(bytes).next().map(|mentioned| mentioned.entity.clone()).unwrap_or_default();
}
