//! Home pages: what their addresses are, what links to them are called, and which links lead there.

use url::Url;

use super::{page::Page, resolve};
use crate::{html::tree::Id, urls};

/// What links to the home page are called.
const CALLED: [&str; 40] = [
    "home",
    "home page",
    "homepage",
    "start",
    "startseite",
    "startsida",
    "startside",
    "forside",
    "forsiden",
    "etusivu",
    "accueil",
    "à la une",
    "inicio",
    "portada",
    "inici",
    "início",
    "capa",
    "página inicial",
    "voorpagina",
    "strona główna",
    "úvod",
    "domů",
    "címlap",
    "főoldal",
    "naslovna",
    "naslovnica",
    "acasă",
    "anasayfa",
    "ana sayfa",
    "αρχική",
    "главная",
    "головна",
    "начало",
    "почетна",
    "الرئيسية",
    "الصفحة الرئيسية",
    "خانه",
    "トップ",
    "ホーム",
    "首页",
];

/// Whether a text is what links to the home page say, and nobody's name.
pub(super) fn is_called_home(text: &str) -> bool {
    CALLED.contains(&text.to_lowercase().as_str())
}

/// Whether an address is the home page of a site.
pub(super) fn is_home(address: &str) -> bool {
    Url::parse(address).is_ok_and(|address| address.query().is_none() && urls::is_home(&address))
}

/// The whole address of a link to a home page, be it another site's: `/`, `/index.html`, `/default.asp`.
pub(super) fn home(href: &str, url: &str) -> Option<String> {
    let path = href.split_once("//").map_or(href, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.trim().trim_matches(['/', '.']);
    // Most links lead elsewhere, as is told sooner than by their whole address.
    let begins = |name: &&str| path.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
    let may_be = path.is_empty() || urls::HOME_FILES.iter().any(begins);
    if may_be { resolve(href, url).filter(|address| is_home(address)) } else { None }
}

/// Whether a link leads to the home page of the page's own site.
pub(super) fn leads_home(page: &Page<'_, '_>, link: Id, url: &str) -> bool {
    let Some(href) = page.tree.attribute(link, "href") else { return false };
    home(&href, url).is_some_and(|target| is_same_site(&target, url)) || (url.is_empty() && is_root(href.trim()))
}

/// Whether a link leads to the home page of the page's own site, or to that of a part of it in which the page lies.
pub(super) fn leads_up(href: &str, url: &str) -> bool {
    let whole = resolve(href, url).unwrap_or_else(|| href.trim().to_owned());
    let target = without_file(&whole);
    match urls::parse(url) {
        // The home page itself has its own name for a headline.
        Ok(own) => target.ends_with('/') && without_file(&own) != target && own.starts_with(target),
        Err(_) => is_root(&whole) || is_home(&whole),
    }
}

/// Whether a home page is that of the page's own host or of the whole domain, and not of a part of it or another's.
fn is_same_site(home: &str, url: &str) -> bool {
    let (Some(home), Some(own)) = (urls::host(home), urls::host(url)) else { return url.is_empty() };
    home == own || home.strip_prefix("www.").unwrap_or(&home) == urls::registrable(&own)
}

/// Whether a relative address is that of the home page: `/`, `./`, `index.html`. An empty one is the page's own.
fn is_root(href: &str) -> bool {
    matches!(without_file(href), "/" | "./" | ".") || is_home_file(href)
}

/// An address without `index.html` and the like at its end. With a query that may be any page.
fn without_file(address: &str) -> &str {
    let start = address.rfind('/').map_or(0, |slash| slash + 1);
    let (folder, file) = address.split_at_checked(start).unwrap_or(("", address));
    if is_home_file(file) { folder } else { address }
}

fn is_home_file(file: &str) -> bool {
    let is_own = |stem: &str| urls::HOME_FILES.iter().any(|own| stem.eq_ignore_ascii_case(own));
    !file.contains(['?', '/']) && file.split_once('.').is_some_and(|(stem, _)| is_own(stem))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const URL: &str = "https://paper.example/valley/2026/river";

    #[rstest]
    #[case("/", true)]
    #[case("/valley/", true)]
    #[case("/valley/default.asp", true)]
    #[case("/Index.html", true)]
    #[case("https://paper.example/", true)]
    // Other parts, other sites, the page itself, and articles that a script shows.
    #[case("/sport/", false)]
    #[case("https://other.example/", false)]
    #[case("", false)]
    #[case("/valley/2026/river", false)]
    #[case("/index.php?id=12", false)]
    fn a_link_up_leads_to_what_the_page_lies_in(#[case] href: &str, #[case] expected: bool) {
        assert_eq!(leads_up(href, URL), expected, "{href}");
    }

    #[rstest]
    #[case("/", true)]
    #[case("./", true)]
    #[case("index.html", true)]
    #[case("/index.html", true)]
    #[case("https://paper.example/", true)]
    #[case("https://paper.example/index.html", true)]
    #[case("", false)]
    #[case("index.php?id=12", false)]
    #[case("/valley/", false)]
    fn of_a_page_without_an_address_the_root_is_its_home(#[case] href: &str, #[case] expected: bool) {
        assert_eq!(leads_up(href, ""), expected, "{href}");
    }

    #[test]
    fn home_pages_are_told_by_their_addresses() {
        assert!(is_home("https://paper.example/") && is_home("https://paper.example/default.asp"));
        assert!(!is_home("https://paper.example/?p=12") && !is_home("https://paper.example/valley/index.html"));
    }
}
