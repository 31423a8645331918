//! What is kept of an article's text to tell its copies: the same story from another outlet, cut, retitled, reordered or
//! with paragraphs of its own.
//!
//! A signature is a bottom-k sketch (Broder 1997) of the text's runs of four words: the smallest of their hashes. Unlike
//! a MinHash of fixed slots it tells how much of the *shorter* text is in the longer one, which is what a wire story cut
//! to its first paragraphs asks for. Reports that are written from a form share most of their words and none of their
//! facts, so a second, smaller sketch of numbers and names in their order must agree too.

use std::{fmt, str::FromStr};

use data_encoding::BASE64URL_NOPAD;

/// Hashes of runs of words that are kept.
const SKETCH: usize = 128;

/// Hashes by which an article is found.
pub const KEYS: usize = 20;

/// Keys that two articles must share to be compared: one alone is that of a phrase which many use.
pub const LEAST_SHARED: usize = 2;

/// Hashes of facts that are kept.
const FACTS: usize = 32;

/// Words of a run.
const RUN: usize = 4;

/// Characters of a run in a script without spaces.
const DENSE_RUN: usize = 8;

/// Runs that a text must have to be compared: a headline alone is no evidence.
const LEAST_RUNS: usize = 24;

/// Share of the shorter text that must be in the longer one.
const ENOUGH: f64 = 0.5;

/// Share of the facts of the one with fewer that the other must have.
const ENOUGH_FACTS: f64 = 0.5;

/// Share from which on the texts are the same, whatever becomes of the names when one is all in capitals.
const SAME: f64 = 0.97;

/// Facts that must be seen for them to speak against a copy.
const LEAST_FACTS: usize = 6;

/// What begins a signature as text, with its version: signatures of different versions are not compared.
const VERSION: &str = "b1:";

/// A sketch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The smallest hashes of the text's runs of words, rising, each once.
    runs: Vec<u32>,
    /// The smallest hashes of its pairs of numbers and names that follow each other, rising, each once.
    facts: Vec<u32>,
    /// Different runs of the text.
    total: u32,
}

impl Signature {
    /// The signature of a text; `None` when it is too short to be compared.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let words = Words::of(text);
        let run = if words.dense * 2 > words.hashes.len() { DENSE_RUN } else { RUN };
        let mut runs: Vec<u32> = words.hashes.windows(run).map(run_hash).collect();
        runs.sort_unstable();
        runs.dedup();
        let total = runs.len();
        if total < LEAST_RUNS {
            return None;
        }
        Some(Self { runs: smallest(runs, SKETCH), facts: smallest(words.facts, FACTS), total: total as u32 })
    }

    /// How much of the shorter text is in the longer one, from 0 to 1, as far as the sketches tell; `None` when they are
    /// not copies of each other.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> Option<f64> {
        let shared = contained(&self.runs, &other.runs, SKETCH);
        let similarity = shared.of_smaller()?;
        if similarity < ENOUGH {
            return None;
        }
        if similarity >= SAME {
            return Some(similarity);
        }
        let facts = contained(&self.facts, &other.facts, FACTS);
        let differ = facts.compared() >= LEAST_FACTS && facts.of_smaller().is_some_and(|share| share < ENOUGH_FACTS);
        (!differ).then_some(similarity)
    }

    /// Different runs of words in the text: its length, about.
    #[must_use]
    pub const fn runs(&self) -> u32 {
        self.total
    }

    /// The hashes by which to find it and its copies: few, and those that a copy of any length has too.
    #[must_use]
    pub fn keys(&self) -> &[u32] {
        self.runs.get(..self.runs.len().min(KEYS)).unwrap_or_default()
    }

    /// Whether two share as many keys as those have that are compared.
    #[must_use]
    pub fn is_near(&self, other: &Self) -> bool {
        shared(self.keys(), other.keys()) >= LEAST_SHARED
    }

    /// The sketches: the count of runs, the count of run hashes, these, the fact hashes; 32 bits each, little-endian.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let head = [self.total, self.runs.len() as u32];
        let numbers = head.iter().chain(&self.runs).chain(&self.facts);
        numbers.flat_map(|number| number.to_le_bytes()).collect()
    }

    /// Reads what [`Signature::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are no signature.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NoSignature> {
        let (chunks, []) = bytes.as_chunks() else { return Err(NoSignature) };
        let mut numbers = chunks.iter().map(|chunk| u32::from_le_bytes(*chunk));
        let (total, runs) = numbers.next().zip(numbers.next()).ok_or(NoSignature)?;
        let hashes: Vec<u32> = numbers.collect();
        let (runs, facts) = hashes.split_at_checked(runs as usize).ok_or(NoSignature)?;
        let rising = |hashes: &[u32]| hashes.is_sorted_by(|one, other| one < other);
        if !rising(runs) || !rising(facts) || runs.len() > SKETCH || facts.len() > FACTS {
            return Err(NoSignature);
        }
        Ok(Self { runs: runs.to_vec(), facts: facts.to_vec(), total })
    }
}

