//! Patterns that are compiled only for a text that may match.
//!
//! Compiling one takes longer than trying a whole article, as its classes are of all Unicode and its repeats are bounded; most
//! of them meet no text that a look at its words does not rule out.

use std::sync::OnceLock;

use regex::Regex;

/// A text as a guard looks at it.
pub(crate) struct Glance<'t> {
    pub(crate) text: &'t str,
    lower: String,
    /// Where its first ASCII letter or digit is.
    start: usize,
    /// Whether it has a letter that folds to an ASCII letter without being one (long s, the sign of Kelvin): no guard knows
    /// these.
    odd: bool,
}

impl<'t> Glance<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let start = text.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(text.len());
        Self { text, lower: text.to_ascii_lowercase(), start, odd: text.contains(['\u{17f}', '\u{212a}']) }
    }

    /// Whether its first words are one of some phrases, in lower case and whole words, whatever stands before them.
    pub(crate) fn opens(&self, phrases: &[&str]) -> bool {
        let opening = self.lower.get(self.start..).unwrap_or_default();
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        phrases.iter().any(|phrase| opening.strip_prefix(phrase).is_some_and(ends))
    }

    /// Whether one of some phrases, in lower case, is in it.
    pub(crate) fn holds(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.lower.contains(phrase))
    }
}

/// A pattern with its guard, which holds for every text that the pattern fits.
pub(crate) struct Guarded {
    guard: fn(&Glance<'_>) -> bool,
    source: &'static str,
    compiled: OnceLock<Regex>,
}

impl Guarded {
    pub(crate) const fn new(guard: fn(&Glance<'_>) -> bool, source: &'static str) -> Self {
        Self { guard, source, compiled: OnceLock::new() }
    }

    pub(crate) fn fits(&self, glance: &Glance<'_>) -> bool {
        self.may_fit(glance) && self.pattern().is_match(glance.text)
    }

    pub(crate) fn may_fit(&self, glance: &Glance<'_>) -> bool {
        glance.odd || (self.guard)(glance)
    }

    #[expect(clippy::expect_used, reason = "the patterns are constants, compiled by every test")]
    pub(crate) fn pattern(&self) -> &Regex {
        self.compiled.get_or_init(|| Regex::new(self.source).expect("a valid pattern"))
    }
}

/// Whether one of some patterns fits a text.
pub(crate) fn any_fits(patterns: &[Guarded], text: &str) -> bool {
    let glance = Glance::of(text);
    patterns.iter().any(|pattern| pattern.fits(&glance))
}

/// Fails where a guard rules out what its pattern fits.
#[cfg(test)]
pub(crate) fn check(patterns: &[Guarded], text: &str) {
    let glance = Glance::of(text);
    for pattern in patterns {
        assert!(pattern.may_fit(&glance) || !pattern.pattern().is_match(text), "{} fits {text:?}", pattern.source);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_opens_with_whole_words_after_whatever_is_none() {
        let opens = |text: &str, phrase: &str| Glance::of(text).opens(&[phrase]);
        assert!(opens("» (Read more", "read") && opens("AD", "ad") && opens("read more: x", "read more"));
        assert!(!opens("Adopted", "ad") && !opens("to read", "read") && !opens("", "read"));
    }

    #[test]
    fn a_letter_that_folds_to_ascii_is_not_overlooked() {
        let share = [Guarded::new(|glance| glance.opens(&["share"]), r"(?i)^\W*share\W*$")];
        assert!(any_fits(&share, "\u{17f}hare") && any_fits(&share, "* SHARE") && !any_fits(&share, "shared"));
        assert!(share[0].compiled.get().is_some());
    }
}
