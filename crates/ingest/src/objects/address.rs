//! Addresses of objects: one, all below a prefix, or those that a pattern matches.

use std::fmt;

use glob::{MatchOptions, Pattern};
use object_store::path::Path;

use crate::Rejection;

/// What a pattern is told by.
const WILD: [char; 3] = ['*', '?', '['];

/// As in a pattern of files: only `**` goes into folders.
const AS_FILES: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

/// A kind of store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Amazon S3, and what speaks as it does.
    S3,
    /// Google Cloud Storage.
    Gs,
    /// Azure Blob Storage.
    Az,
}

impl Scheme {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Gs => "gs",
            Self::Az => "az",
        }
    }

    /// The environment variables that tell of it.
    pub(super) const fn variables(self) -> &'static str {
        match self {
            Self::S3 => "AWS_*",
            Self::Gs => "GOOGLE_*",
            Self::Az => "AZURE_*",
        }
    }
}

/// Where objects are: `s3://bucket/key`, with a key that ends in `/` for all below it, or with a pattern in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub(super) scheme: Scheme,
    pub(super) bucket: String,
    /// As it is in the store, nothing in it encoded.
    pub(super) key: String,
}

impl Address {
    /// Reads an address; none where the text is of another kind.
    ///
    /// # Errors
    /// `address`, when it names no bucket, a key that no store is asked for, or a pattern that is none.
    pub fn parse(text: &str) -> Option<Result<Self, Rejection>> {
        let (scheme, rest) = text.split_once("://")?;
        let scheme = [Scheme::S3, Scheme::Gs, Scheme::Az].into_iter().find(|known| known.name() == scheme)?;
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        let address = Self { scheme, bucket: bucket.to_owned(), key: key.to_owned() };
        Some(address.check().map(|()| address).map_err(|detail| Rejection::new("address", detail)))
    }

    fn check(&self) -> Result<(), String> {
        if self.bucket.is_empty() || self.bucket.contains(WILD) {
            return Err(format!("name a bucket: {}://bucket/key", self.scheme.name()));
        }
        if self.key.starts_with('/') {
            return Err("a key that begins with a slash, or a part without a name, cannot be asked for".to_owned());
        }
        if self.is_pattern() {
            Pattern::new(&self.key).map_err(|error| format!("this is no pattern: {error}"))?;
        }
        Path::parse(&self.key).map(|_| ()).map_err(|error| format!("this key cannot be asked for: {error}"))
    }

    /// Whether it may name more than one object.
    #[must_use]
    pub fn is_many(&self) -> bool {
        self.key.is_empty() || self.key.ends_with('/') || self.is_pattern()
    }

    /// Whether it has a pattern in it. A key may look like one.
    #[must_use]
    pub fn is_pattern(&self) -> bool {
        self.key.contains(WILD)
    }

    /// What all that it names is below; none where that is the bucket.
    pub(super) fn prefix(&self) -> Option<Path> {
        let plain = self.key.find(WILD).and_then(|at| self.key.get(..at)).unwrap_or(&self.key);
        let (folder, _) = plain.rsplit_once('/')?;
        Path::parse(folder).ok()
    }

    pub(super) fn pattern(&self) -> Option<Keys> {
        self.is_pattern().then(|| Pattern::new(&self.key).ok()).flatten().map(Keys)
    }
}

/// The keys that a pattern matches.
pub(super) struct Keys(Pattern);

impl Keys {
    pub(super) fn matches(&self, key: &str) -> bool {
        self.0.matches_with(key, AS_FILES)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}://{}/{}", self.scheme.name(), self.bucket, self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        Address::parse(text).unwrap().unwrap()
    }

    #[test]
    fn an_address_names_one_object_or_many() {
        assert!(!address("s3://news/2024/a b%20.html").is_many());
        assert!(
            ["s3://news", "gs://news/", "az://news/2024/", "s3://news/*.gz"].iter().all(|text| address(text).is_many())
        );
        assert_eq!(address("s3://news/2024/a b%20.html").to_string(), "s3://news/2024/a b%20.html");
        for other in ["news/a.html", "https://news/a", "s3:/news/a"] {
            assert_eq!(Address::parse(other), None);
        }
        for wrong in
            ["s3://", "s3:///key", "s3://news//key", "s3://news/a//b", "gs://news/../a", "az://n/a[", "s3://n*/a"]
        {
            assert_eq!(Address::parse(wrong).unwrap().unwrap_err().reason, "address", "{wrong}");
        }
    }

    #[test]
    fn a_pattern_is_listed_below_its_last_plain_folder_and_matched_as_that_of_files() {
        let address = address("s3://news/2024/01/CC-*.warc.gz");
        assert_eq!(address.prefix(), Some(Path::from("2024/01")));
        let keys = address.pattern().unwrap();
        assert!(keys.matches("2024/01/CC-1.warc.gz") && !keys.matches("2024/01/CC-1/2.warc.gz"));
        assert!(super::Keys(Pattern::new("2024/**/*.gz").unwrap()).matches("2024/01/02/a.gz"));
    }
}
