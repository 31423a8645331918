//! `FactService` and `EntityService`.

use dateline_record::v1::{
    FactFilter, GetEntityRequest, ListClaimsRequest, ListCoMentionedRequest, ListEntityMentionsRequest,
    ListEventsRequest, ListMentionsRequest, ListQuantitiesRequest, ListQuotesRequest, OffsetEncoding,
    SearchEntitiesRequest, Span,
};
use tonic::Code;

use crate::support::{Gateway, assert_field, record};

async fn with_records() -> Gateway {
    let gateway = Gateway::start().await;
    gateway.put([record("a1"), record("a2")]).await;
    gateway
}

fn by(change: impl FnOnce(&mut FactFilter)) -> Option<FactFilter> {
    let mut filter = FactFilter::default();
    change(&mut filter);
    Some(filter)
}

#[tokio::test]
async fn events_come_with_their_context() {
    let gateway = with_records().await;
    let request = ListEventsRequest {
        filter: by(|f| (f.actor, f.r#type) = ("Ana Vell".into(), "CONSULT".into())),
        offset_encoding: OffsetEncoding::Utf16.into(),
        ..ListEventsRequest::default()
    };
    let found = gateway.facts().list_events(request).await.unwrap().into_inner();
    assert_eq!(found.events.len(), 2);
    let (event, context) = (found.events[0].event.as_ref().unwrap(), found.events[0].context.as_ref().unwrap());
    assert_eq!(event.actors[0].span, Some(Span { start: 3, end: 11 }));
    assert_eq!(context.text, "Ana Vell met Jon Oake in Port Ada");
    let keys: Vec<_> = context.entities.iter().map(|entity| entity.key.as_str()).collect();
    assert_eq!(keys, ["person:ana-vell", "person:jon-oake", "gpe:port-ada"]);
    assert_eq!(context.article.as_ref().unwrap().source.as_ref().unwrap().domain, "adapost.example");
}

#[tokio::test]
async fn every_kind_is_listed_and_filtered() {
    let gateway = with_records().await;
    let mut facts = gateway.facts();
    let quotes = ListQuotesRequest { filter: by(|f| f.speaker = "person:ana-vell".into()), ..Default::default() };
    assert_eq!(facts.list_quotes(quotes).await.unwrap().into_inner().quotes.len(), 2);
    let quantities = ListQuantitiesRequest { filter: by(|f| f.r#type = "COUNT".into()), ..Default::default() };
    assert_eq!(facts.list_quantities(quantities).await.unwrap().into_inner().quantities.len(), 2);
    let claims = ListClaimsRequest { filter: by(|f| f.certainty = "CERTAIN".into()), ..Default::default() };
    assert_eq!(facts.list_claims(claims).await.unwrap().into_inner().claims.len(), 2);
    let mentions = ListMentionsRequest { filter: by(|f| f.article = "a1".into()), ..Default::default() };
    assert_eq!(facts.list_mentions(mentions).await.unwrap().into_inner().mentions.len(), 3);
    let nobody = ListQuotesRequest { filter: by(|f| f.speaker = "Jon Oake".into()), ..Default::default() };
    assert!(facts.list_quotes(nobody).await.unwrap().into_inner().quotes.is_empty());
}

#[tokio::test]
async fn facts_come_in_pages() {
    let gateway = with_records().await;
    let (mut seen, mut token) = (0, String::new());
    loop {
        let request = ListMentionsRequest { page_size: 2, page_token: token, ..Default::default() };
        let page = gateway.facts().list_mentions(request).await.unwrap().into_inner();
        seen += page.mentions.len();
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(seen, 6);
}

#[tokio::test]
async fn wrong_requests_are_refused() {
    let gateway = with_records().await;
    let request = ListEventsRequest { filter: by(|f| f.min_confidence = 1.5), ..Default::default() };
    assert_field(&gateway.facts().list_events(request).await.unwrap_err(), "filter.min_confidence");
    let request = ListEventsRequest { filter: by(|f| f.r#type = "NOSUCH".into()), ..Default::default() };
    assert_field(&gateway.facts().list_events(request).await.unwrap_err(), "filter.type");
    let request = ListEventsRequest { page_token: "garbage".into(), ..Default::default() };
    assert_field(&gateway.facts().list_events(request).await.unwrap_err(), "page_token");
    let request = ListEventsRequest { offset_encoding: -1, ..Default::default() };
    assert_field(&gateway.facts().list_events(request).await.unwrap_err(), "offset_encoding");
}

#[tokio::test]
async fn entities_are_read_found_and_joined() {
    let gateway = with_records().await;
    let mut entities = gateway.entities();
    let ana = entities
        .get_entity(GetEntityRequest { key: "person:ana-vell".into() })
        .await
        .unwrap()
        .into_inner()
        .entity
        .unwrap();
    assert_eq!((ana.name.as_str(), ana.articles, ana.mentions), ("Ana Vell", 2, 2));
    let search = SearchEntitiesRequest { query: "jon oa".into(), ..Default::default() };
    let found = entities.search_entities(search).await.unwrap().into_inner().entities;
    assert_eq!(found.iter().map(|entity| entity.key.as_str()).collect::<Vec<_>>(), ["person:jon-oake"]);
    let request = ListEntityMentionsRequest { key: "gpe:port-ada".into(), ..Default::default() };
    let mentions = entities.list_entity_mentions(request).await.unwrap().into_inner().mentions;
    assert_eq!(
        mentions.iter().map(|one| one.context.as_ref().unwrap().text.as_str()).collect::<Vec<_>>(),
        ["Port Ada"; 2]
    );
    let request = ListCoMentionedRequest { key: "person:ana-vell".into(), ..Default::default() };
    let with = entities.list_co_mentioned(request).await.unwrap().into_inner().co_mentions;
    assert_eq!(with.iter().map(|one| one.articles).collect::<Vec<_>>(), [2, 2]);
}

#[tokio::test]
async fn entities_that_are_not_there_and_empty_names_are_told() {
    let gateway = Gateway::start().await;
    let mut entities = gateway.entities();
    let missing = entities.get_entity(GetEntityRequest { key: "person:nobody".into() }).await.unwrap_err();
    assert_eq!(missing.code(), Code::NotFound);
    assert_field(&entities.get_entity(GetEntityRequest::default()).await.unwrap_err(), "key");
    assert_field(&entities.search_entities(SearchEntitiesRequest::default()).await.unwrap_err(), "query");
    let request = SearchEntitiesRequest { query: "a".into(), kind: 99, ..Default::default() };
    assert_field(&entities.search_entities(request).await.unwrap_err(), "kind");
    assert_field(&entities.list_entity_mentions(ListEntityMentionsRequest::default()).await.unwrap_err(), "key");
    assert_field(&entities.list_co_mentioned(ListCoMentionedRequest::default()).await.unwrap_err(), "key");
}
