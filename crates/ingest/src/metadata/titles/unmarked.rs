//! Where a page has its headline when that is in no `h1`.

use std::{cmp::Reverse, collections::HashSet};

use dateline_record::{fingerprint::is_dense, v1::document_time::Origin};

use super::{
    MAX_LENGTH, MOST_BYTES, Title, clean, heads, is_end, is_head, letters, marks, most_alike, parts, shown, size,
};
use crate::{
    html::{tags::Tag, tree::Id},
    metadata::{
        labels::{Label, labelled},
        page::{Marked, Page},
        site::{Site, is_medium},
    },
    times::{self, Style},
};

/// The headline in another element, of what the page is called; what it is called where no element shows that.
pub(super) fn find(page: &Page<'_, '_>, called: &[String], site: &Site) -> Title {
    let text = called.first().cloned().unwrap_or_default();
    let heading = elsewhere(page, called, site);
    let said = heading.and_then(|id| {
        // What the page is called for its readers goes before what social networks are told.
        let is_called = |said: &str| size(said) >= 4 && page.title.as_deref().is_some_and(|title| is_head(said, title));
        let whole = || {
            let said = clean(&page.tree.text(id));
            said.filter(|said| is_marked(page, id) || says(page, said, &text, site) || is_called(said))
        };
        marks::after_kicker(page, id, called).or_else(whole)
    });
    let above = || names_no_article(&text, page, site).then(|| above_day(page).or_else(|| above_text(page))).flatten();
    match said.is_none().then(above).flatten() {
        Some((id, text)) => Title { text, heading: Some(id) },
        None => Title { text: said.unwrap_or(text), heading },
    }
}

/// Whether an element shows the headline that the page's title says, with other words before or after it.
fn says(page: &Page<'_, '_>, said: &str, title: &str, site: &Site) -> bool {
    let is_heading = |name: &str| page.headings.iter().any(|id| letters(&page.tree.text(*id)) == letters(name));
    let before = || title.strip_suffix(said).and_then(|before| before.trim_end().strip_suffix(':'));
    is_end(said, title)
        || marks::goes_on(title, said)
        || begin_alike(title, said)
        || before().is_some_and(|before| site.is(before) || is_heading(before))
}

fn is_marked(page: &Page<'_, '_>, id: Id) -> bool {
    page.marked.iter().any(|marked| marked.id == id && is_headline(marked))
}

/// Whether a page is called by its site or section alone, as software does that gives all pages one title.
fn names_no_article(title: &str, page: &Page<'_, '_>, site: &Site) -> bool {
    /// Characters of a section's name at most.
    const SECTION: usize = 6;
    let dense = title.chars().any(is_dense);
    let home = ["网站", "網站", "官网", "官網", "门户", "首页", "首頁", "홈페이지", "ホームページ"];
    let is_home = home.iter().any(|end| title.ends_with(end));
    let whole = page.title.as_deref().filter(|whole| whole.len() <= MOST_BYTES).unwrap_or_default();
    let is_motto = || site.is_shown_as_logo && parts(whole).all(|part| site.is(part) || is_medium(part));
    let is_view = || parts(whole).chain(whole.split(": ")).any(|part| VIEWS.contains(&part.to_lowercase().as_str()));
    title.is_empty()
        || site.is(title)
        || is_home
        || is_motto()
        || is_view()
        || (dense && title.chars().count() <= SECTION)
}

/// What software calls the page of any article, in small letters.
const VIEWS: [&str; 8] = [
    "detailansicht",
    "detailseite",
    "einzelansicht",
    "news detail",
    "news details",
    "newsdetail",
    "single news",
    "single view",
];

