//! Parts of years: quarters, halves, seasons, fiscal years and feasts.

use super::{Core, Meaning, Part, Pick, Year, dates::of_some_year};
use crate::{
    quantities::words::{Kind, Words},
    times::{
        calendar::{Stretch, feast_day},
        lexicon::{FEASTS, season},
    },
};

/// A quarter, a half, a season, a fiscal year or a feast at a word.
pub(super) fn part(words: &Words<'_>, at: usize) -> Core {
    coded(words, at)
        .or_else(|| fiscal(words, at))
        .or_else(|| named(words, at))
        .or_else(|| season_of(words, at))
        .or_else(|| feast(words, at))
}

fn given_year(words: &Words<'_>, at: usize) -> Option<i16> {
    let digits = words.at(at);
    let fits = words.kind(at) == Kind::Digits && digits.len() == 4;
    fits.then(|| digits.parse().ok()).flatten().filter(|year| (1900..=2100).contains(year))
}

/// Attaches the year before or behind a part.
fn dated(words: &Words<'_>, end: usize, before: Option<i16>, part: Part) -> (usize, Meaning) {
    let of = end + usize::from(matches!(words.at(end), "of" | "in" | ","));
    match (before, given_year(words, of).or_else(|| given_year(words, end))) {
        (Some(year), _) => (end, Meaning::Part(part, Year::Given(year))),
        (None, Some(year)) => {
            (if given_year(words, end).is_some() { end + 1 } else { of + 1 }, Meaning::Part(part, Year::Given(year)))
        }
        (None, None) => of_some_year(words, end, part),
    }
}

/// `Q3 2023`, `3Q23`, `H1`.
fn coded(words: &Words<'_>, at: usize) -> Core {
    let (letter, digit) = (words.at(at), words.at(at + 1));
    if !words.glued(at + 1) || !words.capital(at) || words.kind(at + 1) != Kind::Digits {
        return None;
    }
    let number: i8 = (digit.len() == 1).then(|| digit.parse().ok()).flatten()?;
    let part = match letter {
        "q" if (1..=4).contains(&number) => Part::Quarter(number),
        "h" if (1..=2).contains(&number) => Part::Half(number),
        _ => return None,
    };
    let (end, meaning) = dated(words, at + 2, None, part);
    let sure = letter == "q" || matches!(meaning, Meaning::Part(_, Year::Given(_)));
    (sure && !words.glued(at)).then_some((end, meaning))
}

/// `FY2024`, `fiscal 2024`, `fiscal year 2024`.
fn fiscal(words: &Words<'_>, at: usize) -> Core {
    let the = at + usize::from(words.at(at) == "the");
    let start = match words.at(the) {
        "fy" => the + 1,
        "fiscal" | "financial" => the + 1 + usize::from(words.at(the + 1) == "year"),
        _ => return None,
    };
    if let Some(year) = given_year(words, start) {
        return Some((start + 1, Meaning::Known(Stretch::Fiscal(year))));
    }
    let digits = words.at(start);
    let short = words.at(the) == "fy" && words.kind(start) == Kind::Digits && digits.len() == 2;
    let year: i16 = short.then(|| digits.parse().ok()).flatten()?;
    Some((start + 1, Meaning::Known(Stretch::Fiscal(2000 + year))))
}

/// `the third quarter of 2023`, `third-quarter`, `the 2023 first quarter`, `the first half of last year`.
fn named(words: &Words<'_>, at: usize) -> Core {
    let whose = [
        ("last year ' s", -1),
        ("this year ' s", 0),
        ("next year ' s", 1),
        ("last year ’ s", -1),
        ("this year ’ s", 0),
        ("next year ’ s", 1),
    ];
    if let Some((start, by)) = words.any_phrase(at, &whose) {
        return match named(words, start)? {
            (end, Meaning::Part(part, Year::Near(_))) => Some((end, Meaning::Part(part, Year::From(by)))),
            _ => None,
        };
    }
    let the = at + usize::from(words.at(at) == "the");
    let year = given_year(words, the);
    let start = the + usize::from(year.is_some()) + usize::from(words.at(the) == "fiscal");
    let number = match words.at(start) {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "last" | "latter" if words.at(start + 1) == "half" => 2,
        _ => return None,
    };
    let noun = start + 1 + usize::from(words.dash(start + 1));
    let part = match words.at(noun) {
        "quarter" => Part::Quarter(number),
        "half" if number <= 2 => Part::Half(number),
        _ => return None,
    };
    let (end, meaning) = dated(words, noun + 1, year, part);
    let business =
        matches!(meaning, Meaning::Part(Part::Quarter(_), Year::Near(_))) && speaks_of_business(words, start);
    let sure = business || !matches!(meaning, Meaning::Part(_, Year::Near(_)));
    sure.then_some((end, meaning))
}

/// Whether the words around a quarter speak of accounts; games have quarters too.
fn speaks_of_business(words: &Words<'_>, at: usize) -> bool {
    let near = at.saturating_sub(60)..at + 60;
    let accounts = near.clone().any(|at| BUSINESS.contains(&words.at(at)) || matches!(words.at(at), "$" | "£" | "€"));
    let game = near.into_iter().any(|at| GAME.contains(&words.at(at)));
    accounts && !game
}

const BUSINESS: [&str; 26] = [
    "profit",
    "profits",
    "earnings",
    "revenue",
    "revenues",
    "sales",
    "income",
    "loss",
    "losses",
    "results",
    "gdp",
    "growth",
    "economy",
    "shares",
    "share",
    "company",
    "economists",
    "inflation",
    "net",
    "fiscal",
    "bank",
    "investors",
    "charge",
    "dividend",
    "orders",
    "demand",
];

const GAME: [&str; 12] = [
    "touchdown",
    "yards",
    "rebounds",
    "halftime",
    "quarterback",
    "coach",
    "playoff",
    "scored",
    "dunk",
    "pointer",
    "interception",
    "kickoff",
];

/// `spring 2022`, `the summer of 2021`; a season alone is too often a word of other meaning.
fn season_of(words: &Words<'_>, at: usize) -> Core {
    let the = at + usize::from(words.at(at) == "the");
    let code = season(words.at(the))?;
    let of = the + 1 + usize::from(words.at(the + 1) == "of");
    if let Some(year) = given_year(words, of) {
        return Some((of + 1, Meaning::Part(Part::Season(code), Year::Given(year))));
    }
    let (end, meaning) = of_some_year(words, the + 1, Part::Season(code));
    matches!(meaning, Meaning::Part(_, Year::From(_))).then_some((end, meaning))
}

/// `Christmas Day`, `Thanksgiving 2023`.
pub(super) fn feast(words: &Words<'_>, at: usize) -> Core {
    let (end, feast) = words.any_phrase(at, &FEASTS).filter(|_| words.capital(at) || words.at(at) == "fourth")?;
    if words.capital(end)
        && words.kind(end) == Kind::Letters
        && matches!(words.at(end), "agreement" | "island" | "accord" | "massacre")
    {
        return None;
    }
    if let Some(year) = given_year(words, end) {
        return Some((end + 1, Meaning::Known(Stretch::Day(feast_day(feast, year)?))));
    }
    Some((end, Meaning::Part(Part::Feast(feast), Year::Near(Pick::Tense))))
}
