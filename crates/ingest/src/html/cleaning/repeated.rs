//! Short lines that come again and again.

use std::collections::HashMap;

use dateline_record::v1::paragraph::Kind;

use super::super::blocks::Block;

/// Short lines that come again and again: buttons and labels.
pub(super) struct Repeated<'b> {
    counts: HashMap<&'b str, usize>,
}

impl<'b> Repeated<'b> {
    pub(super) fn of(blocks: &'b [Block]) -> Self {
        let mut counts = HashMap::new();
        for block in blocks.iter().filter(|block| block.chars < 40) {
            *counts.entry(block.text.as_str()).or_default() += 1;
        }
        Self { counts }
    }

    pub(super) fn is(&self, block: &Block) -> bool {
        block.kind != Kind::Heading && block.link_density() > 0.5 && self.count(block) >= 4
    }

    pub(super) fn count(&self, block: &Block) -> usize {
        self.counts.get(block.text.as_str()).copied().unwrap_or_default()
    }
}
