//! The loop of every role, on both buses.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use dateline_messaging::{
    Message, Queue, Route,
    worker::{Handler, Options, Verdict, run},
};
use dateline_record::v1::Lane;
use rstest::rstest;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::support::{Place, Which, assert_empty, drain, message, messages, soon, take};

fn options() -> Options {
    Options { prefetch: 64, batch: 8, linger: Duration::from_millis(5), concurrency: 2, drain: Duration::from_secs(20) }
}

/// Passes messages on; `panic`, `short` and `decode` in an id have it fail so.
struct Stage;

#[async_trait]
impl Handler for Stage {
    async fn handle(&self, batch: Vec<Message>) -> Vec<Verdict> {
        let verdict = |message: Message| match message.id.as_str() {
            "panic" => panic!("on purpose"),
            "decode" => Verdict::Quarantine { reason: "decode".to_owned(), detail: "on purpose".to_owned() },
            "large" => {
                let body = vec![0; 17 << 20].into();
                let account = Message { route: Route::Ledger, ..message.clone() };
                Verdict::Done(vec![Message { route: Route::Parsed(Lane::Live), body, ..message }, account])
            }
            _ => Verdict::Done(vec![Message { route: Route::Parsed(Lane::Live), trace: String::new(), ..message }]),
        };
        let short = batch.iter().any(|message| message.id == "short");
        batch.into_iter().map(verdict).skip(usize::from(short)).collect()
    }
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn a_stage_passes_on_what_it_can_and_gives_up_the_rest(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    let shutdown = CancellationToken::new();
    let queue = Queue::Submitted(Lane::Live);
    let stage = tokio::spawn(run(Arc::clone(&bus), queue, Arc::new(Stage), options(), shutdown.clone()));
    let mut input = messages(100);
    input.extend([message("panic"), message("decode")]);
    bus.publish(input).await.unwrap();
    let mut parsed = bus.consume(Queue::Parsed(Lane::Live), 100).await.unwrap();
    let first = take(&mut *parsed, 1).await.remove(0);
    assert_eq!(first.message.trace, message("").trace, "what follows belongs to the trace");
    parsed.ack(&[first.tag]).await.unwrap();
    let mut seen = drain(&mut *parsed, 99).await;
    seen.insert(first.message.id);
    assert_eq!(seen.len(), 100);
    let mut quarantine = bus.consume(Queue::Quarantine, 10).await.unwrap();
    let mut reasons: Vec<_> = take(&mut *quarantine, 2).await.into_iter().map(|given_up| given_up.message).collect();
    reasons.sort_by(|one, other| one.id.cmp(&other.id));
    let reasons: Vec<_> = reasons.into_iter().map(|message| (message.id, message.failure.unwrap().0)).collect();
    assert_eq!(
        reasons,
        [("decode", "decode"), ("panic", "panic")].map(|(id, reason)| (id.to_owned(), reason.to_owned()))
    );
    shutdown.cancel();
    soon(stage).await.unwrap().unwrap();
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn what_the_bus_cannot_carry_costs_nothing_that_goes_with_it(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    let shutdown = CancellationToken::new();
    let queue = Queue::Submitted(Lane::Live);
    let stage = tokio::spawn(run(Arc::clone(&bus), queue, Arc::new(Stage), options(), shutdown.clone()));
    bus.publish(vec![message("large"), message("small")]).await.unwrap();
    let next = async |queue| take(&mut *bus.consume(queue, 10).await.unwrap(), 1).await.remove(0).message;
    assert_eq!(next(Queue::Parsed(Lane::Live)).await.id, "small");
    assert_eq!(next(Queue::Ledger).await.id, "large");
    let given_up = next(Queue::Quarantine).await;
    assert_eq!((given_up.id.as_str(), given_up.failure.unwrap().0.as_str()), ("large", "unpublishable"));
    shutdown.cancel();
    soon(stage).await.unwrap().unwrap();
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_number_of_verdicts_is_retried_then_given_up(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    let shutdown = CancellationToken::new();
    let queue = Queue::Submitted(Lane::Live);
    let stage = tokio::spawn(run(Arc::clone(&bus), queue, Arc::new(Stage), options(), shutdown.clone()));
    bus.publish(vec![message("short")]).await.unwrap();
    let mut quarantine = bus.consume(Queue::Quarantine, 10).await.unwrap();
    let given_up = take(&mut *quarantine, 1).await.remove(0).message;
    assert_eq!((given_up.attempt, given_up.failure.unwrap().0.as_str()), (2, "verdicts"));
    shutdown.cancel();
    soon(stage).await.unwrap().unwrap();
}

/// Holds each batch until it is let go.
struct Slow {
    started: Semaphore,
    go: Semaphore,
    handled: AtomicUsize,
}

#[async_trait]
impl Handler for Slow {
    async fn handle(&self, batch: Vec<Message>) -> Vec<Verdict> {
        self.started.add_permits(1);
        self.go.acquire().await.unwrap().forget();
        self.handled.fetch_add(batch.len(), Ordering::SeqCst);
        vec![Verdict::Done(vec![]); batch.len()]
    }
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn a_shutdown_finishes_what_is_in_flight_and_gives_back_the_rest(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    bus.publish(messages(40)).await.unwrap();
    let slow = Arc::new(Slow { started: Semaphore::new(0), go: Semaphore::new(0), handled: AtomicUsize::new(0) });
    let shutdown = CancellationToken::new();
    let queue = Queue::Submitted(Lane::Live);
    let worker = tokio::spawn(run(Arc::clone(&bus), queue, Arc::clone(&slow) as _, options(), shutdown.clone()));
    soon(slow.started.acquire_many(2)).await.unwrap().forget();
    shutdown.cancel();
    slow.go.add_permits(2);
    soon(worker).await.unwrap().unwrap();
    let handled = slow.handled.load(Ordering::SeqCst);
    assert!((2..=16).contains(&handled), "{handled} handled");
    let mut consumer = bus.consume(queue, 100).await.unwrap();
    assert_eq!(drain(&mut *consumer, 40 - handled).await.len(), 40 - handled);
    assert_empty(&mut *consumer).await;
}
