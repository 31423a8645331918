//! Lines above a headline, and between it and the text, that are neither: what a release is called, from when on it may be
//! printed, whom to ask; the slugs of agencies; what pages set beside the text.

use super::LONGEST;

// Extraction asks of every paragraph, and has tables of its own for that (`paragraphs::kinds::releases`): a word for releases
// belongs in both.

/// What a text that is sent to papers is called above its headline, in small letters.
const RELEASES: [&str; 18] = [
    "press release",
    "news release",
    "media release",
    "pressemitteilung",
    "presseinformation",
    "communiqué de presse",
    "communiqué",
    "comunicado de prensa",
    "nota de prensa",
    "comunicato stampa",
    "comunicado de imprensa",
    "persbericht",
    "pressmeddelande",
    "informacja prasowa",
    "пресс-релиз",
    "nota à imprensa",
    "pressemelding",
    "basın bülteni",
];

/// What says from when on it may be printed, at the start of a line in small letters.
const RELEASED: [&str; 21] = [
    "for immediate release",
    "for immediate use",
    "for release",
    "for publication",
    "not for publication before",
    "embargo:",
    "embargoed until",
    "embargoed till",
    "embargoed for",
    "strictly embargoed",
    "under embargo",
    "sperrfrist",
    "zur sofortigen veröffentlichung",
    "pour diffusion immédiate",
    "sous embargo",
    "para publicación inmediata",
    "para distribución inmediata",
    "per diffusione immediata",
    "para divulgação imediata",
    "voor onmiddellijke publicatie",
    "not for release before",
];

/// How to reach who sends it, in small letters.
const REACHED: [&str; 14] = [
    "contact:",
    "contacts:",
    "media contact:",
    "press contact:",
    "phone:",
    "telephone:",
    "tel:",
    "tel.:",
    "mobile:",
    "fax:",
    "email:",
    "e-mail:",
    "kontakt:",
    "pressekontakt:",
];

/// Words of agencies above a report.
const OF_WIRES: [&str; 6] = ["URGENT", "BULLETIN", "FLASH", "NEWS ALERT", "EMBARGO", "ADVISORY"];

/// Kinds of what a release tells, between its headline and who sends it, in small letters.
const KINDS: [&str; 4] =
    ["peer-reviewed publication", "reports and proceedings", "business announcement", "grant and award announcement"];

/// What pages set between the headline and the text, in small letters.
const FURNITURE: [&str; 14] = [
    "published",
    "updated",
    "share",
    "save",
    "print",
    "comments",
    "advertisement",
    "listen",
    "image caption",
    "close",
    "news provided by",
    "copy link",
    "share this",
    "share this article",
];

/// Fields that may stand under a headline, in small letters.
const FIELDS: [&str; 10] =
    ["from", "date", "published", "source", "section", "location", "category", "tags", "topic", "reading time"];

/// Whether a line stands above a headline and is none.
pub(super) fn is(line: &str) -> bool {
    is_release(line) || is_of_wire(line) || is_masthead(line) || begins_with(line, &REACHED)
}

/// Whether a line says that the text is sent to papers, or from when on they may print it.
pub(super) fn is_release(line: &str) -> bool {
    let bare = small(line);
    let released = RELEASED.iter().any(|start| bare.starts_with(start)) && !line.ends_with('.');
    // `For release of the men` is a headline.
    let is_general = bare.starts_with("for release ") || bare.starts_with("for publication ");
    let whole = !is_general || line.contains(|c: char| c.is_ascii_digit());
    line.chars().count() <= LONGEST && ((released && whole) || RELEASES.contains(&bare.as_str()))
}

/// Whether a line between the headline and the text tells of what kind a release is.
pub(super) fn is_kind(line: &str) -> bool {
    line.len() <= LONGEST && KINDS.contains(&small(line).as_str())
}

/// Whether a line between the headline and the text is a page's own.
pub(super) fn is_furniture(line: &str) -> bool {
    let bare = small(line);
    let reads = || bare.ends_with(" read") && bare.starts_with(|c: char| c.is_ascii_digit());
    let ago = || bare.ends_with(" ago") && bare.split(' ').count() <= 4;
    line.chars().count() <= LONGEST
        && (FURNITURE.contains(&bare.as_str())
            || bare.starts_with("image source,")
            || bare.starts_with("image caption,")
            || reads()
            || ago())
}

/// Whether a line is a field under a headline: `From: Department of Walls`.
pub(super) fn is_field(line: &str) -> bool {
    let name = line.split_once(':').map(|(name, _)| name.trim().to_lowercase());
    name.is_some_and(|name| FIELDS.contains(&name.as_str()))
}

/// A slug, an instruction to editors, a word of an agency.
fn is_of_wire(line: &str) -> bool {
    let slug = ["BC-", "AM-", "PM-"].iter().any(|start| line.starts_with(start));
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    line.len() <= LONGEST
        && (slug
            || OF_WIRES.contains(&bare)
            || begins_with(line, &["eds:", "(eds:", "editors:"])
            || line.ends_with("///")
            || bare.is_empty())
}

/// The name of a paper and the day, apart in a line, as over a page.
fn is_masthead(line: &str) -> bool {
    let last = line.rsplit("   ").next().filter(|last| last.len() < line.len() && line.len() <= LONGEST * 2);
    last.is_some_and(|last| super::dated(last.trim()).is_some())
}

fn begins_with(line: &str, starts: &[&str]) -> bool {
    let line = line.get(..line.floor_char_boundary(LONGEST.min(line.len()))).unwrap_or_default().to_lowercase();
    starts.iter().any(|start| line.starts_with(start))
}

/// A line in small letters without the marks around it.
fn small(line: &str) -> String {
    let line = line.get(..line.floor_char_boundary((LONGEST * 4).min(line.len()))).unwrap_or_default();
    line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_told_from_headlines() {
        for line in [
            "FOR PUBLICATION 6 MARCH 2024",
            "Not for publication before Friday",
            "For release: 6 March",
            "Pressemelding",
        ] {
            assert!(is_release(line), "{line}");
        }
        assert!(!is_release("For publication of the list, a vote") && !is_release("For release of the men"));
    }
}
