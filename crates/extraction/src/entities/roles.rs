//! Offices that the article gives people: titles before a name, and appositions after it.

use std::ops::Range;

use dateline_record::v1::{Role, entity::Kind};

use super::{
    draft::{Draft, Found, Gender, Held},
    gazetteer, titles,
};
use crate::context::{Context, span};

/// Tokens of a title at most.
const LONGEST: usize = 8;
/// Tokens of an apposition at most.
const APPOSITION: usize = 14;

/// Which draft is named at a token.
pub(super) struct Named(Vec<Option<usize>>);

impl Named {
    /// The names of all drafts.
    pub(super) fn new(cx: &Context<'_>, drafts: &[Draft]) -> Self {
        let mut named = vec![None; cx.document.tokens.len()];
        for (at, draft) in drafts.iter().enumerate() {
            for token in draft.names().flat_map(|found| found.tokens.clone()) {
                if let Some(slot) = named.get_mut(token) {
                    *slot = Some(at);
                }
            }
        }
        Self(named)
    }

    /// The draft that is named at a token.
    pub(super) fn at(&self, token: usize) -> Option<usize> {
        self.0.get(token).copied().flatten()
    }
}

/// Adds the offices to the drafts, and what they tell of a person.
pub(super) fn add(cx: &Context<'_>, drafts: &mut [Draft]) {
    let named = Named::new(cx, drafts);
    let mut held = Vec::new();
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.kind == Kind::Person) {
        for found in draft.names().filter(|found| !found.tokens.is_empty()) {
            let roles = [before(cx, found, &named, drafts), after(cx, found, &named, drafts)];
            held.extend(roles.into_iter().flatten().map(|role| (at, role)));
        }
    }
    for (at, role) in held {
        if let Some(draft) = drafts.get_mut(at) {
            give(draft, role);
        }
    }
}

/// Gives a person an office, once, in its fullest form.
fn give(draft: &mut Draft, held: Held) {
    if draft.gender == Gender::Unknown {
        draft.gender = titles::gender(&held.role.title);
    }
    let same = |known: &&mut Held| {
        known.role.title == held.role.title || known.role.title.ends_with(&format!(" {}", held.role.title))
    };
    match draft.roles.iter_mut().find(same) {
        Some(known)
            if known.role.country.is_empty()
                && known.role.organization.is_empty()
                && known.role.title == held.role.title =>
        {
            *known = held
        }
        Some(_) => {}
        None => draft.roles.push(held),
    }
}

/// The sentence that holds a token, as a range of tokens.
fn sentence(cx: &Context<'_>, token: usize) -> Range<usize> {
    let sentence = cx.document.sentence_of(token).and_then(|at| cx.document.sentences.get(at));
    sentence.map(|sentence| sentence.tokens.clone()).unwrap_or_default()
}

/// `Israeli Prime Minister X`, `Secretary of State X`, `Acme chief executive X`.
fn before(cx: &Context<'_>, found: &Found, named: &Named, drafts: &[Draft]) -> Option<Held> {
    let first = sentence(cx, found.tokens.start).start;
    let end = found.tokens.start;
    let head = title_head(cx, first, end)?;
    let mut start = head;
    while start > first && end - start < LONGEST && belongs(cx, start - 1) && named.at(start - 1).is_none() {
        start -= 1;
    }
    let of = of_holder(cx, head + 1..end, named);
    let holder = of.or_else(|| holder_before(cx, first, start, named));
    Some(role(cx, start..end, holder, drafts, "title before name"))
}

/// The last office before `end`, which `of State` or `for X Affairs` may follow.
fn title_head(cx: &Context<'_>, first: usize, end: usize) -> Option<usize> {
    let last = end.checked_sub(1).filter(|last| *last >= first)?;
    if titles::is_office(cx.document.word(last)) {
        return Some(last);
    }
    let inside =
        (first.max(end.saturating_sub(5))..last).rev().find(|at| matches!(cx.document.word(*at), "of" | "for"))?;
    let head = inside.checked_sub(1).filter(|head| *head >= first && titles::is_office(cx.document.word(*head)))?;
    // The words between are one name of a field: capitalised throughout.
    let capital = |at: usize| {
        cx.document.word(at).starts_with(char::is_uppercase) || matches!(cx.document.word(at), "and" | "the")
    };
    (inside + 1..end).all(capital).then_some(head)
}

/// Whether a word before an office is part of it.
fn belongs(cx: &Context<'_>, at: usize) -> bool {
    let word = cx.document.word(at);
    titles::is_qualifier(word)
        || word == "-"
        || titles::is_office(word) && !matches!(word.to_lowercase().as_str(), "member")
}

