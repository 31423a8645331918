//! Dates as software writes them where it follows no standard: RFC 822 with a wrong weekday or a zone in another spelling,
//! the clocks of C and JavaScript, a space before the offset, digits without marks.
//!
//! Each is made one that is standard, or a day where the moment cannot be told. The words are English, software's own, but
//! for months that stand after their day.

/// The date in RFC 3339 or RFC 2822, or its day; none where it is none of these.
pub(super) fn standard(value: &str) -> Option<String> {
    compact(value).or_else(|| spaced(value)).or_else(|| in_words(value))
}

/// `20240402`, `20240402T153000`, `20240402153000`: the day, as no zone is said.
fn compact(value: &str) -> Option<String> {
    let (date, time) = value.split_at_checked(8)?;
    let time = time.strip_prefix(['T', 't', ' ']).unwrap_or(time);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(date) || !digits(time) || !matches!(time.len(), 0 | 4 | 6) {
        return None;
    }
    Some(format!("{}-{}-{}", date.get(..4)?, date.get(4..6)?, date.get(6..)?))
}

/// `2024-04-02 15:30:00 +0200`, with the name of the zone after it or not.
fn spaced(value: &str) -> Option<String> {
    let value = value.replace('T', " ");
    let mut words = value.split_whitespace();
    let (date, time, offset) = (words.next()?, words.next()?, words.next()?);
    let is_date = date.len() == 10 && date.as_bytes().get(4) == Some(&b'-');
    (is_date && time.contains(':') && offset.starts_with(['+', '-'])).then(|| format!("{date}T{time}{offset}"))
}

/// `Tue, 02 Apr 2024 15:30:00 GMT+2`, `Tue Apr 02 15:30:00 CEST 2024`, `Apr 2, 2024`, `02-Apr-24`.
fn in_words(value: &str) -> Option<String> {
    let words: Vec<&str> = value.split([' ', '\t', ',', '\u{a0}']).flat_map(parts).filter(|w| !w.is_empty()).collect();
    let after_weekday = words.get(1..).unwrap_or_default();
    date(&words).or_else(|| date(after_weekday).filter(|_| words.first().is_some_and(|word| is_name(word))))
}

/// The parts of `02-Apr-2024`; another word is one.
fn parts(word: &str) -> Vec<&str> {
    let parts: Vec<&str> = word.split('-').collect();
    match parts[..] {
        [_, month, _] if english(month).is_some() => parts,
        _ => vec![word],
    }
}

fn is_name(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || c == '.')
}

fn date(words: &[&str]) -> Option<String> {
    let (day, month, rest) = match words {
        [day, month, rest @ ..] if english(month).is_some() => (day, english(month)?, rest),
        // Some software has its clock speak the language of the site.
        [day, month, rest @ ..] if day.starts_with(|c: char| c.is_ascii_digit()) => {
            (day, of_any_language(month)?, rest)
        }
        [month, day, rest @ ..] => (day, english(month)?, rest),
        _ => return None,
    };
    if !matches!(day.len(), 1 | 2) || !day.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, time, zone) = match rest {
        [year, time, zone, ..] if is_year(year) => (year, time, *zone),
        [year, ..] if is_year(year) => (year, &"", ""),
        [time, zone, year, ..] if is_year(year) => (year, time, *zone),
        [time, year, ..] if is_year(year) && time.contains(':') => (year, &"", ""),
        _ => return None,
    };
    let year = whole(year);
    let time = time.split('.').next().unwrap_or_default();
    match offset(zone).filter(|_| time.contains(':')) {
        Some(zone) => Some(format!("{day} {month} {year} {time} {zone}")),
        None => day_of(day, month, &year),
    }
}

fn day_of(day: &str, month: &str, year: &str) -> Option<String> {
    let number = MONTHS.iter().position(|name| name.starts_with(month))? + 1;
    Some(format!("{year}-{number:02}-{day:0>2}"))
}

fn is_year(word: &str) -> bool {
    matches!(word.len(), 2 | 4) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Two digits as RFC 2822 reads them.
fn whole(year: &str) -> String {
    match year.parse::<u8>() {
        Ok(short) if year.len() == 2 => format!("{}", if short < 50 { 2000 } else { 1900 } + u16::from(short)),
        _ => year.to_owned(),
    }
}

/// A zone as RFC 2822 has it: `+0200` of `+02:00` and `GMT+2`, `EST` as it is; none of what names none.
fn offset(zone: &str) -> Option<String> {
    let bare = zone.strip_prefix("GMT").or_else(|| zone.strip_prefix("UTC")).unwrap_or(zone);
    let Some(digits) = bare.strip_prefix(['+', '-']) else {
        let named = super::names_its_zone(zone) && zone.starts_with(|c: char| c.is_ascii_alphabetic());
        return named.then(|| zone.to_owned());
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    let digits = match digits.len() {
        1 => format!("0{digits}00"),
        2 => format!("{digits}00"),
        _ => digits,
    };
    let sign = bare.get(..1)?;
    (digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("{sign}{digits}"))
}

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

/// An English month in full or cut short, as its first three letters; `marraskuu` is none.
fn english(word: &str) -> Option<&'static str> {
    let word = word.trim_end_matches('.');
    let begins = |month: &&&str| month.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    MONTHS.iter().filter(|_| word.len() >= 3).find(begins).and_then(|month| month.get(..3))
}

/// The English month that a word of another language names.
fn of_any_language(word: &str) -> Option<&'static str> {
    let number = usize::try_from(super::months::month(word.trim_end_matches('.'), "")?).ok()?;
    MONTHS.get(number.checked_sub(1)?).and_then(|month| month.get(..3))
}

