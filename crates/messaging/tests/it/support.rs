//! Buses to test, messages to send, and waits with an end.

use std::{collections::BTreeSet, future::Future, path::PathBuf, sync::Arc, time::Duration};

use bytes::Bytes;
use dateline_messaging::{Bus, Config, Consumer, Delivery, Message, Route, open};
use dateline_record::v1::Lane;
use dateline_test_support::rabbitmq;
use tempfile::TempDir;

/// Longer than anything here takes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// Delay before the second attempt, then before the third.
pub(crate) const DELAYS: [Duration; 2] = [Duration::from_millis(300), Duration::from_millis(600)];

/// Which bus is tested.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Which {
    Embedded,
    Rabbit,
}

/// A place for a bus of this test alone.
pub(crate) struct Place {
    pub(crate) config: Config,
    _folder: TempDir,
}

impl Place {
    pub(crate) fn new(which: Which) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = match which {
            Which::Embedded => format!("embedded:{}", folder.path().join("bus.db").display()),
            Which::Rabbit => rabbitmq::url().to_owned(),
        };
        Self { config: config(url), _folder: folder }
    }

    pub(crate) async fn bus(&self) -> Arc<dyn Bus> {
        declared(&self.config).await
    }

    pub(crate) fn file(&self) -> PathBuf {
        PathBuf::from(self.config.url.strip_prefix("embedded:").unwrap())
    }
}

pub(crate) fn config(url: String) -> Config {
    Config {
        url,
        prefix: rabbitmq::prefix(),
        delays: DELAYS.to_vec(),
        attempts: 3,
        delivery_limit: 2,
        lease: Duration::from_secs(1),
        publish_timeout: Duration::from_secs(20),
        ..Config::default()
    }
}

pub(crate) async fn declared(config: &Config) -> Arc<dyn Bus> {
    let bus = open(config).unwrap();
    bus.declare().await.unwrap();
    bus
}

pub(crate) fn message(id: &str) -> Message {
    Message {
        route: Route::Submitted(Lane::Live),
        id: id.to_owned(),
        content_type: "application/protobuf".to_owned(),
        schema: "dateline.v1.RawArticle".to_owned(),
        trace: "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01".to_owned(),
        attempt: 0,
        failure: None,
        body: Bytes::from(format!("body of {id}")),
    }
}

pub(crate) fn messages(count: usize) -> Vec<Message> {
    (0..count).map(|number| message(&format!("m{number:04}"))).collect()
}

/// Fails a test that waits too long.
pub(crate) async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, what).await.expect("nothing happened in a minute")
}

/// Exactly so many deliveries.
pub(crate) async fn take(consumer: &mut dyn Consumer, count: usize) -> Vec<Delivery> {
    let mut taken = Vec::new();
    while taken.len() < count {
        taken.extend(soon(consumer.next(count - taken.len(), Duration::ZERO)).await.unwrap());
    }
    taken
}

/// Takes and acknowledges until each of `count` ids was seen; answers the ids.
pub(crate) async fn drain(consumer: &mut dyn Consumer, count: usize) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    while seen.len() < count {
        // A bus that is away comes back.
        let Ok(deliveries) = soon(consumer.next(64, Duration::ZERO)).await else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        consumer.ack(&tags(&deliveries)).await.unwrap();
        seen.extend(deliveries.into_iter().map(|delivery| delivery.message.id));
    }
    seen
}

/// Nothing arrives for a while.
pub(crate) async fn assert_empty(consumer: &mut dyn Consumer) {
    let next = tokio::time::timeout(Duration::from_millis(700), consumer.next(1, Duration::ZERO)).await;
    assert!(next.is_err(), "expected nothing, got {next:?}");
}

pub(crate) fn tags(deliveries: &[Delivery]) -> Vec<u64> {
    deliveries.iter().map(|delivery| delivery.tag).collect()
}

pub(crate) fn ids(deliveries: &[Delivery]) -> Vec<&str> {
    deliveries.iter().map(|delivery| delivery.message.id.as_str()).collect()
}
