//! Quotes, claims and events against cases in plain text (`cases/*.txt`), and what holds of them on any text.
//!
//! Tags and parses come from a trained model, so a few cases may fail after it is trained anew: a share must hold. Where
//! nothing is to be found, finding something is an error that counts in the same way.

use dateline_extraction::{Extractor, Options};
use dateline_record::v1::{
    Article, ArticleRecord, Claim, Cue, Event, Participant, Quote, Reference, Span, claim, event, quote,
};
use proptest::prelude::*;

fn extract(text: &str) -> ArticleRecord {
    Extractor::new().extract(Article { text: text.into(), ..Article::default() }, &Options::default())
}

/// A case: the text, and the facts expected of it.
struct Case {
    text: String,
    expected: Vec<String>,
}

fn read(cases: &str) -> Vec<Case> {
    let lines: Vec<&str> = cases.lines().filter(|line| !line.starts_with('#')).collect();
    let blocks = lines.split(|line| line.trim().is_empty()).filter(|block| !block.is_empty());
    blocks
        .map(|block| {
            let (expected, text): (Vec<&str>, Vec<&str>) =
                block.iter().copied().partition(|line| line.starts_with("> "));
            let facts =
                expected.iter().map(|line| line.trim_start_matches("> ").to_owned()).filter(|fact| fact != "none");
            Case { text: text.join(" ").replace(" | ", "\n\n"), expected: facts.collect() }
        })
        .collect()
}

/// Fails when less than `share` of the cases hold, and says which do not.
fn check(cases: &str, share: f64, facts: impl Fn(&ArticleRecord, &str) -> Vec<String>) {
    let cases = read(cases);
    let mut failed = Vec::new();
    for case in &cases {
        let found = facts(&extract(&case.text), &case.text);
        if found != case.expected {
            failed.push(format!("{}\n  expected {:?}\n  found    {found:?}", case.text, case.expected));
        }
    }
    let held = 1.0 - failed.len() as f64 / cases.len() as f64;
    assert!(held >= share, "{:.0} % of {} cases hold:\n{}", 100.0 * held, cases.len(), failed.join("\n"));
}

fn words(text: &str, span: Option<Span>) -> &str {
    span.and_then(|span| text.get(span.start as usize..span.end as usize)).unwrap_or_default()
}

fn named<'t>(text: &'t str, reference: Option<&Reference>) -> &'t str {
    reference.map_or("", |reference| words(text, reference.span))
}

fn lemma(cue: Option<&Cue>) -> &str {
    cue.map_or("", |cue| cue.lemma.as_str())
}

fn joined(parts: &[&str], optional: &str) -> String {
    let mut line = parts.join("; ");
    if !optional.is_empty() {
        line = format!("{line}; {optional}");
    }
    line
}

fn quote_line(text: &str, quote: &Quote) -> String {
    let kind = quote::Kind::try_from(quote.kind).unwrap_or_default().as_str_name();
    let piece = if quote.part_of.is_empty() { kind.to_owned() } else { format!("+{kind}") };
    let content = quote.content.as_ref().map_or("", |content| content.text.as_str());
    joined(
        &[&piece, named(text, quote.speaker.as_ref()), lemma(quote.cue.as_ref()), content],
        named(text, quote.addressee.as_ref()),
    )
}

fn claim_line(text: &str, claim: &Claim) -> String {
    let certainty = claim::Certainty::try_from(claim.certainty).unwrap_or_default().as_str_name();
    let polarity = claim::Polarity::try_from(claim.polarity).unwrap_or_default().as_str_name();
    let parts =
        [named(text, claim.source.as_ref()), lemma(claim.cue.as_ref()), certainty, polarity, words(text, claim.span)];
    joined(&parts, named(text, claim.via.as_ref()))
}

