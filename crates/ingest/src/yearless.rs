//! The day of a dateline that names no year: `BERLIN, June 3 (Reuters) -`.
//!
//! It alone leaves the year open. Where nothing else dates an article that was retrieved at a known moment, the day is the last of
//! that name before it, if it is so close that the text was news then: within a few days, or, where the day of the week is
//! named too and fits, within some weeks, as the same day falls on the same day of the week only some years before.

use dateline_record::v1::{
    DocumentTime,
    document_time::{Origin, Precision},
};
use jiff::civil::{Date, Weekday};

use crate::times::{self, Style};

/// Days before the retrieval within which the day lies, at most, and where its day of the week fits.
const DAYS: i32 = 3;
const DAYS_OF_WEEKDAY: i32 = 60;

/// Days that it may lie after it, in zones ahead.
const AHEAD: i32 = 1;

/// Lines at the head of a text in which it is looked for, and bytes in which it ends.
const LINES: usize = 8;
const OPENING: usize = 120;

/// What ends it.
const DASHES: [&str; 7] = [" - ", " – ", " — ", " -- ", "—", "–", "--"];

/// Where the year goes.
const YEAR: &str = "YEAR";

/// A day without its year.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Day {
    /// As it is written, with [`YEAR`].
    written: String,
    weekday: Option<Weekday>,
}

/// The day of the dateline that a text begins with, in the year that the moment of its retrieval leaves it.
pub(crate) fn day(text: &str, retrieved: &DocumentTime) -> Option<DocumentTime> {
    let retrieved: Date = retrieved.value.get(..10)?.parse().ok()?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES);
    let day = lines.map(opening).find_map(|line| in_dateline(line).or_else(|| in_dense(line)))?;
    let most = if day.weekday.is_some() { DAYS_OF_WEEKDAY } else { DAYS };
    // Near the turn of the year the day may be of another than that of the retrieval.
    (-1..=1).find_map(|years| {
        let written = day.written.replace(YEAR, &retrieved.year().checked_add(years)?.to_string());
        let time = times::written(&written, Style::default(), Origin::Inferred)?;
        let date: Date = time.value.get(..10)?.parse().ok()?;
        let before = date.until(retrieved).ok()?.get_days();
        let fits = (-AHEAD..=most).contains(&before) && day.weekday.is_none_or(|weekday| weekday == date.weekday());
        fits.then_some(DocumentTime { precision: Precision::Day.into(), ..time })
    })
}

fn opening(line: &str) -> &str {
    line.get(..line.floor_char_boundary(OPENING.min(line.len()))).unwrap_or_default()
}

/// A place, or the day of the week, then the day, and who reports or a place in capitals: no sentence begins so.
fn in_dateline(opening: &str) -> Option<Day> {
    let end = DASHES.iter().filter_map(|dash| opening.find(dash)).min()?;
    let head = opening.get(..end)?.trim();
    let (head, has_agency) = match head.strip_suffix(')').and_then(|head| head.rsplit_once(" (")) {
        Some((before, agency)) => (before, !agency.is_empty() && !agency.contains(|c: char| c.is_ascii_digit())),
        None => (head, false),
    };
    let mut parts: Vec<&str> = head.split(", ").collect();
    let mut words: Vec<&str> = parts.pop()?.split_whitespace().collect();
    let mut weekday = words.first().and_then(|word| times::weekday(word.trim_matches([',', ' '])));
    if weekday.is_some() {
        words.remove(0);
    }
    // `MONDAY, June 3`, `Berlin, Monday, June 3`.
    if let Some(named) = parts.last().and_then(|part| times::weekday(part)).filter(|_| weekday.is_none()) {
        weekday = Some(named);
        parts.pop();
    }
    let is_place = |part: &&str| part.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let in_capitals = parts.first().is_some_and(|place| place.len() >= 3 && !place.contains(char::is_lowercase));
    let begins = if parts.is_empty() { weekday.is_some() && has_agency } else { has_agency || in_capitals };
    (begins && parts.len() <= 3 && parts.iter().all(is_place)).then(|| written(&words, weekday)).flatten()
}

/// A month and a day of it alone, either first.
fn written(words: &[&str], weekday: Option<Weekday>) -> Option<Day> {
    let (one, other) = match words {
        [one, other] | [one, "de", other] => (one.trim_end_matches('.'), other.trim_end_matches('.')),
        _ => return None,
    };
    let is_day = |word: &str| word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    let written = match (is_day(one), is_day(other)) {
        (true, false) if times::is_month(other, "") => format!("{one} {other} {YEAR}"),
        (false, true) if times::is_month(one, "") => format!("{one} {other}, {YEAR}"),
        _ => return None,
    };
    Some(Day { written, weekday })
}

