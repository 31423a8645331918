//! `ArticleService` in: one article, and a stream of them.

use std::time::Duration;

use dateline_messaging::{Message, Queue};
use dateline_record::v1::{Lane, RawArticle, SubmitArticleRequest, SubmitArticlesRequest};
use futures::stream;
use prost::Message as _;
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::support::{Gateway, assert_field};

fn text(text: &str) -> Option<RawArticle> {
    Some(RawArticle { text: text.into(), id: format!("id-{text}"), ..RawArticle::default() })
}

fn item(words: &str) -> SubmitArticlesRequest {
    SubmitArticlesRequest { article: text(words), ..SubmitArticlesRequest::default() }
}

/// Takes `count` messages off a submit queue.
async fn submitted(gateway: &Gateway, lane: Lane, count: usize) -> Vec<Message> {
    let mut consumer = gateway.bus.consume(Queue::Submitted(lane), 256).await.unwrap();
    let mut messages = Vec::new();
    while messages.len() < count {
        let taken = consumer.next(256, Duration::from_millis(10)).await.unwrap();
        consumer.ack(&taken.iter().map(|delivery| delivery.tag).collect::<Vec<_>>()).await.unwrap();
        messages.extend(taken.into_iter().map(|delivery| delivery.message));
    }
    messages
}

#[tokio::test]
async fn an_article_goes_to_the_queue_of_its_lane_under_the_id_of_the_client() {
    let gateway = Gateway::start().await;
    let request = SubmitArticleRequest { article: text("one"), request_id: "mine".into(), lane: Lane::Backfill.into() };
    let result = gateway.articles().submit_article(request).await.unwrap().into_inner().result.unwrap();
    assert_eq!(
        (result.submission_id.as_str(), result.external_id.as_str(), result.reason.as_str()),
        ("mine", "id-one", "")
    );
    let message = submitted(&gateway, Lane::Backfill, 1).await.remove(0);
    assert_eq!((message.id.as_str(), message.schema.as_str()), ("mine", "dateline.v1.RawArticle"));
    assert_eq!(RawArticle::decode(message.body).ok(), text("one"));
}

#[tokio::test]
async fn what_can_never_be_an_article_is_refused_at_the_door() {
    let gateway = Gateway::start_with(|config| config.limits.input_bytes = 10).await;
    for (article, reason) in [(None, "empty"), (text(""), "empty"), (text("more than ten"), "too_large")] {
        let refused = gateway
            .articles()
            .submit_article(SubmitArticleRequest { article, ..Default::default() })
            .await
            .unwrap_err();
        assert_field(&refused, "article");
        assert_eq!(refused.get_details_error_info().unwrap().metadata["reason"], reason);
    }
}

#[tokio::test]
async fn a_message_over_the_limit_is_refused() {
    let gateway = Gateway::start_with(|config| config.max_request_bytes = 1000).await;
    let request = SubmitArticleRequest { article: text(&"x".repeat(2000)), ..Default::default() };
    let refused = gateway.articles().submit_article(request).await.unwrap_err();
    assert!(matches!(refused.code(), Code::OutOfRange | Code::ResourceExhausted), "{refused:?}");
}

#[tokio::test]
async fn a_stream_answers_for_each_article_in_order() {
    let gateway = Gateway::start().await;
    let items: Vec<_> = (0..300).map(|n| if n % 3 == 1 { item("") } else { item(&n.to_string()) }).collect();
    let response = gateway.articles().submit_articles(stream::iter(items)).await.unwrap().into_inner();
    assert_eq!((response.accepted, response.refused, response.results.len()), (200, 100, 300));
    for (n, result) in response.results.iter().enumerate() {
        let reason = if n % 3 == 1 { "empty" } else { "" };
        assert_eq!((result.reason.as_str(), result.submission_id.is_empty()), (reason, n % 3 == 1), "{n}");
    }
    let mut queued: Vec<_> = submitted(&gateway, Lane::Live, 200).await.into_iter().map(|message| message.id).collect();
    let mut accepted: Vec<_> =
        response.results.into_iter().map(|one| one.submission_id).filter(|id| !id.is_empty()).collect();
    queued.sort();
    accepted.sort();
    assert_eq!(queued, accepted);
}

#[tokio::test]
async fn what_the_queue_cannot_carry_costs_its_neighbours_nothing() {
    let gateway = Gateway::start_with(|config| {
        config.limits.input_bytes = 32 << 20;
        config.max_request_bytes = 32 << 20;
    })
    .await;
    let large = RawArticle { text: "x".repeat(17 << 20), ..RawArticle::default() };
    let large = SubmitArticlesRequest { article: Some(large), ..SubmitArticlesRequest::default() };
    let items = [item("before"), large, item("after")];
    let response = gateway.articles().submit_articles(stream::iter(items)).await.unwrap().into_inner();
    assert_eq!(response.results.iter().map(|one| one.reason.as_str()).collect::<Vec<_>>(), ["", "too_large", ""]);
    assert!(response.results[1].detail.contains("bus.message_limit"), "{}", response.results[1].detail);
    submitted(&gateway, Lane::Live, 2).await;
}

#[tokio::test]
async fn a_stream_ends_with_the_article_that_is_too_large_to_read() {
    let gateway = Gateway::start_with(|config| config.max_request_bytes = 1000).await;
    let items = [item("before"), item(&"x".repeat(2000)), item("after")];
    let response = gateway.articles().submit_articles(stream::iter(items)).await.unwrap().into_inner();
    assert_eq!(response.results.iter().map(|one| one.reason.as_str()).collect::<Vec<_>>(), ["", "too_large"]);
    assert!(response.results[1].detail.contains("gateway.max_request_bytes"), "{}", response.results[1].detail);
    submitted(&gateway, Lane::Live, 1).await;
}

#[tokio::test]
async fn a_stream_that_is_too_long_says_where_it_was_cut() {
    let gateway = Gateway::start_with(|config| config.max_submit_items = 2).await;
    let response =
        gateway.articles().submit_articles(stream::iter(["a", "b", "c", "d"].map(item))).await.unwrap().into_inner();
    assert_eq!((response.accepted, response.refused), (2, 1));
    assert_eq!(response.results[2].reason, "too_many");
}

#[tokio::test]
async fn a_silent_stream_is_ended() {
    let gateway = Gateway::start_with(|config| config.submit_idle_timeout = Duration::from_millis(20)).await;
    let ended = gateway.articles().submit_articles(stream::pending()).await.unwrap_err();
    assert_eq!(ended.code(), Code::DeadlineExceeded);
}
