//! What can be the name of an author, and of a person.

use std::borrow::Cow;

use super::{
    MAX_LENGTH, brackets, dense, is_agency, is_desk, is_wide,
    words::{self, COLLECTIVES, DEGREES, NO_NAMES, NOBODY, PARTICLES},
};
use crate::{
    html::is_call,
    metadata::{letters, says_when},
    times,
};

/// Words of a person's name, at most.
const MOST_WORDS: usize = 5;

/// Words that are no name where they stand alone, beside the days of the week.
const ALONE: [&str; 14] = [
    "archive",
    "archives",
    "biography",
    "contact",
    "e-mail",
    "email",
    "facebook",
    "more",
    "press",
    "rss",
    "staff",
    "team",
    "twitter",
    "website",
];

/// Whether a word in small letters is no name where it stands alone. `Sun` is one of papers.
fn is_label_alone(word: &str) -> bool {
    ALONE.contains(&word) || (word != "sun" && times::is_weekday(word))
}

/// Whether a letter is a small one of a script that has capitals. Unicode counts all of Georgian's among the small.
pub(super) fn is_small(c: char) -> bool {
    c.is_lowercase() && !matches!(c, '\u{10d0}'..='\u{10ff}')
}

/// Whether a text can be an author's name on a site of that name: no address, label, login or degree.
pub(super) fn is_name(name: &str, site: &str) -> bool {
    let address = name.contains("://") || name.contains('@') || name.starts_with("www.") || name.contains(".com");
    let digits = name.chars().any(char::is_numeric);
    let words: Vec<&str> = name.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let label = words.iter().any(|word| NO_NAMES.contains(&bare(word).as_str()));
    let label = label || (words.len() == 1 && is_label_alone(&bare(name)));
    let label = label || is_origin(&words);
    let label = label || is_call(&name.to_lowercase());
    let login = words.len() == 1 && name.chars().all(|c| is_small(c) || (c.is_ascii() && !c.is_alphabetic()));
    let login = login && !is_agency(name);
    !address
        && !digits
        && !label
        && !login
        && words.len() <= 7
        && name.chars().count() <= MAX_LENGTH
        && name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && !name.contains(['>', '›', '»'])
        && !name.ends_with(['?', '!', ':', '…', '»', '›', '>', '*'])
        && !name.eq_ignore_ascii_case(site)
        && (!is_credential(name) || are_initials(name))
        && !says_when(name)
}

/// Whether words say where a text comes from or for whom it was written, without a name: `For the Tribune`,
/// `Special to the Tribune`, `From staff reports`, `Staff and wire reports`.
fn is_origin(words: &[&str]) -> bool {
    const FIRST: [&str; 7] = ["compiled", "contact", "email", "follow", "for", "from", "write"];
    // The last is for what users of a site wrote.
    const LAST: [&str; 5] = ["archives", "reports", "services", "wires", "ugc"];
    let is = |word: Option<&&str>, own: &[&str]| {
        word.is_some_and(|word| own.iter().any(|other| word.eq_ignore_ascii_case(other)))
    };
    let is_behalf = is(words.first(), &["on"]) && is(words.get(1), &["behalf"]);
    let is_special = is_behalf || is(words.first(), &["special"]) && is(words.get(1), &["for", "to"]);
    words.len() >= 2 && (is_special || is(words.first(), &FIRST) || is(words.last(), &LAST))
}

/// Whether a name is initials with a point each, as some papers sign short reports: `B.Li.`, `C. D. M.`.
pub(super) fn are_initials(name: &str) -> bool {
    let is_degree = |letters: &str| DEGREES.contains(&letters) || matches!(letters, "ba" | "ma");
    let mut parts = name.split('.').map(str::trim).filter(|part| !part.is_empty());
    let count = name.matches('.').count();
    name.ends_with('.')
        && count >= 2
        && count == parts.clone().count()
        && !is_degree(&letters(name))
        && parts.all(|part| part.chars().count() <= 2 && part.starts_with(char::is_uppercase))
}

/// Whether a text is written as persons are: two to five words with capitals, where the script has any.
pub(crate) fn is_person(name: &str) -> bool {
    let wide = name.chars().next().is_some_and(is_wide);
    // Most of what is asked about is a sentence.
    if !wide && !(2..=MOST_WORDS).contains(&name.split_whitespace().take(MOST_WORDS + 1).count()) {
        return false;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| {
        PARTICLES.contains(word) || word.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !is_small(c))
    };
    let plain = name.chars().all(|c| {
        c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'' | '’' | '‘' | '·' | '\u{ad}') || !c.is_ascii()
    }) || brackets::nickname(name).is_some();
    plain
        && !words.iter().any(|word| COLLECTIVES.contains(&word.to_lowercase().as_str()))
        && !words::is_paper(&words)
        // `The Numbers`.
        && words.first().is_none_or(|word| !word.eq_ignore_ascii_case("the"))
        && words.first().is_some_and(|word| !PARTICLES.contains(word) || words.len() > 2)
        && words.iter().all(capital)
        && (!wide || dense::is_person(name))
}

/// `MD`, `Ph.D.`, `RD`: what stands after a name.
fn is_credential(name: &str) -> bool {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let upper = letters.chars().filter(|c| c.is_uppercase()).count();
    !name.contains(' ') && letters.len() <= 5 && upper >= 2 && name.is_ascii() && !is_agency(&letters)
}

/// `Torvald Ltd` of `Torvald, Ltd` and `Ana Ruiz Jr.` of `Ana Ruiz, Jr.`, whose comma parts no names.
pub(super) fn without_company_comma(text: &str) -> Cow<'_, str> {
    const FORMS: [&str; 10] = ["Inc", "LLC", "Ltd", "Corp", "PLC", "GmbH", "Jr", "Sr", "II", "III"];
    let is_form = |after: &str| {
        let mut rests = FORMS.iter().filter_map(|form| Some((*form, after.strip_prefix(form)?)));
        // `Ana Ruiz, Sr. Director` is one.
        let ends = |rest: &str| {
            let rest = rest.trim_start_matches('.');
            rest.is_empty() || rest.starts_with([',', ';', '|']) || rest.starts_with(" and ")
        };
        rests.any(|(form, rest)| !rest.starts_with(char::is_alphabetic) && (!matches!(form, "Jr" | "Sr") || ends(rest)))
    };
    let comma = text.match_indices(", ").find(|(at, _)| text.get(at + 2..).is_some_and(is_form));
    let parts = comma.and_then(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?)));
    parts.map_or(Cow::Borrowed(text), |(name, form)| Cow::Owned(format!("{name}{form}")))
}

/// Whether a word may be somebody's account, not the one of whoever keeps the site.
pub(crate) fn is_account(word: &str) -> bool {
    let word = word.to_lowercase();
    !NOBODY.contains(&word.as_str())
        && !NO_NAMES.contains(&word.as_str())
        && !is_label_alone(&word)
        && !is_agency(&word)
}

/// Whether what software gives for an author is an account, an address or a word for nobody: `admin`, `null`.
pub(crate) fn is_nobody(name: &str) -> bool {
    let name = name.trim();
    let is_address = name.contains("://") || name.contains('@') && !name.starts_with('@');
    let is_login = || name.is_ascii() && !name.contains(|c: char| c == ' ' || c.is_ascii_uppercase());
    let is_word = || is_login() && !is_agency(name) || NOBODY.contains(&letters(name).as_str());
    // `Christopher Guest` is somebody.
    let is_label = || name.split(' ').all(|word| NO_NAMES.contains(&word.to_lowercase().as_str()));
    is_address || is_desk(name) || is_word() || is_label()
}
