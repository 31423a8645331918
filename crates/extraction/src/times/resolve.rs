//! From what an expression means to the stretch of the calendar it names, against the document's date.

mod recurring;
mod write;

use dateline_record::v1::time::{Mod, Type};
use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;

use super::{
    calendar::{Stretch, shift},
    grammar::{Amount, Expression, Meaning, Part, Pick, Year},
    lexicon::Unit,
    tense::{Tense, tense},
};
use crate::quantities::words::Words;

pub(super) use recurring::stretch_of;

/// The date that the document was written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Anchor {
    /// The civil date where it was written.
    pub(crate) date: Date,
    /// What the record calls it: `publishedAt` or `dateline`.
    pub(crate) source: &'static str,
}

/// A resolved expression, ready for the record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Resolved {
    pub(super) kind: Type,
    pub(super) value: String,
    pub(super) modifier: Mod,
    /// First moment, and first moment after; empty where not known.
    pub(super) bounds: (String, String),
    pub(super) anchor: String,
    pub(super) unresolved: &'static str,
    pub(super) confidence: f64,
    pub(super) rule: &'static str,
    /// The stretch itself, for what is counted from it.
    pub(super) stretch: Option<Stretch>,
}

/// What an expression comes to before its time of day is added.
#[derive(Debug, Clone, PartialEq)]
enum Outcome {
    /// A stretch of the calendar, with what it was resolved against.
    Found { stretch: Stretch, anchor: String, confidence: f64, rule: &'static str },
    /// A value that is no stretch of the calendar.
    Value { kind: Type, value: String, confidence: f64, rule: &'static str },
    /// A value with gaps, and why.
    Open { value: String, reason: &'static str, rule: &'static str },
}

const NO_DATE: &str = "no document date";

/// A time mentioned before, from which others may count.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mentioned {
    pub(super) id: String,
    pub(super) stretch: Stretch,
    /// Which sentence of the document it stands in.
    pub(super) sentence: usize,
}

/// Resolves an expression. `last` is the latest time before it, if it is near enough to count from.
pub(super) fn resolve(
    words: &Words<'_>,
    expression: &Expression,
    anchor: Option<&Anchor>,
    last: Option<&Mentioned>,
) -> Resolved {
    let view = View { words, expression, anchor, last };
    let outcome = view.outcome();
    write::resolved(expression, outcome)
}

struct View<'a> {
    words: &'a Words<'a>,
    expression: &'a Expression,
    anchor: Option<&'a Anchor>,
    last: Option<&'a Mentioned>,
}

