//! The sections that a page declares in its data and meta tags.

use serde_json::Value;

use super::{ABOVE, LONGEST, clean, names};
use crate::metadata::{json_ld::JsonLd, page::Page};

/// Values of one source that are read, at most.
const MOST: usize = 20;

/// Meta tags that name the section, the surest first; what other tags are called ends in the word.
const METAS: [&str; 11] = [
    "article:section",
    "parsely-section",
    "section",
    "og:section",
    "articlesection",
    "mediator_theme",
    "article.section",
    "og:article:section",
    "article:category",
    "prism.section",
    "vr:category",
];

/// The section that the page declares.
pub(in crate::metadata) fn first(page: &Page<'_, '_>, ld: &JsonLd) -> Option<String> {
    all(page, ld).into_iter().next()
}

/// The sections that the page declares, by the first of the sources that does.
pub(super) fn all(page: &Page<'_, '_>, ld: &JsonLd) -> Vec<String> {
    let metas = METAS.iter().map(|name| named(page.all_metas(name)));
    let sources = std::iter::once_with(|| named(ld.sections.iter().cloned()))
        .chain(metas)
        .chain(std::iter::once_with(|| named(of_sections(page))))
        .chain(std::iter::once_with(|| named(marked(page))));
    sources.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
}

/// What other meta tags hint at: some are of a shop's own words, and what the page shows goes before them.
pub(super) fn hinted(page: &Page<'_, '_>) -> Vec<String> {
    let is_hint = |name: &str| name.ends_with("section") && !name.ends_with("subsection");
    of_parsely(page)
        .into_iter()
        .chain(page.metas_of(is_hint))
        .chain(category(page))
        .flat_map(|value| named([value]))
        .take(MOST)
        .collect()
}

/// The names in the values of one source.
fn named(values: impl IntoIterator<Item = String>) -> Vec<String> {
    let values = values.into_iter().take(MOST).flat_map(|value| in_data(&value).unwrap_or_else(|| vec![value]));
    let values: Vec<String> = values.collect();
    let names = values.iter().flat_map(|value| parts(value)).filter_map(clean);
    names.filter(|name| !names::is_none(name)).take(MOST).collect()
}

/// The names in a value that is data: `["News","Valley"]`, `{"displayName":"Valley"}`; none in what cannot be read.
fn in_data(value: &str) -> Option<Vec<String>> {
    const KEYS: [&str; 4] = ["displayName", "name", "title", "section"];
    if !value.starts_with(['{', '[']) {
        return None;
    }
    let name = |value: &Value| match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(thing) => KEYS.iter().find_map(|key| thing.get(*key)?.as_str()).map(str::to_owned),
        _ => None,
    };
    Some(match serde_json::from_str(value) {
        Ok(Value::Array(all)) => all.iter().filter_map(name).collect(),
        Ok(one) => name(&one).into_iter().collect(),
        Err(_) => Vec::new(),
    })
}

/// The section in what the page says of itself to one that counts readers.
fn of_parsely(page: &Page<'_, '_>) -> Option<String> {
    let data: Value = serde_json::from_str(&page.first_meta(&["parsely-page"])?).ok()?;
    data.get("section")?.as_str().map(str::to_owned)
}

/// The innermost of the sections that an article stands in: `News,World News`.
fn of_sections(page: &Page<'_, '_>) -> Option<String> {
    let sections = page.first_meta(&["sections"])?;
    sections.rsplit(',').next().map(str::to_owned)
}

