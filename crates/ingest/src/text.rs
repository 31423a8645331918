//! What the head of a plain text says of it: lines that name its authors, and lines that are a date.
//!
//! Only lines before the first that is long, of which nothing is left when names and dates are taken out: a sentence that
//! begins with `By Monday` names nobody.

use dateline_record::v1::{
    DocumentTime,
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

/// The authors and the date of publication of a text, where its head has them.
pub(crate) fn head(text: &str) -> (Vec<String>, Option<DocumentTime>) {
    let lines = text.split(['\n', '\r', '\u{c}']).map(bare).filter(|line| !line.is_empty()).take(LINES);
    let head: Vec<&str> = lines.take_while(|line| line.chars().count() <= LONGEST).collect();
    let parts = || head.iter().flat_map(|line| parts(line));
    let bylines =
        parts().filter_map(|part| bylines::by_whom(part, bylines::language_of_lead(part))).next().unwrap_or_default();
    (bylines, parts().find_map(date))
}

/// A line without the marks of Markdown.
fn bare(line: &str) -> &str {
    line.trim().trim_matches(['*', '_', '#', '>', ' ', '\t', '\u{feff}'])
}

fn parts(line: &str) -> Vec<&str> {
    let mut parts = vec![line];
    for between in BETWEEN {
        parts = parts.into_iter().flat_map(|part| part.split(between)).collect();
    }
    parts.into_iter().map(bare).filter(|part| !part.is_empty()).collect()
}

/// The day of a line that is a date.
fn date(line: &str) -> Option<DocumentTime> {
    let rest = after(line, &DATED).unwrap_or(line);
    let time = times::read(rest, Origin::Text)?;
    let known = matches!(time.precision(), Precision::Day | Precision::Second);
    // A weekday and the name of a zone.
    const OTHERS: usize = 2;
    let words = rest.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1);
    let others =
        words.filter(|word| !times::is_month(word, "") && !matches!(*word, "at" | "am" | "pm" | "de" | "AM" | "PM"));
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

    #[test]
    fn what_follows_the_first_long_line_is_the_text() {
        let (bylines, date) = super::head(&format!("{LEAD}\nBy Ana Ruiz\n\nApril 2, 2024\n"));
        assert!(bylines.is_empty() && date.is_none());
    }
}
