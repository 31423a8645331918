//! The order of PostgreSQL's log, which is that of its transactions.

use crate::{fixtures::*, stands::Stand};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_goes_on_when_transaction_numbers_grow_a_digit() {
    let stand = Stand::postgres().await;
    let store = stand.store().await;
    for minute in 0..4 {
        let name = format!("n{minute}");
        store.put(vec![new(&name, &article(&name, "A title", "A text.", minute))]).await.unwrap();
    }
    // As if these were the transactions 8, 9, 10 and 11.
    stand.execute("UPDATE revisions SET xid = (7 + seq)::text::xid8").await;
    let (mut seen, mut position) = (Vec::new(), None);
    while let Some(entry) = store.log(position.as_deref(), 1).await.unwrap().pop() {
        seen.push(entry.record.article.as_ref().unwrap().external_id.clone());
        position = Some(entry.position);
        assert!(seen.len() <= 4, "the log goes in circles: {seen:?}");
    }
    assert_eq!(seen, ["n0", "n1", "n2", "n3"]);
}
