//! A gateway to test, and records to put behind it.

use std::{net::SocketAddr, sync::Arc};

use dateline_extraction::Extractor;
use dateline_gateway::{
    Config, Error,
    client::{
        self, AdminServiceClient, ArticleServiceClient, EntityServiceClient, ExtractionServiceClient,
        FactServiceClient, WatchServiceClient,
    },
    run,
};
use dateline_messaging::Bus;
use dateline_record::v1::{
    Article, ArticleRecord, Claim, Cue, DocumentTime, Entity, Event, Evidence, Language, Mention, OffsetEncoding,
    Participant, Quantity, Quote, Reference, Source, Span, claim, document_time, entity, event, mention, quantity,
    quote,
};
use dateline_storage::{Store, store::NewRecord};
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status, transport::Channel};
use tonic_types::StatusExt as _;

pub(crate) struct Gateway {
    pub(crate) address: SocketAddr,
    pub(crate) channel: Channel,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) bus: Arc<dyn Bus>,
    pub(crate) shutdown: CancellationToken,
    pub(crate) server: JoinHandle<Result<(), Error>>,
    pub(crate) folder: TempDir,
}

impl Gateway {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| format!("embedded:{}", folder.path().join(name).display());
        let store = dateline_storage::open(&dateline_storage::Config { url: path("store.db"), ..Default::default() })
            .await
            .unwrap();
        store.migrate().await.unwrap();
        let bus_config = dateline_messaging::config::Config { url: path("bus.db"), ..Default::default() };
        let bus = dateline_messaging::config::open(&bus_config).unwrap();
        bus.declare().await.unwrap();

        let mut config = Config { listen: SocketAddr::from(([127, 0, 0, 1], 0)), ..Config::default() };
        change(&mut config);
        let (shutdown, (bound, address)) = (CancellationToken::new(), oneshot::channel());
        let served = run(config, Arc::clone(&bus), Arc::clone(&store), Extractor::new(), shutdown.clone(), Some(bound));
        let server = tokio::spawn(served);
        let address = address.await.unwrap();
        let channel = client::connect(format!("http://{address}")).await.unwrap();
        Self { address, channel, store, bus, shutdown, server, folder }
    }

    pub(crate) async fn put(&self, records: impl IntoIterator<Item = ArticleRecord>) {
        let submission_id = |record: &ArticleRecord| format!("submission-{}", record.article.as_ref().unwrap().id);
        let records = records.into_iter().map(|record| NewRecord { submission_id: submission_id(&record), record });
        self.store.put(records.collect()).await.unwrap();
    }

    pub(crate) fn articles(&self) -> ArticleServiceClient<Channel> {
        ArticleServiceClient::new(self.channel.clone()).max_encoding_message_size(client::MAX_MESSAGE_BYTES)
    }

    pub(crate) fn facts(&self) -> FactServiceClient<Channel> {
        FactServiceClient::new(self.channel.clone())
    }

    pub(crate) fn entities(&self) -> EntityServiceClient<Channel> {
        EntityServiceClient::new(self.channel.clone())
    }

    pub(crate) fn extraction(&self) -> ExtractionServiceClient<Channel> {
        ExtractionServiceClient::new(self.channel.clone())
    }

    pub(crate) fn watch(&self) -> WatchServiceClient<Channel> {
        WatchServiceClient::new(self.channel.clone())
    }

    pub(crate) fn admin(&self) -> AdminServiceClient<Channel> {
        AdminServiceClient::new(self.channel.clone())
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

/// The first characters take 4, 2 and 1 units in UTF-8, UTF-16 and UTF-32.
pub(crate) const TEXT: &str = "🌊 Ana Vell met Jon Oake in Port Ada. “We agreed,” she said. At least 40 boats left.";

/// Span of the first occurrence of `words` in [`TEXT`].
pub(crate) fn span(words: &str) -> Option<Span> {
    let start = TEXT.find(words).unwrap();
    Some(Span { start: start as u32, end: (start + words.len()) as u32 })
}

/// A record with one fact of each kind, and three mentions.
pub(crate) fn record(id: &str) -> ArticleRecord {
    let article = Article {
        id: id.into(),
        revision: format!("{id}-r1"),
        title: format!("Harbour talks {id}"),
        text: TEXT.into(),
        source: Some(Source { name: "The Ada Post".into(), domain: "adapost.example".into(), ..Source::default() }),
        published_at: Some(DocumentTime {
            value: "2024-04-02T10:00:00Z".into(),
            origin: document_time::Origin::Given.into(),
            precision: document_time::Precision::Second.into(),
        }),
        language: Some(Language { tag: "en".into(), confidence: 1.0 }),
        word_count: 16,
        ..Article::default()
    };
    ArticleRecord {
        article: Some(article),
        entities: vec![person("e1", "Ana Vell"), person("e2", "Jon Oake"), named("e3", "Port Ada", entity::Kind::Gpe)],
        events: vec![meeting()],
        quotes: vec![Quote {
            id: "u1".into(),
            span: span("“We agreed,”"),
            kind: quote::Kind::Direct.into(),
            content: Some(quote::Content { span: span("We agreed,"), text: "We agreed,".into() }),
            speaker: reference("e1", "she"),
            ..Quote::default()
        }],
        quantities: vec![Quantity {
            id: "q1".into(),
            span: span("At least 40 boats"),
            kind: quantity::Kind::Count.into(),
            value: "40".into(),
            bound: quantity::Bound::AtLeast.into(),
            ..Quantity::default()
        }],
        claims: vec![Claim {
            id: "c1".into(),
            span: span("We agreed"),
            source: reference("e1", "she"),
            certainty: claim::Certainty::Certain.into(),
            ..Claim::default()
        }],
        extractor_version: "0.1.0".into(),
        offset_encoding: OffsetEncoding::Utf8.into(),
        ..ArticleRecord::default()
    }
}

fn meeting() -> Event {
    Event {
        id: "v1".into(),
        span: span("Ana Vell met Jon Oake in Port Ada"),
        trigger: Some(Cue { span: span("met"), lemma: "meet".into() }),
        plover: Some(event::Plover { r#type: "CONSULT".into(), ..event::Plover::default() }),
        actors: vec![Participant { entity: "e1".into(), span: span("Ana Vell"), ..Participant::default() }],
        recipients: vec![Participant { entity: "e2".into(), span: span("Jon Oake"), ..Participant::default() }],
        place: reference("e3", "Port Ada"),
        factuality: event::Factuality::Occurred.into(),
        evidence: Some(Evidence { extractor: "events".into(), confidence: 0.9, ..Evidence::default() }),
        ..Event::default()
    }
}

fn person(id: &str, name: &str) -> Entity {
    named(id, name, entity::Kind::Person)
}

fn named(id: &str, name: &str, kind: entity::Kind) -> Entity {
    let mention = Mention { span: span(name), form: mention::Form::Name.into(), head: span(name) };
    Entity { id: id.into(), name: name.into(), kind: kind.into(), mentions: vec![mention], ..Entity::default() }
}

fn reference(entity: &str, words: &str) -> Option<Reference> {
    Some(Reference { entity: entity.into(), span: span(words), ..Reference::default() })
}

/// Checks that a call was refused for one field.
pub(crate) fn assert_field(status: &Status, field: &str) {
    assert_eq!(status.code(), Code::InvalidArgument, "{status:?}");
    let violations = status.get_details_bad_request().map(|details| details.field_violations).unwrap_or_default();
    assert_eq!(violations.iter().map(|violation| violation.field.as_str()).collect::<Vec<_>>(), [field], "{status:?}");
}
