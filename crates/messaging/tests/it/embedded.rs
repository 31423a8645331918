//! What is particular to the embedded bus: several processes on one file, and their sudden end.

use std::{
    env,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use dateline_messaging::{Queue, open};
use dateline_record::v1::Lane;

use crate::support::{Place, Which, declared, drain, message, tags, take};

/// Names the file for a child process, which is this same binary.
const CHILD: &str = "DATELINE_TEST_EMBEDDED_CHILD";
const SUBMITTED: Queue = Queue::Submitted(Lane::Live);

/// This test binary again, running one test as the child of another.
fn child(test: &str, place: &Place) -> Child {
    let config = serde_json::to_string(&place.config).unwrap();
    Command::new(env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, config)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What the child says, without the harness's own lines.
fn said(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    lines.filter_map(|line| line.split_once("said:").map(|(_, id)| id.to_owned()))
}

/// In the child: publishes and says so until it is killed. In the parent: nothing.
#[tokio::test(flavor = "multi_thread")]
async fn child_publishes() {
    let Ok(config) = env::var(CHILD) else { return };
    let bus = declared(&serde_json::from_str(&config).unwrap()).await;
    for number in 0.. {
        let id = format!("m{number:06}");
        bus.publish(vec![message(&id)]).await.unwrap();
        println!("said:{id}");
    }
}

/// In the child: takes deliveries, says so, and never finishes.
#[tokio::test(flavor = "multi_thread")]
async fn child_takes() {
    let Ok(config) = env::var(CHILD) else { return };
    let bus = declared(&serde_json::from_str(&config).unwrap()).await;
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    for delivery in take(&mut *consumer, 2).await {
        println!("said:{}", delivery.message.id);
    }
    std::future::pending().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_process_published_is_there() {
    let place = Place::new(Which::Embedded);
    let mut child = child("embedded::child_publishes", &place);
    let mut lines = said(&mut child);
    let mut confirmed: Vec<String> = lines.by_ref().take(200).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    confirmed.extend(lines);
    let bus = place.bus().await;
    let mut consumer = bus.consume(SUBMITTED, 100).await.unwrap();
    let seen = drain(&mut *consumer, confirmed.len()).await;
    assert!(confirmed.len() >= 200 && confirmed.iter().all(|id| seen.contains(id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_process_held_comes_again_when_its_lease_ends() {
    let place = Place::new(Which::Embedded);
    let bus = place.bus().await;
    bus.publish(vec![message("a"), message("b")]).await.unwrap();
    let mut child = child("embedded::child_takes", &place);
    assert_eq!(said(&mut child).take(2).collect::<Vec<_>>(), ["a", "b"]);
    child.kill().unwrap();
    child.wait().unwrap();
    let mut consumer = bus.consume(SUBMITTED, 10).await.unwrap();
    assert_eq!(drain(&mut *consumer, 2).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_is_kept_while_its_process_lives() {
    let place = Place::new(Which::Embedded);
    let bus = place.bus().await;
    bus.publish(vec![message("a")]).await.unwrap();
    let mut holder = bus.consume(SUBMITTED, 10).await.unwrap();
    let held = take(&mut *holder, 1).await;
    let mut other = bus.consume(SUBMITTED, 10).await.unwrap();
    let wait = place.config.lease * 3;
    assert!(tokio::time::timeout(wait, other.next(1, wait)).await.is_err(), "the lease ended under its holder");
    holder.ack(&tags(&held)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_handles_on_one_file_share_its_messages() {
    let place = Place::new(Which::Embedded);
    let (one, other) = (place.bus().await, open(&place.config).unwrap());
    let mut consumer = other.consume(SUBMITTED, 10).await.unwrap();
    one.publish(vec![message("a")]).await.unwrap();
    assert_eq!(take(&mut *consumer, 1).await[0].message.id, "a");
    assert!(place.file().is_file());
}
