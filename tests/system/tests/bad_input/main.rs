//! Every bad input through every way in: files, gRPC, the queue. Each gets its documented result, and nothing that
//! travels with it is lost.

mod cases;
mod grpc;
mod raw;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use bytes::Bytes;
use dateline_gateway::client::{AdminServiceClient, ArticleServiceClient, connect};
use dateline_ingest::Limits;
use dateline_messaging::{Message, Route};
use dateline_record::v1::{GetAccountingRequest, Lane, ListQuarantinedRequest, RawArticle, ledger_entry::State};
use dateline_system_tests::{
    dateline,
    pipeline::{Pipeline, ended},
};
use dateline_test_support::{postgres::Database, rabbitmq};
use serde_json::Value;
use tonic::transport::Channel;

use cases::{Case, End, INPUT_BYTES, Odd};

/// What the gateway and the workers of these tests accept.
fn limits() -> Limits {
    Limits { input_bytes: INPUT_BYTES, text_bytes: INPUT_BYTES / 2, ..Limits::default() }
}

/// An article without a fault, sent between the others; each has its own text.
fn good(id: &str) -> RawArticle {
    let text = format!("The {id} council met on Monday and elected Ada Vella as its chair.");
    RawArticle { text, ..RawArticle::default() }
}

/// The id of a submission of a case.
fn id_of(case: &Case, way: &str) -> String {
    format!("{way}-{}", case.name)
}

fn good_id(case: &Case, way: &str) -> String {
    format!("{way}-beside-{}", case.name)
}

/// Writes every case to a file, each followed by a good one; their names in order.
fn write_files(folder: &Path, cases: &[Case], way: &str) -> Vec<String> {
    let mut names = Vec::new();
    for case in cases {
        fs::write(folder.join(case.name), &case.bytes).expect("a file");
        let beside = format!("{}.txt", good_id(case, way));
        fs::write(folder.join(&beside), good(&beside).text).expect("a file");
        names.extend([case.name.to_owned(), beside]);
    }
    names
}

fn lines(output: &Output) -> Vec<Value> {
    let read = |line| serde_json::from_slice(line).expect("a line of JSON");
    output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(read).collect()
}

fn command(folder: &Path, subcommand: &str) -> Command {
    let mut command = Command::new(dateline());
    command.arg(subcommand).current_dir(folder).env("XDG_CONFIG_HOME", folder);
    command
}

