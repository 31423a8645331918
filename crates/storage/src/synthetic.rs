//! Records of no meaning and realistic size, for measurements: 4 KB of text, 20 entities with 60 mentions, 8 events, 6
//! quotes, 4 claims and 8 quantities. The vocabulary follows Zipf's law. The same number gives the same record.

use dateline_record::v1::{
    Actor, Article, ArticleRecord, Claim, Cue, DocumentTime, Entity, Event, Evidence, Language, Links, Mention,
    Participant, Quantity, Quote, Reference, Source, Span, claim, document_time,
    event::{self, Cameo, Plover},
    mention, quantity, quote,
};
use jiff::Timestamp;

/// Words of the vocabulary.
const VOCABULARY: u64 = 60_000;
/// Entities in the world.
const WORLD: u64 = 8_000;
const BYTES: usize = 4_000;
const SYLLABLES: [&str; 20] = [
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo",
    "zu",
];
const TYPES: [(&str, &str); 4] = [("CONSULT", "042"), ("ASSAULT", "183"), ("AGREE", "057"), ("PROTEST", "141")];

/// A small generator of numbers (SplitMix64), so that nothing made up depends on anything but its own number.
#[derive(Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// The numbers of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; 0 when that is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// One of a list; empty when that is.
    pub fn pick(&mut self, list: &[&'static str]) -> &'static str {
        list.get(self.below(list.len() as u64) as usize).copied().unwrap_or_default()
    }

    /// A rank below `limit`, by Zipf's law: rank r about as often as 1 / (r + 1).
    fn zipf(&mut self, limit: u64) -> u64 {
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (((limit as f64 + 1.0).powf(unit)) as u64).saturating_sub(1).min(limit - 1)
    }
}

/// The word of a rank: the more frequent, the shorter.
#[must_use]
pub fn word(rank: u64) -> String {
    let (mut rest, mut word) = (rank + 20, String::new());
    while rest > 0 {
        word.push_str(SYLLABLES.get((rest % 20) as usize).copied().unwrap_or_default());
        rest /= 20;
    }
    word
}

/// A query of `terms` words, of the frequencies that texts have.
#[must_use]
pub fn query(number: u64, terms: usize) -> String {
    let mut numbers = Numbers::new(number ^ 0xABCD_EF01);
    (0..terms).map(|_| word(numbers.zipf(VOCABULARY))).collect::<Vec<_>>().join(" ")
}

/// Record number `number`; publications are spread over the year before 2025.
#[must_use]
pub fn record(number: u64) -> ArticleRecord {
    let mut numbers = Numbers::new(number);
    let (text, mut spans) = text(&mut numbers);
    let entities: Vec<Entity> = (0..20).map(|index| entity(index, &mut numbers, &mut spans)).collect();
    let mut span = || spans.pop().unwrap_or_default();
    ArticleRecord {
        events: (0..8).map(|index| event(index, span(), &mut numbers)).collect(),
        quotes: (0..6).map(|index| quote(index, span(), &mut numbers)).collect(),
        claims: (0..4).map(|index| claim(index, span(), &mut numbers)).collect(),
        quantities: (0..8).map(|index| quantity(index, span(), &mut numbers)).collect(),
        article: Some(article(number, text, &mut numbers)),
        entities,
        extractor_version: "0.1.0".into(),
        ..ArticleRecord::default()
    }
}

/// A text, and spans of its words in reverse order.
fn text(numbers: &mut Numbers) -> (String, Vec<Span>) {
    let (mut text, mut spans) = (String::with_capacity(BYTES + 16), Vec::new());
    while text.len() < BYTES {
        let start = text.len() as u32;
        text.push_str(&word(numbers.zipf(VOCABULARY)));
        spans.push(Span { start, end: text.len() as u32 });
        text.push_str(if spans.len() % 15 == 0 { ". " } else { " " });
    }
    spans.reverse();
    (text, spans)
}

fn article(number: u64, text: String, numbers: &mut Numbers) -> Article {
    let second = 1_704_067_200 + numbers.below(366 * 86_400) as i64;
    let outlet = word(numbers.zipf(200));
    let mut article = Article {
        external_id: format!("synthetic-{number}"),
        url: format!("https://{outlet}.example/{number}"),
        canonical_url: format!("https://{outlet}.example/{number}"),
        source: Some(Source { name: outlet.clone(), domain: format!("{outlet}.example"), ..Source::default() }),
        title: query(numbers.next(), 8),
        published_at: Some(DocumentTime {
            value: Timestamp::from_second(second).unwrap_or_default().to_string(),
            origin: document_time::Origin::Given.into(),
            precision: document_time::Precision::Second.into(),
        }),
        language: Some(Language { tag: "en".into(), confidence: 1.0 }),
        word_count: 600,
        text,
        ..Article::default()
    };
    article.id = dateline_record::ids::article_id(&article);
    article.revision = dateline_record::ids::revision(&article);
    article
}

fn evidence(numbers: &mut Numbers) -> Option<Evidence> {
    let confidence = numbers.below(100) as f64 / 100.0;
    Some(Evidence { extractor: "synthetic".into(), version: "1".into(), confidence, rule: "none".into() })
}

fn entity(index: usize, numbers: &mut Numbers, spans: &mut Vec<Span>) -> Entity {
    let rank = numbers.zipf(WORLD);
    let mention = |span| Mention { span: Some(span), form: mention::Form::Nominal.into(), head: Some(span) };
    Entity {
        id: format!("e{}", index + 1),
        name: format!("{} {}", word(rank), word(rank * 7 + 1)),
        kind: 1 + (rank % 5) as i32,
        mentions: (0..3).map_while(|_| spans.pop()).map(mention).collect(),
        links: rank.is_multiple_of(3).then(|| Links { wikidata: format!("Q{rank}"), ..Links::default() }),
        actor: rank.is_multiple_of(4).then(|| Actor { code: format!("A{:02} GOV", rank % 90), ..Actor::default() }),
        salience: 0.5,
        evidence: evidence(numbers),
        ..Entity::default()
    }
}

fn someone(numbers: &mut Numbers) -> String {
    format!("e{}", 1 + numbers.below(20))
}

fn reference(span: Span, numbers: &mut Numbers) -> Option<Reference> {
    Some(Reference { span: Some(span), entity: someone(numbers), unresolved: String::new() })
}

fn cue(span: Span) -> Option<Cue> {
    Some(Cue { span: Some(span), lemma: "say".into() })
}

fn event(index: usize, span: Span, numbers: &mut Numbers) -> Event {
    let (kind, code) = TYPES.get(numbers.below(4) as usize).copied().unwrap_or_default();
    let mut participant = || Participant { entity: someone(numbers), span: Some(span), ..Participant::default() };
    Event {
        id: format!("v{}", index + 1),
        span: Some(span),
        trigger: cue(span),
        actors: vec![participant()],
        recipients: vec![participant()],
        plover: Some(Plover { r#type: kind.into(), ..Plover::default() }),
        cameo: Some(Cameo { code: code.into(), quad_class: 1, goldstein: 1.0 }),
        place: reference(span, numbers),
        factuality: event::Factuality::Occurred.into(),
        evidence: evidence(numbers),
        ..Event::default()
    }
}

fn quote(index: usize, span: Span, numbers: &mut Numbers) -> Quote {
    Quote {
        id: format!("u{}", index + 1),
        span: Some(span),
        kind: quote::Kind::Direct.into(),
        cue: cue(span),
        speaker: reference(span, numbers),
        evidence: evidence(numbers),
        ..Quote::default()
    }
}

fn claim(index: usize, span: Span, numbers: &mut Numbers) -> Claim {
    Claim {
        id: format!("c{}", index + 1),
        span: Some(span),
        source: reference(span, numbers),
        cue: cue(span),
        certainty: claim::Certainty::Certain.into(),
        evidence: evidence(numbers),
        ..Claim::default()
    }
}

fn quantity(index: usize, span: Span, numbers: &mut Numbers) -> Quantity {
    Quantity {
        id: format!("q{}", index + 1),
        span: Some(span),
        kind: quantity::Kind::Count.into(),
        value: numbers.below(1_000).to_string(),
        evidence: evidence(numbers),
        ..Quantity::default()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_number_gives_one_record_of_the_promised_size() {
        let record = super::record(7);
        assert_eq!(record, super::record(7));
        let text = &record.article.as_ref().unwrap().text;
        assert!(text.len() >= 4_000 && record.entities.len() == 20 && record.events.len() == 8);
        assert_eq!(record.entities.iter().map(|entity| entity.mentions.len()).sum::<usize>(), 60);
    }
}