/// The lower heading of several words that the most running text follows.
fn above_text(page: &Page<'_, '_>) -> Option<(Id, String)> {
    /// Bytes of a paragraph of running text, and of a whole one, at least.
    const PROSE: usize = 120;
    const LEAST: usize = 400;
    let tree = page.tree;
    let ends = page.lower_headings.iter().skip(1).copied().chain([tree.len()]);
    let stretches = page.lower_headings.iter().copied().zip(ends);
    let named = stretches.filter_map(|(id, end)| {
        let text = clean(&tree.text(id)).filter(|text| size(text) >= 3 && text.chars().count() <= MAX_LENGTH)?;
        let prose = (tree.get(id).end..end).map(|id| tree.raw_text(id).len()).filter(|length| *length >= PROSE);
        Some((prose.sum::<usize>(), id, text))
    });
    let (prose, id, text) = named.max_by_key(|(prose, id, _)| (*prose, Reverse(*id)))?;
    (prose >= LEAST).then_some((id, text))
}

/// The line above the one that begins with the day of publication: the headline, whatever its element is called.
fn above_day(page: &Page<'_, '_>) -> Option<(Id, String)> {
    const LABELS: [&str; 8] =
        ["发布时间", "发布日期", "發布時間", "發布日期", "发表时间", "更新时间", "公開日", "등록일"];
    let tree = page.tree;
    let is_day = |id: &Id| {
        let text = tree.raw_text(*id).trim();
        LABELS.iter().any(|label| text.starts_with(label)) || is_day_alone(text) || is_day_of_publication(text)
    };
    let day = (1..tree.len()).filter(|id| tree.tag(*id) == Tag::Text).find(is_day)?;
    let before = (day.saturating_sub(2 * ABOVE)..day).rev().filter(|id| tree.tag(*id) == Tag::Text);
    let mut lines = before.filter_map(|id| clean(tree.raw_text(id)).map(|text| (id, text))).take(LINES_ABOVE);
    let first = lines.next().filter(|(id, _)| day - id <= ABOVE)?;
    // A second headline may stand between.
    let (id, text) = lines
        .find(|(id, _)| is_called_headline(page, *id))
        .filter(|_| !is_called_headline(page, first.0))
        .unwrap_or(first);
    let linked = tree.ancestors(id).take(3).any(|id| tree.tag(id) == Tag::A);
    let length = text.chars().count();
    ((LEAST_ABOVE..=MAX_LENGTH / 3).contains(&length) && size(&text) >= 4 && !linked).then_some((id, text))
}

/// Whether the element around a text is called a title, and not one below another.
fn is_called_headline(page: &Page<'_, '_>, text: Id) -> bool {
    let parent = page.tree.get(text).parent;
    let mut names = ["id", "class"].into_iter().filter_map(|name| page.tree.attribute(parent, name));
    names.any(|name| name.to_ascii_lowercase().contains("title") && !name.to_ascii_lowercase().contains("sub"))
}

/// Lines above a day among which the headline is.
const LINES_ABOVE: usize = 3;

/// Whether a text is a day of a year with nothing before it: `2026/3/2 月曜日`.
fn is_day_alone(text: &str) -> bool {
    /// Bytes of a day and that of the week at most.
    const MOST: usize = 40;
    let begins = text.len() <= MOST && text.starts_with(['1', '2']) && text.get(..4).is_some_and(is_number);
    begins && times::written(text, Style::default(), Origin::Text).is_some()
}

