//! Texts that offices send to papers: what stands around the news in them.

use dateline_record::v1::paragraph::Kind;

use super::{HEADING_WORDS, is_label, words};

/// Bytes of a line that says so at most.
const LONGEST: usize = 200;

/// Paragraphs in which a release says that it is one.
const HEAD: usize = 10;

/// Words of a paragraph of text.
const PROSE: usize = 8;

// The reader of plain text asks of lines above a headline, and has tables of its own for that (`text::above` in `dateline-ingest`):
// a word for releases belongs in both.

/// What a release is called over its headline, in small letters.
const CALLED: [&str; 20] = [
    "press release",
    "news release",
    "media release",
    "peer-reviewed publication",
    "news provided by",
    "pressemitteilung",
    "presseinformation",
    "communiqué de presse",
    "communiqué",
    "comunicado de prensa",
    "nota de prensa",
    "comunicato stampa",
    "comunicado de imprensa",
    "nota à imprensa",
    "persbericht",
    "pressmeddelande",
    "pressemelding",
    "informacja prasowa",
    "basın bülteni",
    "пресс-релиз",
];

/// What says from when on it may be published, at the start of a line in small letters.
const RELEASED: [&str; 21] = [
    "for immediate release",
    "for immediate use",
    "for release",
    "for publication",
    "not for release before",
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
];

/// Services that send releases, as they stand in datelines.
const SERVICES: [&str; 11] = [
    "PRNewswire",
    "BUSINESS WIRE",
    "GLOBE NEWSWIRE",
    "GlobeNewswire",
    "ACCESSWIRE",
    "Newsfile",
    "EINPresswire",
    "(ots)",
    "(EQS)",
    "Marketwired",
    "/CNW",
];

/// Headings over notes, legal text and addresses, in small letters: they and all that follows are no news.
const TAILS: [&str; 38] = [
    "notes to editors",
    "note to editors",
    "notes for editors",
    "note for editors",
    "notes for journalists",
    "notes to journalists",
    "editor's notes",
    "editors' notes",
    "hinweis an die redaktion",
    "hinweise an die redaktion",
    "hinweis für redaktionen",
    "note aux rédactions",
    "nota para editores",
    "contact",
    "contacts",
    "contact information",
    "media contact",
    "media contacts",
    "media inquiries",
    "media enquiries",
    "press contact",
    "press contacts",
    "press office",
    "investor contact",
    "pressekontakt",
    "kontakt",
    "medienkontakt",
    "ansprechpartner",
    "rückfragehinweis",
    "contact presse",
    "contacts presse",
    "contatti",
    "contatti stampa",
    "contacto",
    "contacto de prensa",
    "forward-looking statements",
    "cautionary statement regarding forward-looking statements",
    "safe harbor statement",
];

/// What a heading over what the sender is begins with.
const ABOUT: [&str; 9] =
    ["About ", "À propos d", "Über ", "Acerca de ", "Sobre ", "Informazioni su ", "Over ", "Om ", "О компании"];

/// What a line begins with that tells how to reach somebody, in small letters.
const REACHED: [&str; 23] = [
    "contact:",
    "contacts:",
    "media contact:",
    "media contacts:",
    "press contact:",
    "contact person:",
    "phone:",
    "telephone:",
    "tel:",
    "tel.:",
    "mobile:",
    "cell:",
    "fax:",
    "email:",
    "e-mail:",
    "website:",
    "pressekontakt:",
    "kontakt:",
    "contact presse",
    "telefon:",
    "contacto:",
    "for media inquiries",
    "for media enquiries",
];

/// Those that name the sender where a message begins.
const SENDERS: [&str; 2] = ["email:", "e-mail:"];

/// What other lines around a release, or a letter to many, begin with, in small letters.
const AROUND: [&str; 10] = [
    "(logo: ",
    "(logo - ",
    "original-content von",
    "disclaimer:",
    "this email and any attachments",
    "this e-mail and any attachments",
    "this message and any attachments",
    "the information contained in this e",
    "diese e-mail enthält vertrauliche",
    "ce message et toutes les pièces jointes",
];

