//! The section of its site in which an article stands: as declared, or as the page shows the way to it.

mod menus;
mod rows;

use std::cell::OnceCell;

use url::Url;

use super::{clean, homes, json_ld::JsonLd, letters, page::Page, resolve, site::Site, titles::Title};
use crate::html::{tags::Tag, tree::Id};

/// Characters of a section's name at most.
const LONGEST: usize = 60;

/// Digits of one at most: a name with more is a day or an issue.
const MOST_DIGITS: usize = 4;

/// Nodes before the headline among which the link to its section is looked for.
const ABOVE: usize = 30;

/// What software files an article under that nobody has filed.
const UNFILED: [&str; 12] = [
    "bez kategorii",
    "geen categorie",
    "non classé",
    "sem categoria",
    "senza categoria",
    "sin categoría",
    "uncategorised",
    "uncategorized",
    "без рубрики",
    "غير مصنف",
    "未分类",
    "未分類",
];

/// Kinds of texts, and pages beside the sections, as letters.
const NO_SECTIONS: [&str; 16] = [
    "about",
    "aboutus",
    "article",
    "articles",
    "contact",
    "contactus",
    "content",
    "default",
    "login",
    "none",
    "null",
    "page",
    "post",
    "posts",
    "signin",
    "story",
];

/// Bytes of the page's title at most, in which its section may be named.
const MOST_OF_TITLE: usize = 2_000;

/// Nodes of the way that a page shows, at most.
const MOST_OF_TRAIL: usize = 200;

/// A step on the way from the home page to an article.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) name: String,
    /// As written; empty where the step is no link.
    pub(super) address: String,
}

/// The section of an article, and all that its page says of where it stands.
#[derive(Debug, Default)]
pub(super) struct Sections {
    /// Empty when none is known.
    pub(super) own: String,
    /// Those declared beside it, and the steps of the way to it.
    pub(super) others: Vec<String>,
    /// The lines just above the headline.
    pub(super) above: Vec<String>,
}

/// The section as declared, else the last step on the way to the article, else what the headline stands under, else what
/// the menu says.
pub(super) fn read(page: &Page<'_, '_>, ld: &JsonLd, title: &Title, site: &Site, url: &str) -> Sections {
    let way = Way { page, title, site, url, headline: letters(&title.text), links: OnceCell::new() };
    let (slugs, names): (Vec<String>, Vec<String>) = all_declared(page, ld).into_iter().partition(|name| is_slug(name));
    let shown = way.shown();
    let last = way.last(&ld.trail).or_else(|| way.last(&shown));
    let (slug, above) = (slugs.first(), way.lines_above());
    let own = way
        .of_declared(&names, last.as_deref())
        .or_else(|| last.clone())
        .or_else(|| way.last(&way.row()))
        .or_else(|| slug.and_then(|slug| way.called(slug)))
        .or_else(|| slug.filter(|slug| !slug.contains(['/', '_'])).cloned())
        .or_else(|| way.above())
        .or_else(|| way.kicker(&above))
        .or_else(|| way.folder())
        .or_else(|| slug.cloned())
        .or_else(|| way.highlighted());
    let steps = ld.trail.iter().chain(&shown).filter(|step| way.is_section(step)).map(|step| step.name.clone());
    let others = steps.chain(names).chain(slugs).collect();
    Sections { own: own.unwrap_or_default(), others, above }
}

/// Whether a text is what software files an article under that nobody has filed.
pub(crate) fn is_unfiled(name: &str) -> bool {
    UNFILED.contains(&name.to_lowercase().as_str())
}

/// Whether what is given as a section is none.
fn is_none(name: &str) -> bool {
    is_unfiled(name) || NO_SECTIONS.contains(&letters(name).as_str())
}

/// The section that the page declares.
pub(super) fn declared(page: &Page<'_, '_>, ld: &JsonLd) -> Option<String> {
    all_declared(page, ld).into_iter().next()
}

/// The sections that the page declares, by the first of the sources that does.
fn all_declared(page: &Page<'_, '_>, ld: &JsonLd) -> Vec<String> {
    /// Values of one source that are read, at most.
    const MOST: usize = 20;
    const METAS: [&str; 6] =
        ["article:section", "parsely-section", "section", "og:section", "articlesection", "mediator_theme"];
    let metas = || METAS.iter().map(|name| page.all_metas(name).collect::<Vec<_>>()).find(|values| !values.is_empty());
    let values = if ld.sections.is_empty() { metas() } else { Some(ld.sections.clone()) };
    let values = values.unwrap_or_else(|| marked(page).into_iter().collect());
    let names = values.iter().take(MOST).flat_map(|value| parts(value)).filter_map(clean);
    names.filter(|name| !is_none(name)).collect()
}

