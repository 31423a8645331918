//! Stretches of the calendar: their TIMEX3 value, their first moment, and the first moment after them.

use jiff::{ToSpan, civil::Date};

use super::lexicon::{Feast, Unit};

/// A stretch of the calendar that is fully known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    Day(Date),
    /// The ISO week of a day.
    Week(Date),
    /// The weekend of the ISO week of a day.
    Weekend(Date),
    /// Year and month.
    Month(i16, i8),
    /// Year and quarter.
    Quarter(i16, i8),
    /// Year and half.
    Half(i16, i8),
    /// Year and TIMEX3 code; where it begins depends on the hemisphere.
    Season(i16, &'static str),
    Year(i16),
    /// A fiscal year, whose bounds each company sets.
    Fiscal(i16),
    /// The year without its last digit.
    Decade(i16),
    /// The year without its last two digits.
    Century(i16),
}

impl Stretch {
    /// The TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Self::Day(date) => date.to_string(),
            Self::Week(day) => iso_week(day),
            Self::Weekend(day) => format!("{}-WE", iso_week(day)),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Self::Half(year, half) => format!("{year:04}-H{half}"),
            Self::Season(year, season) => format!("{year:04}-{season}"),
            Self::Year(year) => format!("{year:04}"),
            Self::Fiscal(year) => format!("FY{year:04}"),
            Self::Decade(decade) => format!("{decade:03}"),
            Self::Century(century) => format!("{century:02}"),
        }
    }

    /// The first day, and the first day after; `None` where the bounds are not known.
    pub(super) fn bounds(self) -> Option<(Date, Date)> {
        let months = |year, month, length: i32| {
            let begin = Date::new(year, month, 1).ok()?;
            Some((begin, begin.checked_add(length.months()).ok()?))
        };
        match self {
            Self::Day(date) => Some((date, date.tomorrow().ok()?)),
            Self::Week(day) => days_from(monday(day)?, 0, 7),
            Self::Weekend(day) => days_from(monday(day)?, 5, 7),
            Self::Month(year, month) => months(year, month, 1),
            Self::Quarter(year, quarter) => months(year, quarter * 3 - 2, 3),
            Self::Half(year, half) => months(year, half * 6 - 5, 6),
            Self::Season(..) | Self::Fiscal(_) => None,
            Self::Year(year) => months(year, 1, 12),
            Self::Decade(decade) => months(decade.checked_mul(10)?, 1, 120),
            Self::Century(century) => months(century.checked_mul(100)?, 1, 1200),
        }
    }

    /// The stretch of this unit that holds a day.
    pub(super) fn around(day: Date, unit: Unit) -> Option<Self> {
        Some(match unit {
            Unit::Day => Self::Day(day),
            Unit::Week => Self::Week(day),
            Unit::Month => Self::Month(day.year(), day.month()),
            Unit::Quarter => Self::Quarter(day.year(), quarter_of(day)),
            Unit::Year => Self::Year(day.year()),
            Unit::Decade => Self::Decade(day.year() / 10),
            Unit::Century => Self::Century(day.year() / 100),
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Millennium => return None,
        })
    }

    /// The same stretch a number of years on.
    pub(super) fn years_on(self, years: i16) -> Option<Self> {
        Some(match self {
            Self::Day(day) => Self::Day(day.checked_add(i32::from(years).years()).ok()?),
            Self::Month(year, month) => Self::Month(year.checked_add(years)?, month),
            Self::Quarter(year, quarter) => Self::Quarter(year.checked_add(years)?, quarter),
            Self::Half(year, half) => Self::Half(year.checked_add(years)?, half),
            Self::Year(year) => Self::Year(year.checked_add(years)?),
            Self::Fiscal(year) => Self::Fiscal(year.checked_add(years)?),
            _ => return None,
        })
    }
}

/// The quarter of the year that a day is in.
pub(super) fn quarter_of(day: Date) -> i8 {
    (day.month() - 1) / 3 + 1
}

fn iso_week(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

fn days_from(start: Date, from: i32, to: i32) -> Option<(Date, Date)> {
    Some((start.checked_add(from.days()).ok()?, start.checked_add(to.days()).ok()?))
}

/// A day moved by a number of units; `None` out of the calendar or for units of the clock.
pub(super) fn shift(day: Date, unit: Unit, by: i32) -> Option<Date> {
    let bounded = by.checked_abs().filter(|by| *by <= 9_999).map(|_| by)?;
    let span = match unit {
        Unit::Day => bounded.days(),
        Unit::Week => bounded.weeks(),
        Unit::Month => bounded.months(),
        Unit::Quarter => (3 * bounded).months(),
        Unit::Year => bounded.years(),
        Unit::Decade if by.abs() < 900 => (10 * bounded).years(),
        Unit::Century if by.abs() < 90 => (100 * bounded).years(),
        _ => return None,
    };
    day.checked_add(span).ok().filter(|day| day.year() > 0)
}

/// The day of a feast in a year.
pub(super) fn feast_day(feast: Feast, year: i16) -> Option<Date> {
    match feast {
        Feast::Fixed(month, day) => Date::new(year, month, day).ok(),
        Feast::Nth(month, nth, weekday, add) => {
            nth_weekday(year, month, nth, weekday)?.checked_add(i32::from(add).days()).ok()
        }
        Feast::Easter(days) => easter(year)?.checked_add(i32::from(days).days()).ok(),
        Feast::Election => nth_weekday(year, 11, 1, 1)?.tomorrow().ok(),
    }
}

/// The nth weekday of a month, counted from its end where negative.
pub(super) fn nth_weekday(year: i16, month: i8, nth: i8, weekday: i8) -> Option<Date> {
    let weekday = jiff::civil::Weekday::from_monday_one_offset(weekday).ok()?;
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
}

/// Western Easter Sunday, by the Gregorian computus.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (golden, century) = (y % 19, y / 100);
    let epact = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let moon = epact - (epact / 28) * (1 - (29 / (epact + 1)) * ((21 - golden) / 11));
    let weekday = (y + y / 4 + moon + 2 - century + century / 4) % 7;
    let sunday = moon - weekday;
    let month = 3 + (sunday + 40) / 44;
    let day = sunday + 28 - 31 * (month / 4);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn movable_feasts_fall_where_the_calendar_puts_them() {
        assert_eq!(feast_day(Feast::Easter(0), 2024), Some(date(2024, 3, 31)));
        assert_eq!(feast_day(Feast::Easter(-2), 2025), Some(date(2025, 4, 18)));
        assert_eq!(feast_day(Feast::Nth(11, 4, 4, 0), 1999), Some(date(1999, 11, 25)));
        assert_eq!(feast_day(Feast::Election, 1998), Some(date(1998, 11, 3)));
        assert_eq!(feast_day(Feast::Nth(5, -1, 1, 0), 2024), Some(date(2024, 5, 27)));
    }

    #[test]
    fn bounds_are_half_open() {
        assert_eq!(Stretch::Month(2024, 12).bounds(), Some((date(2024, 12, 1), date(2025, 1, 1))));
        assert_eq!(Stretch::Week(date(2024, 4, 3)).bounds(), Some((date(2024, 4, 1), date(2024, 4, 8))));
        assert_eq!(Stretch::Weekend(date(2024, 4, 3)).bounds(), Some((date(2024, 4, 6), date(2024, 4, 8))));
        assert_eq!(Stretch::Week(date(2024, 12, 30)).value(), "2025-W01");
    }
}
