//! What headers say of an answer: when to ask again, what to ask with, and that a guard gave it.

use std::time::Duration;

use jiff::{Timestamp, civil::DateTime, fmt::rfc2822, tz::TimeZone};
use reqwest::header::HeaderMap;
use serde::{Deserialize, Serialize};

use super::{body, now};

/// What a server said of the content it sent, to ask later whether there is newer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Validators {
    /// Its `ETag`; empty when there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub etag: String,
    /// Its `Last-Modified`, as written by the server; empty when there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub last_modified: String,
}

impl Validators {
    /// What an answer has of them. A time of change that is not yet come is no such time: a server that compares would say
    /// until then that nothing is new.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let text = |name| body::text(headers, name).to_owned();
        let sent = http_date(body::text(headers, "date")).unwrap_or_default().max(now());
        let last_modified = Some(text("last-modified")).filter(|text| http_date(text).is_some_and(|at| at <= sent));
        Self { etag: text("etag"), last_modified: last_modified.unwrap_or_default() }
    }

    /// The headers that ask for what is newer.
    pub(super) fn conditions(&self) -> Vec<(&'static str, String)> {
        let pairs = [("if-none-match", &self.etag), ("if-modified-since", &self.last_modified)];
        pairs.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.clone())).collect()
    }
}

/// Whether an answer asks for proof that a person reads: by the marks of those who guard sites, set whatever the status.
pub(super) fn is_challenge(headers: &HeaderMap) -> bool {
    ["cf-mitigated", "x-amzn-waf-action"]
        .iter()
        .any(|name| matches!(body::text(headers, name).trim(), "challenge" | "captcha" | "block"))
}

/// For how long a server asks to be left alone: seconds, or a date.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = body::text(headers, "retry-after").trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    Some(http_date(text)?.duration_since(now()).try_into().unwrap_or(Duration::ZERO))
}

/// A date in one of the three forms that are to be understood (RFC 9110, 5.6.7).
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    const OBSOLETE: [&str; 2] = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let text = text.trim();
    let obsolete = |form: &str| TimeZone::UTC.to_timestamp(DateTime::strptime(form, text).ok()?).ok();
    let usual = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok();
    usual.or_else(|| OBSOLETE.iter().find_map(|form| obsolete(form)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn headers(lines: &[(&str, &str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn quiet_is_asked_for_in_seconds_or_until_a_date() {
        let asked = |value: &str| retry_after(&headers(&[("retry-after", value)]));
        assert_eq!(asked("120"), Some(Duration::from_secs(120)));
        assert_eq!(asked(" 0 "), Some(Duration::ZERO));
        assert_eq!(asked("99999999999999999999999"), Some(Duration::MAX));
        assert_eq!(asked("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        assert!(asked("Tue, 31 Dec 2199 23:59:59 GMT") > Some(Duration::from_secs(1 << 30)));
        for nothing in ["soon", "-5", "1.5", ""] {
            assert_eq!(asked(nothing), None, "{nothing}");
        }
    }

    #[rstest]
    #[case("Sun, 06 Nov 1994 08:49:37 GMT")]
    #[case("Sunday, 06-Nov-94 08:49:37 GMT")]
    #[case("Sun Nov  6 08:49:37 1994")]
    fn a_date_is_read_in_its_three_forms(#[case] text: &str) {
        assert_eq!(http_date(text).map(Timestamp::as_second), Some(784_111_777));
    }

    #[rstest]
    #[case("W/\"7\"", "Mon, 02 Mar 2020 10:00:00 GMT", &["if-none-match", "if-modified-since"])]
    #[case("", "Mon, 02 Mar 2020 10:00:00 GMT", &["if-modified-since"])]
    // Not yet, and no date.
    #[case("\"7\"", "Sat, 02 Mar 2199 10:00:00 GMT", &["if-none-match"])]
    #[case("", "Sat, 02 Mar 2199 10:00:00 GMT", &[])]
    #[case("", "yesterday", &[])]
    fn what_is_asked_with_is_what_can_tell(#[case] etag: &str, #[case] modified: &str, #[case] expected: &[&str]) {
        let lines = [("etag", etag), ("last-modified", modified)];
        let lines: Vec<_> = lines.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let asked: Vec<_> = Validators::of(&headers(&lines)).conditions().into_iter().map(|(name, _)| name).collect();
        assert_eq!(asked, expected);
    }
}
