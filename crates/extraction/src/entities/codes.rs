//! Public ids, coordinates and actor codes. Nothing is guessed: what the tables and the article do not decide stays empty.

use std::collections::HashSet;

use dateline_record::v1::{Actor, Links, Place, entity::Kind};

use super::{
    draft::{Draft, Held},
    gazetteer::{self, Rank},
    roles, titles,
};
use crate::context::Context;

/// Adds links, places and actor codes to the drafts.
pub(super) fn add(cx: &Context<'_>, drafts: &mut [Draft]) {
    let countries: HashSet<&'static str> = drafts.iter().filter_map(roles::country_of).collect();
    for draft in drafts.iter_mut().filter(|draft| matches!(draft.kind, Kind::Gpe | Kind::Location)) {
        let elsewhere = is_elsewhere(cx, draft);
        let place = gazetteer::place(&draft.name).filter(|place| {
            !elsewhere
                && (!gazetteer::is_ambiguous(&draft.name)
                    || place.rank != Rank::Country && countries.contains(place.country))
        });
        if let Some(place) = place {
            locate(draft, place);
        }
    }
    for draft in drafts.iter_mut() {
        let (actor, rule) = actor_alone(draft);
        draft.actor = actor;
        draft.actor_rule = rule;
    }
    for at in 0..drafts.len() {
        let person =
            drafts.get(at).filter(|draft| draft.kind == Kind::Person).and_then(|draft| of_person(draft, drafts));
        if let (Some((actor, rule)), Some(draft)) = (person, drafts.get_mut(at)) {
            draft.actor = Some(actor);
            draft.actor_rule = rule;
        }
    }
}

fn locate(draft: &mut Draft, place: &gazetteer::Place) {
    let iso3166 = match place.rank {
        Rank::Country => place.country,
        Rank::State => place.admin1,
        Rank::City => "",
    };
    draft.links = (!iso3166.is_empty()).then(|| Links { iso3166: iso3166.into(), ..Links::default() });
    let (lat, lon) = place.at;
    draft.place = Some(Place {
        lat,
        lon,
        country: place.country.into(),
        admin1: place.admin1.into(),
        geonames_id: String::new(),
    });
}

/// Whether the article puts a city somewhere else than the tables: `Paris, Texas`.
fn is_elsewhere(cx: &Context<'_>, draft: &Draft) -> bool {
    let Some(place) = gazetteer::place(&draft.name).filter(|place| place.rank == Rank::City) else { return false };
    draft.names().filter(|found| !found.tokens.is_empty()).any(|found| {
        let end = found.tokens.end;
        let (one, two) = (cx.document.span_of(end + 1..end + 2), cx.document.span_of(end + 1..end + 3));
        let within = [two, one].into_iter().flatten().find_map(|bytes| gazetteer::place(cx.slice(bytes)));
        // A list of capitals ("Paris, London") says nothing of where they lie.
        let within = within.filter(|within| cx.document.word(end) == "," && within.rank != Rank::City);
        within.is_some_and(|within| {
            within.country != place.country || within.rank == Rank::State && within.admin1 != place.admin1
        })
    })
}

fn actor(country: &str, sectors: &[&str]) -> Actor {
    let code = std::iter::once(country)
        .chain(sectors.iter().copied())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    Actor { code, country: country.into(), sectors: sectors.iter().map(|sector| (*sector).into()).collect() }
}

/// The code of an actor by its own name, with the rule that gave it.
fn actor_alone(draft: &Draft) -> (Option<Actor>, &'static str) {
    match draft.kind {
        Kind::Gpe => {
            let country = draft.place.as_ref().and_then(|place| gazetteer::alpha3(&place.country));
            (country.map(|country| actor(country, &[])), "actor: country")
        }
        Kind::Group => {
            let country = gazetteer::people(&draft.name).and_then(gazetteer::alpha3);
            (country.map(|country| actor(country, &[])), "actor: people")
        }
        Kind::Organization => organization(&draft.name),
        _ => (None, ""),
    }
}

