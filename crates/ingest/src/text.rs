//! What the head of a plain text says of it: its headline, lines that name its authors, and lines that are a date.
//!
//! Of authors and dates only lines before the first that is long, of which nothing is left when names and dates are taken out: a sentence that
//! begins with `By Monday` names nobody.

mod above;
mod fields;
mod title;

use dateline_record::v1::{
    Article, DocumentTime,
    document_time::{Origin, Precision},
};

use crate::{bylines, times};

/// Lines of the head at most.
const LINES: usize = 8;

/// Characters of a line of the head at most; a longer one is the article's first.
const LONGEST: usize = 120;

/// Words before a date of publication, in lower case.
const DATED: [&str; 8] =
    ["published on", "published at", "published", "posted on", "posted", "date", "publication date", "on"];

/// What stands between parts of a line.
const BETWEEN: [&str; 6] = [" | ", " - ", " – ", " — ", " • ", " · "];

/// What the head of a text says of it; in fields with names, where it has some.
pub(crate) fn describe(text: &str) -> Article {
    let mut article = fields::read(text)
        .unwrap_or_else(|| Article { title: title::find(text).unwrap_or_default(), ..Article::default() });
    let (bylines, published_at) = head(text);
    if article.bylines.is_empty() {
        article.bylines = bylines;
    }
    article.published_at = article.published_at.or(published_at);
    of_dateline(text, &mut article);
    article
}

/// What the dateline that opens the first paragraph says where the head does not: a whole date before the agency, as in
/// `Paris, Nov 22, 2024 (AFP) -`, and in Korean and Chinese who reports.
fn of_dateline(text: &str, article: &mut Article) {
    /// Bytes in which a dateline ends.
    const OPENING: usize = 120;
    let lines = lines(text).map(bare).filter(|line| !line.is_empty()).take(LINES * 2);
    let Some(line) = lines.clone().find(|line| line.len() > LONGEST || line.contains(['(', '/', '（'])) else {
        return;
    };
    if article.bylines.is_empty() && bylines::is_dense(line) {
        let language = if line.contains(|c| matches!(c, '\u{ac00}'..='\u{d7af}')) { "ko" } else { "zh" };
        article.bylines = bylines::of_dateline(line, language);
    }
    let opening = line.get(..line.floor_char_boundary(OPENING.min(line.len()))).unwrap_or_default();
    if article.published_at.is_none() {
        article.published_at = day_of_dateline(opening);
    }
}

/// The whole date between the place of a dateline and its agency, or the dash that ends it where it has none.
fn day_of_dateline(opening: &str) -> Option<DocumentTime> {
    const DASHES: [&str; 5] = [" - ", " – ", " — ", " -- ", " --- "];
    let dash = DASHES.iter().filter_map(|dash| opening.find(dash)).min();
    let dash = dash.or_else(|| opening.find(['—', '–'])).or_else(|| opening.find("--"))?;
    let head = opening.get(..dash)?.trim_end();
    let agency = [(')', " ("), ('/', " /")].into_iter().find_map(|(close, open)| {
        let (before, agency) = head.strip_suffix(close)?.rsplit_once(open)?;
        (!agency.is_empty()).then_some(before)
    });
    let (place, date) = agency.unwrap_or(head).split_once(", ")?;
    // Without an agency it may be half a sentence.
    let named = place.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3);
    let short = agency.is_some() || named && head.split_whitespace().count() <= 8;
    date.match_indices(", ").map(|(at, _)| at + 2).chain([0]).filter(|_| short).find_map(|at| dated(date.get(at..)?))
}

/// The authors and the date of publication of a text, where its head has them.
fn head(text: &str) -> (Vec<String>, Option<DocumentTime>) {
    let lines = lines(text).map(bare).filter(|line| !line.is_empty()).take(LINES);
    let head: Vec<&str> = lines.take_while(|line| line.chars().count() <= LONGEST).collect();
    let parts = || head.iter().flat_map(|line| parts(line));
    let bylines =
        parts().filter_map(|part| bylines::by_whom(part, bylines::language_of_lead(part))).next().unwrap_or_default();
    (bylines, parts().find_map(dated))
}

/// The lines of a text, whatever ends them; what ends with two characters has an empty one between.
fn lines(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(['\n', '\u{c}']).flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// A line without the marks of Markdown, and what agencies set its type by.
fn bare(line: &str) -> &str {
    line.trim().trim_matches(['*', '_', '#', '>', ' ', '\t', '\u{feff}', '^', '=', '<'])
}

fn parts(line: &str) -> Vec<&str> {
    let mut parts = vec![line];
    for between in BETWEEN {
        parts = parts.into_iter().flat_map(|part| part.split(between)).collect();
    }
    parts.into_iter().map(bare).filter(|part| !part.is_empty()).collect()
}

/// The day of a line that is a date.
fn dated(line: &str) -> Option<DocumentTime> {
    let rest = after(line, &DATED).unwrap_or(line);
    let time = times::read(rest, Origin::Text)?;
    let known = matches!(time.precision(), Precision::Day | Precision::Second);
    // A weekday and the name of a zone.
    const OTHERS: usize = 2;
    // Zones as they are written out.
    const OF_ZONES: [&str; 7] = ["eastern", "central", "mountain", "pacific", "standard", "daylight", "time"];
    let words = rest.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1);
    let others =
        words.filter(|word| !times::is_month(word, "") && !matches!(*word, "at" | "am" | "pm" | "de" | "AM" | "PM"));
    let others = others.filter(|word| !OF_ZONES.iter().any(|zone| zone.eq_ignore_ascii_case(word)));
    (known && others.count() <= OTHERS).then_some(time)
}

