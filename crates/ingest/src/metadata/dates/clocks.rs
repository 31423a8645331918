//! Times of day as they are written for readers: `9:30 PM EST`, `21h30`, `21.30 Uhr`, `下午 9:30`.

use jiff::civil::{Date, Weekday};

use crate::times;

/// A time of day that stands beside a day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clock {
    pub(super) hour: i8,
    pub(super) minute: i8,
    pub(super) second: Option<i8>,
    /// Whether it may be one of the other half of the day: `9:30`, where people write hours up to twelve.
    pub(super) may_be_half: bool,
    /// Offsets from UTC, in minutes, that its zone may stand for; none where no zone is named.
    pub(super) zone: Vec<i16>,
    /// What the zone is called, as the names of zones are known; empty where it is not named.
    pub(super) zone_name: &'static str,
    /// Whether the zone is one of America of no season: `ET`.
    pub(super) is_of_season: bool,
}

impl Clock {
    /// Whether the day is in the other season than an offset of `ET`, `CT`, `MT` or `PT`; they have begun on the same days since 2007.
    pub(super) fn is_denied(&self, day: Date, minutes: i16) -> bool {
        const FIRST: i16 = 2007;
        if !self.is_of_season || day.year() < FIRST {
            return false;
        }
        let nth_sunday = |month: i8, nth: i8| {
            Date::new(day.year(), month, 1).and_then(|first| first.nth_weekday_of_month(nth, Weekday::Sunday))
        };
        let (Ok(begin), Ok(end)) = (nth_sunday(3, 2), nth_sunday(11, 1)) else { return false };
        // On the days themselves it may be either.
        let is_changing = day == begin || day == end;
        let is_summer = (begin..end).contains(&day);
        !is_changing && is_summer != (self.zone.iter().max() == Some(&minutes))
    }
}

/// Languages whose hours go up to 24 where nothing is said of the half of the day.
const OF_24_HOURS: [&str; 29] = [
    "bg", "cs", "da", "de", "es", "et", "fa", "fi", "fr", "he", "hr", "hu", "id", "it", "ja", "lt", "lv", "nb", "nl",
    "no", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk",
];

const MORNING: [&str; 13] =
    ["a.m.", "a.m", "am", "a. m.", "上午", "午前", "凌晨", "早上", "오전", "πμ", "π.μ.", "صباحا", "ص"];
const EVENING: [&str; 14] =
    ["p.m.", "p.m", "pm", "p. m.", "下午", "午後", "晚上", "오후", "μμ", "μ.μ.", "مساءً", "مساء", "م", "中午"];

/// What follows the numbers of a time of day and says no more than that it is one.
const FILLERS: [&str; 9] = ["uhr", "hrs", "hours", "horas", "hs", "h", "น.", "분", "分"];

/// Names of zones in lower case with what they may stand for, in minutes; the same name is of several, and those of America are
/// said of both halves of the year where they name no half.
const ZONES: &[(&str, &[i16])] = &[
    ("z", &[0]),
    ("utc", &[0]),
    ("gmt", &[0]),
    ("et", &[-300, -240]),
    ("est", &[-300]),
    ("edt", &[-240]),
    ("ct", &[-360, -300]),
    ("cst", &[-360, 480]),
    ("cdt", &[-300]),
    ("mt", &[-420, -360]),
    ("mst", &[-420]),
    ("mdt", &[-360]),
    ("pt", &[-480, -420]),
    ("pst", &[-480, 480]),
    ("pdt", &[-420]),
    ("akst", &[-540]),
    ("akdt", &[-480]),
    ("hst", &[-600]),
    ("ast", &[-240, 180]),
    ("adt", &[-180]),
    ("brt", &[-180]),
    ("art", &[-180]),
    ("wet", &[0]),
    ("west", &[60]),
    ("bst", &[60, 360]),
    ("cet", &[60]),
    ("mez", &[60]),
    ("cest", &[120]),
    ("mesz", &[120]),
    ("eet", &[120]),
    ("eest", &[180]),
    ("msk", &[180, 240]),
    ("мск", &[180, 240]),
    ("trt", &[180]),
    ("wat", &[60]),
    ("cat", &[120]),
    ("sast", &[120]),
    ("eat", &[180]),
    ("gst", &[240]),
    ("pkt", &[300]),
    ("ist", &[330, 60, 120]),
    ("npt", &[345]),
    ("wib", &[420]),
    ("ict", &[420]),
    ("wita", &[480]),
    ("sgt", &[480]),
    ("hkt", &[480]),
    ("myt", &[480]),
    ("pht", &[480]),
    ("awst", &[480]),
    ("wit", &[540]),
    ("jst", &[540]),
    ("kst", &[540]),
    ("acst", &[570]),
    ("acdt", &[630]),
    ("aest", &[600]),
    ("aedt", &[660]),
    ("nzst", &[720]),
    ("nzdt", &[780]),
];

