//! Records made for tests.

use dateline_record::{
    ids,
    v1::{
        Actor, Article, ArticleRecord, Claim, DocumentTime, Entity, Event, Evidence, Language, Links, Mention,
        Participant, Place, Quantity, Quote, Reference, Source, Span, claim, entity, event, mention, quantity, quote,
    },
};
use dateline_storage::store::{NewRecord, PageRequest};

/// An article without facts, published at the minute `minute` of a day.
pub fn article(name: &str, title: &str, text: &str, minute: u32) -> ArticleRecord {
    let mut article = Article {
        external_id: name.into(),
        canonical_url: format!("https://paper.example/{name}"),
        url: format!("https://paper.example/{name}?x=1"),
        source: Some(Source { name: "The Paper".into(), domain: "paper.example".into(), ..Source::default() }),
        title: title.into(),
        text: text.into(),
        language: Some(Language { tag: "en-GB".into(), confidence: 1.0 }),
        published_at: Some(DocumentTime {
            value: format!("2024-04-02T{:02}:{:02}:00Z", minute / 60, minute % 60),
            ..DocumentTime::default()
        }),
        ..Article::default()
    };
    article.id = ids::article_id(&article);
    article.revision = ids::revision(&article);
    ArticleRecord { article: Some(article), extractor_version: "0.9.0".into(), ..ArticleRecord::default() }
}

/// The same article with another text.
pub fn edited(record: &ArticleRecord, text: &str) -> ArticleRecord {
    let mut record = record.clone();
    let article = record.article.as_mut().unwrap();
    article.text = text.into();
    article.revision = ids::revision(article);
    record
}

pub fn id(record: &ArticleRecord) -> &str {
    &record.article.as_ref().unwrap().id
}

pub fn new(submission: &str, record: &ArticleRecord) -> NewRecord {
    NewRecord { submission_id: submission.into(), record: record.clone() }
}

pub fn page(size: usize, token: &str) -> PageRequest {
    PageRequest { size, token: token.into() }
}

pub fn entity(id: &str, name: &str, kind: entity::Kind, links: Links) -> Entity {
    let mention = Mention { span: Some(Span { start: 0, end: 3 }), form: mention::Form::Nominal.into(), head: None };
    let evidence = Some(Evidence { confidence: 0.9, ..Evidence::default() });
    Entity {
        id: id.into(),
        name: name.into(),
        kind: kind.into(),
        mentions: vec![mention; 2],
        links: Some(links),
        evidence,
        ..Entity::default()
    }
}

fn by(entity: &str) -> Option<Reference> {
    Some(Reference { entity: entity.into(), ..Reference::default() })
}

/// Norland's envoy Ana Vell meets Jon Oake in Port Ada; he is quoted; she vouches; a sum and a count are named.
pub fn meeting(name: &str, minute: u32) -> ArticleRecord {
    let mut record = article(name, "Envoy in Port Ada", "The envoy met the mayor in the harbour.", minute);
    let mut port = entity("e3", "Port Ada", entity::Kind::Gpe, Links { iso3166: "NL-ADA".into(), ..Links::default() });
    port.place = Some(Place { country: "NL".into(), ..Place::default() });
    let mut envoy =
        entity("e1", "Ana Vell", entity::Kind::Person, Links { wikidata: "Q77".into(), ..Links::default() });
    envoy.actor = Some(Actor { code: "NOR GOV".into(), country: "NOR".into(), ..Actor::default() });
    record.entities = vec![envoy, entity("e2", "Jon Oake", entity::Kind::Person, Links::default()), port];
    record.events = vec![Event {
        id: "v1".into(),
        plover: Some(event::Plover { r#type: "CONSULT".into(), ..event::Plover::default() }),
        cameo: Some(event::Cameo { code: "042".into(), ..event::Cameo::default() }),
        actors: vec![Participant { entity: "e1".into(), actor: "NOR GOV".into(), ..Participant::default() }],
        recipients: vec![Participant { entity: "e2".into(), ..Participant::default() }],
        place: by("e3"),
        factuality: event::Factuality::Planned.into(),
        evidence: Some(Evidence { confidence: 0.7, ..Evidence::default() }),
        ..Event::default()
    }];
    record.quotes = vec![Quote { kind: quote::Kind::Direct.into(), speaker: by("e2"), ..Quote::default() }];
    record.quantities = vec![
        Quantity {
            kind: quantity::Kind::Money.into(),
            currency: "EUR".into(),
            value: "5".into(),
            ..Quantity::default()
        },
        Quantity { kind: quantity::Kind::Count.into(), value: "6".into(), ..Quantity::default() },
    ];
    record.claims = vec![Claim { source: by("e1"), certainty: claim::Certainty::Probable.into(), ..Claim::default() }];
    record
}
