//! The main text: which blocks of a page are the article.
//!
//! Every block has a worth: prose adds, links and scraps take away. The element whose blocks are worth most together is
//! the article, so that a body that is split over containers is found whole and a list of links beside it costs more
//! than it brings. What is left of furniture at its edges and inside it goes by what it says.

mod sections;

use std::ops::Range;

use dateline_record::v1::paragraph::Kind;

use super::{
    blocks::Block,
    body::{self, Claim},
    cleaning::{self, Known},
    standfirst,
    tags::Tag,
    tree::{Id, Tree},
};

/// The article as the page shows it.
pub(crate) struct Main {
    pub(crate) blocks: Vec<Block>,
    /// Empty when none is shown.
    pub(crate) standfirst: String,
}

/// Finds the article among the blocks of a page.
pub(crate) fn find(tree: &Tree<'_>, blocks: &[Block], known: &Known<'_>) -> Main {
    let of_all = || {
        let kept = cleaning::clean(blocks, known);
        let standfirst = standfirst::read(tree, blocks, &[], &kept, known);
        Main { blocks: kept, standfirst }
    };
    let worth = Worth::of(tree, blocks);
    let Some(best) = best_element(tree, &worth) else { return of_all() };
    let body = narrowed(tree, blocks, &worth, best, known.title);
    let mut range = with_paragraphs_beside(tree, blocks, worth.range(tree, body), body);
    range.end = sections::end_of_quotations(tree, blocks, &worth, &range, body);
    range.end = before_next_article(tree, blocks, range.clone(), known.title);
    let mut kept = cleaning::clean(blocks.get(range.clone()).unwrap_or_default(), known);
    let between = standfirst::below_headline(blocks.get(..range.start).unwrap_or_default(), known.title);
    let length = kept.iter().map(|block| block.chars).sum();
    if let Some(sentence) = standfirst::only_sentence(between, length) {
        // Some pages show it in their head and in the text.
        if kept.iter().take(LEAD).all(|block| block.text != sentence.text) {
            kept.insert(0, Block { kind: Kind::Body, level: 0, ..sentence.clone() });
        }
    }
    if kept.is_empty() {
        return of_all();
    }
    let standfirst = standfirst::read(tree, blocks, between, &kept, known);
    Main { blocks: kept, standfirst }
}

/// Blocks at the beginning of a text in which its standfirst may come again.
const LEAD: usize = 3;

/// The end of the range, or where another article begins in it: pages that load the next one below have its headline in
/// an element of its own.
fn before_next_article(tree: &Tree<'_>, blocks: &[Block], range: Range<usize>, title: &str) -> usize {
    let headlines = || blocks.iter().enumerate().take(range.end).filter(|(_, block)| block.level == 1);
    let Some((own, headline)) = headlines().find(|(_, block)| cleaning::same_words(&block.text, title)) else {
        return range.end;
    };
    let article = |block: &Block| tree.ancestors(block.first).find(|id| tree.tag(*id) == Tag::Article);
    let is_other =
        |block: &Block| article(block).is_some_and(|article| !tree.inside(article).contains(&headline.first));
    let next = headlines().find(|(at, block)| *at > own && range.contains(at) && is_other(block));
    next.map_or(range.end, |(at, _)| at)
}

/// The range with the paragraphs just before and after it in the same element: an article may be worth less than a table
/// or list in it, for what follows both.
fn with_paragraphs_beside(tree: &Tree<'_>, blocks: &[Block], range: Range<usize>, body: Id) -> Range<usize> {
    let around = tree.get(body).parent;
    let is_beside = |block: &&Block| {
        // Bylines string together with these marks what belongs in no sentence.
        let is_strung = block.text.contains(['|', '•', '·']) && !ends_sentence(&block.text);
        block.kind == Kind::Body && cleaning::is_prose(block) && !is_strung && tree.get(block.holder).parent == around
    };
    let before = blocks.get(..range.start).unwrap_or_default().iter().rev().take_while(is_beside).count();
    let after = blocks.get(range.end..).unwrap_or_default().iter().take_while(is_beside).count();
    range.start - before..range.end + after
}

/// Worth of blocks, summed so that an element's is one difference.
struct Worth {
    /// First text of each block, rising.
    firsts: Vec<Id>,
    /// Worth of all blocks before each.
    sums: Vec<f64>,
    /// Characters of prose in all blocks before each.
    prose: Vec<usize>,
}

