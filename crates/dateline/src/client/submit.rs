//! `dateline submit`: files to a server, and what became of them.

use std::{path::PathBuf, time::Duration};

use dateline_gateway::client::{ArticleServiceClient, MAX_MESSAGE_BYTES};
use dateline_record::v1::{
    GetSubmissionRequest, Lane, LedgerEntry, SubmissionResult, SubmitArticlesRequest, ledger_entry::State,
};
use serde_json::json;
use tonic::{Code, transport::Channel};

use super::{Target, refused, table};
use crate::{
    config::{self, Sources},
    exit::{Outcome, server, usage},
    extract::{Given, InputFormat, Submissions},
};

/// Articles in one stream.
const STREAM: usize = 500;

/// Bytes of articles in one stream, about.
const STREAM_BYTES: usize = 64 << 20;

/// Pause between two looks at the ledger.
const POLL: Duration = Duration::from_millis(100);

/// Arguments of `dateline submit`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files with text, HTML or JSONL; `-` for standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// What the inputs are, whatever they are called
    #[arg(long, value_enum, value_name = "FORMAT")]
    input_format: Option<InputFormat>,
    /// Wait until every article has come to its end: stored, duplicate, rejected or quarantined
    #[arg(long)]
    wait: bool,
    /// On the lane for archives, which never delays today's news
    #[arg(long)]
    backfill: bool,
    /// What the inputs do not say of themselves.
    #[command(flatten)]
    given: Given,
    /// Which server.
    #[command(flatten)]
    target: Target,
}

/// Where an input comes from, and its place among those of its stream.
struct Origin {
    name: String,
    place: usize,
}

/// What became of one input.
struct Ended {
    origin: Origin,
    submission: String,
    state: String,
    reason: String,
    article: String,
}

/// Counts of what became of the inputs.
#[derive(Default)]
struct Tally {
    well: usize,
    failed: usize,
}

/// Submits files.
pub(crate) fn run(sources: &Sources, args: &Args) -> anyhow::Result<Outcome> {
    let limits = config::load(sources, Vec::new())?.ingest;
    args.target.call(async |channel| {
        let mut client = ArticleServiceClient::new(channel).max_encoding_message_size(MAX_MESSAGE_BYTES);
        let mut inputs = Submissions::new(args.paths.clone(), args.input_format, args.given.clone(), limits);
        let mut tally = Tally::default();
        loop {
            let (requests, refusals) = next_stream(&mut inputs, args.backfill);
            if requests.is_empty() && refusals.is_empty() {
                break;
            }
            let mut ended = refusals;
            ended.extend(submit(&mut client, requests, args.wait).await?);
            ended.sort_by_key(|one| one.origin.place);
            show(&ended, args.target.json(), &mut tally)?;
        }
        tally.finish()
    })
}

type Requests = Vec<(Origin, SubmitArticlesRequest)>;

fn next_stream(inputs: &mut Submissions, backfill: bool) -> (Requests, Vec<Ended>) {
    let (mut requests, mut refusals, mut bytes) = (Requests::new(), Vec::new(), 0);
    let lane = if backfill { Lane::Backfill } else { Lane::Live };
    while requests.len() < STREAM && bytes < STREAM_BYTES {
        let Some((name, read)) = inputs.next() else { break };
        let origin = Origin { name, place: requests.len() + refusals.len() };
        match read {
            Ok(article) => {
                bytes += article.text.len() + article.html.len() + article.body.len();
                let request =
                    SubmitArticlesRequest { article: Some(article), request_id: String::new(), lane: lane.into() };
                requests.push((origin, request));
            }
            Err((reason, detail)) => refusals.push(unreadable(origin, &reason, &detail)),
        }
    }
    (requests, refusals)
}

async fn submit(
    client: &mut ArticleServiceClient<Channel>,
    requests: Requests,
    wait: bool,
) -> anyhow::Result<Vec<Ended>> {
    let (mut origins, mut articles): (Vec<_>, Vec<_>) = requests.into_iter().unzip();
    let mut ended = Vec::new();
    while !articles.is_empty() {
        let stream = tokio_stream::iter(articles.clone());
        let results = client.submit_articles(stream).await.map_err(refused)?.into_inner().results;
        if results.is_empty() {
            return Err(server("the server answered for none of the articles"));
        }
        // A server may cut a stream short: what it has not answered for goes on the next.
        let answered = results.len().min(articles.len());
        articles.drain(..answered);
        for (origin, result) in origins.drain(..answered).zip(results) {
            ended.push(if wait && result.reason.is_empty() {
                end_of(client, origin, &result.submission_id).await?
            } else {
                accepted(origin, result)
            });
        }
    }
    Ok(ended)
}

fn accepted(origin: Origin, result: SubmissionResult) -> Ended {
    let (state, reason) = match result.reason.as_str() {
        "" => ("submitted", String::new()),
        reason => ("refused", format!("{reason}: {}", result.detail)),
    };
    Ended { origin, submission: result.submission_id, state: state.into(), reason, article: String::new() }
}

fn unreadable(origin: Origin, reason: &str, detail: &str) -> Ended {
    let reason = format!("{reason}: {detail}");
    Ended { origin, submission: String::new(), state: "unreadable".into(), reason, article: String::new() }
}

/// Looks at the ledger until the submission has come to its end.
async fn end_of(client: &mut ArticleServiceClient<Channel>, origin: Origin, id: &str) -> anyhow::Result<Ended> {
    loop {
        let entry = match client.get_submission(GetSubmissionRequest { submission_id: id.to_owned() }).await {
            Ok(answer) => answer.into_inner().entry.unwrap_or_default(),
            // Still on its way to the ledger.
            Err(status) if status.code() == Code::NotFound => LedgerEntry::default(),
            Err(status) => return Err(refused(status)),
        };
        if !matches!(entry.state(), State::Unspecified | State::Received) {
            return Ok(ended(origin, entry));
        }
        tokio::time::sleep(POLL).await;
    }
}

fn ended(origin: Origin, entry: LedgerEntry) -> Ended {
    let state = entry.state().as_str_name().to_lowercase();
    let reason = if entry.reason.is_empty() { String::new() } else { format!("{}: {}", entry.reason, entry.detail) };
    Ended { origin, submission: entry.submission_id, state, reason, article: entry.article_id }
}

fn show(ended: &[Ended], as_json: bool, tally: &mut Tally) -> anyhow::Result<()> {
    for one in ended {
        let well = matches!(one.state.as_str(), "submitted" | "stored" | "duplicate");
        *(if well { &mut tally.well } else { &mut tally.failed }) += 1;
    }
    if !as_json {
        let row =
            |one: &Ended| vec![one.origin.name.clone(), one.state.clone(), one.article.clone(), one.reason.clone()];
        return table::print(&["input", "state", "article", "reason"], &ended.iter().map(row).collect::<Vec<_>>());
    }
    ended.iter().try_for_each(|one| {
        table::print_json(&json!({
            "input": one.origin.name, "submissionId": one.submission, "state": one.state, "articleId": one.article, "reason": one.reason,
        }))
    })
}

impl Tally {
    fn finish(&self) -> anyhow::Result<Outcome> {
        match (self.well, self.failed) {
            (0, 0) => Err(usage("nothing to submit")),
            (_, 0) => Ok(Outcome::Done),
            (0, _) => Ok(Outcome::Nothing),
            _ => Ok(Outcome::Partly),
        }
    }
}
