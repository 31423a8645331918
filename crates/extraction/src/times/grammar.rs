//! Finds expressions of time and says what they mean, before anything is resolved against a date.

mod clock;
mod dates;
mod parts;
mod relative;
mod sets;
mod spans;

use dateline_record::v1::time::Mod;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    calendar::Stretch,
    lexicon::{self, Feast, Unit, Zone},
};
use crate::quantities::{
    number,
    words::{Kind, Words},
};

/// An expression of time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expression {
    /// Its first word and the one after its last.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) meaning: Meaning,
    pub(super) clock: Option<Clock>,
    pub(super) modifier: Mod,
}

/// What an expression means, as far as its own words say.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// Fully known: `April 2, 2024`, `1990s`.
    Known(Stretch),
    /// A part of some year.
    Part(Part, Year),
    /// A weekday by its ISO number.
    Weekday(i8, Pick),
    /// A weekday of a week counted from this one: `Monday last week`.
    WeekdayIn(i8, i32),
    /// The unit that is so many units from the anchor's: `last week`, `today`.
    Shift(Unit, i32),
    /// The weekend of a week counted from this one; of the nearest one when there is no number.
    Weekend(Option<i32>),
    /// A stretch of time before (negative) or after the anchor: `two weeks ago`.
    Away(Amount, Unit),
    /// The same from the time mentioned before: `two days later`.
    Chain(Amount, Unit),
    /// `PAST_REF` and its like.
    Reference(&'static str),
    /// A length in ISO 8601.
    Duration(String),
    /// A recurrence.
    Set(String),
    /// Day and month in numbers, in an order that the text does not tell.
    Ambiguous(i8, i8, i16),
    /// A time of day alone.
    Clock,
}

/// A part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Month and day.
    Day(i8, i8),
    /// Month and day, and the ISO number of the weekday that it is: only some years have it.
    Named(i8, i8, i8),
    Month(i8),
    Quarter(i8),
    Half(i8),
    Season(&'static str),
    Feast(Feast),
}

/// Of which year a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    Given(i16),
    /// So many years from the anchor's: `June last year`.
    From(i32),
    /// The nearest one that suits.
    Near(Pick),
}

/// Which of the recurring days is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pick {
    /// As the tense has it.
    Tense,
    Last,
    This,
    Next,
    /// The next one from the anchor on: `this coming Sunday`.
    Coming,
}

/// How many units; the sign says which way. Nothing for `several`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Amount {
    pub(super) value: Option<Decimal>,
    pub(super) forward: bool,
}

/// A time of day, or a part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) reading: Reading,
    pub(super) zone: Option<Zone>,
}

/// What the clock shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Hour, and minute and second where given.
    Time(i8, Option<i8>, Option<i8>),
    /// TIMEX3 code of a part of the day.
    Part(&'static str),
}

/// A parsed core: the word after it, and its meaning.
type Core = Option<(usize, Meaning)>;

/// First words of expressions, beyond the names of the calendar and numbers; sorted.
const STARTERS: [&str; 78] = [
    "a",
    "about",
    "almost",
    "an",
    "annually",
    "another",
    "approximately",
    "around",
    "as",
    "at",
    "biweekly",
    "coming",
    "couple",
    "daily",
    "each",
    "earlier",
    "early",
    "every",
    "few",
    "fewer",
    "final",
    "financial",
    "first",
    "fiscal",
    "following",
    "fortnightly",
    "fourth",
    "fy",
    "h",
    "half",
    "hourly",
    "just",
    "last",
    "late",
    "later",
    "latest",
    "latter",
    "less",
    "longer",
    "many",
    "mid",
    "midday",
    "midnight",
    "monthly",
    "more",
    "multiple",
    "nearly",
    "next",
    "nightly",
    "no",
    "noon",
    "once",
    "over",
    "overnight",
    "past",
    "per",
    "q",
    "quarterly",
    "roughly",
    "several",
    "some",
    "that",
    "the",
    "this",
    "thrice",
    "today",
    "tomorrow",
    "tonight",
    "twice",
    "under",
    "up",
    "weekend",
    "weekends",
    "weekly",
    "year",
    "yearly",
    "yesterday",
    "zero",
];

/// Whether an expression may start at a word: spares most words the grammar.
fn may_start(words: &Words<'_>, at: usize) -> bool {
    let word = words.at(at);
    match words.kind(at) {
        Kind::Digits => true,
        Kind::Mark => matches!(word, "'" | "’" | "‘" | "." | "½" | "¼" | "¾"),
        Kind::Break => false,
        Kind::Letters => {
            STARTERS.binary_search(&word).is_ok()
                || lexicon::names_time(word)
                || number::below_hundred(word).is_some()
                || number::scale(word).is_some()
                || number::ordinal(words, at).is_some()
        }
    }
}

/// The longest expression that starts at a word.
pub(super) fn expression(words: &Words<'_>, at: usize) -> Option<Expression> {
    if !may_start(words, at) {
        return None;
    }
    let plain = unmodified(words, at, at);
    let modified = prefix(words, at).and_then(|(core, modifier)| {
        let expression = unmodified(words, at, core)?;
        let fits = accepts(&expression, modifier);
        fits.then(|| Expression { modifier: adapted(&expression.meaning, modifier), ..expression })
    });
    let found = match (plain, modified) {
        (Some(plain), Some(modified)) if plain.end > modified.end => plain,
        (plain, modified) => modified.or(plain)?,
    };
    Some(suffixed(words, found))
}

