//! What is known of the world: countries with their peoples and capitals, states, large cities, and well-known actors.
//!
//! The tables in `data/` are facts of general knowledge, written for this project.

use std::{collections::HashMap, sync::LazyLock};

use dateline_record::v1::entity::Kind;

/// A place with a public code or coordinates.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    /// The name it goes by.
    pub(crate) name: &'static str,
    /// ISO 3166-1 alpha-2 code of its country; empty when that is disputed.
    pub(crate) country: &'static str,
    /// ISO 3166-2 code of the state it is or lies in; empty when not known.
    pub(crate) admin1: &'static str,
    /// Degrees north and east.
    pub(crate) at: (f64, f64),
    /// What kind of place it is.
    pub(crate) rank: Rank,
}

/// How high a place ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rank {
    /// A country or territory with a code of its own.
    Country,
    /// A first-level division of a country.
    State,
    /// A city.
    City,
}

/// A well-known actor that is no country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownActor {
    /// The name it is listed under.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) kind: Kind,
    /// Country or international code, then sectors; empty when not coded.
    pub(crate) code: Vec<&'static str>,
}

/// Names that more than one place bears, none of them dominant: linked only when the article names the country too.
const AMBIGUOUS: [&str; 15] = [
    "georgia",
    "victoria",
    "kingston",
    "georgetown",
    "hamilton",
    "stanley",
    "george town",
    "san jose",
    "male",
    "st. john's",
    "alexandria",
    "st. george's",
    "hyderabad",
    "rosario",
    "guadalajara",
];

#[derive(Debug, Default)]
struct Tables {
    places: HashMap<String, Place>,
    /// Alpha-2 code by adjective or people: `israeli`, `israelis`.
    peoples: HashMap<String, &'static str>,
    alpha3: HashMap<&'static str, &'static str>,
    alpha2: HashMap<&'static str, &'static str>,
    countries: HashMap<&'static str, &'static str>,
    actors: HashMap<String, KnownActor>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables::default();
    // What comes later gives way: a capital keeps its own row of the countries, a country its name.
    rows(include_str!("../../data/countries.txt")).for_each(|row| tables.add_country(&row));
    rows(include_str!("../../data/states.txt")).for_each(|row| tables.add_state(&row));
    rows(include_str!("../../data/cities.txt")).for_each(|row| tables.add_city(&row));
    rows(include_str!("../../data/actors.txt")).for_each(|row| tables.add_actor(&row));
    tables
});

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('|').collect())
}

