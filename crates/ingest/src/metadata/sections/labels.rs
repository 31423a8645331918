//! What stands at the headline and is marked as the name of its section: a kicker, a category, a line `Filed under:`.

use super::{Step, Way, clean, homes, letters, menus, names, resolve};
use crate::{
    html::{tags::Tag, tree::Id, words_of},
    metadata::authors::links_to_author,
    urls,
};

/// What elements that name a section are called.
const SECTION: [&str; 24] = [
    "cat",
    "categoria",
    "categories",
    "category",
    "categoría",
    "catégorie",
    "channel",
    "kategori",
    "kategoria",
    "kategorie",
    "ressort",
    "rubric",
    "rubrica",
    "rubriek",
    "rubrik",
    "rubrika",
    "rubrique",
    "seccion",
    "section",
    "sectionname",
    "sektion",
    "sezione",
    "subsection",
    "vertical",
];

/// What elements above a headline are called that say more than a section's name, unless they lead to one.
const KICKER: [&str; 11] =
    ["eyebrow", "hat", "kicker", "label", "labels", "overline", "slug", "surtitle", "tagline", "topic", "volanta"];

/// Folders of addresses that hold the pages of sections.
const FOLDERS: [&str; 16] = [
    "categoria",
    "categorias",
    "categorie",
    "categories",
    "category",
    "channel",
    "kategori",
    "kategoria",
    "kategorie",
    "rubric",
    "rubrica",
    "rubrik",
    "rubrika",
    "rubrique",
    "section",
    "sections",
];

/// What stands before the link to a category, in lower case and without its colon.
const FILED: [&str; 38] = [
    "archiviato in",
    "categoria",
    "categorias",
    "categorie",
    "categories",
    "categorieën",
    "category",
    "categoría",
    "categorías",
    "catégorie",
    "catégories",
    "filed in",
    "filed under",
    "főkategória",
    "in category",
    "kategori",
    "kategoria",
    "kategorie",
    "kategorien",
    "kategorier",
    "kategória",
    "main category",
    "posted in",
    "primary category",
    "publicado en",
    "publié dans",
    "rubrik",
    "rubrika",
    "rubrique",
    "sección",
    "section",
    "категории",
    "категория",
    "категорія",
    "раздел",
    "рубрика",
    "カテゴリー",
    "分类",
];

/// Elements around a line that are asked what they are called.
const AROUND: usize = 3;

/// Nodes of an element that has nothing but the line, at most.
const MOST_OF_LABEL: usize = 8;

/// Nodes after the headline among which a line says where the article is filed.
const BELOW: usize = 400;

/// Categories of a post at most: more are tags.
const MOST_OF_POST: usize = 3;

