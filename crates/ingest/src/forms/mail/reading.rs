//! How the HTML of a message is read: a message is no page, of which the article would have to be found among other things.

use crate::{Limits, bylines, html};

use super::{lines, tags::pieces};

/// Lines that are asked for authors, and characters of one.
const LINES: usize = 2_000;
const LONGEST: usize = 120;

/// The HTML of a message, and whom it is by where it says so once and its head does not. What is too short to be told from
/// all else on a page is given without the page around it, so that all of it is the text.
pub(super) fn readable(html: String, limits: &Limits) -> (String, Vec<String>) {
    match html::parse(&html, "", limits) {
        Ok(article) if article.bylines.is_empty() => {
            let authors = authors(&html);
            (html, authors)
        }
        Ok(_) => (html, Vec::new()),
        Err(rejection) if rejection.reason == "no_text" => {
            let authors = authors(&html);
            (without_page(&html), authors)
        }
        Err(_) => (html, Vec::new()),
    }
}

/// Whom the only line that names authors names: each article of several has its own.
fn authors(html: &str) -> Vec<String> {
    let lines = lines::of_html(html).take(LINES).filter(|line| line.text.chars().count() <= LONGEST);
    let mut named = lines.filter_map(|line| bylines::by_whom(&line.text, bylines::language_of_lead(&line.text)));
    let first = named.next().unwrap_or_default();
    if named.any(|other| other != first) { Vec::new() } else { first }
}

/// HTML without the tags that make it a page, and what stands in its head.
fn without_page(html: &str) -> String {
    const OF_PAGE: [&str; 5] = ["html", "head", "body", "nav", "main"];
    let lower = html.to_ascii_lowercase();
    let start = lower.find("</head").or_else(|| lower.find("<body")).unwrap_or(0);
    let pieces = pieces(html.get(start..).unwrap_or_default());
    pieces.flat_map(|piece| [if piece.is_one_of(&OF_PAGE) { "" } else { piece.tag }, piece.text]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><title>a</title></head><body class=b><table><tr><td>By Ana Ruiz</td></tr><tr><td>It \
                        rained.</td></tr></table></body></html>";

    #[test]
    fn what_makes_a_page_is_taken_off() {
        assert_eq!(without_page(PAGE), "<table><tr><td>By Ana Ruiz</td></tr><tr><td>It rained.</td></tr></table>");
        assert_eq!(authors(PAGE), ["Ana Ruiz"]);
    }

    #[test]
    fn what_is_too_short_for_a_page_is_all_text() {
        let page = "<html><body><table><tr><td>News alert</td></tr><tr><td><a href=x>Wall to be repaired</a></td></tr></table></body></html>";
        let limits = Limits::default();
        assert_eq!(html::parse(page, "", &limits).map(|_| ()).unwrap_err().reason, "no_text");
        let (html, _) = readable(page.to_owned(), &limits);
        assert!(html::parse(&html, "", &limits).unwrap().text.contains("Wall to be repaired"));
    }

    #[test]
    fn articles_by_several_are_by_none_of_them() {
        assert_eq!(authors("<p>By Ana Ruiz</p><p>It rained.</p><p>By Tom Lee</p>"), Vec::<String>::new());
        assert_eq!(authors("<p>By Ana Ruiz</p><p>It rained.</p><p>By Ana Ruiz</p>"), ["Ana Ruiz"]);
    }

    #[test]
    fn many_tags_cost_little() {
        for piece in ["<", "<body", "<body>", "<p>By A. B</p>"] {
            assert!(without_page(&piece.repeat(100_000)).len() <= piece.len() * 100_000);
        }
    }
}
