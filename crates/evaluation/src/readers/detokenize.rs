//! Natural text from tokens, for sets that have lost theirs.
//!
//! Tokens are divided by one space, except that
//! - closing punctuation, clitics (`'s`, `n't`) and `%` stand against the token before;
//! - opening brackets, currency signs and `#`, `@` stand against the token after;
//! - straight quotation marks open and close in turn, and stand against what they enclose;
//! - Penn Treebank's escapes are undone: ``` `` ``` and `''` are `"`, `-LRB-` is `(`, and so on.
//!
//! Sentences of one document are divided by a space, or by a blank line after one that ends without a full stop, as
//! headlines do.

use std::ops::Range;

/// Text with the bytes of each token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Bytes of each token added since the beginning.
    pub tokens: Vec<Range<usize>>,
}

impl Text {
    /// Adds a sentence; gives its tokens as indices into [`Text::tokens`].
    pub fn sentence<'t>(&mut self, tokens: impl IntoIterator<Item = &'t str>) -> Range<usize> {
        let first = self.tokens.len();
        let mut glue = Glue { open_quote: false, tight: true };
        self.divide();
        for token in tokens {
            let (token, side) = (unescape(token), glue.side(token));
            if !(side.tight_before || glue.tight) {
                self.text.push(' ');
            }
            glue.tight = side.tight_after;
            let start = self.text.len();
            self.text.push_str(token);
            self.tokens.push(start..self.text.len());
        }
        first..self.tokens.len()
    }

    /// Ends a sentence, if there is one, before the next.
    pub(super) fn divide(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str(if self.ends_sentence() { " " } else { "\n\n" });
        }
    }

    fn ends_sentence(&self) -> bool {
        let marks = ['"', '\'', '”', '’', ')', ']'];
        self.text.trim_end_matches(marks).ends_with(['.', '!', '?', ':', ';', '…'])
    }
}

struct Glue {
    open_quote: bool,
    /// The token before wants nothing after it.
    tight: bool,
}

struct Side {
    tight_before: bool,
    tight_after: bool,
}

impl Glue {
    fn side(&mut self, token: &str) -> Side {
        let side = |tight_before, tight_after| Side { tight_before, tight_after };
        match token {
            "``" | "“" | "‘" => side(false, true),
            "\"" | "''" => {
                self.open_quote = !self.open_quote && token == "\"";
                side(!self.open_quote, self.open_quote)
            }
            "(" | "[" | "{" | "-LRB-" | "-LSB-" | "-LCB-" | "$" | "£" | "€" | "¥" | "US$" | "#" | "@" => {
                side(false, true)
            }
            _ => side(stands_against_the_last(token), false),
        }
    }
}

fn stands_against_the_last(token: &str) -> bool {
    let closing = [")", "]", "}", "-RRB-", "-RSB-", "-RCB-", "%", "”", "’", "'"];
    let clitics = ["n't", "n’t", "'s", "'re", "'ve", "'ll", "'d", "'m", "’s", "’re", "’ve", "’ll", "’d", "’m"];
    let lower = token.to_ascii_lowercase();
    closing.contains(&token)
        || clitics.contains(&lower.as_str())
        || !token.is_empty() && token.chars().all(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…'))
}

fn unescape(token: &str) -> &str {
    match token {
        "``" | "''" => "\"",
        "-LRB-" => "(",
        "-RRB-" => ")",
        "-LSB-" => "[",
        "-RSB-" => "]",
        "-LCB-" => "{",
        "-RCB-" => "}",
        token => token,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(sentences: &[&str]) -> String {
        let mut text = Text::default();
        for sentence in sentences {
            text.sentence(sentence.split(' '));
        }
        for token in &text.tokens {
            assert!(text.text.get(token.clone()).is_some_and(|token| !token.contains(' ')));
        }
        text.text
    }

    #[test]
    fn tokens_are_set_as_people_write() {
        assert_eq!(text(&["He did n't pay $ 5 ( or 4 % ) , she said ."]), "He didn't pay $5 (or 4%), she said.");
        assert_eq!(text(&["\" Go , \" she said : \" now \" ."]), "\"Go,\" she said: \"now\".");
        assert_eq!(text(&["`` Go '' -LRB- now -RRB-"]), "\"Go\" (now)");
    }

    #[test]
    fn a_sentence_without_a_full_stop_is_a_paragraph() {
        assert_eq!(
            text(&["Rain stops play", "It rained .", "It stopped ."]),
            "Rain stops play\n\nIt rained. It stopped."
        );
    }
}
