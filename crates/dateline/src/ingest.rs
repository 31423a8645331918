//! `dateline ingest`: archives of articles into a store, with a closing account.
//!
//! Articles go on the lane for archives, which never delays today's news, with a budget of how many are on their way. Each
//! is known by its bytes, and what the ledger has already is not sent again: after a kill the same command goes on where it
//! was.
//!
//! - [`account`]: what became of everything, and how it is told;
//! - [`batch`]: inputs to the bus, and the ledger asked until all is settled.

mod account;
mod batch;

use std::{path::PathBuf, sync::Arc};

use dateline_storage::Store;
use dateline_telemetry::logs;
use tokio_util::sync::CancellationToken;

use crate::{
    config::{self, Config, Sources},
    exit::{Outcome, usage},
    extract::{Reading, Submissions},
    serve::{
        self,
        backends::Backends,
        roles::{Role, Roles},
        signals,
    },
};
use account::Account;
use batch::Batch;

/// Arguments of `dateline ingest`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline ingest CC-NEWS-2024*.warc.gz
  dateline ingest 's3://archive/2024/*.warc.gz'
  dateline ingest archive/ --to amqp://broker:5672/dateline --postgres postgres://db/dateline

Run it again after a kill: what is in the ledger already is not sent again.")]
pub(crate) struct Args {
    /// Files, folders, patterns, s3://, gs:// and az:// addresses, or URLs, of any form that `extract` reads; `-` for
    /// standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Where to: `embedded`, which does all the work here, or a broker whose workers do it
    #[arg(long, value_name = "embedded|URL", default_value = "embedded")]
    to: String,
    /// Folder of the embedded bus and store
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// PostgreSQL with the ledger, instead of the embedded store
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Articles on their way at once
    #[arg(long, default_value_t = 2_000, value_name = "N")]
    in_flight: usize,
    /// No progress, only the closing account
    #[arg(long, short)]
    quiet: bool,
    /// How the inputs are read.
    #[command(flatten)]
    reading: Reading,
}

/// Ingests inputs until all is settled, or a signal comes.
pub(crate) fn run(sources: &Sources, args: Args) -> anyhow::Result<Outcome> {
    let embedded = args.to == "embedded";
    if !embedded && !args.to.starts_with("amqp://") && !args.to.starts_with("amqps://") {
        return Err(usage(
            "--to is `embedded` or the URL of a broker: amqp://… (for a server's API: dateline submit --backfill)",
        ));
    }
    let bus = (!embedded).then(|| ("bus.url", args.to.clone()));
    let store = args.postgres.clone().map(|url| ("store.url", url));
    let folder = args.data_dir.as_ref().map(|path| ("data_dir", path.display().to_string()));
    let config = config::load(sources, [bus, store, folder].into_iter().flatten().collect())?;
    if !embedded && config.store.url.starts_with("embedded:") {
        return Err(usage(
            "name the store of that broker's workers: its ledger tells what became of every article (--postgres)",
        ));
    }
    logs::init(&config.telemetry)?;
    serve::runtime()?.block_on(ingest(config, args, embedded))
}

async fn ingest(config: Config, args: Args, embedded: bool) -> anyhow::Result<Outcome> {
    let inputs = Submissions::new(&args.paths, &args.reading, &config)?;
    let account = Account::start(inputs.size(), args.quiet);
    let (interrupted, shutdown) = (CancellationToken::new(), CancellationToken::new());
    signals::listen(interrupted.clone())?;
    let working: &[Role] = if embedded { &[Role::Ingest, Role::Extraction, Role::Storage] } else { &[] };
    let backends = Backends::open(&config, &[Role::Storage], embedded).await?;
    let mut roles = Roles::start(working, &config, &backends, &shutdown).await?;
    let store: Arc<dyn Store> = backends.store.clone().ok_or_else(|| usage("there is no store"))?;
    let batch = Batch::new(Arc::clone(&backends.bus), store, account, args.in_flight.max(1));
    let ended = tokio::select! {
        ended = batch.run(inputs.in_background(), &interrupted) => ended,
        failed = roles.finish(&shutdown), if embedded => failed.and_then(|()| Err(usage("the workers ended before the batch did"))),
    };
    shutdown.cancel();
    if embedded {
        roles.finish(&shutdown).await?;
    }
    backends.close().await;
    ended
}
