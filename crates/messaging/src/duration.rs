//! Durations in configuration, as people write them: `5s`, `2min`, `250ms`; for `#[serde(with = "…")]`.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

/// Writes a duration as text.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&humantime::format_duration(*duration))
}

/// Reads a duration from text.
///
/// # Errors
/// When the text is no duration with its unit.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

fn parse(text: &str) -> Result<Duration, String> {
    humantime::parse_duration(text).map_err(|error| format!("`{text}` is no duration such as `30s`: {error}"))
}

/// Lists of durations.
pub mod list {
    use super::{Deserialize, Deserializer, Duration, Serializer, parse};
    use serde::de::Error as _;

    /// Writes each duration as text.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(durations: &[Duration], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(durations.iter().map(|duration| humantime::format_duration(*duration).to_string()))
    }

    /// Reads each duration from text.
    ///
    /// # Errors
    /// When one is no duration with its unit.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Duration>, D::Error> {
        Vec::<String>::deserialize(deserializer)?.iter().map(|text| parse(text).map_err(D::Error::custom)).collect()
    }
}

/// Durations that need not be given.
pub mod optional {
    use super::{Deserializer, Duration, Serializer};

    /// Writes a duration as text, or nothing.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(duration: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
        match duration {
            Some(duration) => super::serialize(duration, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a duration from text; a field left out takes `#[serde(default)]`.
    ///
    /// # Errors
    /// When the text is no duration with its unit.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
        super::deserialize(deserializer).map(Some)
    }
}
