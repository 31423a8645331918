//! The section of its site in which an article stands: as declared, or as the page shows the way to it.

use url::Url;

use super::{clean, json_ld::JsonLd, letters, page::Page, resolve, site::Site, titles::Title};
use crate::html::{tags::Tag, tree::Id};

/// Characters of a section's name at most.
const LONGEST: usize = 60;

/// Nodes before the headline among which the link to its section is looked for.
const ABOVE: usize = 30;

/// Nodes of the way that a page shows, at most.
const MOST_OF_TRAIL: usize = 200;

/// A step on the way from the home page to an article.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) name: String,
    /// As written; empty where the step is no link.
    pub(super) address: String,
}

/// The section as declared, else the last step on the way to the article, else what the headline stands under.
pub(super) fn read(page: &Page<'_, '_>, ld: &JsonLd, title: &Title, site: &Site, url: &str) -> String {
    let way = Way { page, title, site, url };
    declared(page, ld)
        .or_else(|| way.last(&ld.trail))
        .or_else(|| way.last(&way.shown()))
        .or_else(|| way.above())
        .unwrap_or_default()
}

/// The section that the page declares.
pub(super) fn declared(page: &Page<'_, '_>, ld: &JsonLd) -> Option<String> {
    ld.section.clone().or_else(|| page.first_meta(&["article:section", "parsely-section", "section"]))
}

struct Way<'w, 't, 'p> {
    page: &'w Page<'t, 'p>,
    title: &'w Title,
    site: &'w Site,
    url: &'w str,
}

impl Way<'_, '_, '_> {
    /// The last step that is neither the home page nor the article itself.
    fn last(&self, trail: &[Step]) -> Option<String> {
        trail.iter().rev().find(|step| self.is_section(step)).map(|step| step.name.clone())
    }

    fn is_section(&self, step: &Step) -> bool {
        let target = resolve(&step.address, self.url);
        let path =
            target.as_deref().and_then(|address| Url::parse(address).ok()).map(|address| address.path().to_owned());
        let is_home =
            path.as_deref() == Some("/") && target.as_deref().is_none_or(|address| !address.contains(['?', '#']));
        let is_own = || target.is_some_and(|target| !self.url.is_empty() && target == self.url);
        // Long headlines are cut at the end of the way.
        let name = letters(&step.name);
        let is_headline =
            || letters(&self.title.text).starts_with(&name) && name.len() * 2 > letters(&self.title.text).len();
        !step.address.is_empty()
            && !name.is_empty()
            && step.name.chars().count() <= LONGEST
            && !is_home
            && !is_own()
            && !is_headline()
            && !self.site.is(&step.name)
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
                !folder.is_empty()
                    && target.host() == own.host()
                    && own.path().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            })
        };
        links.filter_map(|id| self.step(id)).find(|step| holds(step) && self.is_section(step)).map(|step| step.name)
    }
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
