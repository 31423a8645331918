//! When the article was published and changed.

use dateline_record::v1::{DocumentTime, document_time::Origin};
use url::Url;

use super::{
    clean,
    json_ld::JsonLd,
    page::{Marked, Page},
};
use crate::{html::tree::Id, times};

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date",
    "dc.date.issued",
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
    "article:modified",
    "revised",
];

/// Nodes after a headline in which its date stands.
const NEAR: usize = 250;

/// Characters of an element that holds a date and little else.
const MAX_LENGTH: usize = 120;

pub(super) fn published(page: &Page<'_, '_>, ld: &JsonLd, url: &str, heading: Option<Id>) -> Option<DocumentTime> {
    ld.published
        .as_deref()
        .and_then(metadata)
        .or_else(|| of_metas(page, PUBLISHED))
        .or_else(|| of_property(page, "datepublished"))
        .or_else(|| of_elements(page, heading))
        .or_else(|| from_url(url))
}

pub(super) fn modified(page: &Page<'_, '_>, ld: &JsonLd) -> Option<DocumentTime> {
    ld.modified
        .as_deref()
        .and_then(metadata)
        .or_else(|| of_metas(page, MODIFIED))
        .or_else(|| of_property(page, "datemodified"))
}

fn metadata(value: &str) -> Option<DocumentTime> {
    times::parse(value, Origin::Metadata).or_else(|| times::written(value, Origin::Metadata))
}

fn of_metas(page: &Page<'_, '_>, names: &[&str]) -> Option<DocumentTime> {
    names.iter().find_map(|name| page.all_metas(name).find_map(|value| metadata(&value)))
}

fn of_property(page: &Page<'_, '_>, name: &str) -> Option<DocumentTime> {
    let named = page
        .marked
        .iter()
        .filter(|marked| marked.itemprop.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(name)));
    named.into_iter().find_map(|marked| value_of(page, marked))
}

/// The moment that an element gives, in an attribute or as it is written.
fn value_of(page: &Page<'_, '_>, marked: &Marked<'_>) -> Option<DocumentTime> {
    clean(marked.datetime)
        .and_then(|value| metadata(&value))
        .or_else(|| clean(marked.content).and_then(|value| metadata(&value)))
        .or_else(|| {
            let text = clean(&page.tree.text(marked.id)).filter(|text| text.chars().count() <= MAX_LENGTH)?;
            times::written(&text, Origin::Text)
        })
}

/// The first time or date that is marked as one near the headline, what says that it is of a change last.
fn of_elements(page: &Page<'_, '_>, heading: Option<Id>) -> Option<DocumentTime> {
    let near = |id: Id| {
        heading
            .is_none_or(|heading| (heading.saturating_sub(NEAR / 2)..page.tree.get(heading).end + NEAR).contains(&id))
    };
    let dated = |marked: &&Marked<'_>| marked.is_time || is_called_date(marked.class);
    let candidates: Vec<&Marked<'_>> = page.marked.iter().filter(dated).filter(|marked| near(marked.id)).collect();
    let of_change = |marked: &Marked<'_>| {
        let class = marked.class.to_ascii_lowercase();
        ["updated", "modified", "revised"].iter().any(|word| class.contains(word))
    };
    let first = |changed: bool| {
        candidates.iter().filter(|marked| of_change(marked) == changed).find_map(|marked| value_of(page, marked))
    };
    first(false).or_else(|| beside_headline(page, heading)).or_else(|| first(true)).or_else(|| the_only(page))
}

/// The day of all elements that are marked as dates, where they agree.
fn the_only(page: &Page<'_, '_>) -> Option<DocumentTime> {
    let dated = page.marked.iter().filter(|marked| marked.is_time || is_called_date(marked.class));
    let mut found = dated.filter_map(|marked| value_of(page, marked));
    let first = found.next()?;
    found.all(|other| other.value.get(..10) == first.value.get(..10)).then_some(first)
}

fn is_called_date(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    let named = ["date", "time", "publish", "posted"].iter().any(|word| class.contains(word));
    named
        && !["update", "validate", "candidate", "sometime", "timeline", "mandate"]
            .iter()
            .any(|word| class.contains(word))
}

/// A date in a short stretch of text after the headline.
fn beside_headline(page: &Page<'_, '_>, heading: Option<Id>) -> Option<DocumentTime> {
    let heading = heading?;
    let end = page.tree.get(heading).end;
    let after = end..(end + NEAR / 2).min(page.tree.len());
    after.chain(heading.saturating_sub(30)..heading).find_map(|id| {
        let text = page.tree.raw_text(id).trim();
        (8..=MAX_LENGTH).contains(&text.len()).then(|| times::written(text, Origin::Text))?
    })
}

/// A day in the path: `/2024/04/02/`, or `/2024-04-02/`.
fn from_url(url: &str) -> Option<DocumentTime> {
    let url = Url::parse(url).ok()?;
    let parts: Vec<&str> = url.path_segments()?.collect();
    let day = |year: &str, month: &str, day: &str| {
        let digits = [year, month, day].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let plausible = year.len() == 4
            && (year.starts_with("19") || year.starts_with("20"))
            && (1..=2).contains(&month.len())
            && (1..=2).contains(&day.len());
        let date = (digits && plausible).then(|| format!("{year}-{month:0>2}-{day:0>2}"))?;
        times::parse(&date, Origin::Inferred)
    };
    parts.windows(3).find_map(|window| if let [y, m, d] = window { day(y, m, d) } else { None }).or_else(|| {
        parts.iter().find_map(|part| {
            let head = part.get(..10).filter(|_| part.len() == 10 || part.as_bytes().get(10) == Some(&b'-'))?;
            let mut numbers = head.split('-');
            day(numbers.next()?, numbers.next()?, numbers.next()?)
        })
    })
}
