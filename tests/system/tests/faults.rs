//! Faults: `kill -9` of each worker, of the gateway and of the broker in mid-stream, and the drain after SIGTERM. Every
//! role is a process of its own, on a RabbitMQ and a PostgreSQL of the test's own.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    net::{SocketAddr, TcpListener},
    process::{ExitStatus, Stdio},
    sync::Arc,
    time::Duration,
};

use dateline_gateway::client::{ArticleServiceClient, connect};
use dateline_messaging::Bus;
use dateline_record::v1::{RawArticle, SubmitArticlesRequest, SubmitArticlesResponse, ledger_entry::State};
use dateline_storage::{Store, store::Account};
use dateline_system_tests::dateline;
use dateline_test_support::{postgres::Database, rabbitmq};
use tempfile::TempDir;
use tokio::{
    process::{Child, Command},
    task::block_in_place,
    time::{sleep, timeout},
};

/// The roles that are processes.
const ROLES: [&str; 4] = ["ingest", "extraction", "storage", "gateway"];
/// How often a process is killed.
const KILLS: u64 = 20;
/// The kills that strike the broker; it takes seconds to start again, so they are few.
const BROKER_KILLS: [u64; 3] = [3, 10, 17];
/// Submissions sent around each kill.
const PORTION: u64 = 30;
/// Articles of one stream.
const STREAM: usize = 5;
/// Every so many submissions, one repeats the article of an earlier one.
const REPEAT: u64 = 10;
/// Time for anything that is waited for.
const PATIENCE: Duration = Duration::from_secs(120);
/// Pause between two looks.
const POLL: Duration = Duration::from_millis(10);

/// Every role as a process, with the broker and the database that they share.
struct Installation {
    processes: BTreeMap<&'static str, Child>,
    store: Arc<dyn Store>,
    listen: SocketAddr,
    broker: rabbitmq::Server,
    database: Database,
    folder: TempDir,
}

impl Installation {
    /// An installation whose schema and queues are made and whose roles do not run yet.
    async fn new() -> Self {
        let (broker, database) = (block_in_place(rabbitmq::Server::start), Database::fresh().await);
        let config = dateline_storage::Config { url: database.url.clone(), ..dateline_storage::Config::default() };
        let store = dateline_storage::open(&config).await.expect("the store opens");
        let listen = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
        let folder = tempfile::tempdir().expect("a folder");
        let this = Self { processes: BTreeMap::new(), store, listen, broker, database, folder };
        let migrated = this.command("migrate").arg("migrate").status().await.expect("dateline runs");
        assert!(migrated.success(), "{}", this.logs());
        this.bus().declare().await.expect("the broker takes the topology");
        block_in_place(|| this.broker.write_register());
        this
    }

    /// `dateline` with this installation's settings, and a log of its own.
    fn command(&self, log: &str) -> Command {
        let log = File::options().create(true).append(true).open(self.folder.path().join(log)).expect("a log");
        let mut command = Command::new(block_in_place(dateline));
        command
            .current_dir(self.folder.path())
            .env("XDG_CONFIG_HOME", self.folder.path())
            .env("DATELINE__BUS__URL", self.broker.url())
            .env("DATELINE__STORE__URL", &self.database.url)
            .env("DATELINE__GATEWAY__LISTEN", self.listen.to_string())
            // Small, so that a kill finds many batches on their way.
            .env("DATELINE__WORKER__BATCH", "8")
            .env("DATELINE__TELEMETRY__FILTER", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true);
        command
    }

    fn start(&mut self, role: &'static str) {
        let mut command = self.command(role);
        if role != "gateway" {
            command.arg("worker");
        }
        let child = command.arg(role).spawn().expect("dateline runs");
        self.processes.insert(role, child);
    }

    /// Kills a role or the broker with SIGKILL, and starts it again.
    async fn kill(&mut self, victim: &'static str) {
        if victim == "broker" {
            return block_in_place(|| {
                self.broker.kill();
                self.broker.restart();
            });
        }
        let mut child = self.processes.remove(victim).expect("the role runs");
        let ended = child.try_wait().expect("a child's state can be read");
        assert_eq!(ended, None, "{victim} ended by itself\n{}", self.logs());
        child.kill().await.expect("a child can be killed");
        self.start(victim);
    }

