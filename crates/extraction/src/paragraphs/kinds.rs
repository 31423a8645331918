//! What each paragraph is for, from its own words and its place.

use std::sync::LazyLock;

use dateline_record::v1::paragraph::Kind;
use regex::Regex;

use super::boilerplate::is_boilerplate;
use crate::guarded::{self, Guarded};

/// Bytes of a paragraph that can be anything but ordinary text.
const LONGEST_SPECIAL: usize = 600;
/// Words of a headline at most.
const HEADLINE_WORDS: usize = 25;
/// Words of a heading at most.
const HEADING_WORDS: usize = 12;

/// The kind of each paragraph; the first ordinary one is the lead.
pub(super) fn classify(texts: &[&str], title: &str) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = texts.iter().map(|text| kind_alone(text)).collect();
    mark_headline(texts, title, &mut kinds);
    mark_headings(texts, &mut kinds);
    if let Some(lead) = kinds.iter_mut().find(|kind| **kind == Kind::Body) {
        *lead = Kind::Lead;
    }
    kinds
}

/// The kind of a paragraph as far as its own words tell.
fn kind_alone(text: &str) -> Kind {
    if text.len() <= LONGEST_SPECIAL && !text.contains(char::is_alphanumeric) {
        return Kind::Boilerplate;
    }
    if text.starts_with("> ") {
        return Kind::BlockQuote;
    }
    if is_list_item(text) {
        return Kind::ListItem;
    }
    if text.len() > LONGEST_SPECIAL {
        return Kind::Body;
    }
    if text.starts_with('#') && MARKDOWN_HEADING.is_match(text) {
        Kind::Heading
    } else if guarded::any_fits(&CAPTION, text) {
        Kind::Caption
    } else if is_boilerplate(text) && !is_correction(text) {
        Kind::Boilerplate
    } else {
        Kind::Body
    }
}

/// Whether a paragraph starts with a bullet or a number of a list.
pub(super) fn is_list_item(text: &str) -> bool {
    text.starts_with(['•', '◦', '▪', '■', '●', '‣', '·', '*', '-', '–', '(']) && BULLET.is_match(text)
        || text.starts_with(|c: char| c.is_ascii_digit()) && NUMBERED.is_match(text)
}

/// Whether a paragraph says what was wrong in the article: content, never boilerplate.
pub(crate) fn is_correction(text: &str) -> bool {
    text.len() <= 2 * LONGEST_SPECIAL && guarded::any_fits(&CORRECTION, text)
}

/// Whether a paragraph says that the article is paid for.
pub(crate) fn is_sponsored(text: &str) -> bool {
    text.len() <= LONGEST_SPECIAL && guarded::any_fits(&SPONSORED, text)
}

/// The first paragraph is the headline when it repeats the title, or reads like one and no title is known.
fn mark_headline(texts: &[&str], title: &str, kinds: &mut [Kind]) {
    let Some(first) = kinds.iter().position(|kind| !matches!(kind, Kind::Boilerplate | Kind::Caption)) else { return };
    let (Some(kind), Some(text)) = (kinds.get_mut(first), texts.get(first)) else { return };
    let same = !title.is_empty() && folded(text).eq(folded(title));
    let followed = texts.get(first + 1..).unwrap_or_default().iter().any(|text| words(text, 40) > HEADING_WORDS);
    let reads_like_one = title.is_empty() && *kind == Kind::Body && followed && is_label(text, HEADLINE_WORDS);
    if same || reads_like_one {
        *kind = Kind::Headline;
    }
}

fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// A short line that is no sentence, with text under it, is a heading.
fn mark_headings(texts: &[&str], kinds: &mut [Kind]) {
    for at in 1..kinds.len() {
        let under = (texts.get(at + 1), kinds.get(at + 1));
        let (Some(text), (Some(below), Some(Kind::Body | Kind::ListItem | Kind::BlockQuote))) = (texts.get(at), under)
        else {
            continue;
        };
        if let Some(kind @ Kind::Body) = kinds.get_mut(at)
            && is_label(text, HEADING_WORDS)
            && !is_label(below, HEADING_WORDS)
        {
            *kind = Kind::Heading;
        }
    }
}

/// Whether a line names what follows instead of telling something: short, capitalised, without a sentence's end.
fn is_label(text: &str, most_words: usize) -> bool {
    let starts = text.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '\'' | '‘'));
    let ends = !text.ends_with(['.', '!', '?', '…', ':', ';', ',', '"', '”', '-', '—']);
    starts && ends && !text.contains('\n') && text.len() <= 220 && words(text, most_words + 1) <= most_words
}

fn words(text: &str, most: usize) -> usize {
    text.split_whitespace().take(most).count()
}

#[expect(clippy::expect_used, reason = "the patterns are constants, compiled by every test")]
pub(super) fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a valid pattern")
}

