//! Where a measurement takes place: a temporary folder, or servers named for it. Never the user's bus and store.

use std::sync::Arc;

use dateline_storage::{Store, store::NewRecord, synthetic};
use dateline_telemetry::logs;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    config::{self, Config, Flags, Sources},
    exit::usage,
    serve::backends::{self, store_error},
};

/// A fresh bus and store; the folder goes when it is dropped.
pub(super) struct Ground {
    /// The user's settings, save for where the bus and the store are.
    pub(super) config: Config,
    _folder: TempDir,
}

impl Ground {
    /// On the servers named, else embedded in a temporary folder. The database must be empty.
    pub(super) async fn new(sources: &Sources, amqp: Option<&str>, postgres: Option<&str>) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("dateline-bench-").tempdir()?;
        let file = |name: &str| format!("embedded:{}", folder.path().join(name).display());
        let flags: Flags = vec![
            ("data_dir", folder.path().display().to_string()),
            ("bus.url", amqp.map_or_else(|| file("bus.db"), str::to_owned)),
            ("bus.prefix", format!("dateline-bench-{}", Uuid::now_v7().simple())),
            ("store.url", postgres.map_or_else(|| file("store.db"), str::to_owned)),
            ("gateway.listen", "127.0.0.1:0".to_owned()),
            ("telemetry.filter", "warn".to_owned()),
        ];
        let config = config::load(sources, flags)?;
        logs::init(&config.telemetry)?;
        if !dateline_storage::config::is_empty(&config.store).await.map_err(store_error)? {
            return Err(usage("the database is not empty: name one made for this measurement, such as a fresh one"));
        }
        if amqp.is_some() {
            anstream::eprintln!("queues named {}… stay on the broker, empty: delete them after", config.bus.prefix);
        }
        Ok(Self { config, _folder: folder })
    }

    /// The store, with its schema.
    pub(super) async fn store(&self) -> anyhow::Result<Arc<dyn Store>> {
        let store = backends::store(&self.config).await?;
        store.migrate().await.map_err(store_error)?;
        Ok(store)
    }

    /// Stores records as the storage role does: in batches, several at a time.
    pub(super) async fn put(
        &self,
        store: &Arc<dyn Store>,
        records: impl Iterator<Item = NewRecord>,
    ) -> anyhow::Result<()> {
        let mut records = records.peekable();
        let size = self.config.worker.batch.max(1);
        let batches = std::iter::from_fn(|| {
            records.peek()?;
            Some(records.by_ref().take(size).collect::<Vec<_>>())
        });
        let stored =
            stream::iter(batches).map(|batch| store.put(batch)).buffer_unordered(self.config.worker.concurrency.max(1));
        stored.try_for_each(|_| async { Ok(()) }).await.map_err(store_error)
    }
}

/// Synthetic records, from number 0 on.
pub(super) fn synthetic_records(count: u64) -> impl Iterator<Item = NewRecord> {
    (0..count).map(|number| NewRecord { submission_id: format!("s{number}"), record: synthetic::record(number) })
}
