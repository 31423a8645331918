//! Pieces of a page that tell nothing of the news. Each pattern fits whole lines or their unmistakable openings.

use std::sync::LazyLock;

use regex::Regex;

use crate::guarded::{self, Guarded};

/// Names in a byline at most.
const NAMES: usize = 10;

/// Whether a paragraph tells nothing of the news.
pub(super) fn is_boilerplate(text: &str) -> bool {
    guarded::any_fits(&PATTERNS, text) || is_byline(text)
}

/// `By A. Writer and B. Writer, staff writer`.
fn is_byline(text: &str) -> bool {
    may_be_byline(text)
        && BYLINE.captures(text).and_then(|parts| parts.get(1)).is_some_and(|names| {
            let names = names.as_str().split(|c: char| c.is_whitespace() || c == '/');
            names.filter(|name| !matches!(*name, "" | "," | "|" | "&" | "and")).count() <= NAMES
        })
}

/// Words in small letters are few in a byline.
fn may_be_byline(text: &str) -> bool {
    const SMALL: [&str; 5] = ["and", "in", "staff", "writer", "correspondent"];
    ["By", "BY", "by"].iter().any(|by| text.starts_with(by))
        && text
            .split_whitespace()
            .skip(1)
            .all(|word| !word.starts_with(|c: char| c.is_ascii_lowercase()) || SMALL.contains(&word))
}

static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    super::kinds::pattern(
        r"^(?:By|BY|by)\s+(\p{Lu}[\p{L}.’'-]*(?:(?:\s|,\s|\s[|&]\s|\sand\s|/)\p{Lu}[\p{L}.’'-]*)*)(?:,? (?:staff writer|correspondent|in [A-Z]\p{L}+))?$",
    )
});

