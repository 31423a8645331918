//! `ArticleService`: articles in, and out again with their record.

use std::sync::Arc;

use dateline_record::{
    convert_spans,
    offsets::OffsetMap,
    v1::{
        ArticleRecord, DeleteArticleRequest, DeleteArticleResponse, GetArticleRequest, GetArticleResponse,
        GetRevisionRequest, GetRevisionResponse, GetSubmissionRequest, GetSubmissionResponse, ListArticlesRequest,
        ListArticlesResponse, ListRevisionsRequest, ListRevisionsResponse, OffsetEncoding, SearchArticlesRequest,
        SearchArticlesResponse, SearchHit, SubmissionResult, SubmitArticleRequest, SubmitArticleResponse,
        SubmitArticlesRequest, SubmitArticlesResponse,
    },
};
use pbjson_types::FieldMask;
use tonic::{Request, Response, Status, Streaming, async_trait};

use super::{Context, blamed, intake, page, required};
use crate::{
    failure::{Failure, in_field},
    found,
    mask::Mask,
    proto::article_service_server::ArticleService,
    submission::Submission,
};

/// See the module.
pub(crate) struct Articles(pub(crate) Arc<Context>);

impl Articles {
    async fn record(
        &self,
        id: &str,
        revision: Option<&str>,
        unit: i32,
        mask: Option<FieldMask>,
    ) -> Result<ArticleRecord, Failure> {
        let (unit, mask) = (found::encoding(unit)?, Mask::new(&mask.unwrap_or_default().paths)?);
        let record = self.0.store.get(required("id", id)?, revision).await?;
        let mut record = record.ok_or_else(|| match revision {
            Some(revision) => Failure::not_found("revision", format!("{id}/{revision}")),
            None => Failure::not_found("article", id),
        })?;
        convert_spans(&mut record, unit)?;
        mask.apply(&mut record)?;
        Ok(record)
    }
}

#[async_trait]
impl ArticleService for Articles {
    async fn submit_article(
        &self,
        request: Request<SubmitArticleRequest>,
    ) -> Result<Response<SubmitArticleResponse>, Status> {
        let trace = intake::trace(request.metadata());
        let SubmitArticleRequest { article, request_id, lane } = request.into_inner();
        let external_id = article.as_ref().map(|article| article.id.clone()).unwrap_or_default();
        let message = Submission { article, request_id, lane }.into_message(&self.0.config.limits, &trace)?;
        let submission_id = message.id.clone();
        self.0.bus.publish(vec![message]).await.map_err(Failure::from)?;
        let result = SubmissionResult { submission_id, external_id, ..SubmissionResult::default() };
        Ok(Response::new(SubmitArticleResponse { result: Some(result) }))
    }

    async fn submit_articles(
        &self,
        request: Request<Streaming<SubmitArticlesRequest>>,
    ) -> Result<Response<SubmitArticlesResponse>, Status> {
        let slot = self.0.submit_streams.try_acquire().map_err(|_| Failure::Overloaded("submit streams"))?;
        let trace = intake::trace(request.metadata());
        let response = intake::take(&self.0, request.into_inner(), trace).await?;
        drop(slot);
        Ok(Response::new(response))
    }

    async fn get_submission(
        &self,
        request: Request<GetSubmissionRequest>,
    ) -> Result<Response<GetSubmissionResponse>, Status> {
        let id = request.into_inner().submission_id;
        let entry = self.0.store.submission(required("submission_id", &id)?).await.map_err(Failure::from)?;
        let entry = entry.ok_or_else(|| Failure::not_found("submission", id))?;
        Ok(Response::new(GetSubmissionResponse { entry: Some(entry) }))
    }

    async fn get_article(&self, request: Request<GetArticleRequest>) -> Result<Response<GetArticleResponse>, Status> {
        let GetArticleRequest { id, offset_encoding, read_mask } = request.into_inner();
        let record = self.record(&id, None, offset_encoding, read_mask).await?;
        Ok(Response::new(GetArticleResponse { record: Some(record) }))
    }

    async fn list_articles(
        &self,
        request: Request<ListArticlesRequest>,
    ) -> Result<Response<ListArticlesResponse>, Status> {
        let ListArticlesRequest { filter, page_size, page_token } = request.into_inner();
        let page = page(page_size, page_token, 50, 1000);
        let found =
            self.0.store.list(&filter.unwrap_or_default(), &page).await.map_err(in_field(blamed(&page, "filter")))?;
        Ok(Response::new(ListArticlesResponse { articles: found.items, next_page_token: found.next }))
    }

    async fn search_articles(
        &self,
        request: Request<SearchArticlesRequest>,
    ) -> Result<Response<SearchArticlesResponse>, Status> {
        let SearchArticlesRequest { query, filter, page_size, page_token, offset_encoding } = request.into_inner();
        let unit = found::encoding(offset_encoding)?;
        required("query", query.trim())?;
        let page = page(page_size, page_token, 20, 100);
        let found = self.0.store.search(&query, &filter.unwrap_or_default(), &page).await;
        let mut found = found.map_err(in_field(blamed(&page, "query")))?;
        for hit in &mut found.hits {
            convert_highlights(hit, unit)?;
        }
        Ok(Response::new(SearchArticlesResponse {
            hits: found.hits,
            next_page_token: found.next,
            ranked_recent_only: found.ranked_recent_only,
        }))
    }

    async fn delete_article(
        &self,
        request: Request<DeleteArticleRequest>,
    ) -> Result<Response<DeleteArticleResponse>, Status> {
        let id = request.into_inner().id;
        let revisions = self.0.store.delete(required("id", &id)?).await.map_err(Failure::from)?;
        if revisions == 0 {
            return Err(Failure::not_found("article", id).into());
        }
        Ok(Response::new(DeleteArticleResponse { revisions }))
    }

    async fn get_revision(
        &self,
        request: Request<GetRevisionRequest>,
    ) -> Result<Response<GetRevisionResponse>, Status> {
        let GetRevisionRequest { id, revision, offset_encoding, read_mask } = request.into_inner();
        let revision = required("revision", &revision)?;
        let record = self.record(&id, Some(revision), offset_encoding, read_mask).await?;
        Ok(Response::new(GetRevisionResponse { record: Some(record) }))
    }

    async fn list_revisions(
        &self,
        request: Request<ListRevisionsRequest>,
    ) -> Result<Response<ListRevisionsResponse>, Status> {
        let id = request.into_inner().id;
        let revisions = self.0.store.revisions(required("id", &id)?).await.map_err(Failure::from)?;
        if revisions.is_empty() {
            return Err(Failure::not_found("article", id).into());
        }
        Ok(Response::new(ListRevisionsResponse { revisions }))
    }
}

fn convert_highlights(hit: &mut SearchHit, unit: OffsetEncoding) -> Result<(), Failure> {
    let map = OffsetMap::new(&hit.snippet, unit);
    for span in &mut hit.highlights {
        map.apply(span)?;
    }
    Ok(())
}
