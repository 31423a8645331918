//! The names in a byline: one each, without what stands before, between and after them.

mod brackets;
mod dated;
mod dense;
mod languages;
mod names;
mod offices;
mod places;
mod roles;
mod words;

use std::collections::HashSet;

use crate::{
    metadata::{clean, letters},
    times,
};
use languages::{EVERYWHERE, LANGUAGES, Words};
use names::{are_initials, is_name, without_company_comma};
use words::{AGENCIES, DESKS, NO_NAMES, OFFICES, REDACTIONS};
pub(crate) use {
    names::{is_account, is_nobody, is_person},
    offices::{is_of_section, is_trade},
    places::as_list,
    roles::is_lead_of_others,
    words::is_paper,
};

/// Characters of an author's name at most; longer is a sentence.
pub(crate) const MAX_LENGTH: usize = 60;

/// Fields that are read at most: a page that gives more is not naming its authors.
const MOST: usize = 500;

/// Where a byline comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    /// From a field that is there to name authors: no more than the names is to be expected.
    Declared,
    /// As readers see it: with places, titles and dates.
    Shown,
}

/// Marks that end the names wherever they stand.
const ENDS: [&str; 23] = [
    " | ",
    " • ",
    " · ",
    " – ",
    " — ",
    " / ",
    " - ",
    " @",
    " (",
    " [",
    "｜",
    "／",
    " Special to ",
    " special to ",
    " SPECIAL TO ",
    // What goes on in the line without a mark.
    " Edited by ",
    " Leave a ",
    " Medically reviewed ",
    " Of the ",
    " Photo by ",
    " Photos by ",
    " Reviewed by ",
    " View all ",
];

/// What stands between the parts of a line, and so before its byline.
const BULLETS: [char; 8] = ['-', '–', '—', '|', '•', '·', '/', ' '];

/// The names in what is given for authors, each once, without the site's.
pub(crate) fn names(given: &[String], how: Given, language: &str, site: &str) -> Vec<String> {
    let mut known = HashSet::new();
    let names = given.iter().take(MOST).flat_map(|text| split(text, how, language)).filter(|name| is_name(name, site));
    // A label whose names stand elsewhere.
    let names = names.filter(|name| !is_lead(name, language) && !is_lead_of_others(name));
    names.filter(|name| known.insert(name.to_lowercase())).collect()
}

/// The authors that a producer gives in one line: those whom it names where each is a person, else the line as it stands,
/// for what was given is not dropped.
pub(crate) fn given(line: &str) -> Vec<String> {
    let named = |language: &str| {
        let names = names(&[line.to_owned()], Given::Declared, language, "");
        Some(names).filter(|names| !names.is_empty() && names.iter().all(|name| is_person(name)))
    };
    // Nobody says in what language the line is: the one that takes it apart furthest.
    let joined = line.split_whitespace().any(|word| LANGUAGES.iter().any(|own| own.and.contains(&word)));
    let languages = LANGUAGES.iter().filter(|_| joined).filter_map(|own| named(own.language));
    let most = languages.chain(named("")).max_by_key(Vec::len);
    let whole = || clean(without_leads(line.trim(), "")).into_iter().collect();
    most.unwrap_or_else(whole)
}

/// The language whose word for `by` a line begins with; empty where it is none, or one known everywhere.
pub(crate) fn language_of_lead(line: &str) -> &'static str {
    let begins = |own: &&Words| own.leads.iter().any(|lead| after_lead(line, lead).is_some());
    LANGUAGES.iter().find(begins).map_or("", |own| own.language)
}

/// Whom a line is by, which says nothing else: a lead, then the name of a person, others, their offices.
pub(crate) fn by_whom(line: &str, language: &str) -> Option<Vec<String>> {
    if dense::is(line) {
        return dense::by_whom(&without_mail(line), language);
    }
    // `(By Ana Ruiz and Tom Lee)` ends the reports of agencies.
    let whole = line.trim().strip_prefix('(').and_then(|line| line.strip_suffix(')'));
    if let Some(names) = whole.and_then(brackets::reporters) {
        return Some(names);
    }
    let line = whole.unwrap_or(line).trim_start_matches(BULLETS).trim_end();
    let line = dated::after_date(line, language).unwrap_or(line);
    if without_leads(line, language).len() == line.len() {
        return None;
    }
    let names = names(&[line.to_owned()], Given::Shown, language, "");
    let first = names.first().is_some_and(|name| is_person(name));
    first.then(|| names.into_iter().filter(|name| is_person(name) || is_agency(name)).collect())
}

