//! What the private servers share: the folder and ports they get, the shell that ends them, and where they come from.

use std::{
    io::Write,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Time for a server to start.
pub(crate) const START: Duration = Duration::from_secs(120);

/// Installs Debian's package `$1` as root, keeping it from starting a server on all interfaces.
const INSTALL: &str = r#"
[ "$(id -u)" = 0 ] && command -v apt-get || exit 1
if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get install -y --no-install-recommends "$1" ||
    { apt-get update && apt-get install -y --no-install-recommends "$1"; }
"#;

/// How a server is run.
#[derive(Debug)]
pub(crate) enum Means {
    /// From the programs in this folder.
    Programs(PathBuf),
    /// In a container of this name.
    Container(String),
}

impl Means {
    /// The installed programs, the same after installing `package`, or a container named as the folder. `variable` is the
    /// one that names a server instead.
    pub(crate) fn find(package: &str, variable: &str, folder: &Path, programs: fn() -> Option<PathBuf>) -> Self {
        if let Some(programs) = programs() {
            return Self::Programs(programs);
        }
        if install(package)
            && let Some(programs) = programs()
        {
            return Self::Programs(programs);
        }
        let docker = Command::new("docker").arg("info").stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(
            docker.is_ok_and(|status| status.success()),
            "no server for tests: install {package} (without starting its service), start docker, or set {variable} to a \
             server that tests may use"
        );
        Self::Container(folder.file_name().unwrap_or_default().to_string_lossy().into_owned())
    }
}

fn install(package: &str) -> bool {
    let output = Command::new("sh").args(["-c", INSTALL, "install", package]).output();
    output.is_ok_and(|output| output.status.success())
}

/// The shell that runs a server, and ends it at a word or when the pipe ends with this process.
#[derive(Debug, Default)]
pub(crate) struct Watcher(Option<Child>);

impl Watcher {
    /// Starts a shell on a script prepared by the server.
    pub(crate) fn start(command: &mut Command) -> Self {
        let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(Some(child.expect("sh")))
    }

    /// Kills the server; its data stays.
    pub(crate) fn kill(&mut self) {
        self.end("keep\n");
    }

    /// Kills the server, and leaves nothing of it.
    pub(crate) fn clear(&mut self) {
        self.end("\n");
    }

    fn end(&mut self, word: &str) {
        let Some(mut watcher) = self.0.take() else { return };
        if let Some(mut pipe) = watcher.stdin.take() {
            // A watcher that is gone has done its work.
            let _ = pipe.write_all(word.as_bytes());
        }
        let _ = watcher.wait();
    }
}

/// A folder of a server's own, which its watcher removes.
pub(crate) fn folder(prefix: &str) -> PathBuf {
    tempfile::Builder::new().prefix(prefix).tempdir().expect("a temporary folder").keep()
}

/// Ports that nobody listens on.
pub(crate) fn free_ports<const N: usize>() -> [u16; N] {
    let listeners = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
    listeners.map(|listener| listener.local_addr().expect("a bound port").port())
}

/// Parts of a name that no test before has used: the time, this process, a count.
pub(crate) fn unused() -> [u128; 3] {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    #[expect(clippy::disallowed_methods, reason = "names must differ from those of earlier runs on a shared server")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    [now, std::process::id().into(), COUNTER.fetch_add(1, Ordering::Relaxed).into()]
}
