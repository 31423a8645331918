//! Boxes that a page lets its readers skip: a link before one leads to the place after it.

use std::collections::HashMap;

use super::super::{
    tags::Tag,
    tree::{Id, Tree},
};

/// Links that are followed, at most, and bytes of what one says.
const MOST: usize = 40;
const LONGEST: usize = 100;

/// Nodes in which a link says what it does.
const NEAR: usize = 4;

/// How such links begin, and what they say after it.
const SAID: [(&str, &str); 14] = [
    ("continue reading", "main story"),
    ("skip", "past "),
    ("skip", "advert"),
    ("skip", "continue reading"),
    ("skip", "keep reading"),
    ("omitir", "continuar"),
    ("saltar", "continuar"),
    ("pular", "continu"),
    ("ignorer", "continuer"),
    ("passer", "continuer"),
    ("lewati", "lanjut"),
    ("пропустить", "продолжить"),
    ("пропустити", "продовжити"),
    ("прескочи", "продължи"),
];

/// Nodes from each such link to the place that it leads to, in the order of the page.
pub(super) fn find(tree: &Tree<'_>) -> Vec<(Id, Id)> {
    let mut wanted: HashMap<String, Id> = HashMap::new();
    for id in (1..tree.len()).filter(|id| tree.tag(*id) == Tag::A && skips(tree, *id)).take(MOST) {
        let href = tree.attribute(id, "href").unwrap_or_default();
        if let Some(place) = href.strip_prefix('#').filter(|place| !place.is_empty()) {
            // Of several the last, which stands just before the box.
            wanted.insert(place.to_owned(), id);
        }
    }
    let mut found = Vec::new();
    for id in 1..tree.len() {
        if wanted.is_empty() {
            break;
        }
        let is_name = |name: &str| name.eq_ignore_ascii_case("id") || name.eq_ignore_ascii_case("name");
        let named = tree
            .attributes(id)
            .filter(|(name, _)| is_name(name))
            .find_map(|(_, value)| wanted.get(value).copied().filter(|link| *link < id).map(|link| (link, value)));
        if let Some((link, value)) = named {
            wanted.remove(value);
            found.push((link, if ends_box(tree, id) { tree.get(id).end } else { id }));
        }
    }
    found.retain(|(link, end)| !holds_article(tree, *link, *end));
    found.sort_unstable();
    found
}

/// Whether what is skipped has a headline or paragraphs beside the place after it, as those of a text stand side by side.
fn holds_article(tree: &Tree<'_>, link: Id, end: Id) -> bool {
    /// Bytes of such a paragraph at least.
    const LEAST: usize = 100;
    let parent = tree.get(end.min(tree.len() - 1)).parent;
    let is_beside = |id: Id| tree.tag(id) == Tag::P && tree.get(id).parent == parent && tree.text(id).len() >= LEAST;
    (link..end).any(|id| tree.tag(id) == Tag::H1 || is_beside(id))
}

/// Whether a link says that it leads past something.
fn skips(tree: &Tree<'_>, link: Id) -> bool {
    let end = tree.get(link).end.min(link + NEAR);
    let mut text = (link + 1..end).filter(|id| tree.tag(*id) == Tag::Text).map(|id| tree.raw_text(id).trim_ascii());
    let Some(said) = text.find(|text| !text.is_empty()).filter(|said| said.len() <= LONGEST) else {
        return false;
    };
    let first = said.chars().next().into_iter().flat_map(char::to_lowercase).next();
    let begins = |(start, _): &&(&str, &str)| start.chars().next() == first;
    if !SAID.iter().any(|said| begins(&said)) {
        return false;
    }
    let lower = said.to_lowercase();
    SAID.iter().any(|(start, rest)| lower.strip_prefix(start).is_some_and(|after| after.contains(rest)))
}

/// Whether the place after a box says no more than that: `after newsletter promotion`.
fn ends_box(tree: &Tree<'_>, id: Id) -> bool {
    let is_note = tree.attribute(id, "role").is_some_and(|role| role.eq_ignore_ascii_case("note"));
    let is_focused = || tree.attribute(id, "tabindex").is_some();
    (is_note || is_focused()) && tree.get(id).end - id <= NEAR && tree.text(id).trim().len() <= LONGEST
}
