//! Progress and closing summary, on stderr.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::job::{Done, Refusal};
use crate::exit::{Outcome, is_of_server};

/// Failures named one by one; the rest is counted.
const NAMED_FAILURES: usize = 20;

/// Counts what was done, and tells.
pub(super) struct Report {
    bar: ProgressBar,
    quiet: bool,
    threads: usize,
    start: Instant,
    records: u64,
    words: u64,
    failed: u64,
    unanswered: u64,
    reasons: BTreeMap<String, u64>,
    warned_of_unknown: bool,
}

impl Report {
    /// Starts the clock, and a progress bar, of `total` bytes where that is known, when stderr is a terminal and the output is not.
    pub(super) fn start(total: Option<u64>, quiet: bool, threads: usize) -> Self {
        Self {
            bar: progress_bar(total.unwrap_or(0), quiet || super::on_terminal()),
            quiet,
            threads,
            start: Instant::now(),
            records: 0,
            words: 0,
            failed: 0,
            unanswered: 0,
            reasons: BTreeMap::new(),
            warned_of_unknown: false,
        }
    }

    /// Counts what came of a job.
    pub(super) fn count(&mut self, done: &Done) {
        self.bar.inc(done.bytes);
        self.warn_of_unknown(&done.origin, &done.unknown);
        match &done.result {
            Ok(words) => {
                self.records += 1;
                self.words += words;
            }
            Err(refusal) => self.count_failure(&done.origin, refusal),
        }
        self.bar.set_message(format!("{} records, {} failed", self.records, self.failed));
    }

    /// Counts a page that is passed on as it is.
    pub(super) fn fetched(&mut self) {
        self.records += 1;
    }

    fn count_failure(&mut self, origin: &str, refusal: &Refusal) {
        self.failed += 1;
        self.unanswered += u64::from(is_of_server(&refusal.reason));
        *self.reasons.entry(refusal.reason.clone()).or_default() += 1;
        if self.failed as usize <= NAMED_FAILURES {
            self.say(&format!("{}: {} ({})", printable(origin), printable(&refusal.message), refusal.reason));
        } else if self.failed as usize == NAMED_FAILURES + 1 {
            self.say("further failures are only counted");
        }
    }

    fn warn_of_unknown(&mut self, origin: &str, unknown: &[String]) {
        if !unknown.is_empty() && !self.warned_of_unknown {
            self.warned_of_unknown = true;
            let names = printable(&unknown.join(", "));
            self.say(&format!("{}: unknown fields are ignored: {names}; said once a run", printable(origin)));
        }
    }

    /// Tells a line beside the progress bar.
    pub(super) fn say(&self, line: &str) {
        self.bar.suspend(|| anstream::eprintln!("dateline: {line}"));
    }

    /// The closing summary, where there is more than one thing to sum up; how it went.
    pub(super) fn finish(self) -> Outcome {
        self.bar.finish_and_clear();
        if !self.quiet && self.records + self.failed > 1 {
            anstream::eprintln!("{}", self.summary(self.start.elapsed()));
        }
        Outcome::of(self.records, self.failed, self.unanswered)
    }

    fn summary(&self, took: Duration) -> String {
        let reasons: Vec<_> = self.reasons.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        let failed = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
        let seconds = took.as_secs_f64().max(0.001);
        format!(
            "{} records, {} failed{failed}; {} words in {seconds:.1} s on {} threads: {:.0} words/s",
            self.records,
            self.failed,
            self.words,
            self.threads,
            self.words as f64 / seconds
        )
    }
}

fn progress_bar(total: u64, hidden: bool) -> ProgressBar {
    if hidden {
        return ProgressBar::hidden();
    }
    let bar = if total > 0 { ProgressBar::new(total) } else { ProgressBar::new_spinner() };
    bar.set_draw_target(ProgressDrawTarget::stderr());
    let template = if total > 0 { "{bar:30} {bytes}/{total_bytes} {msg} {eta}" } else { "{spinner} {bytes} {msg}" };
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// What comes from outside must not steer the terminal.
fn printable(text: &str) -> String {
    text.chars().map(crate::view::harmless).collect()
}
