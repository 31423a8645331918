//! Which language a text is in.

use dateline_record::v1::{Article, Language};
use whatlang::Lang;

/// Characters that are looked at: more do not change the answer.
const WINDOW: usize = 4_000;

/// The language of an article: as given, else as told from the text; `und` when it cannot be told.
#[must_use]
pub fn decide(given: &str, article: &Article) -> Language {
    if is_tag(given.trim()) {
        return Language { tag: given.trim().to_owned(), confidence: 1.0 };
    }
    let sample: String = article.text.chars().take(WINDOW).collect();
    match whatlang::detect(&sample) {
        Some(info) if info.is_reliable() || info.script() != whatlang::Script::Latin => {
            Language { tag: tag(info.lang()).to_owned(), confidence: info.confidence().clamp(0.0, 1.0) }
        }
        // Trigrams are not sure of a few sentences, where function words are.
        _ if is_english(&sample) => Language { tag: "en".into(), confidence: 0.9 },
        // Two weak opinions that agree.
        Some(info) if tag(info.lang()) == second_opinion(&sample) => {
            Language { tag: tag(info.lang()).to_owned(), confidence: 0.7 }
        }
        // What the page declares.
        _ => article.language.clone().unwrap_or_else(|| Language { tag: "und".into(), confidence: 0.0 }),
    }
}

/// The answer of another detector, which always gives one.
fn second_opinion(text: &str) -> &'static str {
    use whichlang::Lang as L;
    match whichlang::detect_language(text) {
        L::Ara => "ar",
        L::Cmn => "zh",
        L::Deu => "de",
        L::Eng => "en",
        L::Fra => "fr",
        L::Hin => "hi",
        L::Ita => "it",
        L::Jpn => "ja",
        L::Kor => "ko",
        L::Nld => "nl",
        L::Por => "pt",
        L::Rus => "ru",
        L::Spa => "es",
        L::Swe => "sv",
        L::Tur => "tr",
        L::Vie => "vi",
    }
}

/// Whether a fifth of the words are English function words, none of which is frequent in another language.
fn is_english(text: &str) -> bool {
    const FUNCTION_WORDS: [&str; 30] = [
        "the", "of", "and", "to", "that", "is", "was", "for", "with", "said", "by", "from", "has", "have", "were",
        "are", "it", "his", "her", "their", "they", "will", "would", "which", "who", "had", "been", "this", "not",
        "its",
    ];
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let function = words.iter().filter(|word| FUNCTION_WORDS.contains(&word.as_str())).count();
    words.len() >= 5 && function * 5 >= words.len()
}

/// Whether a string has the shape of a BCP 47 tag.
#[must_use]
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    primary && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// ISO 639-3 codes of the languages that are told here, each with the two-letter code that BCP 47 wants instead.
const TAGS: &str = "afr:af aka:ak amh:am ara:ar aze:az bel:be ben:bn bul:bg cat:ca ces:cs cmn:zh dan:da deu:de ell:el eng:en \
    epo:eo est:et fin:fi fra:fr guj:gu heb:he hin:hi hrv:hr hun:hu hye:hy ind:id ita:it jav:jv jpn:ja kan:kn \
    kat:ka khm:km kor:ko lat:la lav:lv lit:lt mal:ml mar:mr mkd:mk mya:my nep:ne nld:nl nob:nb ori:or pan:pa \
    pes:fa pol:pl por:pt ron:ro rus:ru sin:si slk:sk slv:sl sna:sn spa:es srp:sr swe:sv tam:ta tel:te tgl:tl \
    tha:th tuk:tk tur:tr ukr:uk urd:ur uzb:uz vie:vi cym:cy yid:yi zul:zu";

fn tag(lang: Lang) -> &'static str {
    TAGS.split(' ')
        .filter_map(|pair| pair.split_once(':'))
        .find(|(code, _)| *code == lang.code())
        .map_or("und", |(_, tag)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        decide("", &Article { text: text.into(), ..Article::default() }).tag
    }

    #[test]
    fn languages_are_told_apart() {
        assert_eq!(
            of("The ministers met on Monday in the capital and said that they would continue their talks next week."),
            "en"
        );
        assert_eq!(
            of("El ministro anunció este lunes que el gobierno aprobará nuevas medidas para ayudar a las familias."),
            "es"
        );
        assert_eq!(of("Министр заявил в понедельник, что правительство примет новые меры."), "ru");
        assert_eq!(of("He was not in the capital, said the mayor."), "en");
        assert_eq!(of("De minister was in het kantoor van de premier en zei niets."), "nl");
        assert_eq!(of("12 34 56"), "und");
    }

    #[test]
    fn a_given_tag_goes_first_if_it_is_one() {
        let article =
            Article { text: "The ministers met on Monday in the capital of the country.".into(), ..Article::default() };
        assert_eq!(decide("pt-BR", &article).tag, "pt-BR");
        assert_ne!(decide("not a tag", &article).tag, "not a tag");
    }

    #[test]
    fn every_language_has_a_tag() {
        for lang in Lang::all() {
            assert_ne!(tag(*lang), "und", "{lang:?}");
        }
    }
}
