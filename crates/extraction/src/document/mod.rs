//! The document as a whole: its questions answered from the event that the lead tells.
//!
//! Topics, tone and keyphrases stay empty until they are good enough to be relied on.

use dateline_record::v1::{ArticleRecord, Event, Span, Summary, paragraph::Kind};

use crate::context::{Context, range};

/// Adds what holds for the document as a whole to the record.
pub(crate) fn extract(cx: &Context<'_>, record: &mut ArticleRecord) {
    record.summary = lead_event(cx, record).map(|event| summary(cx, event, record));
}

/// The first event of the lead that says who did it.
fn lead_event<'r>(cx: &Context<'_>, record: &'r ArticleRecord) -> Option<&'r Event> {
    let in_lead = |event: &&Event| cx.paragraph_kind(range(event.span).start) == Kind::Lead;
    record.events.iter().filter(in_lead).find(|event| event.actors.iter().any(|actor| actor.span.is_some()))
}

fn summary(cx: &Context<'_>, event: &Event, record: &ArticleRecord) -> Summary {
    let when =
        record.times.iter().find(|time| !event.time.is_empty() && time.id == event.time).and_then(|time| time.span);
    let place = event.place.as_ref().and_then(|place| place.span);
    Summary {
        who: event.actors.iter().filter_map(|actor| actor.span).collect(),
        what: event.span.into_iter().collect(),
        when: when.into_iter().collect(),
        r#where: place.or_else(|| dateline_place(cx, record)).into_iter().collect(),
        why: Vec::new(),
        how: Vec::new(),
    }
}

/// The place of the dateline, where the text names it.
fn dateline_place(cx: &Context<'_>, record: &ArticleRecord) -> Option<Span> {
    let dateline = range(cx.article.dateline.as_ref()?.span);
    let mentions = record.entities.iter().flat_map(|entity| &entity.mentions);
    mentions.filter_map(|mention| mention.span).find(|span| dateline.contains(&(span.start as usize)))
}
