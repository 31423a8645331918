//! Parts of a year whose year the text does not give.

use jiff::civil::Date;

use super::Anchor;
use crate::{
    quantities::words::Words,
    times::{
        calendar::{Stretch, feast_day},
        grammar::{Part, Pick},
        tense::Tense,
    },
};

/// The part of a year; `None` when that year has no such day.
pub(in crate::times) fn stretch_of(part: Part, year: i16) -> Option<Stretch> {
    Some(match part {
        Part::Day(month, day) => Stretch::Day(Date::new(year, month, day).ok()?),
        Part::Named(month, day, weekday) => {
            let date = Date::new(year, month, day).ok()?;
            Stretch::Day((date.weekday().to_monday_one_offset() == weekday).then_some(date)?)
        }
        Part::Month(month) => Stretch::Month(year, month),
        Part::Quarter(quarter) => Stretch::Quarter(year, quarter),
        Part::Half(half) => Stretch::Half(year, half),
        Part::Season(season) => Stretch::Season(year, season),
        Part::Feast(feast) => Stretch::Day(feast_day(feast, year)?),
    })
}

/// The TIMEX3 value of a part of an unknown year.
pub(super) fn without_year(part: Part) -> String {
    match part {
        Part::Day(month, day) | Part::Named(month, day, _) => format!("XXXX-{month:02}-{day:02}"),
        Part::Month(month) => format!("XXXX-{month:02}"),
        Part::Quarter(quarter) => format!("XXXX-Q{quarter}"),
        Part::Half(half) => format!("XXXX-H{half}"),
        Part::Season(season) => format!("XXXX-{season}"),
        Part::Feast(crate::times::lexicon::Feast::Fixed(month, day)) => format!("XXXX-{month:02}-{day:02}"),
        Part::Feast(_) => "XXXX-XX-XX".into(),
    }
}

/// Days that news names without their year long after: the month, the day, words that may follow, and the year.
const REMEMBERED: [(i8, i8, &[&str], i16); 3] = [
    (9, 11, &["attack", "attacks", "terrorist", "terror", "hijackers", "commission", "memorial"], 2001),
    (1, 6, &["insurrection", "riot", "rioters", "rioter", "capitol", "committee", "defendants"], 2021),
    (10, 7, &["attack", "attacks", "massacre", "hamas", "assault", "terror"], 2023),
];

/// The day that a phrase such as `Sept. 11 attacks` recalls, unless the document is older.
pub(super) fn remembered(words: &Words<'_>, end: usize, part: Part, anchor: Option<&Anchor>) -> Option<Stretch> {
    let Part::Day(month, day) = part else { return None };
    let comma = end + usize::from(words.at(end) == ",");
    let near = [words.at(comma), words.at(comma + 1)];
    let known = |entry: &&(i8, i8, &[&str], i16)| {
        (entry.0, entry.1) == (month, day) && near.iter().any(|word| entry.2.contains(word))
    };
    let date = Date::new(REMEMBERED.iter().find(known)?.3, month, day).ok()?;
    anchor.is_none_or(|anchor| anchor.date >= date).then_some(Stretch::Day(date))
}

/// The year that suits best, and how sure that is.
pub(super) fn nearest(part: Part, pick: Pick, tense: Tense, today: Date) -> (Option<Stretch>, f64) {
    let years = [-1, 0, 1].map(|by| today.year() + by);
    let dated = years
        .map(|year| stretch_of(part, year).and_then(|stretch| Some((stretch, begin(part, year)?, end(part, year)?))));
    let past = dated.iter().flatten().rfind(|(_, begin, _)| *begin <= today);
    let over = dated.iter().flatten().rfind(|(_, _, end)| *end <= today);
    let future = dated.iter().flatten().find(|(_, _, end)| *end > today);
    let coming = dated.iter().flatten().find(|(_, begin, _)| *begin > today);
    let stretch = |found: Option<&(Stretch, Date, Date)>| found.map(|found| found.0);
    match pick {
        Pick::Last => (stretch(over), 0.88),
        Pick::This => (this(part, today), 0.9),
        Pick::Next | Pick::Coming => (stretch(coming), 0.75),
        Pick::Tense => {
            let distance =
                |found: Option<&(Stretch, Date, Date)>| found.map_or(i32::MAX, |found| days_between(found.1, today));
            let (behind, ahead) = (distance(past), distance(future));
            match tense {
                Tense::Past if behind > 300 && ahead < 62 => (stretch(future), 0.55),
                Tense::Past => (stretch(past), 0.88),
                Tense::Future if ahead > 180 && behind < 150 => (stretch(past), 0.6),
                Tense::Future => (stretch(future), 0.85),
                Tense::Unknown if ahead < behind => (stretch(future), 0.7),
                Tense::Unknown => (stretch(past), 0.72),
            }
        }
    }
}

/// `this summer`: of the anchor's year; a winter began the year before.
fn this(part: Part, today: Date) -> Option<Stretch> {
    let winter = part == Part::Season("WI") && today.month() <= 3;
    stretch_of(part, today.year() - i16::from(winter))
}

fn days_between(a: Date, b: Date) -> i32 {
    a.since(b).map_or(i32::MAX, |span| span.get_days().abs())
}

/// The first day; of a season roughly, for choosing the year only.
fn begin(part: Part, year: i16) -> Option<Date> {
    match part {
        Part::Season(season) => Date::new(year, season_month(season), 1).ok(),
        _ => Some(stretch_of(part, year)?.bounds()?.0),
    }
}

fn end(part: Part, year: i16) -> Option<Date> {
    match part {
        Part::Season("WI") => Date::new(year + 1, 3, 1).ok(),
        Part::Season(season) => Date::new(year, season_month(season) + 3, 1).ok(),
        _ => Some(stretch_of(part, year)?.bounds()?.1),
    }
}

fn season_month(season: &str) -> i8 {
    match season {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}
