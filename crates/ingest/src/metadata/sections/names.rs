//! What is no section's name, and what is one only when nothing else is said.

use crate::metadata::letters;

/// What software files an article under that nobody has filed.
const UNFILED: [&str; 12] = [
    "bez kategorii",
    "geen categorie",
    "non classé",
    "sem categoria",
    "senza categoria",
    "sin categoría",
    "uncategorised",
    "uncategorized",
    "без рубрики",
    "غير مصنف",
    "未分类",
    "未分類",
];

/// Kinds of texts, pages beside the sections, and what buttons say, as letters.
const NO_SECTIONS: [&str; 111] = [
    "abonnieren",
    "about",
    "aboutus",
    "advertisement",
    "all",
    "allarticles",
    "anmelden",
    "anzeige",
    "article",
    "articles",
    "artikel",
    "bagikan",
    "beiträge",
    "comments",
    "compartilhar",
    "compartir",
    "condividi",
    "connexion",
    "contact",
    "contactus",
    "content",
    "default",
    "dela",
    "delen",
    "email",
    "folgen",
    "follow",
    "following",
    "followus",
    "följ",
    "følg",
    "ikuti",
    "imprimer",
    "inloggen",
    "kategorie",
    "kategorien",
    "login",
    "logout",
    "menu",
    "menü",
    "more",
    "next",
    "none",
    "null",
    "obserwuj",
    "page",
    "pages",
    "partager",
    "paylaş",
    "post",
    "posts",
    "previous",
    "print",
    "publicidad",
    "readmore",
    "register",
    "rss",
    "sdílet",
    "search",
    "secciones",
    "section",
    "sections",
    "seemore",
    "segui",
    "seguir",
    "sezioni",
    "seções",
    "share",
    "shares",
    "sharethis",
    "sharethisarticle",
    "signin",
    "signup",
    "skiptocontent",
    "skiptomaincontent",
    "story",
    "subscribe",
    "suivre",
    "takipet",
    "teilen",
    "theodõi",
    "tweet",
    "udostępnij",
    "undefined",
    "unknown",
    "view",
    "viewall",
    "viewmore",
    "views",
    "volgen",
    "κοινοποίηση",
    "вход",
    "меню",
    "поделиться",
    "подписаться",
    "поділитися",
    "разделы",
    "реклама",
    "שתף",
    "شارك",
    "متابعة",
    "مشاركة",
    "シェア",
    "フォロー",
    "メニュー",
    "关注",
    "分享",
    "登录",
    "공유",
    "구독",
    "팔로우",
];

/// Where sites show an article beside the section that it belongs to, as letters: home pages, lists of what is new.
const EVERYWHERE: [&str; 78] = [
    "actualités",
    "aktuell",
    "aktuelles",
    "alaune",
    "allnews",
    "beritaterkini",
    "breaking",
    "breakingnews",
    "carousel",
    "depremière",
    "dernièreminute",
    "dernièresactualités",
    "dernièresnouvelles",
    "destacada",
    "destacadas",
    "destacado",
    "destacados",
    "destaque",
    "destaques",
    "editorspick",
    "editorspicks",
    "featured",
    "featuredarticles",
    "featurednews",
    "featuredposts",
    "featuredstories",
    "featuredstory",
    "frontpage",
    "headline",
    "headlinenews",
    "headlines",
    "home",
    "homepage",
    "inevidenza",
    "justin",
    "laatstenieuws",
    "latest",
    "latestnews",
    "latestpost",
    "latestposts",
    "latestupdates",
    "mainstory",
    "manşet",
    "meistgelesen",
    "mostpopular",
    "mostread",
    "mustread",
    "neueste",
    "nouvelles",
    "portada",
    "primopiano",
    "recent",
    "recentnews",
    "recentposts",
    "schlagzeilen",
    "senastenytt",
    "sistenytt",
    "slider",
    "slideshow",
    "sondakika",
    "startseite",
    "terkini",
    "topnews",
    "topstories",
    "topstory",
    "trending",
    "trendingnow",
    "ultimahora",
    "ultimasnoticias",
    "ultimenotizie",
    "àlaune",
    "últimahora",
    "últimasnoticias",
    "главное",
    "последниеновости",
    "أخبارعاجلة",
    "最新",
    "속보",
];

