//! The extraction role: parsed articles in, records out.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Instant,
};

use async_trait::async_trait;
use dateline_messaging::{
    Bus, Error, Message, PROTOBUF, Queue, Route,
    worker::{self, Handler, Verdict},
};
use dateline_record::v1::{ExtractedRecord, Lane, ParsedArticle};
use prost::Message as _;
use rayon::prelude::*;
use tokio_util::sync::CancellationToken;

use crate::{Extractor, Options};

/// Name of the message this role takes.
const PARSED: &str = "dateline.v1.ParsedArticle";

/// Works off the parsed articles of one lane until `shutdown`, then drains.
///
/// # Errors
/// Only when the bus is misconfigured.
pub async fn run(
    bus: Arc<dyn Bus>,
    lane: Lane,
    extractor: Extractor,
    options: worker::Options,
    shutdown: CancellationToken,
) -> Result<(), Error> {
    worker::run(bus, Queue::Parsed(lane), Arc::new(Extraction { extractor }), options, shutdown).await
}

struct Extraction {
    extractor: Extractor,
}

#[async_trait]
impl Handler for Extraction {
    async fn handle(&self, batch: Vec<Message>) -> Vec<Verdict> {
        let extractor = self.extractor.clone();
        let (count, (sender, receiver)) = (batch.len(), tokio::sync::oneshot::channel());
        // rayon's pool, not tokio's: extraction is computation, as many threads as cores are right for it.
        rayon::spawn(move || {
            let _ = sender.send(batch.par_iter().map(|message| verdict(&extractor, message)).collect());
        });
        receiver.await.unwrap_or_else(|_| vec![quarantine("panic", "extraction did not answer".into()); count])
    }
}

fn verdict(extractor: &Extractor, message: &Message) -> Verdict {
    let started = Instant::now();
    let verdict = match decode(message) {
        Ok(parsed) => catch_unwind(AssertUnwindSafe(|| extracted(extractor, parsed, message)))
            .unwrap_or_else(|panic| quarantine("panic", panic_message(panic.as_ref()))),
        Err(detail) => quarantine("decode", detail),
    };
    let outcome = if matches!(verdict, Verdict::Done(_)) { "done" } else { "quarantined" };
    metrics::counter!("dateline_extraction_articles_total", "outcome" => outcome).increment(1);
    metrics::histogram!("dateline_extraction_seconds").record(started.elapsed().as_secs_f64());
    verdict
}

fn decode(message: &Message) -> Result<ParsedArticle, String> {
    if message.schema != PARSED || message.content_type != PROTOBUF {
        return Err(format!("expected {PARSED} as {PROTOBUF}, got '{}' as '{}'", message.schema, message.content_type));
    }
    ParsedArticle::decode(message.body.clone()).map_err(|error| error.to_string())
}

fn extracted(extractor: &Extractor, parsed: ParsedArticle, message: &Message) -> Verdict {
    let Some(article) = parsed.article else {
        return quarantine("decode", "the message holds no article".into());
    };
    let mut record = extractor.extract(article, &Options::default());
    record.diagnostics.splice(..0, parsed.diagnostics);
    let lane = if let Route::Parsed(lane) = message.route { lane } else { Lane::Live };
    let record = ExtractedRecord { record: Some(record) };
    Verdict::Done(vec![Message {
        trace: message.trace.clone(),
        ..Message::protobuf(Route::Extracted(lane), message.id.clone(), &record)
    }])
}

fn quarantine(reason: &str, detail: String) -> Verdict {
    Verdict::Quarantine { reason: reason.into(), detail }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("extraction panicked").into()
}

#[cfg(test)]
mod tests {
    use dateline_record::v1::{Article, Diagnostic};

    use super::*;

    fn message(schema: &str, body: Vec<u8>) -> Message {
        Message {
            route: Route::Parsed(Lane::Backfill),
            id: "s1".into(),
            content_type: PROTOBUF.into(),
            schema: schema.into(),
            trace: "00-1".into(),
            attempt: 2,
            failure: None,
            body: body.into(),
        }
    }

    fn parsed() -> Vec<u8> {
        let article = Article { text: "OSLO — The dam holds.".into(), ..Article::default() };
        let diagnostics = vec![Diagnostic { code: "field_ignored".into(), ..Diagnostic::default() }];
        ParsedArticle { article: Some(article), diagnostics }.encode_to_vec()
    }

    #[tokio::test]
    async fn a_batch_is_answered_in_order_and_one_bad_message_stops_no_other() {
        let handler = Extraction { extractor: Extractor::new() };
        let batch =
            vec![message(PARSED, parsed()), message(PARSED, vec![0xff, 1, 2]), message("dateline.v9.X", parsed())];
        let verdicts = handler.handle(batch).await;
        let Verdict::Done(next) = &verdicts[0] else { panic!("{verdicts:?}") };
        assert_eq!((next[0].route, next[0].id.as_str(), next[0].attempt), (Route::Extracted(Lane::Backfill), "s1", 0));
        let record = ExtractedRecord::decode(next[0].body.clone()).unwrap().record.unwrap();
        assert_eq!(record.diagnostics[0].code, "field_ignored");
        assert_eq!(record.article.unwrap().dateline.unwrap().place, "Oslo");
        for verdict in &verdicts[1..] {
            assert!(matches!(verdict, Verdict::Quarantine { reason, .. } if reason == "decode"), "{verdict:?}");
        }
    }

    #[test]
    fn a_panic_is_told_in_its_own_words() {
        let panic = catch_unwind(|| panic!("index {} of {}", 3, 2)).unwrap_err();
        assert_eq!(panic_message(panic.as_ref()), "index 3 of 2");
    }
}
