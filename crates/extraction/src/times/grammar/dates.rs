//! Dates of the calendar as news writes them: `April 2, 2024`, `2 April`, `2024-04-02`, `March 2023`, `2019`, `the 1990s`.

use jiff::civil::Date;

use super::{Core, Meaning, Part, Pick, Year, day_of};
use crate::{
    quantities::{
        number,
        words::{Kind, Words},
    },
    times::{
        calendar::Stretch,
        lexicon::{decade, month, weekday},
    },
};

/// A date at a word.
pub(super) fn date(words: &Words<'_>, at: usize) -> Core {
    let found = numeric(words, at)
        .or_else(|| named_weekday(words, at))
        .or_else(|| month_first(words, at))
        .or_else(|| day_first(words, at))
        .or_else(|| decade_or_century(words, at))
        .or_else(|| year(words, at));
    found.filter(|_| !inside_code(words, at))
}

/// Whether the word continues a code such as `F-1998` or `A/RES/2023`.
fn inside_code(words: &Words<'_>, at: usize) -> bool {
    let Some(previous) = at.checked_sub(1).filter(|_| words.glued(at)) else { return false };
    match words.kind(previous) {
        Kind::Letters => true,
        Kind::Digits | Kind::Break => false,
        Kind::Mark => {
            let mark = words.at(previous);
            matches!(mark, "/" | "_" | "#" | "$" | "£" | "€" | "." | "@" | "+")
                || mark == "-"
                    && words.glued(previous)
                    && !matches!(words.before(previous), "mid" | "late" | "early" | "post" | "pre")
                    && words.kind(previous.wrapping_sub(1)) == Kind::Letters
                    && month(words.before(previous)).is_none()
        }
    }
}

/// The day of a month: one or two digits, perhaps with an ending.
fn day_number(words: &Words<'_>, at: usize) -> Option<(usize, i8)> {
    if words.kind(at) == Kind::Digits {
        let day: i8 = (words.at(at).len() <= 2).then(|| words.at(at).parse().ok()).flatten()?;
        let suffix = matches!(words.at(at + 1), "st" | "nd" | "rd" | "th") && words.glued(at + 1);
        let end = if suffix { at + 2 } else { at + 1 };
        let broken = matches!(words.at(end), ":" | "%" | "." | ",")
            && words.glued(end)
            && words.glued(end + 1)
            && words.kind(end + 1) == Kind::Digits;
        return ((1..=31).contains(&day) && !broken).then_some((end, day));
    }
    let (end, rank) = number::ordinal(words, at)?;
    (1..=31).contains(&rank).then_some((end, rank as i8))
}

/// A year in four digits.
fn year_number(words: &Words<'_>, at: usize) -> Option<i16> {
    let digits = words.at(at);
    let fits = words.kind(at) == Kind::Digits && digits.len() == 4;
    let value = fits.then(|| digits.parse().ok()).flatten()?;
    (1000..=2200).contains(&value).then_some(value)
}

/// `2024-04-02`, `2024/04/02`, `22/04/2024`, and `04/02/2024`, whose order nobody can tell.
fn numeric(words: &Words<'_>, at: usize) -> Core {
    let mark = words.at(at + 1);
    let glued = (1..5).all(|step| words.glued(at + step));
    if !matches!(mark, "-" | "/" | ".") || words.at(at + 3) != mark || !glued {
        return None;
    }
    let small = |at: usize| {
        (words.kind(at) == Kind::Digits && words.at(at).len() <= 2).then(|| words.at(at).parse::<i8>().ok()).flatten()
    };
    let meaning = if let Some(year) = year_number(words, at) {
        known(year, small(at + 2)?, small(at + 4)?)?
    } else {
        let (first, second, year) = (small(at)?, small(at + 2)?, year_number(words, at + 4)?);
        in_either_order(first, second, year)?
    };
    Some((at + 5, meaning))
}

fn in_either_order(first: i8, second: i8, year: i16) -> Option<Meaning> {
    match (known(year, first, second), known(year, second, first)) {
        (Some(_), Some(_)) if first != second => Some(Meaning::Ambiguous(first, second, year)),
        (american, european) => american.or(european),
    }
}

fn known(year: i16, month: i8, day: i8) -> Option<Meaning> {
    Date::new(year, month, day).ok().map(|date| Meaning::Known(Stretch::Day(date)))
}

