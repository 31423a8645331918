//! The names of the document as mentions: without titles, articles and possessives, with kinds that the tables know better.

use std::ops::Range;

use dateline_language::NameKind;
use dateline_record::v1::{entity::Kind, mention::Form};

use super::{draft::Found, gazetteer, titles};
use crate::context::{Context, range};

/// How sure a name is that only the tables found.
const LISTED: f64 = 0.9;
/// Words of a name in the tables at most.
const LONGEST: usize = 6;

/// Every mention by name, by position.
pub(super) fn find(cx: &Context<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = cx
        .document
        .names
        .iter()
        .flat_map(|name| split(cx, name.tokens.clone()).map(move |tokens| (name, tokens)))
        .filter_map(|(name, tokens)| mention(cx, tokens, kind(name.kind), name.confidence))
        .collect();
    let listed = missed(cx, &found);
    found.extend(listed);
    found.extend(dateline(cx));
    found.sort_by_key(|found| (found.span.start, found.span.end));
    found
}

fn kind(kind: NameKind) -> Kind {
    match kind {
        NameKind::Person => Kind::Person,
        NameKind::Organization => Kind::Organization,
        NameKind::Gpe => Kind::Gpe,
        NameKind::Location => Kind::Location,
        NameKind::Facility => Kind::Facility,
        NameKind::Group => Kind::Group,
        NameKind::Event => Kind::Event,
        NameKind::Product => Kind::Product,
        NameKind::Work => Kind::Work,
        NameKind::Law => Kind::Law,
        NameKind::Other => Kind::Other,
    }
}

/// A name that holds a people and a person ("Israeli President Isaac Herzog") is two names with a title between.
fn split(cx: &Context<'_>, tokens: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let title = tokens.clone().rev().find(|token| titles::is_office(cx.document.word(*token)));
    let cut = title.filter(|title| *title > tokens.start && *title + 1 < tokens.end);
    let country = cut.and_then(|_| {
        tokens.clone().take_while(|token| Some(*token) != cut).find(|at| {
            let word = cx.document.word(*at);
            *at == tokens.start && (gazetteer::people(word).is_some() || gazetteer::place(word).is_some())
        })
    });
    let (first, second) = match (cut, country) {
        (Some(cut), Some(country)) => (Some(country..country + 1), cut + 1..tokens.end),
        _ => (None, tokens),
    };
    first.into_iter().chain([second])
}

/// A mention of a name without what does not belong to it; `None` when nothing is left.
fn mention(cx: &Context<'_>, tokens: Range<usize>, kind: Kind, confidence: f64) -> Option<Found> {
    let mut tokens = tokens;
    let mut kind = kind;
    while let Some(last) = tokens.end.checked_sub(1).filter(|last| tokens.contains(last)) {
        let word = cx.document.word(last);
        if !matches!(word, "'" | "’" | "," | "”" | "\"" | ")" | "—" | "-" | ":" | ";") {
            break;
        }
        tokens.end = last;
    }
    while tokens.len() > 1 && is_article(cx.document.word(tokens.start)) && !is_work(kind) {
        tokens.start += 1;
    }
    strip_field(cx, &mut tokens, &mut kind);
    let titled = strip_titles(cx, &mut tokens, kind);
    if titled && kind != Kind::Person && tokens.len() > 1 {
        kind = Kind::Person;
    }
    if tokens.is_empty() || titled && tokens.clone().all(|token| titles::is_office(cx.document.word(token))) {
        return None;
    }
    found(cx, tokens, kind, confidence)
}

fn is_article(word: &str) -> bool {
    matches!(word, "the" | "The" | "THE" | "a" | "A" | "an" | "An" | "\"" | "“" | "‘" | "(")
}

fn is_work(kind: Kind) -> bool {
    kind == Kind::Work
}

