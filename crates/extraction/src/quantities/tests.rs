//! Cases in plain text, and properties that hold on any text.
#![expect(clippy::string_slice, reason = "spans are checked to lie on character boundaries")]

use proptest::prelude::*;

use super::*;

const CASES: &str = include_str!("cases.txt");

fn find_in(text: &str) -> Vec<Quantity> {
    find(text, &[Range { start: 0, end: text.len() }], &[], "US")
}

fn shown(text: &str, quantity: &Quantity) -> String {
    let span = quantity.span.expect("a span");
    let written = &text[span.start as usize..span.end as usize];
    let value = match (quantity.value.as_str(), quantity.low.as_str()) {
        ("", "") => "-".to_owned(),
        ("", low) => format!("{low}..{}", quantity.high),
        (value, _) => value.to_owned(),
    };
    let bound = if quantity.bound == 0 { "-" } else { quantity.bound().as_str_name() };
    let counted = quantity.counted.as_ref().map(|counted| format!("of {}", counted.text)).unwrap_or_default();
    let rest = [quantity.unit.as_str(), &quantity.ucum, &quantity.currency, &counted];
    let rest: Vec<&str> = rest.into_iter().filter(|field| !field.is_empty()).collect();
    format!("[{written}] {} {value} {bound} {}", quantity.kind().as_str_name(), rest.join(" ")).trim_end().to_owned()
}

fn check(line: &str) -> Option<String> {
    let (marked, meaning) = line.split_once(" | ").unwrap_or((line, ""));
    let text = marked.replace(['[', ']'], "");
    let inside = marked.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    let expected: Vec<String> = inside.map(|(inside, _)| format!("[{inside}] {meaning}")).into_iter().collect();
    let got: Vec<String> = find_in(&text).iter().map(|quantity| shown(&text, quantity)).collect();
    (got != expected).then(|| format!("{line}\n  got {got:?}"))
}

#[test]
fn the_cases_hold() {
    let wrong: Vec<String> = CASES.lines().filter(|line| !line.starts_with('#')).filter_map(check).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_measure_may_stand_inside_what_is_counted() {
    let text = "It sent 1,800 MK84 2,000-pound bombs.";
    let found: Vec<String> = find_in(text).iter().map(|quantity| shown(text, quantity)).collect();
    assert_eq!(
        found,
        ["[1,800] COUNT 1800 EXACT of MK84 2,000-pound bombs", "[2,000-pound] MEASURE 2000 EXACT pound [lb_av]"]
    );
}

#[test]
fn a_bare_dollar_is_left_open_where_the_source_has_another() {
    let text = "It cost $20.";
    let found = find(text, &[Range { start: 0, end: text.len() }], &[], "AU").remove(0);
    assert_eq!((found.currency.as_str(), found.unresolved.is_empty()), ("", false));
}

#[test]
fn numbers_inside_times_are_left_to_them() {
    let text = "It took six weeks and six men.";
    let found = find(text, &[Range { start: 0, end: text.len() }], &[Range { start: 8, end: 17 }], "US");
    assert_eq!(found.iter().map(|quantity| shown(text, quantity)).collect::<Vec<_>>(), ["[six] COUNT 6 EXACT of men"]);
}

#[test]
fn a_huge_line_ends_soon() {
    for piece in ["7 ", "12,345,678,", "at least ", "two hundred and ", "$5-", "1234567890", "a b c "] {
        let text = piece.repeat((1 << 17) / piece.len());
        let start = std::time::Instant::now();
        let _ = find_in(&text);
        assert!(start.elapsed().as_secs() < 20, "{piece}: {:?}", start.elapsed());
    }
}

proptest! {
    #[test]
    fn any_text_gives_ordered_spans_on_character_boundaries(
        words in proptest::collection::vec("[a-z]{1,9}|[0-9]{1,4}|[.,:/$%£-]|six|million|at least|percent|half a|third|é|½|’|\n\n", 0..60),
    ) {
        let text = words.join(" ");
        let mut end = 0;
        for quantity in find_in(&text) {
            let span = quantity.span.expect("a span");
            prop_assert!(span.start < span.end && span.start as usize >= end);
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
            end = span.end as usize;
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = find_in(&text);
    }
}