/// The times of day in a text in lower case, in their order.
pub(super) fn clocks(text: &str, language: &str) -> Vec<Clock> {
    let text = times::in_ascii_digits(text);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let (before, rest) = text.split_at(from + start);
        let read = starting_at(before, rest, language);
        let length = read.as_ref().map_or_else(|| digits(rest), |(length, _)| *length);
        found.extend(read.map(|(_, clock)| clock));
        from += start + length.max(1);
    }
    found
}

/// How many digits begin a text.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Two numbers of a text, where it begins with them, and what stands between.
fn pair(text: &str) -> Option<(&str, char, &str, &str)> {
    let (first, rest) = text.split_at_checked(digits(text)).filter(|(digits, _)| (1..=2).contains(&digits.len()))?;
    let rest = rest.trim_start_matches(' ');
    let mark = rest.chars().next()?;
    let rest = rest.get(mark.len_utf8()..)?.trim_start_matches(' ');
    let (second, rest) = rest.split_at_checked(digits(rest)).filter(|(digits, _)| digits.len() == 2)?;
    Some((first, mark, second, rest))
}

/// The time of day that a text begins with, and its length.
fn starting_at(before: &str, text: &str, language: &str) -> Option<(usize, Clock)> {
    if before.ends_with([':', '.', '/', '-', '+', '$', '€', '£', ',']) {
        return None;
    }
    let (hour, mark, minute, rest) = pair(text).or_else(|| {
        // `9 pm`.
        let (hour, rest) = text.split_at_checked(digits(text)).filter(|(hour, _)| hour.len() <= 2)?;
        half(rest.trim_start()).map(|_| (hour, ':', "00", rest))
    })?;
    let (second, rest) = match rest.strip_prefix(':').filter(|_| mark == ':').map(|rest| rest.split_at(digits(rest))) {
        Some((second, rest)) if second.len() == 2 => (Some(second.parse().ok()?), rest),
        Some(_) => return None,
        None => (None, rest),
    };
    if rest.starts_with(':') {
        return None;
    }
    let after = rest.trim_start();
    let (half_after, after) = half(after).map_or((None, after), |(half, rest)| (Some(half), rest));
    let after = FILLERS.iter().find_map(|filler| after.strip_prefix(filler)).unwrap_or(after);
    let is_filled = after.len() < rest.trim_start().len();
    let (zone_name, zone) = zone(after.trim_start_matches(|c: char| c.is_whitespace() || "([,.|-–•".contains(c)));
    // A point stands between the numbers of a day as well.
    let is_mark = matches!(mark, ':' | '：' | 'h' | '時' | '时' | '點' | '点' | '시');
    if !(is_mark || (mark == '.' && (is_filled || !zone.is_empty()))) {
        return None;
    }
    let half = half_after.or_else(|| half_before(before));
    let (given, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match half {
        Some(Half::Morning) if given == 12 => 0,
        Some(Half::Evening) if given < 12 => given + 12,
        _ => given,
    };
    let may_be_half =
        half.is_none() && (1..=12).contains(&given) && !text.starts_with('0') && !OF_24_HOURS.contains(&language);
    let is_of_season = zone.len() == 2 && zone.iter().all(|minutes| (-480..=-240).contains(minutes));
    let clock = Clock { hour, minute, second, may_be_half, zone, zone_name, is_of_season };
    (hour < 24 && minute < 60).then_some((text.len() - rest.len(), clock))
}

#[derive(Debug, Clone, Copy)]
enum Half {
    Morning,
    Evening,
}

/// The half of the day that a text begins with, and what follows it.
fn half(text: &str) -> Option<(Half, &str)> {
    let named = |names: &[&str]| {
        let rests = names.iter().filter_map(|name| text.strip_prefix(name));
        rests.into_iter().find(|rest| !rest.starts_with(char::is_alphabetic))
    };
    let morning = named(&MORNING).map(|rest| (Half::Morning, rest));
    morning.or_else(|| named(&EVENING).map(|rest| (Half::Evening, rest)))
}

/// The half of the day that a text ends with, as it stands in Chinese, Japanese and Korean.
fn half_before(text: &str) -> Option<Half> {
    let text = text.trim_end();
    let is_one = |name: &&&str| !name.is_ascii() && text.ends_with(**name);
    let morning = MORNING.iter().find(is_one).map(|_| Half::Morning);
    morning.or_else(|| EVENING.iter().find(is_one).map(|_| Half::Evening))
}

/// What the zone that a text begins with may stand for: `et`, `(gmt+7)`, `+0200`.
fn zone(text: &str) -> (&'static str, Vec<i16>) {
    let (name, rest) = text.split_at(text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len()));
    let rest = rest.trim_start();
    if matches!(name, "" | "utc" | "gmt")
        && let Some(offset) = offset(rest)
    {
        return (if name.is_empty() { "" } else { "utc" }, vec![offset]);
    }
    ZONES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(known, minutes)| (*known, minutes.to_vec()))
        .unwrap_or_default()
}

