//! When the article was published and changed.

mod addresses;
mod clocks;
mod days;
mod zones;

use std::{collections::BTreeSet, ops::Range};

use super::{
    authors::is_unread,
    classes, clean,
    json_ld::JsonLd,
    labels::{Label, labelled},
    page::{Marked, Page},
};
use crate::{
    html::{tags::Tag, tree::Id},
    times::{self, Order, Style},
    urls,
};
use dateline_record::{
    fingerprint::is_dense,
    v1::{DocumentTime, document_time::Origin},
};
use days::{are_swapped, exactly, in_order_of, is_later_day, is_of_draft, of_address_before, the_same};
use zones::Declared;

/// Meta tags that say when the article was first published.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_at",
    "published_time",
    "published-date",
    "publisheddate",
    "rnews:datepublished",
    "prop:pubdate",
    "article:create_time",
];

/// Meta tags that some sites fill with the time at which they made the page.
const DATED: &[&str] = &[
    "date",
    "pubdate",
    "sailthru.date",
    "article.created",
    "dc.date.created",
    "dc.created",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "publication_date",
    "citation_publication_date",
    "citation_date",
    "article:published",
    "article_date_original",
    "published",
];

const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "dc.modified",
    "dc.date.modified",
    "article:modified",
    "revised",
];

/// Nodes after a headline in which its date stands.
const NEAR: usize = 250;

/// Nodes before a headline in which its date stands where none is near below it, and those of the line just above.
const BEFORE: usize = 30;
const ABOVE: usize = 10;

/// Nodes after a headline beyond which a marked time may be of another article, and a date in a text.
const BELOW: usize = 100;
const CLOSE: usize = 30;

/// Nodes after an author's name in which the date stands that is beside it.
const BESIDE: usize = 6;

/// Characters of an element that holds a date and little else.
const MAX_LENGTH: usize = 120;

/// Nodes of such an element.
const MAX_NODES: usize = 60;

/// Days between the day in an address and one that the page shows for the same, at most.
const AROUND: i32 = 7;

/// Days by which another day is before the one declared, at least: one day may be that of another time zone.
const LEAST_BEFORE: i32 = 2;

/// Texts looked at for a date that stands nowhere else, at most.
const MOST_TEXTS: usize = 2_000;

/// Bytes of a place and a day before the first dash of a text, at most.
const MOST_OF_DATELINE: usize = 60;

/// Days that a page's meta tags of one name give, at most.
const MOST_DAYS: usize = 2;

/// Days before this are what software writes for no date at all: it counts from 1970.
const FIRST_YEAR: &str = "1971";

