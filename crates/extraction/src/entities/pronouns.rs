//! Pronouns, where exactly one entity fits: of the right sort and gender, in this sentence or the one before.

use std::ops::Range;

use dateline_record::v1::{entity::Kind, mention::Form};

use super::draft::{Draft, Found, Gender};
use crate::context::Context;

/// A mention that a pronoun can refer to.
#[derive(Debug, Clone)]
struct Candidate {
    token: usize,
    draft: usize,
    subject: bool,
    quoted: bool,
}

/// What a pronoun asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    Person(Gender),
    Thing,
}

/// Adds the mentions by pronoun.
pub(super) fn add(cx: &Context<'_>, drafts: &mut [Draft]) {
    let quoted = quoted(cx);
    let is_quoted = |token: usize| quoted.get(token).copied().unwrap_or_default();
    let mut candidates = named(cx, drafts, &quoted);
    for at in 0..cx.document.sentences.len() {
        let Some(tokens) = cx.document.sentences.get(at).map(|sentence| sentence.tokens.clone()) else { continue };
        // Only a sentence of the same paragraph, or the last of the one before, can hold the antecedent.
        let before = at
            .checked_sub(1)
            .and_then(|before| cx.document.sentences.get(before))
            .map(|sentence| sentence.tokens.clone());
        for token in tokens.clone() {
            let Some(asks) = asks(cx, token) else { continue };
            let quoted = is_quoted(token);
            let near = between(&candidates, tokens.start..token);
            let far = before.clone().map(|tokens| between(&candidates, tokens)).unwrap_or_default();
            let bound = bound_verb(cx, token);
            let fits = |candidate: &&Candidate| {
                candidate.quoted == quoted
                    && (bound.is_none() || subject_of(cx, candidate.token) != bound)
                    && drafts.get(candidate.draft).is_some_and(|draft| fits(draft, asks, quoted))
            };
            let antecedent = antecedent(near.iter().filter(fits), far.iter().filter(fits), asks, is_subject(cx, token));
            let Some(draft) = antecedent.and_then(|at| drafts.get_mut(at).map(|draft| (at, draft))) else { continue };
            put(cx, draft.1, token, asks);
            let subject = is_subject(cx, token);
            let place = candidates.partition_point(|candidate| candidate.token < token);
            candidates.insert(place, Candidate { token, draft: draft.0, subject, quoted });
        }
    }
}

fn put(cx: &Context<'_>, draft: &mut Draft, token: usize, asks: Asks) {
    let Some(span) = cx.token(token).map(|token| token.span.clone()) else { return };
    if let (Asks::Person(gender), Gender::Unknown) = (asks, draft.gender) {
        draft.gender = gender;
    }
    let text = cx.slice(span.clone()).into();
    let found = Found {
        head: span.clone(),
        span,
        tokens: token..token + 1,
        form: Form::Pronoun,
        kind: Kind::Other,
        text,
        confidence: 0.75,
    };
    draft.mentions.push(found);
}

fn asks(cx: &Context<'_>, token: usize) -> Option<Asks> {
    let tagged = cx.token(token).is_some_and(|token| matches!(token.upos, "PRON" | "DET"));
    let asks = match cx.document.word(token).to_ascii_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Asks::Person(Gender::He),
        "she" | "her" | "hers" | "herself" => Asks::Person(Gender::She),
        // `it` is too often nobody; its possessive is not.
        "its" | "itself" => Asks::Thing,
        _ => return None,
    };
    tagged.then_some(asks)
}

/// The verb whose subject an object pronoun cannot be: in "Doe praised her", she is somebody else.
fn bound_verb(cx: &Context<'_>, token: usize) -> Option<usize> {
    let object = matches!(cx.document.word(token).to_ascii_lowercase().as_str(), "him" | "her");
    let relation = cx.token(token)?.deprel;
    let object = object && !relation.starts_with("nmod:poss");
    object.then(|| clause_verb(cx, token)).flatten()
}

/// The nearest verb above a token.
fn clause_verb(cx: &Context<'_>, token: usize) -> Option<usize> {
    let mut at = token;
    for _ in 0..STEPS {
        let up = cx.token(at)?.head;
        if up == at {
            return None;
        }
        if cx.token(up).is_some_and(|token| matches!(token.upos, "VERB" | "AUX")) {
            return Some(up);
        }
        at = up;
    }
    None
}

/// Steps up a parse at most.
const STEPS: usize = 12;

