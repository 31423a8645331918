//! What is known of each source: how it went, what is expected of it, what it has shown.
//!
//! A source that fails or falls silent must be seen to: [`State::status`] judges it by its own habits.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    time::Duration,
};

use dateline_record::ids;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Config, Problem, Seen, SourceConfig, SourceKind, Validators, links::Link};
use crate::urls;

/// Attempts that the error rate is over.
const ATTEMPTS: usize = 50;

/// Gaps between new items that the usual interval is learned from.
const GAPS: usize = 50;

/// Gaps before a usual interval is believed.
const GAPS_NEEDED: usize = 3;

/// Links that wait to be fetched at most; the source shows the others again.
const PENDING: usize = 1_000;

/// Times that a link is tried.
const TRIES: u32 = 5;

/// Items from which on a moment that most of them share is none of theirs.
const MANY: usize = 3;

/// Seconds that clocks and zones may be apart.
const CLOCKS: i64 = 24 * 60 * 60;

/// Items given up that are told one by one, at most.
const GIVEN_UP: usize = 20;

/// The reason of what its server says is gone for good.
const GONE: &str = "gone";

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
    /// Why items were given up, and how many for each reason.
    pub failures: BTreeMap<String, u64>,
    /// The items given up last, oldest first.
    pub given_up: VecDeque<GivenUp>,
    /// New items that found no room when it was last looked at: taken up later, if it still shows them.
    pub left: u64,
    /// Where it says that it has moved for good; empty where it does not.
    pub moved_to: String,
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

/// An item that is given up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenUp {
    /// Its address.
    pub url: String,
    /// Why, and when.
    #[serde(flatten)]
    pub failure: Failure,
}

impl Failure {
    fn of(problem: &Problem, at: Timestamp) -> Self {
        Self { at, reason: problem.reason.to_owned(), detail: problem.detail.clone() }
    }
}

/// What became of the items of a source, in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Items {
    /// Shown by the source for the first time.
    pub new: u64,
    /// Shown again with a later date.
    pub changed: u64,
    /// Fetched and handed on.
    pub fetched: u64,
    /// Given up: refused, gone, or failed too often.
    pub failed: u64,
    /// Not fetched, since another source of the same outlet had just handed them on.
    pub shared: u64,
}

