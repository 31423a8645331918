//! When the article was published and changed.

use dateline_record::v1::{DocumentTime, document_time::Origin};
use url::Url;

use super::{
    authors::is_script,
    clean,
    json_ld::JsonLd,
    labels::{Label, labelled},
    page::{Marked, Page},
};
use crate::{
    html::{tags::Tag, tree::Id},
    times::{self, Order, Style},
    urls,
};

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

/// Nodes of such an element.
const MAX_NODES: usize = 60;

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
    let modified = ld
        .modified
        .as_deref()
        .and_then(|value| reader.metadata(value))
        .or_else(|| reader.of_metas(MODIFIED))
        .or_else(|| reader.of_property("datemodified"))
        .or_else(|| first(&shown, Label::Changed));
    let declared = ld
        .published
        .as_deref()
        .and_then(|value| reader.metadata(value))
        .or_else(|| reader.of_metas(PUBLISHED))
        .or_else(|| reader.of_property("datepublished"))
        .or_else(|| reader.of_pubdate())
        .or_else(|| reader.of_metas(DATED));
    // Software without a date of publication says twice when the article was changed.
    let said_twice = |declared: &DocumentTime| modified.as_ref().is_some_and(|changed| changed.value == declared.value);
    let before = |declared: &DocumentTime| {
        first(&shown, Label::Published).filter(|shown| said_twice(declared) && times::is_after(declared, shown))
    };
    let published = declared
        .map(|declared| before(&declared).unwrap_or(declared))
        .or_else(|| first(&shown, Label::Published))
        .or_else(|| first(&shown, Label::None))
        .or_else(|| first(&shown, Label::Changed))
        .or_else(|| reader.the_only())
        .or_else(|| from_url(url))
        .or_else(|| reader.the_only_labelled());
    (published, modified)
}

fn first(shown: &[(Label, DocumentTime)], wanted: Label) -> Option<DocumentTime> {
    shown.iter().find(|(label, _)| *label == wanted).map(|(_, time)| time.clone())
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
            .or_else(|| times::written(value, self.style, Origin::Metadata))
            .filter(|time| time.value.as_str() >= FIRST_YEAR)
    }

    fn of_metas(&self, names: &[&str]) -> Option<DocumentTime> {
        names.iter().find_map(|name| self.page.all_metas(name).find_map(|value| self.metadata(&value)))
    }

    fn of_property(&self, name: &str) -> Option<DocumentTime> {
        let mut named = self
            .page
            .marked
            .iter()
            .filter(|marked| marked.itemprop.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(name)));
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
    fn shown(&self) -> Vec<(Label, DocumentTime)> {
        let mut dated: Vec<&Marked<'_>> = self.dated().filter(|marked| self.is_near(marked.id)).collect();
        // What stands before a headline may be of another article: the nearest is its own.
        dated.sort_by_key(|marked| match self.heading {
            Some(heading) if marked.id < heading => (true, heading - marked.id),
            _ => (false, marked.id),
        });
        let mut found: Vec<_> = dated.into_iter().flat_map(|marked| self.of_element(marked)).collect();
        if let Some(heading) = self.heading {
            found.extend(self.beside(heading));
        }
        found
    }

    fn is_near(&self, id: Id) -> bool {
        self.heading.is_none_or(|heading| {
            (heading.saturating_sub(NEAR / 2)..self.page.tree.get(heading).end + NEAR).contains(&id)
        })
    }

    fn dated(&self) -> impl Iterator<Item = &Marked<'p>> {
        self.page.marked.iter().filter(|marked| marked.is_time || is_called_date(marked.class))
    }

    fn of_element(&self, marked: &Marked<'_>) -> Vec<(Label, DocumentTime)> {
        let class = marked.class.to_ascii_lowercase();
        let by_class = ["updated", "modified", "revised"].iter().any(|word| class.contains(word));
        let text = self.text(marked.id).unwrap_or_default();
        let given = |label: Label| match label {
            // WordPress calls a date of publication `published updated` where there was no change.
            _ if by_class && !class.contains("publish") => Label::Changed,
            Label::None => self.label_before(marked.id),
            label => label,
        };
        if let Some(time) = self.in_attribute(marked) {
            let label = labelled(&text).first().map_or(Label::None, |(label, _)| *label);
            return vec![(given(label), time)];
        }
        self.written(&text).into_iter().map(|(label, time)| (given(label), time)).collect()
    }

    fn written(&self, text: &str) -> Vec<(Label, DocumentTime)> {
        if !text.chars().any(char::is_numeric) {
            return Vec::new();
        }
        let dated =
            |(label, part): (Label, String)| times::written(&part, self.style, Origin::Text).map(|time| (label, time));
        labelled(text).into_iter().filter_map(dated).collect()
    }

    /// What the text before a date says that it is: `Updated:`, in an element of its own.
    fn label_before(&self, id: Id) -> Label {
        let mut texts = (id.saturating_sub(5)..id).rev().filter(|id| self.page.tree.tag(*id) == Tag::Text);
        let before = texts.find_map(|id| clean(self.page.tree.raw_text(id))).unwrap_or_default();
        let alone = before.chars().count() <= 40 && !before.chars().any(char::is_numeric);
        labelled(&before).last().filter(|_| alone).map_or(Label::None, |(label, _)| *label)
    }

    /// Dates in short stretches of text after the headline, then a little before it.
    fn beside(&self, heading: Id) -> Vec<(Label, DocumentTime)> {
        let end = self.page.tree.get(heading).end;
        let after = end..(end + NEAR / 2).min(self.page.tree.len());
        let texts = after.chain(heading.saturating_sub(30)..heading);
        let is_read = |id: &Id| !is_script(self.page.tree.tag(self.page.tree.get(*id).parent));
        let short = texts.filter(|id| (8..=MAX_LENGTH).contains(&self.page.tree.raw_text(*id).trim().len()));
        let short = short.filter(is_read);
        let of_text = |id: Id| {
            let text = clean(self.page.tree.raw_text(id)).unwrap_or_default();
            let found = self.written(&text).into_iter();
            found.map(move |(label, time)| (if label == Label::None { self.label_before(id) } else { label }, time))
        };
        short.flat_map(of_text).collect()
    }

    /// The day that the page says to be that of publication, wherever that is, where it says one only.
    fn the_only_labelled(&self) -> Option<DocumentTime> {
        let tree = self.page.tree;
        let texts = (1..tree.len()).filter(|id| (8..=MAX_LENGTH).contains(&tree.raw_text(*id).trim().len()));
        let read = texts.filter(|id| !is_script(tree.tag(tree.get(*id).parent)));
        let times = read.filter_map(|id| clean(tree.raw_text(id))).flat_map(|text| self.written(&text));
        let mut published = times.filter(|(label, _)| *label == Label::Published).map(|(_, time)| time);
        let first = published.next()?;
        published.all(|other| other.value == first.value).then_some(first)
    }

    /// The day of all elements that are marked as dates, where they agree.
    fn the_only(&self) -> Option<DocumentTime> {
        let mut found = self.dated().filter_map(|marked| self.value_of(marked));
        let first = found.next()?;
        found.all(|other| other.value.get(..10) == first.value.get(..10)).then_some(first)
    }
}

