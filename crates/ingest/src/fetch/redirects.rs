//! Where an answer sends on to: by its status, by a `Refresh` header or as a page without an article that loads another;
//! and whether the page at the end is the one that was asked for.

use bytes::Bytes;
use reqwest::header::HeaderMap;
use url::Url;

use super::{Content, Problem, client::Reply};
use crate::{
    Limits,
    decode::{decode, is_html},
    html::{
        self,
        tags::Tag,
        tree::{Caps, Tree},
    },
    urls,
};

/// Seconds within which a page that sends on is none to be read.
const SOON: u32 = 5;

/// Bytes and elements of such a page at most.
const MOST_BYTES: usize = 256 << 10;
const MOST_ELEMENTS: usize = 3_000;

/// Bytes of text under which a page has no article: `You are being redirected. Click here if nothing happens.`
const LITTLE: usize = 400;

/// Where a redirect leads.
pub(super) fn location(from: &Url, reply: &Reply) -> Result<Option<Url>, Problem> {
    if !matches!(reply.status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    // Header bytes beyond ASCII are sent by many, as UTF-8.
    let location = reply.headers.get("location").and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    let target = location.and_then(|location| joined(from, location));
    let detail = || format!("the server answers {} and names no place that could be gone to", reply.status);
    target.map(Some).ok_or_else(|| Problem::failed("redirect", detail()))
}

fn joined(from: &Url, target: &str) -> Option<Url> {
    let mut target = from.join(target).ok()?;
    target.set_fragment(None);
    Some(target)
}

/// Where a page that has no article of its own sends on to within a few seconds.
pub(super) async fn refresh(from: &Url, reply: &Reply) -> Option<Url> {
    if !(200..300).contains(&reply.status) || reply.coming.is_some() || reply.body.len() > MOST_BYTES {
        return None;
    }
    let header = reply.headers.get("refresh").and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    // Few pages have either.
    if header.is_none() && !mentions_refresh(&reply.body) {
        return None;
    }
    let (from, header, headers) = (from.clone(), header.map(str::to_owned), reply.headers.clone());
    let body = Bytes::from(reply.body.clone());
    // Text is looked for as in any page, which may take its time.
    tokio::task::spawn_blocking(move || refreshed(&from, header.as_deref(), &headers, &body)).await.ok()?
}

fn mentions_refresh(body: &[u8]) -> bool {
    const MARK: &[u8] = b"refresh";
    memchr::memchr2_iter(b'r', b'R', body)
        .any(|at| body.get(at..at + MARK.len()).is_some_and(|word| word.eq_ignore_ascii_case(MARK)))
}

fn refreshed(from: &Url, header: Option<&str>, headers: &HeaderMap, body: &[u8]) -> Option<Url> {
    let content_type = super::body::text(headers, "content-type");
    let text = decode(body, content_type).unwrap_or_default();
    let is_page = is_html(&text, content_type);
    let in_page = || if is_page { refresh_of_page(&text) } else { None };
    let value = header.map(str::to_owned).or_else(in_page)?;
    let target = sends_to(&value).and_then(|target| joined(from, target))?;
    let shown = match html::parse(&text, from.as_str(), &Limits::default()) {
        _ if !is_page => text.len(),
        Ok(article) => article.text.len(),
        Err(_) => 0,
    };
    (shown < LITTLE).then_some(target)
}

/// The content of the first `<meta http-equiv="refresh">`.
fn refresh_of_page(page: &str) -> Option<String> {
    let tree = Tree::parse(page, Caps { depth: Limits::default().html_depth, elements: MOST_ELEMENTS }).ok()?;
    let is_refresh = |id: &usize| {
        tree.tag(*id) == Tag::Meta
            && tree.attribute(*id, "http-equiv").is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"))
    };
    let metas = (1..tree.len()).filter(is_refresh);
    metas.filter_map(|id| tree.attribute(id, "content")).next().map(String::from)
}

/// The address in the value of a refresh that is to come soon, as the HTML standard reads it; empty for the page itself.
fn sends_to(value: &str) -> Option<&str> {
    let value = value.trim_start();
    let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    let (seconds, rest) = value.split_at_checked(digits)?;
    // `.5` is at once.
    let soon = if seconds.is_empty() { rest.starts_with('.') } else { seconds.parse::<u32>().ok()? <= SOON };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if !soon || !(rest.is_empty() || rest.starts_with([';', ',']) || rest.starts_with(char::is_whitespace)) {
        return None;
    }
    let rest = rest.trim_start();
    let rest = rest.strip_prefix([';', ',']).unwrap_or(rest).trim();
    let named = rest.get(..3).filter(|name| name.eq_ignore_ascii_case("url"));
    let named = named.and_then(|_| rest.get(3..)?.trim_start().strip_prefix('='));
    let target = named.unwrap_or(rest).trim_start();
    let quote = target.chars().next().filter(|first| matches!(first, '"' | '\''));
    let Some(quote) = quote else { return Some(target.trim_end()) };
    target.strip_prefix(quote).and_then(|inner| inner.split(quote).next()).map(str::trim)
}

/// Last parts of the paths of pages that say that there is no such page, without the ending.
const MISSING: [&str; 13] = [
    "404",
    "404error",
    "404-error",
    "error404",
    "error-404",
    "error",
    "notfound",
    "not-found",
    "not_found",
    "pagenotfound",
    "page-not-found",
    "page_not_found",
    "page404",
];

/// Last parts of the paths of pages that ask who reads, and first parts of the names of hosts that do.
const LOGINS: [&str; 13] = [
    "login",
    "log-in",
    "log_in",
    "signin",
    "sign-in",
    "sign_in",
    "logon",
    "authorize",
    "oauth",
    "sso",
    "anmelden",
    "connexion",
    "accounts",
];

/// The same of pages that ask for consent.
const CONSENT: [&str; 9] = [
    "consent",
    "cookie-consent",
    "cookieconsent",
    "cookiewall",
    "cookie-wall",
    "myprivacy",
    "privacygate",
    "privacy-gate",
    "zustimmung",
];

/// The same of pages that ask for proof that a person reads.
const CHALLENGES: [&str; 6] = ["captcha", "recaptcha", "botcheck", "bot-check", "access-denied", "accessdenied"];

/// Refuses the page at the end of redirects where it stands in the place of the one asked for: nobody's article is a home
/// page, a page for logging in or one that says that nothing is there.
pub(super) fn check_arrival(asked: &Url, arrived: &Url, content: &Content) -> Result<(), Problem> {
    let media = content.content_type.to_ascii_lowercase();
    if asked == arrived || !(media.is_empty() || media.contains("html")) {
        return Ok(());
    }
    let leads_to = |what: &str| format!("it redirects to {what}: {arrived}");
    if is_home(arrived) && !is_home(asked) && site(asked) == site(arrived) {
        return Err(Problem::failed("not_found", leads_to("the home page of its site")));
    }
    let stands = |names: &[&str], hosts: bool| {
        let is_named =
            |url: &Url| names.contains(&last_part(url).as_str()) || (hosts && names.contains(&label(url).as_str()));
        is_named(arrived) && !is_named(asked)
    };
    if stands(&MISSING, false) {
        return Err(Problem::failed("not_found", leads_to("a page that says there is none")));
    }
    if stands(&LOGINS, true) {
        return Err(Problem::failed("forbidden", leads_to("a page for logging in")));
    }
    if stands(&CONSENT, true) {
        return Err(Problem::failed("forbidden", leads_to("a page that asks for consent")));
    }
    if stands(&CHALLENGES, true) {
        return Err(Problem::failed("challenge", leads_to("a page that asks for proof that a person reads")));
    }
    Ok(())
}

/// Whether a URL is that of a home page, also of one in a language: `/`, `/index.html`, `/en/`, `/de-ch`.
fn is_home(url: &Url) -> bool {
    let path = url.path().trim_matches('/').to_ascii_lowercase();
    let is_language = || {
        let (language, region) = path.split_once(['-', '_']).unwrap_or((&path, "xx"));
        [language, region].iter().all(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()))
    };
    let is_index = urls::is_home(url) || path == "home" || is_language();
    // `/?p=12` and `/index.php?article_id=12` are articles, `/?redirected=1` is none.
    let names_article = |key: &str| {
        key.len() <= 3 || key.ends_with("id") || ["article", "story", "news", "post", "item"].contains(&key)
    };
    let asked = Url::parse(&urls::canonical(url.as_str()));
    is_index && asked.is_ok_and(|url| url.query_pairs().all(|(key, _)| !names_article(&key.to_ascii_lowercase())))
}

