//! Where inputs are: what is given on a command line, told apart.

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
};

use dateline_ingest::objects::Address;

use super::pattern;
use crate::exit::usage;

/// Where an input is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Standard input.
    Stdin,
    /// On this machine: a file, a folder, or what can be read like a file.
    File(PathBuf),
    /// What was found in a folder, or by a pattern.
    Found(PathBuf),
    /// In an object store: one object or many.
    Objects(Address),
    /// On the web.
    Page(String),
}

impl Place {
    /// The places that an argument names: the files of a pattern such as `news/*.html`, else one.
    ///
    /// # Errors
    /// Wrong usage: an address that cannot be asked for.
    pub(super) fn of(path: &Path) -> anyhow::Result<Vec<Self>> {
        if path == Path::new("-") {
            return Ok(vec![Self::Stdin]);
        }
        let text = path.to_string_lossy();
        if let Some(address) = Address::parse(&text) {
            return Ok(vec![Self::Objects(address.map_err(|rejection| usage(format!("{text}: {rejection}")))?)]);
        }
        match text.split_once("://") {
            Some(("http" | "https", _)) => Ok(vec![Self::Page(text.into_owned())]),
            Some((scheme, _)) if is_scheme(scheme) && !path.exists() => Err(usage(format!(
                "{text}: {scheme}:// is not read; give a path, or an address with http://, https://, s3://, gs:// or az://"
            ))),
            _ => Ok(files(path)),
        }
    }

    /// Bytes that are to be read; none where that is not known before it is done.
    pub(super) fn size(&self) -> Option<u64> {
        match self {
            Self::File(path) | Self::Found(path) => size_of(path, &mut Folders::default()),
            Self::Stdin | Self::Objects(_) | Self::Page(_) => None,
        }
    }
}

fn is_scheme(text: &str) -> bool {
    text.len() > 1 && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// The files that a pattern names, among which may be anything, as in a folder; what is no pattern is itself.
fn files(path: &Path) -> Vec<Place> {
    let found =
        (pattern::is_pattern(path) && !path.exists()).then(|| pattern::files(path)).flatten().unwrap_or_default();
    // One that names nothing is told as the file that is not there.
    if found.is_empty() { vec![Place::File(path.to_owned())] } else { found.into_iter().map(Place::Found).collect() }
}

/// Folders that were listed, so that links cannot lead around in them for ever.
#[derive(Debug, Default)]
pub(super) struct Folders {
    listed: HashSet<PathBuf>,
    /// Files and folders that were left out, for they are hidden.
    hidden: u64,
}

impl Folders {
    /// What a folder holds, in the order of names, hidden files left out; none where a link leads back to a folder that
    /// was listed.
    pub(super) fn list(&mut self, folder: &Path) -> io::Result<Option<Vec<PathBuf>>> {
        let new = self.listed.insert(folder.canonicalize()?);
        if !new && folder.is_symlink() {
            return Ok(None);
        }
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
        let all = files.len();
        files.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
        self.hidden += (all - files.len()) as u64;
        files.sort();
        Ok(Some(files))
    }

    /// How many files and folders were left out since it was last asked for, for they are hidden.
    pub(super) fn take_hidden(&mut self) -> u64 {
        std::mem::take(&mut self.hidden)
    }
}

/// Bytes of a file, or of all files in a folder; what cannot be read has none. None where it is a pipe or a device, of
/// which nobody knows.
fn size_of(path: &Path, folders: &mut Folders) -> Option<u64> {
    match std::fs::metadata(path) {
        Ok(folder) if folder.is_dir() => {
            let files = folders.list(path).ok().flatten().unwrap_or_default();
            Some(files.iter().filter_map(|path| size_of(path, folders)).sum())
        }
        Ok(file) => file.is_file().then_some(file.len()),
        Err(_) => Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_apart() {
        let of = |text: &str| Place::of(Path::new(text)).map_err(|error| error.to_string());
        assert_eq!(of("-"), Ok(vec![Place::Stdin]));
        assert_eq!(of("news/a.html"), Ok(vec![Place::File("news/a.html".into())]));
        assert_eq!(of("https://news.example/a"), Ok(vec![Place::Page("https://news.example/a".into())]));
        assert!(matches!(&of("s3://news/a?.html").unwrap()[..], [Place::Objects(address)] if address.is_many()));
        for wrong in ["s3://", "ftp://news.example/a", "file:///news"] {
            assert!(of(wrong).unwrap_err().starts_with(wrong), "{wrong}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_into_a_folder_once() {
        let home = tempfile::tempdir().unwrap();
        let (one, other) = (home.path().join("one"), home.path().join("other"));
        for (folder, link, target) in [(&one, "over", "../other"), (&other, "back", "../one")] {
            std::fs::create_dir(folder).unwrap();
            std::fs::write(folder.join("a.txt"), "The council met.").unwrap();
            std::os::unix::fs::symlink(target, folder.join(link)).unwrap();
        }
        let mut folders = Folders::default();
        assert_eq!(folders.list(&one).unwrap().map(|files| files.len()), Some(2));
        assert_eq!(folders.list(&one.join("over")).unwrap().map(|files| files.len()), Some(2));
        assert_eq!(folders.list(&one.join("over/back")).unwrap(), None);
        assert_eq!(folders.take_hidden(), 0);
        std::fs::write(one.join(".hidden"), "").unwrap();
        // The folder itself may be given twice.
        assert!(folders.list(&one).unwrap().is_some_and(|files| files.len() == 2));
        assert_eq!((folders.take_hidden(), folders.take_hidden()), (1, 0));
        assert_eq!(Place::File(one).size(), Some(32));
    }
}
