//! The moment on a day that readers are shown with a time of day and its zone: `March 3, 2026 9:30 PM ET`.
//!
//! Only where the zone can be one alone, and the day and the time of day stand in one text.

use dateline_record::v1::{
    DocumentTime,
    document_time::{Origin, Precision},
};
use jiff::civil::Date;

use super::{
    Label, Reader, Shown,
    clocks::{Clock, clocks},
    labelled,
};
use crate::times::{self, Order};

/// Names of zones that are of one zone alone, whatever the season, and no words of a language.
const OF_ONE: [&str; 14] =
    ["utc", "gmt", "brt", "trt", "sast", "pkt", "npt", "wib", "wita", "hkt", "myt", "jst", "kst", "awst"];

/// Names of zones that are of one half of the year, and whether of its summer: in the other half people write them for the zone
/// that is then meant.
const OF_HALF: [(&str, bool); 11] = [
    ("est", false),
    ("edt", true),
    ("cdt", true),
    ("mdt", true),
    ("pdt", true),
    ("cet", false),
    ("cest", true),
    ("mez", false),
    ("mesz", true),
    ("eet", false),
    ("eest", true),
];

/// Shown times looked at, at most.
const MOST: usize = 20;

/// Words beside a day and a time of day of which nothing is said, at most: a day of the week.
const MOST_WORDS: usize = 1;

/// A day as the moment on it that readers are shown with one of some labels; as it is where they are shown none or two.
pub(super) fn to_the_minute(
    day: Option<DocumentTime>,
    labels: &[Label],
    shown: &[Shown],
    reader: &Reader<'_, '_, '_>,
) -> Option<DocumentTime> {
    let day = day?;
    let date = day.value.get(..10).and_then(|date| date.parse().ok()).filter(|_| day.precision() == Precision::Day);
    let Some(date) = date else { return Some(day) };
    let own = shown.iter().take(MOST).filter(|shown| shown.time.value.get(..10) == day.value.get(..10));
    let mut moments = own.flat_map(|shown| {
        let parts = labelled(&shown.text).into_iter();
        let parts = parts.map(|(label, part)| (if label == Label::None { shown.label } else { label }, part));
        let parts = parts.filter(|(label, _)| labels.contains(label));
        parts.filter_map(|(label, part)| moment(date, label, &part, reader)).collect::<Vec<_>>()
    });
    let first = moments.next();
    Some(first.filter(|first| moments.all(|other| other == *first)).unwrap_or(day))
}

/// The moment in a text on a day that it holds.
fn moment(date: Date, label: Label, text: &str, reader: &Reader<'_, '_, '_>) -> Option<DocumentTime> {
    let style = reader.style;
    let written = times::written(text, style, Origin::Text)?;
    let mut found = clocks(text, style.language);
    let clock = found.pop().filter(|_| found.is_empty())?;
    let is_alone = label != Label::None || other_words(text, clock.zone_name, style.language) <= MOST_WORDS;
    let is_day = written.value.get(..10).and_then(|day| day.parse::<Date>().ok()) == Some(date);
    let offset = offset(&clock, date, style.language, style.order).filter(|_| is_day && is_alone)?;
    let (sign, offset) = (if offset < 0 { '-' } else { '+' }, offset.abs());
    let (hour, minute, second) = (clock.hour, clock.minute, clock.second.unwrap_or(0));
    let (hours, minutes) = (offset / 60, offset % 60);
    let value = format!("{date}T{hour:02}:{minute:02}:{second:02}{sign}{hours:02}:{minutes:02}");
    let precision = if clock.second.is_some() { Precision::Second } else { Precision::Minute };
    times::parse(&value, Origin::Text).map(|time| DocumentTime { precision: precision.into(), ..time })
}

/// Words of a text that name no month, zone or part of a time of day.
fn other_words(text: &str, zone: &str, language: &str) -> usize {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 2 && *word != zone);
    words.filter(|word| !times::is_month(word, language) && *word != "uhr").count()
}

