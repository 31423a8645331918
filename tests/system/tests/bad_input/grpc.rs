//! The ways in over gRPC: a stream, one call, extraction without storing, and bytes that no client library writes.

use std::net::SocketAddr;

use dateline_gateway::client::{ArticleServiceClient, ExtractionServiceClient, MAX_MESSAGE_BYTES};
use dateline_record::v1::{
    ExtractRequest, ListRevisionsRequest, RawArticle, SubmissionResult, SubmitArticleRequest, SubmitArticlesRequest,
    ledger_entry::State,
};
use dateline_system_tests::pipeline::ended;
use tonic::{Code, Status, codec::CompressionEncoding, transport::Channel};
use tonic_types::StatusExt as _;

use crate::{
    Expected,
    cases::{Case, End},
    good, good_id, id_of, raw,
};

fn articles(channel: &Channel) -> ArticleServiceClient<Channel> {
    ArticleServiceClient::new(channel.clone()).max_encoding_message_size(MAX_MESSAGE_BYTES)
}

/// Sends a stream, and what it did not answer for on the next.
async fn send(channel: &Channel, mut items: Vec<SubmitArticlesRequest>) -> Vec<SubmissionResult> {
    let mut results = Vec::new();
    while !items.is_empty() {
        let answer = articles(channel).submit_articles(tokio_stream::iter(items.clone())).await;
        let answered = answer.expect("a stream is answered").into_inner().results;
        assert!(!answered.is_empty(), "none of {} was answered", items.len());
        items.drain(..answered.len());
        results.extend(answered);
    }
    results
}

/// Every article with a good one after it.
pub(crate) async fn by_streams(channel: &Channel, cases: &[Case], expected: &mut Expected) {
    let item = |article, id: &str| SubmitArticlesRequest {
        article: Some(article),
        request_id: id.to_owned(),
        ..SubmitArticlesRequest::default()
    };
    let (mut items, mut sent) = (Vec::new(), Vec::new());
    for case in cases {
        let Some(raw) = case.raw() else { continue };
        let (id, beside) = (id_of(case, "grpc"), good_id(case, "grpc"));
        items.extend([item(raw, &id), item(good(&beside), &beside)]);
        sent.push((case, id, beside));
    }
    let results = send(channel, items).await;
    for ((case, id, beside), pair) in sent.into_iter().zip(results.chunks(2)) {
        let reason = match case.end {
            End::Refused(reason) => reason,
            End::Unread => "too_large",
            _ => "",
        };
        let bad = pair.first().expect("a result");
        assert_eq!((bad.reason.as_str(), bad.detail.is_empty()), (reason, reason.is_empty()), "{id}: {bad:?}");
        assert_eq!(bad.submission_id, if reason.is_empty() { id.clone() } else { String::new() });
        assert_eq!(pair.last().expect("a result").reason, "", "{beside}");
        if reason.is_empty() {
            expected.case(id, case);
        }
        expected.add(beside, State::Stored, "");
    }
}

/// What the gateway does not take is refused with details.
pub(crate) async fn one_by_one(channel: &Channel, cases: &[Case]) {
    for case in cases {
        let request = SubmitArticleRequest { article: case.raw(), ..SubmitArticleRequest::default() };
        let reason = match case.end {
            End::Refused(reason) => reason,
            End::Unread => "",
            _ => continue,
        };
        let status = articles(channel).submit_article(request).await.expect_err(case.name);
        refused(case, &status, reason);
    }
}

/// The same for extraction, which rejects at once what ingest would.
pub(crate) async fn without_storing(channel: &Channel, cases: &[Case]) {
    let mut extraction = ExtractionServiceClient::new(channel.clone())
        .max_encoding_message_size(MAX_MESSAGE_BYTES)
        .max_decoding_message_size(MAX_MESSAGE_BYTES);
    for case in cases {
        let Some(article) = case.raw() else { continue };
        let answer = extraction.extract(ExtractRequest { article: Some(article), ..ExtractRequest::default() }).await;
        match case.end {
            End::Stored => assert!(answer.expect(case.name).into_inner().record.is_some()),
            End::Unread => refused(case, &answer.expect_err(case.name), ""),
            _ => refused(case, &answer.expect_err(case.name), case.reason().unwrap_or_default()),
        }
    }
}

/// Refused for this reason; for none because the message is too large to be read.
fn refused(case: &Case, status: &Status, reason: &str) {
    let info = status.get_details_error_info().unwrap_or_else(|| panic!("{}: {status:?}", case.name));
    let told = info.metadata.get("reason").map_or("", String::as_str);
    let (code, class) = match reason {
        "" => (Code::OutOfRange, "REQUEST_TOO_LARGE"),
        _ => (Code::InvalidArgument, "ARTICLE_REFUSED"),
    };
    assert_eq!((status.code(), info.reason.as_str(), told), (code, class, reason), "{}: {status:?}", case.name);
    assert!(status.get_details_request_info().is_some_and(|info| !info.request_id.is_empty()), "{}", case.name);
}

/// Small on the wire and large once inflated: limits hold for what it is inflated to.
pub(crate) async fn inflated(channel: &Channel) {
    let article = RawArticle { text: "x".repeat(50 << 20), ..RawArticle::default() };
    let request = SubmitArticleRequest { article: Some(article), ..SubmitArticleRequest::default() };
    let mut client = articles(channel).send_compressed(CompressionEncoding::Gzip);
    let status = client.submit_article(request).await.expect_err("50 MiB are too much");
    let reason = status.get_details_error_info().map(|info| info.reason);
    assert_eq!((status.code(), reason.as_deref()), (Code::OutOfRange, Some("REQUEST_TOO_LARGE")), "{status:?}");
}

/// Calls that no client library makes.
pub(crate) async fn byte_by_byte(address: SocketAddr, expected: &mut Expected) {
    for call in raw::calls() {
        let status = raw::perform(address, &call).await;
        let reason = status.get_details_error_info().map(|info| info.reason).unwrap_or_default();
        assert_eq!((status.code(), reason.as_str()), call.end, "{}: {status:?}", call.what);
        assert_eq!(status.message().is_empty(), status.code() == Code::Ok, "{}: {status:?}", call.what);
    }
    expected.add("unknown-fields-grpc".to_owned(), State::Stored, "");
}

/// An article known by its URL: sent twice it is a duplicate, edited it is a new revision.
pub(crate) async fn the_same_again_and_edited(channel: &Channel, expected: &mut Expected) {
    let first = "The harbour board of Port Ada met on Monday.";
    let edited = "The harbour board of Port Ada met on Tuesday.";
    let sent = [("once", first, State::Stored), ("again", first, State::Duplicate), ("edited", edited, State::Stored)];
    let mut id = String::new();
    for (name, text, state) in sent {
        let url = "https://news.example/harbour".to_owned();
        let article = RawArticle { text: text.to_owned(), url, ..RawArticle::default() };
        let request = SubmitArticleRequest { article: Some(article), request_id: name.into(), ..Default::default() };
        articles(channel).submit_article(request).await.expect("it is taken");
        let entry = ended(&mut articles(channel), name).await;
        assert_eq!(entry.state(), state, "{entry:?}");
        id = entry.article_id;
        expected.add(name.to_owned(), state, "");
    }
    let request = ListRevisionsRequest { id };
    let revisions = articles(channel).list_revisions(request).await.expect("the revisions").into_inner().revisions;
    assert_eq!(revisions.len(), 2, "{revisions:?}");
}
