//! Which facts of a record a filter means, and where to look for them.

use dateline_record::{
    filter::{self, FactRef},
    v1::{ArticleRecord, FactFilter},
};

use crate::{
    names::Wanted,
    query::{Expr, Find, named},
    store::FactKind,
};

/// A fact of a record: its index in the list of its kind, and for a mention its index in the entity's mentions.
pub type Place = (usize, usize);

/// The facts of `kind` in `record` that a filter means, in their order.
#[must_use]
pub fn matching(record: &ArticleRecord, kind: FactKind, filter: &FactFilter) -> Vec<Place> {
    if !filter::article_matches(filter, record) {
        return Vec::new();
    }
    let facts = all(record, kind).filter(|(_, fact)| filter::matches(filter, record, *fact).is_some());
    facts.map(|(place, _)| place).collect()
}

/// Every fact of `kind` in `record`, with its place.
pub fn all(record: &ArticleRecord, kind: FactKind) -> Box<dyn Iterator<Item = (Place, FactRef<'_>)> + '_> {
    let whole = |(index, fact)| ((index, 0), fact);
    match kind {
        FactKind::Event => Box::new(record.events.iter().map(FactRef::Event).enumerate().map(whole)),
        FactKind::Quote => Box::new(record.quotes.iter().map(FactRef::Quote).enumerate().map(whole)),
        FactKind::Quantity => Box::new(record.quantities.iter().map(FactRef::Quantity).enumerate().map(whole)),
        FactKind::Claim => Box::new(record.claims.iter().map(FactRef::Claim).enumerate().map(whole)),
        FactKind::Mention => Box::new(record.entities.iter().enumerate().flat_map(|(index, entity)| {
            let mentions = entity.mentions.iter().enumerate();
            mentions.map(move |(mention, fact)| ((index, mention), FactRef::Mention(entity, fact)))
        })),
    }
}

/// Where to look for facts: every record with a fact that matches is found, and some without.
pub(crate) fn candidates(kind: FactKind, filter: &FactFilter) -> Find {
    let mut find = Find::all();
    find.require("source", &filter.source);
    find.require("language", &filter.language);
    find.published(filter.published_after.as_ref(), filter.published_before.as_ref());
    find.require("entity", &filter.entity);
    for (field, value) in [("actor", &filter.actor), ("recipient", &filter.recipient), ("place", &filter.place)] {
        if let Some(wanted) = Wanted::new(value) {
            find.and(Expr::Or(vec![named(field, &wanted), named("entity", &wanted)]));
        }
    }
    find.require(if kind == FactKind::Claim { "claimant" } else { "speaker" }, &filter.speaker);
    match kind {
        FactKind::Event => {
            find.require("event", &filter.r#type);
            find.require("factuality", &filter.certainty.to_uppercase());
        }
        FactKind::Quote => find.require("quote", &filter.r#type.to_uppercase()),
        FactKind::Quantity => find.require("quantity", &filter.r#type.to_uppercase()),
        FactKind::Claim => find.require("certainty", &filter.certainty.to_uppercase()),
        FactKind::Mention => {}
    }
    find
}
