//! Which article a page says that it is: its canonical URL, unless that is another's.
//!
//! What is declared is wrong so often that none is believed unseen: templates name the home page or the section on every page,
//! the machine that made the page, or nothing; copies name the page of their original.

use url::Url;

use super::{homes, page::Page};
use crate::urls;

/// What templates write where they have no address.
const NONE: [&str; 5] = ["undefined", "null", "none", "nan", "false"];

/// Languages of which sites have editions: `/us/` and `/uk/` are editions of one text.
const LANGUAGES: [&str; 48] = [
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "be", "ar", "zh", "ja", "ko", "tr", "sv", "da", "no",
    "nb", "nn", "fi", "cs", "sk", "hu", "ro", "bg", "el", "he", "fa", "hi", "bn", "ur", "ta", "th", "vi", "id", "ms",
    "ca", "hr", "sr", "sl", "lt", "lv", "et", "is", "sq", "ka",
];

/// Digits of a part of a path that is the number of an article, at least.
const LEAST_DIGITS: usize = 5;

/// The page's own canonical URL; empty when it declares none that can be its own.
pub(super) fn read(page: &Page<'_, '_>, url: &str) -> String {
    let own = own_address(url);
    let believed = |href: &str| believed(href, own.as_ref(), url);
    let og = page.first_meta(&["og:url"]).and_then(|href| believed(&href));
    let mut links: Vec<String> = page.canonicals.iter().filter_map(|href| believed(href)).collect();
    // Several that differ tell nothing, unless one of them is told elsewhere too.
    if links.iter().any(|link| links.first().is_some_and(|first| !is_same(first, link))) {
        let own = own.as_ref().map(Url::as_str).unwrap_or_default();
        links.retain(|link| is_same(link, own) || og.as_ref().is_some_and(|og| is_same(link, og)));
    }
    links.into_iter().next().or(og).unwrap_or_default()
}

/// What relative addresses start from: the page's own address, of which a page may be the only one to know.
pub(super) fn base(page: &Page<'_, '_>, url: &str) -> String {
    let og = || page.first_meta(&["og:url"]);
    let declared =
        || page.canonicals.iter().map(|href| href.trim().to_owned()).chain(og()).find(|href| !href.is_empty());
    if url.is_empty() { declared().unwrap_or_default() } else { url.to_owned() }
}

/// The page's address, out of caches and archives.
fn own_address(url: &str) -> Option<Url> {
    Url::parse(&urls::canonical(url)).ok()
}

fn is_same(one: &str, other: &str) -> bool {
    let place = |url: &str| {
        let place = url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/').to_owned();
        place.strip_prefix("www.").map(str::to_owned).unwrap_or(place)
    };
    place(one) == place(other)
}

/// The canonical form of what is declared, when it may be the page's.
fn believed(href: &str, own: Option<&Url>, url: &str) -> Option<String> {
    let declared = Url::parse(&urls::canonical(&whole(href, url)?)).ok()?;
    let host = declared.host_str()?;
    if homes::is_home(declared.as_str()) || is_placeholder(&declared) {
        return None;
    }
    let Some(own) = own else {
        let is_own_machine = urls::is_address(host) || !host.contains('.');
        return (!is_own_machine).then(|| declared.to_string());
    };
    let is_of_site = urls::registrable(host) == urls::registrable(own.host_str()?);
    if !is_of_site || is_section_of(&declared, own) || tells_part(own, &declared) || tells_language(own, &declared) {
        return None;
    }
    Some(without_port(declared, own).into())
}

/// The whole address. One without its scheme begins with its host.
fn whole(href: &str, url: &str) -> Option<String> {
    let href = href.trim();
    let host = href.split('/').next().unwrap_or_default();
    if !href.is_empty() && href.contains('/') && urls::is_domain(host) {
        return Some(format!("https://{href}"));
    }
    (!href.is_empty()).then(|| super::resolve(href, url)).flatten()
}

/// Whether a template has put a word for nothing where the address belongs, or left its own mark.
fn is_placeholder(declared: &Url) -> bool {
    let path = declared.path();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    NONE.contains(&last.as_str())
        || ["%7B%7B", "{{", "%%", "[object", "%5Bobject", "${", "<%", "%3C%"].iter().any(|mark| path.contains(mark))
}

/// Whether the declared address is a folder in which the page lies, as templates name the section on every page of it. What
/// is below an article's own address is another look or part of it.
fn is_section_of(declared: &Url, own: &Url) -> bool {
    if declared.query().is_some() {
        return false;
    }
    let folder = declared.path().trim_end_matches('/');
    let Some(below) = own.path().strip_prefix(folder).filter(|below| below.starts_with('/')) else { return false };
    let last = folder.rsplit('/').next().unwrap_or_default();
    !names_article(last) && !last.contains('.') && below.split('/').any(names_article)
}

/// Whether a part of a path is what an article is called: a number, or several words.
fn names_article(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    digits >= LEAST_DIGITS || part.matches(['-', '_']).count() >= 2
}

/// Whether the page is a further part of an article whose first the declared address is: it has another text.
fn tells_part(own: &Url, declared: &Url) -> bool {
    const NAMES: [&str; 8] = ["page", "pagina", "pag", "pg", "seite", "sida", "side", "strona"];
    let is_further = |text: &str| text.len() <= 2 && text.parse::<u8>().is_ok_and(|number| number >= 2);
    let asked = |url: &Url| {
        url.query_pairs().any(|(key, value)| NAMES.contains(&&*key.to_ascii_lowercase()) && is_further(&value))
    };
    if asked(own) {
        return !asked(declared);
    }
    let below = own.path().trim_end_matches('/').strip_prefix(declared.path().trim_end_matches('/'));
    below.and_then(|below| below.strip_prefix('/')).is_some_and(|below| {
        let number =
            NAMES.iter().find_map(|name| below.strip_prefix(name)).map(|rest| rest.trim_start_matches(['-', '/', '_']));
        is_further(number.unwrap_or(below))
    })
}

