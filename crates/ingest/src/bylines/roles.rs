//! Roles in bylines: who translated, edited or took the pictures is no author.

use super::{EVERYWHERE, LANGUAGES, words::OF_OTHERS};

/// What leads to the names of others, with or without a colon.
const BY_OTHERS: &[&str] = &[
    "translated by",
    "translation by",
    "edited by",
    "photo by",
    "photos by",
    "photograph by",
    "photographed by",
    "photographs by",
    "photography by",
    "pictures by",
    "images by",
    "illustrated by",
    "illustration by",
    "illustrations by",
    "graphics by",
    "video by",
    "fact checked by",
    "fact-checked by",
    "übersetzt von",
    "fotos von",
    "traduit par",
    "photos par",
    "photographies de",
    "traducido por",
    "traduït per",
    "editado por",
    "fotos de",
    "fotos por",
    "fotografías de",
    "traduzido por",
    "traducido do",
    "tradotto da",
    "traduzione di",
    "foto di",
    "vertaald door",
    "foto's door",
    "översatt av",
    "oversat af",
    "oversatt av",
    "çeviren",
    "diterjemahkan oleh",
];

/// What others did, before their names and a colon, or after them.
const ROLES_OF_OTHERS: &[&str] = &[
    "photo",
    "photos",
    "photographs",
    "photographies",
    "photographie",
    "photography",
    "pictures",
    "images",
    "illustration",
    "illustrations",
    "translation",
    "editing",
    "video",
    "graphics",
    "foto",
    "fotos",
    "bild",
    "bilder",
    "übersetzung",
    "illustrationen",
    "grafik",
    "traduction",
    "fotografía",
    "fotografías",
    "traducción",
    "ilustración",
    "ilustraciones",
    "traducció",
    "tradução",
    "fotografia",
    "ilustração",
    "edição",
    "traduzione",
    "illustrazione",
    "illustrazioni",
    "beeld",
    "vertaling",
    "illustratie",
    "översättning",
    "oversettelse",
    "oversættelse",
    "kuva",
    "kuvat",
    "käännös",
    "zdjęcia",
    "tłumaczenie",
    "překlad",
    "preklad",
    "fotó",
    "fordítás",
    "fotografii",
    "traducere",
    "фото",
    "перевод",
    "иллюстрации",
    "переклад",
    "превод",
    "fotoğraf",
    "fotoğraflar",
    "çeviri",
    "φωτογραφίες",
    "μετάφραση",
    "ภาพ",
    "ภาพประกอบ",
    "แปล",
    "ảnh",
    "dịch",
    "फोटो",
    "अनुवाद",
    "عکس",
    "ترجمه",
];

/// What authors did, after their names and a colon, where that is no lead before them.
const ROLES: &[&str] = &["report", "reporting", "story", "words", "reportage", "รายงาน", "เรื่อง", "เขียน"];

/// Whether a text is what leads to the names of others, alone.
pub(crate) fn is_lead_of_others(text: &str) -> bool {
    let (text, colon) = bare(text);
    BY_OTHERS.contains(&text.as_str()) || (colon && is_role_of_others(&text))
}

/// A byline without the parts that name others: `Ana Ruiz` of `Photos: Tom Lee | Ana Ruiz`.
pub(super) fn without_others(text: &str) -> &str {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(" | ").filter(|(first, _)| is_of_others(first)) {
        rest = after;
    }
    let rest = without_named_as_other(rest);
    if is_of_others(rest.split(" | ").next().unwrap_or(rest)) { "" } else { rest }
}

/// `Ana Ruiz` of `Ana Ruiz et Tom Lee (photographies)`: what a bracket at the end says somebody else did.
fn without_named_as_other(text: &str) -> &str {
    let Some((names, role)) = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) else { return text };
    if !is_role_of_others(&role.to_lowercase()) {
        return text;
    }
    let words = names.match_indices(' ').filter(|(at, _)| {
        let next = names.get(at + 1..).unwrap_or_default().split(' ').next().unwrap_or_default();
        LANGUAGES.iter().any(|own| own.and.contains(&next)) || next == "&"
    });
    let joint = words.map(|(at, _)| at).chain(names.match_indices(',').map(|(at, _)| at)).max();
    joint.and_then(|at| names.get(..at)).map_or("", str::trim_end)
}

/// A name without what its bearer did: `Ana Ruiz` of `Ana Ruiz : report`.
pub(super) fn without_role(name: &str) -> &str {
    let Some((before, role)) = name.rsplit_once([':', '：']) else { return name };
    let role = role.trim().to_lowercase();
    let leads = || EVERYWHERE.iter().chain(LANGUAGES.iter().flat_map(|own| own.leads));
    let is_role = ROLES.contains(&role.as_str()) || leads().any(|lead| *lead == role);
    if is_role { before.trim_end() } else { name }
}

fn is_of_others(part: &str) -> bool {
    let led = BY_OTHERS.iter().any(|lead| {
        let head = part.get(..lead.len()).filter(|_| part.len() > lead.len());
        head.is_some_and(|head| head.to_lowercase() == *lead)
            && part.get(lead.len()..).is_some_and(|rest| rest.starts_with([' ', ':', '\u{a0}']))
    });
    let colon = |(one, other): (&str, &str)| is_role_of_others(&bare(one).0) || is_role_of_others(&bare(other).0);
    led || part.split_once([':', '：']).is_some_and(colon)
}

fn is_role_of_others(role: &str) -> bool {
    ROLES_OF_OTHERS.contains(&role) || OF_OTHERS.contains(&role)
}

/// A label in small letters, and whether a colon ended it.
fn bare(text: &str) -> (String, bool) {
    let text = text.trim();
    let label = text.trim_end_matches([':', '：', ' ', '\u{a0}']);
    (label.to_lowercase(), label.len() < text.len())
}
