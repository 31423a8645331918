//! The dateline that opens a news report: place, date, agency, as in `PARIS, April 2 (Reuters) —`.

mod agencies;
mod dense;
mod months;
mod world;

pub(crate) use agencies::is_agency;
pub(crate) use world::is_word_of_date;

use std::sync::LazyLock;

use dateline_record::v1::{Article, Dateline, paragraph::Kind};
use jiff::civil;
use regex::{Captures, Regex};

use crate::{
    context::{Published, range, span},
    entities::gazetteer,
};

/// Bytes of a paragraph that can hold its dateline.
const LONGEST: usize = 160;
/// Paragraphs looked at: a summary may stand before the report.
const PARAGRAPHS: usize = 3;

/// The dateline of an article whose paragraphs are known.
pub(crate) fn find(article: &Article) -> Option<Dateline> {
    let published = article.published_at.as_ref().and_then(Published::read);
    let report = article.paragraphs.iter().filter(|paragraph| matches!(paragraph.kind(), Kind::Lead | Kind::Body));
    report.take(PARAGRAPHS).find_map(|paragraph| {
        let bytes = range(paragraph.span);
        let text = article.text.get(bytes.clone())?;
        let (mut dateline, end) =
            any(text, published, &article.bylines).or_else(|| labelled(text).filter(|_| !is_transcript(article)))?;
        dateline.span = span(bytes.start..bytes.start + end);
        Some(dateline)
    })
}

/// The dateline that opens a paragraph in any language, and where it ends. Of two the one that knows the place.
fn any(paragraph: &str, published: Option<Published>, bylines: &[String]) -> Option<(Dateline, usize)> {
    let known = read(paragraph, published);
    if known.as_ref().is_some_and(|(dateline, _)| !dateline.place.is_empty()) {
        return known;
    }
    let opening = paragraph.get(..paragraph.floor_char_boundary(LONGEST.min(paragraph.len())))?;
    let other = dense::read(opening, published, bylines).or_else(|| {
        let found = world::read(opening, published)?;
        is_report(paragraph.get(found.1..)?).then_some(found)
    });
    other.or(known)
}

/// The city in capitals before a colon, as papers of South Asia open reports: `KARACHI: The port`. What is no city may be a
/// label or who speaks.
fn labelled(paragraph: &str) -> Option<(Dateline, usize)> {
    let (written, report) = paragraph.split_once(": ").filter(|(place, _)| place.len() <= LONGEST / 4)?;
    let shouted = written.chars().filter(|c| c.is_uppercase()).count() >= 4 && !written.contains(char::is_lowercase);
    let place = Some(ordinary_case(written)).filter(|place| shouted && gazetteer::is_city(place))?;
    let told = report.starts_with(char::is_uppercase) && report.contains(char::is_lowercase);
    told.then(|| (Dateline { place, ..Dateline::default() }, written.len() + 1))
}

/// Whether several paragraphs begin with a word in capitals and a colon, as those of who speaks do.
fn is_transcript(article: &Article) -> bool {
    /// Paragraphs looked at.
    const MOST: usize = 30;
    let texts = article.paragraphs.iter().take(MOST).filter_map(|paragraph| article.text.get(range(paragraph.span)));
    let is_turn = |text: &str| {
        let speaker = text.get(..text.floor_char_boundary(LONGEST / 2)).and_then(|start| start.split_once(':'));
        speaker.is_some_and(|(name, _)| name.contains(char::is_uppercase) && !name.contains(char::is_lowercase))
    };
    texts.filter(|text| is_turn(text)).count() > 1
}

/// Whether what follows a dateline begins as a report does: no heading in capitals, no half a sentence.
fn is_report(text: &str) -> bool {
    let report = text.trim_start();
    // Arabic and Hebrew have no capitals.
    let begins = |c: char| {
        c.is_uppercase() || c.is_numeric() || "\"“'‘([$€£«„".contains(c) || !c.is_ascii() && !c.is_lowercase()
    };
    let told = |c: char| c.is_lowercase() || c.is_alphabetic() && !c.is_uppercase();
    report.starts_with(begins) && report.contains(told)
}

/// The dateline that opens a paragraph, and where it ends.
fn read(paragraph: &str, published: Option<Published>) -> Option<(Dateline, usize)> {
    let opening = paragraph.get(..paragraph.floor_char_boundary(LONGEST.min(paragraph.len())))?;
    let parts = DATELINE.captures(opening)?;
    // Asked here and not in the pattern, which would take long to compile.
    if agency(&parts).is_some_and(|agency| agency.chars().count() > LONGEST_AGENCY) {
        return None;
    }
    let end = parts.get(0)?.end();
    // A heading in capitals, or half a sentence, is no report that a dateline opens.
    let report = paragraph.get(end..)?.trim_start();
    let opens = report.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "\"“'‘([$€£".contains(c));
    // All of an old report may be in capitals, which one that has all parts shows.
    let whole = || agency(&parts).is_some() && ["place", "date"].iter().all(|part| parts.name(part).is_some());
    if !opens || !(report.contains(char::is_lowercase) || whole()) {
        return None;
    }
    let dateline = Dateline {
        place: place(&parts, paragraph.get(..end)?)?,
        date: parts.name("date").and_then(|date| timex(date.as_str(), published)).unwrap_or_default(),
        agency: agency(&parts).unwrap_or_default().into(),
        ..Dateline::default()
    };
    Some((dateline, end))
}

