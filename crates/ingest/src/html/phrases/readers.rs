//! What sites tell their readers: under what terms they take part, what they may write, what mail they may have.

use super::{MAX_WORDS, names_letter};

/// What a text names, and what it says of that, in lower case.
type Pairs = [(&'static str, &'static [&'static str])];

/// Rules for what readers write.
const COMMENTS: &Pairs = &[
    (
        "comment",
        &[
            "reserve the right to",
            "reserves the right to",
            "will be removed",
            "will be deleted",
            "will not be published",
            "will not be approved",
            "community rules",
            "community guidelines",
            "house rules",
            "obscene",
            "defamatory",
            "libellous",
        ],
    ),
    (
        "comentário",
        &["não serão aprovados", "não serão publicados", "serão removidos", "não representam", "responsabilidade de"],
    ),
    ("comentario", &["no serán publicados", "serán eliminados", "se reserva el derecho", "responsabilidad de"]),
    ("commentaire", &["se réserve le droit", "seront supprimés", "seront modérés", "charte"]),
    ("commenti", &["si riserva", "saranno rimossi", "saranno pubblicati", "responsabilità"]),
    ("kommentar", &["netiquette", "behält sich", "behalten uns", "freigeschaltet"]),
    ("комментари", &["модератор", "будут удалены", "правила"]),
];

/// Terms that readers accept, and how sites say that they do.
const TERMS: &Pairs = &[
    ("privacy policy", &["agree to", "accept", "constitutes", "terms of"]),
    ("terms of use", &["you agree", "accept", "constitutes"]),
    ("terms of service", &["you agree", "accept", "constitutes"]),
    ("datenschutz", &["nutzungsbedingungen", "akzeptier", "stimme", "einverstanden"]),
    ("política de privacidad", &["acepta", "términos", "condiciones"]),
    ("política de privacidade", &["aceita", "concorda", "termos"]),
    ("politique de confidentialité", &["accepte", "conditions"]),
    ("privacy policy", &["accett", "condizioni"]),
    ("privacybeleid", &["akkoord", "voorwaarden"]),
];

/// Words by which sites speak to a reader.
const YOU: [&str; 14] = [
    " you ", " your ", "our ", " vous", "votre", " ihre", " ihnen", " dein", "unser", " tu ", " su ", "nuestr",
    " seu ", "nosso",
];

/// Whether a paragraph says what readers may write below a text.
pub(in crate::html) fn rules_comments(text: &str) -> bool {
    /// Bytes of such a paragraph at most.
    const MOST: usize = 1_200;
    text.len() <= MOST && names(COMMENTS, &text.to_lowercase())
}

/// Whether a paragraph offers its readers mail.
pub(in crate::html) fn offers_letter(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.split_whitespace().count() <= MAX_WORDS && names_letter(&lower) && YOU.iter().any(|word| lower.contains(word))
}

/// Whether a line in lower case says that readers accept the terms of a site.
pub(super) fn accepts_terms(lower: &str) -> bool {
    names(TERMS, lower)
}

fn names(pairs: &Pairs, lower: &str) -> bool {
    pairs.iter().any(|(named, said)| lower.contains(named) && said.iter().any(|said| lower.contains(said)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_are_told_is_known_by_its_words() {
        assert!(rules_comments("Comments that are obscene or off the subject may go. Report them with the flag."));
        assert!(!rules_comments("The mayor had no comment on the bridge, and leaves in May."));
        assert!(accepts_terms("signing up constitutes acceptance of our terms of use and privacy policy."));
        assert!(!accepts_terms("the court read the site's privacy policy aloud."));
        assert!(offers_letter("Start your day with our newsletter on the river. Get it."));
        assert!(!offers_letter("The newsletter of the valley has a thousand readers."));
    }
}
