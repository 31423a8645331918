//! Recurring times: `every Monday`, `daily`, `twice a week`, `Mondays`.

use rust_decimal::Decimal;

use super::{Core, Meaning, dates::month_name};
use crate::{
    quantities::{
        number,
        words::{Kind, Words},
    },
    times::lexicon::{Unit, day_part, season, weekday, weekdays},
};

/// A recurring time at a word.
pub(super) fn set(words: &Words<'_>, at: usize) -> Core {
    every(words, at)
        .or_else(|| adverb(words, at))
        .or_else(|| plural(words, at))
        .or_else(|| often(words, at))
        .or_else(|| rate(words, at))
}

/// `every day`, `each Thursday`, `every other week`, `every three months`, `every July`.
fn every(words: &Words<'_>, at: usize) -> Core {
    if !matches!(words.at(at), "every" | "each") {
        return None;
    }
    let other = usize::from(words.at(at + 1) == "other");
    let start = at + 1 + other;
    if let Some((end, value)) = number::number(words, start).map(|found| (found.end, found.value)) {
        let (unit, plural) = Unit::read(words.at(end))?;
        return plural.then(|| (end + 1, Meaning::Set(super::spans::iso(unit, Some(value)))));
    }
    if let Some((unit, false)) = Unit::read(words.at(start)) {
        let amount = Some(Decimal::from(1 + other));
        let fits = unit != Unit::Second && words.at(start + 1) != "of";
        return fits.then(|| (start + 1, Meaning::Set(super::spans::iso(unit, amount))));
    }
    if let Some((day, false)) = weekday(words.at(start)) {
        let part = day_part(words.at(start + 1));
        let value = format!("XXXX-WXX-{day}{}", part.map(|part| format!("T{part}")).unwrap_or_default());
        return Some((start + 1 + usize::from(part.is_some()), Meaning::Set(value)));
    }
    if let Some((end, month)) = month_name(words, start) {
        return Some((end, Meaning::Set(format!("XXXX-{month:02}"))));
    }
    if let Some(part) = day_part(words.at(start)) {
        return Some((start + 1, Meaning::Set(format!("XXXX-XX-XXT{part}"))));
    }
    if words.at(start) == "weekend" {
        return Some((start + 1, Meaning::Set("XXXX-WXX-WE".into())));
    }
    season(words.at(start)).map(|season| (start + 1, Meaning::Set(format!("XXXX-{season}"))))
}

fn adverb(words: &Words<'_>, at: usize) -> Core {
    let value = match words.at(at) {
        "hourly" => "PT1H",
        "daily" | "nightly" => "P1D",
        "weekly" => "P1W",
        "fortnightly" | "biweekly" => "P2W",
        "monthly" => "P1M",
        "quarterly" => "P3M",
        "yearly" | "annually" => "P1Y",
        _ => return None,
    };
    // `the Daily Mail`, `twice-daily`.
    let name = words.capital(at) && (words.capital(at + 1) || words.capital(at.wrapping_sub(1)));
    let compound = words.dash(at.wrapping_sub(1)) && words.glued(at);
    (!name && !compound).then(|| (at + 1, Meaning::Set(value.into())))
}

/// `Mondays`, `weekdays`, `Tuesday nights`.
fn plural(words: &Words<'_>, at: usize) -> Core {
    if words.at(at) == "weekends" {
        return Some((at + 1, Meaning::Set("XXXX-WXX-WE".into())));
    }
    if let Some(day) = weekdays(words.at(at)) {
        return Some((at + 1, Meaning::Set(format!("XXXX-WXX-{day}"))));
    }
    let (day, short) = weekday(words.at(at))?;
    let part = words.at(at + 1).strip_suffix('s').and_then(day_part).filter(|_| !short)?;
    Some((at + 2, Meaning::Set(format!("XXXX-WXX-{day}T{part}"))))
}

/// `once a week`, `twice a day`, `three times a year`.
fn often(words: &Words<'_>, at: usize) -> Core {
    let times = match words.at(at) {
        "once" | "twice" | "thrice" => at + 1,
        _ => number::number(words, at)
            .map(|found| found.end)
            .filter(|end| words.at(*end) == "times")
            .map(|end| end + 1)?,
    };
    let each = matches!(words.at(times), "a" | "an" | "per" | "each" | "every").then_some(times + 1)?;
    let (unit, plural) = Unit::read(words.at(each))?;
    (!plural && unit >= Unit::Hour).then(|| (each + 1, Meaning::Set(unit.duration("1"))))
}

/// `$300 a week`, `500,000 barrels per day`, `four flights a week`: what stands before is an amount.
fn rate(words: &Words<'_>, at: usize) -> Core {
    let (unit, plural) = Unit::read(words.at(at + 1))?;
    let per = words.at(at) == "per";
    let article = matches!(words.at(at), "a" | "an");
    if plural || unit < Unit::Hour || !(per || article) || words.at(at + 2) == "ago" {
        return None;
    }
    let chained = matches!(words.at(at + 2), "earlier" | "later" | "before" | "after" | "and" | "-" | "s");
    let amount = per || amount_before(words, at);
    (amount && !chained && unit <= Unit::Year).then(|| (at + 2, Meaning::Set(unit.duration("1"))))
}

/// Whether an amount stands right before: `$300`, `5 percent`, `four flights`.
fn amount_before(words: &Words<'_>, at: usize) -> bool {
    let Some(previous) = at.checked_sub(1) else { return false };
    let word = words.at(previous);
    // `188 miles an hour` is a speed.
    if matches!(word, "mile" | "miles" | "kilometers" | "kilometres" | "km" | "meters" | "metres" | "knots") {
        return false;
    }
    if words.kind(previous) == Kind::Digits || number::scale(word).is_some() || matches!(word, "%" | "percent") {
        return true;
    }
    let noun = words.kind(previous) == Kind::Letters
        && word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && word != "times";
    let from = previous.saturating_sub(3);
    noun && (from..previous).any(|at| {
        words.kind(at) == Kind::Digits
            || number::below_hundred(words.at(at)).is_some_and(|value| value > 1)
            || number::scale(words.at(at)).is_some()
            || words.at(at) == "$"
    })
}
