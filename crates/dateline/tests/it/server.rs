//! A `dateline up` for a test.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::dateline;

/// A server of its own, killed at the end.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) url: String,
    /// What it logs.
    pub(crate) stderr: BufReader<ChildStderr>,
}

impl Server {
    pub(crate) fn start(home: &Path) -> Self {
        Self::start_with(home, &[])
    }

    /// With these settings, by the names of their environment variables.
    pub(crate) fn start_with(home: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = dateline(home);
        command.args(["up", "--data-dir", "data", "--listen", "127.0.0.1:0"]);
        command.env("DATELINE__BUS__LEASE", "1s").env("DATELINE__TELEMETRY__FILTER", "error");
        command.envs(settings.iter().copied());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("API") {
            line.clear();
            assert_ne!(stderr.read_line(&mut line).unwrap(), 0, "the server ended before it listened");
        }
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
        Self { child, url, stderr }
    }

    pub(crate) fn client(&self, home: &Path, arguments: &[&str]) -> Command {
        let mut command = dateline(home);
        command.args(arguments).env("DATELINE_SERVER", &self.url);
        command
    }

    pub(crate) fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }

    pub(crate) fn accounting(&self, home: &Path) -> Value {
        let output = self.client(home, &["stats", "--format", "json"]).output().unwrap();
        let stats: Value = serde_json::from_slice(&output.stdout).unwrap();
        stats["accounting"].clone()
    }

    /// The account once `received` submissions are in it and none is on its way any more. What a killed process had taken
    /// comes back when its lease ends, and is in no count until then.
    pub(crate) fn settled(&self, home: &Path, received: u64) -> Value {
        self.until(home, |accounting| {
            let on_its_way = count(accounting, "inFlight") + count(accounting, "waiting");
            count(accounting, "received") >= received && on_its_way == 0
        })
    }

    /// The account once it is as wanted.
    pub(crate) fn until(&self, home: &Path, wanted: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let accounting = self.accounting(home);
            if wanted(&accounting) {
                return accounting;
            }
            assert!(start.elapsed() < Duration::from_secs(120), "not in time: {accounting}");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone where the test ended it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A number of the account.
pub(crate) fn count(accounting: &Value, name: &str) -> u64 {
    accounting.get(name).and_then(Value::as_str).map_or(0, |count| count.parse().unwrap())
}
