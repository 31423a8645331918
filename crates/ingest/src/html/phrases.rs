//! Lines that are no part of any article, told by their words.

mod calls;
mod clocks;
mod dense;
mod ends;
mod feeds;
mod labels;
mod lists;
mod readers;
mod rules;
mod scripts;
mod starts;
mod tools;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::metadata::{is_alphanumeric, push_lower};
pub(super) use clocks::is_time_of_day;
use ends::{END_STARTS, ENDS, READING};
use feeds::ORIGINS;
use lists::{ASKING, BYLINE_STARTS, CONSENT};
pub(super) use readers::{offers_letter, rules_comments};
pub(super) use tools::is_pager;

/// Words of a line that may be told to be furniture by how it begins.
const MAX_WORDS: usize = 45;

/// Whether a line begins what comes after an article; `before_links` is whether links follow it.
pub(super) fn ends_article(text: &str, before_links: bool) -> bool {
    // A label whose link is left out already points to one article, and the text goes on.
    let is_label = || text.ends_with(':') && !before_links && points_elsewhere(&text.to_lowercase());
    if text.len() > 70 || is_label() {
        return false;
    }
    let line = plain(text);
    if READING.contains(&line.as_str()) {
        return before_links;
    }
    // `Related: Bridge to close in May` points to one article, and the text goes on.
    let points = text.split_once(':').is_some_and(|(_, rest)| !rest.trim().is_empty());
    // `Support The Example's journalism`.
    let asks_for_support = line.starts_with("support ") && line.contains("journalism");
    asks_for_support
        || ENDS.contains(&line.as_str())
        || (!points && line.split(' ').count() <= 7 && END_STARTS.iter().any(|start| line.starts_with(start)))
}

/// Whether a heading counts the comments that follow.
pub(super) fn counts_comments(text: &str) -> bool {
    text.len() <= 70 && tools::counts_comments(&plain(text))
}

/// Whether a line may head quotations, as well as a list of what a text refers to.
pub(super) fn heads_quotations(text: &str) -> bool {
    plain(text) == "citations"
}

/// Whether a paragraph asks for consent to cookies.
pub(super) fn asks_for_consent(text: &str) -> bool {
    static ASKING_FOR_CONSENT: LazyLock<AhoCorasick> =
        LazyLock::new(|| AhoCorasick::new(CONSENT).expect("a few short phrases"));
    ASKING_FOR_CONSENT.is_match(&plain(text))
}

/// Bytes of the text of a link that leads on, at most.
const MOST_OF_CALL: usize = 60;

/// Whether a line is the link from a summary to its article.
pub(super) fn leads_on(text: &str) -> bool {
    text.len() <= MOST_OF_CALL && calls::begins_to_lead_on(&plain(text))
}

/// Whether the text of a link says nothing but that it leads on, but for marks.
pub(super) fn leads_on_alone(text: &str) -> bool {
    text.len() <= MOST_OF_CALL && calls::leads_on(&plain(text))
}

/// Whether the text of a link to an article begins to say that it leads on to that: `Continue reading "Talks resume"`.
pub(super) fn begins_to_lead_on(text: &str) -> bool {
    let line = plain(text);
    calls::begins_to_lead_on(&line) || (text.len() <= MOST_OF_CALL && calls::leads_on(&line))
}

/// Whether a text in small letters is a call to go on or to see more, and so nobody's name.
pub(crate) fn is_call(text: &str) -> bool {
    calls::is_whole(text)
}

/// Whether a line tells where an article appeared, as software for sites has it in a feed.
pub(super) fn tells_origin(text: &str) -> bool {
    let line = plain(text);
    ORIGINS.iter().any(|origin| line.contains(origin))
}

/// Whether a line is furniture wherever it stands.
pub(super) fn is_furniture(text: &str, is_heading: bool, link_density: f64) -> bool {
    /// Bytes of such a line at most.
    const MOST: usize = 400;
    dense::is_furniture(text, link_density) || (text.len() <= MOST && rules::tell(text, is_heading, link_density))
}

/// Whether a line in lower case begins as those do that point elsewhere or ask for something.
fn points_elsewhere(line: &str) -> bool {
    begins_as(line, starts::LATIN)
        || begins_as(line, scripts::STARTS)
        || begins_as(line, labels::CHANNELS)
        || is_labelled(line)
}

