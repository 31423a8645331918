//! Clients of the API: the generated ones, and a connection with sane limits.

use std::time::Duration;

use tonic::transport::{Channel, Endpoint};

pub use crate::proto::{
    admin_service_client::AdminServiceClient, article_service_client::ArticleServiceClient,
    entity_service_client::EntityServiceClient, extraction_service_client::ExtractionServiceClient,
    fact_service_client::FactServiceClient, watch_service_client::WatchServiceClient,
};

/// Bytes of a message that a client should take and send: pass it to `max_decoding_message_size` and
/// `max_encoding_message_size`, since tonic's own limit of 4 MiB is below a large record.
pub const MAX_MESSAGE_BYTES: usize = 64 << 20;

/// Connects to a gateway at `http://host:port`. Dead connections are noticed within 40 seconds.
///
/// # Errors
/// When the URL is wrong, or nobody answers within 10 seconds.
pub async fn connect(url: impl Into<String>) -> Result<Channel, tonic::transport::Error> {
    Endpoint::from_shared(url.into())?
        .connect_timeout(Duration::from_secs(10))
        .http2_keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(Duration::from_secs(10))
        .tcp_nodelay(true)
        .connect()
        .await
}
