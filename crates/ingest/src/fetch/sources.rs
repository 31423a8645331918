//! What is known of each source: how it went, what is expected of it, what it has shown.
//!
//! A source that fails or falls silent must be seen to: [`State::status`] judges it by its own habits.

use std::{
    collections::{HashSet, VecDeque},
    time::Duration,
};

use dateline_record::ids;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Config, Problem, SourceConfig, SourceKind, Validators, links::Link};
use crate::urls;

/// Attempts that the error rate is over.
const ATTEMPTS: usize = 50;

/// Gaps between new items that the usual interval is learned from.
const GAPS: usize = 50;

/// Gaps before a usual interval is believed.
const GAPS_NEEDED: usize = 3;

/// Items remembered as seen, besides those that the source still shows.
const SEEN: usize = 20_000;

/// Links that wait to be fetched at most; the source shows the others again.
const PENDING: usize = 1_000;

/// Times that a link is tried.
const TRIES: u32 = 5;

/// No source is given up sooner: nights and holidays are silent.
const PATIENCE: Duration = Duration::from_secs(24 * 60 * 60);

/// What is known of a source.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct State {
    /// Its address.
    pub url: String,
    /// What it is.
    pub kind: SourceKind,
    /// When it was first asked.
    pub first_attempt: Option<Timestamp>,
    /// When it was last asked.
    pub last_attempt: Option<Timestamp>,
    /// When it last answered as it should.
    pub last_success: Option<Timestamp>,
    /// When it last showed something new.
    pub last_new: Option<Timestamp>,
    /// Before this moment it is not asked.
    pub next_attempt: Option<Timestamp>,
    /// How the last attempts went, oldest first: whether it answered.
    pub attempts: VecDeque<bool>,
    /// Failures since the last success.
    pub consecutive_failures: u32,
    /// Why it failed last.
    pub last_error: Option<Failure>,
    /// Seconds between moments at which it showed something new, oldest first.
    pub gaps: VecDeque<u64>,
    /// What became of its items.
    pub items: Items,
    /// To ask whether there is newer.
    pub validators: Validators,
    /// New items, not yet fetched.
    pub pending: VecDeque<Link>,
    /// Ids of the items seen.
    pub seen: Seen,
}

/// Why and when something failed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// When.
    pub at: Timestamp,
    /// Machine-readable.
    pub reason: String,
    /// For a person.
    pub detail: String,
}

/// What became of the items of a source, in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Items {
    /// Shown by the source for the first time.
    pub new: u64,
    /// Fetched and handed on.
    pub fetched: u64,
    /// Given up: refused, gone, or failed too often.
    pub failed: u64,
}

/// Ids of items in the order in which they were last shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Seen {
    order: VecDeque<String>,
    known: HashSet<String>,
}

/// How a source does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As it should.
    Ok,
    /// Silent for longer than is usual.
    Late,
    /// It did not answer as it should the last time.
    Failing,
    /// Failing or silent for so long that a person should look.
    Dead,
    /// Not yet asked.
    Never,
}

impl Status {
    /// In lower case, as tables and JSON show it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Late => "late",
            Self::Failing => "failing",
            Self::Dead => "dead",
            Self::Never => "never",
        }
    }
}

impl State {
    /// Nothing is known yet.
    #[must_use]
    pub fn new(source: &SourceConfig) -> Self {
        Self { url: source.url.clone(), kind: source.kind, ..Self::default() }
    }

    /// It answered, with these links or with nothing new since the last time. The new ones are taken up, as many as there is
    /// room for; gives back how many.
    pub fn succeeded(&mut self, now: Timestamp, interval: Duration, links: Vec<Link>) -> usize {
        let new = self.take_up(links);
        self.answered(now, interval, new);
        new
    }

    /// It answered with a page of this content, which has been handed on where it is new.
    pub fn shown(&mut self, now: Timestamp, interval: Duration, id: String) {
        let new = self.seen.known.insert(id.clone());
        self.seen.renew(vec![id]);
        self.items.fetched += u64::from(new);
        self.answered(now, interval, new.into());
    }

    fn answered(&mut self, now: Timestamp, interval: Duration, new: usize) {
        self.attempted(now, true);
        self.consecutive_failures = 0;
        self.last_success = Some(now);
        self.next_attempt = now.checked_add(interval).ok();
        if new > 0 {
            let gap = self.last_new.map(|last| now.duration_since(last).as_secs().unsigned_abs());
            self.gaps.extend(gap);
            shorten(&mut self.gaps, GAPS);
            self.last_new = Some(now);
            self.items.new += new as u64;
        }
    }

    /// It did not answer as it should: asked again later, the later the more often that happened.
    pub fn failed(&mut self, now: Timestamp, interval: Duration, problem: &Problem, config: &Config) {
        self.attempted(now, false);
        let grown = interval.saturating_mul(2_u32.saturating_pow(self.consecutive_failures));
        self.consecutive_failures = self.consecutive_failures.saturating_add(1);
        self.next_attempt = now.checked_add(grown.min(config.max_back_off.max(interval))).ok();
        self.last_error = Some(Failure { at: now, reason: problem.reason.to_owned(), detail: problem.detail.clone() });
    }

