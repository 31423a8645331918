//! A private RabbitMQ for tests.
//!
//! In order: the broker that `DATELINE_TEST_AMQP_URL` names; an own one from installed binaries; the same after
//! installing Debian's package; a container. Own ones listen on loopback only and end with the process that started
//! them, even one that is killed: a small shell waits for the end of a pipe that only this process holds.

use std::{
    env, fs,
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    process::{Command, Output},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use crate::own::{self, Means, START, Watcher};

/// Starts epmd and broker, waits for a word or for the end of the pipe, then kills both.
const WATCH: &str = r#"
trap '' INT HUP TERM
epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 </dev/null >/dev/null 2>&1 &
epmd=$!
setsid "$2/rabbitmq-server" </dev/null >>"$1/console.log" 2>&1 &
broker=$!
read -r word
kill -s KILL -- "-$broker"
kill -s KILL "$epmd"
wait
[ "$word" = keep ] || rm -rf "$1"
"#;

/// The same with a container, whose data is in the folder.
const WATCH_CONTAINER: &str = r#"
trap '' INT HUP TERM
docker run --rm --name "$2" --hostname dateline-test -p "127.0.0.1:$3:5672" -v "$1:/var/lib/rabbitmq" rabbitmq:4 \
    </dev/null >>"$1/console.log" 2>&1 &
read -r word
docker kill "$2" >/dev/null 2>&1
wait
[ "$word" = keep ] || rm -rf "$1"
"#;

/// URL of the broker that the tests of this process share.
///
/// # Panics
/// When no broker can be had, saying what to do.
pub fn url() -> &'static str {
    static SHARED: OnceLock<(String, Option<Server>)> = OnceLock::new();
    let (url, _) = SHARED.get_or_init(|| match env::var("DATELINE_TEST_AMQP_URL") {
        Ok(url) => {
            eprintln!("rabbitmq for tests: the broker of DATELINE_TEST_AMQP_URL");
            (url, None)
        }
        Err(_) => {
            let server = Server::start();
            (server.url(), Some(server))
        }
    });
    url
}

/// A prefix for the names of one test, so that tests share a broker but no queue.
pub fn prefix() -> String {
    let [now, process, count] = own::unused();
    format!("test-{now}-{process}-{count}")
}

/// A broker of this process's own, which a test may kill and start again.
#[derive(Debug)]
pub struct Server {
    means: Means,
    folder: PathBuf,
    port: u16,
    distribution: u16,
    epmd: u16,
    watcher: Watcher,
}

impl Server {
    /// Starts a broker and waits until it answers.
    ///
    /// # Panics
    /// When no broker can be had, saying what to do.
    pub fn start() -> Self {
        let folder = own::folder("dateline-rabbitmq-");
        let [port, distribution, epmd] = own::free_ports();
        let means = Means::find("rabbitmq-server", "DATELINE_TEST_AMQP_URL", &folder, scripts);
        eprintln!("rabbitmq for tests: {means:?} on port {port}");
        let mut server = Self { means, folder, port, distribution, epmd, watcher: Watcher::default() };
        server.configure();
        server.restart();
        server
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("amqp://guest:guest@127.0.0.1:{}/%2f", self.port)
    }

    /// Kills it with SIGKILL; its data stays.
    pub fn kill(&mut self) {
        self.watcher.kill();
    }

    /// Starts it again after [`Server::kill`], with its data, and waits until it answers.
    ///
    /// # Panics
    /// When it does not answer in time.
    pub fn restart(&mut self) {
        let mut command = Command::new("sh");
        command.arg("-c").arg(match self.means {
            Means::Programs(_) => WATCH,
            Means::Container(_) => WATCH_CONTAINER,
        });
        command.arg("watch").arg(&self.folder);
        match &self.means {
            Means::Programs(sbin) => self.environment(command.arg(sbin)),
            Means::Container(name) => command.arg(name).arg(self.port.to_string()),
        };
        self.watcher = Watcher::start(&mut command);
        self.wait();
    }