/// `Monday, April 1, 2024`, `Monday 1 April`: the date decides.
fn named_weekday(words: &Words<'_>, at: usize) -> Core {
    let (weekday, _) = weekday(words.at(at)).filter(|_| words.capital(at))?;
    let stop = if words.at(at + 1) == "." && words.glued(at + 1) { at + 2 } else { at + 1 };
    let date = if words.at(stop) == "," { stop + 1 } else { stop };
    let (end, meaning) = month_first(words, date).or_else(|| day_first(words, date))?;
    match meaning {
        Meaning::Known(Stretch::Day(_)) => Some((end, meaning)),
        Meaning::Part(Part::Day(month, day), year) => {
            Some((end, Meaning::Part(Part::Named(month, day, weekday), year)))
        }
        _ => None,
    }
}

/// The month at a word, and the word after it; `None` where the word is no month here.
pub(super) fn month_name(words: &Words<'_>, at: usize) -> Option<(usize, i8)> {
    let (number, short) = month(words.at(at))?;
    let doubtful = short || matches!(number, 3 | 5 | 8);
    if doubtful && !words.capital(at) {
        return None;
    }
    let stop = words.at(at + 1) == "." && words.glued(at + 1) && words.at(at) != "may";
    let abbreviated = short && words.at(at) != "may";
    let follows = |at| words.kind(at) == Kind::Digits || words.at(at) == "of";
    let end = if stop && (abbreviated || follows(at + 2)) { at + 2 } else { at + 1 };
    (!abbreviated || stop || follows(end)).then_some((end, number))
}

/// `April 2, 2024`, `April 2`, `April 2024`, `April`.
fn month_first(words: &Words<'_>, at: usize) -> Core {
    let (end, month) = month_name(words, at)?;
    let hyphen = usize::from(words.dash(end) && words.glued(end + 1) && words.kind(end + 1) == Kind::Digits);
    if let Some((after, day)) = day_number(words, end + hyphen).or_else(|| the_day(words, end)) {
        let part = day_of(month, day)?;
        return Some(with_year(words, after, part));
    }
    let comma = usize::from(words.at(end) == "," || words.at(end) == "of");
    if let Some(year) = year_number(words, end + comma).filter(|_| ends_year(words, end + comma + 1)) {
        return Some((end + comma + 1, Meaning::Known(Stretch::Month(year, month))));
    }
    if let Some((end, year)) = spelled_year(words, end) {
        return Some((end, Meaning::Known(Stretch::Month(year, month))));
    }
    bare_month(words, at, end).then(|| of_some_year(words, end, Part::Month(month)))
}

/// `April the 2nd`.
fn the_day(words: &Words<'_>, at: usize) -> Option<(usize, i8)> {
    (words.at(at) == "the").then(|| day_number(words, at + 1)).flatten().filter(|(end, _)| *end > at + 2)
}

/// Puts the year behind a day, where one stands there.
fn with_year(words: &Words<'_>, end: usize, part: Part) -> (usize, Meaning) {
    let comma = usize::from(words.at(end) == "," || words.at(end) == "of");
    match (year_number(words, end + comma).filter(|_| ends_year(words, end + comma + 1)), part) {
        (Some(year), Part::Day(month, day)) => known(year, month, day)
            .map_or((end, Meaning::Part(part, Year::Near(Pick::Tense))), |date| (end + comma + 1, date)),
        _ => of_some_year(words, end, part),
    }
}

/// `June last year`, `the fourth quarter of this year`.
pub(super) fn of_some_year(words: &Words<'_>, end: usize, part: Part) -> (usize, Meaning) {
    let of = end + usize::from(matches!(words.at(end), "of" | ","));
    let years = [("last year", -1), ("this year", 0), ("next year", 1), ("the previous year", -1)];
    match words.any_phrase(of, &years) {
        Some((end, by)) => (end, Meaning::Part(part, Year::From(by))),
        None => (end, Meaning::Part(part, Year::Near(Pick::Tense))),
    }
}

