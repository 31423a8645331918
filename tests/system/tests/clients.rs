//! Clients that no one here wrote: Python's `grpcio`, with stubs and through reflection, and `pika` on the queue.

use std::{net::SocketAddr, path::PathBuf, process::Command, sync::Arc, time::Duration};

use dateline_extraction::Extractor;
use dateline_gateway::client::{ArticleServiceClient, connect};
use dateline_messaging::{Bus, worker::Options};
use dateline_record::{
    ids::submission_id,
    v1::{GetArticleRequest, GetSubmissionRequest, Lane, LedgerEntry, ledger_entry::State},
};
use dateline_storage::Store;
use dateline_system_tests::{python, repository};
use dateline_test_support::rabbitmq;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio_util::sync::{CancellationToken, DropGuard};
use tonic::{Code, transport::Channel};

/// Every role in this process, the store embedded, on a bus of choice.
struct Pipeline {
    address: SocketAddr,
    folder: TempDir,
    _shutdown: DropGuard,
}

impl Pipeline {
    async fn on(bus: impl FnOnce(&TempDir) -> dateline_messaging::config::Config) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let bus = dateline_messaging::config::open(&bus(&folder)).expect("the bus opens");
        bus.declare().await.expect("the bus declares");
        let url = format!("embedded:{}", folder.path().join("store.db").display());
        let config = dateline_storage::Config { url, ..dateline_storage::Config::default() };
        let store = dateline_storage::open(&config).await.expect("the store opens");
        store.migrate().await.expect("the store migrates");
        let shutdown = CancellationToken::new();
        start_workers(&bus, &store, &shutdown);
        let config =
            dateline_gateway::Config { listen: ([127, 0, 0, 1], 0).into(), ..dateline_gateway::Config::default() };
        let (bound, address) = oneshot::channel();
        tokio::spawn(dateline_gateway::run(config, bus, store, Extractor::new(), shutdown.clone(), Some(bound)));
        Self { address: address.await.expect("the gateway listens"), folder, _shutdown: shutdown.drop_guard() }
    }
}

fn start_workers(bus: &Arc<dyn Bus>, store: &Arc<dyn Store>, shutdown: &CancellationToken) {
    let options = Options {
        prefetch: 64,
        batch: 32,
        linger: Duration::from_millis(5),
        concurrency: 2,
        drain: Duration::from_secs(5),
    };
    let (live, limits) = (Lane::Live, dateline_ingest::Limits::default());
    tokio::spawn(dateline_ingest::worker::run(bus.clone(), live, limits, options.clone(), shutdown.clone()));
    tokio::spawn(dateline_extraction::worker::run(
        bus.clone(),
        live,
        Extractor::new(),
        options.clone(),
        shutdown.clone(),
    ));
    tokio::spawn(dateline_storage::worker::run(bus.clone(), store.clone(), options, shutdown.clone()));
}

fn embedded(folder: &TempDir) -> dateline_messaging::config::Config {
    let url = format!("embedded:{}", folder.path().join("bus.db").display());
    dateline_messaging::config::Config { url, ..dateline_messaging::config::Config::default() }
}

/// Runs a script of `tests/system/python` beside the runtime.
async fn script(name: &str, arguments: Vec<String>) {
    let folder = repository().join("tests/system/python");
    let path = folder.join(name);
    let run = move || {
        let interpreter: PathBuf = python::environment("clients", &folder.join("requirements.txt"));
        python::run(Command::new(interpreter).arg(path).args(arguments))
    };
    tokio::task::spawn_blocking(run).await.expect("the script succeeds");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_with_generated_stubs_submits_waits_searches_and_watches() {
    let pipeline = Pipeline::on(embedded).await;
    let proto = repository().join("proto").display().to_string();
    let stubs = pipeline.folder.path().join("stubs");
    std::fs::create_dir(&stubs).expect("a folder for the stubs");
    script("stubs.py", vec![pipeline.address.to_string(), proto, stubs.display().to_string()]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_knows_nothing_but_the_address_asks_reflection() {
    let pipeline = Pipeline::on(embedded).await;
    script("reflected.py", vec![pipeline.address.to_string()]).await;
}

/// The end of a submission, waited for.
async fn ended(articles: &mut ArticleServiceClient<Channel>, id: &str) -> LedgerEntry {
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
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), ending).await.unwrap_or_else(|_| panic!("{id} did not end in time"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_producer_on_the_queue_is_served_and_answered_for() {
    let url = tokio::task::spawn_blocking(rabbitmq::url).await.expect("a broker starts");
    let prefix = rabbitmq::prefix();
    let config = dateline_messaging::config::Config {
        url: url.to_owned(),
        prefix: prefix.clone(),
        ..dateline_messaging::config::Config::default()
    };
    let pipeline = Pipeline::on(|_| config).await;
    script("producer.py", vec![url.to_owned(), prefix]).await;

    let channel = connect(format!("http://{}", pipeline.address)).await.expect("the gateway answers");
    let mut articles = ArticleServiceClient::new(channel);
    // What the producer sent without an id is known by its bytes.
    let bytes = br#"{"id": "amqp-anonymous", "text": "A boat without papers left Port Ada on Friday."}"#;
    let by_bytes = submission_id(bytes);
    let sent = [("amqp-json", "amqp-json"), ("amqp-protobuf", "amqp-protobuf"), (&by_bytes, "amqp-anonymous")];
    for (id, external) in sent {
        let entry = ended(&mut articles, id).await;
        assert_eq!((entry.state(), entry.external_id.as_str()), (State::Stored, external), "{entry:?}");
        let request = GetArticleRequest { id: entry.article_id, ..GetArticleRequest::default() };
        let record = articles.get_article(request).await.expect("what is stored is found").into_inner().record;
        assert!(record.and_then(|record| record.article).is_some_and(|article| article.text.contains("Port Ada")));
    }
    let broken = ended(&mut articles, "amqp-broken").await;
    assert!(matches!(broken.state(), State::Rejected | State::Quarantined), "{broken:?}");
    assert!(!broken.reason.is_empty(), "{broken:?}");
}
