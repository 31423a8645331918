//! `AdminService`.

use std::time::Duration;

use dateline_messaging::{Message, Queue, Route};
use dateline_record::v1::{
    DropQuarantinedRequest, GetAccountingRequest, GetQuarantinedRequest, GetStatsRequest, Lane, LedgerEntry,
    ListQuarantinedRequest, ListQueuesRequest, ReindexRequest, ReplayQuarantinedRequest, ledger_entry::State,
};
use tonic::Code;

use crate::support::{Gateway, assert_field, record};

fn broken(id: &str) -> Message {
    Message {
        route: Route::Parsed(Lane::Live),
        id: id.into(),
        content_type: "application/protobuf".into(),
        schema: "dateline.v1.ParsedArticle".into(),
        trace: String::new(),
        attempt: 5,
        failure: Some(("decode".into(), "no such field".into())),
        body: "not protobuf".into(),
    }
}

async fn with_quarantined(ids: &[&str]) -> Gateway {
    let gateway = Gateway::start().await;
    let messages = ids.iter().map(|id| broken(id)).collect();
    gateway.store.quarantine(messages, "2024-04-02T10:00:00Z").await.unwrap();
    gateway
}

async fn listed(gateway: &Gateway) -> Vec<String> {
    let listed = gateway.admin().list_quarantined(ListQuarantinedRequest::default()).await.unwrap().into_inner();
    listed.messages.into_iter().map(|message| message.id).collect()
}

#[tokio::test]
async fn stats_count_and_name() {
    let gateway = Gateway::start().await;
    gateway.put([record("a1")]).await;
    let stats = gateway.admin().get_stats(GetStatsRequest {}).await.unwrap().into_inner();
    assert_eq!((stats.articles, stats.revisions, stats.events, stats.mentions), (1, 1, 1, 3));
    assert_eq!((stats.store.as_str(), stats.bus.as_str()), ("embedded", "embedded"));
    assert!(!stats.server_version.is_empty() && stats.schema_version > 0);
}

#[tokio::test]
async fn queues_come_with_their_depth() {
    let gateway = Gateway::start().await;
    gateway.bus.publish(vec![Message { failure: None, attempt: 0, ..broken("s1") }]).await.unwrap();
    let queues = gateway.admin().list_queues(ListQueuesRequest {}).await.unwrap().into_inner().queues;
    assert_eq!(queues.iter().map(|queue| queue.ready).sum::<u64>(), 1);
    assert!(queues.iter().any(|queue| queue.role == "quarantine"));
}

#[tokio::test]
async fn the_account_balances_only_while_nothing_is_overdue() {
    let gateway = Gateway::start().await;
    let received = |id: &str, at: String| LedgerEntry {
        submission_id: id.into(),
        state: State::Received.into(),
        at,
        ..LedgerEntry::default()
    };
    let now = jiff::Timestamp::now().to_string();
    gateway.store.enter(vec![received("s1", now)]).await.unwrap();
    let account = || async { gateway.admin().get_accounting(GetAccountingRequest {}).await.unwrap().into_inner() };
    let at_work = account().await;
    assert_eq!((at_work.in_flight, at_work.queued, at_work.balanced), (1, 0, true), "at a worker, on no queue");
    gateway.store.enter(vec![received("s2", "2024-04-02T10:00:00Z".into())]).await.unwrap();
    gateway.bus.publish(vec![Message { failure: None, attempt: 0, ..broken("s1") }]).await.unwrap();
    let lost = account().await;
    assert_eq!((lost.in_flight, lost.queued, lost.overdue, lost.balanced), (2, 1, 1, false), "a queue hides no loss");
    assert_eq!(lost.oldest_overdue[0].submission_id, "s2");
}

#[tokio::test]
async fn quarantine_is_listed_and_shown() {
    let gateway = with_quarantined(&["s1", "s2"]).await;
    let ids = listed(&gateway).await;
    assert_eq!(ids.len(), 2);
    let shown =
        gateway.admin().get_quarantined(GetQuarantinedRequest { id: ids[0].clone() }).await.unwrap().into_inner();
    let message = shown.message.unwrap();
    assert_eq!((message.reason.as_str(), &message.body[..]), ("decode", b"not protobuf".as_slice()));
    assert_field(&gateway.admin().get_quarantined(GetQuarantinedRequest::default()).await.unwrap_err(), "id");
    let missing = gateway.admin().get_quarantined(GetQuarantinedRequest { id: "999999".into() }).await.unwrap_err();
    assert_eq!(missing.code(), Code::NotFound);
}

#[tokio::test]
async fn a_replayed_message_goes_back_to_its_stage_as_new() {
    let gateway = with_quarantined(&["s1", "s2"]).await;
    let request = ReplayQuarantinedRequest { reason: "decode".into(), ..Default::default() };
    let replayed = gateway.admin().replay_quarantined(request).await.unwrap().into_inner().replayed;
    assert_eq!((replayed, listed(&gateway).await.len()), (2, 0));
    let mut consumer = gateway.bus.consume(Queue::Parsed(Lane::Live), 8).await.unwrap();
    let delivery = consumer.next(1, Duration::ZERO).await.unwrap().remove(0);
    assert_eq!((delivery.message.attempt, delivery.message.failure), (0, None));
    let account = gateway.admin().get_accounting(GetAccountingRequest {}).await.unwrap().into_inner();
    assert_eq!((account.quarantined, account.in_flight), (0, 2));
}

#[tokio::test]
async fn a_dropped_message_stays_accounted_as_quarantined() {
    let gateway = with_quarantined(&["s1", "s2"]).await;
    let request = DropQuarantinedRequest { ids: vec![listed(&gateway).await.remove(0)], ..Default::default() };
    assert_eq!(gateway.admin().drop_quarantined(request).await.unwrap().into_inner().dropped, 1);
    assert_eq!(listed(&gateway).await.len(), 1);
    let all = DropQuarantinedRequest { reason: "*".into(), ..Default::default() };
    assert_eq!(gateway.admin().drop_quarantined(all).await.unwrap().into_inner().dropped, 1);
    let account = gateway.admin().get_accounting(GetAccountingRequest {}).await.unwrap().into_inner();
    assert_eq!((account.quarantined, account.balanced), (2, true));
}

#[tokio::test]
async fn a_replay_of_nothing_in_particular_is_refused() {
    let gateway = Gateway::start().await;
    let nothing = gateway.admin().replay_quarantined(ReplayQuarantinedRequest::default()).await.unwrap_err();
    assert_field(&nothing, "ids");
    let both = ReplayQuarantinedRequest { ids: vec!["1".into()], reason: "*".into() };
    assert_field(&gateway.admin().replay_quarantined(both).await.unwrap_err(), "reason");
}

#[tokio::test]
async fn a_reindex_tells_its_progress() {
    let gateway = Gateway::start().await;
    gateway.put((0..5).map(|n| record(&format!("a{n}")))).await;
    let mut progress = gateway.admin().reindex(ReindexRequest {}).await.unwrap().into_inner();
    let mut last = None;
    while let Some(step) = progress.message().await.unwrap() {
        last = Some((step.done, step.total));
    }
    assert_eq!(last, Some((5, 5)));
}
