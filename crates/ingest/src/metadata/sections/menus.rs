//! What the menu of a page says of the section of its article.

use std::collections::HashSet;

use url::Url;

use super::{ABOVE, Step, Way, clean, homes, letters, names, resolve};
use crate::{
    html::{tags::Tag, tree::Id, words_of},
    metadata::titles::parts,
};

/// Links of a page that are looked at, at most.
const MOST_LINKS: usize = 300;

/// Nodes of a link at most: cards have more.
const MOST_OF_LINK: usize = 12;

/// Bytes of a link's text at most: longer ones are headlines.
const LONGEST: usize = 120;

/// Lines above the headline that may name its section, at most.
const MOST_LINES: usize = 8;

/// Links beside such a line, at most: more are a menu.
const MOST_BESIDE: usize = 3;

/// Nodes of a menu that are looked at, at most.
const MOST_OF_MENU: usize = 300;

/// Links of a menu at least.
const LEAST_OF_MENU: usize = 5;

/// What software calls the entry of the menu under which the page stands.
const HIGHLIGHTED: [&str; 17] = [
    "act",
    "actief",
    "actif",
    "activa",
    "active",
    "activo",
    "aktiv",
    "aktivni",
    "aktywny",
    "ativo",
    "attivo",
    "chosen",
    "current",
    "on",
    "sel",
    "seleccionado",
    "selected",
];

/// What software calls the entry of the menu in which the article stands, and no other.
const HOLDS_ARTICLE: [&str; 3] = ["current-post-ancestor", "current-post-parent", "current-menu-parent"];

