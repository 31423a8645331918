//! What is known of the tree without looking into it.

use rusqlite::Connection;

use super::{filter::Filter, log::Rows};
use crate::{Error, embedded::read::all};

/// The keys of the tree, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Those that have left the log since the walk began, and those that it has met.
    filter: Filter,
    /// The first key that the walk has not met yet.
    next: u64,
    /// The last row of the log that was seen.
    last: i64,
}

impl Tree {
    /// Begins anew when rows of the log have come and gone unseen.
    pub(super) fn follow(&mut self, rows: Rows) {
        if rows.first > self.last + 1 {
            *self = Self::default();
        }
    }

    /// Learns a key that the log has no more.
    pub(super) fn learn(&mut self, key: u32) {
        self.filter.insert(key);
    }

    /// Goes on to learn which keys are there, in the state of the store that was followed to its last row.
    pub(super) fn walk(&mut self, connection: &Connection, rows: Rows, most: usize) -> Result<(), Error> {
        // In an earlier state the tree may lack what the log had lost when it was seen first.
        if rows.last < self.last {
            return Ok(());
        }
        self.last = rows.last;
        if u32::try_from(self.next).is_err() {
            return Ok(());
        }
        let walk = "SELECT key FROM copy_keys WHERE key >= ?1 ORDER BY key LIMIT ?2";
        let keys = all(connection, walk, (self.next as i64, most as i64), |row| row.get::<_, u32>(0))?;
        let end = u64::from(u32::MAX) + 1;
        self.next = keys.last().filter(|_| keys.len() == most).map_or(end, |last| u64::from(*last) + 1);
        keys.into_iter().for_each(|key| self.learn(key));
        Ok(())
    }

    /// Whether a key may be in the tree: false only where it is not.
    pub(super) fn may_have(&self, key: u32) -> bool {
        u64::from(key) >= self.next || self.filter.may_have(key)
    }
}
