//! The server: limits, health, reflection, gRPC-Web, and a drain at the end.

use std::{net::SocketAddr, num::NonZero, sync::Arc, thread::available_parallelism, time::Duration};

use dateline_extraction::Extractor;
use dateline_messaging::Bus;
use dateline_record::FILE_DESCRIPTOR_SET;
use dateline_storage::Store;
use futures::StreamExt as _;
use thiserror::Error;
use tokio::{
    net::TcpListener,
    sync::{Semaphore, oneshot, watch},
};
use tokio_util::sync::CancellationToken;
use tonic::{
    codec::CompressionEncoding,
    codegen::http::{HeaderName, HeaderValue},
    service::Routes,
    transport::Server,
};
use tonic_health::{ServingStatus, pb::FILE_DESCRIPTOR_SET as HEALTH, server::HealthReporter};
use tonic_web::GrpcWebLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::{
    Config,
    call::{CallLayer, REQUEST_ID},
    incoming::connections,
    proto::{
        admin_service_server::AdminServiceServer, article_service_server::ArticleServiceServer,
        entity_service_server::EntityServiceServer, extraction_service_server::ExtractionServiceServer,
        fact_service_server::FactServiceServer, watch_service_server::WatchServiceServer,
    },
    services::{Admin, Articles, Context, Entities, Extraction, Facts, Watch},
};

/// Bytes of all headers of a request at most.
const HEADER_BYTES: u32 = 16 << 10;
/// Streams that the server itself reset, for which it still answers frames; more end the connection.
const LOCAL_RESETS: usize = 256;
/// Pause before the gateway listens for notices again after the bus was lost.
const NOTICE_PAUSE: Duration = Duration::from_secs(1);