/// Whether a paragraph, or the first one, is a line of a release, or of a letter, that is no news whatever stands around it.
pub(super) fn is_line(text: &str, is_first: bool) -> bool {
    if text.starts_with("SOURCE ") && text.len() <= LONGEST / 2 {
        return true;
    }
    let lower = start(text);
    let ends = text.ends_with(['.', '!', '?']);
    let starts = |starts: &[&str]| starts.iter().any(|start| lower.starts_with(start));
    let is_contact = starts(&REACHED) && !(is_first && starts(&SENDERS));
    is_release(&lower, text)
        || starts(&AROUND)
        || (text.len() <= LONGEST && !ends && is_contact)
        || (text.len() <= LONGEST && lower.starts_with("for more information") && is_address(text))
}

/// The start of a paragraph in small letters.
fn start(text: &str) -> String {
    opening(text).replace('’', "'").to_lowercase()
}

fn opening(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST.min(text.len()))).unwrap_or_default()
}

fn is_release(lower: &str, text: &str) -> bool {
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let released = RELEASED.iter().any(|start| bare.starts_with(start)) && text.len() <= 100 && !text.ends_with('.');
    // `For release of the men` is no heading of a release.
    let general = bare.starts_with("for release ") || bare.starts_with("for publication ");
    (released && (!general || text.contains(|c: char| c.is_ascii_digit()))) || CALLED.contains(&bare)
}

/// Whether a text has an address of mail or a number of a telephone.
fn is_address(text: &str) -> bool {
    text.contains('@') || text.chars().filter(char::is_ascii_digit).count() >= 6
}

/// What a paragraph opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opens {
    /// What the sender is: up to the next heading.
    About,
    /// All to the end.
    Tail,
}

fn opens(text: &str) -> Option<Opens> {
    if text.len() > LONGEST {
        return None;
    }
    let lower = start(text);
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if is_end(text) || TAILS.contains(&bare) || REACHED.iter().any(|start| lower.starts_with(start)) {
        return Some(Opens::Tail);
    }
    let heading = is_label(text.trim_end_matches([':', '.']), HEADING_WORDS);
    (heading && ABOUT.iter().any(|about| text.starts_with(about))).then_some(Opens::About)
}

/// Whether a line marks the end of what may be printed: `###`, `-30-`, `ENDS`.
fn is_end(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !"-–—[]*()".contains(*c)).take(5).collect();
    let marked = text.len() > bare.len();
    bare == "###" || bare == "ENDS" || (marked && (bare == "30" || bare.eq_ignore_ascii_case("ends") || bare == "ENDE"))
}

/// Marks the notes, addresses and legal text below the news of a release; a text that is none keeps all of it.
pub(super) fn mark(texts: &[&str], kinds: &mut [Kind]) {
    mark_sender(texts, kinds);
    let dense = |text: &str| text.chars().filter(|c| *c > '\u{3000}').take(PROSE * 2).count() >= PROSE * 2;
    let is_prose = |text: &str| words(text, PROSE) >= PROSE || dense(text);
    let Some(first) = texts.iter().position(|text| is_prose(text) && opens(text).is_none() && !is_line(text, false))
    else {
        return;
    };
    let below = texts.iter().skip(first + 1).position(|text| opens(text).is_some());
    let Some(found) = below.map(|at| first + 1 + at).filter(|found| says_release(texts, *found)) else { return };
    let mut inside: Option<Opens> = None;
    for (text, kind) in texts.iter().zip(kinds).skip(found) {
        // A heading after what the sender is may be one of the news.
        let closed = inside == Some(Opens::About) && is_label(text, HEADING_WORDS);
        inside = match (inside, opens(text)) {
            (Some(Opens::Tail), _) => inside,
            (_, Some(opened)) => Some(opened),
            _ if closed => None,
            _ => inside,
        };
        if inside.is_some() {
            *kind = Kind::Boilerplate;
        }
    }
}

/// Marks who sends a release, in a line of its own below the words for that.
fn mark_sender(texts: &[&str], kinds: &mut [Kind]) {
    let says = |text: &&str| text.trim_end_matches(':').eq_ignore_ascii_case("news provided by");
    let Some(at) = texts.iter().take(HEAD).position(says).map(|at| at + 1) else { return };
    if let (Some(kind), true) = (kinds.get_mut(at), texts.get(at).is_some_and(|text| is_label(text, HEADING_WORDS))) {
        *kind = Kind::Boilerplate;
    }
}