/// The host without what tells one look of a site from another.
fn site(url: &Url) -> String {
    let host = urls::host(&urls::canonical(url.as_str())).unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(&host).to_owned()
}

/// The last part of a path, without its ending, in lower case.
fn last_part(url: &Url) -> String {
    let last = url.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    last.split('.').next().unwrap_or_default().to_ascii_lowercase()
}

/// The first part of the name of a host.
fn label(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    host.split('.').next().filter(|label| label.len() < host.len()).unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("0;url=/x", Some("/x"))]
    #[case("0; URL='/x y'", Some("/x y"))]
    #[case(" 5 , url = \"https://a.example/\" ", Some("https://a.example/"))]
    #[case("0;/x", Some("/x"))]
    #[case("0 /x", Some("/x"))]
    #[case("1.9;URL=x", Some("x"))]
    #[case(".5;URL=x", Some("x"))]
    #[case("0", Some(""))]
    #[case("0;url", Some("url"))]
    #[case("6;url=/x", None)]
    #[case("300", None)]
    #[case("99999999999999999999;url=/x", None)]
    #[case("", None)]
    #[case("url=/x", None)]
    #[case("0x;url=/x", None)]
    fn a_refresh_is_read_as_browsers_do(#[case] value: &str, #[case] expected: Option<&str>) {
        assert_eq!(sends_to(value), expected);
    }

    fn arrived(asked: &str, arrived: &str) -> Option<&'static str> {
        let content = Content {
            body: Bytes::new(),
            content_type: "text/html".to_owned(),
            retrieved_at: super::super::now(),
            validators: super::super::Validators::default(),
        };
        let url = |text: &str| Url::parse(text).unwrap();
        check_arrival(&url(asked), &url(arrived), &content).map_err(|problem| problem.reason).err()
    }

    #[rstest]
    #[case("http://n.example/a/river", "https://www.n.example/", Some("not_found"))]
    #[case("https://example.org/a/river", "https://m.example.org/index.php", Some("not_found"))]
    #[case("https://n.example/a/river", "https://n.example/en/?redirected=1", Some("not_found"))]
    #[case("https://n.example/a/river", "https://n.example/404.html", Some("not_found"))]
    #[case("https://n.example/a/river", "https://n.example/error/?path=a", Some("not_found"))]
    #[case("https://n.example/a/river", "https://n.example/user/login?to=a", Some("forbidden"))]
    #[case("https://n.example/a/river", "https://accounts.n.example/v2/form", Some("forbidden"))]
    #[case("https://n.example/a/river", "https://consent.portal.example/collect", Some("forbidden"))]
    #[case("https://n.example/a/river", "https://n.example/captcha", Some("challenge"))]
    // The same article elsewhere, other hosts' home pages, and what was asked for itself.
    #[case("https://n.example/a/river", "https://n.example/b/river-rises", None)]
    #[case("https://n.example/?p=12", "https://n.example/river", None)]
    #[case("https://n.example/river", "https://n.example/?p=12", None)]
    #[case("https://n.example/s/12", "https://n.example/index.php?article_id=12", None)]
    #[case("https://n.example/s/12", "https://n.example/?fbclid=x1", Some("not_found"))]
    #[case("https://n.example/s/12", "https://n.example/default.aspx", Some("not_found"))]
    #[case("https://n.example/s/12", "https://n.example/index.php/news/river-rises", None)]
    #[case("https://s.example/x1", "https://n.example/", None)]
    #[case("http://n.example/", "https://n.example/en/", None)]
    #[case("https://n.example/login", "https://www.n.example/login", None)]
    #[case("https://n.example/a", "https://n.example/tr-login-trouble", None)]
    fn a_page_in_the_place_of_the_one_asked_for_is_told(
        #[case] asked: &str,
        #[case] at: &str,
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(arrived(asked, at), expected);
    }

    #[test]
    fn tls_may_be_left_and_a_name_that_is_not_ascii_is_gone_to() {
        let to = |value: &[u8]| {
            let value = reqwest::header::HeaderValue::from_bytes(value).unwrap();
            let headers = [("location".parse().unwrap(), value)].into_iter().collect();
            let reply = Reply { status: 301, headers, body: Vec::new(), coming: None };
            location(&Url::parse("https://n.example/a#b").unwrap(), &reply).map(|url| url.unwrap().to_string())
        };
        // As browsers do.
        assert_eq!(to(b"http://n.example/a").unwrap(), "http://n.example/a");
        assert_eq!(to("/fl\u{fc}sse#x".as_bytes()).unwrap(), "https://n.example/fl%C3%BCsse");
        assert_eq!(to("https://b\u{fc}cher.example/".as_bytes()).unwrap(), "https://xn--bcher-kva.example/");
        assert_eq!(to(b"http://[").unwrap_err().reason, "redirect");
    }
}
