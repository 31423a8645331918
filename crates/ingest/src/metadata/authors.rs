//! Authors: a person or organisation each, never the publisher, a URL or a job title.

use std::collections::HashSet;

use super::{
    clean,
    json_ld::JsonLd,
    page::{Marked, Page},
};
use crate::html::{tags::Tag, tree::Id};

/// Characters of an author's name at most; longer is a sentence.
const MAX_LENGTH: usize = 60;

/// Characters of a byline at most.
const MAX_BYLINE: usize = 200;

pub(super) fn read(page: &Page<'_, '_>, ld: &JsonLd, site: &str, heading: Option<Id>) -> Vec<String> {
    let metas = || {
        let names = [
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
            "byl",
            "citation_author",
            "article:author_name",
        ];
        names
            .iter()
            .map(|name| page.all_metas(name).collect::<Vec<_>>())
            .find(|found| !names_in(found, site).is_empty())
            .unwrap_or_default()
    };
    // A publisher is the author only where readers are shown it as one, or where it is a person's own site.
    let declared: [&dyn Fn() -> Vec<String>; 2] = [&|| ld.authors.clone(), &metas];
    let shown: [&dyn Fn() -> Vec<String>; 4] =
        [&|| of_property(page), &|| of_links(page, heading), &|| of_bylines(page, heading), &|| {
            of_lines(page, heading)
        }];
    let own_site = if ld.persons { "" } else { site };
    let found = |source: &&dyn Fn() -> Vec<String>, site: &str| {
        Some(names_in(&source(), site)).filter(|names| !names.is_empty())
    };
    declared
        .iter()
        .find_map(|source| found(source, own_site))
        .or_else(|| shown.iter().find_map(|source| found(source, "")))
        .unwrap_or_default()
}

/// Lines near the headline that say whom they are by: `By Ana Ruiz`, or `Written by` and the name in the next.
fn of_lines(page: &Page<'_, '_>, heading: Option<Id>) -> Vec<String> {
    let Some(heading) = heading else { return Vec::new() };
    let texts = (heading.saturating_sub(40)..(page.tree.get(heading).end + 200).min(page.tree.len()))
        .filter(|id| page.tree.tag(*id) == Tag::Text)
        .filter_map(|id| clean(page.tree.raw_text(id)).map(|text| (id, text)));
    let mut after_lead = false;
    for (id, text) in texts {
        if after_lead && text.chars().count() <= MAX_LENGTH {
            return vec![text];
        }
        let lower = text.to_lowercase();
        let bare = lower.trim_end_matches([':', ' ']);
        after_lead = ["by", "written by", "posted by", "author", "words by", "text by"].contains(&bare);
        if text.len() <= MAX_BYLINE
            && (lower.starts_with("by ") || lower.starts_with("written by ") || lower.starts_with("posted by "))
        {
            let line = clean(&page.tree.text(page.tree.get(id).parent)).filter(|line| line.len() <= MAX_BYLINE);
            return vec![line.filter(|line| line.starts_with(text.as_str())).unwrap_or(text)];
        }
    }
    Vec::new()
}

/// `/author/ana-ruiz`, as sites link to what else an author wrote.
pub(super) fn links_to_author(href: &str) -> bool {
    [
        "/author/",
        "/authors/",
        "/by/",
        "/staff/",
        "/people/",
        "/profile/",
        "/contributor/",
        "/contributors/",
        "/reporter/",
        "/journalist/",
        "/columnist/",
        "/autor/",
        "/auteur/",
        "/autore/",
        "/writers/",
    ]
    .iter()
    .any(|part| href.contains(part))
}

fn of_property(page: &Page<'_, '_>) -> Vec<String> {
    let authors =
        page.marked.iter().filter(|marked| has_word(marked.itemprop, "author") || has_word(marked.itemprop, "creator"));
    let mut found = Vec::new();
    for author in authors.take(20) {
        let inside = page.tree.inside(author.id);
        let name = page.marked.iter().find(|marked| inside.contains(&marked.id) && has_word(marked.itemprop, "name"));
        let text = name.map_or_else(|| text_of(page, author), |name| text_of(page, name));
        found.extend(text);
    }
    found
}

fn text_of(page: &Page<'_, '_>, marked: &Marked<'_>) -> Option<String> {
    clean(&page.tree.text(marked.id)).or_else(|| clean(marked.content)).filter(|text| text.len() <= MAX_BYLINE)
}

/// Links to an author's page that stand near the headline, or the first when there is none.
fn of_links(page: &Page<'_, '_>, heading: Option<Id>) -> Vec<String> {
    let links = page.marked.iter().filter(|marked| {
        page.tree.tag(marked.id) == Tag::A && (has_word(marked.rel, "author") || links_to_author(marked.href))
    });
    let mut found: Vec<(Id, String)> = Vec::new();
    for link in links.filter(|link| is_near(page, heading, link.id)) {
        let Some(text) = text_of(page, link) else { continue };
        // A second group of links further on is of other articles.
        if found.last().is_some_and(|(last, _)| link.id > last + 60) {
            break;
        }
        found.push((link.id, text));
    }
    found.into_iter().map(|(_, text)| text).collect()
}

