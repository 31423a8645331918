//! The operator's view: `stats`, `queues`, `quarantine`.

use clap::Subcommand;
use dateline_gateway::client::{AdminServiceClient, MAX_MESSAGE_BYTES};
use dateline_record::v1::{
    DropQuarantinedRequest, GetAccountingRequest, GetAccountingResponse, GetQuarantinedRequest, GetStatsRequest,
    GetStatsResponse, ListQuarantinedRequest, ListQueuesRequest, QuarantinedMessage, ReplayQuarantinedRequest,
};
use serde_json::json;
use tonic::transport::Channel;

use super::{Target, refused, table};
use crate::exit::{Outcome, usage};

/// Arguments of `dateline quarantine`.
#[derive(Debug, clap::Args)]
pub(crate) struct Quarantine {
    /// What to do with it
    #[command(subcommand)]
    action: Action,
    /// Which server.
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List messages, latest first
    List {
        /// Only with this reason
        #[arg(long, default_value = "")]
        reason: String,
        /// Messages at most
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Show one message with its body
    Show {
        /// Its id
        id: String,
    },
    /// Send messages back to the stage that gave them up
    Replay(Selection),
    /// Give messages up for good
    Drop(Selection),
}

#[derive(Debug, clap::Args)]
struct Selection {
    /// Ids of messages
    ids: Vec<String>,
    /// All with this reason
    #[arg(long, default_value = "", conflicts_with = "ids")]
    reason: String,
}

/// Prints the sizes of the store and the account of all submissions.
pub(crate) fn stats(target: &Target) -> anyhow::Result<Outcome> {
    target.call(async |channel| {
        let mut client = AdminServiceClient::new(channel);
        let stats = client.get_stats(GetStatsRequest {}).await.map_err(refused)?.into_inner();
        let account = client.get_accounting(GetAccountingRequest {}).await.map_err(refused)?.into_inner();
        let queues = client.list_queues(ListQueuesRequest {}).await.map_err(refused)?.into_inner().queues;
        let unroutable: u64 = queues.iter().filter(|queue| queue.role == "unroutable").map(|queue| queue.ready).sum();
        if target.json() {
            table::print_json(&json!({ "stats": stats, "accounting": account, "unroutable": unroutable }))?;
        } else {
            anstream::print!("{}{}{}", sizes(&stats), sums(&account), misrouted(unroutable));
        }
        Ok(Outcome::Done)
    })
}

fn sizes(stats: &GetStatsResponse) -> String {
    let sizes = [
        ("articles", stats.articles),
        ("revisions", stats.revisions),
        ("entities", stats.entities),
        ("mentions", stats.mentions),
        ("events", stats.events),
        ("quotes", stats.quotes),
        ("quantities", stats.quantities),
        ("claims", stats.claims),
    ];
    let mut text = format!(
        "server {} · store {} (schema {}) · bus {}\n\nIn the store\n",
        stats.server_version, stats.store, stats.schema_version, stats.bus
    );
    sizes.iter().for_each(|(name, count)| text.push_str(&format!("  {name:<12}{count:>12}\n")));
    text
}

fn sums(account: &GetAccountingResponse) -> String {
    let sums = [
        ("stored", account.stored),
        ("duplicate", account.duplicate),
        ("rejected", account.rejected),
        ("quarantined", account.quarantined),
        ("in flight", account.in_flight),
    ];
    let mut text = "\nEvery submission accounted for\n".to_owned();
    sums.iter().for_each(|(name, count)| text.push_str(&format!("  {name:<12}{count:>12}\n")));
    let verdict = if account.balanced { "the sums balance" } else { "THE SUMS DO NOT BALANCE" };
    text.push_str(&format!("  {:<12}{:>12}  {verdict}\n", "received", account.received));
    text.push_str(&format!("  {:<12}{:>12}  not yet in the ledger\n", "waiting", account.waiting));
    text.push_str(&format!(
        "  {:<12}{:>12}  in flight for too long: lost, or behind a backlog\n",
        "overdue", account.overdue
    ));
    for entry in &account.oldest_overdue {
        let id: String = entry.submission_id.chars().map(crate::view::harmless).collect();
        text.push_str(&format!("    {id} since {}\n", entry.at));
    }
    for reason in &account.reasons {
        let state = reason.state().as_str_name().to_lowercase();
        let name: String = reason.reason.chars().map(crate::view::harmless).collect();
        text.push_str(&format!("    {state} · {name}: {}\n", reason.count));
    }
    text
}

/// A warning of messages that are in no account, as no stage ever saw them.
fn misrouted(messages: u64) -> String {
    if messages == 0 {
        return String::new();
    }
    format!(
        "\nNOT ACCOUNTED FOR: {messages} messages have a routing key that no queue takes; they wait in the queue with role \
         unroutable, see `dateline queues`\n"
    )
}

/// Prints the queues with their depth.
pub(crate) fn queues(target: &Target) -> anyhow::Result<Outcome> {
    target.call(async |channel| {
        let queues = AdminServiceClient::new(channel)
            .list_queues(ListQueuesRequest {})
            .await
            .map_err(refused)?
            .into_inner()
            .queues;
        if target.json() {
            queues.iter().try_for_each(table::print_json)?;
        } else {
            let rows = queues
                .into_iter()
                .map(|queue| vec![queue.name, queue.role, queue.ready.to_string(), queue.consumers.to_string()]);
            table::print(&["queue", "role", "ready", "consumers"], &rows.collect::<Vec<_>>())?;
        }
        Ok(Outcome::Done)
    })
}

/// Works on messages in quarantine.
pub(crate) fn quarantine(args: &Quarantine) -> anyhow::Result<Outcome> {
    if let Action::Replay(selection) | Action::Drop(selection) = &args.action {
        selection.check()?;
    }
    args.target.call(async |channel| {
        let client = AdminServiceClient::new(channel).max_decoding_message_size(MAX_MESSAGE_BYTES);
        match &args.action {
            Action::List { reason, limit } => list(client, reason, *limit, args.target.json()).await,
            Action::Show { id } => show(client, id).await,
            Action::Replay(which) => replay(client, which).await,
            Action::Drop(which) => drop_for_good(client, which).await,
        }
    })
}

async fn list(
    mut client: AdminServiceClient<Channel>,
    reason: &str,
    limit: u32,
    as_json: bool,
) -> anyhow::Result<Outcome> {
    let request = ListQuarantinedRequest { reason: reason.to_owned(), page_size: limit, ..Default::default() };
    let messages = client.list_quarantined(request).await.map_err(refused)?.into_inner().messages;
    if as_json {
        messages.iter().try_for_each(table::print_json)?;
    } else {
        let row = |message: QuarantinedMessage| {
            vec![
                message.id,
                message.route,
                message.reason,
                message.attempts.to_string(),
                message.size.to_string(),
                message.detail,
            ]
        };
        table::print(
            &["id", "route", "reason", "attempts", "bytes", "detail"],
            &messages.into_iter().map(row).collect::<Vec<_>>(),
        )?;
    }
    Ok(Outcome::Done)
}

async fn show(mut client: AdminServiceClient<Channel>, id: &str) -> anyhow::Result<Outcome> {
    let request = GetQuarantinedRequest { id: id.to_owned() };
    let message = client.get_quarantined(request).await.map_err(refused)?.into_inner().message.unwrap_or_default();
    table::print_json(&message)?;
    Ok(Outcome::Done)
}

async fn replay(mut client: AdminServiceClient<Channel>, which: &Selection) -> anyhow::Result<Outcome> {
    let request = ReplayQuarantinedRequest { ids: which.ids.clone(), reason: which.reason.clone() };
    let replayed = client.replay_quarantined(request).await.map_err(refused)?.into_inner().replayed;
    anstream::println!("{replayed} sent back");
    Ok(if replayed == 0 { Outcome::Nothing } else { Outcome::Done })
}

async fn drop_for_good(mut client: AdminServiceClient<Channel>, which: &Selection) -> anyhow::Result<Outcome> {
    let request = DropQuarantinedRequest { ids: which.ids.clone(), reason: which.reason.clone() };
    let dropped = client.drop_quarantined(request).await.map_err(refused)?.into_inner().dropped;
    anstream::println!("{dropped} dropped");
    Ok(if dropped == 0 { Outcome::Nothing } else { Outcome::Done })
}

impl Selection {
    fn check(&self) -> anyhow::Result<()> {
        if self.ids.is_empty() && self.reason.is_empty() {
            return Err(usage("name messages by id, or a reason with --reason; `dateline quarantine list` shows them"));
        }
        Ok(())
    }
}
