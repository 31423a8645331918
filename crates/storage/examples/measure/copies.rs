//! What it costs to link near-duplicates: stories alone, a wire of which a third are copies, and many copies of one story.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use dateline_evaluation::wire::{HELD_OUT, Kind, Score, Wire};
use dateline_record::{
    fingerprint::Signature,
    ids,
    v1::{ArticleFilter, ArticleRecord, DocumentTime},
};
use dateline_storage::{
    Config, Error, Store, open,
    store::{NewRecord, PageRequest},
    synthetic::{self, Numbers},
};
use dateline_test_support::postgres::Server;
use jiff::Timestamp;

use crate::{BATCH, meter::Meter};

/// The first second of publication, and the year over which articles are spread.
const BEGIN: u64 = 1_704_067_200;
const YEAR: u64 = 366 * 86_400;
/// How far an article may come out of the order of publication, in seconds.
const JITTER: u64 = 2 * 86_400;
/// Copies of one story, where there are many.
const FAMILY: u64 = 2_000;
/// Articles after which the cost of the last ones is told.
const TOLD_EVERY: u64 = 100_000;
/// Texts from which the wire learns its language.
const TEXTS: u64 = 400;

/// The orders in which the copies of one story may come.
#[derive(Debug, Clone, Copy)]
enum Arrival {
    InOrder,
    Shuffled,
    Backwards,
}

/// Measures the loads whose names hold `chosen`, and families when that is empty. Texts give the language.
pub(crate) async fn measure(
    url: &str,
    server: Option<&Server>,
    articles: u64,
    chosen: &str,
    texts: Option<Vec<String>>,
) -> Result<(), Error> {
    let texts = texts.unwrap_or_else(|| (0..TEXTS).map(|number| text_of(&synthetic::record(number))).collect());
    let wire = Wire::new(texts.iter().map(String::as_str), HELD_OUT);
    let step = YEAR / articles.max(1);
    if chosen == "wire" {
        return scored(&fresh(url, server, chosen).await?, &wire, articles, step).await;
    }
    let loads: [(&str, &dyn Fn(u64) -> ArticleRecord); 3] = [
        ("without signatures", &|number| unsigned(mixed(&wire, number, step))),
        ("stories", &|number| story(&wire, number, step)),
        ("a third copies", &|number| mixed(&wire, number, step)),
    ];
    for (name, record) in loads.into_iter().filter(|(name, _)| name.contains(chosen)) {
        let (store, mut truth) = (fresh(url, server, name).await?, Truth::default());
        put(&store, name, (0..articles).map(record).inspect(|record| truth.learn(record))).await?;
        truth.compare(&store).await?;
    }
    for arrival in [Arrival::InOrder, Arrival::Shuffled, Arrival::Backwards].into_iter().filter(|_| chosen.is_empty()) {
        let name = format!("{FAMILY} copies of one story {arrival:?}");
        family(&fresh(url, server, &name).await?, &wire, &name, arrival).await?;
    }
    Ok(())
}

/// Stores a wire whose copies are known, and scores the store's links.
async fn scored(store: &Arc<dyn Store>, wire: &Wire, articles: u64, step: u64) -> Result<(), Error> {
    let mut dispatches: Vec<(String, Kind)> = Vec::new();
    let records = (0..articles).map(|number| {
        let dispatch = wire.dispatch(number);
        let record = dated(number, dispatch.text, BEGIN + number * step);
        dispatches.push((id_of(&record), dispatch.kind));
        record
    });
    put(store, "wire", records).await?;
    let links = links(store).await?;
    let numbers: HashMap<&str, u64> = dispatches.iter().map(|(id, _)| id.as_str()).zip(0..).collect();
    let mut score = Score::default();
    for (id, kind) in &dispatches {
        score.count(*kind, links.get(id).and_then(|original| numbers.get(original.as_str()).copied()));
    }
    println!("{score}");
    Ok(())
}

/// An empty store of its own.
async fn fresh(url: &str, server: Option<&Server>, name: &str) -> Result<Arc<dyn Store>, Error> {
    let name = name.replace(' ', "_").to_lowercase();
    let url = match server {
        Some(server) => {
            server.execute("postgres", &format!("CREATE DATABASE \"{name}\"")).await;
            server.url(&name)
        }
        None => format!("{url}.{name}"),
    };
    let store = open(&Config { url, ..Config::default() }).await?;
    store.migrate().await?;
    Ok(store)
}

async fn put(store: &Arc<dyn Store>, name: &str, records: impl Iterator<Item = ArticleRecord>) -> Result<(), Error> {
    let (mut meter, mut told, mut count) = (Meter::default(), Meter::default(), 0);
    let mut records = records.map(|record| NewRecord { submission_id: String::new(), record });
    loop {
        let batch: Vec<NewRecord> = records.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            println!("{name}: {}", meter.told(count));
            return Ok(());
        }
        count += batch.len() as u64;
        meter.time(store.put(batch)).await?;
        if count % TOLD_EVERY < BATCH as u64 {
            println!("  the last of {count}: {}", meter.since(&told).told(TOLD_EVERY));
            told = meter.clone();
        }
    }
}

/// What every article is a copy of, by comparing it with all that share keys with it.
#[derive(Debug, Default)]
struct Truth {
    /// By publication and id.
    signatures: BTreeMap<(String, String), Signature>,
}

impl Truth {
    fn learn(&mut self, record: &ArticleRecord) {
        let Some(article) = &record.article else { return };
        let published = article.published_at.as_ref().map_or_else(String::new, |time| time.value.clone());
        if let Ok(signature) = article.fingerprint.parse() {
            self.signatures.insert((published, article.id.clone()), signature);
        }
    }

