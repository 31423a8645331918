//! The headline: the one that readers see, where a page's many titles let it be told.

mod marks;
mod unmarked;

use std::{borrow::Cow, cell::LazyCell, collections::HashSet};

use dateline_record::fingerprint::is_dense;

use super::{clean, homes, is_alphanumeric, json_ld::JsonLd, letters, page::Page, resolve, site::Site};
use crate::{
    html::{tags::Tag, tree::Id},
    urls,
};

/// The headline, and the element that shows it.
#[derive(Debug, Default)]
pub(super) struct Title {
    pub(super) text: String,
    pub(super) heading: Option<Id>,
}

/// Characters of a headline at most; longer is a paragraph in a heading's clothes.
const MAX_LENGTH: usize = 300;

/// Bytes of what a page may be called; more is no title.
const MOST_BYTES: usize = 2_000;

/// Headings among which the headline is looked for, at most.
const MOST_HEADINGS: usize = 500;

/// Share of the words that a heading has in common with what the page is called, for it to be the headline.
const ENOUGH: f64 = 0.34;

pub(super) fn read(page: &Page<'_, '_>, ld: &JsonLd, site: &Site, url: &str) -> Title {
    let called: Vec<String> = ld
        .headline
        .iter()
        .cloned()
        .chain(page.first_meta(&["og:title"]))
        .chain(page.first_meta(&["twitter:title", "headline", "parsely-title", "sailthru.title", "dc.title", "title"]))
        .chain(page.title.clone())
        .filter(|title| title.len() <= MOST_BYTES)
        .map(|title| without_site(&title, site))
        .collect();
    let called = marks::whole(called, site);
    let declared = ld.headline.is_some() || page.first_meta(&["og:title", "twitter:title"]).is_some();
    let mut shown = shown(page, &page.headings, site);
    // What the page declares as its title is that, wherever it leads.
    let agreed = marks::agreed(page, site);
    let are_all_called_so = LazyCell::new(|| is_called_as_all_pages(page));
    let is_of_all = |text: &String| page.title.as_ref() == Some(text) && *are_all_called_so;
    shown.retain(|(id, text)| {
        !is_tail(text, page, &called)
            && !is_of_all(text)
            && !agreed.as_deref().is_some_and(|agreed| marks::is_no_headline(text, agreed, &called))
            && (called.first().is_some_and(|title| declared && title == text) || !names_site(page, *id, url))
    });
    let of_another = |id: Id| links_elsewhere(page, id, url);
    let lower = || unmarked::is_word_for_word_below(page, &shown, &called, site);
    let title = match heading(&shown, &called, declared, &of_another).filter(|_| !lower()) {
        Some((id, text)) => {
            let text = marks::after_kicker(page, id, &called).or_else(|| part_of(page, id, &called)).unwrap_or(text);
            Title { text: without_site(&text, site), heading: Some(id) }
        }
        None => unmarked::find(page, &called, site),
    };
    Title { text: once(marks::without_section(&title.text, page, ld, url)).to_owned(), ..title }
}

/// A headline of several words without itself once more, as templates show it for both sizes of screens.
fn once(title: &str) -> &str {
    let half = title.len().checked_sub(1).and_then(|spaced| title.split_at_checked(spaced / 2));
    half.filter(|(one, other)| size(one) >= 3 && other.strip_prefix(' ') == Some(one)).map_or(title, |(one, _)| one)
}

/// Whether a heading is what the page's title ends with after its headline: the name of the site or a section.
fn is_tail(text: &str, page: &Page<'_, '_>, called: &[String]) -> bool {
    let Some(title) = page.title.as_deref().filter(|title| title.len() <= MOST_BYTES) else { return false };
    let own = letters(text);
    let mut parts = parts(title);
    let (first, last) = (parts.next().unwrap_or_default(), parts.next_back().unwrap_or_default());
    letters(last) == own && size(first) > size(text) && !called.iter().any(|title| letters(title) == own)
}

/// Whether a page is called as all of its site are, and readers are shown elsewhere what it is called for social networks.
fn is_called_as_all_pages(page: &Page<'_, '_>) -> bool {
    let (Some(title), Some(shared)) = (page.title.as_deref(), page.first_meta(&["og:title"])) else { return false };
    title.len().max(shared.len()) <= MOST_BYTES
        && likeness(&shared, title) < ENOUGH
        && unmarked::word_for_word(page, &[shared]).is_some()
}

/// Whether a text is a title but for what a separator sets apart at its end.
fn is_head(text: &str, title: &str) -> bool {
    let text = letters(text);
    letters(title).starts_with(&text) && heads(title).any(|head| letters(head) == text)
}

/// The beginnings of a title before its separators.
fn heads(title: &str) -> impl Iterator<Item = &str> {
    let is_dense_title = title.chars().any(is_dense);
    let separators = separators_in(title).filter(move |separator| is_dense_title || *separator != COLON);
    let ends = separators.flat_map(|separator| title.match_indices(separator)).map(|(at, _)| at);
    let dense = title.match_indices(DENSE_SEPARATORS).map(|(at, _)| at);
    let dense = dense.chain(before_short_tails(title)).filter(move |_| is_dense_title);
    // A kind of text, or what a page is made for: `[COLUMN]`, `(print version)`.
    let brackets =
        [" (", " ["].into_iter().filter_map(|open| title.rfind(open).filter(|_| title.ends_with([')', ']'])));
    ends.chain(dense)
        .chain(brackets)
        .take(MOST_HEADS)
        .filter_map(|end| title.get(..end))
        .filter(|head| !head.trim().is_empty())
}

