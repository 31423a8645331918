use super::*;

/// Each line: a text and, after `→`, its pieces.
const CASES: &str = include_str!("../../tests/tokens.txt");

#[test]
fn texts_are_cut_as_the_treebank_cuts_them() {
    let mut wrong = Vec::new();
    for line in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (text, expected) = line.split_once(" → ").expect("a case has an arrow");
        let pieces: Vec<_> = tokenize(text, 0..text.len()).into_iter().map(|p| text.get(p.span).unwrap()).collect();
        if pieces.join(" ") != expected {
            wrong.push(format!("{expected}\n    {}", pieces.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn gaps_tell_lines_from_spaces() {
    let text = "one two\nthree\r\n\r\nfour";
    let gaps: Vec<_> = tokenize(text, 0..text.len()).into_iter().map(|p| p.gap).collect();
    assert_eq!(gaps, [Gap::Space, Gap::Space, Gap::Line, Gap::Blank]);
}

#[test]
fn a_stretch_off_the_boundaries_has_no_pieces() {
    assert!(tokenize("é", 1..2).is_empty());
}