/// Whether no number or unit goes on behind a year.
fn ends_year(words: &Words<'_>, end: usize) -> bool {
    let goes_on = matches!(words.at(end), "," | "." | ":" | "/")
        && words.glued(end)
        && words.glued(end + 1)
        && words.kind(end + 1) == Kind::Digits;
    let unit = words.glued(end) && (words.kind(end) == Kind::Letters || matches!(words.at(end), "%" | "°"));
    let compound = words.dash(end)
        && words.glued(end)
        && words.glued(end + 1)
        && words.kind(end + 1) == Kind::Letters
        && number_word(words.at(end + 1));
    !goes_on && !unit && !compound
}

fn number_word(word: &str) -> bool {
    matches!(
        word,
        "pound"
            | "mile"
            | "foot"
            | "meter"
            | "metre"
            | "ton"
            | "seat"
            | "bed"
            | "strong"
            | "member"
            | "page"
            | "acre"
            | "man"
            | "year"
            | "calorie"
            | "word"
            | "room"
            | "unit"
            | "person"
            | "plus"
            | "odd"
    )
}

/// Whether a month's name alone is the month: no surname, no verb, no first name.
fn bare_month(words: &Words<'_>, at: usize, end: usize) -> bool {
    let before = words.before(at);
    if words.at(end) == "-"
        && words.glued(end)
        && words.kind(end + 1) == Kind::Letters
        && !matches!(words.at(end + 1), "to" | "through")
        && month(words.at(end + 1)).is_none()
    {
        return false;
    }
    let led = matches!(
        before,
        "in" | "since"
            | "last"
            | "next"
            | "this"
            | "by"
            | "until"
            | "till"
            | "through"
            | "during"
            | "from"
            | "of"
            | "early"
            | "late"
            | "mid"
            | "before"
            | "after"
            | "between"
            | "for"
            | "every"
            | "each"
            | "to"
            | "-"
            | "–"
            | "past"
    ) || before == "and" && at >= 2 && month(words.at(at - 2)).is_some();
    let doubtful = matches!(words.at(at), "march" | "may" | "august" | "april" | "june");
    let name_follows = words.capital(end) && words.kind(end) == Kind::Letters;
    if matches!(words.at(at), "march" | "may") {
        return led
            && words.capital(at)
            && !matches!(before, "for" | "to" | "of" | "by" | "and" if name_follows)
            && !matches!(before, "from" | "by" | "to" | "for" if words.at(at) == "may" && words.at(end) == "'" || words.at(end) == "’" && words.at(at) == "may");
    }
    let name_before =
        words.capital(at.wrapping_sub(1)) && !led && words.kind(at.wrapping_sub(1)) == Kind::Letters && at > 1;
    led || (!doubtful || !name_follows) && !name_before
}

/// `2 April 2024`, `the 2nd of April`, `21 March`.
fn day_first(words: &Words<'_>, at: usize) -> Core {
    let the = usize::from(words.at(at) == "the");
    let (after, day) = day_number(words, at + the)?;
    let of = usize::from(words.at(after) == "of");
    let month_at = after + of;
    let spelled = words.kind(at + the) == Kind::Letters;
    let (end, month) = month_name(words, month_at)?;
    let fits = words.kind(after) != Kind::Break && words.capital(month_at) && (!spelled || of == 1);
    fits.then(|| day_of(month, day)).flatten().map(|part| with_year(words, end, part))
}

/// `the 1990s`, `the '90s`, `the nineties`, `the 20th century`.
fn decade_or_century(words: &Words<'_>, at: usize) -> Core {
    let start = at + usize::from(words.at(at) == "the");
    let short = usize::from(matches!(words.at(start), "'" | "’" | "‘") && words.glued(start + 1));
    let digits = words.at(start + short);
    let plural = words.at(start + short + 1) == "s" && words.glued(start + short + 1);
    let apostrophe = matches!(words.at(start + short + 1), "'" | "’")
        && words.at(start + short + 2) == "s"
        && words.glued(start + short + 2);
    if words.kind(start + short) == Kind::Digits
        && digits.ends_with('0')
        && (plural || (apostrophe && digits.len() == 4 && start > at))
    {
        let end = start + short + if plural { 2 } else { 3 };
        let value: i16 = (digits.len() <= 4).then(|| digits.parse().ok()).flatten()?;
        let decade = match digits.len() {
            4 if (1000..=2100).contains(&value) => value / 10,
            2 if short == 1 || start > at => {
                if value >= 30 {
                    190 + value / 10
                } else {
                    200 + value / 10
                }
            }
            _ => return None,
        };
        return Some((end, Meaning::Known(Stretch::Decade(decade))));
    }
    if let Some(decade) =
        decade(words.at(start)).filter(|_| start > at || super::prefix(words, at.wrapping_sub(1)).is_some())
    {
        return Some((start + 1, Meaning::Known(Stretch::Decade(190 + decade))));
    }
    let (end, rank) = number::ordinal(words, start)?;
    let end = end + usize::from(words.dash(end));
    let century = words.at(end) == "century" && (2..=22).contains(&rank);
    century.then(|| (end + 1, Meaning::Known(Stretch::Century(rank as i16 - 1))))
}

