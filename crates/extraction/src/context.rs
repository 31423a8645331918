//! What every module reads: the annotated document, the article around it, and lookups on them.

use std::{collections::BTreeMap, ops::Range};

use dateline_language::{Document, Token};
use dateline_record::v1::{
    Article, ArticleRecord, DocumentTime, Entity, Evidence, Paragraph, Span, document_time, paragraph,
};
use jiff::civil;

use crate::VERSION;

/// What every module reads. Facts come from [`Context::document`] alone: it holds no boilerplate.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    /// Sentences, tokens and names of the paragraphs that are not boilerplate. Ranges are bytes of the article's text.
    pub(crate) document: Document<'a>,
    /// The article with its paragraphs, dateline and metadata.
    pub(crate) article: &'a Article,
    /// When the article was published.
    pub(crate) published: Option<Published>,
    /// Where entities are mentioned; empty until the entities are found.
    pub(crate) mentions: MentionIndex,
}

/// The publication date as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Published {
    /// The civil date and time where it was published.
    pub(crate) at: civil::DateTime,
    /// How exact it is: below `DAY` the missing parts of `at` mean nothing.
    pub(crate) precision: document_time::Precision,
}

impl Published {
    /// Reads a document time; `None` when it is no RFC 3339 date-time or date.
    pub(crate) fn read(time: &DocumentTime) -> Option<Self> {
        let at = time.value.parse::<civil::DateTime>().ok().or_else(|| {
            let date = time.value.get(..10)?.parse::<civil::Date>().ok()?;
            Some(date.at(0, 0, 0, 0))
        })?;
        let precision = match time.precision() {
            document_time::Precision::Unspecified if time.value.len() <= 10 => document_time::Precision::Day,
            document_time::Precision::Unspecified => document_time::Precision::Second,
            given => given,
        };
        Some(Self { at, precision })
    }
}

impl<'a> Context<'a> {
    /// The context of an article whose document is annotated.
    pub(crate) fn new(article: &'a Article, document: Document<'a>) -> Self {
        let published = article.published_at.as_ref().and_then(Published::read);
        Self { document, article, published, mentions: MentionIndex::default() }
    }

    /// The text of the article.
    pub(crate) fn text(&self) -> &'a str {
        self.document.text
    }

    /// The characters of a byte range; empty when it is not on character boundaries.
    pub(crate) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text().get(range).unwrap_or_default()
    }

    /// The token at an index.
    pub(crate) fn token(&self, index: usize) -> Option<&Token> {
        self.document.tokens.get(index)
    }

    /// The paragraph that holds a byte of the text, with its index into `article.paragraphs`.
    pub(crate) fn paragraph_at(&self, byte: usize) -> Option<(usize, &'a Paragraph)> {
        let paragraphs = &self.article.paragraphs;
        let at = paragraphs.partition_point(|paragraph| range(paragraph.span).end <= byte);
        paragraphs.get(at).filter(|paragraph| range(paragraph.span).contains(&byte)).map(|paragraph| (at, paragraph))
    }

    /// The kind of the paragraph that holds a byte of the text.
    pub(crate) fn paragraph_kind(&self, byte: usize) -> paragraph::Kind {
        self.paragraph_at(byte).map(|(_, paragraph)| paragraph.kind()).unwrap_or_default()
    }

    /// The date of the dateline as a TIMEX3 value, when it has one.
    pub(crate) fn dateline_date(&self) -> Option<&'a str> {
        self.article.dateline.as_ref().map(|dateline| dateline.date.as_str()).filter(|date| !date.is_empty())
    }
}

/// The span of a byte range.
pub(crate) fn span(range: Range<usize>) -> Option<Span> {
    Some(Span { start: u32::try_from(range.start).ok()?, end: u32::try_from(range.end).ok()? })
}

/// The byte range of a span; empty when there is none.
pub(crate) fn range(span: Option<Span>) -> Range<usize> {
    span.map_or(0..0, |span| span.start as usize..span.end as usize)
}

/// Why a fact is in the record: the module that decided, how sure it is in [0, 1], and the rule that fired.
pub(crate) fn evidence(extractor: &str, confidence: f64, rule: impl Into<String>) -> Option<Evidence> {
    Some(Evidence { extractor: extractor.into(), version: VERSION.into(), confidence, rule: rule.into() })
}

