//! `dateline config`: every setting with where it came from, as TOML that can be read back.

use std::io::Write as _;

use figment::{Figment, Metadata, Source};
use serde_json::Value;

use super::{Sources, extract, figment, secret::redact};
use crate::exit::Outcome;

/// Prints the effective configuration.
pub(crate) fn show(sources: &Sources) -> anyhow::Result<Outcome> {
    let figment = figment(sources, Vec::new())?;
    let mut config = extract(&figment)?;
    config.complete();
    let mut lines = Vec::new();
    leaves("", &serde_json::to_value(&config)?, &figment, &mut lines);
    let width = lines.iter().map(|(setting, _)| setting.len()).max().unwrap_or(0).min(60);
    let mut out = std::io::stdout().lock();
    for (setting, origin) in lines {
        writeln!(out, "{setting:width$}  # {origin}")?;
    }
    Ok(Outcome::Done)
}

fn leaves(path: &str, value: &Value, figment: &Figment, lines: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                leaves(&path, value, figment, lines);
            }
        }
        Value::Null => lines.push((format!("# {path} is not set"), "default".to_owned())),
        Value::String(text) => {
            lines.push((format!("{path} = {}", Value::from(redact(text))), origin_of(path, figment)))
        }
        value => lines.push((format!("{path} = {value}"), origin_of(path, figment))),
    }
}

fn origin_of(path: &str, figment: &Figment) -> String {
    figment.find_metadata(path).map_or_else(|| "default".to_owned(), origin)
}

/// Where a value came from, for a person.
pub(super) fn origin(metadata: &Metadata) -> String {
    match &metadata.source {
        Some(Source::File(path)) => path.display().to_string(),
        Some(Source::Code(_)) => "default".to_owned(),
        _ if metadata.name.contains("environment") => "environment".to_owned(),
        _ => metadata.name.to_string(),
    }
}
