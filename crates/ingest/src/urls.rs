//! URLs and domains: one spelling for one article.

use url::Url;

use crate::Rejection;

/// Query parameters that tell where a reader came from, never which article it is.
const TRACKING: [&str; 16] = [
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "ref_src",
    "smid",
    "cmpid",
    "ocid",
    "ito",
    "ns_campaign",
    "ns_mchannel",
    "at_medium",
];

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
/// parameters. Empty when it is no URL.
#[must_use]
pub fn canonical(url: &str) -> String {
    let Ok(mut url) = Url::parse(url) else { return String::new() };
    url.set_fragment(None);
    let kept: Vec<(String, String)> =
        url.query_pairs().filter(|(key, _)| !is_tracking(key)).map(|(k, v)| (k.into(), v.into())).collect();
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    url.into()
}

fn is_tracking(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.starts_with("utm_") || TRACKING.contains(&key.as_str())
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
    fn only_web_addresses_are_urls() {
        assert!(parse("https://example.org/a").is_ok());
        for bad in ["example.org/a", "file:///etc/passwd", "javascript:alert(1)", "https://"] {
            assert_eq!(parse(bad).unwrap_err().reason, "url", "{bad}");
        }
    }

    #[test]
    fn a_domain_and_its_country() {
        assert_eq!(registrable("www.bbc.co.uk"), "bbc.co.uk");
        assert_eq!(country("bbc.co.uk").as_deref(), Some("GB"));
        assert_eq!(country("spiegel.de").as_deref(), Some("DE"));
        assert_eq!((country("example.com"), country("example.io"), country("localhost")), (None, None, None));
        assert!(is_domain("www.example.org"));
        assert!(!is_domain("The Example") && !is_domain("Reuters") && !is_domain(""));
    }
}
