//! The headline of a plain text: a line of its own at its start that is no sentence, above what is.

use super::{above, dated, parts};
use crate::{bylines, times};

/// Words of a headline, and characters in scripts without spaces.
const WORDS: std::ops::RangeInclusive<usize> = 3..=25;
const DENSE: std::ops::RangeInclusive<usize> = 6..=60;

/// Bytes of a headline at most.
const LONGEST: usize = 300;

/// Lines in which it is looked for.
const LINES: usize = 40;

/// Bytes of a line that says who wrote it or when at most: what is longer is text, however many parts it has.
const LONGEST_CREDIT: usize = 600;

/// Lines between it and the text at most: who wrote it, when, for whom.
const CREDITS: usize = 5;

/// The headline, where the text has one for sure.
pub(super) fn find(text: &str) -> Option<String> {
    let mut lines = super::lines(text).map(bare).take(LINES).peekable();
    let mut first = next(&mut lines)?;
    let mut released = false;
    // A release tells its day and whom to ask before its headline.
    while above::is(first) || (released && is_credit(first)) {
        released |= above::is_release(first);
        first = next(&mut lines)?;
    }
    let mut title = first.to_owned();
    // One in capitals may go on in the next line.
    while lines.peek().is_some_and(|line| is_shouted(line) && is_shouted(first) && !is_credit(line)) {
        title = format!("{title} {}", lines.next()?);
    }
    let apart = lines.peek().is_none_or(|line| line.is_empty());
    let bare = title.trim_start_matches(['#', ' ']).trim_matches(['*', '_']).to_owned();
    let marked = title.starts_with("# ");
    (is_headline(&bare, marked) && is_above_text(lines, apart)).then_some(bare)
}

/// A line without what agencies set its type by: `^Wall to be repaired^<`.
fn bare(line: &str) -> &str {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    line.strip_prefix('^').map_or(line, |line| line.trim_matches(['^', '<', '=', ' ']))
}

fn next<'t>(lines: &mut impl Iterator<Item = &'t str>) -> Option<&'t str> {
    lines.find(|line| !line.is_empty())
}

fn is_shouted(line: &str) -> bool {
    line.contains(char::is_uppercase) && !line.contains(char::is_lowercase)
}

/// Whether a line can be a headline by its own words.
fn is_headline(line: &str, marked: bool) -> bool {
    let dense = bylines::is_dense(line);
    let length =
        if dense { DENSE.contains(&line.chars().count()) } else { WORDS.contains(&line.split_whitespace().count()) };
    let begins = |c: char| !c.is_lowercase() && (c.is_alphanumeric() || "\"“”‘’'«„「『【《¿¡$€£#".contains(c));
    line.len() <= LONGEST
        && (length || marked)
        && line.starts_with(begins)
        && !line.ends_with(['.', ':', ';', ',', '。', '：', '-', '—', '…'])
        && !line.contains(['@', '|', '\t', '_'])
        && !line.contains("://")
        && !line.contains("   ")
        && !is_credit(line)
        && !is_greeting(line)
        && !is_label(line)
}

/// Whether a line says what stands beside an article, how long it takes to read, where and when it was written or in which
/// paper, as far as that can be told.
fn is_label(line: &str) -> bool {
    const LABELS: [&str; 28] = [
        "photo",
        "photos",
        "foto",
        "fotos",
        "image",
        "images",
        "picture",
        "file",
        "caption",
        "video",
        "videos",
        "illustration",
        "graphic",
        "advertisement",
        "sponsored",
        "updated",
        "published",
        "posted",
        "editor's",
        "editors'",
        "correction",
        "share",
        "read",
        "listen",
        "subscribe",
        "sign",
        "skip",
        "contact",
    ];
    let words: Vec<&str> = line.split_whitespace().collect();
    let first = words.first().map_or(String::new(), |word| word.replace('’', "'").to_lowercase());
    let has_digits = line.contains(|c: char| c.is_ascii_digit());
    let is_month = |word: &&str| times::is_month(word.trim_matches(','), "");
    LABELS.contains(&first.trim_end_matches(':'))
        || (has_digits && words.len() <= 4 && first.starts_with(|c: char| c.is_ascii_digit()))
        || (has_digits && words.len() <= 5 && words.iter().any(is_month))
        || bylines::is_paper(&words)
}

