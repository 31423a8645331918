//! Which language a text is in.

mod alphabets;
mod function_words;

use dateline_record::v1::{Article, Language};
use whatlang::Lang;

/// Characters that are looked at: more do not change the answer.
const WINDOW: usize = 4_000;

/// The language of an article: as given, unless it is written in another script; else as told from the text; `und` when
/// it cannot be told.
#[must_use]
pub fn decide(given: &str, article: &Article) -> Language {
    let sample: String = article.text.chars().take(WINDOW).collect();
    if let Some(tag) = normal(given).filter(|tag| !is_of_other_script(tag, &sample)) {
        return Language { tag, confidence: 1.0 };
    }
    if let Some(tag) = alphabets::told(&sample) {
        return Language { tag: tag.to_owned(), confidence: 0.9 };
    }
    let detected = whatlang::detect(&sample);
    if let Some(tag) = one_of_two(article, &sample, detected.as_ref().map_or("", |info| tag(info.lang()))) {
        return Language { tag: tag.to_owned(), confidence: 0.9 };
    }
    if let Some(tag) = declared(article, &sample, detected.as_ref().map_or("", |info| tag(info.lang()))) {
        return Language { tag, confidence: 0.8 };
    }
    match detected {
        Some(info) if info.script() != whatlang::Script::Latin || is_sure(&info, &sample) => {
            Language { tag: tag(info.lang()).to_owned(), confidence: info.confidence().clamp(0.0, 1.0) }
        }
        // Trigrams are not sure of a few sentences, where function words are.
        _ if is_english(&sample) => Language { tag: "en".into(), confidence: 0.9 },
        // Two weak opinions that agree.
        Some(info) if tag(info.lang()) == second_opinion(&sample) => {
            Language { tag: tag(info.lang()).to_owned(), confidence: 0.7 }
        }
        // What the page declares, unless it is a default that two detectors deny.
        info => {
            let told = info.as_ref().map_or("", |info| tag(info.lang()));
            let declared = article.language.clone().filter(|declared| !is_default(&declared.tag, told, &sample));
            let by_words =
                || function_words::told(&sample).map(|tag| Language { tag: tag.to_owned(), confidence: 0.7 });
            declared.or_else(by_words).unwrap_or_else(|| Language { tag: "und".into(), confidence: 0.0 })
        }
    }
}

/// Which of two written languages a text is in that detectors take for each other, and pages declare for each other.
fn one_of_two(article: &Article, sample: &str, detected: &str) -> Option<&'static str> {
    let declared = article.language.as_ref().map_or("", |language| primary(&language.tag));
    match () {
        () if ["nb", "nn", "no"].contains(&declared) => function_words::norwegian(sample).filter(|tag| *tag == "nn"),
        () if ["id", "ms"].contains(&declared) => None,
        () if ["id", "ms"].contains(&detected) => function_words::malay(sample),
        () => None,
    }
}

/// Languages that both detectors were taught.
const KNOWN_TO_BOTH: [&str; 9] = ["de", "en", "es", "fr", "it", "nl", "pt", "sv", "tr"];

/// Characters from which on two detectors that agree are right.
const ENOUGH: usize = 200;

/// Whether a declared language is what software declares for any text: one of some length without the words of English, or of
/// which detectors that both know the language tell others.
fn is_default(declared: &str, told: &str, sample: &str) -> bool {
    let declared = primary(declared);
    let denied = || match declared {
        "en" => !is_english(sample),
        _ => told != declared && second_opinion(sample) != declared && KNOWN_TO_BOTH.contains(&declared),
    };
    sample.chars().count() >= ENOUGH && denied()
}

/// Whether trigrams are sure of a language, and the other detector of no other where it knows that one: of languages that
/// neither knows they are sure too.
fn is_sure(info: &whatlang::Info, sample: &str) -> bool {
    let told = tag(info.lang());
    info.is_reliable() && (!KNOWN_TO_BOTH.contains(&told) || second_opinion(sample) == told)
}