impl View<'_> {
    fn outcome(&self) -> Outcome {
        match &self.expression.meaning {
            Meaning::Known(stretch) => found(*stretch, 0.97, "explicit"),
            Meaning::Part(part, year) => self.part(*part, *year),
            Meaning::Weekday(day, pick) => self.weekday(*day, *pick),
            Meaning::WeekdayIn(day, weeks) => self.weekday_in(*day, *weeks),
            Meaning::Shift(unit, by) => self.shift(*unit, *by),
            Meaning::Weekend(by) => self.weekend(*by),
            Meaning::Away(amount, unit) => self.away(*amount, *unit),
            Meaning::Chain(amount, unit) => self.chain(*amount, *unit),
            Meaning::Reference(value) => self.value(Type::Date, (*value).to_owned(), 0.85, "reference"),
            Meaning::Duration(value) => self.value(Type::Duration, value.clone(), 0.93, "duration"),
            Meaning::Set(value) => self.value(Type::Set, value.clone(), 0.85, "set"),
            Meaning::Ambiguous(.., year) => Outcome::Open {
                value: format!("{year:04}-XX-XX"),
                reason: "day and month cannot be told apart",
                rule: "numeric_date",
            },
            Meaning::Clock => self.clock_alone(),
        }
    }

    fn value(&self, kind: Type, value: String, confidence: f64, rule: &'static str) -> Outcome {
        Outcome::Value { kind, value, confidence, rule }
    }

    fn tense(&self) -> Tense {
        tense(self.words, self.expression.start, self.expression.end)
    }

    fn against(&self, anchor: &Anchor, stretch: Option<Stretch>, confidence: f64, rule: &'static str) -> Outcome {
        match stretch {
            Some(stretch) => Outcome::Found { stretch, anchor: anchor.source.to_owned(), confidence, rule },
            None => Outcome::Open { value: "XXXX-XX-XX".into(), reason: "out of the calendar", rule },
        }
    }

    fn part(&self, part: Part, year: Year) -> Outcome {
        if let Year::Given(year) = year {
            return stretch_of(part, year).map_or_else(
                || open(recurring::without_year(part), "no such day", "explicit"),
                |stretch| found(stretch, 0.96, "explicit"),
            );
        }
        if let Some(stretch) = recurring::remembered(self.words, self.expression.end, part, self.anchor) {
            return found(stretch, 0.9, "named_date");
        }
        let Some(anchor) = self.anchor else { return open(recurring::without_year(part), NO_DATE, "part_of_year") };
        match year {
            Year::From(by) => {
                let year = i16::try_from(by).ok().and_then(|by| anchor.date.year().checked_add(by));
                self.against(anchor, year.and_then(|year| stretch_of(part, year)), 0.95, "part_of_year")
            }
            Year::Near(pick) => {
                let (stretch, confidence) = recurring::nearest(part, pick, self.tense(), anchor.date);
                if stretch.is_none() {
                    return open(recurring::without_year(part), "no year near has this day", "part_of_year");
                }
                self.against(anchor, stretch, confidence, "part_of_year")
            }
            Year::Given(_) => open(recurring::without_year(part), "no such day", "explicit"),
        }
    }

    fn weekday(&self, day: i8, pick: Pick) -> Outcome {
        let Some(anchor) = self.anchor else { return open(format!("XXXX-WXX-{day}"), NO_DATE, "weekday") };
        let today = anchor.date.weekday().to_monday_one_offset();
        let back = i32::from((today - day).rem_euclid(7));
        let ahead = i32::from((day - today).rem_euclid(7));
        let tense = self.tense();
        let (by, confidence) = match pick {
            Pick::Tense if tense == Tense::Future => (ahead, 0.85),
            Pick::Tense => (-back, if tense == Tense::Past || back == 0 { 0.93 } else { 0.8 }),
            Pick::Last => (if back == 0 { -7 } else { -back }, 0.88),
            Pick::This => (i32::from(day - today), 0.85),
            Pick::Coming => (if ahead == 0 { 7 } else { ahead }, 0.9),
            Pick::Next => (7 + i32::from(day - today), if day <= today { 0.9 } else { 0.6 }),
        };
        self.against(anchor, shift(anchor.date, Unit::Day, by).map(Stretch::Day), confidence, "weekday")
    }

    fn weekday_in(&self, day: i8, weeks: i32) -> Outcome {
        let Some(anchor) = self.anchor else { return open(format!("XXXX-WXX-{day}"), NO_DATE, "weekday") };
        let by = i32::from(day - anchor.date.weekday().to_monday_one_offset()) + 7 * weeks;
        self.against(anchor, shift(anchor.date, Unit::Day, by).map(Stretch::Day), 0.93, "weekday")
    }

    fn shift(&self, unit: Unit, by: i32) -> Outcome {
        let Some(anchor) = self.anchor else { return open(without_digits(unit).to_owned(), NO_DATE, "relative") };
        let day = shift(first_of(anchor.date, unit), unit, by);
        self.against(anchor, day.and_then(|day| Stretch::around(day, unit)), 0.95, "relative")
    }

    fn weekend(&self, by: Option<i32>) -> Outcome {
        let Some(anchor) = self.anchor else { return open("XXXX-WXX-WE".into(), NO_DATE, "weekend") };
        let midweek = anchor.date.weekday().to_monday_one_offset() <= 5;
        let nearest = if midweek && self.tense() != Tense::Future { -1 } else { 0 };
        let day = shift(anchor.date, Unit::Week, by.unwrap_or(nearest));
        self.against(anchor, day.map(Stretch::Weekend), if by.is_some() { 0.9 } else { 0.8 }, "weekend")
    }

    fn away(&self, amount: Amount, unit: Unit) -> Outcome {
        let reference = if amount.forward { "FUTURE_REF" } else { "PAST_REF" };
        let Some(count) = whole(amount) else { return self.value(Type::Date, reference.into(), 0.85, "ago") };
        let Some(anchor) = self.anchor else { return open(without_digits(unit).to_owned(), NO_DATE, "ago") };
        let stretch = shift(anchor.date, unit, count).and_then(|day| Stretch::around(day, unit));
        match stretch {
            Some(stretch) => self.against(anchor, Some(stretch), 0.88, "ago"),
            None => self.value(Type::Date, reference.into(), 0.7, "ago"),
        }
    }

    fn chain(&self, amount: Amount, unit: Unit) -> Outcome {
        const REASON: &str = "no time nearby to count from";
        let counted =
            self.last.and_then(|last| Some((counted_from(last.stretch, whole(amount)?, unit)?, last.id.clone())));
        match counted {
            Some((stretch, anchor)) => Outcome::Found { stretch, anchor, confidence: 0.7, rule: "chained" },
            None => open(without_digits(unit).to_owned(), REASON, "chained"),
        }
    }

    /// A time of day takes the day that its own sentence names, and no other.
    fn clock_alone(&self) -> Outcome {
        let day = self.last.and_then(|last| match last.stretch {
            Stretch::Day(_) => Some((last.stretch, last.id.clone())),
            _ => None,
        });
        match day {
            Some((stretch, anchor)) => Outcome::Found { stretch, anchor, confidence: 0.75, rule: "clock" },
            None => open("XXXX-XX-XX".into(), "no day for the time of day", "clock"),
        }
    }
}

