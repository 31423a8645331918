//! The keys by which copies are found: a tree in the order of keys, and a log of what it has not taken over yet.
//!
//! Keys are hashes, so that those of one article lie on twenty pages of a tree that soon is larger than the memory. Articles
//! are therefore filed in the log, whose keys each process holds in memory, and with every batch the next stretch of these
//! goes over into the tree, neighbours together on their pages: a log-structured merge (O'Neil et al. 1996) of two levels.
//!
//! What leaves is taken out of the tree at once, and out of the memories by a row of the log. Whoever takes a stretch over
//! before knowing of it files a key too many, which costs a look at nothing; a key too few would lose a copy. So a stretch
//! only adds, and the log forgets only what the tree has as a whole.
//!
//! Most keys of most articles are nobody else's. Which of them the tree surely has not, each process knows from a filter: every
//! key comes into the tree by way of the log, so that it is enough to walk the tree once, some of it with each look-up, and to
//! follow the log from then on.

mod filter;
mod log;
mod tree;

use std::sync::{Mutex, MutexGuard, PoisonError};

use dateline_record::fingerprint::{KEYS, Signature};
use log::{Recent, Rows};
use rusqlite::{Connection, params};
use tree::Tree;

use super::{read::all, write::run};
use crate::Error;

/// Keys in the log from which on the tree takes them over: those of 16,384 articles, some 16 MB of memory.
const ENOUGH: usize = 16_384 * KEYS;
/// Keys that are taken over for each that may be filed meanwhile, so that taking over comes to an end.
const AHEAD: usize = 2;
/// Keys of the tree that are walked for each that is looked up, until all are known: those of a million articles while
/// 125,000 are stored.
const WALKED: usize = 8;

/// A key, and the place of an article that has it.
type Filed = (u32, i64);

/// The keys of one store, as a process knows them.
#[derive(Debug)]
pub(super) struct Keys {
    enough: usize,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    recent: Recent,
    tree: Tree,
}

/// How far the tree has taken over the log.
#[derive(Debug, Clone, Copy)]
struct Takeover {
    /// Where to go on; `None` at the end.
    from: Option<Filed>,
    /// The last row of the log when it began.
    last: i64,
}

/// How far it has come in a transaction: to be told to [`Keys::keep`] once that is committed.
#[must_use]
#[derive(Debug)]
pub(super) struct Progress(Option<Takeover>);

/// Files an article under its keys.
pub(super) fn file(connection: &Connection, place: i64, signature: &Signature) -> Result<(), Error> {
    enter(connection, place, signature, false)
}

/// Takes an article away from under its keys.
pub(super) fn unfile(connection: &Connection, place: i64, signature: &Signature) -> Result<(), Error> {
    for key in signature.keys() {
        run(connection, "DELETE FROM copy_keys WHERE key = ?1 AND place = ?2", params![key, place])?;
    }
    enter(connection, place, signature, true)
}

fn enter(connection: &Connection, place: i64, signature: &Signature, gone: bool) -> Result<(), Error> {
    let keys: Vec<u8> = signature.keys().iter().flat_map(|key| key.to_le_bytes()).collect();
    run(connection, "INSERT INTO copy_log (place, gone, keys) VALUES (?1, ?2, ?3)", params![place, gone, keys])
}

impl Default for Keys {
    fn default() -> Self {
        Self::taken_over_from(ENOUGH)
    }
}

impl Keys {
    fn taken_over_from(enough: usize) -> Self {
        Self { enough, known: Mutex::default() }
    }

    /// Places filed under some keys, the `most` earliest and latest of each, perhaps some twice.
    pub(super) fn look_up(&self, connection: &Connection, keys: &[u32], most: usize) -> Result<Vec<Filed>, Error> {
        let latest = "SELECT place FROM copy_keys WHERE key = ?1 ORDER BY place DESC LIMIT ?2";
        let earliest = "SELECT place FROM copy_keys WHERE key = ?1 ORDER BY place LIMIT ?2";
        let (mut found, perhaps) = self.look_up_known(connection, keys, most)?;
        for key in perhaps {
            let read = |statement| all(connection, statement, params![key, most as i64], |row| Ok((key, row.get(0)?)));
            let places = read(latest)?;
            if places.len() == most {
                found.extend(read(earliest)?);
            }
            found.extend(places);
        }
        Ok(found)
    }

