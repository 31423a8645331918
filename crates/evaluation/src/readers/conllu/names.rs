//! Names out of entities whose mentions are whole phrases, as GUM marks them.
//!
//! A mention is a name when, without determiners, titles and a possessive at its edges, every word of it is a proper noun,
//! a capitalised word, a number or a word that joins them; the longest one wins. A sentence in which proper nouns are left
//! over, or in which a name's type is none of those below, is not annotated.

use std::ops::Range;

use super::{Document, Mention, Sentence, Word};

/// The names of a document, and the sentences where names are annotated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Bytes and type (`person`, `organization`, `place`, `event`, `object`, `abstract`) of each name.
    pub names: Vec<(Range<usize>, String)>,
    /// Bytes of each annotated sentence.
    pub annotated: Vec<Range<usize>>,
}

/// Types of entities that names have.
const TYPES: [&str; 6] = ["person", "organization", "place", "event", "object", "abstract"];

/// Words before a person's name that are no part of it.
const TITLES: &str = " President Mr. Mrs. Ms. Dr. Professor Prof. Prime Minister Senator Secretary General King Queen \
    Prince Pope Sir Judge Justice Captain Colonel Governor Mayor Director Attorney Deputy Vice Chief Rep. Sen. ";

/// Proper nouns that name nothing but a time.
const DATES: &str = " Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July \
    August September October November December Jan. Feb. Mar. Apr. Aug. Sept. Sep. Oct. Nov. Dec. Mon. Tues. Wed. \
    Thurs. Fri. Sat. Sun. ";

/// Finds the names of a document.
#[must_use]
pub fn names(document: &Document) -> Names {
    let mut found = Names::default();
    for sentence in &document.sentences {
        if let Some(names) = in_sentence(document, sentence) {
            let bytes = |words: Range<usize>| {
                let words = document.words.get(words)?;
                Some(words.first()?.span.start..words.last()?.span.end)
            };
            found.names.extend(names.into_iter().filter_map(|(words, kind)| Some((bytes(words)?, kind.to_owned()))));
            found.annotated.push(sentence.span.clone());
        }
    }
    found
}

/// The names of a sentence as ranges of words; `None` where they cannot be told.
fn in_sentence<'d>(document: &'d Document, sentence: &Sentence) -> Option<Vec<(Range<usize>, &'d str)>> {
    let at = |word: usize| document.mentions.partition_point(|mention| mention.words.start < word);
    let inside = document.mentions.get(at(sentence.words.start)..at(sentence.words.end)).unwrap_or_default();
    let mut mentions: Vec<&Mention> = inside.iter().collect();
    mentions.sort_by_key(|mention| (mention.words.len(), mention.words.start));
    let mut found: Vec<(Range<usize>, &str)> = Vec::new();
    for mention in mentions {
        let Some(words) = trimmed(document, mention.words.clone()).filter(|words| is_name(document, words)) else {
            continue;
        };
        if TYPES.contains(&mention.kind.as_str()) {
            // The longest name wins over the names inside it.
            found.retain(|(other, _)| other.start < words.start || words.end < other.end);
            found.push((words, &mention.kind));
        } else if mention.kind != "time" && found.iter().all(|(other, _)| !meets(other, &words)) {
            return None;
        }
    }
    found.sort_by_key(|(words, _)| words.start);
    let apart = found.windows(2).all(|pair| matches!(pair, [(left, _), (right, _)] if left.end <= right.start));
    let covered = |at: usize| found.iter().any(|(words, _)| words.contains(&at));
    let left_over = |at: usize| word(document, at).is_some_and(|word| word.upos == "PROPN" && !may_be_left(word));
    let complete = !sentence.words.clone().any(|at| left_over(at) && !covered(at));
    (apart && complete).then_some(found)
}

fn word(document: &Document, at: usize) -> Option<&Word> {
    document.words.get(at)
}

fn meets(left: &Range<usize>, right: &Range<usize>) -> bool {
    left.start < right.end && right.start < left.end
}

fn listed(list: &str, form: &str) -> bool {
    list.contains(&format!(" {form} "))
}

fn may_be_left(word: &Word) -> bool {
    listed(TITLES, &word.form) || listed(DATES, &word.form)
}

fn is_name(document: &Document, words: &Range<usize>) -> bool {
    let words = document.words.get(words.clone()).unwrap_or_default();
    let joins = [" of ", " the ", " and ", " & ", " for ", " . ", " de ", " 's ", " - ", " in "].concat();
    let part = |word: &Word| {
        matches!(word.upos.as_str(), "PROPN" | "NUM")
            || matches!(word.xpos.as_str(), "NNP" | "HYPH")
            || listed(&joins, &word.form)
            || word.form.starts_with(char::is_uppercase)
    };
    words.iter().any(|word| word.upos == "PROPN") && words.iter().all(part)
}

/// Without determiners, titles and a possessive at the edges.
fn trimmed(document: &Document, mut words: Range<usize>) -> Option<Range<usize>> {
    let upos = |at: usize| word(document, at).map_or("", |word| word.upos.as_str());
    let opens = |at: usize| {
        matches!(upos(at), "DET" | "PUNCT" | "PRON" | "ADP" | "PART" | "CCONJ")
            || word(document, at).is_some_and(|word| listed(TITLES, &word.form))
    };
    while !words.is_empty() && opens(words.start) {
        words.start += 1;
    }
    while !words.is_empty() && matches!(upos(words.end - 1), "PUNCT" | "PART") {
        words.end -= 1;
    }
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn names_in(rows: &[(&str, &str, &str)]) -> (Vec<(String, String)>, usize) {
        let rows = rows.iter().enumerate().map(|(index, (form, upos, entity))| {
            format!("{}\t{form}\t_\t{upos}\t_\t_\t0\troot\t_\t{entity}\n", index + 1)
        });
        let documents = read(&rows.collect::<String>()).expect("a treebank");
        let found = names(&documents[0]);
        let text = |span: &Range<usize>| documents[0].text.get(span.clone()).unwrap_or_default().to_owned();
        (found.names.iter().map(|(span, kind)| (text(span), kind.clone())).collect(), found.annotated.len())
    }

    #[test]
    fn a_phrase_is_cut_to_its_name() {
        let (names, annotated) = names_in(&[
            ("President", "PROPN", "Entity=(1-person"),
            ("Ana", "PROPN", "_"),
            ("Lee", "PROPN", "Entity=1)"),
            ("left", "VERB", "_"),
            ("the", "DET", "Entity=(2-place"),
            ("Bay", "PROPN", "_"),
            ("of", "ADP", "_"),
            ("Oslo", "PROPN", "Entity=(3-place)2)"),
            ("Monday", "PROPN", "Entity=(4-time)"),
            ("a", "DET", "Entity=(5-person"),
            ("sailor", "NOUN", "Entity=5)"),
        ]);
        let expected = [("Ana Lee", "person"), ("Bay of Oslo", "place")];
        assert_eq!(names, expected.map(|(name, kind)| (name.to_owned(), kind.to_owned())));
        assert_eq!(annotated, 1);
    }

    #[test]
    fn a_sentence_with_a_name_left_over_is_not_annotated() {
        assert_eq!(names_in(&[("Ana", "PROPN", "_"), ("left", "VERB", "_")]), (Vec::new(), 0));
        assert_eq!(names_in(&[("Rex", "PROPN", "Entity=(1-animal)")]), (Vec::new(), 0));
    }
}
