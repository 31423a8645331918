//! What an article's container holds that is not the article, told by what it says and where it stands.

use std::collections::{HashMap, HashSet};

use dateline_record::v1::paragraph::Kind;

use super::{blocks::Block, main_text::ends_sentence, phrases, tree::Id};
use crate::metadata::letters;

/// What the page's metadata says of the article.
pub(crate) struct Known<'a> {
    pub(crate) title: &'a str,
    pub(crate) authors: &'a [String],
}

impl Known<'_> {
    /// Whether a line is an author's name and little else.
    fn is_author(&self, text: &str) -> bool {
        let is_byline = || phrases::is_byline(text);
        let named = |author: &String| text.contains(author.as_str());
        self.authors.iter().any(|author| named(author) && (text.len() <= author.len() + 12 || is_byline()))
    }
}

/// The blocks without furniture: what stands before the headline, what comes after the article's end, and lines in
/// between that are none of its sentences.
pub(super) fn clean(blocks: &[Block], known: &Known<'_>) -> Vec<Block> {
    let title = known.title;
    let blocks = after_headline(blocks, title);
    let repeated = Repeated::of(blocks);
    let teasers = teasers(blocks);
    let blocks = before_end(blocks, known.authors, &repeated);
    let contents = tables_of_contents(blocks);
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    // Pages carry a paragraph once for each width of a screen.
    let mut seen = HashSet::new();
    let mut pointing = false;
    let few_above = blocks.iter().take_while(|block| is_short_line(block)).count() <= MOST_ABOVE;
    for (at, block) in blocks.iter().enumerate() {
        // A line such as `Also read` takes the links after it along.
        pointing = ends_article(blocks, at, &repeated) || (pointing && block.link_density() > 0.7);
        let furniture = pointing
            || contents.get(at).copied().unwrap_or_default()
            || teasers.get(at).copied().unwrap_or_default()
            || is_furniture(block)
            || known.is_author(&block.text)
            || repeated.is(block)
            || (block.chars >= 60 && !seen.insert(block.text.as_str()))
            || is_stray_link(blocks, at)
            || (kept.is_empty() && is_above_text(block, title, few_above));
        if !furniture {
            kept.push(block.clone());
        }
    }
    drop_links_at_end(&mut kept);
    drop_empty_headings(&mut kept);
    kept
}

/// Whether a block begins what comes after the article. What comes again and again heads its sections.
fn ends_article(blocks: &[Block], at: usize, repeated: &Repeated<'_>) -> bool {
    let before_links = || blocks.get(at + 1).is_some_and(|next| next.link_density() > 0.7);
    blocks.get(at).is_some_and(|block| phrases::ends_article(&block.text, before_links()) && repeated.count(block) < 3)
}

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
    let same = |block: &&Block| same_words(&block.text, title);
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

/// What comes before a line such as `Related stories`, when little that could be the article follows it.
fn before_end<'b>(blocks: &'b [Block], authors: &[String], repeated: &Repeated<'_>) -> &'b [Block] {
    let (total, more) = (prose(blocks), last_of_more(blocks));
    let mut holders = Holders::of(blocks);
    let mut before = 0;
    for (at, block) in blocks.iter().enumerate() {
        let ends = (before * 5 >= total * 3 && ends_article(blocks, at, repeated) && !holders.is_in_box(at, block))
            || (before * 4 >= total * 3 && authors.iter().any(|author| introduces(&block.text, author)));
        if ends && more.is_none_or(|start| start <= at) {
            return blocks.get(..at).unwrap_or(blocks);
        }
        before += prose(std::slice::from_ref(block));
        holders.add(block);
    }
    blocks
}

/// What holds the paragraphs read so far, by what is around each.
struct Holders {
    /// Characters of prose.
    said: HashMap<Id, usize>,
    /// The one that says most.
    body: Id,
    /// The last but one paragraph of each.
    last_but_one: HashMap<Id, usize>,
}

impl Holders {
    fn of(blocks: &[Block]) -> Self {
        let (mut last, mut last_but_one) = (HashMap::new(), HashMap::new());
        for (at, block) in blocks.iter().enumerate().filter(|(_, block)| is_prose(block)) {
            if let Some(before) = last.insert(block.around, at) {
                last_but_one.insert(block.around, before);
            }
        }
        Self { said: HashMap::new(), body: 0, last_but_one }
    }

