//! Sentences of a text that a page sets off beside it, too.

use dateline_record::v1::paragraph::Kind;

use super::super::blocks::Block;

/// Such sentences that are looked for, at most, characters of one, and words at least.
const MOST: usize = 12;
const LONGEST: usize = 300;
const LEAST_WORDS: usize = 5;

/// Marks at the ends of what is quoted.
const MARKS: &[char] = &['"', '\'', '“', '”', '‘', '’', '„', '«', '»', '‹', '›', '.', ',', '…', '!', '?', ' '];

/// Drops quotations that stand in a longer paragraph word for word, with the line that says whose they are: nothing is lost.
pub(super) fn drop_repeated(blocks: &mut Vec<Block>) {
    let candidates = blocks.iter().enumerate().filter_map(|(at, block)| Some((at, quoted(block)?)));
    let is_said = |at: usize, quoted: &str| {
        let own = blocks.get(at);
        // A quotation among the paragraphs is the author's.
        let is_beside =
            |block: &Block| own.is_some_and(|own| own.kind == Kind::BlockQuote && own.within == block.within);
        let says = |block: &Block| {
            block.kind == Kind::Body
                && block.text.len() > quoted.len()
                && block.text.contains(quoted)
                && !is_beside(block)
        };
        blocks.iter().enumerate().any(|(other, block)| other != at && says(block))
    };
    let found: Vec<usize> =
        candidates.take(MOST).filter(|(at, quoted)| is_said(*at, quoted)).map(|(at, _)| at).collect();
    for at in found.into_iter().rev() {
        let signed = blocks.get(at + 1).is_some_and(is_signature);
        blocks.drain(at..=at + usize::from(signed));
    }
}

/// The words of a short block that is a quotation, without what says whose they are.
fn quoted(block: &Block) -> Option<&str> {
    let text = block.text.as_str();
    let opens = text.starts_with(['"', '\'', '“', '‘', '„', '«', '‹']);
    if block.chars > LONGEST || !(block.kind == Kind::BlockQuote || (block.kind == Kind::Body && opens)) {
        return None;
    }
    let end =
        if opens { text.rfind(['"', '\'', '”', '’', '“', '»', '›']).filter(|end| *end > 0) } else { None };
    let (said, whose) = text.split_at_checked(end.unwrap_or(text.len()))?;
    let said = said.trim_matches(MARKS);
    let whose = whose.trim_matches(MARKS);
    let is_whole = said.split_whitespace().count() >= LEAST_WORDS && (whose.is_empty() || signs(whose));
    is_whole.then_some(said)
}

/// `– Mara Holt, mayor`.
fn is_signature(block: &Block) -> bool {
    block.chars < 80 && signs(&block.text)
}

fn signs(text: &str) -> bool {
    text.starts_with(['-', '–', '—', '―'])
}
