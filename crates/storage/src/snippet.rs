//! The piece of a text that shows why it was found.

use std::ops::Range;

use dateline_record::v1::Span;

use crate::{query::Phrase, words::each_word};

/// Bytes of a snippet, about.
const LENGTH: usize = 240;
/// Bytes shown before the first word found.
const LEAD: usize = 60;
/// Words of a text that are looked at.
const WORDS: usize = 50_000;

/// The window of `text` with most of `phrases` in it, and where they stand in it, in bytes.
pub(crate) fn snippet(text: &str, phrases: &[&Phrase]) -> (String, Vec<Span>) {
    let found = occurrences(text, phrases);
    let window = window(text, &found);
    let highlights = found.iter().filter(|(_, range)| range.start >= window.start && range.end <= window.end);
    let mut spans: Vec<Span> = Vec::new();
    for (_, range) in highlights {
        let (start, end) = ((range.start - window.start) as u32, (range.end - window.start) as u32);
        match spans.last_mut() {
            Some(last) if start < last.end => last.end = last.end.max(end),
            _ => spans.push(Span { start, end }),
        }
    }
    (text.get(window).unwrap_or_default().to_owned(), spans)
}

/// Every occurrence of every phrase, by position.
fn occurrences(text: &str, phrases: &[&Phrase]) -> Vec<(usize, Range<usize>)> {
    let mut found = Vec::new();
    let mut recent: Vec<(String, Range<usize>)> = Vec::new();
    let longest = phrases.iter().map(|phrase| phrase.words.len()).max().unwrap_or(0);
    let mut count = 0;
    each_word(text, |word, range| {
        count += 1;
        if count > WORDS || longest == 0 {
            return;
        }
        if recent.len() == longest {
            recent.remove(0);
        }
        recent.push((word.to_owned(), range));
        for (index, phrase) in phrases.iter().enumerate() {
            if let Some(start) = ends_with(&recent, phrase) {
                let end = recent.last().map_or(start, |(_, range)| range.end);
                found.push((index, start..end));
            }
        }
    });
    found.sort_by_key(|(_, range)| (range.start, range.end));
    found
}

/// Where the phrase begins, when `recent` ends with it.
fn ends_with(recent: &[(String, Range<usize>)], phrase: &Phrase) -> Option<usize> {
    let tail = recent.get(recent.len().checked_sub(phrase.words.len())?..)?;
    let last = phrase.words.len().checked_sub(1)?;
    let same = tail.iter().zip(&phrase.words).enumerate().all(|(index, ((word, _), wanted))| {
        word == wanted || (phrase.prefix && index == last && word.starts_with(wanted.as_str()))
    });
    same.then(|| tail.first().map(|(_, range)| range.start)).flatten()
}

/// The window that shows most different phrases, then most occurrences, then the earliest.
fn window(text: &str, found: &[(usize, Range<usize>)]) -> Range<usize> {
    let mut best = (0, 0, 0..text.len().min(LENGTH));
    for (index, (_, first)) in found.iter().enumerate() {
        let end = first.start.saturating_sub(LEAD) + LENGTH;
        let inside: Vec<usize> =
            found.iter().skip(index).take_while(|(_, range)| range.end <= end).map(|(phrase, _)| *phrase).collect();
        let mut distinct = inside.clone();
        distinct.sort_unstable();
        distinct.dedup();
        if (distinct.len(), inside.len()) > (best.0, best.1) {
            best = (distinct.len(), inside.len(), first.start.saturating_sub(LEAD)..end.max(first.end));
        }
    }
    on_words(text, best.2)
}

/// Grows or shrinks a range so that it cuts no word, as far as words have an end nearby.
fn on_words(text: &str, range: Range<usize>) -> Range<usize> {
    let start = boundary(text, range.start);
    let end = boundary(text, range.end.min(text.len()));
    let head = text.get(start..).unwrap_or_default();
    let start = if start == 0 {
        0
    } else {
        start + head.find(char::is_whitespace).filter(|skip| *skip < LEAD / 2).unwrap_or(0)
    };
    let tail = text.get(end..).unwrap_or_default();
    let end = end + tail.find(char::is_whitespace).filter(|more| *more < LEAD / 2).unwrap_or(0);
    let shown = text.get(start..end).unwrap_or_default();
    let trimmed = shown.len() - shown.trim_start().len();
    start + trimmed..end - (shown.len() - shown.trim_end().len()).min(end - start - trimmed)
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a span inside a character is a failure to see")]
mod tests {
    use super::*;

    fn show(text: &str, words: &[&str]) -> (String, Vec<String>) {
        let phrases: Vec<Phrase> = words
            .iter()
            .map(|words| Phrase { words: words.split(' ').map(str::to_owned).collect(), prefix: false, title: false })
            .collect();
        let (snippet, spans) = snippet(text, &phrases.iter().collect::<Vec<_>>());
        let marked = spans.iter().map(|span| snippet[span.start as usize..span.end as usize].to_owned()).collect();
        (snippet, marked)
    }

    #[test]
    fn the_words_found_are_marked() {
        let text = format!("{} The mayor of Zürich met the crew. {}", "Filler words. ".repeat(50), "More. ".repeat(50));
        let (snippet, marked) = show(&text, &["zurich", "the crew"]);
        assert_eq!(marked, ["Zürich", "the crew"]);
        assert!(snippet.len() < 320 && text.contains(&snippet));
    }

    #[test]
    fn a_window_with_both_words_beats_an_earlier_one_with_one() {
        let text = format!("flood here. {} flood and storm", "filler ".repeat(100));
        assert_eq!(show(&text, &["flood", "storm"]).1, ["flood", "storm"]);
    }

    #[test]
    fn without_a_match_the_beginning_is_shown() {
        let (snippet, marked) = show(&"água 😀 ".repeat(100), &["none"]);
        assert!(marked.is_empty() && snippet.starts_with("água"));
        assert_eq!(show("", &["x"]), (String::new(), Vec::new()));
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_spans_on_boundaries(text in ".{0,600}", word in "[a-z]{1,2}") {
            let phrase = Phrase { words: vec![word], prefix: true, title: false };
            let (snippet, spans) = super::snippet(&text, &[&phrase]);
            for span in spans {
                assert!(snippet.get(span.start as usize..span.end as usize).is_some());
            }
        }
    }
}
