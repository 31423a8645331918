//! How a bus is configured, and how it is opened.

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{Bus, Error, Kind, embedded::EmbeddedBus, rabbitmq::RabbitBus};

/// Settings of a bus. Every role of one installation uses the same ones: the queues carry them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the bus is: `embedded:PATH` or a path for the embedded one, `amqp://` or `amqps://` for RabbitMQ.
    pub url: String,
    /// First part of every exchange's and queue's name, so that installations can share a virtual host.
    pub prefix: String,
    /// Messages published and not yet confirmed, at most. RabbitMQ only: the embedded bus commits in groups.
    pub window: usize,
    /// How long a publish waits for a full, blocked or lost bus before it fails.
    #[serde(with = "crate::duration")]
    pub publish_timeout: Duration,
    /// Delay before the second, third, … attempt; the last one repeats. One wait queue each on RabbitMQ.
    #[serde(with = "crate::duration::list")]
    pub delays: Vec<Duration>,
    /// Attempts by a handler before a message goes to quarantine, the first included.
    pub attempts: u32,
    /// Deliveries that end with neither verdict nor return, as when a worker crashes, before a message goes to
    /// quarantine with reason `delivery_limit`.
    pub delivery_limit: u32,
    /// Messages in one queue at most; a publish to a full queue waits.
    pub queue_limit: u64,
    /// Bytes in one queue at most; RabbitMQ only.
    pub queue_limit_bytes: u64,
    /// Bytes in a body at most. No more than the broker's own `max_message_size`.
    pub message_limit: usize,
    /// How long the embedded bus waits for a sign of life from a process that holds deliveries.
    #[serde(with = "crate::duration")]
    pub lease: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            url: "embedded:dateline-bus.db".to_owned(),
            prefix: "dateline".to_owned(),
            window: 256,
            publish_timeout: Duration::from_secs(30),
            delays: [5, 30, 120, 600].map(Duration::from_secs).to_vec(),
            attempts: 5,
            delivery_limit: 10,
            queue_limit: 500_000,
            queue_limit_bytes: 8 << 30,
            message_limit: 16 << 20,
            lease: Duration::from_secs(30),
        }
    }
}

/// Shows everything but the password in the URL.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("url", &redact(&self.url))
            .field("prefix", &self.prefix)
            .field("window", &self.window)
            .field("publish_timeout", &self.publish_timeout)
            .field("delays", &self.delays)
            .field("attempts", &self.attempts)
            .field("delivery_limit", &self.delivery_limit)
            .field("queue_limit", &self.queue_limit)
            .field("queue_limit_bytes", &self.queue_limit_bytes)
            .field("message_limit", &self.message_limit)
            .field("lease", &self.lease)
            .finish()
    }
}

impl Config {
    /// Says what is wrong with the settings, naming the key and the remedy.
    ///
    /// # Errors
    /// [`Kind::Misconfigured`].
    pub fn validate(&self) -> Result<(), Error> {
        let problem = if self.url.is_empty() {
            "url is empty: give `embedded:PATH`, `amqp://…` or `amqps://…`"
        } else if self.prefix.is_empty() || self.prefix.len() > 100 {
            "prefix must have 1 to 100 bytes"
        } else if self.window == 0 {
            "window must be at least 1"
        } else if self.delays.is_empty() || self.delays.len() > 16 {
            "delays must name 1 to 16 levels"
        } else if self.delays.iter().any(Duration::is_zero) {
            "each of delays must be longer than nothing"
        } else if self.attempts == 0 {
            "attempts must be at least 1"
        } else if self.queue_limit == 0 || self.queue_limit_bytes == 0 {
            "queue_limit and queue_limit_bytes must be at least 1"
        } else if self.lease < Duration::from_millis(100) {
            "lease must be at least 100ms"
        } else {
            return Ok(());
        };
        Err(Error::new(Kind::Misconfigured, format!("bus.{problem}")))
    }

    /// Delay before a message that was tried `attempts` times is tried again.
    pub(crate) fn level(&self, attempts: u32) -> usize {
        (attempts.saturating_sub(1) as usize).min(self.delays.len().saturating_sub(1))
    }
}

/// Opens the bus that `config.url` names. Connects lazily: call [`Bus::declare`] next.
///
/// # Errors
/// [`Kind::Misconfigured`] for a wrong setting or an embedded file that cannot be opened.
pub fn open(config: &Config) -> Result<Arc<dyn Bus>, Error> {
    config.validate()?;
    if config.url.starts_with("amqp://") || config.url.starts_with("amqps://") {
        return Ok(Arc::new(RabbitBus::open(config.clone())?));
    }
    let path = config.url.strip_prefix("embedded:").unwrap_or(&config.url);
    if path.contains("://") {
        let message = "bus.url has an unknown scheme: give `embedded:PATH`, `amqp://…` or `amqps://…`";
        return Err(Error::new(Kind::Misconfigured, message));
    }
    Ok(Arc::new(EmbeddedBus::open(&PathBuf::from(path), config.clone())?))
}

/// The URL with its password replaced by `***`, fit for logs.
#[must_use]
pub fn redact(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    match authority.rsplit_once('@').map(|(user, host)| (user.split(':').next().unwrap_or_default(), host)) {
        Some((user, host)) => format!("{scheme}://{user}:***@{host}{path}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_redacted() {
        assert_eq!(redact("amqps://ann:s:e@cret@mq.example:5671/news"), "amqps://ann:***@mq.example:5671/news");
        assert_eq!(redact("amqp://mq.example"), "amqp://mq.example");
        assert_eq!(redact("embedded:/var/lib/bus.db"), "embedded:/var/lib/bus.db");
        let config = Config { url: "amqp://ann:secret@mq.example".to_owned(), ..Config::default() };
        assert!(!format!("{config:?}").contains("secret"));
    }

    #[test]
    fn settings_read_and_write_durations_as_people_do() {
        let config: Config = serde_json::from_str(r#"{"delays": ["50ms", "2min"], "lease": "1m 30s"}"#).unwrap();
        assert_eq!(config.delays, [Duration::from_millis(50), Duration::from_secs(120)]);
        assert_eq!(config.lease, Duration::from_secs(90));
        let json = serde_json::to_value(&config).unwrap();
        assert_eq!(json["delays"], serde_json::json!(["50ms", "2m"]));
        assert_eq!(serde_json::from_value::<Config>(json).unwrap(), config);
        assert!(serde_json::from_str::<Config>(r#"{"window": 1, "windows": 2}"#).is_err());
    }

    #[test]
    fn wrong_settings_name_their_key() {
        for (config, key) in [
            (Config { window: 0, ..Config::default() }, "bus.window"),
            (Config { delays: vec![], ..Config::default() }, "bus.delays"),
            (Config { url: "kafka://x".to_owned(), ..Config::default() }, "bus.url"),
        ] {
            let error = open(&config).err().unwrap();
            assert_eq!(error.kind, Kind::Misconfigured);
            assert!(error.message.starts_with(key), "{error}");
        }
    }

    #[test]
    fn the_last_delay_repeats() {
        let config = Config::default();
        assert_eq!([1, 2, 3, 4, 5, 99].map(|attempts| config.level(attempts)), [0, 1, 2, 3, 3, 3]);
    }
}