/// `b1:` and the bytes in base64.
impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}{}", BASE64URL_NOPAD.encode(&self.to_bytes()))
    }
}

/// The text is no signature of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no near-duplicate signature of this version")]
pub struct NoSignature;

impl FromStr for Signature {
    type Err = NoSignature;

    fn from_str(text: &str) -> Result<Self, NoSignature> {
        let bytes = text.strip_prefix(VERSION).and_then(|text| BASE64URL_NOPAD.decode(text.as_bytes()).ok());
        Self::from_bytes(&bytes.ok_or(NoSignature)?)
    }
}

/// The smallest of some hashes, rising, each once.
fn smallest(mut hashes: Vec<u32>, most: usize) -> Vec<u32> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(most);
    hashes.shrink_to_fit();
    hashes
}

/// What two sketches say of each other, up to the largest hash of which both know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shared {
    both: usize,
    one: usize,
    other: usize,
}

impl Shared {
    const fn compared(self) -> usize {
        if self.one < self.other { self.one } else { self.other }
    }

    /// Share of the smaller set that is in the other one.
    fn of_smaller(self) -> Option<f64> {
        let smaller = self.compared();
        (smaller > 0).then(|| self.both as f64 / smaller as f64)
    }
}

/// A sketch that is full knows nothing above its last hash; one that is not knows all.
fn contained(one: &[u32], other: &[u32], full: usize) -> Shared {
    let bound =
        |hashes: &[u32]| if hashes.len() < full { u32::MAX } else { hashes.last().copied().unwrap_or(u32::MAX) };
    let bound = bound(one).min(bound(other));
    let known = |hashes: &[u32]| hashes.partition_point(|hash| *hash <= bound);
    let (one, other) = (one.get(..known(one)).unwrap_or_default(), other.get(..known(other)).unwrap_or_default());
    Shared { both: shared(one, other), one: one.len(), other: other.len() }
}

/// How many hashes two rising lists share.
fn shared(one: &[u32], other: &[u32]) -> usize {
    let (mut count, mut rest) = (0, other.iter().peekable());
    for hash in one {
        while rest.next_if(|next| *next < hash).is_some() {}
        count += usize::from(rest.next_if_eq(&hash).is_some());
    }
    count
}

