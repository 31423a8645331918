//! The noun phrase behind a number: `US citizens` behind `six`.

use std::ops::Range;

use super::words::{Kind, Words};

/// How many words a counted phrase may have, hyphens and figures inside it included.
const LONGEST: usize = 12;

/// The words counted by the number that ends at `at`: up to the first plural noun; nothing when there is none near.
pub(super) fn counted(words: &Words<'_>, at: usize) -> Option<Range<usize>> {
    let start = start(words, at)?;
    for word in start..start + LONGEST {
        if !belongs(words, word, start) {
            return None;
        }
        let compound = words.dash(word + 1) && words.glued(word + 1) && words.glued(word + 2);
        if plural(words, word) && !compound {
            return Some(start..after_plurals(words, word + 1));
        }
    }
    None
}

/// Steps over `of the` and `other`-less articles: `100 of those hostages`.
fn start(words: &Words<'_>, at: usize) -> Option<usize> {
    let of = at + usize::from(words.at(at) == "of");
    let the = of
        + usize::from(
            of > at && matches!(words.at(of), "the" | "these" | "those" | "its" | "their" | "his" | "her" | "all"),
        );
    (words.kind(the) == Kind::Letters && !words.glued(the) || words.kind(the) == Kind::Digits && !words.glued(the))
        .then_some(the)
}

/// Whether a word can stand inside a noun phrase: no function word, no mark other than those inside compounds.
fn belongs(words: &Words<'_>, at: usize, start: usize) -> bool {
    match words.kind(at) {
        Kind::Letters => words.glued(at) && at > start || FUNCTION.binary_search(&words.at(at)).is_err(),
        Kind::Digits => true,
        Kind::Mark => {
            at > start
                && matches!(words.at(at), "-" | "‑" | "." | "," | "'" | "’" | "&" | "/")
                && words.glued(at)
                && words.glued(at + 1)
        }
        Kind::Break => false,
    }
}

fn plural(words: &Words<'_>, at: usize) -> bool {
    let word = words.at(at);
    let regular = word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("ous")
        && !word.ends_with("us");
    words.kind(at) == Kind::Letters && (regular || IRREGULAR.contains(&word)) && !words.glued(at)
        || words.dash(at.wrapping_sub(1)) && regular
}

/// A plural may be followed by its head: `sports clubs`; a second plural right behind belongs to it.
fn after_plurals(words: &Words<'_>, at: usize) -> usize {
    let more = plural(words, at)
        && !words.capital(at)
        && !VERBS.contains(&words.at(at))
        && FUNCTION.binary_search(&words.at(at)).is_err();
    if more { at + 1 } else { at }
}

const VERBS: [&str; 14] = [
    "says", "dies", "wins", "hits", "seeks", "calls", "faces", "gets", "goes", "makes", "takes", "leaves", "needs",
    "remains",
];

const IRREGULAR: [&str; 22] = [
    "people",
    "men",
    "women",
    "children",
    "police",
    "personnel",
    "troops",
    "staff",
    "aircraft",
    "crew",
    "cattle",
    "sheep",
    "fish",
    "media",
    "data",
    "gendarmes",
    "feet",
    "teeth",
    "mice",
    "oxen",
    "servicemen",
    "policemen",
];

/// Words that end a noun phrase; sorted.
const FUNCTION: [&str; 84] = [
    "a", "after", "against", "an", "and", "are", "as", "at", "be", "because", "been", "before", "between", "but", "by",
    "can", "could", "did", "do", "does", "during", "each", "for", "from", "had", "has", "have", "he", "her", "here",
    "his", "i", "if", "in", "into", "is", "it", "its", "may", "might", "must", "not", "of", "on", "onto", "or", "our",
    "over", "per", "said", "says", "shall", "she", "should", "since", "than", "that", "the", "their", "there", "these",
    "they", "this", "those", "times", "to", "told", "under", "until", "was", "we", "were", "when", "where", "which",
    "while", "who", "whom", "whose", "will", "with", "would", "years", "you",
];
