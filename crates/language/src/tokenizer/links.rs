//! Web addresses, e-mail addresses and file names inside a run of characters.

use std::ops::Range;

const TOP_LEVEL: [&str; 36] = [
    "com", "org", "net", "gov", "edu", "mil", "int", "info", "biz", "io", "ai", "app", "dev", "news", "tv", "me", "co",
    "uk", "us", "eu", "ca", "au", "de", "fr", "jp", "cn", "in", "il", "ru", "br", "za", "nz", "it", "es", "ch", "nl",
];
/// Top-level domains that are English words: a bare `do.it` is two words without their space.
const WORDS_TOO: [&str; 4] = ["in", "it", "me", "us"];
/// Hierarchies of Usenet.
const NEWSGROUPS: [&str; 7] = ["alt", "comp", "misc", "rec", "sci", "soc", "talk"];
const EXTENSIONS: [&str; 26] = [
    "doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "txt", "rtf", "csv", "xml", "htm", "html", "php", "zip", "exe",
    "jpg", "jpeg", "png", "gif", "mp3", "mp4", "avi", "mov", "wav", "url",
];

/// Longest address without a scheme, in bytes: what is looked at is bounded, so that a run of a million dots stays cheap.
const LONGEST: usize = 256;

/// The bytes of the first address in `run`, without the punctuation around it.
pub(super) fn find(run: &str) -> Option<Range<usize>> {
    if !may_have_link(run.as_bytes()) {
        return None;
    }
    let mut at = 0;
    loop {
        at += run.as_bytes().iter().skip(at).position(|b| is_address_byte(*b))?;
        let rest = run.get(at..)?;
        let length = rest.bytes().take_while(|b| is_address_byte(*b)).count();
        let found = if starts_link(rest) { Some(whole(rest)) } else { bare(rest, length) };
        if let Some(link) = found {
            return Some(at + link.start..at + link.end);
        }
        at += length;
    }
}

/// A cheap look: an at sign, or a full stop with a letter or digit after it.
fn may_have_link(run: &[u8]) -> bool {
    run.windows(2)
        .any(|pair| matches!(pair, [b'.', next] if next.is_ascii_alphanumeric()) || pair.first() == Some(&b'@'))
}

fn starts_link(body: &str) -> bool {
    const STARTS: [&str; 5] = ["http://", "https://", "ftp://", "www.", "mailto:"];
    let starts = |p: &&str| body.get(..p.len()).is_some_and(|start| start.eq_ignore_ascii_case(p));
    body.len() > 8 && STARTS.iter().any(starts)
}

/// All that belongs to an address with a scheme or a path.
fn whole(body: &str) -> Range<usize> {
    let end = body.find(['<', '>', '"', '“', '”', '|']).unwrap_or(body.len());
    0..without_tail(body.get(..end).unwrap_or_default()).len()
}

/// An address without a scheme, or a file name, of which the run of address characters has `length` bytes.
fn bare(rest: &str, length: usize) -> Option<Range<usize>> {
    let segment = rest.get(..length).filter(|_| length < LONGEST)?;
    let inner = segment.trim_start_matches(['.', '-', '_', '#', '~', '%', '+']);
    let start = segment.len() - inner.len();
    let address = without_tail(inner);
    let end = start + address.len();
    if is_domain(address) && rest.get(end..)?.starts_with('/') {
        return Some(start..start + whole(rest.get(start..)?).end);
    }
    (is_mail(address) || is_domain(address) || is_file(address)).then_some(start..end)
}

fn without_tail(address: &str) -> &str {
    let address = address.strip_suffix("'s").or_else(|| address.strip_suffix("’s")).unwrap_or(address);
    address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '"', '’', '”', '…', '—', '-'])
}

fn is_address_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'@' | b'+' | b'%' | b'#' | b'~')
}

/// `ada@example.org`, and `ada@HOST` as mail systems inside a company write it.
fn is_mail(address: &str) -> bool {
    let Some((user, host)) = address.split_once('@') else { return false };
    !user.is_empty()
        && user.bytes().any(|b| b.is_ascii_alphanumeric())
        && host.len() > 1
        && host.starts_with(|c: char| c.is_ascii_alphabetic())
        && !host.contains('@')
}

/// `example.com`: labels under a usual top-level domain, capitals only under `.com` and its like.
fn is_domain(address: &str) -> bool {
    let Some((host, top)) = address.rsplit_once('.') else { return false };
    let label = |l: &str| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if host.len() < 2 || !address.split('.').all(label) || !host.bytes().any(|b| b.is_ascii_alphabetic()) {
        return false;
    }
    let group = host.split('.').next().is_some_and(|first| NEWSGROUPS.contains(&first));
    group && !address.contains(char::is_uppercase)
        || (TOP_LEVEL.contains(&top) || top == "Com" || top == "COM")
            && (top.len() > 2 || !host.contains(char::is_uppercase))
            && (!WORDS_TOO.contains(&top) || host.contains(['.', '-']))
            && !is_spelled(host)
}

/// `p.m.in` and `U.S.us` are abbreviations run into a word, not hosts.
fn is_spelled(host: &str) -> bool {
    host.split('.').all(|label| label.len() == 1)
}

/// `minutes-2.doc`.
fn is_file(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    is_extension(extension) && stem.bytes().any(|b| b.is_ascii_alphanumeric()) && !stem.contains('@')
}

/// Whether this is the usual ending of a file name, in one case.
pub(super) fn is_extension(word: &str) -> bool {
    let one_case = word.bytes().all(|b| !b.is_ascii_uppercase()) || word.bytes().all(|b| !b.is_ascii_lowercase());
    one_case && EXTENSIONS.iter().any(|known| word.eq_ignore_ascii_case(known))
}
