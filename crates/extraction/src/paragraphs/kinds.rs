//! What each paragraph is for, from its own words and its place.

mod furniture;
mod heads;
mod releases;

use std::sync::LazyLock;

use dateline_record::v1::paragraph::Kind;
use regex::{Regex, bytes::RegexSet};

/// Bytes of a paragraph that can be anything but ordinary text.
const LONGEST_SPECIAL: usize = 600;
/// Words of a headline at most.
const HEADLINE_WORDS: usize = 25;
/// Words of a heading at most.
const HEADING_WORDS: usize = 12;

/// The kind of each paragraph; the first ordinary one is the lead.
pub(super) fn classify(texts: &[&str], title: &str, bylines: &[String]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = texts.iter().enumerate().map(|(at, text)| kind_alone(text, at == 0)).collect();
    heads::mark(texts, title, bylines, &mut kinds);
    releases::mark(texts, &mut kinds);
    furniture::mark_lists(texts, &mut kinds);
    mark_headline(texts, title, &mut kinds);
    mark_headings(texts, &mut kinds);
    if let Some(lead) = kinds.iter_mut().find(|kind| **kind == Kind::Body) {
        *lead = Kind::Lead;
    }
    kinds
}

/// The kind of a paragraph as far as its own words tell.
fn kind_alone(text: &str, is_first: bool) -> Kind {
    if text.len() <= LONGEST_SPECIAL && !text.contains(char::is_alphanumeric) {
        return Kind::Boilerplate;
    }
    if furniture::is(text) || releases::is_line(text, is_first) {
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
    } else if CAPTION.is_match(text) {
        Kind::Caption
    } else if BOILERPLATE.is_match(text.as_bytes()) && !is_correction(text) {
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
    text.len() <= 2 * LONGEST_SPECIAL && CORRECTION.is_match(text)
}

/// Whether a paragraph says that the article is paid for.
pub(crate) fn is_sponsored(text: &str) -> bool {
    text.len() <= LONGEST_SPECIAL && SPONSORED.is_match(text)
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
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a valid pattern")
}

static BULLET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[•◦▪■●‣·]\s*|[*–-]\s+|\([a-z0-9]{1,2}\)\s+)\S"));
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d{1,2}[.)]\s+\p{Lu}"));
static MARKDOWN_HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^#{1,6}\s+\S[^\n]*$"));

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^[(\[]?(?:file (?:photo|image|picture)\b|(?-i:FILE)\s*[-–—:]|(?:photo|photograph|image|picture|video|graphic|map|chart|illustration)s?",
        r"(?:\s+(?:by|credit|courtesy|source)\b|\s*:)|(?:photo|image|picture) credit|credits?\s*:|caption\s*:)",
        r"|\((?:[^()]{0,60}[/|])?\s*(?:ap|epa|afp|reuters|getty)\s*(?:photo|images|file photo)?(?:/[^()]{1,60})?\)\.?$",
        r"|\b(?:getty images|afp via getty|shutterstock|istock|ap photo/[\p{L} .]{3,40}|wikimedia commons)\)?\.?$",
    ))
});

static CORRECTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^[(\[*]?\s*(?:corrections?|clarification)(?:\s*[,(][^:]{0,40})?\s*[:—–-]",
        r"|^[(\[*]?\s*(?:editor['’]s note|note|update)\s*:.{0,300}\b(?:corrected|incorrect(?:ly)?|in error|misstated|misspelled|amended)\b",
        r"|\b(?:an )?(?:earlier|previous|original) version of th(?:is|e) (?:article|story|report|piece)\b",
        r"|\bthis (?:article|story|report|piece|post) (?:has been|was) (?:corrected|amended|updated to correct)\b",
    ))
});

static SPONSORED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^\W*(?:sponsored(?: content| post| article)?|paid (?:content|post|partnership|for by\b.*)|advertorial|partner content|advertiser content)\W*$",
        r"|^\W*(?:this (?:article|post|story|content) (?:is|was) (?:sponsored|paid for) by|(?:brought to you|presented|sponsored) by)\b",
    ))
});

/// Pieces of a page that tell nothing of the news. Each pattern fits whole lines or their unmistakable openings.
static BOILERPLATE: LazyLock<RegexSet> = LazyLock::new(|| boilerplate().build());

struct Patterns(&'static [&'static str]);

impl Patterns {
    /// The gaps of some length in them count bytes: characters of any length take longer to compile, and 7 MB more.
    #[expect(clippy::expect_used, reason = "the patterns are constants, compiled by every test")]
    fn build(&self) -> RegexSet {
        let in_bytes = self.0.iter().map(|pattern| pattern.replace(".{0,", "(?-u:.){0,"));
        RegexSet::new(in_bytes).expect("valid patterns")
    }
}

