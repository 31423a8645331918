//! Storing: identity, revisions, the ledger's account of it, the log.

use std::{collections::HashSet, sync::Arc};

use dateline_record::v1::{ArticleFilter, ArticleRecord, LedgerEntry, ledger_entry::State};
use dateline_storage::{
    Kind, Store,
    store::{LogEntry, Stored},
};

use crate::{fixtures::*, stands::Stand};

/// Waits until the log shows `count` entries: it holds back what a transaction that still runs might precede.
async fn logged(store: &dyn Store, after: Option<&str>, count: usize) -> Vec<LogEntry> {
    loop {
        let entries = store.log(after, 1_000).await.unwrap();
        if entries.len() >= count {
            return entries;
        }
    }
}

pub async fn a_submission_put_twice_is_stored_once(stand: &Stand) {
    let store = stand.store().await;
    let record = meeting("a", 1);
    assert_eq!(store.put(vec![new("s1", &record)]).await.unwrap(), [Stored::Stored]);
    assert_eq!(store.put(vec![new("s1", &record)]).await.unwrap(), [Stored::Stored]);
    assert_eq!(store.put(vec![new("s2", &record), new("s2", &record)]).await.unwrap(), [Stored::Duplicate; 2]);
    assert_eq!(
        store.put(vec![new("s1", &record), new("s2", &record)]).await.unwrap(),
        [Stored::Stored, Stored::Duplicate]
    );
    let account = store.account().await.unwrap();
    assert_eq!((account.received, account.stored, account.duplicate, account.in_flight), (2, 1, 1, 0));
    let stats = store.stats().await.unwrap();
    assert_eq!((stats.articles, stats.revisions, stats.entities, stats.mentions), (1, 1, 3, 6));
    assert_eq!((stats.events, stats.quotes, stats.quantities, stats.claims), (1, 1, 2, 1));
    assert_eq!(store.get(id(&record), None).await.unwrap().unwrap(), record);
    assert_eq!(logged(&*store, None, 1).await.len(), 1);
    let entry = store.submission("s2").await.unwrap().unwrap();
    assert_eq!((entry.state(), entry.article_id.as_str()), (State::Duplicate, id(&record)));
    assert_eq!(store.submission("s3").await.unwrap(), None);
}