/// What follows one of some words at the start of a line.
fn after<'l>(line: &'l str, words: &[&str]) -> Option<&'l str> {
    let rest = words.iter().filter_map(|word| {
        let (head, rest) = line.split_at_checked(word.len())?;
        let ends = rest.starts_with([' ', ':']) || word.ends_with(':');
        (ends && head.eq_ignore_ascii_case(word)).then(|| rest.trim_start_matches([':', ' ']).trim())
    });
    rest.min_by_key(|rest| rest.len())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    const LEAD: &str = "\n\nThe council met on Monday and agreed to repair the wall of the harbour before the winter, \
                        said the mayor, who had asked for it in April 2021 and in March 2022.\n";

    fn told(head: &str) -> (String, String) {
        let (bylines, date) = super::head(&format!("{head}{LEAD}"));
        (bylines.join("|"), date.map(|date| date.value.get(..10).unwrap_or_default().to_owned()).unwrap_or_default())
    }

    #[rstest]
    #[case("By Ana Ruiz and Li Wei", "Ana Ruiz|Li Wei", "")]
    #[case("Wall to be repaired\r\n\r\nBy ANA RUIZ\r\nAssociated Press Writer", "ANA RUIZ", "")]
    #[case("# Wall to be repaired\n\n*By Ana Ruiz, Staff Writer*", "Ana Ruiz", "")]
    #[case("Wall to be repaired\nBy Ana Ruiz | April 2, 2024", "Ana Ruiz", "2024-04-02")]
    #[case("Tuesday, 2 April 2024", "", "2024-04-02")]
    #[case("Title: Wall\nAuthor: Ana Ruiz\nDate: 2024-04-02\nURL: https://paper.example/a", "Ana Ruiz", "2024-04-02")]
    #[case("Published: April 2, 2024, 3:30 p.m. ET", "", "2024-04-02")]
    #[case("October 23, 2024 08:05 AM Eastern Daylight Time", "", "2024-10-23")]
    #[case("Von Ana Ruiz", "Ana Ruiz", "")]
    #[case("By Monday the wall was repaired.", "", "")]
    #[case("By Sea", "", "")]
    #[case("The talks of April 2, 2024 on the wall of the harbour", "", "")]
    #[case("PARIS, April 2 (Reuters) - The council met.", "", "")]
    #[case("02/04/2024", "", "")]
    #[case("2024", "", "")]
    #[case("January 1, 1970", "", "")]
    #[case("", "", "")]
    fn a_head_names_authors_and_day(#[case] head: &str, #[case] bylines: &str, #[case] date: &str) {
        assert_eq!(told(head), (bylines.to_owned(), date.to_owned()), "{head}");
    }

    #[rstest]
    #[case("Paris, Nov 22, 2024 (AFP) - The council met.", "2024-11-22")]
    #[case("BRENNA, Ore., June 3, 2024 /Wire/ -- The council met.", "2024-06-03")]
    #[case("Paris, Nov 22 (AFP) - The council met.", "")]
    #[case(
        "LYON, le 5 mars 2024 – Le conseil s’est réuni pour la première fois depuis la réparation du mur du vieux port, dit-il.",
        "2024-03-05"
    )]
    #[case("Brenna (United Kingdom), March 5, 2024 (AFP) - The council met.", "2024-03-05")]
    #[case(
        "In its talks of Monday, May 5, 2024 – the last of all – the council agreed to repair the wall of the old harbour soon.",
        ""
    )]
    #[case("The council, Nov 22, 2024 (its day) met.", "")]
    fn a_dateline_tells_the_day(#[case] text: &str, #[case] day: &str) {
        let time = super::describe(text).published_at;
        assert_eq!(time.map(|time| time.value.get(..10).unwrap_or_default().to_owned()).unwrap_or_default(), day);
    }

    #[test]
    fn a_dateline_names_who_reports() {
        let text = "강물이 넘쳤다 오늘\n\n(강변=예시뉴스) 김민수 기자 = 시는 화요일 둑을 고치겠다고 발표했다.\n";
        assert_eq!(super::describe(text).bylines, ["김민수"]);
    }

    #[test]
    fn what_follows_the_first_long_line_is_the_text() {
        let (bylines, date) = super::head(&format!("{LEAD}\nBy Ana Ruiz\n\nApril 2, 2024\n"));
        assert!(bylines.is_empty() && date.is_none());
    }
}
