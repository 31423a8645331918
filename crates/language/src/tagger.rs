//! Words to parts of speech: a greedy tagger, left to right.

use std::borrow::Cow;

use crate::hashing::feature;
use crate::linear::{LinearModel, best};
use crate::words::Lexeme;

/// Universal and Penn tags of a word, as hashes for features and as names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tag {
    pub(crate) upos: &'static str,
    pub(crate) xpos: &'static str,
    /// Hashes of the two.
    pub(crate) u: u64,
    pub(crate) x: u64,
}

impl Tag {
    /// The tag that `name`, universal and Penn tag divided by a space, stands for; `X` for tags outside the two sets.
    pub(crate) fn parse(name: &str) -> Self {
        let (upos, xpos) = name.split_once(' ').unwrap_or(("X", "FW"));
        let find = |set: &[&'static str], tag: &str, other: &'static str| {
            set.iter().find(|t| **t == tag).copied().unwrap_or(other)
        };
        let (upos, xpos) = (find(&UPOS, upos, "X"), find(&XPOS, xpos, "FW"));
        Self { upos, xpos, u: crate::hashing::hash_str(upos), x: crate::hashing::hash_str(xpos) }
    }
}

/// The universal parts of speech.
pub(crate) const UPOS: [&str; 17] = [
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X",
];

/// The tags of the Penn Treebank, as the English Web Treebank has them.
pub(crate) const XPOS: [&str; 49] = [
    "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNS", "NNP", "NNPS", "PDT", "POS",
    "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP",
    "WP$", "WRB", ".", ",", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "$", "#", "ADD", "AFX", "NFP",
];

/// Tags words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tagger {
    model: LinearModel,
    tags: Vec<Tag>,
}

impl Tagger {
    pub(crate) fn new(data: Cow<'static, [u8]>) -> Self {
        let model = LinearModel::new(data);
        let tags = model.classes().iter().map(|name| Tag::parse(name)).collect();
        Self { model, tags }
    }

    /// The tags of the words of a sentence.
    pub(crate) fn tag(&self, words: &[Lexeme]) -> Vec<Tag> {
        let mut tags: Vec<Tag> = Vec::with_capacity(words.len());
        let mut features = Vec::with_capacity(48);
        let mut scores = vec![0; self.tags.len()];
        for at in 0..words.len() {
            features.clear();
            extract(words, &tags, at, &mut features);
            scores.fill(0);
            self.model.score(&features, &mut scores);
            let class = best(&scores, |_| true).unwrap_or_default();
            tags.push(self.tags.get(class).copied().unwrap_or_else(|| Tag::parse("X FW")));
        }
        tags
    }
}

/// The features of the word at `at`, given the tags of the words before it.
pub(crate) fn extract(words: &[Lexeme], tags: &[Tag], at: usize, out: &mut Vec<u64>) {
    let get = |offset: isize| at.checked_add_signed(offset).and_then(|i| words.get(i)).copied().unwrap_or_default();
    let tag = |back: usize| at.checked_sub(back).and_then(|i| tags.get(i)).copied().unwrap_or_default();
    let (word, next, after, last, before) = (get(0), get(1), get(2), get(-1), get(-2));
    let (one, two) = (tag(1), tag(2));
    let mut template = 0;
    let mut add = |values: &[u64]| {
        out.push(feature(template, values));
        template += 1;
    };
    add(&[]);
    add(&[word.form]);
    add(&[word.lower]);
    word.suffixes.iter().for_each(|suffix| add(&[*suffix]));
    word.prefixes.iter().for_each(|prefix| add(&[*prefix]));
    add(&[word.shape]);
    add(&[word.shape, u64::from(at == 0)]);
    add(&[word.shape, word.suffixes[2]]);
    add(&[u64::from(word.cluster)]);
    add(&[u64::from(word.cluster >> 4)]);
    add(&[u64::from(word.cluster >> 4), word.suffixes[1]]);
    add(&[u64::from(word.tables), u64::from(word.capital)]);
    add(&[one.x]);
    add(&[one.x, two.x]);
    add(&[one.u, two.u, word.suffixes[1]]);
    add(&[one.x, word.lower]);
    add(&[one.x, u64::from(word.cluster)]);
    add(&[one.x, next.lower]);
    add(&[one.x, u64::from(next.cluster)]);
    add(&[last.lower]);
    add(&[last.lower, word.lower]);
    add(&[before.lower]);
    add(&[last.lower, before.lower]);
    add(&[next.lower]);
    add(&[next.suffixes[2]]);
    add(&[u64::from(next.cluster)]);
    add(&[next.shape]);
    add(&[word.lower, next.lower]);
    add(&[u64::from(word.cluster), u64::from(next.cluster)]);
    add(&[after.lower]);
    add(&[u64::from(after.cluster)]);
    add(&[next.suffixes[1], after.suffixes[1]]);
    add(&[word.lower, u64::from(next.cluster >> 4), u64::from(after.cluster >> 4)]);
}
