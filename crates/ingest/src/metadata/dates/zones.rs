//! The zone of a moment that is declared in UTC, as the page proves it: the same moment with another offset, or the time of day that
//! readers are shown.
//!
//! `2014-03-04T02:30:00Z` beside `March 3, 2014 9:30 PM` is `2014-03-03T21:30:00-05:00`: the day is then the one of the page. A
//! moment is never moved, and where two offsets may be meant it stays as it is declared.

use dateline_record::v1::{
    DocumentTime,
    document_time::{Origin, Precision},
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Weekday},
    tz::Offset,
};

use super::{
    Label, Reader, Shown,
    clocks::{Clock, clocks},
    labelled,
};
use crate::times::{self, Order, Style};

/// Offsets in minutes, other than whole hours, that clocks have been set by since there are pages.
const UNEVEN: [i16; 14] = [-570, -270, -210, -150, 210, 270, 330, 345, 390, 510, 525, 570, 630, 765];

/// Shown times looked at, at most.
const MOST: usize = 20;

/// Nodes before and after a day in which its time of day stands, where it stands in an element of its own.
const APART: usize = 12;

/// Bytes of a text that is a time of day and little else.
const MOST_OF_CLOCK: usize = 40;

/// Days between two moments that may have the same offset, at most.
const MOST_DAYS: i64 = 120;

/// Hours after midnight until which clocks are set forward or back.
const CHANGE: i8 = 4;

/// When the article was published and changed, and every moment else that the page declares.
pub(super) struct Declared<'d> {
    pub(super) published: Option<DocumentTime>,
    pub(super) modified: Option<DocumentTime>,
    pub(super) others: &'d [Option<DocumentTime>],
}

/// Whether a moment is known and said in UTC; midnight is what software makes of a day alone.
fn is_utc(time: &DocumentTime) -> bool {
    let value = &time.value;
    let is_midnight = value.get(11..19) == Some("00:00:00");
    time.precision() == Precision::Second && (value.ends_with('Z') || value.ends_with("+00:00")) && !is_midnight
}

/// Both moments, with the offset that the page proves.
pub(super) fn in_own_zone(
    declared: Declared<'_>,
    shown: &[Shown],
    reader: &Reader<'_, '_, '_>,
) -> (Option<DocumentTime>, Option<DocumentTime>) {
    let Declared { published, modified, others } = declared;
    if ![&published, &modified].into_iter().flatten().any(is_utc) {
        return (published, modified);
    }
    let moments = || others.iter().flatten().chain(shown.iter().map(|shown| &shown.time));
    let by_declaration = |time: &Option<DocumentTime>| {
        let time = time.as_ref().filter(|time| is_utc(time))?;
        let is_same = |other: &&DocumentTime| times::second(other) == times::second(time);
        the_only(moments().filter(is_same).filter_map(own_offset)).or_else(|| of_time_element(time, reader))
    };
    let (of_published, of_modified) = offsets_shown(published.as_ref(), modified.as_ref(), shown, reader);
    let of_published = by_declaration(&published).or(of_published);
    let of_modified = by_declaration(&modified).or(of_modified);
    let own = |time: &Option<DocumentTime>| time.as_ref().and_then(own_offset);
    let one = with_offset(published.as_ref(), of_published, modified.as_ref(), of_modified.or(own(&modified)), shown);
    let other =
        with_offset(modified.as_ref(), of_modified, published.as_ref(), of_published.or(own(&published)), shown);
    (one.or(published), other.or(modified))
}

/// The offset in which an element that is marked as a time gives the same moment, wherever it stands.
fn of_time_element(time: &DocumentTime, reader: &Reader<'_, '_, '_>) -> Option<i16> {
    let seconds = time.value.get(16..19)?;
    let times = reader.page.marked.iter().filter(|marked| marked.is_time && marked.datetime.contains(seconds));
    let same = times.filter_map(|marked| times::parse(marked.datetime, Origin::Metadata));
    the_only(same.filter(|other| times::second(other) == times::second(time)).filter_map(|other| own_offset(&other)))
}

/// A moment in UTC with its own offset; else with that of the other, where clocks were not set between them.
fn with_offset(
    time: Option<&DocumentTime>,
    offset: Option<i16>,
    other: Option<&DocumentTime>,
    of_other: Option<i16>,
    shown: &[Shown],
) -> Option<DocumentTime> {
    let time = time.filter(|time| is_utc(time))?;
    if let Some(offset) = offset {
        return at_offset(time, offset);
    }
    let offset = of_other?;
    let local = at_offset(time, offset)?;
    let is_shown = |day: &DocumentTime| shown.iter().any(|shown| shown.time.value.get(..10) == day.value.get(..10));
    let is_other_day = local.value.get(..10) != time.value.get(..10);
    let is_denied = is_other_day && is_shown(time) && !is_shown(&local);
    let other = other?;
    // One time of day in two zones: software has written a zone that the time is not of.
    let is_mistaken = own_offset(other).is_some() && other.value.get(..16) == time.value.get(..16);
    (!is_denied && !is_mistaken && !may_be_set_between(time, other, offset)).then_some(local)
}