fn names(list: &'static str) -> impl Iterator<Item = &'static str> {
    // `Washington, D.C.` holds a comma of its own.
    list.split(", ").map(str::trim).filter(|name| !name.is_empty() && *name != "D.C." || list.starts_with("D.C."))
}

fn coordinates(text: &str) -> Option<(f64, f64)> {
    let mut numbers = text.rsplit(' ').map(str::parse::<f64>);
    let (lon, lat) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    Some((lat, lon))
}

impl Tables {
    fn add_country(&mut self, row: &[&'static str]) {
        let &[codes, name, others, people, .., middle] = row else { return };
        let (Some((alpha2, alpha3)), Some(at)) = (codes.split_once(' '), coordinates(middle)) else { return };
        self.alpha3.insert(alpha2, alpha3);
        self.alpha2.insert(alpha3, alpha2);
        self.countries.insert(alpha2, name);
        let place = Place { name, country: alpha2, admin1: "", at, rank: Rank::Country };
        for name in [name].into_iter().chain(names(others)) {
            self.add_place(name, place.clone());
        }
        for people in names(people) {
            self.peoples.entry(people.to_lowercase()).or_insert(alpha2);
            let plural = format!("{}s", people.to_lowercase());
            // The plural of "Philippine" is the country itself.
            if !self.places.contains_key(&plural) {
                self.peoples.entry(plural).or_insert(alpha2);
            }
        }
        let capital = row.get(4).filter(|_| row.len() > 5);
        if let Some((name, at)) = capital.and_then(|capital| Some((city_name(capital)?, coordinates(capital)?))) {
            // The capital of the United States is a district of its own, in the table of cities.
            if name != "Washington" {
                self.add_place(name, Place { name, country: alpha2, admin1: "", at, rank: Rank::City });
            }
        }
    }

    fn add_state(&mut self, row: &[&'static str]) {
        let &[code, name, others, at] = row else { return };
        let (Some((country, _)), Some(at)) = (code.split_once('-'), coordinates(at)) else { return };
        let place = Place { name, country, admin1: code, at, rank: Rank::State };
        for name in [name].into_iter().chain(names(others)).chain(others.starts_with("D.C.").then_some("D.C.")) {
            self.add_place(name, place.clone());
        }
    }

    fn add_city(&mut self, row: &[&'static str]) {
        let &[all, within, at] = row else { return };
        let (Some(at), Some(name)) = (coordinates(at), names(all).next()) else { return };
        let (country, admin1) = within.split_once('-').map_or((within, ""), |(country, _)| (country, within));
        let place = Place { name, country, admin1, at, rank: Rank::City };
        for name in names(all) {
            self.add_place(name, place.clone());
        }
        if name == "Washington" {
            self.add_place("Washington, D.C.", place);
        }
    }

    fn add_actor(&mut self, row: &[&'static str]) {
        let &[all, kind, code] = row else { return };
        let Some(name) = names(all).next() else { return };
        let kind = Kind::from_str_name(kind).unwrap_or(Kind::Organization);
        let actor = KnownActor { name, kind, code: code.split_whitespace().collect() };
        for name in names(all) {
            self.actors.entry(name.into()).or_insert_with(|| actor.clone());
        }
    }

    fn add_place(&mut self, name: &str, place: Place) {
        if !name.is_empty() {
            self.places.entry(key(name)).or_insert(place);
        }
    }
}

fn city_name(capital: &'static str) -> Option<&'static str> {
    let (rest, _) = capital.rsplit_once(' ')?;
    rest.rsplit_once(' ').map(|(name, _)| name).filter(|name| !name.is_empty())
}

fn key(name: &str) -> String {
    name.to_lowercase().replace('’', "'")
}

/// The place that a name means by itself; `None` when it is unknown.
pub(crate) fn place(name: &str) -> Option<&'static Place> {
    // Codes in capitals are words in small letters: `US`, `IN`.
    let place = TABLES.places.get(&key(name))?;
    let code = name.len() <= 4 && place.name.len() > 4;
    (!code || !name.contains(char::is_lowercase) || name.contains('.')).then_some(place)
}

/// Whether the name needs its country in the article before it means this place.
pub(crate) fn is_ambiguous(name: &str) -> bool {
    AMBIGUOUS.contains(&key(name).as_str())
}

/// Whether a name is that of a place in the tables.
pub(crate) fn is_place(name: &str) -> bool {
    place(name).is_some()
        || matches!(TABLES.actors.get(name), Some(actor) if actor.kind != Kind::Organization)
        || name == "United Nations"
}

/// Whether a name is that of a city in the tables.
pub(crate) fn is_city(name: &str) -> bool {
    place(name).is_some_and(|place| place.rank == Rank::City)
}

/// Alpha-2 code of the country of a people or adjective: `Israeli`, `Frenchmen`.
pub(crate) fn people(word: &str) -> Option<&'static str> {
    word.starts_with(char::is_uppercase).then(|| TABLES.peoples.get(&key(word)).copied()).flatten()
}

/// Alpha-3 code of an alpha-2 code.
pub(crate) fn alpha3(alpha2: &str) -> Option<&'static str> {
    TABLES.alpha3.get(alpha2).copied()
}

/// Alpha-2 code of an alpha-3 code.
pub(crate) fn alpha2(alpha3: &str) -> Option<&'static str> {
    TABLES.alpha2.get(alpha3).copied()
}

/// The name of a country by its alpha-2 code.
pub(crate) fn country_name(alpha2: &str) -> Option<&'static str> {
    TABLES.countries.get(alpha2).copied()
}

/// A well-known actor by one of its names.
pub(crate) fn actor(name: &str) -> Option<&'static KnownActor> {
    TABLES.actors.get(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read() {
        assert!(TABLES.alpha3.len() > 210, "{}", TABLES.alpha3.len());
        assert!(TABLES.places.len() > 750, "{}", TABLES.places.len());
        assert!(TABLES.actors.len() > 200, "{}", TABLES.actors.len());
        for place in TABLES.places.values() {
            assert!(place.country.is_empty() || TABLES.alpha3.contains_key(place.country), "{place:?}");
            assert!((-90.0..=90.0).contains(&place.at.0) && (-180.0..=180.0).contains(&place.at.1), "{place:?}");
        }
        for actor in TABLES.actors.values() {
            let country = actor.code.first().copied().unwrap_or("IGO");
            let known =
                ["IGO", "NGO", "IMG", "MED"].contains(&country) || TABLES.alpha3.values().any(|code| *code == country);
            assert!(known, "{actor:?}");
        }
    }

    #[test]
    fn a_name_means_the_place_it_names_by_itself() {
        let code = |name| place(name).map(|place| (place.country, place.admin1));
        assert_eq!(code("U.S."), Some(("US", "")));
        assert_eq!(code("us"), None);
        assert_eq!(code("Washington"), Some(("US", "US-DC")));
        assert_eq!(code("Washington, D.C."), Some(("US", "US-DC")));
        assert_eq!(code("Kyiv"), Some(("UA", "")));
        assert_eq!(code("N’Djamena"), Some(("TD", "")));
        assert_eq!(code("Calif."), Some(("US", "US-CA")));
        assert_eq!(code("Jerusalem"), Some(("", "")));
        assert_eq!(code("Springfield"), None);
        assert_eq!(people("Israelis"), Some("IL"));
        assert_eq!((people("polish"), people("Philippines")), (None, None));
    }
}
