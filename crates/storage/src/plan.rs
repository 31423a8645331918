//! Decides what storing a batch means, from what the store already has. The same for every store.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use dateline_record::v1::{LedgerEntry, ledger_entry::State};

use crate::{
    backend::{Signed, Written},
    rows::Row,
    store::Stored,
};

/// A record with its index, ready to be stored.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) submission: String,
    pub(crate) external_id: String,
    pub(crate) url: String,
    pub(crate) row: Row,
    /// The whole record, encoded and compressed.
    pub(crate) record: Vec<u8>,
}

/// A revision that the store has.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) article: String,
    pub(crate) revision: String,
    pub(crate) extractor: String,
    pub(crate) place: i64,
    pub(crate) seen: Option<i64>,
    pub(crate) current: bool,
}

/// What is to be done.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// One for each of the batch.
    pub(crate) results: Vec<Stored>,
    /// Articles of the batch that the store has.
    pub(crate) known: BTreeSet<String>,
    /// Records to insert.
    pub(crate) inserts: Vec<Insert>,
    /// Places of stored records that another extraction replaces, with whether they are current.
    pub(crate) removals: Vec<(i64, bool)>,
    /// Places of stored records that are no longer current.
    pub(crate) demotions: Vec<i64>,
}

impl Plan {
    /// What the batch has become, when each record to insert has its place.
    pub(crate) fn written(self, batch: &[Prepared], places: impl Iterator<Item = (i64, Insert)>) -> Written {
        let current = places.filter(|(_, insert)| insert.current);
        let current = current.filter_map(|(place, insert)| Some((place, &batch.get(insert.index)?.row)));
        let fresh = current.filter(|(_, row)| !self.known.contains(&row.article)).filter_map(|(place, row)| {
            let signature = row.signature.clone()?;
            Some(Signed { place, article: row.article.clone(), signature, original: None })
        });
        Written { fresh: fresh.collect(), results: self.results, known: self.known.into_iter().collect() }
    }

    /// Ledger entries of the batch. A submission that is settled keeps its state by the ledger's own rule.
    pub(crate) fn entries(&self, batch: &[Prepared], at: &str) -> Vec<LedgerEntry> {
        let settled = batch.iter().zip(&self.results).filter(|(prepared, _)| !prepared.submission.is_empty());
        settled
            .map(|(prepared, result)| LedgerEntry {
                submission_id: prepared.submission.clone(),
                state: State::from(*result).into(),
                article_id: prepared.row.article.clone(),
                revision: prepared.row.revision.clone(),
                external_id: prepared.external_id.clone(),
                url: prepared.url.clone(),
                at: at.to_owned(),
                ..LedgerEntry::default()
            })
            .collect()
    }
}

/// A record to insert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Insert {
    /// Index into the batch.
    pub(crate) index: usize,
    pub(crate) current: bool,
}

/// Plans a batch. `stored` says of a submission whether the ledger has it as stored.
pub(crate) fn plan(batch: &[Prepared], known: Vec<Known>, stored: &HashMap<String, bool>) -> Plan {
    let known_articles = known.iter().map(|known| known.article.clone()).collect();
    let mut plan = Plan { known: known_articles, ..Plan::default() };
    let mut revisions: BTreeMap<(String, String), Revision> = BTreeMap::new();
    for known in known {
        let revision = Revision {
            extractor: known.extractor,
            seen: known.seen,
            current: known.current,
            at: At::Store(known.place),
        };
        revisions.insert((known.article, known.revision), revision);
    }
    let mut settled: HashMap<&str, Stored> = HashMap::new();
    for (index, prepared) in batch.iter().enumerate() {
        let fresh = place(index, &prepared.row, &mut revisions, &mut plan);
        let before =
            stored.get(&prepared.submission).map(|stored| if *stored { Stored::Stored } else { Stored::Duplicate });
        let result = settled.get(prepared.submission.as_str()).copied().or(before);
        let result = result.unwrap_or(if fresh { Stored::Stored } else { Stored::Duplicate });
        if !prepared.submission.is_empty() {
            settled.insert(&prepared.submission, result);
        }
        plan.results.push(result);
    }
    plan.inserts = revisions
        .into_values()
        .filter_map(|revision| match revision.at {
            At::Batch(index) => Some(Insert { index, current: revision.current }),
            At::Store(_) => None,
        })
        .collect();
    plan.inserts.sort_by_key(|insert| insert.index);
    plan
}

