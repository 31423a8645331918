//! Whether a fact is meant by a [`FactFilter`], and why. One meaning for lists and for watches.
//!
//! Every field that is set must hold, and a field that a kind of fact does not have excludes the fact. Keys are compared
//! exactly, names by [`slug`] (case, punctuation and spacing do not matter), codes without regard to case.

use jiff::Timestamp;

use crate::{
    ids::{entity_key, slug},
    v1::{
        ArticleRecord, Claim, Entity, Event, Evidence, FactFilter, Mention, Participant, Quantity, Quote, Reference,
        Source, Span, claim, entity, event, quantity, quote,
    },
};

/// One fact of a record, of a kind that can be listed and watched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FactRef<'r> {
    /// Who did what to whom.
    Event(&'r Event),
    /// Who said what.
    Quote(&'r Quote),
    /// How many, how much.
    Quantity(&'r Quantity),
    /// Who vouches for what.
    Claim(&'r Claim),
    /// Who is mentioned where.
    Mention(&'r Entity, &'r Mention),
}

impl<'r> FactRef<'r> {
    /// The characters that the fact was found in.
    #[must_use]
    pub fn span(self) -> Option<Span> {
        match self {
            Self::Event(event) => event.span,
            Self::Quote(quote) => quote.span,
            Self::Quantity(quantity) => quantity.span,
            Self::Claim(claim) => claim.span,
            Self::Mention(_, mention) => mention.span,
        }
    }

    /// Ids in the record of the entities that take part in the fact, each once, in order of part.
    #[must_use]
    pub fn entities(self) -> Vec<&'r str> {
        let mut ids: Vec<&str> = match self {
            Self::Event(event) => {
                let participants =
                    event.actors.iter().chain(&event.recipients).map(|participant| participant.entity.as_str());
                participants
                    .chain(event.place.iter().chain(&event.instruments).map(|part| part.entity.as_str()))
                    .collect()
            }
            Self::Quote(quote) => references([&quote.speaker, &quote.addressee]),
            Self::Quantity(quantity) => quantity.counted.iter().map(|counted| counted.entity.as_str()).collect(),
            Self::Claim(claim) => references([&claim.source, &claim.via]),
            Self::Mention(entity, _) => vec![entity.id.as_str()],
        };
        ids.retain(|id| !id.is_empty());
        let mut seen = Vec::with_capacity(ids.len());
        ids.retain(|id| {
            !seen.contains(id) && {
                seen.push(*id);
                true
            }
        });
        ids
    }

    /// Why the fact is in the record; for a mention, why its entity is.
    #[must_use]
    pub fn evidence(self) -> Option<&'r Evidence> {
        match self {
            Self::Event(event) => event.evidence.as_ref(),
            Self::Quote(quote) => quote.evidence.as_ref(),
            Self::Quantity(quantity) => quantity.evidence.as_ref(),
            Self::Claim(claim) => claim.evidence.as_ref(),
            Self::Mention(entity, _) => entity.evidence.as_ref(),
        }
    }
}

fn references(parts: [&Option<Reference>; 2]) -> Vec<&str> {
    parts.into_iter().flatten().map(|part| part.entity.as_str()).collect()
}

/// Whether a record's article is meant: source, language, publication and id. Facts need no look when it is not.
#[must_use]
pub fn article_matches(filter: &FactFilter, record: &ArticleRecord) -> bool {
    let Some(article) = &record.article else { return false };
    let holds = |wanted: &str, check: &dyn Fn(&str) -> bool| wanted.is_empty() || check(wanted);
    holds(&filter.article, &|id| article.id == id)
        && holds(&filter.source, &|wanted| article.source.as_ref().is_some_and(|source| source_matches(source, wanted)))
        && holds(&filter.language, &|wanted| {
            article.language.as_ref().is_some_and(|language| language_matches(&language.tag, wanted))
        })
        && publication_matches(filter, article.published_at.as_ref().map(|time| time.value.as_str()))
}

/// Why a fact is meant, as `field = value` joined by commas; `None` when it is not. Empty when the filter is.
#[must_use]
pub fn matches(filter: &FactFilter, record: &ArticleRecord, fact: FactRef<'_>) -> Option<String> {
    if !article_matches(filter, record) {
        return None;
    }
    let mut reasons = Vec::new();
    let fields: [(&str, &str, Check); 7] = [
        ("entity", &filter.entity, takes_part),
        ("actor", &filter.actor, acts),
        ("recipient", &filter.recipient, is_acted_on),
        ("speaker", &filter.speaker, speaks),
        ("place", &filter.place, is_place),
        ("type", &filter.r#type, is_type),
        ("certainty", &filter.certainty, is_certainty),
    ];
    for (name, wanted, check) in fields {
        if !wanted.is_empty() {
            reasons.push(format!("{name} = {}", check(record, fact, wanted)?));
        }
    }
    if filter.min_confidence > 0.0 {
        let confidence = fact.evidence()?.confidence;
        if confidence < filter.min_confidence {
            return None;
        }
        reasons.push(format!("confidence = {confidence}"));
    }
    reasons.extend(article_reasons(filter, record));
    Some(reasons.join(", "))
}

/// The types of PLOVER (2021), by which events can be asked for.
const PLOVER: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

/// The field of a filter whose value no fact of any kind can have, and what it may be: a slip of the pen would find nothing.
#[must_use]
pub fn impossible(filter: &FactFilter) -> Option<(&'static str, &'static str)> {
    let (wanted, certainty) = (filter.r#type.as_str(), filter.certainty.to_uppercase());
    let name = wanted.to_uppercase();
    let is_code = wanted.len() <= 4 && wanted.bytes().all(|byte| byte.is_ascii_digit());
    let is_currency = name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_kind = quote::Kind::from_str_name(&name).is_some()
        || quantity::Kind::from_str_name(&name).is_some()
        || entity::Kind::from_str_name(&name).is_some();
    if !(is_code || is_currency || is_kind || PLOVER.contains(&name.as_str())) {
        let may_be = "must be a PLOVER type (ASSAULT) or the digits of a CAMEO code (18) for events, a currency (EUR), or a \
                      kind of quote, quantity or entity (DIRECT, MONEY, PERSON)";
        return Some(("type", may_be));
    }
    let is_certainty =
        event::Factuality::from_str_name(&certainty).is_some() || claim::Certainty::from_str_name(&certainty).is_some();
    (!certainty.is_empty() && !is_certainty).then_some((
        "certainty",
        "must be the factuality of an event (OCCURRED, PLANNED) or the certainty of a claim (CERTAIN, POSSIBLE)",
    ))
}

/// The value of the fact that fits what is wanted; `None` when there is none.
type Check = fn(&ArticleRecord, FactRef<'_>, &str) -> Option<String>;

fn article_reasons(filter: &FactFilter, record: &ArticleRecord) -> Vec<String> {
    let Some(article) = &record.article else { return Vec::new() };
    let mut reasons = Vec::new();
    if !filter.source.is_empty() {
        reasons.push(format!("source = {}", article.source.as_ref().map_or("", |source| &source.name)));
    }
    if !filter.language.is_empty() {
        reasons.push(format!("language = {}", article.language.as_ref().map_or("", |language| &language.tag)));
    }
    if filter.published_after.is_some() || filter.published_before.is_some() {
        reasons.push(format!("published = {}", article.published_at.as_ref().map_or("", |time| &time.value)));
    }
    if !filter.article.is_empty() {
        reasons.push(format!("article = {}", article.id));
    }
    reasons
}

fn takes_part(record: &ArticleRecord, fact: FactRef<'_>, wanted: &str) -> Option<String> {
    fact.entities().into_iter().find_map(|id| named(record, id, wanted))
}

fn acts(record: &ArticleRecord, fact: FactRef<'_>, wanted: &str) -> Option<String> {
    let FactRef::Event(event) = fact else { return None };
    participant(record, &event.actors, wanted)
}

fn is_acted_on(record: &ArticleRecord, fact: FactRef<'_>, wanted: &str) -> Option<String> {
    let FactRef::Event(event) = fact else { return None };
    participant(record, &event.recipients, wanted)
}

fn participant(record: &ArticleRecord, participants: &[Participant], wanted: &str) -> Option<String> {
    participants.iter().find_map(|participant| {
        named(record, &participant.entity, wanted)
            .or_else(|| actor_code_matches(&participant.actor, wanted).then(|| participant.actor.clone()))
    })
}

fn speaks(record: &ArticleRecord, fact: FactRef<'_>, wanted: &str) -> Option<String> {
    let speaker = match fact {
        FactRef::Quote(quote) => quote.speaker.as_ref(),
        FactRef::Claim(claim) => claim.source.as_ref(),
        FactRef::Event(_) | FactRef::Quantity(_) | FactRef::Mention(..) => None,
    };
    named(record, &speaker?.entity, wanted)
}

fn is_place(record: &ArticleRecord, fact: FactRef<'_>, wanted: &str) -> Option<String> {
    let FactRef::Event(event) = fact else { return None };
    let entity = find(record, &event.place.as_ref()?.entity)?;
    let iso = entity.links.as_ref().map_or("", |links| &links.iso3166);
    let country = entity.place.as_ref().map_or("", |place| &place.country);
    let coded = [iso, country].into_iter().any(|code| !code.is_empty() && code.eq_ignore_ascii_case(wanted));
    (coded || entity_matches(entity, wanted)).then(|| entity.name.clone())
}

fn is_type(_: &ArticleRecord, fact: FactRef<'_>, wanted: &str) -> Option<String> {
    match fact {
        FactRef::Event(event) => event_type_matches(event, wanted),
        FactRef::Quote(quote) => is_name(quote::Kind::try_from(quote.kind).ok()?.as_str_name(), wanted),
        FactRef::Quantity(quantity) => {
            let kind = quantity::Kind::try_from(quantity.kind).ok()?.as_str_name();
            is_name(kind, wanted).or_else(|| is_name(&quantity.currency, wanted))
        }
        FactRef::Mention(entity, _) => is_name(entity::Kind::try_from(entity.kind).ok()?.as_str_name(), wanted),
        FactRef::Claim(_) => None,
    }
}

fn is_certainty(_: &ArticleRecord, fact: FactRef<'_>, wanted: &str) -> Option<String> {
    match fact {
        FactRef::Event(event) => is_name(event::Factuality::try_from(event.factuality).ok()?.as_str_name(), wanted),
        FactRef::Claim(claim) => is_name(claim::Certainty::try_from(claim.certainty).ok()?.as_str_name(), wanted),
        FactRef::Quote(_) | FactRef::Quantity(_) | FactRef::Mention(..) => None,
    }
}

/// The event's PLOVER type, or its CAMEO code where `wanted` is a prefix of it.
#[must_use]
pub fn event_type_matches(event: &Event, wanted: &str) -> Option<String> {
    let plover = event.plover.as_ref().and_then(|plover| is_name(&plover.r#type, wanted));
    plover.or_else(|| {
        let code = &event.cameo.as_ref()?.code;
        code.starts_with(wanted).then(|| code.clone())
    })
}

/// Whether an actor code is the one wanted, or adds sectors to it: `ISR GOV` is an `ISR`.
#[must_use]
pub fn actor_code_matches(code: &str, wanted: &str) -> bool {
    let head = code.get(..wanted.len());
    !wanted.is_empty()
        && head.is_some_and(|head| head.eq_ignore_ascii_case(wanted))
        && code.get(wanted.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether an entity is the one wanted, by key or by name.
#[must_use]
pub fn entity_matches(entity: &Entity, wanted: &str) -> bool {
    entity_key(entity) == wanted || (!wanted.contains(':') && slug(&entity.name) == slug(wanted))
}

/// Whether a tag is the one wanted, or a variety of it: `en-GB` is `en`.
#[must_use]
pub fn language_matches(tag: &str, wanted: &str) -> bool {
    let head = tag.get(..wanted.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(wanted))
        && tag.get(wanted.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Whether an outlet is the one wanted, by name or domain.
#[must_use]
pub fn source_matches(source: &Source, wanted: &str) -> bool {
    source.domain.eq_ignore_ascii_case(wanted) || source.name.to_lowercase() == wanted.to_lowercase()
}

fn publication_matches(filter: &FactFilter, published: Option<&str>) -> bool {
    if filter.published_after.is_none() && filter.published_before.is_none() {
        return true;
    }
    let Some(published) = published.and_then(|value| value.parse::<Timestamp>().ok()) else { return false };
    let published = (published.as_second(), published.subsec_nanosecond());
    filter.published_after.as_ref().is_none_or(|after| published >= (after.seconds, after.nanos))
        && filter.published_before.as_ref().is_none_or(|before| published < (before.seconds, before.nanos))
}

fn named(record: &ArticleRecord, id: &str, wanted: &str) -> Option<String> {
    find(record, id).filter(|entity| entity_matches(entity, wanted)).map(|entity| entity.name.clone())
}

/// The entity of a record with an id; `None` when there is none.
#[must_use]
pub fn find<'r>(record: &'r ArticleRecord, id: &str) -> Option<&'r Entity> {
    if id.is_empty() { None } else { record.entities.iter().find(|entity| entity.id == id) }
}

fn is_name(name: &str, wanted: &str) -> Option<String> {
    (!name.is_empty() && name.eq_ignore_ascii_case(wanted)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests;
