//! `dateline submit`: files to a server, and what became of them.

use std::{path::PathBuf, time::Duration};

use dateline_gateway::client::{ArticleServiceClient, MAX_MESSAGE_BYTES};
use dateline_record::v1::{
    GetSubmissionRequest, Lane, LedgerEntry, SubmissionResult, SubmitArticlesRequest, ledger_entry::State,
};
use serde_json::json;
use tokio::sync::mpsc;
use tonic::{Code, transport::Channel};

use super::{Target, refused, table};
use crate::{
    config::{self, Sources},
    exit::{Outcome, is_of_server, server, usage},
    extract::{Read, Reading, Submission, Submissions},
    view::harmless,
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
    /// Files, folders, patterns, s3://, gs:// and az:// addresses, or URLs, of any form that `extract` reads; `-` for
    /// standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Wait until every article has come to its end: stored, duplicate, rejected or quarantined
    #[arg(long)]
    wait: bool,
    /// On the lane for archives, which never delays today's news
    #[arg(long)]
    backfill: bool,
    /// How the inputs are read.
    #[command(flatten)]
    reading: Reading,
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
    /// Whether a server had to give it that could not be reached, or refused.
    unanswered: bool,
}

/// Counts of what became of the inputs.
#[derive(Default)]
struct Tally {
    well: u64,
    failed: u64,
    unanswered: u64,
}

/// Submits files.
pub(crate) fn run(sources: &Sources, args: &Args) -> anyhow::Result<Outcome> {
    let inputs = Submissions::new(&args.paths, &args.reading, &config::load(sources, Vec::new())?)?;
    args.target.call(async move |channel| {
        let mut client = ArticleServiceClient::new(channel).max_encoding_message_size(MAX_MESSAGE_BYTES);
        let mut inputs = inputs.in_background();
        let mut tally = Tally::default();
        loop {
            let (requests, refusals) = next_stream(&mut inputs, args.backfill).await;
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

async fn next_stream(inputs: &mut mpsc::Receiver<Read>, backfill: bool) -> (Requests, Vec<Ended>) {
    let (mut requests, mut refusals, mut bytes) = (Requests::new(), Vec::new(), 0);
    let lane = if backfill { Lane::Backfill } else { Lane::Live };
    while requests.len() < STREAM && bytes < STREAM_BYTES {
        let Some(read) = inputs.recv().await else { break };
        let place = requests.len() + refusals.len();
        match read {
            Read::Article(Submission { origin: name, article, .. }) => {
                bytes += article.text.len() + article.html.len() + article.body.len();
                let request =
                    SubmitArticlesRequest { article: Some(*article), request_id: String::new(), lane: lane.into() };
                requests.push((Origin { name, place }, request));
            }
            Read::Unreadable { origin: name, reason, detail } => {
                refusals.push(unreadable(Origin { name, place }, &reason, &detail));
            }
            Read::Passed(line) => anstream::eprintln!("dateline: {}", line.chars().map(harmless).collect::<String>()),
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
    Ended {
        origin,
        submission: result.submission_id,
        state: state.into(),
        reason,
        article: String::new(),
        unanswered: false,
    }
}

fn unreadable(origin: Origin, reason: &str, detail: &str) -> Ended {
    let unanswered = is_of_server(reason);
    let reason = format!("{reason}: {detail}");
    Ended { origin, submission: String::new(), state: "unreadable".into(), reason, article: String::new(), unanswered }
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
    Ended { origin, submission: entry.submission_id, state, reason, article: entry.article_id, unanswered: false }
}

fn show(ended: &[Ended], as_json: bool, tally: &mut Tally) -> anyhow::Result<()> {
    for one in ended {
        let well = matches!(one.state.as_str(), "submitted" | "stored" | "duplicate");
        *(if well { &mut tally.well } else { &mut tally.failed }) += 1;
        tally.unanswered += u64::from(one.unanswered);
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
        if self.well + self.failed == 0 {
            return Err(usage("nothing to submit"));
        }
        Ok(Outcome::of(self.well, self.failed, self.unanswered))
    }
}
