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
    tags::Tag,
    tree::{Id, Tree},
};

/// Blocks between the headline and the body among which it is looked for.
const MOST_BETWEEN: usize = 12;

/// Blocks between the two where one sentence opens the text, at most.
const FEW: usize = 8;

/// Characters of one at most, and of one that nothing names at least.
const LONGEST: usize = 500;
const SHORTEST: usize = 40;

/// Characters of one that its element names, at least.
const LEAST_NAMED: usize = 28;

/// Characters of one that is set as a heading in the text, at least: headings are shorter.
const LEAST_OF_HEADING: usize = 80;

/// Blocks after one that is set off in the text, at least.
const LEAST_AFTER: usize = 3;

/// Nodes of what is around a list or a paragraph, at most, where its name is theirs.
const FEW_NODES: usize = 40;

/// Digits of one at most: lines with more tell when the article was published.
const MOST_DIGITS: usize = 6;

/// What its element is called.
const NAMES: [&str; 68] = [
    "abstract",
    "alaotsikko",
    "alcim",
    "altbaslik",
    "annotation",
    "anonce",
    "anons",
    "antetitulo",
    "bajada",
    "catenaccio",
    "chapeau",
    "chapo",
    "copete",
    "daodu",
    "deck",
    "dek",
    "description",
    "entradilla",
    "excerpt",
    "futi",
    "ingres",
    "ingress",
    "intro",
    "introduction",
    "kivonat",
    "lead",
    "leadin",
    "leadtext",
    "lede",
    "manchet",
    "perex",
    "podnadpis",
    "podnaslov",
    "podtitul",
    "podtytul",
    "podzagolovok",
    "preview",
    "prologos",
    "sapo",
    "sommario",
    "sottotitolo",
    "soustitre",
    "spot",
    "standfirst",
    "strap",
    "strapline",
    "subdeck",
    "subhead",
    "subheader",
    "subheading",
    "subheadline",
    "subline",
    "subtit",
    "subtitle",
    "subtitlu",
    "subtitol",
    "subtitols",
    "subtitulo",
    "sumario",
    "summary",
    "teasertext",
    "underrubrik",
    "undertitel",
    "undertittel",
    "vorspann",
    "zahlavi",
    "zajawka",
    "zhaiyao",
];

/// The blocks between the headline and the body, of those before the body.
pub(super) fn below_headline<'b>(before: &'b [Block], title: &str) -> &'b [Block] {
    let headline = before.iter().rposition(|block| cleaning::is_headline(block, title));
    headline.and_then(|at| before.get(at + 1..)).unwrap_or_default()
}

/// The standfirst among the blocks between the headline and a body of some length, or at the beginning of that; its points
/// may be a list. What a page tells search engines alone is none.
pub(super) fn read(tree: &Tree<'_>, blocks: &[Block], between: &[Block], kept: &[Block], known: &Known<'_>) -> String {
    let length = kept.iter().map(|block| block.chars).sum();
    let near = between.get(..between.len().min(MOST_BETWEEN)).unwrap_or_default();
    let may_be = |block: &Block| is_text(block) && block.level != 1 && !known.is_author(&block.text);
    let place = |is: &dyn Fn(&Block) -> bool| near.iter().position(|block| may_be(block) && is(block));
    let named =
        |is: &dyn Fn(&Block) -> bool| near.iter().position(|block| is(block) && is_standfirst(tree, block, known));
    let named = || named(&|block| block.level > 1 || ends_sentence(&block.text)).or_else(|| named(&|_| true));
    let summary = near
        .iter()
        .position(|block| is_summary(block, known))
        .or_else(|| place(&|block| is_begun(&block.text, known.summary)));
    // A page may be described by its first paragraph, before which stands what its element names.
    let before_paragraph = |first: usize| {
        let is_paragraph = near.get(first).is_some_and(|block| block.level == 0);
        named().filter(|at| is_paragraph && *at < first).unwrap_or(first)
    };
    let found = summary
        .map(before_paragraph)
        .or_else(named)
        .or_else(|| place(&|block| only_sentence(between, length).is_some_and(|only| only.first == block.first)))
        .or_else(|| near.iter().position(|block| !is_label(block)).filter(|at| near.get(*at).is_some_and(may_be)));
    let tells_of_picture = |at: &usize| near.get(*at).is_some_and(|block| is_of_picture(tree, block));
    if let Some(rest) = found.filter(|at| !tells_of_picture(at)).and_then(|at| between.get(at..)) {
        return with_points(rest, known);
    }
    // A body may begin with the headline, and what opens it may be set off from it.
    let opening = || kept.first().filter(|first| is_set_off(first, kept) && may_be(first));
    in_body(tree, blocks, kept, known).or_else(|| opening().map(|block| block.text.clone())).unwrap_or_default()
}

