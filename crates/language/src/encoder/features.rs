//! What the encoder is told of a word beside its pieces: its shape, what stands before it, whether the rules begin a
//! sentence there, and the tables of names that hold it.

use super::pieces::Pieces;
use super::shapes::Shape;
use crate::tables::{self, Tables};

/// Longest name looked up in the tables, in words.
const LONGEST_NAME: usize = 5;

/// What stands before a word; its number is the row of the embedding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Before {
    /// Nothing: the word continues a run of characters.
    Nothing,
    /// White space on the same line.
    Space,
    /// A line break, or the start of the stretch.
    Line,
}

/// A word of a stretch as it goes in.
#[derive(Debug, Clone, Copy)]
pub struct Word<'t> {
    /// Its characters.
    pub text: &'t str,
    /// What stands before it.
    pub before: Before,
    /// Whether the rules begin a sentence here.
    pub rule: bool,
}

/// A word as the encoder reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Features {
    /// One to eight numbers of the vocabulary.
    pub pieces: Vec<u32>,
    /// How it uses capitals, digits and marks.
    pub shape: Shape,
    /// What stands before it.
    pub before: Before,
    /// Whether the rules begin a sentence here.
    pub rule: bool,
    /// Tables of names: given name 1, surname 2, city 4, country or people 8, another name 16.
    pub list: u8,
}

/// Cuts words into pieces and knows the tables of names.
#[derive(Debug)]
pub struct Reader {
    pieces: Pieces,
    pub(super) names: Tables,
}

impl Reader {
    /// A reader over a vocabulary of word pieces, as [`Pieces::new`] reads it, and the built-in tables of names.
    #[must_use]
    pub fn new(vocabulary: &str) -> Option<Self> {
        Some(Self { pieces: Pieces::new(vocabulary)?, names: Tables::built_in() })
    }

    /// The numbers of `[CLS]` and `[SEP]`, the pieces at the ends of a window.
    pub(super) fn ends(&self) -> Option<[u32; 2]> {
        Some([self.pieces.number("[CLS]")?, self.pieces.number("[SEP]")?])
    }

    /// The features of the words of one stretch.
    #[must_use]
    pub fn read(&self, words: &[Word<'_>]) -> Vec<Features> {
        let lists = self.lists(words);
        let features = words.iter().zip(lists).map(|(word, list)| Features {
            pieces: self.pieces.cut(word.text),
            shape: Shape::of(word.text),
            before: word.before,
            rule: word.rule,
            list,
        });
        features.collect()
    }

    /// The bits of the longest name of the tables that each word stands in; a name starts with a capital.
    fn lists(&self, words: &[Word<'_>]) -> Vec<u8> {
        let mut lists = vec![0; words.len()];
        let mut at = 0;
        while at < words.len() {
            let (length, bits) = self.longest(words.get(at..).unwrap_or_default()).unwrap_or((1, 0));
            lists.iter_mut().skip(at).take(length).for_each(|list| *list = bits);
            at += length;
        }
        lists
    }

    /// Number of words and bits of the longest name that `words` start with.
    fn longest(&self, words: &[Word<'_>]) -> Option<(usize, u8)> {
        words.first().filter(|word| word.text.starts_with(char::is_uppercase))?;
        let mut phrase = String::new();
        let mut found = None;
        for (index, word) in words.iter().take(LONGEST_NAME).enumerate() {
            phrase.push_str(if index == 0 { "" } else { " " });
            phrase.push_str(&word.text.to_lowercase());
            found = Some((index + 1, bits(self.names.of(&phrase)))).filter(|(_, bits)| *bits != 0).or(found);
        }
        found
    }
}

/// The bits of the feature that tables stand for.
fn bits(found: u16) -> u8 {
    const OTHER: u16 =
        tables::ORGANIZATION | tables::TITLE | tables::LOCATION | tables::FACILITY | tables::PRODUCT | tables::EVENT;
    let bits = [tables::GIVEN, tables::SURNAME, tables::CITY, tables::COUNTRY | tables::GROUP, OTHER];
    bits.into_iter().zip(0..).map(|(tables, bit)| u8::from(found & tables != 0) << bit).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Features> {
        let words: Vec<_> = text.split(' ').map(|text| Word { text, before: Before::Space, rule: false }).collect();
        Reader::new("[UNK]\nriver").expect("has [UNK]").read(&words)
    }

    fn lists(text: &str) -> Vec<u8> {
        read(text).iter().map(|word| word.list).collect()
    }

    #[test]
    fn the_longest_name_wins() {
        assert_eq!(lists("the Middle East today"), [0, 16, 16, 0]);
        assert_eq!(lists("New Zealand won"), [8, 8, 0]);
    }

    #[test]
    fn names_need_a_capital() {
        assert_eq!(lists("new zealand"), [0, 0]);
    }

    #[test]
    fn a_name_may_stand_in_several_tables() {
        assert_eq!(lists("Abel")[0] & 3, 3);
    }

    #[test]
    fn dates_are_no_names() {
        assert_eq!(lists("Tuesday"), [0]);
    }

    #[test]
    fn words_keep_their_pieces_and_shape() {
        let words = read("River 1,000");
        assert_eq!((words[0].pieces.as_slice(), words[0].shape), ([1].as_slice(), Shape::Title));
        assert_eq!((words[1].pieces.as_slice(), words[1].shape), ([0, 0, 0].as_slice(), Shape::Digits));
    }
}
