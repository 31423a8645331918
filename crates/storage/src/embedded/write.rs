//! Writing records and their index. Every function runs inside a transaction.

use std::collections::HashMap;

use dateline_record::v1::ledger_entry::State;
use rusqlite::{Connection, OptionalExtension, params};

use super::{copies, ledger, pool::sql};
use crate::{
    Error,
    backend::{Reindexed, Written},
    deltas::{self, Deltas},
    plan::{Insert, Known, Prepared, plan},
    rows::Row,
    time,
    words::words,
};

pub(super) fn put(connection: &Connection, batch: &[Prepared]) -> Result<Written, Error> {
    let plan = plan(batch, known(connection, batch)?, &settled(connection, batch)?);
    let now = time::now();
    let mut deltas = Deltas::default();
    for (place, current) in &plan.removals {
        remove(connection, *place, *current, &mut deltas)?;
    }
    for place in &plan.demotions {
        demote(connection, *place, &mut deltas)?;
    }
    let first = next_sequence(connection)?;
    let mut inserts: Vec<(i64, i64, Insert)> = Vec::new();
    for (sequence, insert) in (first..).zip(plan.inserts.iter().copied()) {
        let published = batch.get(insert.index).and_then(|prepared| prepared.row.published);
        inserts.push((time::place(published, sequence), sequence, insert));
    }
    // FTS5 gathers a batch in memory only as long as its rows come in order.
    inserts.sort_unstable_by_key(|(place, ..)| *place);
    for &(place, sequence, insert) in &inserts {
        if let Some(prepared) = batch.get(insert.index) {
            insert_record(connection, prepared, place, sequence, insert.current, now.as_millisecond(), &mut deltas)?;
        }
    }
    apply(connection, &deltas)?;
    ledger::enter(connection, &plan.entries(batch, &now.to_string()))?;
    Ok(plan.written(batch, inserts.into_iter().map(|(place, _, insert)| (place, insert))))
}

fn known(connection: &Connection, batch: &[Prepared]) -> Result<Vec<Known>, Error> {
    let mut articles: Vec<&str> = batch.iter().map(|prepared| prepared.row.article.as_str()).collect();
    articles.sort_unstable();
    articles.dedup();
    let mut statement = connection
        .prepare_cached("SELECT revision, extractor, place, seen, current FROM revisions WHERE article = ?1")
        .map_err(sql)?;
    let mut known = Vec::new();
    for article in articles {
        let rows = statement.query_map([article], |row| {
            Ok(Known {
                article: article.to_owned(),
                revision: row.get(0)?,
                extractor: row.get(1)?,
                place: row.get(2)?,
                seen: row.get(3)?,
                current: row.get(4)?,
            })
        });
        for row in rows.map_err(sql)? {
            known.push(row.map_err(sql)?);
        }
    }
    Ok(known)
}

/// Submissions that are stored (true) or duplicates (false) by the ledger.
fn settled(connection: &Connection, batch: &[Prepared]) -> Result<HashMap<String, bool>, Error> {
    let mut statement = connection.prepare_cached("SELECT state FROM submissions WHERE id = ?1").map_err(sql)?;
    let mut settled = HashMap::new();
    for prepared in batch {
        let state: Option<i32> =
            statement.query_row([&prepared.submission], |row| row.get(0)).optional().map_err(sql)?;
        if let Some(state) = state.filter(|state| [State::Stored as i32, State::Duplicate as i32].contains(state)) {
            settled.insert(prepared.submission.clone(), state == State::Stored as i32);
        }
    }
    Ok(settled)
}

fn next_sequence(connection: &Connection) -> Result<i64, Error> {
    let last = connection
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'revisions'")
        .and_then(|mut statement| statement.query_row([], |row| row.get::<_, i64>(0)).optional());
    Ok(last.map_err(sql)?.unwrap_or(0) + 1)
}

fn insert_record(
    connection: &Connection,
    prepared: &Prepared,
    place: i64,
    sequence: i64,
    current: bool,
    now: i64,
    deltas: &mut Deltas,
) -> Result<(), Error> {
    let row = &prepared.row;
    let lines = if current { deltas::lines(&row.entities) } else { String::new() };
    run(
        connection,
        "INSERT INTO articles VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![place, row.article, row.revision, current, now, row.encoded_summary(now), lines, prepared.record],
    )?;
    let counts = row.counts;
    run(
        connection,
        "INSERT INTO revisions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            sequence,
            row.article,
            row.revision,
            row.extractor,
            place,
            row.seen,
            current,
            now,
            counts.mentions,
            counts.events,
            counts.quotes,
            counts.quantities,
            counts.claims
        ],
    )?;
    if current {
        insert_words(connection, place, row)?;
        if let Some(signature) = &row.signature {
            copies::file(connection, place, &row.article, signature)?;
        }
        deltas.add(&row.entities);
    }
    Ok(())
}

fn insert_words(connection: &Connection, place: i64, row: &Row) -> Result<(), Error> {
    let insert = "INSERT INTO words (rowid, title, body, tags) VALUES (?1, ?2, ?3, ?4)";
    run(connection, insert, params![place, row.title, row.body, row.tags.join(" ")])
}

fn remove_words(connection: &Connection, place: i64) -> Result<(), Error> {
    run(connection, "DELETE FROM words WHERE rowid = ?1", params![place])
}

fn remove(connection: &Connection, place: i64, current: bool, deltas: &mut Deltas) -> Result<(), Error> {
    if current {
        remove_words(connection, place)?;
        copies::unfile(connection, place)?;
        deltas.subtract(&lines_at(connection, place)?);
    }
    run(connection, "DELETE FROM articles WHERE place = ?1", params![place])?;
    run(connection, "DELETE FROM revisions WHERE place = ?1", params![place])
}

