//! Dates as they are written for readers: `Tuesday, 2 April 2024`, `April 2, 2024, 3:30 p.m.`, `2024年4月2日`.
//!
//! Only what can be read in one way: `02/04/2024` is a date only where the order of the page's readers is known.

use std::borrow::Cow;

use jiff::civil::Date;

use super::{
    calendars,
    months::{self, Order},
    nepali,
};

/// Years in which news is dated.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// Years of the Buddhist calendar, in which Thai pages are dated, and what they are ahead by.
const BUDDHIST: (std::ops::RangeInclusive<i16>, i16) = (2443..=2643, 543);

/// How the readers of a page write dates.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style<'l> {
    /// Primary subtag of the language; empty when it is not known.
    pub language: &'l str,
    /// Of day and month in numbers.
    pub order: Order,
}

/// The first date that is written in a text.
pub(super) fn date(text: &str, style: Style<'_>) -> Option<Date> {
    let text = in_ascii_digits(text);
    let pieces = pieces(&text);
    (0..pieces.len()).find_map(|at| {
        let (before, rest) = pieces.split_at_checked(at)?;
        starting_at(rest, style).or_else(|| of_short_year(before, rest, style.order))
    })
}

/// Zeros of the digits that news is dated with, other than ASCII's: the nine others follow each.
const ZEROS: [char; 13] = [
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{c66}', '\u{ce6}', '\u{e50}', '\u{ed0}',
    '\u{1040}', '\u{17e0}', '\u{ff10}',
];

