//! The bus alone and the store alone, on what the pipeline carried.

use std::{sync::Arc, time::Duration};

use dateline_messaging::{Bus, Message, Queue};
use dateline_record::{
    ids,
    v1::{ArticleRecord, Lane},
};
use dateline_storage::{Store, store::NewRecord};

use super::submit;
use crate::{
    bench::{
        ground::Ground,
        meter::{Meter, Row},
    },
    serve::backends::{bus_error, store_error},
};

/// Records read from the log together.
const PAGE: usize = 256;

/// Each message published, confirmed, taken and acknowledged once, on a bus of its own.
pub(super) async fn bus(ground: &Ground, messages: Vec<Message>, pids: &[u32]) -> anyhow::Result<Row> {
    let mut config = ground.config.bus.clone();
    config.prefix.push_str("-bare");
    if config.url.starts_with("embedded:") {
        config.url.push_str("-bare");
    }
    let bus = dateline_messaging::open(&config).map_err(bus_error)?;
    bus.declare().await.map_err(bus_error)?;
    let count = messages.len();
    let meter = Meter::start(pids);
    tokio::try_join!(submit(&bus, messages), take(ground, &bus, count))?;
    let row = meter.row("bus alone: publish, confirm, take, ack", count as u64);
    bus.close().await;
    Ok(row)
}

/// Takes and acknowledges `count` messages.
async fn take(ground: &Ground, bus: &Arc<dyn Bus>, count: usize) -> anyhow::Result<()> {
    let options = &ground.config.worker;
    let queue = Queue::Submitted(Lane::Live);
    let mut consumer = bus.consume(queue, options.prefetch).await.map_err(bus_error)?;
    let mut taken = 0;
    while taken < count {
        let linger = Duration::from_millis(options.linger_ms);
        let deliveries = consumer.next(options.batch, linger).await.map_err(bus_error)?;
        let tags: Vec<u64> = deliveries.iter().map(|delivery| delivery.tag).collect();
        consumer.ack(&tags).await.map_err(bus_error)?;
        taken += tags.len();
    }
    consumer.close().await;
    Ok(())
}

/// As many records as the pipeline made, under other names, stored once more.
pub(super) async fn store(ground: &Ground, store: &Arc<dyn Store>, count: u64, pids: &[u32]) -> anyhow::Result<Row> {
    let mut records: Vec<NewRecord> = Vec::new();
    let mut position = None;
    while (records.len() as u64) < count {
        let entries = store.log(position.as_deref(), PAGE).await.map_err(store_error)?;
        let Some(last) = entries.last() else { break };
        position = Some(last.position.clone());
        records.extend(entries.iter().map(|entry| renamed(ArticleRecord::clone(&entry.record))));
    }
    records.truncate(count as usize);
    let count = records.len() as u64;
    let meter = Meter::start(pids);
    ground.put(store, records.into_iter()).await?;
    Ok(meter.row("store alone: put", count))
}

/// The same record as one of another article.
fn renamed(mut record: ArticleRecord) -> NewRecord {
    if let Some(article) = &mut record.article {
        article.external_id.push_str("-again");
        article.url.push_str("-again");
        article.canonical_url.push_str("-again");
        article.id = ids::article_id(article);
    }
    let submission_id = record.article.as_ref().map(|article| article.external_id.clone()).unwrap_or_default();
    NewRecord { submission_id, record }
}
