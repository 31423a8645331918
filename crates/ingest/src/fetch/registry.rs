//! Where what is known of sources is kept: a file of JSON each, replaced as a whole.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use dateline_record::ids;
use url::Url;

use super::{SourceConfig, State};

/// A folder of what is known of sources.
#[derive(Debug, Clone)]
pub struct Registry {
    folder: PathBuf,
    /// The lock on the folder, where this one has it.
    held: Option<Arc<File>>,
}

impl Registry {
    /// The registry in a folder, which is made when something is kept.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), held: None }
    }

    /// The same for whoever watches the sources: no other process can until it and its clones are gone.
    ///
    /// # Errors
    /// When another process watches them, or the folder cannot be made or locked.
    pub fn hold(mut self) -> io::Result<Self> {
        fs::create_dir_all(&self.folder)?;
        let lock = File::create(self.folder.join("lock"))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::new(io::ErrorKind::ResourceBusy, "another process watches them"),
            TryLockError::Error(error) => error,
        })?;
        self.held = Some(Arc::new(lock));
        Ok(self)
    }

    /// What is known of a source. Where its file cannot be understood, that is put aside and nothing is known.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn load(&self, source: &SourceConfig) -> io::Result<State> {
        let path = self.path(&source.url);
        let state = match read(&path) {
            Ok(state) => state,
            Err(error) if error.kind() == io::ErrorKind::NotFound => State::new(source),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                tracing::warn!(path = %path.display(), %error, "what was known of a source is put aside");
                fs::rename(&path, path.with_extension("broken"))?;
                State::new(source)
            }
            Err(error) => return Err(error),
        };
        Ok(State { kind: source.kind, ..state })
    }

    /// Keeps what is known of a source: after a crash it is as before or as now.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, state: &State) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(&serde_json::to_vec(state)?)?;
        file.as_file().sync_all()?;
        file.persist(self.path(&state.url))?;
        Ok(())
    }

    /// Every source that something is known of, by address; nothing where there is no folder.
    ///
    /// # Errors
    /// When a file cannot be read or understood.
    pub fn all(&self) -> io::Result<Vec<State>> {
        let files = match fs::read_dir(&self.folder) {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut states = Vec::new();
        for file in files {
            let path = file?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                states.push(read(&path)?);
            }
        }
        states.sort_by(|a, b| a.url.cmp(&b.url));
        Ok(states)
    }

    /// Named by host, for people, and by the whole address.
    fn path(&self, url: &str) -> PathBuf {
        let host = Url::parse(url).ok().and_then(|url| url.host_str().map(ids::slug)).unwrap_or_default();
        let host: String = host.chars().take(80).collect();
        let id: String = ids::submission_id(url.as_bytes()).chars().take(12).collect();
        self.folder.join(format!("{host}-{id}.json"))
    }
}

fn read(path: &Path) -> io::Result<State> {
    let problem = |error| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", path.display()));
    serde_json::from_slice(&fs::read(path)?).map_err(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_known_again() {
        let folder = tempfile::tempdir().unwrap();
        let registry = Registry::new(folder.path().join("sources"));
        assert!(registry.all().unwrap().is_empty());
        let (a, b) = (SourceConfig::feed("https://a.example/1"), SourceConfig::feed("https://a.example/2"));
        for source in [&b, &a] {
            let mut state = registry.load(source).unwrap();
            state.consecutive_failures += 7;
            registry.keep(&state).unwrap();
        }
        assert_eq!(registry.load(&a).unwrap().consecutive_failures, 7);
        let urls: Vec<_> = registry.all().unwrap().into_iter().map(|state| state.url).collect();
        assert_eq!(urls, [a.url, b.url]);
    }

    #[test]
    fn only_one_can_watch() {
        let folder = tempfile::tempdir().unwrap();
        let registry = || Registry::new(folder.path().join("sources"));
        let held = registry().hold().unwrap();
        let clone = held.clone();
        drop(held);
        assert_eq!(registry().hold().unwrap_err().kind(), io::ErrorKind::ResourceBusy);
        assert!(registry().all().unwrap().is_empty());
        drop(clone);
        registry().hold().unwrap();
    }

    #[test]
    fn a_broken_file_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let (registry, source) = (Registry::new(folder.path()), SourceConfig::feed("https://a.example/"));
        fs::write(registry.path(&source.url), b"{\"url\": 7").unwrap();
        assert!(registry.all().is_err());
        assert_eq!(registry.load(&source).unwrap(), State::new(&source));
        assert!(registry.all().unwrap().is_empty());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
