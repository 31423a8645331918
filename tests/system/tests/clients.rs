//! Clients that no one here wrote: Python's `grpcio`, with stubs and through reflection, and `pika` on the queue.

use std::{path::PathBuf, process::Command};

use dateline_gateway::client::{ArticleServiceClient, connect};
use dateline_ingest::Limits;
use dateline_record::{
    ids::submission_id,
    v1::{GetArticleRequest, ledger_entry::State},
};
use dateline_system_tests::{
    dateline,
    pipeline::{Pipeline, ended},
    python, repository,
};
use dateline_test_support::rabbitmq;

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
    let pipeline = Pipeline::embedded(Limits::default()).await;
    let proto = repository().join("proto").display().to_string();
    let stubs = pipeline.folder.path().join("stubs");
    std::fs::create_dir(&stubs).expect("a folder for the stubs");
    script("stubs.py", vec![pipeline.address.to_string(), proto, stubs.display().to_string()]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_knows_nothing_but_the_address_asks_reflection() {
    let pipeline = Pipeline::embedded(Limits::default()).await;
    script("reflected.py", vec![pipeline.address.to_string()]).await;
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
    let pipeline = Pipeline::on_bus(config).await;
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
    misrouted(&pipeline).await;
    let broken = ended(&mut articles, "amqp-broken").await;
    assert!(matches!(broken.state(), State::Rejected | State::Quarantined), "{broken:?}");
    assert!(!broken.reason.is_empty(), "{broken:?}");
}

/// What no queue takes is counted where an operator looks.
async fn misrouted(pipeline: &Pipeline) {
    let server = format!("http://{}", pipeline.address);
    let stats = move || python::run(Command::new(dateline()).args(["stats", "--format", "json", "--server", &server]));
    let stats = tokio::task::spawn_blocking(stats).await.expect("dateline runs");
    let stats: serde_json::Value = serde_json::from_str(&stats).expect("JSON");
    assert_eq!(stats.get("unroutable"), Some(&1.into()), "{stats}");
}