/// Whether a short text says that it was published on a day: `Date of publication: 2/3/2026 - Read: 1,327`.
fn is_day_of_publication(text: &str) -> bool {
    /// Bytes of such a text at most.
    const MOST: usize = 120;
    let has_digits = text.len() <= MOST && text.chars().any(char::is_numeric);
    let says = |(label, part): &(Label, String)| *label == Label::Published && part.chars().any(char::is_numeric);
    has_digits && labelled(text).iter().any(says)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Nodes before a day in which the headline stands.
const ABOVE: usize = 12;

/// Characters of a headline above a day at least: labels and menus are shorter.
const LEAST_ABOVE: usize = 8;

/// Where a headline stands that is in no `h1`: what is marked as one, or a lower heading that says the same.
fn elsewhere(page: &Page<'_, '_>, called: &[String], site: &Site) -> Option<Id> {
    let marked = page.marked.iter().filter(|marked| is_headline(marked)).map(|marked| marked.id);
    let is_short = |id: &Id| page.tree.inside(*id).len() <= 60;
    let marked: Vec<Id> = marked.take(5).filter(is_short).collect();
    let named = shown(page, &marked, site).len();
    let candidates: Vec<Id> = marked.into_iter().chain(page.lower_headings.iter().copied().filter(is_short)).collect();
    let shown = shown(page, &candidates, site);
    // The one that the page itself says is the headline, however it is called for others.
    if let [(only, text)] = shown.get(..named).unwrap_or_default()
        && size(text) >= 3
    {
        return Some(*only);
    }
    let alike = most_alike(&shown, called).filter(|(likeness, ..)| *likeness >= 0.7).map(|(_, id, _)| id);
    let begins =
        || shown.iter().find(|(_, text)| called.iter().any(|title| begin_alike(title, text))).map(|(id, _)| *id);
    let is_tail = |text: &str| size(text) >= 3 && called.iter().any(|title| is_end(text, title));
    let tail = || shown.iter().find(|(_, text)| is_tail(text)).map(|(id, _)| *id);
    let is_whole = |text: &str| called.iter().any(|title| marks::goes_on(title, text));
    let whole = || shown.iter().find(|(_, text)| is_whole(text)).map(|(id, _)| *id);
    alike.or_else(|| word_for_word(page, called)).or_else(tail).or_else(whole).or_else(begins)
}

fn is_headline(marked: &Marked<'_>) -> bool {
    marked.itemprop.trim().eq_ignore_ascii_case("headline")
}

/// Whether two titles begin with the same words, most of the shorter one: for search engines a headline ends otherwise.
fn begin_alike(one: &str, other: &str) -> bool {
    const LEAST: usize = 5;
    let words = |title: &str| {
        let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (one, other) = (words(one), words(other));
    let same = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    same >= LEAST && same * 3 >= one.len().min(other.len()) * 2
}

/// Whether a lower heading is the title word for word where no `h1` is: before every one of them, as where they head
/// sections, or where they are the title's end, as the site's name is.
pub(super) fn is_word_for_word_below(
    page: &Page<'_, '_>,
    highest: &[(Id, String)],
    called: &[String],
    site: &Site,
) -> bool {
    let exact = |text: &str| called.iter().any(|title| letters(title) == letters(text) || is_head(text, title));
    let lower = shown(page, &page.lower_headings, site);
    let first = highest.first().map_or(0, |(id, _)| *id);
    let ends = |text: &str| called.iter().any(|title| letters(title).ends_with(&letters(text)));
    let tails = || highest.iter().all(|(_, text)| ends(text));
    !highest.iter().any(|(_, text)| exact(text))
        && lower.iter().any(|(id, text)| size(text) >= 3 && exact(text) && (*id < first || tails()))
}

/// The text of the page that is most of its title, the first of several, whatever its element is called; not a link,
/// which leads to the page.
pub(super) fn word_for_word(page: &Page<'_, '_>, called: &[String]) -> Option<Id> {
    let titles = called.iter().flat_map(|title| heads(title).chain([title.as_str()]));
    let titles: HashSet<String> = titles.filter(|title| size(title) >= 3).map(letters).collect();
    let (shortest, longest) = (titles.iter().map(String::len).min()?, titles.iter().map(String::len).max()? * 2);
    let tree = page.tree;
    let is_title = |id: Id| {
        let text = tree.raw_text(id).trim();
        (shortest..=longest).contains(&text.len())
            && clean(text).is_some_and(|text| titles.contains(&letters(&text)))
            && !tree
                .ancestors(id)
                .any(|id| matches!(tree.tag(id), Tag::A | Tag::Head | Tag::Title | Tag::Script | Tag::Option))
    };
    let shown = (1..tree.len()).filter(|id| tree.tag(*id) == Tag::Text).filter(|id| is_title(*id));
    shown.rev().max_by_key(|id| tree.raw_text(*id).trim().len())
}
