//! `AdminService`: what came in, what became of it, what waits.

use std::sync::Arc;

use dateline_record::v1::{
    DropQuarantinedRequest, DropQuarantinedResponse, GetAccountingRequest, GetAccountingResponse,
    GetQuarantinedRequest, GetQuarantinedResponse, GetStatsRequest, GetStatsResponse, ListQuarantinedRequest,
    ListQuarantinedResponse, ListQueuesRequest, ListQueuesResponse, QueueStatus, ReindexRequest, ReindexResponse,
    ReplayQuarantinedRequest, ReplayQuarantinedResponse,
};
use dateline_storage::store::{PageRequest, Selection};
use futures::stream::{self, BoxStream};
use tonic::{Request, Response, Status, async_trait};

use super::{Context, blamed, page, request_id, required};
use crate::{
    failure::{Failure, in_field, with_request_id},
    proto::admin_service_server::AdminService,
};

/// Messages of the quarantine worked on at a time.
const MESSAGES: usize = 100;
/// Records reindexed between two signs of progress.
const RECORDS: usize = 200;

/// See the module.
pub(crate) struct Admin(pub(crate) Arc<Context>);

#[async_trait]
impl AdminService for Admin {
    type ReindexStream = BoxStream<'static, Result<ReindexResponse, Status>>;

    async fn get_stats(&self, _: Request<GetStatsRequest>) -> Result<Response<GetStatsResponse>, Status> {
        let stats = self.0.store.stats().await.map_err(Failure::from)?;
        let server_version = env!("CARGO_PKG_VERSION").into();
        Ok(Response::new(GetStatsResponse { bus: self.0.bus.name().into(), server_version, ..stats }))
    }

    async fn get_accounting(
        &self,
        _: Request<GetAccountingRequest>,
    ) -> Result<Response<GetAccountingResponse>, Status> {
        Ok(Response::new(self.account().await?))
    }

    async fn list_queues(&self, _: Request<ListQueuesRequest>) -> Result<Response<ListQueuesResponse>, Status> {
        let queues = self.0.bus.queues().await.map_err(Failure::from)?.into_iter().map(|queue| QueueStatus {
            name: queue.name,
            ready: queue.ready,
            consumers: queue.consumers,
            role: queue.role.into(),
        });
        Ok(Response::new(ListQueuesResponse { queues: queues.collect() }))
    }

    async fn list_quarantined(
        &self,
        request: Request<ListQuarantinedRequest>,
    ) -> Result<Response<ListQuarantinedResponse>, Status> {
        let ListQuarantinedRequest { reason, page_size, page_token } = request.into_inner();
        let reason = (!reason.is_empty()).then_some(reason);
        let page = page(page_size, page_token, 50, 500);
        let found =
            self.0.store.quarantined(reason.as_deref(), &page).await.map_err(in_field(blamed(&page, "reason")))?;
        Ok(Response::new(ListQuarantinedResponse { messages: found.items, next_page_token: found.next }))
    }

    async fn get_quarantined(
        &self,
        request: Request<GetQuarantinedRequest>,
    ) -> Result<Response<GetQuarantinedResponse>, Status> {
        let id = request.into_inner().id;
        let which = Selection::Ids(vec![required("id", &id)?.to_owned()]);
        let found = self.0.store.quarantined_messages(&which, 1).await.map_err(in_field("id"))?;
        let message = found.into_iter().next().ok_or_else(|| Failure::not_found("quarantined message", id))?;
        Ok(Response::new(GetQuarantinedResponse { message: Some(message.shown) }))
    }

    async fn replay_quarantined(
        &self,
        request: Request<ReplayQuarantinedRequest>,
    ) -> Result<Response<ReplayQuarantinedResponse>, Status> {
        let ReplayQuarantinedRequest { ids, reason } = request.into_inner();
        let mut replayed = 0;
        for ids in self.selected(ids, &reason).await?.chunks(MESSAGES) {
            replayed += self.replay(ids).await?;
        }
        Ok(Response::new(ReplayQuarantinedResponse { replayed }))
    }

    async fn drop_quarantined(
        &self,
        request: Request<DropQuarantinedRequest>,
    ) -> Result<Response<DropQuarantinedResponse>, Status> {
        let DropQuarantinedRequest { ids, reason } = request.into_inner();
        let mut dropped = 0;
        for ids in self.selected(ids, &reason).await?.chunks(MESSAGES) {
            dropped += self.0.store.release(ids, false).await.map_err(in_field("ids"))?;
        }
        Ok(Response::new(DropQuarantinedResponse { dropped }))
    }