/// How many links were taken up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TakenUp {
    /// Not seen before.
    pub new: usize,
    /// Changed since they were seen.
    pub changed: usize,
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

    /// It answered, with these links or with nothing new since the last time. Those that are new or have changed are taken
    /// up, as many as there is room for.
    pub fn succeeded(&mut self, now: Timestamp, interval: Duration, links: Vec<Link>) -> TakenUp {
        let taken = self.take_up(now, links);
        self.answered(now, interval, taken.new);
        self.items.changed += taken.changed as u64;
        taken
    }

    /// It answered with a page of this content, which has been handed on where it is new.
    pub fn shown(&mut self, now: Timestamp, interval: Duration, id: String) {
        let new = self.seen.insert(id.clone(), None);
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
        let grown = grown.min(config.max_back_off.max(interval));
        // A feed that is gone for good is looked for now and then, until a person strikes it off.
        let pause = if problem.reason == GONE { PATIENCE.max(interval) } else { grown };
        self.next_attempt = now.checked_add(pause).ok();
        self.last_error = Some(Failure::of(problem, now));
    }

    /// Its host is left alone, so it was not asked: no attempt, and no failure of its own. What failed before is still why.
    pub fn postponed(&mut self, now: Timestamp, interval: Duration, problem: &Problem) {
        self.next_attempt = now.checked_add(interval).ok();
        if self.consecutive_failures == 0 {
            self.last_error = Some(Failure::of(problem, now));
        }
    }

    /// Why it does not do well, since it last did.
    #[must_use]
    pub fn trouble(&self) -> Option<&Failure> {
        self.last_error.as_ref().filter(|error| self.last_success.is_none_or(|success| error.at > success))
    }

    fn attempted(&mut self, now: Timestamp, good: bool) {
        self.first_attempt.get_or_insert(now);
        self.last_attempt = Some(now);
        self.attempts.push_back(good);
        shorten(&mut self.attempts, ATTEMPTS);
    }

    /// Links not seen before or changed since, newest first as they wait, before those that wait already: of much that is
    /// shown at once, readers want the news. What finds no room is as it was, so that it is taken up later.
    fn take_up(&mut self, now: Timestamp, links: Vec<Link>) -> TakenUp {
        let mut taken = TakenUp::default();
        // Nothing is shown where nothing has changed.
        if !links.is_empty() {
            self.left = 0;
        }
        let mut shown = Vec::with_capacity(links.len());
        let mut waiting: HashSet<String> = self.pending.iter().map(|link| id_of(&link.url)).collect();
        let (latest, of_list) = (now.as_second() + CLOCKS, date_of_list(&links));
        let date_of = |link: &Link| link.dated().filter(|date| *date <= latest && Some(*date) != of_list);
        let mut wanted = Vec::new();
        for link in newest_first(links, date_of) {
            let id = id_of(&link.url);
            let date = date_of(&link);
            let known = self.seen.contains(&id);
            // What waits is fetched as it is by then.
            let is_wanted = !waiting.contains(&id) && (!known || self.seen.is_later(&id, date));
            if is_wanted && self.pending.len() + wanted.len() >= PENDING {
                self.left += 1;
                shown.extend(known.then_some(id));
                continue;
            }
            self.seen.insert(id.clone(), date);
            shown.push(id.clone());
            if is_wanted {
                waiting.insert(id);
                wanted.push(Link { changed: known, ..link });
                *(if known { &mut taken.changed } else { &mut taken.new }) += 1;
            }
        }
        wanted.into_iter().rev().for_each(|link| self.pending.push_front(link));
        // What was shown last is forgotten last.
        shown.reverse();
        self.seen.renew(shown);
        taken
    }

    /// To ask whether there is newer than what was taken up: a source that still has what found no room is asked for all.
    #[must_use]
    pub fn asked_with(&self) -> Validators {
        if self.left == 0 { self.validators.clone() } else { Validators::default() }
    }

    /// The next link to fetch. It stays pending until it is [settled](Self::settled), so that a crash costs nothing.
    #[must_use]
    pub fn next_link(&self) -> Option<&Link> {
        self.pending.front()
    }

    /// The next link is for another time: its host is left alone, which those of others need not wait for.
    pub fn pass_over(&mut self) {
        if !self.pending.is_empty() {
            self.pending.rotate_left(1);
        }
    }

    /// The next link was handed on by another source.
    pub fn had_by_another(&mut self) {
        self.items.shared += u64::from(self.pending.pop_front().is_some());
    }

    /// What came of the next link: handed on, or a problem. Gives back whether it is given up.
    pub fn settled(&mut self, now: Timestamp, problem: Option<&Problem>) -> bool {
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
        *self.failures.entry(problem.reason.to_owned()).or_default() += 1;
        self.given_up.push_back(GivenUp { url: link.url, failure: Failure::of(problem, now) });
        shorten(&mut self.given_up, GIVEN_UP);
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
            let gone = self.last_error.as_ref().is_some_and(|error| error.reason == GONE);
            let dead = gone || since(self.last_success) > death(interval);
            return if dead { Status::Dead } else { Status::Failing };
        }
        match usual {
            Some(usual) if silent > death(usual) => Status::Dead,
            Some(usual) if silent > usual.saturating_mul(config.late_after) => Status::Late,
            _ => Status::Ok,
        }
    }
}

/// Links by their dates, and as the source has them where it gives none: feeds begin with the newest. One without a date stays
/// behind the one that it follows.
fn newest_first(links: Vec<Link>, date_of: impl Fn(&Link) -> Option<i64>) -> impl Iterator<Item = Link> {
    let mut last = i64::MAX;
    let mut keyed: Vec<(i64, Link)> = Vec::with_capacity(links.len());
    for link in links {
        last = date_of(&link).unwrap_or(last);
        keyed.push((last, link));
    }
    keyed.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
    keyed.into_iter().map(|(_, link)| link)
}

/// A date that most of many items share: it is that of the list's making, and says nothing of any of them.
fn date_of_list(links: &[Link]) -> Option<i64> {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    links.iter().filter_map(Link::dated).for_each(|date| *counts.entry(date).or_default() += 1);
    counts.into_iter().find(|(_, count)| *count >= MANY && count * 2 > links.len()).map(|(date, _)| date)
}

/// The id of an item: one for all spellings of its URL.
pub(super) fn id_of(url: &str) -> String {
    let canonical = urls::canonical(url);
    let mut id = ids::submission_id(if canonical.is_empty() { url } else { &canonical }.as_bytes());
    id.truncate(16);
    id
}

fn shorten<T>(queue: &mut VecDeque<T>, length: usize) {
    queue.drain(..queue.len().saturating_sub(length));
}

#[cfg(test)]
mod tests;
