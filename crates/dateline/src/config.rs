//! Configuration: defaults, then a file, then the environment, then flags; each owned by the crate that it configures.
//!
//! - [`mod@show`]: `dateline config`, every setting with where it came from;
//! - [`secret`]: what is never printed.

mod secret;
mod show;

use std::{
    env,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context;
use dateline_messaging::worker::Options;
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

use crate::exit::usage;

pub(crate) use secret::redact;
pub(crate) use show::show;

/// File looked for in the working directory and in the user's configuration folder.
const FILE: &str = "dateline.toml";

/// First part of the names of environment variables: `DATELINE__STORE__URL`.
const ENV_PREFIX: &str = "DATELINE__";

/// Everything that can be configured.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// Folder of the embedded bus and store.
    pub(crate) data_dir: PathBuf,
    /// The bus. An empty URL stands for the embedded one in `data_dir`.
    pub(crate) bus: dateline_messaging::Config,
    /// The store. An empty URL stands for the embedded one in `data_dir`.
    pub(crate) store: dateline_storage::Config,
    /// The API.
    pub(crate) gateway: dateline_gateway::Config,
    /// What articles are accepted.
    pub(crate) ingest: dateline_ingest::Limits,
    /// How facts are extracted.
    pub(crate) extraction: dateline_extraction::Config,
    /// How pages are fetched, and which sources are watched.
    pub(crate) fetch: dateline_ingest::fetch::Config,
    /// How workers take messages.
    pub(crate) worker: Worker,
    /// Logs and health.
    pub(crate) telemetry: dateline_telemetry::Config,
}

/// How workers take messages.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Worker {
    /// Deliveries unacknowledged at most.
    pub(crate) prefetch: u16,
    /// Messages in a batch at most.
    pub(crate) batch: usize,
    /// Milliseconds that a batch waits to fill.
    pub(crate) linger_ms: u64,
    /// Batches handled at the same time.
    pub(crate) concurrency: usize,
    /// Seconds that a drain may take.
    pub(crate) drain_seconds: u64,
}

/// Where configuration comes from, besides the environment.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Sources {
    /// Configuration file [default: dateline.toml here, else in the user's configuration folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// What is logged: a level, or levels by module
    #[arg(long, global = true, value_name = "FILTER")]
    pub(crate) log: Option<String>,
    /// Which model reads texts: accurate, or fast, which is some three times as fast
    #[arg(long, global = true, value_name = "TIER", value_parser = ["accurate", "fast"])]
    pub(crate) tier: Option<String>,
    /// How it is logged: auto, text or json
    #[arg(long, global = true, value_name = "FORMAT", value_parser = ["auto", "text", "json"])]
    pub(crate) log_format: Option<String>,
}

/// Settings given as flags: key and value.
pub(crate) type Flags = Vec<(&'static str, String)>;

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: default_data_dir(),
            bus: dateline_messaging::Config { url: String::new(), ..Default::default() },
            store: dateline_storage::Config { url: String::new(), ..Default::default() },
            gateway: Default::default(),
            ingest: Default::default(),
            extraction: Default::default(),
            fetch: Default::default(),
            worker: Worker::default(),
            telemetry: Default::default(),
        }
    }
}

impl Default for Worker {
    fn default() -> Self {
        Self { prefetch: 256, batch: 64, linger_ms: 5, concurrency: 2, drain_seconds: 20 }
    }
}

impl Worker {
    /// As the bus takes it.
    pub(crate) fn options(&self) -> Options {
        Options {
            prefetch: self.prefetch,
            batch: self.batch,
            linger: Duration::from_millis(self.linger_ms),
            concurrency: self.concurrency,
            drain: Duration::from_secs(self.drain_seconds),
        }
    }
}

/// The effective configuration.
pub(crate) fn load(sources: &Sources, flags: Flags) -> anyhow::Result<Config> {
    let mut config = extract(&figment(sources, flags)?)?;
    config.complete();
    Ok(config)
}

fn extract(figment: &Figment) -> anyhow::Result<Config> {
    figment.extract().map_err(|errors| usage(explain(errors)))
}

/// All sources, later ones before earlier ones.
fn figment(sources: &Sources, mut flags: Flags) -> anyhow::Result<Figment> {
    let mut figment = Figment::from(Serialized::defaults(Config::default()));
    if let Some(file) = file(sources)? {
        figment = figment.merge(WithUrlFiles(Toml::file_exact(file)));
    }
    figment = figment.merge(WithUrlFiles(Env::prefixed(ENV_PREFIX).split("__")));
    flags.extend(sources.log.clone().map(|filter| ("telemetry.filter", filter)));
    flags.extend(sources.tier.clone().map(|tier| ("extraction.tier", tier)));
    flags.extend(sources.log_format.clone().map(|format| ("telemetry.format", format)));
    for (key, value) in flags {
        figment = figment.merge(Flag { key, value });
    }
    Ok(figment)
}

