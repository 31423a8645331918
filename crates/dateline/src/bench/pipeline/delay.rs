//! How long it takes from the submission of one article until a reader of the log sees its record.

use std::{collections::HashMap, sync::Arc, time::Duration};

use anyhow::ensure;
use dateline_messaging::Bus;
use dateline_storage::Store;
use futures::StreamExt as _;
use tokio::time::{Instant, sleep_until, timeout};

use super::PATIENCE;
use crate::{
    bench::{articles, meter::Row},
    serve::backends::{bus_error, store_error},
};

/// How long submissions go on, and how many there are at least and at most.
const SPAN: f64 = 30.0;
const COUNT: (f64, f64) = (20.0, 500.0);
/// How long the reader waits for a notice before it looks by itself.
const LOOK: Duration = Duration::from_millis(5);
/// Records read together.
const PAGE: usize = 256;

/// Submits articles from number `first` on at a steady rate a second. The time of each counts from when it was due.
pub(super) async fn measure(bus: &Arc<dyn Bus>, store: &Arc<dyn Store>, first: u64, rate: f64) -> anyhow::Result<Row> {
    let count = (rate * SPAN).clamp(COUNT.0, COUNT.1) as u64;
    let start = Instant::now();
    let due = |number: u64| start + Duration::from_secs_f64(number as f64 / rate.max(0.01));
    let submitting = async {
        for number in 0..count {
            sleep_until(due(number)).await;
            bus.publish(vec![articles::message(first + number)]).await.map_err(bus_error)?;
        }
        Ok(())
    };
    let ((), seen) = tokio::try_join!(submitting, watch(bus, store, count as usize))?;
    let times = (0..count).filter_map(|number| {
        let seen = seen.get(&articles::article(first + number).id)?;
        Some(seen.saturating_duration_since(due(number)).as_secs_f64() * 1_000.0)
    });
    let row = Row::times("submitted until visible, at a tenth of that", times.collect());
    ensure!(row.count == count, "{} of {count} articles came into the log", row.count);
    Ok(Row { per_second: Some(rate), ..row })
}

/// When each of `count` articles, by its external id, came into the log.
async fn watch(bus: &Arc<dyn Bus>, store: &Arc<dyn Store>, count: usize) -> anyhow::Result<HashMap<String, Instant>> {
    let mut position = store.log_end().await.map_err(store_error)?;
    let mut notices = bus.stored().await.map_err(bus_error)?;
    let (mut seen, mut last) = (HashMap::new(), Instant::now());
    while seen.len() < count {
        let entries = store.log(Some(&position), PAGE).await.map_err(store_error)?;
        let now = Instant::now();
        if entries.is_empty() {
            ensure!(last.elapsed() < PATIENCE, "the pipeline stands still: {} of {count} articles came", seen.len());
            // A notice is a hint only; without one the log is looked at all the same.
            let _ = timeout(LOOK, notices.next()).await;
            continue;
        }
        last = now;
        for entry in entries {
            let article = entry.record.article.as_ref();
            seen.insert(article.map(|article| article.external_id.clone()).unwrap_or_default(), now);
            position = entry.position;
        }
    }
    Ok(seen)
}