    /// Places by the log, and the keys that the tree may have, too.
    fn look_up_known(
        &self,
        connection: &Connection,
        keys: &[u32],
        most: usize,
    ) -> Result<(Vec<Filed>, Vec<u32>), Error> {
        let mut known = self.known();
        let Known { recent, tree } = &mut *known;
        let rows = Rows::of(connection)?;
        tree.follow(rows);
        recent.follow(connection, rows, tree)?;
        tree.walk(connection, rows, keys.len() * WALKED)?;
        let mut found = Vec::new();
        for key in keys {
            let mut places = recent.filed.range((*key, i64::MIN)..=(*key, i64::MAX)).map(|(filed, _)| *filed);
            found.extend(places.by_ref().take(most));
            found.extend(places.rev().take(most));
        }
        Ok((found, keys.iter().copied().filter(|key| tree.may_have(*key)).collect()))
    }

    /// Lets the tree take over some of the log, if that is long, while some articles are filed.
    pub(super) fn take_over(&self, connection: &Connection, articles: usize) -> Result<Progress, Error> {
        let Some((last, stretch)) = self.next_stretch(articles * KEYS * AHEAD) else { return Ok(Progress(None)) };
        for (key, place) in &stretch {
            run(connection, "INSERT OR IGNORE INTO copy_keys VALUES (?1, ?2)", params![key, place])?;
        }
        let from = stretch.last().map(|(key, place)| (*key, place + 1));
        if from.is_none() {
            run(connection, "DELETE FROM copy_log WHERE id <= ?1", [last])?;
        }
        Ok(Progress(Some(Takeover { from, last })))
    }

    /// The last row that is being taken over, and the next keys of all in the log: none at the end.
    fn next_stretch(&self, most: usize) -> Option<(i64, Vec<Filed>)> {
        let recent = &self.known().recent;
        let known = recent.rows.1;
        // Another connection may have looked at an earlier state since: what is being taken over must be known here.
        let begun = recent.takeover.filter(|takeover| takeover.last <= known);
        // Also where much has left and little came.
        let begins = recent.filed.len() >= self.enough || known - recent.rows.0 >= self.enough as i64;
        let takeover = begun.or(begins.then_some(Takeover { from: Some((0, i64::MIN)), last: known }))?;
        Some((takeover.last, recent.filed.range(takeover.from?..).take(most).map(|(filed, _)| *filed).collect()))
    }

