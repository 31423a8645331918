//! Reading records, entities and the log.

use std::collections::HashMap;

use dateline_record::v1::Revision;
use rusqlite::{Connection, OptionalExtension, Params, Row, params, params_from_iter, types::Value};

use super::{copies, pool::sql};
use crate::{
    Error, Kind,
    backend::{Blob, EntityQuery, NameRow, Ranked, Summary, Sums},
    deltas,
    names::tag,
    query::{self, Expr, Find},
    time,
};

pub(super) fn find(connection: &Connection, article: &str, revision: Option<&str>) -> Result<Option<i64>, Error> {
    let (statement, key) = match revision {
        Some(revision) => ("SELECT place FROM revisions WHERE article = ?1 AND revision = ?2", revision),
        None => ("SELECT place FROM revisions WHERE article = ?1 AND current = 1 AND ?2 = ''", ""),
    };
    Ok(all(connection, statement, [article, key], |row| row.get(0))?.pop())
}

pub(super) fn revisions(connection: &Connection, article: &str) -> Result<Vec<Revision>, Error> {
    let statement = "SELECT revision, extractor, stored_at, current FROM revisions WHERE article = ?1
        ORDER BY current DESC, coalesce(seen, stored_at / 1000) DESC, seq DESC";
    all(connection, statement, [article], |row| {
        Ok(Revision {
            revision: row.get(0)?,
            extractor_version: row.get(1)?,
            stored_at: Some(time::stamp_of_millis(row.get(2)?)),
            current: row.get(3)?,
        })
    })
}

/// A condition on `place` that holds of everything, or of what is no copy, by a last parameter.
macro_rules! unless_copy {
    ($place:literal, $parameter:literal) => {
        concat!("(", $parameter, " = 0 OR (SELECT original FROM copies WHERE copies.place = ", $place, ") IS NULL)")
    };
}

pub(super) fn matches(connection: &Connection, find: &Find, limit: usize) -> Result<Vec<i64>, Error> {
    if find.is_unfiltered() {
        let statement = concat!(
            "SELECT place FROM articles WHERE current = 1 AND place >= ?1 AND place < ?2 AND ",
            unless_copy!("articles.place", "?4"),
            " ORDER BY place DESC LIMIT ?3"
        );
        let values = params![find.from, find.below, limit as i64, find.originals_only];
        return all(connection, statement, values, |row| row.get(0));
    }
    let statement = concat!(
        "SELECT rowid FROM words WHERE words MATCH ?4 AND rowid >= ?1 AND rowid < ?2 AND ",
        unless_copy!("words.rowid", "?5"),
        " ORDER BY rowid DESC LIMIT ?3"
    );
    let values = params![find.from, find.below, limit as i64, query::fts5(&find.expr), find.originals_only];
    all(connection, statement, values, |row| row.get(0))
}

pub(super) fn ranked(connection: &Connection, find: &Find, limit: usize) -> Result<Ranked, Error> {
    let statement = concat!(
        "SELECT rowid, -bm25(words, 5.0, 1.0, 0.0) FROM words WHERE words MATCH ?4 AND rowid >= ?1 AND rowid < ?2 AND ",
        unless_copy!("words.rowid", "?5"),
        " ORDER BY rowid DESC LIMIT ?3"
    );
    let values = params![find.from, find.below, limit as i64, query::fts5(&find.expr), find.originals_only];
    let matches = all(connection, statement, values, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Ranked { matches, stopped: None })
}

pub(super) fn records(connection: &Connection, places: &[i64]) -> Result<Vec<Blob>, Error> {
    let statement = "SELECT place, stored_at, record, original, similarity FROM articles LEFT JOIN copies USING (place)
        WHERE place = ?1";
    let mut blobs = Vec::with_capacity(places.len());
    for place in places {
        blobs.extend(all(connection, statement, [place], blob)?);
    }
    Ok(blobs)
}

fn blob(row: &Row<'_>) -> rusqlite::Result<Blob> {
    Ok(Blob { place: row.get(0)?, stored_at: row.get(1)?, record: row.get(2)?, original: copies::original(row, 3)? })
}

pub(super) fn summaries(connection: &Connection, places: &[i64]) -> Result<Vec<Summary>, Error> {
    let statement = "SELECT place, summary, original, similarity FROM articles LEFT JOIN copies USING (place)
        WHERE place = ?1 AND current = 1";
    let mut summaries = Vec::with_capacity(places.len());
    for place in places {
        summaries.extend(all(connection, statement, [place], |row| {
            Ok(Summary { place: row.get(0)?, summary: row.get(1)?, original: copies::original(row, 2)? })
        })?);
    }
    Ok(summaries)
}

pub(super) fn walk(connection: &Connection, after: Option<i64>, limit: usize) -> Result<Vec<Blob>, Error> {
    let statement = "SELECT place, stored_at, record, original, similarity FROM articles LEFT JOIN copies USING (place)
        WHERE current = 1 AND place > ?1 ORDER BY place LIMIT ?2";
    all(connection, statement, params![after.unwrap_or(i64::MIN), limit as i64], blob)
}

