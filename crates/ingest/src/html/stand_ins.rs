//! Pages that stand in the place of an article with the status of one: that there is no such page, that a reader is to log
//! in or to prove to be a person, that the site is down.
//!
//! They are short, undated and by nobody, and their title or one of their first lines is one of few that are written the
//! same by most software. A short item of news about such a page has a date or an author.

use dateline_record::v1::Article;

use super::{phrases::plain, tags::Tag, tree::Tree};

/// Bytes of the text of such a page at most.
const MOST: usize = 1_200;

/// Lines looked at besides the title.
const LINES: usize = 3;

/// Bytes of a line that may be one of these at most.
const MOST_OF_LINE: usize = 200;

/// What parts the name of a site from what a page is.
const PARTERS: [char; 5] = ['|', '–', '—', '·', '•'];

/// What a page does that stands in the place of an article, as the rest of a sentence; none where it does not.
pub(super) fn told(tree: &Tree<'_>, article: &Article) -> Option<&'static str> {
    let has_source = article.published_at.is_some() || !article.bylines.is_empty();
    if has_source || article.text.len() > MOST {
        return None;
    }
    let lines = article.text.split("\n\n").take(LINES).filter(|line| line.len() <= MOST_OF_LINE);
    let heads = article.title.split(PARTERS).flat_map(|part| part.split(" - "));
    let lines: Vec<String> = heads.chain(lines).map(plain).collect();
    let is = |whole: &[&str], starts: &[&str]| {
        lines.iter().any(|line| whole.contains(&line.as_str()) || starts.iter().any(|start| line.starts_with(start)))
    };
    if is(MISSING, MISSING_STARTS) {
        return Some("says that there is no such page");
    }
    if is(CHALLENGES, CHALLENGE_STARTS) {
        return Some("asks for proof that a person reads");
    }
    if is(DOWN, DOWN_STARTS) {
        return Some("says that the site is down");
    }
    (is(&[], LOGIN_STARTS) && asks_who_reads(tree)).then_some("asks to log in")
}

/// Whether there is something to fill in with an address or a password.
fn asks_who_reads(tree: &Tree<'_>) -> bool {
    let kinds = (1..tree.len()).filter(|id| tree.tag(*id) == Tag::Input).filter_map(|id| tree.attribute(id, "type"));
    kinds.into_iter().any(|kind| ["password", "email"].iter().any(|asks| kind.eq_ignore_ascii_case(asks)))
}

/// Lines in lower case and without marks, as [`plain`] writes them.
const MISSING: &[&str] =
    &["404", "404 error", "404 not found", "error 404", "erreur 404", "fehler 404", "errore 404", "not found"];

const MISSING_STARTS: &[&str] = &[
    "404 page not found",
    "404 not found",
    "article not found",
    "halaman tidak ditemukan",
    "không tìm thấy trang",
    "nie znaleziono strony",
    "oops that page cant be found",
    "oops this page",
    "page cannot be found",
    "page introuvable",
    "page non trouvée",
    "page not found",
    "pagina nu a fost găsită",
    "pagina niet gevonden",
    "pagina non trovata",
    "página no encontrada",
    "página não encontrada",
    "sayfa bulunamadı",
    "seite nicht gefunden",
    "siden blev ikke fundet",
    "siden finnes ikke",
    "siden findes ikke",
    "sidan hittades inte",
    "sidan kunde inte hittas",
    "sivua ei löytynyt",
    "sorry we cant find",
    "sorry we couldnt find",
    "sorry this page",
    "story not found",
    "strona nie została znaleziona",
    "stránka nebyla nalezena",
    "stránka nenalezena",
    "the page you requested could not be found",
    "the page you are looking for",
    "the page you were looking for",
    "the requested url was not found",
    "this page could not be found",
    "this page doesnt exist",
    "we cant find that page",
    "we cant find the page",
    "az oldal nem található",
    "diese seite existiert nicht",
    "die angeforderte seite",
    "die gesuchte seite",
    "cette page nexiste pas",
    "la página que buscas no existe",
    "η σελίδα δεν βρέθηκε",
    "страница не найдена",
    "сторінку не знайдено",
    "הדף לא נמצא",
    "الصفحة غير موجودة",
    "पेज नहीं मिला",
    "ページが見つかりません",
    "お探しのページ",
    "找不到页面",
    "找不到頁面",
    "页面不存在",
    "頁面不存在",
    "페이지를 찾을 수 없습니다",
];

const CHALLENGES: &[&str] = &[
    "403 forbidden",
    "access denied",
    "are you a robot",
    "attention required",
    "bot verification",
    "captcha",
    "einen moment",
    "forbidden",
    "human verification",
    "just a moment",
    "nur einen moment",
    "one more step",
    "request blocked",
    "robot check",
    "security check",
    "un instant",
    "un momento",
];

const CHALLENGE_STARTS: &[&str] = &[
    "access to this page has been denied",
    "are you a human",
    "attention required cloudflare",
    "checking if the site connection is secure",
    "checking your browser before",
    "ddos protection by",
    "enable javascript and cookies to continue",
    "our systems have detected unusual traffic",
    "pardon our interruption",
    "please complete the security check",
    "please confirm you are a human",
    "please confirm you are not a robot",
    "please enable cookies",
    "please enable js and disable any ad blocker",
    "please verify you are a human",
    "please verify you are human",
    "please verify that you are not a robot",
    "request unsuccessful incapsula",
    "sorry you have been blocked",
    "the request could not be satisfied",
    "verify you are a human",
    "verify you are human",
    "verifying you are human",
    "we need to verify that youre not a robot",
    "you dont have permission to access",
    "you have been blocked",
];

const DOWN: &[&str] = &[
    "502 bad gateway",
    "503 service temporarily unavailable",
    "503 service unavailable",
    "500 internal server error",
    "504 gateway time out",
    "504 gateway timeout",
    "account suspended",
    "bad gateway",
    "gateway timeout",
    "internal server error",
    "maintenance",
    "maintenance mode",
    "service unavailable",
    "site maintenance",
    "under maintenance",
    "wartungsarbeiten",
    "wartungsmodus",
];

const DOWN_STARTS: &[&str] = &[
    "apache2 ubuntu default page",
    "briefly unavailable for scheduled maintenance",
    "default web site page",
    "error establishing a database connection",
    "site is under maintenance",
    "the site is down for maintenance",
    "this domain is for sale",
    "this site is currently unavailable",
    "we are down for maintenance",
    "well be back soon",
    "welcome to nginx",
];

const LOGIN_STARTS: &[&str] = &[
    "accedi",
    "anmelden",
    "connectez vous",
    "connexion",
    "einloggen",
    "iniciar sesión",
    "inicia sesión",
    "inloggen",
    "log ind",
    "log in",
    "logg inn",
    "logga in",
    "login",
    "please log in",
    "please sign in",
    "se connecter",
    "sign in",
    "zaloguj",
    "вход",
    "войти",
];

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::{Limits, html};

    fn read(head: &str, body: &str) -> Result<String, String> {
        let page = format!("<!doctype html><html><head>{head}</head><body>{body}</body></html>");
        let parsed = html::parse(&page, "https://n.example/a", &Limits::default());
        parsed.map(|article| article.text).map_err(|rejection| format!("{}: {}", rejection.reason, rejection.detail))
    }

    #[rstest]
    #[case("<title>404 – Page not found</title>", "<p>We are sorry, but the page that you asked for is not here.</p>")]
    #[case(
        "<title>Seite nicht gefunden | Der Bote</title>",
        "<p>Bitte prüfen Sie die Adresse oder nutzen Sie die Suche.</p>"
    )]
    #[case(
        "<title>The Example</title>",
        "<p>This page doesn’t exist.</p><p>Try the search, or go back to our home page.</p>"
    )]
    #[case(
        "<title>Just a moment...</title>",
        "<p>Checking your browser before accessing the site. Please allow five seconds.</p>"
    )]
    #[case("<title>Access Denied</title>", "<p>You don't have permission to access this on this server.</p>")]
    #[case(
        "<title>The Example</title>",
        "<p>We’ll be back soon!</p><p>The site is being worked on tonight, until six o’clock.</p>"
    )]
    #[case(
        "<title>Sign in - The Example</title>",
        "<p>Sign in to read this article to its end.</p><input type=Password>"
    )]
    fn a_page_in_the_place_of_an_article_is_none(#[case] head: &str, #[case] body: &str) {
        let error = read(head, body).unwrap_err();
        assert!(error.starts_with("no_text: ") && error.ends_with("and shows no article"), "{error}");
    }

    #[rstest]
    // Dated, signed, long, or about it.
    #[case("<title>Page not found</title><meta property='article:published_time' content='2024-04-02T10:00:00Z'>", "")]
    #[case("<title>Access denied</title><meta name='author' content='Ana Ruiz'>", "")]
    #[case("<title>Access denied to the harbour for lorries</title>", "")]
    #[case("<title>Sign in the window tells of a lost dog</title>", "")]
    #[case("<title>Login</title>", "")]
    fn an_article_with_such_a_title_is_one(#[case] head: &str, #[case] more: &str) {
        let text =
            "<p>The harbour of Torvald was closed to lorries on Monday, the mayor said, and may stay so for weeks.</p>";
        assert!(read(head, &format!("{text}{more}")).is_ok(), "{head}");
    }

    #[test]
    fn a_long_text_is_an_article_whatever_its_title() {
        let line = |number| {
            format!("<p>Lorry {number} was turned away from the harbour of Torvald on Monday, the mayor said.</p>")
        };
        let text = |lines| (0..lines).map(line).collect::<String>();
        assert!(read("<title>404</title>", &text(20)).is_ok());
        assert!(read("<title>404</title>", &text(2)).is_err());
    }
}
