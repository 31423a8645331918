//! The ingest role: raw articles off the submit queue, clean articles on to extraction, and every one in the ledger.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use async_trait::async_trait;
use dateline_messaging::{
    Bus, Error, Message, PROTOBUF, Queue, Route,
    worker::{self, Handler, Options, Verdict},
};
use dateline_record::{
    ids::submission_id,
    v1::{Article, Diagnostic, Lane, LedgerBatch, LedgerEntry, ParsedArticle, RawArticle, ledger_entry::State},
};
use jiff::Timestamp;
use prost::Message as _;
use tokio_util::sync::CancellationToken;

use crate::{Limits, Rejection, json, parse_noting};

const RAW_SCHEMA: &str = "dateline.v1.RawArticle";

const JSON: &str = "application/json";

/// What producers call protobuf; the last says nothing, and clients put it where they know nothing.
const PROTOBUF_TYPES: [&str; 4] =
    [PROTOBUF, "application/x-protobuf", "application/vnd.google.protobuf", "application/octet-stream"];

/// Works off the submit queue of a lane until `shutdown`.
///
/// # Errors
/// When the bus is misconfigured.
pub async fn run(
    bus: Arc<dyn Bus>,
    lane: Lane,
    limits: Limits,
    options: Options,
    shutdown: CancellationToken,
) -> Result<(), Error> {
    let handler = Arc::new(Ingest { limits: Arc::new(limits), lane });
    worker::run(bus, Queue::Submitted(lane), handler, options, shutdown).await
}

struct Ingest {
    limits: Arc<Limits>,
    lane: Lane,
}

/// What became of one message.
enum Outcome {
    /// With what was left out of it.
    Parsed(Box<Article>, Vec<Diagnostic>),
    Rejected(Box<RawArticle>, Rejection),
    /// The message itself cannot be read.
    Undecodable(Rejection),
}

#[async_trait]
impl Handler for Ingest {
    async fn handle(&self, batch: Vec<Message>) -> Vec<Verdict> {
        let (limits, lane) = (Arc::clone(&self.limits), self.lane);
        let handled = tokio::task::spawn_blocking(move || verdicts(batch, &limits, lane)).await;
        // A panic is caught a message at a time; what is left is a runtime that shuts down.
        handled.unwrap_or_default()
    }
}

fn verdicts(batch: Vec<Message>, limits: &Limits, lane: Lane) -> Vec<Verdict> {
    let at = Timestamp::now().to_string();
    let mut ledger = LedgerBatch::default();
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(batch.len());
    for message in batch.into_iter().map(identified) {
        let outcome = outcome(&message, limits);
        count(&outcome);
        verdicts.push(verdict(&message, outcome, lane, &mut ledger, &at));
    }
    append_ledger(&mut verdicts, &ledger);
    verdicts
}

/// A message whose producer gave no id is known by its bytes from here on: without an id no ledger could answer for it.
fn identified(mut message: Message) -> Message {
    if message.id.is_empty() {
        message.id = submission_id(&message.body);
    }
    message
}

fn outcome(message: &Message, limits: &Limits) -> Outcome {
    let raw = match decode(message) {
        Ok(raw) => raw,
        Err(rejection) => return Outcome::Undecodable(rejection),
    };
    match catch_unwind(AssertUnwindSafe(|| parse_noting(&raw, limits))) {
        Ok(Ok((article, noted))) => Outcome::Parsed(Box::new(article), noted),
        Ok(Err(rejection)) => Outcome::Rejected(Box::new(raw), rejection),
        Err(_) => Outcome::Undecodable(Rejection::new("panic", "parsing failed: keep the message and report it")),
    }
}

fn decode(message: &Message) -> Result<RawArticle, Rejection> {
    if !message.schema.is_empty() && message.schema != RAW_SCHEMA {
        let shown: String = message.schema.chars().take(80).collect();
        return Err(Rejection::new("schema", format!("schema `{shown}` is not known here: send {RAW_SCHEMA}")));
    }
    let content_type = message.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if content_type == JSON {
        return json::parse(&message.body)
            .map(|parsed| parsed.raw)
            .map_err(|rejection| Rejection { reason: "decode", ..rejection });
    }
    if !PROTOBUF_TYPES.contains(&content_type.as_str()) {
        let shown: String = content_type.chars().take(80).collect();
        let detail = format!("content type `{shown}` is not known here: send {PROTOBUF} or {JSON}");
        return Err(Rejection::new("content_type", detail));
    }
    RawArticle::decode(message.body.clone())
        .map_err(|error| Rejection::new("decode", format!("this is not a {RAW_SCHEMA}: {error}")))
}

fn verdict(message: &Message, outcome: Outcome, lane: Lane, ledger: &mut LedgerBatch, at: &str) -> Verdict {
    match outcome {
        Outcome::Parsed(article, noted) => {
            ledger.entries.push(received(message, &article, at));
            Verdict::Done(vec![onward(message, *article, noted, lane)])
        }
        Outcome::Rejected(raw, rejection) => {
            ledger.entries.push(rejected(message, *raw, rejection, at));
            Verdict::Done(Vec::new())
        }
        Outcome::Undecodable(rejection) => {
            Verdict::Quarantine { reason: rejection.reason.into(), detail: rejection.detail }
        }
    }
}

