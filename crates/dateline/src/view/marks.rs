//! Where the text of a record is marked: facts overlap and nest, so the text is cut into flat pieces, each with the facts
//! that cover it.

use std::ops::Range;

use dateline_record::v1::{Article, ArticleRecord, Event, Paragraph, Span, entity, paragraph};

use super::describe;

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    /// A mention of an entity.
    Entity(entity::Kind),
    /// A time expression.
    Time,
    /// A number.
    Quantity,
    /// The word that tells an event.
    Event,
    /// A quotation.
    Quote,
    /// What somebody vouches for.
    Claim,
    /// A post of a live blog, which is listed and not marked.
    Post,
}

impl Layer {
    /// Whether the marked text is a few words, which can be marked as a whole, rather than a clause.
    pub(crate) fn is_short(self) -> bool {
        !matches!(self, Self::Quote | Self::Claim | Self::Post)
    }
}

/// A marked stretch of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Bytes of the text; never empty, always on character boundaries.
    pub(crate) span: Range<usize>,
    /// What it stands for.
    pub(crate) layer: Layer,
    /// Id of the fact.
    pub(crate) id: String,
    /// Which of the fact's marks it is, from 0.
    pub(crate) serial: usize,
    /// What the fact says, in a few words.
    pub(crate) tip: String,
}

/// A stretch of the text that the same marks cover throughout.
#[derive(Debug)]
pub(crate) struct Piece<'m> {
    /// Bytes of the text.
    pub(crate) span: Range<usize>,
    /// What covers it, the widest mark first.
    pub(crate) marks: Vec<&'m Mark>,
}

/// A paragraph in pieces.
#[derive(Debug)]
pub(crate) struct MarkedParagraph<'m> {
    /// What it is for.
    pub(crate) kind: paragraph::Kind,
    /// The whole of it.
    pub(crate) pieces: Vec<Piece<'m>>,
}

/// Every mark of a record, by position, the wider first.
pub(crate) fn marks(record: &ArticleRecord) -> Vec<Mark> {
    let text = record.article.as_ref().map_or("", |article| article.text.as_str());
    let mut marks = Vec::new();
    let mut add = |span: Option<Span>, layer, id: &str, serial, tip: &str| {
        let Some(span) = span.and_then(|span| range_in(text, span)) else { return };
        marks.push(Mark { span, layer, id: id.to_owned(), serial, tip: tip.to_owned() });
    };
    for entity in &record.entities {
        let tip = describe::entity_in_short(entity);
        for (serial, mention) in entity.mentions.iter().enumerate() {
            add(mention.span, Layer::Entity(entity.kind()), &entity.id, serial, &tip);
        }
    }
    for time in &record.times {
        add(time.span, Layer::Time, &time.id, 0, &describe::time_in_short(time));
    }
    for quantity in &record.quantities {
        add(quantity.span, Layer::Quantity, &quantity.id, 0, &describe::quantity_in_short(quantity));
    }
    for event in &record.events {
        for (serial, span) in triggers(event).enumerate() {
            add(span, Layer::Event, &event.id, serial, &describe::event_in_short(event));
        }
    }
    for quote in &record.quotes {
        add(quote.span, Layer::Quote, &quote.id, 0, &describe::speaker_in_short(record, quote));
    }
    for claim in &record.claims {
        add(claim.span, Layer::Claim, &claim.id, 0, &describe::source_in_short(record, claim));
    }
    marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    marks
}

fn triggers(event: &Event) -> impl Iterator<Item = Option<Span>> + '_ {
    let first = event.trigger.as_ref().and_then(|trigger| trigger.span);
    let mentions = event.mentions.iter().map(|mention| mention.trigger.as_ref().and_then(|trigger| trigger.span));
    std::iter::once(first).chain(mentions.filter(move |span| *span != first))
}

/// The bytes of a span, when it is not empty and fits the text.
pub(crate) fn range_in(text: &str, span: Span) -> Option<Range<usize>> {
    let range = span.start as usize..span.end as usize;
    text.get(range.clone()).filter(|covered| !covered.is_empty()).map(|_| range)
}

