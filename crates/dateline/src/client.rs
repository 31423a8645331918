//! Clients of the API.
//!
//! - [`submit`]: files to a server, and what became of them;
//! - [`query`]: `get`, `search`, `events`, `quotes`, `watch`;
//! - [`revisions`]: the revisions of an article and their differences;
//! - [`admin`]: `stats`, `queues`, `quarantine`;
//! - [`table`]: tables for a terminal, JSON lines for everything else.

pub(crate) mod admin;
pub(crate) mod query;
pub(crate) mod revisions;
pub(crate) mod submit;
pub(crate) mod table;

use std::future::Future;

use dateline_gateway::client;
use tonic::{Status, transport::Channel};

use crate::exit::{Outcome, server, usage};

/// Which server, and how answers are shown.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Target {
    /// The server
    #[arg(long, env = "DATELINE_SERVER", default_value = "http://127.0.0.1:50051", value_name = "URL")]
    server: String,
    /// How answers are shown [default: table on a terminal, else json]
    #[arg(long, value_enum)]
    format: Option<table::Format>,
}

impl Target {
    /// Connects, then does `work` on the connection.
    fn call<F: Future<Output = anyhow::Result<Outcome>>>(
        &self,
        work: impl FnOnce(Channel) -> F,
    ) -> anyhow::Result<Outcome> {
        crate::serve::runtime()?.block_on(async {
            let channel = client::connect(self.server.clone()).await.map_err(|error| {
                let cause = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
                server(format!(
                    "no answer from {}: {cause}; start one with `dateline up`, or name it with --server",
                    self.server
                ))
            })?;
            work(channel).await
        })
    }

    fn json(&self) -> bool {
        table::is_json(self.format)
    }
}

/// What a server's refusal means for the exit code.
fn refused(status: Status) -> anyhow::Error {
    let message =
        if status.message().is_empty() { format!("{:?}", status.code()) } else { status.message().to_owned() };
    match status.code() {
        tonic::Code::InvalidArgument | tonic::Code::NotFound | tonic::Code::FailedPrecondition => usage(message),
        code => server(format!("the server refused: {message} ({code:?})")),
    }
}
