//! Which facts of a record a filter means. Lists and watches use the same answer.

use dateline_record::v1::{ArticleRecord, Claim, Event, Evidence, FactFilter, Participant, Quantity, Quote, Reference};

use crate::{
    names::{Cast, Names, Wanted},
    query::{Expr, Find, named},
    rows,
    store::FactKind,
    time,
};

/// A fact of a record: its index in the list of its kind, and for a mention its index in the entity's mentions.
pub type Place = (usize, usize);

/// The facts of `kind` in `record` that a filter means, in their order.
///
/// Every field of the filter that is set must hold; a field that the kind of fact does not have excludes it.
#[must_use]
pub fn matching(record: &ArticleRecord, kind: FactKind, filter: &FactFilter) -> Vec<Place> {
    let wanted = Filter::of(filter);
    if !wanted.allows(kind) || !article_matches(record, filter) {
        return Vec::new();
    }
    let cast = Cast::of(record);
    let whole = |index: usize| (index, 0);
    match kind {
        FactKind::Event => indices(&record.events, |event| wanted.event(event, &cast)).map(whole).collect(),
        FactKind::Quote => indices(&record.quotes, |quote| wanted.quote(quote, &cast)).map(whole).collect(),
        FactKind::Quantity => indices(&record.quantities, |quantity| wanted.quantity(quantity, &cast)).map(whole).collect(),
        FactKind::Claim => indices(&record.claims, |claim| wanted.claim(claim, record, &cast)).map(whole).collect(),
        FactKind::Mention => wanted.mentions(record, &cast),
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

fn indices<T>(facts: &[T], wanted: impl Fn(&T) -> bool) -> impl Iterator<Item = usize> {
    facts.iter().enumerate().filter(move |(_, fact)| wanted(fact)).map(|(index, _)| index)
}

fn article_matches(record: &ArticleRecord, filter: &FactFilter) -> bool {
    let Some(article) = &record.article else { return false };
    let published = time::second(article.published_at.as_ref());
    let after = filter.published_after.as_ref().is_none_or(|after| published.is_some_and(|second| second >= after.seconds));
    let before = filter.published_before.as_ref().is_none_or(|before| {
        published.is_some_and(|second| second < before.seconds + i64::from(before.nanos > 0))
    });
    let language = article.language.as_ref().map_or("", |language| &language.tag);
    after
        && before
        && (filter.article.is_empty() || filter.article == article.id)
        && Wanted::new(&filter.language).is_none_or(|wanted| rows::language_forms(language).contains(&wanted.lower))
        && Wanted::new(&filter.source).is_none_or(|wanted| {
            let names = article.source.as_ref().map(rows::source_names).unwrap_or_default();
            names.iter().any(|name| !name.is_empty() && (*name == wanted.lower || *name == wanted.slug))
        })
}

/// A filter, read once.
struct Filter {
    entity: Option<Wanted>,
    actor: Option<Wanted>,
    recipient: Option<Wanted>,
    speaker: Option<Wanted>,
    place: Option<Wanted>,
    kind: Option<Wanted>,
    certainty: Option<Wanted>,
    min_confidence: f64,
}

impl Filter {
    fn of(filter: &FactFilter) -> Self {
        Self {
            entity: Wanted::new(&filter.entity),
            actor: Wanted::new(&filter.actor),
            recipient: Wanted::new(&filter.recipient),
            speaker: Wanted::new(&filter.speaker),
            place: Wanted::new(&filter.place),
            kind: Wanted::new(&filter.r#type),
            certainty: Wanted::new(&filter.certainty),
            min_confidence: filter.min_confidence,
        }
    }

    /// False when a field is set that facts of `kind` do not have.
    fn allows(&self, kind: FactKind) -> bool {
        let event = kind == FactKind::Event;
        let speech = matches!(kind, FactKind::Quote | FactKind::Claim);
        let sure = matches!(kind, FactKind::Event | FactKind::Claim);
        (event || (self.actor.is_none() && self.recipient.is_none() && self.place.is_none()))
            && (speech || self.speaker.is_none())
            && (sure || self.certainty.is_none())
            && (kind != FactKind::Claim || self.kind.is_none())
    }

    fn event(&self, event: &Event, cast: &Cast<'_>) -> bool {
        let place = event.place.as_ref().and_then(|place| cast.get(&place.entity));
        let everyone = event.actors.iter().chain(&event.recipients).map(|one| one.entity.as_str());
        let everything = everyone
            .chain(event.place.iter().chain(&event.instruments).map(|reference| reference.entity.as_str()));
        self.sure(event.evidence.as_ref())
            && holds(&self.kind, |wanted| rows::event_types(event).contains(&wanted.lower))
            && holds(&self.certainty, |wanted| wanted.names(event.factuality().as_str_name()))
            && holds(&self.actor, |wanted| takes_part(&event.actors, cast, wanted))
            && holds(&self.recipient, |wanted| takes_part(&event.recipients, cast, wanted))
            && holds(&self.place, |wanted| place.is_some_and(|names| names.is_place(wanted)))
            && self.involves(everything, cast)
    }

    fn quote(&self, quote: &Quote, cast: &Cast<'_>) -> bool {
        self.sure(quote.evidence.as_ref())
            && holds(&self.kind, |wanted| wanted.names(quote.kind().as_str_name()))
            && holds(&self.speaker, |wanted| refers(quote.speaker.as_ref(), cast, wanted))
            && self.involves(quote.speaker.iter().chain(&quote.addressee).map(|one| one.entity.as_str()), cast)
    }

    fn quantity(&self, quantity: &Quantity, cast: &Cast<'_>) -> bool {
        let kind = quantity.kind().as_str_name();
        self.sure(quantity.evidence.as_ref())
            && holds(&self.kind, |wanted| wanted.names(kind) || wanted.names(&quantity.currency))
            && self.involves(quantity.counted.iter().map(|counted| counted.entity.as_str()), cast)
    }

    fn claim(&self, claim: &Claim, record: &ArticleRecord, cast: &Cast<'_>) -> bool {
        let event = record.events.iter().filter(|event| !claim.event.is_empty() && event.id == claim.event);
        let told = event.flat_map(|event| event.actors.iter().chain(&event.recipients)).map(|one| one.entity.as_str());
        let vouching = claim.source.iter().chain(&claim.via).map(|one| one.entity.as_str());
        self.sure(claim.evidence.as_ref())
            && holds(&self.certainty, |wanted| wanted.names(claim.certainty().as_str_name()))
            && holds(&self.speaker, |wanted| refers(claim.source.as_ref(), cast, wanted))
            && self.involves(vouching.chain(told), cast)
    }

    fn mentions(&self, record: &ArticleRecord, cast: &Cast<'_>) -> Vec<Place> {
        let mut found = Vec::new();
        for (index, entity) in record.entities.iter().enumerate() {
            if !self.sure(entity.evidence.as_ref()) || !self.involves(std::iter::once(entity.id.as_str()), cast) {
                continue;
            }
            let kind = entity.kind().as_str_name();
            let of_kind = |form: &str| holds(&self.kind, |wanted| wanted.names(kind) || wanted.names(form));
            let mentions = indices(&entity.mentions, |mention| of_kind(mention.form().as_str_name()));
            found.extend(mentions.map(|mention| (index, mention)));
        }
        found
    }

    fn sure(&self, evidence: Option<&Evidence>) -> bool {
        self.min_confidence <= 0.0 || evidence.is_some_and(|evidence| evidence.confidence >= self.min_confidence)
    }

    fn involves<'e>(&self, mut entities: impl Iterator<Item = &'e str>, cast: &Cast<'_>) -> bool {
        holds(&self.entity, |wanted| entities.any(|id| cast.get(id).is_some_and(|names: &Names| names.is(wanted))))
    }
}

impl Wanted {
    fn names(&self, name: &str) -> bool {
        self.raw.eq_ignore_ascii_case(name)
    }
}

fn holds(wanted: &Option<Wanted>, mut test: impl FnMut(&Wanted) -> bool) -> bool {
    wanted.as_ref().is_none_or(&mut test)
}

fn takes_part(participants: &[Participant], cast: &Cast<'_>, wanted: &Wanted) -> bool {
    participants.iter().any(|participant| {
        participant.actor.eq_ignore_ascii_case(&wanted.raw) && !participant.actor.is_empty()
            || cast.get(&participant.entity).is_some_and(|names| names.is_actor(wanted))
    })
}

fn refers(reference: Option<&Reference>, cast: &Cast<'_>, wanted: &Wanted) -> bool {
    reference.and_then(|reference| cast.get(&reference.entity)).is_some_and(|names| names.is(wanted))
}
