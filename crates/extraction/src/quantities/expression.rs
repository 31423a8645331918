//! A number with its unit, its bound and its kind.

use dateline_record::v1::quantity::{Bound, Kind};
use rust_decimal::Decimal;

use super::{
    bounds,
    currencies::{self, Currency},
    number::{self, Form, Number},
    proportions::{fraction, ordinal, ratio},
    units,
    words::{Kind as Word, Words},
};

/// A quantity found in the words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Expression {
    /// Its first word and the one after its last.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    pub(super) value: Value,
    pub(super) bound: Bound,
    pub(super) unit: &'static str,
    pub(super) ucum: &'static str,
    pub(super) currency: &'static str,
    pub(super) unresolved: &'static str,
    pub(super) confidence: f64,
    pub(super) rule: &'static str,
}

/// How much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    One(Decimal),
    Range(Decimal, Decimal),
    /// The text gives no number: `thousands`.
    Unknown,
}

/// A quantity without its bound: the word after it, and what it is.
pub(super) type Core = Option<(usize, Expression)>;

/// The quantity at a word, the bound before it included.
pub(super) fn expression(words: &Words<'_>, at: usize, country: &str) -> Option<Expression> {
    let (start, bound) = bounds::before(words, at).map_or((at, None), |(start, bound)| (start, Some(bound)));
    let (range, floor) = leading_range(words, start);
    let core = core(words, floor, range, country)
        .or_else(|| (bound.is_none() && !range).then(|| unnumbered(words, at)).flatten());
    let (end, found) = core?;
    let (end, bound) = match (bound, bounds::after(words, end)) {
        (None, Some((after, bound))) if found.kind != Kind::Ordinal => (after, bound),
        (bound, _) => {
            (end, bound.unwrap_or(if found.value == Value::Unknown { Bound::Unspecified } else { Bound::Exact }))
        }
    };
    Some(Expression { start: at, end, bound, ..found })
}

/// Steps over `between` and `from`, which need a second number.
fn leading_range(words: &Words<'_>, at: usize) -> (bool, usize) {
    if matches!(words.at(at), "between" | "from") { (true, at + 1) } else { (false, at) }
}

fn core(words: &Words<'_>, at: usize, range: bool, country: &str) -> Core {
    if let Some((amount, currency)) = currencies::sign(words, at, country)
        .filter(|_| !words.glued(at) || words.kind(at.wrapping_sub(1)) == Word::Mark)
    {
        return money_after_sign(words, amount, range, country, currency);
    }
    if let Some(found) = negative(words, at, country) {
        return Some(found);
    }
    if part_of_code(words, at) {
        return None;
    }
    if !range && let Some(found) = fraction(words, at).or_else(|| ratio(words, at)).or_else(|| ordinal(words, at)) {
        return Some(found);
    }
    let first = number::number(words, at)?;
    let first = if words.at(first.end) == "-" { first } else { magnified(words, first) };
    let (end, value) = second(words, first, range, |words, at| at_sign(words, at, country))
        .unwrap_or((first.end, Value::One(first.value)));
    if range && matches!(value, Value::One(_)) {
        return None;
    }
    measured(words, end, value, country)
        .or_else(|| age(words, end, value))
        .or_else(|| plain(words, at, first, end, value))
}

/// `minus five percent`, `-20°C`, `-9.2`; a dash before things counted may be a bullet.
fn negative(words: &Words<'_>, at: usize, country: &str) -> Core {
    let word = matches!(words.at(at), "minus" | "negative");
    let sign = matches!(words.at(at), "-" | "−") && !words.glued(at) && words.glued(at + 1);
    let first = (word || sign).then(|| number::number(words, at + 1)).flatten()?;
    let value = Value::One(-first.value);
    let bare = (word || super::counted::counted(words, first.end).is_none()) && !words.glued(first.end);
    let number =
        bare.then(|| (first.end, Expression { confidence: 0.8, rule: "bare_number", ..blank(Kind::Count, value) }));
    measured(words, first.end, value, country).or(number)
}