/// Finds the entity that is mentioned at a place of the text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct MentionIndex {
    /// By first byte, then last byte of the mention.
    mentions: BTreeMap<(usize, usize), Mentioned>,
    /// Longest mention in bytes, which bounds how far back a lookup goes.
    longest: usize,
}

/// A mention, and the entity it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mentioned {
    /// Bytes of the mention.
    pub(crate) span: Range<usize>,
    /// Bytes of its head word.
    pub(crate) head: Range<usize>,
    /// Id of the entity: `e3`.
    pub(crate) entity: String,
    /// Index into `record.entities`.
    pub(crate) index: usize,
}

impl MentionIndex {
    /// The index of all mentions of a record.
    pub(crate) fn new(record: &ArticleRecord) -> Self {
        let mut found = Self::default();
        for (index, entity) in record.entities.iter().enumerate() {
            found.add(index, entity);
        }
        found
    }

    fn add(&mut self, index: usize, entity: &Entity) {
        for mention in &entity.mentions {
            let (span, head) = (range(mention.span), range(mention.head));
            self.longest = self.longest.max(span.len());
            let key = (span.start, span.end);
            self.mentions.insert(key, Mentioned { span, head, entity: entity.id.clone(), index });
        }
    }

    /// The mention with exactly this range.
    pub(crate) fn exact(&self, range: &Range<usize>) -> Option<&Mentioned> {
        self.mentions.get(&(range.start, range.end))
    }

    /// The mentions that overlap a range, by position.
    pub(crate) fn overlapping(&self, range: Range<usize>) -> impl Iterator<Item = &Mentioned> {
        let from = range.start.saturating_sub(self.longest);
        let mentions = self.mentions.range((from, 0)..(range.end, 0)).map(|(_, mentioned)| mentioned);
        mentions.filter(move |mentioned| mentioned.span.end > range.start)
    }

    /// The mention whose head word is at this range: who a noun phrase with this head refers to.
    pub(crate) fn with_head(&self, head: &Range<usize>) -> Option<&Mentioned> {
        self.overlapping(head.clone())
            .filter(|mentioned| mentioned.head == *head)
            .max_by_key(|mentioned| mentioned.span.len())
    }

    /// Id of the entity that a range of the text refers to: the mention with this range, else the longest mention
    /// inside it whose head the range shares. `head` is the head word of the range.
    pub(crate) fn entity_at(&self, range: &Range<usize>, head: &Range<usize>) -> Option<&str> {
        self.exact(range).or_else(|| self.with_head(head)).map(|mentioned| mentioned.entity.as_str())
    }
}

#[cfg(test)]
mod tests {
    use dateline_record::v1::Mention;

    use super::*;

    fn index() -> MentionIndex {
        let mention = |start, end, head| Mention {
            span: Some(Span { start, end }),
            head: Some(Span { start: head, end }),
            ..Mention::default()
        };
        let first =
            Entity { id: "e1".into(), mentions: vec![mention(0, 12, 6), mention(30, 32, 30)], ..Entity::default() };
        let second = Entity { id: "e2".into(), mentions: vec![mention(20, 25, 20)], ..Entity::default() };
        MentionIndex::new(&ArticleRecord { entities: vec![first, second], ..ArticleRecord::default() })
    }

    #[test]
    fn an_entity_is_found_by_span_or_head() {
        let index = index();
        assert_eq!(index.entity_at(&(0..12), &(6..12)), Some("e1"));
        assert_eq!(index.entity_at(&(16..25), &(20..25)), Some("e2"));
        assert_eq!(index.entity_at(&(13..16), &(13..16)), None);
    }

    #[test]
    fn overlapping_mentions_come_by_position() {
        let index = index();
        let found: Vec<_> = index.overlapping(8..31).map(|mentioned| mentioned.span.clone()).collect();
        assert_eq!(found, [0..12, 20..25, 30..32]);
        assert_eq!(index.overlapping(12..20).count(), 0);
    }

    #[test]
    fn the_civil_time_of_publication_is_kept() {
        let read = |value: &str| Published::read(&DocumentTime { value: value.into(), ..DocumentTime::default() });
        let late = read("2024-04-01T23:30:00-05:00").expect("a date-time");
        assert_eq!(late.at, civil::date(2024, 4, 1).at(23, 30, 0, 0));
        assert_eq!(read("2024-04-01").expect("a date").precision, document_time::Precision::Day);
        assert_eq!(read("yesterday"), None);
    }
}
