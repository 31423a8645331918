//! `ExtractionService`: text to record, nothing stored.

use std::sync::Arc;

use dateline_extraction::{Extractor, Options};
use dateline_ingest::{Limits, parse_noting};
use dateline_record::{
    convert_spans,
    facts::{KINDS, retain_kinds, unknown_kind},
    v1::{ArticleRecord, ExtractRequest, ExtractResponse, RawArticle},
};
use tonic::{Request, Response, Status, async_trait};

use super::Context;
use crate::{failure::Failure, found, proto::extraction_service_server::ExtractionService, submission::check_size};

/// See the module.
pub(crate) struct Extraction(pub(crate) Arc<Context>);

#[async_trait]
impl ExtractionService for Extraction {
    async fn extract(&self, request: Request<ExtractRequest>) -> Result<Response<ExtractResponse>, Status> {
        let ExtractRequest { article, offset_encoding, sentences, kinds } = request.into_inner();
        let unit = found::encoding(offset_encoding)?;
        if let Some(unknown) = unknown_kind(&kinds) {
            return Err(
                Failure::invalid("kinds", format!("`{unknown}` is no kind of fact: use {}", KINDS.join(", "))).into()
            );
        }
        let article = article.unwrap_or_default();
        check_size(&article, &self.0.config.limits)?;
        let mut record = self.compute(article, sentences).await?;
        retain_kinds(&mut record, &kinds);
        convert_spans(&mut record, unit).map_err(Failure::from)?;
        Ok(Response::new(ExtractResponse { record: Some(record) }))
    }
}

impl Extraction {
    /// Runs on a thread that may block; the slot goes with the work, which a client's hanging up does not end.
    async fn compute(&self, article: RawArticle, sentences: bool) -> Result<ArticleRecord, Failure> {
        let slot = Arc::clone(&self.0.extractions).acquire_owned().await.map_err(|_| Failure::ShuttingDown)?;
        let (extractor, limits) = (self.0.extractor.clone(), self.0.config.limits.clone());
        let work = tokio::task::spawn_blocking(move || {
            let _slot = slot;
            extract(&extractor, &article, &limits, sentences)
        });
        work.await.map_err(|error| Failure::Internal(format!("extraction ended early: {error}")))?
    }
}

fn extract(
    extractor: &Extractor,
    article: &RawArticle,
    limits: &Limits,
    sentences: bool,
) -> Result<ArticleRecord, Failure> {
    let (article, noted) = parse_noting(article, limits).map_err(|rejection| Failure::Refused {
        field: "article",
        reason: rejection.reason,
        detail: rejection.detail,
    })?;
    let mut record = extractor.extract(article, &Options { sentences, ..Options::default() });
    record.diagnostics.splice(..0, noted);
    Ok(record)
}
