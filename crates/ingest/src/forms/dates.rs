//! When an article was published and changed, of the dates that a form gives of it.

use dateline_record::v1::document_time::Origin;

use crate::times;

/// The first of some dates that can be read; where there is none, the first: what is no date is refused with its article
/// rather than dropped.
pub(super) fn first_date(dates: impl IntoIterator<Item = String>) -> String {
    let mut dates: Vec<String> = dates.into_iter().filter(|date| !date.trim().is_empty()).collect();
    let readable = dates.iter().position(|date| times::read(date, Origin::Given).is_some());
    if dates.is_empty() { String::new() } else { dates.swap_remove(readable.unwrap_or(0)) }
}

/// When an article is published that is dated so and may not be published before another time: at the later of both. What is
/// no time is refused with its article: nobody knows how long it is to be kept.
pub(crate) fn not_before(published: String, released: &str) -> String {
    if released.trim().is_empty() || (second(released).is_some() && second(&published) >= second(released)) {
        return published;
    }
    released.trim().to_owned()
}

/// When an article was last changed that was published at some time: the first of some dates that lies later. Where none can
/// be read it is the first of them, for whoever reads the article to tell that it is none.
pub(super) fn changed(published: &str, dates: impl IntoIterator<Item = String>) -> String {
    let dates: Vec<String> = dates.into_iter().filter(|date| !date.trim().is_empty()).collect();
    let since = second(published);
    match dates.iter().find(|date| second(date) > since) {
        Some(later) => later.clone(),
        None if dates.iter().all(|date| second(date).is_none()) => dates.into_iter().next().unwrap_or_default(),
        None => String::new(),
    }
}

/// When a date as it is given is, in seconds since 1970; none where it cannot be read.
pub(super) fn second(date: &str) -> Option<i64> {
    times::read(date, Origin::Given).and_then(|time| times::second(&time))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2024-04-02T10:00:00Z", &["2024-04-02T09:00:00Z", "2024-04-02T12:00:00+01:00"], "2024-04-02T12:00:00+01:00")]
    #[case("2024-04-02T10:00:00Z", &["20240402T100000Z", "soon"], "")]
    #[case("2024-04-02T10:00:00Z", &["", "soon"], "soon")]
    #[case("", &["2024-04-02"], "2024-04-02")]
    fn a_change_is_later_than_publication(#[case] published: &str, #[case] dates: &[&str], #[case] expected: &str) {
        assert_eq!(changed(published, dates.iter().map(|date| (*date).to_owned())), expected);
    }
}