/// Minutes of `+7`, `+05:30` or `-0300`.
fn offset(text: &str) -> Option<i16> {
    let (sign, rest) = match text.chars().next()? {
        '+' => (1, text.get(1..)?),
        '-' => (-1, text.get(1..)?),
        '−' => (-1, text.get('−'.len_utf8()..)?),
        _ => return None,
    };
    let (hours, rest) = rest.split_at(digits(rest));
    let (hours, minutes) = match hours.len() {
        4 => hours.split_at(2),
        1 | 2 => (hours, rest.strip_prefix(':').and_then(|rest| rest.get(..digits(rest))).unwrap_or("0")),
        _ => return None,
    };
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("march 3, 2014 9:30 pm est", 21, 30, &[-300])]
    #[case("9:30 p.m. et, mon march 3, 2014", 21, 30, &[-300, -240])]
    #[case("03.03.2014, 21:30 uhr", 21, 30, &[])]
    #[case("03.03.2014 - 21.30 uhr (mez)", 21, 30, &[60])]
    #[case("le 3 mars 2014 à 21h30", 21, 30, &[])]
    #[case("2014年3月3日 21時30分", 21, 30, &[])]
    #[case("2014-03-03 下午9:30", 21, 30, &[])]
    #[case("2014.03.03 오후 9:30", 21, 30, &[])]
    #[case("3/3/2014, 21:30 (gmt+7)", 21, 30, &[420])]
    #[case("3 mar 2014 21:30 +0530", 21, 30, &[330])]
    #[case("3 марта 2014, 21:30 мск", 21, 30, &[180, 240])]
    #[case("۱۲ اسفند ۱۳۹۲ - ۲۱:۳۰", 21, 30, &[])]
    #[case("march 3, 2014 12:30 am", 0, 30, &[])]
    #[case("3 march 2014, 9 pm", 21, 0, &[])]
    fn a_time_of_day_is_read(#[case] text: &str, #[case] hour: i8, #[case] minute: i8, #[case] zone: &[i16]) {
        let found = clocks(text, "en");
        let read: Vec<_> = found.iter().map(|clock| (clock.hour, clock.minute, clock.zone.as_slice())).collect();
        assert_eq!(read, [(hour, minute, zone)], "{text}");
    }

    #[rstest]
    #[case("03.03.2014")]
    #[case("3 march 2014, 24:00")]
    #[case("12.09 2016")]
    #[case("2014-03-03")]
    #[case("3 march 2014 | 5 min read")]
    #[case("3 march 2014 | 12:345")]
    #[case("3 march 2014 | 12:00:0")]
    #[case("3 march 2014 | 00:00:00:00")]
    fn what_is_no_time_of_day_is_none(#[case] text: &str) {
        assert_eq!(clocks(text, "en"), [], "{text}");
    }

    #[test]
    fn an_hour_may_be_of_the_other_half_where_hours_go_to_twelve() {
        let may_be = |text, language| clocks(text, language).first().map(|clock| clock.may_be_half);
        assert_eq!(may_be("3 march 2014 9:30", "en"), Some(true));
        assert_eq!(may_be("3 march 2014 09:30", "en"), Some(false));
        assert_eq!(may_be("3 march 2014 21:30", "en"), Some(false));
        assert_eq!(may_be("3 de marzo de 2014 9:30", "es"), Some(false));
        assert_eq!(may_be("3 march 2014 9:30 pm", "en"), Some(false));
    }

    #[test]
    fn many_numbers_are_read_in_time() {
        assert_eq!(clocks(&"1".repeat(100_000), "en"), []);
        assert_eq!(clocks(&"1:1".repeat(100_000), "en").len(), 0);
    }
}