fn onward(message: &Message, article: Article, diagnostics: Vec<Diagnostic>, lane: Lane) -> Message {
    let parsed = ParsedArticle { article: Some(article), diagnostics };
    Message { trace: message.trace.clone(), ..Message::protobuf(Route::Parsed(lane), message.id.clone(), &parsed) }
}

fn received(message: &Message, article: &Article, at: &str) -> LedgerEntry {
    LedgerEntry {
        submission_id: message.id.clone(),
        state: State::Received.into(),
        article_id: article.id.clone(),
        revision: article.revision.clone(),
        external_id: article.external_id.clone(),
        url: article.url.clone(),
        at: at.into(),
        ..LedgerEntry::default()
    }
}

fn rejected(message: &Message, raw: RawArticle, rejection: Rejection, at: &str) -> LedgerEntry {
    LedgerEntry {
        submission_id: message.id.clone(),
        state: State::Rejected.into(),
        reason: rejection.reason.into(),
        detail: rejection.detail,
        external_id: raw.id,
        url: raw.url,
        at: at.into(),
        ..LedgerEntry::default()
    }
}

/// One ledger message for the batch, published with what follows from its first finished message: either all of it is
/// on the bus before anything is acknowledged, or the batch comes again.
fn append_ledger(verdicts: &mut [Verdict], ledger: &LedgerBatch) {
    let Some(Verdict::Done(messages)) = verdicts.iter_mut().find(|verdict| matches!(verdict, Verdict::Done(_))) else {
        return;
    };
    messages.push(Message::protobuf(Route::Ledger, String::new(), ledger));
}

fn count(outcome: &Outcome) {
    let (result, reason) = match outcome {
        Outcome::Parsed(..) => ("parsed", ""),
        Outcome::Rejected(_, rejection) => ("rejected", rejection.reason),
        Outcome::Undecodable(rejection) => ("quarantined", rejection.reason),
    };
    metrics::counter!("dateline_ingest_articles_total", "result" => result, "reason" => reason).increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: &str, content_type: &str, body: &[u8]) -> Message {
        Message {
            route: Route::Submitted(Lane::Live),
            id: id.into(),
            content_type: content_type.into(),
            schema: RAW_SCHEMA.into(),
            trace: String::new(),
            attempt: 0,
            failure: None,
            body: body.to_vec().into(),
        }
    }

    fn ledger_of(verdicts: &[Verdict]) -> Vec<LedgerEntry> {
        let messages = verdicts
            .iter()
            .filter_map(|verdict| if let Verdict::Done(messages) = verdict { Some(messages) } else { None });
        let ledgers = messages.flatten().filter(|message| message.route == Route::Ledger);
        ledgers.flat_map(|message| LedgerBatch::decode(message.body.clone()).unwrap().entries).collect()
    }

    #[test]
    fn a_batch_is_accounted_for_in_one_message() {
        let batch = vec![
            message("a", "application/json", br#"{"text": ""}"#),
            message("b", "application/json", br#"{"text": "The council met on Monday.", "id": "ext-b"}"#),
            message("c", PROTOBUF, &[0x0a, 0xff]),
        ];
        let verdicts = verdicts(batch, &Limits::default(), Lane::Live);
        let entries = ledger_of(&verdicts);
        assert_eq!(
            entries.iter().map(|entry| (entry.submission_id.as_str(), entry.state())).collect::<Vec<_>>(),
            [("a", State::Rejected), ("b", State::Received)]
        );
        assert!(matches!(&verdicts[2], Verdict::Quarantine { reason, .. } if reason == "decode"));
        assert!(
            matches!(&verdicts[1], Verdict::Done(messages) if messages[0].route == Route::Parsed(Lane::Live) && messages[0].id == "b")
        );
    }

    #[test]
    fn a_message_without_an_id_is_accounted_for_by_its_bytes() {
        let body = br#"{"text": "The council met on Monday."}"#;
        let verdicts = verdicts(vec![message("", "application/json", body)], &Limits::default(), Lane::Live);
        let id = submission_id(body);
        assert_eq!(ledger_of(&verdicts).iter().map(|entry| &entry.submission_id).collect::<Vec<_>>(), [&id]);
        assert!(matches!(&verdicts[0], Verdict::Done(messages) if messages[0].id == id));
    }

    #[test]
    fn an_unknown_schema_is_quarantined() {
        let mut unknown = message("a", PROTOBUF, b"");
        unknown.schema = "dateline.v9.RawArticle".into();
        let verdicts = verdicts(vec![unknown], &Limits::default(), Lane::Live);
        assert!(matches!(&verdicts[0], Verdict::Quarantine { reason, .. } if reason == "schema"));
    }

    #[test]
    fn a_content_type_that_is_neither_protobuf_nor_json_is_quarantined() {
        let reason =
            |content_type: &str, body: &[u8]| match outcome(&message("a", content_type, body), &Limits::default()) {
                Outcome::Undecodable(rejection) | Outcome::Rejected(_, rejection) => rejection.reason,
                Outcome::Parsed(..) => "",
            };
        let json = br#"{"text": "The council met."}"#;
        let protobuf = RawArticle { text: "The council met.".into(), ..RawArticle::default() }.encode_to_vec();
        assert_eq!(reason("text/plain", b"The council met."), "content_type");
        assert_eq!((reason("application/json; charset=utf-8", json), reason("Application/JSON", json)), ("", ""));
        assert_eq!((reason("application/x-protobuf", &protobuf), reason(PROTOBUF, json)), ("", "decode"));
    }
}
