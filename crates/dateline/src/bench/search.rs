//! How long searches take on a store of synthetic records.

use std::time::Instant;

use dateline_record::v1::ArticleFilter;
use dateline_storage::{store::PageRequest, synthetic};

use super::{
    ground::{Ground, synthetic_records},
    meter::{self, Meter, Row},
};
use crate::{client::table::Format, config::Sources, exit::Outcome, serve::backends::store_error};

/// Searches of each kind.
const SEARCHES: u64 = 300;
/// Hits asked for.
const HITS: usize = 20;

/// Arguments of `dateline bench search`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Records to search in
    #[arg(long, default_value_t = 50_000)]
    articles: u64,
    /// An empty database of PostgreSQL instead of the embedded store
    #[arg(long, value_name = "URL", hide_env_values = true)]
    postgres: Option<String>,
    /// How figures are shown [default: table on a terminal, else json]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

/// A kind of query, and the query of a number.
type Query = (&'static str, fn(u64) -> String);

const QUERIES: [Query; 6] = [
    ("search: one word", |number| synthetic::query(number, 1)),
    ("search: two words", |number| synthetic::query(number, 2)),
    ("search: one of three words", |number| synthetic::query(number, 3).replace(' ', " OR ")),
    ("search: phrase of two words", |number| format!("\"{}\"", synthetic::query(number, 2))),
    ("search: word, outlet and time", |number| {
        format!("source:{} after:2024-06 {}", synthetic::word(number % 50), synthetic::query(number, 1))
    }),
    ("search: entity", |number| format!("entity:wikidata:Q{}", number * 3)),
];

/// Fills a store, then searches it.
pub(super) async fn run(sources: &Sources, args: &Args) -> anyhow::Result<Outcome> {
    let ground = Ground::new(sources, None, args.postgres.as_deref()).await?;
    let store = ground.store().await?;
    let meter = Meter::start(&[]);
    ground.put(&store, synthetic_records(args.articles)).await?;
    let mut rows = vec![meter.row("put", args.articles)];
    dateline_storage::config::settle(&ground.config.store).await.map_err(store_error)?;
    for (name, query) in QUERIES {
        let mut times = Vec::new();
        for number in 0..SEARCHES {
            let (query, start) = (query(number), Instant::now());
            let page = PageRequest { size: HITS, token: String::new() };
            store.search(&query, &ArticleFilter::default(), &page).await.map_err(store_error)?;
            times.push(start.elapsed().as_secs_f64() * 1_000.0);
        }
        rows.push(Row::times(name, times));
    }
    meter::print(&rows, args.format)?;
    Ok(Outcome::Done)
}
