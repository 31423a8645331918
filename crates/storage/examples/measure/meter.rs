//! Time and CPU time, of this process and of PostgreSQL's.

use std::{fs, time::Instant};

/// What some work took, all together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meter {
    wall: f64,
    own: f64,
    servers: f64,
}

impl Meter {
    /// Adds what `work` takes, in seconds.
    pub(crate) async fn time<T>(&mut self, work: impl Future<Output = T>) -> T {
        // Looking for the servers takes time itself, which is not to count.
        let (servers, own, start) = (server_seconds(), own_seconds(), Instant::now());
        let done = work.await;
        self.wall += start.elapsed().as_secs_f64();
        self.own += own_seconds() - own;
        self.servers += server_seconds() - servers;
        done
    }

    /// What was added since.
    pub(crate) fn since(&self, earlier: &Self) -> Self {
        Self { wall: self.wall - earlier.wall, own: self.own - earlier.own, servers: self.servers - earlier.servers }
    }

    /// For each of `count` articles.
    pub(crate) fn told(&self, count: u64) -> String {
        let each = |seconds: f64| seconds * 1_000.0 / count.max(1) as f64;
        format!(
            "{:.0} articles/s on one writer; ms an article: {:.3} of time, {:.3} of CPU here, {:.3} on the server",
            count as f64 / self.wall,
            each(self.wall),
            each(self.own),
            each(self.servers)
        )
    }
}

/// CPU seconds of this process.
fn own_seconds() -> f64 {
    seconds_in("/proc/self/stat", false)
}

/// CPU seconds of every PostgreSQL process on this machine.
fn server_seconds() -> f64 {
    let processes = fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    let stats = processes.map(|process| process.path().join("stat"));
    let postgres = stats.filter(|stat| fs::read_to_string(stat).is_ok_and(|text| text.contains("(postgres)")));
    postgres.map(|stat| seconds_in(&stat.to_string_lossy(), true)).sum()
}

/// CPU seconds in a `stat` file of /proc, in ticks of 10 ms; those of ended children too, when they are to count.
fn seconds_in(path: &str, children: bool) -> f64 {
    let stat = fs::read_to_string(path).unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(11);
    fields.take(if children { 4 } else { 2 }).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
