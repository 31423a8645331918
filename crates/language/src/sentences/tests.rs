use std::collections::BTreeSet;

use super::*;
use crate::tokenizer::tokenize;

/// Cases divided by blank lines: each line is one sentence; the text is the lines joined by a space, `⏎` a line break.
const CASES: &str = include_str!("../../tests/sentences.txt");

fn sentences(text: &str) -> Vec<String> {
    let pieces = tokenize(text, 0..text.len());
    let ranges = split(text, &pieces);
    ranges
        .iter()
        .map(|range| text.get(pieces[range.start].span.start..pieces[range.end - 1].span.end).unwrap().to_owned())
        .collect()
}

#[test]
fn texts_are_split_into_their_sentences() {
    let lines: Vec<_> = CASES.lines().filter(|line| !line.starts_with("##")).collect();
    let mut wrong = Vec::new();
    for case in lines.join("\n").split("\n\n").filter(|case| !case.trim().is_empty()) {
        let expected: Vec<_> = case.trim().lines().map(|line| line.replace('⏎', "\n")).collect();
        let found = sentences(&expected.join(" "));
        let trimmed: Vec<_> = expected.iter().map(|line| line.trim().to_owned()).collect();
        if found != trimmed {
            wrong.push(format!("{found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_sentence_is_never_longer_than_the_limit() {
    let text = "word ".repeat(3 * LONGEST);
    let pieces = tokenize(&text, 0..text.len());
    assert_eq!(split(&text, &pieces).len(), 3);
}

/// Kinds of cases with their number; see the head of the file.
const GOLDEN_RULES: &str = include_str!("../../tests/golden_rules.txt");

#[test]
fn all_52_golden_rules_hold() {
    let cases = GOLDEN_RULES.split("\n\n").filter_map(|case| case.trim().strip_prefix("## ")?.split_once('\n'));
    let (mut kinds, mut wrong) = (BTreeSet::new(), Vec::new());
    for (header, lines) in cases {
        kinds.insert(header.split(' ').next().expect("a number"));
        let expected: Vec<_> = lines.lines().map(|line| line.replace('⏎', "\n")).collect();
        let joiner = if header.ends_with("(joined by nothing)") { "" } else { " " };
        let trimmed: Vec<_> = expected.iter().map(|line| line.trim().to_owned()).collect();
        let found = sentences(&expected.join(joiner));
        if found != trimmed {
            wrong.push(format!("{header}: {found:#?}"));
        }
    }
    assert_eq!(kinds.len(), 52);
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}
