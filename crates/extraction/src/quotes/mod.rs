//! Quotes: what was said, word for word or reported, and by whom.
//!
//! - `marks`: which quotation marks belong together;
//! - `cues`: the words that introduce what somebody says, thinks or shows;
//! - `reports`: clauses that such a word introduces; claims build on them too;
//! - `direct`: which words between marks are said by somebody;
//! - `mixed`: reported clauses, with or without words between marks.

pub(crate) mod cues;
mod direct;
mod marks;
mod mixed;
pub(crate) mod reports;

use std::ops::Range;

use dateline_record::v1::{ArticleRecord, Cue, Quote, Reference, quote};

use crate::{
    context::{Context, evidence, range, span},
    reference::{nobody, refer},
    syntax::Syntax,
};
use direct::{Reader, Spoken};
use marks::Quotation;

/// Adds the quotes of the article to the record.
pub(crate) fn extract(cx: &Context<'_>, record: &mut ArticleRecord) {
    let syntax = Syntax::new(&cx.document);
    let reports = reports::find(&syntax);
    let paragraphs: Vec<Range<usize>> = cx.article.paragraphs.iter().map(|paragraph| range(paragraph.span)).collect();
    let mut quotations = marks::pair(cx.text(), &paragraphs);
    quotations.retain(|quotation| !cx.document.tokens_in(quotation.content.clone()).is_empty());
    relink(&mut quotations);
    let spoken =
        Reader { syntax: &syntax, quotations: &quotations, paragraphs: &paragraphs, reports: &reports }.decide();
    let build = Build { cx, syntax: &syntax };
    let mut drafts: Vec<Draft> = Vec::new();
    for (index, (quotation, spoken)) in quotations.iter().zip(&spoken).enumerate() {
        drafts.extend(spoken.as_ref().and_then(|spoken| build.direct(index, quotation, spoken)));
    }
    drafts.extend(mixed::find(&build, &quotations, &spoken, &reports));
    number(drafts, record);
}

/// Drops links to quotations that hold no words.
fn relink(quotations: &mut [Quotation]) {
    let mut previous: Option<(usize, bool)> = None;
    for (index, quotation) in quotations.iter_mut().enumerate() {
        let linked = quotation.continues.and(previous).filter(|(_, runs_on)| *runs_on).map(|(paragraph, _)| paragraph);
        quotation.continues = linked.filter(|paragraph| paragraph + 1 == quotation.paragraph).and(index.checked_sub(1));
        previous = Some((quotation.paragraph, quotation.runs_on));
    }
}

/// A quote before it has an id.
pub(crate) struct Draft {
    quote: Quote,
    /// Index of its quotation, when it has one of its own.
    quotation: Option<usize>,
    /// Index of the quotation that it goes on with.
    continues: Option<usize>,
}

/// Makes quotes from what was decided.
pub(crate) struct Build<'b, 'd> {
    cx: &'b Context<'d>,
    syntax: &'b Syntax<'b>,
}

impl Build<'_, '_> {
    fn direct(&self, index: usize, quotation: &Quotation, spoken: &Spoken) -> Option<Draft> {
        let speaker = spoken
            .speaker
            .and_then(|head| refer(self.cx, self.syntax, head))
            .unwrap_or_else(|| nobody("no speaker named"));
        let kind = if spoken.whole { quote::Kind::Direct } else { quote::Kind::Mixed };
        let quote = Quote {
            span: span(quotation.span.clone()),
            kind: kind.into(),
            content: self.content(quotation.content.clone()),
            cue: spoken.cue.and_then(|verb| self.cue(verb..verb + 1, reports::lemma(self.syntax, verb))),
            speaker: Some(speaker),
            addressee: spoken.cue.and_then(|verb| self.addressee(verb, spoken.speaker)),
            evidence: evidence("quotes", spoken.confidence, spoken.rule),
            ..Quote::default()
        };
        Some(Draft { quote, quotation: Some(index), continues: spoken.continues })
    }

    fn content(&self, content: Range<usize>) -> Option<quote::Content> {
        Some(quote::Content { text: self.cx.slice(content.clone()).into(), span: span(content) })
    }

    fn cue(&self, tokens: Range<usize>, lemma: String) -> Option<Cue> {
        Some(Cue { span: span(self.syntax.bytes(tokens)?), lemma })
    }

    fn addressee(&self, verb: usize, speaker: Option<usize>) -> Option<Reference> {
        let head =
            reports::addressee(self.syntax, verb, &self.syntax.lemma(verb)).filter(|head| Some(*head) != speaker)?;
        refer(self.cx, self.syntax, head)
    }
}

/// Orders the quotes, gives them ids and joins the pieces.
fn number(mut drafts: Vec<Draft>, record: &mut ArticleRecord) {
    drafts.sort_by_key(|draft| (range(draft.quote.span).start, std::cmp::Reverse(range(draft.quote.span).end)));
    for (index, draft) in drafts.iter_mut().enumerate() {
        draft.quote.id = format!("u{}", index + 1);
    }
    for index in 0..drafts.len() {
        let first = first_piece(&drafts, index);
        if let Some(draft) = drafts.get_mut(index) {
            draft.quote.part_of = first.unwrap_or_default();
        }
    }
    record.quotes = drafts.into_iter().map(|draft| draft.quote).collect();
}

/// Id of the first piece of the quotation that a draft goes on with. Pieces come in order, so earlier ones are done.
fn first_piece(drafts: &[Draft], index: usize) -> Option<String> {
    let before = drafts.get(index)?.continues?;
    let piece = drafts.iter().find(|draft| draft.quotation == Some(before))?;
    Some(if piece.quote.part_of.is_empty() { piece.quote.id.clone() } else { piece.quote.part_of.clone() })
}
