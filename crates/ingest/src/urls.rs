//! URLs and domains: one spelling for one article.

use url::Url;

use crate::Rejection;

/// Query parameters that tell where a reader came from, or how the page is to look, never which article it is.
const TRACKING: [&str; 48] = [
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "gbraid",
    "wbraid",
    "gad_source",
    "li_fat_id",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "ref_src",
    "ref_url",
    "smid",
    "smtyp",
    "cmpid",
    "cmp",
    "ocid",
    "icid",
    "ncid",
    "s_cid",
    "ito",
    "ns_campaign",
    "ns_mchannel",
    "ns_source",
    "at_medium",
    "at_campaign",
    "xtor",
    "wt_mc",
    "ftag",
    "linkid",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "amp",
    "amp_js_v",
    "amp_gsa",
    "usqp",
    "__twitter_impression",
];

/// Ends of a path that name another look of the same page.
const LOOKS: [&str; 5] = ["/amp", "/amp.html", "/print", "/mobile", ".amp"];

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

/// The URL without what does not tell articles apart: scheme and host in lower case, default port, fragment, tracking
/// parameters, and the marks of AMP, mobile and print views. Empty when it is no URL.
#[must_use]
pub fn canonical(url: &str) -> String {
    let Ok(mut url) = Url::parse(&out_of_cache(url)) else { return String::new() };
    url.set_fragment(None);
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, value)| !is_tracking(key) && !is_look(key, value))
        .map(|(key, value)| (key.into(), value.into()))
        .collect();
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    let path = without_look(url.path());
    url.set_path(&path);
    for prefix in ["m.", "mobile.", "amp."] {
        let bare = url.host_str().and_then(|host| host.strip_prefix(prefix)).filter(|host| is_domain(host));
        if let Some(bare) = bare.map(str::to_owned) {
            // A host that was one before is one without its first part.
            let _ = url.set_host(Some(&bare));
        }
    }
    url.into()
}

/// The address of a page that is shown from an AMP cache.
fn out_of_cache(url: &str) -> String {
    let cached = url.split_once(".cdn.ampproject.org/").or_else(|| url.split_once("://www.google.com/amp/"));
    let path = cached.map(|(_, path)| path.trim_start_matches("c/").trim_start_matches("v/"));
    path.map_or_else(
        || url.to_owned(),
        |path| match path.strip_prefix("s/") {
            Some(secure) => format!("https://{secure}"),
            None => format!("http://{path}"),
        },
    )
}

/// A path without the marks of another look: `/news/a/amp/` and `/amp/news/a` are `/news/a`.
fn without_look(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    let bare = LOOKS.iter().find_map(|look| trimmed.strip_suffix(look)).filter(|bare| bare.len() > 1);
    let bare = bare.unwrap_or(path);
    match bare.strip_prefix("/amp/").filter(|rest| rest.contains('/')) {
        Some(rest) => format!("/{rest}"),
        None => bare.replace(".amp.html", ".html"),
    }
}

fn is_tracking(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.starts_with("utm_") || key.starts_with("pk_") || TRACKING.contains(&key.as_str())
}

fn is_look(key: &str, value: &str) -> bool {
    match key.to_ascii_lowercase().as_str() {
        "outputtype" | "output" | "view" => value.eq_ignore_ascii_case("amp"),
        "print" | "printable" | "mobile" => matches!(value, "" | "1" | "true" | "yes"),
        _ => false,
    }
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
    if host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[') {
        return host;
    }
    psl::domain_str(&host).map(str::to_owned).unwrap_or(host)
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
        ] {
            assert_eq!(canonical(look), "https://example.org/news/a", "{look}");
        }
        for other in ["https://example.org/amp", "https://example.org/shop/lamp", "https://example.org/a?print=2024"] {
            assert_eq!(canonical(other), other);
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