#[test]
fn extract_names_what_is_wrong_and_makes_the_records_of_all_others() {
    let (folder, cases) = (tempfile::tempdir().expect("a folder"), cases::articles());
    let names = write_files(folder.path(), &cases, "extract");
    let mut extract = command(folder.path(), "extract");
    extract.env("DATELINE__INGEST__INPUT_BYTES", limits().input_bytes.to_string());
    extract.env("DATELINE__INGEST__TEXT_BYTES", limits().text_bytes.to_string());
    let output = extract.args(["--format", "jsonl"]).args(names).output().expect("dateline runs");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{messages}");
    assert!(!messages.contains("panicked"), "{messages}");
    let lines = lines(&output);
    assert_eq!(lines.len(), 2 * cases.len(), "{messages}");
    for (case, pair) in cases.iter().zip(lines.chunks(2)) {
        let (bad, beside) = (pair.first().expect("a line"), pair.last().expect("a line"));
        assert_eq!(bad["error"]["reason"].as_str(), case.reason(), "{}: {bad}", case.name);
        assert_eq!(bad["article"].is_object(), case.end == End::Stored, "{}: {bad}", case.name);
        assert!(beside["article"].is_object(), "beside {}: {beside}", case.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_embedded_pipeline_answers_for_every_input() {
    every_way_in(&Pipeline::embedded(limits()).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rabbitmq_and_postgresql_answer_for_every_input() {
    let url = tokio::task::spawn_blocking(rabbitmq::url).await.expect("a broker starts").to_owned();
    let bus = dateline_messaging::Config { url, prefix: rabbitmq::prefix(), ..Default::default() };
    let database = Database::fresh().await;
    let store = dateline_storage::Config { url: database.url.clone(), ..dateline_storage::Config::default() };
    every_way_in(&Pipeline::on(bus, store, limits()).await).await;
}

/// Stands for stored, or a duplicate of what came in another way.
const SAME: State = State::Unspecified;

/// What is expected of the submissions made so far.
#[derive(Default)]
struct Expected {
    /// Submission, the state it must be in, and the reason.
    ends: Vec<(String, State, &'static str)>,
}

impl Expected {
    fn add(&mut self, id: String, state: State, reason: &'static str) {
        self.ends.push((id, state, reason));
    }

    fn case(&mut self, id: String, case: &Case) {
        match case.end {
            End::Stored => self.add(id, SAME, ""),
            End::Broken => self.add(id, State::Quarantined, "decode"),
            _ => self.add(id, State::Rejected, case.reason().unwrap_or_default()),
        }
    }
}

async fn every_way_in(pipeline: &Pipeline) {
    let channel = connect(format!("http://{}", pipeline.address)).await.expect("the gateway answers");
    let (cases, mut expected) = (cases::articles(), Expected::default());
    by_queue(pipeline, &cases, &mut expected).await;
    grpc::by_streams(&channel, &cases, &mut expected).await;
    grpc::one_by_one(&channel, &cases).await;
    grpc::without_storing(&channel, &cases).await;
    grpc::inflated(&channel).await;
    grpc::byte_by_byte(pipeline.address, &mut expected).await;
    grpc::the_same_again_and_edited(&channel, &mut expected).await;
    let submitted = by_command(pipeline, &cases).await;
    let received = expected.ends.len() as u64 + submitted;
    check(&channel, expected, received).await;
}

/// Whatever the queue can carry, all in one batch.
async fn by_queue(pipeline: &Pipeline, cases: &[Case], expected: &mut Expected) {
    let message = |id: &str, (content_type, body): (&str, Bytes), schema: &str| Message {
        body,
        content_type: content_type.to_owned(),
        schema: schema.to_owned(),
        ..Message::protobuf(Route::Submitted(Lane::Live), id.to_owned(), &RawArticle::default())
    };
    let mut messages = Vec::new();
    for case in cases.iter().filter(|case| case.end != End::Unread) {
        let (id, beside) = (id_of(case, "queue"), good_id(case, "queue"));
        messages.push(message(&id, case.queued(), ""));
        messages.push(Message::protobuf(Route::Submitted(Lane::Live), beside.clone(), &good(&beside)));
        expected.case(id, case);
        expected.add(beside, State::Stored, "");
    }
    for Odd { id, content_type, schema, body, end: (state, reason) } in cases::messages() {
        messages.push(message(id, (content_type, body.into()), schema));
        expected.add(id.to_owned(), state, reason);
    }
    pipeline.bus.publish(messages).await.expect("the bus carries it");
}

/// `dateline submit`, whose own limits let everything through to the server. Returns how many submissions were taken.
async fn by_command(pipeline: &Pipeline, cases: &[Case]) -> u64 {
    let folder = tempfile::tempdir().expect("a folder");
    let names = write_files(folder.path(), cases, "submit");
    let mut submit = command(folder.path(), "submit");
    submit.env("DATELINE__INGEST__INPUT_BYTES", (64 << 20).to_string());
    submit.args(["--wait", "--format", "json", "--server", &format!("http://{}", pipeline.address)]).args(&names);
    let output = tokio::task::spawn_blocking(move || submit.output()).await.expect("it ends").expect("dateline runs");
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{messages}");
    let found = lines(&output);
    let inputs = found.iter().map(|line| line["input"].as_str().unwrap_or_default());
    let inputs = inputs.map(|name| name.trim_end_matches(":1").trim_end_matches(": entry 1"));
    assert!(inputs.eq(&names), "{found:?}\n{messages}");
    for (case, pair) in cases.iter().zip(found.chunks(2)) {
        let (bad, beside) = (pair.first().expect("a line"), pair.last().expect("a line"));
        let (state, reason) = (bad["state"].as_str().unwrap_or_default(), bad["reason"].as_str().unwrap_or_default());
        let expected: &[&str] = match case.end {
            End::Stored => &["stored", "duplicate"],
            End::Rejected(_) => &["rejected"],
            End::Refused(_) | End::Unread => &["refused"],
            End::Broken => &["unreadable"],
        };
        assert!(expected.contains(&state), "{}: {bad}", case.name);
        assert!(reason.starts_with(case.reason().unwrap_or_default()), "{}: {bad}", case.name);
        assert_eq!(beside["state"], "stored", "beside {}: {beside}", case.name);
    }
    found.iter().filter(|line| line["submissionId"] != "").count() as u64
}

/// Every submission came to the end that it should, and the account balances.
async fn check(channel: &Channel, expected: Expected, received: u64) {
    let mut articles = ArticleServiceClient::new(channel.clone());
    for (id, state, reason) in expected.ends {
        let entry = ended(&mut articles, &id).await;
        let same = state == SAME && matches!(entry.state(), State::Stored | State::Duplicate);
        assert!(same || entry.state() == state, "{id}: {entry:?}");
        assert_eq!(entry.reason, reason, "{id}: {entry:?}");
        assert_eq!(entry.detail.is_empty(), reason.is_empty(), "{id}: {entry:?}");
    }
    let mut admin = AdminServiceClient::new(channel.clone());
    let account = admin.get_accounting(GetAccountingRequest {}).await.expect("the account").into_inner();
    let ended = account.stored + account.duplicate + account.rejected + account.quarantined;
    assert_eq!((account.received, ended, account.in_flight), (received, received, 0), "{account:?}");
    assert!(account.balanced, "{account:?}");
    let request = ListQuarantinedRequest { page_size: 500, ..ListQuarantinedRequest::default() };
    let kept = admin.list_quarantined(request).await.expect("the quarantine").into_inner().messages;
    assert_eq!(kept.len() as u64, account.quarantined, "{kept:?}");
    assert!(kept.iter().all(|message| !message.reason.is_empty() && !message.detail.is_empty()), "{kept:?}");
}
