//! What an article's container holds that is not the article, told by what it says and where it stands.

use std::collections::{HashMap, HashSet};

use dateline_record::v1::paragraph::Kind;

use super::{blocks::Block, main_text::ends_sentence, phrases, tree::Id};
use crate::{bylines, metadata::letters};

/// What the page's metadata says of the article.
pub(crate) struct Known<'a> {
    pub(crate) title: &'a str,
    pub(crate) authors: &'a [String],
    /// What it says the article is about.
    pub(crate) summary: &'a str,
    /// Years and days of the month on which it says that the article was published and changed.
    pub(crate) days: &'a [(u16, u8)],
}

impl Known<'_> {
    /// Whether a line is authors' names and little else, whatever their case.
    pub(super) fn is_author(&self, text: &str) -> bool {
        /// Bytes of such a line at most, and letters beside the names.
        const MOST: usize = 160;
        const MOST_BESIDE: usize = 16;
        if text.len() > MOST || self.authors.is_empty() {
            return false;
        }
        let line = text.to_lowercase();
        let named: usize = self.authors.iter().map(|author| letters_of(&line, &author.to_lowercase())).sum();
        let letters = line.chars().filter(|c| c.is_alphabetic()).count();
        named > 0 && (letters.saturating_sub(named) <= MOST_BESIDE || phrases::is_byline(text))
    }

    /// Whether a short line has an author's name.
    fn names_author(&self, text: &str) -> bool {
        const MOST: usize = 160;
        text.len() <= MOST && self.authors.iter().any(|author| author.contains(' ') && text.contains(author.as_str()))
    }

    /// Whether a line tells when the article was published or changed, by whom or not. Other days are those of what it reports.
    fn is_dated_line(&self, block: &Block) -> bool {
        let numbers =
            || block.text.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u16>().ok());
        let tells = |(year, day): &(u16, u8)| {
            numbers().any(|number| number == *year) && numbers().any(|number| number == u16::from(*day))
        };
        block.kind == Kind::Body
            && (phrases::is_dated(&block.text) || self.names_author(&block.text))
            && !ends_sentence(&block.text)
            && self.days.iter().any(tells)
    }
}

/// Letters of a name where it stands in a line as whole words, each time. Digits of a time may stand before it without a space.
fn letters_of(line: &str, name: &str) -> usize {
    bylines::places_of(line, name, char::is_alphabetic).count() * name.chars().filter(|c| c.is_alphabetic()).count()
}

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
    let mut teasers = teasers(blocks);
    mark_inner_cards(blocks, &mut teasers);
    mark_slides(blocks, &mut teasers);
    let blocks = before_end(blocks, known.authors, &repeated);
    let (contents, pointers) = (tables_of_contents(blocks), pointers(blocks));
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    // Pages carry a paragraph once for each width of a screen.
    let mut seen = HashSet::new();
    let (mut pointing, mut above) = (false, 0);
    let times = blocks.iter().filter(|block| phrases::is_time_of_day(&block.text)).count();
    let few_above = blocks.iter().take_while(|block| is_short_line(block)).count() <= MOST_ABOVE;
    for (at, block) in blocks.iter().enumerate() {
        // A line such as `Also read` takes the links after it along.
        pointing = ends_article(blocks, at, &repeated) || (pointing && block.link_density() > 0.7);
        let furniture = pointing
            || contents.get(at).copied().unwrap_or_default()
            || teasers.get(at).copied().unwrap_or_default()
            || is_furniture(block)
            || names_next_page(blocks, at)
            || known.is_author(&block.text)
            || signs(&block.text)
            || repeated.is(block)
            || (times >= LEAST_OF_TIMES && phrases::is_time_of_day(&block.text))
            || (above < NEAR_TOP && known.is_dated_line(block))
            || (block.chars >= 60 && !seen.insert(block.text.as_str()))
            || pointers.get(at).copied().unwrap_or_default()
            || (kept.is_empty() && is_above_text(block, title, few_above));
        if !furniture {
            above += prose(std::slice::from_ref(block));
            kept.push(block.clone());
        }
    }
    drop_notes_at_end(&mut kept);
    drop_links_at_end(&mut kept);
    drop_empty_headings(&mut kept);
    kept
}

/// Times of day, by themselves, that make a page one of entries, at least.
const LEAST_OF_TIMES: usize = 3;

