//! What every bus must do.

use std::time::{Duration, Instant};

use dateline_messaging::{Kind, Queue, Route, open};
use dateline_record::v1::Lane;
use futures::StreamExt as _;
use rstest::rstest;

use crate::support::{DELAYS, Place, Which, assert_empty, drain, ids, message, messages, soon, tags, take};

const SUBMITTED: Queue = Queue::Submitted(Lane::Live);

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_is_delivered_with_every_property(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    bus.publish(vec![message("a")]).await.unwrap();
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    assert_eq!(take(&mut *consumer, 1).await[0].message, message("a"));
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn each_route_leads_to_its_queue(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    let all = Route::DURABLE.map(|route| dateline_messaging::Message { route, ..message(route.key()) });
    bus.publish(all.to_vec()).await.unwrap();
    for queue in Queue::ALL.into_iter().filter(|queue| queue.route().is_some()) {
        let mut consumer = bus.consume(queue, 10).await.unwrap();
        let delivery = take(&mut *consumer, 1).await.remove(0);
        assert_eq!((delivery.message.id.as_str(), Some(delivery.message.route)), (queue.key(), queue.route()));
        assert_empty(&mut *consumer).await;
    }
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_acknowledged_comes_again(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    bus.publish(messages(3)).await.unwrap();
    let mut dropped = bus.consume(SUBMITTED, 10).await.unwrap();
    take(&mut *dropped, 3).await;
    drop(dropped);
    let mut closed = bus.consume(SUBMITTED, 10).await.unwrap();
    assert_eq!(take(&mut *closed, 3).await.len(), 3);
    closed.close().await;
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    let deliveries = take(&mut *consumer, 3).await;
    assert!(deliveries.iter().all(|delivery| delivery.message.attempt == 0), "a lost delivery is no attempt");
    assert_empty(&mut *consumer).await;
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_ends_its_workers_is_quarantined(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    bus.publish(vec![message("poison")]).await.unwrap();
    for _ in 0..=place.config.delivery_limit {
        let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
        take(&mut *consumer, 1).await;
        drop(consumer);
    }
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    assert_empty(&mut *consumer).await;
    let mut quarantine = bus.consume(Queue::Quarantine, 10).await.unwrap();
    let delivery = take(&mut *quarantine, 1).await.remove(0);
    assert_eq!(delivery.message.id, "poison");
    assert_eq!(delivery.message.route, Route::Submitted(Lane::Live));
    assert_eq!(delivery.message.failure.unwrap().0, "delivery_limit");
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn a_retry_waits_its_delay_and_the_last_goes_to_quarantine(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    bus.publish(vec![message("a")]).await.unwrap();
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    for (attempt, delay) in DELAYS.into_iter().enumerate() {
        let deliveries = take(&mut *consumer, 1).await;
        assert_eq!(deliveries[0].message.attempt as usize, attempt);
        let started = Instant::now();
        consumer.retry(&tags(&deliveries), "store_down", "no answer").await.unwrap();
        soon(bus.queues()).await.unwrap();
        let again = take(&mut *consumer, 1).await;
        assert!(started.elapsed() >= delay, "came after {:?}, not {delay:?}", started.elapsed());
        assert_eq!(again[0].message.attempt as usize, attempt + 1);
        // Given back unharmed: the next round takes it.
        drop(consumer);
        consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    }
    let last = take(&mut *consumer, 1).await;
    consumer.retry(&tags(&last), "store_down", "no answer").await.unwrap();
    let mut quarantine = bus.consume(Queue::Quarantine, 10).await.unwrap();
    let given_up = take(&mut *quarantine, 1).await.remove(0).message;
    assert_eq!(given_up.failure, Some(("store_down".to_owned(), "no answer".to_owned())));
    assert_eq!((given_up.id, given_up.attempt), ("a".to_owned(), 2));
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn quarantine_keeps_message_and_reason_even_when_its_reader_fails(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    bus.publish(vec![message("bad")]).await.unwrap();
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    let deliveries = take(&mut *consumer, 1).await;
    consumer.quarantine(&tags(&deliveries), "decode", "no such field").await.unwrap();
    let mut quarantine = bus.consume(Queue::Quarantine, 10).await.unwrap();
    for _ in 0..=place.config.attempts {
        let deliveries = take(&mut *quarantine, 1).await;
        let failure = deliveries[0].message.failure.clone();
        assert_eq!(failure, Some(("decode".to_owned(), "no such field".to_owned())));
        assert_eq!(deliveries[0].message.body, message("bad").body);
        quarantine.retry(&tags(&deliveries), "store_down", "").await.unwrap();
    }
    assert_empty(&mut *consumer).await;
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledgement_covers_what_it_names_and_no_more(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    bus.publish(messages(8)).await.unwrap();
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    let deliveries = take(&mut *consumer, 8).await;
    let tag = |place: usize| deliveries[place].tag;
    consumer.ack(&[tag(5), tag(0), tag(1), tag(3)]).await.unwrap();
    consumer.ack(&[tag(0), tag(3)]).await.unwrap();
    consumer.close().await;
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    let mut left = take(&mut *consumer, 4).await;
    left.sort_by(|one, other| one.message.id.cmp(&other.message.id));
    assert_eq!(ids(&left), ["m0002", "m0004", "m0006", "m0007"]);
    assert_empty(&mut *consumer).await;
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn no_more_than_the_prefetch_is_out(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    bus.publish(messages(6)).await.unwrap();
    let mut consumer = bus.consume(SUBMITTED, 4).await.unwrap();
    let first = take(&mut *consumer, 4).await;
    assert_empty(&mut *consumer).await;
    consumer.ack(&tags(&first)[..1]).await.unwrap();
    take(&mut *consumer, 1).await;
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_wait_loses_nothing(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    let mut consumer = bus.consume(SUBMITTED, 100).await.unwrap();
    bus.publish(messages(50)).await.unwrap();
    let mut seen = std::collections::BTreeSet::new();
    let linger = Duration::from_millis(20);
    let mut patience = Duration::from_micros(50);
    while seen.len() < 50 {
        if let Ok(deliveries) = tokio::time::timeout(patience, consumer.next(10, linger)).await {
            let deliveries = deliveries.unwrap();
            consumer.ack(&tags(&deliveries)).await.unwrap();
            seen.extend(deliveries.into_iter().map(|delivery| delivery.message.id));
        }
        patience = (patience * 2).min(Duration::from_secs(5));
    }
    assert_empty(&mut *consumer).await;
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_holds_publishers_back_and_loses_nothing(#[case] which: Which) {
    let mut place = Place::new(which);
    place.config.queue_limit = 10;
    place.config.publish_timeout = Duration::from_secs(1);
    let bus = place.bus().await;
    let mut accepted = Vec::new();
    let refused = loop {
        let id = format!("m{:04}", accepted.len());
        match bus.publish(vec![message(&id)]).await {
            Ok(()) => accepted.push(id),
            Err(error) => break error,
        }
        assert!(accepted.len() < 100, "a queue limited to 10 took 100");
    };
    assert_eq!(refused.kind, Kind::Busy, "{refused}");
    assert!(refused.message.contains("articles.submitted"), "{refused}");
    place.config.publish_timeout = Duration::from_secs(30);
    let patient = open(&place.config).unwrap();
    let waiting = tokio::spawn(async move { patient.publish(vec![message("late")]).await });
    let mut consumer = bus.consume(SUBMITTED, 100).await.unwrap();
    let seen = drain(&mut *consumer, accepted.len() + 1).await;
    soon(waiting).await.unwrap().unwrap();
    assert!(seen.contains("late") && accepted.iter().all(|id| seen.contains(id)));
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn what_can_never_be_published_is_refused(#[case] which: Which) {
    let mut place = Place::new(which);
    place.config.message_limit = 100;
    let bus = place.bus().await;
    let large = dateline_messaging::Message { body: vec![0; 101].into(), ..message("large") };
    assert_eq!(bus.publish(vec![large]).await.unwrap_err().kind, Kind::Rejected);
    assert_eq!(bus.publish(vec![message(&"x".repeat(256))]).await.unwrap_err().kind, Kind::Rejected);
    bus.publish(vec![message("a")]).await.unwrap();
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    assert_eq!(ids(&take(&mut *consumer, 1).await), ["a"]);
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn notices_reach_every_listener(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    let (mut one, mut other) = (bus.stored().await.unwrap(), bus.stored().await.unwrap());
    bus.publish(vec![dateline_messaging::Message { route: Route::Stored, ..message("") }]).await.unwrap();
    assert_eq!((soon(one.next()).await, soon(other.next()).await), (Some(()), Some(())));
}

#[rstest]
#[case::embedded(Which::Embedded)]
#[case::rabbit(Which::Rabbit)]
#[tokio::test(flavor = "multi_thread")]
async fn queues_show_their_depth(#[case] which: Which) {
    let place = Place::new(which);
    let bus = place.bus().await;
    bus.publish(messages(3)).await.unwrap();
    bus.ready().await.unwrap();
    let queues = soon(bus.queues()).await.unwrap();
    let depth = |name: &str| queues.iter().find(|queue| queue.name.ends_with(name)).unwrap();
    let submitted = depth("articles.submitted");
    assert_eq!((submitted.role, submitted.before_ledger), ("work", true));
    assert_eq!(depth("records.extracted").ready, 0);
    assert!(!depth("records.extracted").before_ledger);
    assert!(queues.iter().any(|queue| queue.role == "retry") && queues.iter().any(|queue| queue.role == "quarantine"));
    assert!(queues.iter().filter(|queue| queue.role == "work").count() == 6);
    bus.close().await;
}