    /// Asks every process to end, and waits until it has.
    async fn terminate(&mut self) -> BTreeMap<&'static str, ExitStatus> {
        for child in self.processes.values() {
            let id = child.id().expect("the role runs").to_string();
            let sent = Command::new("kill").args(["-TERM", &id]).status().await.expect("kill runs");
            assert!(sent.success(), "{}", self.logs());
        }
        let mut ended = BTreeMap::new();
        for (role, mut child) in std::mem::take(&mut self.processes) {
            let status = timeout(PATIENCE, child.wait()).await.unwrap_or_else(|_| panic!("{role}: {}", self.logs()));
            ended.insert(role, status.expect("a child's end can be waited for"));
        }
        ended
    }

    /// Waits until the account is as wanted.
    async fn until(&self, what: &str, wanted: impl Fn(&Account) -> bool) {
        let mut last = Account::default();
        let waiting = async {
            while !wanted(&last) {
                sleep(POLL).await;
                last = self.account().await;
            }
        };
        let reached = timeout(PATIENCE, waiting).await;
        assert!(reached.is_ok(), "not {what} in time: {last:?}\n{}", self.logs());
    }

    /// Waits until so many messages wait on the queues of these purposes.
    async fn until_queued(&self, roles: &[&str], wanted: u64) {
        let (bus, mut last) = (self.bus(), Vec::new());
        let waiting = async {
            loop {
                last = bus.queues().await.expect("the broker answers");
                let counted = last.iter().filter(|queue| roles.contains(&queue.role));
                if counted.map(|queue| queue.ready).sum::<u64>() == wanted {
                    break;
                }
                sleep(POLL).await;
            }
        };
        let reached = timeout(PATIENCE / 4, waiting).await;
        assert!(reached.is_ok(), "not {wanted} messages on the queues in time: {last:?}\n{}", self.logs());
    }

    async fn account(&self) -> Account {
        self.store.account().await.expect("the account can be read")
    }

    fn bus(&self) -> Arc<dyn Bus> {
        let config = dateline_messaging::Config { url: self.broker.url(), ..dateline_messaging::Config::default() };
        dateline_messaging::open(&config).expect("the bus opens")
    }

    /// Waits for the end of so many submissions, and checks that each ended once and nothing was stored twice.
    async fn check(&mut self, submissions: u64) {
        self.until("settled", |account| account.received >= submissions && account.in_flight == 0).await;
        // What was delivered again is done again before the account is looked at.
        self.until_queued(&["work", "ledger", "retry", "quarantine"], 0).await;
        let ended = self.terminate().await;
        assert!(ended.values().all(ExitStatus::success), "{ended:?}\n{}", self.logs());
        let duplicate = submissions / REPEAT;
        let stored = submissions - duplicate;
        let expected = Account { received: submissions, stored, duplicate, ..Account::default() };
        assert_eq!(self.account().await, expected, "{}", self.logs());
        for id in (0..submissions).map(request_id) {
            let entry = self.store.submission(&id).await.expect("the ledger can be read").expect("nothing is lost");
            assert!(matches!(entry.state(), State::Stored | State::Duplicate), "{entry:?}");
        }
        let stats = self.store.stats().await.expect("the sizes can be read");
        assert_eq!((stats.articles, stats.revisions), (stored, stored));
        let log = self.store.log(None, submissions as usize).await.expect("the log can be read");
        let urls: BTreeSet<_> = log.iter().filter_map(|entry| Some(&entry.record.article.as_ref()?.url)).collect();
        assert_eq!((log.len() as u64, urls.len() as u64), (stored, stored), "stored twice");
    }

    /// What the processes logged, for a failed test.
    fn logs(&self) -> String {
        let read = |role: &&str| {
            let log = std::fs::read_to_string(self.folder.path().join(role)).unwrap_or_default();
            let lines: Vec<_> = log.lines().rev().take(15).collect();
            format!("--- {role}\n{}", lines.into_iter().rev().collect::<Vec<_>>().join("\n"))
        };
        let logs: Vec<_> = ["migrate"].iter().chain(&ROLES).map(read).collect();
        format!("{}\n{}", logs.join("\n"), block_in_place(|| self.broker.state()))
    }
}