/// Whether the two addresses are of different languages: a translation is an article of its own.
fn tells_language(own: &Url, declared: &Url) -> bool {
    let of_path = |url: &Url| {
        let first = url.path().trim_start_matches('/').split('/').next().unwrap_or_default().to_ascii_lowercase();
        LANGUAGES.contains(&first.as_str()).then_some(first)
    };
    if of_path(own).zip(of_path(declared)).is_some_and(|(one, other)| one != other) {
        return true;
    }
    let asked = |url: &Url| {
        let mut pairs = url.query_pairs();
        pairs
            .find(|(key, _)| matches!(&**key, "lang" | "language" | "hl" | "locale"))
            .map(|(_, value)| value.into_owned())
    };
    asked(own)
        .is_some_and(|language| asked(declared).is_none_or(|other| other != language) && own.path() == declared.path())
}

/// An address without the port of the machine behind the site.
fn without_port(mut declared: Url, own: &Url) -> Url {
    if own.port().is_none() && declared.port().is_some() {
        // A web address has a port that can be taken away.
        let _ = declared.set_port(None);
    }
    declared
}

#[cfg(test)]
mod tests {
    use dateline_record::v1::RawArticle;
    use rstest::rstest;

    use crate::Limits;

    const OWN: &str = "https://example.org/news/budget-vote-123";

    /// The canonical URL of a page at an address, with canonical links and an `og:url`.
    fn of(url: &str, links: &[&str], og: &str) -> String {
        let links: String = links.iter().map(|href| format!("<link rel='canonical' href='{href}'>")).collect();
        let html = format!(
            "<html><head>{links}<meta property='og:url' content='{og}'></head><body><article><h1>Council votes for budget</h1>
            <p>The council of Torvald voted on Monday for a budget of 12 million crowns, after four hours of debate.</p>
            <p>The mayor, who had asked for 15 million, called it the best that the town could get this year.</p></article>"
        );
        let raw = RawArticle { url: url.into(), html, ..RawArticle::default() };
        crate::parse(&raw, &Limits::default()).unwrap().canonical_url
    }

    #[rstest]
    #[case::home("https://example.org/index.php")]
    #[case::section("/news")]
    #[case::placeholder("undefined")]
    #[case::template("{{ page.url }}")]
    #[case::machine("http://localhost:3000/news/budget-vote-123")]
    #[case::nothing("")]
    #[case::another_site("https://agency.com/wire-9")]
    #[case::port("https://example.org:8443/news/budget-vote-123")]
    #[case::no_scheme("example.org/news/budget-vote-123")]
    fn what_cannot_be_the_pages_own_is_not_believed(#[case] href: &str) {
        assert_eq!(of(OWN, &[href], ""), OWN);
        assert_eq!(of("https://example.org/n?x=1", &[href, OWN], OWN), OWN);
    }

    #[test]
    fn of_several_that_differ_one_must_be_told_elsewhere() {
        let other = "https://example.org/news/other-story-77";
        assert_eq!(of(OWN, &[other, OWN], ""), OWN);
        assert_eq!(of("https://example.org/n/123", &[other, OWN], OWN), OWN);
        assert_eq!(of("https://example.org/n/123", &[other, OWN], ""), "https://example.org/n/123");
        assert_eq!(of("https://example.org/n/123", &[OWN, "http://www.example.org/news/budget-vote-123/"], ""), OWN);
    }

    #[rstest]
    #[case::asked("https://example.org/news/budget-vote-123?page=2", OWN)]
    #[case::below("https://example.org/news/budget-vote-123/2", OWN)]
    #[case::named("https://example.org/news/budget-vote-123/seite-2", OWN)]
    #[case::language("https://example.org/de/news/haushalt-123", "https://example.org/en/news/haushalt-123")]
    #[case::asked_language("https://example.org/news/budget-vote-123?lang=de", OWN)]
    fn a_further_part_and_a_translation_are_articles_of_their_own(#[case] url: &str, #[case] declared: &str) {
        assert_eq!(of(url, &[declared], declared), url);
    }

    #[rstest]
    #[case("https://example.org/news/budget-vote-123?page=1")]
    #[case("https://example.org/news/budget-vote-123/komplettansicht")]
    #[case("https://m.example.org/n/123?y=2")]
    #[case("https://example-org.cdn.ampproject.org/c/s/example.org/n/amp_123")]
    #[case("https://web.archive.org/web/20240503101500id_/https://example.org/n/123")]
    fn another_look_is_the_article_that_it_names(#[case] url: &str) {
        assert_eq!(of(url, &[OWN], ""), OWN);
    }

    #[test]
    fn a_page_without_an_address_believes_what_is_no_machines_own() {
        assert_eq!(of("", &[OWN], ""), OWN);
        assert_eq!(of("", &["http://10.0.0.12/news/budget-vote-123"], OWN), OWN);
        assert_eq!(of("", &["/news/budget-vote-123"], OWN), OWN);
        assert_eq!(of("", &["http://localhost/news/budget-vote-123"], ""), "");
    }
}