/// The offset of a time of day from UTC in minutes, where its zone can be one alone on that day.
fn offset(clock: &Clock, day: Date, language: &str, order: Order) -> Option<i16> {
    // Australia has an EST and an EDT of its own; `et` and `est` are words of French, as is `cet`.
    let is_america = language == "en" && order != Order::DayFirst;
    let is_known = match clock.zone_name {
        "et" | "pt" => is_america,
        "est" | "edt" | "cdt" | "mdt" | "pdt" => is_america && is_in_its_half(clock.zone_name, day),
        "cet" => language != "fr" && is_in_its_half("cet", day),
        name => OF_ONE.contains(&name) || is_in_its_half(name, day),
    };
    let mut offsets = clock.zone.iter().filter(|minutes| !clock.is_denied(day, **minutes));
    offsets.next().copied().filter(|_| is_known && !clock.may_be_half && offsets.next().is_none())
}

/// Whether a zone of one half of the year is named in that half, by the clocks of America and of Europe.
fn is_in_its_half(name: &str, day: Date) -> bool {
    let is_summer = match (day.month(), day.day()) {
        (4..=9, _) | (10, ..25) => Some(true),
        (11, 8..) | (12 | 1 | 2, _) | (3, ..8) => Some(false),
        _ => None,
    };
    OF_HALF.iter().any(|(known, of_summer)| *known == name && is_summer == Some(*of_summer))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::{
        html::tree::{Caps, Tree},
        metadata::{dates::read, json_ld::JsonLd, page::Page},
    };

    fn both(language: &str, shown: &str) -> [String; 2] {
        let page = format!("<html lang={language}><h1>River rises in Torvald</h1>{shown}<p>The Brenna rose.");
        let tree = Tree::parse(&page, Caps { depth: 100, elements: 9_000 }).unwrap();
        let page = Page::read(&tree);
        let (published, modified) = read(&page, &JsonLd::default(), "", page.headings.first().copied());
        [published, modified].map(|time| time.map(|time| time.value).unwrap_or_default())
    }

    #[rstest]
    #[case("en", "March 3, 2026 9:30 PM ET", "2026-03-03T21:30:00-05:00")]
    #[case("en", "Thu Jul 16, 2026 3:05pm EDT", "2026-07-16T15:05:00-04:00")]
    #[case("en", "Published: July 16, 2026 3:05:09 p.m. PT", "2026-07-16T15:05:09-07:00")]
    #[case("de", "Veröffentlicht: 03.02.2026 - 21:30 Uhr (MEZ)", "2026-02-03T21:30:00+01:00")]
    #[case("id", "Selasa, 3 Maret 2026 21:30 WIB", "2026-03-03T21:30:00+07:00")]
    #[case("vi", "03/03/2026, 21:30 (GMT+7)", "2026-03-03T21:30:00+07:00")]
    // No zone, one of several, of the other season, of the days on which clocks are set, of another country, a word; of either
    // half of the day; two times of day; something that is on that day.
    #[case("en", "March 3, 2026 9:30 PM", "2026-03-03T00:00:00Z")]
    #[case("en", "March 3, 2026 9:30 PM IST", "2026-03-03T00:00:00Z")]
    #[case("en", "July 16, 2026 9:30 PM EST", "2026-07-16T00:00:00Z")]
    #[case("en", "March 8, 2026 9:30 PM ET", "2026-03-08T00:00:00Z")]
    #[case("en", "March 28, 2026 9:30 PM CET", "2026-03-28T00:00:00Z")]
    #[case("en-AU", "3 March 2026 9:30 PM EST", "2026-03-03T00:00:00Z")]
    #[case("fr", "3 mars 2026 à 21h30 et", "2026-03-03T00:00:00Z")]
    #[case("en", "March 3, 2026 9:30 ET", "2026-03-03T00:00:00Z")]
    #[case("en", "March 3, 2026 9:30 PM ET / 6:30 PM PT", "2026-03-03T00:00:00Z")]
    #[case("en", "The valley choir sings March 3, 2026 9:30 PM ET", "2026-03-03T00:00:00Z")]
    fn a_day_with_a_time_of_day_in_a_zone_that_is_sure_is_a_moment(
        #[case] language: &str,
        #[case] shown: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(both(language, &format!("<p>{shown}</p>"))[0], expected, "{shown}");
    }

    #[test]
    fn each_moment_is_of_its_own_label() {
        let shown = "<p>Published March 3, 2026 | Updated March 3, 2026 9:30 PM ET</p>";
        assert_eq!(both("en", shown), ["2026-03-03T00:00:00Z", "2026-03-03T21:30:00-05:00"]);
        assert_eq!(both("en", "<p>First Published 4 hours ago</p><p>Last Updated: 01:01 am</p>"), ["", ""]);
    }
}
