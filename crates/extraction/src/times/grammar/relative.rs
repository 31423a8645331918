//! Expressions that count from the day of the document: `yesterday`, `last week`, `Monday`, `two weeks ago`.

use super::{
    Amount, Core, Meaning, Part, Pick, Year,
    dates::month_name,
    parts::feast,
    spans::{self, amount},
};
use crate::{
    quantities::{
        number,
        words::{Kind, Words},
    },
    times::{
        lexicon::{REFERENCES, Unit, season, weekday},
        tense::{Tense, tense},
    },
};

/// A relative expression at a word.
pub(super) fn relative(words: &Words<'_>, at: usize) -> Core {
    let alternatives =
        [days, steps, chained_day, away, ahead, year_before, weekday_alone, weekend, year_end, reference];
    alternatives.into_iter().filter_map(|alternative| alternative(words, at)).max_by_key(|found| found.0)
}

fn days(words: &Words<'_>, at: usize) -> Core {
    const DAYS: [(&str, i32); 6] = [
        ("the day before yesterday", -2),
        ("the day after tomorrow", 2),
        ("yesterday", -1),
        ("today", 0),
        ("tonight", 0),
        ("tomorrow", 1),
    ];
    let (end, by) = words.any_phrase(at, &DAYS)?;
    // `USA Today`, `Russia Today`: a name.
    let name = words.capital(at) && at > 0 && words.capital(at - 1) && words.kind(at - 1) == Kind::Letters;
    (!name).then_some((end, Meaning::Shift(Unit::Day, by)))
}

/// `last week`, `this Monday`, `next spring`, `the current year`.
fn steps(words: &Words<'_>, at: usize) -> Core {
    const STEPS: [(&str, i32); 14] = [
        ("this past", -1),
        ("this coming", 1),
        ("the current", 0),
        ("the previous", -1),
        ("the coming", 1),
        ("the upcoming", 1),
        ("later this", 0),
        ("earlier this", 0),
        ("this same", 0),
        ("this very", 0),
        ("last", -1),
        ("past", -1),
        ("this", 0),
        ("next", 1),
    ];
    let (start, by) = words.any_phrase(at, &STEPS)?;
    let article = words.before(at) == "the" || matches!(words.at(at), "past");
    let the = words.at(at) == "the";
    let coming = matches!(words.before(start), "coming" | "upcoming");
    stepped(words, start, by, coming).filter(|(_, meaning)| match meaning {
        // `the last week` is a length; `the next day` counts from another day.
        Meaning::Shift(..) => !article && (!the || by == 0) && words.at(at) != "past",
        Meaning::Weekend(_) => !article && !the,
        _ => !the && (!article || words.at(at) == "past" && words.before(at) == "this"),
    })
}

fn stepped(words: &Words<'_>, at: usize, by: i32, coming: bool) -> Core {
    let pick = match by {
        _ if coming => Pick::Coming,
        -1 => Pick::Last,
        0 => Pick::This,
        _ => Pick::Next,
    };
    if words.at(at) == "weekend" {
        return Some((at + 1, Meaning::Weekend(Some(by))));
    }
    let fiscal = at + usize::from(matches!(words.at(at), "fiscal" | "calendar"));
    if let Some((unit, plural)) = Unit::read(words.at(fiscal)) {
        // `This Week` is a broadcast.
        let name = words.capital(fiscal) && !words.raw(at).chars().all(char::is_uppercase);
        let calendar = unit > Unit::Day && unit <= Unit::Century && !plural && !name;
        return calendar.then_some((fiscal + 1, Meaning::Shift(unit, by)));
    }
    if let Some((day, false)) = weekday(words.at(at)) {
        return Some((at + 1, Meaning::Weekday(day, pick)));
    }
    if let Some((end, month)) = month_name(words, at) {
        return Some((end, Meaning::Part(Part::Month(month), Year::Near(pick))));
    }
    if let Some(season) = season(words.at(at)) {
        return Some((at + 1, Meaning::Part(Part::Season(season), Year::Near(pick))));
    }
    let (end, meaning) = feast(words, at)?;
    match meaning {
        Meaning::Part(part, _) => Some((end, Meaning::Part(part, Year::Near(pick)))),
        _ => None,
    }
}