/// Whether a line speaks to the reader of a letter.
fn is_greeting(line: &str) -> bool {
    let word = line.split([' ', ',']).next().unwrap_or_default().to_lowercase();
    [
        "dear",
        "hi",
        "hello",
        "sehr",
        "liebe",
        "lieber",
        "cher",
        "chers",
        "chère",
        "chères",
        "estimado",
        "estimados",
        "gentile",
        "caro",
        "cari",
    ]
    .contains(&word.as_str())
}

/// Whether a line, or a part of it, says who wrote a text or when, and nothing else.
fn is_credit(line: &str) -> bool {
    if line.len() > LONGEST_CREDIT {
        return false;
    }
    let says = |part: &str| dated(part).is_some() || bylines::by_whom(part, bylines::language_of_lead(part)).is_some();
    parts(line).into_iter().any(says)
}

/// Whether text follows: a paragraph, right away after a blank line, or after a few lines of which one says who wrote it or
/// when.
fn is_above_text<'t>(lines: impl Iterator<Item = &'t str>, apart: bool) -> bool {
    let mut lines = lines.peekable();
    let (mut credited, mut others) = (false, 0);
    let (mut blank, mut rival, mut labelled) = (false, false, false);
    while let Some(line) = lines.next() {
        if line.is_empty() {
            blank = true;
            continue;
        }
        let is_first = others == 0;
        if above::is_furniture(line) {
            // What a picture shows stands below the word for it.
            if line.to_lowercase().starts_with("image caption") && line.len() <= "image caption, ".len() {
                lines.next();
            }
            credited = true;
            continue;
        }
        if above::is_kind(line) {
            (credited, labelled) = (true, true);
            continue;
        }
        if is_credit(line) {
            credited = true;
        } else if is_text(line, lines.peek().copied()) {
            // What is set apart by nothing but a new line is long, unlike a line of a paragraph.
            return !rival && (credited || (is_first && (apart || line.chars().count() > super::LONGEST)));
        } else if !is_aside(line) || above::is_release(line) {
            return false;
        }
        // A line of its own right above the text may be the headline, and the first who sends it.
        rival = blank && !labelled && !is_credit(line) && is_headline(line, false) && !above::is_field(line);
        (blank, labelled) = (false, false);
        others += 1;
        if others > CREDITS {
            return false;
        }
    }
    false
}

/// Whether a line can stand beside a byline: what somebody is, for whom she writes.
fn is_aside(line: &str) -> bool {
    line.split_whitespace().count() <= 8 && line.len() <= 120 && !line.ends_with(['.', '!', '?', '。'])
}