/// An exact number of a kind, without a unit.
pub(super) fn blank(kind: Kind, value: Value) -> Expression {
    Expression {
        start: 0,
        end: 0,
        kind,
        value,
        bound: Bound::Exact,
        unit: "",
        ucum: "",
        currency: "",
        unresolved: "",
        confidence: 0.9,
        rule: "number",
    }
}

fn at_sign(words: &Words<'_>, at: usize, country: &str) -> usize {
    currencies::sign(words, at, country).map_or(at, |(amount, _)| amount)
}

/// The letters behind an amount of money: `2m`, `3.5bn`, `10k`.
fn magnified(words: &Words<'_>, number: Number) -> Number {
    let factor: i64 = match words.at(number.end) {
        "m" | "mn" => 1_000_000,
        "bn" | "b" => 1_000_000_000,
        "tn" | "t" | "trn" => 1_000_000_000_000,
        "k" => 1_000,
        _ => return number,
    };
    // Only money and counts are magnified so; `5 m` are metres, and `1.8m` may be.
    let glued = words.glued(number.end)
        && words.at(number.end) != "m"
        && words.at(number.end) != "t"
        && words.at(number.end) != "b";
    let value = number
        .value
        .checked_mul(Decimal::from(factor))
        .filter(|_| glued && !(words.glued(number.end + 1) && words.kind(number.end + 1) != Word::Mark));
    value.map_or(number, |value| Number { end: number.end + 1, value, form: Form::Figures })
}

fn magnified_money(words: &Words<'_>, number: Number) -> Number {
    let factor: i64 = match words.at(number.end) {
        "m" => 1_000_000,
        "b" => 1_000_000_000,
        "t" => 1_000_000_000_000,
        _ => return magnified(words, number),
    };
    let value = number
        .value
        .checked_mul(Decimal::from(factor))
        .filter(|_| words.glued(number.end) && !words.capital(number.end + 1));
    value.map_or(number, |value| Number { end: number.end + 1, value, form: Form::Figures })
}