/// Spaces of a title in a script without any before what is short beside the rest: a section and the site.
fn before_short_tails(title: &str) -> impl Iterator<Item = usize> {
    let spaces = title.match_indices(' ').map(|(at, _)| at);
    spaces.filter(|at| title.chars().any(is_unspaced) && (title.len() - at) * 2 <= *at)
}

/// Beginnings of a title that are looked at, at most.
const MOST_HEADS: usize = 50;

/// What stands between the parts of titles in scripts without spaces, without a space around it.
const DENSE_SEPARATORS: [char; 9] = ['_', '-', '—', '–', '|', '｜', '：', '（', '<'];

/// The parts of a title: the headline, sections, the site.
pub(crate) fn parts(title: &str) -> impl DoubleEndedIterator<Item = &str> {
    let dense = title.chars().any(is_dense);
    let mut parts = vec![title];
    for separator in separators_in(title) {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    if dense {
        parts = parts.into_iter().flat_map(|part| part.split(DENSE_SEPARATORS)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().into_iter()
}

/// Whether a text is what a separator sets apart at the beginning or the end of a title.
fn is_end(text: &str, title: &str) -> bool {
    let starts = separators_in(title)
        .flat_map(|separator| title.match_indices(separator).map(|(at, separator)| at + separator.len()));
    let mut tails = starts.filter_map(|start| title.get(start..));
    let said = letters(text);
    is_head(text, title)
        || (letters(title).ends_with(&said) && tails.clone().any(|tail| letters(tail) == said))
        || (title.len() <= MAX_LENGTH && tails.by_ref().take(MOST_TAILS).any(|tail| is_head(text, tail)))
}

/// Ends of a title of which a headline may be the beginning, at most.
const MOST_TAILS: usize = 3;

/// The texts of headings that may be headlines.
fn shown(page: &Page<'_, '_>, headings: &[Id], site: &Site) -> Vec<(Id, String)> {
    headings
        .iter()
        .take(MOST_HEADINGS)
        .filter_map(|id| clean(&page.tree.text(*id)).map(|text| (*id, text)))
        .filter(|(_, text)| text.chars().count() <= MAX_LENGTH && !site.is(text))
        // Manuals put a mark after a heading that leads to it.
        .map(|(id, text)| (id, text.trim_end_matches(['¶', ' ']).to_owned()))
        .collect()
}

/// The `h1` that says what the page is called; the only one when nothing else is known.
fn heading(
    shown: &[(Id, String)],
    called: &[String],
    declared: bool,
    of_another: &dyn Fn(Id) -> bool,
) -> Option<(Id, String)> {
    let (likeness, id, text) = most_alike(shown, called)?;
    // One heading of several words is what readers see, whatever the page is called for search engines.
    let only = shown.len() == 1 && (likeness >= 0.1 || !declared) && size(text) >= 4 && !of_another(id);
    let found = likeness >= ENOUGH || (called.is_empty() && shown.len() == 1) || only;
    found.then(|| (id, text.to_owned()))
}

/// Whether a heading is the link to another page: a card of an article that the page is not of.
fn links_elsewhere(page: &Page<'_, '_>, heading: Id, url: &str) -> bool {
    let link = link_of(page, heading);
    let Some((target, own)) = link.and_then(|href| Some((resolve(&href, url)?, urls::parse(url).ok()?))) else {
        return false;
    };
    urls::canonical(&target) != urls::canonical(&own)
}

/// Where a heading leads, by a link in it or around it.
fn link_of<'p>(page: &Page<'_, 'p>, heading: Id) -> Option<Cow<'p, str>> {
    let tree = page.tree;
    let mut links = tree.inside(heading).take(MAX_PARTS).chain(tree.ancestors(heading));
    links.find(|id| tree.tag(*id) == Tag::A).and_then(|id| tree.attribute(id, "href"))
}

/// Whether a heading leads to the home page of the site, or of a part of it: that is a name and no headline.
fn names_site(page: &Page<'_, '_>, heading: Id, url: &str) -> bool {
    link_of(page, heading).is_some_and(|href| homes::leads_up(&href, url))
}

fn most_alike<'s>(shown: &'s [(Id, String)], called: &[String]) -> Option<(f64, Id, &'s str)> {
    let titles: Vec<HashSet<String>> = called.iter().map(|title| words(title)).collect();
    let alike = |text: &str| {
        let text = words(text);
        titles.iter().map(|title| likeness_of(title, &text)).fold(0.0, f64::max)
    };
    // What a separator sets apart may be longer than the headline.
    let heads: HashSet<String> = called.iter().flat_map(|title| heads(title)).map(letters).collect();
    let is_called = |text: &str| size(text) >= 3 && heads.contains(&letters(text));
    let alike = |text: &str| if is_called(text) { alike(text).max(0.9) } else { alike(text) };
    shown
        .iter()
        .map(|(id, text)| (alike(text), *id, text.as_str()))
        .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)))
}