    fn attempted(&mut self, now: Timestamp, good: bool) {
        self.first_attempt.get_or_insert(now);
        self.last_attempt = Some(now);
        self.attempts.push_back(good);
        shorten(&mut self.attempts, ATTEMPTS);
    }

    /// Links not seen before, oldest first as they wait; what finds no room stays unseen, so that it is taken up later.
    fn take_up(&mut self, links: Vec<Link>) -> usize {
        let mut new = 0;
        let mut shown = Vec::with_capacity(links.len());
        // Feeds begin with the newest.
        for link in links.into_iter().rev() {
            let id = id_of(&link.url);
            if self.seen.contains(&id) {
                shown.push(id);
            } else if self.pending.len() < PENDING {
                self.seen.known.insert(id.clone());
                shown.push(id);
                self.pending.push_back(link);
                new += 1;
            }
        }
        self.seen.renew(shown);
        new
    }

    /// The next link to fetch. It stays pending until it is [settled](Self::settled), so that a crash costs nothing.
    #[must_use]
    pub fn next_link(&self) -> Option<&Link> {
        self.pending.front()
    }

    /// What came of the next link: handed on, or a problem. Gives back whether it is given up.
    pub fn settled(&mut self, problem: Option<&Problem>) -> bool {
        let Some(mut link) = self.pending.pop_front() else { return false };
        let Some(problem) = problem else {
            self.items.fetched += 1;
            return false;
        };
        link.tries += 1;
        if problem.may_pass() && link.tries < TRIES {
            self.pending.push_back(link);
            return false;
        }
        self.items.failed += 1;
        true
    }

    /// How often it usually shows something new: as configured, else the median of past gaps; nothing while there are few.
    #[must_use]
    pub fn usual_interval(&self, expected: Option<Duration>) -> Option<Duration> {
        if expected.is_some() || self.gaps.len() < GAPS_NEEDED {
            return expected;
        }
        let mut gaps: Vec<u64> = self.gaps.iter().copied().collect();
        gaps.sort_unstable();
        gaps.get(gaps.len() / 2).copied().map(Duration::from_secs)
    }

    /// The part of the last attempts that failed, 0 to 1.
    #[must_use]
    pub fn error_rate(&self) -> f64 {
        let failed = self.attempts.iter().filter(|good| !**good).count();
        failed as f64 / self.attempts.len().max(1) as f64
    }

    /// How it does at a moment, by its own habits; `interval` is how often it is asked.
    #[must_use]
    pub fn status(&self, now: Timestamp, interval: Duration, expected: Option<Duration>, config: &Config) -> Status {
        let Some(first) = self.first_attempt else { return Status::Never };
        let since = |moment: Option<Timestamp>| {
            Duration::try_from(now.duration_since(moment.unwrap_or(first))).unwrap_or_default()
        };
        let usual = self.usual_interval(expected);
        let death = |usual: Duration| PATIENCE.max(usual.saturating_mul(config.dead_after));
        let silent = since(self.last_new);
        if self.consecutive_failures > 0 {
            let dead = since(self.last_success) > death(interval);
            return if dead { Status::Dead } else { Status::Failing };
        }
        match usual {
            Some(usual) if silent > death(usual) => Status::Dead,
            Some(usual) if silent > usual.saturating_mul(config.late_after) => Status::Late,
            _ => Status::Ok,
        }
    }
}

/// The id of an item: one for all spellings of its URL.
fn id_of(url: &str) -> String {
    let canonical = urls::canonical(url);
    let mut id = ids::submission_id(if canonical.is_empty() { url } else { &canonical }.as_bytes());
    id.truncate(16);
    id
}

fn shorten<T>(queue: &mut VecDeque<T>, length: usize) {
    queue.drain(..queue.len().saturating_sub(length));
}

impl Seen {
    /// Whether an id is known.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.known.contains(id)
    }

    /// Puts those that the source shows at the end, and forgets the oldest others over a number.
    fn renew(&mut self, shown: Vec<String>) {
        let current: HashSet<&String> = shown.iter().collect();
        self.order.retain(|id| !current.contains(id));
        let excess = (self.order.len() + current.len()).saturating_sub(SEEN).min(self.order.len());
        for id in self.order.drain(..excess) {
            self.known.remove(&id);
        }
        let mut added = HashSet::new();
        self.order.extend(shown.iter().filter(|id| added.insert(*id)).cloned());
    }
}

impl From<String> for Seen {
    fn from(ids: String) -> Self {
        let order: VecDeque<String> = ids.split_ascii_whitespace().map(str::to_owned).collect();
        Self { known: order.iter().cloned().collect(), order }
    }
}