    /// Goes on from there with the next batch.
    pub(super) fn keep(&self, progress: &Progress) {
        let Some(takeover) = progress.0 else { return };
        let Known { recent, tree } = &mut *self.known();
        recent.takeover = takeover.from.and(progress.0);
        if takeover.from.is_none() {
            recent.forget_before(takeover.last + 1, tree);
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;
    use crate::{embedded::schema, synthetic::Numbers};

    /// Stores of the same file, as different processes have them, each with a connection that writes and one that reads.
    struct Process {
        keys: Keys,
        writer: Connection,
        reader: Connection,
    }

    impl Process {
        fn of(path: &std::path::Path) -> Self {
            let open = || {
                let connection = Connection::open(path).unwrap();
                connection.execute_batch("PRAGMA journal_mode = wal; PRAGMA synchronous = off").unwrap();
                connection
            };
            let writer = open();
            schema::migrate(&writer).unwrap();
            Self { keys: Keys::taken_over_from(8 * KEYS), writer, reader: open() }
        }

        /// Writes in a transaction, as the store does; `lost` when that cannot be committed.
        fn write(&self, lost: bool, change: impl FnOnce(&Connection)) {
            self.writer.execute_batch("BEGIN IMMEDIATE").unwrap();
            change(&self.writer);
            let progress = self.keys.take_over(&self.writer, 1).unwrap();
            self.writer.execute_batch(if lost { "ROLLBACK" } else { "COMMIT" }).unwrap();
            if !lost {
                self.keys.keep(&progress);
            }
        }

        fn found(&self, signature: &Signature) -> BTreeSet<Filed> {
            self.keys.look_up(&self.reader, signature.keys(), 1_000).unwrap().into_iter().collect()
        }

        /// Files articles one by one, each in a transaction of its own, and looks each up.
        fn file(&self, numbers: std::ops::Range<u32>) {
            for number in numbers {
                self.write(false, |connection| file(connection, i64::from(number), &signature(number)).unwrap());
                assert!(self.has(&self.reader, number), "{number}");
            }
        }

        /// Whether an article is found under all of its keys.
        fn has(&self, connection: &Connection, number: u32) -> bool {
            let found = self.keys.look_up(connection, signature(number).keys(), 1_000).unwrap();
            let found: BTreeSet<Filed> = found.into_iter().collect();
            signature(number).keys().iter().all(|key| found.contains(&(*key, i64::from(number))))
        }

        fn count(&self, table: &str) -> usize {
            self.reader.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
        }
    }

    /// A signature with keys of its own, and some that it shares with every eighth.
    fn signature(number: u32) -> Signature {
        let own = (0..20).map(|at| 1_000 + (number * 20 + at).wrapping_mul(0x9e37_79b9) / 2);
        let runs: BTreeSet<u32> = (0..10).map(|at| at * 8 + number % 8).chain(own).collect();
        let head = [runs.len() as u32, runs.len() as u32];
        let bytes: Vec<u8> = head.iter().chain(&runs).flat_map(|number| number.to_le_bytes()).collect();
        Signature::from_bytes(&bytes).unwrap()
    }

    #[test]
    fn what_is_filed_is_found_while_the_tree_takes_it_over() {
        let folder = tempfile::tempdir().unwrap();
        let process = Process::of(&folder.path().join("store.db"));
        for number in 0..100 {
            process.write(false, |connection| file(connection, i64::from(number), &signature(number)).unwrap());
            for number in 0..=number {
                let places = process.found(&signature(number)).into_iter().map(|(_, place)| place);
                assert!(places.collect::<BTreeSet<_>>().contains(&i64::from(number)), "{number}");
            }
        }
        assert!(process.count("copy_keys") > 80 * KEYS, "{}", process.count("copy_keys"));
        assert!(process.count("copy_log") < 16, "{}", process.count("copy_log"));
    }

    #[test]
    fn the_log_forgets_what_has_left() {
        let folder = tempfile::tempdir().unwrap();
        let process = Process::of(&folder.path().join("store.db"));
        for number in 0..400 {
            process.write(false, |connection| {
                file(connection, number, &signature(1)).unwrap();
                unfile(connection, number, &signature(1)).unwrap();
            });
            assert!(process.found(&signature(1)).is_empty());
        }
        assert!(process.count("copy_log") <= 9 * KEYS, "{}", process.count("copy_log"));
    }

    #[test]
    fn a_key_has_the_earliest_and_latest_places_of_tree_and_log() {
        let folder = tempfile::tempdir().unwrap();
        let process = Process::of(&folder.path().join("store.db"));
        for place in (0..40).map(|place| place * 7 % 40) {
            process.write(false, |connection| file(connection, place, &signature(1)).unwrap());
            process.found(&signature(1));
        }
        assert!(process.count("copy_keys") > 0 && process.count("copy_log") > 0);
        let key = signature(1).keys()[0];
        let found = process.keys.look_up(&process.reader, &[key], 3).unwrap();
        let places: BTreeSet<i64> = found.into_iter().map(|(_, place)| place).collect();
        assert!([0, 1, 2, 37, 38, 39].iter().all(|place| places.contains(place)), "{places:?}");
        assert!(places.len() <= 12, "{places:?}");
    }

    /// Two processes file, take away and file anew; some of what they write is lost.
    #[test]
    fn nothing_is_lost_whoever_takes_over() {
        for seed in 0..8 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("store.db");
            let (processes, mut random) = ([Process::of(&path), Process::of(&path)], Numbers::new(seed));
            let mut filed = HashMap::new();
            for step in 0..150 {
                let process = &processes[random.below(2) as usize];
                let place = random.below(30) as i64;
                let now = (random.below(4) > 0).then(|| signature(random.below(40) as u32));
                let (before, lost) = (filed.get(&place), random.below(6) == 0);
                process.write(lost, |connection| {
                    before.into_iter().for_each(|before| unfile(connection, place, before).unwrap());
                    now.iter().for_each(|now| file(connection, place, now).unwrap());
                });
                match now {
                    _ if lost => {}
                    Some(now) => drop(filed.insert(place, now)),
                    None => drop(filed.remove(&place)),
                }
                if random.below(3) == 0 {
                    let process = &processes[random.below(2) as usize];
                    for (place, signature) in &filed {
                        let expected = signature.keys().iter().map(|key| (*key, *place)).collect();
                        assert!(process.found(signature).is_superset(&expected), "{seed}, {step}, {place}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_has_left_is_found_no_more_in_tree_and_log() {
        let folder = tempfile::tempdir().unwrap();
        let process = Process::of(&folder.path().join("store.db"));
        for number in 0..40 {
            process.write(false, |connection| file(connection, i64::from(number), &signature(number)).unwrap());
            process.found(&signature(number));
        }
        assert!(process.count("copy_keys") > 0 && process.count("copy_log") > 0);
        for number in 0..40 {
            process.write(false, |connection| unfile(connection, i64::from(number), &signature(number)).unwrap());
            let mut places = process.found(&signature(number)).into_iter().map(|(_, place)| place);
            assert!(places.all(|place| place != i64::from(number)), "{number}");
        }
    }

    #[test]
    fn what_others_took_over_unseen_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let (process, other) = (Process::of(&path), Process::of(&path));
        process.found(&signature(0));
        other.file(0..100);
        assert!((0..100).all(|number| process.has(&process.reader, number)));
    }

    #[test]
    fn the_tree_of_an_earlier_state_is_not_taken_for_that_of_a_later_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let (process, other, late) = (Process::of(&path), Process::of(&path), Connection::open(&path).unwrap());
        other.file(0..20);
        late.execute_batch("BEGIN").unwrap();
        assert!(other.has(&late, 0));
        other.file(20..100);
        assert!(process.has(&process.reader, 0));
        assert!((0..20).all(|number| process.has(&late, number)));
        assert!((0..100).all(|number| process.has(&process.reader, number)));
    }

    /// Readers may look at an earlier state whenever the writer goes on.
    #[test]
    fn earlier_states_lose_nothing_and_are_whole() {
        let folder = tempfile::tempdir().unwrap();
        let process = Process::of(&folder.path().join("store.db"));
        let late = Connection::open(folder.path().join("store.db")).unwrap();
        for first in 0..12 {
            late.execute_batch("BEGIN").unwrap();
            assert!((0..first * 10).all(|number| process.has(&late, number)), "{first}");
            for number in first * 10..first * 10 + 10 {
                process.writer.execute_batch("BEGIN IMMEDIATE").unwrap();
                file(&process.writer, i64::from(number), &signature(number)).unwrap();
                let progress = process.keys.take_over(&process.writer, 1).unwrap();
                process.writer.execute_batch("COMMIT").unwrap();
                assert!((0..first * 10).all(|number| process.has(&late, number)), "{first}, {number}");
                process.keys.keep(&progress);
                assert!(number % 3 == 0 || (0..=number).all(|number| process.has(&process.reader, number)), "{number}");
            }
            late.execute_batch("COMMIT").unwrap();
        }
        assert!((0..120).all(|number| process.has(&process.reader, number)));
    }
}
