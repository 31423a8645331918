//! Publication dates as producers and pages give them.

mod calendars;
mod lenient;
mod months;
mod nepali;
mod weekdays;
mod written;

use dateline_record::v1::{
    DocumentTime,
    document_time::{Origin, Precision},
};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    fmt::{
        rfc2822,
        temporal::{Pieces, PiecesOffset},
    },
    tz::TimeZone,
};

pub use months::Order;
pub(crate) use weekdays::{is_weekday, weekday};
pub use written::Style;
pub(crate) use written::in_ascii_digits;

use crate::Rejection;

/// A time that the producer gave; `None` when the field is empty.
///
/// # Errors
/// `date` when it is not a date: a date that cannot be read must not silently be dropped.
pub fn given(field: &str, value: &str) -> Result<Option<DocumentTime>, Rejection> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    read(value, Origin::Given).map(Some).ok_or_else(|| {
        let shown: String = value.chars().take(60).collect();
        let what = if dated(value).is_some() { "is when no news was dated" } else { "is no date" };
        Rejection::new("date", format!("{field} `{shown}` {what}: give 2024-04-02 or 2024-04-02T15:30:00Z"))
    })
}

/// A time as software or a person writes it: as [`parse`], and where that is none, in any shape that can be read in one
/// way only.
#[must_use]
pub fn read(value: &str, origin: Origin) -> Option<DocumentTime> {
    /// Characters of what says a date and little else.
    const MOST: usize = 100;
    let value = value.trim();
    parse(value, origin)
        .or_else(|| lenient::standard(value).and_then(|value| parse(&value, origin)))
        .or_else(|| written(value, Style::default(), origin).filter(|_| value.len() <= MOST && dated(value).is_none()))
        .filter(|time| is_of_news(&time.value, time.precision()))
}

/// A time in RFC 3339 or RFC 2822, or a date with or without a time; `None` when it is neither, or no real date.
///
/// A time without an offset is kept as UTC with precision DAY: the day is known, the moment is not. What software writes
/// for no date at all is none: the day from which it counts, and years before newspapers.
#[must_use]
pub fn parse(value: &str, origin: Origin) -> Option<DocumentTime> {
    let (value, precision) = dated(value).filter(|(value, precision)| is_of_news(value, *precision))?;
    Some(DocumentTime { value, origin: origin.into(), precision: precision.into() })
}

fn dated(value: &str) -> Option<(String, Precision)> {
    let value = value.trim();
    exact(value).or_else(|| day_of_unknown_zone(value)).or_else(|| local(value)).or_else(|| partial(value))
}

/// Whether news can be of that time: in the age of newspapers, and not where the clocks of software begin.
fn is_of_news(value: &str, precision: Precision) -> bool {
    const FIRST: i16 = 1600;
    let in_years = year_of(value).is_some_and(|year| year >= FIRST);
    let zero = || {
        value.starts_with("1970-01-01")
            || value.parse::<Timestamp>().is_ok_and(|moment| moment == Timestamp::UNIX_EPOCH)
    };
    in_years && (matches!(precision, Precision::Month | Precision::Year) || !zero())
}

/// A day as it is written for readers, in one of the languages known here; `None` when it may be another day.
#[must_use]
pub fn written(text: &str, style: Style<'_>, origin: Origin) -> Option<DocumentTime> {
    let date = written::date(text, style)?;
    let value = format!("{date}T00:00:00Z");
    Some(DocumentTime { value, origin: origin.into(), precision: Precision::Day.into() })
}

/// Days between two times; `i32::MAX` where one is no whole date.
#[must_use]
pub fn days_between(one: &DocumentTime, other: &DocumentTime) -> i32 {
    let day = |time: &DocumentTime| time.value.get(..10).and_then(|day| day.parse::<Date>().ok());
    let days = day(one).zip(day(other)).and_then(|(one, other)| one.until(other).ok());
    days.map_or(i32::MAX, |span| span.get_days().abs())
}

/// Whether a word names a month, in full or in its usual short form. `language` is a primary subtag, or empty.
#[must_use]
pub fn is_month(word: &str, language: &str) -> bool {
    months::month(word.trim_end_matches('.'), language).is_some()
}

