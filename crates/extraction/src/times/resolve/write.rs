//! Resolved expressions as TIMEX3 values with their bounds in ISO 8601.

use dateline_record::v1::time::Type;
use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

use super::{Outcome, Resolved};
use crate::times::{
    calendar::{Stretch, nth_weekday},
    grammar::{Clock, Expression, Reading},
    lexicon::Zone,
};

/// The outcome with the time of day and the modifier of its expression.
pub(super) fn resolved(expression: &Expression, outcome: Outcome) -> Resolved {
    let base = Resolved {
        kind: if expression.clock.is_some() { Type::Time } else { Type::Date },
        value: String::new(),
        modifier: expression.modifier,
        bounds: (String::new(), String::new()),
        anchor: String::new(),
        unresolved: "",
        confidence: 0.5,
        rule: "",
        stretch: None,
    };
    match outcome {
        Outcome::Found { stretch, anchor, confidence, rule } => Resolved {
            value: format!("{}{}", stretch.value(), clock_value(expression.clock)),
            bounds: bounds(stretch, expression.clock),
            anchor,
            confidence,
            rule,
            stretch: Some(stretch),
            unresolved: unresolved_bounds(stretch),
            ..base
        },
        Outcome::Value { kind, value, confidence, rule } => Resolved { kind, value, confidence, rule, ..base },
        Outcome::Open { value, reason, rule } => Resolved {
            value: format!("{value}{}", clock_value(expression.clock)),
            unresolved: reason,
            confidence: 0.85,
            rule,
            ..base
        },
    }
}

fn unresolved_bounds(stretch: Stretch) -> &'static str {
    if matches!(stretch, Stretch::Fiscal(_)) { "the bounds of the fiscal year are not known" } else { "" }
}

fn clock_value(clock: Option<Clock>) -> String {
    match clock.map(|clock| clock.reading) {
        None => String::new(),
        Some(Reading::Part(part)) => format!("T{part}"),
        Some(Reading::Time(hour, minute, second)) => {
            let minute = minute.map(|minute| format!(":{minute:02}")).unwrap_or_default();
            let second = second.map(|second| format!(":{second:02}")).unwrap_or_default();
            format!("T{hour:02}{minute}{second}")
        }
    }
}

fn bounds(stretch: Stretch, clock: Option<Clock>) -> (String, String) {
    let days = || stretch.bounds().map(|(begin, end)| (begin.to_string(), end.to_string()));
    let moment = match (stretch, clock.map(|clock| (clock.reading, clock.zone))) {
        (Stretch::Day(day), Some((Reading::Time(hour, minute, second), zone))) => {
            moment(day, (hour, minute, second), zone)
        }
        _ => days(),
    };
    moment.unwrap_or_default()
}

/// The moment a clock shows, as exact as it shows it. `24:00` may be the midnight before or after: no bounds.
fn moment(
    day: Date,
    (hour, minute, second): (i8, Option<i8>, Option<i8>),
    zone: Option<Zone>,
) -> Option<(String, String)> {
    let time = jiff::civil::Time::new(hour, minute.unwrap_or(0), second.unwrap_or(0), 0).ok()?;
    let begin = day.to_datetime(time);
    let length = match (minute, second) {
        (_, Some(_)) => 1.second(),
        (Some(_), None) => 1.minute(),
        (None, None) => 1.hour(),
    };
    let end = begin.checked_add(length).ok()?;
    let offset = zone.map(|zone| offset(zone, day)).unwrap_or_default();
    Some((written(begin, second.is_some()) + &offset, written(end, second.is_some()) + &offset))
}

fn written(at: DateTime, seconds: bool) -> String {
    let (date, time) = (at.date(), at.time());
    let minutes = format!("{date}T{:02}:{:02}", time.hour(), time.minute());
    if seconds { format!("{minutes}:{:02}", time.second()) } else { minutes }
}

/// The offset of a zone on a day as ISO 8601 writes it.
fn offset(zone: Zone, day: Date) -> String {
    let minutes = match zone {
        Zone::Fixed(0) => return "Z".into(),
        Zone::Fixed(minutes) => minutes,
        Zone::American(hours) => 60 * (i16::from(hours) + i16::from(american_summer(day))),
    };
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Whether the United States keep summer time on a day; by the rule in force since 2007.
fn american_summer(day: Date) -> bool {
    let first = nth_weekday(day.year(), 3, 2, 7);
    let last = nth_weekday(day.year(), 11, 1, 7);
    matches!((first, last), (Some(first), Some(last)) if first <= day && day < last)
}
