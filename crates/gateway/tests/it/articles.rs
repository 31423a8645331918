//! `ArticleService` out: get, list, search, revisions, delete. And `ExtractionService`.

use dateline_record::v1::{
    DeleteArticleRequest, ExtractRequest, GetArticleRequest, GetRevisionRequest, GetSubmissionRequest,
    ListArticlesRequest, ListRevisionsRequest, OffsetEncoding, RawArticle, SearchArticlesRequest, Span, ledger_entry,
};
use pbjson_types::FieldMask;
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::support::{Gateway, TEXT, assert_field, record};

fn get(id: &str) -> GetArticleRequest {
    GetArticleRequest { id: id.into(), ..GetArticleRequest::default() }
}

fn mask(paths: &[&str]) -> Option<FieldMask> {
    Some(FieldMask { paths: paths.iter().map(|path| (*path).into()).collect() })
}

#[tokio::test]
async fn an_article_comes_back_as_it_was_stored() {
    let gateway = Gateway::start().await;
    gateway.put([record("a1")]).await;
    let found = gateway.articles().get_article(get("a1")).await.unwrap().into_inner();
    assert_eq!(found.record, Some(record("a1")));
}

#[tokio::test]
async fn spans_come_in_the_unit_asked_for() {
    let gateway = Gateway::start().await;
    gateway.put([record("a1")]).await;
    for (unit, start) in [(OffsetEncoding::Utf8, 5), (OffsetEncoding::Utf16, 3), (OffsetEncoding::Utf32, 2)] {
        let request = GetArticleRequest { offset_encoding: unit.into(), ..get("a1") };
        let found = gateway.articles().get_article(request).await.unwrap().into_inner().record.unwrap();
        assert_eq!(found.events[0].actors[0].span, Some(Span { start, end: start + 8 }), "{unit:?}");
        assert_eq!(found.offset_encoding(), unit);
    }
    let request = GetArticleRequest { offset_encoding: 9, ..get("a1") };
    assert_field(&gateway.articles().get_article(request).await.unwrap_err(), "offset_encoding");
}

#[tokio::test]
async fn a_mask_chooses_fields() {
    let gateway = Gateway::start().await;
    gateway.put([record("a1")]).await;
    // The text that the spans are converted against is masked out, the spans are converted all the same.
    let request = GetArticleRequest {
        read_mask: mask(&["article.title", "quotes"]),
        offset_encoding: OffsetEncoding::Utf32.into(),
        ..get("a1")
    };
    let found = gateway.articles().get_article(request).await.unwrap().into_inner().record.unwrap();
    let article = found.article.unwrap();
    assert_eq!((article.title.as_str(), article.text.as_str()), ("Harbour talks a1", ""));
    let quote = TEXT.chars().position(|c| c == '“').unwrap() as u32;
    assert_eq!(found.quotes[0].span.map(|span| span.start), Some(quote));
    assert!(found.events.is_empty());

    let request = GetArticleRequest { read_mask: mask(&["rumours"]), ..get("a1") };
    assert_field(&gateway.articles().get_article(request).await.unwrap_err(), "read_mask");
}

