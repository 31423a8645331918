//! Every role in this process, on a bus and a store of choice.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use dateline_extraction::Extractor;
use dateline_gateway::client::ArticleServiceClient;
use dateline_ingest::Limits;
use dateline_messaging::{Bus, worker::Options};
use dateline_record::v1::{GetSubmissionRequest, Lane, LedgerEntry, ledger_entry::State};
use dateline_storage::Store;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio_util::sync::{CancellationToken, DropGuard};
use tonic::{Code, transport::Channel};

/// Time for anything that is waited for.
const PATIENCE: Duration = Duration::from_secs(120);
/// Pause between two looks.
const POLL: Duration = Duration::from_millis(20);

/// A gateway with workers, all of which end with it.
pub struct Pipeline {
    /// Where the gateway listens.
    pub address: SocketAddr,
    /// A folder of its own, gone with it.
    pub folder: TempDir,
    /// The bus, for producers on the queue.
    pub bus: Arc<dyn Bus>,
    _shutdown: DropGuard,
}

impl Pipeline {
    /// On the embedded bus and store.
    pub async fn embedded(limits: Limits) -> Self {
        let folder = folder();
        let (bus, store) = (bus_in(&folder), store_in(&folder));
        Self::start(folder, bus, store, limits).await
    }

    /// On this bus and the embedded store.
    pub async fn on_bus(bus: dateline_messaging::Config) -> Self {
        let folder = folder();
        let store = store_in(&folder);
        Self::start(folder, bus, store, Limits::default()).await
    }

    /// On this bus and this store.
    pub async fn on(bus: dateline_messaging::Config, store: dateline_storage::Config, limits: Limits) -> Self {
        Self::start(folder(), bus, store, limits).await
    }

    async fn start(
        folder: TempDir,
        bus: dateline_messaging::Config,
        store: dateline_storage::Config,
        limits: Limits,
    ) -> Self {
        let bus = dateline_messaging::open(&bus).expect("the bus opens");
        bus.declare().await.expect("the bus declares");
        let store = dateline_storage::open(&store).await.expect("the store opens");
        store.migrate().await.expect("the store migrates");
        let shutdown = CancellationToken::new();
        start_workers(&bus, &store, &limits, &shutdown);
        let listen = ([127, 0, 0, 1], 0).into();
        let config = dateline_gateway::Config { listen, limits, ..dateline_gateway::Config::default() };
        let (bound, address) = oneshot::channel();
        let (stop, extractor) = (shutdown.clone(), Extractor::new());
        tokio::spawn(dateline_gateway::run(config, Arc::clone(&bus), store, extractor, stop, Some(bound)));
        let address = address.await.expect("the gateway listens");
        Self { address, folder, bus, _shutdown: shutdown.drop_guard() }
    }
}

fn start_workers(bus: &Arc<dyn Bus>, store: &Arc<dyn Store>, limits: &Limits, shutdown: &CancellationToken) {
    let options = Options {
        prefetch: 64,
        batch: 32,
        linger: Duration::from_millis(5),
        concurrency: 2,
        drain: Duration::from_secs(5),
    };
    let (live, stop) = (Lane::Live, || shutdown.clone());
    tokio::spawn(dateline_ingest::worker::run(bus.clone(), live, limits.clone(), options.clone(), stop()));
    let extractor = Extractor::new();
    tokio::spawn(dateline_extraction::worker::run(bus.clone(), live, extractor, options.clone(), stop()));
    tokio::spawn(dateline_storage::worker::run(bus.clone(), store.clone(), options, stop()));
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn bus_in(folder: &TempDir) -> dateline_messaging::Config {
    let url = format!("embedded:{}", folder.path().join("bus.db").display());
    dateline_messaging::Config { url, ..dateline_messaging::Config::default() }
}

fn store_in(folder: &TempDir) -> dateline_storage::Config {
    let url = format!("embedded:{}", folder.path().join("store.db").display());
    dateline_storage::Config { url, ..dateline_storage::Config::default() }
}

/// The end of a submission, waited for.
///
/// # Panics
/// When it does not come in time.
pub async fn ended(articles: &mut ArticleServiceClient<Channel>, id: &str) -> LedgerEntry {
    let ending = async {
        loop {
            match articles.get_submission(GetSubmissionRequest { submission_id: id.into() }).await {
                Ok(found) => {
                    let entry = found.into_inner().entry.expect("an answer has its entry");
                    if entry.state() != State::Received {
                        return entry;
                    }
                }
                Err(status) => assert_eq!(status.code(), Code::NotFound, "{status:?}"),
            }
            tokio::time::sleep(POLL).await;
        }
    };
    tokio::time::timeout(PATIENCE, ending).await.unwrap_or_else(|_| panic!("{id} did not end in time"))
}
