//! Words to word pieces, as the uncased BERT vocabulary cuts them: accents stripped, lower case, greedy longest match.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most pieces that a word keeps.
pub const MOST_PIECES: usize = 8;

/// Longest run of characters that is looked up; a longer one is unknown.
const LONGEST_RUN: usize = 100;

/// Cuts words into pieces of a vocabulary.
#[derive(Debug, Clone)]
pub struct Pieces {
    /// Pieces that begin a run.
    first: HashMap<Box<str>, u32>,
    /// Pieces that continue one, without their `##`.
    next: HashMap<Box<str>, u32>,
    unknown: u32,
}

impl Pieces {
    /// Reads a vocabulary: a piece a line, its number the line's; a piece that continues a run starts with `##`.
    ///
    /// `None` when the vocabulary lacks `[UNK]`.
    #[must_use]
    pub fn new(vocabulary: &str) -> Option<Self> {
        let (mut first, mut next) = (HashMap::new(), HashMap::new());
        for (number, line) in (0_u32..).zip(vocabulary.lines()) {
            match line.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => next.insert(rest.into(), number),
                _ => first.insert(line.into(), number),
            };
        }
        let unknown = *first.get("[UNK]")?;
        Some(Self { first, next, unknown })
    }

    /// The number of a piece that begins a run, such as `[CLS]`.
    pub(super) fn number(&self, piece: &str) -> Option<u32> {
        self.first.get(piece).copied()
    }

    /// The pieces of a word: at least one, at most [`MOST_PIECES`].
    #[must_use]
    pub fn cut(&self, word: &str) -> Vec<u32> {
        let mut pieces = Vec::new();
        let mut run = String::new();
        let plain = word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
        for c in plain {
            let alone = stands_alone(c);
            if alone || c.is_whitespace() {
                self.cut_run(&mut run, &mut pieces);
            }
            if !(c.is_whitespace() || is_invisible(c)) {
                run.push(c);
            }
            if alone {
                self.cut_run(&mut run, &mut pieces);
            }
            if pieces.len() >= MOST_PIECES {
                break;
            }
        }
        self.cut_run(&mut run, &mut pieces);
        pieces.truncate(MOST_PIECES);
        if pieces.is_empty() {
            pieces.push(self.unknown);
        }
        pieces
    }

    /// Adds the pieces of a run without white space or punctuation, and empties it.
    fn cut_run(&self, run: &mut String, pieces: &mut Vec<u32>) {
        if !run.is_empty() {
            let found = (run.chars().count() <= LONGEST_RUN).then(|| self.longest_matches(run)).flatten();
            pieces.extend(found.unwrap_or_else(|| vec![self.unknown]));
            run.clear();
        }
    }

    /// The longest piece at each point; `None` when there is none at some point.
    fn longest_matches(&self, run: &str) -> Option<Vec<u32>> {
        let (mut found, mut rest, mut table) = (Vec::new(), run, &self.first);
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
            let (piece, end) = ends.filter_map(|end| Some((*table.get(rest.get(..end)?)?, end))).next()?;
            found.push(piece);
            (rest, table) = (rest.get(end..)?, &self.next);
        }
        Some(found)
    }
}

/// Punctuation and ideographs are runs of their own.
fn stands_alone(c: char) -> bool {
    c.is_ascii_punctuation() || is_ideograph(c) || (!c.is_ascii() && is_punctuation(c))
}

/// Controls, formats and private characters, which no piece has.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{E000}'..='\u{F8FF}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFD}' | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..='\u{10FFFF}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2CEAF}' | '\u{2F800}'..='\u{2FA1F}')
}

/// Unicode's punctuation outside ASCII, for the scripts that news in English quotes.
fn is_punctuation(c: char) -> bool {
    matches!(c,
        '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{37E}' | '\u{387}' | '\u{55A}'..='\u{55F}' | '\u{589}'..='\u{58A}'
        | '\u{5BE}' | '\u{5C0}' | '\u{5C3}' | '\u{5F3}'..='\u{5F4}' | '\u{60C}'..='\u{60D}' | '\u{61B}' | '\u{61D}'..='\u{61F}'
        | '\u{66A}'..='\u{66D}' | '\u{6D4}' | '\u{964}'..='\u{965}' | '\u{970}' | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205E}' | '\u{207D}'..='\u{207E}'
        | '\u{208D}'..='\u{208E}' | '\u{2308}'..='\u{230B}' | '\u{2329}'..='\u{232A}' | '\u{2768}'..='\u{2775}'
        | '\u{27E6}'..='\u{27EF}' | '\u{2983}'..='\u{2998}' | '\u{2E00}'..='\u{2E2E}' | '\u{2E30}'..='\u{2E4F}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{3030}' | '\u{303D}' | '\u{30A0}'
        | '\u{30FB}' | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE52}' | '\u{FE54}'..='\u{FE61}' | '\u{FE63}'
        | '\u{FF01}'..='\u{FF03}' | '\u{FF05}'..='\u{FF0A}' | '\u{FF0C}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF1B}'
        | '\u{FF1F}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF3D}' | '\u{FF3F}' | '\u{FF5B}' | '\u{FF5D}' | '\u{FF5F}'..='\u{FF65}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCABULARY: &str = "[PAD]\n[UNK]\nriver\nriv\n##er\n##s\n-\nbank\ncafe\n東\n.\n##ba";

    #[rstest::rstest]
    #[case::longest_piece_wins("rivers", &[2, 5])]
    #[case::case_and_accents_go("CAFÉ", &[8])]
    #[case::punctuation_stands_alone("river-bank.", &[2, 6, 7, 10])]
    #[case::continuations_need_a_start("er", &[1])]
    #[case::no_piece_at_some_point_is_unknown_as_a_whole("riverx", &[1])]
    #[case::ideographs_stand_alone("東東", &[9, 9])]
    #[case::soft_hyphens_vanish("riv\u{AD}er", &[2])]
    #[case::invisible_words_are_unknown("\u{200B}", &[1])]
    #[case::empty_words_are_unknown("", &[1])]
    #[case::eight_pieces_at_most("..........", &[10; 8])]
    fn words_are_cut_as_worked_by_hand(#[case] word: &str, #[case] pieces: &[u32]) {
        assert_eq!(Pieces::new(VOCABULARY).expect("has [UNK]").cut(word), pieces);
    }

    #[test]
    fn vocabulary_without_unknown_is_refused() {
        assert!(Pieces::new("river\n##s").is_none());
    }

    proptest::proptest! {
        #[test]
        fn every_word_has_one_to_eight_pieces(word in ".{0,300}") {
            let pieces = Pieces::new(VOCABULARY).expect("has [UNK]").cut(&word);
            proptest::prop_assert!((1..=MOST_PIECES).contains(&pieces.len()));
        }
    }
}
