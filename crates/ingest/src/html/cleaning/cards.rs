//! Cards of other articles and slides of galleries, told by how they are built.

use dateline_record::v1::paragraph::Kind;

use super::{
    super::{blocks::Block, main_text::ends_sentence, phrases},
    is_prose, links, prose,
};

/// Which blocks are such cards and slides.
pub(super) fn marks(blocks: &[Block]) -> Vec<bool> {
    let mut marks = teasers(blocks);
    mark_inner_cards(blocks, &mut marks);
    mark_rows(blocks, &mut marks);
    mark_slides(blocks, &mut marks);
    marks
}

/// Which blocks are cards of other articles: a heading that is a link, a date or a summary, and a link to read on.
fn teasers(blocks: &[Block]) -> Vec<bool> {
    let mut marks = vec![false; blocks.len()];
    for (at, block) in blocks.iter().enumerate() {
        if block.link_density() < 0.9 || !phrases::leads_on(&block.text) {
            continue;
        }
        let start = at.saturating_sub(MOST_OF_TEASER);
        let before = blocks.get(start..at).unwrap_or_default();
        let heading = before.iter().rposition(|block| block.kind == Kind::Heading);
        let linked = heading.filter(|heading| before.get(*heading).is_some_and(|block| block.link_density() > 0.9));
        if let Some(heading) = linked
            && let Some(card) = marks.get_mut(start + heading..=at)
        {
            card.fill(true);
        }
    }
    marks
}

/// Marks the cards after paragraphs: a few short lines in links that are around them.
fn mark_inner_cards(blocks: &[Block], marks: &mut [bool]) {
    let mut at = 0;
    for cards in blocks.chunk_by(|one, other| (one.inside_link > 0) == (other.inside_link > 0)) {
        let range = at..at + cards.len();
        at = range.end;
        let is_line = |block: &Block| block.inside_link > 0 && block.chars < 200 && !block.leads_inside();
        let before = range.start.checked_sub(1).and_then(|at| blocks.get(at));
        let between = before.is_some_and(is_prose) && blocks.get(range.end).is_none_or(is_prose);
        if (2..=MOST_OF_CARDS).contains(&cards.len())
            && between
            && cards.iter().all(is_line)
            && let Some(marks) = marks.get_mut(range)
        {
            marks.fill(true);
        }
    }
}

/// Lines of the cards between two paragraphs at most.
const MOST_OF_CARDS: usize = 12;

/// Marks the cards of a row: boxes of one class, each of which begins with the headline of another article and goes on with a
/// short text. A row that is a good part of the text is the article's own.
fn mark_rows(blocks: &[Block], marks: &mut [bool]) {
    let begins = |block: &Block| {
        block.kind != Kind::BlockQuote
            && block.link_density() > 0.9
            && block.leads_away()
            && links::says_a_headline(block)
    };
    let starts: Vec<usize> = blocks.iter().enumerate().filter(|(_, block)| begins(block)).map(|(at, _)| at).collect();
    let follows = |one: &usize, other: &usize| {
        let card = blocks.get(*one..*other).unwrap_or_default();
        let (Some(first), Some(next)) = (card.first(), blocks.get(*other)) else { return false };
        (2..=MOST_OF_ROW).contains(&card.len())
            && (first.kin, first.level) == (next.kin, next.level)
            && first.around != next.around
            && card.iter().skip(1).all(is_of_card)
    };
    let all = prose(blocks);
    for row in starts.chunk_by(follows) {
        let [first, _, .., last] = row else { continue };
        let Some(before) = row.len().checked_sub(2).and_then(|at| row.get(at)) else { continue };
        let box_of = |at: &usize| blocks.get(*at).map_or(0, |link| link.around);
        let (box_of_first, box_of_last) = (box_of(first), box_of(last));
        // The last card is built as the one before it.
        let end = (last + 1..blocks.len().min(last + last - before)).find(|at| {
            let (own, like) = (blocks.get(*at), blocks.get(at + before - last));
            !own.zip(like)
                .is_some_and(|(own, like)| is_of_card(own) && (own.kin == like.kin || own.around == box_of_last))
        });
        let range = *first..end.unwrap_or(blocks.len().min(last + last - before));
        let shown: usize = blocks.get(range.clone()).unwrap_or_default().iter().map(|block| block.chars).sum();
        let above = first
            .checked_sub(1)
            .and_then(|at| blocks.get(at))
            .is_some_and(|above| is_label_of_row(above) || (above.around == box_of_first && is_of_card(above)));
        if all >= shown * LEAST_AROUND_ROW
            && let Some(marks) = marks.get_mut(range.start - usize::from(above)..range.end)
        {
            marks.fill(true);
        }
    }
}

/// Blocks of a card in a row at most, characters of each, and times the text is longer than the row at least.
const MOST_OF_ROW: usize = 5;
const LONGEST_IN_ROW: usize = 250;
const LEAST_AROUND_ROW: usize = 4;

fn is_of_card(block: &Block) -> bool {
    block.kind != Kind::Heading && block.chars < LONGEST_IN_ROW && block.link_density() < 0.5
}

/// Whether a line above the first card of a row is what the row is called.
fn is_label_of_row(block: &Block) -> bool {
    let is_label = block.kind == Kind::Heading || block.link_density() > 0.5;
    is_label && block.level != 1 && block.chars < 60 && !ends_sentence(&block.text)
}

/// Marks the slides of a gallery inside an article: `1/50` and what it says, `2/50` and so on. A page of little else is the
/// gallery.
fn mark_slides(blocks: &[Block], marks: &mut [bool]) {
    let counters = || blocks.iter().enumerate().filter_map(|(at, block)| slide(&block.text).map(|(k, of)| (at, k, of)));
    let Some((first, _, all)) = counters().find(|(_, k, of)| *k == 1 && *of >= LEAST_OF_SLIDES) else { return };
    // As many as follow each other.
    let starts: Vec<usize> = counters()
        .skip_while(|(at, ..)| *at < first)
        .zip(1..)
        .take_while(|((_, k, of), next)| k == next && *of == all)
        .map(|((at, ..), _)| at)
        .collect();
    let [.., before, last] = starts.as_slice() else { return };
    let slides = first..(last + last - before).min(blocks.len());
    let (shown, total) = (prose(blocks.get(slides.clone()).unwrap_or_default()), prose(blocks));
    if starts.len() >= LEAST_OF_SLIDES
        && total - shown >= LEAST_AROUND_SLIDES
        && let Some(marks) = marks.get_mut(slides)
    {
        marks.fill(true);
    }
}

/// Slides that make a gallery, and characters of prose around it that make an article, at least.
const LEAST_OF_SLIDES: usize = 4;
const LEAST_AROUND_SLIDES: usize = 1_000;

/// `3/50 The bridge` is the third slide of fifty.
fn slide(text: &str) -> Option<(usize, usize)> {
    let (number, rest) = text.split_once('/')?;
    let all = rest.trim_start().split(|c: char| !c.is_ascii_digit()).next()?;
    let (number, all) = (number.trim_end().parse().ok()?, all.parse().ok()?);
    (number <= all && all <= MOST_OF_SLIDES).then_some((number, all))
}

/// Slides of a gallery at most: more are a date or a score.
const MOST_OF_SLIDES: usize = 300;

/// Blocks of a card before its link to read on, at most.
const MOST_OF_TEASER: usize = 4;