impl From<Seen> for String {
    fn from(seen: Seen) -> Self {
        Vec::from(seen.order).join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + hours * 3600).unwrap()
    }

    fn links(names: &[&str]) -> Vec<Link> {
        names.iter().map(|name| Link { url: format!("https://a.example/{name}"), ..Link::default() }).collect()
    }

    fn source() -> State {
        State::new(&SourceConfig::feed("https://a.example/feed"))
    }

    fn status(state: &State, hours: i64) -> Status {
        state.status(at(hours), HOUR, None, &Config::default())
    }

    #[test]
    fn what_is_new_waits_oldest_first_and_is_taken_up_once() {
        let mut state = source();
        assert_eq!(state.succeeded(at(0), HOUR, links(&["b", "a", "b?utm_source=x"])), 2);
        assert_eq!(state.succeeded(at(1), HOUR, links(&["c", "b", "a"])), 1);
        let waiting: Vec<_> = state.pending.iter().map(|link| link.url.as_str()).collect();
        assert_eq!(waiting, ["https://a.example/b?utm_source=x", "https://a.example/a", "https://a.example/c"]);
        assert_eq!(state.items.new, 3);
    }

    #[test]
    fn what_finds_no_room_is_taken_up_later() {
        let names: Vec<String> = (0..PENDING + 10).map(|number| number.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut state = source();
        assert_eq!(state.succeeded(at(0), HOUR, links(&names)), PENDING);
        while state.next_link().is_some() {
            assert!(!state.settled(None));
        }
        assert_eq!(state.succeeded(at(1), HOUR, links(&names)), 10);
        assert_eq!(state.items, Items { new: PENDING as u64 + 10, fetched: PENDING as u64, failed: 0 });
    }

    #[test]
    fn what_is_shown_is_remembered_and_the_rest_up_to_a_bound() {
        let mut seen = Seen::default();
        let ids = |range: std::ops::Range<usize>| range.map(|number| format!("{number}")).collect::<Vec<_>>();
        for shown in [ids(0..SEEN), ids(5..SEEN + 5), ids(0..3)] {
            seen.known.extend(shown.iter().cloned());
            seen.renew(shown);
        }
        assert_eq!((seen.order.len(), seen.known.len()), (SEEN, SEEN));
        assert!(seen.contains("0") && seen.contains(&format!("{}", SEEN + 4)) && !seen.contains("5"));
        assert_eq!(Seen::from(String::from(seen.clone())), seen);
    }

    #[test]
    fn a_link_is_tried_again_where_that_may_help() {
        let mut state = source();
        state.succeeded(at(0), HOUR, links(&["a", "b"]));
        assert!(state.settled(Some(&Problem::refused("robots", String::new()))));
        for _ in 1..TRIES {
            assert!(!state.settled(Some(&Problem::failed("timeout", String::new()))));
        }
        assert!(state.settled(Some(&Problem::failed("timeout", String::new()))));
        assert_eq!((state.items.failed, state.pending.len()), (2, 0));
    }

    #[test]
    fn silence_is_judged_by_the_sources_own_habit() {
        let mut state = source();
        assert_eq!(status(&state, 0), Status::Never);
        for (hours, name) in [(0, "a"), (2, "b"), (4, "c"), (7, "d")] {
            state.succeeded(at(hours), HOUR, links(&[name]));
            assert_eq!(status(&state, hours), Status::Ok);
        }
        assert_eq!(state.usual_interval(None), Some(2 * HOUR));
        state.succeeded(at(30), HOUR, Vec::new());
        assert_eq!(status(&state, 13), Status::Ok);
        assert_eq!(status(&state, 14), Status::Late);
        assert_eq!(status(&state, 32), Status::Dead);
        let expected = state.status(at(32), HOUR, Some(12 * HOUR), &Config::default());
        assert_eq!(expected, Status::Ok);
    }

    #[test]
    fn failing_is_told_at_once_and_is_death_in_the_end() {
        let mut state = source();
        let problem = Problem::failed("dns", "no such name".into());
        let config = Config { max_back_off: 6 * HOUR, ..Config::default() };
        state.succeeded(at(0), HOUR, links(&["a"]));
        for (hours, next) in [(1, 2), (2, 4), (4, 8), (8, 14), (14, 20)] {
            state.failed(at(hours), HOUR, &problem, &config);
            assert_eq!(state.next_attempt, Some(at(next)));
            assert_eq!(status(&state, hours), Status::Failing);
        }
        assert_eq!(status(&state, 25), Status::Dead);
        assert_eq!(state.error_rate(), 5.0 / 6.0);
        state.succeeded(at(26), HOUR, links(&["b"]));
        assert_eq!((status(&state, 26), state.consecutive_failures), (Status::Ok, 0));
    }

    #[test]
    fn all_is_kept_as_json() {
        let mut state = source();
        state.succeeded(at(0), HOUR, links(&["a", "b"]));
        state.failed(at(1), HOUR, &Problem::failed("dns", "x".into()), &Config::default());
        let json = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&json).unwrap(), state);
    }
}
