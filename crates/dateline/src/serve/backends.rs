//! The bus and the store that the configuration names, opened and brought up to date.

use std::{sync::Arc, time::Duration};

use dateline_messaging::{Bus, Kind as BusKind};
use dateline_storage::{Kind as StoreKind, Store};
use dateline_telemetry::Health;

use super::roles::Role;
use crate::{
    config::Config,
    exit::{server, usage},
};

/// How long a role waits at its start for a broker or database that is not there yet.
const PATIENCE: Duration = Duration::from_secs(60);

/// Pause between two attempts.
const PAUSE: Duration = Duration::from_secs(1);

/// What the roles work on.
pub(crate) struct Backends {
    /// The bus.
    pub(crate) bus: Arc<dyn Bus>,
    /// The store, for the roles that have one.
    pub(crate) store: Option<Arc<dyn Store>>,
}

impl Backends {
    /// Opens what `roles` need. `migrate` brings the schema up to date; else that is for `dateline migrate`, save for the
    /// embedded store, which nobody else can bring up to date.
    pub(crate) async fn open(config: &Config, roles: &[Role], migrate: bool) -> anyhow::Result<Self> {
        config.make_data_dir()?;
        let bus = dateline_messaging::open(&config.bus).map_err(bus_error)?;
        patiently(|| bus.declare(), |error| error.kind == BusKind::Misconfigured).await.map_err(bus_error)?;
        let mut store = None;
        if roles.iter().any(|role| matches!(role, Role::Gateway | Role::Storage)) {
            let opened = self::store(config).await?;
            if migrate || opened.name() == "embedded" {
                patiently(|| opened.migrate(), |error| error.kind == StoreKind::Misconfigured)
                    .await
                    .map_err(store_error)?;
            }
            store = Some(opened);
        }
        Ok(Self { bus, store })
    }

    /// Ready when both are.
    pub(crate) fn require(&self, health: &Health) {
        let bus = Arc::clone(&self.bus);
        health.require("bus", move || {
            let bus = Arc::clone(&bus);
            async move { bus.ready().await.map_err(|error| error.to_string()) }
        });
        if let Some(store) = self.store.clone() {
            health.require("store", move || {
                let store = Arc::clone(&store);
                async move { store.ready().await.map_err(|error| error.to_string()) }
            });
        }
    }

    /// Lets go of connections.
    pub(crate) async fn close(&self) {
        self.bus.close().await;
    }
}

/// The store, not yet brought up to date.
pub(crate) async fn store(config: &Config) -> anyhow::Result<Arc<dyn Store>> {
    dateline_storage::open(&config.store).await.map_err(store_error)
}

/// Tries again while a server may still be starting.
async fn patiently<T, E: std::fmt::Display, F: Future<Output = Result<T, E>>>(
    attempt: impl Fn() -> F,
    hopeless: impl Fn(&E) -> bool,
) -> Result<T, E> {
    let start = std::time::Instant::now();
    loop {
        match attempt().await {
            Err(error) if !hopeless(&error) && start.elapsed() < PATIENCE => {
                tracing::warn!(%error, "not reachable yet, trying again");
                tokio::time::sleep(PAUSE).await;
            }
            result => return result,
        }
    }
}

/// What is wrong with the store, with the exit code that suits.
pub(crate) fn store_error(error: dateline_storage::Error) -> anyhow::Error {
    match error.kind {
        StoreKind::Misconfigured | StoreKind::Invalid => usage(error.message),
        _ => server(format!("the store: {}", error.message)),
    }
}

/// What is wrong with the bus, with the exit code that suits.
pub(crate) fn bus_error(error: dateline_messaging::Error) -> anyhow::Error {
    match error.kind {
        BusKind::Misconfigured => usage(error.message),
        _ => server(format!("the bus: {}", error.message)),
    }
}
