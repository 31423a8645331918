//! The lines that a message shows, with where they stand in it.

use super::tags::HIDDEN;

/// Characters of a line that are looked at.
const LONGEST: usize = 500;

/// Elements that begin and end a line.
const BREAKS: [&str; 16] =
    ["br", "p", "div", "tr", "table", "li", "ul", "h1", "h2", "h3", "h4", "hr", "blockquote", "body", "center", "td"];

/// A line as it shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Without the marks of what is quoted.
    pub(super) text: String,
    /// Where in what was given it begins.
    pub(super) start: usize,
    /// Where the next begins.
    pub(super) end: usize,
}

/// The lines of plain text.
pub(super) fn of_text(text: &str) -> impl Iterator<Item = Line> + use<'_> {
    let mut end = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = end;
        end += line.len();
        Line { text: bare(line), start, end }
    })
}

/// A line without the marks of what is quoted.
fn bare(line: &str) -> String {
    let start = line.trim_start_matches(['>', ' ', '\t', '\u{a0}']);
    start.chars().take(LONGEST).collect::<String>().trim().to_owned()
}

/// The lines that HTML shows, as far as that can be told without reading it as a page; each begins after the tags before it.
pub(super) fn of_html(html: &str) -> impl Iterator<Item = Line> + use<'_> {
    let (mut at, mut start) = (0, 0);
    let mut text = String::new();
    std::iter::from_fn(move || {
        while at < html.len() {
            let rest = html.get(at..)?;
            let Some(open) = rest.find('<') else {
                push(&mut text, rest);
                at = html.len();
                break;
            };
            push(&mut text, rest.get(..open)?);
            let tag = rest.get(open + 1..)?;
            let name: String = tag
                .trim_start_matches('/')
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .take(12)
                .collect::<String>()
                .to_ascii_lowercase();
            let hidden = HIDDEN.contains(&name.as_str()) && !tag.starts_with('/');
            let length = if hidden { end_of(tag, &name) } else { tag.find('>').map_or(tag.len(), |end| end + 1) };
            at += open + 1 + length;
            if BREAKS.contains(&name.as_str()) && !text.trim().is_empty() {
                let line = Line { text: bare(&htmlize::unescape(text.as_str())), start, end: at };
                text.clear();
                start = at;
                return Some(line);
            }
            if text.trim().is_empty() {
                start = at;
            }
        }
        let last = std::mem::take(&mut text);
        let text = bare(&htmlize::unescape(last.as_str()));
        (!last.trim().is_empty()).then_some(Line { text, start, end: html.len() })
    })
}

/// Adds what is shown to a line, whose rest does not matter where it is long.
fn push(line: &mut String, text: &str) {
    if line.len() < LONGEST * 4 {
        line.extend(text.chars().take(LONGEST * 4).map(|c| if c.is_whitespace() { ' ' } else { c }));
    }
}

/// Where an element ends that shows nothing.
fn end_of(tag: &str, name: &str) -> usize {
    let close = |at: usize| {
        let after = tag.get(at + 2..at + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name))
    };
    let at = tag.match_indices("</").map(|(at, _)| at).find(|at| close(*at));
    let end = at.and_then(|at| tag.get(at..)?.find('>').map(|end| at + end + 1));
    end.unwrap_or(tag.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_where_they_stand() {
        let html = "<title>a</title><p><b>One</b> &amp; <i>two</i></p><br> <div>Three";
        let told: Vec<(String, &str)> =
            of_html(html).map(|line| (line.text, html.get(line.start..line.end).unwrap())).collect();
        assert_eq!(told[0], ("One & two".to_owned(), "One</b> &amp; <i>two</i></p>"));
        assert_eq!(told[1], ("Three".to_owned(), "Three"));
        let told: Vec<(String, usize)> = of_text("> One\nTwo").map(|line| (line.text, line.start)).collect();
        assert_eq!(told, [("One".to_owned(), 0), ("Two".to_owned(), 6)]);
    }
}
