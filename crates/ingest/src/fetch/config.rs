//! Settings of fetching: the section `[fetch]`.

use std::{path::PathBuf, time::Duration};

use dateline_messaging::duration;
use serde::{Deserialize, Serialize};

use super::Exception;

/// How politely and how safely pages are fetched, and what is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where a site's owner learns who fetches: a page or `mailto:`, sent as a part of the user agent.
    pub contact: String,
    /// Whether robots.txt is followed. Turn it off only for sites that are your own.
    pub robots: bool,
    /// Pause between two requests to one host; a longer one that robots.txt asks for is kept.
    #[serde(with = "duration")]
    pub delay: Duration,
    /// Longest pause that robots.txt may ask for.
    #[serde(with = "duration")]
    pub max_delay: Duration,
    /// Longest that one URL may take, redirects included, pauses between requests not.
    #[serde(with = "duration")]
    pub timeout: Duration,
    /// Longest that a server may send nothing.
    #[serde(with = "duration")]
    pub stall_timeout: Duration,
    /// Longest that a host is left alone after errors or because it asks for it.
    #[serde(with = "duration")]
    pub max_back_off: Duration,
    /// Requests at the same time at most, over all hosts; each may hold a body in memory.
    pub concurrency: usize,
    /// Redirects followed at most.
    pub max_redirects: usize,
    /// Networks, addresses and host names that may be fetched from although they are not public.
    pub allow_private: Vec<Exception>,
    /// Folder of what is remembered of sources. Empty stands for `sources` in `data_dir`.
    pub state_dir: PathBuf,
    /// Times a source's usual interval after which its silence is late.
    pub late_after: u32,
    /// Times a source's usual interval after which its silence or its failing is death.
    pub dead_after: u32,
    /// What `dateline worker fetch` watches.
    pub sources: Vec<SourceConfig>,
}

/// A source to watch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceConfig {
    /// Address of the feed, sitemap or page.
    pub url: String,
    /// What it is.
    #[serde(default)]
    pub kind: SourceKind,
    /// How often it is looked at.
    #[serde(default = "default_interval", with = "duration")]
    pub interval: Duration,
    /// How often something new is expected. Learned where it is not given.
    #[serde(default, with = "duration::optional", skip_serializing_if = "Option::is_none")]
    pub expected: Option<Duration>,
    /// Name or domain of the outlet, for articles that do not say it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// RSS, Atom or JSON Feed, whose links are fetched.
    #[default]
    Feed,
    /// A sitemap or news sitemap, whose links are fetched.
    Sitemap,
    /// One page, an article each time it changes.
    Page,
}

impl SourceConfig {
    /// A feed, looked at every 15 minutes.
    #[must_use]
    pub fn feed(url: impl Into<String>) -> Self {
        let (kind, interval) = (SourceKind::Feed, default_interval());
        Self { url: url.into(), kind, interval, expected: None, source: String::new() }
    }
}

fn default_interval() -> Duration {
    Duration::from_secs(15 * 60)
}

impl Default for Config {
    fn default() -> Self {
        Self {
            contact: String::new(),
            robots: true,
            delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(60),
            timeout: Duration::from_secs(30),
            stall_timeout: Duration::from_secs(10),
            max_back_off: Duration::from_secs(60 * 60),
            concurrency: 16,
            max_redirects: 5,
            allow_private: Vec::new(),
            state_dir: PathBuf::new(),
            late_after: 3,
            dead_after: 10,
            sources: Vec::new(),
        }
    }
}
