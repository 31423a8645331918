//! From a noun in a tree to a reference in the record: its phrase, and the entity that it names.

use dateline_record::v1::Reference;

use crate::{
    context::{Context, Mentioned, span},
    syntax::{Syntax, is_relation},
};

/// Steps from the head of a phrase to the head of a name inside it.
const STEPS: usize = 6;

/// The mention that the phrase of a head word is about: `Prime Minister Ana Silva` is about Ana Silva.
pub(crate) fn mention<'c>(cx: &'c Context<'_>, syntax: &Syntax<'_>, head: usize) -> Option<&'c Mentioned> {
    let phrase = syntax.bytes(syntax.phrase(head, false))?;
    let token = syntax.token(head)?;
    if let Some(exact) = cx.mentions.exact(&phrase) {
        return Some(exact);
    }
    if let Some(found) = cx.mentions.with_head(&token.span) {
        return Some(found);
    }
    let inside = cx.mentions.overlapping(syntax.bytes(syntax.extent(head))?);
    inside.filter(|found| names(cx, syntax, found, head)).max_by_key(|found| found.span.len())
}

/// Whether a mention is a name of what `head` stands for: joined to it by naming or apposition alone.
fn names(cx: &Context<'_>, syntax: &Syntax<'_>, found: &Mentioned, head: usize) -> bool {
    let tokens = cx.document.tokens_in(found.head.clone());
    let mut at = tokens.end.saturating_sub(1);
    for _ in 0..STEPS {
        if at == head {
            return true;
        }
        let joined = is_relation(syntax.relation(at), &["flat", "appos", "fixed"])
            || is_relation(syntax.relation(at), &["compound"])
                && found.span.contains(&syntax.token(head).map_or(0, |token| token.span.start));
        match syntax.head(at) {
            Some(up) if joined => at = up,
            _ => return false,
        }
    }
    false
}

/// The reference of a noun phrase, given its head word.
pub(crate) fn refer(cx: &Context<'_>, syntax: &Syntax<'_>, head: usize) -> Option<Reference> {
    let bytes = syntax.bytes(syntax.phrase(head, true))?;
    Some(match mention(cx, syntax, head) {
        Some(found) => Reference { span: span(bytes), entity: found.entity.clone(), unresolved: String::new() },
        None => Reference { span: span(bytes), entity: String::new(), unresolved: reason(syntax, head).into() },
    })
}

/// Why a phrase has no entity.
fn reason(syntax: &Syntax<'_>, head: usize) -> &'static str {
    if syntax.upos(head) == "PRON" { "antecedent not found" } else { "not named" }
}

/// A reference to somebody whom the text does not name.
pub(crate) fn nobody(reason: &str) -> Reference {
    Reference { unresolved: reason.into(), ..Reference::default() }
}
