//! What comes without a page around it, as in a feed: what of it is the article, and whether that is all of it.

use url::Url;

use super::{
    MAX_NODES,
    blocks::{self, Block},
    cleaning, phrases,
    tags::Tag,
    tree::{Caps, Id, Tree},
};
use crate::{Limits, metadata, urls};

/// Characters outside of links that a line has at most which tells where the article is: `The post … appeared first on …`,
/// `… was originally published in …, where people are continuing the conversation by …`.
const MOST_OF_NOTE: usize = 160;

/// Links looked at, from the end on, for one that leads on to the article.
const LAST_LINKS: usize = 5;

/// Lines after an article at most, links in one, and elements around it among which is a link.
const MOST_NOTES: usize = 20;
const MOST_LINKS: usize = 6;
const AROUND: usize = 6;

/// How much of its article a fragment holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Whether it is only the beginning, by a link to the rest of it or a mark of omission at its end.
    pub(crate) breaks_off: bool,
    /// Paragraphs and the like.
    pub(crate) paragraphs: usize,
    /// Characters but for white space; one of a script without spaces counts as three.
    pub(crate) chars: usize,
}

impl Extent {
    /// Whether it has so many paragraphs and characters.
    pub(crate) fn is_at_least(self, (paragraphs, chars): (usize, usize)) -> bool {
        self.paragraphs >= paragraphs && self.chars >= chars
    }
}

/// How much of the article at `url`, which may be empty, a fragment holds.
pub(crate) fn extent(fragment: &str, url: &str) -> Extent {
    let caps = Caps { depth: Limits::default().html_depth, elements: MAX_NODES };
    // What is wrong with it is told where it is read.
    let Ok(tree) = Tree::parse(fragment, caps) else { return Extent::default() };
    let all = blocks::read(&tree, "");
    let blocks = read(&tree, &all, url, "");
    let last = blocks.last().map_or(0, |block| block.first);
    let is_cut_at_end =
        || all.iter().rev().take_while(|block| block.first >= last).any(|block| is_cut(&block.text, blocks.len() == 1));
    let breaks_off = leads_on(&tree, url) || is_cut_at_end();
    Extent { breaks_off, paragraphs: blocks.len(), chars: blocks.iter().map(|block| block.chars).sum() }
}

/// Whether a text ends in a mark of omission. A writer may end in points; software that cuts puts brackets around them, or
/// has but one paragraph.
fn is_cut(text: &str, is_alone: bool) -> bool {
    const IN_BRACKETS: [&str; 5] = ["[…]", "[...]", "(…)", "(...)", "[..]"];
    IN_BRACKETS.iter().any(|mark| text.ends_with(mark))
        || is_alone && text.ends_with(['…'])
        || is_alone && text.ends_with("...")
}

/// Whether one of the last links leads on to the whole article.
fn leads_on(tree: &Tree<'_>, url: &str) -> bool {
    let links = (1..tree.len()).rev().filter(|id| tree.tag(*id) == Tag::A);
    links.take(LAST_LINKS).enumerate().any(|(at, id)| {
        let text = tree.text(id);
        phrases::leads_on_alone(&text) && at == 0 || phrases::begins_to_lead_on(&text) && leads_to(tree, id, url)
    })
}

/// Whether a link leads to the article itself.
fn leads_to(tree: &Tree<'_>, link: Id, url: &str) -> bool {
    let place = |url: Url| {
        let path = urls::canonical(url.as_str());
        let path = path.split_once("://").map_or("", |(_, rest)| rest).trim_end_matches('/').to_owned();
        path.strip_prefix("www.").map(str::to_owned).unwrap_or(path)
    };
    let (Ok(own), Some(href)) = (Url::parse(url), tree.attribute(link, "href")) else { return false };
    own.join(href.trim()).is_ok_and(|target| own.path() != "/" && place(target) == place(own))
}

/// The blocks of the article: without captions, without its headline where that stands before it once more, and without
/// the lines after it that tell where it is or what else there is.
pub(super) fn read(tree: &Tree<'_>, blocks: &[Block], url: &str, title: &str) -> Vec<Block> {
    let mut kept = cleaning::of_fragment(blocks);
    if kept.len() > 1 && kept.first().is_some_and(|first| is_head(first, title)) {
        kept.remove(0);
        // The menu of the site.
        let is_menu = |block: &Block| block.links > 1 && block.link_density() > 0.9;
        if kept.len() > 1 && kept.first().is_some_and(is_menu) {
            kept.remove(0);
        }
    }
    let mut end = tree.len();
    let least = kept.len().saturating_sub(MOST_NOTES).max(1);
    while kept.len() > least
        && let Some(last) = kept.pop_if(|last| is_note(tree, last, end, url))
    {
        end = last.first;
    }
    kept
}

/// Whether a block is the headline, alone or with the day and the account of its writer.
fn is_head(block: &Block, title: &str) -> bool {
    /// Letters of these at most.
    const MOST: usize = 60;
    let title = metadata::letters(title);
    let text = metadata::letters(&block.text);
    let rest = text.strip_prefix(title.as_str()).filter(|_| !title.is_empty());
    rest.is_some_and(|rest| {
        let is_day = || rest.bytes().filter(u8::is_ascii_digit).count() >= 6 && !block.text.ends_with(['.', '!', '?']);
        rest.is_empty() || rest.chars().count() <= MOST && is_day()
    })
}

