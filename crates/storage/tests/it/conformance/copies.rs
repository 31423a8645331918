//! Near-duplicates.

use dateline_record::{fingerprint::Signature, v1::ArticleRecord};
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
