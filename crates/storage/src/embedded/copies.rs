//! Signatures, and links between copies.

use dateline_record::fingerprint::Signature;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{keys, pool::sql, read::all, write::run};
use crate::{
    Error,
    backend::{Link, Original, Signed, Which},
    copies,
};

/// Files an article that has become current. One that is filed already keeps what it is a copy of.
pub(super) fn file(connection: &Connection, place: i64, article: &str, signature: &Signature) -> Result<(), Error> {
    let insert = "INSERT INTO copies (place, article, signature) VALUES (?1, ?2, ?3)
        ON CONFLICT (place) DO UPDATE SET signature = excluded.signature";
    run(connection, insert, params![place, article, signature.to_bytes()])?;
    keys::file(connection, place, signature)
}

/// The signature under whose keys an article is filed.
fn filed(connection: &Connection, place: i64) -> Result<Option<Signature>, Error> {
    let mut statement = connection.prepare_cached("SELECT signature FROM copies WHERE place = ?1").map_err(sql)?;
    let filed: Option<Vec<u8>> = statement.query_row([place], |row| row.get(0)).optional().map_err(sql)?;
    filed.map(|filed| copies::signature(&filed)).transpose()
}

/// Takes away an article that is no longer current.
pub(super) fn unfile(connection: &Connection, place: i64) -> Result<(), Error> {
    if let Some(filed) = filed(connection, place)? {
        keys::unfile(connection, place, &filed)?;
    }
    run(connection, "DELETE FROM copies WHERE place = ?1", params![place])
}

/// Files a current article by what its record says now.
pub(super) fn refile(
    connection: &Connection,
    place: i64,
    article: &str,
    signature: Option<&Signature>,
) -> Result<(), Error> {
    let Some(signature) = signature else { return unfile(connection, place) };
    if let Some(filed) = filed(connection, place)?.filter(|filed| filed.keys() != signature.keys()) {
        keys::unfile(connection, place, &filed)?;
    }
    file(connection, place, article, signature)
}

/// Leaves the copies of an article without an original.
pub(super) fn orphan(connection: &Connection, article: &str) -> Result<(), Error> {
    run(connection, "UPDATE copies SET original = NULL, similarity = NULL WHERE original = ?1", params![article])
}

const COLUMNS: &str = "SELECT copies.place, copies.article, signature, original, similarity FROM copies";

pub(super) fn signed(connection: &Connection, which: &Which) -> Result<Vec<Signed>, Error> {
    let mut rows = Vec::new();
    match which {
        Which::At(places) => {
            let statement = format!("{COLUMNS} WHERE place = ?1");
            for place in places {
                rows.extend(all(connection, &statement, [place], columns)?);
            }
        }
        Which::Named(articles) => {
            let statement = format!(
                "{COLUMNS} JOIN revisions ON revisions.place = copies.place WHERE revisions.article = ?1 AND current = 1"
            );
            for article in articles {
                rows.extend(all(connection, &statement, [article], columns)?);
            }
        }
        Which::CopiesOf(articles, most) => {
            let statement = format!("{COLUMNS} WHERE original = ?1 LIMIT ?2");
            for article in articles {
                let left = most.saturating_sub(rows.len()) as i64;
                rows.extend(all(connection, &statement, params![article, left], columns)?);
            }
        }
    }
    let read = |(place, article, signature, original): Columns| {
        Ok(Signed { place, article, signature: copies::signature(&signature)?, original })
    };
    rows.into_iter().map(read).collect()
}

type Columns = (i64, String, Vec<u8>, Option<Original>);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, original(row, 3)?))
}

/// What an article is a copy of, from two columns of a row.
pub(super) fn original(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Original>> {
    let (article, similarity): (Option<String>, Option<f64>) = (row.get(first)?, row.get(first + 1)?);
    Ok(article.zip(similarity).map(|(article, similarity)| Original { article, similarity }))
}

pub(super) fn link(connection: &Connection, links: &[Link]) -> Result<Vec<String>, Error> {
    let update = "UPDATE copies SET original = ?3, similarity = ?4 WHERE place = ?1 AND original IS ?2 RETURNING 1";
    let mut statement = connection.prepare_cached(update).map_err(sql)?;
    let mut missed = Vec::new();
    for link in links {
        let now = link.now.as_ref();
        let (original, similarity) = (now.map(|now| &now.article), now.map(|now| now.similarity));
        let values = params![link.place, link.before, original, similarity];
        if statement.query_row(values, |_| Ok(())).optional().map_err(sql)?.is_none() {
            missed.push(link.article.clone());
        }
    }
    Ok(missed)
}