fn demote(connection: &Connection, place: i64, deltas: &mut Deltas) -> Result<(), Error> {
    remove_words(connection, place)?;
    copies::unfile(connection, place)?;
    deltas.subtract(&lines_at(connection, place)?);
    run(connection, "UPDATE articles SET current = 0, entities = '' WHERE place = ?1", params![place])?;
    run(connection, "UPDATE revisions SET current = 0 WHERE place = ?1", params![place])
}

fn lines_at(connection: &Connection, place: i64) -> Result<String, Error> {
    let mut statement = connection.prepare_cached("SELECT entities FROM articles WHERE place = ?1").map_err(sql)?;
    Ok(statement.query_row([place], |row| row.get(0)).optional().map_err(sql)?.unwrap_or_default())
}

pub(super) fn delete(connection: &Connection, article: &str) -> Result<u32, Error> {
    let mut statement =
        connection.prepare_cached("SELECT place, current FROM revisions WHERE article = ?1").map_err(sql)?;
    let rows = statement.query_map([article], |row| Ok((row.get(0)?, row.get(1)?))).map_err(sql)?;
    let places: Vec<(i64, bool)> = rows.collect::<Result<_, _>>().map_err(sql)?;
    let mut deltas = Deltas::default();
    for (place, current) in &places {
        remove(connection, *place, *current, &mut deltas)?;
    }
    copies::orphan(connection, article)?;
    apply(connection, &deltas)?;
    Ok(places.len() as u32)
}

fn apply(connection: &Connection, deltas: &Deltas) -> Result<(), Error> {
    let update = "UPDATE entities SET articles = articles + ?3, mentions = mentions + ?4,
        kind = CASE WHEN ?5 = 0 THEN kind ELSE ?5 END, links = CASE WHEN ?6 = x'' THEN links ELSE ?6 END
        WHERE key = ?1 AND name = ?2";
    let mut update = connection.prepare_cached(update).map_err(sql)?;
    for ((key, name), delta) in &deltas.0 {
        let changes = params![key, name, delta.articles, delta.mentions, delta.kind, delta.links];
        let found = update.execute(changes).map_err(sql)?;
        if found == 0 {
            insert_entity(connection, key, name, delta)?;
        } else if delta.articles < 0 {
            forget_unused(connection, key, name)?;
        }
    }
    Ok(())
}

fn insert_entity(connection: &Connection, key: &str, name: &str, delta: &deltas::Delta) -> Result<(), Error> {
    run(
        connection,
        "INSERT INTO entities (key, name, kind, links, articles, mentions) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![key, name, delta.kind, delta.links, delta.articles, delta.mentions],
    )?;
    let id = connection.last_insert_rowid();
    run(connection, "INSERT INTO entity_words (rowid, name) VALUES (?1, ?2)", params![id, words(name).join(" ")])
}

fn forget_unused(connection: &Connection, key: &str, name: &str) -> Result<(), Error> {
    let delete = "DELETE FROM entities WHERE key = ?1 AND name = ?2 AND articles <= 0 RETURNING id";
    let mut statement = connection.prepare_cached(delete).map_err(sql)?;
    let gone: Option<i64> = statement.query_row([key, name], |row| row.get(0)).optional().map_err(sql)?;
    match gone {
        Some(id) => run(connection, "DELETE FROM entity_words WHERE rowid = ?1", params![id]),
        None => Ok(()),
    }
}

/// Writes new index rows. The sums over entities follow by [`recount`].
pub(super) fn update_index(connection: &Connection, rows: &[Reindexed]) -> Result<(), Error> {
    for Reindexed { place, stored_at, row } in rows {
        let update = "UPDATE articles SET summary = ?2, entities = ?3 WHERE place = ?1 AND current = 1 RETURNING 1";
        let mut statement = connection.prepare_cached(update).map_err(sql)?;
        let lines = deltas::lines(&row.entities);
        let changed =
            statement.query_row(params![place, row.encoded_summary(*stored_at), lines], |_| Ok(())).optional();
        if changed.map_err(sql)?.is_none() {
            continue;
        }
        remove_words(connection, *place)?;
        insert_words(connection, *place, row)?;
        copies::refile(connection, *place, &row.article, row.signature.as_ref())?;
        let mut deltas = Deltas::default();
        deltas.add(&row.entities);
        deltas.0.values_mut().for_each(|delta| (delta.articles, delta.mentions) = (0, 0));
        apply(connection, &deltas)?;
    }
    Ok(())
}

pub(super) fn recount(connection: &Connection) -> Result<(), Error> {
    run(connection, "UPDATE entities SET articles = 0, mentions = 0", params![])?;
    let mut deltas = Deltas::default();
    let mut statement = connection.prepare_cached("SELECT entities FROM articles WHERE current = 1").map_err(sql)?;
    let mut rows = statement.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let lines: String = row.get(0).map_err(sql)?;
        for (key, name, mentions) in deltas::read(&lines) {
            let delta = deltas.0.entry((key.to_owned(), name.to_owned())).or_default();
            delta.articles += 1;
            delta.mentions += mentions;
        }
    }
    apply(connection, &deltas)?;
    run(
        connection,
        "DELETE FROM entity_words WHERE rowid IN (SELECT id FROM entities WHERE articles <= 0)",
        params![],
    )?;
    run(connection, "DELETE FROM entities WHERE articles <= 0", params![])
}

pub(super) fn run(connection: &Connection, statement: &str, values: impl rusqlite::Params) -> Result<(), Error> {
    connection.prepare_cached(statement).and_then(|mut statement| statement.execute(values)).map(drop).map_err(sql)
}