impl Way<'_, '_, '_> {
    /// The lines just above the headline and apart from menus, the nearest first.
    pub(super) fn lines_above(&self) -> Vec<(Id, String)> {
        let Some(heading) = self.title.heading else { return Vec::new() };
        let tree = self.page.tree;
        let above = (heading.saturating_sub(ABOVE)..heading).rev().filter(|id| tree.tag(*id) == Tag::Text);
        let lines = above.filter(|id| !tree.raw_text(*id).trim_ascii().is_empty()).take(MOST_LINES);
        let short = lines.filter(|id| tree.raw_text(*id).trim_ascii().len() <= LONGEST);
        short.filter(|id| self.is_alone(heading, *id)).filter_map(|id| Some((id, clean(tree.raw_text(id))?))).collect()
    }

    /// Of the lines above the headline that which the menu or the page's title has too.
    pub(super) fn kicker(&self, above: &[(Id, String)]) -> Option<String> {
        let lines = above.iter().filter(|(id, _)| !self.is_in_link_home(*id)).map(|(_, line)| names::bare(line));
        let lines: Vec<&str> = lines.filter(|line| self.is_label(line)).collect();
        let named = self.named(self.title.heading.filter(|_| !lines.is_empty())?);
        lines.into_iter().find(|line| named.contains(&letters(line))).map(str::to_owned)
    }

    /// Whether a line may name a section: programmes and clocks have digits.
    pub(super) fn is_label(&self, line: &str) -> bool {
        self.is_name(line)
            && !line.contains(char::is_numeric)
            && !names::is_everywhere(line)
            && !names::is_platform(line)
    }

    /// Whether no more than a few links stand in what is set above the headline with a line or a link.
    fn is_alone(&self, heading: Id, id: Id) -> bool {
        let tree = self.page.tree;
        let Some(row) = self.page.apart_from(Some(heading), id).last() else { return false };
        let in_menu = || tree.ancestors(id).any(|id| tree.tag(id) == Tag::Nav);
        tree.inside(row).filter(|id| tree.tag(*id) == Tag::A).nth(MOST_BESIDE).is_none() && !in_menu()
    }

    /// What the links of menus above the headline are called, and the parts of the page's title.
    fn named(&self, heading: Id) -> HashSet<String> {
        let links = self.links_above().iter().filter(|(id, _)| !self.is_alone(heading, *id));
        let title = self.page.title.as_deref().filter(|title| title.len() <= super::MOST_OF_TITLE).unwrap_or_default();
        let links = links.filter(|(_, step)| !is_tag(&step.address));
        links.map(|(_, step)| letters(&step.name)).chain(parts(title).skip(1).map(letters)).collect()
    }

    /// The short links above the headline.
    fn links_above(&self) -> &[(Id, Step)] {
        let tree = self.page.tree;
        self.links.get_or_init(|| {
            let end = self.title.heading.unwrap_or(tree.len());
            let links = (1..end).filter(|id| tree.tag(*id) == Tag::A).take(MOST_LINKS);
            let links = links.filter(|id| (1..=MOST_OF_LINK).contains(&tree.inside(*id).len()));
            links.filter_map(|id| Some((id, self.step(id)?))).filter(|(_, step)| step.name.len() <= LONGEST).collect()
        })
    }

    /// The name by which the page leads to the innermost folder that the article lies in, wherever that lies itself:
    /// `/category/valley` for `/valley/2026/river`.
    pub(super) fn folder(&self) -> Option<String> {
        let own = Url::parse(self.url).ok()?;
        let mut folders: Vec<&str> = own.path_segments()?.collect();
        folders.pop();
        let depth = |step: &Step| {
            let last = last_part(&step.address).filter(|part| is_folder(part))?;
            let depth = folders.iter().position(|folder| *folder == last)?;
            let target = resolve(&step.address, self.url).and_then(|address| Url::parse(&address).ok())?;
            (target.host() == own.host() && target.query().is_none()).then_some(depth)
        };
        let links = self.links_above().iter().rev().filter_map(|(id, step)| Some((depth(step)?, *id, step)));
        let links = links
            .filter(|(_, id, step)| self.is_in_menu(*id) && self.is_section(step) && !names::is_everywhere(&step.name));
        links.max_by_key(|(depth, ..)| *depth).map(|(.., step)| step.name.clone())
    }

    /// What the page calls a section that it declares by its place in addresses: `Local News` for `news/local`.
    pub(super) fn called(&self, slug: &str) -> Option<String> {
        let slug = slug.trim_matches('/');
        let wanted = format!("/{slug}");
        let leads_there = |step: &Step| {
            let target = resolve(&step.address, self.url).and_then(|address| Url::parse(&address).ok());
            target.is_some_and(|target| target.path().trim_end_matches('/').ends_with(&wanted))
        };
        let mut links = self.links_above().iter().map(|(_, step)| step).filter(|step| step.address.contains(slug));
        links.find(|step| leads_there(step) && self.is_section(step)).map(|step| step.name.clone())
    }

    /// The entry of the menu that is set off from the others.
    pub(super) fn highlighted(&self) -> Option<String> {
        let links = self.links_above();
        let only = |is: &dyn Fn(Id) -> bool| {
            let mut names = links
                .iter()
                .filter(|(id, step)| is(*id) && self.is_section(step) && !names::is_everywhere(&step.name))
                .map(|(_, step)| step.name.as_str());
            let first = names.next()?;
            names.all(|name| letters(name) == letters(first)).then(|| first.to_owned())
        };
        only(&|id| self.is_classed(id, &|class| HOLDS_ARTICLE.contains(&class)))
            .or_else(|| only(&|id| self.is_classed(id, &is_highlight) && self.is_in_menu(id)))
    }

    /// Whether a link, or the item of a list that it stands in, is of a class.
    fn is_classed(&self, link: Id, is: &dyn Fn(&str) -> bool) -> bool {
        let tree = self.page.tree;
        let item = tree.ancestors(link).take(2).find(|id| tree.tag(*id) == Tag::Li);
        let classed = |id: Id| tree.attribute(id, "class").is_some_and(|names| names.split_ascii_whitespace().any(is));
        classed(link) || item.is_some_and(classed)
    }

    /// Whether a link is one of several that lead to other places than home pages, as those to editions do.
    fn is_in_menu(&self, link: Id) -> bool {
        let tree = self.page.tree;
        let leads_on = |id: &Id| {
            tree.attribute(*id, "href")
                .is_some_and(|href| !href.trim().is_empty() && homes::home(&href, self.url).is_none())
        };
        let links = |id: Id| tree.inside(id).take(MOST_OF_MENU).filter(|id| tree.tag(*id) == Tag::A);
        let row = tree.ancestors(link).find(|id| links(*id).nth(1).is_some());
        let lists = tree.ancestors(link).filter(|id| matches!(tree.tag(*id), Tag::Ul | Tag::Ol | Tag::Nav));
        row.into_iter().chain(lists).any(|menu| links(menu).filter(leads_on).nth(LEAST_OF_MENU - 1).is_some())
    }
}

/// The last part of an address's path.
fn last_part(address: &str) -> Option<&str> {
    address.split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()
}

/// Whether an address is that of a tag, under which sites collect what is about one thing.
pub(super) fn is_tag(address: &str) -> bool {
    address.split('/').any(|part| matches!(part, "tag" | "tags"))
}

