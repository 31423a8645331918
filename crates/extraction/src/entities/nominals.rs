//! Mentions by a noun: "the Israeli leader", "the prime minister", "the group", where exactly one entity fits.

use std::ops::Range;

use dateline_record::v1::{entity::Kind, mention::Form};

use super::{
    draft::{Draft, Found},
    gazetteer,
    roles::{self, Named},
    titles,
};
use crate::context::Context;

/// Sentences back that a noun such as "the group" reaches.
const REACH: usize = 1;

/// Adds the mentions by a noun.
pub(super) fn add(cx: &Context<'_>, drafts: &mut [Draft]) {
    let named = Named::new(cx, drafts);
    let mut found = Vec::new();
    for sentence in 0..cx.document.sentences.len() {
        let Some(tokens) = cx.document.sentences.get(sentence).map(|sentence| sentence.tokens.clone()) else {
            continue;
        };
        for the in tokens.clone().filter(|at| cx.document.word(*at).eq_ignore_ascii_case("the")) {
            let phrase = office(cx, the, tokens.end, &named, drafts);
            found.extend(phrase.or_else(|| common(cx, the, sentence, &named, drafts)));
        }
    }
    for (draft, mention) in found {
        if let Some(draft) = drafts.get_mut(draft) {
            draft.mentions.push(mention);
        }
    }
}

/// "the prime minister", "the Israeli leader": the one person introduced before with that office.
fn office(cx: &Context<'_>, the: usize, end: usize, named: &Named, drafts: &[Draft]) -> Option<(usize, Found)> {
    let mut at = the + 1;
    let people = named.at(at).and_then(|at| drafts.get(at)).and_then(roles::country_of);
    at += usize::from(people.is_some());
    let start = at;
    while at < end && titles::is_qualifier(cx.document.word(at)) && !titles::is_office(cx.document.word(at)) {
        at += 1;
    }
    let head = (at..end.min(at + 2)).take_while(|at| titles::is_office(cx.document.word(*at))).last()?;
    // A name after the title makes it a role, `of` makes it another office, and a noun after it a compound.
    let next = head + 1;
    let goes_on = named.at(next).is_some() || matches!(cx.document.word(next), "of" | "for" | "-");
    let compound = cx.token(next).is_some_and(|token| token.upos == "NOUN" && token.head != head);
    let plural = cx.token(head).is_some_and(|token| token.xpos == "NNS");
    if goes_on && cx.document.word(next) != "for" || compound || plural {
        return None;
    }
    let title = cx.slice(cx.document.span_of(start..next)?).to_lowercase();
    let place = cx.document.span_of(the..next)?.start;
    let mut fitting = drafts.iter().enumerate().filter(|(_, draft)| {
        draft.kind == Kind::Person
            && draft.first().is_some_and(|first| first.span.start < place)
            && holds(draft, &title, people)
    });
    let only = fitting.next().filter(|_| fitting.next().is_none()).map(|(at, _)| at)?;
    Some((only, nominal(cx, the..next, head, 0.8)?))
}

/// Whether a person holds an office that a noun phrase names, for a country if it says one.
fn holds(draft: &Draft, title: &str, country: Option<&str>) -> bool {
    draft.roles.iter().any(|held| {
        let same = held.role.title == title || held.role.title.ends_with(&format!(" {title}")) && title != "minister";
        let leads = title == "leader" && country.is_some() && titles::is_leader(&held.role.title);
        (same || leads) && country.is_none_or(|country| held.role.country == country)
    })
}

/// What a common noun can stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Organization,
    Company,
    Paper,
    Country,
    City,
}

fn sort(noun: &str) -> Option<Sort> {
    Some(match noun.to_lowercase().as_str() {
        "group" | "organization" | "organisation" | "movement" | "agency" => Sort::Organization,
        "company" | "firm" | "carmaker" | "automaker" | "airline" | "retailer" | "lender" => Sort::Company,
        "newspaper" | "outlet" | "broadcaster" | "paper" => Sort::Paper,
        "country" | "nation" => Sort::Country,
        "city" => Sort::City,
        _ => return None,
    })
}

/// "the group", "the country": the one entity of that sort in this sentence so far, else in the sentence before.
fn common(cx: &Context<'_>, the: usize, sentence: usize, named: &Named, drafts: &[Draft]) -> Option<(usize, Found)> {
    let head = the + 1;
    let sort = sort(cx.document.word(head))?;
    let next = cx.token(head + 1);
    let compound = next.is_some_and(|token| matches!(token.upos, "NOUN" | "PROPN") && token.head != head);
    if named.at(head).is_some()
        || compound
        || matches!(cx.document.word(head + 1), "of" | "that" | "which" | "-" | "where")
    {
        return None;
    }
    let own = cx.document.sentences.get(sentence)?.tokens.start..the;
    let before =
        (1..=REACH).filter_map(|back| Some(cx.document.sentences.get(sentence.checked_sub(back)?)?.tokens.clone()));
    let only = std::iter::once(own).chain(before).find_map(|tokens| candidates(tokens, sort, named, drafts))?.ok()?;
    Some((only, nominal(cx, the..head + 1, head, 0.7)?))
}

/// The entities of a sort among some tokens: none, the only one, or an error when there are more.
fn candidates(tokens: Range<usize>, sort: Sort, named: &Named, drafts: &[Draft]) -> Option<Result<usize, ()>> {
    let mut fitting: Vec<usize> = tokens
        .filter_map(|at| named.at(at))
        .filter(|at| drafts.get(*at).is_some_and(|draft| is(draft, sort)))
        .collect();
    fitting.sort_unstable();
    fitting.dedup();
    match fitting.as_slice() {
        [] => None,
        [only] => Some(Ok(*only)),
        _ => Some(Err(())),
    }
}

fn is(draft: &Draft, sort: Sort) -> bool {
    let sector =
        |sector: &str| draft.actor.as_ref().is_some_and(|actor| actor.sectors.iter().any(|other| other == sector));
    let place = || gazetteer::place(&draft.name).map(|place| place.rank);
    match sort {
        Sort::Organization => draft.kind == Kind::Organization && !sector("MED"),
        Sort::Company => {
            draft.kind == Kind::Organization
                && !["MED", "GOV", "MIL", "LEG", "JUD", "COP", "REB"].into_iter().any(sector)
        }
        Sort::Paper => draft.kind == Kind::Organization && sector("MED"),
        Sort::Country => draft.kind == Kind::Gpe && place() == Some(gazetteer::Rank::Country),
        Sort::City => draft.kind == Kind::Gpe && place().is_none_or(|rank| rank == gazetteer::Rank::City),
    }
}

fn nominal(cx: &Context<'_>, tokens: Range<usize>, head: usize, confidence: f64) -> Option<Found> {
    let span = cx.document.span_of(tokens.clone())?;
    let head = cx.token(head)?.span.clone();
    let text = cx.slice(span.clone()).into();
    Some(Found { span, head, tokens, form: Form::Nominal, kind: Kind::Other, text, confidence })
}