/// A moment in seconds or milliseconds since 1970, as software keeps it; `None` before 2001, when numbers are shorter.
#[must_use]
pub fn of_epoch(value: &str, origin: Origin) -> Option<DocumentTime> {
    let value = value.trim();
    let number: i64 = value.parse().ok().filter(|_| value.bytes().all(|byte| byte.is_ascii_digit()))?;
    let seconds = match value.len() {
        10 => number,
        13 => number / 1_000,
        _ => return None,
    };
    let moment = Timestamp::from_second(seconds).ok()?;
    Some(DocumentTime { value: moment.to_string(), origin: origin.into(), precision: Precision::Second.into() })
}

/// A moment with its offset, which is kept.
fn exact(value: &str) -> Option<(String, Precision)> {
    iso(value)
        .or_else(|| {
            rfc2822::parse(value).ok().filter(|_| names_its_zone(value)).map(|zoned| zoned.strftime(OFFSET).to_string())
        })
        .map(|value| (value, Precision::Second))
}

/// Whether an RFC 2822 date ends in an offset, or in a zone that the RFC gives one, or UTC. Any other name, such as `CEST`, is to
/// be read as no offset at all: the day is known then, the moment is not.
fn names_its_zone(value: &str) -> bool {
    let bare = value.split('(').next().unwrap_or_default().trim_end();
    let zone = bare.rsplit(char::is_whitespace).next().unwrap_or_default();
    zone.starts_with(['+', '-'])
        || ["UT", "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"]
            .iter()
            .any(|known| zone.eq_ignore_ascii_case(known))
}

/// The day of an RFC 2822 date whose zone says nothing.
fn day_of_unknown_zone(value: &str) -> Option<(String, Precision)> {
    let zoned = rfc2822::parse(value).ok().filter(|_| !names_its_zone(value))?;
    Some((format!("{}T00:00:00Z", zoned.date()), Precision::Day))
}

const OFFSET: &str = "%Y-%m-%dT%H:%M:%S%:z";

/// ISO 8601 with date, time and offset, with or without the colon in the offset: `2024-04-02 15:30+0200`.
fn iso(value: &str) -> Option<String> {
    if let Some(moment) = value.strip_suffix(" UTC").or_else(|| value.strip_suffix(" GMT")) {
        return iso(&format!("{moment}Z"));
    }
    let pieces = Pieces::parse(value).ok()?;
    let moment = pieces.date().to_datetime(pieces.time()?);
    Some(match pieces.offset()? {
        PiecesOffset::Zulu => moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        _ => moment.to_zoned_datetime(TimeZone::fixed(pieces.to_numeric_offset()?)).ok()?.strftime(OFFSET).to_string(),
    })
}

/// A date and time of day without offset, or a date alone.
fn local(value: &str) -> Option<(String, Precision)> {
    let looks_iso = value.len() >= 10 && value.as_bytes().get(4) == Some(&b'-');
    if !looks_iso {
        return None;
    }
    let date = value.parse::<DateTime>().map(DateTime::date).or_else(|_| value.parse::<Date>()).ok()?;
    Some((format!("{date}T00:00:00Z"), Precision::Day))
}

/// A year and month, or a year.
fn partial(value: &str) -> Option<(String, Precision)> {
    let digits = |text: &str, len: usize| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    match value.split_once('-') {
        Some((year, month)) if digits(year, 4) && digits(month, 2) => {
            let date = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
            Some((format!("{date}T00:00:00Z"), Precision::Month))
        }
        None if digits(value, 4) => Some((format!("{value}-01-01T00:00:00Z"), Precision::Year)),
        _ => None,
    }
}

fn year_of(value: &str) -> Option<i16> {
    value.get(..4)?.parse().ok()
}

/// Whether a time is so far ahead that nothing can have been retrieved by then.
#[must_use]
pub fn is_far_ahead(time: &DocumentTime) -> bool {
    const LAST: i16 = 2100;
    year_of(&time.value).is_some_and(|year| year > LAST)
}

/// Whether one time lies after another by more than a day: less is a matter of zones.
#[must_use]
pub fn is_after(time: &DocumentTime, other: &DocumentTime) -> bool {
    const DAY: i64 = 24 * 60 * 60;
    second(time).zip(second(other)).is_some_and(|(time, other)| time - other > DAY)
}