/// The offset of a moment, where it is known and not UTC.
fn own_offset(time: &DocumentTime) -> Option<i16> {
    let end = time.value.get(19..).filter(|end| end.len() == 6 && time.precision() == Precision::Second)?;
    let (hours, minutes): (i16, i16) = (end.get(1..3)?.parse().ok()?, end.get(4..)?.parse().ok()?);
    let offset = if end.starts_with('-') { -(hours * 60 + minutes) } else { hours * 60 + minutes };
    is_offset(offset).then_some(offset).filter(|offset| *offset != 0)
}

fn is_offset(minutes: i16) -> bool {
    (-720..=840).contains(&minutes) && (minutes % 60 == 0 || UNEVEN.contains(&minutes))
}

/// The first of some offsets, where there is no other.
fn the_only(mut offsets: impl Iterator<Item = i16>) -> Option<i16> {
    let first = offsets.next()?;
    offsets.all(|other| other == first).then_some(first)
}

/// The same moment in another zone.
fn at_offset(time: &DocumentTime, minutes: i16) -> Option<DocumentTime> {
    if minutes == 0 {
        return Some(time.clone());
    }
    let offset = Offset::from_seconds(i32::from(minutes) * 60).ok()?;
    let moment = offset.to_datetime(time.value.parse().ok()?);
    let (sign, minutes) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
    let value = format!("{}{sign}{:02}:{:02}", moment.strftime("%Y-%m-%dT%H:%M:%S"), minutes / 60, minutes % 60);
    Some(DocumentTime { value, ..time.clone() })
}

/// Whether clocks may have been set forward or back between two moments: in no zone that is done in the deep of summer or winter,
/// and elsewhere in the nights before a Friday or a Sunday.
fn may_be_set_between(one: &DocumentTime, other: &DocumentTime, minutes: i16) -> bool {
    let local = |time: &DocumentTime| at_offset(time, minutes)?.value.get(..19)?.parse::<DateTime>().ok();
    let Some((one, other)) = local(one).zip(local(other)) else { return true };
    let (first, last) = (one.min(other), one.max(other));
    let is_set = |day: Date| {
        let is_season = (2..=4).contains(&day.month()) || (9..=11).contains(&day.month());
        let (begin, end) = (day.at(0, 0, 0, 0), day.at(CHANGE, 0, 0, 0));
        is_season && matches!(day.weekday(), Weekday::Friday | Weekday::Sunday) && first < end && last >= begin
    };
    let Ok(days) = first.date().until(last.date()).map(|span| i64::from(span.get_days())) else { return true };
    days > MOST_DAYS || (0..=days).any(|after| first.date().checked_add(after.days()).map_or(true, is_set))
}

/// The offsets of both moments that readers are shown times of day in.
fn offsets_shown(
    published: Option<&DocumentTime>,
    modified: Option<&DocumentTime>,
    shown: &[Shown],
    reader: &Reader<'_, '_, '_>,
) -> (Option<i16>, Option<i16>) {
    let (mut of_published, mut of_modified) = (Vec::new(), Vec::new());
    for shown in shown.iter().take(MOST) {
        for (label, day, clock) in written(shown, reader) {
            let between = |time: Option<&DocumentTime>| {
                time.filter(|time| is_utc(time)).and_then(|time| apart(day, &clock, time))
            };
            let (from_published, from_modified) = (between(published), between(modified));
            match (label, from_published, from_modified) {
                (Label::Published, Some(offset), _) => of_published.push(offset),
                (Label::Changed, _, Some(offset)) => of_modified.push(offset),
                (Label::None, Some(offset), None) => of_published.push(offset),
                (Label::None, None, Some(offset)) => of_modified.push(offset),
                (Label::None, Some(one), Some(other)) if one == other => {
                    of_published.push(one);
                    of_modified.push(other);
                }
                _ => {}
            }
        }
    }
    (the_only(of_published.into_iter()), the_only(of_modified.into_iter()))
}

