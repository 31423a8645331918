//! One module a service. What they share is here.

mod admin;
mod articles;
mod entities;
mod extraction;
mod facts;
mod intake;
mod watch;

use std::sync::Arc;

use dateline_extraction::Extractor;
use dateline_messaging::Bus;
use dateline_storage::{Store, store::PageRequest};
use tokio::sync::{Semaphore, watch::Receiver};
use tokio_util::sync::CancellationToken;
use tonic::Request;

pub(crate) use self::{
    admin::Admin, articles::Articles, entities::Entities, extraction::Extraction, facts::Facts, watch::Watch,
};
use crate::{Config, call::RequestId, failure::Failure};

/// What the services work with.
pub(crate) struct Context {
    pub(crate) config: Config,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) bus: Arc<dyn Bus>,
    pub(crate) extractor: Extractor,
    pub(crate) shutdown: CancellationToken,
    /// Changes when records were stored.
    pub(crate) stored: Receiver<u64>,
    pub(crate) watches: Arc<Semaphore>,
    pub(crate) submit_streams: Arc<Semaphore>,
    pub(crate) extractions: Arc<Semaphore>,
}

/// A page, its size defaulted and capped.
fn page(size: u32, token: String, default: usize, max: usize) -> PageRequest {
    let size = if size == 0 { default } else { max.min(size as usize) };
    PageRequest { size, token }
}

/// The field to blame when the store refuses a list: a token is wrong more often than a filter.
fn blamed(page: &PageRequest, other: &'static str) -> &'static str {
    if page.token.is_empty() { other } else { "page_token" }
}

/// A field that must not be empty.
fn required<'v>(field: &'static str, value: &'v str) -> Result<&'v str, Failure> {
    if value.is_empty() { Err(Failure::invalid(field, "must not be empty")) } else { Ok(value) }
}

fn request_id<T>(request: &Request<T>) -> Arc<str> {
    request.extensions().get::<RequestId>().map_or_else(|| "".into(), |id| Arc::clone(&id.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_sizes_are_defaulted_and_capped() {
        let size = |asked| page(asked, String::new(), 50, 500).size;
        assert_eq!((size(0), size(7), size(500), size(u32::MAX)), (50, 7, 500, 500));
    }
}
