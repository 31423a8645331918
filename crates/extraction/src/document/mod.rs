//! The document as a whole: what it is about, and its six questions answered.

use dateline_record::v1::ArticleRecord;

use crate::context::Context;

/// Adds what holds for the document as a whole to the record.
pub(crate) fn extract(_cx: &Context<'_>, _record: &mut ArticleRecord) {}
