//! Names and spans that are easily read too long or too short.

use dateline_extraction::{Extractor, Options};
use dateline_record::v1::{Article, ArticleRecord};

fn extract(text: &str) -> ArticleRecord {
    Extractor::new().extract(Article { text: text.into(), ..Article::default() }, &Options::default())
}

#[test]
fn the_field_of_an_office_is_no_part_of_a_name() {
    for text in [
        "U.S. Secretary of State Harlow met reporters in Paris on Monday.",
        "The talks were led by Secretary of State Anna Harlow, who flew to Cairo on Friday.",
    ] {
        let record = extract(text);
        let harlow = record.entities.iter().find(|entity| entity.name.ends_with("Harlow")).expect("a person");
        assert!(!harlow.name.starts_with("State"), "{}", harlow.name);
        assert!(harlow.roles.iter().any(|role| role.title == "secretary of state"), "{:?}", harlow.roles);
    }
}

#[test]
fn a_nickname_in_quotation_marks_names_nobody_new() {
    let record = extract("Protesters shouted slogans about “Gloomy Pete” outside the hall in Oslo.");
    assert!(record.entities.iter().all(|entity| entity.name != "Pete"));
}

#[test]
fn a_claim_that_ends_in_a_quotation_keeps_the_closing_mark() {
    let text = "The minister said that the plan for the harbour was “a costly mistake”.";
    let record = extract(text);
    let span = record.claims.first().and_then(|claim| claim.span).expect("a claim");
    assert!(
        text.get(span.start as usize..span.end as usize).is_some_and(|claim| claim.ends_with("“a costly mistake”"))
    );
}
