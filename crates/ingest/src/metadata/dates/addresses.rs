//! Days in the addresses of articles.

use dateline_record::v1::{DocumentTime, document_time::Origin};
use url::Url;

use crate::times::{self, Style};

/// A day in the path: `/2024/04/02/`, `/2024/apr/02/`, `/20240402/`, `/20240402-12345` or `/2024-04-02-title`, or a day
/// that begins a value of the query, `?id=20240402-12345`.
pub(super) fn day_in(url: &str) -> Option<DocumentTime> {
    let url = Url::parse(url).ok()?;
    let parts: Vec<&str> = url.path_segments()?.collect();
    // Sections may stand between: `/2024/world/04/02/`.
    let spread = |between: usize| {
        parts.windows(between + 3).find_map(|window| match window {
            [year, .., month, date] => day(year, month, date),
            _ => None,
        })
    };
    let spread = (0..=2).find_map(spread);
    spread
        .or_else(|| parts.iter().find_map(|part| beginning(part)))
        .or_else(|| url.query_pairs().find_map(|(_, value)| beginning(&value)))
}

/// The day that a part of an address begins with, and nothing else but what a hyphen sets apart.
fn beginning(part: &str) -> Option<DocumentTime> {
    let at = |from: usize, to: usize| part.get(from..to);
    let ends = |length: usize| part.len() == length || part.as_bytes().get(length) == Some(&b'-');
    if ends(8) {
        return day(at(0, 4)?, at(4, 6)?, at(6, 8)?);
    }
    let mut numbers = at(0, 10).filter(|_| ends(10))?.split('-');
    day(numbers.next()?, numbers.next()?, numbers.next()?)
}

fn day(year: &str, month: &str, day: &str) -> Option<DocumentTime> {
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !(year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) && digits(day)) {
        return None;
    }
    match digits(month) {
        true => times::parse(&format!("{year}-{month:0>2}-{day:0>2}"), Origin::Inferred),
        false => times::written(&format!("{day} {month} {year}"), Style::default(), Origin::Inferred),
    }
}