/// A text with the digits of any language as ASCII has them.
pub(crate) fn in_ascii_digits(text: &str) -> Cow<'_, str> {
    let ascii = |c: char| {
        let value =
            ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10));
        value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
    };
    if text.is_ascii() { text.into() } else { text.chars().map(ascii).collect::<String>().into() }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Piece<'t> {
    Number(&'t str),
    Word(&'t str),
    /// What stands between, white space left out: `/`, `.`, `-`, `年`; nothing for a space.
    Mark(char),
}

const SIGNS: &str = "年月日년월일";

/// Letters, and the signs of Indic and Thai words that Unicode does not call letters.
fn is_of_word(c: char) -> bool {
    (c.is_alphanumeric() && !SIGNS.contains(c))
        || matches!(c, '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{a3c}' | '\u{a4d}' | '\u{acd}')
        || matches!(c, '\u{bcd}' | '\u{c4d}' | '\u{ccd}' | '\u{d4d}' | '\u{e4c}' | '\u{300}'..='\u{36f}')
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let digits = c.is_ascii_digit();
        let end = if is_of_word(c) {
            rest.find(|other: char| other.is_ascii_digit() != digits || !is_of_word(other)).unwrap_or(rest.len())
        } else {
            c.len_utf8()
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        match c {
            _ if digits => pieces.push(Piece::Number(piece)),
            _ if SIGNS.contains(c) || matches!(c, '/' | '.' | '-' | ':') => pieces.push(Piece::Mark(c)),
            '‐' | '‑' => pieces.push(Piece::Mark('-')),
            _ if is_of_word(c) => pieces.push(Piece::Word(piece)),
            _ => {}
        }
    }
    pieces
}

fn starting_at(pieces: &[Piece<'_>], style: Style<'_>) -> Option<Date> {
    in_own_words(pieces).or_else(|| in_order(pieces, style))
}

/// Dates with words that no other language has between their numbers, or of a calendar of their own.
fn in_own_words(pieces: &[Piece<'_>]) -> Option<Date> {
    use Piece::{Mark, Number, Word};
    match pieces {
        [Number(year), Word("оны" | "он"), Number(month), Word("сарын"), Number(day), ..]
        | [Number(year), Word("оны" | "он"), Number(month), Mark('-'), Word("р"), Word("сарын"), Number(day), ..] => {
            made(year, number(month)?, day)
        }
        [Number(year), Word(month), Number(day), ..] if year.len() == 4 => nepali::day(year, month, day),
        [Word(month), Number(day), Number(year), ..] | [Number(day), Word(month), Number(year), ..] => {
            nepali::day(year, month, day)
        }
        _ => None,
    }
}

fn in_order(pieces: &[Piece<'_>], style: Style<'_>) -> Option<Date> {
    use Piece::{Mark, Number, Word};
    match pieces {
        [Number(year), Mark('年' | '년'), Number(month), Mark('月' | '월'), Number(day), ..] => {
            made(year, number(month)?, day)
        }
        [Word(era), Number(year), Mark('年'), Number(month), Mark('月'), Number(day), ..] => {
            made(&calendars::year_of_era(era, Some(year))?.to_string(), number(month)?, day)
        }
        [Word(era), Mark('年'), Number(month), Mark('月'), Number(day), ..] => {
            made(&calendars::year_of_era(era, None)?.to_string(), number(month)?, day)
        }
        [Number(year), Mark(one @ ('/' | '-')), Number(month), Mark(other), Number(day), ..]
            if one == other && year.len() == 4 && style.language == "fa" && year.starts_with("1") =>
        {
            persian(year, number(month)?, day)
        }
        [Number(year), Mark(one @ ('-' | '/' | '.')), Number(month), Mark(other), Number(day), ..]
            if one == other && year.len() == 4 =>
        {
            made(year, number(month)?, day)
        }
        [Number(one), Mark(mark @ ('/' | '-' | '.')), Number(other), Mark(second), Number(year), ..]
            if mark == second && year.len() == 4 =>
        {
            // Points stand between numbers only where the day comes first.
            ordered(one, other, year, if *mark == '.' { Order::DayFirst } else { style.order })
        }
        [Number(day), Word("tháng" | "Tháng"), Number(month), Word("năm"), Number(year), ..]
        | [Number(day), Word("tháng" | "Tháng"), Number(month), Mark('/'), Number(year), ..]
        | [Number(day), Word("tháng" | "Tháng"), Number(month), Number(year), ..] => made(year, number(month)?, day),
        [Number(year), Mark('.'), Word("gada"), Number(day), Mark('.'), Word(word), ..]
        | [Number(year), Word("m"), Mark('.'), Word(word), Number(day), ..]
        | [Number(year), Mark('.'), Word(word), Number(day), ..]
        | [Number(year), Word(word), Number(day), ..]
            if year.len() == 4 =>
        {
            made(year, months::month(word, style.language)?, day)
        }
        [Word(word), rest @ ..] => after_month(word, rest, style),
        [Number(day), rest @ ..] => after_day(day, rest, style),
        _ => None,
    }
}

/// `April 2, 2024`, `Apr. 2nd 2024`, `Apr 02 15:30:00 CEST 2024`.
fn after_month(word: &str, rest: &[Piece<'_>], style: Style<'_>) -> Option<Date> {
    use Piece::{Mark, Number, Word};
    let rest = match rest {
        [Mark('.'), rest @ ..] => rest,
        rest => rest,
    };
    match rest {
        [Number(day), Number(_), Mark(':'), Number(_), Mark(':'), Number(_), Word(_), Number(year), ..]
        | [Number(day), Word("st" | "nd" | "rd" | "th"), Number(year), ..]
        | [Number(day), Number(year), ..] => made(year, months::month(word, style.language)?, day),
        _ => None,
    }
}

/// `2 April 2024`, `2. April 2024`, `2 de abril de 2024`, `2-Apr-2024`.
fn after_day(day: &str, rest: &[Piece<'_>], style: Style<'_>) -> Option<Date> {
    use Piece::{Mark, Number, Word};
    let rest = match rest {
        [Mark('.' | '-') | Word("st" | "nd" | "rd" | "th" | "er" | "de" | "º"), Word("of"), rest @ ..] => rest,
        [Mark('.' | '-' | '/') | Word("st" | "nd" | "rd" | "th" | "er" | "de" | "of" | "º"), rest @ ..] => rest,
        rest => rest,
    };
    let [Word(word), rest @ ..] = rest else { return None };
    if let [Number(year), ..] = rest
        && let Some(month) = calendars::persian_month(word)
    {
        return persian(year, month, day);
    }
    if let [Word(other), Number(year), ..] = rest
        && let Some(month) = months::month_of_two(word, other)
    {
        return made(year, month, day);
    }
    // Arabic names a month twice, as it is called in the east and in the west.
    let rest = match rest {
        [Mark('/'), Word(other), rest @ ..] if months::month(other, style.language).is_some() => rest,
        rest => rest,
    };
    match rest {
        // As Arabic papers name a month twice: `آب/أغسطس`, `كانون الثاني/يناير`.
        [Mark('/'), Word(word), Number(year), ..] | [Word(_), Mark('/'), Word(word), Number(year), ..] => {
            made(year, months::month(word, style.language)?, day)
        }
        [Mark('.'), Word("de" | "del"), Number(year), ..]
        | [Mark('.' | '-' | '/') | Word("de" | "del"), Number(year), ..]
        | [Number(year), ..] => made(year, months::month(word, style.language)?, day),
        _ => None,
    }
}

/// Which of two numbers is the day: where only one can be, else as the page's readers write.
fn ordered(one: &str, other: &str, year: &str, order: Order) -> Option<Date> {
    let (first, second) = (number(one)?, number(other)?);
    match (first > 12, second > 12, order) {
        (true, false, _) => made(year, second, one),
        (false, true, _) => made(year, first, other),
        (_, _, Order::DayFirst) => made(year, second, one),
        (_, _, Order::MonthFirst) => made(year, first, other),
        _ if first == second => made(year, first, other),
        _ => None,
    }
}

/// `05.15.13`, `15/05/13`, `15-05-13`, which are no part of a longer row of numbers. Where the order is not known, as the year may
/// come first, only that of which nothing else can be made.
fn of_short_year(before: &[Piece<'_>], pieces: &[Piece<'_>], order: Order) -> Option<Date> {
    use Piece::{Mark, Number};
    let [Number(one), Mark(mark), Number(other), Mark(second), Number(year), after @ ..] = pieces else { return None };
    let is_row = mark == second && matches!(mark, '/' | '.' | '-') && year.len() == 2;
    // A point may end a sentence.
    let goes_on = matches!(after, [Mark('/' | '.' | '-' | ':'), Number(_), ..]);
    let comes_on = matches!(before, [.., Number(_), Mark('/' | '.' | '-' | ':')]);
    if !is_row || comes_on || goes_on {
        return None;
    }
    let year_of = |digits: &str| match digits.parse::<u8>() {
        Ok(short @ ..50) => Some(format!("20{short:02}")),
        Ok(short @ 70..) => Some(format!("19{short:02}")),
        _ => None,
    };
    let whole = year_of(year)?;
    let made = |month: &str, day: &str| made(&whole, number(month)?, day);
    if order != Order::Unknown && *mark != '-' {
        return ordered(one, other, &whole, order);
    }
    if one.len() != 2 || other.len() != 2 {
        return None;
    }
    let of_year_first = year_of(one).and_then(|whole| self::made(&whole, number(other)?, year));
    let readings = [made(one, other), made(other, one), of_year_first];
    let mut known = readings.into_iter().flatten();
    known.next().filter(|first| known.all(|other| other == *first))
}

fn number(digits: &str) -> Option<i8> {
    if digits.len() <= 2 { digits.parse().ok() } else { None }
}

fn persian(year: &str, month: i8, day: &str) -> Option<Date> {
    calendars::persian(year.parse().ok()?, month, number(day)?)
}

fn made(year: &str, month: i8, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok()?;
    let (buddhist, ahead) = BUDDHIST;
    let year = if buddhist.contains(&year) { year - ahead } else { year };
    YEARS.contains(&year).then(|| Date::new(year, month, number(day)?).ok())?
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const UNKNOWN: Style<'_> = Style { language: "", order: Order::Unknown };

    #[rstest]
    #[case("Updated Tuesday, April 2, 2024, 3:30 p.m. ET")]
    #[case("Apr. 2nd, 2024")]
    #[case("2 April 2024")]
    #[case("2nd of April 2024")]
    #[case("2. April 2024")]
    #[case("2 de abril de 2024")]
    #[case("le 2 avril 2024 à 10h30")]
    #[case("2024年4月2日")]
    #[case("2024 оны 4 сарын 2")]
    #[case("2024 оны 4-р сарын 2, Мягмар")]
    #[case("मङ्गलबार, चैत २०, २०८०")]
    #[case("02.04.2024 12:00")]
    #[case("Posted 2024/04/02")]
    #[case("02-Apr-2024")]
    #[case("Tue Apr 02 15:30:00 CEST 2024")]
    #[case("2 апреля 2024, 15:30")]
    #[case("2. dubna 2024")]
    #[case("2024. április 2.")]
    #[case("2 tháng 4, 2024")]
    #[case("الثلاثاء، 02 نيسان/أبريل 2024")]
    #[case("2 Απριλίου 2024")]
    #[case("٢ أبريل ٢٠٢٤")]
    #[case("الثلاثاء، 2 نيسان/أبريل 2024، آخر تحديث 14:00")]
    #[case("२ अप्रैल २०२४")]
    #[case("2 เมษายน 2567")]
    #[case("منگل 2 اپریل 2024")]
    #[case("2 ஏப்ரல் 2024")]
    #[case("2 ఏప్రిల్ 2024")]
    #[case("2 ਅਪ੍ਰੈਲ 2024")]
    #[case("2 აპრილი 2024")]
    #[case("2 Aprili 2024")]
    #[case("2024 m. balandžio 2 d., antradienis")]
    #[case("2024. gada 2. aprīlis, 15:37")]
    #[case("令和6年4月2日 火曜日")]
    #[case("民國113年4月2日")]
    #[case("سه‌شنبه ۱۴ فروردین ۱۴۰۳ - ۱۵:۳۰")]
    fn a_written_date_is_read(#[case] text: &str) {
        assert_eq!(date(text, UNKNOWN), Some(Date::constant(2024, 4, 2)), "{text}");
    }

    #[rstest]
    #[case("02/04/2024")]
    #[case("marketing 2, 2024")]
    #[case("mayor 2 2024")]
    #[case("April 31, 2024")]
    #[case("In April 2024")]
    #[case("12 people in 2024")]
    #[case("version 1.2.3")]
    fn what_can_be_read_in_two_ways_is_no_date(#[case] text: &str) {
        assert_eq!(date(text, UNKNOWN), None);
    }

    #[test]
    fn months_of_two_words_and_years_of_another_calendar_are_read() {
        assert_eq!(date("20 تشرين الثاني 2023", UNKNOWN), Some(Date::constant(2023, 11, 20)));
        assert_eq!(date("24 شتنبر 2023", UNKNOWN), Some(Date::constant(2023, 9, 24)));
        assert_eq!(date("令和元年11月6日", UNKNOWN), Some(Date::constant(2019, 11, 6)));
        let persian = Style { language: "fa", order: Order::Unknown };
        assert_eq!(date("۱۴۰۳/۰۱/۱۴", persian), Some(Date::constant(2024, 4, 2)));
        assert_eq!(date("1403/01/14", UNKNOWN), None);
    }

    #[test]
    fn a_day_above_twelve_tells_the_order() {
        assert_eq!(date("22/04/2024", UNKNOWN), Some(Date::constant(2024, 4, 22)));
        assert_eq!(date("04/22/2024", UNKNOWN), Some(Date::constant(2024, 4, 22)));
    }

    #[rstest]
    #[case("en-US", None, Some((2024, 2, 4)))]
    #[case("en-GB", None, Some((2024, 4, 2)))]
    #[case("en-US", Some("IN"), Some((2024, 4, 2)))]
    #[case("en", None, None)]
    #[case("en-CA", None, None)]
    #[case("pt-BR", None, Some((2024, 4, 2)))]
    #[case("", Some("FR"), Some((2024, 4, 2)))]
    #[case("", None, None)]
    fn the_order_of_numbers_is_that_of_the_readers(
        #[case] language: &str,
        #[case] country: Option<&str>,
        #[case] expected: Option<(i16, i8, i8)>,
    ) {
        let style = Style { language: "", order: Order::of(language, country) };
        let expected = expected.map(|(year, month, day)| Date::constant(year, month, day));
        assert_eq!(date("Published 02/04/2024", style), expected);
    }

    #[test]
    fn a_year_of_two_digits_needs_the_order() {
        let german = Style { language: "de", order: Order::DayFirst };
        assert_eq!(date("02.04.24, 12:00 Uhr", german), Some(Date::constant(2024, 4, 2)));
        assert_eq!(date("02.04.24, 12:00 Uhr", UNKNOWN), None);
        assert_eq!(date("02.04.98.", german), Some(Date::constant(1998, 4, 2)));
        assert_eq!(date("02.04.60", german), None);
    }

    #[rstest]
    // The second is above twelve: it is the day, and what comes first is no year.
    #[case("05.15.13, 22:47 /", Some((2013, 5, 15)))]
    #[case("05/15/13", Some((2013, 5, 15)))]
    #[case("05-15-13", Some((2013, 5, 15)))]
    #[case("15.05.98", Some((1998, 5, 15)))]
    // The year may come first, or the day, or the month.
    #[case("15.05.13", None)]
    #[case("13-05-15", None)]
    #[case("05.04.13", None)]
    #[case("5.15.13", None)]
    // Of a longer row.
    #[case("10.05.15.13", None)]
    #[case("05.15.13.1", None)]
    #[case("12:05-15-13", None)]
    #[case("555-05-15", None)]
    fn a_year_of_two_digits_of_unknown_order_can_be_read_in_one_way(
        #[case] text: &str,
        #[case] expected: Option<(i16, i8, i8)>,
    ) {
        assert_eq!(date(text, UNKNOWN), expected.map(|(year, month, day)| Date::constant(year, month, day)), "{text}");
    }

    #[test]
    fn a_month_that_is_another_elsewhere_needs_its_language() {
        let read = |language| date("3 listopada 2024", Style { language, order: Order::Unknown });
        assert_eq!(read("pl"), Some(Date::constant(2024, 11, 3)));
        assert_eq!(read("hr"), Some(Date::constant(2024, 10, 3)));
        assert_eq!(read(""), None);
    }
}
