//! Where inputs are: what is given on a command line, told apart.

use std::{
    io,
    path::{Path, PathBuf},
};

use dateline_ingest::objects::Address;

use crate::exit::usage;

/// Where an input is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Standard input.
    Stdin,
    /// On this machine: a file or a folder.
    File(PathBuf),
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
            _ => Ok(files(path).into_iter().map(Self::File).collect()),
        }
    }

    /// Bytes that are to be read; none where that is not known before it is done.
    pub(super) fn size(&self) -> Option<u64> {
        match self {
            Self::File(path) => Some(size_of(path)),
            Self::Stdin | Self::Objects(_) | Self::Page(_) => None,
        }
    }
}

fn is_scheme(text: &str) -> bool {
    text.len() > 1 && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// The files that a pattern names; what is no pattern is itself.
fn files(path: &Path) -> Vec<PathBuf> {
    let text = path.to_string_lossy();
    if !text.contains(['*', '?', '[']) || path.exists() {
        return vec![path.to_owned()];
    }
    let found: Vec<PathBuf> = glob::glob(&text).into_iter().flatten().filter_map(Result::ok).collect();
    // One that names nothing is told as the file that is not there.
    if found.is_empty() { vec![path.to_owned()] } else { found }
}

/// What a directory holds, in the order of names, hidden files left out.
pub(super) fn files_of(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    files.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
    files.sort();
    Ok(files)
}

/// Bytes of a file, or of all files in a folder; what cannot be read has none.
fn size_of(path: &Path) -> u64 {
    match std::fs::metadata(path) {
        Ok(folder) if folder.is_dir() => files_of(path).unwrap_or_default().iter().map(|path| size_of(path)).sum(),
        Ok(file) => file.len(),
        Err(_) => 0,
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
}
