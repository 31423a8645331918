//! The annotated document.

use std::ops::Range;

/// A text with its annotations. All ranges of characters are in bytes of the UTF-8 text.
#[derive(Debug, Clone, PartialEq)]
pub struct Document<'t> {
    /// The text, untouched.
    pub text: &'t str,
    /// Sentences in order; they do not overlap.
    pub sentences: Vec<Sentence>,
    /// Tokens in order; they do not overlap. A clitic (`n't`, `'s`) is a token of its own.
    pub tokens: Vec<Token>,
    /// Names in order; they do not overlap.
    pub names: Vec<Name>,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the text, without the spaces around the sentence.
    pub span: Range<usize>,
    /// Its tokens, as indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// Which of the stretches given to the analyzer it stands in.
    pub stretch: usize,
}

/// A syntactic word in Universal Dependencies v2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Dictionary form, in lower case except for proper nouns.
    pub lemma: String,
    /// Universal part of speech: `NOUN`, `VERB`, `PROPN`…
    pub upos: &'static str,
    /// Penn Treebank tag: `VBD`, `NNS`…; tells past from present and singular from plural.
    pub xpos: &'static str,
    /// Index into [`Document::tokens`] of the head; the token's own index for the root of a sentence.
    pub head: usize,
    /// Universal dependency relation to the head: `nsubj`, `obj`, `root`…
    pub deprel: &'static str,
}

/// A name.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Its tokens, as indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// What is named.
    pub kind: NameKind,
    /// Probability in [0, 1] that both the range and the kind are right.
    pub confidence: f64,
}

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A person.
    Person,
    /// Company, agency, party, army, team.
    Organization,
    /// Country, city, state: has a government.
    Gpe,
    /// Other places: seas, mountains, regions.
    Location,
    /// Airports, bridges, buildings.
    Facility,
    /// Nationalities, religious and political groups.
    Group,
    /// Wars, hurricanes, tournaments.
    Event,
    /// Products, including weapons and vehicles.
    Product,
    /// Titles of works.
    Work,
    /// Laws, treaties, resolutions.
    Law,
    /// None of these.
    Other,
}

impl<'t> Document<'t> {
    /// The characters of a token; empty when there is no such token.
    #[must_use]
    pub fn word(&self, token: usize) -> &'t str {
        self.tokens.get(token).and_then(|token| self.text.get(token.span.clone())).unwrap_or_default()
    }

    /// The bytes of the text from the first to the last of `tokens`; `None` when the range is empty or out of bounds.
    #[must_use]
    pub fn span_of(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        let tokens = self.tokens.get(tokens)?;
        Some(tokens.first()?.span.start..tokens.last()?.span.end)
    }

    /// The index of the sentence that a token stands in.
    #[must_use]
    pub fn sentence_of(&self, token: usize) -> Option<usize> {
        let at = self.sentences.partition_point(|sentence| sentence.tokens.end <= token);
        self.sentences.get(at).filter(|sentence| sentence.tokens.contains(&token)).map(|_| at)
    }

    /// Indices of the tokens that overlap a range of bytes.
    #[must_use]
    pub fn tokens_in(&self, span: Range<usize>) -> Range<usize> {
        let first = self.tokens.partition_point(|token| token.span.end <= span.start);
        let end = self.tokens.partition_point(|token| token.span.start < span.end);
        first..end.max(first)
    }
}
