//! URLs and domains: one spelling for one article.

mod looks;
mod passing;
mod shown;

use url::Url;

use crate::Rejection;

pub(crate) use shown::target_of_link;

/// What the files of home pages are called.
pub(crate) const HOME_FILES: [&str; 3] = ["index", "default", "home"];

/// Country domains that are used the world over, so that they say nothing of a country.
const WORLDWIDE: [&str; 12] = ["ai", "cc", "co", "fm", "gg", "io", "ly", "me", "to", "tv", "ws", "eu"];

/// A URL as given, checked.
///
/// # Errors
/// `url` when it is no `http` or `https` URL.
pub fn parse(given: &str) -> Result<String, Rejection> {
    let given = given.trim();
    let shown: String = given.chars().take(80).collect();
    match Url::parse(given) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(given.to_owned()),
        _ => Err(Rejection::new(
            "url",
            format!("`{shown}` is no http or https URL: give the whole address or leave it out"),
        )),
    }
}

/// The URL without what does not tell articles apart: scheme and host in lower case, default port, user, fragment unless it
/// is the route of an application, tracking and session parameters, the marks of AMP, mobile and print views, and what is
/// around it in caches, archives and links that count who follows them; escapes, the order of parameters and the file of a
/// folder in one spelling. Empty when it is no URL.
#[must_use]
pub fn canonical(url: &str) -> String {
    let Some(mut url) = Url::parse(url).ok().map(shown::inner) else { return String::new() };
    if !is_route(&url) {
        url.set_fragment(None);
    }
    // A web address has a user that can be taken away.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    let path = one_spelling(&without_session(url.path()));
    let query = passing::telling(url.query().unwrap_or_default(), &path);
    url.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
    url.set_path(&looks::without_look(&path, !query.is_empty()));
    if let Some(bare) = url.host_str().and_then(bare_host) {
        // A host that was one before is one without a part of it.
        let _ = url.set_host(Some(&bare));
    }
    url.into()
}

/// Whether the fragment tells which page of an application it is: after `#!`, or `#/` where the path names none.
fn is_route(url: &Url) -> bool {
    let short = url.path().trim_matches('/').split('/').count() < 2;
    url.fragment().is_some_and(|fragment| fragment.starts_with('!') || (short && fragment.starts_with('/')))
}

/// A host without the marks of another look and the dot of its root, where it has some.
fn bare_host(host: &str) -> Option<String> {
    let dotless = host.strip_suffix('.').unwrap_or(host);
    let mut bare = dotless;
    for prefix in ["www.m.", "m.", "mobile.", "mobil.", "touch.", "wap.", "amp."] {
        bare = bare.strip_prefix(prefix).filter(|rest| is_domain(rest)).unwrap_or(bare);
    }
    // `en.m.wiki.example`: a language before it, and a domain behind.
    let inner = bare.split_once(".m.").filter(|(first, rest)| !first.contains('.') && is_domain(rest));
    let bare = inner.map_or_else(|| bare.to_owned(), |(first, rest)| format!("{first}.{rest}"));
    (bare != host).then_some(bare)
}

/// A path without the number that some servers know a reader by: `/news/a;jsessionid=12` is `/news/a`.
fn without_session(path: &str) -> String {
    const MARK: &str = ";jsessionid=";
    let Some(at) = path.to_ascii_lowercase().find(MARK) else { return path.to_owned() };
    let (before, rest) = path.split_at_checked(at).unwrap_or((path, ""));
    let after = rest.find('/').and_then(|end| rest.get(end..)).unwrap_or_default();
    format!("{before}{after}")
}

/// One spelling for what has escapes in it: those of unreserved characters undone, others in upper case, what is not ASCII
/// escaped.
pub(crate) fn one_spelling(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let escaped = if byte == b'%' { bytes.get(at + 1..at + 3).and_then(hex) } else { None };
        match escaped {
            Some(byte) if is_unreserved(byte) => out.push(char::from(byte)),
            Some(byte) => out.push_str(&format!("%{byte:02X}")),
            None if byte.is_ascii() => out.push(char::from(byte)),
            None => out.push_str(&format!("%{byte:02X}")),
        }
        at += if escaped.is_some() { 3 } else { 1 };
    }
    out
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
    u8::from_str_radix(digits, 16).ok()
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// Whether a path is that of a site's home page: `/`, `/index.html`, `/default.asp`. What is asked of it may name an article.
pub(crate) fn is_home(url: &Url) -> bool {
    let file = url.path().trim_matches('/');
    file.split_once('.').map_or(file.is_empty(), |(stem, ending)| {
        !ending.contains('/') && HOME_FILES.iter().any(|name| stem.eq_ignore_ascii_case(name))
    })
}

