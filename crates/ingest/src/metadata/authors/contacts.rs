//! Reporters whom the end of a text names with an address or an account at which readers reach them.

use super::{Reader, clean, lines::MOST_SHOWN};
use crate::{
    bylines,
    html::{tags::Tag, tree::Id},
    metadata::letters,
};

/// Bytes of a line with the reporters' addresses at most.
const MAX_LENGTH: usize = 400;

/// What a line begins with that says where to write to its reporters, in small letters.
const LEADS: [&str; 9] = [
    "to contact the reporter on this story:",
    "to contact the reporters on this story:",
    "contact the writer:",
    "contact",
    "write to",
    "email",
    "e-mail",
    "reach",
    "",
];

impl Reader<'_, '_, '_> {
    /// Whom the end of the text names with addresses of the site: `Write to Ana Ruiz at ana@example.org`. An address of
    /// another domain is of whom readers may ask for more.
    pub(super) fn of_contacts(&self) -> Vec<String> {
        let (Some(heading), tree) = (self.heading, self.page.tree) else { return Vec::new() };
        let texts = (tree.get(heading).end..tree.len()).filter(|id| tree.raw_text(*id).contains('@'));
        let blocks = texts.filter_map(|id| tree.ancestors(id).find(|id| matches!(tree.tag(*id), Tag::P | Tag::Div)));
        let blocks = blocks.take(MOST_SHOWN).filter(|id| self.is_below_text(*id) && !self.is_comment(*id));
        let named = |id: Id| {
            let text = clean(&tree.text(id)).filter(|text| text.len() <= MAX_LENGTH)?;
            Some(self.contacts(&text)).filter(|names| !names.is_empty())
        };
        blocks.into_iter().find_map(named).unwrap_or_default()
    }

    /// The persons of a line, each before her own address of the site.
    fn contacts(&self, line: &str) -> Vec<String> {
        let lower = line.to_lowercase();
        let lead = LEADS.iter().find(|lead| lower.starts_with(**lead)).copied().unwrap_or_default();
        let mut rest = line.get(lead.len()..).unwrap_or_default().trim_start();
        let mut names = Vec::new();
        while let Some(at) = rest.find('@') {
            let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + 1..).unwrap_or_default());
            let domain =
                after.split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | ')')).next().unwrap_or_default();
            let local = before.rsplit(|c: char| c.is_whitespace() || matches!(c, ':' | '(')).next().unwrap_or_default();
            let said = before.get(..before.len() - local.len()).unwrap_or_default();
            let is_own =
                domain.contains('.') && !self.site.is_elsewhere(&format!("https://{}/", domain.trim_end_matches('.')));
            let Some(name) = person_at_start(said).filter(|name| is_own && is_mailbox(local, name)) else { break };
            names.push(name);
            let next = after.get(domain.len()..).unwrap_or_default();
            rest = next.trim_start_matches([';', ',', '.', ' ', ')']);
            rest = rest.strip_prefix("and ").unwrap_or(rest);
        }
        names
    }

    /// Whether running text stands right before a block, in the same box.
    fn is_below_text(&self, block: Id) -> bool {
        let tree = self.page.tree;
        let parent = tree.get(block).parent;
        let beside = tree.inside(parent).take_while(|id| *id < block).filter(|id| tree.get(*id).parent == parent);
        beside.filter(|id| tree.tag(*id) == Tag::P && self.is_prose(*id)).nth(1).is_some()
    }
}

/// The person with whom a stretch of a line begins, up to the word that leads to her place or address.
fn person_at_start(text: &str) -> Option<String> {
    let ends = [" at ", " in ", " can be reached", " may be reached", ":", ",", " ("];
    let end = ends.iter().filter_map(|end| text.find(end)).min()?;
    text.get(..end).map(str::trim).filter(|name| bylines::is_person(name)).map(str::to_owned)
}

/// Whether an account of a mailbox is called after a person.
fn is_mailbox(account: &str, name: &str) -> bool {
    let account = letters(account);
    name.split(' ').any(|word| word.chars().count() >= 3 && account.contains(&letters(word)))
}
