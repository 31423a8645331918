//! Dates, times of day, durations and recurring times, as TIMEX3.

use dateline_record::v1::ArticleRecord;

use crate::context::Context;

/// Adds the times of the article to the record.
pub(crate) fn extract(_cx: &Context<'_>, _record: &mut ArticleRecord) {}
