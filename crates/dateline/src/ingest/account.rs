//! What became of everything, and how it is told: progress on stderr, the account at the end.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use dateline_record::v1::{LedgerEntry, ledger_entry::State};
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{
    exit::{Outcome, is_of_server},
    view::harmless,
};

/// Failures named one by one; the rest is counted.
const NAMED: u64 = 20;

/// How often progress is told where there is no terminal.
const EVERY: Duration = Duration::from_secs(30);

/// Counts what became of the inputs.
pub(super) struct Account {
    bar: ProgressBar,
    started: Instant,
    told: Instant,
    quiet: bool,
    /// Settled by this run, and found settled already.
    states: BTreeMap<&'static str, u64>,
    before: BTreeMap<&'static str, u64>,
    reasons: BTreeMap<String, u64>,
    failed: u64,
    unanswered: u64,
    in_flight: usize,
}

impl Account {
    /// Starts the clock, for inputs of so many bytes where that is known.
    pub(super) fn start(total: Option<u64>, quiet: bool) -> Self {
        let bar = progress_bar(total);
        bar.set_draw_target(if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() });
        let now = Instant::now();
        Self {
            bar,
            started: now,
            told: now,
            quiet,
            states: BTreeMap::new(),
            before: BTreeMap::new(),
            reasons: BTreeMap::new(),
            failed: 0,
            unanswered: 0,
            in_flight: 0,
        }
    }

    /// How much input has been read, and how many articles are on their way.
    pub(super) fn progress(&mut self, read: Option<u64>, in_flight: usize) {
        self.in_flight = in_flight;
        if let Some(read) = read {
            self.bar.set_position(read);
        }
        self.bar.set_message(self.line());
        if self.bar.is_hidden() && !self.quiet && self.told.elapsed() >= EVERY {
            self.told = Instant::now();
            anstream::eprintln!("dateline: {}", self.line());
        }
    }

    fn line(&self) -> String {
        let seconds = self.started.elapsed().as_secs_f64().max(0.001);
        format!(
            "{} settled, {} on their way, {:.0}/s",
            HumanCount(self.settled()),
            self.in_flight,
            self.settled() as f64 / seconds
        )
    }

    fn settled(&self) -> u64 {
        self.states.values().chain(self.before.values()).sum()
    }

    /// A line to tell beside the progress.
    pub(super) fn say(&self, line: &str) {
        let line: String = line.chars().map(harmless).collect();
        self.bar.suspend(|| anstream::eprintln!("dateline: {line}"));
    }

    /// What the ledger had before, or an input before had in this run, and came to such an end.
    pub(super) fn count_before(&mut self, entry: &LedgerEntry, times: u64) {
        if times > 0 {
            *self.before.entry(state(entry)).or_default() += times;
        }
    }

    /// An input that became no article.
    pub(super) fn count_unreadable(&mut self, origin: &str, reason: &str, detail: &str) {
        *self.states.entry("unreadable").or_default() += 1;
        self.unanswered += u64::from(is_of_server(reason));
        self.count_failure(origin, reason, detail);
    }

    /// An article that came to its end, from this place.
    pub(super) fn count_settled(&mut self, origin: &str, entry: &LedgerEntry) {
        *self.states.entry(state(entry)).or_default() += 1;
        if !is_well(state(entry)) {
            self.count_failure(origin, &entry.reason, &entry.detail);
        }
    }

    fn count_failure(&mut self, origin: &str, reason: &str, detail: &str) {
        self.failed += 1;
        *self.reasons.entry(reason.to_owned()).or_default() += 1;
        if self.failed <= NAMED {
            self.say(&format!("{origin}: {detail} ({reason})"));
        } else if self.failed == NAMED + 1 {
            self.say("further failures are only counted");
        }
    }

    /// Tells the account on stdout; how it went.
    pub(super) fn close(self, in_flight: usize) -> Outcome {
        self.bar.finish_and_clear();
        let count = |state: &str| self.states.get(state).copied().unwrap_or_default();
        let reasons: Vec<String> = self.reasons.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
        let before = |well: bool| {
            self.before.iter().filter(|(state, _)| is_well(state) == well).map(|(_, count)| count).sum::<u64>()
        };
        let (well, failed) = (count("stored") + count("duplicate") + before(true), self.failed + before(false));
        anstream::println!(
            "{} inputs: {} stored, {} duplicate, {} rejected, {} quarantined, {} unreadable{reasons}; {} done before{}, {in_flight} still on their way; {:.1} s",
            self.settled() + in_flight as u64,
            count("stored"),
            count("duplicate"),
            count("rejected"),
            count("quarantined"),
            count("unreadable"),
            before(true) + before(false),
            of_them(&self.before),
            self.started.elapsed().as_secs_f64()
        );
        if in_flight > 0 {
            anstream::eprintln!("dateline: stopped before the end: run the same command again to go on");
        }
        if in_flight > 0 { Outcome::Partly } else { Outcome::of(well, failed, self.unanswered) }
    }
}

/// What became of an article.
fn state(entry: &LedgerEntry) -> &'static str {
    match entry.state() {
        State::Stored => "stored",
        State::Duplicate => "duplicate",
        State::Rejected => "rejected",
        State::Quarantined => "quarantined",
        _ => "unknown",
    }
}

fn is_well(state: &str) -> bool {
    matches!(state, "stored" | "duplicate")
}

/// How many of those that were done before did not go well.
fn of_them(before: &BTreeMap<&str, u64>) -> String {
    let failed = before.iter().filter(|(state, _)| !is_well(state));
    let failed: Vec<String> = failed.map(|(state, count)| format!("{count} {state}")).collect();
    if failed.is_empty() { String::new() } else { format!(" (of them {})", failed.join(", ")) }
}

fn progress_bar(total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (ProgressBar::new(total), "{bar:24} {percent}% {msg} ETA {eta}"),
        None => (ProgressBar::new_spinner(), "{spinner} {bytes} {msg}"),
    };
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}