    async fn reindex(&self, request: Request<ReindexRequest>) -> Result<Response<Self::ReindexStream>, Status> {
        let id = request_id(&request);
        let total = self.0.store.stats().await.map_err(Failure::from)?.revisions;
        let reindex = Reindex { context: Arc::clone(&self.0), after: None, done: 0, total };
        let stream = stream::unfold(Some(reindex), move |reindex| {
            let id = Arc::clone(&id);
            async move {
                match reindex?.step().await {
                    Ok((progress, rest)) => Some((Ok(progress), rest)),
                    Err(failure) => Some((Err(with_request_id(&failure.into(), &id)), None)),
                }
            }
        });
        Ok(Response::new(Box::pin(stream)))
    }
}

impl Admin {
    /// The verdict comes from the ledger alone: a message that a worker has at hand is on no queue, and is not lost.
    async fn account(&self) -> Result<GetAccountingResponse, Failure> {
        let queues = self.0.bus.queues().await?;
        let (account, reasons) = (self.0.store.account().await?, self.0.store.reasons().await?);
        let overdue = self.0.store.overdue(self.0.config.overdue_after).await?;
        let ready =
            |submit: bool| queues.iter().filter(|queue| queue.before_ledger == submit).map(|queue| queue.ready).sum();
        let (waiting, queued): (u64, u64) = (ready(true), ready(false));
        Ok(GetAccountingResponse {
            received: account.received,
            stored: account.stored,
            duplicate: account.duplicate,
            rejected: account.rejected,
            quarantined: account.quarantined,
            in_flight: account.in_flight,
            waiting,
            queued,
            balanced: account.sums_hold() && overdue.count == 0,
            reasons,
            overdue: overdue.count,
            oldest_overdue: overdue.oldest,
        })
    }

    /// Ids of the messages meant, listed up front: a message that fails again on replay is not replayed twice.
    async fn selected(&self, ids: Vec<String>, reason: &str) -> Result<Vec<String>, Failure> {
        match (ids.is_empty(), reason) {
            (true, "") => Err(Failure::invalid("ids", "name messages by ids or by reason; `*` as reason means all")),
            (false, "") => Ok(ids),
            (false, _) => Err(Failure::invalid("reason", "cannot be combined with ids: set one of them")),
            (true, "*") => self.listed(None).await,
            (true, reason) => self.listed(Some(reason)).await,
        }
    }

    async fn listed(&self, reason: Option<&str>) -> Result<Vec<String>, Failure> {
        let mut ids = Vec::new();
        let mut page = PageRequest { size: 500, token: String::new() };
        loop {
            let found = self.0.store.quarantined(reason, &page).await?;
            ids.extend(found.items.into_iter().map(|message| message.id));
            if found.next.is_empty() {
                return Ok(ids);
            }
            page.token = found.next;
        }
    }

    /// Publishes before it forgets: when it fails in between a message goes out twice, which handlers take, never not at all.
    async fn replay(&self, ids: &[String]) -> Result<u64, Failure> {
        let messages = self
            .0
            .store
            .quarantined_messages(&Selection::Ids(ids.to_vec()), ids.len())
            .await
            .map_err(in_field("ids"))?;
        let found: Vec<String> = messages.iter().map(|message| message.shown.id.clone()).collect();
        self.0.bus.publish(messages.into_iter().map(|message| message.message).collect()).await?;
        Ok(self.0.store.release(&found, true).await?)
    }
}

/// A rebuild in progress.
struct Reindex {
    context: Arc<Context>,
    after: Option<String>,
    done: u64,
    total: u64,
}

impl Reindex {
    /// Rebuilds some; the progress, and what is left to do.
    async fn step(mut self) -> Result<(ReindexResponse, Option<Self>), Failure> {
        if self.context.shutdown.is_cancelled() {
            return Err(Failure::ShuttingDown);
        }
        let (next, done) = self.context.store.reindex(self.after.as_deref(), RECORDS).await?;
        self.done += done;
        let progress = ReindexResponse { done: self.done, total: self.total.max(self.done) };
        let rest = next.map(|next| Self { after: Some(next), ..self });
        Ok((progress, rest))
    }
}
