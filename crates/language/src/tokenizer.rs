//! Text to pieces: the syntactic words of Universal Dependencies v2, as the English Web Treebank cuts them.
//!
//! Every piece is a run of bytes of the text, so nothing is normalised. One pass over the text, with look-ahead that is
//! bounded by the current run of non-space characters.

pub(crate) mod abbreviations;
mod clitics;
pub(crate) mod emoticons;
mod links;
mod marks;
mod words;

use std::ops::Range;

/// A token before any annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Bytes of the text.
    pub(crate) span: Range<usize>,
    /// What separates it from the piece before.
    pub(crate) gap: Gap,
}

/// What stands before a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing: the piece continues a run of characters.
    None,
    /// White space on the same line, or the start of the stretch.
    Space,
    /// One line break.
    Line,
    /// A blank line.
    Blank,
}

/// The pieces of a stretch of `text`; nothing when the stretch is not on character boundaries.
pub(crate) fn tokenize(text: &str, stretch: Range<usize>) -> Vec<Piece> {
    let offset = stretch.start;
    let Some(part) = text.get(stretch) else { return Vec::new() };
    let mut cutter = Cutter { text: part, offset, gap: Gap::Space, pieces: Vec::with_capacity(part.len() / 5) };
    let mut at = 0;
    while at < part.len() {
        let rest = part.get(at..).unwrap_or_default();
        let space = rest.len() - rest.trim_start_matches(is_space).len();
        cutter.gap = gap_of(rest.get(..space).unwrap_or_default(), at == 0);
        let start = at + space;
        let run = part.get(start..).unwrap_or_default();
        let end = start + run.find(is_space).unwrap_or(run.len());
        cutter.cut_run(start, end);
        at = end;
    }
    cutter.pieces
}

/// White space and the invisible characters that separate words.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

fn gap_of(space: &str, first: bool) -> Gap {
    let lines = space.bytes().filter(|b| *b == b'\n').count().max(space.bytes().filter(|b| *b == b'\r').count());
    match lines {
        0 if first || !space.is_empty() => Gap::Space,
        0 => Gap::None,
        1 => Gap::Line,
        _ => Gap::Blank,
    }
}

/// Cuts runs of characters without white space.
struct Cutter<'t> {
    text: &'t str,
    offset: usize,
    gap: Gap,
    pieces: Vec<Piece>,
}

impl Cutter<'_> {
    fn push(&mut self, start: usize, end: usize) {
        if end > start {
            self.pieces.push(Piece { span: self.offset + start..self.offset + end, gap: self.gap });
            self.gap = Gap::None;
        }
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Cuts the run of characters without white space from `start` to `end`.
    fn cut_run(&mut self, start: usize, end: usize) {
        let mut at = start;
        while let Some(link) = links::find(self.slice(at, end)) {
            let (first, last) = (at + link.start, at + link.end);
            while at < first {
                at = self.cut_one(at, first);
            }
            self.push(first, last);
            at = last;
        }
        while at < end {
            at = self.cut_one(at, self.text.len());
        }
    }

    /// Cuts the piece or pieces that start at `at`, looking no further than `end`; returns where they end.
    fn cut_one(&mut self, at: usize, end: usize) -> usize {
        let rest = self.slice(at, end);
        let Some(first) = rest.chars().next() else { return end };
        let opens = self.gap != Gap::None;
        let length = if words::is_wide(first) {
            first.len_utf8()
        } else if let Some(face) = emoticons::length(rest, opens) {
            face
        } else if words::opens_word(rest, self.text.get(..at).unwrap_or_default(), opens) {
            return self.cut_word(at, end);
        } else {
            marks::length(rest, first)
        };
        self.push(at, at + length);
        at + length
    }

    fn cut_word(&mut self, at: usize, end: usize) -> usize {
        let rest = self.slice(at, end);
        let word = words::word_length(rest);
        let cuts = clitics::inner_cuts(rest.get(..word).unwrap_or_default(), rest.get(word..).unwrap_or_default());
        let mut from = at;
        for cut in cuts.into_iter().flatten() {
            self.push(from, at + cut);
            from = at + cut;
        }
        self.push(from, at + word);
        at + word
    }
}

#[cfg(test)]
mod tests;
