//! What forms tell beside the text of an article: its standfirst, and the picture that leads it.

use super::markup::{resolved, shown};
use crate::{folded, html, metadata};

/// Texts that are looked at for one that is a standfirst, at most: each is compared with the whole text.
const MOST: usize = 5;

/// The first of some texts that is the standfirst of another, in HTML or plain text: one sentence or two that it has not.
/// Software takes a text's beginning for a summary.
pub(super) fn standfirst(summaries: impl IntoIterator<Item = String>, text: &str, url: &str) -> String {
    let mut own = None;
    let mut is_new = |summary: &str| {
        let own = own.get_or_insert_with(|| metadata::letters(&shown(text)));
        !own.contains(summary)
    };
    for summary in summaries.into_iter().filter(|summary| !summary.trim().is_empty()).take(MOST) {
        let Some(line) = short(&summary, url) else { continue };
        let letters = metadata::letters(&line);
        if !letters.is_empty() && is_new(&letters) {
            return line;
        }
    }
    String::new()
}

/// A summary as one line, where it is no longer than a standfirst and does not break off.
fn short(summary: &str, url: &str) -> Option<String> {
    /// Characters of one at most, and bytes of its mark-up.
    const LONGEST: usize = 400;
    const MARKED_UP: usize = 16 << 10;
    if summary.len() > MARKED_UP {
        return None;
    }
    let text = folded(&shown(&resolved(summary)));
    let is_short = !text.is_empty() && text.chars().count() <= LONGEST && !html::extent(summary, url).breaks_off;
    is_short.then_some(text)
}

/// The address of a picture, unless it is a logo or what software shows where there is none.
pub(super) fn picture(address: String) -> String {
    if metadata::is_stand_in(&address) { String::new() } else { address }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standfirst_is_not_in_the_text() {
        let text = "<p>Talks on the harbour resumed.</p><p>Nobody spoke.</p>";
        let told = |summaries: &[&str]| standfirst(summaries.iter().map(|text| (*text).to_owned()), text, "");
        assert_eq!(told(&["Talks on the harbour resumed", "<p>The town &amp; its quay</p>"]), "The town & its quay");
        assert_eq!(told(&["The town and its […]", &"word ".repeat(100)]), "");
        assert_eq!(
            told(&["", " ", "Nobody spoke.", "Nobody spoke.", "Nobody spoke.", "Nobody spoke.", "spoke", "A quay"]),
            ""
        );
    }

    #[test]
    fn many_summaries_and_long_ones_take_no_time() {
        let started = std::time::Instant::now();
        let text = "<p>Talks on the harbour resumed.</p>".repeat(10_000);
        let many = std::iter::repeat_with(|| "Talks on the harbour".to_owned()).take(100_000);
        assert_eq!(standfirst(many, &text, ""), "");
        assert_eq!(standfirst(["<b>".repeat(4 << 20)], &text, ""), "");
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
