//! Operating: the ledger, the quarantine, reindexing, the schema.

use bytes::Bytes;
use dateline_messaging::{Message, Route};
use dateline_record::v1::{ArticleFilter, FactFilter, Lane, LedgerEntry, ledger_entry::State};
use dateline_storage::{
    Kind, Store,
    store::{FactKind, Selection},
};

use crate::{fixtures::*, stands::Stand};

fn entry(id: &str, state: State, reason: &str) -> LedgerEntry {
    LedgerEntry {
        submission_id: id.into(),
        state: state.into(),
        reason: reason.into(),
        at: "2024-04-02T00:00:00Z".into(),
        ..LedgerEntry::default()
    }
}

fn message(id: &str, reason: &str) -> Message {
    Message {
        route: Route::Parsed(Lane::Backfill),
        id: id.into(),
        content_type: "application/protobuf".into(),
        schema: "dateline.v1.ParsedArticle".into(),
        trace: "00-1-2-03".into(),
        attempt: 5,
        failure: Some((reason.into(), format!("detail \0 of {id}"))),
        body: Bytes::from(vec![0, 159, 146, 150]),
    }
}

async fn state(store: &dyn Store, id: &str) -> State {
    store.submission(id).await.unwrap().unwrap().state()
}

pub async fn the_ledger_moves_one_way(stand: &Stand) {
    let store = stand.store().await;
    let mut received = entry("s1", State::Received, "");
    received.external_id = "x1".into();
    store
        .enter(vec![received.clone(), entry("s2", State::Received, ""), entry("s3", State::Rejected, "empty")])
        .await
        .unwrap();
    assert_eq!(store.account().await.unwrap().in_flight, 2);
    store.put(vec![new("s1", &article("a", "", "text", 1))]).await.unwrap();
    store
        .enter(vec![received, entry("s3", State::Received, ""), entry("s3", State::Quarantined, "late")])
        .await
        .unwrap();
    assert_eq!(state(&*store, "s1").await, State::Stored);
    let rejected = store.submission("s3").await.unwrap().unwrap();
    assert_eq!((rejected.state(), rejected.reason.as_str()), (State::Rejected, "empty"));
    store.enter(vec![entry("s2", State::Quarantined, "decode"), entry("s2", State::Received, "")]).await.unwrap();
    assert_eq!(state(&*store, "s2").await, State::Quarantined);
    let account = store.account().await.unwrap();
    assert_eq!(
        (account.received, account.stored, account.rejected, account.quarantined, account.in_flight),
        (3, 1, 1, 1, 0)
    );
    store.enter(vec![entry("s4", State::Rejected, "empty")]).await.unwrap();
    let reasons: Vec<_> =
        store.reasons().await.unwrap().into_iter().map(|reason| (reason.reason, reason.count)).collect();
    assert_eq!(reasons, [("empty".to_owned(), 2), ("decode".to_owned(), 1)]);
    store.put(vec![new("s2", &article("a", "", "text", 1))]).await.unwrap();
    assert_eq!(state(&*store, "s2").await, State::Duplicate, "a replay that ended");
    assert_eq!(store.submission("s1").await.unwrap().unwrap().external_id, "a");
}

pub async fn what_is_in_flight_too_long_is_overdue(stand: &Stand) {
    let store = stand.store().await;
    let hour = std::time::Duration::from_secs(3600);
    let at = |id: &str, state: State, at: String| LedgerEntry { at, ..entry(id, state, "") };
    let now = jiff::Timestamp::now().to_string();
    let old = || "2024-04-02T10:00:00Z".to_owned();
    let older = || "2024-04-02T09:59:59.5Z".to_owned();
    let entries = [("s1", State::Received, now), ("s2", State::Received, old()), ("s3", State::Rejected, old())];
    store.enter(entries.map(|(id, state, time)| at(id, state, time)).into()).await.unwrap();
    store.enter(vec![at("s4", State::Received, older()), at("s5", State::Received, String::new())]).await.unwrap();
    let overdue = store.overdue(hour).await.unwrap();
    let ids: Vec<_> = overdue.oldest.iter().map(|entry| entry.submission_id.as_str()).collect();
    assert_eq!((overdue.count, ids), (3, vec!["s5", "s4", "s2"]));
    store.enter(vec![at("s2", State::Rejected, old()), at("s4", State::Quarantined, old())]).await.unwrap();
    assert_eq!(store.overdue(hour).await.unwrap().count, 1, "what ended is not overdue");
}

