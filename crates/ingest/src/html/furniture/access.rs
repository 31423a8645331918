//! Names by which pages tell who may read a part of an article: what they name is the article, however it is called.

use super::words_of;
use crate::html::{
    tags::Tag,
    tree::{Id, Tree},
};

/// Bytes of a list of selectors at most.
const MOST_OF_SELECTORS: usize = 300;

/// Classes and ids, with their signs, by which a page's data name parts of its article: those that few may read, and those
/// that may be read aloud.
pub(super) fn selectors<'p>(tree: &Tree<'p>) -> Vec<&'p str> {
    let is_data = |id: &Id| {
        tree.tag(*id) == Tag::Script && tree.attribute(*id, "type").is_some_and(|kind| kind.ends_with("json"))
    };
    let scripts = (1..tree.len()).filter(is_data).map(|id| tree.raw_text(id + 1));
    let lists = scripts.flat_map(|script| script.split("\"cssSelector\"").skip(1));
    lists.flat_map(selectors_of).collect()
}

/// The selectors after their name, one or a list: those that are one class or one id.
fn selectors_of(rest: &str) -> impl Iterator<Item = &str> {
    let end = rest.find('}').unwrap_or(rest.len()).min(MOST_OF_SELECTORS);
    let list = rest.get(..end).unwrap_or_default().trim_start_matches([' ', ':', '\n', '\t']);
    let list = list.split(if list.starts_with('[') { ']' } else { ',' }).next().unwrap_or_default();
    let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let is_simple = move |text: &&str| text.strip_prefix(['.', '#']).is_some_and(|name| name.chars().all(is_name));
    list.split(['"', ',']).map(str::trim).filter(is_simple)
}

/// Whether one of the selectors names an element.
pub(super) fn selects(tree: &Tree<'_>, id: Id, selectors: &[&str]) -> bool {
    let is = |sign: char, name: &str| selectors.iter().any(|selector| selector.strip_prefix(sign) == Some(name));
    !selectors.is_empty()
        && tree.attributes(id).any(|(name, value)| match name {
            "class" => value.split_ascii_whitespace().any(|class| is('.', class)),
            "id" => is('#', value),
            _ => false,
        })
}

/// Whether a class tells who may read what it names.
pub(super) fn tells_readers(classes: &str) -> bool {
    const WORDS: [&str; 3] = ["paywall", "subscribe", "subscription"];
    classes.split_ascii_whitespace().any(|class| words_of(class).iter().any(|word| WORDS.contains(&word.as_str())))
}

/// Whether an element has something to press or to fill in, as what asks readers to subscribe has.
pub(super) fn asks(tree: &Tree<'_>, id: Id) -> bool {
    tree.inside(id).any(|id| matches!(tree.tag(id), Tag::Form | Tag::Input | Tag::Button))
}

/// Whether an element is hidden: what is kept from some may be there in a cipher.
pub(super) fn is_hidden(tree: &Tree<'_>, id: Id) -> bool {
    tree.attributes(id).any(|(name, value)| name == "hidden" || (name == "style" && value.contains("none")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_read_one_or_many() {
        let read = |rest| selectors_of(rest).collect::<Vec<_>>();
        assert_eq!(read(r#": ".paid-part", "isAccessibleForFree": false }"#), [".paid-part"]);
        assert_eq!(read(r##":[".a-part", "#b", ".c .d", "h1"], "x": ".no"}"##), [".a-part", "#b"]);
        assert_eq!(read(""), [""; 0]);
    }
}