impl Way<'_, '_, '_> {
    /// The nearest line above the headline that is marked as its section's name.
    pub(super) fn labelled(&self, lines: &[(Id, String)]) -> Option<String> {
        let names = lines.iter().map(|(id, line)| (*id, names::bare(line)));
        let mut names = names.filter(|(id, name)| self.is_label(name) && !self.is_in_link_home(*id));
        names.find(|(id, name)| self.is_marked(*id, name)).map(|(_, name)| name.to_owned())
    }

    /// Whether the element of a line, or its link, says that it names a section.
    fn is_marked(&self, line: Id, name: &str) -> bool {
        let tree = self.page.tree;
        let own = letters(name);
        let around = tree.ancestors(line).take(AROUND).take_while(|id| tree.inside(*id).len() <= MOST_OF_LABEL);
        let around: Vec<Id> = around.filter(|id| letters(&tree.text(*id)) == own).collect();
        let link = around.iter().find(|id| tree.tag(**id) == Tag::A);
        let address = link.and_then(|id| tree.attribute(*id, "href"));
        let called = |names: &[&str]| {
            around
                .iter()
                .filter_map(|id| tree.attribute(*id, "class"))
                .any(|class| words_of(&class).iter().any(|word| names.binary_search(&word.as_str()).is_ok()))
        };
        match address.as_deref() {
            Some(address) => self.leads_on(address) && (is_in_sections(address) || called(&SECTION) || called(&KICKER)),
            None => called(&SECTION),
        }
    }

    /// Whether an address is of a page of this site that may be a section's.
    fn leads_on(&self, address: &str) -> bool {
        let domain = |url: &str| urls::host(url).map(|host| urls::registrable(&host));
        let target = resolve(address, self.url);
        let is_here = |target: &str| self.url.is_empty() || domain(target) == domain(self.url);
        !address.starts_with('#')
            && !menus::is_tag(address)
            && !links_to_author(address)
            && target.is_some_and(|target| is_here(&target) && !homes::is_home(&target))
    }

    /// Whether a line is in a link to the home page: it is the site's name.
    pub(super) fn is_in_link_home(&self, line: Id) -> bool {
        let tree = self.page.tree;
        let link = tree.ancestors(line).take(AROUND).find(|id| tree.tag(*id) == Tag::A);
        let address = link.and_then(|id| tree.attribute(id, "href"));
        address.is_some_and(|address| address.trim() == "/" || homes::home(&address, self.url).is_some())
    }

    /// The lines above the headline that are links to pages of the site, and no words of a sentence.
    pub(super) fn linked(&self, lines: &[(Id, String)]) -> Vec<Step> {
        let tree = self.page.tree;
        let link = |line: Id| tree.ancestors(line).take(AROUND).find(|id| tree.tag(*id) == Tag::A);
        let is_alone = |link: &Id| {
            let around = tree.ancestors(*link).next().filter(|id| tree.inside(*id).len() <= MOST_OF_LABEL);
            around.is_some_and(|id| letters(&tree.text(id)) == letters(&tree.text(*link)))
        };
        let steps = lines.iter().filter_map(|(line, _)| self.step(link(*line).filter(is_alone)?));
        steps.filter(|step| self.leads_on(&step.address)).collect()
    }

    /// The first category of the post.
    pub(super) fn category(&self) -> Option<String> {
        self.categories().into_iter().map(|step| step.name).find(|name| self.is_label(name))
    }

    /// The categories of the post, where they are not many.
    pub(super) fn categories(&self) -> Vec<Step> {
        let links = &self.page.categories;
        let steps = links.iter().filter(|_| links.len() <= MOST_OF_POST).filter_map(|link| self.step(*link));
        steps.filter(|step| self.is_section(step) && !menus::is_tag(&step.address)).collect()
    }

    /// The link after a line that says where the article is filed.
    pub(super) fn filed(&self) -> Option<String> {
        let tree = self.page.tree;
        let heading = self.title.heading?;
        let mut links = (heading..tree.len().min(heading + BELOW)).filter(|id| tree.tag(*id) == Tag::A);
        let says = |link: &Id| {
            let before = (heading..*link)
                .rev()
                .take(AROUND)
                .find(|id| tree.tag(*id) == Tag::Text && !tree.raw_text(*id).trim().is_empty());
            before.and_then(|id| clean(tree.raw_text(id))).is_some_and(|text| is_filed(&text))
        };
        let step = links.find(says).and_then(|link| self.step(link))?;
        (self.leads_on(&step.address) && self.is_section(&step)).then_some(step.name)
    }
}

/// Whether an address is of the page of a section by its folders: `/category/valley`.
fn is_in_sections(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.split('/').rev().skip(1).any(|part| FOLDERS.binary_search(&part).is_ok())
}