    fn add(&mut self, block: &Block) {
        if is_prose(block) {
            *self.said.entry(block.around).or_default() += block.chars;
            let said = |id: Id| self.said.get(&id).copied().unwrap_or_default();
            self.body = if said(block.around) > said(self.body) { block.around } else { self.body };
        }
    }

    /// Whether a block stands in a box amid the text, two paragraphs or more of which follow.
    fn is_in_box(&self, at: usize, block: &Block) -> bool {
        block.around != self.body && self.last_but_one.get(&self.body).is_some_and(|follows| *follows > at)
    }
}

/// Whether a text begins with an author's name and tells of them: `Ana Ruiz is`, `Ana Ruiz` alone, `About Ana Ruiz`.
fn introduces(text: &str, author: &str) -> bool {
    let text = text.strip_prefix("About ").unwrap_or(text);
    let Some(rest) = text.strip_prefix(author) else { return false };
    let next = rest.trim_start_matches([',', '.', ' ', ':']).split(' ').next().unwrap_or_default();
    author.contains(' ')
        && (rest.trim().is_empty()
            || ["is", "has", "covers", "writes", "was", "leads", "holds", "joined", "works"].contains(&next))
}

/// Where the last three long paragraphs in a row begin: up to there a line that could end the article does not.
fn last_of_more(blocks: &[Block]) -> Option<usize> {
    let (mut row, mut last) = (Vec::new(), None);
    for (at, block) in blocks.iter().enumerate() {
        if is_prose(block) && block.chars >= 250 {
            row.push(at);
            last = row.len().checked_sub(3).and_then(|third| row.get(third)).copied().or(last);
        } else if block.chars >= 20 {
            row.clear();
        }
    }
    last
}

fn is_furniture(block: &Block) -> bool {
    block.kind == Kind::Caption || phrases::is_furniture(&block.text, block.kind == Kind::Heading, block.link_density())
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
    block.kind != Kind::Heading && block.kind != Kind::ListItem && block.chars < 80 && !ends_sentence(&block.text)
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

/// A paragraph that is one link between paragraphs that are not: a pointer to another article.
fn is_stray_link(blocks: &[Block], at: usize) -> bool {
    let Some(block) = blocks.get(at) else { return false };
    let alone = |other: Option<&Block>| other.is_none_or(|other| other.link_density() < 0.5);
    block.kind == Kind::Body
        && block.link_density() > 0.9
        && block.text.split_whitespace().count() >= 4
        && alone(at.checked_sub(1).and_then(|at| blocks.get(at)))
        && alone(blocks.get(at + 1))
}

/// Short lines that come again and again: buttons and labels.
struct Repeated<'b> {
    counts: HashMap<&'b str, usize>,
}

impl<'b> Repeated<'b> {
    fn of(blocks: &'b [Block]) -> Self {
        let mut counts = HashMap::new();
        for block in blocks.iter().filter(|block| block.chars < 40) {
            *counts.entry(block.text.as_str()).or_default() += 1;
        }
        Self { counts }
    }

    fn is(&self, block: &Block) -> bool {
        block.kind != Kind::Heading && block.link_density() > 0.5 && self.count(block) >= 4
    }

    fn count(&self, block: &Block) -> usize {
        self.counts.get(block.text.as_str()).copied().unwrap_or_default()
    }
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

/// Blocks of a card before its link to read on, at most.
const MOST_OF_TEASER: usize = 4;

/// Links that nothing follows, where there are several: they lead to other articles.
fn drop_links_at_end(blocks: &mut Vec<Block>) {
    let links =
        blocks.iter().rev().take_while(|block| block.kind != Kind::ListItem && block.link_density() > 0.9).count();
    if links >= LEAST_AT_END {
        blocks.truncate(blocks.len() - links);
    }
}

/// Links in a row that are dropped at the end, at least.
const LEAST_AT_END: usize = 4;

/// Headings at the end that nothing follows.
fn drop_empty_headings(blocks: &mut Vec<Block>) {
    while blocks.last().is_some_and(|block| block.kind == Kind::Heading) {
        blocks.pop();
    }
}

/// Whether two texts have the same words.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    !other.is_empty() && one.len() <= other.len() * 2 + 20 && letters(one) == letters(other)
}
