//! When the article was published and changed.

mod addresses;
mod clocks;
mod days;
mod moments;
mod said;
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
use days::{are_swapped, exactly, in_order_of, is_change, is_later_day, is_of_draft, of_address_before, the_same};
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
    "revision_date",
];

/// Nodes after a headline in which its date stands.
const NEAR: usize = 250;

/// Nodes before a headline in which its date stands where none is near below it, and those of the line just above.
const BEFORE: usize = 30;
const ABOVE: usize = 10;

/// Nodes after a headline beyond which a marked time may be of another article, and a date in a text.
const BELOW: usize = 100;
const CLOSE: usize = 30;

/// Characters of an element that holds a date and little else.
const MAX_LENGTH: usize = 120;

/// Nodes of such an element.
const MAX_NODES: usize = 60;

/// Days between the day in an address and one that the page shows for the same, at most.
const AROUND: i32 = 7;

/// Days by which another day is before the one declared, at least: one day may be that of another time zone.
const LEAST_BEFORE: i32 = 2;

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
    let of_url = addresses::day_in(url);
    let metas_of_change = reader.of_metas(MODIFIED);
    let Change { time: modified, is_by_class } = reader.change(ld, &metas_of_change, &shown);
    let surest = reader.of_ld(&ld.published).or_else(|| of_url.clone());
    let of_metas = reader.of_metas(PUBLISHED).map(|day| in_order_of(surest, day));
    let known =
        Known { ld, shown: &shown, of_metas: of_metas.as_ref(), of_url: of_url.as_ref(), modified: modified.as_ref() };
    let published = reader.published(&known);
    let modified = modified.filter(|changed| is_change(changed, is_by_class, published.as_ref()));
    let others = [of_metas, metas_of_change];
    let (published, modified) = zones::in_own_zone(Declared { published, modified, others: &others }, &shown, &reader);
    let published = moments::to_the_minute(published, &[Label::Published, Label::None], &shown, &reader);
    (published, moments::to_the_minute(modified, &[Label::Changed], &shown, &reader))
}

fn first(shown: &[Shown], wanted: Label) -> Option<DocumentTime> {
    shown.iter().find(|shown| shown.label == wanted).map(|shown| shown.time.clone())
}

/// What is said to be the last change.
struct Change {
    time: Option<DocumentTime>,
    /// Whether it is called so by the class of an element alone.
    is_by_class: bool,
}

/// A time that readers are shown near the headline.
struct Shown {
    /// What it is said to be.
    label: Label,
    /// Whether no word says so, but the class of the element alone.
    is_by_class: bool,
    time: DocumentTime,
    /// What stands there, the time among it.
    text: String,
    nodes: Range<Id>,
}

/// From what the day of publication is chosen.
struct Known<'k> {
    ld: &'k JsonLd,
    /// What readers are shown near the headline.
    shown: &'k [Shown],
    /// What meta tags give for publication.
    of_metas: Option<&'k DocumentTime>,
    of_url: Option<&'k DocumentTime>,
    modified: Option<&'k DocumentTime>,
}

impl Known<'_> {
    fn first(&self, wanted: Label) -> Option<DocumentTime> {
        first(self.shown, wanted)
    }

    /// Days between a day and that in the address, where it has one.
    fn days_from_url(&self, day: &DocumentTime) -> Option<i32> {
        self.of_url.map(|own| times::days_between(own, day))
    }

    /// Whether a day is near that in the address, where it has one.
    fn is_of_url(&self, day: &DocumentTime) -> bool {
        self.days_from_url(day).is_none_or(|days| days <= AROUND)
    }

    /// Whether a day is later than the last change: it is that on which the page is read.
    fn is_after_change(&self, day: &DocumentTime) -> bool {
        self.modified.is_some_and(|changed| is_later_day(day, changed))
    }
}

/// What a page is read with.
struct Reader<'r, 't, 'p> {
    page: &'r Page<'t, 'p>,
    heading: Option<Id>,
    style: Style<'r>,
}

impl<'p> Reader<'_, '_, 'p> {
    fn of_ld(&self, value: &Option<String>) -> Option<DocumentTime> {
        self.metadata(value.as_deref()?)
    }