/// Whether a line in lower case tells after a colon whose a picture or a fact is, or what a text is on: `foto: Ana Ruiz`.
fn is_labelled(line: &str) -> bool {
    /// Words of whom a line names, at most: `Source: the mayor, at a briefing on Monday` tells who said it.
    const MOST: usize = 5;
    line.split_once([':', '：']).is_some_and(|(label, named)| {
        labels::LABELS.binary_search(&label.trim_end()).is_ok() && named.split_whitespace().count() <= MOST
    })
}

/// Whether a line begins with one of the texts, which are sorted.
fn begins_as(line: &str, starts: &[&str]) -> bool {
    let first = line.chars().next();
    let from = starts.partition_point(|start| start.chars().next() < first);
    let like = starts.iter().skip(from).take_while(|start| start.chars().next() == first);
    like.into_iter().any(|start| line.starts_with(start))
}

/// Whether a line is the mail address of who wrote the text: `ana@example.org (END)`.
fn is_address(text: &str) -> bool {
    let is_mail = |word: &str| word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    text.split_whitespace().count() <= 2 && text.split_whitespace().next().is_some_and(is_mail)
}

/// Whether a line says how to cite the text itself: `Citation: River rises (2024), retrieved from https://example.org/river`.
fn is_citation(text: &str) -> bool {
    text.starts_with("Citation:") && text.contains("://")
}

/// Whether a line in lower case asks readers who want more to follow an account: `For more news, follow The Example on Facebook`.
fn asks_to_follow(line: &str) -> bool {
    const WANTED: [(&str, &str); 7] = [
        ("for more ", "follow "),
        ("for the latest ", "follow "),
        ("für mehr ", "folg"),
        ("para mais ", "sig"),
        ("para más ", "sig"),
        ("per altr", "segui"),
        ("pour plus ", "suivez"),
    ];
    WANTED.iter().any(|(more, follow)| line.starts_with(more) && line.contains(follow)) && asks(line)
}

/// Whether a text in lower case names mail that sites send to their readers.
pub(super) fn names_letter(text: &str) -> bool {
    labels::LETTERS.iter().any(|word| text.contains(word))
}

/// Whether a line asks for a mail address or a visit.
fn asks(lower: &str) -> bool {
    ASKING.iter().any(|word| lower.contains(word))
}

/// `Image 1 of 5`, `1/4`, `3 min read`, `12 comments`, `5 shares`.
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let number = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    match words.as_slice() {
        [kind, count, "of", ..] => {
            number(count) && ["image", "photo", "slide", "page", "picture", "video"].contains(kind)
        }
        [count, "of", all] => number(count) && number(all),
        // How long ago a page was made for its reader.
        [count, _, "ago"] => number(count) || ["a", "an", "one"].contains(count),
        [count, "min" | "mins" | "minute" | "minutes", rest @ ..] => number(count) && rest.len() <= 2,
        ["foto" | "photo" | "bild" | "фото", count] => number(count),
        [
            count,
            "comments" | "updates" | "comment" | "shares" | "views" | "likes" | "share" | "restacks" | "restack",
        ] => number(count),
        _ => false,
    }
}

/// Whether a line says whose the text is: `© 1991–2024 The Example`, `2006-2011 © The Example`, `Copyright Valley Post 2003`.
fn claims_rights(text: &str) -> bool {
    let after = || text.match_indices('©').filter_map(|(at, sign)| text.get(at + sign.len()..));
    let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let in_words = || text.starts_with("Copyright ") && text.rsplit(' ').next().is_some_and(is_year);
    let years = || text.split_once('©').map(|(years, _)| years.trim_end()).filter(|years| !years.is_empty());
    let are_years = |years: &str| years.split(['-', '–', '—', ' ']).all(is_year);
    after().any(|rest| is_year(rest.trim_start().get(..4).unwrap_or_default()))
        || years().is_some_and(are_years)
        || in_words()
}

