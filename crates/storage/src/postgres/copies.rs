//! Signatures, the hashes they are found by, and links between copies.

use dateline_record::fingerprint::Signature;
use deadpool_postgres::Transaction;
use tokio_postgres::Row;

use super::{connect::Database, write::rows};
use crate::{
    Error,
    backend::{Link, Original, Signed, Which},
    copies,
    rows::plain,
};

const FILE: &str = "INSERT INTO copies (place, article, signature)
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[]) ON CONFLICT (place) DO UPDATE SET signature = excluded.signature";
const FILE_KEYS: &str = "INSERT INTO copy_keys SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING";
const UNFILE_KEYS: &str = "DELETE FROM copy_keys USING unnest($1::bigint[], $2::bigint[]) AS gone (key, place)
    WHERE copy_keys.key = gone.key AND copy_keys.place = gone.place";
const FILED: &str = "SELECT wanted.key, found.place FROM unnest($1::bigint[]) AS wanted (key), LATERAL (
      (SELECT place FROM copy_keys WHERE copy_keys.key = wanted.key ORDER BY place DESC LIMIT $2)
      UNION ALL (SELECT place FROM copy_keys WHERE copy_keys.key = wanted.key ORDER BY place LIMIT $2)
    ) AS found";
/// Locks in one order for every writer, so that none waits for another in a circle.
const LINK: &str = "WITH new AS (
      SELECT new.* FROM copies JOIN unnest($1::bigint[], $2::text[], $3::text[], $4::float8[])
        AS new (place, before, original, similarity) ON copies.place = new.place
      ORDER BY copies.place FOR UPDATE OF copies
    )
    UPDATE copies SET original = new.original, similarity = new.similarity FROM new
    WHERE copies.place = new.place AND copies.original IS NOT DISTINCT FROM new.before RETURNING copies.place";

/// Articles to be filed.
#[derive(Debug, Default)]
pub(super) struct Files<'b> {
    places: Vec<i64>,
    articles: Vec<&'b str>,
    signatures: Vec<Vec<u8>>,
    keys: Keys,
}

/// Keys, each with the place of an article that has it.
#[derive(Debug, Default)]
struct Keys {
    keys: Vec<i64>,
    places: Vec<i64>,
}

impl Keys {
    fn add(&mut self, place: i64, signature: &Signature) {
        self.keys.extend(signature.keys().iter().map(|key| i64::from(*key)));
        self.places.resize(self.keys.len(), place);
    }
}

impl<'b> Files<'b> {
    pub(super) fn add(&mut self, place: i64, article: &'b str, signature: Option<&Signature>) {
        if let Some(signature) = signature {
            self.places.push(place);
            self.articles.push(article);
            self.signatures.push(signature.to_bytes());
            self.keys.add(place, signature);
        }
    }

    /// Files articles that have become current. One that is filed already keeps what it is a copy of.
    pub(super) async fn insert(&self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if self.places.is_empty() {
            return Ok(());
        }
        rows(transaction, FILE, &[&self.places, &self.articles, &self.signatures]).await?;
        rows(transaction, FILE_KEYS, &[&self.keys.keys, &self.keys.places]).await.map(drop)
    }

    /// Files current articles, of all that are at `places`, by what their records say now.
    pub(super) async fn replace(&self, transaction: &Transaction<'_>, places: &[i64]) -> Result<(), Error> {
        let filed = rows(transaction, "SELECT place, signature FROM copies WHERE place = ANY($1)", &[&places]).await?;
        unfile_keys(transaction, &filed).await?;
        let unsigned: Vec<i64> = places.iter().copied().filter(|place| !self.places.contains(place)).collect();
        rows(transaction, "DELETE FROM copies WHERE place = ANY($1)", &[&unsigned]).await?;
        self.insert(transaction).await
    }
}

async fn unfile_keys(transaction: &Transaction<'_>, filed: &[Row]) -> Result<(), Error> {
    let mut gone = Keys::default();
    for row in filed {
        gone.add(row.get(0), &copies::signature(row.get(1))?);
    }
    if gone.keys.is_empty() {
        return Ok(());
    }
    rows(transaction, UNFILE_KEYS, &[&gone.keys, &gone.places]).await.map(drop)
}

/// Takes away articles that are no longer current.
pub(super) async fn unfile(transaction: &Transaction<'_>, places: &[i64]) -> Result<(), Error> {
    let delete = "DELETE FROM copies WHERE place = ANY($1) RETURNING place, signature";
    unfile_keys(transaction, &rows(transaction, delete, &[&places]).await?).await
}

/// Leaves the copies of an article without an original.
pub(super) async fn orphan(transaction: &Transaction<'_>, article: &str) -> Result<(), Error> {
    let update = "UPDATE copies SET original = NULL, similarity = NULL WHERE original = $1";
    rows(transaction, update, &[&article]).await.map(drop)
}

pub(super) async fn filed(database: &Database, keys: &[u32], most: usize) -> Result<Vec<(u32, i64)>, Error> {
    let keys: Vec<i64> = keys.iter().map(|key| i64::from(*key)).collect();
    let found = database.rows(FILED, &[&keys, &(most as i64)]).await?;
    Ok(found.iter().map(|row| (row.get::<_, i64>(0) as u32, row.get(1))).collect())
}

pub(super) async fn signed(database: &Database, which: &Which) -> Result<Vec<Signed>, Error> {
    let all = "SELECT copies.place, copies.article, signature, original, similarity FROM copies";
    let plain_all = |articles: &[String]| articles.iter().map(|article| plain(article)).collect::<Vec<_>>();
    let found = match which {
        Which::At(places) => database.rows(&format!("{all} WHERE place = ANY($1)"), &[places]).await?,
        Which::Named(articles) => {
            let statement = format!(
                "{all} JOIN revisions ON revisions.place = copies.place WHERE revisions.article = ANY($1) AND current"
            );
            database.rows(&statement, &[&plain_all(articles)]).await?
        }
        Which::CopiesOf(articles, most) => {
            let statement = format!("{all} WHERE original = ANY($1) LIMIT $2");
            database.rows(&statement, &[&plain_all(articles), &(*most as i64)]).await?
        }
    };
    let read = |row: &Row| {
        Ok(Signed {
            place: row.get(0),
            article: row.get(1),
            signature: copies::signature(row.get(2))?,
            original: original(row, 3),
        })
    };
    found.iter().map(read).collect()
}

/// What an article is a copy of, from two columns of a row.
pub(super) fn original(row: &Row, first: usize) -> Option<Original> {
    let (article, similarity): (Option<String>, Option<f64>) = (row.get(first), row.get(first + 1));
    article.zip(similarity).map(|(article, similarity)| Original { article, similarity })
}

pub(super) async fn link(database: &Database, links: &[Link]) -> Result<Vec<String>, Error> {
    let places: Vec<i64> = links.iter().map(|link| link.place).collect();
    let before: Vec<Option<&str>> = links.iter().map(|link| link.before.as_deref()).collect();
    let now = || links.iter().map(|link| link.now.as_ref());
    let originals: Vec<Option<&str>> = now().map(|now| Some(now?.article.as_str())).collect();
    let similarities: Vec<Option<f64>> = now().map(|now| Some(now?.similarity)).collect();
    let linked = database.rows(LINK, &[&places, &before, &originals, &similarities]).await?;
    let linked: std::collections::HashSet<i64> = linked.iter().map(|row| row.get(0)).collect();
    let missed = links.iter().filter(|link| !linked.contains(&link.place));
    Ok(missed.map(|link| link.article.clone()).collect())
}
