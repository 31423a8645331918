use pbjson_types::Timestamp as At;

use super::*;
use crate::v1::{Actor, Article, Cue, DocumentTime, Language, Links, Place, event::Cameo, event::Plover};

fn entity(id: &str, name: &str, kind: entity::Kind) -> Entity {
    Entity {
        id: id.into(),
        name: name.into(),
        kind: kind.into(),
        mentions: vec![Mention::default()],
        ..Entity::default()
    }
}

fn by(entity: &str) -> Option<Reference> {
    Some(Reference { entity: entity.into(), ..Reference::default() })
}

/// Norland's envoy meets Port Ada's mayor; the mayor is quoted.
fn record() -> ArticleRecord {
    let mut port = entity("e3", "Port Ada", entity::Kind::Gpe);
    port.links = Some(Links { iso3166: "NL-ADA".into(), ..Links::default() });
    port.place = Some(Place { country: "NL".into(), ..Place::default() });
    let mut envoy = entity("e1", "Ana Vell", entity::Kind::Person);
    envoy.actor = Some(Actor { code: "NOR GOV".into(), ..Actor::default() });
    let event = Event {
        id: "v1".into(),
        trigger: Some(Cue { lemma: "meet".into(), ..Cue::default() }),
        plover: Some(Plover { r#type: "CONSULT".into(), ..Plover::default() }),
        cameo: Some(Cameo { code: "042".into(), ..Cameo::default() }),
        actors: vec![Participant { entity: "e1".into(), actor: "NOR GOV".into(), ..Participant::default() }],
        recipients: vec![Participant { entity: "e2".into(), ..Participant::default() }],
        place: by("e3"),
        factuality: event::Factuality::Planned.into(),
        evidence: Some(Evidence { confidence: 0.7, ..Evidence::default() }),
        ..Event::default()
    };
    ArticleRecord {
        article: Some(Article {
            id: "a1".into(),
            source: Some(Source { name: "The Ada Post".into(), domain: "adapost.example".into(), ..Source::default() }),
            language: Some(Language { tag: "en-GB".into(), confidence: 1.0 }),
            published_at: Some(DocumentTime { value: "2024-04-02T10:00:00+02:00".into(), ..DocumentTime::default() }),
            ..Article::default()
        }),
        entities: vec![envoy, entity("e2", "Jon Oake", entity::Kind::Person), port],
        events: vec![event],
        quotes: vec![Quote { kind: quote::Kind::Direct.into(), speaker: by("e2"), ..Quote::default() }],
        quantities: vec![Quantity { kind: quantity::Kind::Money.into(), ..Quantity::default() }],
        claims: vec![Claim { source: by("e1"), certainty: claim::Certainty::Probable.into(), ..Claim::default() }],
        ..ArticleRecord::default()
    }
}

fn event_reason(change: impl FnOnce(&mut FactFilter)) -> Option<String> {
    let (record, mut filter) = (record(), FactFilter::default());
    change(&mut filter);
    matches(&filter, &record, FactRef::Event(&record.events[0]))
}

fn quote_reason(change: impl FnOnce(&mut FactFilter)) -> Option<String> {
    let (record, mut filter) = (record(), FactFilter::default());
    change(&mut filter);
    matches(&filter, &record, FactRef::Quote(&record.quotes[0]))
}

#[test]
fn an_empty_filter_means_every_fact() {
    assert_eq!(event_reason(|_| ()).as_deref(), Some(""));
}

#[test]
fn the_reason_names_every_field_that_was_set() {
    let reason = event_reason(|f| {
        f.actor = "ana vell".into();
        f.r#type = "consult".into();
        f.min_confidence = 0.5;
        f.language = "en".into();
    });
    assert_eq!(reason.as_deref(), Some("actor = Ana Vell, type = CONSULT, confidence = 0.7, language = en-GB"));
}

#[test]
fn one_field_that_does_not_hold_excludes() {
    assert_eq!(event_reason(|f| (f.actor, f.recipient) = ("Ana Vell".into(), "Ana Vell".into())), None);
    assert_eq!(event_reason(|f| f.min_confidence = 0.8), None);
}

#[test]
fn a_field_that_the_kind_does_not_have_excludes() {
    assert_eq!(event_reason(|f| f.speaker = "Jon Oake".into()), None);
    assert_eq!(quote_reason(|f| f.certainty = "PROBABLE".into()), None);
    assert_eq!(quote_reason(|f| f.min_confidence = 0.1), None);
}

#[test]
fn entities_are_meant_by_key_and_by_name() {
    for wanted in ["Port Ada", "port-ada", "iso3166:NL-ADA", "person:jon-oake", "Jon  Oake"] {
        assert!(event_reason(|f| f.entity = wanted.into()).is_some(), "{wanted}");
    }
    for wanted in ["gpe:port-ada", "Ada", "person:ana"] {
        assert_eq!(event_reason(|f| f.entity = wanted.into()), None, "{wanted}");
    }
}

#[test]
fn actors_are_meant_by_code_with_or_without_sectors() {
    for wanted in ["NOR", "NOR GOV", "nor gov"] {
        assert_eq!(event_reason(|f| f.actor = wanted.into()).as_deref(), Some("actor = NOR GOV"), "{wanted}");
    }
    for wanted in ["NO", "GOV", "NOR MIL"] {
        assert_eq!(event_reason(|f| f.actor = wanted.into()), None, "{wanted}");
    }
}

#[test]
fn places_are_meant_by_name_and_by_code() {
    for wanted in ["Port Ada", "NL", "nl-ada"] {
        assert_eq!(event_reason(|f| f.place = wanted.into()).as_deref(), Some("place = Port Ada"), "{wanted}");
    }
}

#[test]
fn types_are_plover_names_and_prefixes_of_cameo_codes() {
    for wanted in ["CONSULT", "04", "042"] {
        assert!(event_reason(|f| f.r#type = wanted.into()).is_some(), "{wanted}");
    }
    assert_eq!(event_reason(|f| f.r#type = "043".into()), None);
    assert_eq!(quote_reason(|f| f.r#type = "direct".into()).as_deref(), Some("type = DIRECT"));
}

#[test]
fn a_mention_has_its_entity_for_type_and_part() {
    let record = record();
    let fact = FactRef::Mention(&record.entities[0], &record.entities[0].mentions[0]);
    let filter = FactFilter { entity: "Ana Vell".into(), r#type: "PERSON".into(), ..FactFilter::default() };
    assert_eq!(matches(&filter, &record, fact).as_deref(), Some("entity = Ana Vell, type = PERSON"));
}

#[test]
fn publication_is_compared_as_a_moment() {
    let eight_utc = 1_712_044_800;
    let at = |seconds| Some(At { seconds, nanos: 0 });
    assert!(event_reason(|f| f.published_after = at(eight_utc)).is_some(), "at the moment itself");
    assert!(event_reason(|f| f.published_before = at(eight_utc)).is_none(), "before is exclusive");
    assert!(
        event_reason(|f| (f.published_after, f.published_before) = (at(eight_utc - 1), at(eight_utc + 1))).is_some()
    );
}

#[test]
fn an_article_without_date_is_outside_every_range() {
    let (mut record, filter) =
        (record(), FactFilter { published_after: Some(At { seconds: 0, nanos: 0 }), ..FactFilter::default() });
    record.article.as_mut().unwrap().published_at = None;
    assert!(!article_matches(&filter, &record));
}

#[test]
fn the_source_is_meant_by_name_and_by_domain() {
    assert!(event_reason(|f| f.source = "the ada post".into()).is_some());
    assert!(event_reason(|f| f.source = "adapost.example".into()).is_some());
    assert!(event_reason(|f| f.source = "example".into()).is_none());
}

#[test]
fn values_that_no_fact_has_are_told() {
    let of = |kind: &str, certainty: &str| {
        let filter = FactFilter { r#type: kind.into(), certainty: certainty.into(), ..FactFilter::default() };
        impossible(&filter).map(|(field, _)| field)
    };
    for known in ["", "04", "183", "assault", "COERCE", "eur", "Direct", "money", "PERSON"] {
        assert_eq!(of(known, ""), None, "{known}");
    }
    for unknown in ["NOSUCH", "ASSAULTS", "18345", "-4", "é"] {
        assert_eq!(of(unknown, ""), Some("type"), "{unknown}");
    }
    assert_eq!([of("", "planned"), of("", "POSSIBLE"), of("", "sure")], [None, None, Some("certainty")]);
}
