//! Measures a store: CPU time of storing in batches of 32, of this process and of PostgreSQL's, and times of searches.
//!
//! `cargo run --release -p dateline-storage --example measure -- embedded:/tmp/measure.db 50000`
//! `cargo run --release -p dateline-storage --example measure -- private 50000` (a PostgreSQL of its own)
//! With `copies` as third argument: what it costs to link near-duplicates; with `third` as fourth, of the mixed wire alone;
//! with `wire` and a file of texts (lines with `text`), how well it does, too.

mod copies;
mod meter;

use std::{sync::Arc, time::Instant};

use dateline_record::v1::{ArticleFilter, FactFilter};
use dateline_storage::{
    Config, Error, Store, open,
    store::{FactKind, NewRecord, PageRequest},
    synthetic,
};
use dateline_test_support::postgres::Server;
use meter::Meter;

/// Records put at a time.
const BATCH: usize = 32;
const SEARCHES: u64 = 500;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let url = arguments.first().map_or("private", String::as_str);
    let articles: u64 = arguments.get(1).and_then(|count| count.parse().ok()).unwrap_or(50_000);
    let server = if url == "private" { Some(Server::start().await) } else { None };
    if arguments.iter().any(|given| given == "copies") {
        let load = arguments.get(3).map_or("", String::as_str);
        let texts = arguments.get(4).map(|file| texts(file));
        return copies::measure(url, server.as_ref(), articles, load, texts).await;
    }
    let url = server.as_ref().map_or(url.to_owned(), |server| server.url("postgres"));
    let store = open(&Config { url, ..Config::default() }).await?;
    store.migrate().await?;
    put(&store, articles).await?;
    // Statistics, as autovacuum gathers them within a minute.
    if let Some(server) = &server {
        server.execute("postgres", "VACUUM ANALYZE").await;
    }
    search(&store).await?;
    facts(&store).await
}

fn texts(file: &str) -> Vec<String> {
    let lines = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    let articles = lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    articles.filter_map(|article| Some(article.get("text")?.as_str()?.to_owned())).collect()
}

async fn put(store: &Arc<dyn Store>, articles: u64) -> Result<(), Error> {
    let mut meter = Meter::default();
    for first in (0..articles).step_by(BATCH) {
        let batch = (first..articles.min(first + BATCH as u64))
            .map(|number| NewRecord { submission_id: format!("s{number}"), record: synthetic::record(number) });
        let batch: Vec<_> = batch.collect();
        meter.time(store.put(batch)).await?;
    }
    println!("put: {}", meter.told(articles));
    Ok(())
}

async fn search(store: &Arc<dyn Store>) -> Result<(), Error> {
    for (name, query) in [
        ("one word", (|number| synthetic::query(number, 1)) as fn(u64) -> String),
        ("two words", |number| synthetic::query(number, 2)),
        ("either of three", |number| synthetic::query(number, 3).replace(' ', " OR ")),
        ("phrase", |number| format!("\"{}\"", synthetic::query(number, 2))),
        ("word, outlet, time", |number| {
            format!("source:{} after:2024-06 {}", synthetic::word(number % 50), synthetic::query(number, 1))
        }),
        ("not a word", |number| format!("-{}", synthetic::query(number, 1))),
        ("entity", |number| format!("entity:wikidata:Q{}", number * 3)),
    ] {
        let mut times = Vec::new();
        for number in 0..SEARCHES {
            let (query, start) = (query(number), Instant::now());
            let page = PageRequest { size: 20, token: String::new() };
            store.search(&query, &ArticleFilter::default(), &page).await?;
            times.push(start.elapsed().as_secs_f64() * 1_000.0);
        }
        report(&format!("search, {name}"), times);
    }
    Ok(())
}

async fn facts(store: &Arc<dyn Store>) -> Result<(), Error> {
    let mut times = Vec::new();
    for number in 0..SEARCHES {
        let filter = FactFilter {
            actor: format!("wikidata:Q{}", number * 3),
            r#type: "CONSULT".into(),
            ..FactFilter::default()
        };
        let start = Instant::now();
        store.facts(FactKind::Event, &filter, &PageRequest { size: 50, token: String::new() }).await?;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    report("events by actor and type", times);
    Ok(())
}

fn report(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get(((times.len() - 1) as f64 * share) as usize).copied().unwrap_or_default();
    println!("{name}: p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms", at(0.5), at(0.99), at(1.0));
}