/// Elements called `byline` or `author`, nearest the headline first.
fn of_bylines(page: &Page<'_, '_>, heading: Option<Id>) -> Vec<String> {
    let called = |marked: &&Marked<'_>| {
        let class = marked.class.to_ascii_lowercase();
        (class.contains("byline") || class.contains("author") || class.contains("writer"))
            && !["bio", "image", "avatar", "photo", "desc", "social", "authority"]
                .iter()
                .any(|word| class.contains(word))
    };
    let near = page.marked.iter().filter(called).filter(|marked| is_near(page, heading, marked.id));
    near.filter_map(|marked| text_of(page, marked)).find(|text| !split(text).is_empty()).into_iter().collect()
}

/// After the headline and not far from it, or a little before: cards of other articles stand further away.
fn is_near(page: &Page<'_, '_>, heading: Option<Id>, id: Id) -> bool {
    heading.is_none_or(|heading| {
        let (before, after) = (heading.saturating_sub(60), page.tree.get(heading).end + 400);
        (before..after).contains(&id)
    })
}

fn has_word(value: &str, word: &str) -> bool {
    value.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(word))
}

fn names_in(given: &[String], site: &str) -> Vec<String> {
    let mut known = HashSet::new();
    let names = given.iter().flat_map(|text| split(text)).filter(|name| is_name(name, site));
    names.filter(|name| known.insert(name.to_ascii_lowercase())).collect()
}

/// What may stand before the names.
const LEADS: [&str; 26] = [
    "by ",
    "by: ",
    "by\u{a0}",
    "from ",
    "words by ",
    "story by ",
    "reported by ",
    "written by ",
    "written by: ",
    "posted by ",
    "posted by: ",
    "published by ",
    "author: ",
    "authors: ",
    "author ",
    "article by ",
    "reviewed by ",
    "medically reviewed by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "text: ",
    "autor: ",
    "publicado por: ",
];

/// What ends the names in a byline.
const ENDS: [&str; 15] = [
    " | ",
    " • ",
    " · ",
    " – ",
    " — ",
    " on ",
    " in ",
    " for ",
    " updated",
    " published",
    " posted",
    " @",
    " / ",
    " last ",
    " - ",
];

/// `By Ana Ruiz and Tom Lee | The Example` is two authors.
fn split(text: &str) -> Vec<String> {
    let mut rest = text.trim();
    let mut stripped = true;
    while stripped {
        stripped = false;
        for lead in LEADS {
            if let Some(head) = rest.get(..lead.len())
                && head.eq_ignore_ascii_case(lead)
            {
                rest = rest.get(lead.len()..).unwrap_or_default().trim_start();
                stripped = true;
            }
        }
    }
    let lower = rest.to_ascii_lowercase();
    let end = ENDS.iter().filter_map(|end| lower.find(end)).min().unwrap_or(rest.len());
    let rest = rest.get(..end).unwrap_or(rest);
    rest.replace(" and ", ",")
        .replace(" & ", ",")
        .replace(" with ", ",")
        .replace([';', '•'], ",")
        .split(',')
        .filter_map(clean)
        .collect()
}

/// Words that no name has, but job titles and labels do.
const NO_NAMES: &[&str] = &[
    "editor",
    "reporter",
    "correspondent",
    "writer",
    "admin",
    "adminn",
    "administrator",
    "author",
    "authors",
    "contributor",
    "contributors",
    "newsroom",
    "guest",
    "read",
    "min",
    "minutes",
    "share",
    "comments",
    "view",
    "posts",
    "follow",
    "photo",
    "columnist",
    "journalist",
    "published",
    "updated",
    "profile",
    "bio",
    "press",
];

fn is_name(name: &str, site: &str) -> bool {
    let address = name.contains("://") || name.contains('@') || name.starts_with("www.") || name.contains(".com");
    let digits = name.chars().any(|c| c.is_ascii_digit());
    let words: Vec<&str> = name.split_whitespace().collect();
    let label = words.iter().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        NO_NAMES.contains(&word.as_str())
    });
    let label = label || (words.len() == 1 && ["staff", "team"].contains(&name.to_lowercase().as_str()));
    let login = words.len() == 1 && name.chars().all(|c| c.is_lowercase() || !c.is_alphabetic());
    !address
        && !digits
        && !label
        && !login
        && words.len() <= 6
        && name.chars().count() <= MAX_LENGTH
        && name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && !name.eq_ignore_ascii_case(site)
        && !is_credential(name)
}

/// `MD`, `Ph.D.`, `RD`: what stands after a name.
fn is_credential(name: &str) -> bool {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let upper = letters.chars().filter(|c| c.is_uppercase()).count();
    !name.contains(' ') && letters.len() <= 5 && (upper >= 2 && name.is_ascii())
}
