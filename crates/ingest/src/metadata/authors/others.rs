//! Whom readers are shown beside, or in place of, the author that a page declares.

use super::{MAX_BYLINE, MOST_AUTHORS, Reader, clean, is_unread};
use crate::{
    bylines,
    html::{tags::Tag, tree::Id},
};

/// Nodes before a name among which stands what leads to it.
const BEFORE_NAME: usize = 6;

/// A short text near the headline, with what goes on after a comma or a conjunction.
pub(super) struct List {
    /// The first text of it in the tree.
    pub(super) first: Id,
    pub(super) text: String,
    /// Whether some of its words are links and others are not.
    is_mixed: bool,
}

impl Reader<'_, '_, '_> {
    /// The list of persons near the headline that holds the declared authors and others: many sites declare the first
    /// of several. Reviewers and editors stand in lists of their own, behind a word that is no name.
    pub(super) fn with_others(&self, declared: &[String]) -> Option<Vec<String>> {
        // Cheap to ask, and no on all but one or two of a page's texts.
        let last = declared.first()?.split(' ').next_back()?.to_lowercase();
        // Without capitals a medium or a place cannot be told from a person.
        let has_case = |text: &str| text.contains(char::is_uppercase) || bylines::is_dense(text);
        let lists = self.lists_with(&last).filter(|list| has_case(&list.text));
        // `<a>Ana Ruiz</a>, The Example`: her medium or place follows where links to its authors have no other beside.
        let lists = lists.filter(|list| !list.is_mixed || self.ends_in_and(&list.text));
        let lists = lists.filter(|list| !self.is_filed(list.first) && !self.is_in_card(list.first));
        lists
            .map(|list| self.names(std::slice::from_ref(&list.text)))
            .find(|names| self.extend(declared, names))
            .or_else(|| Some(self.of_bylines()).filter(|names| self.extend(declared, names)))
            .or_else(|| self.in_line_with(declared, &last))
    }

    /// The list of persons near the headline that holds the authors whom readers are shown and those that a conjunction joins to
    /// them.
    pub(super) fn with_joined(&self, shown: &[String]) -> Option<Vec<String>> {
        let last = shown.first()?.split(' ').next_back()?.to_lowercase();
        let lists = self.lists_with(&last).map(|list| &list.text).filter(|text| self.ends_in_and(text));
        lists.map(|text| self.names(std::slice::from_ref(text))).find(|names| self.extend(shown, names))
    }

    /// The lists near the headline that hold a word, given in small letters.
    fn lists_with(&self, word: &str) -> impl Iterator<Item = &List> {
        let word = AnyCase::of(word);
        self.lists_near().iter().filter(move |list| word.is_in(&list.text) && !self.page.is_of_media(list.first))
    }

    /// Whether names are those of the declared authors and of other persons.
    fn extend(&self, declared: &[String], names: &[String]) -> bool {
        names.len() > declared.len()
            && names.iter().all(|name| bylines::is_person(name))
            && declared.iter().all(|name| names.iter().any(|own| bylines::are_same(own, name)))
    }

    /// Whether the last of a list is joined to it, so that it is one of the authors.
    fn ends_in_and(&self, text: &str) -> bool {
        let last = text.rsplit(',').next().unwrap_or(text);
        last.split(' ').any(|word| bylines::is_and(word, self.language))
    }

    /// The line anywhere else that says whom it is by and names the declared authors and others, as below the text.
    fn in_line_with(&self, declared: &[String], last: &str) -> Option<Vec<String>> {
        let tree = self.page.tree;
        let last = AnyCase::of(last);
        let names_first = |id: &Id| {
            let text = tree.raw_text(*id);
            !text.is_empty() && text.len() <= MAX_BYLINE && last.is_in(text)
        };
        let shown = (1..tree.len()).filter(names_first).take(MOST_AUTHORS);
        let shown = shown.filter(|id| !is_unread(tree.tag(tree.get(*id).parent)) && !self.is_comment(*id));
        let found = shown.filter_map(|id| {
            let parent = tree.get(id).parent;
            let is_link = tree.tag(parent) == Tag::A;
            let around = if is_link { tree.get(parent).parent } else { parent };
            let names = bylines::by_whom(&self.line(around)?, self.language)?;
            let links = tree.inside(around).filter(|id| tree.tag(*id) == Tag::A).count();
            (!is_link || links == names.len()).then_some(names)
        });
        found.into_iter().find(|names| self.extend(declared, names))
    }

    /// Short texts near the headline, each with what goes on after a comma or a conjunction.
    pub(super) fn lists_near(&self) -> &[List] {
        self.lists.get_or_init(|| self.read_lists())
    }

    fn read_lists(&self) -> Vec<List> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let near = heading.saturating_sub(super::lines::LISTS / 4)
            ..(tree.get(heading).end + super::lines::LISTS).min(tree.len());
        let texts = near.filter(|id| tree.tag(*id) == Tag::Text && !is_unread(tree.tag(tree.get(*id).parent)));
        let texts = texts.filter(|id| !self.is_of_quotation(*id));
        let mut lists: Vec<List> = Vec::new();
        let mut is_linked = false;
        for (id, text) in texts.filter_map(|id| Some((id, clean(tree.raw_text(id))?))) {
            let link = tree.tag(tree.get(id).parent) == Tag::A;
            let is_name = text.contains(char::is_alphabetic);
            match lists.last_mut() {
                Some(list) if list.text.len() <= MAX_BYLINE && self.goes_on(&list.text, &text) => {
                    list.is_mixed |= is_name && link != is_linked;
                    list.text.push(' ');
                    list.text.push_str(&text);
                }
                _ => lists.push(List { first: id, text, is_mixed: false }),
            }
            is_linked = if is_name { link } else { is_linked };
        }
        lists.retain(|list| list.text.len() <= MAX_BYLINE);
        lists
    }

    /// Whether an element names whom a quotation is of.
    pub(super) fn is_of_quotation(&self, id: Id) -> bool {
        let tree = self.page.tree;
        tree.ancestors(id).any(|id| matches!(tree.tag(id), Tag::Blockquote | Tag::Q))
    }

    /// Whether readers are shown the last word of a name anywhere but at the foot of the page, which names its owner.
    pub(super) fn is_shown(&self, name: &str) -> bool {
        self.is_in_text(&name.split(' ').next_back().unwrap_or_default().to_lowercase())
    }

    /// Whether readers are shown some words, in small letters, above the foot of the page.
    pub(super) fn is_in_text(&self, words: &str) -> bool {
        let tree = self.page.tree;
        let read = (1..tree.len()).filter(|id| !is_unread(tree.tag(tree.get(*id).parent)));
        let names =
            |text: &str| bylines::places_of(&text.to_lowercase(), words, char::is_alphanumeric).next().is_some();
        let is_foot = |id: Id| tree.ancestors(id).any(|id| tree.tag(id) == Tag::Footer);
        let word = AnyCase::of(words);
        read.into_iter()
            // A reference may stand for any of its letters.
            .filter(|id| tree.raw_text(*id).contains('&') || word.is_in(tree.raw_text(*id)))
            .filter_map(|id| Some((id, clean(tree.raw_text(id))?)))
            .any(|(id, text)| names(&text) && !is_foot(id))
    }

    /// The one person whom an element or a link near the headline names and whose initials are these.
    pub(super) fn called(&self, initials: &str) -> Vec<String> {
        let given = firsts(initials);
        let shown = [self.names(&self.of_links()), self.of_bylines()];
        let own = |names: &Vec<String>| {
            names.len() == 1 && names.iter().all(|name| !super::is_initials(name) && firsts(name) == given)
        };
        shown.into_iter().find(own).unwrap_or_default()
    }

    /// Whom readers are shown where another is declared who is not among them.
    pub(super) fn instead_of(&self, declared: &str) -> Vec<String> {
        let is_declared = |name: &String| {
            let name = name.to_lowercase();
            name.split(' ').any(|word| word == declared.to_lowercase())
        };
        let shown = [self.names(&self.of_links()), self.of_bylines()];
        let mut shown = shown.into_iter().filter(|names| !names.is_empty());
        let first = shown.next().unwrap_or_default();
        let is_there = first.iter().chain(shown.flatten().collect::<Vec<_>>().iter()).any(is_declared);
        match first.is_empty() && !self.is_shown(declared) {
            true => self.of_lines(),
            false if is_there => Vec::new(),
            false => first,
        }
    }

    /// Whether a link names who translated or took the pictures; what goes on from such a name does as it.
    pub(super) fn is_led_as_other(&self, link: Id, is_last_other: bool) -> bool {
        let tree = self.page.tree;
        let before = (link.saturating_sub(BEFORE_NAME)..link).rev().filter_map(|id| clean(tree.raw_text(id)));
        let Some(label) = before.into_iter().next() else { return false };
        let joins = matches!(label.as_str(), "," | ";") || bylines::is_and(&label, self.language);
        bylines::is_lead_of_others(&label) || (joins && is_last_other)
    }
}

/// A word in small letters that is looked for in many texts whatever their case: to write each in small letters is dear.
struct AnyCase<'w> {
    word: &'w str,
    /// Both forms of the first letter of a word in ASCII.
    first: Option<(u8, u8)>,
}

impl<'w> AnyCase<'w> {
    fn of(word: &'w str) -> Self {
        let first = word.bytes().next().filter(|_| word.is_ascii());
        Self { word, first: first.map(|first| (first, first.to_ascii_uppercase())) }
    }

    fn is_in(&self, text: &str) -> bool {
        let Some((small, capital)) = self.first else { return text.to_lowercase().contains(self.word) };
        let begins = |at| text.get(at..at + self.word.len()).is_some_and(|part| part.eq_ignore_ascii_case(self.word));
        memchr::memchr2_iter(small, capital, text.as_bytes()).any(begins)
    }
}

/// The first letters of a name's words, in small letters.
fn firsts(name: &str) -> String {
    let words = name.split([' ', '.']).filter_map(|word| word.chars().next());
    words.flat_map(char::to_lowercase).collect()
}
