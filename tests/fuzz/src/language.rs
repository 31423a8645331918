//! Any text is analysed, and what is found lies in it, in order, as trees.
#![no_main]

use dateline_language::Analyzer;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::default);

fuzz_target!(|text: &str| {
    let whole = 0..text.len();
    let document = ANALYZER.analyze(text, std::slice::from_ref(&whole));
    let mut end = 0;
    for token in &document.tokens {
        assert!(end <= token.span.start && token.span.start < token.span.end, "tokens in order, none empty");
        assert!(text.get(token.span.clone()).is_some(), "on characters");
        end = token.span.end;
    }
    for sentence in &document.sentences {
        for first in sentence.tokens.clone() {
            let mut at = first;
            for _ in sentence.tokens.clone() {
                at = document.tokens[at].head;
            }
            assert_eq!(document.tokens[at].head, at, "every head leads to a root");
        }
    }
});
