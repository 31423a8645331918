//! `WatchService`: in order, at least once, resumed at any fact.

use std::time::Duration;

use dateline_messaging::{Message, Route};
use dateline_record::v1::{FactFilter, StoredNotice, WatchRequest, WatchResponse, watch_response::Fact};
use tonic::{Code, Streaming};
use tonic_types::StatusExt as _;

use crate::support::{Gateway, assert_field, record};

async fn next(watch: &mut Streaming<WatchResponse>) -> WatchResponse {
    watch.message().await.unwrap().expect("a watch goes on")
}

/// The next `count` facts, as article and id or words, each with its token.
async fn facts(watch: &mut Streaming<WatchResponse>, count: usize) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    while facts.len() < count {
        let WatchResponse { fact, resume_token, .. } = next(watch).await;
        if let Some(fact) = fact {
            facts.push((name(&fact), resume_token));
        }
    }
    facts
}

fn name(fact: &Fact) -> String {
    let (context, id) = match fact {
        Fact::Event(fact) => (&fact.context, fact.event.as_ref().unwrap().id.clone()),
        Fact::Quote(fact) => (&fact.context, fact.quote.as_ref().unwrap().id.clone()),
        Fact::Quantity(fact) => (&fact.context, fact.quantity.as_ref().unwrap().id.clone()),
        Fact::Claim(fact) => (&fact.context, fact.claim.as_ref().unwrap().id.clone()),
        Fact::Mention(fact) => (&fact.context, fact.context.as_ref().unwrap().text.clone()),
    };
    format!("{}/{id}", context.as_ref().unwrap().article.as_ref().unwrap().id)
}

fn names(facts: &[(String, String)]) -> Vec<&str> {
    facts.iter().map(|(name, _)| name.as_str()).collect()
}

async fn watch(gateway: &Gateway, request: WatchRequest) -> Streaming<WatchResponse> {
    gateway.watch().watch(request).await.unwrap().into_inner()
}

fn from_beginning() -> WatchRequest {
    WatchRequest { from_beginning: true, ..WatchRequest::default() }
}

const ALL: [&str; 7] = ["a1/v1", "a1/u1", "a1/q1", "a1/c1", "a1/Ana Vell", "a1/Jon Oake", "a1/Port Ada"];

#[tokio::test]
async fn facts_come_in_the_order_of_storage() {
    let gateway = Gateway::start().await;
    gateway.put([record("a1")]).await;
    gateway.put([record("a0")]).await;
    let facts = facts(&mut watch(&gateway, from_beginning()).await, 14).await;
    assert_eq!(names(&facts)[..7], ALL);
    assert_eq!(names(&facts)[7], "a0/v1");
}

#[tokio::test]
async fn a_watch_resumed_at_any_fact_goes_on_with_the_next() {
    let gateway = Gateway::start().await;
    gateway.put([record("a1"), record("a2")]).await;
    let all = facts(&mut watch(&gateway, from_beginning()).await, 14).await;
    for done in 0..13 {
        let request = WatchRequest { resume_token: all[done].1.clone(), ..WatchRequest::default() };
        let rest = facts(&mut watch(&gateway, request).await, 13 - done).await;
        assert_eq!(names(&rest), names(&all[done + 1..]), "after {}", all[done].0);
    }
}

#[tokio::test]
async fn a_watch_starts_with_what_is_stored_from_now_on() {
    let gateway = Gateway::start_with(|config| config.watch_poll = Duration::from_millis(20)).await;
    gateway.put([record("a1")]).await;
    let mut watch = watch(&gateway, WatchRequest::default()).await;
    let first = next(&mut watch).await;
    assert!(first.fact.is_none() && !first.resume_token.is_empty(), "the first response is a heartbeat");
    gateway.put([record("a2")]).await;
    assert_eq!(facts(&mut watch, 1).await[0].0, "a2/v1");
}

