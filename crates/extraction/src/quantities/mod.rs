//! Numbers with what they count or measure.

pub(crate) mod number;
pub(crate) mod words;

use dateline_record::v1::ArticleRecord;

use crate::context::Context;

/// Adds the quantities of the article to the record.
pub(crate) fn extract(_cx: &Context<'_>, _record: &mut ArticleRecord) {}
