//! Whether the process lives and is ready. Ready follows what it depends on; alive never does, or a broker's outage would
//! restart every role.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;

/// Time for one readiness check.
const CHECK_TIMEOUT: Duration = Duration::from_secs(3);

/// How often the runtime gives a sign of life.
const BEAT: Duration = Duration::from_secs(1);

type Checking = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;
type Check = Arc<dyn Fn() -> Checking + Send + Sync>;

/// Health of the process. Cheap to clone; clones are the same.
#[derive(Clone)]
pub struct Health {
    shared: Arc<Shared>,
}

struct Shared {
    start: Instant,
    /// Milliseconds after `start` of the last sign of life.
    beat: AtomicU64,
    limit: Duration,
    checks: Mutex<Vec<(String, Check)>>,
    draining: CancellationToken,
}

impl fmt::Debug for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Health").field("silent_for", &self.silent_for()).finish_non_exhaustive()
    }
}

impl Health {
    /// Health of a process that is stuck when its runtime is silent for `limit`, and no longer ready once `draining`.
    #[must_use]
    pub fn new(limit: Duration, draining: CancellationToken) -> Self {
        let shared =
            Shared { start: Instant::now(), beat: AtomicU64::new(0), limit, checks: Mutex::default(), draining };
        Self { shared: Arc::new(shared) }
    }

    /// Adds something that must be well for the process to be ready.
    pub fn require<F>(&self, name: &str, check: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        let check: Check = Arc::new(move || Box::pin(check()));
        self.checks().push((name.to_owned(), check));
    }

    /// Gives signs of life for as long as the runtime works. Runs until dropped.
    pub async fn beat(self) {
        loop {
            let millis = u64::try_from(self.shared.start.elapsed().as_millis()).unwrap_or(u64::MAX);
            self.shared.beat.store(millis, Ordering::Relaxed);
            tokio::time::sleep(BEAT).await;
        }
    }

    /// Alive, or for how long there was no sign of life.
    ///
    /// # Errors
    /// What is wrong, for a person.
    pub fn alive(&self) -> Result<(), String> {
        let silent = self.silent_for();
        if silent > self.shared.limit { Err(format!("no sign of life for {} s", silent.as_secs())) } else { Ok(()) }
    }

    /// Ready, or everything that is not.
    ///
    /// # Errors
    /// What is not ready, for a person.
    pub async fn ready(&self) -> Result<(), Vec<String>> {
        if self.shared.draining.is_cancelled() {
            return Err(vec!["draining".into()]);
        }
        let checks = self.checks().clone();
        let mut failures = Vec::new();
        for (name, check) in checks {
            match tokio::time::timeout(CHECK_TIMEOUT, check()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => failures.push(format!("{name}: {error}")),
                Err(_) => failures.push(format!("{name}: no answer within {} s", CHECK_TIMEOUT.as_secs())),
            }
        }
        if failures.is_empty() { Ok(()) } else { Err(failures) }
    }

    fn silent_for(&self) -> Duration {
        let last = Duration::from_millis(self.shared.beat.load(Ordering::Relaxed));
        self.shared.start.elapsed().saturating_sub(last)
    }

    fn checks(&self) -> std::sync::MutexGuard<'_, Vec<(String, Check)>> {
        self.shared.checks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn ready_names_what_is_not() {
        let health = Health::new(Duration::from_secs(30), CancellationToken::new());
        assert_eq!(health.ready().await, Ok(()));
        health.require("store", || async { Ok(()) });
        health.require("bus", || async { Err("blocked".to_owned()) });
        assert_eq!(health.ready().await, Err(vec!["bus: blocked".to_owned()]));
    }

    #[tokio::test]
    async fn a_drain_ends_readiness_but_not_life() {
        let draining = CancellationToken::new();
        let health = Health::new(Duration::from_secs(30), draining.clone());
        draining.cancel();
        assert_eq!((health.ready().await, health.alive()), (Err(vec!["draining".to_owned()]), Ok(())));
    }

    #[test]
    fn silence_ends_life() {
        let health = Health::new(Duration::ZERO, CancellationToken::new());
        std::thread::park_timeout(Duration::from_millis(2));
        assert!(health.alive().is_err());
    }
}