/// The times of day that stand with a shown day, each with what it is said to be.
fn written(shown: &Shown, reader: &Reader<'_, '_, '_>) -> Vec<(Label, Date, Clock)> {
    let mut found = Vec::new();
    for (label, part) in labelled(&shown.text) {
        let days = days(&part, reader.style);
        if days.is_empty() {
            continue;
        }
        let mut of_part = clocks(&part, reader.style.language);
        if of_part.is_empty() {
            of_part = reader
                .texts_beside(shown.nodes.clone(), APART)
                .filter(|text| text.len() <= MOST_OF_CLOCK)
                .find_map(|text| {
                    Some(clocks(&text.to_lowercase(), reader.style.language)).filter(|clocks| !clocks.is_empty())
                })
                .unwrap_or_default();
        }
        let label = if label == Label::None { shown.label } else { label };
        let with_day = |clock: Clock| days.iter().map(move |day| (label, *day, clock.clone()));
        found.extend(of_part.into_iter().flat_map(with_day));
    }
    found
}

/// The day in a text; two where it is in numbers whose order is not known, of which the declared moment tells the right one.
fn days(text: &str, style: Style<'_>) -> Vec<Date> {
    let read = |order: Order| -> Option<Date> {
        times::written(text, Style { order, ..style }, Origin::Text)?.value.get(..10)?.parse().ok()
    };
    let orders: &[Order] =
        if style.order == Order::Unknown { &[Order::DayFirst, Order::MonthFirst] } else { &[style.order] };
    let mut days: Vec<Date> = orders.iter().filter_map(|order| read(*order)).collect();
    days.dedup();
    days
}

