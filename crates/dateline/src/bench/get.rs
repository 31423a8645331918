//! GetArticle over loopback, beside a bare gRPC server that answers health checks.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use dateline_gateway::client::{self, ArticleServiceClient, MAX_MESSAGE_BYTES};
use dateline_record::v1::GetArticleRequest;
use dateline_storage::synthetic;
use futures::future::try_join_all;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tonic::{
    Status,
    transport::{Channel, Server, server::TcpIncoming},
};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

use super::{
    ground::{Ground, synthetic_records},
    meter::{self, Meter, Row},
};
use crate::{
    client::table::Format,
    config::Sources,
    exit::{Outcome, server},
    serve::{
        backends::Backends,
        roles::{Role, Roles},
    },
};

/// Connections, and calls at the same time on each.
const LOAD: (usize, usize) = (4, 8);

/// Arguments of `dateline bench get`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Records to get
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..))]
    articles: u64,
    /// Seconds that each server is called for
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// How figures are shown [default: table on a terminal, else json]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

/// Calls the gateway, then the bare server. The CPU time is that of both sides of the calls.
pub(super) async fn run(sources: &Sources, args: &Args) -> anyhow::Result<Outcome> {
    let ground = Ground::new(sources, None, None).await?;
    let store = ground.store().await?;
    ground.put(&store, synthetic_records(args.articles)).await?;
    let rows = [gateway(&ground, args).await?, bare(args).await?];
    meter::print(&rows, args.format)?;
    Ok(Outcome::Done)
}

async fn gateway(ground: &Ground, args: &Args) -> anyhow::Result<Row> {
    let shutdown = CancellationToken::new();
    let roles = [Role::Gateway];
    let backends = Backends::open(&ground.config, &roles, false).await?;
    let mut running = Roles::start(&roles, &ground.config, &backends, &shutdown).await?;
    let address = running.address.context("the API does not listen")?;
    let ids: Vec<String> =
        (0..args.articles).filter_map(|number| Some(synthetic::record(number).article?.id)).collect();
    let url = format!("http://{address}");
    let row = load("GetArticle", &url, args.seconds, |channel, number| {
        let id = ids.get(number % ids.len().max(1)).cloned().unwrap_or_default();
        let mut client = ArticleServiceClient::new(channel).max_decoding_message_size(MAX_MESSAGE_BYTES);
        async move { client.get_article(GetArticleRequest { id, ..Default::default() }).await.map(drop) }
    });
    let row = row.await?;
    shutdown.cancel();
    running.finish(&shutdown).await?;
    backends.close().await;
    Ok(row)
}

async fn bare(args: &Args) -> anyhow::Result<Row> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let (_reporter, health) = tonic_health::server::health_reporter();
    let shutdown = CancellationToken::new();
    let ended = shutdown.clone().cancelled_owned();
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let serving = tokio::spawn(Server::builder().add_service(health).serve_with_incoming_shutdown(incoming, ended));
    let row = load("bare server: health check", &url, args.seconds, |channel, _| async move {
        HealthClient::new(channel).check(HealthCheckRequest::default()).await.map(drop)
    });
    let row = row.await?;
    shutdown.cancel();
    serving.await??;
    Ok(row)
}

/// Calls for so many seconds, each caller as soon as its last call was answered.
async fn load<F: Future<Output = Result<(), Status>>>(
    measure: &str,
    url: &str,
    seconds: u64,
    call: impl Fn(Channel, usize) -> F,
) -> anyhow::Result<Row> {
    let connecting = try_join_all((0..LOAD.0).map(|_| client::connect(url)));
    let channels = connecting.await.map_err(|error| server(format!("no answer from {url}: {error}")))?;
    let meter = Meter::start(&[]);
    let end = Instant::now() + Duration::from_secs(seconds);
    let callers = channels.iter().flat_map(|channel| std::iter::repeat_n(channel, LOAD.1)).enumerate();
    let call = &call;
    let calling = callers.map(|(caller, channel)| async move {
        let (mut times, mut number) = (Vec::new(), caller);
        while Instant::now() < end {
            let start = Instant::now();
            call(channel.clone(), number).await?;
            times.push(start.elapsed().as_secs_f64() * 1_000.0);
            number += LOAD.0 * LOAD.1;
        }
        Ok::<_, Status>(times)
    });
    let times = try_join_all(calling).await.map_err(|status| server(format!("{measure} failed: {status}")))?.concat();
    Ok(meter.row(measure, times.len() as u64).with_times(times))
}
