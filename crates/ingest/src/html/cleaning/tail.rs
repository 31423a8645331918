//! What is left below an article when all else is gone: links, headings, counts.

use dateline_record::v1::paragraph::Kind;

use super::{
    super::{blocks::Block, main_text::ends_sentence, phrases},
    links, prose,
};

/// Drops what ends no text.
pub(super) fn drop(blocks: &mut Vec<Block>) {
    drop_notes_at_end(blocks);
    drop_links_at_end(blocks);
    drop_pointers_at_end(blocks);
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

/// A list of articles of the same site that nothing follows, and the label above it: more on the subject. One that a sentence
/// announces is the article's own, and so is one that is a good part of the text.
fn drop_pointers_at_end(blocks: &mut Vec<Block>) {
    /// Characters of a label at most, and times the text before the list is longer than this at least.
    const MOST_OF_LABEL: usize = 60;
    const LEAST_BEFORE: usize = 4;
    /// Words of a headline on the average, at least.
    const LEAST_WORDS: usize = 6;
    let points = |block: &Block| {
        matches!(block.kind, Kind::Body | Kind::ListItem)
            && block.leads_to_own()
            && links::says_a_headline(block)
            && !links::is_entry(block)
    };
    let count = blocks.iter().rev().take_while(|block| points(block)).count();
    let (text, listed) = blocks.split_at(blocks.len() - count);
    let announces = |block: &Block| block.text.ends_with([':', '：']);
    let is_label = |block: &Block| block.chars < MOST_OF_LABEL && (block.kind == Kind::Heading || announces(block));
    let Some(above) = text.last() else { return };
    // In the same element as the paragraphs may be names, which are shorter than headlines.
    let words: usize = listed.iter().map(|block| block.text.split_whitespace().count()).sum();
    let is_apart = || {
        let last = text.iter().rfind(|block| super::is_prose(block));
        last.is_some_and(|last| listed.iter().all(|block| block.within != last.within))
    };
    let is_other = is_label(above) || (!announces(above) && (words >= count * LEAST_WORDS || is_apart()));
    let shown: usize = listed.iter().map(|block| block.chars).sum();
    if count >= 2 && is_other && prose(text) >= LEAST_BEFORE * shown {
        let end = text.len() - usize::from(is_label(above));
        blocks.truncate(end);
    }
}

/// Lines that nothing follows: how often the text was read, liked or shared, how long a recording is, when and where it was
/// published, by whom, on what it is, and what readers may write below it or have sent to them.
fn drop_notes_at_end(blocks: &mut Vec<Block>) {
    let is_count =
        |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ',' | ' ' | ':' | '/' | '-'));
    let is_printed = |text: &str| phrases::is_byline(text) && text.bytes().filter(u8::is_ascii_digit).count() >= 5;
    let is_note = |block: &Block| {
        block.kind == Kind::Body
            && (is_count(&block.text) || is_printed(&block.text) || is_tag_row(block) || is_for_readers(block))
    };
    while blocks.last().is_some_and(is_note) {
        blocks.pop();
    }
}

/// Whether a paragraph tells readers what they may write below the text, or offers them mail.
fn is_for_readers(block: &Block) -> bool {
    phrases::rules_comments(&block.text) || (block.links > 0 && phrases::offers_letter(&block.text))
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
