//! Paths without the marks of another look of the same page.

/// Ends of a path that name another look of the same page.
const LOOKS: [&str; 9] =
    ["/amp", "/amp.html", "/amphtml", "/print", "/print.html", "/printable", "/printer-friendly", "/mobile", ".amp"];

/// Last parts of a path that name the page to print, where what is before them names an article: alone they are words.
const TO_PRINT: [&str; 14] = [
    "imprimir",
    "imprimer",
    "imprimible",
    "impressao",
    "druck",
    "drucken",
    "druckansicht",
    "druckversion",
    "stampa",
    "drukuj",
    "tisk",
    "utskrift",
    "tulosta",
    "yazdir",
];

/// Ends of a file's name that name another look, behind the number of the article: `a-1234567-amp.html`.
const BEHIND_NUMBER: [&str; 4] = ["-amp", "-print", "-druck", "-mobile"];

/// Digits of such a number, at least: `top-10-amp.html` may be of amplifiers.
const LEAST_DIGITS: usize = 4;

/// A path without the marks of another look: `/news/a/amp/` and `/amp/news/a` are `/news/a`; without slashes that are there
/// twice, and without the name of a folder's own file where nothing is asked of it.
pub(super) fn without_look(path: &str, is_asked: bool) -> String {
    let path = single_slashes(path);
    let bare = without_end(&path);
    let bare = ["/amp/", "/amphtml/"]
        .iter()
        .find_map(|begin| bare.strip_prefix(begin))
        .filter(|rest| rest.contains('/'))
        .map_or_else(|| bare.to_owned(), |rest| format!("/{rest}"));
    let bare = bare.replace(".amp.html", ".html").replace(".print.html", ".html");
    let bare = without_number_look(&bare);
    if is_asked { bare } else { without_file(&bare).to_owned() }
}

fn without_end(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    let bare = LOOKS.iter().find_map(|look| trimmed.strip_suffix(look));
    let bare = bare.or_else(|| {
        let (before, last) = trimmed.rsplit_once('/')?;
        let is_comments = || last.strip_prefix("comment-page-").is_some_and(is_number);
        ((TO_PRINT.contains(&last) && names_article(before)) || is_comments()).then_some(before)
    });
    bare.filter(|bare| bare.len() > 1).unwrap_or(path)
}

/// Whether the last part of a path is what an article is called: with a digit, or several words.
fn names_article(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    last.bytes().any(|byte| byte.is_ascii_digit()) || last.matches('-').count() >= 2
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `/a-1234567-amp.html` is `/a-1234567.html`.
fn without_number_look(path: &str) -> String {
    let (stem, ending) = path.strip_suffix(".html").map_or((path, ""), |stem| (stem, ".html"));
    let ends_in_number = |bare: &&str| {
        let digits = bare.len() - bare.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        digits >= LEAST_DIGITS
    };
    let bare = BEHIND_NUMBER.iter().find_map(|look| stem.strip_suffix(look)).filter(ends_in_number);
    bare.map_or_else(|| path.to_owned(), |bare| format!("{bare}{ending}"))
}

/// Slashes that are there twice are one; an address in a path keeps its own.
fn single_slashes(path: &str) -> String {
    if !path.contains("//") || path.contains(":/") {
        return path.to_owned();
    }
    let mut single = String::with_capacity(path.len());
    for c in path.chars() {
        if c != '/' || !single.ends_with('/') {
            single.push(c);
        }
    }
    single
}

/// `/news/a/index.html` is `/news/a/`.
fn without_file(path: &str) -> &str {
    let Some((folder, file)) = path.rsplit_once('/') else { return path };
    let is_index = file.rsplit_once('.').is_some_and(|(stem, ending)| {
        stem.eq_ignore_ascii_case("index")
            && ["html", "htm", "shtml", "php", "asp", "aspx", "jsp"].iter().any(|own| ending.eq_ignore_ascii_case(own))
    });
    if is_index { path.get(..folder.len() + 1).unwrap_or(path) } else { path }
}
