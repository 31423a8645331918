//! Web addresses and e-mail addresses inside a run of characters.

use std::ops::Range;

const TOP_LEVEL: [&str; 36] = [
    "com", "org", "net", "gov", "edu", "mil", "int", "info", "biz", "io", "ai", "app", "dev", "news", "tv", "me", "co",
    "uk", "us", "eu", "ca", "au", "de", "fr", "jp", "cn", "in", "il", "ru", "br", "za", "nz", "it", "es", "ch", "nl",
];

/// The bytes of the address in `run`, without the punctuation around it.
pub(super) fn find(run: &str) -> Option<Range<usize>> {
    if !run.contains(['.', '@']) {
        return None;
    }
    let start = run.len() - run.trim_start_matches(['(', '[', '<', '"', '“', '‘', '\'', '{']).len();
    let body = run.get(start..)?;
    if starts_link(body) {
        let end = body.find(['<', '>', '"', '“', '”', '|']).unwrap_or(body.len());
        return Some(start..start + without_tail(body.get(..end)?).len());
    }
    // What is looked at is bounded, so that a run of a million dots stays cheap.
    let length = body.bytes().take(256).take_while(|b| is_address_byte(*b)).count();
    let address = without_tail(body.get(..length)?);
    (length < 256 && (is_mail(address) || is_domain(address))).then(|| start..start + address.len())
}

fn starts_link(body: &str) -> bool {
    ["http://", "https://", "ftp://", "www.", "mailto:", "HTTP://", "HTTPS://", "WWW."]
        .iter()
        .any(|p| body.starts_with(p))
        && body.len() > 8
}

fn without_tail(address: &str) -> &str {
    let address = address.strip_suffix("'s").or_else(|| address.strip_suffix("’s")).unwrap_or(address);
    address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '"', '’', '”', '…', '—'])
}

fn is_address_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'@' | b'+' | b'%')
}

fn is_mail(address: &str) -> bool {
    let Some((user, domain)) = address.split_once('@') else { return false };
    !user.is_empty()
        && !domain.contains('@')
        && domain.split_once('.').is_some_and(|(host, top)| !host.is_empty() && !top.is_empty())
}

/// `example.com`: lower-case labels under a usual top-level domain, or any case under `.com` and its like.
fn is_domain(address: &str) -> bool {
    let Some((host, top)) = address.rsplit_once('.') else { return false };
    let labels = host.split('.').all(|l| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    labels
        && host.len() > 1
        && host.bytes().any(|b| b.is_ascii_alphabetic())
        && TOP_LEVEL.contains(&top)
        && (top.len() > 2 || !host.contains(char::is_uppercase))
        && !is_spelled(host)
}

/// `p.m.in` and `U.S.us` are abbreviations run into a word, not hosts.
fn is_spelled(host: &str) -> bool {
    host.split('.').all(|label| label.len() == 1)
}