/// Seconds since 1970; `None` where a time is no whole moment.
#[must_use]
pub fn second(time: &DocumentTime) -> Option<i64> {
    time.value.parse::<Timestamp>().ok().map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2024-04-02T15:30:00Z", "2024-04-02T15:30:00Z", Precision::Second)]
    #[case("2024-04-02t15:30:00.123z", "2024-04-02T15:30:00Z", Precision::Second)]
    #[case("2024-04-02T23:30:00-05:00", "2024-04-02T23:30:00-05:00", Precision::Second)]
    #[case("2024-04-02T23:30:00+0530", "2024-04-02T23:30:00+05:30", Precision::Second)]
    #[case("2024-04-02T23:30+02:00", "2024-04-02T23:30:00+02:00", Precision::Second)]
    #[case("Tue, 02 Apr 2024 23:30:00 +0200", "2024-04-02T23:30:00+02:00", Precision::Second)]
    #[case("Tue, 02 Apr 2024 23:30:00 EST", "2024-04-02T23:30:00-05:00", Precision::Second)]
    #[case("Tue, 02 Apr 2024 23:30:00 CEST", "2024-04-02T00:00:00Z", Precision::Day)]
    #[case("2024-04-02 23:30:00 UTC", "2024-04-02T23:30:00Z", Precision::Second)]
    #[case("2024-04-02", "2024-04-02T00:00:00Z", Precision::Day)]
    #[case("2024-04-02T15:30:00", "2024-04-02T00:00:00Z", Precision::Day)]
    #[case("2024-04-02 15:30", "2024-04-02T00:00:00Z", Precision::Day)]
    #[case("2024-04", "2024-04-01T00:00:00Z", Precision::Month)]
    #[case("2024", "2024-01-01T00:00:00Z", Precision::Year)]
    fn a_date_keeps_its_day_and_its_offset(#[case] input: &str, #[case] value: &str, #[case] precision: Precision) {
        let time = parse(input, Origin::Given).expect(input);
        assert_eq!((time.value.as_str(), time.precision()), (value, precision));
    }

    #[rstest]
    #[case("yesterday")]
    #[case("2024-02-30")]
    #[case("2024-13")]
    #[case("02/04/2024")]
    #[case("1712070000")]
    fn what_is_no_date_is_refused(#[case] input: &str) {
        assert_eq!(parse(input, Origin::Given), None);
        assert_eq!(given("publishedAt", input).unwrap_err().reason, "date");
    }

    #[rstest]
    #[case("1970-01-01T00:00:00Z")]
    #[case("1970-01-01")]
    #[case("1970-01-01 01:00:00")]
    #[case("Thu, 01 Jan 1970 00:00:00 GMT")]
    #[case("1969-12-31T16:00:00-08:00")]
    #[case("January 1, 1970")]
    #[case("0001-01-01T00:00:00Z")]
    #[case("0001-01-01")]
    #[case("1066-10-14")]
    #[case("0000")]
    fn what_software_writes_for_no_date_is_none(#[case] input: &str) {
        assert_eq!(given("publishedAt", input).unwrap_err().reason, "date");
    }

    #[rstest]
    #[case("1970-01-02T00:00:00Z")]
    #[case("1969-12-31")]
    #[case("1970")]
    #[case("1815-06-22")]
    fn old_news_has_a_date(#[case] input: &str) {
        assert!(given("publishedAt", input).unwrap().is_some(), "{input}");
    }

    #[test]
    fn numbers_of_software_are_moments_only_where_asked() {
        let read = |value| of_epoch(value, Origin::Metadata).map(|time| time.value);
        assert_eq!(read("1712070000"), Some("2024-04-02T15:00:00Z".to_owned()));
        assert_eq!(read("1712070000000"), Some("2024-04-02T15:00:00Z".to_owned()));
        assert_eq!(read("20240402"), None);
        assert_eq!(read("-171207000"), None);
    }

    #[test]
    fn a_zone_does_not_make_the_future() {
        let at = |value| parse(value, Origin::Given).unwrap();
        assert!(!is_after(&at("2024-04-03T09:00:00+10:00"), &at("2024-04-02T23:30:00Z")));
        assert!(is_after(&at("2024-05-02"), &at("2024-04-02T23:30:00Z")));
    }
}
