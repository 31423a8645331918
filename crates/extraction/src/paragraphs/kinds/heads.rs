//! What stands at the head of a text beside its headline: fields of its own, who wrote it, when.

use dateline_record::v1::paragraph::Kind;

use super::folded;
use crate::dateline::is_word_of_date;

/// Paragraphs of a head at most, and lines of fields in it.
const MOST: usize = 12;
const FIELDS: usize = 60;

/// Bytes of a line of a head at most.
const LONGEST: usize = 150;

/// Letters beside the names in a line that names authors at most.
const BESIDE: usize = 60;

/// What fields are called that tell of a text, in small letters.
const NAMES: [&str; 22] = [
    "title",
    "headline",
    "byline",
    "author",
    "authors",
    "by",
    "date",
    "published",
    "publication",
    "publication date",
    "url",
    "link",
    "source",
    "section",
    "page",
    "pages",
    "language",
    "length",
    "copyright",
    "keywords",
    "tags",
    "text",
];

/// Marks what the head of a text says beside its headline.
pub(super) fn mark(texts: &[&str], title: &str, bylines: &[String], kinds: &mut [Kind]) {
    let fields = matter(texts).or_else(|| fields(texts)).unwrap_or(0);
    kinds.iter_mut().take(fields).for_each(|kind| *kind = Kind::Boilerplate);
    for (text, kind) in texts.iter().zip(kinds).skip(fields).take(MOST) {
        let is_title = || folded(text).eq(folded(title));
        if *kind == Kind::Body && text.len() <= LONGEST && (is_byline(text, bylines) || is_date(text)) && !is_title() {
            *kind = Kind::Boilerplate;
        }
    }
}

/// Paragraphs of the front matter between two lines of strokes.
fn matter(texts: &[&str]) -> Option<usize> {
    let mut lines =
        texts.iter().take(FIELDS).enumerate().flat_map(|(at, text)| text.lines().map(move |line| (at, line.trim())));
    let (_, fence) = lines.next().filter(|(_, line)| matches!(*line, "---" | "+++"))?;
    let (_, first) = lines.next()?;
    first.contains([':', '=']).then_some(())?;
    lines.take(FIELDS).find(|(_, line)| *line == fence).map(|(at, _)| at + 1)
}

/// Paragraphs that are fields one after another, two lines at least.
fn fields(texts: &[&str]) -> Option<usize> {
    let is_field = |line: &str| {
        let name = line.split_once([':', '：']).map(|(name, _)| name.trim().trim_matches('*').to_lowercase());
        name.is_some_and(|name| NAMES.contains(&name.as_str()))
    };
    let count = texts.iter().take(MOST).take_while(|text| text.len() <= LONGEST && text.lines().all(is_field)).count();
    let lines: usize = texts.iter().take(count).map(|text| text.lines().count()).sum();
    (lines >= 2 && count < texts.len()).then_some(count)
}

/// Whether a line names those who wrote the text, and says little else.
fn is_byline(text: &str, bylines: &[String]) -> bool {
    let lower = text.to_lowercase();
    let named = bylines.iter().take(MOST).map(|name| name.to_lowercase()).filter(|name| lower.contains(name));
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let (count, taken) = named.fold((0, 0), |(count, taken), name| (count + 1, taken + letters(&name)));
    let ends = text.ends_with(['.', '!', '?', '。', '؟', ':', '"', '”']);
    count > 0 && !ends && letters(text).saturating_sub(taken) <= BESIDE.min(taken * 4)
}

/// Whether a line is a day, with a time or without, and nothing else.
fn is_date(text: &str) -> bool {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '·' | '–' | '-' | '/'));
    let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let (count, has_year) = (words.clone().count(), words.clone().any(is_year));
    has_year && (3..=14).contains(&count) && words.into_iter().all(is_word_of_date)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Mar 05, 2024, 08:00 ET", true)]
    #[case("March 05, 2024 04:05 PM Eastern Standard Time", true)]
    #[case("Tuesday 5 March 2024 08:30 GMT", true)]
    #[case("5 mars 2024", true)]
    #[case("March 2024 was cold", false)]
    #[case("2024 Summer Games", false)]
    fn days_are_told_from_text(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_date(text), expected, "{text}");
    }

    #[rstest]
    #[case("Von Ana Ruiz, dpa", true)]
    #[case("例报记者 Ana Ruiz", true)]
    #[case("Ana Ruiz has written this.", false)]
    #[case("It rained, and all who were there got wet, which Ana Ruiz had not foreseen at all when she went", false)]
    #[case("Tom Lee", false)]
    fn bylines_are_told_by_the_names(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_byline(text, &["Ana Ruiz".to_owned()]), expected, "{text}");
    }

    #[test]
    fn fields_are_no_text() {
        assert_eq!(matter(&["---", "title: Wall", "date: 2024-04-02", "---", "It rained."]), Some(4));
        assert_eq!(matter(&["---\ntitle: Wall\n---", "It rained."]), Some(1));
        assert_eq!(matter(&["---", "It rained.", "---"]), None);
        assert_eq!(fields(&["TITLE: Wall", "DATE: 2024", "It rained."]), Some(2));
        assert_eq!(fields(&["Title: Wall", "It rained."]), None);
    }
}
