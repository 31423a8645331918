//! What holds for every text.

use std::ops::Range;

use dateline_language::{Analyzer, Document};
use proptest::prelude::*;
use proptest::string::string_regex;

/// Text of all scripts, mixed with what tokenizers and splitters look at.
fn any_text() -> impl Strategy<Value = String> {
    let english =
        string_regex("([A-Z]?[a-z]{1,8}('s|n’t|-[a-z]+|\\.|,|\\?|!”|%)?[ \n]){0,40}").expect("a valid pattern");
    let marks = string_regex("[ \n.!?“”\"'’()\\-—…$%&@:/0-9A-Za-z_]{0,200}").expect("a valid pattern");
    prop_oneof![any::<String>(), english, marks, string_regex("\\PC{0,200}").expect("a valid pattern")]
}

/// A text with stretches that may overlap, be empty or fall inside characters.
fn text_and_stretches() -> impl Strategy<Value = (String, Vec<Range<usize>>)> {
    (any_text(), prop::collection::vec((0..300_usize, 0..300_usize), 0..4))
        .prop_map(|(text, ends)| (text, ends.into_iter().map(|(a, b)| a..b).collect()))
}

fn check(document: &Document<'_>) {
    let mut reached = 0;
    for token in &document.tokens {
        assert!(reached <= token.span.start && token.span.start < token.span.end, "tokens in order");
        assert!(document.text.get(token.span.clone()).is_some(), "tokens on boundaries");
        reached = token.span.end;
    }
    let mut next = 0;
    for sentence in &document.sentences {
        assert_eq!(sentence.tokens.start, next, "sentences cover the tokens");
        next = sentence.tokens.end;
        assert_eq!(document.span_of(sentence.tokens.clone()), Some(sentence.span.clone()));
        check_tree(document, sentence.tokens.clone());
    }
    assert_eq!(next, document.tokens.len());
    check_names(document);
}

/// One root, and every word leads to it.
fn check_tree(document: &Document<'_>, tokens: Range<usize>) {
    let roots = tokens.clone().filter(|token| document.tokens[*token].head == *token).count();
    assert_eq!(roots, 1, "one root");
    for token in tokens.clone() {
        let (mut at, mut steps) = (token, 0);
        while document.tokens[at].head != at {
            at = document.tokens[at].head;
            steps += 1;
            assert!(tokens.contains(&at) && steps <= tokens.len(), "heads form a tree");
        }
    }
}

fn check_names(document: &Document<'_>) {
    let mut reached = 0;
    for name in &document.names {
        assert!(reached <= name.tokens.start && name.tokens.start < name.tokens.end, "names in order");
        assert!(name.tokens.end <= document.tokens.len() && (0.0..=1.0).contains(&name.confidence));
        assert_eq!(document.sentence_of(name.tokens.start), document.sentence_of(name.tokens.end - 1));
        reached = name.tokens.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn documents_are_well_formed((text, stretches) in text_and_stretches()) {
        check(&Analyzer::default().analyze(&text, &stretches));
    }

    #[test]
    fn the_same_text_gives_the_same_document(text in any_text()) {
        let whole = 0..text.len();
        let document = Analyzer::default().analyze(&text, std::slice::from_ref(&whole));
        check(&document);
        let again = std::thread::scope(|scope| {
            scope.spawn(|| Analyzer::default().analyze(&text, std::slice::from_ref(&whole))).join().expect("no panic")
        });
        prop_assert_eq!(document, again);
    }

    #[test]
    fn nothing_but_space_is_left_out(text in any_text()) {
        let whole = 0..text.len();
        let document = Analyzer::default().analyze(&text, std::slice::from_ref(&whole));
        let kept = |c: &char| !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{200B}' | '\u{FEFF}');
        let joined: String = (0..document.tokens.len()).flat_map(|token| document.word(token).chars()).filter(kept).collect();
        prop_assert_eq!(joined, text.chars().filter(kept).collect::<String>());
    }
}

#[test]
fn a_very_long_sentence_and_a_very_long_word_are_analysed() {
    for text in [
        "the grey harbour ".repeat(2_000),
        "x".repeat(200_000),
        "…\"(".repeat(20_000),
        "U.S.".repeat(10_000),
        "a-".repeat(20_000),
    ] {
        let whole = 0..text.len();
        check(&Analyzer::default().analyze(&text, std::slice::from_ref(&whole)));
    }
}
