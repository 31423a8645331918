//! Posts that the page announces in JSON-LD, found again in its text.

use std::collections::HashMap;

use dateline_record::v1::document_time::Origin;
use serde_json::{Map, Value};

use super::{Post, has_prose};
use crate::{
    html::{blocks::Block, tags::Tag, tree::Tree},
    times,
};

/// Objects inside objects looked at.
const MAX_DEPTH: usize = 8;

/// Letters by which the beginning of a post is found.
const LETTERS: usize = 30;

/// The posts that are announced, in the order of the text; those that the text does not have are left out.
pub(super) fn posts(tree: &Tree<'_>, blocks: &[Block]) -> Vec<Post> {
    let scripts: Vec<Value> = (1..tree.len())
        .filter(|id| tree.tag(*id) == Tag::Script)
        .map(|id| tree.raw_text(id + 1))
        .filter(|script| script.contains("liveBlogUpdate"))
        .filter_map(|script| serde_json::from_str(script.trim()).ok())
        .collect();
    let Some(updates) = scripts.iter().find_map(|script| updates(script, 0)) else { return Vec::new() };
    let starts: HashMap<String, usize> =
        blocks.iter().enumerate().rev().map(|(at, block)| (beginning(&block.text), at)).collect();
    let mut found: Vec<(usize, &Map<String, Value>)> = updates
        .iter()
        .filter_map(Value::as_object)
        .filter_map(|update| Some((start(update, &starts)?, update)))
        .collect();
    found.sort_by_key(|(at, _)| *at);
    found.dedup_by_key(|(at, _)| *at);
    let ends = found.iter().skip(1).map(|(at, _)| *at).chain([blocks.len()]).collect::<Vec<_>>();
    found
        .iter()
        .zip(ends)
        .map(|((start, update), end)| Post {
            blocks: *start..end,
            headline: text(update, &["headline", "name"]).unwrap_or_default(),
            posted_at: text(update, &["datePublished", "dateCreated"])
                .and_then(|time| times::parse(&time, Origin::Metadata)),
        })
        .filter(|post| has_prose(blocks, &post.blocks))
        .collect()
}

fn updates(value: &Value, depth: usize) -> Option<&Vec<Value>> {
    match value {
        _ if depth > MAX_DEPTH => None,
        Value::Array(items) => items.iter().find_map(|item| updates(item, depth + 1)),
        Value::Object(object) => match object.get("liveBlogUpdate") {
            Some(Value::Array(updates)) => Some(updates),
            _ => object.values().find_map(|value| updates(value, depth + 1)),
        },
        _ => None,
    }
}

/// The block in which a post begins: its headline, else the beginning of its text.
fn start(update: &Map<String, Value>, starts: &HashMap<String, usize>) -> Option<usize> {
    let of = |name: &str| {
        let beginning = beginning(&text(update, &[name])?);
        starts.get(&beginning).copied().filter(|_| !beginning.is_empty())
    };
    of("headline").or_else(|| of("name")).or_else(|| of("articleBody"))
}

fn text(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let text = names.iter().find_map(|name| object.get(*name)?.as_str())?;
    let text = crate::folded(&htmlize::unescape(text));
    (!text.is_empty()).then_some(text)
}

/// The first letters of a text, without the time of day that may stand before them.
fn beginning(text: &str) -> String {
    super::without_clock(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(LETTERS)
        .collect()
}