/// What an element is marked as the section by, or, as some software has it, as the genre.
fn marked(page: &Page<'_, '_>) -> Option<String> {
    let is_section = |name: &str| name.eq_ignore_ascii_case("articleSection") || name.eq_ignore_ascii_case("genre");
    let marked = page.marked.iter().filter(|marked| is_section(marked.itemprop));
    marked
        .filter(|marked| page.tree.inside(marked.id).len() <= ABOVE)
        .filter_map(|marked| clean(&page.tree.text(marked.id)))
        .find(|name| name.chars().count() <= LONGEST)
}

/// The sections in one value: the last of a way, `News » Valley`, or all of a list that a machine wrote, `News,Valley`.
fn parts(value: &str) -> Vec<&str> {
    const ARROWS: [char; 5] = ['»', '›', '→', '>', '＞'];
    if let Some(last) = value.rsplit(ARROWS).find(|part| !part.trim().is_empty()).filter(|_| value.contains(ARROWS)) {
        return vec![last];
    }
    let is_list = value.split(',').skip(1).all(|part| !part.starts_with(char::is_whitespace));
    if is_list { value.split([',', ';', '|']).collect() } else { vec![value] }
}

/// Whether a section is called as in an address, and not as for readers: `news/local`.
fn is_slug(name: &str) -> bool {
    let is_of_address = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_/".contains(c);
    name.chars().all(is_of_address)
}

struct Way<'w, 't, 'p> {
    page: &'w Page<'t, 'p>,
    title: &'w Title,
    site: &'w Site,
    url: &'w str,
    /// The letters of the headline.
    headline: String,
    /// The short links above the headline.
    links: OnceCell<Vec<(Id, Step)>>,
}

impl Way<'_, '_, '_> {
    /// Of the declared sections that in which the way ends, else the first; the first of a list in one value where the way
    /// ends in it.
    fn of_declared(&self, names: &[String], last: Option<&str>) -> Option<String> {
        let is_last = |name: &str| last.is_some_and(|last| letters(last) == letters(name));
        let in_list = || names.iter().find_map(|name| name.split(", ").find(|part| is_last(part)));
        let whole = names.iter().find(|name| is_last(name)).map(String::as_str);
        whole.or_else(in_list).or_else(|| names.first().map(String::as_str)).map(str::to_owned)
    }

    /// The last step that is neither the home page nor the article itself.
    fn last(&self, trail: &[Step]) -> Option<String> {
        trail.iter().rev().find(|step| self.is_section(step)).map(|step| step.name.clone())
    }

    fn is_section(&self, step: &Step) -> bool {
        let target = resolve(&step.address, self.url);
        let own = without_place(self.url);
        let is_own = |target: &str| !own.is_empty() && without_place(target) == own;
        !step.address.is_empty()
            && !step.address.starts_with('#')
            && self.is_name(&step.name)
            && !target.as_deref().is_some_and(|target| homes::is_home(target) || is_own(target))
    }

    /// Whether a text may be the name of a section: not that of the site, the headline, or a day.
    fn is_name(&self, text: &str) -> bool {
        // Long headlines are cut at the end of the way.
        let name = letters(text);
        let is_headline = || self.headline.starts_with(&name) && name.len() * 2 > self.headline.len();
        !name.is_empty()
            && !is_none(text)
            && text.chars().count() <= LONGEST
            && text.chars().filter(|c| c.is_numeric()).count() <= MOST_DIGITS
            && name.chars().any(char::is_alphabetic)
            && !homes::is_called_home(text.trim())
            && !is_headline()
            && !self.site.is(text)
    }

    /// The links of the element that shows the way.
    fn shown(&self) -> Vec<Step> {
        let Some(trail) = self.page.trail else { return Vec::new() };
        let links = self.page.tree.inside(trail).take(MOST_OF_TRAIL);
        links.filter(|id| self.page.tree.tag(*id) == Tag::A).filter_map(|id| self.step(id)).collect()
    }

    fn step(&self, link: Id) -> Option<Step> {
        let tree = self.page.tree;
        Some(Step { name: clean(&tree.text(link))?, address: tree.attribute(link, "href")?.into_owned() })
    }

    /// The name of the link just above the headline to a folder that the article lies in.
    fn above(&self) -> Option<String> {
        let heading = self.title.heading?;
        let own = Url::parse(self.url).ok()?;
        let tree = self.page.tree;
        let in_menu = |id: Id| tree.ancestors(id).any(|id| matches!(tree.tag(id), Tag::Nav | Tag::Ul | Tag::Ol));
        let links =
            (heading.saturating_sub(ABOVE)..heading).rev().filter(|id| tree.tag(*id) == Tag::A && !in_menu(*id));
        let holds = |step: &Step| {
            let target = resolve(&step.address, self.url).and_then(|address| Url::parse(&address).ok());
            target.is_some_and(|target| {
                let folder = target.path().trim_end_matches('/');
                folder.rsplit('/').next().is_some_and(menus::is_folder)
                    && target.host() == own.host()
                    && own.path().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            })
        };
        links.filter_map(|id| self.step(id)).find(|step| holds(step) && self.is_section(step)).map(|step| step.name)
    }
}