    /// When the article was published: as the page declares it, else as readers are shown it, else as its address has it.
    fn published(&self, known: &Known<'_>) -> Option<DocumentTime> {
        let is_day_of_url = |shown: &&Shown| known.days_from_url(&shown.time) == Some(0);
        self.declared(known)
            .map(|declared| self.before(&declared, known).unwrap_or(declared))
            .or_else(|| known.first(Label::Published))
            // Where no headline is known the first day may be that on which the page is read.
            .or_else(|| self.heading.is_none().then(|| self.said_further_on(Label::Published)).flatten())
            .or_else(|| known.shown.iter().find(is_day_of_url).map(|shown| shown.time.clone()))
            .or_else(|| known.first(Label::None).filter(|day| known.is_of_url(day) && !known.is_after_change(day)))
            .or_else(|| known.first(Label::Changed).filter(|day| known.is_of_url(day)))
            .or_else(|| self.the_only().filter(|day| known.is_of_url(day)))
            .or_else(|| self.beside_author().filter(|day| known.is_of_url(day)))
            .or_else(|| known.of_url.cloned())
            .or_else(|| self.said_further_on(Label::Published))
            .or_else(|| self.of_longer_names())
            .or_else(|| self.of_title())
            .or_else(|| self.of_dateline())
    }

    /// When machines are told that the article was published.
    fn declared(&self, known: &Known<'_>) -> Option<DocumentTime> {
        let Known { ld, shown, of_metas, of_url, .. } = *known;
        let of_draft = |day: &DocumentTime| of_metas.is_some_and(|told| is_of_draft(day, told, shown));
        self.of_ld(&ld.published)
            .filter(|day| !of_draft(day))
            .or_else(|| of_metas.cloned())
            .or_else(|| self.of_property("datepublished"))
            .or_else(|| self.of_pubdate())
            .or_else(|| self.of_ld(&ld.created))
            .or_else(|| self.of_metas(DATED).map(|day| of_address_before(of_url.cloned(), day, shown)))
            .map(|day| exactly(day, of_metas.cloned().into_iter().chain(known.first(Label::Published))))
    }

    /// The day before the one declared, where that is of the last change: so declares it software that knows no date of
    /// publication, or that of its own making of the page.
    fn before(&self, declared: &DocumentTime, known: &Known<'_>) -> Option<DocumentTime> {
        known.modified.filter(|changed| times::second(changed) <= times::second(declared))?;
        let days_before = |other: &DocumentTime| {
            times::is_after(declared, other)
                && times::days_between(declared, other) >= LEAST_BEFORE
                && !are_swapped(declared, other)
        };
        let told = known.first(Label::Published).into_iter().chain(self.bare()).chain(known.of_metas.cloned());
        told.into_iter().find(days_before)
    }

    /// When the article is said to have been changed.
    fn change(&self, ld: &JsonLd, metas: &Option<DocumentTime>, shown: &[Shown]) -> Change {
        let is_of_change = |shown: &&Shown| shown.label == Label::Changed;
        let changes = || shown.iter().filter(is_of_change);
        let in_words = || changes().find(|shown| !shown.is_by_class).map(|shown| shown.time.clone());
        let told = self
            .of_ld(&ld.modified)
            .or_else(|| metas.clone())
            .or_else(|| ["datemodified", "modified"].iter().find_map(|name| self.of_property(name)))
            .or_else(in_words);
        let by_class = changes().find(|shown| shown.is_by_class).filter(|_| told.is_none());
        let is_by_class = by_class.is_some();
        let time = told
            .or_else(|| by_class.map(|shown| shown.time.clone()))
            .or_else(|| self.said_further_on(Label::Changed))
            .map(|day| exactly(day, metas.clone().into_iter().chain(first(shown, Label::Changed))));
        Change { time, is_by_class }
    }

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
        let is_of_fact = self.is_labelled_cell(id) && self.label_of_cell(id) == Label::None;
        is_of_fact || self.page.is_of_comment(self.heading, id, &[]) || self.is_of_card(id)
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
        let is_declared = marked.itemprop.eq_ignore_ascii_case("datemodified");
        let text = self.text(marked.id).unwrap_or_default();
        // WordPress calls a date of publication `published updated` where there was no change.
        let by_class = (by_class || is_declared) && !class.contains("publish");
        let given = |shown: Shown| {
            let label = if shown.label == Label::None { self.label_before(marked.id) } else { shown.label };
            match label {
                Label::None if by_class => Shown { label: Label::Changed, is_by_class: !is_declared, ..shown },
                label => Shown { label, ..shown },
            }
        };
        if let Some(time) = self.in_attribute(marked) {
            let said = labelled(&text).iter().map(|(label, _)| *label).find(|label| *label != Label::None);
            let label = said.filter(|_| by_class).unwrap_or(Label::None);
            return vec![given(Shown { label, is_by_class: false, time, text, nodes: self.nodes(marked.id) })];
        }
        self.written(&text, self.nodes(marked.id)).into_iter().map(given).collect()
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
            Some(Shown { label, is_by_class: false, time, text, nodes: nodes.clone() })
        };
        labelled(text).into_iter().filter_map(dated).collect()
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
