//! Which words of a paragraph differ from those it had before.

use std::collections::HashSet;

use dateline_record::fingerprint::is_dense;
use similar::{ChangeTag, TextDiff};

/// Words of a paragraph that are compared one by one, at most: with more it is told whole.
const MOST_WORDS: usize = 4_000;

/// Words that stay as they are which are shown beside those that change.
const AROUND: usize = 7;

/// A stretch of a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Same(String),
    Changed { removed: String, added: String },
}

impl Piece {
    /// What it has that the other revision has not, of the later or the earlier one.
    pub(super) fn changed(&self, added: bool) -> Option<&str> {
        let Self::Changed { removed, added: new } = self else { return None };
        Some(if added { new } else { removed }.trim()).filter(|text| !text.is_empty())
    }
}

/// Whether two lines are one in other words: they share half of the words of the longer one.
pub(super) fn are_alike(before: &str, after: &str) -> bool {
    let words = |text| -> HashSet<&str> { tokens(text).into_iter().filter(|token| is_word(token)).collect() };
    let (before, after) = (words(before), words(after));
    let longer = before.len().max(after.len());
    (1..=MOST_WORDS).contains(&longer) && before.intersection(&after).count() * 2 >= longer
}

/// The stretches of a line that stayed, and those that were put in the place of others. Spaces between two that changed belong
/// to these.
pub(super) fn changes(before: &str, after: &str) -> Vec<Piece> {
    let (old, new) = (tokens(before), tokens(after));
    if old.len().max(new.len()) > MOST_WORDS * 2 {
        return vec![Piece::Changed { removed: before.to_owned(), added: after.to_owned() }];
    }
    let diff = TextDiff::from_slices(&old, &new);
    let (mut pieces, mut gap) = (Vec::new(), String::new());
    for change in diff.iter_all_changes() {
        let token = change.value();
        if change.tag() == ChangeTag::Equal {
            if matches!(pieces.last(), Some(Piece::Changed { .. })) {
                gap.push_str(token);
                if token.trim().is_empty() {
                    continue;
                }
                pieces.push(Piece::Same(std::mem::take(&mut gap)));
            } else if let Some(Piece::Same(text)) = pieces.last_mut() {
                text.push_str(token);
            } else {
                pieces.push(Piece::Same(token.to_owned()));
            }
            continue;
        }
        if !matches!(pieces.last(), Some(Piece::Changed { .. })) {
            pieces.push(Piece::Changed { removed: String::new(), added: String::new() });
        }
        if let Some(Piece::Changed { removed, added }) = pieces.last_mut() {
            removed.push_str(&gap);
            added.push_str(&gap);
            gap.clear();
            if change.tag() == ChangeTag::Insert { added.push_str(token) } else { removed.push_str(token) }
        }
    }
    if !gap.is_empty() {
        pieces.push(Piece::Same(gap));
    }
    pieces
}

/// The line as one of the revisions has it.
pub(super) fn whole(pieces: &[Piece], of_later: bool) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Same(text) => text.clone(),
        Piece::Changed { removed, added } => if of_later { added } else { removed }.clone(),
    };
    pieces.iter().map(text).collect()
}

/// The line with what it lost and got, `[-so-]{+thus+}`, and some words beside it.
pub(super) fn shown(pieces: &[Piece]) -> String {
    let mut line = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Same(text) => line.push_str(&shortened(text, at == 0, at + 1 == pieces.len())),
            Piece::Changed { removed, added } => {
                let sides = [removed, added];
                if at > 0 && sides.iter().any(|text| text.starts_with(char::is_whitespace)) {
                    line.push(' ');
                }
                for (text, begin, end) in [(removed, "[-", "-]"), (added, "{+", "+}")] {
                    if !text.trim().is_empty() {
                        line.extend([begin, text.trim(), end]);
                    }
                }
                if sides.iter().any(|text| text.ends_with(char::is_whitespace)) {
                    line.push(' ');
                }
            }
        }
    }
    line
}

/// A stretch that stayed, without most of its words where it has many: those at its ends are beside a change, unless the line
/// begins or ends there.
fn shortened(text: &str, is_first: bool, is_last: bool) -> String {
    let tokens = tokens(text);
    let words: Vec<usize> =
        (0..tokens.len()).filter(|at| tokens.get(*at).is_some_and(|token| is_word(token))).collect();
    let (head, tail) = (if is_first { 0 } else { AROUND }, if is_last { 0 } else { AROUND });
    if words.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let end = if is_first { 0 } else { words.get(head).copied().unwrap_or_default() };
    let start = if is_last { tokens.len() } else { words.get(words.len() - tail).copied().unwrap_or(tokens.len()) };
    let (before, after) = (tokens.get(..end).unwrap_or_default(), tokens.get(start..).unwrap_or_default());
    format!("{}…{}{}", before.concat(), if is_last { "" } else { " " }, after.concat())
}

fn is_word(token: &str) -> bool {
    token.chars().next().is_some_and(char::is_alphanumeric)
}

/// Words, stretches of white space, and characters by themselves: of scripts without spaces, and punctuation.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        c if is_dense(c) => 0,
        c if c.is_alphanumeric() => 1,
        c if c.is_whitespace() => 2,
        _ => 0,
    };
    let (mut tokens, mut start, mut before) = (Vec::new(), 0, 3);
    for (at, c) in text.char_indices() {
        let now = kind(c);
        if at > start && (now != before || now == 0) {
            tokens.extend(text.get(start..at));
            start = at;
        }
        before = now;
    }
    tokens.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_differ_are_marked() {
        for (before, after, expected) in [
            ("Four dead", "Five dead", "[-Four-]{+Five+} dead"),
            ("He said so twice.", "He said so.", "He said so [-twice-]."),
            ("one two three", "one 2 3 three", "one [-two-]{+2 3+} three"),
            ("“Yes”", "\"Yes\"", "[-“-]{+\"+}Yes[-”-]{+\"+}"),
            ("市長は月曜日に辞任", "市長は火曜日に辞任", "市長は[-月-]{+火+}曜日に辞任"),
        ] {
            let pieces = changes(before, after);
            assert_eq!(shown(&pieces), expected);
            assert_eq!([whole(&pieces, false), whole(&pieces, true)], [before, after]);
        }
    }

    #[test]
    fn what_shares_few_words_is_another_line() {
        assert!(are_alike("The bridge opens in May", "The bridge opens in June"));
        assert!(!are_alike("The bridge opens in May", "A storm is coming from the sea"));
        assert!(!are_alike("", "") && !are_alike("…", "…"));
    }

    #[test]
    fn a_paragraph_of_any_length_is_told() {
        let line =
            |seed: u32| -> String { (0..100_000u32).map(|n| format!("w{} ", n.wrapping_mul(seed) % 99_991)).collect() };
        let pieces = changes(&line(7), &line(11));
        assert_eq!(pieces.len(), 1);
        assert!(!are_alike(&line(7), &line(11)));
    }
}
