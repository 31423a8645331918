//! Dates as they are written for readers: `Tuesday, 2 April 2024`, `April 2, 2024, 3:30 p.m.`, `2024年4月2日`.
//!
//! Only what can be read in one way: `02/04/2024` is no date here, `22/04/2024` is.

use jiff::civil::Date;

/// How months begin in the languages of the sites that write them so, without marks on letters. The first that a word
/// begins with is its month, so longer ones stand before shorter ones.
const MONTHS: [(&str, i8); 62] = [
    ("january", 1),
    ("jan", 1),
    ("janv", 1),
    ("januar", 1),
    ("enero", 1),
    ("ene", 1),
    ("gennaio", 1),
    ("gen", 1),
    ("styczn", 1),
    ("ocak", 1),
    ("feb", 2),
    ("fev", 2),
    ("fevr", 2),
    ("lut", 2),
    ("subat", 2),
    ("marzo", 3),
    ("march", 3),
    ("mars", 3),
    ("marco", 3),
    ("marz", 3),
    ("maart", 3),
    ("maret", 3),
    ("mar", 3),
    ("mrz", 3),
    ("mrt", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("nisan", 4),
    ("kwie", 4),
    ("may", 5),
    ("mai", 5),
    ("mag", 5),
    ("mei", 5),
    ("maj", 5),
    ("jun", 6),
    ("juin", 6),
    ("giu", 6),
    ("haziran", 6),
    ("jul", 7),
    ("juil", 7),
    ("lug", 7),
    ("temmuz", 7),
    ("lip", 7),
    ("aug", 8),
    ("aou", 8),
    ("ago", 8),
    ("agu", 8),
    ("sie", 8),
    ("agustos", 8),
    ("sep", 9),
    ("set", 9),
    ("wrz", 9),
    ("oct", 10),
    ("okt", 10),
    ("out", 10),
    ("ott", 10),
    ("ekim", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
    ("dic", 12),
];

/// Years in which news is dated.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// The first date that is written in a text.
pub(super) fn date(text: &str) -> Option<Date> {
    let pieces = pieces(text);
    (0..pieces.len()).find_map(|at| starting_at(pieces.get(at..).unwrap_or_default()))
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Piece<'t> {
    Number(&'t str),
    Word(&'t str),
    /// What stands between, white space left out: `/`, `.`, `-`, `年`; nothing for a space.
    Mark(char),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let digits = c.is_ascii_digit();
        let is_mark = "年月日년월일".contains(c);
        let end = if is_mark || !c.is_alphanumeric() {
            c.len_utf8()
        } else {
            rest.find(|other: char| {
                other.is_ascii_digit() != digits || !other.is_alphanumeric() || "年月日년월일".contains(other)
            })
            .unwrap_or(rest.len())
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        match c {
            _ if digits => pieces.push(Piece::Number(piece)),
            _ if is_mark || matches!(c, '/' | '.' | '-' | ':') => pieces.push(Piece::Mark(c)),
            _ if c.is_alphanumeric() => pieces.push(Piece::Word(piece)),
            _ => {}
        }
    }
    pieces
}

fn starting_at(pieces: &[Piece<'_>]) -> Option<Date> {
    use Piece::{Mark, Number, Word};
    match pieces {
        [Number(year), Mark('年' | '년'), Number(month), Mark('月' | '월'), Number(day), ..] => {
            made(year, number(month)?, day)
        }
        [Number(year), Mark(one @ ('-' | '/' | '.')), Number(month), Mark(other), Number(day), ..]
            if one == other && year.len() == 4 =>
        {
            made(year, number(month)?, day)
        }
        [Number(day), Mark('.'), Number(month), Mark('.'), Number(year), ..] if year.len() == 4 => {
            made(year, number(month)?, day)
        }
        [Number(one), Mark('/' | '-'), Number(other), Mark('/' | '-'), Number(year), ..] if year.len() == 4 => {
            ordered(one, other, year)
        }
        [Word(word), rest @ ..] if month(word).is_some() => after_month(month(word)?, rest),
        [Number(day), rest @ ..] => after_day(day, rest),
        _ => None,
    }
}

/// `April 2, 2024`, `Apr. 2nd 2024`.
fn after_month(month: i8, rest: &[Piece<'_>]) -> Option<Date> {
    use Piece::{Mark, Number, Word};
    let rest = match rest {
        [Mark('.'), rest @ ..] => rest,
        rest => rest,
    };
    match rest {
        [Number(day), Word("st" | "nd" | "rd" | "th"), Number(year), ..] | [Number(day), Number(year), ..] => {
            made(year, month, day)
        }
        _ => None,
    }
}

/// `2 April 2024`, `2. April 2024`, `2 de abril de 2024`, `2-Apr-2024`.
fn after_day(day: &str, rest: &[Piece<'_>]) -> Option<Date> {
    use Piece::{Mark, Number, Word};
    let rest = match rest {
        [Mark('.' | '-') | Word("st" | "nd" | "rd" | "th" | "er" | "de" | "º"), Word("of"), rest @ ..] => rest,
        [Mark('.' | '-') | Word("st" | "nd" | "rd" | "th" | "er" | "de" | "of" | "º"), rest @ ..] => rest,
        rest => rest,
    };
    let [Word(word), rest @ ..] = rest else { return None };
    let month = month(word)?;
    match rest {
        [Mark('.' | '-') | Word("de" | "del"), Number(year), ..] | [Number(year), ..] => made(year, month, day),
        _ => None,
    }
}

/// Which of two numbers is the day, where only one can be.
fn ordered(one: &str, other: &str, year: &str) -> Option<Date> {
    let (first, second) = (number(one)?, number(other)?);
    match (first > 12, second > 12) {
        (true, false) => made(year, second, one),
        (false, true) => made(year, first, other),
        _ if first == second => made(year, first, other),
        _ => None,
    }
}

fn number(digits: &str) -> Option<i8> {
    if digits.len() <= 2 { digits.parse().ok() } else { None }
}

fn made(year: &str, month: i8, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|year| YEARS.contains(year))?;
    Date::new(year, month, number(day)?).ok()
}

/// The month that a word names in full or in its usual short form.
fn month(word: &str) -> Option<i8> {
    let plain: String = word.to_lowercase().chars().map(unmarked).collect();
    if !(3..=10).contains(&plain.chars().count()) {
        return None;
    }
    let (_, month) = MONTHS.iter().find(|(start, _)| plain.starts_with(start))?;
    // Words such as `marketing`, `mayor` and `decision` begin like months.
    let whole = plain.len() <= 4 || FULL.contains(&plain.as_str());
    whole.then_some(*month)
}

/// Months in full, longer than four letters.
const FULL: [&str; 77] = [
    "january",
    "february",
    "march",
    "april",
    "august",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "februar",
    "marts",
    "dezember",
    "oktober",
    "janvier",
    "fevrier",
    "avril",
    "juillet",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "setiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "janeiro",
    "fevereiro",
    "marco",
    "maio",
    "junho",
    "julho",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "januari",
    "februari",
    "maart",
    "augustus",
    "agustus",
    "augusti",
    "desember",
    "januari",
    "pebruari",
    "maret",
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "czerwca",
    "lipca",
    "sierpnia",
    "wrzesnia",
    "listopada",
    "grudnia",
    "subat",
    "nisan",
    "mayis",
    "sept.",
];

fn unmarked(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
        'é' | 'è' | 'ê' => 'e',
        'í' | 'ı' => 'i',
        'ó' | 'ô' | 'ö' => 'o',
        'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ş' | 'ś' => 's',
        'ń' => 'n',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Updated Tuesday, April 2, 2024, 3:30 p.m. ET")]
    #[case("Apr. 2nd, 2024")]
    #[case("2 April 2024")]
    #[case("2nd of April 2024")]
    #[case("2. April 2024")]
    #[case("2 de abril de 2024")]
    #[case("le 2 avril 2024 à 10h30")]
    #[case("2024年4月2日")]
    #[case("02.04.2024 12:00")]
    #[case("Posted 2024/04/02")]
    #[case("02-Apr-2024")]
    fn a_written_date_is_read(#[case] text: &str) {
        assert_eq!(date(text), Some(Date::constant(2024, 4, 2)), "{text}");
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
        assert_eq!(date(text), None);
    }

    #[test]
    fn a_day_above_twelve_tells_the_order() {
        assert_eq!(date("22/04/2024"), Some(Date::constant(2024, 4, 22)));
        assert_eq!(date("04/22/2024"), Some(Date::constant(2024, 4, 22)));
    }
}