    /// Has it write its register of quorum queues to disk, which it does by itself only a moment after a declaration (Ra
    /// keeps the register in a table with `auto_save` of half a second). Killed before, it comes back with an empty queue
    /// that elects no leader, whatever it had confirmed in the queue that it forgot.
    ///
    /// # Panics
    /// When it cannot.
    pub fn write_register(&self) {
        self.ctl(&["eval", "ok = dets:sync(ra_directory_reverse)."]);
    }

    /// Runs `rabbitmqctl`.
    ///
    /// # Panics
    /// When it fails.
    pub fn ctl(&self, arguments: &[&str]) -> Output {
        let output = self.run(arguments).expect("rabbitmqctl");
        assert!(output.status.success(), "rabbitmqctl {arguments:?}: {output:?}");
        output
    }

    fn run(&self, arguments: &[&str]) -> io::Result<Output> {
        let mut command = match &self.means {
            Means::Programs(sbin) => Command::new(sbin.join("rabbitmqctl")),
            Means::Container(name) => {
                let mut command = Command::new("docker");
                command.args(["exec", name, "rabbitmqctl"]);
                command
            }
        };
        self.environment(&mut command).args(arguments).output()
    }

    /// What `rabbitmqctl` tells of queues, consumers and channels, and the end of the log, for a failed test.
    pub fn state(&self) -> String {
        let lists = [
            "list_queues name messages_ready messages_unacknowledged consumers state leader",
            "list_consumers queue_name channel_pid prefetch_count active",
        ];
        let mut state = String::new();
        for list in lists {
            let output = self.run(&list.split(' ').collect::<Vec<_>>());
            let shown = output.map_or_else(
                |error| error.to_string(),
                |output| String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned(),
            );
            state += &format!("--- {list}\n{shown}\n");
        }
        let console = fs::read_to_string(self.folder.join("console.log")).unwrap_or_default();
        let lines: Vec<_> = console.lines().rev().take(40).collect();
        state + "--- broker\n" + &lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }

    fn configure(&self) {
        let write = |name: &str, text: &str| fs::write(self.folder.join(name), text).expect("a writable folder");
        write(
            "rabbitmq.conf",
            &format!("listeners.tcp.1 = 127.0.0.1:{}\ndisk_free_limit.absolute = 10MB\n", self.port),
        );
        write("enabled_plugins", "[].\n");
    }

    fn environment<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let path = |name: &str| self.folder.join(name);
        command
            .env("HOME", &self.folder)
            .env("ERL_EPMD_PORT", self.epmd.to_string())
            .env("ERL_EPMD_ADDRESS", "127.0.0.1")
            .env("RABBITMQ_NODENAME", format!("dateline-test-{}@localhost", self.port))
            .env("RABBITMQ_DIST_PORT", self.distribution.to_string())
            .env("RABBITMQ_CONF_ENV_FILE", path("none"))
            .env("RABBITMQ_CONFIG_FILE", path("rabbitmq.conf"))
            .env("RABBITMQ_ENABLED_PLUGINS_FILE", path("enabled_plugins"))
            .env("RABBITMQ_MNESIA_BASE", path("data"))
            .env("RABBITMQ_LOG_BASE", path("log"))
            .env("RABBITMQ_PID_FILE", path("pid"))
            .env("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+sbwt none -kernel inet_dist_use_interface {127,0,0,1}")
            .env("RABBITMQ_CTL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}")
    }

    fn wait(&mut self) {
        let deadline = Instant::now() + START;
        while !answers(self.port) {
            let log = self.folder.join("console.log");
            assert!(Instant::now() < deadline, "rabbitmq did not start, see {}", log.display());
            thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.watcher.clear();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Whether a broker greets on this port: its first frame begins with 1, that of a method.
fn answers(port: u16) -> bool {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else { return false };
    let mut first = [0; 1];
    stream.set_read_timeout(Some(Duration::from_secs(10))).is_ok()
        && stream.write_all(b"AMQP\x00\x00\x09\x01").is_ok()
        && stream.read_exact(&mut first).is_ok()
        && first == [1]
}

/// The scripts behind the wrappers that the package puts in the path: those change user and listen everywhere.
fn scripts() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/rabbitmq/lib").ok()?;
    let sbin = versions.filter_map(Result::ok).map(|version| version.path().join("sbin"));
    sbin.filter(|sbin| sbin.join("rabbitmq-server").is_file()).max()
}
