//! Reported clauses as quotes: INDIRECT without marks, MIXED with words between marks, DIRECT where all is between marks.

use std::ops::Range;

use dateline_record::v1::{Quote, quote};

use super::{
    Build, Draft,
    cues::{self, Class},
    direct::Spoken,
    marks::Quotation,
    reports::{self, Report},
};
use crate::{
    context::{evidence, span},
    reference::{nobody, refer},
};

/// The quotes in what is reported, apart from those already decided on.
pub(super) fn find(
    build: &Build<'_, '_>,
    quotations: &[Quotation],
    spoken: &[Option<Spoken>],
    reports: &[Report],
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    // Content may stand before the cue, so the drafts come in order of the cue, not of their spans.
    for report in
        reports.iter().filter(|report| matches!(report.class, Class::Speech) || report.lemma == "according to")
    {
        if report.rule == "hearsay" {
            continue;
        }
        drafts.extend(reported(build, quotations, spoken, report));
    }
    let mut covered: Vec<Range<usize>> = drafts.iter().map(|draft| crate::context::range(draft.quote.span)).collect();
    covered.sort_by_key(|range| range.start);
    let covers = |quotation: &Quotation| {
        let before = covered.partition_point(|range| range.start <= quotation.span.start);
        covered.iter().take(before).rev().take(NESTED).any(|range| quotation.span.end <= range.end)
    };
    for (quotation, _) in
        quotations.iter().zip(spoken).filter(|(quotation, spoken)| spoken.is_none() && !covers(quotation))
    {
        drafts.extend(described(build, quotation));
    }
    drafts
}

/// Reported clauses inside each other that are looked through for a quotation.
const NESTED: usize = 8;

/// The quotations that overlap a range, each with what was decided.
fn overlapping<'q>(
    quotations: &'q [Quotation],
    spoken: &'q [Option<Spoken>],
    range: &Range<usize>,
) -> impl Iterator<Item = (&'q Quotation, &'q Option<Spoken>)> {
    let from = quotations.partition_point(|quotation| quotation.span.end <= range.start);
    let range = range.clone();
    quotations.iter().zip(spoken).skip(from).take_while(move |(quotation, _)| overlaps(&quotation.span, &range))
}

fn overlaps(left: &Range<usize>, right: &Range<usize>) -> bool {
    left.start < right.end && right.start < left.end
}

fn reported(
    build: &Build<'_, '_>,
    quotations: &[Quotation],
    spoken: &[Option<Spoken>],
    report: &Report,
) -> Option<Draft> {
    let bytes = build.syntax.bytes(report.content.clone())?;
    let cue = build.syntax.bytes(report.cue.clone())?;
    if [&bytes, &cue]
        .into_iter()
        .any(|range| overlapping(quotations, spoken, range).any(|(_, spoken)| spoken.is_some()))
    {
        return None;
    }
    let inside: Vec<_> = overlapping(quotations, spoken, &bytes).map(|(quotation, _)| quotation).collect();
    let whole = inside
        .iter()
        .fold(bytes, |whole, quotation| whole.start.min(quotation.span.start)..whole.end.max(quotation.span.end));
    let (kind, content) = match inside.as_slice() {
        [] => (quote::Kind::Indirect, whole.clone()),
        [only] if only.span == whole => (quote::Kind::Direct, only.content.clone()),
        _ => (quote::Kind::Mixed, whole.clone()),
    };
    let speaker = report
        .source
        .and_then(|head| refer(build.cx, build.syntax, head))
        .unwrap_or_else(|| nobody("no speaker named"));
    let quote = Quote {
        span: span(whole),
        kind: kind.into(),
        content: build.content(content),
        cue: build.cue(report.cue.clone(), report.lemma.clone()),
        speaker: Some(speaker),
        addressee: report.addressee.and_then(|head| refer(build.cx, build.syntax, head)),
        evidence: evidence("quotes", report.confidence, report.rule),
        ..Quote::default()
    };
    Some(Draft { quote, quotation: None, continues: None })
}

/// A few quoted words that a verb of describing governs: `called the ruling “a step backwards”`.
fn described(build: &Build<'_, '_>, quotation: &Quotation) -> Option<Draft> {
    let syntax = build.syntax;
    let content = build.cx.slice(quotation.content.clone());
    let words: Vec<&str> = content.split_whitespace().collect();
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    if words.len() < 2 || capitals * 2 > words.len() {
        return None;
    }
    let first = build.cx.document.tokens_in(quotation.content.clone()).start;
    let sentence = syntax.sentence(first);
    let from = sentence.start.max(first.saturating_sub(10));
    let verb = (from..first).rev().find(|token| syntax.xpos(*token).starts_with("VB"))?;
    let lemma = reports::lemma(syntax, verb);
    let word = cues::cue(&lemma)?;
    let by_as = (verb..first).any(|token| syntax.lower(token) == "as");
    let fits = match word.class {
        Class::Describe => lemma == "call" || by_as,
        Class::Speech => first <= verb + 2,
        _ => false,
    };
    if !fits || syntax.is_passive(verb) || syntax.is_negated(verb) || !reports::is_made(syntax, verb) {
        return None;
    }
    let speaker = syntax.subject(verb).and_then(|head| refer(build.cx, syntax, head))?;
    let quote = Quote {
        span: span(quotation.span.clone()),
        kind: quote::Kind::Mixed.into(),
        content: build.content(quotation.content.clone()),
        cue: build.cue(verb..verb + 1, lemma),
        speaker: Some(speaker),
        evidence: evidence("quotes", 0.8, "quoted description"),
        ..Quote::default()
    };
    Some(Draft { quote, quotation: None, continues: None })
}