/// What stands at the ends of a name that is not part of it.
const MARKS: [char; 14] = ['|', '-', '–', '—', ':', '/', '>', '»', '›', '→', '•', '·', ',', ';'];

/// What leads back begins with an arrow or such a word.
const ARROWS_BACK: [char; 7] = ['<', '«', '‹', '←', '⟵', '◀', '❮'];
const BACK: [&str; 12] = [
    "back to ",
    "go to ",
    "more in ",
    "more from ",
    "retour ",
    "return to ",
    "torna a ",
    "view all ",
    "see all ",
    "volver a ",
    "voltar ",
    "zurück ",
];

/// Whether a text is what software files an article under that nobody has filed.
pub(crate) fn is_unfiled(name: &str) -> bool {
    UNFILED.contains(&name.to_lowercase().as_str())
}

/// Whether what is given as a section is none.
pub(super) fn is_none(name: &str) -> bool {
    is_unfiled(name) || NO_SECTIONS.binary_search(&letters(name).as_str()).is_ok() || leads_back(name) || is_code(name)
}

/// Whether a name is that of a place where a site shows what it has of all sections.
pub(super) fn is_everywhere(name: &str) -> bool {
    EVERYWHERE.binary_search(&letters(name).as_str()).is_ok()
}

/// Whether a name says no more than that its articles are posts.
pub(super) fn is_blog(name: &str) -> bool {
    matches!(letters(name).as_str(), "blog" | "blogs" | "blogpost" | "blogposts" | "ourblog")
}

/// Whether a name is that of a place where articles are shared.
pub(super) fn is_platform(name: &str) -> bool {
    const PLATFORMS: [&str; 9] =
        ["facebook", "instagram", "linkedin", "pinterest", "reddit", "telegram", "twitter", "whatsapp", "youtube"];
    PLATFORMS.binary_search(&letters(name).as_str()).is_ok()
}

/// A name without the marks that set it off from what it stands beside: `Valley —`.
pub(super) fn bare(name: &str) -> &str {
    name.trim_matches(|c: char| c.is_whitespace() || MARKS.contains(&c))
}

fn leads_back(name: &str) -> bool {
    let start: String = name.trim_start().chars().take(12).collect::<String>().to_lowercase();
    start.starts_with(ARROWS_BACK) || BACK.iter().any(|word| start.starts_with(word))
}

/// Whether a text was written for machines: data, addresses, places to fill in.
fn is_code(name: &str) -> bool {
    name.contains(['{', '}', '[', ']', '"', '<', '=']) || name.contains("://") || name.contains("${")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(NO_SECTIONS.is_sorted() && EVERYWHERE.is_sorted());
    }

    #[rstest]
    #[case("Share")]
    #[case("Follow us")]
    #[case("Sections")]
    #[case("Поделиться")]
    #[case("< Back to all")]
    #[case("Back to Blog")]
    #[case(r#"{"domainName":"valley""#)]
    #[case("https://example.org/valley")]
    fn what_buttons_and_data_say_is_no_section(#[case] name: &str) {
        assert!(is_none(name));
    }

    #[rstest]
    #[case("Valley")]
    #[case("Crime & Courts")]
    #[case("Shared Spaces")]
    #[case("Backyard")]
    fn names_of_sections_are_none_of_these(#[case] name: &str) {
        assert!(!is_none(name) && !is_everywhere(name));
    }

    #[rstest]
    #[case("Valley —", "Valley")]
    #[case("| BLOG", "BLOG")]
    #[case("N.Y. / Region", "N.Y. / Region")]
    fn a_name_is_without_the_marks_around_it(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(bare(name), expected);
    }
}
