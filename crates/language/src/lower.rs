//! Short words in lower case without an allocation.

/// Longest word that is lowered, in bytes.
const LONGEST: usize = 16;

/// A buffer that short words are lowered into.
#[derive(Debug, Default)]
pub(crate) struct Lower([u8; LONGEST]);

impl Lower {
    /// The word with its ASCII letters in lower case; nothing when it is longer than 16 bytes.
    pub(crate) fn of(&mut self, word: &str) -> Option<&str> {
        let buffer = self.0.get_mut(..word.len())?;
        buffer.copy_from_slice(word.as_bytes());
        buffer.make_ascii_lowercase();
        std::str::from_utf8(buffer).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_are_lowered_and_long_ones_are_not() {
        assert_eq!(Lower::default().of("U.S"), Some("u.s"));
        assert_eq!(Lower::default().of("ÉTÉ"), Some("ÉtÉ"));
        assert_eq!(Lower::default().of("internationalisation"), None);
    }
}
