//! Ends of sentences in mail, forums and chats: small letters after a full stop, emoticons, headers, closing formulas.

use super::{Gap, Splitter, is_opener, is_reporting, is_terminal};
use crate::tokenizer::{abbreviations, emoticons};

/// Formulas that close a letter; the signature follows.
const CLOSINGS: [&str; 7] = ["Best", "Cheers", "Regards", "Respectfully", "Sincerely", "Thanks", "Yours"];

impl Splitter<'_> {
    /// Whether the mark at `mark` ends a sentence although what follows at `next` starts with a small letter.
    ///
    /// A full stop after a word that is no abbreviation does. Capitalised and very short words may be unknown
    /// abbreviations or names with a mark of their own, so after these the sentence goes on.
    pub(super) fn ends_before_small(&self, mark: usize, next: usize) -> bool {
        let small = self.word(next).starts_with(|c: char| c.is_ascii_lowercase());
        let Some(before) = mark.checked_sub(1).map(|at| self.word(at)).filter(|_| small && next == mark + 1) else {
            return false;
        };
        let whole = before.len() > 1 && before.contains(['a', 'e', 'i', 'o', 'u', 'y', 'A', 'E', 'I', 'O', 'U']);
        let plain = before.starts_with(|c: char| c.is_ascii_lowercase()) || before.len() > 5;
        match self.word(mark) {
            "." => plain && whole && abbreviations::kind(before).is_none() && self.gap(mark) == Gap::None,
            mark if mark.starts_with(['!', '?']) => {
                !before.starts_with(char::is_uppercase) && !self.asks_small(next) && before != "\"" && before != "”"
            }
            _ => false,
        }
    }

    /// `she asks`, `asked the minister`.
    fn asks_small(&self, at: usize) -> bool {
        is_reporting(self.word(at))
            || matches!(self.word(at), "he" | "she" | "they" | "i" | "we" | "you") && is_reporting(self.word(at + 1))
    }

    /// Whether a sentence ends before `next` by the form of a letter: after the time in a header, after a closing formula
    /// before the name.
    pub(super) fn letter_ends(&self, start: usize, next: usize) -> bool {
        if self.gap(next) != Gap::Space || next < start + 2 {
            return false;
        }
        match self.word(next - 1) {
            "AM" | "PM" => next > start + 2 && is_clock(self.word(next - 2)) && is_date(self.word(next - 3)),
            "," if next == start + 2 => {
                let follows = self.word(next);
                CLOSINGS.contains(&self.word(start)) && follows.starts_with(char::is_uppercase) && !is_opener(follows)
            }
            _ => false,
        }
    }

    /// Whether the emoticon at `mark` ends a sentence before `next`.
    pub(super) fn emoticon_ends(&self, mark: usize, next: usize) -> bool {
        let closes = mark.checked_sub(1).is_some_and(|at| is_terminal(self.word(at)));
        closes || self.word(mark) != "<3" && self.word(next).starts_with(char::is_uppercase)
    }
}

pub(super) fn is_emoticon(word: &str) -> bool {
    (2..=5).contains(&word.len()) && emoticons::length(word, true) == Some(word.len())
}

/// `09:14`.
fn is_clock(word: &str) -> bool {
    word.contains(':') && word.bytes().all(|b| b.is_ascii_digit() || b == b':')
}

/// `01/19/2001`.
fn is_date(word: &str) -> bool {
    word.bytes().filter(|b| *b == b'/').count() == 2 && word.bytes().all(|b| b.is_ascii_digit() || b == b'/')
}