/// `the following day`, `the next morning`, `two days later`, `a year earlier`.
fn chained_day(words: &Words<'_>, at: usize) -> Core {
    const FOLLOWING: [(&str, i64, bool); 8] = [
        ("the following", 1, true),
        ("the next", 1, true),
        ("the previous", 1, false),
        ("the preceding", 1, false),
        ("the same", 0, true),
        ("that same", 0, true),
        ("later that", 0, true),
        ("earlier that", 0, true),
    ];
    let found = FOLLOWING.iter().find_map(|(phrase, by, forward)| Some((words.phrase(at, phrase)?, *by, *forward)));
    let found = found.or_else(|| (words.at(at) == "that" && !words.at(at + 1).is_empty()).then_some((at + 1, 0, true)));
    if let Some((start, by, forward)) = found {
        let (unit, plural) = Unit::read(words.at(start))?;
        let calendar = matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year) && !plural;
        let value = Some(by.into());
        return calendar.then_some((start + 1, Meaning::Chain(Amount { value, forward }, unit)));
    }
    let (end, value, unit) = length(words, at)?;
    let forward = match words.at(end) {
        "later" | "afterwards" => true,
        "earlier" | "before" => false,
        _ => return None,
    };
    let clause = matches!(words.at(end), "before") && words.kind(end + 1) == Kind::Letters;
    (!clause).then_some((end + 1, Meaning::Chain(Amount { value, forward }, unit)))
}

/// An amount of a unit: where it ends, how many, of what.
fn length(words: &Words<'_>, at: usize) -> Option<(usize, Option<rust_decimal::Decimal>, Unit)> {
    let (end, value) = amount(words, at).or_else(|| spans::bare_plural(words, at).map(|_| (at, None)))?;
    let hyphen = end + usize::from(words.dash(end));
    let (unit, _) = Unit::read(words.at(hyphen))?;
    let half = words.phrase(hyphen + 1, "and a half");
    let value = if half.is_some() { value.map(|value| value + rust_decimal::Decimal::new(5, 1)) } else { value };
    let or_so = words.phrase(half.unwrap_or(hyphen + 1), "or so").or(half);
    Some((or_so.unwrap_or(hyphen + 1), value, unit))
}

/// `two weeks ago`, `a year ago`, `three days from now`.
fn away(words: &Words<'_>, at: usize) -> Core {
    let (end, value, unit) = length(words, at)?;
    let forward = words.phrase(end, "from now").or_else(|| words.phrase(end, "from today"));
    let back = words.phrase(end, "ago").or_else(|| (words.dash(end) && words.at(end + 1) == "ago").then_some(end + 2));
    match (back, forward) {
        (Some(end), _) => Some((end, Meaning::Away(Amount { value, forward: false }, unit))),
        (None, Some(end)) => Some((end, Meaning::Away(Amount { value, forward: true }, unit))),
        (None, None) => None,
    }
}

/// `in five years`, where the clause looks ahead; `the first in five years` looks back.
fn ahead(words: &Words<'_>, at: usize) -> Core {
    if words.before(at) != "in" {
        return None;
    }
    let (end, value, unit) = length(words, at).filter(|(_, value, _)| value.is_some())?;
    let record = (at.saturating_sub(7)..at).any(|at| {
        matches!(words.at(at), "first" | "time" | "only" | "once" | "twice") || words.at(at).ends_with("est")
    });
    let fits = !record && !matches!(words.at(end), "a" | "of" | "prison" | "jail" | "ago" | "-");
    (fits && tense(words, at - 1, end) == Tense::Future)
        .then_some((end, Meaning::Away(Amount { value, forward: true }, unit)))
}

/// `year-earlier`, `the year-ago quarter`.
fn year_before(words: &Words<'_>, at: usize) -> Core {
    let the = at + usize::from(words.at(at) == "the");
    let fits = words.at(the) == "year" && words.dash(the + 1) && matches!(words.at(the + 2), "earlier" | "ago");
    let noun = matches!(words.at(the + 3), "quarter" | "period");
    if !fits || the > at && !noun {
        return None;
    }
    let amount = Amount { value: Some(rust_decimal::Decimal::ONE), forward: false };
    Some((the + 3 + usize::from(noun), Meaning::Chain(amount, Unit::Year)))
}

