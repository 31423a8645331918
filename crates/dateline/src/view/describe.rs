//! Every fact of a record in words, the same for every form of the view: sections of rows of runs.

use dateline_record::v1::{
    ArticleRecord, Claim, Entity, Event, Participant, Quantity, Quote, Reference, Span, Time,
    article::Flag,
    claim, event,
    quantity::{self, Bound},
    time,
};

use super::marks::{self, Layer};

mod rows;

pub(crate) use rows::{Row, Run, Section, Tone, sections};

/// The line under the headline: outlet, dateline, date, language, length.
pub(crate) fn headline_facts(record: &ArticleRecord) -> Vec<String> {
    let Some(article) = &record.article else { return Vec::new() };
    let mut facts = Vec::new();
    if let Some(source) = &article.source {
        facts.push(if source.name.is_empty() { source.domain.clone() } else { source.name.clone() });
    }
    facts.push(article.bylines.join(", "));
    if let Some(dateline) = &article.dateline {
        let agency = if dateline.agency.is_empty() { String::new() } else { format!(" ({})", dateline.agency) };
        facts.push(format!("dateline {}{agency}", dateline.place));
    }
    facts.push(article.published_at.as_ref().map_or("no publication date".into(), |time| {
        format!("published {}", day_or_moment(&time.value, time.precision()))
    }));
    facts.extend(article.language.as_ref().map(|language| language.tag.clone()));
    facts.push(format!("{} words", article.word_count));
    facts.extend(article.flags().map(|flag| flag_name(flag).to_owned()));
    if !article.live_entries.is_empty() {
        facts.push(format!("{} posts", article.live_entries.len()));
    }
    if !article.duplicate_of.is_empty() {
        facts.push(format!("copy of {}", original(&article.duplicate_of, article.duplicate_similarity)));
    }
    facts.retain(|fact| !fact.is_empty());
    facts
}

/// The article that one is a copy of, with how much of the shorter text is in the longer one.
pub(crate) fn original(id: &str, similarity: f64) -> String {
    if id.is_empty() { String::new() } else { format!("{id} ({:.0} %)", similarity * 100.0) }
}

fn day_or_moment(value: &str, precision: dateline_record::v1::document_time::Precision) -> String {
    use dateline_record::v1::document_time::Precision;
    let kept = match precision {
        Precision::Year => 4,
        Precision::Month => 7,
        Precision::Day => 10,
        Precision::Minute => 16,
        Precision::Second | Precision::Unspecified => return value.to_owned(),
    };
    value.get(..kept).unwrap_or(value).replace('T', " ")
}

fn flag_name(flag: Flag) -> &'static str {
    match flag {
        Flag::Unspecified => "",
        Flag::Paywalled => "behind a paywall",
        Flag::Opinion => "opinion",
        Flag::LiveBlog => "live blog",
        Flag::Correction => "correction",
        Flag::WireCopy => "wire copy",
        Flag::Sponsored => "sponsored",
        Flag::Obituary => "obituary",
        Flag::FutureDate => "dated in the future",
        Flag::Truncated => "cut short",
    }
}

/// An entity in a few words.
pub(crate) fn entity_in_short(entity: &Entity) -> String {
    format!("{}: {}", entity_kind(entity), entity.name)
}

/// `person`, `organization`…
pub(crate) fn entity_kind(entity: &Entity) -> String {
    match entity.kind() {
        dateline_record::v1::entity::Kind::Gpe => "place with a government".into(),
        kind => words(kind.as_str_name()),
    }
}

