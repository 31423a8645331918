//! A newsletter that carries several whole stories is as many articles.
//!
//! One article with subheadings looks much like it, and to cut that into pieces would be worse than to keep stories together.
//! So each story must show that it is one: below a headline of its own it says who wrote it or has a dateline, or the headline
//! leads to a page of its own; nothing but the name of the newsletter stands above them all; and nothing of weight stands between.

mod pieces;

use std::collections::HashSet;

use self::pieces::Piece;
use super::parts::Body;
use crate::{bylines, metadata::letters, urls};

/// Words of a story at least, of which two have to have more, or so many paragraphs.
const LEAST: usize = 40;
const WHOLE: usize = 80;
const PARAGRAPHS: usize = 2;

/// Stories at least, and at most: what has more lists.
const FEWEST: usize = 2;
const MOST: usize = 60;

/// Words that may stand outside the stories, in lines with more than a few.
const OUTSIDE: usize = 80;
const LINE: usize = 12;

/// Words of a headline at least.
const HEADLINE: usize = 3;

/// Lines below a headline in which its author is looked for, and characters of such a line at most.
const BELOW: usize = 3;
const LONGEST: usize = 120;

/// A story in a newsletter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Story {
    pub(super) headline: String,
    /// Its own page, where the headline leads to one that is called like it: other links lead over counters.
    pub(super) page: Option<String>,
    /// Whom a line right below it names.
    pub(super) authors: Vec<String>,
    /// What is below these.
    pub(super) body: String,
}

/// The stories of a newsletter; none where it is not plain that it has several. `names` are those of the newsletter.
pub(super) fn of(body: &Body, names: &[&str]) -> Vec<Story> {
    let (text, pieces) = match body {
        Body::Html(html) => (html, pieces::of_html(html)),
        Body::Text(text) => (text, pieces::of_text(text)),
    };
    let Some(parts) = parted(&pieces, names) else { return Vec::new() };
    let story = |part: &Part<'_>| {
        let headline = part.pieces.first()?;
        let signed = part.below().first().and_then(|line| Some((authors(line)?, line.end)));
        let (authors, start) = signed.unwrap_or((Vec::new(), headline.end));
        let body = text.get(start..part.pieces.last()?.end)?.to_owned();
        Some(Story { headline: headline.text.clone(), page: page(headline), authors, body })
    };
    parts.iter().filter_map(story).collect()
}

/// The page that a headline leads to, if words of it are in the address.
fn page(headline: &Piece) -> Option<String> {
    let path = urls::canonical(&headline.link).to_ascii_lowercase();
    let path = path.splitn(4, '/').nth(3).unwrap_or_default();
    let text = headline.text.to_lowercase();
    let words: HashSet<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= 4).collect();
    let named = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| words.contains(word)).count();
    (named >= 2).then(|| headline.link.clone())
}

/// A heading and what is below it.
struct Part<'p> {
    pieces: &'p [Piece],
    is_signed: bool,
}

impl Part<'_> {
    fn headline(&self) -> &Piece {
        const NONE: &Piece = &Piece {
            text: String::new(),
            start: 0,
            end: 0,
            heading: None,
            is_ruled: false,
            depth: 0,
            lowest: 0,
            link: String::new(),
        };
        self.pieces.first().unwrap_or(NONE)
    }

    fn below(&self) -> &[Piece] {
        self.pieces.get(1..).unwrap_or_default()
    }

    fn words(&self) -> usize {
        self.below().iter().filter(|piece| piece.heading.is_none()).map(|piece| words(&piece.text)).sum()
    }

    /// By how many elements what is below the headline leaves what that stands in.
    fn leaves(&self) -> i64 {
        let depth = self.headline().depth;
        self.below().iter().map(|piece| depth - piece.lowest).max().unwrap_or_default()
    }

    fn has_rule(&self) -> bool {
        self.below().iter().any(|piece| piece.is_ruled)
    }
}

/// The stories among the pieces of a newsletter, all of them told in one way.
fn parted<'p>(pieces: &'p [Piece], names: &[&str]) -> Option<Vec<Part<'p>>> {
    let signed = level_of(pieces, |at| is_signed(pieces, at))?;
    let (level, by_link) = match signed {
        Some(level) => (level, false),
        None => (level_of(pieces, |at| pieces.get(at).is_some_and(|piece| !piece.link.is_empty()))??, true),
    };
    let starts: Vec<usize> = (0..pieces.len()).filter(|at| is_at_most(pieces.get(*at), level)).collect();
    let ends = starts.iter().skip(1).copied().chain([pieces.len()]);
    let parts: Vec<Part<'p>> = starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| {
            let is_signed = is_signed(pieces, *start);
            Some(Part { pieces: pieces.get(*start..end)?, is_signed })
        })
        .collect();
    let is_own = |part: &Part<'_>| if by_link { !part.headline().link.is_empty() } else { part.is_signed };
    let first = parts.iter().position(is_own)?;
    let above = pieces.get(..*starts.get(first)?)?;
    let (stories, mut others): (Vec<Part<'p>>, Vec<Part<'p>>) = parts.into_iter().skip(first).partition(is_own);
    let stories = with_last_ended(stories, &mut others, pieces.len());
    let outside: usize = above.iter().chain(others.iter().flat_map(|part| part.pieces)).map(weight).sum();
    let plain = outside < OUTSIDE
        && !above.iter().any(|piece| is_umbrella(piece, level, names))
        && are_whole(&stories)
        && are_apart(&stories)
        && (!by_link || lead_to_pages(&stories));
    plain.then_some(stories)
}