/// `Monday`, `Tuesday of last week`; not the day in `Sunday Times` or `Black Friday`.
fn weekday_alone(words: &Words<'_>, at: usize) -> Core {
    let (day, short) = weekday(words.at(at))?;
    if short
        && !(words.capital(at)
            && words.at(at + 1) == "."
            && words.glued(at + 1)
            && words.at(at) != "sat"
            && words.at(at) != "sun")
    {
        return None;
    }
    let end = at + 1 + usize::from(short);
    if named_day(words, at, end) {
        return None;
    }
    let of = end + usize::from(words.at(end) == "of");
    let weeks = [("last week", -1), ("this week", 0), ("next week", 1)];
    if let Some((end, by)) = words.any_phrase(of, &weeks) {
        return Some((end, Meaning::WeekdayIn(day, by)));
    }
    Some((end, Meaning::Weekday(day, Pick::Tense)))
}

fn named_day(words: &Words<'_>, at: usize, end: usize) -> bool {
    const AFTER: [&str; 16] = [
        "times",
        "mail",
        "telegraph",
        "express",
        "mirror",
        "herald",
        "tribune",
        "mercury",
        "world",
        "people",
        "post",
        "star",
        "club",
        "night",
        "school",
        "review",
    ];
    const BEFORE: [&str; 14] = [
        "super",
        "bloody",
        "holy",
        "fat",
        "cyber",
        "giving",
        "palm",
        "maundy",
        "easter",
        "whit",
        "ruby",
        "freaky",
        "casual",
        "sheffield",
    ];
    let paper = AFTER.contains(&words.at(end))
        && words.capital(end)
        && (words.at(end) != "night" || matches!(words.at(end + 1), "football" | "live" | "lights"));
    let feast = BEFORE.contains(&words.before(at)) && words.capital(at.wrapping_sub(1));
    let black = matches!(words.before(at), "black") && words.capital(at.wrapping_sub(1));
    let possessive_name = words.before(at) == "-" && words.glued(at);
    paper || feast || black || possessive_name
}

fn weekend(words: &Words<'_>, at: usize) -> Core {
    let end = words
        .phrase(at, "the weekend")
        .or_else(|| words.phrase(at, "weekend").filter(|_| matches!(words.before(at), "over" | "this")))?;
    Some((end, Meaning::Weekend(None)))
}

/// `year-end`, `the end of the year`, `the end of the month`.
fn year_end(words: &Words<'_>, at: usize) -> Core {
    let before = words.before(at) == "of"
        && matches!(words.at(at.wrapping_sub(2)), "end" | "beginning" | "start" | "middle" | "part" | "rest")
        || words.before(at) == "in" && matches!(words.at(at.wrapping_sub(2)), "later" | "earlier" | "late" | "early");
    let unit = words.at(at) == "the" && before;
    let (unit, _) = unit.then(|| Unit::read(words.at(at + 1))).flatten().filter(|(unit, plural)| {
        !plural && matches!(unit, Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century)
    })?;
    let alone = words.at(at + 2) != "of" && !words.dash(at + 2);
    alone.then_some((at + 2, Meaning::Shift(unit, 0)))
}

/// `now`, `recently`, `the past`.
fn reference(words: &Words<'_>, at: usize) -> Core {
    let (end, reference) = words.any_phrase(at, &REFERENCES)?;
    let word = words.at(at);
    let noun_follows = Unit::read(words.at(end)).is_some();
    let fits = match word {
        "now" => words.at(end) != "-" && !(words.capital(at) && words.raw(at) == "NOW"),
        "the" => {
            !noun_follows
                && number::number(words, end).is_none()
                && !(words.kind(end) == Kind::Letters && matches!(words.at(end), "few" | "several"))
        }
        "current" | "recent" => !words.capital(at) && !matches!(words.at(end), "of" | "affairs"),
        "future" => {
            !words.capital(at)
                && !matches!(
                    words.before(at),
                    "the" | "a" | "no" | "its" | "their" | "his" | "her" | "our" | "my" | "s"
                )
        }
        "soon" => !matches!(words.before(at), "as" | "so") && words.at(end) != "as",
        _ => true,
    };
    let end = if word == "recent" && noun_follows { end + 1 } else { end };
    fits.then_some((end, Meaning::Reference(reference)))
}
