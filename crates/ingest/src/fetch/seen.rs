//! What a source has shown: ids of items, each with the latest date that it was given.

use std::collections::{HashMap, HashSet, VecDeque};

use serde::{Deserialize, Serialize};

/// Items remembered as seen, besides those that the source still shows.
pub(super) const SEEN: usize = 20_000;

/// Ids of items in the order in which they were last shown, with their dates in seconds since 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Seen {
    order: VecDeque<String>,
    known: HashMap<String, Option<i64>>,
}

impl Seen {
    /// Whether an id is known.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.known.contains_key(id)
    }

    /// Whether an item that is known has a later date now. Where none was known before, nothing has changed.
    pub(super) fn is_later(&self, id: &str, date: Option<i64>) -> bool {
        let before = self.known.get(id).copied().flatten();
        before.zip(date).is_some_and(|(before, date)| date > before)
    }

    /// Remembers an item, and the later of its dates. Gives back whether it is new.
    pub(super) fn insert(&mut self, id: String, date: Option<i64>) -> bool {
        let mut new = false;
        let known = self.known.entry(id).or_insert_with(|| {
            new = true;
            date
        });
        *known = (*known).max(date);
        new
    }

    /// Puts those that the source shows at the end, and forgets the oldest others over a number.
    pub(super) fn renew(&mut self, shown: Vec<String>) {
        let current: HashSet<&String> = shown.iter().collect();
        self.order.retain(|id| !current.contains(id));
        let excess = (self.order.len() + current.len()).saturating_sub(SEEN).min(self.order.len());
        for id in self.order.drain(..excess) {
            self.known.remove(&id);
        }
        let mut added = HashSet::new();
        self.order.extend(shown.iter().filter(|id| added.insert(*id)).cloned());
    }
}

/// Ids with or without `@` and the date.
impl From<String> for Seen {
    fn from(ids: String) -> Self {
        let mut seen = Self::default();
        for item in ids.split_ascii_whitespace() {
            let (id, date) = item.split_once('@').unwrap_or((item, ""));
            seen.insert(id.to_owned(), date.parse().ok());
            seen.order.push_back(id.to_owned());
        }
        seen
    }
}

impl From<Seen> for String {
    fn from(seen: Seen) -> Self {
        let item = |id: &Self| match seen.known.get(id).copied().flatten() {
            Some(date) => format!("{id}@{date}"),
            None => id.clone(),
        };
        seen.order.iter().map(item).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_remembered_and_the_rest_up_to_a_bound() {
        let mut seen = Seen::default();
        let ids = |range: std::ops::Range<usize>| range.map(|number| format!("{number}")).collect::<Vec<_>>();
        for shown in [ids(0..SEEN), ids(5..SEEN + 5), ids(0..3)] {
            for (at, id) in shown.iter().enumerate() {
                seen.insert(id.clone(), (at % 2 == 0).then_some(7));
            }
            seen.renew(shown);
        }
        assert_eq!((seen.order.len(), seen.known.len()), (SEEN, SEEN));
        assert!(seen.contains("0") && seen.contains(&format!("{}", SEEN + 4)) && !seen.contains("5"));
        assert_eq!(Seen::from(String::from(seen.clone())), seen);
    }

    #[test]
    fn only_a_later_date_than_the_one_known_is_a_change() {
        let mut seen = Seen::from("old a@10".to_owned());
        assert!(!seen.is_later("old", Some(5)) && !seen.is_later("new", Some(5)));
        assert!(seen.is_later("a", Some(11)) && !seen.is_later("a", Some(10)) && !seen.is_later("a", None));
        assert!(!seen.insert("a".into(), Some(9)) && seen.is_later("a", Some(10)).eq(&false));
        assert!(!seen.insert("old".into(), Some(5)) && seen.is_later("old", Some(6)));
    }
}