/// Takes the field of an office off the front of a person's name: `Secretary of | State Jane Doe`, `… State Doe`.
fn strip_field(cx: &Context<'_>, tokens: &mut Range<usize>, kind: &mut Kind) {
    let office = |at: usize| titles::is_office(cx.document.word(at));
    let of = tokens.start.checked_sub(1).filter(|of| cx.document.word(*of) == "of");
    let held = of.and_then(|of| of.checked_sub(1)).is_some_and(office);
    if !held {
        return;
    }
    let first = cx.document.word(tokens.start);
    // `State Doe` reads like an organization, and only a person can follow such a field.
    if tokens.len() == 2 && *kind == Kind::Organization && matches!(first, "State" | "Defense" | "Defence" | "Interior")
    {
        *kind = Kind::Person;
    }
    if *kind == Kind::Person && (tokens.len() >= 3 || tokens.len() == 2 && titles::is_qualifier(first)) {
        tokens.start += 1;
    }
}

/// Takes titles off the front of a person's name; true when there were any.
fn strip_titles(cx: &Context<'_>, tokens: &mut Range<usize>, kind: Kind) -> bool {
    if !matches!(kind, Kind::Person) {
        return false;
    }
    let office = |at: usize| titles::is_office(cx.document.word(at)) || titles::address(cx.document.word(at)).is_some();
    let last = tokens
        .clone()
        .take_while(|at| office(*at) || titles::is_qualifier(cx.document.word(*at)))
        .filter(|at| office(*at))
        .last();
    let Some(last) = last else { return false };
    // "King" and "Major" are surnames too: a title leaves a name behind it.
    if last + 1 >= tokens.end {
        return false;
    }
    tokens.start = last + 1;
    // `Secretary of State Jane Doe` read as one name: the field goes with the office.
    if cx.document.word(last + 1) == "of" && last + 3 < tokens.end && titles::is_qualifier(cx.document.word(last + 2)) {
        tokens.start = last + 3;
    }
    true
}

/// The mention with these tokens, its kind corrected by the tables.
fn found(cx: &Context<'_>, tokens: Range<usize>, kind: Kind, confidence: f64) -> Option<Found> {
    let span = cx.document.span_of(tokens.clone())?;
    let text = cx.slice(span.clone()).split_whitespace().collect::<Vec<_>>().join(" ");
    let head = cx.token(head(cx, &tokens)).map_or_else(|| span.clone(), |token| token.span.clone());
    if !text.contains(char::is_alphabetic) || text.chars().count() < 2 {
        return None;
    }
    let kind = known_kind(&text, kind);
    if matches!(kind, Kind::Other | Kind::Group) && is_stance(&text) {
        return None;
    }
    Some(Found { span, head, tokens, form: Form::Name, kind, text, confidence })
}

/// An adjective of a stance, which names nothing by itself: `Anti-Israel`, `pro-Kremlin`.
fn is_stance(text: &str) -> bool {
    let prefix = text.split_once(['-', '‑']).map(|(prefix, _)| prefix.to_lowercase());
    prefix.is_some_and(|prefix| matches!(prefix.as_str(), "anti" | "pro" | "non"))
}

/// The token of a name that the rest hangs on.
pub(super) fn head(cx: &Context<'_>, tokens: &Range<usize>) -> usize {
    let outside = |at: usize| cx.token(at).is_some_and(|token| token.head == at || !tokens.contains(&token.head));
    tokens.clone().find(|at| outside(*at)).unwrap_or(tokens.end.saturating_sub(1))
}

/// A mention by an acronym that the text defines.
pub(super) fn acronym(cx: &Context<'_>, token: usize, kind: Kind) -> Option<Found> {
    found(cx, token..token + 1, kind, LISTED).map(|found| Found { kind, ..found })
}

