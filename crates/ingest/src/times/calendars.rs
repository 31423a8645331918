//! Days of other calendars than the Gregorian, as news in some countries is dated.

use jiff::{ToSpan, civil::Date};

/// Months of the Persian calendar, which begins its year in March.
const PERSIAN: [&str; 12] =
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// Years of the Persian calendar in which news is dated.
const PERSIAN_YEARS: std::ops::RangeInclusive<i16> = 1279..=1479;

/// A year of the Persian calendar, and the day on which it begins.
const NEW_YEAR: (i16, Date) = (1403, Date::constant(2024, 3, 20));

/// Eras that years are counted in, and the Gregorian year before the first of each.
const ERAS: [(&str, i16); 5] = [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("民國", 1911), ("民国", 1911)];

/// The month of the Persian calendar that a word names.
pub(super) fn persian_month(word: &str) -> Option<i8> {
    // Pages write the Persian letters with those of Arabic that look like them.
    let word: String = word.chars().map(|c| if c == 'ي' { 'ی' } else { c }).collect();
    let at = PERSIAN.iter().position(|name| *name == word)?;
    i8::try_from(at + 1).ok()
}

/// A day of the Persian calendar.
pub(super) fn persian(year: i16, month: i8, day: i8) -> Option<Date> {
    let long = i32::from(month.clamp(1, 7)) - 1;
    let before = i32::from(month - 1) * 30 + long;
    let last = if month <= 6 { 31 } else { 30 };
    if !PERSIAN_YEARS.contains(&year) || !(1..=12).contains(&month) || !(1..=last).contains(&day) {
        return None;
    }
    let (known, begins) = NEW_YEAR;
    let length = |year: i16| if is_long(year) { 366 } else { 365 };
    let after: i32 = (known..year).map(length).sum();
    let until: i32 = (year..known).map(length).sum();
    begins.checked_add((after - until + before + i32::from(day) - 1).days()).ok()
}

/// Whether a year of the Persian calendar has a day more: eight do of any thirty-three.
fn is_long(year: i16) -> bool {
    (25 * i32::from(year) + 11) % 33 < 8
}

/// The Gregorian year of one that is counted in an era: `令和` and `6`, `令和元`.
pub(super) fn year_of_era(era: &str, year: Option<&str>) -> Option<i16> {
    let (name, before) = ERAS.iter().find(|(name, _)| era.starts_with(name))?;
    let count = match (era.strip_prefix(name)?, year) {
        ("元", None) => 1,
        ("", Some(year)) if year.len() <= 3 => year.parse().ok()?,
        _ => return None,
    };
    Some(before + count)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(1403, 1, 1, Some((2024, 3, 20)))]
    #[case(1403, 1, 14, Some((2024, 4, 2)))]
    #[case(1403, 12, 30, Some((2025, 3, 20)))]
    #[case(1404, 1, 1, Some((2025, 3, 21)))]
    #[case(1402, 7, 25, Some((2023, 10, 17)))]
    #[case(1357, 11, 22, Some((1979, 2, 11)))]
    #[case(1402, 7, 31, None)]
    #[case(1402, 13, 1, None)]
    #[case(2024, 4, 2, None)]
    fn a_persian_day_is_a_gregorian(
        #[case] year: i16,
        #[case] month: i8,
        #[case] day: i8,
        #[case] expected: Option<(i16, i8, i8)>,
    ) {
        let expected = expected.map(|(year, month, day)| Date::constant(year, month, day));
        assert_eq!(persian(year, month, day), expected);
    }

    #[test]
    fn an_era_tells_the_year() {
        assert_eq!(year_of_era("令和", Some("6")), Some(2024));
        assert_eq!(year_of_era("令和元", None), Some(2019));
        assert_eq!(year_of_era("民國", Some("113")), Some(2024));
        assert_eq!(year_of_era("令和", None), None);
        assert_eq!(year_of_era("西暦", Some("24")), None);
    }
}
