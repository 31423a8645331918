//! Who did what to whom, coded in PLOVER and CAMEO.

use dateline_record::v1::ArticleRecord;

use crate::context::Context;

/// Adds the events of the article to the record.
pub(crate) fn extract(_cx: &Context<'_>, _record: &mut ArticleRecord) {}