pub async fn an_edited_article_is_a_new_current_revision(stand: &Stand) {
    let store = stand.store().await;
    let first = meeting("a", 1);
    let second = edited(&first, "The envoy stayed on the island.");
    let third = edited(&first, "The envoy sailed for home.");
    store.put(vec![new("s1", &first)]).await.unwrap();
    assert_eq!(store.put(vec![new("s2", &second), new("s3", &third)]).await.unwrap(), [Stored::Stored; 2]);
    assert_eq!(store.get(id(&first), None).await.unwrap().unwrap(), third);
    let revision = &first.article.as_ref().unwrap().revision;
    assert_eq!(store.get(id(&first), Some(revision)).await.unwrap().unwrap(), first);
    let revisions = store.revisions(id(&first)).await.unwrap();
    assert_eq!(revisions.iter().map(|revision| revision.current).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(revisions[2].revision, *revision);
    for (word, found) in [("harbour", 0), ("island", 0), ("home", 1)] {
        let hits = store.search(word, &ArticleFilter::default(), &page(10, "")).await.unwrap().hits;
        assert_eq!(hits.len(), found, "{word}");
    }
    assert_eq!(store.list(&ArticleFilter::default(), &page(10, "")).await.unwrap().items.len(), 1);
    let port = store.entity("iso3166:NL-ADA").await.unwrap().unwrap();
    assert_eq!((port.articles, port.mentions), (1, 2));
    // A revision that was made before the current one does not take its place.
    let mut late = edited(&first, "An early draft.");
    late.article.as_mut().unwrap().modified_at = first.article.as_ref().unwrap().published_at.clone();
    let mut latest = edited(&first, "The last word.");
    latest.article.as_mut().unwrap().modified_at = article("x", "", "", 600).article.unwrap().published_at;
    store.put(vec![new("s4", &latest)]).await.unwrap();
    assert_eq!(store.put(vec![new("s5", &late)]).await.unwrap(), [Stored::Stored]);
    assert_eq!(store.get(id(&first), None).await.unwrap().unwrap(), latest);
}

/// A record whose revision was fetched at a minute of a day.
fn fetched(record: &ArticleRecord, minute: u32) -> ArticleRecord {
    let mut record = record.clone();
    record.article.as_mut().unwrap().retrieved_at = article("x", "", "", minute).article.unwrap().published_at;
    record
}

pub async fn an_article_that_goes_back_to_what_it_said_is_that_again(stand: &Stand) {
    let store = stand.store().await;
    let draft = meeting("a", 1);
    let (first, second) = (fetched(&draft, 10), fetched(&edited(&draft, "The envoy stayed."), 20));
    let again = fetched(&draft, 30);
    let history = vec![new("s1", &first), new("s2", &second), new("s3", &again)];
    assert_eq!(store.put(history[..2].to_vec()).await.unwrap(), [Stored::Stored; 2]);
    assert_eq!(store.put(vec![new("s4", &first)]).await.unwrap(), [Stored::Duplicate], "it has only come once more");
    assert_eq!(store.get(id(&draft), None).await.unwrap().unwrap(), second);
    assert_eq!(store.put(history[2..].to_vec()).await.unwrap(), [Stored::Stored]);
    for _ in 0..2 {
        assert_eq!(store.get(id(&draft), None).await.unwrap().unwrap(), again);
        let revisions = store.revisions(id(&draft)).await.unwrap();
        assert_eq!(revisions.iter().map(|revision| revision.current).collect::<Vec<_>>(), [true, false]);
        assert_eq!(store.list(&ArticleFilter::default(), &page(10, "")).await.unwrap().items.len(), 1);
        assert_eq!(store.entity("wikidata:Q77").await.unwrap().unwrap().articles, 1);
        // The same once more changes nothing.
        store.put(history.clone()).await.unwrap();
    }
    let other = stand.store().await;
    other.delete(id(&draft)).await.unwrap();
    other.put(history).await.unwrap();
    assert_eq!(other.get(id(&draft), None).await.unwrap().unwrap(), again, "in one batch too");
}

pub async fn revisions_are_in_the_order_in_which_they_were_made(stand: &Stand) {
    let store = stand.store().await;
    let draft = meeting("a", 1);
    let made: Vec<ArticleRecord> = (1..=4).map(|at| fetched(&edited(&draft, &format!("Text {at}")), at * 10)).collect();
    for at in [1, 3, 0, 2] {
        store.put(vec![new("", &made[at])]).await.unwrap();
    }
    // Another extraction of an old revision does not make it later.
    let mut newer = made[1].clone();
    newer.extractor_version = "0.10.0".into();
    store.put(vec![new("", &newer)]).await.unwrap();
    let listed: Vec<String> =
        store.revisions(id(&draft)).await.unwrap().into_iter().map(|listed| listed.revision).collect();
    let expected: Vec<String> = made.iter().rev().map(|made| made.article.as_ref().unwrap().revision.clone()).collect();
    assert_eq!(listed, expected);
}

pub async fn a_newer_extraction_replaces_its_revision(stand: &Stand) {
    let store = stand.store().await;
    let old = meeting("a", 1);
    let mut newer = old.clone();
    newer.extractor_version = "0.10.0".into();
    newer.events.clear();
    store.put(vec![new("s1", &old)]).await.unwrap();
    let before = logged(&*store, None, 1).await.pop().unwrap().position;
    assert_eq!(store.put(vec![new("s2", &newer)]).await.unwrap(), [Stored::Stored]);
    assert_eq!(store.put(vec![new("s3", &old)]).await.unwrap(), [Stored::Duplicate]);
    assert_eq!(store.put(vec![new("s1", &old)]).await.unwrap(), [Stored::Stored]);
    assert_eq!(store.get(id(&old), None).await.unwrap().unwrap(), newer);
    assert_eq!(store.revisions(id(&old)).await.unwrap().len(), 1);
    assert_eq!(store.stats().await.unwrap().events, 0);
    assert_eq!(logged(&*store, Some(&before), 1).await.len(), 1, "a watcher sees the new record");
    assert_eq!(store.entity("wikidata:Q77").await.unwrap().unwrap().articles, 1);
}

pub async fn a_deleted_article_leaves_nothing(stand: &Stand) {
    let store = stand.store().await;
    let record = meeting("a", 1);
    let other = meeting("b", 2);
    store.put(vec![new("s1", &record), new("s2", &edited(&record, "Another text.")), new("s3", &other)]).await.unwrap();
    assert_eq!(store.delete(id(&record)).await.unwrap(), 2);
    assert_eq!(store.delete(id(&record)).await.unwrap(), 0);
    assert_eq!(store.get(id(&record), None).await.unwrap(), None);
    assert!(store.revisions(id(&record)).await.unwrap().is_empty());
    assert_eq!(store.entity("wikidata:Q77").await.unwrap().unwrap().articles, 1);
    assert!(store.search("another", &ArticleFilter::default(), &page(10, "")).await.unwrap().hits.is_empty());
    store.delete(id(&other)).await.unwrap();
    assert_eq!(store.entity("wikidata:Q77").await.unwrap(), None);
    assert_eq!(store.stats().await.unwrap().entities, 0);
    assert_eq!(store.put(vec![new("s4", &record)]).await.unwrap(), [Stored::Stored]);
}

pub async fn the_log_never_skips_a_record(stand: &Stand) {
    const WRITERS: usize = 4;
    const EACH: usize = 25;
    let store = stand.store().await;
    store.put(vec![new("", &article("before", "", "text", 1))]).await.unwrap();
    let start = logged(&*store, None, 1).await.pop().unwrap().position;
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let store = stand.store().await;
        writers.push(tokio::spawn(async move {
            for number in 0..EACH {
                let record = article(&format!("{writer}-{number}"), "", "text", number as u32);
                store.put(vec![new("", &record)]).await.unwrap();
            }
        }));
    }
    let mut seen = Vec::new();
    let mut position = start.clone();
    while seen.len() < WRITERS * EACH {
        for entry in store.log(Some(&position), 7).await.unwrap() {
            position = entry.position;
            seen.push(id(&entry.record).to_owned());
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), WRITERS * EACH);
    assert!(store.log(Some(&position), 7).await.unwrap().is_empty());
    let again = store.log(Some(&start), 1_000).await.unwrap();
    assert_eq!(again.iter().map(|entry| id(&entry.record)).collect::<Vec<_>>(), seen, "the order is stable");
    assert_eq!(store.log(Some("somewhere"), 7).await.unwrap_err().kind, Kind::Invalid);
    let end = store.log_end().await.unwrap();
    store.put(vec![new("", &article("after", "", "text", 1))]).await.unwrap();
    let after = logged(&*store, Some(&end), 1).await;
    assert_eq!(id(&after.last().unwrap().record), id(&article("after", "", "text", 1)));
}