/// Whether a block says what the page is described by, of any length.
fn is_summary(block: &Block, known: &Known<'_>) -> bool {
    cleaning::same_words(without_label(&block.text, known.summary), known.summary)
        && block.linked == 0
        && block.chars <= LONGEST
        && block.kind != Kind::Caption
        && !known.is_author(&block.text)
        && !cleaning::is_headline(block, known.title)
}

/// A text without what calls it a summary, where it is one: `Summary: The river …`.
fn without_label<'t>(text: &'t str, summary: &str) -> &'t str {
    let label = text.strip_suffix(summary).map(str::trim_end).filter(|_| !summary.is_empty());
    let is_label = |label: &str| label.ends_with([':', '：']) && label.chars().count() <= SHORTEST;
    label.filter(|label| is_label(label)).and_then(|_| text.get(text.len() - summary.len()..)).unwrap_or(text)
}

/// Whether a block tells of a picture by what its element is called.
fn is_of_picture(tree: &Tree<'_>, block: &Block) -> bool {
    const STEMS: [&str; 6] = ["caption", "photo", "foto", "figure", "image", "picture"];
    let is_stem = |word: &String| STEMS.iter().any(|stem| word.starts_with(stem));
    let is_called = |id: Id| {
        let class = tree.attribute(id, "class").unwrap_or_default();
        class.split_ascii_whitespace().any(|class| words_of(class).iter().any(is_stem))
    };
    block.kind == Kind::Caption
        || (!names_it(tree, block)
            && (is_called(block.holder) || tree.inside(block.holder).len() <= FEW_NODES && is_called(block.around)))
}

/// Whether a text begins with a summary that was cut off in a sentence.
fn is_begun(text: &str, summary: &str) -> bool {
    let summary = summary.trim_end_matches(['…', '.', ' ']);
    let begins = text.strip_prefix(summary).is_some_and(|rest| !rest.is_empty());
    begins && summary.chars().count() >= SHORTEST
}

/// The standfirst by its name between a headline and the first paragraph of a body that holds both; headings of a text may
/// be called the same.
fn in_body(tree: &Tree<'_>, blocks: &[Block], kept: &[Block], known: &Known<'_>) -> Option<String> {
    let at_level = |most: u8| {
        blocks.iter().position(|block| (1..=most).contains(&block.level) && cleaning::is_headline(block, known.title))
    };
    let of_any = || blocks.iter().position(|block| cleaning::is_headline(block, known.title));
    let headline = at_level(1).or_else(|| at_level(3)).or_else(of_any)?;
    let below = blocks.get(headline + 1..)?;
    // Many a page is described by its first paragraph, which a heading or half a sentence is not.
    let is_summary = |block: &Block| is_summary(block, known) && (block.level > 1 || !ends_sentence(&block.text));
    let is_named = |block: &Block| is_standfirst(tree, block, known) || is_summary(block);
    let is_paragraph = |block: &Block| cleaning::is_prose(block) && ends_sentence(&block.text);
    let at = below.iter().take(MOST_BETWEEN).position(|block| is_named(block) || is_paragraph(block))?;
    let found = below.get(at).filter(|block| is_named(block))?;
    let is_one_of_many =
        |other: &Block| other.first > found.first && other.level == found.level && names_it(tree, other);
    let is_heading = found.level > 1 && !is_summary(found) && kept.iter().any(is_one_of_many);
    (!is_heading).then(|| below.get(at..).map(|rest| with_points(rest, known))).flatten()
}

