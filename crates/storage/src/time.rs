//! The clock, and the key that orders articles by publication.
//!
//! Every stored record has a *place*: its second of publication in the high bits, a number of the store's own sequence in
//! the low [`BITS`]. Places are unique, order records as lists show them, bound time filters, name partitions and are
//! what page tokens point at. Records without a date have the lowest places, so they come last.

use dateline_record::v1::DocumentTime;
use jiff::{Timestamp, civil, tz::TimeZone};
use pbjson_types::Timestamp as Stamp;

/// Low bits of a place that hold the sequence number.
const BITS: u32 = 28;
const MASK: i64 = (1 << BITS) - 1;
/// The second that stands for "no date".
const UNDATED: i64 = -(1 << 35);
/// The lowest place of a dated record.
pub(crate) const FIRST_DATED: i64 = (UNDATED + 1) << BITS;

/// The time now. The only reading of the clock in this crate.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// A time as the API shows it.
pub(crate) fn stamp(time: Timestamp) -> Stamp {
    Stamp { seconds: time.as_second(), nanos: time.subsec_nanosecond().max(0) }
}

/// A time from the milliseconds that the store keeps.
pub(crate) fn stamp_of_millis(millis: i64) -> Stamp {
    stamp(Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH))
}

/// Seconds since 1970 of an RFC 3339 date-time, or of a date alone at midnight UTC.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time.as_second());
    }
    let midnight = text.parse::<civil::Date>().ok()?.at(0, 0, 0, 0);
    Some(TimeZone::UTC.to_timestamp(midnight).ok()?.as_second())
}

/// Second of a moment of the document; `None` when it has none that can be read.
pub(crate) fn second(time: Option<&DocumentTime>) -> Option<i64> {
    parse(&time?.value)
}

/// The place of a record published at `second`, with number `sequence`.
pub(crate) fn place(second: Option<i64>, sequence: i64) -> i64 {
    let second = second.map_or(UNDATED, clamp);
    (second << BITS) | (sequence & MASK)
}

/// The second of publication that a place stands for; `None` without a date.
pub(crate) fn second_of_place(place: i64) -> Option<i64> {
    (place >= FIRST_DATED).then_some(place >> BITS)
}

/// The lowest place of a second.
pub(crate) fn lowest_place(second: i64) -> i64 {
    clamp(second) << BITS
}

/// Year and month of a dated place.
pub(crate) fn month(place: i64) -> Option<(i16, i8)> {
    if place < FIRST_DATED {
        return None;
    }
    let time = TimeZone::UTC.to_datetime(Timestamp::from_second(place >> BITS).ok()?);
    Some((time.year(), time.month()))
}

/// The lowest place of a month.
pub(crate) fn lowest_of_month(year: i16, month: i8) -> Option<i64> {
    let first = civil::Date::new(year, month, 1).ok()?.at(0, 0, 0, 0);
    Some(lowest_place(TimeZone::UTC.to_timestamp(first).ok()?.as_second()))
}

fn clamp(second: i64) -> i64 {
    second.clamp(UNDATED + 1, -UNDATED - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_order_by_second_then_sequence_and_undated_come_first() {
        let places = [place(None, 7), place(Some(-5), 1), place(Some(10), 1), place(Some(10), 2), place(Some(11), 0)];
        assert!(places.is_sorted() && places[0] < FIRST_DATED && places[1] >= FIRST_DATED);
        assert!(place(Some(i64::MAX), 0) > places[4] && place(Some(i64::MIN), 0) >= FIRST_DATED);
    }

    #[test]
    fn a_place_knows_its_month() {
        let second = parse("2024-04-30T23:59:59-02:00").unwrap();
        assert_eq!(month(place(Some(second), 9)), Some((2024, 5)));
        assert_eq!(month(place(None, 9)), None);
        assert!(lowest_of_month(2024, 5).unwrap() <= place(Some(second), 0));
    }

    #[test]
    fn dates_alone_are_midnight() {
        assert_eq!(parse("1970-01-02"), Some(86_400));
        assert_eq!(parse("1970-01-02T00:00:01Z"), Some(86_401));
        assert_eq!(parse("yesterday"), None);
    }
}