/// The organisation or state in `president of X`.
fn of_holder(cx: &Context<'_>, tokens: Range<usize>, named: &Named) -> Option<usize> {
    let of = tokens.clone().find(|at| matches!(cx.document.word(*at), "of" | "for" | "at" | "with"))?;
    (of + 1..tokens.end.min(of + 4)).find_map(|at| named.at(at))
}

/// The organisation or state just before a title, with or without a possessive.
fn holder_before(cx: &Context<'_>, first: usize, start: usize, named: &Named) -> Option<usize> {
    let mut at = start.checked_sub(1)?;
    while at > first && matches!(cx.document.word(at), "'s" | "’s" | "'" | "’") {
        at -= 1;
    }
    (at >= first).then(|| named.at(at)).flatten()
}

/// `X, the chief executive of Acme,` and `X, Acme's chief executive,`.
fn after(cx: &Context<'_>, found: &Found, named: &Named, drafts: &[Draft]) -> Option<Held> {
    let end = sentence(cx, found.tokens.end.checked_sub(1)?).end;
    let comma = found.tokens.end;
    if cx.document.word(comma) != "," || comma + 1 >= end {
        return None;
    }
    let reach = end.min(comma + 1 + APPOSITION);
    let close = (comma + 1..reach)
        .find(|at| matches!(cx.document.word(*at), "," | "." | ";" | "—" | ")" | "”" | "\"" | "who" | "and"))?;
    let head = (comma + 1..close)
        .find(|at| titles::is_office(cx.document.word(*at)) && !titles::is_office(cx.document.word(*at + 1)))?;
    let mut start = head;
    while start > comma + 1 && belongs(cx, start - 1) && named.at(start - 1).is_none() {
        start -= 1;
    }
    // Before the office only an article, an age or the holder may stand: else the words are another clause.
    let opens = (comma + 1..start).all(|at| {
        named.at(at).is_some_and(|at| drafts.get(at).is_some_and(|draft| draft.kind != Kind::Person))
            || matches!(
                cx.document.word(at).to_lowercase().as_str(),
                "the" | "a" | "an" | "'s" | "’s" | "'" | "’" | "then" | "one" | "its" | "their"
            )
            || cx.token(at).is_some_and(|token| token.upos == "ADJ")
    });
    let clause = (head + 1..close)
        .any(|at| cx.token(at).is_some_and(|token| token.upos == "VERB" && token.xpos != "VBN" && token.xpos != "VBG"));
    let ends = title_end(cx, head, close, named);
    let holder = of_holder(cx, head + 1..close, named).or_else(|| holder_before(cx, comma + 1, start, named));
    (opens && !clause).then(|| role(cx, start..ends, holder, drafts, "apposition"))
}

/// Where an office ends: `minister for women`, but `spokesman | for the ministry`.
fn title_end(cx: &Context<'_>, head: usize, close: usize, named: &Named) -> usize {
    let field = matches!(cx.document.word(head).to_lowercase().as_str(), "minister" | "secretary" | "professor");
    let named_after = (head + 1..close).any(|at| named.at(at).is_some());
    if field && !named_after && matches!(cx.document.word(head + 1), "of" | "for") {
        close.min(head + 5)
    } else {
        head + 1
    }
}

fn role(cx: &Context<'_>, tokens: Range<usize>, holder: Option<usize>, drafts: &[Draft], rule: &'static str) -> Held {
    let bytes = cx.document.span_of(tokens).unwrap_or_default();
    let title = cx
        .slice(bytes.clone())
        .split_whitespace()
        .map(|word| titles::short(word).unwrap_or(word))
        .collect::<Vec<_>>()
        .join(" ");
    let title =
        if title.chars().all(|c| c.is_uppercase() || !c.is_alphabetic()) { title } else { title.to_lowercase() };
    let holder = holder.filter(|at| drafts.get(*at).is_some_and(|draft| draft.kind != Kind::Person));
    let draft = holder.and_then(|at| drafts.get(at));
    let country = draft.and_then(country_of).unwrap_or_default();
    let people = draft.is_some_and(|draft| draft.kind == Kind::Group);
    let organization = match draft {
        Some(_) if people => gazetteer::country_name(country).unwrap_or_default().into(),
        Some(draft) => draft.name.clone(),
        None => String::new(),
    };
    let role =
        Role { title, organization, country: country.into(), span: span(bytes), organization_entity: String::new() };
    Held { role, organization: holder.filter(|_| !people), rule }
}

/// Alpha-2 code of the country that a draft is, or is the people of.
pub(super) fn country_of(draft: &Draft) -> Option<&'static str> {
    match draft.kind {
        Kind::Group => gazetteer::people(&draft.name),
        Kind::Gpe => gazetteer::place(&draft.name)
            .filter(|place| place.rank == gazetteer::Rank::Country)
            .map(|place| place.country),
        Kind::Organization => gazetteer::actor(&draft.name).and_then(|actor| gazetteer::alpha2(actor.code.first()?)),
        _ => None,
    }
}
