//! The words of a stretch as windows that the encoder reads at once.

use std::ops::Range;

use super::features::{Features, Word};

/// Most word pieces of a window, without the two that stand at its ends.
pub(super) const MOST_PIECES: usize = 126;

/// Cuts the words of a stretch into windows: whole sentences of the rules while they fit; a sentence that is too long is
/// cut, after a comma, colon or semicolon in the last quarter where there is one.
pub(super) fn windows(words: &[Word<'_>], features: &[Features]) -> Vec<Range<usize>> {
    let mut windows = Vec::new();
    let mut begin = 0;
    while begin < features.len() {
        let end = end_of(words, features, begin);
        windows.push(begin..end);
        begin = end;
    }
    windows
}

/// Where the window that begins at `begin` ends: after one word at least.
fn end_of(words: &[Word<'_>], features: &[Features], begin: usize) -> usize {
    let mut pieces = 0;
    let (mut sentence, mut mark) = (None, None);
    for (at, word) in features.iter().enumerate().skip(begin) {
        if at > begin && word.rule {
            sentence = Some(at);
        }
        if pieces > MOST_PIECES * 3 / 4 && at > begin && ends_part(words, at - 1) {
            mark = Some(at);
        }
        pieces += word.pieces.len();
        if pieces > MOST_PIECES && at > begin {
            return sentence.or(mark).unwrap_or(at);
        }
    }
    features.len()
}

fn ends_part(words: &[Word<'_>], at: usize) -> bool {
    words.get(at).is_some_and(|word| matches!(word.text, "," | ";" | ":"))
}

#[cfg(test)]
mod tests {
    use super::super::features::{Before, Reader};
    use super::*;

    /// Windows of words of one piece each, of which those written `|` begin a sentence.
    fn cut(text: &str) -> Vec<Range<usize>> {
        let words: Vec<_> =
            text.split(' ').map(|text| Word { text, before: Before::Space, rule: text == "|" }).collect();
        windows(&words, &Reader::new("[UNK]\n[CLS]\n[SEP]\na").expect("has its specials").read(&words))
    }

    fn sentence(words: usize) -> String {
        format!("|{}", plain(words - 1))
    }

    fn plain(words: usize) -> String {
        " a".repeat(words)
    }

    #[test]
    fn whole_sentences_fill_a_window() {
        let text = [60, 60, 6, 1, 125].map(sentence).join(" ");
        assert_eq!(cut(&text), [0..126, 126..252]);
    }

    #[test]
    fn a_sentence_that_does_not_fit_begins_the_next_window() {
        let text = [100, 27].map(sentence).join(" ");
        assert_eq!(cut(&text), [0..100, 100..127]);
    }

    #[test]
    fn long_sentences_are_cut_after_a_late_mark_or_at_the_limit() {
        assert_eq!(cut(&sentence(300)), [0..126, 126..252, 252..300]);
        let text = format!("{} ,{} ,{}", sentence(20), plain(89), plain(59));
        assert_eq!(cut(&text), [0..111, 111..170]);
    }
}
