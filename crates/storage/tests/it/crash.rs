//! Servers and processes that die in the middle of a write.

use dateline_record::v1::{ArticleFilter, FactFilter};
use dateline_storage::{
    Config, Kind, Store, open,
    store::{FactKind, NewRecord},
};
use dateline_test_support::postgres::Server;

use crate::fixtures::*;

const BATCH: usize = 8;

fn batch(number: usize) -> Vec<NewRecord> {
    (0..BATCH).map(|one| new(&format!("s{number}-{one}"), &meeting(&format!("m{number}-{one}"), one as u32))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_postgresql_keeps_whole_batches_and_all_that_were_confirmed() {
    let mut server = Server::start().await;
    let store = open(&Config { url: server.url("postgres"), connect_timeout: 1, ..Config::default() }).await.unwrap();
    store.migrate().await.unwrap();
    let (confirmed, mut confirmations) = tokio::sync::mpsc::unbounded_channel();
    let writer = tokio::spawn({
        let store = store.clone();
        async move {
            let mut number = 0;
            while store.put(batch(number)).await.is_ok() {
                confirmed.send(number).unwrap();
                number += 1;
            }
            number
        }
    });
    while confirmations.recv().await.unwrap() < 20 {}
    server.kill();
    let interrupted = writer.await.unwrap();
    assert_eq!(store.ready().await.unwrap_err().kind, Kind::Unavailable);
    assert_eq!(store.put(batch(interrupted)).await.unwrap_err().kind, Kind::Unavailable);
    server.restart().await;
    while store.ready().await.is_err() {}

    let articles = check(&*store).await;
    assert!(articles == interrupted * BATCH || articles == (interrupted + 1) * BATCH, "{articles} of {interrupted}");
    store.put(batch(interrupted)).await.unwrap();
    assert_eq!(check(&*store).await, (interrupted + 1) * BATCH);
    let account = store.account().await.unwrap();
    assert_eq!((account.stored as usize, account.duplicate), ((interrupted + 1) * BATCH, 0));
}

/// Every article has its record, its index, its facts and its place in the log; how many there are.
async fn check(store: &dyn Store) -> usize {
    let listed = store.list(&ArticleFilter::default(), &page(10_000, "")).await.unwrap().items;
    for article in &listed {
        assert!(store.get(&article.id, None).await.unwrap().is_some());
    }
    let indexed = ArticleFilter { entity: "Ana Vell".into(), ..ArticleFilter::default() };
    assert_eq!(store.list(&indexed, &page(10_000, "")).await.unwrap().items.len(), listed.len());
    let events = store.facts(FactKind::Event, &FactFilter::default(), &page(1_000, "")).await.unwrap().items;
    assert_eq!(events.len(), listed.len());
    assert_eq!(store.log(None, 10_000).await.unwrap().len(), listed.len());
    assert_eq!(store.entity("wikidata:Q77").await.unwrap().unwrap().articles as usize, listed.len());
    listed.len()
}
