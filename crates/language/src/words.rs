//! What is known of a word: its hashes, its shape, its cluster, and the tables of names it stands in.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::hashing::{feature, hash_str};

/// Longest part of a word that is looked at, in characters.
const LONGEST: usize = 48;

/// Tables of names, as bits of [`Lexeme::tables`].
pub(crate) mod tables {
    pub(crate) const COUNTRY: u16 = 1;
    pub(crate) const CITY: u16 = 2;
    pub(crate) const GIVEN: u16 = 4;
    pub(crate) const SURNAME: u16 = 8;
    pub(crate) const GROUP: u16 = 16;
    pub(crate) const DATE: u16 = 32;
    pub(crate) const ORGANIZATION: u16 = 64;
    pub(crate) const TITLE: u16 = 128;
    pub(crate) const LOCATION: u16 = 256;
    pub(crate) const FACILITY: u16 = 512;
    pub(crate) const PRODUCT: u16 = 1024;
    pub(crate) const EVENT: u16 = 2048;
}

/// A word as features see it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Lexeme {
    /// Hash of the word as it stands.
    pub(crate) form: u64,
    /// Hash of the word in lower case, with its digits as zeros.
    pub(crate) lower: u64,
    /// Hashes of the last one to four characters.
    pub(crate) suffixes: [u64; 4],
    /// Hashes of the first one to three characters.
    pub(crate) prefixes: [u64; 3],
    /// Hash of the pattern of capitals, digits and marks.
    pub(crate) shape: u64,
    /// Distributional cluster; 0 when unknown. Its high bits are coarser clusters.
    pub(crate) cluster: u16,
    /// Tables of names that hold the word by itself; see [`tables`].
    pub(crate) tables: u16,
    /// Starts with a capital.
    pub(crate) capital: bool,
    /// Has letters, all of them capitals.
    pub(crate) upper: bool,
}

/// Clusters of words and tables of names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vocabulary {
    clusters: Cow<'static, [u8]>,
    names: HashMap<u64, u16>,
}

impl Vocabulary {
    /// A vocabulary over the given cluster file, with the built-in tables of names.
    pub(crate) fn new(clusters: Cow<'static, [u8]>) -> Self {
        let mut vocabulary = Self { clusters, names: HashMap::with_capacity(16_384) };
        vocabulary.add_lines(include_str!("../data/countries.txt"), tables::COUNTRY);
        vocabulary.add_lines(include_str!("../data/cities.txt"), tables::CITY);
        vocabulary.add_lines(include_str!("../data/given_names.txt"), tables::GIVEN);
        vocabulary.add_lines(include_str!("../data/surnames.txt"), tables::SURNAME);
        for (kind, names) in include_str!("../data/names.txt").lines().filter_map(|line| line.split_once(": ")) {
            names.split("; ").for_each(|name| vocabulary.add(name, table_of(kind)));
        }
        vocabulary
    }

    fn add_lines(&mut self, lines: &str, table: u16) {
        lines.lines().filter(|line| !line.starts_with('#')).for_each(|name| self.add(name, table));
    }

    fn add(&mut self, name: &str, table: u16) {
        *self.names.entry(hash_str(&name.to_lowercase())).or_default() |= table;
        if table == tables::GROUP {
            *self.names.entry(hash_str(&format!("{}s", name.to_lowercase()))).or_default() |= table;
        }
    }

    /// The tables that hold a name of one or more words, in lower case and divided by spaces.
    pub(crate) fn tables(&self, lower: &str) -> u16 {
        self.names.get(&hash_str(lower)).copied().unwrap_or_default()
    }

    fn cluster(&self, lower: u64) -> u16 {
        self.find_cluster(lower).unwrap_or_default()
    }

    fn find_cluster(&self, lower: u64) -> Option<u16> {
        let number = |at: usize| Some(u32::from_le_bytes(self.clusters.get(at..at + 4)?.try_into().ok()?) as usize);
        let bucket = 4 * (lower >> 48) as usize;
        let entries = 4 * (1 + (1 << 16));
        let span = entries + number(bucket)?..entries + number(bucket + 4)?;
        let check = ((lower & 0xFFFF) as u16).to_le_bytes();
        let entry = self.clusters.get(span)?.chunks_exact(4).find(|entry| entry.starts_with(&check))?;
        Some(u16::from_le_bytes([*entry.get(2)?, *entry.get(3)?]))
    }

    /// What is known of a word.
    pub(crate) fn lexeme(&self, word: &str) -> Lexeme {
        let word = normal(word);
        let lower: Vec<char> = word.chars().take(LONGEST).flat_map(char::to_lowercase).collect();
        let lowered: String = lower.iter().collect();
        let zeroed: String = lower.iter().map(|c| if c.is_ascii_digit() { '0' } else { *c }).collect();
        let letters = || word.chars().filter(|c| c.is_alphabetic());
        let key = hash_str(&lowered);
        Lexeme {
            form: hash_str(&word),
            lower: hash_str(&zeroed),
            suffixes: std::array::from_fn(|n| ends(lower.len().checked_sub(n + 1).and_then(|at| lower.get(at..)), n)),
            prefixes: std::array::from_fn(|n| ends(lower.get(..=n), n + 8)),
            shape: shape(&word),
            cluster: self.cluster(key),
            tables: self.names.get(&key).copied().unwrap_or_default(),
            capital: word.starts_with(char::is_uppercase),
            upper: letters().next().is_some() && letters().all(char::is_uppercase),
        }
    }
}

fn ends(part: Option<&[char]>, salt: usize) -> u64 {
    part.map_or(0, |part| {
        part.iter().fold(salt as u64 + 1, |hash, c| feature(hash & 0xFF, &[hash, u64::from(u32::from(*c))]))
    })
}

fn table_of(kind: &str) -> u16 {
    match kind {
        "group" => tables::GROUP,
        "gpe" => tables::COUNTRY,
        "location" => tables::LOCATION,
        "organization" => tables::ORGANIZATION,
        "facility" => tables::FACILITY,
        "product" => tables::PRODUCT,
        "event" => tables::EVENT,
        "date" => tables::DATE,
        _ => tables::TITLE,
    }
}

/// The word with typographic quotes and dashes as the training data writes them.
fn normal(word: &str) -> Cow<'_, str> {
    match word {
        "“" | "”" | "„" | "«" | "»" => "\"".into(),
        "‘" | "’" => "'".into(),
        "—" | "–" => "--".into(),
        "…" => "...".into(),
        _ if word.contains(['’', 'ʼ']) => word.replace(['’', 'ʼ'], "'").into(),
        _ => word.into(),
    }
}

/// Pattern of a word: runs of capitals, small letters and digits, with other characters as they are.
fn shape(word: &str) -> u64 {
    let mut hash = 7;
    let (mut last, mut run) = (0, 0);
    for c in word.chars().take(LONGEST) {
        let class = match c {
            _ if c.is_uppercase() => 1,
            _ if c.is_alphabetic() => 2,
            _ if c.is_numeric() => 3,
            _ => u64::from(u32::from(c)) + 4,
        };
        run = if class == last { run + 1 } else { 0 };
        last = class;
        if run < 2 {
            hash = feature(0, &[hash, class]);
        }
    }
    hash
}