/// Whoever a line says posted the article, perhaps behind a date and before one: `ruiz` of `Posted by ruiz on March 3`.
pub(crate) fn of_poster<'t>(line: &'t str, language: &str) -> Option<&'t str> {
    const LEADS: [&str; 5] = ["added by", "author", "posted by", "published by", "submitted by"];
    let line = line.trim_start_matches(BULLETS);
    let dated = dated::after_date(line, language);
    let led =
        dated.and_then(|led| after_lead(led, "by")).or_else(|| LEADS.iter().find_map(|lead| after_lead(line, lead)))?;
    let name = before_end(led, Some(language)).split(',').next().unwrap_or_default().trim_end_matches([' ', '.']);
    (!name.is_empty() && !name.contains(' ')).then_some(name)
}

/// Whom the dateline of a paragraph names, in scripts where it does: `例报讯（记者 张伟）`.
pub(crate) fn of_dateline(paragraph: &str, language: &str) -> Vec<String> {
    if is_dense(paragraph) { dense::of_dateline(paragraph, language) } else { Vec::new() }
}

/// Whether a text is in a script of East Asia.
pub(crate) fn is_dense(text: &str) -> bool {
    dense::is(text)
}

/// Whether a name in a script without spaces is that of a medium, an office or a company, or of nobody.
pub(crate) fn is_collective(name: &str) -> bool {
    dense::is(name) && dense::is_collective(name)
}

/// Whether what stands in the brackets at a text's end is the name of its author, in Japanese or Chinese.
pub(crate) fn is_signer(name: &str, language: &str) -> bool {
    dense::is_signer(name, language)
}

/// Whether a text is a lead alone, perhaps behind a date: the names stand in the next.
pub(crate) fn is_lead(text: &str, language: &str) -> bool {
    /// Bytes of a lead at most.
    const LONGEST: usize = 100;
    let text = dated::after_date(text.trim(), language).unwrap_or(text).trim().trim_end_matches([':', '：', ' ']);
    if text.len() > LONGEST {
        return false;
    }
    let text = text.to_lowercase();
    let Some(first) = text.chars().next() else { return false };
    let own = of_language(language).flat_map(|words| words.leads);
    languages::everywhere(first).iter().chain(own).any(|lead| *lead == text)
}

fn of_language(language: &str) -> impl Iterator<Item = &'static Words> + use<'_> {
    LANGUAGES.iter().filter(move |words| words.language == language)
}

fn with_english(language: &str) -> impl Iterator<Item = &'static Words> + use<'_> {
    LANGUAGES.iter().filter(move |words| words.language == language || words.language == "en")
}

/// A byline without what leads to its names: `By `, `Written by:`.
pub(crate) fn without_leads<'t>(text: &'t str, language: &str) -> &'t str {
    let mut rest = text.trim_start_matches(BULLETS);
    // No byline has more of them: `Written by: Author:`.
    for _ in 0..3 {
        let Some(first) = rest.chars().next().and_then(|c| c.to_lowercase().next()) else { break };
        let everywhere = || languages::everywhere(first).iter().find_map(|lead| after_lead(rest, lead));
        let own = || of_language(language).flat_map(|words| words.leads).find_map(|lead| after_lead(rest, lead));
        // `Di Maio` is a name of its own, `Di Luigi Di Maio` is by somebody.
        let is_named =
            |after: &&str| after.contains([' ', '/']) || is_agency(after) || is_desk(after) || words::is_address(after);
        let Some(after) = everywhere().or_else(|| own().filter(is_named)) else { break };
        rest = after;
    }
    rest
}