#[tokio::test]
async fn a_heartbeat_moves_the_token_over_what_did_not_match() {
    let gateway = Gateway::start_with(|config| {
        config.watch_poll = Duration::from_millis(5);
        config.watch_heartbeat = Duration::from_millis(10);
    })
    .await;
    let nothing = FactFilter { entity: "Nobody".into(), ..FactFilter::default() };
    let mut quiet = watch(&gateway, WatchRequest { filter: Some(nothing), ..from_beginning() }).await;
    let before = next(&mut quiet).await.resume_token;
    gateway.put([record("a1")]).await;
    let after = loop {
        let beat = next(&mut quiet).await;
        assert!(beat.fact.is_none());
        if beat.resume_token != before {
            break beat.resume_token;
        }
    };
    gateway.put([record("a2")]).await;
    let mut resumed = watch(&gateway, WatchRequest { resume_token: after, ..WatchRequest::default() }).await;
    assert_eq!(facts(&mut resumed, 1).await[0].0, "a2/v1");
}

#[tokio::test]
async fn a_notice_of_the_bus_wakes_a_watch() {
    let gateway = Gateway::start_with(|config| config.watch_poll = Duration::from_secs(3600)).await;
    let mut watch = watch(&gateway, WatchRequest::default()).await;
    next(&mut watch).await;
    gateway.put([record("a1")]).await;
    let notice = StoredNotice { position: gateway.store.log_end().await.unwrap() };
    let notice = Message::protobuf(Route::Stored, String::new(), &notice);
    gateway.bus.publish(vec![notice]).await.unwrap();
    assert_eq!(facts(&mut watch, 1).await[0].0, "a1/v1");
}

#[tokio::test]
async fn only_what_matches_comes_with_the_reason() {
    let gateway = Gateway::start().await;
    gateway.put([record("a1")]).await;
    let filter = FactFilter { actor: "ana vell".into(), r#type: "CONSULT".into(), ..FactFilter::default() };
    let request =
        WatchRequest { filter: Some(filter), kinds: vec!["events".into(), "quotes".into()], ..from_beginning() };
    let mut watch = watch(&gateway, request).await;
    next(&mut watch).await;
    let found = next(&mut watch).await;
    assert_eq!(found.reason, "actor = Ana Vell, type = CONSULT");
    assert!(matches!(found.fact, Some(Fact::Event(_))));
}

#[tokio::test]
async fn wrong_requests_are_refused() {
    let gateway = Gateway::start().await;
    let refused = |request| async { gateway.watch().watch(request).await.unwrap_err() };
    assert_field(&refused(WatchRequest { resume_token: "garbage".into(), ..Default::default() }).await, "resume_token");
    assert_field(&refused(WatchRequest { kinds: vec!["rumours".into()], ..Default::default() }).await, "kinds");
    assert_field(&refused(WatchRequest { offset_encoding: 9, ..Default::default() }).await, "offset_encoding");
}

#[tokio::test]
async fn a_watch_too_many_is_told_when_to_return() {
    let gateway = Gateway::start_with(|config| config.max_watches = 1).await;
    let first = watch(&gateway, WatchRequest::default()).await;
    let refused = gateway.watch().watch(WatchRequest::default()).await.unwrap_err();
    assert_eq!(refused.code(), Code::ResourceExhausted);
    assert!(refused.get_details_retry_info().is_some());
    drop(first);
}

#[tokio::test]
async fn a_client_that_does_not_read_holds_the_watch_back_and_misses_nothing() {
    let gateway = Gateway::start().await;
    for batch in 0..10 {
        gateway.put((0..20).map(|n| record(&format!("a{batch}-{n}")))).await;
    }
    let mut slow = watch(&gateway, from_beginning()).await;
    next(&mut slow).await;
    // Others are served while one does not read.
    assert_eq!(facts(&mut watch(&gateway, from_beginning()).await, 1400).await.len(), 1400);
    assert_eq!(facts(&mut slow, 1400).await.len(), 1400);
}

#[tokio::test]
async fn shutdown_ends_a_watch_and_the_server() {
    let mut gateway = Gateway::start().await;
    let mut watch = watch(&gateway, WatchRequest::default()).await;
    next(&mut watch).await;
    gateway.shutdown.cancel();
    let ended = watch.message().await.unwrap_err();
    assert_eq!(ended.code(), Code::Unavailable);
    assert_eq!(ended.get_details_error_info().map(|info| info.reason), Some("SHUTTING_DOWN".into()));
    assert!(ended.get_details_request_info().is_some_and(|info| !info.request_id.is_empty()));
    (&mut gateway.server).await.unwrap().unwrap();
}
