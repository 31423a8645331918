//! Events: who did what to whom, coded in PLOVER and CAMEO. Where no cue fires there is no event.
//!
//! - `patterns`, `codes`: the tables of cues, of word classes and of codes (`*.txt`), parsed once;
//! - `find`: the tables matched against the trees; `roles`: who takes part;
//! - `factuality`: whether it happened; `circumstances`: where, when, with what, how many;
//! - `merge`: one happening told twice is one event.

mod circumstances;
mod codes;
mod factuality;
mod find;
mod merge;
mod patterns;
mod roles;

use std::ops::Range;

use dateline_record::v1::{ArticleRecord, Claim, Cue, Event, event};

use crate::{
    context::{Context, evidence, range, span},
    syntax::{Syntax, is_relation},
};
use find::Found;
use roles::Reader;

/// Adds the events of the article to the record, and points its claims and quantities to them.
pub(crate) fn extract(cx: &Context<'_>, record: &mut ArticleRecord) {
    let syntax = Syntax::new(&cx.document);
    let reader = Reader::new(cx, &syntax, record);
    let events: Vec<Event> = find::find(&reader).iter().filter_map(|found| event(&reader, found, record)).collect();
    let mut events = merge::merge(events);
    for (index, event) in events.iter_mut().enumerate() {
        event.id = format!("v{}", index + 1);
    }
    point_back(&events, record);
    record.events = events;
}

fn event(reader: &Reader<'_, '_>, found: &Found, record: &ArticleRecord) -> Option<Event> {
    let syntax = reader.syntax;
    let clause = span(syntax.bytes(clause(syntax, found))?);
    let trigger_bytes = syntax.token(found.trigger)?.span.clone();
    let trigger = Cue { span: span(trigger_bytes.clone()), lemma: found.lemma.clone() };
    let factuality = if found.nominal {
        factuality::of_noun(syntax, found.trigger)
    } else {
        factuality::of_verb(syntax, found.trigger)
    };
    let plover = found.code.plover();
    let rule = format!("{} > {}", found.lemma, found.code.cameo().code);
    Some(Event {
        span: clause,
        trigger: Some(trigger.clone()),
        plover: Some(plover),
        cameo: Some(found.code.cameo()),
        actors: reader.participants(&found.actors),
        recipients: reader.participants(&found.recipients),
        place: reader.place(found.trigger, found.verb),
        time: reader.time(found.trigger, found.verb, &record.times).unwrap_or_default(),
        quantities: reader.quantities(found.trigger, found.verb, &record.quantities),
        instruments: reader.instruments(found.trigger, found.verb),
        factuality: factuality.into(),
        claims: covering(&record.claims, &trigger_bytes).map(|claim| claim.id.clone()).collect(),
        mentions: vec![event::Mention { span: clause, trigger: Some(trigger) }],
        evidence: evidence("events", confidence(found), rule),
        ..Event::default()
    })
}

/// How sure an event is: both parties known is surer than one, a verb surer than a noun.
fn confidence(found: &Found) -> f64 {
    match (found.nominal, found.actors.is_empty() || found.recipients.is_empty()) {
        (false, false) => 0.85,
        (false, true) => 0.75,
        (true, false) => 0.75,
        (true, true) => 0.65,
    }
}

/// The clause that tells an event: the trigger with its arguments, without clauses joined to it.
fn clause(syntax: &Syntax<'_>, found: &Found) -> Range<usize> {
    let head = found.verb;
    let extent = syntax.extent(head);
    let (mut start, mut end) = (extent.start, extent.end);
    for child in syntax.children(head) {
        let relation = syntax.relation(child);
        let joined = relation == "conj"
            || relation == "cc"
            || is_relation(relation, &["parataxis"])
            || relation == "mark"
            || relation == "acl:relcl";
        if !joined {
            continue;
        }
        let extent = syntax.extent(child);
        if child < head {
            start = start.max(extent.end.min(head));
        } else if extent.start > found.trigger {
            end = end.min(extent.start);
        }
    }
    syntax.trimmed(start.min(found.trigger)..end.max(found.trigger + 1))
}

/// The claims that assert what stands at a place of the text.
fn covering<'c>(claims: &'c [Claim], bytes: &Range<usize>) -> impl Iterator<Item = &'c Claim> {
    let bytes = bytes.clone();
    claims.iter().filter(move |claim| {
        let claimed = range(claim.span);
        let cue = claim.cue.as_ref().map(|cue| range(cue.span)).unwrap_or_default();
        claimed.start <= bytes.start && bytes.end <= claimed.end && cue.start != bytes.start
    })
}

/// Tells claims and quantities which event they are about.
fn point_back(events: &[Event], record: &mut ArticleRecord) {
    for claim in &mut record.claims {
        let about = events.iter().find(|event| event.claims.contains(&claim.id));
        claim.event = about.map(|event| event.id.clone()).unwrap_or_default();
    }
    for quantity in record.quantities.iter_mut().filter(|quantity| quantity.event.is_empty()) {
        let of = events.iter().find(|event| event.quantities.contains(&quantity.id));
        quantity.event = of.map(|event| event.id.clone()).unwrap_or_default();
    }
}