/// The one category of a page: `News/Local News`; a list is of what it is about.
fn category(page: &Page<'_, '_>) -> Option<String> {
    let category = page.first_meta(&["category"]).filter(|category| !category.contains([',', ';']))?;
    let last = category.rsplit('/').next().filter(|last| last.starts_with(char::is_uppercase));
    Some(last.map_or(category.clone(), str::to_owned))
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
pub(super) fn is_slug(name: &str) -> bool {
    let is_of_address = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_/".contains(c);
    name.chars().all(is_of_address)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::{Limits, html};

    const TEXT: &str = "<p>Hundreds of people left their homes in Torvald on Tuesday as the river rose by two metres, the mayor said.</p>";

    #[rstest]
    #[case::data(
        r#"<meta name=section content='{"domainName":"valley","displayName":"Valley Log","ass":""}'>"#,
        "Valley Log"
    )]
    #[case::list_as_data(r#"<meta name=section content='["Valley","News"]'>"#, "Valley")]
    #[case::broken_data(r#"<meta name=section content='{"domainName":"valley","displayN'>"#, "")]
    #[case::behind_a_kind("<meta name=section content=Article><meta name=prism.section content=Valley>", "Valley")]
    #[case::outer_to_inner("<meta name=sections content='News,Valley News'>", "Valley News")]
    #[case::to_who_counts_readers(
        r#"<meta name=parsely-page content='{"title":"River rises","section":"Valley","tags":[]}'>"#,
        "Valley"
    )]
    #[case::in_its_own_words("<meta name=gazette-section content=Valley>", "Valley")]
    // A shop's own words that the page does not have.
    #[case::slug_of_a_shop("<meta name=gazette-section content=valley_v2>", "")]
    #[case::one_category("<meta name=category content='News/Valley News'>", "Valley News")]
    #[case::subjects("<meta name=category content='Flood News, Valley News'>", "")]
    #[case::paragraph(
        "<meta name=section content='The river has risen for the third time this year, and those who live at it ask what is done.'>",
        ""
    )]
    #[case::list_of_everything(
        "<meta name=section content='Valley, Latest News, River, Rivers, Floods, Torvald, Rain, Water, Weather'>",
        "Valley"
    )]
    #[case::everywhere(
        "<meta property=article:section content='Latest News'><meta property=article:section content=Valley>",
        "Valley"
    )]
    #[case::everywhere_alone("<meta property=article:section content='Latest News'>", "Latest News")]
    #[case::headline("<meta property=article:section content='River rises'>", "")]
    #[case::site("<meta property=og:site_name content='The Example'><meta name=section content='The Example'>", "")]
    #[case::author("<meta name=author content='Ana Ruiz'><meta name=section content='Ana Ruiz'>", "")]
    #[case::slug_of_a_button("<meta name=parsely-section content=view>", "")]
    fn a_page_declares_its_section(#[case] head: &str, #[case] expected: &str) {
        let page = format!(
            "<html><head><title>River rises</title>{head}</head><body><h1>River rises</h1>{TEXT}</body></html>"
        );
        let article = html::parse(&page, "https://example.org/a/1", &Limits::default()).unwrap();
        assert_eq!(article.section, expected);
    }

    #[rstest]
    // The slug is a machine's word, and the headline stands under the section's name.
    #[case::above_the_headline("<meta name=section content=vw>", "<p><a href=/valley>Valley</a></p>", "Valley")]
    #[case::of_several_that_above_the_headline(
        "<meta property=article:section content=Desk><meta property=article:section content=Valley>",
        "<p>Valley</p>",
        "Valley"
    )]
    #[case::post_under_a_label("<meta name=section content=Blog>", "<p class=category>Valley</p>", "Valley")]
    #[case::end_of_the_way(
        "<meta name=section content='The Ana Ruiz Show / The Valley Log'>",
        "<nav class=breadcrumb><a href=/>Home</a> <a href=/v>The Valley Log</a></nav>",
        "The Valley Log"
    )]
    fn what_is_shown_decides_between_what_is_declared(#[case] head: &str, #[case] above: &str, #[case] expected: &str) {
        let head = format!("<html><head><title>River rises</title>{head}</head>");
        let page = format!("{head}<body><div><div>{above}</div><h1>River rises</h1></div>{TEXT}</body></html>");
        let article = html::parse(&page, "https://example.org/valley/1", &Limits::default()).unwrap();
        assert_eq!(article.section, expected);
    }
}