/// Whether a text says where an article is filed: `Filed under:`.
fn is_filed(text: &str) -> bool {
    let said = text.trim_end_matches([':', '：', ' ', '\u{a0}']).to_lowercase();
    let has_colon = text.contains([':', '：']);
    FILED.binary_search(&said.as_str()).is_ok() && (has_colon || said.contains(' '))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{Limits, html};

    const TEXT: &str = "<p>Hundreds of people left their homes in Torvald on Tuesday as the river rose by two metres, the mayor said.</p>";

    fn section(above: &str, below: &str) -> String {
        let page = format!(
            "<html><title>River rises</title><body><div><div>{above}</div><h1>River rises</h1>{below}</div>{TEXT}</body></html>"
        );
        html::parse(&page, "https://example.org/a/1", &Limits::default()).unwrap().section
    }

    #[test]
    fn lists_are_sorted() {
        assert!(SECTION.is_sorted() && KICKER.is_sorted() && FOLDERS.is_sorted() && FILED.is_sorted());
    }

    #[rstest]
    #[case::by_its_class("<p class=entry-category>Valley</p>", "Valley")]
    #[case::by_its_class_with_a_mark("<p class=post-category>Valley —</p>", "Valley")]
    #[case::by_the_folder_of_its_link("<p><a href=/category/valley/>Valley</a></p>", "Valley")]
    #[case::by_its_class_and_link("<p class=kicker><a href=/valley-news>Valley</a></p>", "Valley")]
    // What such a line says when it leads nowhere is part of the headline.
    #[case::kicker("<p class=kicker>Night of fear</p>", "")]
    #[case::button("<p class=category>Share</p>", "")]
    #[case::day("<p class=category>3 March 2026</p>", "")]
    #[case::tag("<p class=kicker><a href=/tag/ruiz>Ana Ruiz</a></p>", "")]
    #[case::author("<p class=kicker><a href=/author/ruiz>Ana Ruiz</a></p>", "")]
    #[case::of_another_site("<p class=kicker><a href=https://other.example/valley>Valley</a></p>", "")]
    #[case::part_of_a_line("<div class=category><p>Valley</p><p>The day in pictures</p></div>", "")]
    fn a_line_above_the_headline_is_marked_as_the_section(#[case] above: &str, #[case] expected: &str) {
        assert_eq!(section(above, ""), expected);
    }

    #[rstest]
    #[case("<p>in <a rel='category tag' href=/c/valley>Valley</a></p>", "Valley")]
    #[case(
        "<p>in <a rel='category tag' href=/c/new>Latest News</a>, <a rel='category tag' href=/c/1>Valley</a></p>",
        "Valley"
    )]
    #[case("<p>in <a rel='tag' href=/c/valley>Valley</a></p>", "")]
    fn a_post_is_of_its_first_category(#[case] below: &str, #[case] expected: &str) {
        assert_eq!(section("", below), expected);
    }

    #[test]
    fn of_many_categories_none_is_the_section() {
        let links: String =
            (0..9).map(|at| format!("<a rel=category href=/c/{at}>Valley{}</a> ", "x".repeat(at))).collect();
        assert_eq!(section("", &format!("<p>{links}</p>")), "");
    }

    #[rstest]
    #[case("<p>Filed under <a href=/c/1>Valley</a></p>", "Valley")]
    #[case("<p>Rubrik: <a href=/c/1>Valley</a></p>", "Valley")]
    #[case("<p>Section <a href=/c/1>Valley</a></p>", "")]
    #[case("<p>Read more: <a href=/c/1>Valley</a></p>", "")]
    fn a_line_says_where_the_article_is_filed(#[case] below: &str, #[case] expected: &str) {
        assert_eq!(section("", below), expected);
    }

    #[test]
    fn the_name_of_the_site_in_its_headline_is_no_section() {
        let head = "<html><title>River rises - The Bank - River Club</title>";
        let page =
            format!("{head}<body><div><a href=/><h2>The Bank</h2></a></div><h1>River rises</h1>{TEXT}</body></html>");
        assert_eq!(html::parse(&page, "https://example.org/a/1", &Limits::default()).unwrap().section, "");
    }
}
