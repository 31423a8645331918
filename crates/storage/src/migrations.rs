//! Schema versions: forward only, each with its checksum. A store with an unknown or changed version is refused.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::{Error, Kind};

/// One version of a schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migration {
    /// From 1, without gaps.
    pub(crate) version: u32,
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
}

impl Migration {
    pub(crate) fn checksum(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.sql))
    }
}

/// The migrations still to apply to a store that has `applied` (version and checksum, in order).
pub(crate) fn pending<'m>(all: &'m [Migration], applied: &[(u32, String)]) -> Result<&'m [Migration], Error> {
    for (index, (version, checksum)) in applied.iter().enumerate() {
        let Some(known) = all.get(index) else {
            return refuse(format!(
                "the store has schema version {version}, this program knows {} at most: run a program at least as new as the one that migrated it",
                all.len()
            ));
        };
        if known.version != *version {
            return refuse(format!(
                "schema version {} is missing from the store's history: restore a backup",
                known.version
            ));
        }
        if known.checksum() != *checksum {
            return refuse(format!(
                "schema version {version} ({}) was applied with another content: run the program that migrated the store, or restore a backup",
                known.name
            ));
        }
    }
    Ok(all.get(applied.len()..).unwrap_or_default())
}

fn refuse<T>(message: String) -> Result<T, Error> {
    Err(Error::new(Kind::Misconfigured, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Migration; 2] =
        [Migration { version: 1, name: "one", sql: "a" }, Migration { version: 2, name: "two", sql: "b" }];

    #[test]
    fn what_is_missing_is_pending() {
        assert_eq!(pending(&ALL, &[]).unwrap().len(), 2);
        assert_eq!(pending(&ALL, &[(1, ALL[0].checksum())]).unwrap()[0].version, 2);
    }

    #[test]
    fn changed_and_unknown_versions_are_refused() {
        let applied = |two: String| [(1, ALL[0].checksum()), (2, two)];
        assert!(pending(&ALL, &applied("other".into())).unwrap_err().message.contains("another content"));
        assert!(pending(&ALL[..1], &applied(ALL[1].checksum())).unwrap_err().message.contains("at most"));
        assert_eq!(pending(&ALL, &[(2, ALL[1].checksum())]).unwrap_err().kind, Kind::Misconfigured);
    }
}
