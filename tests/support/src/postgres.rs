//! A private PostgreSQL for tests, and a fresh database for each.
//!
//! In order: the server that `DATELINE_TEST_POSTGRES_URL` names, whose databases are left as they were; an own one from
//! installed binaries; the same after installing Debian's package; a container. Own ones listen on loopback only and end
//! with the process that started them, even one that is killed: a small shell waits for the end of a pipe that only this
//! process holds.

use std::{
    env, fs,
    path::PathBuf,
    process::Command,
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use tokio_postgres::{Client, NoTls};

use crate::own::{self, Means, START, Watcher};

/// Runs the server as `$4` (`initdb` and `postgres` refuse root), waits for a word or for the end of the pipe, kills it.
const WATCH: &str = r#"
trap '' INT HUP TERM
as() { if [ -n "$user" ]; then setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@"; else "$@"; fi; }
user=$4
[ -z "$user" ] || chown "$user" "$1"
cd "$1" || exit 1
if [ ! -e data/PG_VERSION ]; then
    as "$3/initdb" -D data -U dateline -A trust -E UTF8 --locale=C --no-sync >>console.log 2>&1
fi
if [ -n "$user" ]; then
    set -- "$1" "$2" "$3" setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups
else
    set -- "$1" "$2" "$3" env
fi
folder=$1 port=$2 bin=$3; shift 3
setsid "$@" "$bin/postgres" -D data -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c max_connections=200 -c fsync=off </dev/null >>console.log 2>&1 &
server=$!
read -r word
kill -s KILL -- "-$server"
wait
cd /
[ "$word" = keep ] || rm -rf "$folder"
"#;

/// The same with a container, which is kept when its data is to stay.
const WATCH_CONTAINER: &str = r#"
trap '' INT HUP TERM
docker start "$3" >>"$1/console.log" 2>&1 ||
    docker run -d --name "$3" -p "127.0.0.1:$2:5432" -e POSTGRES_USER=dateline -e POSTGRES_HOST_AUTH_METHOD=trust \
        postgres:17 </dev/null >>"$1/console.log" 2>&1
read -r word
docker kill "$3" >/dev/null 2>&1
[ "$word" = keep ] || { docker rm -f "$3" >/dev/null 2>&1; rm -rf "$1"; }
"#;

/// A server of this process's own, which a test may kill and start again.
#[derive(Debug)]
pub struct Server {
    means: Means,
    folder: PathBuf,
    port: u16,
    watcher: Watcher,
}

impl Server {
    /// Starts a server and waits until it answers.
    ///
    /// # Panics
    /// When no server can be had, saying what to do.
    pub async fn start() -> Self {
        let folder = own::folder("dateline-postgres-");
        let [port] = own::free_ports();
        let means = Means::find("postgresql", "DATELINE_TEST_POSTGRES_URL", &folder, binaries);
        eprintln!("postgresql for tests: {means:?} on port {port}");
        let mut server = Self { means, folder, port, watcher: Watcher::default() };
        server.restart().await;
        server
    }

    /// URL of its database `name`.
    #[must_use]
    pub fn url(&self, name: &str) -> String {
        format!("postgres://dateline@127.0.0.1:{}/{name}?sslmode=disable", self.port)
    }

    /// Runs statements in its database `name`.
    ///
    /// # Panics
    /// When they fail.
    pub async fn execute(&self, name: &str, statements: &str) {
        execute(&self.url(name), statements).await;
    }

    /// Kills it with SIGKILL, every process of it at once; its data stays.
    pub fn kill(&mut self) {
        self.watcher.kill();
    }

    /// Starts it again after [`Server::kill`], with its data, and waits until it answers.
    ///
    /// # Panics
    /// When it does not answer in time.
    pub async fn restart(&mut self) {
        self.spawn();
        let deadline = Instant::now() + START;
        while tokio_postgres::connect(&self.url("postgres"), NoTls).await.is_err() {
            let log = self.folder.join("console.log");
            assert!(Instant::now() < deadline, "postgresql did not start, see {}", log.display());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn spawn(&mut self) {
        let mut command = Command::new("sh");
        let script = if matches!(self.means, Means::Programs(_)) { WATCH } else { WATCH_CONTAINER };
        command.args(["-c", script, "watch"]).arg(&self.folder).arg(self.port.to_string());
        match &self.means {
            Means::Programs(bin) => command.arg(bin).arg(if is_root() { "nobody" } else { "" }),
            Means::Container(name) => command.arg(name),
        };
        self.watcher = Watcher::start(&mut command);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.watcher.clear();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A database of one test, dropped with it.
#[derive(Debug)]
pub struct Database {
    /// Its URL.
    pub url: String,
    name: String,
    /// A URL of the server, to drop it by.
    server: String,
}

impl Database {
    /// A fresh database on the server that the tests of this process share.
    ///
    /// # Panics
    /// When no server can be had, saying what to do.
    pub async fn fresh() -> Self {
        let server = shared().await;
        let name = name();
        execute(&server, &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).await;
        Self { url: with_database(&server, &name), name, server }
    }

    /// Runs statements in it.
    ///
    /// # Panics
    /// When they fail.
    pub async fn execute(&self, statements: &str) {
        execute(&self.url, statements).await;
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, drop) = (self.server.clone(), format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        let dropped = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(execute(&server, &drop));
        });
        let _ = dropped.join();
    }
}

/// URL of the server that the tests of this process share.
async fn shared() -> String {
    static SHARED: OnceLock<(String, Option<Server>)> = OnceLock::new();
    static STARTING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _one_at_a_time = STARTING.lock().await;
    if SHARED.get().is_none() {
        let found = match env::var("DATELINE_TEST_POSTGRES_URL") {
            Ok(url) => {
                eprintln!("postgresql for tests: the server of DATELINE_TEST_POSTGRES_URL");
                (url, None)
            }
            Err(_) => {
                let server = Server::start().await;
                (server.url("postgres"), Some(server))
            }
        };
        let _ = SHARED.set(found);
    }
    SHARED.get().map(|(url, _)| url.clone()).unwrap_or_default()
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("a PostgreSQL that answers");
    tokio::spawn(connection);
    client
}

async fn execute(url: &str, statements: &str) {
    connect(url).await.batch_execute(statements).await.expect("statements that run");
}

/// A name that no test before has used.
fn name() -> String {
    let [now, process, count] = own::unused();
    format!("dateline_test_{now}_{process}_{count}")
}

/// The URL with another database.
fn with_database(url: &str, name: &str) -> String {
    let (base, parameters) = url.split_once('?').map_or((url, ""), |(base, parameters)| (base, parameters));
    let authority = base.find("://").map_or(0, |at| at + 3);
    let end = base.get(authority..).and_then(|rest| rest.find('/')).map_or(base.len(), |at| authority + at);
    let server = base.get(..end).unwrap_or(base);
    if parameters.is_empty() { format!("{server}/{name}") } else { format!("{server}/{name}?{parameters}") }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The newest installed binaries.
fn binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    let packaged = versions.map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").is_file()).max();
    let in_path = || env::split_paths(&env::var_os("PATH")?).find(|bin| bin.join("initdb").is_file());
    packaged.or_else(in_path)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_database_of_a_url_is_replaced() {
        assert_eq!(
            super::with_database("postgres://u:p@h:1/old?sslmode=disable", "new"),
            "postgres://u:p@h:1/new?sslmode=disable"
        );
        assert_eq!(super::with_database("postgres://h", "new"), "postgres://h/new");
    }
}
