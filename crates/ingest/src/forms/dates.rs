//! Dates as feeds and wires write them, in a form that is read further on.

use dateline_record::v1::document_time::Origin;

use crate::times;

/// The date as RFC 3339 or RFC 2822 where it can be understood, else as it is: what is no date is then refused with
/// its article rather than dropped.
pub(super) fn normal(value: &str) -> String {
    let value = value.trim();
    if readable(value) {
        return value.to_owned();
    }
    lenient(value).filter(|value| readable(value)).unwrap_or_else(|| value.to_owned())
}

/// Whether a date can be read further on.
pub(super) fn readable(value: &str) -> bool {
    times::parse(value, Origin::Given).is_some()
}

/// RFC 822 with a wrong weekday, a month in full, a year in two digits, or no zone at all (the day is what remains).
fn lenient(value: &str) -> Option<String> {
    let words: Vec<&str> =
        value.split_whitespace().flat_map(|word| word.split(',')).filter(|w| !w.is_empty()).collect();
    let first = words.iter().position(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let mut words = words.into_iter().skip(first);
    let day = words.next()?;
    let month = english(words.next()?)?;
    let year = match words.next()? {
        year if year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit()) => format!("20{year}"),
        year => year.to_owned(),
    };
    let rest = (words.next(), words.next());
    match rest {
        (Some(time), Some(zone)) => Some(format!("{day} {month} {year} {time} {zone}")),
        _ => times::parse(&format!("{day} {month} {year} 00:00:00 +0000"), Origin::Given)
            .and_then(|time| time.value.get(..10).map(str::to_owned)),
    }
}

/// An English month in full or cut short, as RFC 822 writes it; `marraskuu` is none.
fn english(word: &str) -> Option<&'static str> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let word = word.trim_end_matches('.');
    let begins = |month: &&&str| month.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    MONTHS.iter().filter(|_| word.len() >= 3).find(begins).and_then(|month| month.get(..3))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Tue, 02 Apr 2024 23:30:00 +0200", "2024-04-02T23:30:00+02:00")]
    #[case("Mon, 02 Apr 2024 23:30:00 +0200", "2024-04-02T23:30:00+02:00")]
    #[case("Tuesday, 2 April 2024 23:30:00 GMT", "2024-04-02T23:30:00+00:00")]
    #[case("2 Sept 24 23:30:00 EST", "2024-09-02T23:30:00-05:00")]
    #[case("Tue, 02 Apr 2024 23:30", "2024-04-02T00:00:00Z")]
    #[case("20240402T153000Z", "2024-04-02T15:30:00Z")]
    #[case("20240402T153000+0200", "2024-04-02T15:30:00+02:00")]
    #[case("2024-04-02", "2024-04-02T00:00:00Z")]
    fn dates_of_feeds_are_read(#[case] given: &str, #[case] value: &str) {
        assert_eq!(times::parse(&normal(given), Origin::Given).expect(given).value, value);
    }

    #[test]
    fn what_is_no_date_stays() {
        assert_eq!(normal(" soon "), "soon");
        assert_eq!(normal("02/04/2024"), "02/04/2024");
        assert_eq!(normal("2 marraskuu 2024 10:00:00 +0200"), "2 marraskuu 2024 10:00:00 +0200");
    }
}
