//! The main text: which blocks of a page are the article.
//!
//! Every block has a worth: prose adds, links and scraps take away. The element whose blocks are worth most together is
//! the article, so that a body that is split over containers is found whole and a list of links beside it costs more
//! than it brings. What is left of furniture at its edges and inside it goes by what it says.

use dateline_record::v1::paragraph::Kind;

use super::{
    blocks::Block,
    body::{self, Claim},
    cleaning,
    tags::Tag,
    tree::{Id, Tree},
};

/// The blocks of the article.
pub(crate) fn find(tree: &Tree<'_>, blocks: &[Block], title: &str) -> Vec<Block> {
    let worth = Worth::of(blocks);
    let Some(best) = best_element(tree, &worth) else { return cleaning::clean(blocks, title) };
    let range = worth.range(tree, narrowed(tree, blocks, &worth, best));
    let kept = cleaning::clean(blocks.get(range).unwrap_or_default(), title);
    if kept.is_empty() { cleaning::clean(blocks, title) } else { kept }
}

/// Worth of blocks, summed so that an element's is one difference.
struct Worth {
    /// First text of each block, rising.
    firsts: Vec<Id>,
    /// Worth of all blocks before each.
    sums: Vec<f64>,
}

impl Worth {
    fn of(blocks: &[Block]) -> Self {
        let mut sums = vec![0.0];
        let (mut sum, mut run, mut linked_before) = (0.0, 0.0, false);
        for block in blocks {
            let own = worth(block, linked_before);
            linked_before = block.link_density() > 0.5;
            // A run of links costs so much and no more: articles have lists of links too.
            let counted = if own < 0.0 { own.max(MOST_LOSS - run) } else { own };
            run = if own < 0.0 { run + counted } else { 0.0 };
            sum += counted;
            sums.push(sum);
        }
        Self { firsts: blocks.iter().map(|block| block.first).collect(), sums }
    }

    fn range(&self, tree: &Tree<'_>, id: Id) -> std::ops::Range<usize> {
        let before = |id: Id| self.firsts.partition_point(|first| *first < id);
        before(id)..before(tree.get(id).end)
    }

    fn inside(&self, tree: &Tree<'_>, id: Id) -> f64 {
        let range = self.range(tree, id);
        let at = |index: usize| self.sums.get(index).copied().unwrap_or_default();
        at(range.end) - at(range.start)
    }
}

/// Least worth of a run of blocks that are no prose.
const MOST_LOSS: f64 = -200.0;

/// What a block adds to the worth of its container. Short prose after a link is the summary of another article.
fn worth(block: &Block, linked_before: bool) -> f64 {
    let chars = block.chars as f64;
    let density = block.link_density();
    if block.kind == Kind::Heading {
        return if density > 0.5 { -30.0 } else { 0.0 };
    }
    if density > 0.5 {
        return -20.0 - chars.min(100.0);
    }
    let prose = block.chars >= 100 || (block.chars >= 40 && ends_sentence(&block.text));
    match block.kind {
        _ if prose && linked_before && block.chars < 250 => 0.0,
        _ if prose => chars.min(1_000.0) * (1.0 - density),
        Kind::ListItem => chars * 0.3,
        _ => chars * 0.1,
    }
}

pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』') || c.is_whitespace());
    text.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।', '؟', '۔'])
}

/// The element inside the best one that claims to be the article's body and holds most of its prose.
fn narrowed(tree: &Tree<'_>, blocks: &[Block], worth: &Worth, best: Id) -> Id {
    let prose = |id: Id| -> usize {
        let range = worth.range(tree, id);
        blocks.get(range).unwrap_or_default().iter().filter(|block| cleaning::is_prose(block)).map(|block| block.chars).sum()
    };
    let all = prose(best) as f64;
    let mut chosen: Option<(Claim, f64, Id)> = None;
    for id in tree.inside(best) {
        let Some(claim) = body::claim(tree, id) else { continue };
        let share = prose(id) as f64 / all.max(1.0);
        let least = match claim {
            Claim::Body => 0.5,
            Claim::Article => 0.6,
            Claim::Main => 0.7,
        };
        // Of nested elements with the same name the inner one, when it holds about as much.
        let better = chosen.is_none_or(|(own, held, _)| claim < own || (claim == own && share >= held * 0.9));
        if share >= least && better {
            chosen = Some((claim, share, id));
        }
    }
    chosen.map_or(best, |(_, _, id)| id)
}

fn best_element(tree: &Tree<'_>, worth: &Worth) -> Option<Id> {
    let mut best: Option<(f64, Id)> = None;
    for id in 1..tree.len() {
        let tag = tree.tag(id);
        if tag.is_inline() || tag.is_head() || matches!(tag, Tag::Html | Tag::Head) {
            continue;
        }
        let score = worth.inside(tree, id);
        // Of equals the innermost, which comes last.
        if score > 0.0 && best.is_none_or(|(most, _)| score >= most) {
            best = Some((score, id));
        }
    }
    best.map(|(_, id)| id)
}