static PATTERNS: [Guarded; 24] = [
    // Rights
    Guarded::new(
        |text| text.opens(&["copyright", "c"]) || text.holds(&["©", "℗"]),
        r"(?i)^\W*(?:copyright\b|\(c\)\s*\d{4}|©|\d{4}\s*©|℗)",
    ),
    Guarded::new(
        |text| text.holds(&["all rights reserved", "not be published", "not be reproduced", "not be copied"]),
        r"(?i)\ball rights reserved\b|\bmay not be (?:published|reproduced|copied)\b.*\b(?:redistributed|permission|consent|rewritten)\b",
    ),
    Guarded::new(
        |text| {
            text.opens(&[
                "click here for",
                "licensing",
                "reprint",
                "reprints",
                "terms of",
                "privacy",
                "cookie",
                "our standards",
            ])
        },
        r"(?i)^\W*(?:click here for reuse|licensing rights|reprints? and permissions?|terms of (?:use|service)|privacy policy|cookie policy|our standards:)",
    ),
    // Newsletters, subscriptions, apps
    Guarded::new(
        |text| text.opens(&["sign up", "subscribe", "register", "log in", "sign in"]),
        r"(?i)^\W*(?:sign up|subscribe|register|log in|sign in)\b(?:\W*$|.*\b(?:newsletters?|inbox|updates|alerts|account|free|today|now|here|briefing|channel|podcast|comment)\b)",
    ),
    Guarded::new(
        |text| text.opens(&["get", "want"]) || text.holds(&["to your inbox", "to your phone", "to your mailbox"]),
        r"(?i)\b(?:delivered|straight|sent) (?:directly |straight )?to your (?:inbox|phone|mailbox)\b|^\W*(?:get|want) .{0,80}\b(?:newsletter|in your inbox)\b",
    ),
    Guarded::new(
        |text| text.opens(&["download", "get", "install", "support", "fund"]) && text.holds(&["app", "journalism"]),
        r"(?i)^\W*(?:download|get|install) (?:the|our)\b.{0,60}\bapp\b|^\W*(?:support|fund) (?:our|independent|quality|local) .{0,30}journalism\b",
    ),
    Guarded::new(
        |text| text.opens(&["we use cookies", "already a subscriber", "this article is", "this content is"]),
        r"(?i)^\W*we use cookies\b|^\W*(?:already a subscriber|this (?:article|content) is (?:for|only available to) subscribers)\b",
    ),
    // Links to elsewhere
    Guarded::new(
        |text| text.opens(&["read", "see", "watch", "hear", "learn"]) && text.holds(&["more", "also", "next"]),
        r"(?i)^\W*(?:read|see|watch|hear|learn) (?:more|also|next)\s*(?:[:>»|…-].*|(?:here|at|on|about|from)\b.{0,120})?$",
    ),
    Guarded::new(
        |text| text.opens(&LISTS),
        r"(?i)^\W*(?:also read|related(?: (?:articles?|stor(?:y|ies)|coverage|news|links?|content|topics?|posts?|video))?|recommended(?: (?:reading|stories|for you))?|more (?:from|on this|stories)|you (?:may|might) also (?:like|be interested)|don['’]t miss|must read|most (?:read|popular)|trending(?: now)?|top stories|what to (?:read|watch) next|up next|editor['’]s picks|in other news|live updates)\s*(?:[:>»|].*)?$",
    ),
    Guarded::new(
        |text| text.opens(&CONTROLS),
        r"(?i)^\W*more from\b.{0,60}$|^\W*(?:click|tap) here\b|^\W*(?:continue reading|load more|show more|skip (?:to|past)|scroll down|back to top|view (?:comments|gallery|all))\b",
    ),
    Guarded::new(
        |text| {
            text.opens(&["follow"])
                || text.opens(&["like", "find", "join", "contact", "email", "write to"]) && text.holds(&[" us", " me"])
        },
        r"(?i)^\W*(?:follow|like|find|join|contact|email|write to) (?:us|me)\b|^\W*follow\b.{0,80}\b(?:twitter|facebook|instagram|whatsapp|telegram|youtube|linkedin|bluesky|threads|tiktok|google news|x)\W*$|^\W*follow (?:\S+ ){0,4}@\w+",
    ),
    Guarded::new(
        |text| text.opens(&SHARING) || text.holds(&[" comment"]),
        r"(?i)^\W*share (?:this|on|via)\b.{0,60}$|^\W*(?:share|print|email|tweet|comments?|facebook|twitter|whatsapp|copy link|home|menu|search|\d+ comments?)\W*$|^\W*(?:leave|post|add) a comment\b|^\W*join the conversation\b",
    ),
    Guarded::new(
        |text| text.holds(&["http://", "https://", "www.", "@", "#"]),
        r"^\W*(?:https?://|www\.)\S+\W*$|^@\w+$|^(?:#\w+\s*)+$",
    ),
    // Advertising
    Guarded::new(
        |text| text.opens(&ADVERTISING),
        r"(?i)^\W*(?:advertisement|advertising|ad|ads by .*|sponsored(?: content| links?| post| article)?|paid (?:content|post|partnership)|advertorial|partner content|promoted(?: content)?)\W*$",
    ),
    Guarded::new(
        |text| text.holds(&[" continues ", "brought to you by", "presented by"]),
        r"(?i)^\W*(?:story|article|report) continues (?:below|after)\b|^\W*(?:brought to you|presented) by\b.{0,80}$",
    ),
    // Credits
    Guarded::new(
        |text| text.opens(&CREDITED) && text.holds(&[" by"]),
        r"(?i)^\W*(?:(?:additional |further )?(?:reporting|writing|editing|production|research)|compiled|translated|reported|written|edited|produced|graphics?) by\b.{0,400}$",
    ),
    Guarded::new(
        |text| {
            text.opens(&["with"]) && text.holds(&[" from", " by"])
                || text.opens(&["associated press", "ap", "reuters", "afp", "staff"])
                    && text.holds(&[" writer", " reporter", " correspondent"])
        },
        r"(?i)^\W*(?:with (?:additional )?(?:reporting|inputs?|files|contributions?|agency inputs?|material) (?:from|by)\b|(?:associated press|ap|reuters|afp|staff) (?:writers?|reporters?|correspondents?)\b).{0,300}$",
    ),
    Guarded::new(
        |text| text.holds(&["contributed to this ", "contributed reporting", " staff ", " freelance ", " senior "]),
        r"(?i)\bcontributed (?:to this (?:report|story|article|dispatch)|reporting)\b.{0,80}$|\bis an? (?:staff|freelance|senior) (?:writer|reporter|journalist)\b.{0,80}$",
    ),
    Guarded::new(
        |text| text.opens(&ITSELF),
        r"(?i)^\W*th(?:is|e) (?:article|story|report|post|piece|column) (?:was |has been |is )?(?:originally |first |also )?(?:appeared|published|republished|produced|syndicated|reprinted)\b.{0,200}$",
    ),
    Guarded::new(
        |text| text.opens(&ITSELF) && text.holds(&["updated"]) || text.opens(&["this is a"]),
        r"(?i)^\W*th(?:is|e) (?:article|story|report|post) (?:has been|was|is being|will be) updated\b.{0,60}$|^\W*this is a (?:developing|breaking) (?:news )?story\b.{0,120}$",
    ),
    // Metadata of the page
    Guarded::new(
        |text| {
            text.opens(&["published", "updated", "last updated", "last modified", "posted", "first published", "date"])
        },
        r"(?i)^\W*(?:published|updated|last (?:updated|modified)|posted|first published|date)\b(?: on| at)?\W.{0,60}\d.{0,40}$",
    ),
    Guarded::new(
        |text| text.holds(&["min read", "mins read", "minutes read", "ute read"]),
        r"(?i)^\W*\d+\s*(?:min|mins|minutes?)(?:ute)? read\W*$",
    ),
    Guarded::new(
        |text| text.opens(&SUBJECTS),
        r"(?i)^\W*(?:tags?|topics?|filed under|categor(?:y|ies)|keywords|in this article)\s*:.{0,300}$|^Source:.{0,60}$",
    ),
    Guarded::new(
        |text| text.opens(&DAYS_AND_MONTHS) || text.text.starts_with(char::is_numeric),
        r"(?i)^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:january|february|march|april|may|june|july|august|september|october|november|december)|(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{1,2}(?:st|nd|rd|th)?),?\s+\d{4}\W*$",
    ),
];