/// What a page declares, where a detector can know no better: it was never taught the language, of which no software makes a
/// default, or tells another that looks much the same.
fn declared(article: &Article, sample: &str, detected: &str) -> Option<String> {
    let tag = normal(&article.language.as_ref()?.tag).filter(|tag| !is_of_other_script(tag, sample))?;
    let own = primary(&tag);
    let is_untaught = UNTAUGHT.split_ascii_whitespace().any(|code| code == own);
    let is_alike = ALIKE.iter().any(|alike| alike.contains(&own) && alike.contains(&detected));
    (is_untaught || is_alike).then(|| tag.clone())
}

/// Codes of ISO 639 of languages that news is published in and no detector here was taught: what pages declare may be none,
/// such as `utf-8`.
const UNTAUGHT: &str = "aa ab as ast ba bm bo br bs ceb ckb cnr co cv dsb dv dz ee eu ff fil fo fy ga gd gl gn ha hsb ht ig is iu jv \
    kk kl kmr ku ky lb lg ln lo mg mi mn ms mt nd nn ny oc om os ps qu rm rn rw sa sd se sm so sq ss st su sw tg ti tn to ts tt \
    ug ve wo xh yo za";

/// Languages that trigrams take for each other.
const ALIKE: [&[&str]; 6] = [
    &["nb", "no", "nn", "da"],
    &["hr", "sr", "bs", "sl", "cnr"],
    &["id", "ms", "jv"],
    &["cs", "sk"],
    &["es", "gl", "ca", "pt", "ast"],
    &["mk", "bg"],
];

/// Whether a text of some length is plainly in another language than a default says.
pub(crate) fn is_denied(given: &str, text: &str) -> bool {
    let Some(given) = normal(given) else { return false };
    let sample: String = text.chars().take(WINDOW).collect();
    let told = || whatlang::detect(&sample).filter(|info| info.is_reliable() && sample.chars().count() >= ENOUGH);
    let other = |told: &str| told != "und" && told == second_opinion(&sample) && told != primary(&given);
    is_of_other_script(&given, &sample) || told().is_some_and(|info| other(tag(info.lang())))
}