struct Revision {
    extractor: String,
    seen: Option<i64>,
    current: bool,
    at: At,
}

#[derive(Clone, Copy)]
enum At {
    Store(i64),
    Batch(usize),
}

/// Gives a record its place among the revisions; true when it is to be inserted.
fn place(index: usize, row: &Row, revisions: &mut BTreeMap<(String, String), Revision>, plan: &mut Plan) -> bool {
    let key = (row.article.clone(), row.revision.clone());
    let mut current = None;
    if let Some(same) = revisions.get(&key) {
        let has_returned = !same.current && is_later(row, revisions);
        match compare_versions(&row.extractor, &same.extractor) {
            Ordering::Less => return false,
            Ordering::Equal if !has_returned => return false,
            _ => {}
        }
        if let At::Store(place) = same.at {
            plan.removals.push((place, same.current));
        }
        current = Some(same.current).filter(|_| !has_returned);
    }
    let current = current.unwrap_or_else(|| overtake(row, revisions, plan));
    revisions.insert(key, Revision { extractor: row.extractor.clone(), seen: row.seen, current, at: At::Batch(index) });
    true
}

/// Whether a revision is known to be later than the current one: an article may go back to what it said before. Where no times
/// tell, a revision that is stored already has only come once more.
fn is_later(row: &Row, revisions: &BTreeMap<(String, String), Revision>) -> bool {
    let mut siblings = revisions.iter().filter(|((article, _), _)| *article == row.article);
    let last = siblings.find(|(_, revision)| revision.current).and_then(|(_, last)| last.seen);
    row.seen.zip(last).is_some_and(|(new, old)| new > old)
}

/// A new revision becomes the current one, unless it is known to be older.
fn overtake(row: &Row, revisions: &mut BTreeMap<(String, String), Revision>, plan: &mut Plan) -> bool {
    let mut siblings = revisions.iter_mut().filter(|((article, _), _)| *article == row.article);
    let Some((_, last)) = siblings.find(|(_, revision)| revision.current) else { return true };
    if let (Some(new), Some(old)) = (row.seen, last.seen)
        && new < old
    {
        return false;
    }
    last.current = false;
    if let At::Store(place) = last.at {
        plan.demotions.push(place);
    }
    true
}

/// Compares versions by their numbers, then by what follows a hyphen, which comes before nothing, as in semantic
/// versions: 0.10.0 is later than 0.9.1, and 0.9.1 than 0.9.1-fast.
pub(crate) fn compare_versions(a: &str, b: &str) -> Ordering {
    let numbers = |version: &str| -> Vec<u64> {
        version.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
    };
    let parts =
        |version: &str| version.split_once('-').map_or((numbers(version), true), |(core, _)| (numbers(core), false));
    parts(a).cmp(&parts(b)).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(compare_versions("0.10.0", "0.9.1"), Ordering::Greater);
        assert_eq!(compare_versions("1.0", "1.0"), Ordering::Equal);
        assert_eq!(compare_versions("", "0.1"), Ordering::Less);
    }

    #[test]
    fn the_accurate_extraction_comes_after_the_fast_one_of_its_version() {
        assert_eq!(compare_versions("0.2.0-fast", "0.2.0"), Ordering::Less);
        assert_eq!(compare_versions("0.2.0-fast", "0.1.9"), Ordering::Greater);
        assert_eq!(compare_versions("0.2.0-fast", "0.2.0-fast"), Ordering::Equal);
    }
}
