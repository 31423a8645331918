//! What the product makes of a text, in the shape that the scorers want.

use std::ops::Range;

use dateline_evaluation::scorers::conll18::{Analysis, Squeezed, Word};
use dateline_extraction::{Extractor, Options, Tier};
use dateline_language::Analyzer;
use dateline_record::v1::{Article, ArticleRecord, Span};

/// The extraction, and the language core alone.
pub(super) struct Product {
    extractor: Extractor,
    analyzer: Analyzer,
}

impl Product {
    /// The product with one of its models.
    pub(super) fn new(tier: Tier) -> Self {
        Self { extractor: Extractor::with_tier(tier), analyzer: Analyzer::built_in(tier) }
    }

    /// The record of an English article.
    pub(super) fn record(&self, article: Article) -> ArticleRecord {
        self.extractor.extract(article, &Options { analyzed_bytes: usize::MAX, ..Options::default() })
    }

    /// The record of a text of which nothing else is known.
    pub(super) fn record_of(&self, text: &str) -> ArticleRecord {
        self.record(Article { text: text.to_owned(), ..Article::default() })
    }

    /// Words, tags and trees of the given stretches of a text.
    pub(super) fn analysis(&self, text: &str, stretches: &[Range<usize>]) -> Analysis {
        let document = self.analyzer.analyze(text, stretches);
        let squeezed = Squeezed::new(text);
        let words = document.tokens.iter().enumerate().map(|(index, token)| Word {
            span: squeezed.range(&token.span),
            multiword: false,
            form: document.word(index).to_owned(),
            lemma: token.lemma.clone(),
            upos: token.upos.to_string(),
            xpos: token.xpos.to_string(),
            head: (token.head != index).then_some(token.head),
            deprel: token.deprel.to_string(),
        });
        Analysis {
            tokens: document.tokens.iter().map(|token| squeezed.range(&token.span)).collect(),
            sentences: document.sentences.iter().map(|sentence| squeezed.range(&sentence.span)).collect(),
            words: words.collect(),
        }
    }
}

/// The bytes of a span; none where there is no span.
pub(super) fn bytes(span: Option<&Span>) -> Option<Range<usize>> {
    span.map(|span| span.start as usize..span.end as usize)
}
