//! What was said, and by whom.

use dateline_record::v1::ArticleRecord;

use crate::context::Context;

/// Adds the quotes of the article to the record.
pub(crate) fn extract(_cx: &Context<'_>, _record: &mut ArticleRecord) {}
