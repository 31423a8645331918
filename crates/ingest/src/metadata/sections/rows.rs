//! The row of links from the home page to an article, whatever its element is called.

use url::Url;

use super::{MOST_OF_TRAIL, Step, Way, clean, homes, letters, resolve};
use crate::html::{tags::Tag, tree::Id};

/// Links above the headline among which those to the home page are looked for, at most.
const MOST_ABOVE: usize = 300;

/// Links to the home page from which a row may start, at most.
const MOST_STARTS: usize = 20;

/// Elements around the first link of a row that may be the row.
const LEVELS: usize = 4;

/// Links of a row at most: menus have more.
const MOST_LINKS: usize = 6;

/// What stands between the steps of a way.
const ARROWS: [char; 9] = ['>', '»', '›', '→', '⟩', '＞', '▸', '►', '❯'];

impl Way<'_, '_, '_> {
    /// The steps of the last row above the headline that begins at the home page and shows by its arrows, its end or the
    /// folders that it goes through that it is a way.
    pub(super) fn row(&self) -> Vec<Step> {
        let tree = self.page.tree;
        let end = self.title.heading.unwrap_or(tree.len());
        let links = (1..end).rev().filter(|id| tree.tag(*id) == Tag::A).take(MOST_ABOVE);
        let starts = links.filter(|id| self.leads_home(*id)).take(MOST_STARTS);
        starts.filter_map(|start| self.row_from(start, end)).next().unwrap_or_default()
    }

    fn leads_home(&self, link: Id) -> bool {
        self.page.tree.attribute(link, "href").is_some_and(|href| homes::home(&href, self.url).is_some())
    }

    fn row_from(&self, start: Id, end: Id) -> Option<Vec<Step>> {
        let tree = self.page.tree;
        let links = |id: Id| tree.inside(id).take(MOST_OF_TRAIL).filter(|id| tree.tag(*id) == Tag::A);
        let row = tree.ancestors(start).take(LEVELS).find(|id| links(*id).nth(1).is_some())?;
        let links: Vec<Id> = links(row).take(MOST_LINKS + 1).collect();
        if links.len() > MOST_LINKS || links.first() != Some(&start) || tree.get(row).end > end {
            return None;
        }
        let in_link = |id: Id| links.iter().any(|link| tree.inside(*link).contains(&id));
        let texts = tree.inside(row).take(MOST_OF_TRAIL).filter(|id| tree.tag(*id) == Tag::Text && *id > start);
        let between: Vec<String> = texts.filter(|id| !in_link(*id)).filter_map(|id| clean(tree.raw_text(id))).collect();
        let steps: Vec<Step> = links.iter().skip(1).filter_map(|link| self.step(*link)).collect();
        let is_way = is_strung(&between) || self.ends_in_headline(&between) || self.goes_down(&steps);
        is_way.then_some(steps)
    }

    /// Whether what follows the last link ends in the headline.
    fn ends_in_headline(&self, between: &[String]) -> bool {
        !self.headline.is_empty() && between.last().is_some_and(|text| letters(text).ends_with(&self.headline))
    }

    /// Whether each step lies in the folder of the step before, and the article in the first.
    fn goes_down(&self, steps: &[Step]) -> bool {
        let path = |address: &str| Url::parse(address).ok().map(|url| url.path().trim_end_matches('/').to_owned());
        let paths = steps.iter().map(|step| resolve(&step.address, self.url).and_then(|address| path(&address)));
        let (Some(paths), Some(own)) = (paths.collect::<Option<Vec<_>>>(), path(self.url)) else { return false };
        let lies_in = |path: &str, folder: &str| {
            !folder.is_empty() && path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        let nested = paths.windows(2).all(|pair| matches!(pair, [folder, path] if lies_in(path, folder)));
        nested && paths.first().is_some_and(|first| lies_in(&own, first))
    }
}

/// Whether arrows stand between all steps of a row.
fn is_strung(between: &[String]) -> bool {
    !between.is_empty() && between.iter().all(|text| text.starts_with(ARROWS) || text.ends_with(ARROWS))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::{Limits, html};

    const TEXT: &str = "<p>Hundreds of people left their homes in Torvald on Tuesday as the river rose by two metres, the mayor said.</p>";

    #[rstest]
    #[case::by_arrows("<p>You are here: <a href=/>Home</a> &gt;&gt; <a href='/list.asp?c=1'>Valley</a></p>", "Valley")]
    #[case::from_a_part_of_the_site(
        "<p><a href=https://news.example.org/>Desk</a> » <a href=/v1>Valley</a> » Text</p>",
        "Valley"
    )]
    #[case::to_the_headline(
        "<p><a href=/default.asp>Home</a> - <a href='/?c=1'>Valley</a> - Ana Ruiz - River rises</p>",
        "Valley"
    )]
    #[case::by_its_folders(
        "<ol><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/news/valley>Valley</a></ol>",
        "Valley"
    )]
    // Menus.
    #[case::bars("<p><a href=/>Home</a> | <a href='/?c=1'>Valley</a></p>", "")]
    #[case::folders_beside(
        "<ol><li><a href=/>Home</a><li><a href=/sport>Sport</a><li><a href=/valley>Valley</a></ol>",
        ""
    )]
    #[case::from_elsewhere("<p><a href=/a>Archive</a> &gt; <a href='/?c=1'>Valley</a></p>", "")]
    fn a_row_from_the_home_page_shows_the_way(#[case] row: &str, #[case] expected: &str) {
        let page = format!(
            "<html><title>River rises</title><body><div>{row}</div><div><h1>River rises</h1></div>{TEXT}</body></html>"
        );
        let article = html::parse(&page, "https://example.org/news/2026/river", &Limits::default()).unwrap();
        assert_eq!(article.section, expected);
    }
}