fn is_at_most(piece: Option<&Piece>, level: u8) -> bool {
    piece.and_then(|piece| piece.heading).is_some_and(|own| own <= level)
}

/// The one level of the headings that are told so, if there are several; nothing at all where they are of two levels.
fn level_of(pieces: &[Piece], is_told: impl Fn(usize) -> bool) -> Option<Option<u8>> {
    let of = |(at, piece): (usize, &Piece)| piece.heading.filter(|_| is_told(at));
    let levels: Vec<u8> = pieces.iter().enumerate().filter_map(of).take(MOST + 1).collect();
    let first = levels.first().copied();
    if levels.len() < FEWEST {
        return if levels.is_empty() { Some(None) } else { None };
    }
    (levels.len() <= MOST && levels.iter().all(|level| Some(*level) == first)).then_some(first)
}

/// Whether a line close below a heading, and above what is told, says whom the story is by, or it has a dateline.
fn is_signed(pieces: &[Piece], heading: usize) -> bool {
    let Some(level) = pieces.get(heading).and_then(|piece| piece.heading) else { return false };
    let below = || pieces.iter().skip(heading + 1).take_while(|piece| piece.heading.is_none_or(|own| own > level));
    let close = || below().take(BELOW).take_while(|piece| piece.heading.is_none());
    // A standfirst may be between, but what a text has at its end may be of a letter.
    let by = close().position(|line| authors(line).is_some()).is_some_and(|at| {
        close().take(at).filter(|line| weight(line) > 0).count() <= 1
            && below().skip(at + 1).any(|line| weight(line) > 0)
    });
    by || close().any(|line| has_dateline(&line.text))
}

fn authors(line: &Piece) -> Option<Vec<String>> {
    let short = line.text.chars().count() <= LONGEST;
    short.then(|| bylines::by_whom(&line.text, bylines::language_of_lead(&line.text))).flatten()
}

/// Whether a text begins with a place in capitals, perhaps an agency or a day, and a dash: `OSLO (AP) — `.
fn has_dateline(text: &str) -> bool {
    let opening: String = text.chars().take(60).collect();
    let Some(end) = [" — ", " – ", " - ", " -- "].iter().filter_map(|dash| opening.find(dash)).min() else {
        return false;
    };
    let place = opening.get(..end).unwrap_or_default().split(['(', ',', '/']).next().unwrap_or_default();
    let letters = place.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() >= 3 && letters.clone().all(char::is_uppercase) && !place.contains(|c: char| c.is_numeric())
}

/// The stories, the last of which ends where the others show that it does: at a rule, or with the element that holds it.
fn with_last_ended<'p>(mut stories: Vec<Part<'p>>, others: &mut Vec<Part<'p>>, length: usize) -> Vec<Part<'p>> {
    let Some(last) = stories.pop() else { return stories };
    let ruled = !stories.is_empty() && stories.iter().chain([&last]).skip(1).all(|part| part.headline().is_ruled);
    let ruled = ruled && !stories.iter().any(Part::has_rule);
    let leaves = stories.iter().map(Part::leaves).max().unwrap_or(i64::MAX);
    let depth = last.headline().depth;
    let ends = |piece: &Piece| (ruled && piece.is_ruled) || depth - piece.lowest > leaves;
    let end = last.below().iter().position(ends).map_or(length, |at| at + 1).min(last.pieces.len());
    let (own, rest) = last.pieces.split_at(end);
    stories.push(Part { pieces: own, is_signed: last.is_signed });
    others.push(Part { pieces: rest, is_signed: false });
    stories
}

/// What a line outside the stories weighs: little, where it is no prose.
fn weight(piece: &Piece) -> usize {
    let words = words(&piece.text);
    if words >= LINE { words } else { 0 }
}

/// Words, or what is as long in a script without spaces.
fn words(text: &str) -> usize {
    if bylines::is_dense(text) { text.chars().count() / 2 } else { text.split_whitespace().count() }
}