/// The host of a URL, in lower case.
#[must_use]
pub fn host(url: &str) -> Option<String> {
    Url::parse(url).ok()?.host_str().map(str::to_ascii_lowercase)
}

/// The registrable part of a host: `bbc.co.uk` of `www.bbc.co.uk`; the host itself when it has none.
#[must_use]
pub fn registrable(host: &str) -> String {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if is_address(&host) {
        return host;
    }
    psl::domain_str(&host).map(str::to_owned).unwrap_or(host)
}

/// Whether a host is an address in numbers.
pub(crate) fn is_address(host: &str) -> bool {
    host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[')
}

/// Whether a string is a domain: `example.org`, not `The Example`.
#[must_use]
pub fn is_domain(text: &str) -> bool {
    let allowed = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
    allowed
        && psl::suffix(text.to_ascii_lowercase().as_bytes()).is_some_and(|suffix| suffix.is_known())
        && psl::domain_str(&text.to_ascii_lowercase()).is_some()
}

/// ISO 3166-1 alpha-2 code of the country that a domain belongs to, when its ending says so.
#[must_use]
pub fn country(domain: &str) -> Option<String> {
    let ending = domain.rsplit('.').next().filter(|ending| ending.len() == 2 && domain.contains('.'))?;
    if !ending.bytes().all(|byte| byte.is_ascii_alphabetic()) || WORLDWIDE.contains(&ending) {
        return None;
    }
    Some(if ending == "uk" { "GB".into() } else { ending.to_ascii_uppercase() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracking_and_fragments_do_not_tell_articles_apart() {
        assert_eq!(
            canonical("HTTPS://News.Example.org:443/a?utm_source=x&id=7&fbclid=y#top"),
            "https://news.example.org/a?id=7"
        );
        assert_eq!(canonical("https://example.org/a?utm_medium=mail"), "https://example.org/a");
    }

    #[test]
    fn the_looks_of_a_page_are_one_article() {
        for look in [
            "https://example.org/news/a/amp/",
            "https://example.org/news/a?outputType=amp",
            "https://amp.example.org/news/a",
            "https://m.example.org/news/a?print=1",
            "https://example.org/amp/news/a",
            "https://example.org/news/a/print",
            "https://www.google.com/amp/s/example.org/news/a",
            "https://example-org.cdn.ampproject.org/c/s/example.org/news/a?usqp=x",
            "https://example-org.cdn.ampproject.org/wp/s/example.org/news/a",
            "https://google.com/amp/s/example.org/news/a",
            "https://www.google.co.uk/amp/s/amp.example.org/news/a",
            "https://www.bing.com/amp/s/example.org/news/a",
            "https://example.org/news/a?view=print&output=amp",
            "https://example.org/news/a;jsessionid=1A2B?PHPSESSID=7",
            "https://reader:secret@example.org./news/a",
            "https://example.org/%6eews/a?",
        ] {
            assert_eq!(canonical(look), "https://example.org/news/a", "{look}");
        }
        for other in [
            "https://example.org/amp",
            "https://example.org/shop/lamp",
            "https://example.org/a?print=2024",
            "https://example.org/#!/news/a",
            "https://example.org/app#/news/a",
            "https://example.org/a?id=1&page=2&view=full",
            "https://example.org/?12345",
            "https://example.org/a%2Fb?q=a%2Bb+c%20d&url=https%3A%2F%2Fother.example",
            "https://news.google.com/amp",
            "https://m.co.uk/a",
        ] {
            assert_eq!(canonical(other), other);
        }
        assert_eq!(canonical("https://en.m.wiki.org/A"), "https://en.wiki.org/A");
        assert_eq!(canonical("https://example.org/~u/%c3%a9#/x"), canonical("https://example.org/%7Eu/é"));
    }

    #[test]
    fn where_readers_come_from_tells_no_articles_apart() {
        for one in [
            "https://example.org/a?ns_fee=0&wt.mc_id=x&elqTrackId=4&unlocked_article_code=1.p&id=7",
            "https://example.org/a?ref=rss&source=social_tw&from=timeline&partner=rss&id=7",
            "https://example.org/a?id=7&amp;utm_medium=x",
            "https://example.org/a?id=7&id=7&gclsrc=aw.ds",
            "https://example.org/a?id=7&mode=print&tmpl=component&pagewanted=all&isAmp=1",
        ] {
            assert_eq!(canonical(one), "https://example.org/a?id=7", "{one}");
        }
        assert_eq!(canonical("https://example.org/a?b=1&a=2"), "https://example.org/a?a=2&b=1");
        assert_eq!(canonical("https://example.org/a.html?m=1"), "https://example.org/a.html");
        for other in [
            "https://example.org/a?ref=12345",
            "https://example.org/a?source=A124",
            "https://example.org/a?ref=home-affairs-minister",
            "https://example.org/a?cid=12",
            "https://example.org/a?m=1",
            "https://example.org/a.html?m=12",
            "https://example.org/a?mode=view&version=2",
            "https://example.org/?b&a",
            "https://example.org/a?x=1&x=2",
        ] {
            assert_eq!(canonical(other), other);
        }
    }

    #[test]
    fn an_address_in_another_is_the_articles() {
        for around in [
            "https://web.archive.org/web/20240503101500/https://example.org:443/news/a?utm_source=x",
            "https://web.archive.org/web/2024id_/https://example.org/news/a",
            "https://archive.test.org/coll/20240503101500/https:/example.org/news/a",
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fnews%2Fa%3Ffbclid%3D1&h=AT0",
            "https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.org%2Fnews%2Fa&usg=x",
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fnews%2Fa&data=05",
            "https://urldefense.com/v3/__https://example.org/news/a__;!!Ab!xyz$",
            "https://www.google.com/url?q=https://l.facebook.com/l.php?u%3Dhttps%253A%252F%252Fexample.org%252Fnews%252Fa",
            "https://cdn.ampproject.org/c/s/example.org/news/a",
        ] {
            assert_eq!(canonical(around), "https://example.org/news/a", "{around}");
        }
        for other in [
            "https://example.org/login?url=https%3A%2F%2Fother.org%2Fa",
            "https://web.archive.org/web/2024*/https://example.org/news/a",
            "https://web.archive.org/save/https://example.org/news/a",
            "https://example.org/go/https://other.org/a",
            "https://example.org/20240503101500/http://localhost/a",
            "https://notfacebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa",
            "https://www.google.com/url?q=javascript:alert(1)",
        ] {
            assert_eq!(canonical(other), other);
        }
    }

    #[test]
    fn the_ends_of_paths_that_name_a_look_are_told_from_words() {
        for (look, article) in [
            ("/noticia/123/imprimir/", "/noticia/123"),
            ("/politik/haushalt-im-streit/druck", "/politik/haushalt-im-streit"),
            ("/a-1234567-amp.html", "/a-1234567.html"),
            ("/news/a.print.html", "/news/a.html"),
            ("/amphtml/city/a/109", "/city/a/109"),
            ("/news/a/comment-page-2/", "/news/a"),
            ("//news//a", "/news/a"),
            ("/news/a/index.html", "/news/a/"),
        ] {
            let of = |path: &str| canonical(&format!("https://example.org{path}"));
            assert_eq!(of(look), of(article), "{look}");
        }
        for word in [
            "/wirtschaft/druck",
            "/giornali/stampa",
            "/news/guitar-amp.html",
            "/news/top-10-amp.html",
            "/news/3d-print.html",
            "/2024/05/amp-energy/",
            "/print/2024/a1",
            "/index.php?id=3",
            "/go//https://other.org//a",
        ] {
            let url = format!("https://example.org{word}");
            assert_eq!(canonical(&url), url);
        }
    }

    #[test]
    fn an_address_of_any_length_takes_its_time() {
        let many = |part: &str| part.repeat(100_000);
        for url in [
            format!("https://example.org/{}", many("/amp")),
            format!("https://example.org/a?{}", many("b=1&")),
            format!("https://example.org/{}", many("20240503101500/https:/")),
            format!("https://example.org/{}", many("//")),
        ] {
            assert!(!canonical(&url).is_empty());
        }
    }

    #[test]
    fn only_web_addresses_are_urls() {
        assert!(parse("https://example.org/a").is_ok());
        for bad in ["example.org/a", "file:///etc/passwd", "javascript:alert(1)", "https://"] {
            assert_eq!(parse(bad).unwrap_err().reason, "url", "{bad}");
        }
    }

    #[test]
    fn a_home_page_is_told_by_its_path() {
        let is_home = |path: &str| is_home(&Url::parse(&format!("https://example.org{path}")).unwrap());
        assert!(["", "/", "/index.html", "/Default.aspx", "/home.php?x", "/index.php/"].into_iter().all(is_home));
        assert!(!["/news", "/home", "/index.php/news/12", "/a/index.html", "/indexes.html"].into_iter().any(is_home));
    }

    #[test]
    fn a_domain_and_its_country() {
        assert_eq!(registrable("www.bbc.co.uk"), "bbc.co.uk");
        assert_eq!(registrable("127.0.0.1"), "127.0.0.1");
        assert_eq!(country("bbc.co.uk").as_deref(), Some("GB"));
        assert_eq!(country("spiegel.de").as_deref(), Some("DE"));
        assert_eq!((country("example.com"), country("example.io"), country("localhost")), (None, None, None));
        assert!(is_domain("www.example.org"));
        assert!(!is_domain("The Example") && !is_domain("Reuters") && !is_domain(""));
    }
}
