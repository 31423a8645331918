//! Names that sign a text at its end.

use super::{MAX_BYLINE, Reader, clean, is_unread};
use crate::{
    bylines,
    html::{tags::Tag, tree::Id},
};

/// Lines that begin with a dash looked at, and texts that end with a bracket, at most.
const MOST_DASHED: usize = 50;

/// Paragraphs in italics or of a name alone that are looked at, at most.
const MOST_APART: usize = 20;

/// Nodes of a block that signs a text, at most.
const MOST_OF_SIGNATURE: usize = 6;

/// Characters of a name in a script without spaces at most, where nothing says that it is one.
const MOST_OF_DENSE: usize = 5;

impl Reader<'_, '_, '_> {
    /// The one line that signs the text: `— Ana Ruiz` in a paragraph of its own, not below what somebody is quoted with; the
    /// name alone, set at the right or in brackets; or the name, and in the next line an office.
    pub(super) fn signed(&self) -> Vec<String> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let dashed = (heading..tree.len())
            .filter(|id| {
                is_dashed(tree.raw_text(*id).trim_start()) || tree.raw_text(*id).trim_start().starts_with("&mdash;")
            })
            .take(MOST_DASHED);
        let whole = dashed.filter(|id| tree.inside(tree.get(*id).parent).len() <= 3 && !self.is_quoted(*id));
        // A dateline before the dash is no signature.
        let whole = whole.filter_map(|id| clean(&tree.text(tree.get(id).parent)).filter(|text| is_dashed(text)));
        let blocks = (heading..tree.len()).filter(|id| matches!(tree.tag(*id), Tag::P | Tag::Div));
        let blocks = blocks.filter(|id| tree.inside(*id).len() <= MOST_OF_SIGNATURE);
        let ends = blocks.clone().filter(|id| self.is_apart(*id)).take(MOST_APART).filter(|id| self.ends_text(*id));
        let ends: Vec<Id> = ends.collect();
        let lines = whole.chain(blocks.filter_map(|id| self.signature(id, ends.contains(&id))));
        let mut lines = lines.filter_map(|line| self.signers(&line));
        let first = lines.next().unwrap_or_default();
        let first = if lines.next().is_some() { Vec::new() } else { first };
        if first.is_empty() { self.in_last_brackets(heading) } else { first }
    }

    fn signers(&self, line: &str) -> Option<Vec<String>> {
        let line = line.trim_start_matches(['—', '―']).trim_start_matches("--").trim();
        let bare = line.strip_prefix(['(', '（']).and_then(|line| line.strip_suffix([')', '）']));
        let line = bare.unwrap_or(line);
        let names = self.names(&[bylines::without_leads(line, self.language).to_owned()]);
        // Where no space tells a name from other words, its length has to.
        let is_short = |name: &String| !bylines::is_dense(name) || name.chars().count() <= MOST_OF_DENSE;
        let are_names = names.iter().all(|name| bylines::is_person(name) && is_short(name));
        (!names.is_empty() && are_names).then_some(names)
    }

    /// The line of a block that may sign the text, which it may end.
    fn signature(&self, block: Id, ends: bool) -> Option<String> {
        let tree = self.page.tree;
        let mut texts = tree.inside(block).filter_map(|id| Some((id, clean(tree.raw_text(id))?)));
        let (id, first) = texts.next()?;
        let next = texts.next().map(|(_, text)| text);
        // A box has a heading, a signature none.
        if first.len() > MAX_BYLINE || matches!(tree.tag(tree.get(id).parent), Tag::H2 | Tag::H3 | Tag::H4) {
            return None;
        }
        match next {
            _ if self.is_set_right(block) || ends => Some(first.trim_end_matches(',').to_owned()),
            Some(office) => {
                let bare = bylines::is_person(&first) && !bylines::is_dense(&first);
                // `Ana RUIZ`, and her town in the next line, in bold type.
                let with_place = || has_family_in_capitals(&first) && self.is_bold(block);
                let signs = bare && (bylines::is_office(&office) || with_place());
                (signs && !self.is_comment(block)).then_some(first)
            }
            None => None,
        }
    }

    /// Whether a paragraph begins in italics or is a name alone. A call to do something is a link, or in capitals.
    fn is_apart(&self, block: Id) -> bool {
        let tree = self.page.tree;
        let is_call =
            |text: &str| !text.contains(char::is_lowercase) || tree.inside(block).any(|id| tree.tag(id) == Tag::A);
        let is_name = || clean(&tree.text(block)).is_some_and(|text| bylines::is_person(&text) && !is_call(&text));
        tree.tag(block) == Tag::P && (self.begins_in_italics(block) || is_name())
    }

    fn begins_in_italics(&self, block: Id) -> bool {
        let tree = self.page.tree;
        tree.inside(block).next().is_some_and(|id| matches!(tree.tag(id), Tag::Em | Tag::I))
    }

    /// Whether running text stands before a paragraph, none of it in italics, and none after it.
    fn ends_text(&self, block: Id) -> bool {
        /// Bytes of a paragraph of running text, at least.
        const PROSE: usize = 120;
        /// Paragraphs of running text before a signature, at least.
        const LEAST: usize = 3;
        let tree = self.page.tree;
        let parent = tree.get(block).parent;
        let beside = tree.inside(parent).filter(|id| tree.get(*id).parent == parent && tree.tag(*id) == Tag::P);
        let is_prose = |id: &Id| tree.text(*id).len() >= PROSE;
        let (before, after): (Vec<Id>, Vec<Id>) = beside.filter(is_prose).partition(|id| *id < block);
        before.len() >= LEAST && after.is_empty() && !before.iter().any(|id| self.begins_in_italics(*id))
    }

    /// The name in the brackets that end a text, as papers of East Asia sign: `【山田太郎】`, `[張偉]`; where all such brackets
    /// hold the same.
    fn in_last_brackets(&self, heading: Id) -> Vec<String> {
        let tree = self.page.tree;
        if !matches!(self.language, "ja" | "zh") {
            return Vec::new();
        }
        let ends = (tree.get(heading).end..tree.len()).filter_map(|id| {
            let text = tree.raw_text(id).trim_end();
            let (before, name) = text.strip_suffix(['】', ']', '］'])?.rsplit_once(['【', '[', '［'])?;
            let is_end = before.trim().is_empty() || before.ends_with(['。', '」', '！', '？']);
            let is_read = !is_unread(tree.tag(tree.get(id).parent));
            (is_end && is_read && bylines::is_signer(name, self.language)).then(|| name.to_owned())
        });
        let mut names = ends.take(MOST_DASHED);
        let first: Vec<String> = names.next().into_iter().collect();
        if names.all(|name| first.contains(&name)) { first } else { Vec::new() }
    }

    /// Whether a block is two lines in bold type, and nothing else.
    fn is_bold(&self, block: Id) -> bool {
        let tree = self.page.tree;
        let texts = || tree.inside(block).filter(|id| clean(tree.raw_text(*id)).is_some());
        let bold = |id: Id| tree.ancestors(id).take(2).any(|id| matches!(tree.tag(id), Tag::Strong | Tag::B));
        texts().count() == 2 && texts().all(bold) && tree.inside(block).any(|id| tree.tag(id) == Tag::Br)
    }

    /// Whether a paragraph is set at the right, as signatures are.
    fn is_set_right(&self, id: Id) -> bool {
        const CLASSES: [&str; 4] = ["text-right", "align-right", "has-text-align-right", "text-end"];
        self.page.tree.attributes(id).any(|(name, value)| match name {
            "align" => value.eq_ignore_ascii_case("right"),
            "style" => value.replace(' ', "").contains("text-align:right"),
            "class" => value.split_ascii_whitespace().any(|class| CLASSES.contains(&class)),
            _ => false,
        })
    }

    fn is_quoted(&self, id: Id) -> bool {
        let tree = self.page.tree;
        let around = tree.ancestors(id).any(|id| {
            matches!(
                tree.tag(id),
                Tag::Blockquote
                    | Tag::Q
                    | Tag::Cite
                    | Tag::Figure
                    | Tag::Figcaption
                    | Tag::Aside
                    | Tag::Footer
                    | Tag::Li
            )
        });
        let mut before =
            (id.saturating_sub(8)..id).rev().map(|id| tree.raw_text(id).trim_end()).filter(|text| !text.is_empty());
        around
            || before
                .next()
                .is_none_or(|text| text.ends_with(['"', '”', '»', '“', '’', '\'']) || text.ends_with("&quot;"))
    }
}

/// Whether a line begins with a long dash, or with two hyphens as typewriters have it.
fn is_dashed(line: &str) -> bool {
    line.starts_with(['—', '―']) || (line.starts_with("--") && !line.starts_with("---"))
}

/// Whether a name is written `Ana RUIZ`, as no other words are.
fn has_family_in_capitals(name: &str) -> bool {
    let Some((given, family)) = name.rsplit_once(' ') else { return false };
    family.chars().count() >= 3 && family.chars().all(char::is_uppercase) && given.chars().any(char::is_lowercase)
}
