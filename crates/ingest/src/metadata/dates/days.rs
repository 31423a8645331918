//! How the days of two sources are to each other.

use std::ops::Range;

use super::{AROUND, LEAST_BEFORE, Shown};
use crate::times;
use dateline_record::v1::{DocumentTime, document_time::Precision};

/// Whether a day is after another; where one is a moment, by more than the zones of the world.
pub(super) fn is_later_day(day: &DocumentTime, other: &DocumentTime) -> bool {
    let are_days = [day, other].iter().all(|time| time.precision() == Precision::Day);
    if are_days { day.value.get(..10) > other.value.get(..10) } else { times::is_after(day, other) }
}

/// Whether what is called the last change may be one: nothing of an article was changed on a day before it appeared, and software
/// that knows no change calls the time of publication `updated` in its classes.
pub(super) fn is_change(changed: &DocumentTime, is_by_class: bool, published: Option<&DocumentTime>) -> bool {
    let Some(published) = published else { return true };
    let is_same_day = changed.value.get(..10) == published.value.get(..10);
    let are_moments = [published, changed].iter().all(|time| time.precision() == Precision::Second);
    let is_earlier = are_moments && times::second(changed) < times::second(published);
    // Software may write a zone that a time is not of: the day must be before as it is written too.
    let is_before =
        (is_earlier || is_later_day(published, changed)) && changed.value.get(..10) < published.value.get(..10);
    !(is_before || is_by_class && is_same_day)
}

/// Whether a day is that of a draft: the page's meta tags say a later one, which readers are shown, and not that.
pub(super) fn is_of_draft(day: &DocumentTime, told: &DocumentTime, shown: &[Shown]) -> bool {
    let is_shown = |day: &DocumentTime| shown.iter().any(|shown| shown.time.value.get(..10) == day.value.get(..10));
    times::is_after(told, day) && times::days_between(told, day) >= LEAST_BEFORE && is_shown(told) && !is_shown(day)
}

/// The day in the address, where it is a little before one that software may have taken from the last change, and readers are not
/// shown the latter.
pub(super) fn of_address_before(address: Option<DocumentTime>, day: DocumentTime, shown: &[Shown]) -> DocumentTime {
    let is_day = day.precision() == Precision::Day;
    let is_before =
        |address: &DocumentTime| is_later_day(&day, address) && times::days_between(&day, address) <= AROUND;
    let is_shown = shown.iter().any(|shown| shown.time.value.get(..10) == day.value.get(..10));
    address.filter(|address| is_day && is_before(address) && !is_shown).unwrap_or(day)
}

/// A day in numbers, whose month and day of the month may have been taken for each other, as what is surer has it.
pub(super) fn in_order_of(surest: Option<DocumentTime>, day: DocumentTime) -> DocumentTime {
    surest.filter(|surest| are_swapped(surest, &day)).unwrap_or(day)
}

/// Whether the month of one is the day of the month of the other, and the other way round.
pub(super) fn are_swapped(one: &DocumentTime, other: &DocumentTime) -> bool {
    let part = |time: &DocumentTime, at: Range<usize>| time.value.get(at).unwrap_or_default().to_owned();
    part(one, 5..7) != part(other, 5..7)
        && part(one, 0..4) == part(other, 0..4)
        && part(one, 5..7) == part(other, 8..10)
        && part(one, 8..10) == part(other, 5..7)
}

/// A day as the moment on it that another source gives: not all of them name the zone.
pub(super) fn exactly(day: DocumentTime, others: impl Iterator<Item = DocumentTime>) -> DocumentTime {
    let is_exact = |other: &DocumentTime| {
        day.precision() == Precision::Day
            && other.precision() == Precision::Second
            && other.value.get(..10) == day.value.get(..10)
    };
    let mut others = others.filter(is_exact);
    others.next().unwrap_or(day)
}

/// The first of some times, where all are of one day.
pub(super) fn the_same(mut times: impl Iterator<Item = DocumentTime>) -> Option<DocumentTime> {
    let first = times.next()?;
    times.all(|other| other.value.get(..10) == first.value.get(..10)).then_some(first)
}
