//! robots.txt by RFC 9309: what a site lets this program fetch, and how fast.
//!
//! Groups of the same agent are one, the longest matching rule decides, `allow` wins a tie, `*` is any text and `$` the
//! end. `Crawl-delay` is not in the standard, but sites mean it.

use std::time::Duration;

use crate::urls::one_spelling;

/// Bytes of the file that are read; the standard asks for at least this.
pub(super) const MAX_BYTES: usize = 500 << 10;

/// What a site lets one agent do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Robots {
    rules: Vec<Rule>,
    crawl_delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: String,
}

/// What one group says, while the file is read.
#[derive(Default)]
struct Groups {
    own: Robots,
    others: Robots,
    own_named: bool,
}

/// For whom the lines now read are.
#[derive(Default, Clone, Copy)]
struct Audience {
    own: bool,
    others: bool,
}

impl Robots {
    /// Everything is allowed: there is no such file.
    #[must_use]
    pub fn allow_all() -> Self {
        Self::default()
    }

    /// What the file says to `agent`, a product token such as `Dateline`. Lines that mean nothing are passed over.
    #[must_use]
    pub fn parse(file: &[u8], agent: &str) -> Self {
        let file = within_bounds(file);
        let text = String::from_utf8_lossy(file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file));
        let (mut groups, mut audience, mut naming) = (Groups::default(), Audience::default(), false);
        for (key, value) in text.split(['\n', '\r']).filter_map(fields) {
            if key == "user-agent" {
                if !naming {
                    audience = Audience::default();
                }
                naming = true;
                let token = product(value);
                audience.own |= token.eq_ignore_ascii_case(agent);
                audience.others |= value.starts_with('*');
                groups.own_named |= audience.own;
            } else if groups.take(audience, &key, value) {
                naming = false;
            }
        }
        if groups.own_named { groups.own } else { groups.others }
    }

    /// Whether a path with its query (`/news?page=2`) may be fetched.
    #[must_use]
    pub fn allows(&self, path: &str) -> bool {
        let path = one_spelling(path);
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &path));
        matching.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }

    /// The pause that the site asks for between requests.
    #[must_use]
    pub fn crawl_delay(&self) -> Option<Duration> {
        self.crawl_delay
    }
}

impl Groups {
    /// Takes a line for those it is for; says whether it belongs to a group at all, so ends its list of agents.
    fn take(&mut self, audience: Audience, key: &str, value: &str) -> bool {
        if !matches!(key, "allow" | "disallow" | "crawl-delay") {
            return false;
        }
        let meant = [(audience.own, &mut self.own), (audience.others, &mut self.others)];
        for (_, robots) in meant.into_iter().filter(|(meant, _)| *meant) {
            robots.take(key, value);
        }
        true
    }
}

impl Robots {
    fn take(&mut self, key: &str, value: &str) {
        if key == "crawl-delay" {
            // Also `0,5` and `10s`.
            let number = value.replace(',', ".");
            let number = number.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
            let seconds = number.parse::<f64>().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
            self.crawl_delay = self.crawl_delay.max(seconds);
        } else if value.starts_with(['/', '*', '$']) {
            self.rules.push(Rule { allow: key == "allow", pattern: one_spelling(value) });
        }
    }
}

/// The lines of the file that are read. The start of one that is cut off is another rule: `/` of `/private/`.
fn within_bounds(file: &[u8]) -> &[u8] {
    let Some(file) = file.get(..MAX_BYTES) else { return file };
    let end = memchr::memrchr2(b'\n', b'\r', file).unwrap_or_default();
    file.get(..end).unwrap_or_default()
}

/// Key in lower case and value of a line, without its comment.
fn fields(line: &str) -> Option<(String, &str)> {
    let line = line.split('#').next().unwrap_or_default();
    let (key, value) = line.split_once(':')?;
    Some((key.trim().to_ascii_lowercase(), value.trim()))
}