fn agency<'t>(parts: &Captures<'t>) -> Option<&'t str> {
    let named = ["agency", "slashed", "alone"].into_iter().find_map(|name| parts.name(name));
    named.map(|agency| agency.as_str().trim())
}

/// The place in ordinary case; empty when there is only an agency or a date; `None` when what stands there is no place.
fn place(parts: &Captures<'_>, opening: &str) -> Option<String> {
    let agency = agency(parts);
    let Some(written) = parts.name("place").map(|place| place.as_str().trim_matches([' ', '-'])) else {
        return agency.map(|_| String::new());
    };
    let region = parts.name("region").map(|region| region.as_str().trim_matches([',', ' ', '-']));
    let dated = parts.name("date").is_some();
    let certain = agency.is_some() && (dated || agencies::is_agency(agency.unwrap_or_default()));
    let dash = opening.trim_end().ends_with(['—', '–', '-', '_', '―', '‒']);
    let known =
        region.is_some_and(is_region) || written.split('/').all(|place| gazetteer::is_place(&ordinary_case(place)));
    let capitals = !written.contains(char::is_lowercase);
    let plausible = certain || dash && (known || dated && capitals || capitals && could_be_place(written));
    let place: Vec<_> = written.split('/').map(|place| ordinary_case(place.trim())).collect();
    let region = region.map(|region| format!(", {}", ordinary_case(region))).unwrap_or_default();
    plausible.then(|| place.join("/") + &region)
}

/// Whether a name is a country, a state or a usual abbreviation of one.
fn is_region(name: &str) -> bool {
    gazetteer::is_place(&ordinary_case(name)) || gazetteer::is_place(name)
}

/// Whether capitals before a dash can be a place that no table knows: neither a label nor an acronym, nor two things as in a
/// heading.
fn could_be_place(written: &str) -> bool {
    let letters = written.chars().filter(|c| c.is_alphabetic()).count();
    let label = written.split([' ', '-']).any(|word| LABELS.contains(&word.trim_end_matches(['.', ':'])));
    let two = written.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    letters >= 5 && written.split(' ').count() <= 3 && !label && !two && !written.contains(char::is_numeric)
}

/// Words in capitals that open a paragraph without being a place.
const LABELS: [&str; 72] = [
    "ADVERTISEMENT",
    "ADVISORY",
    "ALERT",
    "ANALYSIS",
    "ANALYST",
    "ATTENTION",
    "BREAKING",
    "BRIEF",
    "BRIEFING",
    "BULLETIN",
    "BUSINESS",
    "CAUTION",
    "CLARIFICATION",
    "COLUMN",
    "COMMENT",
    "COMMENTARY",
    "CORRECTION",
    "CRIME",
    "CULTURE",
    "DETAILS",
    "DEVELOPING",
    "EDITORIAL",
    "EDITORS",
    "EDUCATION",
    "ELECTION",
    "EMBARGOED",
    "ENDS",
    "ENTERTAINMENT",
    "ENVIRONMENT",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACT",
    "FACTBOX",
    "FEATURE",
    "FINANCE",
    "FIRST",
    "FOOTBALL",
    "HEADLINES",
    "HEALTH",
    "HIGHLIGHTS",
    "INSIGHT",
    "INTERVIEW",
    "LATEST",
    "LETTERS",
    "LIVE",
    "MARKETS",
    "MORE",
    "NEWS",
    "NOTE",
    "OBITUARY",
    "OPINION",
    "PHOTOS",
    "POLICE",
    "POLITICS",
    "PROFILE",
    "QUESTION",
    "REPORT",
    "REVIEW",
    "SCIENCE",
    "SOURCE",
    "SPORT",
    "SPORTS",
    "STORY",
    "SUMMARY",
    "TECHNOLOGY",
    "UPDATE",
    "UPDATED",
    "URGENT",
    "VIDEO",
    "WARNING",
    "WATCH",
    "WEATHER",
];

/// A name in capitals as it is written in a sentence: `PORT-AU-PRINCE` to `Port-au-Prince`; other names stay.
pub(crate) fn ordinary_case(name: &str) -> String {
    if name.contains(char::is_lowercase) || !name.contains(char::is_alphabetic) || is_initials(name) {
        return name.into();
    }
    let mut ordinary = String::with_capacity(name.len());
    let lowered = lowered(name);
    let written = name.split_inclusive([' ', '-', '/']);
    for (at, (lower, written)) in lowered.split_inclusive([' ', '-', '/']).zip(written).enumerate() {
        let bare = lower.trim_end_matches([' ', '-', '/']);
        if at > 0
            && ["of", "the", "au", "and", "de", "del", "du", "da", "do", "dos", "la", "le", "sur", "upon", "en", "aux"]
                .contains(&bare)
            && !name.starts_with("LA ")
        {
            ordinary.push_str(lower);
        } else if let Some(rest) = lower.strip_prefix('i').filter(|_| written.starts_with('İ')) {
            ordinary.push('İ');
            ordinary.push_str(rest);
        } else {
            capitalize(lower, &mut ordinary);
        }
    }
    ordinary
}