/// Whether a character is of a script that is written without spaces: Chinese, Japanese, Korean, Thai.
#[must_use]
pub const fn is_dense(c: char) -> bool {
    matches!(c as u32, 0x0E00..=0x0E7F | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// The words of a text as hashes, and which of them are facts.
struct Words {
    hashes: Vec<u64>,
    /// Pairs of facts that follow each other: two reports may well name the same number, but hardly two in a row.
    facts: Vec<u32>,
    fact_before: u64,
    /// Words that are one character of a script without spaces.
    dense: usize,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut words =
            Self { hashes: Vec::with_capacity(text.len() / 5), facts: Vec::new(), fact_before: START, dense: 0 };
        let mut word = Word { opens: true, ..Word::default() };
        for c in text.chars() {
            if !c.is_alphanumeric() {
                // `1,200` and `1.200` are one number, `don't` one word.
                if !matches!(c, '\'' | '’') {
                    words.take(&mut word);
                }
                word.opens |= matches!(c, '.' | '!' | '?' | ':' | '\n' | '"' | '“' | '„' | '«');
                continue;
            }
            if is_dense(c) {
                words.take(&mut word);
                word.push(c);
                words.take(&mut word);
                words.dense += 1;
            } else {
                word.push(c);
            }
        }
        words.take(&mut word);
        words
    }

    fn take(&mut self, word: &mut Word) {
        if let Some((hash, is_fact)) = word.finish() {
            if is_fact {
                self.facts.push(fold(mixed(self.fact_before) ^ hash));
                self.fact_before = hash;
            }
            self.hashes.push(hash);
        }
    }
}

/// A word as it is read.
#[derive(Default)]
struct Word {
    hash: u64,
    length: usize,
    digits: bool,
    capital: bool,
    /// It begins a sentence, where a capital says nothing.
    opens: bool,
}

/// FNV-1a's start and prime: stable, and fast on the few bytes of a word.
const START: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

impl Word {
    fn push(&mut self, c: char) {
        if self.length == 0 {
            self.hash = START;
            self.capital = c.is_uppercase();
        }
        self.length += 1;
        self.digits |= c.is_ascii_digit();
        for c in c.to_lowercase() {
            self.hash = (self.hash ^ u64::from(u32::from(c))).wrapping_mul(PRIME);
        }
    }

    /// The hash of the word, and whether it is a number or looks like a name.
    fn finish(&mut self) -> Option<(u64, bool)> {
        if self.length == 0 {
            return None;
        }
        let word = std::mem::take(self);
        let is_fact = word.digits || (word.capital && !word.opens && word.length >= 3);
        Some((word.hash, is_fact))
    }
}

fn run_hash(words: &[u64]) -> u32 {
    fold(words.iter().fold(START, |hash, word| mixed(hash ^ word)))
}

/// The finaliser of SplitMix64.
const fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

const fn fold(hash: u64) -> u32 {
    (mixed(hash) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(seed: u32) -> String {
        (0..40)
            .map(|at| {
                let n = seed * 131 + at * 17;
                format!("Minister Nummer{n} told {n} delegates in Torvald that plan {} would cost {} crowns over {at} years. ", n % 97, n * 13)
            })
            .collect()
    }

    fn similarity(one: &str, other: &str) -> Option<f64> {
        Signature::of(one).unwrap().similarity(&Signature::of(other).unwrap())
    }

    #[test]
    fn a_copy_is_a_copy_whatever_its_dress() {
        let story = story(1);
        assert_eq!(similarity(&story, &story.to_uppercase().replace(['.', ','], " –")), Some(1.0));
        let cut: String = story.chars().take(story.len() * 2 / 5).collect();
        assert!(similarity(&story, &cut).unwrap() > 0.9);
        assert_eq!(similarity(&story, &cut), similarity(&cut, &story));
    }

    #[test]
    fn reports_from_one_form_are_not_copies() {
        let report = |town: &str, n: u32| {
            let line = format!(
                "In {town} the temperature reached {n} degrees and the wind blew from the west at {} kilometres an hour, the weather service in {town} said. ",
                n * 3
            );
            line + &format!(
                "Tomorrow {town} expects {} millimetres of rain in the morning and sun in the afternoon with highs of {}. ",
                n + 40,
                n + 7
            )
        };
        assert_eq!(similarity(&report("Torvald", 12), &report("Ostrava", 23)), None);
    }

    #[test]
    fn different_stories_have_nothing_in_common() {
        assert_eq!(similarity(&story(1), &story(9000)), None);
    }

    #[test]
    fn a_text_that_is_too_short_has_no_signature() {
        assert_eq!(Signature::of("Council meets on Monday"), None);
        assert_eq!(Signature::of(""), None);
    }

    #[test]
    fn a_script_without_spaces_is_compared_by_its_characters() {
        let text: String = (0..200u32).map(|at| char::from_u32(0x4e00 + at * at % 3001).unwrap()).collect();
        let cut: String = text.chars().take(120).collect();
        assert!(similarity(&text, &cut).unwrap() > 0.9);
    }

    #[test]
    fn a_signature_survives_being_written_down() {
        let signature = Signature::of(&story(3)).unwrap();
        let text = signature.to_string();
        assert!(text.len() < 900, "{}", text.len());
        assert_eq!(text.parse(), Ok(signature));
        for bad in ["", "b1:", "b1:AAAA", "x9:AAAAAAAAAAA", "b1:____________"] {
            assert_eq!(bad.parse::<Signature>(), Err(NoSignature), "{bad}");
        }
    }
}
