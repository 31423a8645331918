//! What each host is owed: one connection at a time, pauses between requests, quiet after errors, and its robots.txt.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::{Config, Robots};

/// Hosts remembered before those are forgotten that are owed nothing.
const REMEMBERED: usize = 4096;

/// Ports of one host whose robots.txt are remembered.
const ORIGINS: usize = 16;

/// How long a robots.txt is good for.
const ROBOTS_FRESH: Duration = Duration::from_secs(24 * 60 * 60);

/// How long before a robots.txt that could not be had is asked for again.
const ROBOTS_RETRY: Duration = Duration::from_secs(10 * 60);

/// The first quiet after an error; each further error doubles it.
const FIRST_BACK_OFF: Duration = Duration::from_secs(2);

/// All hosts that something was fetched from.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    known: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Host>>>>,
}

/// What one host is owed. Whoever holds its lock may make a request to it.
#[derive(Debug, Default)]
pub(super) struct Host {
    /// No request before this moment.
    ready: Option<Instant>,
    /// Left alone until this moment, because of errors or because it asked for it.
    quiet: Option<Instant>,
    errors: u32,
    /// robots.txt of each scheme and port, with the moment until which it is good.
    robots: HashMap<String, (Robots, Instant)>,
}

impl Hosts {
    /// The host of this name.
    pub(super) fn get(&self, name: &str) -> Arc<tokio::sync::Mutex<Host>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED && !known.contains_key(name) {
            let now = Instant::now();
            known.retain(|_, host| host.try_lock().map_or(true, |host| host.is_owed(now)));
        }
        Arc::clone(known.entry(name.to_owned()).or_default())
    }
}

impl Host {
    fn is_owed(&self, now: Instant) -> bool {
        self.ready.max(self.quiet).is_some_and(|until| until > now)
    }

    /// How long the host is still to be left alone.
    pub(super) fn quiet_for(&self) -> Duration {
        self.quiet.map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()))
    }

    /// Waits until the next request may be made.
    pub(super) async fn wait(&self) {
        if let Some(until) = self.ready.max(self.quiet) {
            tokio::time::sleep_until(until).await;
        }
    }

    /// A request was made: the next one waits.
    pub(super) fn used(&mut self, config: &Config, origin: &str) {
        let asked = self.robots.get(origin).and_then(|(robots, _)| robots.crawl_delay()).unwrap_or_default();
        self.ready = Instant::now().checked_add(config.delay.max(asked.min(config.max_delay)));
    }

    /// The host answers as it should.
    pub(super) fn succeeded(&mut self) {
        (self.errors, self.quiet) = (0, None);
    }

    /// The host does not, or asks to be left alone for a time.
    pub(super) fn failed(&mut self, asked: Option<Duration>, config: &Config) {
        let grown = FIRST_BACK_OFF.saturating_mul(2_u32.saturating_pow(self.errors));
        self.errors = self.errors.saturating_add(1);
        let quiet = asked.unwrap_or(grown).min(config.max_back_off);
        self.quiet = self.quiet.max(Instant::now().checked_add(quiet));
    }

    /// The robots.txt of an origin, where it is known and fresh.
    pub(super) fn fresh_robots(&self, origin: &str) -> Option<&Robots> {
        self.robots.get(origin).filter(|(_, until)| *until > Instant::now()).map(|(robots, _)| robots)
    }

    /// Remembers a robots.txt.
    pub(super) fn keep_robots(&mut self, origin: &str, robots: Robots) {
        if self.robots.len() >= ORIGINS {
            self.robots.clear();
        }
        self.robots.insert(origin.to_owned(), (robots, Instant::now() + ROBOTS_FRESH));
    }

    /// A robots.txt could not be had: the one known, if any, stays good for a while.
    pub(super) fn miss_robots(&mut self, origin: &str) {
        if let Some((_, until)) = self.robots.get_mut(origin) {
            *until = Instant::now() + ROBOTS_RETRY;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn requests_are_spaced_by_the_longer_of_the_two_delays_within_bounds() {
        let config = Config { max_delay: Duration::from_secs(5), ..Config::default() };
        for (asked, expected) in [("", 1), ("Crawl-delay: 3", 3), ("Crawl-delay: 900", 5)] {
            let mut host = Host::default();
            host.keep_robots("o", Robots::parse(format!("User-agent: *\n{asked}").as_bytes(), "Dateline"));
            host.used(&config, "o");
            let start = Instant::now();
            host.wait().await;
            assert_eq!(start.elapsed().as_secs(), expected, "{asked}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn errors_double_the_quiet_up_to_a_bound_and_success_ends_it() {
        let config = Config { max_back_off: Duration::from_secs(10), ..Config::default() };
        let mut host = Host::default();
        for expected in [2, 4, 8, 10, 10] {
            host.failed(None, &config);
            assert_eq!(host.quiet_for().as_secs(), expected);
            host.wait().await;
        }
        host.failed(Some(Duration::from_secs(7)), &config);
        assert_eq!(host.quiet_for().as_secs(), 7);
        host.succeeded();
        assert_eq!(host.quiet_for(), Duration::ZERO);
        for _ in 0..100 {
            host.failed(None, &config);
        }
        assert_eq!(host.quiet_for().as_secs(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn robots_are_fresh_for_a_day_and_survive_a_miss() {
        let mut host = Host::default();
        host.keep_robots("o", Robots::allow_all());
        assert!(host.fresh_robots("o").is_some());
        tokio::time::advance(Duration::from_secs(24 * 60 * 60 + 1)).await;
        assert!(host.fresh_robots("o").is_none());
        host.miss_robots("o");
        assert_eq!(host.fresh_robots("o"), Some(&Robots::allow_all()));
        host.miss_robots("p");
        assert!(host.fresh_robots("p").is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_that_are_owed_nothing_are_forgotten() {
        let hosts = Hosts::default();
        hosts.get("owed").lock().await.failed(None, &Config::default());
        for number in 0..REMEMBERED {
            hosts.get(&format!("h{number}"));
        }
        let known = hosts.known.lock().unwrap();
        assert!(known.len() < 10 && known.contains_key("owed"));
    }
}
