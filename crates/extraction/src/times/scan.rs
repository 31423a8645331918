//! Goes through a paragraph and collects its expressions, with what each takes over from its neighbour: `May and July
//! 2023`, `Oct. 7-9`, `2019-21`, `two to six weeks`.

use jiff::civil::Date;

use super::{
    calendar::Stretch,
    grammar::{Expression, Meaning, Part, Pick, Year, expression},
    resolve::stretch_of,
};
use crate::quantities::{
    number,
    words::{Kind, Words},
};

/// The expressions of a paragraph, by position, without overlap.
pub(super) fn expressions(words: &Words<'_>) -> Vec<Expression> {
    let mut found: Vec<Expression> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(next) = expression(words, at).filter(|next| next.end > at) else {
            at += 1;
            continue;
        };
        at = next.end;
        put(words, &mut found, next);
        if let Some(second) = found.last().and_then(|first| second_of_range(words, first)) {
            at = second.end;
            put(words, &mut found, second);
        }
    }
    found
}

fn put(words: &Words<'_>, found: &mut Vec<Expression>, next: Expression) {
    let floor = found.last().map_or(0, |last| last.end);
    if let Some(first) = first_of_lengths(words, &next, floor) {
        found.push(first);
    }
    if let Some(previous) = found.last_mut().filter(|previous| joined(words, previous.end, next.start)) {
        share_year(previous, &next);
    }
    found.push(next);
}

/// Whether nothing but a joining word stands between two expressions.
fn joined(words: &Words<'_>, end: usize, start: usize) -> bool {
    start == end
        || start == end + 1
            && (matches!(words.at(end), "and" | "to" | "through" | "until" | "or" | "till") || words.dash(end))
}

/// Gives the year of the second of two joined dates to the first.
fn share_year(previous: &mut Expression, next: &Expression) {
    let Meaning::Part(part, Year::Near(Pick::Tense)) = previous.meaning else { return };
    let year = match next.meaning {
        Meaning::Known(Stretch::Day(day)) => day.year(),
        Meaning::Known(Stretch::Month(year, _)) | Meaning::Part(_, Year::Given(year)) => year,
        _ => return,
    };
    let order = |stretch: Stretch| stretch.bounds().map(|bounds| bounds.0);
    let first = stretch_of(part, year).and_then(order);
    let second = match next.meaning {
        Meaning::Known(stretch) => order(stretch),
        Meaning::Part(part, _) => stretch_of(part, year).and_then(order),
        _ => None,
    };
    let year = if first > second { year - 1 } else { year };
    previous.meaning = Meaning::Part(part, Year::Given(year));
}

/// The second of a range that repeats only what differs: `Oct. 7-9, 2023`, `2019-21`.
fn second_of_range(words: &Words<'_>, first: &Expression) -> Option<Expression> {
    let at = first.end + 1;
    let dash = words.dash(first.end) && words.glued(first.end) && words.glued(at);
    let digits = words.at(at);
    if !dash
        || words.kind(at) != Kind::Digits
        || digits.len() != 2 && digits.len() != 1
        || words.glued(at + 1) && !matches!(words.at(at + 1), "," | "." | ")" | ";" | "'" | "’")
    {
        return None;
    }
    let value: i8 = digits.parse().ok()?;
    let (end, meaning) = match first.meaning {
        Meaning::Part(Part::Day(month, day), Year::Near(Pick::Tense)) if value > day => dated(words, at, month, value)?,
        Meaning::Known(Stretch::Year(year)) if digits.len() == 2 && i16::from(value) > year % 100 => {
            (at + 1, Meaning::Known(Stretch::Year(year / 100 * 100 + i16::from(value))))
        }
        _ => return None,
    };
    Some(Expression { start: at, end, meaning, clock: None, modifier: first.modifier })
}

fn dated(words: &Words<'_>, at: usize, month: i8, day: i8) -> Option<(usize, Meaning)> {
    Date::new(2024, month, day).ok()?;
    let comma = at + 1 + usize::from(words.at(at + 1) == ",");
    let digits = words.at(comma);
    let year = (words.kind(comma) == Kind::Digits && digits.len() == 4).then(|| digits.parse().ok()).flatten();
    Some(match year.and_then(|year| Date::new(year, month, day).ok()) {
        Some(date) => (comma + 1, Meaning::Known(Stretch::Day(date))),
        None => (at + 1, Meaning::Part(Part::Day(month, day), Year::Near(Pick::Tense))),
    })
}

/// The first of two lengths that share their unit: the `two` of `two to six weeks`.
fn first_of_lengths(words: &Words<'_>, next: &Expression, floor: usize) -> Option<Expression> {
    let Meaning::Duration(value) = &next.meaning else { return None };
    let joint =
        next.start.checked_sub(1).filter(|joint| matches!(words.at(*joint), "to" | "or") || words.dash(*joint))?;
    let start = joint.checked_sub(1).filter(|start| *start >= floor)?;
    let first = number::number(words, start).filter(|first| first.end == joint)?;
    let clean = !words.glued(start) || words.kind(start) == Kind::Letters && !words.dash(start.wrapping_sub(1));
    let prefix = if value.starts_with("PT") { "PT" } else { "P" };
    let unit =
        value.chars().last().filter(|_| value.chars().filter(char::is_ascii_alphabetic).count() == prefix.len() + 1)?;
    let meaning = Meaning::Duration(format!("{prefix}{}{unit}", number::decimal_string(first.value)));
    clean.then_some(Expression { start, end: joint, meaning, clock: None, modifier: next.modifier })
}
