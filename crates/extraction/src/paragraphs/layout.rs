//! Where paragraphs begin and end: blank lines, or line ends where every line is a paragraph.

use std::ops::Range;

/// Lines of wrapped text are at most this long, in characters.
const WIDEST_WRAP: usize = 110;
/// Lines of wrapped text reach at least this far, in characters.
const NARROWEST_WRAP: usize = 40;

/// A line without the spaces around it.
struct Line {
    bytes: Range<usize>,
    width: usize,
    /// Characters of its first word.
    first_word: usize,
    ends_sentence: bool,
    starts_item: bool,
}

/// The byte ranges of the paragraphs of a text, without the spaces around them.
pub(super) fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut blocks = blocks(text);
    if let Some(spaced) = double_spaced(&blocks) {
        blocks = vec![blocks.into_iter().flatten().collect()];
        let mut pieces = Vec::new();
        blocks.iter().for_each(|block| join(block, spaced, &mut pieces));
        return pieces;
    }
    let wrap = wrap_width(&blocks);
    let mut pieces = Vec::new();
    for block in &blocks {
        match wrap {
            Some(width) => join(block, width, &mut pieces),
            None => pieces.extend(block.iter().map(|line| line.bytes.clone())),
        }
    }
    pieces
}

/// Runs of lines with text, separated by blank lines.
fn blocks(text: &str) -> Vec<Vec<Line>> {
    let mut blocks: Vec<Vec<Line>> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for raw in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let start = at;
        at += raw.len();
        let separator = text.get(at..).and_then(|rest| rest.chars().next());
        at += separator.map_or(0, char::len_utf8);
        match line(start, raw) {
            Some(line) if open => blocks.last_mut().map_or((), |block| block.push(line)),
            Some(line) => blocks.push(vec![line]),
            // The empty piece between the two characters of CRLF is no blank line.
            None if raw.is_empty() && is_inside_crlf(text, start) => continue,
            None => open = false,
        }
        open |= !raw.trim().is_empty();
        open &= separator != Some('\u{2029}');
    }
    blocks
}

fn is_inside_crlf(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    at > 0 && bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n')
}

fn line(start: usize, raw: &str) -> Option<Line> {
    let text = raw.trim();
    let first = text.split_whitespace().next()?;
    let from = start + raw.len() - raw.trim_start().len();
    let closed = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    Some(Line {
        bytes: from..from + text.len(),
        width: text.chars().take(WIDEST_WRAP + 1).count(),
        first_word: first.chars().take(WIDEST_WRAP).count(),
        ends_sentence: closed.ends_with(['.', '!', '?', '…', ':']),
        starts_item: super::kinds::is_list_item(text) || text.starts_with('>'),
    })
}

/// The width at which lines are wrapped that all have a blank line between them, as in typescripts.
fn double_spaced(blocks: &[Vec<Line>]) -> Option<usize> {
    /// Lines that tell.
    const LEAST: usize = 6;
    let lines = || blocks.iter().flatten();
    let single = blocks.iter().all(|block| block.len() == 1);
    let width = lines().map(|line| line.width).max().filter(|width| (NARROWEST_WRAP..=WIDEST_WRAP).contains(width))?;
    let pairs = || lines().zip(lines().skip(1));
    let full = pairs().filter(|(line, next)| is_full(line, next, width) && !line.ends_sentence).count();
    let items = lines().any(|line| line.starts_item);
    // Most lines stop where the next word had no room, in the middle of a sentence: headlines one below another do not.
    (single && !items && blocks.len() > LEAST && full * 10 >= pairs().count() * 6).then_some(width)
}

/// The width at which the text is hard-wrapped; `None` when every line is a paragraph.
///
/// A line was wrapped where the next word had no room left on it. Sentences that happen to be as long as each other
/// end in a full stop every time; wrapped lines do not.
fn wrap_width(blocks: &[Vec<Line>]) -> Option<usize> {
    let width = blocks.iter().filter(|block| block.len() > 1).flatten().map(|line| line.width).max()?;
    if !(NARROWEST_WRAP..=WIDEST_WRAP).contains(&width) {
        return None;
    }
    let (mut breaks, mut full, mut closed) = (0, 0, 0);
    for (line, next) in blocks.iter().flat_map(|block| block.iter().zip(block.iter().skip(1))) {
        breaks += 1;
        full += usize::from(is_full(line, next, width));
        closed += usize::from(line.ends_sentence);
    }
    (full * 10 >= breaks * 6 && closed * 2 <= breaks).then_some(width)
}

/// Whether the first word of `next` had no room on `line`; some slack, as editors differ in how they count.
fn is_full(line: &Line, next: &Line, width: usize) -> bool {
    line.width + 1 + next.first_word + width / 12 > width
}

/// Joins the lines of a wrapped block to paragraphs.
fn join(block: &[Line], width: usize, pieces: &mut Vec<Range<usize>>) {
    let mut before: Option<&Line> = None;
    for line in block {
        let goes_on = before.is_some_and(|before| {
            !line.starts_item && (is_full(before, line, width) || !before.ends_sentence && before.width * 2 > width)
        });
        match pieces.last_mut() {
            Some(last) if goes_on => last.end = line.bytes.end,
            _ => pieces.push(line.bytes.clone()),
        }
        before = Some(line);
    }
}
