//! The roles that serve: `up`, `worker`, `gateway`, and `migrate`.
//!
//! - [`backends`]: the bus and the store that the configuration names, opened and brought up to date;
//! - [`roles`]: each role as a task;
//! - [`signals`]: drain at the first signal, exit at the second;
//! - [`sources`]: the watch of sources, and how each of them does;
//! - [`welcome`]: what `up` says when it listens.

pub(crate) mod backends;
pub(crate) mod roles;
pub(crate) mod signals;
pub(crate) mod sources;
mod welcome;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::ValueEnum;
use dateline_telemetry::{Health, logs, probe, side};
use tokio_util::sync::CancellationToken;

use crate::{
    config::{self, Config, Flags, Sources},
    exit::Outcome,
};
use backends::Backends;
use roles::{Role, Roles};

/// Where the bus and the store are.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Where {
    /// Folder of the embedded bus and store
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// RabbitMQ instead of the embedded bus
    #[arg(long, value_name = "URL", hide_env_values = true)]
    amqp: Option<String>,
    /// PostgreSQL instead of the embedded store
    #[arg(long, value_name = "URL", hide_env_values = true)]
    postgres: Option<String>,
}

/// Arguments of `dateline up` and `dateline gateway`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Serving {
    /// Where the bus and the store are.
    #[command(flatten)]
    pub(crate) place: Where,
    /// Address of the API; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

/// Arguments of `dateline worker`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Worker {
    /// The stage to work on
    #[arg(value_enum)]
    stage: Stage,
    /// Where the bus and the store are.
    #[command(flatten)]
    place: Where,
}

/// A stage of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// Watched sources to submissions; run one
    Fetch,
    /// Submissions to clean articles
    Ingest,
    /// Clean articles to records
    Extraction,
    /// Records into the store
    Storage,
}

/// Everything in one process.
pub(crate) fn up(sources: &Sources, serving: &Serving) -> anyhow::Result<Outcome> {
    let roles = [Role::Gateway, Role::Ingest, Role::Extraction, Role::Storage];
    serve(sources, serving.flags(), &roles, true)
}

/// The API alone.
pub(crate) fn gateway(sources: &Sources, serving: &Serving) -> anyhow::Result<Outcome> {
    serve(sources, serving.flags(), &[Role::Gateway], false)
}

/// One stage alone.
pub(crate) fn worker(sources: &Sources, worker: &Worker) -> anyhow::Result<Outcome> {
    let role = match worker.stage {
        Stage::Fetch => Role::Fetch,
        Stage::Ingest => Role::Ingest,
        Stage::Extraction => Role::Extraction,
        Stage::Storage => Role::Storage,
    };
    serve(sources, worker.place.flags(), &[role], false)
}

/// Brings the store's schema and the bus's queues up to date.
pub(crate) fn migrate(sources: &Sources, place: &Where) -> anyhow::Result<Outcome> {
    let config = config::load(sources, place.flags())?;
    logs::init(&config.telemetry)?;
    runtime()?.block_on(async {
        config.make_data_dir()?;
        let store = backends::store(&config).await?;
        let version = store.migrate().await.map_err(backends::store_error)?;
        anstream::println!("the {} store has schema version {version}", store.name());
        Ok(Outcome::Done)
    })
}

fn serve(sources: &Sources, flags: Flags, roles: &[Role], greet: bool) -> anyhow::Result<Outcome> {
    let config = config::load(sources, flags)?;
    logs::init(&config.telemetry)?;
    runtime()?.block_on(serve_until_signal(config, roles, greet))
}

/// A multi-threaded runtime.
pub(crate) fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

async fn serve_until_signal(config: Config, roles: &[Role], greet: bool) -> anyhow::Result<Outcome> {
    let (shutdown, end) = (CancellationToken::new(), CancellationToken::new());
    signals::listen(shutdown.clone())?;
    let health = Health::new(Duration::from_secs(config.telemetry.watchdog_seconds), shutdown.clone());
    let side = side_ports(&config, &health, &end).await?;
    let backends = Backends::open(&config, roles, greet).await?;
    backends.require(&health);
    let mut running = Roles::start(roles, &config, &backends, &shutdown).await?;
    if greet {
        welcome::print(&config, running.address, &backends);
    }
    let result = running.finish(&shutdown).await;
    backends.close().await;
    end.cancel();
    for task in side {
        task.await??;
    }
    result.map(|()| Outcome::Done)
}

type SideTask = tokio::task::JoinHandle<anyhow::Result<()>>;

async fn side_ports(config: &Config, health: &Health, end: &CancellationToken) -> anyhow::Result<Vec<SideTask>> {
    let mut tasks: Vec<SideTask> = Vec::new();
    let metrics = side::install_metrics()?;
    tokio::spawn(health.clone().beat());
    if let Some(address) = config.telemetry.address {
        let port = side::SidePort::bind(address).await?;
        tracing::info!(address = ?port.address(), "the side port listens");
        let (health, end) = (health.clone(), end.clone());
        tasks.push(tokio::spawn(async move { Ok(port.serve(health, metrics, end).await?) }));
    }
    if let Some(address) = config.telemetry.health_address {
        let (health, end) = (health.clone(), end.clone());
        tasks.push(tokio::spawn(async move { Ok(probe::serve(address, health, end).await?) }));
    }
    Ok(tasks)
}

impl Where {
    fn flags(&self) -> Flags {
        let data_dir = self.data_dir.as_ref().map(|path| ("data_dir", path.display().to_string()));
        let amqp = self.amqp.clone().map(|url| ("bus.url", url));
        let postgres = self.postgres.clone().map(|url| ("store.url", url));
        [data_dir, amqp, postgres].into_iter().flatten().collect()
    }
}

impl Serving {
    fn flags(&self) -> Flags {
        let listen = self.listen.map(|address| ("gateway.listen", address.to_string()));
        self.place.flags().into_iter().chain(listen).collect()
    }
}
