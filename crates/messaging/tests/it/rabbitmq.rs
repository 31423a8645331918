//! What is particular to RabbitMQ: foreign producers, lost channels, a killed or blocked broker.

use std::{sync::Arc, time::Duration};

use dateline_messaging::{Config, Kind, Queue, Route, topology::Topology};
use dateline_record::v1::Lane;
use dateline_test_support::rabbitmq::Server;
use lapin::{
    BasicProperties, Channel, Connection, ConnectionProperties,
    options::{BasicPublishOptions, ConfirmSelectOptions, QueueDeleteOptions},
};

use crate::support::{Place, Which, config, declared, drain, message, messages, soon, tags, take};

const SUBMITTED: Queue = Queue::Submitted(Lane::Live);

/// A client that knows nothing of this crate.
async fn foreign(config: &Config) -> (Connection, Channel) {
    let connection = Connection::connect(&config.url, ConnectionProperties::default()).await.unwrap();
    let channel = connection.create_channel().await.unwrap();
    channel.confirm_select(ConfirmSelectOptions::default()).await.unwrap();
    (connection, channel)
}

async fn publish(channel: &Channel, exchange: &str, key: &str, body: &[u8]) {
    let properties = BasicProperties::default();
    let options = BasicPublishOptions::default();
    let confirm = channel.basic_publish(exchange.into(), key.into(), options, body, properties).await.unwrap();
    assert!(confirm.await.unwrap().is_ack());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_without_any_property_is_taken() {
    let place = Place::new(Which::Rabbit);
    let bus = place.bus().await;
    let (_connection, channel) = foreign(&place.config).await;
    publish(&channel, &place.config.prefix, "articles.submitted", br#"{"text": "A short article."}"#).await;
    publish(&channel, &place.config.prefix, "articles.submitted", b"\x12\x05short").await;
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    let taken = take(&mut *consumer, 2).await;
    let types: Vec<_> = taken.iter().map(|delivery| delivery.message.content_type.as_str()).collect();
    assert_eq!(types, ["application/json", "application/protobuf"]);
    let first = &taken[0].message;
    assert_eq!((first.id.as_str(), first.schema.as_str(), first.attempt), ("", "", 0));
    assert_eq!(first.route, Route::Submitted(Lane::Live));
    // And it keeps its way through a retry.
    consumer.retry(&tags(&taken), "store_down", "").await.unwrap();
    let again = take(&mut *consumer, 2).await;
    assert!(again.iter().all(|delivery| delivery.message.attempt == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_binding_takes_is_kept_apart() {
    let place = Place::new(Which::Rabbit);
    let bus = place.bus().await;
    let (_connection, channel) = foreign(&place.config).await;
    publish(&channel, &place.config.prefix, "articles.mistyped", b"{}").await;
    let queues = bus.queues().await.unwrap();
    let unroutable = queues.iter().find(|queue| queue.role == "unroutable").unwrap();
    assert_eq!(unroutable.ready, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_settings_name_the_queue_and_the_remedy() {
    let place = Place::new(Which::Rabbit);
    place.bus().await;
    let other = Config { delivery_limit: place.config.delivery_limit + 1, ..place.config.clone() };
    let error = dateline_messaging::open(&other).unwrap().declare().await.unwrap_err();
    assert_eq!(error.kind, Kind::Misconfigured);
    assert!(error.message.contains(&format!("{}.articles.submitted", other.prefix)), "{error}");
    assert!(error.message.contains("x-delivery-limit") && error.message.contains("delete the queue"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_credentials_are_told_without_the_password() {
    let place = Place::new(Which::Rabbit);
    let url = place.config.url.replacen("guest:guest", "guest:hunter2", 1);
    let error = dateline_messaging::open(&config(url)).unwrap().declare().await.unwrap_err();
    assert_eq!(error.kind, Kind::Misconfigured, "{error}");
    assert!(!error.message.contains("hunter2"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_channel_is_built_anew_by_publisher_and_consumer() {
    let server = Server::start();
    let bus = declared(&config(server.url())).await;
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    bus.publish(messages(5)).await.unwrap();
    let held = take(&mut *consumer, 5).await;
    server.ctl(&["close_all_connections", "test"]);
    // Stale: a second acknowledgement of what comes again must not harm.
    consumer.ack(&tags(&held)).await.unwrap();
    bus.publish(vec![message("later")]).await.unwrap();
    assert!(drain(&mut *consumer, 6).await.contains("later"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_dropped_while_it_subscribes_leaves_no_consumer_behind() {
    let server = Server::start();
    let bus = declared(&config(server.url())).await;
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    for round in 1..=3 {
        server.ctl(&["close_all_connections", "test"]);
        let mut short = Duration::from_micros(50 * round);
        while short < Duration::from_millis(200) {
            let dropped = tokio::time::timeout(short, consumer.next(1, Duration::ZERO)).await;
            assert!(!matches!(dropped, Ok(Ok(_))), "there is nothing to take yet");
            short = short * 5 / 4;
        }
    }
    // Half a subscription would keep ten of them.
    bus.publish(messages(50)).await.unwrap();
    assert_eq!(drain(&mut *consumer, 50).await.len(), 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_broker_is_busy_and_ready_again_later() {
    let server = Server::start();
    let config = Config { publish_timeout: Duration::from_secs(2), ..config(server.url()) };
    let bus = declared(&config).await;
    bus.publish(vec![message("before")]).await.unwrap();
    bus.ready().await.unwrap();
    server.ctl(&["set_vm_memory_high_watermark", "0.000001"]);
    let error = loop {
        if let Err(error) = bus.publish(vec![message("during")]).await {
            break error;
        }
    };
    assert_eq!(error.kind, Kind::Busy, "{error}");
    assert_eq!(bus.ready().await.unwrap_err().kind, Kind::Busy);
    // Who consumes is not held up by it.
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    assert!(drain(&mut *consumer, 1).await.contains("before"));
    server.ctl(&["set_vm_memory_high_watermark", "0.4"]);
    let ready = async {
        while bus.ready().await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    soon(ready).await;
    bus.publish(vec![message("after")]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_killed_in_mid_stream_loses_nothing() {
    const COUNT: usize = 2000;
    let mut server = Server::start();
    let bus = declared(&config(server.url())).await;
    server.write_register();
    let mut consumer = bus.consume(SUBMITTED, 100).await.unwrap();
    let publisher = Arc::clone(&bus);
    let publishing = tokio::spawn(async move {
        for part in messages(COUNT).chunks(20) {
            // Until it is confirmed, as every publisher must.
            while publisher.publish(part.to_vec()).await.is_err() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    });
    let first = drain(&mut *consumer, COUNT / 4).await;
    server = tokio::task::spawn_blocking(move || {
        server.kill();
        server.restart();
        server
    })
    .await
    .unwrap();
    let mut seen = first;
    while seen.len() < COUNT {
        seen.extend(drain(&mut *consumer, 1).await);
    }
    soon(publishing).await.unwrap();
    assert_eq!(seen.len(), COUNT);
    drop(server);
}

#[test]
fn the_asyncapi_file_names_what_the_topology_declares() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../proto/asyncapi.yaml")).unwrap();
    let file: serde_json::Value = serde_yaml_ng::from_str(&text).unwrap();
    let topology = Topology::new(&Config::default());
    let channels = file["channels"].as_object().unwrap();
    for (name, channel) in channels {
        let exchange = &channel["bindings"]["amqp"]["exchange"];
        let declared = topology.exchanges.iter().find(|declared| exchange["name"] == declared.name.as_str());
        assert_eq!(exchange["type"], declared.unwrap().kind, "{name}");
        assert_eq!(exchange["durable"], true, "{name}");
        let key = channel["address"].as_str().unwrap();
        assert!(topology.bindings.iter().any(|binding| binding.exchange == "dateline" && binding.key == key), "{name}");
    }
    let keys: Vec<_> = channels.values().map(|channel| channel["address"].as_str().unwrap()).collect();
    assert_eq!(keys, ["articles.submitted", "articles.submitted.backfill"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_queue_is_declared_and_consumed_again() {
    let place = Place::new(Which::Rabbit);
    let bus = place.bus().await;
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    let (_connection, channel) = foreign(&place.config).await;
    let name = format!("{}.articles.submitted", place.config.prefix);
    channel.queue_delete(name.as_str().into(), QueueDeleteOptions::default()).await.unwrap();
    let consuming = tokio::spawn(async move { drain(&mut *consumer, 1).await });
    // Until it is bound again, what is published goes to the unroutable ones.
    bus.declare().await.unwrap();
    bus.publish(vec![message("a")]).await.unwrap();
    assert!(soon(consuming).await.unwrap().contains("a"));
}