/// `nineteen ninety-six`, `two thousand`, as transcripts have it.
fn spelled_year(words: &Words<'_>, at: usize) -> Option<(usize, i16)> {
    let century = match words.at(at) {
        "eighteen" => 1800,
        "nineteen" => 1900,
        "twenty" => 2000,
        _ => return None,
    };
    let rest = number::number(words, at + 1).filter(|rest| rest.form == number::Form::Spelled)?;
    let value = i16::try_from(rest.value).ok().filter(|value| (10..100).contains(value))?;
    Some((rest.end, century + value))
}

/// A year alone, where nothing says that it counts something.
fn year(words: &Words<'_>, at: usize) -> Core {
    let named = words.phrase(at, "the year").or_else(|| words.phrase(at, "year"));
    if let Some(start) = named {
        if let Some((end, year)) =
            year_number(words, start).map(|year| (start + 1, year)).or_else(|| spelled_year(words, start))
        {
            return Some((end, Meaning::Known(Stretch::Year(year))));
        }
        let end = words.phrase(start, "two thousand")?;
        return Some((end, Meaning::Known(Stretch::Year(2000))));
    }
    if let Some((end, year)) = spelled_year(words, at)
        .filter(|(_, year)| *year < 2000 || matches!(words.before(at), "in" | "since" | "of" | "by" | "until"))
    {
        return Some((end, Meaning::Known(Stretch::Year(year))));
    }
    let value = year_number(words, at)?;
    let ends = ends_year(words, at + 1) && !counts(words, at);
    let likely = (1900..=2060).contains(&value) || ERA.contains(&words.before(at)) && value >= 1400;
    (ends && likely).then_some((at + 1, Meaning::Known(Stretch::Year(value))))
}

const ERA: [&str; 14] = [
    "in", "since", "from", "until", "till", "before", "after", "during", "by", "to", "early", "late", "circa",
    "between",
];

const COUNTING: [&str; 22] = [
    "than",
    "about",
    "some",
    "nearly",
    "almost",
    "least",
    "most",
    "over",
    "no",
    "number",
    "page",
    "room",
    "flight",
    "route",
    "highway",
    "interstate",
    "approximately",
    "roughly",
    "$",
    "£",
    "€",
    "under",
];

/// Whether a number that looks like a year counts something or belongs to a name.
fn counts(words: &Words<'_>, at: usize) -> bool {
    let before = words.before(at);
    if COUNTING.contains(&before) || number::scale(words.at(at + 1)).is_some() {
        return true;
    }
    let next = words.at(at + 1);
    let plural = words.kind(at + 1) == Kind::Letters
        && !words.capital(at + 1)
        && next.len() > 3
        && next.ends_with('s')
        && !next.ends_with("ss")
        && !words.raw(at + 1).is_empty();
    if plural && !ERA.contains(&before) && !DATED.contains(&next) {
        return true;
    }
    let name = at
        .checked_sub(1)
        .is_some_and(|previous| words.kind(previous) == Kind::Letters && words.capital(previous) && !words.glued(at));
    name && !ERA.contains(&before)
        && !matches!(
            before,
            "the"
                | "its"
                | "his"
                | "her"
                | "their"
                | "of"
                | "a"
                | "and"
                | "fiscal"
                | "spring"
                | "summer"
                | "fall"
                | "winter"
        )
        && at > 1
}

/// Plurals that take a year before them.
const DATED: [&str; 16] = [
    "elections",
    "protests",
    "polls",
    "talks",
    "sales",
    "results",
    "earnings",
    "riots",
    "attacks",
    "games",
    "figures",
    "profits",
    "olympics",
    "levels",
    "wildfires",
    "primaries",
];