/// Whether a line begins a paragraph of text: it is long, or goes on in the next.
fn is_text(line: &str, next: Option<&str>) -> bool {
    let words = |line: &str| line.split_whitespace().count();
    let ends = line.ends_with(['.', '!', '?', '"', '”', '»', '“', '。', '」', '”', '؟', '।', ')']);
    let dense = bylines::is_dense(line) && line.chars().count() >= 20;
    let wrapped = next.is_some_and(|next| !next.is_empty() && next.len() >= 20);
    (words(line) >= 8 || dense) && (ends || wrapped)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const LEAD: &str = "The council met on Monday and agreed to repair the wall of the harbour before the winter.";

    #[rstest]
    #[case("Wall to be repaired\n\n")]
    #[case("Wall to be repaired\n\nBy Ana Ruiz\nStaff writer\n\n")]
    #[case("Wall to be repaired\nBy Ana Ruiz\n")]
    #[case("Wall to be repaired\nSource: Agency\nEditor: li\n2024-04-02 15:30:15\n\n")]
    #[case("PRESS RELEASE\n\nWall to be repaired\n\n")]
    #[case("# Wall to be repaired\n\n*By Ana Ruiz*\n\n")]
    #[case("FOR IMMEDIATE RELEASE\nMarch 5, 2024\n\nContact: Tom Lee\nPhone: 555-0199\n\nWall to be repaired\n\n")]
    #[case("EMBARGOED UNTIL 00.01 WEDNESDAY 6 MARCH 2024\n\nWall to be repaired\n\n")]
    #[case("URGENT\n\nWall to be repaired\n\n")]
    #[case("BC-US--Wall,410\n<\nEds: UPDATES with quotes.<\n^Wall to be repaired^<\n^By ANA RUIZ=\n")]
    #[case(
        "Wall to be repaired\n\nPublished\n3 hours ago\n\nShare\n\nImage source, Agency\n\nImage caption,\nThe wall in May\n\nBy Ana Ruiz\n\n"
    )]
    #[case("Wall to be repaired\n\nPeer-Reviewed Publication\n\nUNIVERSITY OF BRENNA\n\n")]
    #[case("Wall to be repaired\n\nPublished 5 March 2024\n\nFrom: Department of Walls\n\n")]
    #[case("The Brenna Gazette           5 March 2024\n\nWall to be repaired\n\n")]
    #[case("Wall to be repaired\r\rBy Ana Ruiz\r\r")]
    fn a_line_above_the_text_is_its_headline(#[case] head: &str) {
        assert_eq!(find(&format!("{head}{LEAD}\n")).as_deref(), Some("Wall to be repaired"), "{head}");
    }

    #[test]
    fn a_long_line_is_apart() {
        let text = format!("Wall to be repaired\n(AG) - BRENNA, 2 APR - {LEAD} {LEAD}");
        assert_eq!(find(&text).as_deref(), Some("Wall to be repaired"));
    }

    #[test]
    fn capitals_may_take_two_lines() {
        assert_eq!(
            find(&format!("WALL TO BE\nREPAIRED SOON\n\nBy ANA RUIZ\n\n{LEAD}")).as_deref(),
            Some("WALL TO BE REPAIRED SOON")
        );
    }

    #[test]
    fn scripts_without_spaces_have_headlines() {
        assert_eq!(
            find("市立図書館、駅前へ移転\n\n　北浜市は十日、老朽化した市立図書館を駅前に移転すると発表した。\n")
                .as_deref(),
            Some("市立図書館、駅前へ移転")
        );
    }

    #[rstest]
    #[case("")]
    #[case("It rained on Monday.\n\n")]
    #[case("Dear readers of this paper\n\n")]
    #[case("By Ana Ruiz\n\n")]
    #[case("Tuesday, 2 April 2024\n\n")]
    #[case("Ministry of Walls\nPress Office\n\n2 April 2024\n\nWall to be repaired\n\n")]
    #[case("Ministry of Walls\n\nNo. 44/2024\n\nWall to be repaired\n\n")]
    #[case("Analysis\n\n")]
    #[case("Photo by Tom Lee / The Example\n\n")]
    #[case("4 min read\n\n")]
    #[case("BRENNA, April 2\n\n")]
    #[case("The Brenna Times\n\n")]
    #[case("Contact: ana@paper.example for more\n\n")]
    #[case("The talks of Monday\nand Tuesday on the wall\n")]
    fn others_have_none(#[case] head: &str) {
        assert_eq!(find(&format!("{head}{LEAD}\n")), None, "{head}");
    }

    #[test]
    fn a_line_of_many_parts_is_asked_nothing() {
        let text = format!("Wall to be repaired\n\n{}", "a | b - c • ".repeat(100_000));
        assert_eq!(find(&text), None);
        assert!(!is_credit(&"By Ana Ruiz | ".repeat(100_000)));
    }

    #[test]
    fn a_list_of_lines_has_none() {
        assert_eq!(find("Wall to be repaired\n\nBread and butter\n\nTea and coffee\n"), None);
    }
}