fn request_id(number: u64) -> String {
    format!("request-{number}")
}

/// A submission; the last of every ten repeats the article of the one five before.
fn request(number: u64) -> SubmitArticlesRequest {
    let article = if number % REPEAT == REPEAT - 1 { number - 5 } else { number };
    let text = format!(
        "The harbour council of Port Ada met on Monday.\n\n\"We approved {article} new berths,\" Mayor Lena Marsh said \
         after the vote. Dockers called off their strike."
    );
    let url = format!("https://news.example/{article}");
    let article = RawArticle { text, url, language: "en".into(), ..RawArticle::default() };
    SubmitArticlesRequest { article: Some(article), request_id: request_id(number), ..SubmitArticlesRequest::default() }
}

/// Sends submissions in small streams, each again until all of it is accepted, as a client should.
async fn feed(server: SocketAddr, numbers: std::ops::Range<u64>) {
    let requests: Vec<_> = numbers.map(request).collect();
    for stream in requests.chunks(STREAM) {
        while send(server, stream.to_vec()).await.is_none_or(|answer| answer.refused > 0) {
            sleep(POLL).await;
        }
    }
}

async fn send(server: SocketAddr, requests: Vec<SubmitArticlesRequest>) -> Option<SubmitArticlesResponse> {
    let channel = connect(format!("http://{server}")).await.ok()?;
    let answer = ArticleServiceClient::new(channel).submit_articles(tokio_stream::iter(requests)).await;
    answer.ok().map(tonic::Response::into_inner)
}

fn ended(account: &Account) -> u64 {
    account.received - account.in_flight
}

/// SplitMix64: where in a portion the kill falls, the same in every run.
fn seeded(round: u64) -> u64 {
    let mut mixed = round.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x5eed);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ (mixed >> 27)
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_kills_in_mid_stream_lose_nothing_and_store_nothing_twice() {
    let mut installation = Installation::new().await;
    ROLES.into_iter().for_each(|role| installation.start(role));
    let (mut roles, mut amid) = (ROLES.into_iter().cycle(), 0);
    for round in 0..KILLS {
        let before = ended(&installation.account().await);
        let feeding = tokio::spawn(feed(installation.listen, round * PORTION..(round + 1) * PORTION));
        // Some of the portion has come through, so every role is at work again.
        let some = before + 1 + seeded(round) % (PORTION / 3);
        installation.until("moving", |account| ended(account) >= some).await;
        let victim = if BROKER_KILLS.contains(&round) { "broker" } else { roles.next().expect("roles come round") };
        amid += u64::from(!feeding.is_finished() || installation.account().await.in_flight > 0);
        installation.kill(victim).await;
        let fed = timeout(PATIENCE, feeding).await;
        fed.unwrap_or_else(|_| panic!("{victim}: {}", installation.logs())).expect("a client that does not panic");
    }
    assert!(amid > KILLS / 2, "only {amid} kills fell amid the stream");
    installation.check(KILLS * PORTION).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminated_role_finishes_what_it_has_in_hand_and_leaves_the_rest_whole() {
    const SUBMISSIONS: u64 = 400;
    let mut installation = Installation::new().await;
    installation.start("gateway");
    let fed = timeout(PATIENCE, feed(installation.listen, 0..SUBMISSIONS)).await;
    fed.unwrap_or_else(|_| panic!("{}", installation.logs()));
    ROLES.into_iter().filter(|role| *role != "gateway").for_each(|role| installation.start(role));
    installation.until("moving", |account| ended(account) > 0).await;

    let statuses = installation.terminate().await;
    assert!(statuses.values().all(ExitStatus::success), "{statuses:?}\n{}", installation.logs());
    let ended = ended(&installation.account().await);
    assert!(ended < SUBMISSIONS, "all had ended before the signal");
    // No article is both in the store and on a queue, nor on two: what was in hand was finished, not begun again.
    installation.until_queued(&["work"], SUBMISSIONS - ended).await;

    ROLES.into_iter().for_each(|role| installation.start(role));
    installation.check(SUBMISSIONS).await;
}