/// Whether a part of an address may be a section: neither a language, a number nor a file.
pub(super) fn is_folder(part: &str) -> bool {
    part.len() >= 3 && !part.contains(['.', '@']) && part.chars().any(char::is_alphabetic)
}

/// Whether a class says that an entry is set off from others: `active`, `menu-item--current`.
fn is_highlight(class: &str) -> bool {
    HIGHLIGHTED.binary_search(&class).is_ok()
        || words_of(class).last().is_some_and(|word| matches!(word.as_str(), "active" | "current" | "selected"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{Limits, html};

    const TEXT: &str = "<p>Hundreds of people left their homes in Torvald on Tuesday as the river rose by two metres, the mayor said.</p>";

    fn section(menu: &str, above: &str, url: &str) -> String {
        let head = format!("<html><title>River rises | Weather | The Example</title><body><div>{menu}</div>");
        let page = format!("{head}<div><div>{above}</div><h1>River rises</h1></div>{TEXT}</body></html>");
        html::parse(&page, url, &Limits::default()).unwrap().section
    }

    const MENU: &str = "<a href=/c/1>Valley</a><a href=/c/2>Sport</a><a href=/c/3>Weather</a><a href=/c/4>Art</a>";

    #[rstest]
    #[case::in_the_menu("<span>VALLEY</span>", "VALLEY")]
    #[case::in_the_title("<span>Weather</span><p>3 March 2026</p>", "Weather")]
    #[case::in_neither("<span>Exclusive</span>", "")]
    #[case::of_a_menu("<a href=/1>Valley</a> <a href=/2>Art</a> <a href=/3>Food</a> <a href=/4>Law</a>", "")]
    fn a_line_above_the_headline_that_the_menu_has_is_the_section(#[case] above: &str, #[case] expected: &str) {
        assert_eq!(section(MENU, above, "https://example.org/a/1"), expected);
    }

    #[rstest]
    #[case("/valley/2026/river", "Valley")]
    #[case("/news/valley/river", "Valley")]
    #[case("/2026/valley", "")]
    #[case("/en/river", "")]
    // A person's name in a line, and no menu.
    #[case("/ruiz/river", "")]
    fn the_menu_names_the_folder_of_the_article(#[case] path: &str, #[case] expected: &str) {
        let menu = "<nav><a href=/en>English</a><a href=/news>News</a><a href=/category/valley/>Valley</a><a href=/3>Art</a><a href=/4>Law</a></nav>";
        let line = "<p>Said by <a href=/people/ruiz>Ana Ruiz</a> <a href=/all>and others</a></p>";
        assert_eq!(section(menu, line, &format!("https://example.org{path}")), expected);
    }

    #[rstest]
    #[case::highlighted("<li class=active><a href=/c/5>Valley</a>", "Valley")]
    #[case::twice(
        "<li><a class=menu__link--current href=/c/5>Valley</a><li class=active><a href=/c/5>Valley</a>",
        "Valley"
    )]
    #[case::two("<li class=active><a href=/c/5>Valley</a><li class=active><a href=/c/6>Art</a>", "")]
    #[case::home("<li class=active><a href=/>Home</a>", "")]
    fn the_entry_that_the_menu_sets_off_is_the_section(#[case] entry: &str, #[case] expected: &str) {
        let menu = format!("<ul>{}{entry}</ul>", MENU.replace("<a", "<li><a"));
        assert_eq!(section(&menu, "", "https://example.org/a/1"), expected);
        assert_eq!(section(&format!("<ul>{entry}</ul>"), "", "https://example.org/a/1"), "");
    }

    #[rstest]
    #[case("weather", "Wetter")]
    #[case("news/valley", "Tal")]
    #[case("art", "art")]
    fn a_slug_is_called_as_the_page_does(#[case] slug: &str, #[case] expected: &str) {
        let menu = "<a href=/c/weather>Wetter</a><a href=/news/valley/>Tal</a><a href=/3>Kunst</a>";
        let declared = format!("<meta property=article:section content={slug}>{menu}");
        assert_eq!(section(&declared, "", "https://example.org/a/1"), expected);
    }

    #[test]
    fn the_entry_that_software_marks_needs_no_menu() {
        let entry = "<ul><li class='menu-item current-post-ancestor'><a href=/c/5>Valley</a></ul>";
        assert_eq!(section(entry, "", "https://example.org/a/1"), "Valley");
    }

    #[test]
    fn names_are_sorted() {
        assert!(HIGHLIGHTED.is_sorted());
    }
}
