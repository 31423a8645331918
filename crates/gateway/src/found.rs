//! Facts as they leave the gateway: in their context, spans in the unit asked for.

use dateline_record::{
    filter::{FactRef, find},
    ids,
    offsets::{OffsetMap, Spans},
    v1::{
        ArticleRecord, ArticleReference, ClaimFact, EntityReference, EventFact, FactContext, MentionFact,
        OffsetEncoding, QuantityFact, QuoteFact, watch_response::Fact,
    },
};
use dateline_storage::store::{FactHit, FactKind};

use crate::failure::Failure;

/// The unit that a request asks for.
pub(crate) fn encoding(value: i32) -> Result<OffsetEncoding, Failure> {
    OffsetEncoding::try_from(value)
        .map_err(|_| Failure::invalid("offset_encoding", format!("{value} is no unit: use UTF8, UTF16 or UTF32")))
}

/// Facts found, in their order.
pub(crate) fn render_all(hits: &[FactHit], encoding: OffsetEncoding) -> Result<Vec<Fact>, Failure> {
    let mut facts = Vec::with_capacity(hits.len());
    for of_one_record in hits.chunk_by(|one, next| std::sync::Arc::ptr_eq(&one.record, &next.record)) {
        let Some(first) = of_one_record.first() else { continue };
        let map = OffsetMap::new(text(&first.record), encoding);
        for hit in of_one_record {
            let fact = fact_at(&hit.record, hit.kind, hit.index, hit.mention)
                .ok_or_else(|| Failure::Internal("the index names a fact that its record does not have".into()))?;
            facts.push(render(&hit.record, fact, &map)?);
        }
    }
    Ok(facts)
}

/// One fact in its context.
pub(crate) fn render(record: &ArticleRecord, fact: FactRef<'_>, map: &OffsetMap<'_>) -> Result<Fact, Failure> {
    let context = Some(context(record, fact));
    Ok(match fact {
        FactRef::Event(event) => Fact::Event(EventFact { context, event: Some(converted(event, map)?) }),
        FactRef::Quote(quote) => Fact::Quote(QuoteFact { context, quote: Some(converted(quote, map)?) }),
        FactRef::Quantity(quantity) => {
            Fact::Quantity(QuantityFact { context, quantity: Some(converted(quantity, map)?) })
        }
        FactRef::Claim(claim) => Fact::Claim(ClaimFact { context, claim: Some(converted(claim, map)?) }),
        FactRef::Mention(_, mention) => Fact::Mention(MentionFact { context, mention: Some(converted(mention, map)?) }),
    })
}

/// The fact at a place of a record.
pub(crate) fn fact_at(record: &ArticleRecord, kind: FactKind, index: usize, mention: usize) -> Option<FactRef<'_>> {
    match kind {
        FactKind::Event => record.events.get(index).map(FactRef::Event),
        FactKind::Quote => record.quotes.get(index).map(FactRef::Quote),
        FactKind::Quantity => record.quantities.get(index).map(FactRef::Quantity),
        FactKind::Claim => record.claims.get(index).map(FactRef::Claim),
        FactKind::Mention => {
            let entity = record.entities.get(index)?;
            entity.mentions.get(mention).map(|mention| FactRef::Mention(entity, mention))
        }
    }
}

/// The text that a record's spans point into.
pub(crate) fn text(record: &ArticleRecord) -> &str {
    record.article.as_ref().map_or("", |article| &article.text)
}

fn converted<T: Spans + Clone>(fact: &T, map: &OffsetMap<'_>) -> Result<T, Failure> {
    let mut fact = fact.clone();
    let mut result = Ok(());
    fact.each_span(&mut |span| {
        if let Err(error) = map.apply(span) {
            result = Err(error);
        }
    });
    result?;
    Ok(fact)
}

fn context(record: &ArticleRecord, fact: FactRef<'_>) -> FactContext {
    let words = fact.span().and_then(|span| text(record).get(span.start as usize..span.end as usize));
    let entities = fact.entities().into_iter().filter_map(|id| find(record, id)).map(|entity| EntityReference {
        id: entity.id.clone(),
        key: ids::entity_key(entity),
        name: entity.name.clone(),
        kind: entity.kind,
    });
    FactContext { article: reference(record), text: words.unwrap_or_default().into(), entities: entities.collect() }
}

fn reference(record: &ArticleRecord) -> Option<ArticleReference> {
    record.article.as_ref().map(|article| ArticleReference {
        id: article.id.clone(),
        revision: article.revision.clone(),
        title: article.title.clone(),
        url: article.url.clone(),
        source: article.source.clone(),
        published_at: article.published_at.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_record::v1::{Article, Entity, Quote, Reference, Span, entity};

    #[test]
    fn a_fact_carries_its_words_its_entities_and_spans_in_the_unit_asked_for() {
        let text = "«Já» — she said";
        let quote = Quote {
            span: Some(Span { start: 0, end: 7 }),
            speaker: Some(Reference {
                entity: "e1".into(),
                span: Some(Span { start: 12, end: 15 }),
                ..Reference::default()
            }),
            ..Quote::default()
        };
        let speaker =
            Entity { id: "e1".into(), name: "Ana Vell".into(), kind: entity::Kind::Person.into(), ..Entity::default() };
        let article = Article { id: "a1".into(), text: text.into(), ..Article::default() };
        let record = ArticleRecord {
            article: Some(article),
            entities: vec![speaker],
            quotes: vec![quote],
            ..ArticleRecord::default()
        };
        let map = OffsetMap::new(text, OffsetEncoding::Utf32);
        let Fact::Quote(found) = render(&record, FactRef::Quote(&record.quotes[0]), &map).unwrap() else {
            panic!("a quote is a quote")
        };
        let context = found.context.unwrap();
        assert_eq!((context.text.as_str(), context.entities[0].key.as_str()), ("«Já»", "person:ana-vell"));
        let quote = found.quote.unwrap();
        assert_eq!(quote.span, Some(Span { start: 0, end: 4 }));
        assert_eq!(quote.speaker.unwrap().span, Some(Span { start: 7, end: 10 }));
    }
}