/// The product token at the start of an agent: `Dateline` of `Dateline/1.0`.
fn product(agent: &str) -> &str {
    agent.split(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_')).next().unwrap_or_default()
}

/// Whether a pattern matches the start of a path, or all of it when it ends in `$`. Linear: the parts between stars are
/// found one after the other, each as early as it can be.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut last = None;
    for part in parts {
        if let Some(before) = last.replace(part) {
            match rest.split_once(before) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
    }
    match (last, whole) {
        (None, whole) => !whole || rest.is_empty(),
        (Some(part), true) => rest.ends_with(part),
        (Some(part), false) => rest.contains(part),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/", "/a", true)]
    #[case("/fish", "/fish.html", true)]
    #[case("/fish", "/Fish", false)]
    #[case("/fish/", "/fish", false)]
    #[case("/*.php", "/folder/any.php.file.html", true)]
    #[case("/*.php$", "/filename.php", true)]
    #[case("/*.php$", "/filename.php?x", false)]
    #[case("/*.php$", "/a.php/b.php", true)]
    #[case("/fish*.php", "/fishheads/catfish.php?id=1", true)]
    #[case("/a*b*c", "/axxbyyc", true)]
    #[case("/a*b*c", "/axxcyyb", false)]
    #[case("/$", "/", true)]
    #[case("/$", "/a", false)]
    #[case("*", "/anything", true)]
    #[case("/**/x", "/a/b/x", true)]
    #[case("/a*a$", "/a", false)]
    fn patterns_match_as_the_standard_says(#[case] pattern: &str, #[case] path: &str, #[case] expected: bool) {
        assert_eq!(matches(pattern, path), expected);
    }

    #[test]
    fn the_longest_rule_decides_and_allow_wins_a_tie() {
        let robots =
            Robots::parse(b"User-agent: *\nDisallow: /p\nAllow: /public\nDisallow: /x\nAllow: /x\n", "Dateline");
        assert!(robots.allows("/public/1"));
        assert!(!robots.allows("/private"));
        assert!(robots.allows("/x"));
        assert!(robots.allows("/other"));
    }

    #[test]
    fn an_agents_own_group_goes_before_that_for_all() {
        let file = b"User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: dateline/2\nDisallow: /a\n\
                     User-agent: Dateline\nDisallow: /b\nCrawl-delay: 2.5\n";
        let robots = Robots::parse(file, "Dateline");
        assert!(robots.allows("/c"));
        assert!(!robots.allows("/a") && !robots.allows("/b"));
        assert_eq!(robots.crawl_delay(), Some(Duration::from_millis(2500)));
        assert!(!Robots::parse(file, "Unnamed").allows("/c"));
    }

    #[rstest]
    #[case("0.5", Some(500))]
    #[case("0,5", Some(500))]
    #[case("10s", Some(10_000))]
    #[case("10 # seconds", Some(10_000))]
    #[case("5 seconds", Some(5_000))]
    #[case("soon", None)]
    #[case("", None)]
    fn a_pause_is_read_however_it_is_written(#[case] value: &str, #[case] expected: Option<u64>) {
        let robots = Robots::parse(format!("\u{feff}User-agent: *\r\nCrawl-delay: {value}\r\n").as_bytes(), "Dateline");
        assert_eq!(robots.crawl_delay(), expected.map(Duration::from_millis));
    }

    #[test]
    fn a_longer_name_is_another_agent() {
        assert!(Robots::parse(b"User-agent: Datelines\nDisallow: /", "Dateline").allows("/"));
    }

    #[test]
    fn an_empty_disallow_allows_and_other_lines_do_not_end_a_group() {
        let robots = Robots::parse(b"User-agent: *\nSitemap: https://a.example/s.xml\nDisallow:\n", "Dateline");
        assert!(robots.allows("/a"));
        let robots = Robots::parse(b"User-agent: Dateline\nSitemap: x\nUser-agent: b\nDisallow: /", "Dateline");
        assert!(!robots.allows("/a"));
    }

    #[test]
    fn escapes_are_one_spelling() {
        let robots = Robots::parse("User-agent: *\nDisallow: /é\nDisallow: /%7euser\nDisallow: /a%2fb".as_bytes(), "D");
        assert!(!robots.allows("/%c3%A9"));
        assert!(!robots.allows("/~user"));
        assert!(!robots.allows("/a%2Fb"));
        assert!(robots.allows("/a/b"));
        assert!(robots.allows("/%"));
    }

    #[test]
    fn what_is_not_a_robots_file_allows_and_never_fails() {
        for file in [&b""[..], b"<html><p>Not found</p></html>", b"\xff\xfe\x00:\x00", b"Disallow: /", b":::\n::"] {
            assert!(Robots::parse(file, "Dateline").allows("/"));
        }
        let absurd = b"User-agent: *\nCrawl-delay: 1e999\nCrawl-delay: -4\nCrawl-delay: NaN";
        assert_eq!(Robots::parse(absurd, "Dateline").crawl_delay(), None);
    }

    #[test]
    fn what_is_over_the_size_is_not_read() {
        let mut file = vec![b'#'; MAX_BYTES];
        file.extend_from_slice(b"\nUser-agent: *\nDisallow: /");
        assert!(Robots::parse(&file, "Dateline").allows("/"));
        assert!(Robots::allow_all().allows("/a"));
    }

    #[test]
    fn a_rule_that_is_cut_off_is_none() {
        let mut file = b"User-agent: *\nDisallow: /a\n".to_vec();
        file.resize(MAX_BYTES - 12, b'#');
        file.extend_from_slice(b"\nDisallow: /private/");
        for end in [MAX_BYTES, file.len()] {
            let robots = Robots::parse(&file[..end], "Dateline");
            assert!(robots.allows("/b") && !robots.allows("/a"), "{end}");
        }
    }

    #[test]
    fn hostile_patterns_take_linear_time() {
        let pattern = "/".to_owned() + &"*a".repeat(50_000) + "$";
        assert!(!matches(&pattern, &("/".to_owned() + &"a".repeat(40_000))));
    }
}
