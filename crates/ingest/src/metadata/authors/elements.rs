//! Elements and links that are called after the authors whom they name.

use super::{MAX_BYLINE, MAX_NODES, MOST_AUTHORS, Reader, clean, has_word, links::is_of_subject, links_to_author};
use crate::{
    bylines::{self, Given},
    html::{tags::Tag, tree::Id},
    metadata::{classes, page::Marked},
};

/// Nodes between two authors of one article at most, each perhaps with a picture and what she is.
const GAP: usize = 60;

/// Nodes between the bylines of two authors.
const BESIDE: usize = 6;

/// Whether an element is called after the author that it names, not after her picture or life.
fn is_byline(marked: &Marked<'_>) -> bool {
    let class = marked.class.to_ascii_lowercase();
    let beside = ["bio", "image", "img", "avatar", "photo", "foto", "desc", "social", "authority"];
    classes::names_author(&class) && !beside.iter().any(|word| class.contains(word))
}

/// The first group of what stands on a page: a second one further on is of other articles.
fn before_gap<T>(all: impl Iterator<Item = T>, id: impl Fn(&T) -> Id) -> Vec<T> {
    let mut group: Vec<T> = Vec::new();
    for next in all {
        if group.last().is_some_and(|last| id(&next) > id(last) + GAP) {
            break;
        }
        group.push(next);
    }
    group
}