pub async fn quarantined_messages_are_kept_replayed_and_dropped(stand: &Stand) {
    let store = stand.store().await;
    let at = "2024-04-02T10:00:00Z";
    store.enter(vec![entry("s1", State::Received, "")]).await.unwrap();
    store.quarantine(vec![message("s1", "decode"), message("s2", "decode"), message("s3", "panic")], at).await.unwrap();
    store.quarantine(vec![message("s3", "panic")], at).await.unwrap();
    assert_eq!(store.account().await.unwrap().quarantined, 3);
    let first = store.quarantined(None, &page(2, "")).await.unwrap();
    let second = store.quarantined(None, &page(2, &first.next)).await.unwrap();
    let shown: Vec<_> = first.items.iter().chain(&second.items).map(|message| message.submission_id.as_str()).collect();
    assert_eq!((shown, second.next.as_str()), (vec!["s3", "s2", "s1"], ""));
    assert!(
        first.items[0].body.is_empty()
            && first.items[0].size == 4
            && first.items[0].route == "articles.parsed.backfill"
    );
    assert_eq!(first.items[0].at.as_ref().unwrap().seconds, 1_712_052_000);
    assert_eq!(store.quarantined(Some("decode"), &page(5, "")).await.unwrap().items.len(), 2);
    assert_eq!(store.quarantined(Some("decode"), &page(5, &first.next)).await.unwrap_err().kind, Kind::Invalid);

    let kept = store.quarantined_messages(&Selection::Reason("decode".into()), 1).await.unwrap().pop().unwrap();
    let original = message("s1", "decode");
    assert_eq!(kept.message, Message { attempt: 0, failure: None, ..original });
    assert_eq!(kept.shown.body, kept.message.body);
    // The message comes back before its release: it must not be lost.
    store.quarantine(vec![message("s1", "decode")], at).await.unwrap();
    assert_eq!(store.release(std::slice::from_ref(&kept.shown.id), true).await.unwrap(), 0);
    assert_eq!(state(&*store, "s1").await, State::Quarantined);
    let all = store.quarantined_messages(&Selection::All, 10).await.unwrap();
    assert_eq!(all.len(), 3);
    let id_of = |name: &str| all.iter().find(|one| one.message.id == name).unwrap().shown.id.clone();
    assert_eq!(store.quarantined_messages(&Selection::Ids(vec![id_of("s2"), "x".into()]), 10).await.unwrap().len(), 1);
    assert_eq!(store.release(&[id_of("s1")], true).await.unwrap(), 1);
    assert_eq!(store.release(&[id_of("s2"), id_of("s3"), "77".into()], false).await.unwrap(), 2);
    assert_eq!((state(&*store, "s1").await, state(&*store, "s2").await), (State::Received, State::Quarantined));
    assert!(store.quarantined(None, &page(5, "")).await.unwrap().items.is_empty());
}

pub async fn reindexing_restores_the_rows(stand: &Stand) {
    let store = stand.store().await;
    let old = article("old", "", "An old revision", 5);
    let mut batch: Vec<_> = (0..7).map(|number| new("", &meeting(&format!("m{number}"), number))).collect();
    batch.extend([new("", &old), new("", &edited(&old, "A new revision"))]);
    store.put(batch).await.unwrap();
    let before = view(&*store).await;
    stand.execute("UPDATE articles SET entities = '', summary = summary").await;
    stand.execute("DELETE FROM entities WHERE key = 'iso3166:NL-ADA'; UPDATE entities SET articles = 40").await;
    assert_ne!(view(&*store).await, before);
    let (mut cursor, mut done) = (None, 0);
    loop {
        let (next, count) = store.reindex(cursor.as_deref(), 3).await.unwrap();
        done += count;
        if next.is_none() {
            break;
        }
        cursor = next;
    }
    assert_eq!((done, view(&*store).await), (8, before));
    assert_eq!(store.reindex(Some("x"), 3).await.unwrap_err().kind, Kind::Invalid);
}

async fn view(store: &dyn Store) -> String {
    let listed = store.list(&ArticleFilter::default(), &page(50, "")).await.unwrap();
    let found = store.search("envoy OR revision", &ArticleFilter::default(), &page(50, "")).await.unwrap();
    let entities = store.search_entities("", None, &page(50, "")).await.unwrap();
    let shared = store.co_mentioned("wikidata:Q77", 50).await.unwrap();
    let events = store
        .facts(FactKind::Event, &FactFilter { place: "NL".into(), ..FactFilter::default() }, &page(50, ""))
        .await
        .unwrap();
    format!("{listed:?} {found:?} {entities:?} {shared:?} {} {:?}", events.items.len(), store.stats().await.unwrap())
}

pub async fn changed_and_unknown_schemas_are_refused(stand: &Stand) {
    let raw = stand.unmigrated(|_| {}).await;
    assert_eq!(raw.ready().await.unwrap_err().kind, Kind::Misconfigured);
    let stores = futures::future::join_all((0..3).map(|_| stand.store())).await;
    let version = stores[0].migrate().await.unwrap();
    assert!(version >= 2 && stores[1].stats().await.unwrap().schema_version == version, "{version}");
    stores[0].ready().await.unwrap();
    stand.execute("UPDATE dateline_schema SET checksum = 'changed'").await;
    let error = stores[0].migrate().await.unwrap_err();
    assert!(error.kind == Kind::Misconfigured && error.message.contains("version 1"), "{error}");
    stand
        .execute("DELETE FROM dateline_schema; INSERT INTO dateline_schema VALUES (1, 'x', 'y'), (99, 'z', 'w')")
        .await;
    assert_eq!(stores[0].migrate().await.unwrap_err().kind, Kind::Misconfigured);
    assert_eq!(stores[1].ready().await.unwrap_err().kind, Kind::Misconfigured);
}
