//! The HTTP side port, apart from the API so that it answers when the API is full.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{Error, Health};

/// Bounds of the buckets of every `…_seconds` histogram.
const SECONDS: [f64; 12] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0];

/// How often old samples are folded into their buckets.
const UPKEEP: Duration = Duration::from_secs(5);

/// Sets up metrics for the process, once.
///
/// # Errors
/// When metrics were set up before.
pub fn install_metrics() -> Result<PrometheusHandle, Error> {
    let suffix = Matcher::Suffix("_seconds".to_owned());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(suffix, &SECONDS);
    let builder = builder.map_err(|error| Error::Twice(error.to_string()))?;
    builder.install_recorder().map_err(|error| Error::Twice(error.to_string()))
}

/// A side port that listens and does not serve yet.
#[derive(Debug)]
pub struct SidePort {
    listener: TcpListener,
}

impl SidePort {
    /// Takes the address.
    ///
    /// # Errors
    /// When it cannot be had.
    pub async fn bind(address: SocketAddr) -> Result<Self, Error> {
        let listener = TcpListener::bind(address).await.map_err(|source| Error::Listen { address, source })?;
        Ok(Self { listener })
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        self.listener.local_addr().ok()
    }

    /// Serves `/livez`, `/readyz` and `/metrics` until `end`, which comes after the drain: a process that drains is
    /// alive and not ready.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self, health: Health, metrics: PrometheusHandle, end: CancellationToken) -> std::io::Result<()> {
        let upkeep = metrics.clone();
        let router = Router::new()
            .route("/livez", get(livez))
            .route("/readyz", get(readyz))
            .with_state(health.clone())
            .route("/metrics", get(async move || metrics.render()));
        let server = axum::serve(self.listener, router).with_graceful_shutdown(end.clone().cancelled_owned());
        tokio::select! {
            served = server => served,
            () = health.beat() => Ok(()),
            () = keep_up(upkeep) => Ok(()),
        }
    }
}

async fn keep_up(metrics: PrometheusHandle) {
    loop {
        tokio::time::sleep(UPKEEP).await;
        metrics.run_upkeep();
    }
}

async fn livez(State(health): State<Health>) -> (StatusCode, String) {
    answer(health.alive().map_err(|problem| vec![problem]))
}

async fn readyz(State(health): State<Health>) -> (StatusCode, String) {
    answer(health.ready().await)
}

fn answer(state: Result<(), Vec<String>>) -> (StatusCode, String) {
    match state {
        Ok(()) => (StatusCode::OK, "ok\n".to_owned()),
        Err(problems) => (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", problems.join("\n"))),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    async fn get_status(address: SocketAddr, path: &str) -> String {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn the_side_port_tells_life_readiness_and_metrics() {
        let (draining, end) = (CancellationToken::new(), CancellationToken::new());
        let health = Health::new(Duration::from_secs(30), draining.clone());
        let port = SidePort::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let address = port.address().unwrap();
        let served = tokio::spawn(port.serve(health, install_metrics().unwrap(), end.clone()));
        metrics::counter!("dateline_test_total").increment(3);
        assert!(get_status(address, "/livez").await.starts_with("HTTP/1.1 200"));
        assert!(get_status(address, "/readyz").await.starts_with("HTTP/1.1 200"));
        assert!(get_status(address, "/metrics").await.contains("dateline_test_total 3"));
        draining.cancel();
        let answer = get_status(address, "/readyz").await;
        assert!(answer.starts_with("HTTP/1.1 503") && answer.ends_with("draining\n"), "{answer}");
        assert!(get_status(address, "/livez").await.starts_with("HTTP/1.1 200"));
        end.cancel();
        served.await.unwrap().unwrap();
    }
}