/// The paragraphs of an article; the whole text as one when none are known.
pub(crate) fn paragraphs(article: &Article) -> Vec<Paragraph> {
    if !article.paragraphs.is_empty() {
        return article.paragraphs.clone();
    }
    let whole = Span { start: 0, end: u32::try_from(article.text.len()).unwrap_or(u32::MAX) };
    vec![Paragraph { span: Some(whole), kind: paragraph::Kind::Body.into() }]
}

/// The text of an article in pieces, paragraph by paragraph.
pub(crate) fn cut<'m>(article: &Article, marks: &'m [Mark]) -> Vec<MarkedParagraph<'m>> {
    let mut sweep = Sweep { coming: marks.iter().peekable(), open: Vec::new() };
    let of = |paragraph: &Paragraph| Some((paragraph.kind(), range_in(&article.text, paragraph.span?)?));
    let known = paragraphs(article);
    known.iter().filter_map(of).map(|(kind, range)| MarkedParagraph { kind, pieces: sweep.pieces(range) }).collect()
}

/// Goes through the text once, knowing the marks that are open.
struct Sweep<'m, I: Iterator<Item = &'m Mark>> {
    coming: std::iter::Peekable<I>,
    open: Vec<&'m Mark>,
}

impl<'m, I: Iterator<Item = &'m Mark>> Sweep<'m, I> {
    fn pieces(&mut self, range: Range<usize>) -> Vec<Piece<'m>> {
        let mut pieces = Vec::new();
        let mut at = range.start;
        while at < range.end {
            self.move_to(at);
            let next = self.next_boundary().min(range.end);
            pieces.push(Piece { span: at..next, marks: self.open.clone() });
            at = next;
        }
        pieces
    }

    fn move_to(&mut self, at: usize) {
        while let Some(mark) = self.coming.next_if(|mark| mark.span.start <= at) {
            self.open.push(mark);
        }
        self.open.retain(|mark| mark.span.end > at);
        self.open.sort_by_key(|mark| std::cmp::Reverse(mark.span.len()));
    }

    fn next_boundary(&mut self) -> usize {
        let opens = self.coming.peek().map(|mark| mark.span.start);
        let closes = self.open.iter().map(|mark| mark.span.end);
        closes.chain(opens).min().unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(span: Range<usize>, id: &str) -> Mark {
        Mark { span, layer: Layer::Time, id: id.into(), serial: 0, tip: String::new() }
    }

    fn cut_to_ids(text: &str, marks: &[Mark]) -> Vec<(String, Vec<String>)> {
        let article = Article { text: text.into(), ..Article::default() };
        let pieces = cut(&article, marks).into_iter().flat_map(|paragraph| paragraph.pieces);
        pieces
            .map(|piece| {
                (text.get(piece.span).unwrap().to_owned(), piece.marks.iter().map(|mark| mark.id.clone()).collect())
            })
            .collect()
    }

    #[test]
    fn overlapping_marks_make_flat_pieces() {
        let cut = cut_to_ids("abcdef", &[mark(0..4, "x"), mark(2..6, "y")]);
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        assert_eq!(cut, [("ab".into(), ids(&["x"])), ("cd".into(), ids(&["x", "y"])), ("ef".into(), ids(&["y"]))]);
    }

    #[test]
    fn the_widest_mark_comes_first_and_unmarked_text_is_kept() {
        let cut = cut_to_ids("abcdef", &[mark(1..5, "wide"), mark(2..3, "narrow")]);
        assert_eq!(cut.iter().map(|(text, _)| text.as_str()).collect::<String>(), "abcdef");
        assert_eq!(cut[2].1, ["wide", "narrow"]);
        assert!(cut[0].1.is_empty());
    }

    #[test]
    fn a_span_that_does_not_fit_marks_nothing() {
        assert_eq!(range_in("é", Span { start: 0, end: 1 }), None);
        assert_eq!(range_in("é", Span { start: 0, end: 9 }), None);
        assert_eq!(range_in("é", Span { start: 2, end: 2 }), None);
    }
}