pub async fn one_article_from_many_connections_is_stored_once(stand: &Stand) {
    let stores: Vec<Arc<dyn Store>> = futures::future::join_all((0..6).map(|_| stand.store())).await;
    let first = meeting("a", 1);
    let tasks = stores.iter().cloned().enumerate().map(|(number, store)| {
        let mut batch = vec![
            new(&format!("s{number}"), &first),
            new(&format!("r{number}"), &edited(&first, &format!("Text {}", number % 3))),
        ];
        batch.extend((0..8).map(|other| new(&format!("o{number}-{other}"), &meeting(&format!("m{other}"), other))));
        if number % 2 == 0 {
            batch.reverse();
        }
        tokio::spawn(async move { store.put(batch).await.unwrap() })
    });
    let results: Vec<Stored> = futures::future::join_all(tasks).await.into_iter().flat_map(Result::unwrap).collect();
    assert_eq!(results.iter().filter(|result| **result == Stored::Stored).count(), 1 + 3 + 8);
    let revisions = stores[0].revisions(id(&first)).await.unwrap();
    assert_eq!((revisions.len(), revisions.iter().filter(|revision| revision.current).count()), (4, 1));
    let account = stores[0].account().await.unwrap();
    assert_eq!((account.received, account.stored, account.duplicate), (60, 12, 48));
    assert_eq!(stores[0].entity("wikidata:Q77").await.unwrap().unwrap().articles, 9);
}

pub async fn any_text_is_kept_whole(stand: &Stand) {
    let store = stand.store().await;
    let text = "nul \0 here\r\n\n😀👩‍👩‍👧 עִבְרִית العَرَبِيَّة e\u{301}tat \u{202e}odd\u{202c} 東京タワー";
    let mut record = article("odd\0", "Title \0 with 😀 nul", text, 1);
    record.entities = vec![entity(
        "e\0",
        "N\0ul\tName\n",
        dateline_record::v1::entity::Kind::Other,
        dateline_record::v1::Links::default(),
    )];
    assert_eq!(store.put(vec![new("s\u{1}1", &record)]).await.unwrap(), [Stored::Stored]);
    assert_eq!(store.get(id(&record), None).await.unwrap().unwrap(), record);
    for query in ["nul here", "עברית", "العربية", "état", "\"東京\"", "タワー", "title:nul"] {
        let hits = store.search(query, &ArticleFilter::default(), &page(10, "")).await.unwrap().hits;
        assert_eq!(hits.len(), 1, "{query}");
    }
    let listed = store.list(&ArticleFilter::default(), &page(10, "")).await.unwrap();
    assert_eq!(listed.items[0].title, "Title \0 with 😀 nul");
    let huge = article("huge", "Huge", &"word ".repeat(400_000), 2);
    let many: String = (0..120_000).map(|number| format!("w{number} ")).collect();
    store.put(vec![new("s2", &huge), new("s3", &article("many", "Many", &many, 3))]).await.unwrap();
    assert_eq!(store.search("w100", &ArticleFilter::default(), &page(10, "")).await.unwrap().hits.len(), 1);
    let entry = LedgerEntry {
        submission_id: "s\0x".into(),
        state: State::Rejected.into(),
        detail: "a\0b".into(),
        ..LedgerEntry::default()
    };
    store.enter(vec![entry]).await.unwrap();
}

pub async fn records_that_cannot_be_stored_are_rejected(stand: &Stand) {
    let store = stand.store().await;
    let mut nameless = article("a", "", "text", 1);
    nameless.article.as_mut().unwrap().id.clear();
    let error = store.put(vec![new("s1", &nameless), new("s2", &article("b", "", "text", 1))]).await.unwrap_err();
    assert_eq!(error.kind, Kind::Rejected);
    assert_eq!(store.stats().await.unwrap().articles, 0, "a batch is stored whole or not at all");
}
