//! Times of day, with the date beside them: `3:30 p.m. ET`, `noon Thursday`, `Monday night`, `Tuesday at 5 p.m.`.

use super::{Clock, Meaning, Reading, any_date};
use crate::{
    quantities::{
        number,
        words::{Kind, Words},
    },
    times::{
        calendar::Stretch,
        lexicon::{Unit, Zone, day_part, zone},
    },
};

type Clocked = (usize, Meaning, Option<Clock>);

/// A time of day at a word, alone or with its date before or behind it. `date` is the date found at the same word.
pub(super) fn with_date(words: &Words<'_>, at: usize, date: Option<&(usize, Meaning)>) -> Option<Clocked> {
    if let Some((end, meaning)) = date.filter(|(_, meaning)| is_day(meaning)) {
        return behind_date(words, at, *end, meaning);
    }
    let (end, clock) = part_of_today(words, at).or_else(|| reading(words, at))?;
    let on = end + usize::from(matches!(words.at(end), "on" | ","));
    let sure = matches!(clock.reading, Reading::Time(..)) || words.at(at) != "this";
    if let Some((end, meaning)) = any_date(words, on).filter(|(_, meaning)| {
        sure && is_day(meaning)
            && !(on > end
                && words.at(end) == ","
                && !matches!(
                    meaning,
                    Meaning::Weekday(..) | Meaning::Shift(..) | Meaning::Known(_) | Meaning::Part(..)
                ))
    }) {
        return Some((end, meaning, Some(clock)));
    }
    let meaning = match words.at(at) {
        "last" => Meaning::Shift(Unit::Day, -1),
        "this" => Meaning::Shift(Unit::Day, 0),
        _ => Meaning::Clock,
    };
    Some((end, meaning, Some(clock)))
}

fn is_day(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Known(Stretch::Day(_))
        | Meaning::Weekday(..)
        | Meaning::WeekdayIn(..)
        | Meaning::Shift(Unit::Day, _)
        | Meaning::Chain(_, Unit::Day) => true,
        Meaning::Part(part, _) => matches!(part, super::Part::Day(..) | super::Part::Named(..) | super::Part::Feast(_)),
        _ => false,
    }
}

/// `Monday night`, `Tuesday at 5 p.m.`, `2024-04-02T15:30`, `tonight`.
fn behind_date(words: &Words<'_>, at: usize, end: usize, meaning: &Meaning) -> Option<Clocked> {
    if words.at(at) == "tonight" {
        return Some((end, meaning.clone(), Some(plain(Reading::Part("NI")))));
    }
    if let Some(part) = day_part(words.at(end)).filter(|_| !words.capital(end)) {
        return Some((end + 1, meaning.clone(), Some(plain(Reading::Part(part)))));
    }
    if words.at(end) == "t" && words.glued(end) && words.glued(end + 1) {
        let (end, clock) = colon(words, end + 1)?;
        return Some((end, meaning.clone(), Some(clock)));
    }
    let linked = ["at around", "at about", "at", ", at", "around", "about", "by", "from"];
    let start = linked.iter().find_map(|link| words.phrase(end, link)).unwrap_or(end);
    let (end, clock) = reading(words, start)?;
    Some((end, meaning.clone(), Some(clock)))
}

fn plain(reading: Reading) -> Clock {
    Clock { reading, zone: None }
}

/// `this morning`, `last night`.
fn part_of_today(words: &Words<'_>, at: usize) -> Option<(usize, Clock)> {
    let part = day_part(words.at(at + 1))?;
    let fits = words.at(at) == "this" || words.at(at) == "last" && part == "NI";
    (fits && !words.capital(at + 1)).then(|| (at + 2, plain(Reading::Part(part))))
}

/// A time of day by itself.
fn reading(words: &Words<'_>, at: usize) -> Option<(usize, Clock)> {
    if words.glued(at)
        && matches!(words.kind(at.wrapping_sub(1)), Kind::Letters | Kind::Digits)
        && words.before(at) != "t"
    {
        return None;
    }
    named(words, at)
        .or_else(|| twelve_hour(words, at))
        .or_else(|| colon(words, at))
        .or_else(|| military(words, at))
        .or_else(|| o_clock(words, at))
}

fn named(words: &Words<'_>, at: usize) -> Option<(usize, Clock)> {
    let reading = match words.at(at) {
        "noon" | "midday" => Reading::Time(12, Some(0), None),
        "midnight" => Reading::Time(24, Some(0), None),
        "overnight" => Reading::Part("NI"),
        _ => return None,
    };
    let name = words.capital(at)
        && words.capital(at + 1)
        && words.kind(at + 1) == Kind::Letters
        && crate::times::lexicon::weekday(words.at(at + 1)).is_none();
    (!name).then(|| zoned(words, at + 1, reading))
}

