//! Cards of other articles and slides of galleries, told by how they are built.

use dateline_record::v1::paragraph::Kind;

use super::{
    super::{blocks::Block, phrases},
    is_prose, prose,
};

/// Which blocks are such cards and slides.
pub(super) fn marks(blocks: &[Block]) -> Vec<bool> {
    let mut marks = teasers(blocks);
    mark_inner_cards(blocks, &mut marks);
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