fn after_lead<'t>(text: &'t str, lead: &str) -> Option<&'t str> {
    let rest = after_word(text, lead)?;
    // Scripts without spaces have none here.
    let unspaced = |c: char| is_wide(c) && !matches!(c, '\u{ac00}'..='\u{d7af}');
    let wide = lead.chars().next_back().is_some_and(|c| unspaced(c) || !c.is_alphanumeric());
    let ends = wide || rest.starts_with([':', '：', ' ', '\u{a0}', '.']);
    let after = rest.trim_start_matches([':', '：', ' ', '\u{a0}', '.']);
    (ends && !after.is_empty()).then_some(after)
}

/// What follows some words in lower case at the beginning of a text, whatever their case there.
fn after_word<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    if words.is_ascii() {
        return text
            .split_at_checked(words.len())
            .filter(|(head, _)| head.eq_ignore_ascii_case(words))
            .map(|(_, rest)| rest);
    }
    let (one, other) = (text.chars().next()?, words.chars().next()?);
    if one != other && one.to_lowercase().next() != Some(other) {
        return None;
    }
    let length: usize = text.chars().take(words.chars().count()).map(char::len_utf8).sum();
    text.split_at_checked(length).filter(|(head, _)| head.to_lowercase() == words).map(|(_, rest)| rest)
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{ff00}'..='\u{ff60}')
}

/// `By Ana Ruiz and Tom Lee | The Example` is two authors.
fn split(text: &str, how: Given, language: &str) -> Vec<String> {
    let text = without_mail(&clean(text).unwrap_or_default());
    let text = roles::without_others(places::without_date(&text, language));
    // `例河報／記者王小明／台北報導`: the marks that end names elsewhere stand before them.
    if how == Given::Shown
        && dense::is(text)
        && let Some(names) = dense::by_whom(text, language)
    {
        return names;
    }
    let text = places::without_place(text);
    let stripped = without_leads(text, if how == Given::Shown { language } else { "" });
    let led = stripped.len() < text.len();
    let shown = how == Given::Shown || led;
    let whole = brackets::without_insertion(stripped);
    let rest = roles::without_role(before_end(&whole, if shown { Some(language) } else { None }));
    let marks = [';', '•', '|', '/', '、', '，', '،', '；', '＆'];
    let rest = rest.replace(marks, ",");
    let rest = without_company_comma(&rest).into_owned();
    let rest = if dense::is(&rest) { rest.replace('&', ",") } else { rest };
    let parts: Vec<&str> = rest.split(',').collect();
    // `Ruiz, Ana` is one person, as libraries and agencies file her.
    if let [family, given] = parts.as_slice()
        && [family, given].iter().all(|part| is_word(part))
    {
        return vec![stripped.to_owned()];
    }
    let read: Vec<Vec<String>> = parts.iter().map(|part| joined(part, language)).collect();
    let person = |at: usize| read.get(at.checked_sub(1)?)?.last().filter(|name| is_person(name));
    let own = parts
        .iter()
        .zip(&read)
        .enumerate()
        .filter(|(at, (part, _))| !person(*at).is_some_and(|person| is_employment(part.trim(), person)));
    own.flat_map(|(_, (_, names))| names.iter().map(|name| offices::without_office(without_agency(name)).to_owned()))
        .collect()
}

/// `Ana Ruiz` of `Ana Ruiz Reuters`, as templates set the agency of a reporter behind her name.
fn without_agency(name: &str) -> &str {
    let spaces = name.rmatch_indices(' ').map(|(at, _)| at).take(3);
    // `Ana R. Bloomberg`, `Ana Efe Ruiz` and `Ana Ruiz Efe` are names.
    let is_whole = |person: &str| {
        let last = person.rsplit(' ').next().unwrap_or_default();
        is_person(person) && last.chars().count() >= 3 && !last.ends_with('.')
    };
    let is_acronym = |word: &str| word.len() > 5 || !word.contains(char::is_lowercase);
    let parts = spaces.filter_map(|at| Some((name.get(..at)?, name.get(at + 1..)?)));
    let told = parts.filter(|(person, agency)| is_agency(agency) && is_acronym(agency) && is_whole(person));
    told.last().map_or(name, |(person, _)| person)
}

