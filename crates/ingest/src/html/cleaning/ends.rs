//! Where an article ends: at a line such as `Related stories`, where nothing that could be the article follows.

use std::collections::HashMap;

use dateline_record::v1::paragraph::Kind;

use super::{
    super::{blocks::Block, main_text::ends_sentence, phrases, tree::Id},
    is_prose, prose,
    repeated::Repeated,
};

/// Whether a block begins what comes after the article. What comes again and again heads its sections.
pub(super) fn ends_article(blocks: &[Block], at: usize, repeated: &Repeated<'_>) -> bool {
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

/// What comes before a line such as `Related stories`, when little that could be the article follows it.
pub(super) fn before_end<'b>(blocks: &'b [Block], authors: &[String], repeated: &Repeated<'_>) -> &'b [Block] {
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
