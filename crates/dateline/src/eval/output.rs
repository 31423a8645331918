//! The table, the JSON, and the comparison with a baseline.

use std::{fs, io::Write, path::Path};

use anyhow::Context;
use dateline_evaluation::report::{Figure, Measure, Report};

use crate::{
    client::table,
    exit::{Outcome, usage},
    view::harmless,
};

/// Prints the errors, where they were asked for, and the figures.
pub(super) fn print(report: &Report, errors: &[String]) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    for error in errors {
        writeln!(out, "{}", error.chars().map(harmless).collect::<String>())?;
    }
    writeln!(out, "{} ({}), {} documents", report.task, report.format, report.documents)?;
    drop(out);
    let rows: Vec<Vec<String>> = report.figures.iter().map(row).collect();
    table::print(&["figure", "", "value", "precision", "recall", "right", "found", "gold"], &rows)
}

fn row(figure: &Figure) -> Vec<String> {
    let points = |value: Option<f64>| value.map(|value| format!("{value:.2}")).unwrap_or_default();
    let count = |count: Option<usize>| count.map(|count| count.to_string()).unwrap_or_default();
    let measure = match figure.measure {
        Measure::F1 => "F1",
        Measure::Accuracy => "%",
        Measure::Kilometers => "km",
        Measure::Error => "points off",
        Measure::Correlation => "r",
    };
    vec![
        figure.name.clone(),
        measure.into(),
        format!("{:.2}", figure.value),
        points(figure.precision),
        points(figure.recall),
        count(figure.correct),
        count(figure.system),
        count(figure.gold),
    ]
}

/// Writes the figures as JSON.
pub(super) fn write(report: &Report, path: &Path) -> anyhow::Result<()> {
    let mut json = serde_json::to_vec_pretty(report)?;
    json.push(b'\n');
    fs::write(path, json).with_context(|| path.display().to_string())
}

/// The figures of an earlier run.
pub(super) fn read_baseline(path: &Path) -> anyhow::Result<Report> {
    let text = fs::read_to_string(path).map_err(|error| usage(format!("{}: {error}", path.display())))?;
    let wrong = |error| usage(format!("{} holds no figures of dateline eval: {error}", path.display()));
    serde_json::from_str(&text).map_err(wrong)
}

/// Says which figures fell below the baseline.
pub(super) fn compare(report: &Report, baseline: &Report, tolerance: f64) -> anyhow::Result<Outcome> {
    if (&report.task, &report.format, report.documents) != (&baseline.task, &baseline.format, baseline.documents) {
        let of = |report: &Report| format!("{} ({}) on {} documents", report.task, report.format, report.documents);
        return Err(usage(format!("the baseline is {}, this run {}", of(baseline), of(report))));
    }
    let drops = report.drops(baseline, tolerance);
    for drop in &drops {
        let now = drop.now.map_or("nothing".to_owned(), |now| format!("{now:.2}"));
        anstream::eprintln!("dateline: {} fell from {:.2} to {now}", drop.name, drop.before);
    }
    if drops.is_empty() {
        anstream::eprintln!("no figure fell by more than {tolerance} below the baseline");
    }
    Ok(if drops.is_empty() { Outcome::Done } else { Outcome::Partly })
}