/// Whether a line tells a day and little else: `02 May 2024 06:00AM (Updated: 02 May 2024 02:47PM)`.
pub(super) fn is_dated(text: &str) -> bool {
    /// Bytes of such a line at most, digits at least, and letters for each digit at most.
    const MOST: usize = 180;
    const LEAST_DIGITS: usize = 6;
    const MOST_LETTERS: usize = 3;
    if text.len() > MOST {
        return false;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    let is_year =
        |number: &str| number.len() == 4 && number.parse().is_ok_and(|year: u16| (1990..2100).contains(&year));
    let is_time =
        |word: &str| word.split_once(':').is_some_and(|(hour, _)| hour.parse::<u8>().is_ok_and(|hour| hour < 24));
    // Who wrote it, when it was published and when changed.
    let twice = || text.split_whitespace().filter(|word| is_time(word)).count() >= 2;
    digits >= LEAST_DIGITS && numbers.any(is_year) && (letters <= digits * MOST_LETTERS || twice())
}

/// Whether a line names authors and times and says nothing.
pub(super) fn is_byline(text: &str) -> bool {
    /// Words of a byline at most, and of one that ends in a colon: `Published by:`.
    const MOST: usize = 18;
    const MOST_OF_LABEL: usize = 4;
    if text.len() > 160 {
        return false;
    }
    let (lower, words) = (text.to_lowercase(), text.split_whitespace().count());
    let ends = text.trim_end().ends_with(['.', '!', '?']) || (words > MOST_OF_LABEL && text.ends_with(':'));
    words <= MOST && BYLINE_STARTS.iter().any(|start| lower.starts_with(start)) && !ends
}

/// Whether a line in brackets says by whom the text is: `(By Ana Ruiz and Tom Lee)`.
fn is_signature(text: &str) -> bool {
    const BY: [&str; 9] = ["by", "von", "par", "por", "di", "door", "av", "af", "oleh"];
    const BETWEEN: [&str; 7] = ["and", "und", "et", "y", "e", "en", "&"];
    let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) else { return false };
    let mut words = inner.split_whitespace();
    let is_name = |word: &str| word.starts_with(char::is_uppercase) || BETWEEN.contains(&word);
    words.next().is_some_and(|word| BY.contains(&word.to_lowercase().as_str()))
        && words.clone().count() >= 2
        && words.all(is_name)
}

/// In lower case, with letters, digits and single spaces alone.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if is_alphanumeric(c) {
            push_lower(&mut plain, c);
        } else if (c.is_whitespace() || matches!(c, '-' | '/' | '|')) && !plain.ends_with(' ') && !plain.is_empty() {
            plain.push(' ');
        }
    }
    plain.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_alone_is_furniture() {
        assert!(is_furniture("ana@example.org (END)", false, 0.0));
        assert!(!is_furniture("Readers reach her at ana@example.org, said the mayor.", false, 0.0));
    }

    #[test]
    fn whose_a_picture_is_is_furniture_and_who_said_it_is_text() {
        assert!(is_furniture("Source: Torvald Council", false, 0.0));
        assert!(!is_furniture("Source: the head of the transport office, at a briefing on Monday", false, 0.0));
    }

    #[test]
    fn names_in_brackets_are_furniture() {
        assert!(is_signature("(By Ana Ruiz and Tom Lee)") && is_signature("(Von Ana Ruiz)"));
        assert!(!is_signature("(By noon nobody was left)") && !is_signature("(By)") && !is_signature("By Ana Ruiz"));
    }

    #[test]
    fn a_citation_of_the_text_is_furniture() {
        assert!(is_furniture(
            "Citation: River rises (2024, May 2) retrieved 3 May from https://example.org/river",
            false,
            0.0
        ));
        assert!(!is_furniture("Citation: for carrying two children out of the river at night.", false, 0.0));
    }

    #[test]
    fn starts_are_sorted() {
        assert!(starts::LATIN.is_sorted() && scripts::STARTS.is_sorted() && lists::STATEMENTS.is_sorted());
    }

    #[test]
    fn whole_lines_are_written_as_they_are_compared() {
        let tables = [ENDS, READING, lists::WHOLE, lists::CONTENTS, lists::METERED, lists::REQUESTS, CONSENT];
        for line in tables.into_iter().flatten() {
            assert_eq!(plain(line), *line);
        }
    }
}