/// Puts the zone behind a reading.
fn zoned(words: &Words<'_>, end: usize, reading: Reading) -> (usize, Clock) {
    if let Some((after, zone)) =
        words.any_phrase(end, &[("eastern time", Zone::American(-5)), ("pacific time", Zone::American(-8))])
    {
        return (after, Clock { reading, zone: Some(zone) });
    }
    let paren = usize::from(words.at(end) == "(" && words.at(end + 2) == ")");
    match zone(words.raw(end + paren)).filter(|_| !words.raw(end + paren).is_empty()) {
        Some(found) if paren == 0 => (end + 1, Clock { reading, zone: Some(found) }),
        Some(found) => (end + 3, Clock { reading, zone: Some(found) }),
        None => (end, Clock { reading, zone: None }),
    }
}

fn two_digits(words: &Words<'_>, at: usize, below: i8) -> Option<i8> {
    let digits = words.at(at);
    let fits = words.kind(at) == Kind::Digits && digits.len() <= 2;
    fits.then(|| digits.parse().ok()).flatten().filter(|value| *value < below)
}

/// Minutes and seconds behind an hour: the end, the minute, the second.
fn minutes(words: &Words<'_>, hour: usize) -> (usize, Option<i8>, Option<i8>) {
    let part = |at: usize| {
        let colon =
            matches!(words.at(at), ":" | ".") && words.glued(at) && words.glued(at + 1) && words.at(at + 1).len() == 2;
        colon.then(|| two_digits(words, at + 1, 60)).flatten()
    };
    match (part(hour + 1), part(hour + 3)) {
        (Some(minute), Some(second)) => (hour + 5, Some(minute), Some(second)),
        (Some(minute), None) => (hour + 3, Some(minute), None),
        _ => (hour + 1, None, None),
    }
}

/// `3 p.m.`, `3:30 pm`, `11.15am`.
fn twelve_hour(words: &Words<'_>, at: usize) -> Option<(usize, Clock)> {
    let spelled = number::below_hundred(words.at(at)).and_then(|hour| i8::try_from(hour).ok());
    let hour = two_digits(words, at, 13).or(spelled).filter(|hour| (1..=12).contains(hour))?;
    let (end, minute, second) = minutes(words, at);
    let (end, afternoon) = half_day(words, end)?;
    let hour = hour % 12 + if afternoon { 12 } else { 0 };
    Some(zoned(words, end, Reading::Time(hour, minute.or(Some(0)), second)))
}

/// `a.m.`, `pm`, `in the morning`.
fn half_day(words: &Words<'_>, at: usize) -> Option<(usize, bool)> {
    let phrases = [
        ("in the morning", false),
        ("in the afternoon", true),
        ("in the evening", true),
        ("a . m .", false),
        ("p . m .", true),
        ("a . m", false),
        ("p . m", true),
        ("am", false),
        ("pm", true),
    ];
    words.any_phrase(at, &phrases)
}

/// `15:30`, `07:15:30 GMT`.
fn colon(words: &Words<'_>, at: usize) -> Option<(usize, Clock)> {
    let hour = two_digits(words, at, 24).filter(|_| words.at(at + 1) == ":")?;
    let (end, minute, second) = minutes(words, at);
    let (end, clock) = zoned(words, end, Reading::Time(hour, Some(minute?), second));
    // Two figures around a colon may as well be a score, an odd or a verse.
    let padded = words.at(at).len() == 2;
    let led =
        matches!(words.before(at), "at" | "by" | "until" | "from" | "around" | "before" | "after" | "t" | "since");
    (padded || led || clock.zone.is_some()).then_some((end, clock))
}

/// `1500 GMT`.
fn military(words: &Words<'_>, at: usize) -> Option<(usize, Clock)> {
    let value: i16 =
        (words.kind(at) == Kind::Digits && words.at(at).len() == 4).then(|| words.at(at).parse().ok()).flatten()?;
    let (hour, minute) = (i8::try_from(value / 100).ok()?, (value % 100) as i8);
    let (end, clock) = zoned(words, at + 1, Reading::Time(hour, Some(minute), None));
    (hour < 24 && minute < 60 && clock.zone.is_some()).then_some((end, clock))
}

/// `5 o'clock`: which half of the day is not said, so the hour stays open.
fn o_clock(words: &Words<'_>, at: usize) -> Option<(usize, Clock)> {
    let hour = two_digits(words, at, 13)
        .or_else(|| number::below_hundred(words.at(at)).and_then(|hour| i8::try_from(hour).ok()));
    let hour = hour.filter(|hour| (1..=12).contains(hour))?;
    let end = words.phrase(at + 1, "o ' clock").or_else(|| words.phrase(at + 1, "o ’ clock"))?;
    let (end, afternoon) = half_day(words, end)?;
    Some(zoned(words, end, Reading::Time(hour % 12 + if afternoon { 12 } else { 0 }, Some(0), None)))
}
