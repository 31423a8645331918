//! `FactService`: facts across articles, latest publication first.

use std::sync::Arc;

use dateline_record::{
    filter,
    v1::{
        FactFilter, ListClaimsRequest, ListClaimsResponse, ListEventsRequest, ListEventsResponse, ListMentionsRequest,
        ListMentionsResponse, ListQuantitiesRequest, ListQuantitiesResponse, ListQuotesRequest, ListQuotesResponse,
        watch_response::Fact,
    },
};
use dateline_storage::store::{FactKind, PageRequest};
use tonic::{Request, Response, Status, async_trait};

use super::{Context, blamed, page};
use crate::{
    failure::{Failure, in_field},
    found,
    proto::fact_service_server::FactService,
};

/// See the module.
pub(crate) struct Facts(pub(crate) Arc<Context>);

/// Refuses a filter that no fact can meet.
pub(super) fn check(filter: &FactFilter) -> Result<(), Failure> {
    if !(0.0..=1.0).contains(&filter.min_confidence) {
        return Err(Failure::invalid("filter.min_confidence", "must be between 0 and 1"));
    }
    match filter::impossible(filter) {
        Some((field, may_be)) => Err(Failure::invalid(format!("filter.{field}"), may_be)),
        None => Ok(()),
    }
}

/// A page of facts of one kind, and the token of the next. `only` takes the fact out of its kind.
pub(super) async fn list<F>(
    context: &Context,
    (kind, only): (FactKind, fn(Fact) -> Option<F>),
    filter: &FactFilter,
    page: &PageRequest,
    unit: i32,
) -> Result<(Vec<F>, String), Failure> {
    let unit = found::encoding(unit)?;
    check(filter)?;
    let found = context.store.facts(kind, filter, page).await.map_err(in_field(blamed(page, "filter")))?;
    Ok((found::render_all(&found.items, unit)?.into_iter().filter_map(only).collect(), found.next))
}

/// One list of the service: they differ in nothing but the kind of fact.
macro_rules! list {
    ($self:ident, $request:ident, $kind:ident, $response:ident { $facts:ident }) => {{
        let request = $request.into_inner();
        let only = |fact| if let Fact::$kind(fact) = fact { Some(fact) } else { None };
        let page = page(request.page_size, request.page_token, 50, 500);
        let filter = request.filter.unwrap_or_default();
        let ($facts, next_page_token) =
            list(&$self.0, (FactKind::$kind, only), &filter, &page, request.offset_encoding).await?;
        Ok(Response::new($response { $facts, next_page_token }))
    }};
}

#[async_trait]
impl FactService for Facts {
    async fn list_events(&self, request: Request<ListEventsRequest>) -> Result<Response<ListEventsResponse>, Status> {
        list!(self, request, Event, ListEventsResponse { events })
    }

    async fn list_quotes(&self, request: Request<ListQuotesRequest>) -> Result<Response<ListQuotesResponse>, Status> {
        list!(self, request, Quote, ListQuotesResponse { quotes })
    }

    async fn list_quantities(
        &self,
        request: Request<ListQuantitiesRequest>,
    ) -> Result<Response<ListQuantitiesResponse>, Status> {
        list!(self, request, Quantity, ListQuantitiesResponse { quantities })
    }

    async fn list_claims(&self, request: Request<ListClaimsRequest>) -> Result<Response<ListClaimsResponse>, Status> {
        list!(self, request, Claim, ListClaimsResponse { claims })
    }

    async fn list_mentions(
        &self,
        request: Request<ListMentionsRequest>,
    ) -> Result<Response<ListMentionsResponse>, Status> {
        list!(self, request, Mention, ListMentionsResponse { mentions })
    }
}
