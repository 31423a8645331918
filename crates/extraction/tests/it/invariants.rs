//! No text makes extraction panic, hang or contradict itself.

use std::collections::HashSet;

use dateline_extraction::{Extractor, Options};
use dateline_record::{
    convert_spans,
    v1::{Article, ArticleRecord, Event, Language, OffsetEncoding, article, paragraph},
};
use proptest::prelude::*;

fn extract(text: &str) -> ArticleRecord {
    let options = Options { sentences: true, ..Options::default() };
    Extractor::new().extract(Article { text: text.into(), ..Article::default() }, &options)
}

/// Pieces of articles that modules look for, and characters that break naive offsets.
fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "OSLO — ",
        "LIMA, Peru (AP) — ",
        "Prime Minister Ana Lind ",
        "the prime minister ",
        "Lind ",
        "she ",
        "his ",
        "said ",
        "told ",
        "“The dam holds,” ",
        "\"",
        "U.S. ",
        "Norwegian ",
        "Acme Corp. ",
        "(ACM) ",
        ", the chief executive of ",
        "on Tuesday ",
        "last week ",
        "at least six ",
        "$2.5 billion ",
        "20% ",
        ". ",
        ".\n\n",
        "\n",
        "\r\n",
        "é",
        "e\u{301}",
        "👩‍👩‍👧 ",
        "שלום ",
        "\u{0}",
        "—",
        "’s ",
        "- ",
        "1. ",
        "© 2024 All rights reserved",
        "(Photo by ",
        ") ",
        "killed ",
        "attacked ",
        "met with ",
        "if ",
        "did not ",
        "II ",
        ",",
    ];
    let pieces = prop_oneof![4 => proptest::sample::select(pieces.to_vec()).prop_map(String::from), 1 => ".{0,12}"];
    proptest::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_span_fits_and_every_reference_resolves(text in text()) {
        let mut record = extract(&text);
        prop_assert_eq!(&record, &extract(&text));
        prop_assert_eq!(&record.article.as_ref().unwrap().text, &text);
        check_ids(&record);
        check_mentions(&record);
        prop_assert!(convert_spans(&mut record, OffsetEncoding::Utf32).is_ok());
    }
}

fn check_ids(record: &ArticleRecord) {
    let lists: [(&str, Vec<&String>); 6] = [
        ("e", record.entities.iter().map(|fact| &fact.id).collect()),
        ("t", record.times.iter().map(|fact| &fact.id).collect()),
        ("q", record.quantities.iter().map(|fact| &fact.id).collect()),
        ("u", record.quotes.iter().map(|fact| &fact.id).collect()),
        ("c", record.claims.iter().map(|fact| &fact.id).collect()),
        ("v", record.events.iter().map(|fact| &fact.id).collect()),
    ];
    for (prefix, ids) in &lists {
        let expected: Vec<_> = (1..=ids.len()).map(|number| format!("{prefix}{number}")).collect();
        assert!(ids.iter().copied().eq(expected.iter()), "{ids:?}");
    }
    let known: HashSet<&String> = lists.iter().flat_map(|(_, ids)| ids).copied().collect();
    for id in references(record).filter(|id| !id.is_empty()) {
        assert!(known.contains(id), "{id} is no fact of the record");
    }
}

fn references(record: &ArticleRecord) -> impl Iterator<Item = &String> {
    let dateline =
        record.article.iter().filter_map(|article| article.dateline.as_ref()).map(|dateline| &dateline.entity);
    let roles = record.entities.iter().flat_map(|entity| &entity.roles).map(|role| &role.organization_entity);
    let quantities = record
        .quantities
        .iter()
        .flat_map(|fact| fact.counted.iter().map(|counted| &counted.entity).chain([&fact.event]));
    let quotes = record.quotes.iter().flat_map(|quote| {
        quote.speaker.iter().chain(&quote.addressee).map(|reference| &reference.entity).chain([&quote.part_of])
    });
    let claims = record.claims.iter().flat_map(|claim| {
        claim.source.iter().chain(&claim.via).map(|reference| &reference.entity).chain([&claim.event])
    });
    dateline.chain(roles).chain(quantities).chain(quotes).chain(claims).chain(record.events.iter().flat_map(of_event))
}

fn of_event(event: &Event) -> impl Iterator<Item = &String> {
    let people = event.actors.iter().chain(&event.recipients).map(|participant| &participant.entity);
    let things = event.place.iter().chain(&event.instruments).map(|reference| &reference.entity);
    people.chain(things).chain([&event.time, &event.same_as]).chain(&event.quantities).chain(&event.claims)
}

/// Mentions come by position, hold their head, and stand outside boilerplate.
fn check_mentions(record: &ArticleRecord) {
    let article = record.article.as_ref().unwrap();
    let boilerplate: Vec<_> =
        article.paragraphs.iter().filter(|paragraph| paragraph.kind() == paragraph::Kind::Boilerplate).collect();
    for entity in &record.entities {
        assert!((0.0..=1.0).contains(&entity.salience) && !entity.mentions.is_empty());
        assert!(entity.mentions.is_sorted_by_key(|mention| mention.span.unwrap().start));
        for mention in &entity.mentions {
            let (span, head) = (mention.span.unwrap(), mention.head.unwrap());
            assert!(span.start <= head.start && head.end <= span.end && span.start < span.end);
            assert!(
                !boilerplate
                    .iter()
                    .any(|other| other.span.unwrap().start <= span.start && span.start < other.span.unwrap().end)
            );
        }
    }
}

#[test]
fn a_foreign_text_has_no_facts_and_says_why() {
    let language = Some(Language { tag: "de".into(), confidence: 1.0 });
    let article = Article { text: "BERLIN — Der Rat traf sich am Dienstag.".into(), language, ..Article::default() };
    let record = Extractor::new().extract(article, &Options::default());
    assert_eq!(record.diagnostics[0].code, "unsupported_language");
    assert!(record.entities.is_empty() && record.times.is_empty());
    assert_eq!(record.article.unwrap().word_count, 7);
}

#[test]
fn a_long_text_is_cut_and_says_where() {
    let text = "The dam holds and the river falls. ".repeat(400);
    let options = Options { analyzed_bytes: 1000, sentences: true };
    let record = Extractor::new().extract(Article { text: text.clone(), ..Article::default() }, &options);
    assert_eq!(record.diagnostics[0].code, "text_truncated");
    assert!(record.sentences.iter().all(|sentence| sentence.span.unwrap().end <= 1000));
    let article = record.article.unwrap();
    assert!(article.flags().any(|flag| flag == article::Flag::Truncated) && article.text == text);
}

#[test]
fn a_page_that_broke_off_says_so() {
    let text = "The dam holds and the river falls.".to_owned();
    let article = Article { text, flags: vec![article::Flag::Truncated.into()], ..Article::default() };
    let record = Extractor::new().extract(article, &Options::default());
    assert_eq!(record.diagnostics[0].code, "page_cut_off");
}

#[test]
fn a_hundred_thousand_paragraphs_and_one_huge_line_are_bounded() {
    let many = extract(&"One line stands here.\n\n".repeat(100_000)).article.unwrap();
    assert_eq!(many.paragraphs.len(), 100_000);
    assert_eq!(extract(&"a".repeat(8 << 20)).diagnostics[0].code, "text_truncated");
}
