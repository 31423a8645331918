//! What the mail server of an organization puts over each message from outside: to beware of it. It is not of the message.

use std::ops::Range;

use super::{lines::Line, tags::pieces};

/// Lines at the start that are looked at, and characters of such a warning.
const LINES: usize = 6;
const LONGEST: usize = 400;

/// What it begins with, in small letters, after brackets and stars.
const BEGINS: [&str; 14] = [
    "caution",
    "warning",
    "external",
    "attention",
    "notice",
    "alert",
    "be careful",
    "this email",
    "this e-mail",
    "this message",
    "you don't often get email",
    "achtung",
    "vorsicht",
    "externe",
];

/// What it says, in small letters.
const SAYS: [&str; 16] = [
    "originated from outside",
    "originated outside",
    "originates from outside",
    "came from outside",
    "comes from outside",
    "was sent from outside",
    "from an external s",
    "external email",
    "external e-mail",
    "external sender",
    "email is external",
    "don't often get email from",
    "do not click links or open attachments",
    "do not click on links or open attachments",
    "von außerhalb",
    "externer absender",
];

/// Where such a warning stands in a message, by its lines.
pub(super) fn find(lines: impl Iterator<Item = Line>) -> Option<Range<usize>> {
    lines
        .filter(|line| !line.text.is_empty())
        .take(LINES)
        .find(|line| warns(&line.text))
        .map(|line| line.start..line.end)
}

fn warns(line: &str) -> bool {
    if line.chars().count() > LONGEST {
        return false;
    }
    let line = line.to_lowercase().replace('’', "'");
    let said = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    BEGINS.iter().any(|begin| said.starts_with(begin)) && SAYS.iter().any(|says| said.contains(says))
}

/// The tags in a piece of HTML, without what is between them.
pub(super) fn tags(html: &str) -> String {
    pieces(html).map(|piece| piece.tag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::mail::lines;

    #[rstest::rstest]
    #[case::exchange("CAUTION: This email originated from outside the organization.\n\nThe council met.")]
    #[case::marked("[EXTERNAL EMAIL] Do not click links or open attachments.\nThe council met.")]
    #[case::below_a_greeting(
        "FYI\n\n*** Warning: this message came from outside of the university ***\nThe council met."
    )]
    #[case::outlook(
        "You don’t often get email from press@paper.example. Learn why this is important\nThe council met."
    )]
    #[case::german("ACHTUNG: Diese E-Mail stammt von außerhalb der Stadt.\nThe council met.")]
    fn warnings_are_found(#[case] text: &str) {
        let found = text.get(find(lines::of_text(text)).unwrap()).unwrap();
        assert!(!found.contains("council") && !found.contains("FYI"), "{text}");
    }

    #[rstest::rstest]
    #[case("Caution: roads may be icy, the council said.")]
    #[case("The message originated from outside the city, police said.")]
    #[case("One\nTwo\nThree\nFour\nFive\nSix\nCaution: this email originated from outside.")]
    fn texts_are_none(#[case] text: &str) {
        assert_eq!(find(lines::of_text(text)), None);
    }

    #[test]
    fn of_html_the_tags_stay() {
        let html = "<body><div><p><b>CAUTION:</b> This email originated from outside.</p></div><p>The council met.</p>";
        let found = find(lines::of_html(html)).unwrap();
        assert_eq!(tags(html.get(found).unwrap()), "</b></p>");
        assert_eq!(tags("<p>a<b>b</b"), "<p><b></b");
    }
}