/// An address without the place in its page that it leads to.
fn without_place(address: &str) -> &str {
    address.split_once('#').map_or(address, |(page, _)| page)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::{Limits, html};

    const TEXT: &str = "<p>Hundreds of people left their homes in Torvald on Tuesday as the river rose by two metres, the mayor said.</p>";

    #[rstest]
    #[case::declared(
        "<meta property=article:section content=Weather><nav class=breadcrumb><a href=/>Home</a><a href=/news/>News</a></nav>",
        "Weather"
    )]
    #[case::slug(
        "<meta property=article:section content=weather><nav class=breadcrumb><a href=/>Home</a><a href=/w/>Weather</a></nav>",
        "Weather"
    )]
    #[case::of_software("<meta property=article:section content=Article><div><a href=/news/>News</a></div>", "News")]
    #[case::beside_the_sections("<nav class=breadcrumb><a href=/>Home</a><a href=/contact>Contact Us</a></nav>", "")]
    #[case::slug_alone("<meta property=article:section content=news/weather>", "news/weather")]
    #[case::by_its_end("<meta property=article:section content='News » Weather'>", "Weather")]
    #[case::first_of_a_list("<meta property=article:section content='Weather,News'>", "Weather")]
    #[case::a_name_with_a_comma(
        "<meta property=article:section content='Crime, Law and Justice'>",
        "Crime, Law and Justice"
    )]
    #[case::of_several(
        "<meta property=article:section content=News><meta property=article:section content=Weather><nav class=breadcrumb><a href=/>Home</a><a href=/w/>Weather</a></nav>",
        "Weather"
    )]
    #[case::of_a_list(
        "<meta property=article:section content='Weather, Latest News'><nav class=breadcrumb><a href=/>Home</a><a href=/w/>Weather</a></nav>",
        "Weather"
    )]
    #[case::marked("<p itemscope><span itemprop=articleSection>Weather</span></p>", "Weather")]
    #[case::home_of_a_part("<nav class=breadcrumb><a href=/en/start>Accueil</a></nav>", "")]
    #[case::issue("<nav class=breadcrumb><a href=/>Home</a><a href=/i/>No. 21 of 3.3.2026</a></nav>", "")]
    #[case::in_data(
        r#"<script type=application/ld+json>{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","position":2,"item":{"@id":"https://example.org/news/","name":"News"}},{"@type":"ListItem","position":1,"name":"Home","item":"https://example.org/"},{"@type":"ListItem","position":3,"name":"River rises","item":"https://example.org/news/river"}]}</script>"#,
        "News"
    )]
    #[case::shown(
        "<nav class=c-breadcrumbs><a href=/>The Example</a> › <a href=/news/>News</a> › <a href=/news/valley/>Valley</a> › River rises</nav>",
        "Valley"
    )]
    #[case::by_its_label(
        "<ul aria-label=Breadcrumb><li><a href=/>Home</a><li><a href='/?cat=3'>Valley</a></ul>",
        "Valley"
    )]
    #[case::above_the_headline("<div><a href=/about>About</a><a href=/news/>News</a></div>", "News")]
    #[case::home_alone("<nav class=breadcrumb><a href=/>Home</a> › <a href=/news/river>River rises</a></nav>", "")]
    #[case::of_a_menu("<ul><li><a href=/news/>News</a></ul>", "")]
    #[case::of_another_place("<div><a href=/sport/>Sport</a></div>", "")]
    fn the_section_is_declared_or_shown(#[case] above: &str, #[case] expected: &str) {
        let page = format!("<html><title>River rises</title><body>{above}<h1>River rises</h1>{TEXT}</body></html>");
        let article = html::parse(&page, "https://example.org/news/river", &Limits::default()).unwrap();
        assert_eq!(article.section, expected);
    }
}
