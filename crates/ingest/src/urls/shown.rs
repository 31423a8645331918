//! Addresses in addresses: pages that are shown from a cache or an archive, and links that count who follows them.

use url::Url;

use super::{is_domain, parse, registrable};

/// Caches, archives and counting links around each other that are undone, at most.
const MOST_AROUND: usize = 4;

/// Links that lead on: the host, or the domain that it is of, the path, the parameter that has the target.
const LEADING_ON: [(&str, &str, &str); 13] = [
    ("facebook.com", "/l.php", "u"),
    ("l.instagram.com", "/", "u"),
    ("l.threads.net", "/", "u"),
    ("safelinks.protection.outlook.com", "/", "url"),
    ("out.reddit.com", "", "url"),
    ("t.umblr.com", "/redirect", "z"),
    ("youtube.com", "/redirect", "q"),
    ("vk.com", "/away.php", "to"),
    ("bing.com", "/news/apiclick.aspx", "url"),
    ("duckduckgo.com", "/l/", "uddg"),
    ("slack-redir.net", "/link", "url"),
    ("linkedin.com", "/redir/redirect", "url"),
    ("exit.sc", "/", "url"),
];

/// The address of what an address shows or leads to, where that is told in it.
pub(super) fn inner(mut url: Url) -> Url {
    for _ in 0..MOST_AROUND {
        let Some(next) = in_cache(&url).or_else(|| in_archive(&url)).or_else(|| target(&url)) else { break };
        url = next;
    }
    url
}

/// Where a link leads that counts who follows it, as a search engine's alerts have them; none of any other.
pub(crate) fn target_of_link(url: &str) -> Option<String> {
    target(&Url::parse(url).ok()?).map(Into::into)
}

fn target(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    if host == "urldefense.com" {
        return defended(url);
    }
    let is_search = url.path() == "/url" && registrable(host).starts_with("google.");
    let is_of = |domain: &str| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let leading = LEADING_ON
        .iter()
        .find(|(domain, path, _)| is_of(domain) && (path.is_empty() || url.path() == *path))
        .map(|(_, _, key)| *key);
    let mut pairs = url.query_pairs();
    let is_target = |key: &str| Some(key) == leading || (is_search && matches!(key, "url" | "q"));
    let target = pairs.find(|(key, value)| is_target(key) && value.starts_with("http"))?.1;
    Url::parse(&parse(&target).ok()?).ok()
}

/// What a mail filter has put between underscores: `/v3/__https://…__;!!…`. What it has put aside for asterisks is behind them.
fn defended(url: &Url) -> Option<Url> {
    let (target, _) = url.as_str().split_once("/v3/__")?.1.split_once("__;")?;
    let target = parse(target).ok().filter(|target| !target.contains('*'))?;
    Url::parse(&target).ok()
}

/// The address of a page that is shown from an AMP cache, which has it in its path.
fn in_cache(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let path = url.path().trim_start_matches('/');
    let cached = if ["cdn.ampproject.org", "bing-amp.com"].iter().any(|cache| host.ends_with(cache)) {
        ["c/", "v/", "wp/"].iter().find_map(|kind| path.strip_prefix(kind)).unwrap_or(path)
    } else {
        let is_viewer = || registrable(host).starts_with("google.") || registrable(host) == "bing.com";
        path.strip_prefix("amp/").filter(|_| is_viewer())?
    };
    let (scheme, rest) = cached.strip_prefix("s/").map_or(("http", cached), |rest| ("https", rest));
    with_query(&format!("{scheme}://{rest}"), url)
}

/// The address of a page that is shown from an archive, which has it behind the moment at which it was kept:
/// `/web/20240503101500/https://…`, `/wayback/20240503101500id_/http://…`.
fn in_archive(url: &Url) -> Option<Url> {
    let path = url.path();
    let at = path.find("/http:/").or_else(|| path.find("/https:/"))?;
    let (before, target) = path.split_at_checked(at)?;
    let moment = before.rsplit('/').next()?;
    let digits = moment.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '_');
    let is_whole = digits.len() == 14 || (digits.len() >= 4 && url.host_str() == Some("web.archive.org"));
    if !is_whole || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (scheme, rest) = target.trim_start_matches('/').split_once(':')?;
    with_query(&format!("{scheme}://{}", rest.trim_start_matches('/')), url)
}

/// An address with the query of another, if it has a domain.
fn with_query(address: &str, url: &Url) -> Option<Url> {
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let page = Url::parse(&format!("{address}{query}")).ok()?;
    page.host_str().is_some_and(is_domain).then_some(page)
}
