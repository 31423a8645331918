//! Segmentation of text that is written carelessly or made to hurt: it stays whole, and takes time about linear in the text.

use std::hint::black_box;
use std::ops::Range;
use std::time::{Duration, Instant};

use dateline_language::{Document, segment};
use proptest::prelude::*;
use proptest::string::string_regex;

fn whole(text: &str) -> Document<'_> {
    segment(text, std::slice::from_ref(&(0..text.len())))
}

fn words(document: &Document<'_>) -> Vec<String> {
    (0..document.tokens.len()).map(|token| document.word(token).to_lowercase()).collect()
}

fn sentences(document: &Document<'_>) -> Vec<Range<usize>> {
    document.sentences.iter().map(|sentence| sentence.tokens.clone()).collect()
}

/// Sentences of plain words.
fn plain() -> impl Strategy<Value = Vec<String>> {
    let sentence =
        string_regex("(the|harbour|boats|left|early|keeper|wrote|storm)( (the|harbour|boats|left|early|lamp)){2,12}");
    prop::collection::vec(sentence.expect("a valid pattern"), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn case_changes_neither_tokens_nor_sentences(lines in plain()) {
        let text = lines.iter().map(|line| format!("The {line}. ")).collect::<String>();
        let (upper, lower) = (text.to_uppercase(), text.to_lowercase());
        let document = whole(&text);
        prop_assert_eq!(document.sentences.len(), lines.len());
        for other in [whole(&upper), whole(&lower)] {
            prop_assert_eq!(words(&document), words(&other));
            prop_assert_eq!(sentences(&document), sentences(&other));
        }
    }

    #[test]
    fn text_without_stops_is_split_at_blank_lines_alone(lines in plain()) {
        prop_assert_eq!(whole(&lines.join("\n\n")).sentences.len(), lines.len());
        prop_assert_eq!(whole(&lines.join(" and ")).sentences.len(), 1);
    }

    #[test]
    fn an_emoji_is_a_token_and_ends_no_word(lines in plain(), emoji in "[😀-🙏]|👩‍🚀|🇫🇷|❤️") {
        let text = lines.iter().map(|line| format!("{line}{emoji} ")).collect::<String>();
        let document = whole(&text);
        let found = words(&document).into_iter().filter(|word| *word == emoji).count();
        prop_assert_eq!(found, lines.len());
    }
}

#[test]
fn a_sentence_of_5000_words_is_one_sentence() {
    let text = format!("The keeper wrote {}of it.", "the storm, the harbour and the lamp, ".repeat(800));
    let document = whole(&text);
    assert_eq!(document.sentences.len(), 1);
    assert!(document.tokens.len() > 5_000);
}

/// What rules that look around could take too long over.
const UNITS: [&str; 16] =
    ["the harbour ", "x", "a-", "a.", "1,", "12,", "a/", "a&", "ada@", "a.b,", "http:", "'", "=-", "[1", "? ", ":("];

#[test]
fn time_is_about_linear_in_the_text() {
    for unit in UNITS {
        let text = unit.repeat(200_000);
        let start = Instant::now();
        black_box(whole(black_box(&text)));
        // Usually a tenth of a second; were it quadratic, minutes.
        assert!(start.elapsed() < Duration::from_secs(8), "{unit:?} takes {:?}", start.elapsed());
    }
}
