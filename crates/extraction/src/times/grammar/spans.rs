//! Lengths of time: `two hours`, `six-week`, `the past three months`, `for decades`, `half an hour`.

use rust_decimal::Decimal;

use super::{Core, Meaning};
use crate::{
    quantities::{
        number::{self, decimal_string},
        words::{Kind, Words},
    },
    times::lexicon::Unit,
};

/// A length of time at a word.
pub(super) fn duration(words: &Words<'_>, at: usize) -> Core {
    ended(words, at)
        .or_else(|| framed(words, at))
        .or_else(|| counted(words, at))
        .or_else(|| half(words, at))
        .or_else(|| vague(words, at))
}

/// How many: a number, `a`, `another`, or nothing for `several`.
pub(super) fn amount(words: &Words<'_>, at: usize) -> Option<(usize, Option<Decimal>)> {
    const VAGUE: [&str; 9] =
        ["a few", "several", "many", "a number of", "some", "the few", "few", "a good many", "multiple"];
    if let Some(end) = words.phrase(at, "a couple of").or_else(|| words.phrase(at, "a couple")) {
        return Some((end, Some(Decimal::TWO)));
    }
    if let Some(found) = number::number(words, at).filter(|found| !found.value.is_zero()) {
        let more = found.end + usize::from(ADJECTIVES.contains(&words.at(found.end)));
        return (!words.glued(at) || words.kind(at) == Kind::Letters || words.dash(at.wrapping_sub(1)))
            .then_some((more, Some(found.value)));
    }
    for phrase in VAGUE {
        if let Some(end) = words.phrase(at, phrase) {
            return Some((end, None));
        }
    }
    let one = matches!(words.at(at), "a" | "an" | "another").then_some(at + 1)?;
    let full = one + usize::from(matches!(words.at(one), "full" | "whole" | "single" | "additional"));
    if words.at(at) != "a"
        && words.at(at) != "an"
        && let Some(found) = number::number(words, full)
    {
        return Some((found.end, Some(found.value)));
    }
    Some((full, Some(Decimal::ONE)))
}

/// What may stand between a number and a unit of time.
const ADJECTIVES: [&str; 14] = [
    "more",
    "full",
    "consecutive",
    "straight",
    "additional",
    "trading",
    "business",
    "working",
    "whole",
    "successive",
    "further",
    "solid",
    "calendar",
    "short",
];

/// `two hours`, `six-week`, `the nine months`.
fn counted(words: &Words<'_>, start: usize) -> Core {
    let the = words.at(start) == "the" && number::number(words, start + 1).is_some();
    let at = start + usize::from(the);
    let (end, value) = amount(words, at)?;
    let hyphen = words.dash(end);
    let noun = end + usize::from(hyphen);
    let (unit, plural) = Unit::read(words.at(noun))?;
    if excluded(words, at, noun, unit, plural, value) || the && !plural {
        return None;
    }
    let (after, value) = match (words.phrase(noun + 1, "and a half"), value) {
        (Some(after), Some(value)) => (after, Some(value + Decimal::new(5, 1))),
        _ => (noun + 1, value),
    };
    Some((after, Meaning::Duration(iso(unit, value))))
}

/// What looks like a length but is an age, a rank, a rate or a name.
fn excluded(words: &Words<'_>, at: usize, noun: usize, unit: Unit, plural: bool, value: Option<Decimal>) -> bool {
    let after = if words.dash(noun + 1) { words.at(noun + 2) } else { words.at(noun + 1) };
    let of_age = words.phrase(noun + 1, "of age").is_some();
    let age = of_age || matches!(after, "old" | "olds") || words.dash(noun + 1) && matches!(after, "earlier" | "ago");
    let someday = words.at(at) == "one" && unit == Unit::Day && !words.dash(noun.wrapping_sub(1));
    let parts = unit == Unit::Quarter && plural && (after == "of" || words.dash(noun.wrapping_sub(1)));
    let single = matches!(words.at(at), "a" | "an");
    let ordinal = unit == Unit::Second && (!plural && (single || words.at(at) == "one"));
    let fraction = unit == Unit::Quarter
        && (!plural && !words.dash(noun.wrapping_sub(1))
            || value.is_some_and(|value| value <= Decimal::TEN && !plural));
    let day = single && unit == Unit::Day && matches!(after, "s" | "of" | "-" | "like" | "when" | "that");
    let loose = value.is_none() && !plural && !words.dash(noun.wrapping_sub(1));
    let singular = value.is_some_and(|value| value > Decimal::ONE)
        && !plural
        && !words.dash(noun.wrapping_sub(1))
        && words.kind(at) == Kind::Digits;
    let speed = single
        && matches!(
            words.before(at),
            "mile" | "miles" | "kilometers" | "kilometres" | "km" | "meters" | "metres" | "knots"
        );
    age || speed || someday || parts || ordinal || fraction || day || loose || singular
}

/// ISO 8601 of an amount; decades and centuries are written in years, halves in the next smaller unit.
pub(super) fn iso(unit: Unit, value: Option<Decimal>) -> String {
    let Some(value) = value else { return unit.duration("X") };
    let in_years = match unit {
        Unit::Decade => value.checked_mul(Decimal::TEN),
        Unit::Century => value.checked_mul(Decimal::ONE_HUNDRED),
        Unit::Millennium => value.checked_mul(Decimal::ONE_THOUSAND),
        _ => None,
    };
    if let Some(years) = in_years {
        return Unit::Year.duration(&decimal_string(years));
    }
    if unit == Unit::Quarter {
        return Unit::Month.duration(&decimal_string(value.checked_mul(Decimal::from(3)).unwrap_or(value)));
    }
    if value.fract() == Decimal::new(5, 1) {
        return halved(unit, value.trunc());
    }
    unit.duration(&decimal_string(value))
}