    fn forget(&mut self, id: &str) {
        self.signatures.retain(|(_, other), _| other != id);
    }

    fn originals(&self) -> HashMap<&str, &str> {
        let (mut originals, mut files) = (HashMap::new(), HashMap::<u32, Vec<usize>>::new());
        let articles: Vec<(&str, &Signature)> =
            self.signatures.iter().map(|((_, id), signature)| (id.as_str(), signature)).collect();
        for (at, (id, signature)) in articles.iter().enumerate() {
            let before: BTreeSet<usize> =
                signature.keys().iter().filter_map(|key| files.get(key)).flatten().copied().collect();
            let mut before = before.into_iter().filter_map(|other| articles.get(other));
            let is_copy = |other: &Signature| signature.is_near(other) && signature.similarity(other).is_some();
            if let Some((original, _)) = before.find(|(_, other)| is_copy(other)) {
                originals.insert(*id, *original);
            }
            signature.keys().iter().for_each(|key| files.entry(*key).or_default().push(at));
        }
        originals
    }

    /// Says how many copies the store has, and how many articles are linked otherwise than they should be.
    async fn compare(&self, store: &Arc<dyn Store>) -> Result<(), Error> {
        let (links, truth) = (links(store).await?, self.originals());
        let originals: BTreeSet<&String> = links.values().collect();
        let ids = self.signatures.keys().map(|(_, id)| id.as_str());
        let wrong = ids.filter(|id| links.get(*id).map(String::as_str) != truth.get(id).copied()).count();
        println!(
            "  {} copies of {} originals, {wrong} articles linked otherwise than by comparing all",
            links.len(),
            originals.len()
        );
        Ok(())
    }
}

/// What the store holds articles to be copies of.
async fn links(store: &Arc<dyn Store>) -> Result<HashMap<String, String>, Error> {
    let (mut links, mut page) = (HashMap::new(), PageRequest { size: 1_000, token: String::new() });
    loop {
        let listed = store.list(&ArticleFilter::default(), &page).await?;
        let copies = listed.items.into_iter().filter(|item| !item.duplicate_of.is_empty());
        links.extend(copies.map(|item| (item.id, item.duplicate_of)));
        page.token = listed.next;
        if page.token.is_empty() {
            return Ok(links);
        }
    }
}

async fn family(store: &Arc<dyn Store>, wire: &Wire, name: &str, arrival: Arrival) -> Result<(), Error> {
    let copy = |copy: u64| dated(copy, wire.copy_of(0, copy), BEGIN + copy * 60);
    let mut order: Vec<u64> = (0..FAMILY).collect();
    match arrival {
        Arrival::InOrder => {}
        Arrival::Backwards => order.reverse(),
        Arrival::Shuffled => order.sort_by_key(|copy| Numbers::new(*copy).below(u64::MAX)),
    }
    let mut truth = Truth::default();
    put(store, name, order.into_iter().map(copy).inspect(|record| truth.learn(record))).await?;
    truth.compare(store).await?;
    let (earliest, mut meter) = (id_of(&copy(0)), Meter::default());
    meter.time(store.delete(&earliest)).await?;
    truth.forget(&earliest);
    println!("  the earliest deleted: {}", meter.told(FAMILY));
    truth.compare(store).await?;
    let revised = dated(1, wire.dispatch(1).text, BEGIN + 60);
    truth.forget(&id_of(&revised));
    truth.learn(&revised);
    let mut meter = Meter::default();
    meter.time(store.put(vec![NewRecord { submission_id: String::new(), record: revised }])).await?;
    println!("  the earliest revised: {}", meter.told(FAMILY));
    truth.compare(store).await
}

/// The story with a number, of stories alone.
fn story(wire: &Wire, number: u64, step: u64) -> ArticleRecord {
    let stories = (number * 16..).map(|number| wire.dispatch(number));
    let text = stories.filter(|dispatch| dispatch.kind == Kind::Story).map(|dispatch| dispatch.text).next();
    dated(number, text.unwrap_or_default(), about(number, step))
}

/// A dispatch of the wire, in which every fourth is one more copy of something recent.
fn mixed(wire: &Wire, number: u64, step: u64) -> ArticleRecord {
    let text = if number % 4 == 3 {
        wire.copy_of(number.saturating_sub(2 + Numbers::new(number).below(400)) / 4 * 4, number)
    } else {
        wire.dispatch(number).text
    };
    dated(number, text, about(number, step))
}

fn about(number: u64, step: u64) -> u64 {
    BEGIN + number * step + Numbers::new(number).below(JITTER)
}

/// A record of realistic size with a text, its signature and a second of publication.
fn dated(number: u64, text: String, second: u64) -> ArticleRecord {
    let mut record = synthetic::record(number);
    if let Some(article) = &mut record.article {
        article.fingerprint = Signature::of(&text).map(|signature| signature.to_string()).unwrap_or_default();
        article.text = text;
        article.published_at = Some(DocumentTime {
            value: Timestamp::from_second(second as i64).unwrap_or_default().to_string(),
            ..DocumentTime::default()
        });
        article.id = ids::article_id(article);
        article.revision = ids::revision(article);
    }
    record
}

fn unsigned(mut record: ArticleRecord) -> ArticleRecord {
    record.article.iter_mut().for_each(|article| article.fingerprint.clear());
    record
}

fn text_of(record: &ArticleRecord) -> String {
    record.article.as_ref().map_or_else(String::new, |article| article.text.clone())
}

fn id_of(record: &ArticleRecord) -> String {
    record.article.as_ref().map_or_else(String::new, |article| article.id.clone())
}
