//! What is left below an article when all else is gone: links, headings, counts.

use dateline_record::v1::paragraph::Kind;

use super::super::{blocks::Block, main_text::ends_sentence, phrases};

/// Drops what ends no text.
pub(super) fn drop(blocks: &mut Vec<Block>) {
    drop_notes_at_end(blocks);
    drop_links_at_end(blocks);
    drop_empty_headings(blocks);
}

/// Links that nothing follows, where there are several: they lead to other articles.
fn drop_links_at_end(blocks: &mut Vec<Block>) {
    let links =
        blocks.iter().rev().take_while(|block| block.kind != Kind::ListItem && block.link_density() > 0.9).count();
    if links >= LEAST_AT_END {
        blocks.truncate(blocks.len() - links);
    }
}

/// Lines that nothing follows: how often the text was read, liked or shared, when and where it was published, by whom, and on
/// what it is.
fn drop_notes_at_end(blocks: &mut Vec<Block>) {
    let is_count = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ',' | ' '));
    let is_printed = |text: &str| phrases::is_byline(text) && text.bytes().filter(u8::is_ascii_digit).count() >= 5;
    let is_note = |block: &Block| {
        block.kind == Kind::Body && (is_count(&block.text) || is_printed(&block.text) || is_tag_row(block))
    };
    while blocks.last().is_some_and(is_note) {
        blocks.pop();
    }
}

/// Whether a line is a few links with nothing between them: subjects of the text.
fn is_tag_row(block: &Block) -> bool {
    block.links >= LEAST_OF_TAGS && block.linked == block.chars && !ends_sentence(&block.text)
}

/// Links of a row of subjects at least.
const LEAST_OF_TAGS: usize = 3;

/// Links in a row that are dropped at the end, at least.
const LEAST_AT_END: usize = 4;

/// Headings at the end that nothing follows.
fn drop_empty_headings(blocks: &mut Vec<Block>) {
    while blocks.last().is_some_and(|block| block.kind == Kind::Heading) {
        blocks.pop();
    }
}
