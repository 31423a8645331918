//! Near-duplicates.

use dateline_record::{
    fingerprint::Signature,
    v1::{ArticleFilter, ArticleRecord},
};
use dateline_storage::Store;

use crate::{fixtures::*, stands::Stand};

/// A story of forty sentences, the same for the same number.
fn story(number: u64, sentences: u64) -> String {
    (0..sentences)
        .map(|at| {
            let n = number * 7_919 + at * 104_729;
            format!(
                "Delegate Nummer{n} moved item {} of the budget for {} crowns after {} hours. ",
                n % 971,
                n % 50_021,
                n % 13
            )
        })
        .collect()
}

fn signed(name: &str, text: &str, minute: u32) -> ArticleRecord {
    let mut record = article(name, "Budget", text, minute);
    let article = record.article.as_mut().unwrap();
    article.fingerprint = Signature::of(text).map(|signature| signature.to_string()).unwrap_or_default();
    record
}

/// What an article is held to be a copy of.
async fn original(store: &dyn Store, record: &ArticleRecord) -> String {
    let article = store.get(id(record), None).await.unwrap().unwrap().article.unwrap();
    assert_eq!(article.duplicate_of.is_empty(), article.duplicate_similarity == 0.0);
    article.duplicate_of
}

/// What lists and searches say an article is a copy of; those left out when copies are, are checked too.
async fn shown(store: &dyn Store) -> Vec<(String, String, f64)> {
    let (all, originals) =
        (ArticleFilter::default(), ArticleFilter { originals_only: true, ..ArticleFilter::default() });
    let listed = store.list(&all, &page(100, "")).await.unwrap().items;
    for filter in [&all, &originals] {
        let mut expected = listed.clone();
        expected.retain(|item| !filter.originals_only || item.duplicate_of.is_empty());
        assert_eq!(store.list(filter, &page(100, "")).await.unwrap().items, expected);
        let found = store.search("budget", filter, &page(100, "")).await.unwrap().hits.into_iter();
        let mut found: Vec<_> = found.filter_map(|hit| hit.article).collect();
        found.sort_by_key(|item| expected.iter().position(|other| other.id == item.id));
        assert_eq!(found, expected);
    }
    let told = listed.into_iter().map(|item| (item.external_id, item.duplicate_of, item.duplicate_similarity));
    told.collect()
}