/// The value of a time, or why there is none.
pub(crate) fn time_in_short(time: &Time) -> String {
    if !time.unresolved.is_empty() {
        return format!("unresolved: {}", time.unresolved);
    }
    let modifier = if time.r#mod() == time::Mod::Unspecified {
        String::new()
    } else {
        format!(" ({})", words(time.r#mod().as_str_name()))
    };
    format!("{}{modifier}", if time.value.is_empty() { "no value" } else { &time.value })
}

/// The value of a number with its unit.
pub(crate) fn quantity_in_short(quantity: &Quantity) -> String {
    let value = match (quantity.value.is_empty(), quantity.low.is_empty(), quantity.high.is_empty()) {
        (false, ..) => quantity.value.clone(),
        (true, true, true) => "no value".to_owned(),
        (true, ..) => format!("{} to {}", quantity.low, quantity.high),
    };
    let unit = if quantity.currency.is_empty() { &quantity.unit } else { &quantity.currency };
    let percent = if quantity.kind() == quantity::Kind::Percent { "%" } else { "" };
    let unit = if unit.is_empty() || unit == "percent" { String::new() } else { format!(" {unit}") };
    format!("{}{value}{percent}{unit}", bound_sign(quantity.bound()))
}

fn bound_sign(bound: Bound) -> &'static str {
    match bound {
        Bound::Unspecified | Bound::Exact => "",
        Bound::About => "≈ ",
        Bound::AtLeast => "≥ ",
        Bound::AtMost => "≤ ",
        Bound::MoreThan => "> ",
        Bound::LessThan => "< ",
    }
}

/// The codes and factuality of an event.
pub(crate) fn event_in_short(event: &Event) -> String {
    let mut parts = Vec::new();
    if let Some(plover) = &event.plover {
        parts.push(if plover.mode.is_empty() {
            plover.r#type.clone()
        } else {
            format!("{} {}", plover.r#type, plover.mode)
        });
    }
    if let Some(cameo) = event.cameo.as_ref().filter(|cameo| !cameo.code.is_empty()) {
        parts.push(format!("CAMEO {}", cameo.code));
    }
    if event.factuality() != event::Factuality::Unspecified {
        parts.push(words(event.factuality().as_str_name()));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// Who speaks.
pub(crate) fn speaker_in_short(record: &ArticleRecord, quote: &Quote) -> String {
    format!("speaker: {}", name_or_reason(record, quote.speaker.as_ref()))
}

/// Who vouches.
pub(crate) fn source_in_short(record: &ArticleRecord, claim: &Claim) -> String {
    format!("according to {}", name_or_reason(record, claim.source.as_ref()))
}

fn name_or_reason(record: &ArticleRecord, reference: Option<&Reference>) -> String {
    match reference.map(|reference| named(record, reference)) {
        Some(Ok(name)) => name.to_owned(),
        Some(Err(reason)) => format!("unresolved ({reason})"),
        None => "unresolved".to_owned(),
    }
}

/// Who a reference is to, or why that is not known.
fn named<'r>(record: &'r ArticleRecord, reference: &'r Reference) -> Result<&'r str, &'r str> {
    let name = name_of(record, &reference.entity).or_else(|| reference.span.and_then(|span| covered(record, span)));
    name.ok_or(if reference.unresolved.is_empty() { "not said" } else { &reference.unresolved })
}

/// Who a participant is, or why that is not known.
fn participant_name<'r>(record: &'r ArticleRecord, participant: &'r Participant) -> Result<&'r str, &'r str> {
    let name = name_of(record, &participant.entity).or_else(|| participant.span.and_then(|span| covered(record, span)));
    name.ok_or(if participant.unresolved.is_empty() { "not said" } else { &participant.unresolved })
}

fn name_of<'r>(record: &'r ArticleRecord, id: &str) -> Option<&'r str> {
    let entity = record.entities.iter().find(|entity| entity.id == id)?;
    Some(entity.name.as_str()).filter(|name| !name.is_empty())
}

/// The characters of a span.
fn covered(record: &ArticleRecord, span: Span) -> Option<&str> {
    let text = record.article.as_ref()?.text.as_str();
    marks::range_in(text, span).and_then(|range| text.get(range))
}

/// `AT_LEAST` as `at least`.
fn words(name: &str) -> String {
    name.to_lowercase().replace('_', " ")
}

fn certainty_words(claim: &Claim) -> String {
    let polarity = if claim.polarity() == claim::Polarity::Negative { "denied" } else { "" };
    let certainty = match claim.certainty() {
        claim::Certainty::Unspecified => String::new(),
        certainty => words(certainty.as_str_name()),
    };
    [polarity.to_owned(), certainty].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
