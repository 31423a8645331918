//! What an article's container holds that is not the article, told by what it says and where it stands.

use dateline_record::v1::paragraph::Kind;

use super::blocks::Block;

/// The blocks without furniture.
pub(super) fn clean(blocks: &[Block], title: &str) -> Vec<Block> {
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        if kept.is_empty() && same_words(&block.text, title) {
            continue;
        }
        kept.push(block.clone());
    }
    kept.retain(|block| block.kind != Kind::Caption);
    kept
}

/// Whether two texts have the same words.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    !other.is_empty() && letters(one) == letters(other)
}