/// `新华社北京6月3日电`.
fn in_dense(opening: &str) -> Option<Day> {
    let ends = ["日电", "日電", "日讯", "日訊"].iter().filter_map(|end| opening.find(end)).min()?;
    let (before, day) = opening.get(..ends)?.rsplit_once('月')?;
    let month = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let (place, month) = before.split_at_checked(month.len())?;
    let has_year = place.ends_with('年');
    let number = |text: &str, most: u8| text.parse::<u8>().ok().filter(|number| (1..=most).contains(number));
    let (month, day) = (number(month, 12)?, number(day, 31)?);
    (!has_year && !place.is_empty()).then(|| Day { written: format!("{YEAR}-{month:02}-{day:02}"), weekday: None })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn at(moment: &str) -> DocumentTime {
        DocumentTime { value: moment.into(), ..DocumentTime::default() }
    }

    fn told(text: &str, moment: &str) -> String {
        let text = format!("Wall to be mended\n\n{text} The council met and agreed to mend the wall.");
        day(&text, &at(moment)).map(|time| time.value.get(..10).unwrap().to_owned()).unwrap_or_default()
    }

    #[rstest]
    #[case("THURSDAY, June 6 (HealthDay News) --", "2024-06-20T01:00:00Z", "2024-06-06")]
    #[case("BERLIN, 3. Juni (Reuters) -", "2024-06-03T10:00:00Z", "2024-06-03")]
    #[case("WASHINGTON, Jun. 3 (Xinhua) —", "2024-06-05T10:00:00Z", "2024-06-03")]
    #[case("Paris, 6 juin (AFP) –", "2024-06-07T10:00:00Z", "2024-06-06")]
    #[case("MADRID, 6 de junio (EFE) -", "2024-06-07T10:00:00Z", "2024-06-06")]
    #[case("SYDNEY, June 7 —", "2024-06-06T20:00:00Z", "2024-06-07")]
    #[case("LONDON, Dec 31 (AP) —", "2025-01-02T10:00:00Z", "2024-12-31")]
    #[case("AUCKLAND, Jan 1 (AP) —", "2024-12-31T20:00:00Z", "2025-01-01")]
    #[case("ALBANY, N.Y., Monday, June 3 (AP) --", "2024-07-20T10:00:00Z", "2024-06-03")]
    #[case("新华社北京6月3日电", "2024-06-04T10:00:00Z", "2024-06-03")]
    fn the_retrieval_leaves_one_year(#[case] dateline: &str, #[case] moment: &str, #[case] expected: &str) {
        assert_eq!(told(dateline, moment), expected);
    }

    #[rstest]
    // Of another year, as the day of the week or the distance has it.
    #[case("THURSDAY, June 6 (HealthDay News) --", "2025-06-08T01:00:00Z")]
    #[case("THURSDAY, June 6 (HealthDay News) --", "2024-10-08T01:00:00Z")]
    #[case("BERLIN, 3. Juni (Reuters) -", "2024-06-20T10:00:00Z")]
    #[case("BERLIN, 3. Juni (Reuters) -", "2024-06-01T10:00:00Z")]
    // No datelines.
    #[case("On Thursday, June 6 -", "2024-06-07T01:00:00Z")]
    #[case("Thursday, June 6 - the day on which it fell.", "2024-06-07T01:00:00Z")]
    #[case("The wall fell in Berlin, June 6 -", "2024-06-07T01:00:00Z")]
    #[case("Open daily, June 6 –", "2024-06-07T01:00:00Z")]
    #[case("BERLIN, June 6, 2019 (AP) -", "2024-06-07T01:00:00Z")]
    #[case("BERLIN, June 6-8 (AP) -", "2024-06-07T01:00:00Z")]
    #[case("BERLIN, June (AP) -", "2024-06-07T01:00:00Z")]
    #[case("新华社北京2019年6月3日电", "2024-06-04T10:00:00Z")]
    #[case("6月3日电", "2024-06-04T10:00:00Z")]
    #[case("BERLIN, 31. Juni (Reuters) -", "2024-06-30T10:00:00Z")]
    fn the_year_stays_open(#[case] dateline: &str, #[case] moment: &str) {
        assert_eq!(told(dateline, moment), "");
    }
}
