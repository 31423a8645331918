//! The section of its site in which an article stands: as declared, or as the page shows the way to it.

mod declared;
mod labels;
mod menus;
mod names;
mod rows;

use std::cell::OnceCell;

use url::Url;

use super::{clean, homes, json_ld::JsonLd, letters, page::Page, resolve, site::Site, titles::Title};
use crate::html::{tags::Tag, tree::Id};

pub(super) use declared::first as declared;
pub(crate) use names::is_unfiled;

/// Characters of a section's name at most.
const LONGEST: usize = 60;

/// Words of one at most, where it is in a list.
const MOST_WORDS: usize = 5;

/// Digits of one at most: a name with more is a day or an issue.
const MOST_DIGITS: usize = 4;

/// Nodes before the headline among which the link to its section is looked for.
const ABOVE: usize = 30;

/// Bytes of the page's title at most, in which its section may be named.
const MOST_OF_TITLE: usize = 2_000;

/// Nodes of the way that a page shows, at most.
const MOST_OF_TRAIL: usize = 200;

/// Links of it at most: menus have more.
const MOST_STEPS: usize = 8;

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
    /// Those that lead to another page of the site.
    pub(super) linked: Vec<Step>,
}

/// The section as declared, else the last step on the way to the article, else what the headline stands under, else what
/// the menu says; a name under which a site shows all that is new only where there is no other.
pub(super) fn read(
    page: &Page<'_, '_>,
    ld: &JsonLd,
    title: &Title,
    site: &Site,
    bylines: &[String],
    url: &str,
) -> Sections {
    let persons = bylines.iter().filter(|name| name.contains(' ')).map(|name| letters(name)).collect();
    let way = Way { page, title, site, persons, url, headline: letters(&title.text), links: OnceCell::new() };
    let (slugs, names): (Vec<String>, Vec<String>) =
        declared::all(page, ld).into_iter().partition(|name| declared::is_slug(name));
    let shown = way.shown();
    let lines = way.lines_above();
    let above = lines.iter().map(|(_, line)| line.clone()).collect();
    let own = way.own(&names, slugs.first().map(String::as_str), [&ld.trail, &shown], &lines);
    let steps = ld.trail.iter().chain(&shown).filter(|step| way.is_section(step)).map(|step| step.name.clone());
    let beside = way.categories().into_iter().map(|step| step.name).chain(declared::hinted(page));
    let others = steps.chain(names).chain(slugs).chain(beside).collect();
    Sections { own: own.unwrap_or_default(), others, above, linked: way.linked(&lines) }
}

struct Way<'w, 't, 'p> {
    page: &'w Page<'t, 'p>,
    title: &'w Title,
    site: &'w Site,
    /// The letters of the authors' names.
    persons: Vec<String>,
    url: &'w str,
    /// The letters of the headline.
    headline: String,
    /// The short links above the headline.
    links: OnceCell<Vec<(Id, Step)>>,
}

