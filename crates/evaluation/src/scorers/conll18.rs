//! The scores of CoNLL 2018's shared task on raw text (Zeman et al. 2018), as its official scorer defines them.
//!
//! Tokens and sentences are equal when they cover the same characters, white space left out. Words are aligned: those outside
//! multiword tokens by their characters, those inside by the longest common subsequence of their forms. Tags, lemmas and
//! arcs count on aligned words. Relations are compared without subtypes.

mod alignment;

use std::{collections::HashSet, ops::Range};

use super::Counts;
use alignment::align;

/// Words and sentences of a document. Spans count characters that are not white space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Surface tokens.
    pub tokens: Vec<Range<usize>>,
    /// Sentences.
    pub sentences: Vec<Range<usize>>,
    /// Syntactic words in order.
    pub words: Vec<Word>,
}

/// A syntactic word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Characters of its surface token.
    pub span: Range<usize>,
    /// Whether the token has other words too.
    pub multiword: bool,
    /// The word.
    pub form: String,
    /// Dictionary form; `_` in the gold standard lets any pass.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Part of speech of the language's own scheme.
    pub xpos: String,
    /// Index of the head; `None` for the root.
    pub head: Option<usize>,
    /// Relation to the head.
    pub deprel: String,
}

/// Counts from which the figures follow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scores {
    /// Surface tokens.
    pub tokens: Counts,
    /// Sentences.
    pub sentences: Counts,
    /// Words.
    pub words: Counts,
    /// Words with the right universal tag.
    pub upos: Counts,
    /// Words with the right tag of the language's own scheme.
    pub xpos: Counts,
    /// Words with the right lemma.
    pub lemmas: Counts,
    /// Words with the right head.
    pub uas: Counts,
    /// Words with the right head and relation.
    pub las: Counts,
}

impl Scores {
    /// Adds a document.
    pub fn add(&mut self, system: &Analysis, gold: &Analysis) {
        self.tokens += spans(&system.tokens, &gold.tokens);
        self.sentences += spans(&system.sentences, &gold.sentences);
        let aligned = align(&system.words, &gold.words);
        let mut partner = vec![None; system.words.len()];
        for (system, gold) in &aligned {
            if let Some(slot) = partner.get_mut(*system) {
                *slot = Some(*gold);
            }
        }
        let pairs: Vec<(&Word, &Word)> = aligned
            .iter()
            .filter_map(|(own, other)| Some((system.words.get(*own)?, gold.words.get(*other)?)))
            .collect();
        let count = |right: &dyn Fn(&Word, &Word) -> bool| Counts {
            system: system.words.len(),
            gold: gold.words.len(),
            correct: pairs.iter().filter(|(own, other)| right(own, other)).count(),
        };
        let attached = |own: &Word, other: &Word| match own.head {
            None => other.head.is_none(),
            Some(head) => other.head.is_some() && partner.get(head).copied().flatten() == other.head,
        };
        self.words += count(&|_, _| true);
        self.upos += count(&|own, other| own.upos == other.upos);
        self.xpos += count(&|own, other| own.xpos == other.xpos);
        self.lemmas += count(&|own, other| other.lemma == "_" || own.lemma == other.lemma);
        self.uas += count(&attached);
        self.las += count(&|own, other| attached(own, other) && universal(&own.deprel) == universal(&other.deprel));
    }
}

fn spans(system: &[Range<usize>], gold: &[Range<usize>]) -> Counts {
    Counts::of(&system.iter().collect::<HashSet<_>>(), &gold.iter().collect())
}

/// A relation without its subtype.
fn universal(deprel: &str) -> &str {
    deprel.split(':').next().unwrap_or(deprel)
}

/// Byte offsets of a text as counts of the characters before them that are not white space.
#[derive(Debug, Clone)]
pub struct Squeezed(Vec<usize>);

