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
/// amid the text, and where no sentence announces it, or in a box with a heading.
fn pointers(blocks: &[Block]) -> Vec<bool> {
    let mut marks: Vec<bool> = Vec::with_capacity(blocks.len());
    for run in blocks.chunk_by(|one, other| is_pointer(one) == is_pointer(other)) {
        let start = marks.len();
        let (before, after) = (start.checked_sub(1).and_then(|at| blocks.get(at)), blocks.get(start + run.len()));
        let alone = [before, after].into_iter().flatten().all(|other| other.link_density() < 0.5);
        let amid = || {
            let is_item = |other: &Block| other.kind == Kind::ListItem;
            before.is_some_and(|before| is_prose(before) && !is_item(before) && !before.text.ends_with([':', '：']))
                && after.is_some_and(|after| (is_prose(after) && !is_item(after)) || after.kind == Kind::Heading)
        };
        let is_list = run.len() > 1 || run.iter().any(|block| block.kind == Kind::ListItem);
        let points = |block: &Block| is_pointer(block) && says_a_headline(block) && !(is_list && is_entry(block));
        let found = alone && run.len() <= MOST_POINTERS && run.iter().all(points) && (!is_list || amid());
        let boxed = heads_box(blocks, start, run);
        if boxed && let Some(heading) = marks.last_mut() {
            *heading = true;
        }
        marks.extend(std::iter::repeat_n(found || boxed, run.len()));
    }
    marks
}

/// Links in a row that point to other articles, at most: more are a list of the article's own.
const MOST_POINTERS: usize = 3;

/// Whether a line is nothing but a link, perhaps with a label in capitals before it, or a row of links of the site with bars
/// between them: `PHOTOS: The bridge`, `More: The bridge | Teams: Who rows`.
fn is_pointer(block: &Block) -> bool {
    matches!(block.kind, Kind::Body | Kind::ListItem)
        && (block.link_density() > 0.9 || (block.links > 0 && (is_labelled(block) || is_strung(block))))
}

fn is_labelled(block: &Block) -> bool {
    /// Words of a label at most.
    const MOST: usize = 3;
    let Some((label, _)) = block.text.split_once(':') else { return false };
    let own = label.chars().filter(|c| !c.is_whitespace()).count() + 1;
    block.links == 1
        && own + block.linked >= block.chars
        && label.split_whitespace().count() <= MOST
        && label.contains(char::is_uppercase)
        && !label.contains(char::is_lowercase)
}

fn is_strung(block: &Block) -> bool {
    let is_part = |part: &str| part.split_whitespace().count() >= 2;
    block.links > 1
        && block.abroad == 0
        && block.link_density() > 0.5
        && block.text.contains(" | ")
        && block.text.split(" | ").all(is_part)
        && !ends_sentence(&block.text)
}

/// Whether the block before links to other pages of the site is a heading that stands in a box with them, amid the text or above
/// it: the text goes on in what it stood in before.
fn heads_box(blocks: &[Block], start: usize, links: &[Block]) -> bool {
    /// Characters of a heading at most, and of what it heads.
    const MOST: usize = 60;
    const LONGEST: usize = 160;
    let is_link = |block: &Block| {
        matches!(block.kind, Kind::Body | Kind::ListItem)
            && block.leads_to_own()
            && !block.numbered
            && block.chars < LONGEST
    };
    let Some(heading) = start.checked_sub(1).and_then(|at| blocks.get(at)) else { return false };
    let Some(after) = blocks.get(start + links.len()) else { return false };
    let before = start.checked_sub(2).and_then(|at| blocks.get(at));
    let is_outside = |block: &Block| block.kin != after.kin;
    links.iter().all(is_link)
        && heading.kind == Kind::Heading
        && heading.level > 1
        && heading.chars < MOST
        && is_prose(after)
        && after.kind == Kind::Body
        && is_outside(heading)
        && links.iter().all(is_outside)
        && before.is_none_or(|before| before.level == 1 || (is_prose(before) && before.kin == after.kin))
}

/// Whether a line is long enough to be what an article is called.
pub(super) fn says_a_headline(block: &Block) -> bool {
    block.text.split_whitespace().count() >= 4 || (bylines::is_dense(&block.text) && block.chars >= 24)
}

/// Whether an item of a list is a number's, an offer, or leads to a place in the page: no other article's headline.
pub(super) fn is_entry(block: &Block) -> bool {
    block.numbered || !block.leads_away() || block.text.contains(['$', '€', '£'])
}