/// What a name is, where the tables know it: they overrule the model except for a person's full name.
fn known_kind(text: &str, kind: Kind) -> Kind {
    if kind == Kind::Person && gazetteer::people(text).is_none() {
        return kind;
    }
    if gazetteer::people(text).is_some() {
        return Kind::Group;
    }
    let place = gazetteer::place(text)
        .filter(|_| !matches!(kind, Kind::Organization | Kind::Work | Kind::Product | Kind::Event));
    let actor = gazetteer::actor(text).filter(|_| kind != Kind::Work);
    place.map(|_| Kind::Gpe).or(actor.map(|actor| actor.kind)).unwrap_or(kind)
}

/// Names of countries, peoples and well-known actors that the model did not see.
fn missed(cx: &Context<'_>, seen: &[Found]) -> Vec<Found> {
    let mut taken = vec![false; cx.document.tokens.len()];
    for at in seen.iter().flat_map(|found| found.tokens.clone()) {
        if let Some(taken) = taken.get_mut(at) {
            *taken = true;
        }
    }
    let mut missed = Vec::new();
    for sentence in &cx.document.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let free =
                (at..sentence.tokens.end.min(at + LONGEST)).take_while(|at| taken.get(*at) == Some(&false)).count();
            let tokens = (1..=free).rev().map(|length| at..at + length).find(|tokens| listed(cx, tokens).is_some());
            let next = tokens.as_ref().map_or(at + 1, |tokens| tokens.end);
            missed.extend(tokens.and_then(|tokens| found(cx, tokens.clone(), listed(cx, &tokens)?, LISTED)));
            at = next;
        }
    }
    missed
}

/// What the tables say that these tokens name; nothing for a part of a longer capitalised phrase.
fn listed(cx: &Context<'_>, tokens: &Range<usize>) -> Option<Kind> {
    let text = cx.slice(cx.document.span_of(tokens.clone())?);
    if !text.starts_with(char::is_uppercase)
        || text.len() < 3 && text != "UN" && text != "EU" && text != "US" && text != "UK"
    {
        return None;
    }
    let capital = |at: usize| {
        cx.token(at).is_some_and(|token| token.upos == "PROPN" && cx.document.word(at).starts_with(char::is_uppercase))
    };
    let inside = tokens.start.checked_sub(1).is_some_and(capital) || capital(tokens.end);
    if gazetteer::people(text).is_some() {
        return Some(Kind::Group);
    }
    let country =
        gazetteer::place(text).filter(|place| place.rank == gazetteer::Rank::Country && !gazetteer::is_ambiguous(text));
    let plain = tokens.clone().all(|at| cx.token(at).is_some_and(|token| token.upos == "PROPN" || tokens.len() > 1));
    let actor = gazetteer::actor(text).filter(|actor| !actor.code.is_empty() && (text.contains(' ') || text.len() > 3));
    country.map(|_| Kind::Gpe).or(actor.map(|actor| actor.kind)).filter(|_| plain && !inside)
}

/// The place of the dateline, which is not analysed.
fn dateline(cx: &Context<'_>) -> Option<Found> {
    let dateline = cx.article.dateline.as_ref().filter(|dateline| !dateline.place.is_empty())?;
    let bytes = range(dateline.span);
    let written = cx.text().get(bytes.clone())?;
    let place = dateline.place.split([',', '/']).next()?.trim();
    let at = written
        .to_lowercase()
        .find(&place.to_lowercase())
        .filter(|_| written.is_ascii() || written.starts_with(char::is_alphabetic))?;
    let span = bytes.start + at..bytes.start + at + place.len();
    cx.text().get(span.clone()).filter(|text| text.to_lowercase() == place.to_lowercase())?;
    Some(Found {
        head: span.clone(),
        span,
        tokens: 0..0,
        form: Form::Name,
        kind: if place == "United Nations" { Kind::Organization } else { Kind::Gpe },
        text: place.into(),
        confidence: if gazetteer::is_place(place) { 0.98 } else { LISTED },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stance_is_no_name() {
        assert!(is_stance("Anti-Israel"));
        assert!(is_stance("pro-Kremlin"));
        assert!(!is_stance("Afro-Cuban"));
        assert!(!is_stance("Antigua"));
    }
}