/// A setting given as a flag.
struct Flag {
    key: &'static str,
    value: String,
}

impl figment::Provider for Flag {
    fn metadata(&self) -> figment::Metadata {
        figment::Metadata::named("a flag")
    }

    fn data(&self) -> figment::Result<figment::value::Map<figment::Profile, figment::value::Dict>> {
        Serialized::default(self.key, &self.value).data()
    }
}

/// A source in which `url_file` may name a file that holds the URL, as Kubernetes mounts secrets.
struct WithUrlFiles<P>(P);

impl<P: figment::Provider> figment::Provider for WithUrlFiles<P> {
    fn metadata(&self) -> figment::Metadata {
        self.0.metadata()
    }

    fn data(&self) -> figment::Result<figment::value::Map<figment::Profile, figment::value::Dict>> {
        let mut data = self.0.data()?;
        for section in ["bus", "store"] {
            let sections = data.values_mut().filter_map(|dict| dict.get_mut(section));
            for settings in sections {
                if let figment::value::Value::Dict(_, settings) = settings {
                    read_url_file(section, settings)?;
                }
            }
        }
        Ok(data)
    }
}

fn read_url_file(section: &str, settings: &mut figment::value::Dict) -> Result<(), String> {
    let Some(path) = settings.remove("url_file") else { return Ok(()) };
    let path = path.as_str().unwrap_or_default();
    let problem = |error| format!("{section}.url_file names {path}, which cannot be read: {error}");
    let url = std::fs::read_to_string(path).map_err(problem)?;
    settings.insert("url".to_owned(), url.trim().into());
    Ok(())
}

/// The file to read: the one named, which must exist, or the first of the usual ones that does.
fn file(sources: &Sources) -> anyhow::Result<Option<PathBuf>> {
    if let Some(named) = &sources.config {
        std::fs::metadata(named).map_err(|error| usage(format!("--config {}: {error}", named.display())))?;
        return Ok(Some(named.clone()));
    }
    let usual = [
        Some(PathBuf::from(FILE)),
        user_folder("XDG_CONFIG_HOME", ".config").map(|folder| folder.join("dateline").join(FILE)),
    ];
    Ok(usual.into_iter().flatten().find(|file| file.is_file()))
}

fn default_data_dir() -> PathBuf {
    user_folder("XDG_DATA_HOME", ".local/share")
        .map_or_else(|| "dateline-data".into(), |folder| folder.join("dateline"))
}

fn user_folder(variable: &str, below_home: &str) -> Option<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    named.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(below_home)))
}

/// Every problem with its key, its source and what to do; no values, which may be secret.
fn explain(errors: figment::Error) -> String {
    let problems: Vec<_> = errors.into_iter().map(|error| explain_one(&error)).collect();
    format!("{}; `dateline config` shows every key with its value", problems.join("; "))
}

fn explain_one(error: &figment::Error) -> String {
    use figment::error::Kind;
    let source = error.metadata.as_ref().map_or(String::new(), |metadata| format!(" (in {})", show::origin(metadata)));
    let mut path = error.path.clone();
    let problem = match &error.kind {
        Kind::UnknownField(field, known) => {
            path.push(field.clone());
            format!("there is no such setting; its section has {}", known.join(", "))
        }
        Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => format!("write {expected} instead"),
        Kind::Message(message) => message.clone(),
        other => other.to_string(),
    };
    let key = if path.is_empty() { String::new() } else { format!("{}: ", path.join(".")) };
    format!("{key}{problem}{source}")
}

impl Config {
    /// Fills in what depends on other settings.
    fn complete(&mut self) {
        if self.bus.url.is_empty() {
            self.bus.url = format!("embedded:{}", self.data_dir.join("bus.db").display());
        }
        if self.store.url.is_empty() {
            self.store.url = format!("embedded:{}", self.data_dir.join("store.db").display());
        }
        if self.fetch.state_dir.as_os_str().is_empty() {
            self.fetch.state_dir = self.data_dir.join("sources");
        }
        self.gateway.limits = self.ingest.clone();
    }

    /// Makes the data folder where anything embedded is kept in it.
    pub(crate) fn make_data_dir(&self) -> anyhow::Result<()> {
        let embedded = |url: &str| !url.contains("://");
        if embedded(&self.bus.url) || embedded(&self.store.url) {
            let problem = || format!("cannot make the data folder {}; set data_dir", self.data_dir.display());
            std::fs::create_dir_all(&self.data_dir).with_context(problem)?;
        }
        Ok(())
    }
}