impl Way<'_, '_, '_> {
    /// The first that there is: what the page says itself, then what it shows, then what its menu has; a name that says
    /// little of where the article stands last.
    fn own(
        &self,
        names: &[String],
        slug: Option<&str>,
        [told, shown]: [&[Step]; 2],
        lines: &[(Id, String)],
    ) -> Option<String> {
        let is_vague = |name: &str| names::is_everywhere(name) || names::is_blog(name);
        let own: Vec<&str> = names.iter().filter_map(|name| self.name_of(name)).collect();
        let (weak, strong): (Vec<&str>, Vec<&str>) = own.into_iter().partition(|name| is_vague(name));
        let slug = slug.filter(|slug| !names::is_everywhere(slug) && self.is_name(slug));
        let last = self.last(told).or_else(|| self.last_shown(shown));
        self.of_declared(&strong, last.as_deref(), lines)
            .or(last)
            .or_else(|| self.last(&self.row()))
            .or_else(|| self.called(slug?))
            .or_else(|| self.above())
            .or_else(|| self.labelled(lines))
            .or_else(|| self.category())
            .or_else(|| slug.filter(|slug| !slug.contains(['/', '_'])).map(str::to_owned))
            .or_else(|| self.kicker(lines))
            .or_else(|| self.hinted())
            .or_else(|| self.folder())
            .or_else(|| self.filed())
            .or_else(|| slug.map(str::to_owned))
            .or_else(|| self.highlighted())
            .or_else(|| weak.first().map(|name| (*name).to_owned()))
            .or_else(|| self.last_of(told, |_| true).or_else(|| self.last_of(shown, |_| true)))
    }

    /// What a meta tag hints at, as the page calls it.
    fn hinted(&self) -> Option<String> {
        let hinted = declared::hinted(self.page);
        let names = hinted.iter().filter(|name| !names::is_everywhere(name));
        names
            .filter_map(|name| match declared::is_slug(name) {
                true => self.called(name),
                false => self.name_of(name).map(str::to_owned),
            })
            .next()
    }

    /// A declared name, where it may be one; the first of those that it lists.
    fn name_of<'n>(&self, name: &'n str) -> Option<&'n str> {
        // Long lists are of all that a post is filed under; what else is long is a sentence.
        let is_short = |part: &str| part.split(' ').count() <= MOST_WORDS;
        let list = Some(name).filter(|name| name.chars().count() > LONGEST);
        let name = match list {
            Some(list) => list.split(", ").next().filter(|_| list.split(", ").all(is_short))?,
            None => name,
        };
        let name = names::bare(name);
        // A column's name begins its headlines.
        let own = letters(name);
        let is_site =
            || own == letters(&self.site.name) && !self.url.split('/').skip(3).any(|part| letters(part) == own);
        (self.may_be_name(name) && own != self.headline && !is_site()).then_some(name)
    }

    /// Of the declared sections that in which the way ends, else that above the headline, else the first; the part of a
    /// list or a way in one value where the way ends in it.
    fn of_declared(&self, names: &[&str], last: Option<&str>, lines: &[(Id, String)]) -> Option<String> {
        const BETWEEN: [&str; 5] = [", ", " / ", " - ", " | ", " > "];
        let is_last = |name: &str| last.is_some_and(|last| letters(last) == letters(name));
        let is_above = |name: &str| lines.iter().any(|(_, line)| letters(line) == letters(name));
        let find = |is: &dyn Fn(&str) -> bool| names.iter().copied().find(|name| is(name));
        let in_list = || {
            let mut parts = names.iter().flat_map(|name| BETWEEN.iter().flat_map(|between| name.split(between)));
            parts.find(|part| is_last(part))
        };
        let own = find(&is_last).or_else(in_list);
        own.or_else(|| find(&is_above).filter(|_| names.len() > 1))
            .or_else(|| names.first().copied())
            .map(str::to_owned)
    }

    /// The last step that is neither the home page nor the article itself, nor what is shown everywhere.
    fn last(&self, trail: &[Step]) -> Option<String> {
        self.last_of(trail, |name| !names::is_everywhere(name))
    }

    fn last_of(&self, trail: &[Step], is: impl Fn(&str) -> bool) -> Option<String> {
        trail.iter().rev().find(|step| self.is_section(step) && is(&step.name)).map(|step| step.name.clone())
    }

    /// The last step of the way that the page shows: of one that does not begin at the home page, where no other does.
    fn last_shown(&self, shown: &[Step]) -> Option<String> {
        let begins_at_home = |step: &Step| homes::home(&step.address, self.url).is_some();
        let row = || self.last(&self.row());
        if shown.first().is_some_and(begins_at_home) {
            return self.last(shown);
        }
        (!shown.is_empty()).then(row).flatten().or_else(|| self.innermost(shown)).or_else(|| self.last(shown))
    }

    /// The step that lies in the folder of the last: some pages show the way from its end.
    fn innermost(&self, shown: &[Step]) -> Option<String> {
        let path = |step: &Step| {
            let address = resolve(&step.address, self.url).and_then(|address| Url::parse(&address).ok())?;
            Some(address.path().trim_end_matches('/').to_owned())
        };
        let last = path(shown.iter().rev().find(|step| self.is_section(step))?)?;
        let lies_in = |step: &&Step| {
            path(step).is_some_and(|path| {
                !last.is_empty() && path.strip_prefix(&last).is_some_and(|rest| rest.starts_with('/'))
            })
        };
        shown.iter().filter(|step| self.is_section(step)).find(lies_in).map(|step| step.name.clone())
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
        let is_headline = |name: &str| self.headline.starts_with(name) && name.len() * 2 > self.headline.len();
        self.may_be_name(text) && !is_headline(&letters(text)) && !self.site.is(text)
    }

    fn may_be_name(&self, text: &str) -> bool {
        let name = letters(text);
        !name.is_empty()
            && !names::is_none(text)
            && text.chars().count() <= LONGEST
            && text.chars().filter(|c| c.is_numeric()).count() <= MOST_DIGITS
            && name.chars().any(char::is_alphabetic)
            && !homes::is_called_home(text.trim())
            && !self.persons.contains(&name)
    }

    /// The links of the element that shows the way: the first so called that has no more than a way has.
    fn shown(&self) -> Vec<Step> {
        let tree = self.page.tree;
        let links = |trail: Id| tree.inside(trail).take(MOST_OF_TRAIL).filter(|id| tree.tag(*id) == Tag::A);
        let trails = self.page.trails.iter().filter(|trail| links(**trail).nth(MOST_STEPS).is_none());
        let mut ways = trails.map(|trail| links(*trail).filter_map(|id| self.step(id)).collect::<Vec<_>>());
        ways.find(|steps| steps.iter().any(|step| self.is_section(step))).unwrap_or_default()
    }

    fn step(&self, link: Id) -> Option<Step> {
        let tree = self.page.tree;
        let name = clean(&tree.text(link))?;
        Some(Step { name: names::bare(&name).to_owned(), address: tree.attribute(link, "href")?.into_owned() })
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
    #[case::of_a_menu_called_so(
        "<div class=crumbs-and-menu><a href=/>Home</a><a href=/a>A1</a><a href=/b>Bee</a><a href=/c>Sea</a><a href=/d>Dee</a><a href=/e>East</a><a href=/f>Effort</a><a href=/g>Audio</a><a href=/h>Age</a></div><nav class=breadcrumb><a href=/>Home</a><a href='/?c=1'>Valley</a></nav>",
        "Valley"
    )]
    #[case::from_its_end(
        "<p class=crumbs><b><a href=/news/valley>Valley</a></b> <a href=/>Home</a> <a href=/news>News</a></p>",
        "Valley"
    )]
    #[case::back("<nav class=breadcrumb><a href=/blog/>&lt; Back to blog</a></nav>", "")]
    #[case::author_of_the_column(
        "<meta name=author content='Ana Ruiz'><nav class=breadcrumb><a href=/>Home</a><a href=/n>News</a><a href=/n/ruiz>Ana Ruiz</a></nav>",
        "News"
    )]
    #[case::way_from_home_before_another(
        "<nav class=breadcrumb><a href=/lists>Lists</a></nav><p><a href=/>Home</a> &gt; <a href='/?c=1'>Valley</a></p>",
        "Valley"
    )]
    #[case::everywhere(
        "<nav class=breadcrumb><a href=/>Home</a><a href=/v>Valley</a><a href=/l>Latest News</a></nav>",
        "Valley"
    )]
    #[case::home_alone("<nav class=breadcrumb><a href=/>Home</a> › <a href=/news/river>River rises</a></nav>", "")]
    #[case::of_a_menu("<ul><li><a href=/news/>News</a></ul>", "")]
    #[case::of_another_place("<div><a href=/sport/>Sport</a></div>", "")]
    fn the_section_is_declared_or_shown(#[case] above: &str, #[case] expected: &str) {
        let page = format!("<html><title>River rises</title><body>{above}<h1>River rises</h1>{TEXT}</body></html>");
        let article = html::parse(&page, "https://example.org/news/river", &Limits::default()).unwrap();
        assert_eq!(article.section, expected);
    }
}
