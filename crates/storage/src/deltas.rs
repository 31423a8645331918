//! How the sums over entities change by a write.

use std::collections::BTreeMap;

use crate::rows::EntityRow;

/// Change of the sums of one entity name.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Delta {
    pub(crate) kind: i32,
    pub(crate) links: Vec<u8>,
    pub(crate) articles: i64,
    pub(crate) mentions: i64,
}

/// Changes by key and name, in an order that is the same for every writer, so that none waits for another in a circle.
#[derive(Debug, Default)]
pub(crate) struct Deltas(pub(crate) BTreeMap<(String, String), Delta>);

impl Deltas {
    pub(crate) fn add(&mut self, rows: &[EntityRow]) {
        for row in rows {
            let delta = self.0.entry((row.key.clone(), name(row))).or_default();
            delta.kind = row.kind;
            delta.links.clone_from(&row.links);
            delta.articles += 1;
            delta.mentions += row.mentions;
        }
    }

    /// Takes back what a stored row had added.
    pub(crate) fn subtract(&mut self, lines: &str) {
        for (key, name, mentions) in read(lines) {
            let delta = self.0.entry((key.to_owned(), name.to_owned())).or_default();
            delta.articles -= 1;
            delta.mentions -= mentions;
        }
    }
}

/// Entities as an index row keeps them: a line each of key, name and mentions, separated by tabs.
pub(crate) fn lines(rows: &[EntityRow]) -> String {
    rows.iter().map(|row| format!("{}\t{}\t{}", row.key, name(row), row.mentions)).collect::<Vec<_>>().join("\n")
}

/// Key, name and mentions of every line.
pub(crate) fn read(lines: &str) -> impl Iterator<Item = (&str, &str, i64)> {
    lines.split('\n').filter_map(|line| {
        let mut parts = line.split('\t');
        Some((parts.next()?, parts.next()?, parts.next()?.parse().ok()?))
    })
}

fn name(row: &EntityRow) -> String {
    row.name.split_whitespace().collect::<Vec<_>>().join(" ")
}