/// Whether a block, which ends before a node, is none of the article.
fn is_note(tree: &Tree<'_>, block: &Block, end: Id, url: &str) -> bool {
    let density = block.link_density();
    // A sentence may point elsewhere and be the writer's.
    let is_line = block.links == 0 || density > 0.5;
    if is_line && phrases::is_furniture(&block.text, block.level > 0, density)
        || density > 0.9 && phrases::leads_on(&block.text)
    {
        return true;
    }
    let is_short = (1..=MOST_LINKS).contains(&block.links) && block.chars.saturating_sub(block.linked) <= MOST_OF_NOTE;
    let around = tree.ancestors(block.first).take(AROUND).filter(|id| tree.tag(*id) == Tag::A);
    let end = if block.holder == 0 { end } else { end.min(tree.get(block.holder).end) };
    // Those after its own are of what is left out.
    let mut links = around.chain((block.first..end).filter(|id| tree.tag(*id) == Tag::A)).take(block.links);
    is_short && (phrases::tells_origin(&block.text) || links.any(|link| leads_to(tree, link, url)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const URL: &str = "https://paper.example/news/a?utm_source=rss";

    #[rstest]
    #[case::of_software("<p>Talks resumed.</p><p>Others left [&#8230;]</p>", true)]
    #[case::with_what_follows(
        "<p>Talks [&#8230;]</p><p>The post <a href='https://paper.example/news/a/'>Talks</a> appeared first on <a href='https://paper.example'>Paper</a>.</p>",
        true
    )]
    #[case::one_paragraph("Talks resumed on&nbsp;...", true)]
    #[case::of_a_writer("<p>Talks resumed.</p><p>And then&hellip;</p>", false)]
    #[case::of_quotation("<p>Talks resumed \"[…] in good faith\", he said.</p>", false)]
    #[case::link("<p>Talks&hellip; <a href='/news/a'>Continue reading<span> \"Talks\"</span></a></p>", true)]
    #[case::link_elsewhere("<p>Talks resumed.</p><p>Read more: <a href='/news/b'>Read more on storms</a></p>", false)]
    #[case::link_alone("<p>Talks resumed.</p><a href='https://x.example/1'>Weiterlesen &raquo;</a>", true)]
    #[case::before_others(
        "<p>Talks.</p><ul><li><a href='/news/a'>Read more about Talks</a></li><li><a href='/login'>Log in</a></li></ul>",
        true
    )]
    #[case::whole(
        "<p>Talks resumed.</p><p>The post <a href='https://www.paper.example/news/a'>Talks</a> appeared first.</p>",
        false
    )]
    fn a_beginning_is_told_from_the_whole(#[case] fragment: &str, #[case] expected: bool) {
        assert_eq!(extent(fragment, URL).breaks_off, expected);
    }

    #[rstest]
    #[case::own_link("<p>The post <a href='/news/a'>Talks</a> may be read at <a href='/'>Paper</a>.</p>")]
    #[case::of_words(
        "<p>The post <a href='https://other.example/1'>Talks</a> appeared first on <a href='/'>Paper</a>.</p>"
    )]
    #[case::several("<p>* * *</p><p><a href='/news/a#comments'>12 comments</a></p><p><a href='/s'>Read more</a></p>")]
    #[case::button("<p><a href='/news/a?utm_medium=x'>Share</a></p>")]
    #[case::inline("<br><br>The post <a href='/news/a'>Talks</a> is on <a href='/'>Paper</a>.")]
    fn lines_that_tell_where_the_article_is_are_none_of_it(#[case] note: &str) {
        let fragment = format!(
            "<p>Talks resumed on Monday.</p><p>They told <a href='/news/b'>The Example</a> on Tuesday.</p>{note}"
        );
        let tree = Tree::parse(&fragment, Caps { depth: 100, elements: 1000 }).unwrap();
        let texts: Vec<String> =
            read(&tree, &blocks::read(&tree, ""), URL, "").into_iter().map(|block| block.text).collect();
        assert_eq!(texts, ["Talks resumed on Monday.", "They told The Example on Tuesday."]);
    }

    #[rstest]
    #[case("<h1>Talks resume</h1><p><a href='/'>Home</a> <a href='/about'>About</a></p>", true)]
    #[case("<span>Talks resume</span> <span>t.lee</span> <span>Tue, 03/12/2024 - 14:05</span>", true)]
    #[case("<p>Talks resume in Torvald</p>", false)]
    #[case("<p>Talks resume on 12 March 2024 at 10.</p>", false)]
    fn the_headline_is_told_from_a_first_sentence(#[case] head: &str, #[case] expected: bool) {
        let fragment = format!("{head}<p>The ministers met.</p>");
        let tree = Tree::parse(&fragment, Caps { depth: 100, elements: 1000 }).unwrap();
        let first = read(&tree, &blocks::read(&tree, ""), URL, "Talks resume").remove(0).text;
        assert_eq!(first == "The ministers met.", expected, "{first}");
    }

    #[test]
    fn a_fragment_of_nothing_but_notes_keeps_one() {
        let fragment = "<a href='/news/a'>Share</a>".repeat(2);
        let tree = Tree::parse(&fragment, Caps { depth: 100, elements: 1000 }).unwrap();
        assert_eq!(read(&tree, &blocks::read(&tree, ""), URL, "").len(), 1);
    }

    #[test]
    fn many_notes_take_the_time_of_what_they_are() {
        let started = std::time::Instant::now();
        for part in [
            "<p>The post <a href='/news/a'>a</a> appeared first on <a href='/'>b</a>.</p>",
            "<a href='/news/a'>Read more</a> ",
            "<a href='/news/a'><i>",
        ] {
            let fragment = format!("<p>Talks resumed.</p>{}", part.repeat(100_000));
            let _ = extent(&fragment, URL);
        }
        assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    }
}
