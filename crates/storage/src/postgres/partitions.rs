//! Partitions by month of publication, made when the first record of a month comes.

use std::{collections::BTreeSet, sync::PoisonError};

use super::connect::{Database, sql};
use crate::{Error, plan::Prepared, time};

/// Months that have a partition of their own; what lies beyond shares one.
const YEARS: std::ops::Range<i16> = 1990..2100;
/// Held while a partition is made.
const LOCK: i64 = 0x6461_7465_7061_7274;

/// Makes the partitions that a batch needs.
pub(super) async fn ensure(database: &Database, batch: &[Prepared]) -> Result<(), Error> {
    let months: BTreeSet<(i16, i8)> = batch
        .iter()
        .filter_map(|prepared| time::month(time::place(prepared.row.published, 0)))
        .filter(|(year, _)| YEARS.contains(year))
        .collect();
    for month in months {
        let known = database.months.lock().unwrap_or_else(PoisonError::into_inner).contains(&month);
        if !known {
            make(database, month).await?;
            database.months.lock().unwrap_or_else(PoisonError::into_inner).insert(month);
        }
    }
    Ok(())
}

/// Attaching, unlike creating in place, lets others read and write meanwhile.
async fn make(database: &Database, (year, month): (i16, i8)) -> Result<(), Error> {
    let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    let bounds = time::lowest_of_month(year, month).zip(time::lowest_of_month(next_year, next_month));
    let Some((from, to)) = bounds else { return Ok(()) };
    let name = format!("articles_{year}_{month:02}");
    let mut client = database.client().await?;
    let transaction = client.transaction().await.map_err(sql)?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await.map_err(sql)?;
    let row = transaction.query_one("SELECT to_regclass($1) IS NULL", &[&name]).await.map_err(sql)?;
    if row.get(0) {
        let make = format!(
            "CREATE TABLE {name} (LIKE articles INCLUDING ALL);
             ALTER TABLE articles ATTACH PARTITION {name} FOR VALUES FROM ({from}) TO ({to})"
        );
        transaction.batch_execute(&make).await.map_err(sql)?;
    }
    transaction.commit().await.map_err(sql)
}
