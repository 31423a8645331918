//! Lines that pages, papers and agencies set beside the text: adverts, page numbers, slugs, instructions to editors.

use dateline_record::v1::paragraph::Kind;

use super::is_label;
use crate::dateline::is_agency;

/// Bytes of such a line at most.
const LONGEST: usize = 200;

/// What stands alone over an advert, in small letters.
const ADVERTS: [&str; 21] = [
    "anzeige",
    "werbung",
    "publicité",
    "publicidad",
    "publicidade",
    "pubblicità",
    "advertentie",
    "reklama",
    "reklam",
    "mainos",
    "реклама",
    "διαφήμιση",
    "广告",
    "廣告",
    "広告",
    "광고",
    "إعلان",
    "اعلان",
    "פרסומת",
    "iklan",
    "quảng cáo",
];

/// What agencies put in a line of its own, in capitals or between marks.
const OF_WIRES: [&str; 10] =
    ["URGENT", "BULLETIN", "MORE", "FLASH", "ENDS", "END", "30", "EMBARGO", "ADVISORY", "RUSH"];

/// What an instruction to editors begins with, in small letters.
const TO_EDITORS: [&str; 5] = ["eds:", "(eds:", "eds.:", "editors:", "attention editors"];

/// What a note on how a report differs from the one before begins with, in brackets.
const RENEWED: [&str; 10] = [
    "(adds ",
    "(updates ",
    "(recasts ",
    "(rewrites ",
    "(writes ",
    "(releads ",
    "(refiles ",
    "(repeats ",
    "(edits ",
    "(changes ",
];

/// Units of what is said to be so long ago.
const UNITS: [&str; 12] =
    ["second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months"];

/// Words for a page, and between its number and that of all.
const PAGES: [&str; 7] = ["page", "seite", "página", "pagina", "strona", "стр", "sayfa"];
const OF_PAGES: [&str; 6] = ["of", "von", "de", "sur", "di", "z"];

/// Lines over lists of other articles, in small letters.
const LISTS: [&str; 24] = [
    "related",
    "related articles",
    "related stories",
    "related content",
    "related news",
    "related topics",
    "related links",
    "related coverage",
    "related posts",
    "more on this story",
    "more stories",
    "read more",
    "read also",
    "also read",
    "recommended",
    "recommended stories",
    "most read",
    "most popular",
    "trending",
    "trending now",
    "top stories",
    "editor's picks",
    "you may also like",
    "up next",
];

/// Whether a paragraph is no part of the text, whatever stands around it.
pub(super) fn is(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = bare.to_lowercase();
    ADVERTS.contains(&lower.as_str())
        || is_of_wire(text, bare)
        || is_instruction(text)
        || is_foot(text)
        || is_ago(&lower)
        || is_page(&lower)
        || (is_agency(bare) && bare.chars().count() > 4)
}

fn is_of_wire(text: &str, bare: &str) -> bool {
    let open = ['-', '–', '—', '[', '(', '*'];
    let marked = text.starts_with(open) && text.ends_with(['-', '–', '—', ']', ')', '*']);
    let plain = |word: &str| word == bare && !matches!(word, "30" | "END");
    OF_WIRES.iter().any(|word| plain(word) || (marked && bare.eq_ignore_ascii_case(word)))
}

/// Slugs, notes to editors, and lines that codes set in other type.
fn is_instruction(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_slug = ["BC-", "AM-", "PM-"].iter().any(|slug| text.starts_with(slug)) && !text.ends_with('.');
    let is_coded = text.starts_with('^') && (text.ends_with('=') || (text.ends_with('<') && lower.starts_with("^by ")));
    is_slug
        || is_coded
        || text.ends_with("///")
        || TO_EDITORS.iter().any(|start| lower.starts_with(start))
        || (text.ends_with(')') && RENEWED.iter().any(|start| lower.starts_with(start)))
}

