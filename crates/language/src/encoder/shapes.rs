//! The shape of a word: how it uses capitals, digits and marks, which an uncased vocabulary cannot see.

/// The shape of a word; its number is the row of the embedding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Shape {
    /// Small letters only.
    Lower,
    /// A capital, then small letters.
    Title,
    /// Two capitals or more, and no other letters.
    Capitals,
    /// One letter, a capital.
    Initial,
    /// Capitals and small letters otherwise.
    Mixed,
    /// Digits, with `,` `.` `:` at most.
    Digits,
    /// Letters and digits.
    Alphanumeric,
    /// Neither letters nor digits.
    Marks,
    /// Letters without case, and all else.
    Other,
}

impl Shape {
    /// The shape of a word. Marks within a word of letters do not count.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let count = |test: fn(char) -> bool| word.chars().filter(|c| test(*c)).count();
        let (letters, digits) = (count(char::is_alphabetic), count(char::is_numeric));
        let (upper, lower) = (count(char::is_uppercase), count(char::is_lowercase));
        let title = word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        match () {
            () if letters == 0 && digits == 0 => Self::Marks,
            () if letters == 0 && word.chars().all(|c| c.is_numeric() || matches!(c, ',' | '.' | ':')) => Self::Digits,
            () if letters == 0 => Self::Other,
            () if digits > 0 => Self::Alphanumeric,
            () if upper + lower < letters => Self::Other,
            () if upper == 0 => Self::Lower,
            () if letters == 1 => Self::Initial,
            () if lower == 0 => Self::Capitals,
            () if upper == 1 && title => Self::Title,
            () => Self::Mixed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("river", Shape::Lower)]
    #[case("o'clock", Shape::Lower)]
    #[case("Lagos", Shape::Title)]
    #[case("UN", Shape::Capitals)]
    #[case("U.N.", Shape::Capitals)]
    #[case("J.", Shape::Initial)]
    #[case("McKay", Shape::Mixed)]
    #[case("iPad", Shape::Mixed)]
    #[case("1,250.5", Shape::Digits)]
    #[case("50%", Shape::Other)]
    #[case("B-52", Shape::Alphanumeric)]
    #[case("—", Shape::Marks)]
    #[case("", Shape::Marks)]
    #[case("東京", Shape::Other)]
    fn shapes_follow_letters_and_digits(#[case] word: &str, #[case] shape: Shape) {
        assert_eq!(Shape::of(word), shape);
    }
}
