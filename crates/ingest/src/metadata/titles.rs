//! The headline: the one that readers see, where a page's many titles let it be told.

use std::collections::HashSet;

use super::{clean, json_ld::JsonLd, page::Page};
use crate::html::tree::Id;

/// The headline, and the element that shows it.
#[derive(Debug, Default)]
pub(super) struct Title {
    pub(super) text: String,
    pub(super) heading: Option<Id>,
}

/// Characters of a headline at most; longer is a paragraph in a heading's clothes.
const MAX_LENGTH: usize = 300;

/// Share of the words that a heading has in common with what the page is called, for it to be the headline.
const ENOUGH: f64 = 0.34;

pub(super) fn read(page: &Page<'_, '_>, ld: &JsonLd, site: &str) -> Title {
    let called: Vec<String> = ld
        .headline
        .iter()
        .cloned()
        .chain(page.first_meta(&["og:title"]))
        .chain(page.first_meta(&["twitter:title", "headline", "parsely-title", "sailthru.title", "dc.title", "title"]))
        .chain(page.title.clone())
        .map(|title| without_site(&title, site))
        .collect();
    let declared = ld.headline.is_some() || page.first_meta(&["og:title", "twitter:title"]).is_some();
    match heading(page, &called, site, declared) {
        Some((id, text)) => Title { text: without_site(&text, site), heading: Some(id) },
        None => Title { text: called.into_iter().next().unwrap_or_default(), heading: None },
    }
}

/// The `h1` that says what the page is called; the only one when nothing else is known.
fn heading(page: &Page<'_, '_>, called: &[String], site: &str, declared: bool) -> Option<(Id, String)> {
    let shown: Vec<(Id, String)> = page
        .headings
        .iter()
        .filter_map(|id| clean(&page.tree.text(*id)).map(|text| (*id, text)))
        .filter(|(_, text)| text.chars().count() <= MAX_LENGTH && !is_site(text, site))
        .collect();
    let alike = |text: &str| called.iter().map(|title| likeness(title, text)).fold(0.0, f64::max);
    let best = shown
        .iter()
        .map(|(id, text)| (alike(text), *id, text))
        .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
    match best {
        Some((likeness, id, text)) if likeness >= ENOUGH || (called.is_empty() && shown.len() == 1) => {
            Some((id, text.clone()))
        }
        // One heading of several words is what readers see, whatever the page is called for search engines.
        Some((likeness, id, text))
            if shown.len() == 1 && (likeness >= 0.1 || !declared) && text.split_whitespace().count() >= 4 =>
        {
            Some((id, text.clone()))
        }
        _ => None,
    }
}

/// Share of words that two titles have in common, of the shorter one and of both.
fn likeness(one: &str, other: &str) -> f64 {
    let words = |text: &str| -> HashSet<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count() as f64;
    let all = one.union(&other).count().max(1) as f64;
    let shorter = one.len().min(other.len()).max(1) as f64;
    if shorter >= 3.0 { (shared / all).max(shared / shorter * 0.6) } else { shared / all }
}

/// A title without ` | The Example` at its end or `The Example: ` at its start.
pub(super) fn without_site(title: &str, site: &str) -> String {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " // "] {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && !head.trim().is_empty()
            && is_site(tail, site)
        {
            return head.trim().to_owned();
        }
        if let Some((head, tail)) = title.split_once(separator)
            && !tail.trim().is_empty()
            && is_site(head, site)
        {
            return tail.trim().to_owned();
        }
    }
    title.to_owned()
}

fn is_site(tail: &str, site: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (tail, site) = (letters(tail), letters(site));
    let bare = |text: &str| -> String {
        let text = text.strip_prefix("the").unwrap_or(text).to_owned();
        [".com", ".org", ".net"].iter().fold(text, |text, ending| {
            let ending = ending.trim_start_matches('.');
            text.strip_suffix(ending).map_or(text.clone(), str::to_owned)
        })
    };
    !site.is_empty() && !tail.is_empty() && (tail == site || bare(&tail) == bare(&site))
}
