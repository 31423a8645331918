//! The picture that leads the article.

use super::{clean, homes::leads_home, json_ld::JsonLd, letters, page::Page, resolve, titles::Title};
use crate::html::{
    tags::Tag,
    tree::{Id, resolved},
    words_of,
};

/// Least width in pixels of a picture that is no icon or portrait, and of one that stands at the text.
const LEAST_WIDTH: u32 = 300;
const LEAST_AT_TEXT: u32 = 180;

/// Width and height in pixels of a portrait at most.
const PORTRAIT: u32 = 120;

/// Nodes after the headline in which the first picture leads the article.
const NEAR: usize = 400;

/// Pictures at the top of a page among which its logo is, at most.
const MOST_LOGOS: usize = 10;

/// Pictures of a page among which the lead image is looked for, at most.
const MOST_PICTURES: usize = 60;

/// The address of the lead image, absolute; empty when there is none. Logos and stand-ins lead nothing, and what is made to
/// be shared only where no other is declared.
pub(super) fn lead(page: &Page<'_, '_>, ld: &JsonLd, base: &str, title: &Title) -> String {
    let metas = ["og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src"];
    let declared = metas
        .iter()
        .flat_map(|name| page.all_metas(name).take(1))
        .chain(ld.image.clone())
        .chain(page.first_meta(&["image", "image_url", "thumbnail", "parsely-image-url", "sailthru.image.full"]))
        .chain(page.image_link.as_deref().and_then(clean));
    let logo = ld.logo.as_deref().and_then(|logo| resolve(logo, base));
    let is_other = |image: &String| {
        is_stand_in(image)
            || logo.as_ref() == Some(image)
            || is_logo(page, base, image)
            || is_portrait(page, base, image)
    };
    let mut shared = None;
    for image in declared.filter_map(|image| resolve(&image, base)).filter(|image| !is_other(image)) {
        match is_made_to_share(&image) {
            true => shared = shared.or(Some(image)),
            false => return image,
        }
    }
    shared.or_else(|| in_text(page, base, title)).unwrap_or_default()
}

/// Whether a picture is called as one that leads to the home page or is drawn, whatever the kind of its file.
fn is_logo(page: &Page<'_, '_>, base: &str, image: &str) -> bool {
    let tree = page.tree;
    let is_linked_home = |id: Id| {
        let link = tree.ancestors(id).take(4).find(|id| tree.tag(*id) == Tag::A);
        link.is_some_and(|link| leads_home(page, link, base))
    };
    let own = stem(image);
    let is_same = |id: Id| match source(page, id) {
        Some(other) => stem(&other) == own && (other.ends_with(".svg") || is_linked_home(id)),
        None => false,
    };
    !own.is_empty() && page.images.iter().take(MOST_LOGOS).any(|id| is_same(*id))
}