/// The verb that a token is the subject of.
fn subject_of(cx: &Context<'_>, token: usize) -> Option<usize> {
    let mut at = token;
    for _ in 0..STEPS {
        if is_subject(cx, at) {
            return cx.token(at).map(|token| token.head);
        }
        let word = cx.token(at)?;
        if word.head == at || !matches!(word.deprel, "flat" | "appos" | "nmod:desc" | "compound" | "conj") {
            return None;
        }
        at = word.head;
    }
    None
}

/// Whether an entity can be meant; in a quotation only where its gender is known, as the speaker's words reach farther.
fn fits(draft: &Draft, asks: Asks, quoted: bool) -> bool {
    match asks {
        Asks::Person(gender) => {
            draft.kind == Kind::Person && draft.gender.fits(gender) && (!quoted || draft.gender == gender)
        }
        Asks::Thing => matches!(draft.kind, Kind::Organization | Kind::Gpe),
    }
}

/// The only entity that fits: in the sentence so far, else in the one before. Among several people a subject takes up
/// the only subject; any other pronoun is left alone.
fn antecedent<'a>(
    near: impl Iterator<Item = &'a Candidate>,
    far: impl Iterator<Item = &'a Candidate>,
    asks: Asks,
    subject: bool,
) -> Option<usize> {
    let (near, far): (Vec<_>, Vec<_>) = (near.collect(), far.collect());
    if asks == Asks::Thing {
        // A thing is taken up where it is the subject, and nothing else could be meant.
        return only(near.iter().copied()).filter(|_| near.iter().any(|candidate| candidate.subject));
    }
    let nearest = if near.is_empty() { far } else { near };
    let subjects = || only(nearest.iter().copied().filter(|candidate| candidate.subject)).filter(|_| subject);
    only(nearest.iter().copied()).or_else(subjects)
}

/// The draft that all candidates are mentions of.
fn only<'a>(mut candidates: impl Iterator<Item = &'a Candidate>) -> Option<usize> {
    let first = candidates.next()?.draft;
    candidates.all(|candidate| candidate.draft == first).then_some(first)
}

fn between(candidates: &[Candidate], tokens: Range<usize>) -> Vec<Candidate> {
    let from = candidates.partition_point(|candidate| candidate.token < tokens.start);
    let to = candidates.partition_point(|candidate| candidate.token < tokens.end);
    candidates.get(from..to).unwrap_or_default().to_vec()
}

/// Every mention so far, by position.
fn named(cx: &Context<'_>, drafts: &[Draft], quoted: &[bool]) -> Vec<Candidate> {
    let mentions =
        drafts.iter().enumerate().flat_map(|(draft, of)| of.mentions.iter().map(move |found| (draft, found)));
    let mut candidates: Vec<Candidate> = mentions
        .filter(|(_, found)| !found.tokens.is_empty())
        .map(|(draft, found)| Candidate {
            token: found.tokens.start,
            draft,
            subject: found.tokens.clone().any(|token| is_subject(cx, token)) || is_subject_with_title(cx, found),
            quoted: quoted.get(found.tokens.start).copied().unwrap_or_default(),
        })
        .collect();
    candidates.sort_by_key(|candidate| (candidate.token, candidate.draft));
    candidates
}

fn is_subject(cx: &Context<'_>, token: usize) -> bool {
    cx.token(token).is_some_and(|token| token.deprel.starts_with("nsubj"))
}

/// In "Prime Minister X said" the title is the subject, and the name hangs on it.
fn is_subject_with_title(cx: &Context<'_>, found: &Found) -> bool {
    let head = super::names::head(cx, &found.tokens);
    cx.token(head).is_some_and(|token| {
        matches!(token.deprel, "flat" | "appos" | "nmod:desc" | "compound") && is_subject(cx, token.head)
    })
}

/// Which tokens stand inside quotation marks, a paragraph at a time.
fn quoted(cx: &Context<'_>) -> Vec<bool> {
    let mut quoted = vec![false; cx.document.tokens.len()];
    let mut stretch = None;
    let mut inside = false;
    for sentence in &cx.document.sentences {
        if stretch != Some(sentence.stretch) {
            (stretch, inside) = (Some(sentence.stretch), false);
        }
        for token in sentence.tokens.clone() {
            inside = match cx.document.word(token) {
                "“" | "``" | "«" => true,
                "”" | "''" | "»" => false,
                "\"" => !inside,
                _ => inside,
            };
            if let Some(slot) = quoted.get_mut(token) {
                *slot = inside;
            }
        }
    }
    quoted
}