/// `ob/pa/mf`, `bur-ob/jj`: who wrote and edited it, by initials.
fn is_foot(text: &str) -> bool {
    let initials = |part: &str| (1..=5).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase());
    text.len() <= 30 && text.contains('/') && text.split(['/', '-']).all(initials)
}

/// `3 hours ago`, `Published 3 hours ago`.
fn is_ago(lower: &str) -> bool {
    let words: Vec<&str> = lower.split_whitespace().take(6).collect();
    let words = words.strip_prefix(&["published"]).or_else(|| words.strip_prefix(&["updated"])).unwrap_or(&words);
    let is_number = |word: &str| matches!(word, "a" | "an") || word.bytes().all(|byte| byte.is_ascii_digit());
    matches!(words, [number, unit, "ago"] if is_number(number) && UNITS.contains(unit))
}

/// `Page 3 of 5`.
fn is_page(lower: &str) -> bool {
    let mut words = lower.split(|c: char| c.is_whitespace() || matches!(c, '.' | '/')).filter(|word| !word.is_empty());
    let is_number = |word: &str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    words.next().is_some_and(|word| PAGES.contains(&word))
        && words.next().is_some_and(is_number)
        && words.all(|word| is_number(word) || OF_PAGES.contains(&word))
}

/// Marks the headlines of other articles below a line that announces them, where nothing else follows to the end.
pub(super) fn mark_lists(texts: &[&str], kinds: &mut [Kind]) {
    /// Words of a headline at most.
    const WORDS: usize = 20;
    let is_other = |(text, kind): &(&&str, &Kind)| {
        **kind == Kind::Boilerplate || is_label(text, WORDS) || (text.len() <= LONGEST && text.ends_with('?'))
    };
    let start = texts.len() - texts.iter().zip(kinds.iter()).rev().take_while(is_other).count();
    let announces = |text: &&str| {
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'");
        LISTS.contains(&bare.as_str())
    };
    let list = texts.iter().skip(start).position(|text| text.len() <= 40 && announces(text));
    // What is all list has no text.
    if let Some(list) = list.filter(|_| start > 0) {
        kinds.iter_mut().skip(start + list).for_each(|kind| *kind = Kind::Boilerplate);
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("פרסומת", true)]
    #[case("- Anzeige -", true)]
    #[case("URGENT", true)]
    #[case("-30-", true)]
    #[case("-ends-", true)]
    #[case("(MORE)", true)]
    #[case("BC-US--Harbor, 1st Ld-Writethru,410", true)]
    #[case("Eds: UPDATES with quotes.", true)]
    #[case("(Adds quotes, background)", true)]
    #[case("^Associated Press Writer=", true)]
    #[case("bur-ob/pa/jj", true)]
    #[case("3 hours ago", true)]
    #[case("Page 3 of 5", true)]
    #[case("Associated Press", true)]
    #[case("More", false)]
    #[case("30", false)]
    #[case("End", false)]
    #[case("Ends and means", false)]
    #[case("BC-based firms met.", false)]
    #[case("Page 3 of the report says so.", false)]
    #[case("Three hours ago it rained.", false)]
    #[case("(Corrects name of harbour)", false)]
    #[case("and/or the rain", false)]
    fn furniture_is_told_from_text(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is(text), expected, "{text}");
    }

    #[test]
    fn lists_of_other_articles_end_a_text() {
        let marked = |texts: &[&str]| {
            let mut kinds = vec![Kind::Body; texts.len()];
            mark_lists(texts, &mut kinds);
            kinds.iter().map(|kind| *kind == Kind::Boilerplate).collect::<Vec<_>>()
        };
        assert_eq!(marked(&["It rained.", "Read more", "Wall repaired", "Is it wet?"]), [false, true, true, true]);
        assert_eq!(marked(&["It rained.", "Read more", "Wall repaired", "It froze."]), [false; 4]);
        assert_eq!(marked(&["Related", "Wall repaired"]), [false; 2]);
    }
}
