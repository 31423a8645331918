//! What stands around headlines and is no part of them, and what only looks like one.

use super::{MAX_PARTS, clean, letters, size, without_site, words};
use crate::{
    html::{tags::Tag, tree::Id},
    metadata::{json_ld::JsonLd, opinion, page::Page, sections, site::Site},
};

/// Characters that no headline of several sentences has.
const LONG: usize = 150;

/// Words of a section's name at most.
const MOST_OF_SECTION: usize = 4;

/// Characters of a kicker at most.
const MOST_OF_KICKER: usize = 50;

/// Words of a title that may have been cut, at least: shorter ones are whole, and another says more.
const LEAST_OF_CUT: usize = 6;

/// Titles without those that were cut, where another is whole.
pub(super) fn whole(called: Vec<String>, site: &Site) -> Vec<String> {
    let is_cut = |title: &String| {
        let longer = || called.iter().find(|other| goes_on(title, other));
        title.ends_with(['…'])
            || title.ends_with("...")
            || longer().is_some_and(|other| !site.is(other.get(title.len()..).unwrap_or_default()))
    };
    let kept: Vec<String> = called.iter().filter(|title| !is_cut(title)).cloned().collect();
    if kept.is_empty() { called } else { kept }
}

/// Whether a text is a title and more words of the same sentence.
pub(super) fn goes_on(title: &str, text: &str) -> bool {
    let mut rest = text.strip_prefix(title).unwrap_or_default().chars();
    let is_word = rest.next() == Some(' ') && rest.next().is_some_and(char::is_alphanumeric);
    is_word && !title.ends_with(|c: char| !c.is_alphanumeric() && c != ',') && size(title) >= LEAST_OF_CUT
}

/// What the page's title and the one for social networks both say.
pub(super) fn agreed(page: &Page<'_, '_>, site: &Site) -> Option<String> {
    let (title, shared) = (page.title.as_deref()?, page.first_meta(&["og:title"])?);
    if title.len().max(shared.len()) > super::MOST_BYTES {
        return None;
    }
    // Templates add the name to what has it already.
    let bare = |title: &str| without_site(&without_site(title, site), site);
    let (title, shared) = (bare(title), bare(&shared));
    (letters(&title) == letters(&shared)).then_some(title)
}

/// Whether a heading is no headline where a page's titles agree on another: a paragraph, or the name of a section.
pub(super) fn is_no_headline(text: &str, agreed: &str, called: &[String]) -> bool {
    let own = letters(text);
    if own.starts_with(&letters(agreed)) || called.iter().any(|title| letters(title) == own) {
        return false;
    }
    let sentences = [". ", "? ", "! ", "。"].iter().any(|end| text.contains(end));
    let is_prose = text.chars().count() > LONG && sentences;
    let is_latin = |text: &str| text.contains(|c: char| c.is_ascii_alphabetic());
    // What is written in another script says the same in other letters.
    let is_section = || size(text) <= MOST_OF_SECTION && is_latin(text) == is_latin(agreed) && size(agreed) >= 3;
    is_prose || (is_section() && words(text).is_disjoint(&words(agreed)))
}

/// What a heading shows after a kicker in an element of its own, which the page's title has before a colon.
pub(super) fn after_kicker(page: &Page<'_, '_>, heading: Id, called: &[String]) -> Option<String> {
    let tree = page.tree;
    let nodes = tree.inside(heading).take(MAX_PARTS).filter(|id| tree.tag(*id) == Tag::Text);
    let mut texts = nodes.filter_map(|id| clean(tree.raw_text(id)).map(|text| (tree.get(id).parent, text)));
    let (element, kicker) = texts.next()?;
    let rest: Vec<(Id, String)> = texts.collect();
    let apart = element != heading && rest.iter().all(|(parent, _)| *parent != element);
    let rest = rest.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
    let rest = rest.trim_start_matches(['-', '–', '—', '|', ':', ' ']).to_owned();
    if apart && size(&rest) >= 3 && is_called_kicker(&tree.attribute(element, "class").unwrap_or_default()) {
        return Some(rest);
    }
    let is_kicker = apart && kicker.chars().count() <= MOST_OF_KICKER && !kicker.ends_with([':', '：']);
    let is_title = |title: &String| {
        let parts = title.split_once(": ").or_else(|| title.split_once('：'));
        parts.is_some_and(|(head, tail)| letters(head) == letters(&kicker) && letters(tail) == letters(&rest))
    };
    (is_kicker && size(&rest) >= 3 && called.iter().any(is_title)).then_some(rest)
}

/// Whether a class says that an element is the line above a headline.
fn is_called_kicker(class: &str) -> bool {
    const NAMES: [&str; 12] = [
        "kicker",
        "surtit",
        "overline",
        "eyebrow",
        "pretitle",
        "pre-title",
        "supertitle",
        "overtitle",
        "topline",
        "dachzeile",
        "antetitulo",
        "occhiello",
    ];
    let class = class.to_ascii_lowercase();
    NAMES.iter().any(|name| class.contains(name))
}

/// A headline without the name of its section behind a bar, or before one: `The river | Opinion`.
pub(super) fn without_section<'t>(title: &'t str, page: &Page<'_, '_>, ld: &JsonLd, url: &str) -> &'t str {
    // Nothing else has this mark.
    if let Some((head, tail)) = title.split_once(" ⟩ ")
        && size(head) <= MOST_OF_SECTION
        && size(tail) >= 3
    {
        return tail.trim();
    }
    let Some((head, tail)) = title.rsplit_once(" | ").or_else(|| title.rsplit_once('｜')) else { return title };
    let (head, tail) = (head.trim(), tail.trim());
    let named = letters(&sections::declared(page, ld).unwrap_or_default());
    let folders = url.rsplit_once('/').map_or("", |(folders, _)| folders);
    let is_section = |part: &str| {
        let own = letters(part);
        let in_address = || folders.split('/').skip(3).any(|folder| letters(folder) == own);
        !own.is_empty() && (own == named || opinion::is_called(part) || in_address())
    };
    match () {
        () if size(head) > size(tail) && is_section(tail) => head,
        () if size(tail) > size(head) && is_section(head) => tail,
        () => title,
    }
}