/// The first of some blocks, with the points after it where it is one of a list.
fn with_points(rest: &[Block], known: &Known<'_>) -> String {
    let Some(first) = rest.first() else { return String::new() };
    let is_point = |block: &&Block| block.kind == Kind::ListItem && block.around == first.around && is_text(block);
    let points: Vec<&str> = rest.iter().take_while(is_point).map(|block| block.text.as_str()).collect();
    if points.is_empty() { without_label(&first.text, known.summary).to_owned() } else { points.join(" ") }
}

/// Whether a block is a standfirst by the name of its element, which may be shorter than one that nothing names, and have
/// more figures.
fn is_standfirst(tree: &Tree<'_>, block: &Block, known: &Known<'_>) -> bool {
    let digits = block.text.chars().filter(char::is_ascii_digit).count();
    (LEAST_NAMED..=LONGEST).contains(&block.chars)
        && block.level != 1
        && digits * 6 < block.chars
        && block.linked == 0
        && names_it(tree, block)
        && says_something(block)
        && !known.is_author(&block.text)
        && !cleaning::is_headline(block, known.title)
}

/// Whether the first block of a text is set off from the paragraphs after it: in bold, or as a heading that is none.
fn is_set_off(first: &Block, kept: &[Block]) -> bool {
    let is_bold = |block: &Block| block.bold * 10 >= block.chars * 9;
    let rest = kept.get(1..).unwrap_or_default();
    let is_only = |level: u8| rest.iter().all(|block| block.level != level);
    let is_apart = match first.level {
        0 => is_bold(first),
        level => level > 1 && first.chars >= LEAST_OF_HEADING && is_only(level),
    };
    let is_other = |block: &Block| block.level == 0 && !is_bold(block);
    // Questions are in bold where answers are not.
    let is_question = first.text.trim_end().ends_with(['?', '？', '؟']);
    rest.len() >= LEAST_AFTER && rest.iter().take(2).any(is_other) && !is_question && is_apart
}

/// Whether a block says something of itself, and not when or by whom.
fn is_text(block: &Block) -> bool {
    block.linked == 0
        && (SHORTEST..=LONGEST).contains(&block.chars)
        && block.text.chars().filter(char::is_ascii_digit).count() < MOST_DIGITS
        && !block.text.contains('•')
        && says_something(block)
}

fn says_something(block: &Block) -> bool {
    !block.text.contains(['|', '·', '©'])
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

/// Whether the element of a block is called as standfirsts are.
fn names_it(tree: &Tree<'_>, block: &Block) -> bool {
    let outer = tree.get(block.around).parent;
    let is_small = tree.inside(outer).len() <= FEW_NODES;
    [block.holder, block.around].into_iter().chain(Some(outer).filter(|_| is_small)).any(|id| names(tree, id))
}

fn names(tree: &Tree<'_>, id: Id) -> bool {
    let is_name =
        |word: &str| NAMES.binary_search(&word).is_ok() && !(word == "description" && shows_picture(tree, id));
    tree.attributes(id).any(|(name, value)| match name {
        "class" => value.split_ascii_whitespace().any(|class| words_of(class).iter().any(|word| is_name(word))),
        "itemprop" => ["description", "alternativeHeadline", "abstract"].contains(&value),
        _ => false,
    })
}

/// Whether an element stands with a picture, which it may describe.
fn shows_picture(tree: &Tree<'_>, id: Id) -> bool {
    tree.inside(tree.get(id).parent).any(|id| tree.tag(id) == Tag::Img)
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