/// The gateway cannot run.
#[derive(Debug, Error)]
pub enum Error {
    /// The address cannot be had.
    #[error("cannot listen on {address}: {source}; choose another `gateway.listen`")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// A setting is wrong.
    #[error("{0}")]
    Config(String),
    /// The server failed.
    #[error("the gateway's server failed: {0}")]
    Serve(#[from] tonic::transport::Error),
    /// Reflection cannot be built from the contract.
    #[error("reflection cannot be built: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
}

/// Serves the API until `shutdown`, then drains. Sends the bound address to `bound` once it listens.
///
/// # Errors
/// When the address cannot be had or a setting is wrong.
pub async fn run(
    config: Config,
    bus: Arc<dyn Bus>,
    store: Arc<dyn Store>,
    extractor: Extractor,
    shutdown: CancellationToken,
    bound: Option<oneshot::Sender<SocketAddr>>,
) -> Result<(), Error> {
    let (cors, drain, connection_limit) = (cors(&config.cors_origins)?, config.drain, config.max_connections);
    let listening = |source| Error::Listen { address: config.listen, source };
    let listener = TcpListener::bind(config.listen).await.map_err(listening)?;
    let address = listener.local_addr().map_err(listening)?;

    let (reporter, health) = tonic_health::server::health_reporter();
    let (announce, stored) = watch::channel(0);
    let mut server = builder(&config)
        .layer(cors)
        .layer(GrpcWebLayer::new())
        .layer(CallLayer::new(config.max_calls, config.request_timeout));
    let context = Arc::new(context(config, bus, store, extractor, shutdown.clone(), stored));
    let mut routes = routes(&context)?;
    routes.add_service(health);

    let status = check(&context).await;
    reporter.set_service_status("", status).await;
    tracing::info!(%address, "gateway listens");
    if let Some(bound) = bound {
        // A caller that went away does not need the address.
        let _ = bound.send(address);
    }
    let serving = server
        .add_routes(routes.routes())
        .serve_with_incoming_shutdown(connections(listener, connection_limit), shutdown.cancelled());
    tokio::select! {
        served = serving => served?,
        () = watch_readiness(&context, reporter, status, drain) => tracing::warn!("connections were still open when the drain ended"),
        () = announce_stored(&context, announce) => {}
    }
    Ok(())
}

fn context(
    config: Config,
    bus: Arc<dyn Bus>,
    store: Arc<dyn Store>,
    extractor: Extractor,
    shutdown: CancellationToken,
    stored: watch::Receiver<u64>,
) -> Context {
    let processors = available_parallelism().map_or(1, NonZero::get);
    let extractions = if config.max_extractions == 0 { processors } else { config.max_extractions };
    Context {
        watches: Arc::new(Semaphore::new(config.max_watches)),
        submit_streams: Arc::new(Semaphore::new(config.max_submit_streams)),
        extractions: Arc::new(Semaphore::new(extractions)),
        config,
        store,
        bus,
        extractor,
        shutdown,
        stored,
    }
}

/// Everything that tonic leaves open by default is set here.
fn builder(config: &Config) -> Server {
    Server::builder()
        .accept_http1(true)
        .max_concurrent_streams(config.max_streams_per_connection)
        .http2_max_local_error_reset_streams(Some(LOCAL_RESETS))
        .http2_max_header_list_size(HEADER_BYTES)
        .http2_keepalive_interval(Some(config.keepalive_interval))
        .http2_keepalive_timeout(Some(config.keepalive_timeout))
        .max_connection_age(config.max_connection_age)
}

/// A service with the limits and encodings of every service.
macro_rules! limited {
    ($server:ident, $service:expr, $config:expr) => {{
        let service = $server::new($service)
            .max_decoding_message_size($config.max_request_bytes)
            .max_encoding_message_size($config.max_response_bytes)
            .accept_compressed(CompressionEncoding::Gzip);
        if $config.compress_responses { service.send_compressed(CompressionEncoding::Gzip) } else { service }
    }};
}

fn routes(context: &Arc<Context>) -> Result<tonic::service::RoutesBuilder, Error> {
    let config = &context.config;
    let mut routes = Routes::builder();
    routes
        .add_service(limited!(ArticleServiceServer, Articles(Arc::clone(context)), config))
        .add_service(limited!(ExtractionServiceServer, Extraction(Arc::clone(context)), config))
        .add_service(limited!(FactServiceServer, Facts(Arc::clone(context)), config))
        .add_service(limited!(EntityServiceServer, Entities(Arc::clone(context)), config))
        .add_service(limited!(WatchServiceServer, Watch(Arc::clone(context)), config))
        .add_service(limited!(AdminServiceServer, Admin(Arc::clone(context)), config));
    if config.reflection {
        let reflection = || {
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(FILE_DESCRIPTOR_SET)
                .register_encoded_file_descriptor_set(HEALTH)
        };
        routes.add_service(reflection().build_v1()?).add_service(reflection().build_v1alpha()?);
    }
    Ok(routes)
}

fn cors(origins: &[String]) -> Result<CorsLayer, Error> {
    let origin = match origins {
        [any] if any == "*" => AllowOrigin::any(),
        origins => {
            let value = |origin: &String| {
                HeaderValue::from_str(origin).map_err(|_| {
                    Error::Config(format!(
                        "`gateway.cors_origins`: `{origin}` is no origin such as `https://example.org`"
                    ))
                })
            };
            AllowOrigin::list(origins.iter().map(value).collect::<Result<Vec<_>, _>>()?)
        }
    };
    let exposed = ["grpc-status", "grpc-message", "grpc-status-details-bin", REQUEST_ID].map(HeaderName::from_static);
    let allowed = ["content-type", "grpc-timeout", "x-grpc-web", "x-user-agent", "traceparent", REQUEST_ID]
        .map(HeaderName::from_static);
    Ok(CorsLayer::new()
        .allow_origin(origin)
        .allow_methods([tonic::codegen::http::Method::POST])
        .allow_headers(allowed)
        .expose_headers(exposed)
        .max_age(Duration::from_secs(3600)))
}

/// Keeps health true to store and bus until shutdown; returns when the drain has taken all the time it may.
async fn watch_readiness(context: &Context, mut reporter: HealthReporter, mut status: ServingStatus, drain: Duration) {
    while context.shutdown.run_until_cancelled(tokio::time::sleep(context.config.readiness_interval)).await.is_some() {
        let now = check(context).await;
        if now != status {
            tracing::info!(status = %now, "readiness changed");
            reporter.set_service_status("", now).await;
            status = now;
        }
    }
    reporter.set_service_status("", ServingStatus::NotServing).await;
    // Ends the streams of those who watch health, which would keep their connections open.
    reporter.clear_service_status("").await;
    tokio::time::sleep(drain).await;
}

async fn check(context: &Context) -> ServingStatus {
    let ready = tokio::time::timeout(context.config.readiness_interval, async {
        let (store, bus) = tokio::join!(context.store.ready(), context.bus.ready());
        let store = store.map_err(|error| error.to_string());
        store.and(bus.map_err(|error| error.to_string()))
    });
    match ready.await {
        Ok(Ok(())) => ServingStatus::Serving,
        Ok(Err(error)) => {
            tracing::warn!(error, "not ready");
            ServingStatus::NotServing
        }
        Err(_) => {
            tracing::warn!("not ready: store or bus does not answer");
            ServingStatus::NotServing
        }
    }
}

/// Wakes the watches at every notice of the bus; never returns.
async fn announce_stored(context: &Context, announce: watch::Sender<u64>) {
    loop {
        match context.bus.stored().await {
            Ok(mut notices) => {
                while notices.next().await.is_some() {
                    announce.send_modify(|count| *count += 1);
                }
            }
            Err(error) => tracing::warn!(error = %error, "no notices of stored records: watches poll the store"),
        }
        tokio::time::sleep(NOTICE_PAUSE).await;
    }
}