#[cfg(test)]
mod tests {
    use dateline_record::v1::document_time::{Origin, Precision};
    use rstest::rstest;

    use crate::times::read;

    #[rstest]
    #[case("Mon, 02 Apr 2024 23:30:00 +0200", "2024-04-02T23:30:00+02:00")]
    #[case("Di, 02 Apr 2024 23:30:00 +0200", "2024-04-02T23:30:00+02:00")]
    #[case("Di, 02 Mär 2024 23:30:00 +0100", "2024-03-02T23:30:00+01:00")]
    #[case("mar., 02 avril 2024 23:30:00 +0200", "2024-04-02T23:30:00+02:00")]
    #[case("mar, 02 mar 2024 23:30:00 -0300", "2024-03-02T23:30:00-03:00")]
    #[case("Вт, 02 апр 2024 23:30:00 +0300", "2024-04-02T23:30:00+03:00")]
    #[case("Tuesday, 2 April 2024 23:30:00 GMT", "2024-04-02T23:30:00+00:00")]
    #[case("2 Sept 24 23:30:00 EST", "2024-09-02T23:30:00-05:00")]
    #[case("Tue, 02 Apr 2024 23:30:00 +02:00", "2024-04-02T23:30:00+02:00")]
    #[case("Tue, 02 Apr 2024 23:30:00 GMT+2", "2024-04-02T23:30:00+02:00")]
    #[case("Tue Apr 02 2024 23:30:00 GMT+0200 (Central European Summer Time)", "2024-04-02T23:30:00+02:00")]
    #[case("Tue Apr 02 23:30:00 +0000 2024", "2024-04-02T23:30:00+00:00")]
    #[case("Tue Apr  2 23:30:00 UTC 2024", "2024-04-02T23:30:00+00:00")]
    #[case("Tue, 02-Apr-2024 23:30:00 GMT", "2024-04-02T23:30:00+00:00")]
    #[case("2024-04-02 23:30:00 +0200", "2024-04-02T23:30:00+02:00")]
    #[case("2024-04-02 23:30:00.25 +0200 CEST", "2024-04-02T23:30:00+02:00")]
    #[case("2024-04-02T23:30:00 +02:00", "2024-04-02T23:30:00+02:00")]
    #[case("20240402T153000Z", "2024-04-02T15:30:00Z")]
    #[case("20240402T153000+0200", "2024-04-02T15:30:00+02:00")]
    fn a_moment_is_told_by_its_zone(#[case] given: &str, #[case] value: &str) {
        let time = read(given, Origin::Given).expect(given);
        assert_eq!((time.value.as_str(), time.precision()), (value, Precision::Second));
    }

    #[rstest]
    #[case("Tue, 02 Apr 2024 23:30")]
    #[case("Tue Apr 02 23:30:00 CEST 2024")]
    #[case("Tue Apr  2 23:30:00 2024")]
    #[case("Tue, 02 Apr 2024 11:30:00 PM EST")]
    #[case("Tue, 02 Apr 2024 23:30:00 EUROPE/PARIS")]
    #[case("2024-04-02 23:30:00 EST")]
    #[case("2024-04-02 11:30 PM")]
    #[case("2024/04/02 23:30")]
    #[case("2024-4-2")]
    #[case("20240402")]
    #[case("20240402T153000")]
    #[case("20240402153000")]
    #[case("02.04.2024 23:30")]
    #[case("April 2, 2024, 11:30 pm")]
    #[case("Apr 2 2024")]
    #[case("2-Apr-24")]
    #[case("2 avril 2024")]
    fn the_day_is_told_where_the_moment_is_not(#[case] given: &str) {
        let time = read(given, Origin::Given).expect(given);
        assert_eq!((time.value.as_str(), time.precision()), ("2024-04-02T00:00:00Z", Precision::Day));
    }

    #[rstest]
    #[case("soon")]
    #[case("02/04/2024")]
    #[case("30 Feb 2024 10:00:00 GMT")]
    #[case("Apr 31, 2024")]
    #[case("20241302")]
    #[case("2024-W14-2")]
    #[case("Mar, 02 avr")]
    #[case("12345678901234")]
    fn what_is_no_date_stays_none(#[case] given: &str) {
        assert_eq!(read(given, Origin::Given), None, "{given}");
    }
}