fn halved(unit: Unit, whole: Decimal) -> String {
    let head = if whole.is_zero() { String::new() } else { unit.duration(&decimal_string(whole)) };
    let (rest, prefix) = match unit {
        Unit::Year => ("6M", "P"),
        Unit::Day => ("T12H", "P"),
        Unit::Hour => ("30M", "PT"),
        Unit::Minute => ("30S", "PT"),
        _ => return unit.duration(&decimal_string(whole + Decimal::new(5, 1))),
    };
    if head.is_empty() { format!("{prefix}{rest}") } else { format!("{head}{rest}") }
}

/// `the past three months`, `the first nine months`, `the next few years`, `the last decade`, `recent`-less frames.
fn framed(words: &Words<'_>, at: usize) -> Core {
    let the = at + usize::from(words.at(at) == "the");
    let frame = words.at(the);
    if !matches!(frame, "past" | "last" | "next" | "first" | "coming" | "final" | "latest" | "previous" | "following")
        || (the == at && frame == "previous")
    {
        return None;
    }
    let bare = the == at;
    if let Some((end, value)) = number_or_few(words, the + 1) {
        let noun = end + usize::from(words.dash(end));
        let (unit, plural) = Unit::read(words.at(noun))?;
        let fits = plural || words.dash(end) && unit != Unit::Second;
        return fits.then(|| (noun + 1, Meaning::Duration(iso(unit, value))));
    }
    let (unit, plural) = Unit::read(words.at(the + 1))?;
    let known = !plural && !bare && matches!(frame, "past" | "last") && unit >= Unit::Minute;
    let following = plural
        && !bare
        && matches!(frame, "coming" | "past" | "last" | "next" | "final" | "first")
        && unit >= Unit::Minute;
    let value = (!plural).then_some(Decimal::ONE);
    (known || following).then(|| (the + 2, Meaning::Duration(iso(unit, value))))
}

/// `the year ended`, `the fiscal year ending`.
fn ended(words: &Words<'_>, at: usize) -> Core {
    let the = at + usize::from(words.at(at) == "the");
    let year = the + usize::from(words.at(the) == "fiscal");
    let fits = the > at && words.at(year) == "year" && matches!(words.at(year + 1), "ended" | "ending" | "to");
    fits.then(|| (year + 1, Meaning::Duration("P1Y".into())))
}

fn number_or_few(words: &Words<'_>, at: usize) -> Option<(usize, Option<Decimal>)> {
    if matches!(words.at(at), "few" | "several" | "many") {
        return Some((at + 1, None));
    }
    if let Some(end) = words.phrase(at, "couple of") {
        return Some((end, Some(Decimal::TWO)));
    }
    let found = number::number(words, at)?;
    Some((found.end + usize::from(ADJECTIVES.contains(&words.at(found.end))), Some(found.value)))
}

/// `half an hour`, `an hour and a half` (the second through [`counted`]).
fn half(words: &Words<'_>, at: usize) -> Core {
    let start =
        words.phrase(at, "half an").or_else(|| words.phrase(at, "half a")).or_else(|| words.phrase(at, "half -"))?;
    let (unit, plural) = Unit::read(words.at(start))?;
    (!plural && unit != Unit::Second).then(|| {
        let meaning = match unit {
            Unit::Decade => "P5Y".to_owned(),
            Unit::Century => "P50Y".to_owned(),
            Unit::Month => "P15D".to_owned(),
            unit => iso(unit, Some(Decimal::new(5, 1))),
        };
        (start + 1, Meaning::Duration(meaning))
    })
}

/// The unit of a bare plural, which stands for an unknown number: `weeks`, `decades`.
pub(super) fn bare_plural(words: &Words<'_>, at: usize) -> Option<Unit> {
    Unit::read(words.at(at)).filter(|(unit, plural)| *plural && *unit > Unit::Second).map(|(unit, _)| unit)
}

/// `for weeks`, `decades of war`, `years-long`, `day-long`.
fn vague(words: &Words<'_>, at: usize) -> Core {
    if words.glued(at) && words.dash(at.wrapping_sub(1)) {
        return None;
    }
    let long = words.dash(at + 1) && words.at(at + 2) == "long";
    if let Some((unit, plural)) = Unit::read(words.at(at)).filter(|(unit, _)| long && *unit > Unit::Second) {
        return Some((at + 3, Meaning::Duration(iso(unit, (!plural).then_some(Decimal::ONE)))));
    }
    let unit = bare_plural(words, at).filter(|_| words.phrase(at + 1, "of age").is_none())?;
    let led = matches!(
        words.before(at),
        "for"
            | "within"
            | "after"
            | "took"
            | "takes"
            | "take"
            | "spent"
            | "lasted"
            | "lasting"
            | "over"
            | "despite"
            | "following"
    );
    let followed =
        matches!(words.at(at + 1), "of") && unit != Unit::Day && unit != Unit::Minute && unit != Unit::Quarter;
    (led || followed).then(|| (at + 1, Meaning::Duration(unit.duration("X"))))
}