/// When the article was published and when it was changed last.
pub(super) fn read(
    page: &Page<'_, '_>,
    ld: &JsonLd,
    url: &str,
    heading: Option<Id>,
) -> (Option<DocumentTime>, Option<DocumentTime>) {
    let language = page.primary_language();
    let country = urls::host(url).and_then(|host| urls::country(&urls::registrable(&host)));
    let order = Order::of(&page.declared_language().unwrap_or_default(), country.as_deref());
    let reader = Reader { page, heading, style: Style { language: &language, order } };
    let shown = reader.shown();
    let of_ld = |value: &Option<String>| value.as_deref().and_then(|value| reader.metadata(value));
    let of_url = addresses::day_in(url);
    let metas_of_change = reader.of_metas(MODIFIED);
    let modified = of_ld(&ld.modified)
        .or_else(|| metas_of_change.clone())
        .or_else(|| ["datemodified", "modified"].iter().find_map(|name| reader.of_property(name)))
        .or_else(|| first(&shown, Label::Changed))
        .or_else(|| reader.said_further_on(Label::Changed))
        .map(|day| exactly(day, metas_of_change.clone().into_iter().chain(first(&shown, Label::Changed))));
    let surest = of_ld(&ld.published).or_else(|| of_url.clone());
    let of_metas = reader.of_metas(PUBLISHED).map(|day| in_order_of(surest, day));
    let of_draft = |day: &DocumentTime| of_metas.as_ref().is_some_and(|told| is_of_draft(day, told, &shown));
    let declared = of_ld(&ld.published)
        .filter(|day| !of_draft(day))
        .or_else(|| of_metas.clone())
        .or_else(|| reader.of_property("datepublished"))
        .or_else(|| reader.of_pubdate())
        .or_else(|| of_ld(&ld.created))
        .or_else(|| reader.of_metas(DATED).map(|day| of_address_before(of_url.clone(), day, &shown)))
        .map(|day| exactly(day, of_metas.clone().into_iter().chain(first(&shown, Label::Published))));
    // Software without a date of publication gives that of the last change, or of its own making of the page.
    let is_of_change = |declared: &DocumentTime| {
        modified.as_ref().is_some_and(|changed| times::second(changed) <= times::second(declared))
    };
    let before = |declared: &DocumentTime| {
        let days_before = |other: &DocumentTime| {
            times::is_after(declared, other)
                && times::days_between(declared, other) >= LEAST_BEFORE
                && !are_swapped(declared, other)
        };
        let told = || {
            first(&shown, Label::Published).into_iter().chain(reader.bare()).chain(of_metas.clone()).find(days_before)
        };
        is_of_change(declared).then(told).flatten()
    };
    let is_of_url = |shown: &DocumentTime| of_url.as_ref().is_none_or(|day| times::days_between(day, shown) <= AROUND);
    // What is later than the last change is the day on which the page is read.
    let is_after_change = |day: &DocumentTime| modified.as_ref().is_some_and(|changed| is_later_day(day, changed));
    let is_day_of_url = |shown: &DocumentTime| of_url.as_ref().is_some_and(|day| times::days_between(day, shown) == 0);
    let published = declared
        .map(|declared| before(&declared).unwrap_or(declared))
        .or_else(|| first(&shown, Label::Published))
        // Where no headline is known the first day may be that on which the page is read.
        .or_else(|| heading.is_none().then(|| reader.said_further_on(Label::Published)).flatten())
        .or_else(|| shown.iter().map(|shown| &shown.time).find(|time| is_day_of_url(time)).cloned())
        .or_else(|| first(&shown, Label::None).filter(is_of_url).filter(|day| !is_after_change(day)))
        .or_else(|| first(&shown, Label::Changed).filter(is_of_url))
        .or_else(|| reader.the_only().filter(is_of_url))
        .or_else(|| reader.beside_author().filter(is_of_url))
        .or_else(|| of_url.clone())
        .or_else(|| reader.said_further_on(Label::Published))
        .or_else(|| reader.of_title())
        .or_else(|| reader.of_dateline());
    let others = [of_metas, metas_of_change];
    zones::in_own_zone(Declared { published, modified, others: &others }, &shown, &reader)
}

fn first(shown: &[Shown], wanted: Label) -> Option<DocumentTime> {
    shown.iter().find(|shown| shown.label == wanted).map(|shown| shown.time.clone())
}

/// A time that readers are shown near the headline.
struct Shown {
    /// What it is said to be.
    label: Label,
    time: DocumentTime,
    /// What stands there, the time among it.
    text: String,
    nodes: Range<Id>,
}

/// What a page is read with.
struct Reader<'r, 't, 'p> {
    page: &'r Page<'t, 'p>,
    heading: Option<Id>,
    style: Style<'r>,
}

impl<'p> Reader<'_, '_, 'p> {
    fn metadata(&self, value: &str) -> Option<DocumentTime> {
        times::parse(value, Origin::Metadata)
            .or_else(|| times::of_epoch(value, Origin::Metadata))
            .or_else(|| times::read(value, Origin::Metadata))
            .or_else(|| times::written(value, self.style, Origin::Metadata))
            .filter(|time| time.value.as_str() >= FIRST_YEAR)
    }

    fn of_metas(&self, names: &[&str]) -> Option<DocumentTime> {
        names.iter().find_map(|name| {
            let days: Vec<DocumentTime> = self.page.all_metas(name).filter_map(|value| self.metadata(&value)).collect();
            // Each of a list of recordings has its own.
            let known: BTreeSet<&str> = days.iter().filter_map(|day| day.value.get(..10)).collect();
            (known.len() <= MOST_DAYS).then(|| days.first().cloned()).flatten()
        })
    }

