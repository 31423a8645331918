//! Life and readiness over gRPC health, on a port of its own, so that probes are answered when the API is full.

use std::{net::SocketAddr, time::Duration};

use tokio_util::sync::CancellationToken;
use tonic::transport::Server;
use tonic_health::{ServingStatus, server::HealthReporter};

use crate::Health;

/// How often life and readiness are looked at.
const INTERVAL: Duration = Duration::from_secs(2);

/// Serves the health services `live` and `ready` until `end`.
///
/// # Errors
/// When the address cannot be had.
pub async fn serve(address: SocketAddr, health: Health, end: CancellationToken) -> Result<(), tonic::transport::Error> {
    let (reporter, service) = tonic_health::server::health_reporter();
    let server = Server::builder().max_concurrent_streams(32).add_service(service);
    tokio::select! {
        served = server.serve_with_shutdown(address, end.cancelled()) => served,
        () = report(health, reporter) => Ok(()),
    }
}

async fn report(health: Health, reporter: HealthReporter) {
    loop {
        reporter.set_service_status("live", status(health.alive().is_ok())).await;
        reporter.set_service_status("ready", status(health.ready().await.is_ok())).await;
        tokio::time::sleep(INTERVAL).await;
    }
}

fn status(well: bool) -> ServingStatus {
    if well { ServingStatus::Serving } else { ServingStatus::NotServing }
}