fn found(stretch: Stretch, confidence: f64, rule: &'static str) -> Outcome {
    Outcome::Found { stretch, anchor: String::new(), confidence, rule }
}

fn open(value: String, reason: &'static str, rule: &'static str) -> Outcome {
    Outcome::Open { value, reason, rule }
}

/// A whole number of units with its sign.
fn whole(amount: Amount) -> Option<i32> {
    let value = amount.value.filter(rust_decimal::Decimal::is_integer)?.to_i32()?;
    Some(if amount.forward { value } else { -value })
}

/// So many units from a stretch that is at least as fine as the unit; years count from anything.
fn counted_from(from: Stretch, by: i32, unit: Unit) -> Option<Stretch> {
    let (begin, end) = from.bounds()?;
    if unit == Unit::Year && by != 0 {
        return from.years_on(i16::try_from(by).ok()?);
    }
    let day = shift(first_of(begin, unit), unit, by)?;
    let around = Stretch::around(day, unit)?;
    // A stretch coarser than the unit has no one unit to count from.
    let fine = Stretch::around(begin, unit)?.bounds()?.1 >= end;
    fine.then_some(around)
}

/// The first day of the unit that holds a day, so that adding months never meets a short month.
fn first_of(day: Date, unit: Unit) -> Date {
    match unit {
        Unit::Month | Unit::Quarter => Date::new(day.year(), day.month(), 1).unwrap_or(day),
        Unit::Year | Unit::Decade | Unit::Century => Date::new(day.year(), 1, 1).unwrap_or(day),
        _ => day,
    }
}

/// The value of an unknown stretch of a unit.
fn without_digits(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => "XXXX-XX-XXTXX",
        Unit::Day => "XXXX-XX-XX",
        Unit::Week => "XXXX-WXX",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century | Unit::Millennium => "XX",
    }
}
