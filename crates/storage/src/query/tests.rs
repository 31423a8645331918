//! Queries as they are read and rendered, and how they fail.

use super::*;

fn rendered(query: &str) -> String {
    tsquery(&parse(query).unwrap().expr)
}

fn refused(query: &str) -> String {
    let error = parse(query).unwrap_err();
    assert_eq!(error.kind, Kind::Invalid);
    error.message
}

#[test]
fn words_phrases_and_operators() {
    assert_eq!(rendered("Fire crew"), "((('fire') & ('crew')))");
    assert_eq!(rendered("fire OR flood storm"), "((('fire') | (('flood') & ('storm'))))");
    assert_eq!(rendered("\"Big Fire\" -crew"), "((('big' <-> 'fire') & !('crew')))");
    assert_eq!(rendered("NOT (a OR b)"), "(!(('a') | ('b')))");
    assert_eq!(rendered("well-known miss*"), "((('well' <-> 'known') & ('miss':*)))");
    assert_eq!(rendered("title:fire* title:\"big fire\""), "((('fire':*A) & ('big':A <-> 'fire':A)))");
}

#[test]
fn without_order_a_query_matches_no_less() {
    let parsed = |query: &str| parse(query).unwrap().expr;
    let loose = |query: &str| parsed(query).without_order();
    let everything = || Expr::And(Vec::new());
    assert_eq!(tsquery(&loose("\"big fire\"")), "((('big') & ('fire')))");
    assert_eq!(loose("fire -crew"), parsed("fire -crew"));
    assert!(tsquery(&loose("crew -\"big fire\"")).contains(&tsquery(&everything())));
    assert!(!tsquery(&loose("title:fire")).contains(":A"));
}

#[test]
fn fts5_has_no_lone_negation() {
    let expr = parse("-fire -flood").unwrap().expr;
    let all = crate::rows::everything();
    let everything = format!("(tags : \"{all}\")");
    let without_fire = format!("({everything}) NOT ({{title body}} : \"fire\")");
    assert_eq!(fts5(&expr), format!("((({without_fire}) NOT ({{title body}} : \"flood\")))"));
}

#[test]
fn dates_bound_the_whole_query() {
    let find = parse("after:2024-04 before:2024-05-01T00:00:00Z fire").unwrap();
    assert_eq!(find.from, crate::time::lowest_of_month(2024, 4).unwrap());
    assert_eq!(find.below, crate::time::lowest_of_month(2024, 5).unwrap());
    assert!(refused("fire OR after:2024").contains("inside OR or NOT"));
    assert!(refused("-before:2024-01-01").contains("inside OR or NOT"));
    assert!(refused("after:soon").contains("no date"));
    assert!(parse("(after:2024 fire) crew").is_ok());
}

#[test]
fn errors_name_place_and_remedy() {
    for (query, part) in [
        ("http://a.org", "unknown field `http` at character 1"),
        ("(fire", "`(` at character 1 is never closed"),
        ("fire)", "`)` at character 5"),
        ("fire \"crew", "character 6 is never closed"),
        ("fire AND", "ends where a word"),
        ("OR fire", "character 1"),
        ("entity: fire", "has no value"),
        ("!!!", "no letters or digits"),
    ] {
        let message = refused(query);
        assert!(message.contains(part), "{query}: {message}");
    }
    assert!(refused(&"(".repeat(100)).contains("nested"));
    assert!(refused(&"a ".repeat(101)).contains("terms"));
    assert!(refused(&"a".repeat(2_001)).contains("longer"));
}

#[test]
fn nothing_gets_out_of_its_quotes() {
    let hostile = "'); DROP TABLE articles; -- \\' \" x\" * NEAR(a b) ^col {tags} : \"y";
    match parse(hostile) {
        Ok(find) => assert!(!tsquery(&find.expr).contains(';') && !fts5(&find.expr).contains(';')),
        Err(error) => assert_eq!(error.kind, Kind::Invalid),
    }
    assert_eq!(rendered("it's \\x"), "((('it' <-> 's') & ('x')))");
}

#[test]
fn an_empty_query_is_everything() {
    assert!(parse("  ").unwrap().is_unfiltered());
}

proptest::proptest! {
    #[test]
    fn no_query_panics(query in ".{0,80}") {
        if let Ok(find) = parse(&query) {
            let _ = (tsquery(&find.expr), fts5(&find.expr), ranking(&find.phrases()));
        }
    }
}
