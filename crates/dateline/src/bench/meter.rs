//! Time, CPU and memory of a measurement, as rows of one table. CPU and memory are read from `/proc`, where there is one.

use std::{collections::HashMap, fs, time::Instant};

use serde::Serialize;

use crate::client::table::{self, Format};

/// Ticks of CPU time in a second, as Linux shows them to programs.
const TICKS: f64 = 100.0;

/// A figure by figure account of one measurement.
#[derive(Debug, Default, Serialize)]
pub(super) struct Row {
    /// What was measured.
    pub(super) measure: String,
    /// How many articles, messages, records or calls.
    pub(super) count: u64,
    /// How many of them a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) per_second: Option<f64>,
    /// CPU time of this process for each, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) own_cpu_ms: Option<f64>,
    /// CPU time of the servers named for each, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) servers_cpu_ms: Option<f64>,
    /// Time for each that a stage had it in hand, with the others of its batch, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) handling_ms: Option<f64>,
    /// Largest memory of this process since its start, in MiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) peak_memory_mib: Option<f64>,
    /// Time that half of them took at most, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) p50_ms: Option<f64>,
    /// Time that 99 of 100 took at most, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) p99_ms: Option<f64>,
}

impl Row {
    /// From times in milliseconds.
    pub(super) fn times(measure: impl Into<String>, times: Vec<f64>) -> Self {
        Self { measure: measure.into(), count: times.len() as u64, ..Self::default() }.with_times(times)
    }

    /// The same with times in milliseconds.
    pub(super) fn with_times(self, mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self { p50_ms: percentile(&times, 0.5), p99_ms: percentile(&times, 0.99), ..self }
    }

    fn cells(&self) -> Vec<String> {
        let shown = |figure: Option<f64>| figure.map_or_else(|| "-".to_owned(), decimal);
        let figures = [
            self.per_second,
            self.own_cpu_ms,
            self.servers_cpu_ms,
            self.handling_ms,
            self.peak_memory_mib,
            self.p50_ms,
            self.p99_ms,
        ];
        [self.measure.clone(), self.count.to_string()].into_iter().chain(figures.map(shown)).collect()
    }
}

/// The smallest of sorted values that is not below `share` of them.
fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied()
}

fn decimal(figure: f64) -> String {
    if figure >= 100.0 { format!("{figure:.0}") } else { format!("{figure:.2}") }
}

/// Prints rows for people, or a JSON object a line.
pub(super) fn print(rows: &[Row], format: Option<Format>) -> anyhow::Result<()> {
    if table::is_json(format) {
        return rows.iter().try_for_each(table::print_json);
    }
    let headings = [
        "measure",
        "count",
        "a second",
        "own cpu ms",
        "servers' cpu ms",
        "handling ms",
        "peak MiB",
        "p50 ms",
        "p99 ms",
    ];
    table::print(&headings, &rows.iter().map(Row::cells).collect::<Vec<_>>())
}

/// A measurement under way.
pub(super) struct Meter {
    start: Instant,
    own: Option<f64>,
    pids: Vec<u32>,
    servers: Option<f64>,
}

impl Meter {
    /// Starts now; `pids` are servers on this machine, counted with their descendants.
    pub(super) fn start(pids: &[u32]) -> Self {
        let own = cpu_seconds(std::process::id(), false);
        Self { own, pids: pids.to_vec(), servers: servers_seconds(pids), start: Instant::now() }
    }

    /// What `count` things took up to now.
    pub(super) fn row(&self, measure: impl Into<String>, count: u64) -> Row {
        let seconds = self.start.elapsed().as_secs_f64();
        let each = |before: Option<f64>, after: Option<f64>| Some((after? - before?) * 1_000.0 / count.max(1) as f64);
        Row {
            measure: measure.into(),
            count,
            per_second: Some(count as f64 / seconds.max(f64::EPSILON)),
            own_cpu_ms: each(self.own, cpu_seconds(std::process::id(), false)),
            servers_cpu_ms: each(self.servers, servers_seconds(&self.pids)),
            peak_memory_mib: peak_memory(),
            ..Row::default()
        }
    }
}

/// CPU seconds of processes with their descendants, ended ones included; nothing without processes.
fn servers_seconds(pids: &[u32]) -> Option<f64> {
    let mut open: Vec<u32> = pids.to_vec();
    let children = if open.is_empty() { HashMap::new() } else { children() };
    let (mut seen, mut seconds) = (Vec::new(), None);
    while let Some(pid) = open.pop() {
        if seen.contains(&pid) {
            continue;
        }
        seen.push(pid);
        seconds = Some(seconds.unwrap_or(0.0) + cpu_seconds(pid, true).unwrap_or(0.0));
        open.extend(children.get(&pid).into_iter().flatten());
    }
    seconds
}

/// The children of every process.
fn children() -> HashMap<u32, Vec<u32>> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok) {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let parent = fields(pid).and_then(|fields| fields.get(1)?.parse().ok());
        children.entry(parent.unwrap_or(0)).or_default().push(pid);
    }
    children
}

/// The fields of `/proc/PID/stat` after the name of the program, which may itself hold spaces.
fn fields(pid: u32) -> Option<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    Some(stat.rsplit_once(") ")?.1.split_whitespace().map(str::to_owned).collect())
}

fn cpu_seconds(pid: u32, with_ended_children: bool) -> Option<f64> {
    let fields = fields(pid)?;
    let ticks = fields.get(11..if with_ended_children { 15 } else { 13 })?;
    Some(ticks.iter().filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS)
}

fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? / 1_024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let times: Vec<f64> = (1..=200).map(f64::from).rev().collect();
        let row = Row::times("x", times);
        assert_eq!((row.count, row.p50_ms, row.p99_ms), (200, Some(100.0), Some(198.0)));
        assert_eq!(Row::times("x", vec![7.0]).p99_ms, Some(7.0));
        assert_eq!(Row::times("x", Vec::new()).p50_ms, None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn cpu_time_of_a_child_is_counted_with_its_parent() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let known = children();
        let found = known.get(&std::process::id()).is_some_and(|children| children.contains(&child.id()));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(found);
        // Its own time first: it grows while the other is read.
        let own = cpu_seconds(std::process::id(), false);
        assert!(servers_seconds(&[std::process::id()]) >= own);
        assert_eq!(servers_seconds(&[]), None);
    }
}
