//! What words beside a day say that it is, and the days that stand far from the headline, in the title or in the text.

use super::days::the_same;
use super::{MAX_LENGTH, MAX_NODES, NEAR, PUBLISHED, Reader, Shown, is_bare, may_be_dated};
use crate::{
    html::{tags::Tag, tree::Id},
    metadata::{
        classes, clean,
        labels::{Label, labelled, says_when},
        page::Marked,
    },
    times,
};
use dateline_record::v1::{DocumentTime, document_time::Origin};

/// Elements in each other that a date and nothing before it stands in, at most.
const MOST_IN_CELL: usize = 4;

/// Texts looked at for a date that stands nowhere else, at most.
const MOST_TEXTS: usize = 2_000;

/// Bytes of a place and a day before the first dash of a text, at most.
const MOST_OF_DATELINE: usize = 60;

/// Nodes after an author's name in which the date stands that is beside it.
const BESIDE: usize = 6;

/// Letters of a name of a meta tag that says so much that a site's own name may stand before it, at least.
const LEAST_OF_NAME: usize = 10;

/// Words in the names of meta tags that are of something else than the article.
const OF_MEDIA: [&str; 6] = ["video", "image", "audio", "media", "comment", "book"];

impl Reader<'_, '_, '_> {
    /// What the text before a date says that it is: `Updated:`, in an element of its own.
    pub(super) fn label_before(&self, id: Id) -> Label {
        let mut texts = (id.saturating_sub(5)..id).rev().filter(|id| self.page.tree.tag(*id) == Tag::Text);
        let before = texts.find_map(|id| clean(self.page.tree.raw_text(id))).unwrap_or_default();
        // Another date may stand before the word: `on March 3, 2026 at 2:47 PM, updated`.
        let is_after_date = before.len() <= MAX_LENGTH && may_be_dated(&before);
        let is_short = before.chars().count() <= 40 || is_after_date;
        let is_label = |(_, text): &&(Label, String)| is_short && !text.chars().any(char::is_numeric);
        labelled(&before).last().filter(is_label).map_or(Label::None, |(label, _)| *label)
    }

    /// What the cell before that of a date says that it is, or what stands before it and ends in a colon:
    /// `<dt>Published</dt><dd>`, `<td>Published:</td><td>`, `<b>Published:</b>`.
    pub(super) fn label_of_cell(&self, id: Id) -> Label {
        let tree = self.page.tree;
        let around = std::iter::once(id).chain(tree.ancestors(id)).take(MOST_IN_CELL);
        let Some(before) = around.filter_map(|id| self.sibling_before(id)).next() else { return Label::None };
        let text = if tree.tag(before) == Tag::Text { clean(tree.raw_text(before)) } else { self.text(before) };
        let text = text.filter(|text| !text.chars().any(char::is_numeric) && text.split(' ').count() <= 3);
        let is_cell = matches!(tree.tag(before), Tag::Dt | Tag::Th | Tag::Td);
        let text = text.filter(|text| (is_cell || text.ends_with([':', '：'])) && says_when(text));
        text.and_then(|text| labelled(&text).last().map(|(label, _)| *label)).unwrap_or(Label::None)
    }

    /// The node before another in the same element, white space left out.
    fn sibling_before(&self, id: Id) -> Option<Id> {
        let tree = self.page.tree;
        let parent = tree.get(id).parent;
        let mut before = (id.saturating_sub(MAX_NODES).max(parent + 1)..id).rev();
        before.find(|other| {
            let is_blank = || tree.tag(*other) == Tag::Text && tree.raw_text(*other).trim().is_empty();
            tree.get(*other).parent == parent && !is_blank()
        })
    }

    /// Whether a text is in a row of a table that a heading begins: `Founded | 3 March 1902`.
    pub(super) fn is_labelled_cell(&self, id: Id) -> bool {
        let tree = self.page.tree;
        let row = tree.ancestors(id).take(6).find(|id| tree.tag(*id) == Tag::Tr);
        row.is_some_and(|row| (row + 1..id).rev().take(MAX_NODES).any(|id| tree.tag(id) == Tag::Th))
    }

    /// The day on which the page says that it was published, or changed, wherever it stands, where it says one.
    pub(super) fn said_further_on(&self, wanted: Label) -> Option<DocumentTime> {
        let texts = self.texts_in(1..self.page.tree.len());
        let dated = texts.filter(|(_, text)| text.len() <= MAX_LENGTH && text.chars().any(char::is_numeric));
        let said = dated.take(MOST_TEXTS).flat_map(|(id, text)| {
            let found = self.written(&text, 0..0).into_iter();
            found.map(move |shown| match shown.label {
                Label::None if !self.is_of_another(id) => Shown { label: self.label_of_cell(id), ..shown },
                _ => shown,
            })
        });
        let said = said.chain(self.dated().flat_map(|marked| self.of_element(marked)));
        the_same(said.filter(|shown| shown.label == wanted).map(|shown| shown.time))
    }

    /// A part of the page's title that is a day: `River rises - 07.12.2026 - The Example`.
    pub(super) fn of_title(&self) -> Option<DocumentTime> {
        let mut parts = self.page.title.as_deref()?.split([' ', '|']).filter(|part| part.len() >= 8);
        parts.find_map(|part| times::written(part, self.style, Origin::Metadata))
    }

    /// The day in the dateline of the text: `VALLETTA, March 3, 2026 -- The ministers`.
    pub(super) fn of_dateline(&self) -> Option<DocumentTime> {
        let heads = self.texts().take(MOST_TEXTS).filter(|text| text.len() >= MOST_OF_DATELINE).filter_map(|text| {
            let (head, _) = ["--", "—", "–"].iter().find_map(|dash| text.split_once(dash))?;
            (head.len() <= MOST_OF_DATELINE && self.begins_dateline(head)).then(|| head.to_owned())
        });
        heads.into_iter().find_map(|head| times::written(&head, self.style, Origin::Text))
    }

    /// Whether a text begins with a month, a number, or what a comma sets apart, as no sentence does.
    fn begins_dateline(&self, text: &str) -> bool {
        let first = text.split_whitespace().next().unwrap_or_default();
        let is_place = first.ends_with(',') || (first.len() > 2 && !first.contains(char::is_lowercase));
        is_place || first.starts_with(char::is_numeric) || times::is_month(first, self.style.language)
    }

    /// The day of a meta tag whose name is one of those of publication behind what the site is called by: `w-published-date`.
    pub(super) fn of_longer_names(&self) -> Option<DocumentTime> {
        let is_one = |name: &str| {
            PUBLISHED.iter().filter(|known| known.len() >= LEAST_OF_NAME).any(|known| {
                let before = name.strip_suffix(known).and_then(|before| before.strip_suffix(['-', '_', '.', ':']));
                before.is_some_and(|before| !before.is_empty() && !OF_MEDIA.iter().any(|word| before.contains(word)))
            })
        };
        the_same(self.page.metas_of(is_one).filter_map(|value| self.metadata(&value)))
    }

    /// The first date after the headline that stands by itself, with no word of what happened on it.
    pub(super) fn bare(&self) -> Option<DocumentTime> {
        let end = self.page.tree.get(self.heading?).end;
        let near = end..(end + NEAR / 2).min(self.page.tree.len());
        // A day inside a link is another article's.
        let linked = |id: Id| self.page.tree.ancestors(id).any(|id| self.page.tree.tag(id) == Tag::A);
        let (id, text) = self.texts_in(near).find(|(id, text)| is_bare(text, self.style.language) && !linked(*id))?;
        let is_said = self.label_before(id) != Label::None || self.is_labelled_cell(id) || self.is_of_card(id);
        times::written(&text, self.style, Origin::Text).filter(|_| !is_said)
    }

    /// The day that stands by itself behind an author's name, wherever that is, where all such days are one.
    pub(super) fn beside_author(&self) -> Option<DocumentTime> {
        let tree = self.page.tree;
        let is_author = |marked: &&Marked<'_>| marked.rel.contains("author") || classes::names_author(marked.class);
        let authors = self.page.marked.iter().filter(is_author).map(|marked| tree.get(marked.id).end);
        let days = authors.filter_map(|end| {
            let mut texts = self.texts_in(end..(end + BESIDE).min(tree.len()));
            let (id, text) = texts.find(|(_, text)| text.chars().any(char::is_numeric))?;
            let is_day = is_bare(&text, self.style.language) && !self.is_of_another(id);
            is_day.then(|| times::written(&text, self.style, Origin::Text)).flatten()
        });
        the_same(days)
    }
}