    fn of_property(&self, name: &str) -> Option<DocumentTime> {
        let mut named = self
            .page
            .marked
            .iter()
            .filter(|marked| marked.itemprop.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(name)))
            .filter(|marked| !self.page.is_of_media(marked.id));
        named.find_map(|marked| self.value_of(marked))
    }

    fn of_pubdate(&self) -> Option<DocumentTime> {
        self.page.marked.iter().filter(|marked| marked.is_pubdate).find_map(|marked| self.value_of(marked))
    }

    /// The moment that an element gives, in an attribute or as it is written.
    fn value_of(&self, marked: &Marked<'_>) -> Option<DocumentTime> {
        self.in_attribute(marked).or_else(|| times::written(&self.text(marked.id)?, self.style, Origin::Text))
    }

    fn in_attribute(&self, marked: &Marked<'_>) -> Option<DocumentTime> {
        [marked.datetime, marked.content].iter().find_map(|value| clean(value).and_then(|value| self.metadata(&value)))
    }

    /// The text of an element that is about a date and little else.
    fn text(&self, id: Id) -> Option<String> {
        let short = self.page.tree.get(id).end - id <= MAX_NODES;
        short.then(|| clean(&self.page.tree.text(id))).flatten().filter(|text| text.chars().count() <= MAX_LENGTH)
    }

    /// The times that readers are shown near the headline, with what they are said to be: first those that are marked as
    /// times, then those in running text.
    fn shown(&self) -> Vec<Shown> {
        let mut dated: Vec<&Marked<'_>> = self.dated().filter(|marked| self.is_near(marked.id)).collect();
        // What stands before a headline may be of another article, as what stands far below it: the nearest is its own.
        dated.sort_by_cached_key(|marked| match self.heading {
            Some(heading) if marked.id < heading && heading - marked.id <= BEFORE => (1, heading - marked.id),
            Some(heading) if marked.id < heading => (3, heading - marked.id),
            Some(heading) if marked.id > self.page.tree.get(heading).end + BELOW => (2, marked.id),
            _ => (0, marked.id),
        });
        let mut found: Vec<_> = dated.into_iter().flat_map(|marked| self.of_element(marked)).collect();
        if let Some(heading) = self.heading {
            found.extend(self.beside(heading));
        }
        found
    }

    /// Whether an element stands in a link with the words of a headline, or beside one in an item of a list: that of another
    /// article.
    fn is_of_card(&self, id: Id) -> bool {
        const LEAST: usize = 4;
        const LEAST_DENSE: usize = 10;
        let tree = self.page.tree;
        let item = tree.ancestors(id).take(4).find(|id| matches!(tree.tag(*id), Tag::Li | Tag::A));
        let links = item.into_iter().flat_map(|item| (item..tree.get(item).end).take(MAX_NODES));
        let links = links.filter(|id| tree.tag(*id) == Tag::A && tree.inside(*id).len() <= MAX_NODES);
        let mut titles = links.filter_map(|id| clean(&tree.text(id)));
        titles.any(|title| {
            let is_headline =
                title.split(' ').count() >= LEAST || title.chars().filter(|c| is_dense(*c)).count() >= LEAST_DENSE;
            // A date may lead to all that was published on its day.
            is_headline && !is_bare(&title, self.style.language)
        })
    }

    /// Whether a date is of something else than the article: a fact, a comment, another article.
    fn is_of_another(&self, id: Id) -> bool {
        self.is_labelled_cell(id) || self.page.is_of_comment(self.heading, id, &[]) || self.is_of_card(id)
    }

    fn is_near(&self, id: Id) -> bool {
        self.heading.is_none_or(|heading| {
            (heading.saturating_sub(NEAR / 2)..self.page.tree.get(heading).end + NEAR).contains(&id)
        })
    }

    fn dated(&self) -> impl Iterator<Item = &Marked<'p>> {
        let named = self.page.marked.iter().filter(|marked| marked.is_time || classes::names_date(marked.class));
        named.filter(|marked| !self.is_of_another(marked.id))
    }

    fn of_element(&self, marked: &Marked<'_>) -> Vec<Shown> {
        let class = marked.class.to_ascii_lowercase();
        let by_class = ["updated", "modified", "revised"].iter().any(|word| class.contains(word));
        let by_class = by_class || marked.itemprop.eq_ignore_ascii_case("datemodified");
        let text = self.text(marked.id).unwrap_or_default();
        let given = |label: Label| match label {
            // WordPress calls a date of publication `published updated` where there was no change.
            _ if by_class && !class.contains("publish") => Label::Changed,
            Label::None => self.label_before(marked.id),
            label => label,
        };
        if let Some(time) = self.in_attribute(marked) {
            let label = labelled(&text).first().map_or(Label::None, |(label, _)| *label);
            return vec![Shown { label: given(label), time, text, nodes: self.nodes(marked.id) }];
        }
        let written = self.written(&text, self.nodes(marked.id));
        written.into_iter().map(|shown| Shown { label: given(shown.label), ..shown }).collect()
    }

    fn nodes(&self, id: Id) -> Range<Id> {
        id..self.page.tree.get(id).end
    }

    fn written(&self, text: &str, nodes: Range<Id>) -> Vec<Shown> {
        if !may_be_dated(text) {
            return Vec::new();
        }
        let dated = |(label, text): (Label, String)| {
            let time = times::written(&text, self.style, Origin::Text)?;
            Some(Shown { label, time, text, nodes: nodes.clone() })
        };
        labelled(text).into_iter().filter_map(dated).collect()
    }

    /// What the text before a date says that it is: `Updated:`, in an element of its own.
    fn label_before(&self, id: Id) -> Label {
        let mut texts = (id.saturating_sub(5)..id).rev().filter(|id| self.page.tree.tag(*id) == Tag::Text);
        let before = texts.find_map(|id| clean(self.page.tree.raw_text(id))).unwrap_or_default();
        let alone = before.chars().count() <= 40 && !before.chars().any(char::is_numeric);
        labelled(&before).last().filter(|_| alone).map_or(Label::None, |(label, _)| *label)
    }

    /// Dates in short stretches of text after the headline, then a little before it; beside it goes before further below.
    fn beside(&self, heading: Id) -> Vec<Shown> {
        let (end, last) = (self.page.tree.get(heading).end, self.page.tree.len());
        let (close, far) = ((end + CLOSE).min(last), (end + NEAR / 2).min(last));
        let (above, before) = (heading.saturating_sub(ABOVE), heading.saturating_sub(BEFORE));
        let texts = (end..close).chain(above..heading).chain(close..far).chain(before..above);
        let is_read = |id: &Id| !is_unread(self.page.tree.tag(self.page.tree.get(*id).parent));
        let is_short = |text: &str| (8..=MAX_LENGTH).contains(&text.trim().len()) && text.chars().any(char::is_numeric);
        let short = texts.filter(|id| is_short(self.page.tree.raw_text(*id)));
        let short = short.filter(is_read).filter(|id| !self.is_of_another(*id));
        let of_text = |id: Id| {
            let text = clean(self.page.tree.raw_text(id)).unwrap_or_default();
            let tells = tells(&text);
            let found = self.written(&text, self.nodes(id)).into_iter();
            let found = found.filter(move |shown| shown.label != Label::None || !tells);
            found.map(move |shown| match shown.label {
                Label::None => Shown { label: self.label_before(id), ..shown },
                _ => shown,
            })
        };
        short.flat_map(of_text).collect()
    }

    /// The first date after the headline that stands by itself, with no word of what happened on it.
    fn bare(&self) -> Option<DocumentTime> {
        let end = self.page.tree.get(self.heading?).end;
        let near = end..(end + NEAR / 2).min(self.page.tree.len());
        // A day inside a link is another article's.
        let linked = |id: Id| self.page.tree.ancestors(id).any(|id| self.page.tree.tag(id) == Tag::A);
        let (id, text) = self.texts_in(near).find(|(id, text)| is_bare(text, self.style.language) && !linked(*id))?;
        let is_said = self.label_before(id) != Label::None || self.is_labelled_cell(id) || self.is_of_card(id);
        times::written(&text, self.style, Origin::Text).filter(|_| !is_said)
    }

    /// The day that stands by itself behind an author's name, wherever that is, where all such days are one.
    fn beside_author(&self) -> Option<DocumentTime> {
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

    /// Whether a text is in a row of a table that a heading begins: `Founded | 3 March 1902`.
    fn is_labelled_cell(&self, id: Id) -> bool {
        let tree = self.page.tree;
        let row = tree.ancestors(id).take(6).find(|id| tree.tag(*id) == Tag::Tr);
        row.is_some_and(|row| (row + 1..id).rev().take(MAX_NODES).any(|id| tree.tag(id) == Tag::Th))
    }

    /// The day on which the page says that it was published, or changed, wherever it stands, where it says one.
    fn said_further_on(&self, wanted: Label) -> Option<DocumentTime> {
        let dated = self.texts().filter(|text| text.len() <= MAX_LENGTH && text.chars().any(char::is_numeric));
        let said = dated.take(MOST_TEXTS).flat_map(|text| self.written(&text, 0..0));
        let said = said.chain(self.dated().flat_map(|marked| self.of_element(marked)));
        the_same(said.filter(|shown| shown.label == wanted).map(|shown| shown.time))
    }

    /// A part of the page's title that is a day: `River rises - 07.12.2026 - The Example`.
    fn of_title(&self) -> Option<DocumentTime> {
        let mut parts = self.page.title.as_deref()?.split([' ', '|']).filter(|part| part.len() >= 8);
        parts.find_map(|part| times::written(part, self.style, Origin::Metadata))
    }

    /// The day in the dateline of the text: `VALLETTA, March 3, 2026 -- The ministers`.
    fn of_dateline(&self) -> Option<DocumentTime> {
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

    /// What readers are shown, text by text.
    fn texts(&self) -> impl Iterator<Item = String> {
        self.texts_in(1..self.page.tree.len()).map(|(_, text)| text)
    }

    fn texts_in(&self, nodes: Range<Id>) -> impl Iterator<Item = (Id, String)> {
        let tree = self.page.tree;
        let texts = nodes.filter(move |id| tree.tag(*id) == Tag::Text);
        let read = texts.filter(move |id| !is_unread(tree.tag(tree.get(*id).parent)));
        read.filter_map(move |id| Some((id, clean(tree.raw_text(id))?)))
    }

    /// The first text behind some nodes, and the last before them, where they are within a few nodes.
    fn texts_beside(&self, nodes: Range<Id>, apart: usize) -> impl Iterator<Item = String> {
        let after = self.texts_in(nodes.end..(nodes.end + apart).min(self.page.tree.len())).take(1);
        let before = self.texts_in(nodes.start.saturating_sub(apart).max(1)..nodes.start.max(1)).last();
        after.chain(before).map(|(_, text)| text)
    }

    /// The day of all elements that are marked as dates, where they agree.
    fn the_only(&self) -> Option<DocumentTime> {
        the_same(self.dated().filter_map(|marked| self.value_of(marked)))
    }
}

/// Whether a text may hold a day of a year: four digits, three numbers, or digits that are not ASCII's. Most texts with a number
/// have none, and to look for labels is dear.
fn may_be_dated(text: &str) -> bool {
    let (mut digits, mut numbers, mut has_year) = (0, 0, false);
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits += 1;
        } else {
            numbers += usize::from(digits > 0);
            has_year |= digits == 4;
            digits = 0;
        }
    }
    has_year || numbers >= 3 || text.chars().any(|c| !c.is_ascii() && c.is_numeric())
}

/// Whether a text holds a number, and words for no more than a month and a day of the week: `mercredi 4 mars 2026`,
/// `4 de marzo de 2026`.
fn is_bare(text: &str, language: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic));
    let mut words = words.filter(|word| word.chars().count() > 2 && !times::is_month(word, language));
    text.len() <= MAX_LENGTH && text.chars().any(char::is_numeric) && words.nth(1).is_none()
}

/// Whether a text tells of something that was on a day: `The act was signed into law on 3 March 1926`.
fn tells(text: &str) -> bool {
    /// Words with a small letter before the first number, at least; a byline with a place and an office has fewer.
    const LEAST: usize = 5;
    let before = text.split(char::is_numeric).next().unwrap_or_default();
    before.split(' ').filter(|word| word.starts_with(char::is_lowercase)).count() >= LEAST
}

#[cfg(test)]
mod tests;
