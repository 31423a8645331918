//! Every setting of the gateway with its default.

use std::{net::SocketAddr, time::Duration};

use dateline_ingest::Limits;
use dateline_messaging::duration;
use serde::{Deserialize, Serialize};

/// Settings of the gateway. tonic's own defaults are open to exhaustion; each limit here is set on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address to listen on. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// Connections at most; further ones wait to be accepted.
    pub max_connections: usize,
    /// Streams on one connection at most.
    pub max_streams_per_connection: u32,
    /// Calls at work at the same time, on all connections; further ones fail with RESOURCE_EXHAUSTED. Streams have limits of their own.
    pub max_calls: usize,
    /// Watches at the same time, on all connections.
    pub max_watches: usize,
    /// SubmitArticles streams at the same time, on all connections.
    pub max_submit_streams: usize,
    /// Articles that one SubmitArticles stream takes.
    pub max_submit_items: usize,
    /// Longest pause between two articles of a SubmitArticles stream.
    #[serde(with = "duration")]
    pub submit_idle_timeout: Duration,
    /// Extract calls computed at the same time; 0 for one a processor.
    pub max_extractions: usize,
    /// Bytes of a request message at most, after decompression.
    pub max_request_bytes: usize,
    /// Bytes of a response message at most.
    pub max_response_bytes: usize,
    /// Time for a call whose client sets no deadline. Streams have none.
    #[serde(with = "duration")]
    pub request_timeout: Duration,
    /// A connection is told to end after this time, so that clients spread over new replicas.
    #[serde(with = "duration")]
    pub max_connection_age: Duration,
    /// How often a silent connection is pinged.
    #[serde(with = "duration")]
    pub keepalive_interval: Duration,
    /// How long a ping may take before the connection is closed.
    #[serde(with = "duration")]
    pub keepalive_timeout: Duration,
    /// How long calls may take to end after shutdown begins.
    #[serde(with = "duration")]
    pub drain: Duration,
    /// How often store and bus are asked whether they are ready.
    #[serde(with = "duration")]
    pub readiness_interval: Duration,
    /// How often a watch looks into the store when no notice comes.
    #[serde(with = "duration")]
    pub watch_poll: Duration,
    /// How often a watch with nothing to say sends its resume token.
    #[serde(with = "duration")]
    pub watch_heartbeat: Duration,
    /// A submission in flight for longer is overdue, and the account does not balance. Longer than the longest delayed retry.
    #[serde(with = "duration")]
    pub overdue_after: Duration,
    /// Compresses responses with gzip for clients that accept it. Costs CPU: worth it over slow links only.
    pub compress_responses: bool,
    /// Answers server reflection, for grpcurl and the like.
    pub reflection: bool,
    /// Web origins that may call over gRPC-Web; `*` for all. None when empty.
    pub cors_origins: Vec<String>,
    /// What articles are accepted; the role that ingests has its own copy of this setting.
    #[serde(skip)]
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 50051)),
            max_connections: 1024,
            max_streams_per_connection: 128,
            max_calls: 512,
            max_watches: 512,
            max_submit_streams: 64,
            max_submit_items: 50_000,
            submit_idle_timeout: Duration::from_secs(60),
            max_extractions: 0,
            max_request_bytes: 20 << 20,
            max_response_bytes: 64 << 20,
            request_timeout: Duration::from_secs(30),
            max_connection_age: Duration::from_secs(30 * 60),
            keepalive_interval: Duration::from_secs(30),
            keepalive_timeout: Duration::from_secs(10),
            drain: Duration::from_secs(20),
            readiness_interval: Duration::from_secs(5),
            watch_poll: Duration::from_secs(5),
            watch_heartbeat: Duration::from_secs(15),
            overdue_after: Duration::from_secs(60 * 60),
            compress_responses: false,
            reflection: true,
            cors_origins: Vec::new(),
            limits: Limits::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let written = serde_json::to_string(&Config::default()).unwrap();
        assert_eq!(serde_json::from_str::<Config>(&written).unwrap(), Config::default());
    }

    #[test]
    fn an_unknown_key_and_a_bare_number_are_refused() {
        assert!(serde_json::from_str::<Config>(r#"{"max_conections": 3}"#).is_err());
        assert!(serde_json::from_str::<Config>(r#"{"drain": "20"}"#).is_err());
    }
}