#[tokio::test]
async fn what_is_not_there_is_named() {
    let gateway = Gateway::start().await;
    let missing = gateway.articles().get_article(get("nope")).await.unwrap_err();
    assert_eq!(missing.code(), Code::NotFound);
    let resource = missing.get_details_resource_info().unwrap();
    assert_eq!((resource.resource_type.as_str(), resource.resource_name.as_str()), ("article", "nope"));
    assert_field(&gateway.articles().get_article(get("")).await.unwrap_err(), "id");
    let submission = gateway.articles().get_submission(GetSubmissionRequest { submission_id: "nope".into() }).await;
    assert_eq!(submission.unwrap_err().code(), Code::NotFound);
    let delete = gateway.articles().delete_article(DeleteArticleRequest { id: "nope".into() }).await;
    assert_eq!(delete.unwrap_err().code(), Code::NotFound);
    let revisions = gateway.articles().list_revisions(ListRevisionsRequest { id: "nope".into() }).await;
    assert_eq!(revisions.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn revisions_are_listed_and_read() {
    let gateway = Gateway::start().await;
    let mut edited = record("a1");
    let article = edited.article.as_mut().unwrap();
    (article.revision, article.title) = ("a1-r2".into(), "Edited".into());
    gateway.put([record("a1")]).await;
    gateway.put([edited.clone()]).await;
    let listed =
        gateway.articles().list_revisions(ListRevisionsRequest { id: "a1".into() }).await.unwrap().into_inner();
    let listed: Vec<_> = listed.revisions.iter().map(|one| (one.revision.as_str(), one.current)).collect();
    assert_eq!(listed, [("a1-r2", true), ("a1-r1", false)]);
    let request = |revision: &str| GetRevisionRequest {
        id: "a1".into(),
        revision: revision.into(),
        ..GetRevisionRequest::default()
    };
    let first = gateway.articles().get_revision(request("a1-r1")).await.unwrap().into_inner();
    assert_eq!(first.record, Some(record("a1")));
    assert_eq!(gateway.articles().get_revision(request("a1-r9")).await.unwrap_err().code(), Code::NotFound);
    assert_field(&gateway.articles().get_revision(request("")).await.unwrap_err(), "revision");
}

#[tokio::test]
async fn lists_come_in_pages_without_gap_or_repetition() {
    let gateway = Gateway::start().await;
    gateway.put((0..7).map(|n| record(&format!("a{n}")))).await;
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let request = ListArticlesRequest { page_size: 3, page_token: token, ..ListArticlesRequest::default() };
        let page = gateway.articles().list_articles(request).await.unwrap().into_inner();
        assert!(page.articles.len() <= 3);
        seen.extend(page.articles.into_iter().map(|article| article.id));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    seen.sort();
    assert_eq!(seen, (0..7).map(|n| format!("a{n}")).collect::<Vec<_>>());
    let request = ListArticlesRequest { page_token: "garbage".into(), ..ListArticlesRequest::default() };
    assert_field(&gateway.articles().list_articles(request).await.unwrap_err(), "page_token");
}

#[tokio::test]
async fn a_search_highlights_what_it_found_in_the_unit_asked_for() {
    let gateway = Gateway::start().await;
    gateway.put([record("a1")]).await;
    let request = SearchArticlesRequest {
        query: "boats".into(),
        offset_encoding: OffsetEncoding::Utf32.into(),
        ..SearchArticlesRequest::default()
    };
    let found = gateway.articles().search_articles(request).await.unwrap().into_inner();
    let hit = &found.hits[0];
    assert_eq!(hit.article.as_ref().unwrap().id, "a1");
    let Span { start, end } = hit.highlights[0];
    let words: String = hit.snippet.chars().skip(start as usize).take((end - start) as usize).collect();
    assert_eq!(words, "boats");
}

#[tokio::test]
async fn a_query_that_does_not_parse_is_refused() {
    let gateway = Gateway::start().await;
    for query in ["", "  ", "(boats", "AND", "after:yesterdayish"] {
        let request = SearchArticlesRequest { query: query.into(), ..SearchArticlesRequest::default() };
        assert_field(&gateway.articles().search_articles(request).await.expect_err(query), "query");
    }
}

#[tokio::test]
async fn a_deleted_article_is_gone() {
    let gateway = Gateway::start().await;
    gateway.put([record("a1")]).await;
    let deleted =
        gateway.articles().delete_article(DeleteArticleRequest { id: "a1".into() }).await.unwrap().into_inner();
    assert_eq!(deleted.revisions, 1);
    assert_eq!(gateway.articles().get_article(get("a1")).await.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn a_submission_is_found_by_its_id() {
    let gateway = Gateway::start().await;
    gateway.put([record("a1")]).await;
    let request = GetSubmissionRequest { submission_id: "submission-a1".into() };
    let entry = gateway.articles().get_submission(request).await.unwrap().into_inner().entry.unwrap();
    assert_eq!((entry.state(), entry.article_id.as_str()), (ledger_entry::State::Stored, "a1"));
}

#[tokio::test]
async fn text_is_extracted_without_being_stored() {
    let gateway = Gateway::start().await;
    let raw = RawArticle { text: TEXT.into(), ..RawArticle::default() };
    let request = ExtractRequest {
        article: Some(raw.clone()),
        offset_encoding: OffsetEncoding::Utf16.into(),
        ..ExtractRequest::default()
    };
    let record = gateway.extraction().extract(request).await.unwrap().into_inner().record.unwrap();
    assert_eq!(record.article.as_ref().unwrap().text, TEXT);
    assert_eq!(record.offset_encoding(), OffsetEncoding::Utf16);
    let listed = gateway.articles().list_articles(ListArticlesRequest::default()).await.unwrap().into_inner();
    assert!(listed.articles.is_empty());

    let request = ExtractRequest { article: Some(raw), kinds: vec!["rumours".into()], ..ExtractRequest::default() };
    assert_field(&gateway.extraction().extract(request).await.unwrap_err(), "kinds");
    let nothing = gateway.extraction().extract(ExtractRequest::default()).await.unwrap_err();
    assert_field(&nothing, "article");
    assert_eq!(nothing.get_details_error_info().unwrap().metadata["reason"], "empty");
}