/// Whether each has enough below its headline, that is not what leads on to the whole of it.
fn are_whole(stories: &[Part<'_>]) -> bool {
    let enough = |part: &Part<'_>| part.words() >= LEAST && !part.below().iter().any(|piece| leads_on(&piece.text));
    let paragraphs = |part: &&Part<'_>| part.below().iter().filter(|piece| weight(piece) > 0).count();
    let whole = |part: &&Part<'_>| part.words() >= WHOLE || (part.is_signed && paragraphs(part) >= PARAGRAPHS);
    stories.iter().all(enough) && stories.iter().filter(whole).count() >= FEWEST
}

/// What a link says that leads to the rest of a story, in small letters.
const ON: [&str; 22] = [
    "read more",
    "read on",
    "read the full",
    "read the whole",
    "read full",
    "full story",
    "continue reading",
    "keep reading",
    "go deeper",
    "weiterlesen",
    "mehr lesen",
    "zum artikel",
    "lire la suite",
    "lire l'article",
    "leer más",
    "seguir leyendo",
    "continua a leggere",
    "leggi tutto",
    "leia mais",
    "lees verder",
    "läs mer",
    "читать далее",
];

fn leads_on(line: &str) -> bool {
    let short = line.split_whitespace().count() <= 8;
    short && {
        let line = line.replace('’', "'").to_lowercase();
        ON.iter().any(|on| line.contains(on))
    }
}

/// Whether the headlines are such as articles have, not the subheads of one: numbered, all questions, times of day, names.
fn are_apart(stories: &[Part<'_>]) -> bool {
    let is_headline = |text: &str| {
        let first = text.split_whitespace().next().unwrap_or_default();
        let numbered = first.ends_with(['.', ')', ':', '/']) || first.starts_with('#') || first.contains(':');
        let numbered = numbered && first.contains(|c: char| c.is_ascii_digit());
        let bare = first.bytes().all(|byte| byte.is_ascii_digit()) && first.len() <= 2;
        // A longer one in capitals may look like a name.
        let is_name = words(text) == HEADLINE && bylines::is_person(text);
        words(text) >= HEADLINE && text.chars().count() <= 250 && !numbered && !bare && !is_name
    };
    let headlines: HashSet<String> = stories.iter().map(|part| letters(&part.headline().text)).collect();
    let is_question = |part: &Part<'_>| part.headline().text.trim_end().ends_with(['?', '？', '؟']);
    headlines.len() == stories.len()
        && stories.iter().all(|part| is_headline(&part.headline().text))
        && !stories.iter().all(is_question)
        && !stories.iter().any(|part| part.pieces.iter().any(|piece| is_clock(&piece.text)))
}

/// Whether a line is little but a time of day, as posts of a live blog have.
fn is_clock(line: &str) -> bool {
    let has_clock = |text: &str| {
        text.char_indices().filter(|(_, c)| matches!(c, ':' | '.' | 'h')).any(|(at, _)| {
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let after = text.get(at + 1..).unwrap_or_default();
            digit(text.get(..at).unwrap_or_default().chars().next_back())
                && after.chars().take_while(char::is_ascii_digit).count() == 2
        })
    };
    line.chars().count() <= 24 && has_clock(line)
}

/// Whether the headlines lead to a page each, all of one site, below its front page.
fn lead_to_pages(stories: &[Part<'_>]) -> bool {
    let bare = |link: &'_ str| link.split('#').next().unwrap_or_default().to_owned();
    let links: HashSet<String> = stories.iter().map(|part| bare(&part.headline().link)).collect();
    let sites: HashSet<String> = links.iter().filter_map(|link| urls::host(link)).collect();
    let deep = |link: &String| link.trim_end_matches('/').matches('/').count() > 2;
    let apart = stories.iter().skip(1).all(|part| part.headline().is_ruled)
        || stories.iter().skip(1).all(|part| part.headline().lowest < part.headline().depth);
    apart && links.len() == stories.len() && sites.len() == 1 && links.iter().all(deep)
}

/// What newsletters are called, in small letters.
const CALLED: [&str; 34] = [
    "newsletter",
    "brief",
    "briefing",
    "digest",
    "daily",
    "weekly",
    "morning",
    "evening",
    "bulletin",
    "roundup",
    "round-up",
    "headlines",
    "edition",
    "dispatch",
    "news",
    "today",
    "today's",
    "nachrichten",
    "morgen",
    "tagesüberblick",
    "wochenrückblick",
    "ausgabe",
    "lettre",
    "infolettre",
    "matinale",
    "édition",
    "boletín",
    "noticias",
    "bollettino",
    "notizie",
    "nieuwsbrief",
    "nyhetsbrev",
    "рассылка",
    "новости",
];

/// Whether a heading above the stories may be the headline of them all: it is not the name of the newsletter.
fn is_umbrella(piece: &Piece, level: u8, names: &[&str]) -> bool {
    let text = piece.text.to_lowercase();
    let own = letters(&piece.text);
    let is_name = names.iter().any(|name| !own.is_empty() && letters(name).contains(&own));
    let is_called = text.split_whitespace().count() <= 8
        && text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-').any(|word| CALLED.contains(&word));
    piece.heading.is_some_and(|own| own <= level) && !is_name && !is_called
}

#[cfg(test)]
mod tests;
