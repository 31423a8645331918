//! The lines of a newsletter, with what tells where a story begins: headings, rules, and how deep in it they stand.

use super::super::{
    lines,
    tags::{self, Piece as Tag},
};

/// Lines of a newsletter that are looked at; a longer one stays whole.
pub(super) const MOST: usize = 20_000;

/// Strokes of a rule in plain text at least.
const STROKES: usize = 5;

/// Characters of a headline at most.
const LONGEST: usize = 250;

/// Lines of a headline in plain text at most.
const HEADLINE: usize = 3;

/// Elements that may hold a story.
const HOLDING: [&str; 8] = ["table", "tbody", "tr", "td", "div", "article", "section", "center"];

/// A line as it shows.
#[derive(Debug, Clone, Default)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The level of the heading that it is.
    pub(super) heading: Option<u8>,
    /// Whether a rule is above it.
    pub(super) is_ruled: bool,
    /// How many elements that may hold a story it stands in, and in how few between the piece before and this one.
    pub(super) depth: i64,
    pub(super) lowest: i64,
    /// Where a link at its beginning leads.
    pub(super) link: String,
}

/// The lines of HTML; nothing where there are too many.
pub(super) fn of_html(html: &str) -> Vec<Piece> {
    let mut state = State::default();
    let (mut pieces, mut before): (Vec<Piece>, usize) = (Vec::new(), 0);
    for line in lines::of_html(html) {
        if pieces.len() >= MOST {
            return Vec::new();
        }
        state.start();
        tags::pieces(html.get(before..line.start).unwrap_or_default()).for_each(|tag| state.take(tag));
        if line.text.is_empty() {
            // A space that keeps a row open: what is around it still tells how the next stands.
            tags::pieces(html.get(line.start..line.end).unwrap_or_default()).for_each(|tag| state.take_inside(tag));
            before = line.end;
            continue;
        }
        let piece = state.piece(line);
        tags::pieces(html.get(piece.start..piece.end).unwrap_or_default()).for_each(|tag| state.take_inside(tag));
        before = piece.end;
        match pieces.last_mut() {
            // A heading that is broken into lines.
            Some(last) if state.goes_on && last.heading == piece.heading && piece.heading.is_some() => {
                last.text = format!("{} {}", last.text, piece.text);
                last.end = piece.end;
            }
            _ => pieces.push(piece),
        }
        state.goes_on = state.heading.is_some();
    }
    pieces
}

#[derive(Default)]
struct State {
    heading: Option<u8>,
    /// Whether the heading that is open began before the line that is read.
    goes_on: bool,
    is_ruled: bool,
    depth: i64,
    lowest: i64,
    link: String,
}

impl State {
    fn start(&mut self) {
        self.link.clear();
    }

    /// A tag between two lines.
    fn take(&mut self, tag: Tag<'_>) {
        if self.link.is_empty() && tag.is_one_of(&["a"]) {
            self.link = href(tag.tag);
        }
        self.take_inside(tag);
    }

    /// A tag in a line, or that ends it.
    fn take_inside(&mut self, tag: Tag<'_>) {
        if let Some(level) = level(tag.name()) {
            self.goes_on &= tag.is_end();
            self.heading = (!tag.is_end()).then_some(level);
        } else if tag.is_one_of(&["hr"]) {
            self.is_ruled = true;
        } else if tag.is_one_of(&HOLDING) {
            self.depth += if tag.is_end() { -1 } else { 1 };
            self.lowest = self.lowest.min(self.depth);
        }
    }

    fn piece(&mut self, line: lines::Line) -> Piece {
        let piece = Piece {
            text: line.text,
            start: line.start,
            end: line.end,
            heading: self.heading,
            is_ruled: self.is_ruled,
            depth: self.depth,
            lowest: self.lowest,
            link: std::mem::take(&mut self.link),
        };
        (self.is_ruled, self.lowest) = (false, self.depth);
        piece
    }
}

fn level(name: &str) -> Option<u8> {
    let level = name.strip_prefix(['h', 'H']).filter(|level| level.len() == 1)?;
    level.parse().ok().filter(|level| (1..=4).contains(level))
}