impl Worth {
    fn of(tree: &Tree<'_>, blocks: &[Block]) -> Self {
        let (mut sums, mut prose) = (vec![0.0], vec![0]);
        let (mut sum, mut run, mut chars) = (0.0, 0.0, 0);
        let summaries = Summaries::of(tree, blocks);
        for (at, block) in blocks.iter().enumerate() {
            let own = worth(block, summaries.are(at, block));
            // A run of links costs so much and no more: articles have lists of links too.
            let counted = if own < 0.0 { own.max(MOST_LOSS - run) } else { own };
            run = if own < 0.0 { run + counted } else { 0.0 };
            sum += counted;
            sums.push(sum);
            chars += if cleaning::is_prose(block) { block.chars } else { 0 };
            prose.push(chars);
        }
        Self { firsts: blocks.iter().map(|block| block.first).collect(), sums, prose }
    }

    fn range(&self, tree: &Tree<'_>, id: Id) -> Range<usize> {
        let before = |id: Id| self.firsts.partition_point(|first| *first < id);
        before(id)..before(tree.get(id).end)
    }

    fn inside(&self, tree: &Tree<'_>, id: Id) -> f64 {
        let range = self.range(tree, id);
        let at = |index: usize| self.sums.get(index).copied().unwrap_or_default();
        at(range.end) - at(range.start)
    }

    fn prose(&self, tree: &Tree<'_>, id: Id) -> usize {
        let range = self.range(tree, id);
        let at = |index: usize| self.prose.get(index).copied().unwrap_or_default();
        at(range.end) - at(range.start)
    }
}

/// Which blocks are summaries of other articles: what stands with the link to one.
struct Summaries {
    /// How many cards in a row each block's is one of.
    rows: Vec<usize>,
}

impl Summaries {
    fn of(tree: &Tree<'_>, blocks: &[Block]) -> Self {
        // A paragraph that is a link between others points to one article and heads no card.
        let points = |at: usize, link: &Block, block: &Block| {
            let before = at.checked_sub(1).and_then(|at| blocks.get(at));
            let parent = |block: &Block| tree.get(block.holder).parent;
            let beside = |other: &Block| cleaning::is_prose(other) && parent(other) == parent(block);
            link.level == 0 && (before.is_some_and(beside) || blocks.get(at + 2).is_some_and(beside))
        };
        let is_summary = |(at, (link, block)): &(usize, (&Block, &Block))| {
            link.leads_away() && block.link_density() <= 0.5 && are_card(tree, link, block) && !points(*at, link, block)
        };
        let pairs = blocks.iter().zip(blocks.iter().skip(1)).enumerate();
        let found: Vec<usize> = pairs.filter(is_summary).map(|(at, _)| at + 1).collect();
        let mut rows = vec![0; blocks.len()];
        let headed = |at: &usize| at.checked_sub(1).and_then(|at| blocks.get(at)).is_some_and(|link| link.level > 0);
        for row in found.chunk_by(|one, other| other - one <= MOST_OF_TEASER && headed(one) && headed(other)) {
            for at in row {
                if let Some(count) = rows.get_mut(*at) {
                    *count = row.len();
                }
            }
        }
        Self { rows }
    }

    /// Whether a block is a summary: a short one, or a longer one of many.
    fn are(&self, at: usize, block: &Block) -> bool {
        match self.rows.get(at).copied().unwrap_or_default() {
            0 => false,
            row if row >= LEAST_OF_ROW => block.chars < LONGEST_IN_ROW,
            _ => block.chars < LONGEST_SUMMARY,
        }
    }
}

/// Blocks from the summary of one card to that of the next, at most.
const MOST_OF_TEASER: usize = 5;

/// Cards with headings that make a list of them, at least.
const LEAST_OF_ROW: usize = 4;

/// Characters of a summary in such a list, and of one elsewhere, at most.
const LONGEST_IN_ROW: usize = 700;
const LONGEST_SUMMARY: usize = 250;

/// Whether a link and what follows it stand together and by themselves, as a card of another article does.
fn are_card(tree: &Tree<'_>, link: &Block, block: &Block) -> bool {
    let (one, other) = (tree.get(link.holder).parent, tree.get(block.holder).parent);
    let around = |id: Id| tree.get(id).end - id;
    one == other && around(one) < MOST_OF_CARD || tree.get(one).parent == other && around(other) < MOST_OF_CARD
}

/// Nodes of a card at most.
const MOST_OF_CARD: usize = 80;

/// Least worth of a run of blocks that are no prose.
const MOST_LOSS: f64 = -200.0;