/// A name in small letters, of which Turkish has two `i`.
fn lowered(name: &str) -> String {
    if name.contains('İ') { name.replace('I', "ı").replace('İ', "i").to_lowercase() } else { name.to_lowercase() }
}

/// `D.C.`, `U.S.`, `N.Y.`: letters that each stand for a word.
fn is_initials(name: &str) -> bool {
    name.contains('.') && name.split('.').all(|piece| piece.trim().chars().count() <= 1)
}

fn capitalize(word: &str, into: &mut String) {
    let mut chars = word.chars();
    into.extend(chars.next().into_iter().flat_map(char::to_uppercase));
    let rest = chars.as_str();
    // `N'DJAMENA`, `O’FALLON`: one letter before the apostrophe; `SANA'A`, `XI'AN` keep theirs low.
    let apostrophe = rest.chars().next().filter(|c| matches!(c, '\'' | '’'));
    match apostrophe {
        Some(mark) => {
            into.push(mark);
            capitalize(rest.trim_start_matches(mark), into);
        }
        None => into.push_str(rest),
    }
}

/// The TIMEX3 value of a date in a dateline: the latest such day up to the publication, or without its year.
fn timex(date: &str, published: Option<Published>) -> Option<String> {
    let parts = DATE.captures(date)?;
    let number = |name| parts.name(name).and_then(|part| part.as_str().parse::<i16>().ok());
    let month = parts.name("month").and_then(|month| month_number(month.as_str()))?;
    let day = number("day1").or_else(|| number("day2")).and_then(|day| i8::try_from(day).ok())?;
    day_value(number("year"), month, day, published)
}

/// The TIMEX3 value of a day: the latest such up to the publication, or without its year.
fn day_value(year: Option<i16>, month: i8, day: i8, published: Option<Published>) -> Option<String> {
    if let Some(year) = year {
        return Some(civil::Date::new(year, month, day).ok()?.to_string());
    }
    let resolved = published.filter(|published| published.precision as i32 >= 3).and_then(|published| {
        let latest = published.at.date().checked_add(jiff::Span::new().days(2)).ok()?;
        let year = latest.year();
        [year, year - 1]
            .into_iter()
            .filter_map(|year| civil::Date::new(year, month, day).ok())
            .find(|date| *date <= latest)
    });
    // 2024 is a leap year: any day that exists at all exists in it.
    let exists = civil::Date::new(2024, month, day).is_ok();
    resolved.map(|date| date.to_string()).or_else(|| exists.then(|| format!("XXXX-{month:02}-{day:02}")))
}

fn month_number(name: &str) -> Option<i8> {
    let short = name.get(..3)?.to_ascii_lowercase();
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    months.iter().position(|month| *month == short).and_then(|at| i8::try_from(at + 1).ok())
}

const MONTH: &str = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";

#[expect(clippy::expect_used, reason = "the patterns are constants, compiled by every test")]
pub(super) fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a valid pattern")
}

/// Characters of an agency's name at most.
const LONGEST_AGENCY: usize = 41;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:(?P<day1>\d{{1,2}})\s+)?(?P<month>{MONTH})\.?(?:\s+(?P<day2>\d{{1,2}}))?(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?"
    ))
});

static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    let date = format!(
        r"(?i:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s*)?(?P<date>{MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{MONTH}\.?(?:,?\s+\d{{4}})?)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    );
    let place = r"(?P<place>\p{Lu}[\p{L}\p{M}.'’-]*(?:[ /](?:\p{Lu}[\p{L}\p{M}.'’-]*|of|the|au|de|del|and|al|el))*?)";
    let region = r"(?P<region>,\s*\p{Lu}[\p{L}\p{M}.'’-]*(?: (?:\p{Lu}[\p{L}\p{M}.'’-]*|of|and|the))*?)?";
    let agency = r"(?:\s*[(\[](?P<agency>[\p{L}][\p{L}./ ]+)[)\]]|\s*/(?P<slashed>[\p{L} ][\p{L} ]+)/)";
    // A hyphen separates only with a space before it or after a bracket; a colon only after a date or an agency.
    let dash = r"\s*(?:—|–|―|‒|--+)|\s+[-_]\s";
    let short = format!(r"{MONTH}\.?\s+\d{{1,2}}");
    let alone = r"[(\[](?P<alone>[\p{L}][\p{L}./ ]+)[)\]]\s*[-—–―:_]+";
    pattern(&format!(
        r"^(?:{place}{region}(?:[,.]?\s+{date}[,.]?)?(?:{agency}\s*(?:[-—–―:_]+)|(?:{dash}))|(?:{short}\s*)?{alone})"
    ))
});

#[cfg(test)]
mod tests;
