//! Cases in plain text, neighbours that share, and properties that hold on any text.
#![expect(clippy::string_slice, reason = "spans are checked to lie on character boundaries")]

use jiff::civil::Date;
use proptest::prelude::*;

use super::*;

const CASES: &str = include_str!("cases.txt");

fn find_in(text: &str, date: &str) -> Vec<Time> {
    let date: Option<Date> = date.parse().ok();
    let anchor = date.map(|date| Anchor { date, source: "publishedAt" });
    find(text, &[Range { start: 0, end: text.len() }], anchor.as_ref())
}

fn shown(text: &str, time: &Time) -> String {
    let span = time.span.expect("a span");
    let modifier = if time.r#mod == 0 { String::new() } else { format!(" {}", time.r#mod().as_str_name()) };
    let written = &text[span.start as usize..span.end as usize];
    format!("[{written}] {} {}{modifier}", time.r#type().as_str_name(), time.value)
}

/// What is wrong with a case; nothing when it holds.
fn check(line: &str) -> Option<String> {
    let mut fields = line.split(" | ");
    let (date, marked) = (fields.next()?, fields.next()?);
    let (meaning, bounds) = fields.next().map_or(("", None), |rest| {
        rest.split_once(" ; ").map_or((rest, None), |(meaning, bounds)| (meaning, Some(bounds)))
    });
    let text = marked.replace(['[', ']'], "");
    let found = find_in(&text, date);
    let inside = marked.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    let expected: Vec<String> = inside.map(|(inside, _)| format!("[{inside}] {meaning}")).into_iter().collect();
    let got: Vec<String> = found.iter().map(|time| shown(&text, time)).collect();
    let written: Vec<String> = found.iter().map(|time| format!("{} {}", time.begin, time.end)).collect();
    let holds = got == expected && bounds.is_none_or(|bounds| written == [bounds]);
    (!holds).then(|| format!("{line}\n  got {got:?} {written:?}"))
}

#[test]
fn the_cases_hold() {
    let wrong: Vec<String> = CASES.lines().filter(|line| !line.starts_with('#')).filter_map(check).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_open_says_why_and_what_is_resolved_says_against_what() {
    let open = find_in("They met Monday.", "-").remove(0);
    assert_eq!((open.unresolved.as_str(), open.anchor.as_str(), open.begin.as_str()), ("no document date", "", ""));
    let resolved = find_in("They met Monday.", "2024-04-02").remove(0);
    assert_eq!((resolved.unresolved.as_str(), resolved.anchor.as_str()), ("", "publishedAt"));
}

#[test]
fn a_day_may_count_from_the_time_before_it() {
    let times = find_in("The jet crashed on March 3, 2021. Two days later, divers found it.", "2024-04-02");
    assert_eq!((times[1].value.as_str(), times[1].anchor.as_str()), ("2021-03-05", "t1"));
    let alone = find_in("Two days later, divers found it.", "2024-04-02").remove(0);
    assert_eq!((alone.value.as_str(), alone.unresolved.as_str()), ("XXXX-XX-XX", "no time nearby to count from"));
}

#[test]
fn neighbours_share_year_month_and_unit() {
    let cases = [
        ("It ran between May and July 2023.", ["2023-05", "2023-07"]),
        ("It ran from Oct. 7-9, 2023.", ["2023-10-07", "2023-10-09"]),
        ("It ran from 2010 to 2015.", ["2010", "2015"]),
        ("In the 2019-21 downturn.", ["2019", "2021"]),
        ("It will take two to six weeks.", ["P2W", "P6W"]),
    ];
    for (text, expected) in cases {
        let found: Vec<String> = find_in(text, "2024-04-02").into_iter().map(|time| time.value).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_huge_line_ends_soon() {
    for piece in ["7 ", "12,345,678,", "Monday last week ", "the end of the ", "two hundred and ", "αα ", "1234567890"]
    {
        let text = piece.repeat((1 << 17) / piece.len());
        let start = std::time::Instant::now();
        let _ = find_in(&text, "2024-04-02");
        assert!(start.elapsed().as_secs() < 20, "{piece}: {:?}", start.elapsed());
    }
}

proptest! {
    #[test]
    fn any_text_gives_ordered_spans_on_character_boundaries(
        words in proptest::collection::vec("[a-z]{1,9}|[0-9]{1,4}|[.,:/$%-]|Monday|May|last|the|week|ago|noon|p.m.|é|’|\n\n", 0..60),
    ) {
        let text = words.join(" ");
        let mut end = 0;
        for time in find_in(&text, "2024-02-29") {
            let span = time.span.expect("a span");
            prop_assert!(span.start < span.end && span.start as usize >= end);
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
            end = span.end as usize;
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = find_in(&text, "9999-12-31");
    }
}