/// Characters of prose before what stands near the top of a text, at most: the standfirst.
const NEAR_TOP: usize = 400;

/// Whether a block begins what comes after the article. What comes again and again heads its sections.
fn ends_article(blocks: &[Block], at: usize, repeated: &Repeated<'_>) -> bool {
    let next = blocks.get(at + 1);
    let before_links = || next.is_some_and(|next| next.link_density() > 0.7);
    let before_quotation = || next.is_some_and(|next| next.kind == Kind::BlockQuote);
    blocks.get(at).is_some_and(|block| {
        let counts_comments = || block.kind == Kind::Heading && phrases::counts_comments(&block.text);
        (phrases::ends_article(&block.text, before_links()) || counts_comments())
            && repeated.count(block) < 3
            && !(phrases::heads_quotations(&block.text) && before_quotation())
    })
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

/// What comes before a line such as `Related stories`, when little that could be the article follows it.
fn before_end<'b>(blocks: &'b [Block], authors: &[String], repeated: &Repeated<'_>) -> &'b [Block] {
    let (total, more) = (prose(blocks), last_of_more(blocks));
    let mut holders = Holders::of(blocks);
    let mut before = 0;
    for (at, block) in blocks.iter().enumerate() {
        let ends = (before * 5 >= total * 3 && ends_article(blocks, at, repeated) && !holders.is_in_box(at, block))
            // A name that comes again and again heads entries.
            || (before * 4 >= total * 3
                && repeated.count(block) < 3
                && authors.iter().any(|author| introduces(&block.text, author)));
        if ends && more.is_none_or(|start| start <= at) {
            return blocks.get(..at).unwrap_or(blocks);
        }
        before += prose(std::slice::from_ref(block));
        holders.add(block);
    }
    blocks
}

/// What holds the paragraphs read so far, all elements of one class together.
struct Holders {
    /// Characters of prose.
    said: HashMap<Id, usize>,
    /// The class that says most, and the last element of it.
    body: (Id, Id),
    /// The last paragraph but one of each class.
    last_but_one: HashMap<Id, usize>,
    /// The last long paragraph of each element.
    last_long: HashMap<Id, usize>,
}

impl Holders {
    fn of(blocks: &[Block]) -> Self {
        let (mut last, mut last_but_one, mut last_long) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (at, block) in blocks.iter().enumerate().filter(|(_, block)| is_prose(block)) {
            if let Some(before) = last.insert(block.kin, at) {
                last_but_one.insert(block.kin, before);
            }
            if block.chars >= LONG && ends_sentence(&block.text) {
                last_long.insert(block.around, at);
            }
        }
        Self { said: HashMap::new(), body: (0, 0), last_but_one, last_long }
    }

    fn add(&mut self, block: &Block) {
        if is_prose(block) {
            *self.said.entry(block.kin).or_default() += block.chars;
            let said = |id: Id| self.said.get(&id).copied().unwrap_or_default();
            if block.kin == self.body.0 || said(block.kin) > said(self.body.0) {
                self.body = (block.kin, block.around);
            }
        }
    }

    /// Whether a block stands in a box amid the text, of which two paragraphs or a long one follow.
    fn is_in_box(&self, at: usize, block: &Block) -> bool {
        let (class, element) = self.body;
        let follows = |last: Option<&usize>| last.is_some_and(|last| *last > at);
        block.kin != class && (follows(self.last_but_one.get(&class)) || follows(self.last_long.get(&element)))
    }
}

/// Characters of a paragraph that is the text's by itself.
const LONG: usize = 200;

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
    block.kind == Kind::Caption
        || is_pager(block)
        || phrases::is_furniture(&block.text, block.kind == Kind::Heading, block.link_density())
}

/// Whether a line is the numbers of pages, which lead to them; one number alone may be a footnote's.
fn is_pager(block: &Block) -> bool {
    block.link_density() > 0.5 && phrases::is_pager(&block.text)
}

/// Whether a line is what the next page is called, above the numbers of all.
fn names_next_page(blocks: &[Block], at: usize) -> bool {
    let is_link = |block: &Block| block.kind == Kind::Body && block.link_density() > 0.9;
    blocks.get(at).is_some_and(is_link) && blocks.get(at + 1).is_some_and(is_pager)
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