pub(super) fn entity_names(connection: &Connection, keys: &[String]) -> Result<Vec<NameRow>, Error> {
    let statement = "SELECT key, name, kind, links, articles, mentions FROM entities WHERE key = ?1 AND articles > 0";
    let mut names = Vec::new();
    for key in keys {
        names.extend(all(connection, statement, [key], |row| {
            Ok(NameRow {
                key: row.get(0)?,
                name: row.get(1)?,
                kind: row.get(2)?,
                links: row.get(3)?,
                articles: row.get(4)?,
                mentions: row.get(5)?,
            })
        })?);
    }
    Ok(names)
}

pub(super) fn search_entities(connection: &Connection, query: &EntityQuery) -> Result<Vec<(String, i64)>, Error> {
    let mut statement = "SELECT key, sum(mentions) AS total FROM entities WHERE articles > 0".to_owned();
    let mut values: Vec<Value> = vec![i64::from(query.kind).into(), (query.limit as i64).into()];
    if !query.words.words.is_empty() {
        let words: Vec<String> = query.words.words.iter().map(|word| format!("\"{word}\"")).collect();
        values.push(format!("{}{}", words.join(" AND "), if query.words.prefix { "*" } else { "" }).into());
        statement.push_str(
            " AND key IN (SELECT key FROM entities WHERE id IN (SELECT rowid FROM entity_words WHERE entity_words MATCH ?3))",
        );
    }
    statement.push_str(" GROUP BY key HAVING ?1 IN (0, max(kind))");
    if let Some((mentions, key)) = &query.after {
        values.extend([(*mentions).into(), key.clone().into()]);
        let (mentions, key) = (values.len() - 1, values.len());
        statement.push_str(&format!(" AND (total < ?{mentions} OR (total = ?{mentions} AND key > ?{key}))"));
    }
    statement.push_str(" ORDER BY total DESC, key LIMIT ?2");
    all(connection, &statement, params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn co_mentioned(connection: &Connection, key: &str, limit: usize) -> Result<Vec<(String, i64)>, Error> {
    let statement = "SELECT entities FROM articles WHERE place IN (SELECT rowid FROM words WHERE words MATCH ?1)";
    let expr = query::fts5(&Expr::Tag(tag("entity", key)));
    let mut statement = connection.prepare_cached(statement).map_err(sql)?;
    let mut rows = statement.query([expr]).map_err(sql)?;
    let mut shared: HashMap<String, i64> = HashMap::new();
    while let Some(row) = rows.next().map_err(sql)? {
        let lines = row.get_ref(0).map_err(sql)?.as_str().unwrap_or_default();
        for (other, ..) in deltas::read(lines).filter(|(other, ..)| *other != key) {
            match shared.get_mut(other) {
                Some(count) => *count += 1,
                None => drop(shared.insert(other.to_owned(), 1)),
            }
        }
    }
    let mut shared: Vec<_> = shared.into_iter().collect();
    shared.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    shared.truncate(limit);
    Ok(shared)
}

pub(super) fn position(after: Option<&str>) -> Result<i64, Error> {
    let position = after.map_or(Ok(0), str::parse::<i64>);
    position.map_err(|_| Error::new(Kind::Invalid, "the position is damaged: pass it on as it was given"))
}

pub(super) fn log(connection: &Connection, after: i64, limit: usize) -> Result<Vec<(String, i64)>, Error> {
    let statement = "SELECT seq, place FROM revisions WHERE seq > ?1 ORDER BY seq LIMIT ?2";
    all(connection, statement, [after, limit as i64], |row| Ok((row.get::<_, i64>(0)?.to_string(), row.get(1)?)))
}

pub(super) fn log_end(connection: &Connection) -> Result<String, Error> {
    let statement = "SELECT seq FROM sqlite_sequence WHERE name = 'revisions'";
    let end = connection
        .prepare_cached(statement)
        .and_then(|mut last| last.query_row([], |row| row.get::<_, i64>(0)).optional());
    Ok(end.map_err(sql)?.unwrap_or(0).to_string())
}

pub(super) fn sums(connection: &Connection) -> Result<Sums, Error> {
    let statement = "SELECT count(*) FILTER (WHERE current = 1), count(*), (SELECT count(DISTINCT key) FROM entities WHERE articles > 0),
        sum(mentions * current), sum(events * current), sum(quotes * current), sum(quantities * current),
        sum(claims * current), (SELECT max(version) FROM dateline_schema) FROM revisions";
    let row = all(connection, statement, [], |row| {
        let number = |index| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(index)?.unwrap_or(0) as u64);
        Ok(Sums {
            articles: number(0)?,
            revisions: number(1)?,
            entities: number(2)?,
            mentions: number(3)?,
            events: number(4)?,
            quotes: number(5)?,
            quantities: number(6)?,
            claims: number(7)?,
            version: number(8)? as u32,
        })
    });
    Ok(row?.pop().unwrap_or_default())
}

/// Every row of a statement.
pub(super) fn all<T>(
    connection: &Connection,
    statement: &str,
    values: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, Error> {
    let mut statement = connection.prepare_cached(statement).map_err(sql)?;
    let rows = statement.query_map(values, read).map_err(sql)?;
    rows.collect::<Result<_, _>>().map_err(sql)
}
