//! What the forms of the wires have in common: the status of an item and its versions, the roles of its parts, notes to editors,
//! the dateline, and who signs a text.

use crate::{
    bylines, decode,
    forms::xml::{Element, Node},
};

/// As an item is counted that may not be published yet.
pub(super) const WITHHELD: &str = "news item that is withheld";

/// As an item is counted that is a picture or the like.
pub(super) const NO_TEXT: &str = "news item other than text";

/// Why an item is not to be published, by its status.
pub(crate) fn withdrawn(status: &str) -> Option<&'static str> {
    match status.to_ascii_lowercase().as_str() {
        "canceled" | "cancelled" | "killed" => Some("news item that is cancelled"),
        "withheld" => Some(WITHHELD),
        _ => None,
    }
}

/// Whether an item of a wire was sent before, by the number of its version: the first is made after its content was, and is no
/// change of it. Where it has no number, that it says when it was first made shows that.
pub(super) fn is_later_version(version: &str, has_first: bool) -> bool {
    version.trim().parse::<u64>().map_or(has_first, |number| number > 1)
}

/// A code without its scheme: `usable` of `stat:usable`, or of a URI that ends in it.
pub(super) fn bare_code(code: &str) -> &str {
    code.rsplit([':', '/', '#']).next().unwrap_or_default()
}

/// Whether the role that a producer gives a headline or a description is that of a standfirst.
pub(super) fn is_of_standfirst(role: &str) -> bool {
    const ROLES: [&str; 11] = [
        "sub",
        "subtitle",
        "subhead",
        "subheadline",
        "subheading",
        "standfirst",
        "deck",
        "dek",
        "chapo",
        "untertitel",
        "unterzeile",
    ];
    let role: String = bare_code(role).chars().filter(|c| c.is_alphanumeric()).collect();
    ROLES.iter().any(|own| role.eq_ignore_ascii_case(own))
}

/// Whether the role of a description is that of what tells of the text: one of a caption tells of a picture.
pub(super) fn is_of_summary(role: &str) -> bool {
    let role = role.to_lowercase();
    role.is_empty() || role.ends_with("summary") || role.ends_with("abstract")
}

/// Takes out what is said to the editors who receive a text.
pub(super) fn leave_out_notes(element: &mut Element) {
    element.children.retain_mut(|node| match node {
        Node::Text(_) => true,
        Node::Element(element) if is_for_editors(element) => false,
        Node::Element(element) => {
            leave_out_notes(element);
            true
        }
    });
}

/// Takes the prefixes off the names of what is in an element: each vocabulary of texts may have any.
pub(super) fn drop_prefixes(element: &mut Element) {
    for node in &mut element.children {
        let Node::Element(element) = node else { continue };
        if let Some((_, local)) = element.name.split_once(':') {
            element.name = local.to_owned();
        }
        drop_prefixes(element);
    }
}

/// HTML that is written as the text of an element.
pub(super) fn escaped_html(element: &Element) -> Option<String> {
    let text = Some(element).filter(|element| element.elements().next().is_none()).map(Element::raw_text)?;
    decode::is_html(&text, "").then_some(text)
}

/// Whether an element is a note to editors by what the standard, or the producer's own HTML, calls it.
fn is_for_editors(element: &Element) -> bool {
    const NOTES: [&str; 5] = ["notepad", "ednote", "editorsnote", "editornote", "editorialnote"];
    let is_note = |word: &str| {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        NOTES.iter().any(|note| word.eq_ignore_ascii_case(note))
    };
    ["class", "noteclass"].iter().any(|name| element.attribute(name).split_whitespace().any(is_note))
}

/// Paragraphs of which one may begin with the dateline: there may be a summary before it.
const OPENING: usize = 4;

/// The text, its dateline before the first words where none of its first paragraphs begins with it.
///
/// The wires mark their paragraphs: a page reader has nothing to find in them, and would take some for boilerplate.
pub(super) fn with_dateline(dateline: &str, text: &str) -> String {
    let dateline = dateline.trim().trim_end_matches(['-', '–', '—', ' ']);
    if text.is_empty() || dateline.is_empty() || text.split("\n\n").take(OPENING).any(|line| line.starts_with(dateline))
    {
        return text.to_owned();
    }
    format!("{dateline} — {text}")
}

/// The authors in the byline of a text whose language may be known: its word for `by` is no part of a name.
pub(super) fn authors(line: &str, language: &str) -> Vec<String> {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let named = bylines::by_whom(line, &primary).unwrap_or_default();
    let persons: Vec<String> = named.into_iter().filter(|name| bylines::is_person(name)).collect();
    if persons.is_empty() { bylines::given(line) } else { persons }
}

/// Whether a name is how an editor logs in, or signs: `writer.anna`, `aw/bc`.
pub(super) fn is_login(name: &str) -> bool {
    !name.contains(' ') && !name.contains(char::is_uppercase) && name.is_ascii()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn what_is_withdrawn_is_told_in_any_case() {
        assert_eq!(["Canceled", "killed"].map(withdrawn), [Some("news item that is cancelled"); 2]);
        assert_eq!(["withheld", "usable", ""].map(withdrawn), [Some(WITHHELD), None, None]);
    }

    #[rstest]
    #[case("hldrole:sub", true)]
    #[case("http://cv.example.org/roles/sub-headline", true)]
    #[case("main", false)]
    #[case("summary", false)]
    fn roles_name_a_standfirst(#[case] role: &str, #[case] expected: bool) {
        assert_eq!(is_of_standfirst(role), expected);
    }
}