/// Whether what follows a person's name is what she is, whom she works for or where: `Trial Attorney`, `TV Example`,
/// `ANKARA`.
fn is_employment(text: &str, person: &str) -> bool {
    let is_office = |word: &str| {
        let word = word.to_lowercase();
        OFFICES.iter().any(|office| word.trim_matches(|c: char| !c.is_alphanumeric()) == *office)
    };
    let in_capitals = |word: &str| word == "TV" || (word.len() >= 3 && word.chars().all(char::is_uppercase));
    // `Ana DeRUIZ, TOM LEE` are names in capitals, too.
    let shouted = text.split(' ').next().is_some_and(in_capitals) && !person.split(' ').any(in_capitals);
    // `Ana Ruiz, Valletta`: no person is called by one word after another with two.
    let place = !text.contains(' ') && !text.chars().any(is_wide) && person.contains(' ') && !text.is_empty();
    let is_medium = || text.split_once(' ').is_some_and(|(_, last)| words::ends_medium(last));
    let brand = !text.contains(' ') && text.is_ascii() && person.chars().all(is_wide);
    shouted
        || place
        || is_medium()
        || (brand && !text.is_empty())
        || is_agency(text)
        || is_collective(text)
        || text.split([' ', '-']).any(is_office)
}

/// Whether a short text is what somebody is, without a name: `political reporter`.
pub(crate) fn is_office(text: &str) -> bool {
    let mut words = text.split(' ');
    words.clone().count() <= 4 && words.any(|word| NO_NAMES.contains(&word.to_lowercase().as_str()))
}

/// Where a name stands in a text by itself: no part of a word on either side, except in scripts that part none.
pub(crate) fn places_of<'t>(
    text: &'t str,
    name: &'t str,
    is_part: fn(char) -> bool,
) -> impl Iterator<Item = usize> + 't {
    let dense = is_dense(name);
    let places = text.match_indices(name).map(|(at, _)| at);
    places.filter(move |at| {
        let (before, after) = (text.get(..*at).unwrap_or_default(), text.get(at + name.len()..).unwrap_or_default());
        dense || (!before.ends_with(is_part) && !after.starts_with(is_part))
    })
}

/// Whether a byline is that of nobody: the desk's.
pub(crate) fn is_desk(name: &str) -> bool {
    let name = name.to_lowercase();
    let first = ["la ", "de ", ""].iter().find_map(|article| name.strip_prefix(article)?.split(' ').next());
    // `La rédaction`, `Rédaction La Brenna`: the desk of a paper.
    let of_paper = || first.is_some_and(|word| REDACTIONS.contains(&word));
    DESKS.contains(&name.as_str()) || name.ends_with(" desk") || of_paper()
}

/// Whether a line names a correspondent or the desk in place of a person, in English as papers of many countries write it.
pub(crate) fn is_correspondent(line: &str) -> bool {
    line.contains(' ') && DESKS.contains(&line.to_lowercase().as_str())
}

/// Whether a text is the name of a news agency.
pub(crate) fn is_agency(text: &str) -> bool {
    let text = text.to_lowercase();
    let bare = text.strip_prefix("the ").unwrap_or(&text);
    AGENCIES.binary_search(&bare).is_ok()
}

/// Whether two names are of one person, written alike but for capitals, points and titles before them.
pub(crate) fn are_same(one: &str, other: &str) -> bool {
    let bare = |name: &str| {
        let words = name.split_whitespace().filter(|word| !word.ends_with('.') || word.chars().count() <= 2);
        letters(&words.collect::<Vec<_>>().join(" "))
    };
    bare(one).trim_start_matches("dr") == bare(other).trim_start_matches("dr")
}

/// Whether a text is one word with a capital, of a script that has some.
fn is_word(text: &str) -> bool {
    let text = text.trim();
    !text.contains(' ') && text.starts_with(char::is_uppercase) && !is_agency(text)
}

