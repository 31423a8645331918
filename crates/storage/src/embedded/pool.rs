//! Connections: one writing thread that commits in groups, and readers.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, mpsc},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};
use tokio::sync::{Semaphore, oneshot};

use crate::{Error, Kind};

/// How long a statement waits for another process.
const BUSY: Duration = Duration::from_secs(15);
/// Jobs committed together at most.
const GROUP: usize = 64;
/// Pages of memory a connection may use, in KiB, negated as SQLite wants it.
const CACHE: i64 = -16_384;
/// Pages of the log that are taken into the file at once: 32 MiB, in which pages that every batch touches stand many times.
const CHECKPOINT: i64 = 8_192;

/// Answers a job once its transaction is committed, or not.
type Reply = Box<dyn FnOnce(Result<(), Error>) + Send>;
/// Runs inside the transaction; false when it failed and its changes are to be undone.
type Job = Box<dyn FnOnce(&Connection) -> (bool, Reply) + Send>;

enum Work {
    Grouped(Job),
    /// Manages its transaction itself.
    Alone(Box<dyn FnOnce(&Connection) + Send>),
}

/// The connections to one file.
pub(super) struct Pool {
    writer: mpsc::Sender<Work>,
    readers: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
    path: PathBuf,
}

impl Pool {
    pub(super) fn open(path: &Path, readers: usize) -> Result<Self, Error> {
        let connection = connect(path)?;
        let (writer, work) = mpsc::channel();
        std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || write_on(&connection, &work))
            .map_err(|error| Error::new(Kind::Unavailable, format!("cannot start the store's thread: {error}")))?;
        let permits = Arc::new(Semaphore::new(readers.max(1)));
        Ok(Self { writer, readers: Arc::default(), permits, path: path.into() })
    }

    /// Runs `job` on a reading connection, on one state of the store.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let closed = |_| Error::new(Kind::Unavailable, "the store is closed");
        let permit = self.permits.clone().acquire_owned().await.map_err(closed)?;
        let (readers, path) = (self.readers.clone(), self.path.clone());
        let done = tokio::task::spawn_blocking(move || {
            let idle = readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = idle.map_or_else(|| connect(&path), Ok)?;
            // In one transaction: locks are taken once, however many statements there are.
            let answer = connection.unchecked_transaction().map_err(sql).and_then(|transaction| job(&transaction));
            readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            drop(permit);
            answer
        });
        done.await.map_err(|error| Error::new(Kind::Internal, format!("reading the store failed: {error}")))?
    }

    /// Runs `job` in a transaction, together with what else waits; durable when it returns.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let done = job(connection);
            let kept = done.is_ok();
            let reply: Reply = Box::new(move |committed| {
                let _ = answer.send(done.and_then(|value| committed.map(|()| value)));
            });
            (kept, reply)
        });
        self.send(Work::Grouped(job))?;
        answered.await.map_err(|_| gone())?
    }

    /// Runs `job` outside any transaction on the writing connection.
    pub(super) async fn alone<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        self.send(Work::Alone(Box::new(move |connection| {
            let _ = answer.send(job(connection));
        })))?;
        answered.await.map_err(|_| gone())?
    }

    fn send(&self, work: Work) -> Result<(), Error> {
        self.writer.send(work).map_err(|_| gone())
    }
}

fn gone() -> Error {
    Error::new(Kind::Internal, "the store's writing thread has ended: restart the process")
}

fn connect(path: &Path) -> Result<Connection, Error> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| {
            Error::new(Kind::Misconfigured, format!("cannot make the folder {}: {error}", folder.display()))
        })?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| {
        let remedy = "check the path and its permissions";
        Error::new(Kind::Misconfigured, format!("cannot open {}: {error}; {remedy}", path.display()))
    })?;
    connection.busy_timeout(BUSY).map_err(sql)?;
    connection.pragma_update(None, "journal_mode", "wal").map_err(sql)?;
    connection.pragma_update(None, "synchronous", "full").map_err(sql)?;
    connection.pragma_update(None, "cache_size", CACHE).map_err(sql)?;
    connection.pragma_update(None, "temp_store", "memory").map_err(sql)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT).map_err(sql)?;
    // Else every new value of a statement may have it planned anew.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(sql)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn write_on(connection: &Connection, work: &mpsc::Receiver<Work>) {
    let mut alone = None;
    while let Ok(first) = work.recv() {
        let mut group = Vec::new();
        let waiting = std::iter::once(first).chain(std::iter::from_fn(|| work.try_recv().ok()));
        for next in waiting {
            match next {
                Work::Grouped(job) => group.push(job),
                Work::Alone(job) => alone = Some(job),
            }
            if alone.is_some() || group.len() == GROUP {
                break;
            }
        }
        commit_group(connection, group);
        if let Some(job) = alone.take() {
            job(connection);
        }
    }
}

fn commit_group(connection: &Connection, group: Vec<Job>) {
    if group.is_empty() {
        return;
    }
    let begun = connection.execute_batch("BEGIN IMMEDIATE");
    let mut replies = Vec::new();
    for job in group {
        replies.push(run_job(connection, job));
    }
    let committed = begun.and_then(|()| connection.execute_batch("COMMIT")).map_err(sql);
    if committed.is_err() && !connection.is_autocommit() {
        let _ = connection.execute_batch("ROLLBACK");
    }
    for reply in replies {
        reply(committed.as_ref().copied().map_err(|error| Error::new(error.kind, error.message.clone())));
    }
}

/// Runs a job so that its failure undoes its own changes alone. Without a transaction, nothing is run.
fn run_job(connection: &Connection, job: Job) -> Reply {
    if connection.is_autocommit() {
        return without_transaction(connection, job);
    }
    let _ = connection.execute_batch("SAVEPOINT job");
    let (kept, reply) = job(connection);
    if !kept && !connection.is_autocommit() {
        let _ = connection.execute_batch("ROLLBACK TO job");
    }
    if !connection.is_autocommit() {
        let _ = connection.execute_batch("RELEASE job");
    }
    reply
}

/// The transaction could not begin, or was lost to a full disk: the job sees a connection that refuses writes.
fn without_transaction(connection: &Connection, job: Job) -> Reply {
    let _ = connection.pragma_update(None, "query_only", true);
    let (_, reply) = job(connection);
    let _ = connection.pragma_update(None, "query_only", false);
    reply
}

/// A failure of SQLite, by what it asks for.
pub(super) fn sql(error: rusqlite::Error) -> Error {
    let kind = match error.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::SystemIoFailure | ErrorCode::DiskFull,
        ) => Kind::Unavailable,
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::OutOfMemory) => Kind::Unavailable,
        Some(ErrorCode::NotADatabase | ErrorCode::PermissionDenied) => Kind::Misconfigured,
        Some(ErrorCode::TooBig) => Kind::Rejected,
        _ => Kind::Internal,
    };
    let text = error.to_string();
    if text.contains("no such table") || text.contains("no such column") {
        return Error::new(
            Kind::Misconfigured,
            format!("the store's schema is missing or old ({text}): run `dateline migrate`"),
        );
    }
    Error::new(kind, format!("the embedded store failed: {text}"))
}