fn unmodified(words: &Words<'_>, start: usize, at: usize) -> Option<Expression> {
    let cores = [dates::date, parts::part, relative::relative, sets::set, spans::duration];
    let mut best: Option<(usize, Meaning)> = None;
    for core in cores {
        if let Some(found) = core(words, at).filter(|found| best.as_ref().is_none_or(|best| found.0 > best.0)) {
            best = Some(found);
        }
    }
    let clocked = clock::with_date(words, at, best.as_ref());
    let (end, meaning, clock) = match (clocked, best) {
        (Some(clocked), _) => clocked,
        (None, Some((end, meaning))) => (end, meaning, None),
        (None, None) => return None,
    };
    Some(Expression { start, end, meaning, clock, modifier: Mod::Unspecified })
}

/// A date of any kind, for the clock grammar.
fn any_date(words: &Words<'_>, at: usize) -> Core {
    [dates::date, parts::part, relative::relative]
        .into_iter()
        .filter_map(|core| core(words, at))
        .max_by_key(|core| core.0)
}

const PREFIXES: [(&str, Mod); 44] = [
    ("the very beginning of", Mod::Start),
    ("the beginning of", Mod::Start),
    ("the start of", Mod::Start),
    ("the early part of", Mod::Start),
    ("early in", Mod::Start),
    ("earlier in", Mod::Start),
    ("the early", Mod::Start),
    ("early -", Mod::Start),
    ("early", Mod::Start),
    ("earlier", Mod::Start),
    ("the middle of", Mod::Mid),
    ("the mid -", Mod::Mid),
    ("the mid", Mod::Mid),
    ("mid -", Mod::Mid),
    ("mid", Mod::Mid),
    ("the very end of", Mod::End),
    ("the end of", Mod::End),
    ("the latter part of", Mod::End),
    ("late in", Mod::End),
    ("later in", Mod::End),
    ("the late", Mod::End),
    ("late -", Mod::End),
    ("late", Mod::End),
    ("later", Mod::End),
    ("about", Mod::Approx),
    ("around", Mod::Approx),
    ("roughly", Mod::Approx),
    ("approximately", Mod::Approx),
    ("some", Mod::Approx),
    ("just under", Mod::LessThan),
    ("nearly", Mod::LessThan),
    ("almost", Mod::LessThan),
    ("less than", Mod::LessThan),
    ("fewer than", Mod::LessThan),
    ("under", Mod::LessThan),
    ("more than", Mod::MoreThan),
    ("longer than", Mod::MoreThan),
    ("just over", Mod::MoreThan),
    ("over", Mod::MoreThan),
    ("at least", Mod::EqualOrMore),
    ("up to", Mod::EqualOrLess),
    ("at most", Mod::EqualOrLess),
    ("no more than", Mod::EqualOrLess),
    ("as long as", Mod::EqualOrLess),
];

fn prefix(words: &Words<'_>, at: usize) -> Option<(usize, Mod)> {
    let (end, modifier) = words.any_phrase(at, &PREFIXES)?;
    // `they met over two days` is no bound; `for over two days` is.
    let during = words.at(at) == "over"
        && !matches!(
            words.before(at),
            "for" | "after" | "of" | "in" | "within" | "took" | "lasted" | "is" | "was" | "spent" | "well" | "just"
        );
    (!during).then_some((end, modifier))
}

/// Whether a modifier can belong to an expression: lengths have bounds, dates have a beginning and an end.
fn accepts(expression: &Expression, modifier: Mod) -> bool {
    let length = matches!(expression.meaning, Meaning::Duration(_) | Meaning::Away(..) | Meaning::Chain(..));
    match modifier {
        Mod::Start | Mod::Mid | Mod::End => {
            !length && !matches!(expression.meaning, Meaning::Set(_) | Meaning::Reference(_))
        }
        Mod::Approx => !matches!(expression.meaning, Meaning::Set(_) | Meaning::Reference(_)),
        _ => length,
    }
}

/// `more than a decade ago` is before it; `less than a year ago` is after it.
fn adapted(meaning: &Meaning, modifier: Mod) -> Mod {
    match (meaning, modifier) {
        (Meaning::Away(amount, _) | Meaning::Chain(amount, _), Mod::MoreThan | Mod::EqualOrMore) => {
            if amount.forward {
                Mod::After
            } else {
                Mod::Before
            }
        }
        (Meaning::Away(amount, _) | Meaning::Chain(amount, _), Mod::LessThan | Mod::EqualOrLess) => {
            if amount.forward {
                Mod::Before
            } else {
                Mod::After
            }
        }
        _ => modifier,
    }
}

fn suffixed(words: &Words<'_>, expression: Expression) -> Expression {
    const SUFFIXES: [(&str, Mod); 5] = [
        ("or so", Mod::Approx),
        ("or more", Mod::EqualOrMore),
        ("or less", Mod::EqualOrLess),
        ("or longer", Mod::EqualOrMore),
        ("or later", Mod::OnOrAfter),
    ];
    let Some((end, modifier)) = words.any_phrase(expression.end, &SUFFIXES) else { return expression };
    let length = matches!(expression.meaning, Meaning::Duration(_));
    let date = matches!(expression.meaning, Meaning::Known(_) | Meaning::Part(..));
    let fits = if modifier == Mod::OnOrAfter { date } else { length || modifier == Mod::Approx && date };
    if fits && expression.modifier == Mod::Unspecified {
        Expression { end, modifier, ..expression }
    } else {
        expression
    }
}

/// A day of a month that exists in some year.
fn day_of(month: i8, day: i8) -> Option<Part> {
    Date::new(2024, month, day).ok().map(|_| Part::Day(month, day))
}
