//! The watch of sources as a role, and `dateline sources`: how each of them does.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use dateline_ingest::fetch::{Registry, Sink, SourceConfig, State, now};
use dateline_messaging::{Bus, Message, Route};
use dateline_record::v1::{Lane, RawArticle};
use serde_json::json;
use uuid::Uuid;

use crate::{
    client::table,
    config::{self, Config},
    exit::Outcome,
};

/// Publishes articles for ingest.
pub(super) struct OnBus(pub(super) Arc<dyn Bus>);

#[async_trait]
impl Sink for OnBus {
    async fn take(&self, article: RawArticle) -> Result<(), String> {
        let id = Uuid::now_v7().to_string();
        let message = Message::protobuf(Route::Submitted(Lane::Live), id, &article);
        // One that never will be taken is given up after its tries, and counted as failed.
        self.0.publish(vec![message]).await.map_err(|error| error.to_string())
    }
}

/// Arguments of `dateline sources`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How to show them [default: a table on a terminal, else JSON lines]
    #[arg(long, value_enum)]
    format: Option<table::Format>,
}

/// Shows every source that is configured or known of.
pub(crate) fn sources(sources: &config::Sources, args: &Args) -> anyhow::Result<Outcome> {
    let config = config::load(sources, Vec::new())?;
    let known = Registry::new(&config.fetch.state_dir).all()?;
    let mut all: BTreeMap<String, State> = known.into_iter().map(|state| (state.url.clone(), state)).collect();
    for source in &config.fetch.sources {
        all.entry(source.url.clone()).or_insert_with(|| State::new(source));
    }
    if config.fetch.sources.is_empty() {
        anstream::eprintln!("no source is configured: name some in `sources` of the section [fetch]");
        if all.is_empty() {
            return Ok(Outcome::Done);
        }
    }
    if table::is_json(args.format) {
        all.values().try_for_each(|state| table::print_json(&told(state, &config)))?;
        return Ok(Outcome::Done);
    }
    let headings = [
        "source",
        "status",
        "last success",
        "last new",
        "usual",
        "new",
        "changed",
        "fetched",
        "failed",
        "errors",
        "why",
    ];
    let rows: Vec<Vec<String>> = all.values().map(|state| row(state, &config)).collect();
    table::print(&headings, &rows)?;
    Ok(Outcome::Done)
}

/// How a source is watched; as by default where only its state is known.
fn watched(state: &State, config: &Config) -> SourceConfig {
    let configured = config.fetch.sources.iter().find(|source| source.url == state.url);
    configured.cloned().unwrap_or_else(|| SourceConfig::feed(state.url.clone()))
}

fn status(state: &State, config: &Config) -> &'static str {
    let SourceConfig { interval, expected, .. } = watched(state, config);
    state.status(now(), interval, expected, &config.fetch).as_str()
}

fn row(state: &State, config: &Config) -> Vec<String> {
    let moment = |moment: Option<jiff::Timestamp>| moment.map_or_else(String::new, |moment| moment.to_string());
    let usual = state.usual_interval(watched(state, config).expected);
    let why = state.trouble();
    vec![
        state.url.clone(),
        status(state, config).to_owned(),
        moment(state.last_success),
        moment(state.last_new),
        usual.map_or_else(String::new, |usual| humantime::format_duration(usual).to_string()),
        state.items.new.to_string(),
        state.items.changed.to_string(),
        state.items.fetched.to_string(),
        state.items.failed.to_string(),
        format!("{:.0} %", state.error_rate() * 100.0),
        why.map_or_else(|| moved(state), |error| format!("{}: {}", error.reason, error.detail)),
    ]
}

fn moved(state: &State) -> String {
    let (to, left) = (&state.moved_to, state.left);
    match (to.is_empty(), left) {
        (false, _) => format!("moved: it is at {to} for good, change its address"),
        (true, 0) => String::new(),
        (true, _) => format!("{} wait, {left} more do when there is room", state.pending.len()),
    }
}

fn told(state: &State, config: &Config) -> serde_json::Value {
    let moment = |moment: Option<jiff::Timestamp>| moment.map(|moment| moment.to_string());
    json!({
        "url": state.url,
        "kind": state.kind,
        "status": status(state, config),
        "lastAttempt": moment(state.last_attempt),
        "lastSuccess": moment(state.last_success),
        "lastNew": moment(state.last_new),
        "nextAttempt": moment(state.next_attempt),
        "usualSeconds": state.usual_interval(watched(state, config).expected).map(|usual| usual.as_secs()),
        "new": state.items.new,
        "changed": state.items.changed,
        "fetched": state.items.fetched,
        "failed": state.items.failed,
        "shared": state.items.shared,
        "failures": state.failures,
        "givenUp": state.given_up,
        "pending": state.pending.len(),
        "left": state.left,
        "movedTo": state.moved_to,
        "errorRate": state.error_rate(),
        "consecutiveFailures": state.consecutive_failures,
        "lastError": state.last_error,
    })
}