/// What a heading shows of a title beside a kicker or a byline in elements of their own.
fn part_of(page: &Page<'_, '_>, heading: Id, called: &[String]) -> Option<String> {
    let texts: Vec<String> = page
        .tree
        .inside(heading)
        .take(MAX_PARTS)
        .filter(|id| page.tree.tag(*id) == Tag::Text)
        .filter_map(|id| clean(page.tree.raw_text(id)))
        .collect();
    if texts.len() < 2 {
        return None;
    }
    let is_said = |at: &usize| texts.get(*at).is_some_and(|text| text.chars().any(char::is_alphanumeric));
    let starts = (0..texts.len()).filter(is_said);
    let stretches = starts.flat_map(|start| (start + 1..=texts.len()).map(move |end| start..end));
    let mut joined = stretches.filter_map(|stretch| texts.get(stretch).map(|texts| texts.join(" ")));
    // What stands in brackets behind a title is not always shown.
    let dense = called.iter().filter(|title| title.chars().any(is_dense)).flat_map(|title| heads(title));
    let titles = called.iter().map(String::as_str).chain(dense).filter(|title| size(title) >= 3);
    let titles: HashSet<String> = titles.map(letters).collect();
    joined.find(|text| titles.contains(&letters(text)))
}

/// Nodes of a heading that are looked at.
const MAX_PARTS: usize = 20;

/// Share of words that two titles have in common, of the shorter one and of both.
fn likeness(one: &str, other: &str) -> f64 {
    likeness_of(&words(one), &words(other))
}

fn likeness_of(one: &HashSet<String>, other: &HashSet<String>) -> f64 {
    let shared = one.intersection(other).count() as f64;
    let all = one.union(other).count().max(1) as f64;
    let shorter = one.len().min(other.len()).max(1) as f64;
    if shorter >= 3.0 { (shared / all).max(shared / shorter * 0.6) } else { shared / all }
}

/// The words of a title; pairs of characters where a script has no spaces.
fn words(text: &str) -> HashSet<String> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !is_alphanumeric(c)).filter(|word| !word.is_empty());
    let parts = words.flat_map(|word| {
        let chars: Vec<char> = word.chars().collect();
        match chars.first().is_some_and(|c| is_unspaced(*c)) && chars.len() > 2 {
            true => chars.windows(2).map(|pair| pair.iter().collect()).collect(),
            false => vec![word.to_owned()],
        }
    });
    parts.collect()
}

/// Whether a character is of a script without spaces between words: Chinese, Japanese, Thai, Khmer, Lao, Burmese.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Words of a title, each once.
fn size(text: &str) -> usize {
    words(text).len()
}

/// A title without ` | The Example` at its end or `The Example: ` at its start.
pub(super) fn without_site(title: &str, site: &Site) -> String {
    for separator in separators_in(title) {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && !head.trim().is_empty()
            && site.is(tail)
        {
            return head.trim().to_owned();
        }
        if let Some((head, tail)) = title.split_once(separator)
            && !tail.trim().is_empty()
            && site.is(head)
        {
            return tail.trim().to_owned();
        }
    }
    without_dense_site(title, site).unwrap_or(title).to_owned()
}

/// The same for scripts without spaces: `河水上涨_国内_例报网`, with the sections before the site's name.
fn without_dense_site<'t>(title: &'t str, site: &Site) -> Option<&'t str> {
    let separators = title.rmatch_indices(DENSE_SEPARATORS).filter(|_| title.chars().any(is_dense));
    let named = separators.take(MOST_PARTS).find(|(at, separator)| {
        let tail = title.get(at + separator.len()..).unwrap_or_default();
        parts(tail).any(|part| site.is(part))
    });
    let head = title.get(..named?.0)?;
    // Headlines have no low lines: what follows the first is a section.
    let head = head.split('_').find(|part| !part.trim().is_empty())?;
    Some(head.trim_matches(|c: char| c.is_whitespace() || DENSE_SEPARATORS.contains(&c)))
}

/// Separators of a title that are looked at from its end.
const MOST_PARTS: usize = 5;

/// Sets a site apart in some scripts, and in others a headline's second half.
const COLON: &str = " : ";

/// What stands between a title and the name of its site.
const SEPARATORS: [&str; 14] =
    [" | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " « ", " // ", "｜", " / ", " @ ", COLON];

/// Those of the separators that a title has, in their order. Most titles have none, as one look at their characters tells.
pub(super) fn separators_in(title: &str) -> impl DoubleEndedIterator<Item = &'static str> + Clone + use<'_> {
    let marks = |c: char| matches!(c, '|' | '-' | '–' | '—' | ':' | '·' | '•' | '»' | '«' | '/' | '｜' | '@');
    let separators = if title.contains(marks) { SEPARATORS.as_slice() } else { &[] };
    separators.iter().copied().filter(move |separator| title.contains(separator))
}

#[cfg(test)]
mod tests;
