//! `EntityService`: entities across articles.

use std::sync::Arc;

use dateline_record::v1::{
    FactFilter, GetEntityRequest, GetEntityResponse, ListCoMentionedRequest, ListCoMentionedResponse,
    ListEntityMentionsRequest, ListEntityMentionsResponse, SearchEntitiesRequest, SearchEntitiesResponse, entity,
    watch_response::Fact,
};
use dateline_storage::store::FactKind;
use tonic::{Request, Response, Status, async_trait};

use super::{Context, blamed, facts, page, required};
use crate::{
    failure::{Failure, in_field},
    proto::entity_service_server::EntityService,
};

/// See the module.
pub(crate) struct Entities(pub(crate) Arc<Context>);

#[async_trait]
impl EntityService for Entities {
    async fn get_entity(&self, request: Request<GetEntityRequest>) -> Result<Response<GetEntityResponse>, Status> {
        let key = request.into_inner().key;
        let entity = self.0.store.entity(required("key", &key)?).await.map_err(Failure::from)?;
        let entity = entity.ok_or_else(|| Failure::not_found("entity", key))?;
        Ok(Response::new(GetEntityResponse { entity: Some(entity) }))
    }

    async fn search_entities(
        &self,
        request: Request<SearchEntitiesRequest>,
    ) -> Result<Response<SearchEntitiesResponse>, Status> {
        let SearchEntitiesRequest { query, kind, page_size, page_token } = request.into_inner();
        let kind = entity::Kind::try_from(kind)
            .map_err(|_| Failure::invalid("kind", format!("{kind} is no kind of entity")))?;
        let kind = (kind != entity::Kind::Unspecified).then_some(kind);
        required("query", query.trim())?;
        let page = page(page_size, page_token, 20, 100);
        let found =
            self.0.store.search_entities(&query, kind, &page).await.map_err(in_field(blamed(&page, "query")))?;
        Ok(Response::new(SearchEntitiesResponse { entities: found.items, next_page_token: found.next }))
    }

    async fn list_entity_mentions(
        &self,
        request: Request<ListEntityMentionsRequest>,
    ) -> Result<Response<ListEntityMentionsResponse>, Status> {
        let ListEntityMentionsRequest { key, page_size, page_token, offset_encoding } = request.into_inner();
        required("key", &key)?;
        let page = page(page_size, page_token, 50, 500);
        let filter = FactFilter { entity: key, ..FactFilter::default() };
        let only = |fact| if let Fact::Mention(mention) = fact { Some(mention) } else { None };
        let (mentions, next_page_token) =
            facts::list(&self.0, (FactKind::Mention, only), &filter, &page, offset_encoding).await?;
        Ok(Response::new(ListEntityMentionsResponse { mentions, next_page_token }))
    }

    async fn list_co_mentioned(
        &self,
        request: Request<ListCoMentionedRequest>,
    ) -> Result<Response<ListCoMentionedResponse>, Status> {
        let ListCoMentionedRequest { key, page_size } = request.into_inner();
        let limit = page(page_size, String::new(), 20, 100).size;
        let co_mentions = self.0.store.co_mentioned(required("key", &key)?, limit).await.map_err(Failure::from)?;
        Ok(Response::new(ListCoMentionedResponse { co_mentions }))
    }
}
