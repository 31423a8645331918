//! Links amid the text that are none of its sentences: to other articles, to parts of the page, to the next one.

use dateline_record::v1::paragraph::Kind;

use super::{
    super::{blocks::Block, main_text::ends_sentence, phrases},
    is_prose,
};
use crate::bylines;

/// Which blocks are such links.
pub(super) fn marks(blocks: &[Block]) -> Vec<bool> {
    let (contents, pointers) = (tables_of_contents(blocks), pointers(blocks));
    let either = contents.into_iter().zip(pointers).enumerate();
    either.map(|(at, (contents, points))| contents || points || names_next_page(blocks, at)).collect()
}

/// Whether a line is the numbers of pages, which lead to them; one number alone may be a footnote's.
pub(super) fn is_pager(block: &Block) -> bool {
    block.link_density() > 0.5 && phrases::is_pager(&block.text)
}

/// Whether a line is what the next page is called, above the numbers of all.
fn names_next_page(blocks: &[Block], at: usize) -> bool {
    let is_link = |block: &Block| block.kind == Kind::Body && block.link_density() > 0.9;
    blocks.get(at).is_some_and(is_link) && blocks.get(at + 1).is_some_and(is_pager)
}

/// Which blocks are tables of contents: three or more in a row that lead to places in the page, and the short line above.
fn tables_of_contents(blocks: &[Block]) -> Vec<bool> {
    let mut marks: Vec<bool> = Vec::with_capacity(blocks.len());
    for run in blocks.chunk_by(|one, other| one.leads_inside() == other.leads_inside()) {
        let is_table = run.len() >= LEAST_OF_CONTENTS && run.first().is_some_and(Block::leads_inside);
        let above = marks.len().checked_sub(1).and_then(|at| blocks.get(at));
        if is_table
            && above.is_some_and(|above| above.level != 1 && above.chars < 40 && !ends_sentence(&above.text))
            && let Some(mark) = marks.last_mut()
        {
            *mark = true;
        }
        marks.extend(std::iter::repeat_n(is_table, run.len()));
    }
    marks
}

/// Links of a table of contents at least.
const LEAST_OF_CONTENTS: usize = 3;

/// Which blocks are pointers to other articles: a few lines that are links, between paragraphs that are not. A list of them only
/// amid the text, and where no sentence announces it.
fn pointers(blocks: &[Block]) -> Vec<bool> {
    let is_link = |block: &Block| matches!(block.kind, Kind::Body | Kind::ListItem) && block.link_density() > 0.9;
    let mut marks = Vec::with_capacity(blocks.len());
    for run in blocks.chunk_by(|one, other| is_link(one) == is_link(other)) {
        let start = marks.len();
        let (before, after) = (start.checked_sub(1).and_then(|at| blocks.get(at)), blocks.get(start + run.len()));
        let alone = [before, after].into_iter().flatten().all(|other| other.link_density() < 0.5);
        let amid = || {
            let is_item = |other: &Block| other.kind == Kind::ListItem;
            before.is_some_and(|before| is_prose(before) && !is_item(before) && !before.text.ends_with([':', '：']))
                && after.is_some_and(|after| (is_prose(after) && !is_item(after)) || after.kind == Kind::Heading)
        };
        let is_list = run.len() > 1 || run.iter().any(|block| block.kind == Kind::ListItem);
        let points = |block: &Block| is_link(block) && says_a_headline(block) && !(is_list && is_entry(block));
        let found = alone && run.len() <= MOST_POINTERS && run.iter().all(points) && (!is_list || amid());
        marks.extend(std::iter::repeat_n(found, run.len()));
    }
    marks
}

/// Links in a row that point to other articles, at most: more are a list of the article's own.
const MOST_POINTERS: usize = 3;

/// Whether a line is long enough to be what an article is called.
fn says_a_headline(block: &Block) -> bool {
    block.text.split_whitespace().count() >= 4 || (bylines::is_dense(&block.text) && block.chars >= 24)
}

/// Whether an item of a list is a number's, an offer, or leads to a place in the page: no other article's headline.
fn is_entry(block: &Block) -> bool {
    block.numbered || !block.leads_away() || block.text.contains(['$', '€', '£'])
}
