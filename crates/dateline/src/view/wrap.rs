//! Styled words, fitted to a width.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::harmless;

/// Text in one style.
#[derive(Debug, Clone)]
pub(super) struct Styled {
    /// The text; any white space in it is a place to break.
    pub(super) text: String,
    /// Its style; plain when colours are off.
    pub(super) style: Style,
}

/// Fits `pieces` to `width` columns. The first line starts with `first`, the others with `indent`, both as wide as
/// `indent`; the last ends with a line break.
pub(super) fn wrap(pieces: &[Styled], width: usize, first: &str, indent: &str, out: &mut String) {
    let room = width.saturating_sub(indent.width()).max(10);
    out.push_str(first);
    let mut line = Line { out, used: 0 };
    let mut gap = None;
    for word in words(pieces) {
        match word {
            Word::Space(style) => gap = Some(style),
            Word::Parts(parts) => {
                let wide: usize = parts.iter().map(|part| part.text.width()).sum();
                if line.used > 0 && line.used + usize::from(gap.is_some()) + wide > room {
                    line.out.push('\n');
                    line.out.push_str(indent);
                    line.used = 0;
                } else if let Some(style) = gap.filter(|_| line.used > 0) {
                    line.put(" ", style);
                }
                gap = None;
                line.put_word(&parts, room, indent);
            }
        }
    }
    line.out.push('\n');
}

struct Line<'o> {
    out: &'o mut String,
    used: usize,
}

impl Line<'_> {
    fn put(&mut self, text: &str, style: Style) {
        self.used += text.width();
        if style == Style::new() {
            self.out.push_str(text);
        } else {
            self.out.push_str(&format!("{style}{text}{style:#}"));
        }
    }

    /// Puts a word; one that is wider than the room is broken where it must be.
    fn put_word(&mut self, parts: &[Styled], room: usize, indent: &str) {
        for part in parts {
            let mut rest = part.text.as_str();
            while self.used + rest.width() > room {
                let (fits, more) = split_at_width(rest, room.saturating_sub(self.used));
                self.put(fits, part.style);
                self.out.push('\n');
                self.out.push_str(indent);
                self.used = 0;
                rest = more;
            }
            if !rest.is_empty() {
                self.put(rest, part.style);
            }
        }
    }
}

/// As many characters as fit, at least one when the line is fresh, and the rest.
fn split_at_width(text: &str, room: usize) -> (&str, &str) {
    let mut used = 0;
    let fits = text.char_indices().find(|(_, c)| {
        used += c.width().unwrap_or(0);
        used > room
    });
    let at = fits.map_or(text.len(), |(at, _)| at);
    text.split_at_checked(at).unwrap_or((text, ""))
}

enum Word {
    Space(Style),
    Parts(Vec<Styled>),
}

fn words(pieces: &[Styled]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for piece in pieces {
        let clean: String = piece.text.chars().map(harmless).collect();
        let mut rest = clean.as_str();
        while let Some(first) = rest.chars().next() {
            let space = first.is_whitespace();
            let end = rest.find(|c: char| c.is_whitespace() != space).unwrap_or(rest.len());
            let (run, more) = rest.split_at_checked(end).unwrap_or((rest, ""));
            push_run(&mut words, run, space, piece.style);
            rest = more;
        }
    }
    words
}

fn push_run(words: &mut Vec<Word>, run: &str, space: bool, style: Style) {
    match words.last_mut() {
        Some(Word::Space(_)) if space => {}
        Some(Word::Parts(parts)) if !space => parts.push(Styled { text: run.to_owned(), style }),
        _ if space => words.push(Word::Space(style)),
        _ => words.push(Word::Parts(vec![Styled { text: run.to_owned(), style }])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> String {
        let mut out = String::new();
        wrap(&[Styled { text: text.into(), style: Style::new() }], width, "> ", "  ", &mut out);
        out
    }

    #[test]
    fn lines_break_between_words_and_are_indented() {
        assert_eq!(wrapped("one two\nthree four", 12), "> one two\n  three four\n");
    }

    #[test]
    fn a_word_wider_than_the_room_is_broken() {
        assert_eq!(wrapped("aaaaaaaaaabbb", 12), "> aaaaaaaaaa\n  bbb\n");
        assert_eq!(wrapped("新聞新聞新聞", 12), "> 新聞新聞新\n  聞\n");
    }

    #[test]
    fn controls_never_reach_the_terminal() {
        assert_eq!(wrapped("a\u{1b}[31mb", 40), "> a\u{fffd}[31mb\n");
    }
}