/// Where a tag links to, on the web.
fn href(tag: &str) -> String {
    let tag = tag.split('>').next().unwrap_or_default();
    let lower = tag.to_ascii_lowercase();
    let value = lower.find("href=").and_then(|at| tag.get(at + 5..)).unwrap_or_default();
    let value = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value.get(1..).unwrap_or_default().split(quote).next(),
        _ => value.split_whitespace().next(),
    };
    let value = htmlize::unescape_attribute(value.unwrap_or_default()).trim().to_owned();
    if value.starts_with("http") { value } else { String::new() }
}

/// The lines of plain text, of which a headline is what stands alone below a rule.
pub(super) fn of_text(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut is_ruled, mut heads) = (true, 0);
    for line in lines::of_text(text) {
        if pieces.len() >= MOST {
            return Vec::new();
        }
        if is_rule(&line.text) {
            (is_ruled, heads) = (true, 0);
            continue;
        }
        if line.text.is_empty() {
            heads = HEADLINE;
            continue;
        }
        let is_first = std::mem::take(&mut is_ruled);
        heads = if is_first { 0 } else { heads + 1 };
        let is_by = || crate::bylines::by_whom(&line.text, crate::bylines::language_of_lead(&line.text)).is_some();
        let is_head = is_first || (heads < HEADLINE && !is_by());
        match pieces.last_mut().filter(|last| is_head && !is_first && last.heading.is_some()) {
            Some(last) if last.text.chars().count() + line.text.chars().count() <= LONGEST => {
                last.text = format!("{} {}", last.text, line.text);
                last.end = line.end;
            }
            _ => {
                let heading = is_first.then_some(2);
                heads = if is_first { 0 } else { HEADLINE };
                pieces.push(Piece {
                    text: line.text,
                    start: line.start,
                    end: line.end,
                    heading,
                    is_ruled: is_first,
                    ..Piece::default()
                });
            }
        }
    }
    pieces
}

fn is_rule(line: &str) -> bool {
    let mut strokes = line.chars().filter(|c| !c.is_whitespace());
    let Some(first) = strokes.next().filter(|c| matches!(c, '-' | '_' | '=' | '*' | '~' | '—' | '─' | '#' | '+'))
    else {
        return false;
    };
    let count = strokes.clone().count() + 1;
    count >= STROKES && strokes.all(|stroke| stroke == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_rules_and_depths_are_told() {
        let html = "<p>Hello</p><hr><table><tr><td><h2><a href='https://a.example/1?x&amp;y'>Wall<br>to be mended</a></h2>\
                    <p>By Ana Ruiz</p></td></tr></table><p>Bye</p>";
        let told: Vec<_> =
            of_html(html).into_iter().map(|p| (p.text, p.heading, p.is_ruled, p.depth, p.lowest, p.link)).collect();
        let none = String::new;
        assert_eq!(
            told,
            [
                ("Hello".into(), None, false, 0, 0, none()),
                ("Wall to be mended".into(), Some(2), true, 3, 0, "https://a.example/1?x&y".into()),
                ("By Ana Ruiz".into(), None, false, 3, 3, none()),
                ("Bye".into(), None, false, 0, 0, none()),
            ]
        );
    }

    #[test]
    fn plain_text_has_headlines_below_its_rules() {
        let text = "Hello\n\n-----\n\nWall to be\nmended\nBy Ana Ruiz\n\nIt rained.\nIt froze.\n- - - - -\nEnd\n";
        let told: Vec<_> = of_text(text).into_iter().map(|p| (p.text, p.heading)).collect();
        let expected = [
            ("Hello", Some(2)),
            ("Wall to be mended", Some(2)),
            ("By Ana Ruiz", None),
            ("It rained.", None),
            ("It froze.", None),
            ("End", Some(2)),
        ];
        assert_eq!(told, expected.map(|(text, heading)| (text.to_owned(), heading)));
    }

    #[test]
    fn many_tags_cost_little() {
        for piece in ["<", "<h2>a", "<a href=", "<hr>", "<table>", "a<br>", "<h2>a<br>"] {
            assert!(of_html(&piece.repeat(100_000)).len() <= MOST);
        }
        assert!(of_text(&"-----\na\n".repeat(100_000)).is_empty());
    }
}