fn event_line(text: &str, event: &Event) -> String {
    let parties =
        |parties: &[Participant]| parties.iter().map(|party| words(text, party.span)).collect::<Vec<_>>().join(" + ");
    let factuality = event::Factuality::try_from(event.factuality).unwrap_or_default().as_str_name();
    let kind = event.plover.as_ref().map_or("", |plover| plover.r#type.as_str());
    let code = event.cameo.as_ref().map_or("", |cameo| cameo.code.as_str());
    joined(&[kind, code, &parties(&event.actors), &parties(&event.recipients), factuality], "")
}

#[test]
fn quotes_are_found_with_speaker_cue_and_content() {
    check(include_str!("cases/quotes.txt"), 0.9, |record, text| {
        record.quotes.iter().map(|quote| quote_line(text, quote)).collect()
    });
}

#[test]
fn claims_are_found_with_source_and_certainty() {
    check(include_str!("cases/claims.txt"), 0.9, |record, text| {
        record.claims.iter().map(|claim| claim_line(text, claim)).collect()
    });
}

#[test]
fn events_are_coded_with_their_parties() {
    check(include_str!("cases/events.txt"), 0.9, |record, text| {
        record.events.iter().map(|event| event_line(text, event)).collect()
    });
}

/// Every span is on character boundaries, and every reference inside the record points to something.
fn assert_sound(text: &str, record: &ArticleRecord) {
    let on_text = |span: Option<Span>| {
        assert!(
            span.is_none_or(|span| text.get(span.start as usize..span.end as usize).is_some()),
            "{span:?} of {text:?}"
        )
    };
    let entity =
        |id: &str| assert!(id.is_empty() || record.entities.iter().any(|entity| entity.id == id), "no entity {id}");
    for quote in &record.quotes {
        on_text(quote.span);
        let content = quote.content.as_ref().expect("content");
        assert_eq!(words(text, content.span), content.text);
        let speaker = quote.speaker.as_ref().expect("a speaker, or the reason why there is none");
        assert!(speaker.span.is_some() != speaker.unresolved.contains("no speaker"));
        entity(&speaker.entity);
        assert!(
            quote.part_of.is_empty()
                || record.quotes.iter().any(|first| first.id == quote.part_of && first.part_of.is_empty())
        );
    }
    for claim in &record.claims {
        on_text(claim.span);
        entity(&claim.source.as_ref().expect("a source, or the reason why there is none").entity);
        assert!(claim.event.is_empty() || record.events.iter().any(|event| event.id == claim.event));
    }
    for event in &record.events {
        on_text(event.span);
        assert!(
            event.cameo.is_some()
                && event.plover.is_some()
                && event.evidence.as_ref().is_some_and(|evidence| !evidence.rule.is_empty())
        );
        event.actors.iter().chain(&event.recipients).for_each(|party| entity(&party.entity));
        assert!(event.claims.iter().all(|id| record.claims.iter().any(|claim| claim.id == *id)));
        assert!(event.time.is_empty() || record.times.iter().any(|time| time.id == event.time));
        assert!(event.quantities.iter().all(|id| record.quantities.iter().any(|quantity| quantity.id == *id)));
    }
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "“",
        "”",
        "\"",
        "‘",
        "’",
        "'",
        "«",
        "»",
        ",",
        ".",
        "?",
        ":",
        "—",
        "said",
        "told",
        "according",
        "to",
        "that",
        "Ana",
        "Iran",
        "he",
        "they",
        "police",
        "attacked",
        "troops",
        "killed",
        "by",
        "will",
        "not",
        "was",
        "believed",
        "have",
        "reportedly",
        "an",
        "estimated",
        "400",
        "people",
        "in",
        "Cairo",
        "talks",
        "held",
        "with",
        "\n\n",
        "é",
        "urged",
        "release",
        "if",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_order_of_telling_words_gives_a_sound_record(words in prop::collection::vec(word(), 0..60)) {
        let text = words.join(" ");
        assert_sound(&text, &extract(&text));
    }

    #[test]
    fn any_text_gives_a_sound_record(text in "\\PC{0,120}") {
        assert_sound(&text, &extract(&text));
    }
}

/// Long texts, also as one sentence without an end, are read through.
#[test]
fn a_long_text_is_read_through() {
    let piece = "“We held talks,” he said. He said that “troops killed people” in Cairo, police said that they urged it to go. ";
    let record = extract(&piece.repeat(1500));
    assert!(record.quotes.len() > 1000);
    let one_sentence = "he said that “troops” attacked police and ".repeat(3000);
    assert_sound(&one_sentence, &extract(&one_sentence));
}
