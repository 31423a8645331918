//! Sections of an article after what a site names as its body: releases put what others say of it, and its figures, there.

use std::ops::Range;

use dateline_record::v1::paragraph::Kind;

use super::{
    super::{
        blocks::Block,
        cleaning, phrases,
        tree::{Id, Tree},
    },
    Worth,
};

/// The end of a body's range, with the section of quotations that follows it, and those of the same class as that one.
pub(super) fn end_of_quotations(
    tree: &Tree<'_>,
    blocks: &[Block],
    worth: &Worth,
    range: &Range<usize>,
    body: Id,
) -> usize {
    let alone = |id: &Id| worth.range(tree, *id) == worth.range(tree, body);
    let outer = tree.ancestors(body).take_while(alone).last().unwrap_or(body);
    let (mut at, parent) = (tree.get(outer).end, tree.get(outer).parent);
    let (mut end, mut class) = (range.end, None);
    while at < tree.get(parent).end {
        let (own, section) = (worth.range(tree, at), at);
        at = tree.get(at).end;
        // Advertisements, and what is in the range already.
        if own.is_empty() || own.end <= end {
            continue;
        }
        let inside = blocks.get(own.clone()).unwrap_or_default();
        let named = tree.attribute(section, "class").filter(|class| !class.is_empty());
        let belongs = match &class {
            None => quotes(inside),
            Some(class) => named.is_some() && named == *class && is_text(inside),
        };
        if own.start != end || !belongs {
            break;
        }
        (end, class) = (own.end, class.or(Some(named)));
    }
    end
}

/// Whether a section is quotations below their heading.
fn quotes(section: &[Block]) -> bool {
    let is_quoted = |block: &Block| block.kind == Kind::BlockQuote && cleaning::is_prose(block);
    is_text(section) && section.iter().any(is_quoted)
}

/// Whether a section is prose below a heading, without links to others.
fn is_text(section: &[Block]) -> bool {
    let [heading, rest @ ..] = section else { return false };
    heading.kind == Kind::Heading
        && !heading.leads_away()
        && (phrases::heads_quotations(&heading.text) || !phrases::ends_article(&heading.text, true))
        && rest.iter().any(cleaning::is_prose)
        && rest.iter().all(|block| block.link_density() < 0.5)
}