/// Whether an element's class says that it holds a date.
pub(super) fn is_called_date(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    let named = ["date", "time", "publi", "posted", "datum", "fecha", "pubdat", "zeit"];
    named.iter().any(|word| class.contains(word))
        && !["update-", "validate", "candidate", "sometime", "timeline", "mandate", "public-"]
            .iter()
            .any(|word| class.contains(word))
}

/// A day in the path: `/2024/04/02/`, `/2024/apr/02/`, `/20240402/` or `/2024-04-02-title`.
fn from_url(url: &str) -> Option<DocumentTime> {
    let url = Url::parse(url).ok()?;
    let parts: Vec<&str> = url.path_segments()?.collect();
    let of_three = parts.windows(3).find_map(|window| if let [y, m, d] = window { day(y, m, d) } else { None });
    of_three.or_else(|| {
        parts.iter().find_map(|part| match part.len() {
            8 => day(part.get(..4)?, part.get(4..6)?, part.get(6..)?),
            _ => {
                let head = part.get(..10).filter(|_| part.len() == 10 || part.as_bytes().get(10) == Some(&b'-'))?;
                let mut numbers = head.split('-');
                day(numbers.next()?, numbers.next()?, numbers.next()?)
            }
        })
    })
}

fn day(year: &str, month: &str, day: &str) -> Option<DocumentTime> {
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !(year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) && digits(day)) {
        return None;
    }
    match digits(month) {
        true => times::parse(&format!("{year}-{month:0>2}-{day:0>2}"), Origin::Inferred),
        false => times::written(&format!("{day} {month} {year}"), Style::default(), Origin::Inferred),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::html::tree::{Caps, Tree};

    use super::*;

    #[rstest]
    #[case("<p>The river rose.</p><td>发布时间：2026-03-02 10:00 来源：例河报</td>", Some("2026-03-02T00:00:00Z"))]
    // Cards of other articles have days of their own; what nothing is said of may be any day.
    #[case("<p>Published: 2 March 2026</p><p>Published: 3 March 2026</p>", None)]
    #[case("<p>The river rose.</p><td>2026-03-02 10:00</td>", None)]
    fn the_only_day_that_is_labelled_is_taken(#[case] page: &str, #[case] expected: Option<&str>) {
        let tree = Tree::parse(page, Caps { depth: 100, elements: 100 }).unwrap();
        let (published, _) = read(&Page::read(&tree), &JsonLd::default(), "", None);
        assert_eq!(published.map(|time| time.value).as_deref(), expected);
    }
}
