//! `dateline bench`: measurements on generated data, each beside what its parts do alone in the same run.
//!
//! - [`articles`]: news-like articles, the same for the same number;
//! - [`ground`]: a fresh bus and store, never the user's;
//! - [`meter`]: time, CPU and memory, as rows of one table;
//! - [`pipeline`], [`search`], [`get`]: the measurements.

mod articles;
mod get;
mod ground;
mod meter;
mod pipeline;
mod search;

use crate::{config::Sources, exit::Outcome};

/// Arguments of `dateline bench`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What is measured
    #[command(subcommand)]
    what: What,
}

/// What is measured.
#[derive(Debug, clap::Subcommand)]
enum What {
    /// Articles a second from submission to storage, beside the bare bus and the bare store; and how long one takes
    Pipeline(pipeline::Args),
    /// How long searches take on a store of synthetic records
    Search(search::Args),
    /// GetArticle calls a second over loopback, beside a bare gRPC server
    Get(get::Args),
}

/// Measures and prints the figures.
pub(crate) fn run(sources: &Sources, args: &Args) -> anyhow::Result<Outcome> {
    crate::serve::runtime()?.block_on(async {
        match &args.what {
            What::Pipeline(args) => Box::pin(pipeline::run(sources, args)).await,
            What::Search(args) => Box::pin(search::run(sources, args)).await,
            What::Get(args) => Box::pin(get::run(sources, args)).await,
        }
    })
}