fn boilerplate() -> Patterns {
    Patterns(&[
        // Rights
        r"(?i)^\W*(?:copyright\b|\(c\)\s*\d{4}|©|\d{4}\s*©|℗)",
        r"(?i)\ball rights reserved\b|\bmay not be (?:published|reproduced|copied)\b.*\b(?:redistributed|permission|consent|rewritten)\b",
        r"(?i)^\W*(?:click here for reuse|licensing rights|reprints? and permissions?|terms of (?:use|service)|privacy policy|cookie policy|our standards:)",
        // Newsletters, subscriptions, apps
        r"(?i)^\W*(?:sign up|subscribe|register|log in|sign in)\b(?:\W*$|.*\b(?:newsletters?|inbox|updates|alerts|account|free|today|now|here|briefing|channel|podcast|comment)\b)",
        r"(?i)\b(?:delivered|straight|sent) (?:directly |straight )?to your (?:inbox|phone|mailbox)\b|^\W*(?:get|want) .{0,80}\b(?:newsletter|in your inbox)\b",
        r"(?i)^\W*(?:download|get|install) (?:the|our)\b.{0,60}\bapp\b|^\W*(?:support|fund) (?:our|independent|quality|local) .{0,30}journalism\b",
        r"(?i)^\W*we use cookies\b|^\W*(?:already a subscriber|this (?:article|content) is (?:for|only available to) subscribers)\b",
        // Links to elsewhere
        r"(?i)^\W*(?:read|see|watch|hear|learn) (?:more|also|next)\s*(?:[:>»|…-].*|(?:here|at|on|about|from)\b.{0,120})?$",
        r"(?i)^\W*(?:also read|related(?: (?:articles?|stor(?:y|ies)|coverage|news|links?|content|topics?|posts?|video))?|recommended(?: (?:reading|stories|for you))?|more (?:from|on this|stories)|you (?:may|might) also (?:like|be interested)|don['’]t miss|must read|most (?:read|popular)|trending(?: now)?|top stories|what to (?:read|watch) next|up next|editor['’]s picks|in other news|live updates)\s*(?:[:>»|].*)?$",
        r"(?i)^\W*more from\b.{0,60}$|^\W*(?:click|tap) here\b|^\W*(?:continue reading|load more|show more|skip (?:to|past)|scroll down|back to top|view (?:comments|gallery|all))\b",
        r"(?i)^\W*(?:follow|like|find|join|contact|email|write to) (?:us|me)\b|^\W*follow\b.{0,80}\b(?:twitter|facebook|instagram|whatsapp|telegram|youtube|linkedin|bluesky|threads|tiktok|google news|x)\W*$|^\W*follow (?:\S+ ){0,4}@\w+",
        r"(?i)^\W*share (?:this|on|via)\b.{0,60}$|^\W*(?:share|print|email|tweet|comments?|facebook|twitter|whatsapp|copy link|home|menu|search|\d+ comments?)\W*$|^\W*(?:leave|post|add) a comment\b|^\W*join the conversation\b",
        r"^\W*(?:https?://|www\.)\S+\W*$|^@\w+$|^(?:#\w+\s*)+$",
        // Advertising
        r"(?i)^\W*(?:advertisement|advertising|ad|ads by .*|sponsored(?: content| links?| post| article)?|paid (?:content|post|partnership)|advertorial|partner content|promoted(?: content)?)\W*$",
        r"(?i)^\W*(?:story|article|report) continues (?:below|after)\b|^\W*(?:brought to you|presented) by\b.{0,80}$",
        // Credits
        r"(?i)^\W*(?:(?:additional |further )?(?:reporting|writing|editing|production|research)|compiled|translated|reported|written|edited|produced|graphics?) by\b.{0,400}$",
        r"(?i)^\W*(?:with (?:additional )?(?:reporting|inputs?|files|contributions?|agency inputs?|material) (?:from|by)\b|(?:associated press|ap|reuters|afp|staff) (?:writers?|reporters?|correspondents?)\b).{0,300}$",
        r"(?i)\bcontributed (?:to this (?:report|story|article|dispatch)|reporting)\b.{0,80}$|\bis an? (?:staff|freelance|senior) (?:writer|reporter|journalist)\b.{0,80}$",
        r"(?i)^\W*th(?:is|e) (?:article|story|report|post|piece|column) (?:was |has been |is )?(?:originally |first |also )?(?:appeared|published|republished|produced|syndicated|reprinted)\b.{0,200}$",
        r"(?i)^\W*th(?:is|e) (?:article|story|report|post) (?:has been|was|is being|will be) updated\b.{0,60}$|^\W*this is a (?:developing|breaking) (?:news )?story\b.{0,120}$",
        r"^(?:By|BY|by)\s+\p{Lu}[\p{L}.’'-]*(?:(?:\s|,\s|\s[|&]\s|\sand\s|/)\p{Lu}[\p{L}.’'-]*){0,9}(?:,? (?:staff writer|correspondent|in [A-Z]\p{L}+))?$",
        // Metadata of the page
        r"(?i)^\W*(?:published|updated|last (?:updated|modified)|posted|first published|date)\b(?: on| at)?\W.{0,60}\d.{0,40}$",
        r"(?i)^\W*\d+\s*(?:min|mins|minutes?)(?:ute)? read\W*$|^\W*(?:tags?|topics?|filed under|categor(?:y|ies)|keywords|in this article)\s*:.{0,300}$|^Source:.{0,60}$",
        r"(?i)^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:january|february|march|april|may|june|july|august|september|october|november|december)|(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{1,2}(?:st|nd|rd|th)?),?\s+\d{4}\W*$",
    ])
}
