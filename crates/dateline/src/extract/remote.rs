//! Inputs that are elsewhere: in object stores and on the web. What they need is set up before anything is done.

use std::io::{BufRead, Cursor};

use dateline_ingest::{
    fetch::{Answer, Content, Fetcher, Outcome, Problem, Transfer, Validators},
    objects::{Address, Bucket, Object, Opened},
    stream::Blocking,
};
use futures::{StreamExt as _, stream::BoxStream};
use tokio::runtime::Runtime;

use super::{input::About, job::Refusal, place::Place};
use crate::{config::Config, exit::usage, serve};

/// Gets inputs that are elsewhere.
pub(super) struct Remote(Option<Connected>);

struct Connected {
    /// None only while it is dropped.
    runtime: Option<Runtime>,
    buckets: Vec<Bucket>,
    fetcher: Fetcher,
}

/// Objects that are opened one after another.
pub(super) struct Listing {
    /// What was asked for.
    pub(super) address: Address,
    /// Objects opened so far, and failures.
    pub(super) found: u64,
    /// Objects without a byte.
    pub(super) empty: u64,
    objects: BoxStream<'static, Opened>,
}

impl Remote {
    /// What `places` need, which is nothing where all are on this machine.
    ///
    /// # Errors
    /// Wrong usage: what the environment says of a store, or the configuration of fetching, cannot be used.
    pub(super) fn new(places: &[Place], config: &Config) -> anyhow::Result<Self> {
        if !places.iter().any(|place| matches!(place, Place::Objects(_) | Place::Page(_))) {
            return Ok(Self(None));
        }
        let mut buckets: Vec<Bucket> = Vec::new();
        for place in places {
            if let Place::Objects(address) = place
                && !buckets.iter().any(|bucket| bucket.holds(address))
            {
                buckets.push(Bucket::of(address).map_err(|rejection| usage(format!("{address}: {rejection}")))?);
            }
        }
        let fetcher = Fetcher::new(config.fetch.clone(), config.ingest.input_bytes).map_err(usage)?;
        Ok(Self(Some(Connected { runtime: Some(serve::runtime()?), buckets, fetcher })))
    }

    /// Opens an object.
    pub(super) fn get(&self, address: &Address) -> Result<Object, Refusal> {
        let bucket = self.bucket(address)?;
        Ok(self.runtime()?.block_on(bucket.get(address))?)
    }

    /// Begins to open the objects of an address.
    pub(super) fn list(&self, address: Address) -> Result<Listing, Refusal> {
        let objects = self.bucket(&address)?.get_all(&address);
        Ok(Listing { address, found: 0, empty: 0, objects })
    }

    /// The next object of a listing that has bytes.
    pub(super) fn next(&self, listing: &mut Listing) -> Option<Opened> {
        let runtime = self.runtime().ok()?;
        loop {
            let next = runtime.block_on(listing.objects.next())?;
            if next.as_ref().is_ok_and(|object| object.size == 0) {
                listing.empty += 1;
                continue;
            }
            listing.found += 1;
            return Some(next);
        }
    }

    /// What an object holds, to be read from any thread that may wait.
    pub(super) fn reader(&self, object: Object) -> Result<Blocking, Refusal> {
        Ok(Blocking::new(self.runtime()?.handle().clone(), object.chunks))
    }

    /// Fetches what is at a URL, whole.
    pub(super) fn fetch(&self, url: &str) -> Result<(About, Box<dyn BufRead + Send>), Refusal> {
        let fetched = self.runtime()?.block_on(self.connected()?.fetcher.fetch(url, &Validators::default()));
        let (Content { body, content_type, retrieved_at, .. }, at) = self::fetched(fetched)?;
        Ok((About::page(url, at, content_type, retrieved_at), Box::new(Cursor::new(body))))
    }

    /// Opens what is at a URL, to be read as it comes.
    pub(super) fn stream(&self, url: &str) -> Result<(About, Box<dyn BufRead + Send>), Refusal> {
        let opened = self.runtime()?.block_on(self.connected()?.fetcher.open(url));
        let Transfer { final_url, content_type, retrieved_at, chunks } = opened.map_err(refused)?;
        let reader = Blocking::new(self.runtime()?.handle().clone(), chunks);
        Ok((About::page(url, final_url, content_type, retrieved_at), Box::new(reader)))
    }

    fn connected(&self) -> Result<&Connected, Refusal> {
        self.0.as_ref().ok_or_else(unprepared)
    }

    fn runtime(&self) -> Result<&Runtime, Refusal> {
        self.connected()?.runtime.as_ref().ok_or_else(unprepared)
    }

    fn bucket(&self, address: &Address) -> Result<&Bucket, Refusal> {
        self.connected()?.buckets.iter().find(|bucket| bucket.holds(address)).ok_or_else(unprepared)
    }
}

/// What a fetch brought, and where it was found.
pub(super) fn fetched(outcome: Outcome) -> Result<(Content, String), Refusal> {
    match outcome.answer {
        Answer::Fetched(content) => Ok((content, outcome.final_url)),
        Answer::NotModified => Err(Refusal::new("not_modified", "it has not changed")),
        Answer::Refused(problem) | Answer::Failed(problem) => Err(refused(problem)),
    }
}

fn refused(problem: Problem) -> Refusal {
    Refusal::new(problem.reason, problem.detail)
}

fn unprepared() -> Refusal {
    Refusal::new("defect", "this input was not prepared for: please report it")
}

impl Drop for Connected {
    /// Inputs may be dropped where waiting is not allowed.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
