//! Authors whom a label far from the headline leads to, and those whom the page tells to what counts its readers.

use super::{MAX_BYLINE, MOST_AUTHORS, Reader, clean, is_unread};
use crate::{
    bylines,
    html::{tags::Tag, tree::Id},
};

/// Bytes of a label at most.
const MAX_LABEL: usize = 40;

/// Labels that are looked at, at most.
const MOST_LABELS: usize = 50;

/// Texts after a label among which the name is.
const AFTER_LABEL: usize = 3;

/// Nodes after a label that are looked at.
const NODES: usize = 40;

/// Labels of boxes that tell who wrote the text, in small letters. `Zur Person` and `L'auteur` are also of whom it tells.
const ABOUT: [&str; 24] = [
    "about the author",
    "about the authors",
    "about the writer",
    "about author",
    "meet the author",
    "sobre el autor",
    "sobre la autora",
    "acerca del autor",
    "sobre l'autor",
    "sobre o autor",
    "sobre a autora",
    "à propos de l'auteur",
    "a propos de l'auteur",
    "über den autor",
    "über die autorin",
    "sull'autore",
    "informazioni sull'autore",
    "over de auteur",
    "om författaren",
    "o autorze",
    "o autorce",
    "об авторе",
    "yazar hakkında",
    "tentang penulis",
];

impl Reader<'_, '_, '_> {
    /// Whom a label alone leads to, as below the text, where all such lead to the same: `Written by` and the name in the next
    /// block, `About the Author` and the name or her life.
    pub(super) fn of_labels(&self) -> Vec<String> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let texts = (tree.get(heading).end..tree.len()).filter(|id| tree.tag(*id) == Tag::Text);
        let short = texts.filter(|id| (4..=MAX_LABEL).contains(&tree.raw_text(*id).trim().len()));
        let labels = short.filter_map(|id| Some((id, self.is_label(&clean(tree.raw_text(id))?)?)));
        let labels = labels
            .take(MOST_LABELS)
            .filter(|(id, _)| !is_unread(tree.tag(tree.get(*id).parent)) && !self.is_of_other(*id));
        let mut named = labels.take(MOST_AUTHORS).filter_map(|(id, is_about)| self.named_after(id, is_about));
        let first = named.next().unwrap_or_default();
        let is_free = |name: &String| !self.site.is(name) && !self.is_credited(name);
        if named.all(|names| names == first) && first.iter().all(is_free) { first } else { Vec::new() }
    }

    /// Whether a text is a label: of a box that tells of the author, or of her name alone.
    fn is_label(&self, text: &str) -> Option<bool> {
        let bare = text.trim_end_matches([':', ' ']).replace('’', "'").to_lowercase();
        let is_about = ABOUT.contains(&bare.as_str());
        // `By` alone may lead to anything.
        (is_about || (bare.contains(' ') && bylines::is_lead(&bare, self.language))).then_some(is_about)
    }

    /// The persons in the texts right after a label.
    fn named_after(&self, label: Id, is_about: bool) -> Option<Vec<String>> {
        let tree = self.page.tree;
        let next = (label + 1..(label + NODES).min(tree.len())).filter(|id| !is_unread(tree.tag(tree.get(*id).parent)));
        let texts = next.filter_map(|id| clean(tree.raw_text(id)));
        let named = |text: String| {
            let told = [" is a ", " is an ", " is the "].iter().find_map(|verb| text.split_once(verb));
            let name = told.filter(|_| is_about).map_or(text.as_str(), |(name, _)| name);
            let names = self.names(&[bylines::without_leads(name, self.language).to_owned()]);
            let are =
                name.len() <= MAX_BYLINE && !names.is_empty() && names.iter().all(|name| bylines::is_person(name));
            are.then_some(names)
        };
        // `Name:` and the like may stand between.
        let most = if is_about { AFTER_LABEL } else { 1 };
        texts.take(most).take_while(|text| text.len() <= MAX_BYLINE || is_about).find_map(named)
    }

    /// Whom the page tells as its author to what counts its readers, where readers are shown the name and nothing else is told:
    /// `dataLayer.push({"pagePostAuthor": "Ana Ruiz"})`.
    pub(super) fn of_data_layer(&self) -> Vec<String> {
        const KEYS: [&str; 9] = [
            "pagepostauthor",
            "articleauthor",
            "authorname",
            "author_name",
            "authors",
            "author",
            "article_author",
            "byline",
            "contentauthor",
        ];
        let tree = self.page.tree;
        let scripts = (1..tree.len())
            .filter(|id| tree.tag(*id) == Tag::Text && tree.tag(tree.get(*id).parent) == Tag::Script)
            .map(|id| tree.raw_text(id))
            .filter(|script| script.len() <= MOST_OF_SCRIPT);
        let mut found = scripts.flat_map(|script| values(script, &KEYS)).take(MOST_AUTHORS);
        let first = found.next().unwrap_or_default();
        if !found.all(|value| value == first) {
            return Vec::new();
        }
        let names = self.names(&[first.to_owned()]);
        let is_own =
            |name: &String| bylines::is_person(name) && !self.site.is(name) && self.is_in_text(&name.to_lowercase());
        if names.iter().all(is_own) { names } else { Vec::new() }
    }
}

/// Bytes of a script that is read, at most: longer ones are programs, or hold other articles.
const MOST_OF_SCRIPT: usize = 20_000;

/// The quoted values of some keys, given in small letters, in a script: `author: 'Ana Ruiz'`, `"author": ["Ana Ruiz"]`,
/// `config.authors = "Ana Ruiz"`.
fn values<'s>(script: &'s str, keys: &'s [&str]) -> impl Iterator<Item = &'s str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let marks = script.match_indices([':', '=']);
    marks.filter_map(move |(at, _)| {
        let before = script.get(..at)?.trim_end().trim_end_matches(['"', '\'']);
        let start = before.char_indices().rev().take(MAX_LABEL).take_while(|(_, c)| is_part(*c)).last()?.0;
        let key = before.get(start..)?;
        if !keys.iter().any(|own| key.eq_ignore_ascii_case(own)) {
            return None;
        }
        let value = script.get(at + 1..)?.trim_start_matches([' ', '[']);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = value.get(1..)?;
        let end = value.bytes().take(MAX_BYLINE).position(|byte| byte == quote as u8)?;
        value.get(..end).filter(|value| !value.is_empty())
    })
}