/// `Ana Ruiz | ana@example.org and Tom Lee | tom@example.org` without the addresses and what sets them apart.
fn without_mail(text: &str) -> String {
    if !text.contains('@') {
        return text.to_owned();
    }
    let is_address = |word: &&str| word.contains('@') && word.contains('.') && !word.starts_with('@');
    let mut kept: Vec<&str> = Vec::new();
    for word in text.split(' ') {
        if !is_address(&word) {
            kept.push(word);
        } else if kept.last().is_some_and(|last| matches!(*last, "|" | "-" | "–" | "•" | "/")) {
            kept.pop();
        }
    }
    kept.join(" ")
}

/// What stands before a mark that ends the names, and in a language before a place, a date or an employer.
fn before_end<'t>(text: &'t str, language: Option<&str>) -> &'t str {
    let nickname = brackets::nickname(text).map_or(0, str::len);
    let marks = ENDS.iter().filter_map(|end| {
        let from = if *end == " (" { nickname } else { 0 };
        text.get(from..)?.find(end).map(|at| from + at)
    });
    let ends: Vec<&str> =
        language.map(|language| with_english(language).flat_map(|own| own.ends).copied().collect()).unwrap_or_default();
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    let words = spaces.filter(|at| {
        let next = text.get(at + 1..).unwrap_or_default().split(' ').next().unwrap_or_default();
        ends.contains(&next)
    });
    let digits = text.find(char::is_numeric).filter(|at| *at > 0 && language.is_some());
    let end =
        marks.chain(words).chain(digits).chain(dense::end(text)).chain(brackets::end(text)).min().unwrap_or(text.len());
    let names = text.get(..end).unwrap_or(text);
    // The month of `Ana Ruiz, March 3` is no name.
    match names.trim_end().rsplit_once([' ', ',']) {
        _ if digits != Some(end) => names,
        Some((before, word)) if times::is_month(word, language.unwrap_or_default()) => before,
        None if times::is_month(names.trim(), language.unwrap_or_default()) => "",
        _ => names,
    }
}

/// Bytes of the longest word that joins two names.
const LONGEST_AND: usize = 9;

/// Whether a word joins two names: `and`, and what the page's language has for it; capitals among capitals.
pub(crate) fn is_and(word: &str, language: &str) -> bool {
    // Most words are told by their length.
    if word.len() > LONGEST_AND {
        return false;
    }
    word == "&"
        || with_english(language).flat_map(|own| own.and).any(|and| {
            *and == word || (and.len() > 1 && word.chars().all(char::is_uppercase) && and.to_uppercase() == word)
        })
}

/// The names that a conjunction joins. Both must have two words, so that neither one name (`José Ortega y Gasset`) nor
/// an office (`Center for Food and Nutrition`) is taken apart.
fn joined(text: &str, language: &str) -> Vec<String> {
    if dense::is(text) {
        return dense::names(text, language);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let parts: Vec<&[&str]> = words.split(|word| is_and(word, language)).filter(|part| !part.is_empty()).collect();
    let of = |words: &[&str]| clean(&without_marks(&words.join(" ")));
    let is_one = |part: &[&str]| part.len() >= 2 || is_agency(&part.join(" ")) || are_initials(&part.join(" "));
    if parts.len() > 1 && parts.iter().all(|part| is_one(part)) {
        return parts.into_iter().filter_map(of).collect();
    }
    // After a comma: `Ana Ruiz, and Tom Lee`.
    let edge = words.first().is_some_and(|word| is_and(word, language));
    of(words.get(usize::from(edge)..).unwrap_or_default()).into_iter().collect()
}

/// A name without the marks around it.
fn without_marks(name: &str) -> String {
    if are_initials(name.trim()) {
        return name.trim().to_owned();
    }
    let bare = name.trim().trim_matches([':', '：', '.', '-', '–', '—', '*', '"', '“', '”']);
    let is_short = [" Jr", " Sr"].iter().any(|end| bare.ends_with(end)) && name.contains("r.");
    if is_short { format!("{bare}.") } else { bare.to_owned() }
}

#[cfg(test)]
mod tests;
