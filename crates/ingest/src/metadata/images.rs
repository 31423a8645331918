//! The picture that leads the article.

use super::{clean, json_ld::JsonLd, page::Page, resolve};
use crate::html::{tags::Tag, tree::Id};

/// Least width in pixels of a picture that is no icon or portrait.
const LEAST_WIDTH: u32 = 300;

/// Nodes after the headline in which the first picture leads the article.
const NEAR: usize = 400;

/// The address of the lead image, absolute; empty when there is none. Logos and stand-ins lead nothing.
pub(super) fn lead(page: &Page<'_, '_>, ld: &JsonLd, base: &str, heading: Option<Id>) -> String {
    let metas = ["og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src"];
    let declared = metas
        .iter()
        .flat_map(|name| page.all_metas(name).take(1))
        .chain(ld.image.clone())
        .chain(page.first_meta(&["image", "thumbnail", "parsely-image-url", "sailthru.image.full"]))
        .chain(page.image_link.as_deref().and_then(clean));
    declared
        .filter_map(|image| resolve(&image, base))
        .find(|image| !is_stand_in(image))
        .or_else(|| in_text(page, base, heading?))
        .unwrap_or_default()
}

/// The first large picture after the headline.
fn in_text(page: &Page<'_, '_>, base: &str, heading: Id) -> Option<String> {
    let near = heading..page.tree.get(heading).end + NEAR;
    let large = page.images.iter().filter(|id| near.contains(id)).filter(|id| is_large(page, **id));
    large.filter_map(|id| source(page, *id)).filter_map(|image| resolve(&image, base)).find(|image| !is_stand_in(image))
}

/// Wide by its own account, or in a figure without one.
fn is_large(page: &Page<'_, '_>, id: Id) -> bool {
    let width =
        page.tree.attribute(id, "width").and_then(|width| width.trim().trim_end_matches("px").parse::<u32>().ok());
    match width {
        Some(width) => width >= LEAST_WIDTH,
        None => page.tree.ancestors(id).take(5).any(|id| matches!(page.tree.tag(id), Tag::Figure | Tag::Picture)),
    }
}

/// Where a picture is; pages that load theirs late have it in another attribute.
fn source(page: &Page<'_, '_>, id: Id) -> Option<String> {
    let one = |name: &str| {
        page.tree.attribute(id, name).and_then(|value| clean(&value)).filter(|value| !value.starts_with("data:"))
    };
    let of_set =
        || one("srcset").or_else(|| one("data-srcset")).and_then(|set| Some(set.split([',', ' ']).next()?.to_owned()));
    one("data-src").or_else(|| one("data-original")).or_else(|| one("src")).or_else(of_set)
}

/// A logo or what software shows for no picture, by the name of its file.
fn is_stand_in(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let file = path.rsplit('/').next().unwrap_or_default();
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    let words: Vec<&str> = stem.split(['-', '_', '.']).collect();
    let at_edge = |word: &str| words.first() == Some(&word) || words.last() == Some(&word);
    ["svg", "ico"].contains(&ending)
        || ["placeholder", "fallback", "spacer", "blank", "favicon"].iter().any(|word| words.contains(word))
        || at_edge("logo")
        || (at_edge("default") && words.len() <= 3 && !stem.contains("maxresdefault"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::html::tree::{Caps, Tree};

    use super::*;

    #[rstest]
    #[case("<meta property=og:image content=/img/river.jpg>", "https://example.org/img/river.jpg")]
    #[case(
        "<meta property=og:image content=/img/site-logo.png><meta name=twitter:image content=/river.jpg>",
        "https://example.org/river.jpg"
    )]
    #[case(
        "<meta property=og:image content=/logo.png><h1>River</h1><img src=/icon.png width=20><figure><img data-src=r.jpg></figure>",
        "https://example.org/news/r.jpg"
    )]
    #[case("<meta property=og:image content=/default.png><h1>River</h1>", "")]
    fn the_lead_image_is_of_the_article(#[case] page: &str, #[case] expected: &str) {
        let tree = Tree::parse(page, Caps { depth: 100, elements: 100 }).unwrap();
        let page = Page::read(&tree);
        let heading = page.headings.first().copied();
        assert_eq!(lead(&page, &JsonLd::default(), "https://example.org/news/a", heading), expected);
    }
}
