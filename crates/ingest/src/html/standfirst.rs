//! The standfirst: what stands between the headline and the body and sums the article up.
//!
//! It is often no sentence, a heading by its mark-up, and outside of the body's element. What tells it is that the page
//! is described by it, what its element is called, or that nothing else stands just below the headline. One that is a
//! sentence opens the text; what is none is a field of its own alone.

use dateline_record::v1::paragraph::Kind;

use super::{
    blocks::Block,
    cleaning::{self, Known},
    furniture::words_of,
    main_text::ends_sentence,
    phrases,
    tree::{Id, Tree},
};

/// Blocks between the headline and the body among which it is looked for.
const MOST_BETWEEN: usize = 12;

/// Blocks between the two where one sentence opens the text, at most.
const FEW: usize = 8;

/// Characters of one at most, and of one that nothing names at least.
const LONGEST: usize = 500;
const SHORTEST: usize = 40;

/// Digits of one at most: lines with more tell when the article was published.
const MOST_DIGITS: usize = 6;

/// What its element is called.
const NAMES: [&str; 40] = [
    "abstract",
    "antetitulo",
    "bajada",
    "chapeau",
    "chapo",
    "copete",
    "deck",
    "dek",
    "description",
    "entradilla",
    "excerpt",
    "ingres",
    "ingress",
    "intro",
    "introduction",
    "kivonat",
    "lead",
    "leadin",
    "leadtext",
    "lede",
    "perex",
    "sapo",
    "sommario",
    "spot",
    "standfirst",
    "strapline",
    "subdeck",
    "subhead",
    "subheader",
    "subheading",
    "subheadline",
    "subline",
    "subtit",
    "subtitle",
    "subtitol",
    "subtitols",
    "subtitulo",
    "sumario",
    "summary",
    "vorspann",
];

/// The blocks between the headline and the body, of those before the body.
pub(super) fn below_headline<'b>(before: &'b [Block], title: &str) -> &'b [Block] {
    let headline = before.iter().rposition(|block| cleaning::is_headline(block, title));
    headline.and_then(|at| before.get(at + 1..)).unwrap_or_default()
}

/// The standfirst among the blocks between the headline and a body of some length; its points may be a list.
pub(super) fn read(tree: &Tree<'_>, between: &[Block], known: &Known<'_>, length: usize) -> String {
    let near = between.get(..between.len().min(MOST_BETWEEN)).unwrap_or_default();
    let may_be = |block: &Block| is_text(block) && !known.is_author(&block.text);
    let place = |is: &dyn Fn(&Block) -> bool| near.iter().position(|block| may_be(block) && is(block));
    let found = place(&|block| cleaning::same_words(&block.text, known.summary))
        .or_else(|| place(&|block| is_named(tree, block)))
        .or_else(|| place(&|block| only_sentence(between, length).is_some_and(|only| only.first == block.first)))
        .or_else(|| near.iter().position(|block| !is_label(block)).filter(|at| near.get(*at).is_some_and(may_be)));
    let rest = found.and_then(|at| between.get(at..)).unwrap_or_default();
    let Some(first) = rest.first() else { return String::new() };
    let is_point = |block: &&Block| block.kind == Kind::ListItem && block.around == first.around && is_text(block);
    let points: Vec<&str> = rest.iter().take_while(is_point).map(|block| block.text.as_str()).collect();
    if points.is_empty() { first.text.clone() } else { points.join(" ") }
}

/// Whether a block says something of itself, and not when or by whom.
fn is_text(block: &Block) -> bool {
    block.linked == 0
        && (SHORTEST..=LONGEST).contains(&block.chars)
        && block.text.chars().filter(char::is_ascii_digit).count() < MOST_DIGITS
        && !block.text.contains(['|', '•', '·', '©'])
        && !block.text.ends_with([':', '：'])
        && !block.text.ends_with(" by")
        && !phrases::is_byline(&block.text)
        && !cleaning::signs(&block.text)
        && !phrases::is_furniture(&block.text, false, 0.0)
}

/// Whether a block is too short to say anything: a section, a name, a date.
fn is_label(block: &Block) -> bool {
    block.chars < SHORTEST && !ends_sentence(&block.text)
}

fn is_named(tree: &Tree<'_>, block: &Block) -> bool {
    [block.holder, block.around].into_iter().any(|id| names(tree, id))
}

fn names(tree: &Tree<'_>, id: Id) -> bool {
    let classes = tree.attribute(id, "class").unwrap_or_default();
    classes
        .split_ascii_whitespace()
        .any(|class| words_of(class).iter().any(|word| NAMES.binary_search(&word.as_str()).is_ok()))
}

/// The one sentence between headline and body, which opens the text; one that is set as a heading only above many times
/// its length, for above less it may be all that the page shows.
pub(super) fn only_sentence(between: &[Block], length: usize) -> Option<&Block> {
    let is_heading = |block: &Block| block.level > 1 && block.chars >= 60 && block.chars * 10 < length;
    let is_sentence = |block: &&Block| (cleaning::is_prose(block) || is_heading(block)) && ends_sentence(&block.text);
    let mut sentences = between.iter().filter(is_sentence);
    let first = sentences.next()?;
    (between.len() <= FEW && sentences.next().is_none() && first.linked == 0 && first.chars <= LONGEST).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(NAMES.is_sorted());
    }
}