/// The name of a picture's file, without its ending.
fn stem(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Whether the page shows a picture only as small as it shows its writers.
fn is_portrait(page: &Page<'_, '_>, base: &str, image: &str) -> bool {
    let is_same = |id: Id| source(page, id).and_then(|other| resolve(&other, base)).as_deref() == Some(image);
    let is_small = |name: &str, id: Id| {
        let pixels = page.tree.attribute(id, name).and_then(|pixels| pixels.trim().parse::<u32>().ok());
        pixels.is_some_and(|pixels| pixels <= PORTRAIT)
    };
    let images = || page.images.iter().copied().take(MOST_PICTURES);
    let is_portrait = |id: &Id| is_small("width", *id) && is_small("height", *id);
    images().any(|id| is_portrait(&id) && is_same(id)) && !images().any(|id| !is_portrait(&id) && is_same(id))
}

/// Whether an address says that its picture is made to be shared: `/social/river.jpg`, `og-river.jpg`.
fn is_made_to_share(url: &str) -> bool {
    const FOLDERS: [&str; 9] =
        ["og", "opengraph", "share", "sharing", "social", "socialpics", "t_share", "t_social_share", "twittercard"];
    let path = url.splitn(4, '/').nth(3).unwrap_or_default().split(['?', '#']).next().unwrap_or_default();
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let is_one = |part: &str| FOLDERS.contains(&part.to_ascii_lowercase().as_str());
    let words = words_of(file);
    let pairs = || words.windows(2).any(|pair| matches!(pair, [one, other] if one == "social" && other == "share"));
    folders.split('/').any(is_one) || is_one(file) || words.first().is_some_and(|word| word == "og") || pairs()
}

/// The first picture after the headline that is large or stands at the text. What comes without a page around it begins
/// after its headline.
fn in_text(page: &Page<'_, '_>, base: &str, title: &Title) -> Option<String> {
    let near = match title.heading {
        Some(heading) => heading..page.tree.get(heading).end + NEAR,
        None if page.tree.is_fragment() => 0..NEAR,
        None => return None,
    };
    let near = page.images.iter().copied().filter(|id| near.contains(id));
    let leads = |id: &Id| is_large(page, *id) || is_called(page, *id, &title.text) || is_at_text(page, *id, base);
    let images = near.filter(leads).filter_map(|id| source(page, id)).filter_map(|image| resolve(&image, base));
    images.into_iter().find(|image| !is_stand_in(image))
}

/// Wide by its own account, or said to be the article's, or in a figure without an account.
fn is_large(page: &Page<'_, '_>, id: Id) -> bool {
    let in_figure =
        || page.tree.ancestors(id).take(5).any(|id| matches!(page.tree.tag(id), Tag::Figure | Tag::Picture));
    let is_marked = || page.tree.attribute(id, "itemprop").is_some_and(|name| name == "image");
    width(page, id).map_or_else(|| in_figure() || is_marked(), |width| width >= LEAST_WIDTH)
}

/// Whether a picture is called as the headline.
fn is_called(page: &Page<'_, '_>, id: Id, title: &str) -> bool {
    let own = letters(title);
    let is_own = |name: &str| page.tree.attribute(id, name).is_some_and(|text| letters(&text) == own);
    !own.is_empty() && width(page, id).is_none_or(|width| width > PORTRAIT) && (is_own("alt") || is_own("title"))
}

/// Whether a photograph stands at a paragraph and leads to no other page, as in pages of old, whose pictures are smaller.
fn is_at_text(page: &Page<'_, '_>, id: Id, base: &str) -> bool {
    /// Nodes after it in which a paragraph is looked for, and its bytes at least.
    const AFTER: usize = 25;
    const PARAGRAPH: usize = 120;
    /// Elements around it whose names tell what it is of.
    const LEVELS: usize = 5;
    const OTHERS: [&str; 16] = [
        "ad", "ads", "author", "authors", "avatar", "banner", "bio", "byline", "icon", "logo", "profile", "promo",
        "related", "sidebar", "sponsor", "widget",
    ];
    let tree = page.tree;
    let is_photograph = |url: &str| {
        let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        [".jpg", ".jpeg", ".webp"].iter().any(|ending| path.ends_with(ending))
    };
    let names_other = |id: Id| {
        let class = tree.attribute(id, "class").unwrap_or_default();
        words_of(&class).iter().any(|word| OTHERS.contains(&word.as_str()))
    };
    let link = tree.ancestors(id).take(LEVELS).find(|id| tree.tag(*id) == Tag::A);
    let target = link.and_then(|link| tree.attribute(link, "href")).and_then(|href| resolve(&href, base));
    let mut after = (id + 1..id + 1 + AFTER).filter(|id| tree.tag(*id) == Tag::Text);
    width(page, id).is_none_or(|width| width >= LEAST_AT_TEXT)
        && source(page, id).is_some_and(|image| is_photograph(&image))
        && target.is_none_or(|target| is_photograph(&target))
        && !std::iter::once(id).chain(tree.ancestors(id).take(LEVELS)).any(names_other)
        && after.any(|id| resolved(tree.raw_text(id)).trim().len() >= PARAGRAPH)
}

/// The width of a picture in pixels by its own account.
fn width(page: &Page<'_, '_>, id: Id) -> Option<u32> {
    let pixels = |text: &str| text.trim().trim_end_matches("px").trim().parse::<u32>().ok();
    let in_style = || {
        let style = page.tree.attribute(id, "style")?;
        style.split(';').find_map(|rule| pixels(rule.trim().strip_prefix("width:")?))
    };
    page.tree.attribute(id, "width").and_then(|width| pixels(&width)).or_else(in_style)
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
pub(crate) fn is_stand_in(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let file = path.rsplit('/').next().unwrap_or_default();
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    // `logo-200x200`: its size says nothing.
    let is_size = |word: &str| word.split('x').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let words: Vec<&str> = stem.split(['-', '_', '.']).filter(|word| !(word.contains('x') && is_size(word))).collect();
    let at_edge = |word: &str| words.first() == Some(&word) || words.last() == Some(&word);
    let is_default_to_share = words.contains(&"default")
        && ["share", "sharing", "social", "og", "fb", "facebook", "twitter"].iter().any(|word| words.contains(word));
    let shows_none = words.windows(2).any(|pair| matches!(pair, ["no", "image" | "photo" | "picture" | "img" | "pic"]));
    ["svg", "ico"].contains(&ending)
        || is_default_to_share
        || shows_none
        || ["placeholder", "fallback", "spacer", "blank", "favicon", "noimage", "nophoto"]
            .iter()
            .any(|word| words.contains(word))
        || at_edge("logo")
        || (at_edge("default") && words.len() <= 3 && !stem.contains("maxresdefault"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::html::tree::{Caps, Tree};

    use super::*;

    const TEXT: &str = "Hundreds of people left their homes in Torvald on Tuesday as the river rose by two metres within a day, the mayor of the town said.";

    #[rstest]
    #[case("<meta property=og:image content=/img/river.jpg>", "https://example.org/img/river.jpg")]
    #[case(
        "<meta property=og:image content=/img/site-logo-200x200.png><meta name=twitter:image content=/river.jpg>",
        "https://example.org/river.jpg"
    )]
    #[case(
        "<meta property=og:image content=/logo.png><h1>River</h1><img src=/icon.png width=20><figure><img data-src=r.jpg></figure>",
        "https://example.org/news/r.jpg"
    )]
    #[case(
        "<link rel=image_src href=/s72/r.jpg><meta itemprop=image_url content=/s1600/r.jpg>",
        "https://example.org/s1600/r.jpg"
    )]
    #[case("<meta property=og:image content=/default.png><h1>River</h1>", "")]
    #[case("<meta property=og:image content=/img/ex-default-share.png>", "")]
    #[case("<meta property=og:image content=/no-image.png>", "")]
    #[case(
        "<meta property=og:image content=/social/1.jpg><link rel=image_src href=/river.jpg>",
        "https://example.org/river.jpg"
    )]
    #[case("<meta property=og:image content=/social/1.jpg>", "https://example.org/social/1.jpg")]
    #[case("<meta property=og:image content=/flag.png><a href=/><img src=/flag.svg></a>", "")]
    #[case("<meta property=og:image content=/flag.png><img src=/art/flag.svg>", "")]
    #[case(
        "<meta property=og:image content=/a-social-river.jpg><link rel=image_src href=/og-river.jpg>",
        "https://example.org/a-social-river.jpg"
    )]
    #[case("<meta property=og:image content=/ana.jpg><h1>River</h1><img src=/ana.jpg width=80 height=90>", "")]
    #[case(
        "<meta property=og:image content=/ana.jpg><h1>River</h1><img src=/ana.jpg width=80 height=90><img src=/ana.jpg>",
        "https://example.org/ana.jpg"
    )]
    #[case("<h1>River</h1><img src=r.jpg itemprop=image>", "https://example.org/news/r.jpg")]
    #[case("<h1>River</h1><img src=r.gif alt=River>", "https://example.org/news/r.gif")]
    #[case("<h1>River</h1><img src=r.jpg width=220><p>TEXT</p>", "https://example.org/news/r.jpg")]
    #[case("<h1>River</h1><img src=r.jpg style='border:0;width:400px'>", "https://example.org/news/r.jpg")]
    // A portrait, the picture of another page, and one with no text.
    #[case("<h1>River</h1><div class=author-box><img src=r.jpg></div><p>TEXT</p>", "")]
    #[case("<h1>River</h1><img src=r.jpg width=90><p>TEXT</p>", "")]
    #[case("<h1>River</h1><a href=/b.html><img src=r.jpg></a><p>TEXT</p>", "")]
    #[case("<h1>River</h1><img src=r.jpg><p>Share</p>", "")]
    fn the_lead_image_is_of_the_article(#[case] page: &str, #[case] expected: &str) {
        let page = page.replace("TEXT", TEXT);
        let tree = Tree::parse(&page, Caps { depth: 100, elements: 100 }).unwrap();
        let page = Page::read(&tree);
        let title = Title { text: "River".to_owned(), heading: page.headings.first().copied() };
        assert_eq!(lead(&page, &JsonLd::default(), "https://example.org/news/a", &title), expected);
    }
}
