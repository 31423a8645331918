//! The log, as a process holds its keys in memory.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use super::{Filed, Takeover, tree::Tree};
use crate::{
    Error,
    embedded::{pool::sql, read::all},
};

/// Which rows the log has in one state of the store.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows {
    /// The first that is there; beyond the last when there is none.
    pub(super) first: i64,
    /// The last that was ever there.
    pub(super) last: i64,
}

impl Rows {
    pub(super) fn of(connection: &Connection) -> Result<Self, Error> {
        let ends = "SELECT (SELECT min(id) FROM copy_log), (SELECT seq FROM sqlite_sequence WHERE name = 'copy_log')";
        let ends = all(connection, ends, [], |row| Ok((row.get(0)?, row.get(1)?)))?.pop();
        let (first, last): (Option<i64>, Option<i64>) = ends.unwrap_or_default();
        let last = last.unwrap_or(0);
        Ok(Self { first: first.unwrap_or(last + 1), last })
    }
}

/// What is in the log.
#[derive(Debug, Default)]
pub(super) struct Recent {
    /// The first and the last row that are in here.
    pub(super) rows: (i64, i64),
    /// The row of each.
    pub(super) filed: BTreeMap<Filed, i64>,
    pub(super) takeover: Option<Takeover>,
}

impl Recent {
    /// Learns what the log has in the state of the store that is looked at; the tree what it has no more.
    pub(super) fn follow(&mut self, connection: &Connection, rows: Rows, tree: &mut Tree) -> Result<(), Error> {
        if rows.first < self.rows.0 || rows.first > rows.last {
            // An earlier state, in which the tree has less; or nothing.
            self.forget_before(i64::MAX, tree);
            *self = Self::default();
        }
        self.forget_before(rows.first, tree);
        self.learn_after(connection)?;
        self.rows.1 = self.rows.1.max(rows.last);
        Ok(())
    }

    pub(super) fn forget_before(&mut self, first: i64, tree: &mut Tree) {
        if self.rows.0 < first {
            let left = self.filed.extract_if(.., |_, row| *row < first);
            left.for_each(|((key, _), _)| tree.learn(key));
            self.rows.0 = first;
        }
    }

    fn learn_after(&mut self, connection: &Connection) -> Result<(), Error> {
        let after = "SELECT id, place, gone, keys FROM copy_log WHERE id > ?1 ORDER BY id";
        let mut statement = connection.prepare_cached(after).map_err(sql)?;
        let mut rows = statement.query([self.rows.1]).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            self.learn(row).map_err(sql)?;
        }
        Ok(())
    }

    fn learn(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        let (id, place, gone): (i64, i64, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (keys, _) = row.get_ref(3)?.as_blob()?.as_chunks();
        for key in keys.iter().map(|key| u32::from_le_bytes(*key)) {
            if gone {
                self.filed.remove(&(key, place));
            } else {
                self.filed.insert((key, place), id);
            }
        }
        Ok(())
    }
}