impl Squeezed {
    /// The offsets of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut before = Vec::with_capacity(text.len() + 1);
        let mut count = 0;
        for c in text.chars() {
            before.extend(std::iter::repeat_n(count, c.len_utf8()));
            count += usize::from(!c.is_whitespace());
        }
        before.push(count);
        Self(before)
    }

    /// A range of bytes in characters; offsets beyond the text are its end.
    #[must_use]
    pub fn range(&self, bytes: &Range<usize>) -> Range<usize> {
        let at = |byte: usize| self.0.get(byte).or(self.0.last()).copied().unwrap_or_default();
        at(bytes.start)..at(bytes.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `form tag head relation` divided by spaces, one word each; `head` from 1; no multiword tokens. Sentences by their ends.
    fn analysis(words: &[&str], ends: &[usize]) -> Analysis {
        let starts = std::iter::once(&0).chain(ends);
        let sentences = starts.zip(ends).map(|(start, end)| *start..*end).collect();
        let mut analysis = Analysis { sentences, ..Analysis::default() };
        let mut at = 0;
        for word in words {
            let [form, tag, head, deprel] = word.split(' ').collect::<Vec<_>>()[..] else {
                panic!("four fields: {word}")
            };
            let span = at..at + form.chars().count();
            at = span.end;
            analysis.tokens.push(span.clone());
            analysis.words.push(Word {
                span,
                multiword: false,
                form: form.into(),
                lemma: form.to_lowercase(),
                upos: tag.into(),
                xpos: tag.into(),
                head: head.parse::<usize>().expect("a head").checked_sub(1),
                deprel: deprel.into(),
            });
        }
        analysis
    }

    /// Worked by hand. Gold: `Dogs bark .` and `Go`; the system joins `bark` with the full stop, so that 3 of its 3 words and
    /// of 4 gold ones 2 are aligned: `Dogs` and `Go`. The head of `Dogs` is the unaligned word, so its arc is wrong; `Go`
    /// is a root in gold and hangs on `Dogs` in the system, which is wrong too.
    #[test]
    fn words_that_differ_in_characters_are_not_aligned() {
        let gold = analysis(&["Dogs NOUN 2 nsubj", "bark VERB 0 root", ". PUNCT 2 punct", "Go VERB 0 root"], &[9, 11]);
        let system = analysis(&["Dogs NOUN 2 nsubj", "bark. VERB 0 root", "Go NOUN 1 dep"], &[11]);
        let mut scores = Scores::default();
        scores.add(&system, &gold);
        let counts = |correct| Counts { system: 3, gold: 4, correct };
        assert_eq!(scores.tokens, counts(2));
        assert_eq!(scores.words, counts(2));
        assert_eq!(scores.sentences, Counts { system: 1, gold: 2, correct: 0 });
        assert_eq!((scores.upos, scores.lemmas), (counts(1), counts(2)));
        assert_eq!((scores.uas, scores.las), (counts(0), counts(0)));
    }

    /// Worked by hand: one arc with another head, one with another relation, one that differs in its subtype only.
    #[test]
    fn arcs_count_on_aligned_words_without_subtypes() {
        let gold =
            analysis(&["Ana PROPN 2 nsubj:pass", "left VERB 0 root", "old ADJ 4 amod", "Oslo PROPN 2 obj"], &[15]);
        let system = analysis(&["Ana PROPN 2 nsubj", "left VERB 0 root", "old ADJ 2 amod", "Oslo PROPN 2 obl"], &[15]);
        let mut scores = Scores::default();
        scores.add(&system, &gold);
        assert_eq!(scores.uas, Counts { system: 4, gold: 4, correct: 3 });
        assert_eq!(scores.las, Counts { system: 4, gold: 4, correct: 2 });
        assert_eq!(scores.sentences, Counts { system: 1, gold: 1, correct: 1 });
        assert!((scores.las.f1() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn white_space_does_not_count() {
        let squeezed = Squeezed::new("é a\n\nb");
        assert_eq!(squeezed.range(&(0..2)), 0..1);
        assert_eq!(squeezed.range(&(3..4)), 1..2);
        assert_eq!(squeezed.range(&(6..99)), 2..3);
    }
}