static BULLET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[•◦▪■●‣·]\s*|[*–-]\s+|\([a-z0-9]{1,2}\)\s+)\S"));
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d{1,2}[.)]\s+\p{Lu}"));
static MARKDOWN_HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^#{1,6}\s+\S[^\n]*$"));

static CAPTION: [Guarded; 3] = [
    Guarded::new(
        |text| text.opens(&PICTURES),
        concat!(
            r"(?i)^[(\[]?(?:file (?:photo|image|picture)\b|(?-i:FILE)\s*[-–—:]|(?:photo|photograph|image|picture|video|graphic|map|chart|illustration)s?",
            r"(?:\s+(?:by|credit|courtesy|source)\b|\s*:)|(?:photo|image|picture) credit|credits?\s*:|caption\s*:)",
        ),
    ),
    Guarded::new(
        |text| {
            text.text.strip_suffix('.').unwrap_or(text.text).ends_with(')')
                && text.holds(&["ap", "epa", "afp", "reuters", "getty"])
        },
        r"(?i)\((?:[^()]{0,60}[/|])?\s*(?:ap|epa|afp|reuters|getty)\s*(?:photo|images|file photo)?(?:/[^()]{1,60})?\)\.?$",
    ),
    Guarded::new(
        |text| {
            text.holds(&["getty images", "afp via getty", "shutterstock", "istock", "ap photo/", "wikimedia commons"])
        },
        r"(?i)\b(?:getty images|afp via getty|shutterstock|istock|ap photo/[\p{L} .]{3,40}|wikimedia commons)\)?\.?$",
    ),
];

const PICTURES: [&str; 22] = [
    "file",
    "photo",
    "photos",
    "photograph",
    "photographs",
    "image",
    "images",
    "picture",
    "pictures",
    "video",
    "videos",
    "graphic",
    "graphics",
    "map",
    "maps",
    "chart",
    "charts",
    "illustration",
    "illustrations",
    "credit",
    "credits",
    "caption",
];

static CORRECTION: [Guarded; 4] = [
    Guarded::new(
        |text| text.opens(&["correction", "corrections", "clarification"]),
        r"(?i)^[(\[*]?\s*(?:corrections?|clarification)(?:\s*[,(][^:]{0,40})?\s*[:—–-]",
    ),
    Guarded::new(
        |text| {
            text.opens(&["editor's note", "editor’s note", "note", "update"])
                && text.holds(&["correct", "in error", "misstated", "misspelled", "amended"])
        },
        r"(?i)^[(\[*]?\s*(?:editor['’]s note|note|update)\s*:.{0,300}\b(?:corrected|incorrect(?:ly)?|in error|misstated|misspelled|amended)\b",
    ),
    Guarded::new(
        |text| text.holds(&["version of th"]),
        r"(?i)\b(?:an )?(?:earlier|previous|original) version of th(?:is|e) (?:article|story|report|piece)\b",
    ),
    Guarded::new(
        |text| text.holds(&["corrected", "amended", "updated to correct"]),
        r"(?i)\bthis (?:article|story|report|piece|post) (?:has been|was) (?:corrected|amended|updated to correct)\b",
    ),
];

static SPONSORED: [Guarded; 2] = [
    Guarded::new(
        |text| text.opens(&["sponsored", "paid", "advertorial", "partner content", "advertiser content"]),
        r"(?i)^\W*(?:sponsored(?: content| post| article)?|paid (?:content|post|partnership|for by\b.*)|advertorial|partner content|advertiser content)\W*$",
    ),
    Guarded::new(
        |text| text.holds(&["sponsored by", "paid for by", "brought to you by", "presented by"]),
        r"(?i)^\W*(?:this (?:article|post|story|content) (?:is|was) (?:sponsored|paid for) by|(?:brought to you|presented|sponsored) by)\b",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guard_rules_out_nothing_that_its_pattern_fits() {
        for line in [
            "File photo of the harbour",
            "[FILE - The harbour in May",
            "Photo by Ada Roe",
            "Images: the harbour",
            "Picture credit Ada Roe",
            "Credits: Ada Roe",
            "Caption: the harbour",
            "The harbour (Ada Roe/AP Photo/Harbour Daily).",
            "The harbour ( Reuters )",
            "The harbour in May. Getty Images)",
            "The harbour, AP Photo/Ada Roe",
            "Corrections (3 May): the depth was wrong",
            "* Clarification - the depth",
            "Editor’s note: the depth was misstated",
            "(Update: we gave the depth incorrectly)",
            "An earlier version of this story had another depth",
            "This post was updated to correct the depth",
            "Sponsored content",
            "Paid for by the harbour",
            "This article is paid for by the harbour",
            "» Presented by the harbour",
        ] {
            let mut fits = 0;
            for patterns in [&CAPTION[..], &CORRECTION, &SPONSORED] {
                for text in [line.to_owned(), line.to_uppercase(), line.to_lowercase()] {
                    guarded::check(patterns, &text);
                }
                fits += usize::from(guarded::any_fits(patterns, line));
            }
            assert!(fits > 0, "{line}");
        }
    }
}
