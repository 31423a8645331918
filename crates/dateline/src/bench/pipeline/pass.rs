//! A stand-in for extraction: articles become records without facts.

use async_trait::async_trait;
use dateline_messaging::{
    Message, Route,
    worker::{Handler, Verdict},
};
use dateline_record::v1::{ArticleRecord, ExtractedRecord, Lane, ParsedArticle};
use prost::Message as _;

/// Passes articles on.
pub(super) struct Pass;

#[async_trait]
impl Handler for Pass {
    async fn handle(&self, batch: Vec<Message>) -> Vec<Verdict> {
        batch.into_iter().map(passed).collect()
    }
}

fn passed(message: Message) -> Verdict {
    let parsed = match ParsedArticle::decode(message.body.clone()) {
        Ok(parsed) => parsed,
        Err(error) => return Verdict::Quarantine { reason: "decode".into(), detail: error.to_string() },
    };
    let record =
        ArticleRecord { article: parsed.article, extractor_version: "0.0.0".into(), ..ArticleRecord::default() };
    let record = ExtractedRecord { record: Some(record) };
    let onward = Message::protobuf(Route::Extracted(Lane::Live), message.id, &record);
    Verdict::Done(vec![Message { trace: message.trace, ..onward }])
}