fn organization(name: &str) -> (Option<Actor>, &'static str) {
    if let Some(known) = gazetteer::actor(name) {
        let (first, rest) =
            known.code.split_first().map_or((None, [].as_slice()), |(first, rest)| (Some(*first), rest));
        let sector_alone = first.filter(|first| *first == "MED" || *first == "NGO");
        let code = first.map(|first| match sector_alone {
            Some(sector) => actor("", &[&[sector], rest].concat()),
            None => actor(first, rest),
        });
        return (code, "actor: table");
    }
    let country = country_in(name);
    let sector = sector_in(name);
    let code = (country.is_some() || sector.is_some()).then(|| actor(country.unwrap_or_default(), sector.as_slice()));
    (code.filter(|_| sector.is_some()), "actor: words of the name")
}

/// Alpha-3 code of the country that a name starts with or ends with: `Turkish Ministry of Defence`, `Bank of Japan`.
fn country_in(name: &str) -> Option<&'static str> {
    let first = name.split(' ').next().unwrap_or_default();
    let alpha2 = gazetteer::people(first)
        .or_else(|| country(first))
        .or_else(|| name.rsplit_once(" of ").and_then(|(_, last)| country(last)));
    alpha2.and_then(gazetteer::alpha3)
}

fn country(name: &str) -> Option<&'static str> {
    let place = gazetteer::place(name).filter(|place| place.rank == Rank::Country && !gazetteer::is_ambiguous(name));
    place.map(|place| place.country)
}

/// Words of a name that tell the sector, the first that fits.
const SECTORS: [(&str, &str); 42] = [
    ("ministry", "GOV"),
    ("government", "GOV"),
    ("administration", "GOV"),
    ("cabinet", "GOV"),
    ("embassy", "GOV"),
    ("treasury", "GOV"),
    ("parliament", "LEG"),
    ("congress", "LEG"),
    ("senate", "LEG"),
    ("assembly", "LEG"),
    ("court", "JUD"),
    ("police", "COP"),
    ("army", "MIL"),
    ("navy", "MIL"),
    ("air force", "MIL"),
    ("armed forces", "MIL"),
    ("military", "MIL"),
    ("defense forces", "MIL"),
    ("marines", "MIL"),
    ("university", "EDU"),
    ("college", "EDU"),
    ("school", "EDU"),
    ("hospital", "HLH"),
    ("bank", "BUS"),
    ("inc", "BUS"),
    ("inc.", "BUS"),
    ("corp", "BUS"),
    ("corp.", "BUS"),
    ("corporation", "BUS"),
    ("ltd", "BUS"),
    ("ltd.", "BUS"),
    ("plc", "BUS"),
    ("llc", "BUS"),
    ("gmbh", "BUS"),
    ("airlines", "BUS"),
    ("motors", "BUS"),
    ("holdings", "BUS"),
    ("newspaper", "MED"),
    ("television", "MED"),
    ("tv", "MED"),
    ("radio", "MED"),
    ("broadcasting", "MED"),
];

fn sector_in(name: &str) -> Option<&'static str> {
    let lower = format!(" {} ", name.to_lowercase());
    SECTORS.iter().find(|(word, _)| lower.contains(&format!(" {word} "))).map(|(_, sector)| *sector)
}

/// The code of a person, from the office held now.
fn of_person(draft: &Draft, drafts: &[Draft]) -> Option<(Actor, &'static str)> {
    draft.roles.iter().find_map(|held| of_role(held, drafts))
}

fn of_role(held: &Held, drafts: &[Draft]) -> Option<(Actor, &'static str)> {
    let title = &held.role.title;
    let former =
        ["former", "ex", "outgoing"].into_iter().any(|word| title.split([' ', '-']).any(|other| other == word));
    let sector = titles::sector(title);
    let organization = held.organization.and_then(|at| drafts.get(at)).filter(|draft| draft.kind == Kind::Organization);
    if let Some(code) = organization.filter(|_| !former).and_then(|draft| draft.actor.clone()) {
        return Some((code, "actor: office in an organisation"));
    }
    let country = gazetteer::alpha3(&held.role.country).unwrap_or_default();
    let leader = titles::is_leader(title) && !country.is_empty() && organization.is_none();
    let sector = if former { None } else { sector.or(leader.then_some("GOV")) };
    if sector.is_none() && country.is_empty() {
        return None;
    }
    Some((actor(country, sector.as_slice()), "actor: office"))
}