pub async fn lists_and_searches_tell_copies_and_leave_them_out_when_asked(stand: &Stand) {
    let store = stand.store().await;
    let (first, copy, other) =
        (signed("first", &story(5, 30), 1), signed("copy", &story(5, 24), 2), signed("other", &story(6, 30), 3));
    let put = async |record: &ArticleRecord| drop(store.put(vec![new("", record)]).await.unwrap());
    put(&copy).await;
    put(&other).await;
    assert!(shown(&*store).await.iter().all(|(_, of, similarity)| of.is_empty() && *similarity == 0.0));
    put(&first).await;
    let told = shown(&*store).await;
    let [(_, none, _), (_, of, similarity), (_, neither, _)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((none.as_str(), of.as_str(), neither.as_str()), ("", id(&first), ""));
    assert!(*similarity > 0.8 && *similarity <= 1.0, "{similarity}");
    let before = shown(&*store).await;
    store.reindex(None, 100).await.unwrap();
    assert_eq!(shown(&*store).await, before);
    store.delete(id(&first)).await.unwrap();
    assert!(shown(&*store).await.iter().all(|(_, of, _)| of.is_empty()));
}

pub async fn copies_are_linked_to_the_earliest_whatever_comes_first(stand: &Stand) {
    let store = stand.store().await;
    let first = signed("first", &story(1, 40), 10);
    let cut = signed("cut", &story(1, 18), 20);
    let late = signed("late", &format!("Our own words come before it. {}", story(1, 30)), 30);
    let other = signed("other", &story(2, 40), 5);
    let put = async |records: &[&ArticleRecord]| {
        store.put(records.iter().map(|record| new("", record)).collect()).await.unwrap();
    };
    put(&[&late, &other]).await;
    assert_eq!(original(&*store, &late).await, "");
    put(&[&cut]).await;
    assert_eq!(original(&*store, &late).await, id(&cut));
    put(&[&first]).await;
    // Again, as a broker may send it.
    put(&[&cut, &late, &first]).await;
    for (record, expected) in [(&first, ""), (&cut, id(&first)), (&late, id(&first)), (&other, "")] {
        assert_eq!(original(&*store, record).await, expected);
    }
    store.delete(id(&first)).await.unwrap();
    assert_eq!((original(&*store, &cut).await.as_str(), original(&*store, &late).await.as_str()), ("", id(&cut)));
}

pub async fn a_batch_links_its_own_copies_and_a_revision_its_new_text(stand: &Stand) {
    let store = stand.store().await;
    let (first, copy) = (signed("a", &story(3, 20), 1), signed("b", &story(3, 20), 2));
    store.put(vec![new("1", &copy), new("2", &first)]).await.unwrap();
    assert_eq!(original(&*store, &copy).await, id(&first));
    let mut changed = edited(&copy, &story(4, 20));
    let article = changed.article.as_mut().unwrap();
    article.fingerprint = Signature::of(&article.text).unwrap().to_string();
    article.modified_at = Some(dateline_record::v1::DocumentTime {
        value: "2024-04-03T00:00:00Z".into(),
        ..dateline_record::v1::DocumentTime::default()
    });
    store.put(vec![new("3", &changed)]).await.unwrap();
    assert_eq!(original(&*store, &changed).await, "");
}

pub async fn more_copies_than_are_compared_are_linked_to_the_earliest(stand: &Stand) {
    let store = stand.store().await;
    let records: Vec<_> = (0..260)
        .map(|minute| signed(&format!("copy-{minute}"), &story(7, 20 + u64::from(minute % 3)), minute))
        .collect();
    // From the last to the first, but for a few that come at the end.
    let (late, early): (Vec<_>, Vec<_>) = records.iter().rev().partition(|record| id(record) > "b" && id(record) < "c");
    for batch in early.chunks(30).chain(late.chunks(7)) {
        store.put(batch.iter().map(|record| new("", record)).collect()).await.unwrap();
    }
    let originals = async || -> Vec<String> {
        let listed = store.list(&ArticleFilter::default(), &page(1_000, "")).await.unwrap().items;
        listed.into_iter().rev().map(|item| item.duplicate_of).collect()
    };
    let all_of = |first: usize| -> Vec<String> {
        let copies = vec![id(&records[first]).to_owned(); records.len() - first - 1];
        [vec![String::new()], copies].concat()
    };
    assert_eq!(originals().await, all_of(0));
    store.delete(id(&records[0])).await.unwrap();
    assert_eq!(originals().await, all_of(1));
    let mut revised = edited(&records[1], &story(8, 20));
    let article = revised.article.as_mut().unwrap();
    article.fingerprint = Signature::of(&article.text).unwrap().to_string();
    store.put(vec![new("", &revised)]).await.unwrap();
    assert_eq!(originals().await, [vec![String::new()], all_of(2)].concat());
    let mut short = edited(&records[2], "Nothing is left of it");
    short.article.as_mut().unwrap().fingerprint.clear();
    store.put(vec![new("", &short)]).await.unwrap();
    assert_eq!(originals().await, [vec![String::new(); 2], all_of(3)].concat());
}

pub async fn writers_of_one_story_link_its_copies_to_the_earliest(stand: &Stand) {
    let stores = [stand.store().await, stand.store().await, stand.store().await, stand.store().await];
    let records: Vec<_> = (0..48).map(|minute| signed(&format!("{minute}"), &story(9, 20), minute)).collect();
    let write = async |store: &dyn Store, first: usize| {
        for record in records.iter().rev().skip(first).step_by(stores.len()) {
            store.put(vec![new("", record)]).await.unwrap();
        }
    };
    futures::join!(write(&*stores[0], 0), write(&*stores[1], 1), write(&*stores[2], 2), write(&*stores[3], 3));
    for record in &records[1..] {
        assert_eq!(original(&*stores[0], record).await, id(&records[0]));
    }
}

pub async fn links_that_are_lost_come_back_by_reindexing(stand: &Stand) {
    let store = stand.store().await;
    let records: Vec<_> = (0..5).map(|minute| signed(&format!("{minute}"), &story(1, 20), minute)).collect();
    store.put(records.iter().map(|record| new("", record)).collect()).await.unwrap();
    let before = shown(&*store).await;
    assert_eq!(before.iter().filter(|(_, of, _)| of == id(&records[0])).count(), 4);
    stand.execute("DELETE FROM copies; DELETE FROM copy_keys").await;
    assert_ne!(shown(&*store).await, before);
    let mut cursor = store.reindex(None, 2).await.unwrap().0;
    while cursor.is_some() {
        cursor = store.reindex(cursor.as_deref(), 2).await.unwrap().0;
    }
    assert_eq!(shown(&*store).await, before);
    assert_eq!(original(&*store, &records[3]).await, id(&records[0]));
}