/// The second number of a range, which lends its scale to the first: `$5-6 million`, `between 10 and 20`.
fn second(
    words: &Words<'_>,
    first: Number,
    range: bool,
    step: impl Fn(&Words<'_>, usize) -> usize,
) -> Option<(usize, Value)> {
    let joint = first.end;
    let dash = words.dash(joint) && words.kind(joint + 1) != Word::Letters;
    let joins = dash || words.at(joint) == "to" || range && words.at(joint) == "and";
    let start = step(words, joint + 1);
    let found = joins.then(|| number::number(words, start)).flatten()?;
    let found = magnified_money_if(words, found, start > joint + 1);
    let scale = number::scale(words.at(found.end - 1)).filter(|_| number::scale(words.at(first.end - 1)).is_none());
    let low = match scale {
        Some(scale) if first.value < found.value.checked_div(scale)? => first.value.checked_mul(scale)?,
        _ => first.value,
    };
    // `52-48` is a result, `2010-2015` are years, `555-1234` is a telephone.
    let fits = low < found.value
        && !(dash && words.dash(found.end) && words.glued(found.end) && words.kind(found.end + 1) == Word::Digits);
    fits.then_some((found.end, Value::Range(low, found.value)))
}

fn magnified_money_if(words: &Words<'_>, number: Number, money: bool) -> Number {
    if money { magnified_money(words, number) } else { number }
}

fn money_after_sign(words: &Words<'_>, at: usize, range: bool, country: &str, currency: Currency) -> Core {
    let first = number::number(words, at).map(|first| magnified_money(words, first))?;
    let (end, value) = second(words, first, range, |words, at| at_sign(words, at, country))
        .unwrap_or((first.end, Value::One(first.value)));
    let stray = range && matches!(value, Value::One(_));
    (!stray).then(|| (end, money(value, currency)))
}

fn money(value: Value, currency: Currency) -> Expression {
    let scaled = |value: Decimal| if currency.minor { value / Decimal::ONE_HUNDRED } else { value };
    let value = match value {
        Value::One(value) => Value::One(scaled(value)),
        Value::Range(low, high) => Value::Range(scaled(low), scaled(high)),
        Value::Unknown => Value::Unknown,
    };
    Expression {
        unit: currency.unit,
        currency: currency.code,
        unresolved: currency.unresolved,
        confidence: currency.confidence,
        rule: currency.rule,
        ..blank(Kind::Money, value)
    }
}

/// A number with a percent sign, a currency's name or a unit behind it.
fn measured(words: &Words<'_>, end: usize, value: Value, country: &str) -> Core {
    let noun = end + usize::from(words.dash(end) && words.kind(end + 1) == Word::Letters);
    const PERCENT: [(&str, &str); 9] = [
        ("percentage points", "percentage point"),
        ("percentage point", "percentage point"),
        ("percentage - point", "percentage point"),
        ("percent", "percent"),
        ("per cent", "percent"),
        ("pct", "percent"),
        ("% points", "percentage point"),
        ("%", "percent"),
        ("basis points", "basis point"),
    ];
    let escape = |end: usize| {
        words.before(end) == "%" && words.glued(end) && matches!(words.kind(end), Word::Letters | Word::Digits)
    };
    if let Some((end, unit)) = words.any_phrase(noun, &PERCENT).filter(|(end, _)| !escape(*end)) {
        let ucum = if unit == "percent" { "%" } else { "" };
        return Some((
            end,
            Expression { unit, ucum, confidence: 0.97, rule: "percent", ..blank(Kind::Percent, value) },
        ));
    }
    if let Some((end, currency)) = currencies::name(words, noun, country).filter(|_| words.at(noun) != "won") {
        return Some((end, money(value, currency)));
    }
    let (end, unit) = units::unit(words, noun).filter(|(end, _)| !ambiguous(words, noun, *end))?;
    Some((
        end,
        Expression { unit: unit.name, ucum: unit.ucum, confidence: 0.93, rule: "unit", ..blank(Kind::Measure, value) },
    ))
}

/// Signs of units that are also words or parts of names.
fn ambiguous(words: &Words<'_>, at: usize, end: usize) -> bool {
    let sign = words.at(at).len() <= 3 && words.kind(at) == Word::Letters && end == at + 1;
    let word = matches!(words.at(at), "ton" | "tons" | "feet" | "foot" | "inch" | "mile" | "yard" | "acre" | "lbs");
    sign && !word
        && (words.capital(at) && !matches!(words.raw(at), "MB" | "GB" | "TB" | "MW" | "GW" | "KW" | "Hz")
            || words.capital(end) && words.glued(end))
}

/// `44-year-old`, `four years old`, `8-month-old`: an age is a measure.
fn age(words: &Words<'_>, end: usize, value: Value) -> Core {
    let unit = end + usize::from(words.dash(end));
    let (name, ucum) = match words.at(unit) {
        "year" | "years" => ("year", "a"),
        "month" | "months" => ("month", "mo"),
        "week" | "weeks" => ("week", "wk"),
        "day" | "days" => ("day", "d"),
        _ => return None,
    };
    let old = unit + 1 + usize::from(words.dash(unit + 1));
    let fits = matches!(words.at(old), "old" | "olds") || words.phrase(unit + 1, "of age").is_some();
    let end = if words.at(old) == "old" || words.at(old) == "olds" { old + 1 } else { unit + 3 };
    fits.then(|| (end, Expression { unit: name, ucum, rule: "age", ..blank(Kind::Measure, value) }))
}

/// Whether a word stands in a code or a name: `F-15`, `MK84`, `COVID-19`, `No. 10`, `Boeing 737`.
fn part_of_code(words: &Words<'_>, at: usize) -> bool {
    const NUMBERED: [&str; 28] = [
        "no",
        "number",
        "page",
        "room",
        "flight",
        "route",
        "chapter",
        "article",
        "section",
        "resolution",
        "channel",
        "highway",
        "boeing",
        "airbus",
        "psalm",
        "apollo",
        "formula",
        "phase",
        "level",
        "type",
        "version",
        "line",
        "gate",
        "platform",
        "district",
        "unit",
        "bus",
        "interstate",
    ];
    let Some(previous) = at.checked_sub(1) else {
        return words.at(1) == "." && words.kind(at) == Word::Digits && !words.glued(2);
    };
    if words.glued(at) {
        let letters = words.kind(previous) == Word::Letters || words.kind(previous) == Word::Digits;
        let mark = matches!(words.at(previous), "." | "/" | "_" | "#" | "@" | ":" | "+" | "," | "%" | "=");
        let hyphen = words.dash(previous)
            && words.glued(previous)
            && words.kind(previous.wrapping_sub(1)) != Word::Break
            && words.kind(at) == Word::Digits;
        if letters || mark || hyphen {
            return true;
        }
    }
    let stop = previous - usize::from(words.at(previous) == "." && previous > 0);
    NUMBERED.contains(&words.at(stop)) && words.kind(at) == Word::Digits
}

/// A bare number: a count where something is counted, else nothing where it may be a year, a code or a pronoun.
fn plain(words: &Words<'_>, at: usize, first: Number, end: usize, value: Value) -> Core {
    let glued = words.glued(end)
        && (words.kind(end) == Word::Letters
            || words.kind(end) == Word::Digits
            || matches!(words.at(end), "/" | "_" | "°" | ":") && words.glued(end + 1));
    let telephone = words.dash(end) && words.glued(end) && words.kind(end + 1) == Word::Digits;
    let counts = super::counted::counted(words, end).is_some();
    let year = first.form == Form::Plain && words.at(at).len() == 4 && !counts;
    let name = first.form == Form::Plain
        && at > 1
        && words.capital(at - 1)
        && words.kind(at - 1) == Word::Letters
        && !words.sentence_end(at.saturating_sub(2))
        && !counts;
    let pronoun = words.at(at) == "one" && end == at + 1 && !one_of_a_kind(words, end);
    let few = first.form == Form::Article && words.at(end) == "times";
    let fits = !glued && !telephone && !year && !name && !pronoun && !few;
    let confidence = if counts { 0.93 } else { 0.8 };
    fits.then(|| {
        (
            end,
            Expression { confidence, rule: if counts { "count" } else { "bare_number" }, ..blank(Kind::Count, value) },
        )
    })
}

/// Whether `one` counts a thing: `one person`, `one soldier`.
fn one_of_a_kind(words: &Words<'_>, end: usize) -> bool {
    const THINGS: [&str; 28] = [
        "person",
        "man",
        "woman",
        "child",
        "soldier",
        "officer",
        "policeman",
        "civilian",
        "student",
        "worker",
        "vote",
        "seat",
        "ship",
        "plane",
        "aircraft",
        "missile",
        "rocket",
        "drone",
        "bomb",
        "hostage",
        "passenger",
        "death",
        "case",
        "gunman",
        "suspect",
        "victim",
        "fighter",
        "official",
    ];
    (end..end + 3).take_while(|at| words.kind(*at) == Word::Letters).any(|at| THINGS.contains(&words.at(at)))
}

/// `hundreds`, `tens of thousands`, `billions of dollars`: how many is not said.
fn unnumbered(words: &Words<'_>, at: usize) -> Core {
    const SCALES: [&str; 7] = ["dozens", "hundreds", "thousands", "millions", "billions", "trillions", "scores"];
    let tens = words
        .phrase(at, "tens of")
        .or_else(|| words.phrase(at, "hundreds of"))
        .filter(|end| SCALES.contains(&words.at(*end)));
    let start = tens.unwrap_or(at);
    let fits = SCALES.contains(&words.at(start)) && words.at(start + 1) == "of" || tens.is_some();
    if !fits {
        return None;
    }
    let dollars = currencies::name(words, start + 2, "").filter(|_| words.at(start + 1) == "of");
    let unresolved = "the text gives no number";
    match dollars {
        Some((end, currency)) => {
            Some((end, Expression { unresolved, rule: "vague", ..money(Value::Unknown, currency) }))
        }
        None => Some((start + 1, Expression { unresolved, rule: "vague", ..blank(Kind::Count, Value::Unknown) })),
    }
}
