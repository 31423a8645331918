//! Days of Bikram Sambat, the calendar of Nepal, in which its news is dated: `फागुन १७, २०८०`.
//!
//! Its months begin with the sun's entry into a sign, and nobody can tell their lengths by a rule: they are published year by year.

use jiff::{ToSpan, civil::Date};

/// The months as they are written, from that in which the year begins, in April.
const MONTHS: [&[&str]; 12] = [
    &["बैशाख", "वैशाख"],
    &["जेठ", "जेष्ठ", "ज्येष्ठ"],
    &["असार", "आषाढ"],
    &["साउन", "श्रावण"],
    &["भदौ", "भाद्र"],
    &["असोज", "आश्विन"],
    &["कार्तिक", "कात्तिक"],
    &["मंसिर", "मङ्सिर", "मंग्सिर"],
    &["पुस", "पुष", "पौष"],
    &["माघ"],
    &["फागुन", "फाल्गुन", "फाल्गुण"],
    &["चैत", "चैत्र"],
];

/// The first year of which the lengths of the months are known here, and the day on which it begins.
const FIRST: (usize, Date) = (2040, Date::constant(1983, 4, 14));

/// Days of the months, a row a year: those on which the npm packages `bikram-sambat` and `nepali-date-converter` agree.
const LENGTHS: [[i32; 12]; 44] = [
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31],
    [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 30, 30],
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31],
    [31, 31, 31, 32, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31],
    [31, 31, 31, 32, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31],
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 31, 32, 31, 32, 30, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31],
    [30, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31],
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31],
    [30, 32, 31, 32, 31, 31, 29, 30, 29, 30, 29, 31],
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31],
    [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 29, 31],
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31],
    [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 30, 30],
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31],
    [31, 31, 31, 32, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31],
    [31, 31, 31, 32, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 30],
    [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31],
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
    [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30],
];

/// A day of the calendar; none where a word is no month of it, and for years whose months are not known.
pub(super) fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let (first, begins) = FIRST;
    let at = year.parse::<usize>().ok()?.checked_sub(first)?;
    let month = MONTHS.iter().position(|names| names.contains(&month))?;
    let (before, own) = (LENGTHS.get(..at)?, LENGTHS.get(at)?);
    let day: i32 = day.parse().ok()?;
    if !(1..=*own.get(month)?).contains(&day) {
        return None;
    }
    let days = before.iter().flatten().chain(own.iter().take(month)).sum::<i32>() + day - 1;
    begins.checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2080", "बैशाख", "1", Some((2023, 4, 14)))]
    #[case("2080", "फागुन", "17", Some((2024, 2, 29)))]
    #[case("2081", "बैशाख", "1", Some((2024, 4, 13)))]
    #[case("2072", "वैशाख", "12", Some((2015, 4, 25)))]
    #[case("2082", "भदौ", "24", Some((2025, 9, 9)))]
    #[case("2080", "बैशाख", "32", None)]
    #[case("2084", "बैशाख", "1", None)]
    #[case("2080", "जनवरी", "1", None)]
    fn a_nepali_day_is_a_gregorian(
        #[case] year: &str,
        #[case] month: &str,
        #[case] date: &str,
        #[case] expected: Option<(i16, i8, i8)>,
    ) {
        assert_eq!(day(year, month, date), expected.map(|(year, month, day)| Date::constant(year, month, day)));
    }
}