/// Whether a text whose notes may begin at a paragraph is a release: its head says so, or its service, its end, or the address
/// below.
fn says_release(texts: &[&str], found: usize) -> bool {
    let mut head = texts.iter().take(HEAD);
    let served = |text: &str| SERVICES.iter().any(|service| opening(text).contains(service));
    if head.any(|text| is_release(&start(text), text) || served(text)) {
        return true;
    }
    let (above, below) = texts.split_at(found.min(texts.len()));
    let length = |texts: &[&str]| texts.iter().map(|text| text.len()).sum::<usize>();
    // The address of an office below, and little else: papers print how to reach their own reporters, too.
    let tail = below.iter().position(|text| opens(text) == Some(Opens::Tail)).and_then(|at| below.get(at..));
    let tail = tail.filter(|tail| length(tail) * 2 < length(above)).unwrap_or_default();
    let ends = |text: &str| is_address(text) || (is_end(text) && !text.contains('#'));
    below.iter().any(|text| text.starts_with("SOURCE ")) || tail.iter().take(HEAD).any(|text| ends(text))
}

#[cfg(test)]
mod tests {
    use dateline_record::v1::paragraph::Kind::{self, Boilerplate};

    const NEWS: &str =
        "The board met on Monday and agreed to repair the wall of the harbour before the winter, it said.";

    fn kinds(below: &[&str]) -> Vec<Kind> {
        let texts: Vec<&str> = ["The wall is to be repaired", NEWS, NEWS].iter().chain(below).copied().collect();
        super::super::classify(&texts, "", &[]).into_iter().skip(3).collect()
    }

    #[test]
    fn notes_and_addresses_are_no_news() {
        for below in [
            ["ENDS", "Notes to editors", "1. The board was founded in 1964."],
            ["###", "Contact", "Ana Ruiz, ana@board.example"],
            ["About the Board", "The Board of Brenna builds walls.", "SOURCE Board of Brenna"],
            ["Pressekontakt:", "Ana Ruiz", "Telefon: 0431 000000"],
        ] {
            assert_eq!(kinds(&below), [Boilerplate; 3], "{below:?}");
        }
    }

    #[test]
    fn an_article_keeps_its_end() {
        for below in [["About the wall", NEWS, NEWS], ["###", NEWS, NEWS], ["Contact", NEWS, NEWS]] {
            assert!(kinds(&below).iter().skip(1).all(|kind| *kind == Kind::Body), "{below:?}");
        }
    }

    #[test]
    fn a_heading_ends_what_the_sender_is() {
        let below = ["About the Board", "It builds walls of stone.", "What comes next", NEWS, "SOURCE Board of Brenna"];
        assert_eq!(kinds(&below), [Boilerplate, Boilerplate, Kind::Heading, Kind::Body, Boilerplate]);
    }

    #[test]
    fn lines_over_the_headline_are_no_news() {
        for line in [
            "FOR IMMEDIATE RELEASE",
            "EMBARGOED UNTIL 00.01 WEDNESDAY 6 MARCH 2024",
            "Contact: Ana Ruiz",
            "Presseinformation",
            "Pressemelding",
        ] {
            assert!(super::is_line(line, true), "{line}");
        }
        assert!(super::is_line("Email: ana@board.example", false));
        for line in [
            "Email: Ana Ruiz <ana@board.example>",
            "For release of the men, talks began",
            "Contact sports are popular",
            "Source of the river found",
        ] {
            assert!(!super::is_line(line, true), "{line}");
        }
    }

    #[test]
    fn who_sends_a_release_is_no_news() {
        let kinds = super::super::classify(&["The wall", "NEWS PROVIDED BY", "Board of Brenna", NEWS], "The wall", &[]);
        assert_eq!(kinds, [Kind::Headline, Boilerplate, Boilerplate, Kind::Lead]);
    }

    #[test]
    fn many_openers_cost_little() {
        let texts = vec!["About X"; 100_000];
        assert_eq!(super::super::classify(&texts, "", &[]).len(), 100_000);
    }
}
