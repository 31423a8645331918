//! What is known of the article before its text is read: lines that say it again are none of its sentences.

use dateline_record::v1::paragraph::Kind;

use super::super::{blocks::Block, main_text::ends_sentence, phrases};
use crate::bylines;

/// What the page's metadata says of the article.
pub(crate) struct Known<'a> {
    pub(crate) title: &'a str,
    pub(crate) authors: &'a [String],
    /// What it says the article is about.
    pub(crate) summary: &'a str,
    /// Years and days of the month on which it says that the article was published and changed.
    pub(crate) days: &'a [(u16, u8)],
}

impl Known<'_> {
    /// Whether a line is authors' names and little else, whatever their case.
    pub(in crate::html) fn is_author(&self, text: &str) -> bool {
        /// Bytes of such a line at most, and letters beside the names.
        const MOST: usize = 160;
        const MOST_BESIDE: usize = 16;
        if text.len() > MOST || self.authors.is_empty() {
            return false;
        }
        let line = text.to_lowercase();
        let named: usize = self.authors.iter().map(|author| letters_of(&line, &author.to_lowercase())).sum();
        let letters = line.chars().filter(|c| c.is_alphabetic()).count();
        named > 0 && (letters.saturating_sub(named) <= MOST_BESIDE || phrases::is_byline(text))
    }

    /// Whether a short line has an author's name.
    fn names_author(&self, text: &str) -> bool {
        const MOST: usize = 160;
        text.len() <= MOST && self.authors.iter().any(|author| author.contains(' ') && text.contains(author.as_str()))
    }

    /// Whether a line tells when the article was published or changed, by whom or not, and if it is the first where else and on what.
    /// Other days are those of what it reports.
    pub(super) fn is_dated_line(&self, block: &Block, is_first: bool) -> bool {
        /// Bytes of such a line at most.
        const MOST: usize = 200;
        let numbers =
            || block.text.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u16>().ok());
        let tells = |(year, day): &(u16, u8)| {
            numbers().any(|number| number == *year) && numbers().any(|number| number == u16::from(*day))
        };
        let is_strung = || block.text.len() <= MOST && (is_first || block.text.contains(" | "));
        matches!(block.kind, Kind::Body | Kind::ListItem)
            && (phrases::is_dated(&block.text) || self.names_author(&block.text) || is_strung())
            && (!ends_sentence(&block.text) || ends_with_half_day(&block.text))
            && self.days.iter().any(tells)
    }
}

/// `Updated at July 18, 2013 12:21 pm.`
fn ends_with_half_day(text: &str) -> bool {
    let text = text.trim_end_matches('.').to_lowercase();
    let before = ["am", "pm", "a.m", "p.m"].iter().find_map(|half| text.strip_suffix(half));
    before.is_some_and(|before| before.trim_end().ends_with(|c: char| c.is_ascii_digit()))
}

/// Letters of a name where it stands in a line as whole words, each time. Digits of a time may stand before it without a space.
fn letters_of(line: &str, name: &str) -> usize {
    bylines::places_of(line, name, char::is_alphabetic).count() * name.chars().filter(|c| c.is_alphabetic()).count()
}
