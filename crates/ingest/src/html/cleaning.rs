//! What an article's container holds that is not the article, told by what it says and where it stands.

mod cards;
mod ends;
mod known;
mod links;
mod quotes;
mod repeated;
mod tail;

use std::collections::HashSet;

use dateline_record::v1::paragraph::Kind;

use super::{blocks::Block, main_text::ends_sentence, phrases};
use crate::{bylines, metadata::letters};
pub(crate) use known::Known;
use repeated::Repeated;

/// Whether a line in a script without spaces says whom the text is by, or who took a picture, and nothing else.
pub(super) fn signs(text: &str) -> bool {
    bylines::is_dense(text) && bylines::by_whom(text, "").is_some()
}

/// The blocks without furniture: what stands before the headline, what comes after the article's end, and lines in
/// between that are none of its sentences.
pub(super) fn clean(blocks: &[Block], known: &Known<'_>) -> Vec<Block> {
    let title = known.title;
    let blocks = after_headline(blocks, title);
    let repeated = Repeated::of(blocks);
    let cards = cards::marks(blocks);
    let blocks = ends::before_end(blocks, known.authors, &repeated);
    let links = links::marks(blocks);
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    // Pages carry a paragraph once for each width of a screen.
    let mut seen = HashSet::new();
    let (mut pointing, mut above) = (false, 0);
    let times = blocks.iter().filter(|block| phrases::is_time_of_day(&block.text)).count();
    let few_above = blocks.iter().take_while(|block| is_short_line(block)).count() <= MOST_ABOVE;
    let is_marked = |marks: &[bool], at: usize| marks.get(at).copied().unwrap_or_default();
    for (at, block) in blocks.iter().enumerate() {
        // A line such as `Also read` takes the links after it along.
        pointing = ends::ends_article(blocks, at, &repeated) || (pointing && block.link_density() > 0.7);
        let furniture = pointing
            || is_marked(&cards, at)
            || is_marked(&links, at)
            || is_furniture(block)
            || known.is_author(&block.text)
            || signs(&block.text)
            || repeated.is(block)
            || (times >= LEAST_OF_TIMES && phrases::is_time_of_day(&block.text))
            || (above < NEAR_TOP && known.is_dated_line(block, kept.is_empty()))
            || (block.chars >= 60 && !seen.insert(block.text.as_str()))
            || (kept.is_empty() && is_above_text(block, title, few_above));
        if !furniture {
            above += prose(std::slice::from_ref(block));
            kept.push(block.clone());
        }
    }
    quotes::drop_repeated(&mut kept);
    tail::drop(&mut kept);
    kept
}

/// Times of day, by themselves, that make a page one of entries, at least.
const LEAST_OF_TIMES: usize = 3;

/// Characters of prose before what stands near the top of a text, at most: the standfirst.
const NEAR_TOP: usize = 400;

/// The blocks of what came without a page around it: all but captions.
pub(super) fn of_fragment(blocks: &[Block]) -> Vec<Block> {
    blocks.iter().filter(|block| block.kind != Kind::Caption).cloned().collect()
}

fn prose(blocks: &[Block]) -> usize {
    blocks.iter().filter(|block| is_prose(block)).map(|block| block.chars).sum()
}

pub(super) fn is_prose(block: &Block) -> bool {
    block.kind != Kind::Heading && block.chars >= 60 && block.link_density() < 0.5
}

/// What follows the last block that repeats the headline, unless most of the text is before it.
fn after_headline<'b>(blocks: &'b [Block], title: &str) -> &'b [Block] {
    let same = |block: &&Block| is_headline(block, title);
    let head = blocks
        .iter()
        .position(|block| block.level == 1 && same(&block))
        .or_else(|| blocks.iter().position(|block| same(&block)));
    let Some(at) = head else { return blocks };
    let (before, after) = blocks.split_at_checked(at + 1).unwrap_or((&[], blocks));
    let (before, most) = (prose(before), prose(after));
    let is_headline = blocks.get(at).is_some_and(|block| block.level == 1);
    if before < 100 || (is_headline && before * 3 <= most) { after } else { blocks }
}

fn is_furniture(block: &Block) -> bool {
    block.kind == Kind::Caption
        || links::is_pager(block)
        || phrases::is_furniture(&block.text, block.kind == Kind::Heading, block.link_density())
}

/// Lines above the text at most; more of them are text.
const MOST_ABOVE: usize = 8;

/// Before the text: bylines, dates, sections, counters; a headline that is repeated.
fn is_above_text(block: &Block, title: &str, few: bool) -> bool {
    same_words(&block.text, title)
        || phrases::is_byline(&block.text)
        || (few && is_short_line(block))
        || (block.kind == Kind::ListItem && block.link_density() > 0.5)
}

fn is_short_line(block: &Block) -> bool {
    // What a wide comma ends goes on: no label does.
    let goes_on = block.text.ends_with(['，', '、', '；']);
    block.kind != Kind::Heading
        && block.kind != Kind::ListItem
        && block.chars < 80
        && !goes_on
        && !ends_sentence(&block.text)
}

/// Whether a block is the headline, perhaps with a kicker in the same heading.
pub(super) fn is_headline(block: &Block, title: &str) -> bool {
    let with_kicker = || {
        let (shown, title) = (letters(&block.text), letters(title));
        shown.len() <= title.len() * 2 && (shown.ends_with(&title) || shown.starts_with(&title))
    };
    same_words(&block.text, title) || (block.level == 1 && !title.is_empty() && with_kicker())
}

/// Whether two texts have the same words.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    !other.is_empty() && one.len() <= other.len() * 2 + 20 && letters(one) == letters(other)
}
