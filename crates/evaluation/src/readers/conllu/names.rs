//! Names out of entities whose mentions are whole phrases, as GUM marks them.
//!
//! A mention is a name when, without determiners, titles and a possessive at its edges, every word of it is a proper noun,
//! a capitalised word, a number or a word that joins them; the longest one wins. Several joined by `and` are as many names; an
//! office with the name of what it is over (`President of Norway`) is none but that; peoples and their members are not
//! persons. A sentence in which proper nouns are left over, in which a name's type is none of those below, or in which an
//! office and a name cannot be told apart, is not annotated.

use std::ops::Range;

use super::{Document, Mention, Sentence, Word};

/// The names of a document, and the sentences where names are annotated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Bytes and type (`person`, `people`, `organization`, `place`, `event`, `object`, `abstract`) of each name.
    pub names: Vec<(Range<usize>, String)>,
    /// Bytes of each annotated sentence.
    pub annotated: Vec<Range<usize>>,
}

/// Types of entities that names have.
const TYPES: [&str; 6] = ["person", "organization", "place", "event", "object", "abstract"];

/// Words before a person's name that are no part of it.
const TITLES: &str = " President Mr. Mrs. Ms. Ms Miss Madam Master Dr. Professor Prof. Prime Minister Senator Secretary General King \
    Queen Emperor Empress Prince Pope Reverend Rev. Sir Judge Justice Captain Colonel Governor Mayor Director Attorney Deputy \
    Vice Chief Speaker Rep. Sen. Dear ";

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
    for mention in &mentions {
        let whole = without_office(document, mention, &found)?;
        let Some(words) = trimmed(document, whole).filter(|words| is_name(document, words)) else {
            continue;
        };
        if joins_others(document, mention, &mentions) {
            continue;
        }
        if TYPES.contains(&mention.kind.as_str()) {
            // The longest name wins over the names inside it.
            found.retain(|(other, _)| other.start < words.start || words.end < other.end);
            found.push((words, if is_people(document, mention) { "people" } else { &mention.kind }));
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

/// Whether a mention is several that are joined, of which one at least is a mention of its own.
fn joins_others(document: &Document, mention: &Mention, others: &[&Mention]) -> bool {
    let is_joined =
        |at: &usize| word(document, *at).is_some_and(|it| it.head == Some(mention.head) && it.deprel == "conj");
    let is_inside = |other: &Mention| {
        other.words.len() < mention.words.len()
            && mention.words.start <= other.words.start
            && other.words.end <= mention.words.end
    };
    mention.words.clone().filter(is_joined).any(|joined| {
        others.iter().any(|other| is_inside(other) && (other.head == mention.head || other.head == joined))
    })
}

/// The words of a mention; of a person's those before the preposition that a name of another kind follows, and none where
/// these are one word, which may be a name (`Ana of Oslo`) as well as an office.
fn without_office(document: &Document, mention: &Mention, found: &[(Range<usize>, &str)]) -> Option<Range<usize>> {
    let words = mention.words.clone();
    let of_other_kind = |(name, kind): &&(Range<usize>, &str)| {
        !matches!(*kind, "person" | "people") && words.start < name.start && name.end <= words.end
    };
    let other = found.iter().filter(of_other_kind).min_by_key(|(name, _)| name.start);
    let Some((other, _)) = other.filter(|_| mention.kind == "person") else { return Some(words) };
    let is_preposition = |at: &usize| word(document, *at).is_some_and(|word| word.upos == "ADP");
    let Some(end) = (words.start..other.start).find(is_preposition) else { return Some(words) };
    let office = words.start..end;
    let may_be_either =
        trimmed(document, office.clone()).is_some_and(|left| left.len() == 1 && is_name(document, &left));
    (!may_be_either).then_some(office)
}

/// Whether a mention of persons names whom they belong to: `Americans`, `a Protestant`.
fn is_people(document: &Document, mention: &Mention) -> bool {
    let is_plural = word(document, mention.head).is_some_and(|head| head.xpos == "NNPS");
    let is_one_of_them = mention.words.len() == 2
        && word(document, mention.words.start).is_some_and(|first| first.lemma == "a" && first.upos == "DET");
    mention.kind == "person" && (is_plural || is_one_of_them)
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

/// Without determiners, titles and the possessive of an owner at the edges; that of a house without a thing stays (`at Del's`).
fn trimmed(document: &Document, mut words: Range<usize>) -> Option<Range<usize>> {
    let upos = |at: usize| word(document, at).map_or("", |word| word.upos.as_str());
    let opens = |at: usize| {
        matches!(upos(at), "DET" | "PUNCT" | "PRON" | "ADP" | "PART" | "CCONJ")
            || word(document, at).is_some_and(|word| listed(TITLES, &word.form))
    };
    while !words.is_empty() && opens(words.start) {
        words.start += 1;
    }
    let owns = words.clone().any(|at| word(document, at).is_some_and(|word| word.deprel == "nmod:poss"));
    while !words.is_empty() && (upos(words.end - 1) == "PUNCT" || owns && upos(words.end - 1) == "PART") {
        words.end -= 1;
    }
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    /// Form, part of speech, head and relation, entity.
    type Row<'r> = (&'r str, &'r str, &'r str, &'r str);

    /// The names, and how many sentences are annotated.
    fn names_in(rows: &[Row<'_>]) -> (Vec<(String, String)>, usize) {
        let rows = rows.iter().enumerate().map(|(index, (form, upos, head, entity))| {
            let lemma = form.to_lowercase();
            let xpos = if *upos == "PROPN" && form.ends_with("ans") { "NNPS" } else { "_" };
            format!("{}\t{form}\t{lemma}\t{upos}\t{xpos}\t_\t{}\t_\t{entity}\n", index + 1, head.replace(' ', "\t"))
        });
        let documents = read(&rows.collect::<String>()).expect("a treebank");
        let found = names(&documents[0]);
        let text = |span: &Range<usize>| documents[0].text.get(span.clone()).unwrap_or_default().to_owned();
        (found.names.iter().map(|(span, kind)| (text(span), kind.clone())).collect(), found.annotated.len())
    }

    fn assert_names(rows: &[Row<'_>], expected: &[(&str, &str)]) {
        let expected = expected.iter().map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned())).collect();
        assert_eq!(names_in(rows), (expected, 1));
    }

    #[test]
    fn a_phrase_is_cut_to_its_name() {
        assert_names(
            &[
                ("President", "PROPN", "4 nsubj", "Entity=(1-person"),
                ("Ana", "PROPN", "1 flat", "_"),
                ("Lee", "PROPN", "1 flat", "Entity=1)"),
                ("left", "VERB", "0 root", "_"),
                ("the", "DET", "6 det", "Entity=(2-place"),
                ("Bay", "PROPN", "4 obj", "_"),
                ("of", "ADP", "8 case", "_"),
                ("Oslo", "PROPN", "6 nmod", "Entity=(3-place)2)"),
                ("Monday", "PROPN", "4 obl", "Entity=(4-time)"),
                ("a", "DET", "11 det", "Entity=(5-person"),
                ("sailor", "NOUN", "4 obj", "Entity=5)"),
            ],
            &[("Ana Lee", "person"), ("Bay of Oslo", "place")],
        );
    }

    #[test]
    fn names_that_are_joined_are_several() {
        let joined = |second: (&'static str, &'static str)| {
            [
                ("Ana", "PROPN", "0 root", second.0),
                ("and", "CCONJ", "3 cc", "_"),
                ("Mills", "PROPN", "1 conj", second.1),
            ]
        };
        assert_names(
            &joined(("Entity=(1-person(2-person)", "Entity=(3-person)1)")),
            &[("Ana", "person"), ("Mills", "person")],
        );
        assert_names(&joined(("Entity=(1-organization", "Entity=1)")), &[("Ana and Mills", "organization")]);
    }

    #[test]
    fn an_office_is_no_name() {
        let of_norway = |person: &[Row<'static>]| {
            let mut rows = person.to_vec();
            rows.extend([("of", "ADP", "1 case", "_"), ("Norway", "PROPN", "1 nmod", "Entity=(2-place)1)")]);
            rows
        };
        assert_names(&of_norway(&[("Emperor", "PROPN", "0 root", "Entity=(1-person")]), &[("Norway", "place")]);
        let named = [("Ana", "PROPN", "0 root", "Entity=(1-person"), ("Lee", "PROPN", "1 flat", "_")];
        assert_names(&of_norway(&named), &[("Ana Lee", "person"), ("Norway", "place")]);
        let either = [("Protector", "PROPN", "0 root", "Entity=(1-person")];
        assert_eq!(names_in(&of_norway(&either)), (Vec::new(), 0));
    }

    #[test]
    fn a_people_is_no_person() {
        assert_names(&[("Norwegians", "PROPN", "0 root", "Entity=(1-person)")], &[("Norwegians", "people")]);
        assert_names(
            &[("A", "DET", "2 det", "Entity=(1-person"), ("Lutheran", "PROPN", "0 root", "Entity=1)")],
            &[("Lutheran", "people")],
        );
    }

    #[test]
    fn a_sentence_with_a_name_left_over_is_not_annotated() {
        assert_eq!(names_in(&[("Ana", "PROPN", "0 root", "_"), ("left", "VERB", "1 dep", "_")]), (Vec::new(), 0));
        assert_eq!(names_in(&[("Rex", "PROPN", "0 root", "Entity=(1-animal)")]), (Vec::new(), 0));
    }
}
