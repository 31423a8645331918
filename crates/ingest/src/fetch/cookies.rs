//! Cookies for the length of one fetch: many sites set one and send to where it is expected, and go in circles without.
//!
//! A cookie goes back only to the host that set it, whatever domain it names; nothing is kept for the next fetch. The rest
//! is as RFC 6265 says: paths, what is for TLS alone, what is taken back.

use jiff::Timestamp;
use reqwest::header::HeaderMap;
use url::Url;

use super::{http_date, now};

/// Cookies kept at most.
const MOST: usize = 50;

/// Bytes of the names and values of all of them at most: servers refuse longer heads.
const MOST_BYTES: usize = 8 << 10;

/// What servers set on the way.
#[derive(Debug, Clone, Default)]
pub(super) struct Jar(Vec<Cookie>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Cookie {
    host: String,
    path: String,
    secure: bool,
    name: String,
    value: String,
}

impl Jar {
    /// Takes what the answer from a URL sets, and forgets what it takes back.
    pub(super) fn take(&mut self, url: &Url, headers: &HeaderMap) {
        let lines = headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        for (cookie, ended) in lines.take(MOST).filter_map(|line| cookie(url, line)) {
            self.0
                .retain(|known| (&known.host, &known.path, &known.name) != (&cookie.host, &cookie.path, &cookie.name));
            let bytes = |cookie: &Cookie| cookie.name.len() + cookie.value.len();
            let room = self.0.len() < MOST && self.0.iter().map(bytes).sum::<usize>() + bytes(&cookie) <= MOST_BYTES;
            if !ended && room {
                self.0.push(cookie);
            }
        }
    }

    /// The header for a request of a URL; empty where there is nothing to send.
    pub(super) fn header(&self, url: &Url) -> String {
        let mut meant: Vec<&Cookie> = self.0.iter().filter(|cookie| cookie.is_for(url)).collect();
        meant.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<String> = meant.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        pairs.join("; ")
    }
}

impl Cookie {
    fn is_for(&self, url: &Url) -> bool {
        let rest = url.path().strip_prefix(self.path.as_str());
        let inside = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || self.path.ends_with('/'));
        self.host == host(url) && inside && (!self.secure || url.scheme() == "https")
    }
}

/// The cookie of a `Set-Cookie`, and whether it is taken back; none where the URL may not set it.
fn cookie(url: &Url, line: &str) -> Option<(Cookie, bool)> {
    let mut parts = line.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let mut cookie = Cookie {
        host: host(url),
        path: default_path(url),
        secure: false,
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
    };
    let (mut expires, mut age) = (None, None);
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
            "domain" if !is_of(&cookie.host, value) => return None,
            "secure" => cookie.secure = true,
            "max-age" => age = value.parse::<i64>().ok().or(age),
            "expires" => expires = date(value).or(expires),
            _ => {}
        }
    }
    let ended = age.map_or_else(|| expires.is_some_and(|until| until <= now()), |age| age <= 0);
    let may = !cookie.name.is_empty() && (!cookie.secure || url.scheme() == "https");
    may.then_some((cookie, ended))
}

/// Whether a host is a domain or one of its hosts; an empty domain names none.
fn is_of(host: &str, domain: &str) -> bool {
    let domain = domain.trim_start_matches('.').to_ascii_lowercase();
    domain.is_empty() || host.strip_suffix(&domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_ascii_lowercase()
}

/// The folder of a URL.
fn default_path(url: &Url) -> String {
    match url.path().rsplit_once('/') {
        Some((folder, _)) if !folder.is_empty() => folder.to_owned(),
        _ => "/".to_owned(),
    }
}

/// Dates of cookies have dashes where others have spaces.
fn date(text: &str) -> Option<Timestamp> {
    http_date(&text.replace('-', " "))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn set(jar: &mut Jar, url: &str, lines: &[&str]) {
        let headers = lines.iter().map(|line| ("set-cookie".parse().unwrap(), line.parse().unwrap())).collect();
        jar.take(&Url::parse(url).unwrap(), &headers);
    }

    #[rstest]
    #[case("a=1", "http://n.example/x/z?q", "a=1")]
    #[case("a=1", "http://n.example/xy", "")]
    #[case("a=1; Path=/", "http://n.example/other", "a=1")]
    #[case("a=1; path=/o; HttpOnly; SameSite=Lax", "http://n.example/o/p", "a=1")]
    #[case("a=1; path=/o", "http://n.example/of", "")]
    #[case("a=b=c; Path=/; Max-Age=60", "http://n.example/", "a=b=c")]
    // Another host, whatever it names; another port is the same host.
    #[case("a=1; Path=/; Domain=example", "http://m.example/", "")]
    #[case("a=1; Path=/; Domain=.n.example", "http://n.example:8080/", "a=1")]
    #[case("a=1; Path=/; Domain=.n.example", "http://www.n.example/", "")]
    #[case("a=1; Path=/; Domain=evil.example", "http://n.example/", "")]
    // Only TLS may set and get it.
    #[case("a=1; Path=/; Secure", "https://n.example/", "")]
    // Taken back, or no cookie.
    #[case("a=1; Path=/; Max-Age=0", "http://n.example/", "")]
    #[case("a=1; Path=/; Expires=Thu, 01-Jan-1970 00:00:01 GMT", "http://n.example/", "")]
    #[case("a=1; Path=/; Expires=Tue, 01-Jan-2199 00:00:01 GMT", "http://n.example/", "a=1")]
    #[case("nothing", "http://n.example/x/", "")]
    #[case("=1", "http://n.example/x/", "")]
    fn a_cookie_goes_back_to_where_it_is_from(#[case] line: &str, #[case] url: &str, #[case] expected: &str) {
        let mut jar = Jar::default();
        set(&mut jar, "http://n.example/x/y", &[line]);
        assert_eq!(jar.header(&Url::parse(url).unwrap()), expected);
    }

    #[test]
    fn a_later_one_replaces_and_takes_back_an_earlier_one() {
        let mut jar = Jar::default();
        let url = Url::parse("https://n.example/a/b").unwrap();
        set(&mut jar, url.as_str(), &["a=1; Path=/", "b=2; Path=/a; Secure", "a=3; Path=/"]);
        assert_eq!(jar.header(&url), "b=2; a=3");
        set(&mut jar, url.as_str(), &["a=; Path=/; Max-Age=-1"]);
        assert_eq!(jar.header(&url), "b=2");
        assert_eq!(jar.header(&Url::parse("http://n.example/a/b").unwrap()), "");
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut jar = Jar::default();
        for number in 0..1000 {
            set(&mut jar, "http://n.example/", &[&format!("name{number}={}", "v".repeat(number * 10))]);
        }
        let length = jar.header(&Url::parse("http://n.example/").unwrap()).len();
        assert!(jar.0.len() <= MOST && length < MOST_BYTES + 4 * MOST, "{length}");
    }
}
