//! Reading records, entities and the log.

use dateline_record::v1::Revision;
use tokio_postgres::Row;

use super::{connect::Database, copies};
use crate::{
    Error, Kind,
    backend::{Blob, EntityQuery, NameRow, Summary, Sums},
    names::tag,
    query::{self, Expr},
    rows::plain,
    time,
};

pub(super) async fn find(database: &Database, article: &str, revision: Option<&str>) -> Result<Option<i64>, Error> {
    let article = plain(article);
    let rows = match revision {
        Some(revision) => {
            let statement = "SELECT place FROM revisions WHERE article = $1 AND revision = $2";
            database.rows(statement, &[&article, &plain(revision)]).await?
        }
        None => database.rows("SELECT place FROM revisions WHERE article = $1 AND current", &[&article]).await?,
    };
    Ok(rows.first().map(|row| row.get(0)))
}

pub(super) async fn revisions(database: &Database, article: &str) -> Result<Vec<Revision>, Error> {
    let statement = "SELECT revision, extractor, stored_at, current FROM revisions WHERE article = $1
        ORDER BY current DESC, coalesce(seen, stored_at / 1000) DESC, seq DESC";
    let rows = database.rows(statement, &[&plain(article)]).await?;
    let revision = |row: &Row| Revision {
        revision: row.get(0),
        extractor_version: row.get(1),
        stored_at: Some(time::stamp_of_millis(row.get(2))),
        current: row.get(3),
    };
    Ok(rows.iter().map(revision).collect())
}

pub(super) async fn records(database: &Database, places: &[i64]) -> Result<Vec<Blob>, Error> {
    let statement = "SELECT place, stored_at, record, original, similarity FROM articles LEFT JOIN copies USING (place)
        WHERE place = ANY($1::bigint[])";
    Ok(database.rows(statement, &[&places]).await?.iter().map(blob).collect())
}

fn blob(row: &Row) -> Blob {
    Blob { place: row.get(0), stored_at: row.get(1), record: row.get(2), original: copies::original(row, 3) }
}

pub(super) async fn summaries(database: &Database, places: &[i64]) -> Result<Vec<Summary>, Error> {
    let statement = "SELECT place, summary, original, similarity FROM articles LEFT JOIN copies USING (place)
        WHERE place = ANY($1::bigint[]) AND current";
    let summary = |row: &Row| Summary { place: row.get(0), summary: row.get(1), original: copies::original(row, 2) };
    Ok(database.rows(statement, &[&places]).await?.iter().map(summary).collect())
}

pub(super) async fn walk(database: &Database, after: Option<i64>, limit: usize) -> Result<Vec<Blob>, Error> {
    let statement = "SELECT place, stored_at, record, original, similarity FROM articles LEFT JOIN copies USING (place)
        WHERE current AND place > $1 ORDER BY place LIMIT $2";
    let rows = database.rows(statement, &[&after.unwrap_or(i64::MIN), &(limit as i64)]).await?;
    Ok(rows.iter().map(blob).collect())
}

pub(super) async fn entity_names(database: &Database, keys: &[String]) -> Result<Vec<NameRow>, Error> {
    let keys: Vec<String> = keys.iter().map(|key| plain(key)).collect();
    let statement = "SELECT key, name, kind, links, articles, mentions FROM entities
        WHERE key = ANY($1::text[]) AND articles > 0";
    let name = |row: &Row| NameRow {
        key: row.get(0),
        name: row.get(1),
        kind: row.get(2),
        links: row.get(3),
        articles: row.get(4),
        mentions: row.get(5),
    };
    Ok(database.rows(statement, &[&keys]).await?.iter().map(name).collect())
}