/// What a block adds to the worth of its container. Short prose after a link is the summary of another article.
fn worth(block: &Block, is_summary: bool) -> f64 {
    let chars = block.chars as f64;
    let density = block.link_density();
    if block.kind == Kind::Heading {
        return if block.leads_away() { -30.0 } else { 0.0 };
    }
    if density > 0.5 {
        return -20.0 - chars.min(100.0);
    }
    let prose = block.chars >= 100 || (block.chars >= 40 && ends_sentence(&block.text));
    match block.kind {
        _ if prose && is_summary => 0.0,
        _ if prose => chars.min(1_000.0) * (1.0 - density),
        Kind::ListItem => chars * 0.3,
        _ => chars * 0.1,
    }
}

pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』') || c.is_whitespace()
    });
    text.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।', '؟', '۔'])
}

/// The element inside the best one that claims to be the article's body and holds most of its prose; what holds all
/// parts of it where several claim to be.
fn narrowed(tree: &Tree<'_>, blocks: &[Block], worth: &Worth, best: Id, title: &str) -> Id {
    let all = worth.prose(tree, best).max(1) as f64;
    let claims: Vec<(Claim, f64, Id)> = tree
        .inside(best)
        .filter_map(|id| body::claim(tree, id).map(|claim| (claim, id)))
        .map(|(claim, id)| (claim, worth.prose(tree, id) as f64 / all, id))
        .collect();
    let claims = parts_of_body(tree, claims);
    let headed = |id: Id| {
        let blocks = blocks.get(worth.range(tree, id)).unwrap_or_default();
        blocks.iter().any(|block| cleaning::same_words(&block.text, title))
    };
    let with_headline =
        |parts: &[(f64, Id)]| parts.iter().find(|(share, id)| *share >= 0.2 && headed(*id)).map(|(_, id)| *id);
    for (wanted, least) in [(Claim::Body, 0.5), (Claim::Article, 0.6), (Claim::Main, 0.7)] {
        let parts = outermost(tree, claims.iter().filter(|(claim, ..)| *claim == wanted));
        // Among the summaries of others the article is the one with the headline.
        if parts.len() > 1
            && wanted == Claim::Article
            && let Some(id) = with_headline(&parts)
        {
            return id;
        }
        if parts.iter().map(|(share, _)| share).sum::<f64>() < least {
            continue;
        }
        return match parts.as_slice() {
            [(share, id)] => innermost(tree, &claims, wanted, *share, *id),
            _ => common_ancestor(tree, parts.iter().map(|(_, id)| *id)).max(best),
        };
    }
    // Beside much that is others', a body that has the headline.
    with_headline(&outermost(tree, claims.iter().filter(|(claim, ..)| *claim == Claim::Body))).unwrap_or(best)
}

/// Claims that hold a part of the text worth asking about: a good part of it, or any where the largest bears the same
/// class, as bodies are split around pictures and boxes.
fn parts_of_body(tree: &Tree<'_>, mut claims: Vec<(Claim, f64, Id)>) -> Vec<(Claim, f64, Id)> {
    let class = |id: Id| tree.attribute(id, "class").filter(|class| !class.is_empty());
    let bodies = claims.iter().filter(|(claim, ..)| *claim == Claim::Body);
    let largest = bodies.max_by(|one, other| one.1.total_cmp(&other.1)).and_then(|(.., id)| class(*id));
    claims.retain(|(claim, share, id)| {
        *share >= 0.05 || (*share > 0.0 && *claim == Claim::Body && largest.is_some() && class(*id) == largest)
    });
    claims
}

/// Those that stand in no other of them.
fn outermost<'c>(tree: &Tree<'_>, claims: impl Iterator<Item = &'c (Claim, f64, Id)>) -> Vec<(f64, Id)> {
    let (mut parts, mut end) = (Vec::new(), 0);
    for (_, share, id) in claims {
        if *id >= end {
            parts.push((*share, *id));
            end = tree.get(*id).end;
        }
    }
    parts
}

/// The innermost of nested elements with the same claim that holds about as much as the outer one.
fn innermost(tree: &Tree<'_>, claims: &[(Claim, f64, Id)], wanted: Claim, share: f64, outer: Id) -> Id {
    let inside = tree.inside(outer);
    let inner =
        claims.iter().filter(|(claim, held, id)| *claim == wanted && *held >= share * 0.9 && inside.contains(id));
    inner.map(|(.., id)| *id).next_back().unwrap_or(outer)
}

fn common_ancestor(tree: &Tree<'_>, mut ids: impl Iterator<Item = Id>) -> Id {
    let Some(first) = ids.next() else { return 0 };
    ids.fold(first, |common, id| {
        if tree.inside(common).contains(&id) {
            return common;
        }
        tree.ancestors(common).find(|ancestor| tree.inside(*ancestor).contains(&id)).unwrap_or(0)
    })
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
