//! The plain name of a site whose data has an address, a motto or nothing.

use super::{Site, clean, is_address, letters, shown};
use crate::{
    html::tags::Tag,
    metadata::{page::Page, titles::parts},
};

/// Links in the head among which feeds are looked for, at most.
const MOST_LINKS: usize = 60;

/// What the page's application is called, where the domain says the same.
pub(super) fn of_app(page: &Page<'_, '_>, site: &Site) -> Option<String> {
    const NAMES: [&str; 6] = [
        "application-name",
        "apple-mobile-web-app-title",
        "al:ios:app_name",
        "al:android:app_name",
        "twitter:app:name:iphone",
        "twitter:app:name:googleplay",
    ];
    NAMES.iter().find_map(|name| page.all_metas(name).find(|called| site.is(called)))
}

/// The name to take in place of an address that agrees with it: of what leads home, of a picture near the top, or of
/// the owner.
pub(super) fn instead(page: &Page<'_, '_>, site: &Site, homes: &[String], own: &str) -> Option<String> {
    // Many are called by their addresses; one word is no plainer, unless that has small letters alone.
    let is_bare = !own.contains(char::is_uppercase);
    let is_plain = |name: &str| {
        if !is_bare && !name.contains(' ') {
            return false;
        }
        let is_own = site.is_made_of(name) || (site.is(name) && letters(name) != site.address);
        is_own && !is_address(name) && name.contains(char::is_uppercase)
    };
    let found = homes.iter().cloned().chain(shown::pictures(page)).find(|name| is_plain(name));
    let found = found.or_else(|| shown::owner(page, |name| is_plain(name)))?;
    Some(shown::with_article(page, &found).unwrap_or(found))
}

/// What the page's feeds and its search are called, where the domain or the title says the same.
pub(super) fn of_feed(page: &Page<'_, '_>, site: &Site) -> Option<String> {
    const TYPES: [&str; 3] = ["application/rss+xml", "application/atom+xml", "application/opensearchdescription+xml"];
    let tree = page.tree;
    let links = (1..tree.len()).filter(|id| tree.tag(*id) == Tag::Link).take(MOST_LINKS);
    let feeds = links.filter(|id| tree.attribute(*id, "type").is_some_and(|kind| TYPES.contains(&kind.as_ref())));
    let titles: Vec<String> = feeds.filter_map(|id| clean(&tree.attribute(id, "title")?)).collect();
    let tails: Vec<&str> = page.title.as_deref().map(|title| parts(title).skip(1).collect()).unwrap_or_default();
    let in_title = |name: &str| tails.iter().any(|tail| letters(tail) == letters(name));
    let is_own = |name: &str| !is_address(name) && !letters(name).is_empty() && (site.is(name) || in_title(name));
    titles.iter().flat_map(|title| parts(title).take(1)).find(|name| is_own(name)).map(str::to_owned)
}

/// The address with capitals at the end of the page's title, as sites write it that are called so.
pub(super) fn address_in_title(page: &Page<'_, '_>) -> Option<String> {
    let last = parts(page.title.as_deref()?).skip(1).last()?;
    (is_address(last) && last.contains(char::is_uppercase) && !last.starts_with('@')).then(|| last.to_owned())
}