pub(super) async fn search_entities(database: &Database, query: &EntityQuery) -> Result<Vec<(String, i64)>, Error> {
    let last = query.words.words.len().saturating_sub(1);
    let words = query.words.words.iter().enumerate();
    let words =
        words.map(|(index, word)| format!("'{word}'{}", if query.words.prefix && index == last { ":*" } else { "" }));
    let words = words.collect::<Vec<_>>().join(" & ");
    let named = if words.is_empty() {
        "$1::text = ''"
    } else {
        "key IN (SELECT key FROM entities WHERE words @@ $1::text::tsquery AND articles > 0)"
    };
    let statement = format!(
        "SELECT key, sum(mentions)::bigint AS total FROM entities WHERE articles > 0 AND {named} GROUP BY key
         HAVING $2::integer IN (0, max(kind)) AND (sum(mentions)::bigint < $3 OR (sum(mentions)::bigint = $3 AND key > $4))
         ORDER BY total DESC, key LIMIT $5"
    );
    let (mentions, key) = query.after.clone().unwrap_or((i64::MAX, String::new()));
    let rows =
        database.rows(&statement, &[&words, &query.kind, &mentions, &plain(&key), &(query.limit as i64)]).await?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

pub(super) async fn co_mentioned(database: &Database, key: &str, limit: usize) -> Result<Vec<(String, i64)>, Error> {
    let statement = "SELECT key, count(*) FROM (
          SELECT split_part(line, E'\\t', 1) COLLATE \"C\" AS key FROM articles, unnest(string_to_array(entities, E'\\n')) AS line
          WHERE words @@ $1::text::tsquery
        ) AS others WHERE key <> $2 GROUP BY key ORDER BY 2 DESC, 1 LIMIT $3";
    let expr = query::tsquery(&Expr::Tag(tag("entity", key)));
    let rows = database.rows(statement, &[&expr, &plain(key), &(limit as i64)]).await?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Entries of transactions that are older than every running one: nothing can appear before them any more.
pub(super) async fn log(database: &Database, after: Option<&str>, limit: usize) -> Result<Vec<(String, i64)>, Error> {
    let (xid, number) = position(after)?;
    let statement = "SELECT xid::text, seq, place FROM revisions
        WHERE (xid, seq) > ($1::text::xid8, $2) AND xid < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY revisions.xid, seq LIMIT $3";
    let rows = database.rows(statement, &[&xid.to_string(), &number, &(limit as i64)]).await?;
    Ok(rows.iter().map(|row| (format!("{}.{}", row.get::<_, &str>(0), row.get::<_, i64>(1)), row.get(2))).collect())
}

fn position(after: Option<&str>) -> Result<(u64, i64), Error> {
    let Some(after) = after else { return Ok((0, i64::MIN)) };
    let parts = after.split_once('.').and_then(|(xid, number)| Some((xid.parse().ok()?, number.parse().ok()?)));
    parts.ok_or_else(|| Error::new(Kind::Invalid, "the position is damaged: pass it on as it was given"))
}

pub(super) async fn log_end(database: &Database) -> Result<String, Error> {
    let rows = database.rows("SELECT pg_snapshot_xmin(pg_current_snapshot())::text", &[]).await?;
    let oldest: u64 = rows.first().and_then(|row| row.get::<_, &str>(0).parse().ok()).unwrap_or_default();
    Ok(format!("{}.{}", oldest.saturating_sub(1), i64::MAX))
}

pub(super) async fn sums(database: &Database) -> Result<Sums, Error> {
    let statement = "SELECT count(*) FILTER (WHERE current), count(*),
        (SELECT count(DISTINCT key) FROM entities WHERE articles > 0),
        sum(mentions * current::integer)::bigint, sum(events * current::integer)::bigint,
        sum(quotes * current::integer)::bigint, sum(quantities * current::integer)::bigint,
        sum(claims * current::integer)::bigint, (SELECT max(version) FROM dateline_schema) FROM revisions";
    let rows = database.rows(statement, &[]).await?;
    let Some(row) = rows.first() else { return Ok(Sums::default()) };
    let number = |index: usize| row.get::<_, Option<i64>>(index).unwrap_or(0) as u64;
    Ok(Sums {
        articles: number(0),
        revisions: number(1),
        entities: number(2),
        mentions: number(3),
        events: number(4),
        quotes: number(5),
        quantities: number(6),
        claims: number(7),
        version: row.get::<_, Option<i32>>(8).unwrap_or(0) as u32,
    })
}
