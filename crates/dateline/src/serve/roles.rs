//! Each role as a task, and the gauges of the ledger and of the queues.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::anyhow;
use dateline_extraction::Extractor;
use dateline_ingest::fetch::{Fetcher, Registry};
use dateline_messaging::Bus;
use dateline_record::v1::Lane;
use dateline_storage::Store;
use tokio::{sync::oneshot, task::JoinSet};
use tokio_util::sync::CancellationToken;

use super::{backends::Backends, sources::OnBus};
use crate::{config::Config, exit::usage};

/// How often the gauges of the ledger and of the queues are read.
const ACCOUNTING: Duration = Duration::from_secs(15);

/// What a process can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Gateway,
    Fetch,
    Ingest,
    Extraction,
    Storage,
}

/// The roles of this process at work.
pub(crate) struct Roles {
    tasks: JoinSet<anyhow::Result<()>>,
    /// Where the API listens, when there is one.
    pub(crate) address: Option<SocketAddr>,
}

impl Roles {
    /// Starts every role; returns once the API listens, when there is one.
    pub(crate) async fn start(
        roles: &[Role],
        config: &Config,
        backends: &Backends,
        shutdown: &CancellationToken,
    ) -> anyhow::Result<Self> {
        let mut started = Self { tasks: JoinSet::new(), address: None };
        for role in roles {
            match role {
                Role::Gateway => started.gateway(config, backends, shutdown).await?,
                Role::Storage => started.storage(config, backends, shutdown)?,
                Role::Fetch => started.fetch(config, backends, shutdown)?,
                Role::Ingest => started.ingest(config, backends, shutdown),
                Role::Extraction => started.extraction(config, backends, shutdown),
            }
        }
        Ok(started)
    }

    /// Waits for every role to end. The first that fails ends the others.
    pub(crate) async fn finish(&mut self, shutdown: &CancellationToken) -> anyhow::Result<()> {
        let mut result = Ok(());
        while let Some(ended) = self.tasks.join_next().await {
            let ended = ended.unwrap_or_else(|panic| Err(anyhow!("a role failed: {panic}")));
            if !shutdown.is_cancelled() && ended.is_ok() {
                continue;
            }
            shutdown.cancel();
            result = result.and(ended);
        }
        result
    }

    async fn gateway(
        &mut self,
        config: &Config,
        backends: &Backends,
        shutdown: &CancellationToken,
    ) -> anyhow::Result<()> {
        let (bound, listens) = oneshot::channel();
        let extractor = Extractor::with_tier(config.extraction.tier);
        let (config, bus, store) = (config.gateway.clone(), Arc::clone(&backends.bus), store_of(backends)?);
        let shutdown = shutdown.clone();
        let serving = dateline_gateway::run(config, bus, store, extractor, shutdown, Some(bound));
        self.tasks.spawn(async move { Ok(Box::pin(serving).await?) });
        match listens.await {
            Ok(address) => self.address = Some(address),
            // It ended before it listened: its error says why.
            Err(_) => self.tasks.join_next().await.unwrap_or(Ok(Ok(())))??,
        }
        Ok(())
    }

    fn fetch(&mut self, config: &Config, backends: &Backends, shutdown: &CancellationToken) -> anyhow::Result<()> {
        let fetcher = Fetcher::new(config.fetch.clone(), config.ingest.input_bytes).map_err(usage)?;
        let folder = &config.fetch.state_dir;
        let registry = Registry::new(folder).hold().map_err(|error| {
            let remedy = "run one `worker fetch` on a folder, or set another fetch.state_dir";
            usage(format!("the sources in {} cannot be watched: {error}; {remedy}", folder.display()))
        })?;
        let sink = Arc::new(OnBus(Arc::clone(&backends.bus)));
        let watching = dateline_ingest::fetch::watch(fetcher, registry, sink, shutdown.clone());
        self.tasks.spawn(async move { Ok(watching.await?) });
        Ok(())
    }

    fn ingest(&mut self, config: &Config, backends: &Backends, shutdown: &CancellationToken) {
        for lane in [Lane::Live, Lane::Backfill] {
            let (limits, options) = (config.ingest.clone(), config.worker.options());
            let working =
                dateline_ingest::worker::run(Arc::clone(&backends.bus), lane, limits, options, shutdown.clone());
            self.tasks.spawn(async move { Ok(working.await?) });
        }
    }

    fn extraction(&mut self, config: &Config, backends: &Backends, shutdown: &CancellationToken) {
        let extractor = Extractor::with_tier(config.extraction.tier);
        for lane in [Lane::Live, Lane::Backfill] {
            let (extractor, options) = (extractor.clone(), config.worker.options());
            let working =
                dateline_extraction::worker::run(Arc::clone(&backends.bus), lane, extractor, options, shutdown.clone());
            self.tasks.spawn(async move { Ok(working.await?) });
        }
    }

    fn storage(&mut self, config: &Config, backends: &Backends, shutdown: &CancellationToken) -> anyhow::Result<()> {
        let store = store_of(backends)?;
        self.tasks.spawn(account(Arc::clone(&store), config.gateway.overdue_after, shutdown.clone()));
        self.tasks.spawn(depths(Arc::clone(&backends.bus), shutdown.clone()));
        let working =
            dateline_storage::worker::run(Arc::clone(&backends.bus), store, config.worker.options(), shutdown.clone());
        self.tasks.spawn(async move { Ok(Box::pin(working).await?) });
        Ok(())
    }
}

fn store_of(backends: &Backends) -> anyhow::Result<Arc<dyn Store>> {
    backends.store.clone().ok_or_else(|| anyhow!("this role has no store"))
}

/// Shows the sums of the ledger as gauges, until shutdown.
async fn account(store: Arc<dyn Store>, overdue_after: Duration, shutdown: CancellationToken) -> anyhow::Result<()> {
    loop {
        match tokio::try_join!(store.account(), store.overdue(overdue_after)) {
            Ok((sums, overdue)) => {
                let states = [
                    ("stored", sums.stored),
                    ("duplicate", sums.duplicate),
                    ("rejected", sums.rejected),
                    ("quarantined", sums.quarantined),
                    ("in_flight", sums.in_flight),
                ];
                for (state, count) in states {
                    metrics::gauge!("dateline_submissions", "state" => state).set(count as f64);
                }
                metrics::gauge!("dateline_submissions_received").set(sums.received as f64);
                metrics::gauge!("dateline_submissions_overdue").set(overdue.count as f64);
                let balanced = sums.sums_hold() && overdue.count == 0;
                metrics::gauge!("dateline_submissions_balanced").set(f64::from(u8::from(balanced)));
            }
            Err(error) => tracing::warn!(%error, "the sums of the ledger cannot be read"),
        }
        if shutdown.run_until_cancelled(tokio::time::sleep(ACCOUNTING)).await.is_none() {
            return Ok(());
        }
    }
}

/// Shows the depth of every queue as a gauge, until shutdown; what no queue takes is in that of role `unroutable`.
async fn depths(bus: Arc<dyn Bus>, shutdown: CancellationToken) -> anyhow::Result<()> {
    loop {
        match bus.queues().await {
            Ok(queues) => {
                for queue in queues {
                    metrics::gauge!("dateline_queue_messages", "queue" => queue.name, "role" => queue.role)
                        .set(queue.ready as f64);
                }
            }
            Err(error) => tracing::warn!(%error, "the depths of the queues cannot be read"),
        }
        if shutdown.run_until_cancelled(tokio::time::sleep(ACCOUNTING)).await.is_none() {
            return Ok(());
        }
    }
}