/// A name without whose software it is made with: `The Example powered by Torvald`.
pub(super) fn without_maker(name: String) -> String {
    match name.to_ascii_lowercase().find(" powered by ").and_then(|at| name.get(..at)) {
        Some(own) if !own.trim().is_empty() => own.trim_end_matches([' ', '|', '-', '–', ',']).to_owned(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::{
        html::tree::{Caps, Tree},
        metadata::{json_ld::JsonLd, page::Page, site::Site},
    };

    const URL: &str = "https://www.vlark.org/magazine/2026/river";

    #[rstest]
    #[case::short("<meta property=og:site_name content=VLark.org><img src=/l.gif alt='Valley Lark'>", "Valley Lark")]
    #[case::with_its_article(
        "<title>River - VLark.org</title><img src=/l.gif alt='Valley Lark'><p>© 2026 The Valley Lark Company</p>",
        "The Valley Lark"
    )]
    #[case::of_the_owner(
        "<meta property=og:site_name content=vlark><p>© Copyright 2026 Valley Lark</p>",
        "Valley Lark"
    )]
    #[case::nothing_says_it("<title>River - VLark.org</title><img src=/l.gif alt='Torvald Bank'>", "VLark.org")]
    #[case::a_section("<meta property=og:site_name content=Magazine>", "")]
    #[case::a_path("<meta property=og:site_name content=VLark.org/politics>", "VLark.org")]
    #[case::software("<meta property=og:site_name content='Lark powered by Torvald'>", "Lark")]
    #[case::a_motto("<meta property=og:site_name content='VLark Torvald - all the news'>", "VLark Torvald")]
    #[case::a_part("<title>River - Sports - VLark.org Sports, News</title>", "VLark.org")]
    #[case::a_feed("<link rel=alternate type=application/rss+xml title='VLark » Feed'>", "VLark")]
    #[case::another_feed("<link rel=alternate type=application/rss+xml title='World news'>", "")]
    #[case::search(
        "<title>River · Torvald</title><link rel=search type=application/opensearchdescription+xml title=Torvald>",
        "Torvald"
    )]
    #[case::an_address("<title>River | SouthLark.com</title>", "SouthLark.com")]
    #[case::at_home("<a href=/><img src=/l.gif alt='VLark-Home'></a>", "VLark")]
    #[case::in_title("<title>River - Lark News - Node</title><a href=/>Lark News</a>", "Lark News")]
    #[case::and("<title>River - Lark and Bote</title><p>© Lark &amp; Bote Ltd</p>", "Lark and Bote")]
    fn the_plain_name_goes_before_addresses_and_mottos(#[case] page: &str, #[case] expected: &str) {
        assert_eq!(name(page, None, URL), expected);
    }

    #[test]
    fn a_publisher_writes_it_for_readers() {
        let shouted = "<meta property=og:site_name content=PLAZA7>";
        assert_eq!(name(shouted, Some("Plaza7"), "https://plaza7.org/a"), "Plaza7");
        // Another's article, and whose the page is.
        let app = "<meta name=application-name content=VLark>";
        assert_eq!(name(app, Some("Torvald Daily"), URL), "VLark");
        assert_eq!(name("", Some("Torvald Daily"), URL), "Torvald Daily");
    }

    #[test]
    fn an_application_called_by_its_address_tells_the_domain() {
        let page = "<meta name=application-name content=www.vlark.ca><title>River - VLark News</title>";
        assert_eq!(name(page, None, ""), "VLark News");
    }

    #[test]
    fn a_page_of_unknown_address_has_the_home_that_it_leads_to() {
        let page = "<title>River - Lark Valley - Node</title><a href=http://bote.org/>Node</a>\
            <a href=/><h1>Lark Valley</h1> All the news</a>";
        assert_eq!(name(page, None, ""), "Lark Valley");
        let page = "<a href=http://bote.org/>Ana Ruiz</a><p>Design © 2026 to Ana Ruiz</p>";
        assert_eq!(name(page, None, ""), "");
    }

    #[test]
    fn one_word_is_no_plainer_than_an_address_with_capitals() {
        let page = "<meta property=og:site_name content=VLark.org><img src=/l.gif alt=VLARK>";
        assert_eq!(name(page, None, URL), "VLark.org");
    }

    fn name(page: &str, publisher: Option<&str>, url: &str) -> String {
        let tree = Tree::parse(page, Caps { depth: 100, elements: 100 }).unwrap();
        let ld = JsonLd { publisher: publisher.map(str::to_owned), ..JsonLd::default() };
        Site::read(&Page::read(&tree), &ld, url).name
    }
}
