//! How central an entity is to the article.

use dateline_record::v1::paragraph::Kind;

use super::draft::Draft;
use crate::context::Context;

/// Weights of: mentions beside the entity mentioned most, an early first mention, the lead, the headline.
const WEIGHTS: [f64; 4] = [0.45, 0.25, 0.15, 0.15];

/// Adds the salience of each draft.
pub(super) fn add(cx: &Context<'_>, drafts: &mut [Draft]) {
    let most = drafts.iter().map(|draft| draft.mentions.len()).max().unwrap_or(1).max(1);
    let length = cx.text().len().max(1);
    let title = cx.article.title.to_lowercase();
    for draft in drafts {
        let Some(first) = draft.first().map(|found| found.span.start) else { continue };
        let kinds = || draft.mentions.iter().map(|found| cx.paragraph_kind(found.span.start));
        let last_word = draft.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let in_title = !last_word.is_empty()
            && title.split(|c: char| !c.is_alphanumeric()).any(|word| word == last_word)
            || kinds().any(|kind| kind == Kind::Headline);
        let parts = [
            ratio(draft.mentions.len(), most).sqrt(),
            1.0 - ratio(first, length),
            f64::from(u8::from(kinds().any(|kind| kind == Kind::Lead))),
            f64::from(u8::from(in_title)),
        ];
        let salience: f64 = parts.iter().zip(WEIGHTS).map(|(part, weight)| part * weight).sum();
        draft.salience = (salience.clamp(0.0, 1.0) * 1000.0).round() / 1000.0;
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
