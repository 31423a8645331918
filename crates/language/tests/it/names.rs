//! Kinds of names that the words around them tell.

use dateline_language::{Analyzer, NameKind};
use rstest::rstest;

#[rstest]
#[case(
    "The collision sank the trawler Santa Rosa about 40 kilometres from the coast.",
    "Santa Rosa",
    NameKind::Product
)]
#[case("Rescuers from the frigate Alvares Cabral took the men on board.", "Alvares Cabral", NameKind::Product)]
#[case("Officials in Santa Rosa said the schools would open again on Monday.", "Santa Rosa", NameKind::Gpe)]
#[case("The army moved its tanks across the river Litani before dawn.", "Litani", NameKind::Location)]
#[case("The minister landed at Lisbon Airport on Friday.", "Lisbon Airport", NameKind::Facility)]
fn the_words_around_a_name_tell_its_kind(#[case] text: &str, #[case] name: &str, #[case] kind: NameKind) {
    let whole = 0..text.len();
    let document = Analyzer::default().analyze(text, std::slice::from_ref(&whole));
    let names: Vec<_> =
        document.names.iter().map(|name| (&text[document.span_of(name.tokens.clone()).unwrap()], name.kind)).collect();
    assert!(names.contains(&(name, kind)), "{names:?}");
}