/// Whether a text is in a script that a language is not written in.
fn is_of_other_script(given: &str, text: &str) -> bool {
    const LATIN: [&str; 36] = [
        "en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "no", "fi", "pl", "cs", "hu", "tr", "vi", "id",
        "et", "sq", "is", "ga", "eu", "ca", "gl", "mt", "lt", "lv", "sl", "hr", "ro", "sk", "ms", "sw", "cy", "lb",
    ];
    const OTHER: [&str; 13] = ["ru", "uk", "bg", "el", "he", "ar", "fa", "zh", "ja", "ko", "th", "hi", "bn"];
    // A tag may name the script itself.
    let names_script = given.split('-').any(|part| part.len() == 4);
    let Some(script) = whatlang::detect_script(text).filter(|_| !names_script) else { return false };
    let latin = script == whatlang::Script::Latin;
    let lists: &[&str] = if latin { &OTHER } else { &LATIN };
    lists.contains(&primary(given))
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// A tag as BCP 47 wants it, of what software writes for one: `en-US` of `en_us` and `en_US.UTF-8`, `en` of `eng`. None
/// where it is no tag, or says that the language is not known.
fn normal(given: &str) -> Option<String> {
    let given = given.trim().split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let mut parts = given.split('-').filter(|_| is_tag(&given));
    let first = parts.next()?.to_ascii_lowercase();
    if matches!(first.as_str(), "und" | "mul" | "mis" | "zxx" | "xx") {
        return None;
    }
    let known = |list: &'static str| list.split(' ').filter_map(|pair| pair.split_once(':'));
    let short = known(TAGS).chain(known(OLD)).find(|(code, _)| *code == first).map(|(_, tag)| tag.to_owned());
    let mut tag = short.unwrap_or(first);
    for part in parts {
        tag.push('-');
        match part.len() {
            2 => tag.push_str(&part.to_ascii_uppercase()),
            4 => tag.extend(part.chars().enumerate().map(|(at, c)| cased(at == 0, c))),
            _ => tag.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(tag)
}

const fn cased(upper: bool, c: char) -> char {
    if upper { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
}

/// Codes that libraries and old software use, each with the one that BCP 47 wants instead.
const OLD: &str = "ger:de fre:fr dut:nl chi:zh cze:cs gre:el per:fa rum:ro slo:sk alb:sq arm:hy baq:eu geo:ka ice:is \
    mac:mk may:ms wel:cy iw:he in:id ji:yi zho:zh nor:no fas:fa msa:ms eus:eu isl:is sqi:sq gle:ga glg:gl swa:sw mlt:mt";

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
    let words = function_words::words(text);
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
    fn a_given_tag_is_written_as_the_standard_has_it() {
        for (given, tag) in [
            ("en_us", Some("en-US")),
            ("EN", Some("en")),
            ("eng", Some("en")),
            ("ger", Some("de")),
            ("pt_BR.UTF-8", Some("pt-BR")),
            ("zh-hans-CN", Some("zh-Hans-CN")),
            ("de-ch-1996", Some("de-CH-1996")),
            ("iw", Some("he")),
            ("und", None),
            ("English", None),
            ("", None),
        ] {
            assert_eq!(normal(given).as_deref(), tag, "{given}");
        }
    }

    #[test]
    fn a_tag_that_the_script_denies_is_not_believed() {
        let russian = "Министр заявил в понедельник, что правительство примет новые меры.";
        let tag = |given, text: &str| decide(given, &Article { text: text.into(), ..Article::default() }).tag;
        assert_eq!((tag("en-US", russian).as_str(), tag("sr-Latn", russian).as_str()), ("ru", "sr-Latn"));
        assert_eq!(tag("ja", "The ministers met on Monday and said that talks would go on."), "en");
    }

    #[test]
    fn a_language_that_no_detector_knows_is_the_declared_one() {
        let tag = |declared: &str, text: &str| {
            let language = Some(Language { tag: declared.into(), confidence: 0.5 });
            decide("", &Article { text: text.into(), language, ..Article::default() }).tag
        };
        let albanian =
            "Pas tridhjetë vjetësh dera e shtëpisë u hap të martën, dhe fqinjët sollën bukë e djathë për të gjithë.";
        let norwegian =
            "Elva steig to meter på to dagar, og ingen i bygda har sett ho så høg sidan krigen, seier ordføraren.";
        let english =
            "The ministers met on Monday in the capital and said that they would continue their talks next week.";
        assert_eq!((tag("sq-AL", albanian).as_str(), tag("nn", norwegian).as_str()), ("sq-AL", "nn"));
        assert_eq!(
            (tag("de", english).as_str(), tag("kk", "Министр заявил в понедельник, что все будет.").as_str()),
            ("en", "kk")
        );
        let more = " Kryetari tha se ura do të hapet të premten, dhe se uji ka rënë që nga mëngjesi.";
        assert_eq!(of(&(albanian.to_owned() + more)), "sq");
        let swahili = "Maji ya mto yamepanda kwa mita mbili tangu Jumatatu, na mamia ya watu wameondoka majumbani kwao, amesema \
            mkuu wa wilaya. Wakazi wa kijiji hicho wamesema hawajawahi kuona maji mengi kiasi hicho tangu walipozaliwa, na \
            kwamba daraja la zamani limebomoka usiku. Shule zitafungwa hadi mwisho wa wiki, na jeshi limetuma askari arobaini kusaidia wakazi wa bonde.";
        assert_eq!(tag("en-US", swahili), "sw");
        let malagasy =
            "Niakatra roa metatra ny renirano nanomboka ny alatsinainy, ary olona an-jatony no nandao trano.";
        assert_eq!(of(malagasy), "und");
        assert_eq!(tag("utf-8", english), "en");
        assert_eq!(tag("sq", "Министр заявил в понедельник, что правительство примет новые меры."), "ru");
    }

    #[test]
    fn a_default_is_denied_by_a_text_of_some_length() {
        let spanish = "El ministro anunció este lunes que el gobierno aprobará nuevas medidas para ayudar a las \
            familias que viven en el puerto, donde el agua cubrió las calles durante tres días y obligó a cerrar las \
            escuelas y el mercado de la ciudad.";
        assert!(is_denied("en-us", spanish) && !is_denied("es", spanish) && !is_denied("", spanish));
        assert!(!is_denied("en", "El ministro anunció medidas."));
    }

    #[test]
    fn every_language_has_a_tag() {
        for lang in Lang::all() {
            assert_ne!(tag(*lang), "und", "{lang:?}");
        }
    }
}