impl Reader<'_, '_, '_> {
    /// Whom properties of elements near the headline name.
    pub(super) fn of_property(&self) -> Vec<String> {
        self.of_properties(|id| self.is_near(id) && !self.is_in_card(id))
    }

    /// Whom properties of elements further away name: cards of other articles have them, too.
    pub(super) fn of_far_property(&self) -> Vec<String> {
        self.of_properties(|id| !self.is_near(id) && !self.is_in_card(id))
    }

    fn of_properties(&self, is_own: impl Fn(Id) -> bool) -> Vec<String> {
        let named = |marked: &&&Marked<'_>| has_word(marked.itemprop, "author") || has_word(marked.itemprop, "creator");
        let authors: Vec<&Marked<'_>> = self
            .page
            .marked
            .iter()
            .filter(|marked| named(&marked))
            .take(20)
            .filter(|author| !self.is_comment(author.id) && !self.page.is_of_media(author.id))
            .filter(|author| !self.is_amid_text(author.id))
            .collect();
        let own = authors.into_iter().filter(|author| is_own(author.id));
        before_gap(own, |author| author.id).into_iter().filter_map(|author| self.name_inside(author)).collect()
    }

    fn name_inside(&self, author: &Marked<'_>) -> Option<String> {
        let inside = self.page.tree.inside(author.id);
        let first = self.page.marked.partition_point(|marked| marked.id < inside.start);
        let held = self.page.marked.iter().skip(first).take_while(|marked| inside.contains(&marked.id));
        let name = held.into_iter().find(|marked| has_word(marked.itemprop, "name")).unwrap_or(author);
        self.line(name.id).or_else(|| clean(name.content)).filter(|text| text.len() <= MAX_BYLINE)
    }

    /// Links to an author's page that stand near the headline, or the first when there is none.
    pub(super) fn of_links(&self) -> Vec<String> {
        let links = self.page.marked.iter().filter(|marked| self.is_link_to_author(marked));
        let mut found: Vec<(Id, String)> = Vec::new();
        let links = links.filter(|link| self.is_near(link.id) && !self.is_in_prose(link.id));
        let links = links.filter(|link| !self.is_in_card(link.id) && !self.is_in_long_list(link.id));
        let mut is_other = false;
        for link in links.filter(|link| !self.is_comment(link.id) && !self.is_amid_text(link.id)) {
            let Some(text) = self.line(link.id) else { continue };
            is_other = self.is_led_as_other(link.id, is_other);
            if is_other {
                continue;
            }
            found.push((link.id, text));
        }
        before_gap(found.into_iter(), |(id, _)| *id).into_iter().map(|(_, text)| text).collect()
    }

    pub(super) fn is_link_to_author(&self, marked: &Marked<'_>) -> bool {
        let tree = self.page.tree;
        // Anyone may republish what links to its authors there.
        let is_shared = || marked.href.contains("//theconversation.com/profiles/");
        let own = || links_to_author(marked.href) && (!self.site.is_elsewhere(marked.href) || is_shared());
        let is_subject = || is_of_subject(marked.href) && !is_shared();
        tree.tag(marked.id) == Tag::A
            && (has_word(marked.rel, "author") || own())
            && (!is_subject() || self.is_led(marked.id) || self.is_called_author(marked.id))
            // A list of references links to whom it names.
            && !tree.ancestors(marked.id).any(|id| tree.tag(id) == Tag::Ol)
    }

    /// Whether two elements stand in items of one list.
    fn are_in_list(&self, one: Id, other: Id) -> bool {
        let tree = self.page.tree;
        let list = |id: Id| {
            let item = tree.ancestors(id).take(3).find(|id| tree.tag(*id) == Tag::Li)?;
            Some(tree.get(item).parent).filter(|list| tree.tag(*list) == Tag::Ul)
        };
        list(one).is_some_and(|own| list(other) == Some(own))
    }

    /// Whether an element is an item of a list of many: those who write for a paper, not whom a text is by.
    fn is_in_long_list(&self, id: Id) -> bool {
        /// Items of a list of a text's authors, at most.
        const MOST: usize = 8;
        let tree = self.page.tree;
        let list = tree.ancestors(id).take(4).find(|id| tree.tag(*id) == Tag::Ul);
        let items = |list: Id| tree.inside(list).filter(|id| tree.tag(*id) == Tag::Li);
        list.is_some_and(|list| items(list).nth(MOST).is_some())
    }

    /// Whether a link stands in running text, which tells of somebody.
    pub(super) fn is_in_prose(&self, id: Id) -> bool {
        let tree = self.page.tree;
        let paragraph = tree.ancestors(id).find(|id| !tree.tag(*id).is_inline());
        let running = |id: Id| {
            matches!(tree.tag(id), Tag::P | Tag::Li | Tag::Blockquote)
                && tree.inside(id).len() <= MAX_NODES
                && tree.text(id).len() > MAX_BYLINE
        };
        paragraph.is_some_and(running)
    }

    /// The author in an element further on, as below the text, where all such elements name the same.
    pub(super) fn of_the_only_byline(&self) -> Vec<String> {
        let below = self.page.marked.iter().filter(|marked| self.heading.is_none_or(|heading| marked.id > heading));
        let named = below.filter(|marked| is_byline(marked) || self.is_link_to_author(marked));
        let named = named.filter(|marked| !self.is_of_other(marked.id) && !self.is_in_prose(marked.id));
        let line = |marked: &Marked<'_>| self.line(marked.id).or_else(|| self.first_line(marked.id));
        let lines = named.filter_map(line).map(|line| self.names(&[line]));
        let mut lines = lines.filter(|names| !names.is_empty() && names.iter().all(|name| bylines::is_person(name)));
        let first = lines.next().unwrap_or_default();
        let is_only = lines.take(MOST_AUTHORS).all(|names| names == first);
        if is_only && !first.iter().any(|name| self.is_credited(name)) { first } else { Vec::new() }
    }

    /// The authors in an element called after them that says whom the text is by, anywhere below the headline, where all such
    /// elements name the same: `<span class=byline>By Ana Ruiz</span>`.
    pub(super) fn of_the_only_led_byline(&self) -> Vec<String> {
        let below = self.page.marked.iter().filter(|marked| self.heading.is_none_or(|heading| marked.id > heading));
        let lines = below.filter(|marked| is_byline(marked) && !self.is_of_other(marked.id));
        // Who reviewed a text is named in such elements, too.
        let is_review = |line: &str| line.to_lowercase().contains("reviewed by");
        let lines = lines.filter_map(|marked| self.line(marked.id)).filter(|line| !is_review(line));
        let mut lines = lines.filter_map(|line| bylines::by_whom(&line, self.language)).take(MOST_AUTHORS);
        let first = lines.next().unwrap_or_default();
        if lines.all(|names| names == first) { first } else { Vec::new() }
    }

    /// Elements called `byline` or `author`, nearest the headline first.
    pub(super) fn of_bylines(&self) -> Vec<String> {
        let near = self.page.marked.iter().filter(|marked| is_byline(marked) && self.is_near(marked.id));
        // Where the page tells no language the word for `by` does.
        let language = |line: &str| match self.language {
            "" => bylines::language_of_lead(line),
            known => known,
        };
        let of_line = |line: String| bylines::names(std::slice::from_ref(&line), Given::Shown, language(&line), "");
        let names = |marked: &Marked<'_>| self.line(marked.id).map(of_line).unwrap_or_default();
        let mut named = near
            .filter(|marked| !self.is_of_other(marked.id))
            .map(|marked| (marked, names(marked)))
            .filter(|(_, names)| !names.is_empty())
            .peekable();
        // The editor stands before the author, in the same box or beside it: the site is one only where no person is.
        let first = named.peek().map(|(_, names)| names.clone()).unwrap_or_default();
        let is_of_site = |names: &[String]| names.iter().all(|name| self.site.is(name));
        let is_author = |names: &[String]| {
            !is_of_site(&first) || (!is_of_site(names) && names.iter().all(|name| bylines::is_person(name)))
        };
        let Some((mut last, mut found)) = named.find(|(_, names)| is_author(names)) else { return first };
        // Each of several authors may have an element of her own.
        for (next, names) in named {
            let beside = next.id <= self.page.tree.get(last.id).end + BESIDE || self.are_in_list(last.id, next.id);
            let beside = beside && next.class == last.class;
            if !beside || found.len() >= MOST_AUTHORS {
                break;
            }
            found.extend(names.into_iter().filter(|name| bylines::is_person(name)));
            last = next;
        }
        let mut known = std::collections::HashSet::new();
        found.retain(|name| known.insert(name.to_lowercase()));
        found
    }
}
