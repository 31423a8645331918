//! A stream of articles to the bus: published in batches, a few at a time, with a result for each article.

use dateline_messaging::{Bus, Error, Kind, Message};
use dateline_record::v1::{SubmissionResult, SubmitArticlesRequest, SubmitArticlesResponse};
use futures::{FutureExt as _, StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use tonic::{Status, Streaming, metadata::MetadataMap};

use super::Context;
use crate::{failure::Failure, submission::Submission};

/// Articles in one publish at most.
const BATCH: usize = 128;
/// Bytes in one publish after which it goes out.
const BATCH_BYTES: usize = 4 << 20;
/// Publishes in flight at most; with the batch they bound the memory of a stream.
const WINDOW: usize = 4;

/// W3C trace context of a call; empty when there is none.
pub(super) fn trace(metadata: &MetadataMap) -> String {
    metadata.get("traceparent").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// Takes a stream to its end.
pub(super) async fn take(
    context: &Context,
    mut articles: Streaming<SubmitArticlesRequest>,
    trace: String,
) -> Result<SubmitArticlesResponse, Status> {
    let mut intake = Intake {
        context,
        trace,
        results: Vec::new(),
        batch: Batch::default(),
        publishing: FuturesUnordered::new(),
        failed: None,
    };
    loop {
        // What is there already joins the batch; when nothing is, the batch goes out before we wait.
        let next = match articles.next().now_or_never() {
            Some(next) => next,
            None => {
                intake.flush().await;
                intake.wait_for(&mut articles).await?
            }
        };
        match next {
            None => break,
            Some(Err(status)) => match Failure::reading(&status) {
                Some(unreadable) => {
                    intake.results.push(cut_short(&unreadable));
                    break;
                }
                None => return Err(status),
            },
            Some(Ok(_)) if intake.results.len() >= context.config.max_submit_items => {
                intake.results.push(too_many(context.config.max_submit_items));
                break;
            }
            Some(Ok(article)) => intake.add(article).await,
        }
    }
    Ok(intake.finish().await)
}

fn too_many(limit: usize) -> SubmissionResult {
    let detail = format!("a stream takes {limit} articles: send this one and what follows on a new stream");
    SubmissionResult { reason: "too_many".into(), detail, ..SubmissionResult::default() }
}

/// For an article that cannot be read, after which the stream cannot go on.
fn cut_short(failure: &Failure) -> SubmissionResult {
    let reason = if matches!(failure, Failure::TooLarge(_)) { "too_large" } else { "malformed" };
    let detail = format!("{failure}; send what follows on a new stream");
    SubmissionResult { reason: reason.into(), detail, ..SubmissionResult::default() }
}

/// Messages to publish together, with the places of their results.
#[derive(Default)]
struct Batch {
    messages: Vec<Message>,
    places: Vec<usize>,
    bytes: usize,
}

/// Articles published, each with its place.
type Published = Vec<(usize, Result<(), Error>)>;
type Publishing<'c> = BoxFuture<'c, Published>;

struct Intake<'c> {
    context: &'c Context,
    trace: String,
    results: Vec<SubmissionResult>,
    batch: Batch,
    publishing: FuturesUnordered<Publishing<'c>>,
    /// After the bus failed, what follows is refused at once: the client should slow down, not wait for each.
    failed: Option<(&'static str, &'static str)>,
}

impl Intake<'_> {
    async fn wait_for(
        &mut self,
        articles: &mut Streaming<SubmitArticlesRequest>,
    ) -> Result<Option<Result<SubmitArticlesRequest, Status>>, Failure> {
        let idle = tokio::time::sleep(self.context.config.submit_idle_timeout);
        tokio::pin!(idle);
        loop {
            tokio::select! {
                next = articles.next() => return Ok(next),
                Some(published) = self.publishing.next() => self.settle(published),
                () = &mut idle => return Err(Failure::Deadline),
                () = self.context.shutdown.cancelled() => return Err(Failure::ShuttingDown),
            }
        }
    }

    async fn add(&mut self, request: SubmitArticlesRequest) {
        let external_id = request.article.as_ref().map(|article| article.id.clone()).unwrap_or_default();
        let submission = Submission { article: request.article, request_id: request.request_id, lane: request.lane };
        let mut result = SubmissionResult { external_id, ..SubmissionResult::default() };
        match (submission.into_message(&self.context.config.limits, &self.trace), self.failed) {
            (Err(failure), _) => {
                let reason = if let Failure::Refused { reason, .. } = &failure { reason } else { "invalid" };
                (result.reason, result.detail) = (reason.into(), failure.to_string());
            }
            (Ok(_), Some((reason, detail))) => (result.reason, result.detail) = (reason.into(), detail.into()),
            (Ok(message), None) => {
                result.submission_id.clone_from(&message.id);
                self.batch.places.push(self.results.len());
                self.batch.bytes += message.body.len();
                self.batch.messages.push(message);
            }
        }
        self.results.push(result);
        if self.batch.messages.len() >= BATCH || self.batch.bytes >= BATCH_BYTES {
            self.flush().await;
        }
    }

    async fn flush(&mut self) {
        if self.batch.messages.is_empty() {
            return;
        }
        while self.publishing.len() >= WINDOW
            && let Some(published) = self.publishing.next().await
        {
            self.settle(published);
        }
        let Batch { messages, places, .. } = std::mem::take(&mut self.batch);
        let bus = &*self.context.bus;
        self.publishing.push(Box::pin(publish(bus, places, messages)));
    }

    fn settle(&mut self, published: Published) {
        for (place, published) in published {
            let Err(error) = published else { continue };
            let (reason, detail) = explain(error.kind);
            if let Some(result) = self.results.get_mut(place) {
                result.submission_id.clear();
                (result.reason, result.detail) = (reason.into(), detail.into());
            }
            if error.kind != Kind::Rejected && self.failed.is_none() {
                tracing::warn!(error = %error, "could not publish articles of a stream");
                self.failed = Some((reason, detail));
            }
        }
    }

    async fn finish(mut self) -> SubmitArticlesResponse {
        self.flush().await;
        while let Some(published) = self.publishing.next().await {
            self.settle(published);
        }
        let refused = self.results.iter().filter(|result| !result.reason.is_empty()).count();
        let accepted = self.results.len() - refused;
        SubmitArticlesResponse { results: self.results, accepted: accepted as u32, refused: refused as u32 }
    }
}

/// Publishes a batch; each article on its own where the bus cannot carry one of them, so that it costs its neighbours
/// nothing.
async fn publish(bus: &dyn Bus, places: Vec<usize>, messages: Vec<Message>) -> Published {
    let published = bus.publish(messages.clone()).await;
    let apart = matches!(&published, Err(error) if error.kind == Kind::Rejected);
    let mut results = Vec::with_capacity(places.len());
    for (place, message) in places.into_iter().zip(messages) {
        let result = match &published {
            _ if apart => bus.publish(vec![message]).await,
            Ok(()) => Ok(()),
            Err(Error { kind, message }) => Err(Error::new(*kind, message.clone())),
        };
        results.push((place, result));
    }
    results
}

fn explain(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Busy => ("busy", "the queue is full: send it again later"),
        Kind::Rejected => ("too_large", "the queue cannot carry it: split it, or raise bus.message_limit"),
        Kind::Unavailable | Kind::Misconfigured | Kind::Internal => {
            ("unavailable", "the queue cannot be reached: send it again later")
        }
    }
}