const LISTS: [&str; 22] = [
    "also read",
    "related",
    "recommended",
    "more from",
    "more on this",
    "more stories",
    "you may also",
    "you might also",
    "don't miss",
    "don’t miss",
    "must read",
    "most read",
    "most popular",
    "trending",
    "top stories",
    "what to read next",
    "what to watch next",
    "up next",
    "editor's picks",
    "editor’s picks",
    "in other news",
    "live updates",
];

const CONTROLS: [&str; 13] = [
    "more from",
    "click here",
    "tap here",
    "continue reading",
    "load more",
    "show more",
    "skip to",
    "skip past",
    "scroll down",
    "back to top",
    "view comments",
    "view gallery",
    "view all",
];

const SHARING: [&str; 17] = [
    "share",
    "print",
    "email",
    "tweet",
    "comment",
    "comments",
    "facebook",
    "twitter",
    "whatsapp",
    "copy link",
    "home",
    "menu",
    "search",
    "leave a comment",
    "post a comment",
    "add a comment",
    "join the conversation",
];

const ADVERTISING: [&str; 11] = [
    "advertisement",
    "advertising",
    "ad",
    "ads by",
    "sponsored",
    "paid content",
    "paid post",
    "paid partnership",
    "advertorial",
    "partner content",
    "promoted",
];

const CREDITED: [&str; 15] = [
    "additional",
    "further",
    "reporting",
    "writing",
    "editing",
    "production",
    "research",
    "compiled",
    "translated",
    "reported",
    "written",
    "edited",
    "produced",
    "graphic",
    "graphics",
];

const ITSELF: [&str; 12] = [
    "this article",
    "the article",
    "this story",
    "the story",
    "this report",
    "the report",
    "this post",
    "the post",
    "this piece",
    "the piece",
    "this column",
    "the column",
];

const SUBJECTS: [&str; 10] = [
    "tag",
    "tags",
    "topic",
    "topics",
    "filed under",
    "category",
    "categories",
    "keywords",
    "in this article",
    "source",
];

const DAYS_AND_MONTHS: [&str; 19] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// At least one line for each way in which a pattern fits.
    const LINES: &str = include_str!("boilerplate.txt");

    #[test]
    fn a_guard_rules_out_nothing_that_its_pattern_fits() {
        for line in LINES.lines().filter(|line| !line.starts_with("//")) {
            for text in
                [line.to_owned(), line.to_uppercase(), line.to_lowercase(), format!("» {line}"), format!("{line}.")]
            {
                guarded::check(&PATTERNS, &text);
                assert!(may_be_byline(&text) || !BYLINE.is_match(&text), "{text}");
            }
            assert!(is_boilerplate(line), "{line}");
        }
        for (at, pattern) in PATTERNS.iter().enumerate() {
            let fits = LINES.lines().filter(|line| pattern.pattern().is_match(line)).count();
            assert!(fits > 0, "no line for pattern {at}");
        }
    }

    #[test]
    fn a_byline_has_ten_names_at_most() {
        let names = |count: usize| format!("By {}", vec!["Ada Roe"; count].join(", "));
        assert!(is_boilerplate(&names(5)) && !is_boilerplate(&names(6)));
        assert!(
            is_boilerplate(&format!("{}, staff writer", names(5))) && is_boilerplate("By Ada Roe | Jan Doe in Oslo")
        );
        assert!(!is_boilerplate("By Monday the port was shut") && !is_boilerplate("By Ada Roe in oslo"));
    }
}
