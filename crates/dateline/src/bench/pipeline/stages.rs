//! How long each stage had batches in hand, read from the metrics that a running service shows.

use std::collections::BTreeMap;

use dateline_telemetry::side;
use metrics_exporter_prometheus::PrometheusHandle;

use crate::bench::meter::Row;

/// The sums of the histogram, a line a queue.
const SUM: &str = "dateline_handle_seconds_sum{queue=\"";

/// A look at the metrics of this process.
pub(super) struct Stages {
    metrics: PrometheusHandle,
    before: BTreeMap<String, f64>,
}

impl Stages {
    /// Sets metrics up for the process, once.
    pub(super) fn new() -> anyhow::Result<Self> {
        Ok(Self { metrics: side::install_metrics()?, before: BTreeMap::new() })
    }

    /// Counts from now on.
    pub(super) fn start(&mut self) {
        self.before = seconds(&self.metrics.render());
    }

    /// The time for each of `count` articles since the start, a row a queue.
    pub(super) fn rows(&self, count: u64) -> Vec<Row> {
        let row = |(queue, seconds): (String, f64)| {
            let handling = seconds - self.before.get(&queue).copied().unwrap_or(0.0);
            let handling_ms = Some(handling * 1_000.0 / count.max(1) as f64);
            Row { measure: format!("  of that on {queue}"), count, handling_ms, ..Row::default() }
        };
        seconds(&self.metrics.render()).into_iter().map(row).collect()
    }
}

/// Seconds by queue.
fn seconds(metrics: &str) -> BTreeMap<String, f64> {
    let sum = |line: &str| {
        let (queue, seconds) = line.strip_prefix(SUM)?.split_once("\"} ")?;
        Some((queue.to_owned(), seconds.parse().ok()?))
    };
    metrics.lines().filter_map(sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_by_queue() {
        let metrics = "# TYPE dateline_handle_seconds histogram\n\
            dateline_handle_seconds_bucket{queue=\"ledger\",le=\"0.001\"} 3\n\
            dateline_handle_seconds_sum{queue=\"ledger\"} 0.25\n\
            dateline_handle_seconds_count{queue=\"ledger\"} 4\n\
            dateline_handle_seconds_sum{queue=\"articles.parsed\"} 2\n";
        let expected = [("articles.parsed".to_owned(), 2.0), ("ledger".to_owned(), 0.25)];
        assert_eq!(seconds(metrics), BTreeMap::from(expected));
    }
}
