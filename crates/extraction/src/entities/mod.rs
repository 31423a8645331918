//! The entities of the article with every mention.

use dateline_record::v1::ArticleRecord;

use crate::context::Context;

/// Adds the entities of the article to the record.
pub(crate) fn extract(_cx: &Context<'_>, _record: &mut ArticleRecord) {}
