//! The whole way of an article, from submission to storage, beside its parts alone.
//!
//! - [`pass`]: a stand-in for extraction, to measure everything else;
//! - [`delay`]: how long one article takes while the pipeline is far from full;
//! - [`stages`]: how long each stage had articles in hand;
//! - [`bare`]: the bus alone and the store alone.

mod bare;
mod delay;
mod pass;
mod stages;

use std::{sync::Arc, time::Duration};

use anyhow::ensure;
use dateline_messaging::{Bus, Message, Queue};
use dateline_record::v1::Lane;
use dateline_storage::Store;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use self::stages::Stages;
use super::{
    articles,
    ground::Ground,
    meter::{self, Meter, Row},
};
use crate::{
    client::table::Format,
    config::Sources,
    exit::Outcome,
    serve::{
        backends::{Backends, bus_error, store_error},
        roles::{Role, Roles},
    },
};

/// Articles before the measurement, so that it finds models loaded and connections open.
const WARM_UP: u64 = 64;
/// Articles published together, and publications at the same time.
const PUBLISH: (usize, usize) = (64, 4);
/// Pause between two looks at the account.
const LOOK: Duration = Duration::from_millis(20);
/// How long nothing may happen before the measurement gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Arguments of `dateline bench pipeline`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Articles to submit
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..))]
    articles: u64,
    /// RabbitMQ instead of the embedded bus; queues of a name of their own are made there
    #[arg(long, value_name = "URL", hide_env_values = true)]
    amqp: Option<String>,
    /// An empty database of PostgreSQL instead of the embedded store
    #[arg(long, value_name = "URL", hide_env_values = true)]
    postgres: Option<String>,
    /// Store articles without facts, to measure everything but extraction
    #[arg(long)]
    no_extraction: bool,
    /// Processes of servers on this machine, whose CPU time is counted with that of their descendants
    #[arg(long, value_name = "PID", value_delimiter = ',')]
    server_pids: Vec<u32>,
    /// How figures are shown [default: table on a terminal, else json]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

/// Measures the pipeline, then its parts.
pub(super) async fn run(sources: &Sources, args: &Args) -> anyhow::Result<Outcome> {
    let ground = Ground::new(sources, args.amqp.as_deref(), args.postgres.as_deref()).await?;
    let backends = Backends::open(&ground.config, &[Role::Storage], true).await?;
    let store = ground.store().await?;
    let messages: Vec<Message> = (WARM_UP..WARM_UP + args.articles).map(articles::message).collect();
    let mut rows = whole(args, &ground, &backends, &store, &messages).await?;
    backends.close().await;
    rows.push(bare::bus(&ground, messages, &args.server_pids).await?);
    rows.push(bare::store(&ground, &store, args.articles, &args.server_pids).await?);
    meter::print(&rows, args.format)?;
    let account = store.account().await.map_err(store_error)?;
    let lost = account.received - account.stored.min(account.received);
    Ok(if lost == 0 { Outcome::Done } else { Outcome::Partly })
}

/// The pipeline at work: as fast as it can, then at a tenth of that.
async fn whole(
    args: &Args,
    ground: &Ground,
    backends: &Backends,
    store: &Arc<dyn Store>,
    messages: &[Message],
) -> anyhow::Result<Vec<Row>> {
    let (shutdown, mut stages) = (CancellationToken::new(), Stages::new()?);
    let mut roles = vec![Role::Ingest, Role::Storage];
    let mut stand_in = None;
    if args.no_extraction {
        let options = ground.config.worker.options();
        let (bus, handler) = (Arc::clone(&backends.bus), Arc::new(pass::Pass));
        let queue = Queue::Parsed(Lane::Live);
        stand_in = Some(tokio::spawn(dateline_messaging::worker::run(bus, queue, handler, options, shutdown.clone())));
    } else {
        roles.push(Role::Extraction);
    }
    let mut running = Roles::start(&roles, &ground.config, backends, &shutdown).await?;
    submit(&backends.bus, (0..WARM_UP).map(articles::message).collect()).await?;
    settled(store, WARM_UP).await?;
    let full = WARM_UP + args.articles;
    stages.start();
    let meter = Meter::start(&args.server_pids);
    tokio::try_join!(submit(&backends.bus, messages.to_vec()), settled(store, full))?;
    let what = if args.no_extraction { "pipeline without extraction" } else { "pipeline" };
    let fast = meter.row(what, args.articles);
    let mut rows = stages.rows(args.articles);
    let slow = delay::measure(&backends.bus, store, full, fast.per_second.unwrap_or(1.0) / 10.0).await?;
    shutdown.cancel();
    running.finish(&shutdown).await?;
    if let Some(stand_in) = stand_in {
        stand_in.await?.map_err(bus_error)?;
    }
    rows.insert(0, fast);
    rows.push(slow);
    Ok(rows)
}

/// Publishes messages, several batches at a time.
async fn submit(bus: &Arc<dyn Bus>, messages: Vec<Message>) -> anyhow::Result<()> {
    let batches: Vec<_> = messages.chunks(PUBLISH.0).map(<[Message]>::to_vec).collect();
    let published = stream::iter(batches).map(|batch| bus.publish(batch)).buffer_unordered(PUBLISH.1);
    published.try_for_each(|()| async { Ok(()) }).await.map_err(bus_error)
}

/// Waits until `count` submissions have come to their end.
async fn settled(store: &Arc<dyn Store>, count: u64) -> anyhow::Result<()> {
    let (mut last, mut since) = (0, Instant::now());
    loop {
        let account = store.account().await.map_err(store_error)?;
        let ended = account.stored + account.duplicate + account.rejected + account.quarantined;
        if ended >= count {
            return Ok(());
        }
        if ended != last {
            (last, since) = (ended, Instant::now());
        }
        ensure!(since.elapsed() < PATIENCE, "the pipeline stands still: {ended} of {count} articles came to their end");
        sleep(LOOK).await;
    }
}