/// The offset by which a shown time is a moment in UTC, where one is: to the minute, and in the zone that is named.
fn apart(day: Date, clock: &Clock, time: &DocumentTime) -> Option<i16> {
    let moment = time.value.parse::<Timestamp>().ok()?;
    let at = |hour: i8| Offset::UTC.to_timestamp(day.at(hour, clock.minute, clock.second.unwrap_or(0), 0)).ok();
    let offset = |hour: i8| {
        let seconds = at(hour)?.as_second() - moment.as_second();
        let late = if clock.second.is_some() { 0 } else { moment.as_second().rem_euclid(60) };
        let seconds = seconds + late;
        let minutes = i16::try_from(seconds / 60).ok().filter(|_| seconds % 60 == 0)?;
        let is_named = clock.zone.is_empty() || clock.zone.contains(&minutes) && !clock.is_denied(day, minutes);
        (is_offset(minutes) && is_named).then_some(minutes)
    };
    let other_half = || clock.may_be_half.then(|| offset((clock.hour + 12) % 24)).flatten();
    offset(clock.hour).filter(|_| other_half().is_none())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{
        html::tree::{Caps, Tree},
        metadata::{dates::read, json_ld::JsonLd, page::Page},
    };

    /// When a page with two declared moments was published and changed, by what stands below its headline.
    fn both(published: &str, modified: &str, shown: &str) -> (String, String) {
        let page = format!("<html lang=en><h1>River rises in Torvald</h1>{shown}<p>The Brenna rose.");
        let tree = Tree::parse(&page, Caps { depth: 100, elements: 900_000 }).unwrap();
        let page = Page::read(&tree);
        let given = |value: &str| (!value.is_empty()).then(|| value.to_owned());
        let ld = JsonLd { published: given(published), modified: given(modified), ..JsonLd::default() };
        let (published, modified) = read(&page, &ld, "", page.headings.first().copied());
        let value = |time: Option<DocumentTime>| time.map(|time| time.value).unwrap_or_default();
        (value(published), value(modified))
    }

    #[rstest]
    #[case("<time>March 3, 2026 9:30 PM EST</time>", "2026-03-03T21:30:20-05:00")]
    #[case("<p>By Ana Ruiz | 9:30 p.m. ET, Tue March 3, 2026</p>", "2026-03-03T21:30:20-05:00")]
    #[case("<p>Posted 03.03.2026 - 23:30</p>", "2026-03-03T23:30:20-03:00")]
    #[case("<time datetime=2026-03-04T02:30:20Z>3/3/26, 23h30</time>", "2026-03-03T23:30:20-03:00")]
    #[case("<p>4 March 2026, 8:00 AM IST</p>", "2026-03-04T08:00:20+05:30")]
    #[case("<p class=date>March 3, 2026 <b>|</b> 9:30pm</p>", "2026-03-03T21:30:20-05:00")]
    #[case("<ul><li><i>March 3, 2026</i><li><i>21:30:20</i></ul>", "2026-03-03T21:30:20-05:00")]
    #[case("<time datetime=2026-03-03T21:30:20-05:00>Tuesday</time>", "2026-03-03T21:30:20-05:00")]
    // Of another moment, in a zone that denies it, to the second not the same, of either half of a day, in two zones, in UTC.
    #[case("<p>March 3, 2026 9:31 PM</p>", "")]
    #[case("<p>March 2, 2026 9:30 AM</p>", "")]
    #[case("<p>March 3, 2026 9:30 PM PST</p>", "")]
    #[case("<p>March 3, 2026 10:30 PM ET</p>", "")]
    #[case("<p>March 3, 2026 21:30:21</p>", "")]
    #[case("<p>March 4, 2026 3:30</p>", "")]
    #[case("<p>March 3, 2026 9:30 PM EST / 6:30 PM PST</p>", "")]
    #[case("<p>March 4, 2026 2:30 AM UTC</p>", "2026-03-04T02:30:20Z")]
    // Said to be of a change, of which no moment is declared; no time of day.
    #[case("<p>Updated March 3, 2026 9:30 PM</p>", "")]
    #[case("<p>March 3, 2026</p>", "")]
    fn a_moment_in_utc_has_the_offset_that_readers_are_shown(#[case] shown: &str, #[case] expected: &str) {
        let declared = "2026-03-04T02:30:20Z";
        let (published, _) = both(declared, "", shown);
        assert_eq!(published, if expected.is_empty() { declared } else { expected }, "{shown}");
    }

    #[rstest]
    // Each of its own, and the other's where clocks were not set between them.
    #[case(
        "2026-01-04T02:30:20Z",
        "2026-07-04T02:10:00Z",
        "<p>Published January 3, 2026 9:30 PM | Updated July 3, 2026 10:10 PM</p>",
        "2026-01-03T21:30:20-05:00",
        "2026-07-03T22:10:00-04:00"
    )]
    #[case(
        "2026-01-04T02:30:20Z",
        "2026-01-07T02:10:00Z",
        "<p>January 3, 2026 9:30 PM</p>",
        "2026-01-03T21:30:20-05:00",
        "2026-01-06T21:10:00-05:00"
    )]
    #[case(
        "2026-01-04T02:30:20Z",
        "2026-07-04T02:10:00Z",
        "<p>January 3, 2026 9:30 PM</p>",
        "2026-01-03T21:30:20-05:00",
        "2026-07-04T02:10:00Z"
    )]
    #[case(
        "2026-03-06T20:30:20Z",
        "2026-03-10T20:10:00Z",
        "<p>Updated: March 10, 2026 4:10 PM</p>",
        "2026-03-06T20:30:20Z",
        "2026-03-10T16:10:00-04:00"
    )]
    #[case(
        "2026-01-04T02:30:20Z",
        "2026-01-04T02:30:24Z",
        "<p>Published January 3, 2026 9:30 PM</p>",
        "2026-01-03T21:30:20-05:00",
        "2026-01-03T21:30:24-05:00"
    )]
    // The time that is shown may be of either.
    #[case(
        "2026-03-03T10:00:00Z",
        "2026-03-03T12:00:00Z",
        "<p>March 3, 2026 8:00 AM</p>",
        "2026-03-03T10:00:00Z",
        "2026-03-03T12:00:00Z"
    )]
    // The zone that is declared with the other, unless readers are shown another day, or one time of day has two zones.
    #[case(
        "2026-03-04T02:30:20Z",
        "2026-03-04T10:00:00-05:00",
        "<p>March 3, 2026</p>",
        "2026-03-03T21:30:20-05:00",
        "2026-03-04T10:00:00-05:00"
    )]
    #[case(
        "2026-03-04T02:30:20Z",
        "2026-03-04T10:00:00-05:00",
        "<p>March 4, 2026</p>",
        "2026-03-04T02:30:20Z",
        "2026-03-04T10:00:00-05:00"
    )]
    #[case(
        "2026-03-04T02:30:20Z",
        "2026-03-04T02:30:20+02:00",
        "",
        "2026-03-04T02:30:20Z",
        "2026-03-04T02:30:20+02:00"
    )]
    // Midnight is what software makes of a day alone.
    #[case(
        "2026-03-04T00:00:00Z",
        "2026-03-04T02:30:20Z",
        "<p>Updated March 3, 2026 9:30 PM | March 4, 2026 8:00 AM</p>",
        "2026-03-04T00:00:00Z",
        "2026-03-03T21:30:20-05:00"
    )]
    fn the_other_moment_has_the_same_offset_where_that_is_sure(
        #[case] published: &str,
        #[case] modified: &str,
        #[case] shown: &str,
        #[case] expected: &str,
        #[case] changed: &str,
    ) {
        assert_eq!(both(published, modified, shown), (expected.to_owned(), changed.to_owned()), "{shown}");
    }

    #[test]
    fn many_times_of_day_are_read_in_time() {
        let shown = "<time>March 3, 2026 9:30 PM</time><time datetime=2026-03-04T02:30:20Z>9</time>".repeat(50_000);
        assert_eq!(both("2026-03-04T02:30:20Z", "", &shown).0, "2026-03-03T21:30:20-05:00");
        assert_eq!(both("2026-03-04T02:30:20Z", "", &"<p>3/3/2026 1:1".repeat(100_000)).0, "2026-03-04T02:30:20Z");
    }
}
