//! Whether a page breaks off before its end: its server was cut short, or says that it is shorter than it is.
//!
//! Pages may leave out their last tags, so that these are missing tells nothing. That a tag, a script or an element that has
//! to be ended is open does.

use super::{
    tokens::{Token, Tokens},
    tree::Tree,
};

/// Elements whose content is no markup, and whose end nobody leaves out.
const RAW: [&str; 3] = ["script", "style", "title"];

/// Elements around an article that have to be ended: two that a page has few of, and two that are easily forgotten.
const AROUND: [&str; 2] = ["article", "main"];
const OFTEN: [&str; 2] = ["div", "section"];

/// Whether a page breaks off.
pub(super) fn is_cut_off(page: &str, tree: &Tree<'_>) -> bool {
    !has_end(page) && !tree.is_fragment() && (ends_in_tag(page) || leaves_open(page))
}

/// Whether there is an end tag of the page or of its body.
fn has_end(page: &str) -> bool {
    let bytes = page.as_bytes();
    memchr::memrchr_iter(b'<', bytes).any(|at| {
        let tag = bytes.get(at + 1..at + 6).unwrap_or_default();
        tag.eq_ignore_ascii_case(b"/body") || tag.eq_ignore_ascii_case(b"/html")
    })
}

fn ends_in_tag(page: &str) -> bool {
    let last = page.rfind('<').and_then(|at| page.get(at + 1..)).unwrap_or(">");
    let name = last.strip_prefix('/').unwrap_or(last);
    !last.contains('>') && (name.is_empty() || name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether the page ends while an element is open that cannot end there.
fn leaves_open(page: &str) -> bool {
    let mut open = [0_usize; AROUND.len() + OFTEN.len()];
    let (mut raw, mut in_text) = (false, false);
    let place = |name: &str| AROUND.iter().chain(&OFTEN).position(|known| known.eq_ignore_ascii_case(name));
    for token in Tokens::new(page) {
        match token {
            Token::Text(text) => in_text = !text.trim_ascii().is_empty(),
            Token::Start { name, .. } => {
                in_text = false;
                raw = RAW.iter().any(|known| known.eq_ignore_ascii_case(name));
                if let Some(open) = place(name).and_then(|place| open.get_mut(place)) {
                    *open += 1;
                }
            }
            Token::End { name } => {
                (raw, in_text) = (false, false);
                if let Some(open) = place(name).and_then(|place| open.get_mut(place)) {
                    *open = open.saturating_sub(1);
                }
            }
        }
    }
    let (around, often) = open.split_at(AROUND.len());
    let is_open = |open: &[usize]| open.iter().any(|open| *open > 0);
    raw || is_open(around) || (in_text && is_open(often))
}

#[cfg(test)]
mod tests {
    use dateline_record::v1::article::Flag;
    use rstest::rstest;

    use crate::{Limits, html};

    const HEAD: &str = "<!doctype html><html><head><title>River rises</title></head><body>";
    const TEXT: &str = "<p>The river rose by two metres in Torvald on Tuesday, the mayor said.";

    #[rstest]
    #[case("<article>{}</p><p>Schools wi", true)]
    #[case("<div>{}</p><p>Schools wi", true)]
    #[case("<main>{}</p>", true)]
    #[case("{}</p><p class=\"te", true)]
    #[case("{}</p><", true)]
    #[case("{}</p></", true)]
    #[case("{}</p><script>var a = '<b>';", true)]
    // Whole, though not all of it is ended, or not well.
    #[case("{}", false)]
    #[case("<article>{}</article>", false)]
    #[case("<div>{}</p></div><div>", false)]
    #[case("<article><div>{}</BODY>", false)]
    #[case("{}</p></body></html>\n<!-- made in 12 ms <b -", false)]
    #[case("{} It was 3 < 4 metres.", false)]
    fn a_page_that_breaks_off_is_told(#[case] body: &str, #[case] expected: bool) {
        let page = format!("{HEAD}{}", body.replace("{}", TEXT));
        let article = html::parse(&page, "https://n.example/a", &Limits::default()).unwrap();
        assert!(article.text.contains("two metres"));
        assert_eq!(article.flags.contains(&Flag::Truncated.into()), expected, "{body}");
    }

    #[test]
    fn a_fragment_has_no_end() {
        let article = html::parse(&format!("<div>{TEXT} And"), "", &Limits::default()).unwrap();
        assert!(article.flags.is_empty());
    }
}
