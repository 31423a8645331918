//! Finding: lists, searches, facts, entities.

use dateline_record::v1::{ArticleFilter, FactFilter, entity};
use dateline_storage::{Kind, Store, store::FactKind, synthetic};
use pbjson_types::Timestamp;

use crate::{fixtures::*, stands::Stand};

async fn names(store: &dyn Store, query: &str) -> Vec<String> {
    let page = store.search(query, &ArticleFilter::default(), &page(100, "")).await.unwrap();
    let mut names: Vec<String> = page.hits.into_iter().map(|hit| hit.article.unwrap().external_id).collect();
    names.sort();
    names
}

async fn put(store: &dyn Store, records: &[dateline_record::v1::ArticleRecord]) {
    store.put(records.iter().map(|record| new("", record)).collect()).await.unwrap();
}

fn at(minute: i64) -> Option<Timestamp> {
    Some(Timestamp { seconds: 1_712_016_000 + minute * 60, nanos: 0 })
}

pub async fn lists_page_without_gaps_while_articles_arrive(stand: &Stand) {
    let store = stand.store().await;
    let mut records: Vec<_> = (0..25).map(|number| article(&format!("n{number:02}"), "", "text", number)).collect();
    records[3].article.as_mut().unwrap().published_at = None;
    put(&*store, &records).await;
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let listed = store.list(&ArticleFilter::default(), &page(4, &token)).await.unwrap();
        seen.extend(listed.items.into_iter().map(|item| item.external_id));
        put(&*store, &[article(&format!("later{}", seen.len()), "", "text", 900)]).await;
        if listed.next.is_empty() {
            break;
        }
        token = listed.next;
    }
    let mut expected: Vec<String> =
        (0..25).rev().filter(|number| *number != 3).map(|number| format!("n{number:02}")).collect();
    expected.push("n03".into());
    assert_eq!(seen, expected);
}

pub async fn searches_page_without_gaps_while_articles_arrive(stand: &Stand) {
    let store = stand.store_with(|config| config.candidates = 10).await;
    let texts =
        (0..25).map(|number| article(&format!("n{number:02}"), "", &"fire ".repeat(1 + number as usize % 3), number));
    put(&*store, &texts.collect::<Vec<_>>()).await;
    let (mut seen, mut token, mut flags) = (Vec::new(), String::new(), Vec::new());
    loop {
        let found = store.search("fire", &ArticleFilter::default(), &page(4, &token)).await.unwrap();
        seen.extend(found.hits.into_iter().map(|hit| hit.article.unwrap().external_id));
        flags.push(found.ranked_recent_only);
        put(&*store, &[article(&format!("later{}", seen.len()), "fire", "fire fire fire", 900)]).await;
        if found.next.is_empty() {
            break;
        }
        token = found.next;
    }
    assert!(flags[0] && !flags.last().unwrap(), "{flags:?}");
    seen.sort();
    assert_eq!(seen, (0..25).map(|number| format!("n{number:02}")).collect::<Vec<_>>());
}

/// More articles hold the words of the phrase apart than are looked at for one page.
pub async fn a_rare_phrase_of_frequent_words_is_found_page_by_page(stand: &Stand) {
    let store = stand.store().await;
    let text = |number| if number % 1_100 == 7 { "the old mill burned" } else { "the mill is old" };
    let texts: Vec<_> = (0..2_300).map(|number| article(&format!("n{number}"), "", text(number), number / 2)).collect();
    for batch in texts.chunks(100) {
        put(&*store, batch).await;
    }
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let found = store.search("\"old mill\"", &ArticleFilter::default(), &page(10, &token)).await.unwrap();
        seen.extend(found.hits.into_iter().map(|hit| hit.article.unwrap().external_id));
        if found.next.is_empty() {
            break;
        }
        assert!(found.ranked_recent_only);
        token = found.next;
    }
    assert_eq!(seen, ["n2207", "n1107", "n7"]);
}

/// Queries, and the articles that they find.
const SEARCHES: &[(&str, &str)] = &[
    ("fire", "a b"),
    ("FIRE mill", "a"),
    ("\"fire crews\"", "b"),
    ("\"crews fire\"", ""),
    ("fire AND NOT flood*", "a"),
    ("fire -flooded", "a"),
    ("mill OR missiles", "a c"),
    ("(mill OR missiles) over", "c"),
    ("-fire -incendio -envoy", "c"),
    ("NOT (fire OR missiles)", "d m"),
    ("mill OR NOT old", "a c d m"),
    ("missile", ""),
    ("missile*", "c"),
    ("u.s.", "c"),
    ("zurich", "a"),
    ("ZÜRICH", "a"),
    ("cordoba", "d"),
    ("title:fire", "a"),
    ("title:\"over the bay\"", "c"),
    ("title:crews", ""),
    ("source:paper.example fire", "a b"),
    ("source:\"the paper\" incendio", "d"),
    ("language:es", "d"),
    ("language:en", "a b c m"),
    ("language:en-gb -fire", "c m"),
    ("after:2024-04-02T00:20:00Z before:2024-04-02T00:40:00Z", "b c"),
    ("after:2024-04-03", ""),
    ("entity:wikidata:Q77", "m"),
    ("entity:\"ana vell\"", "m"),
    ("event:consult", "m"),
    ("event:04", "m"),
    ("event:042 speaker:\"Jon Oake\"", "m"),
    ("speaker:\"Ana Vell\"", ""),
    ("entity:\"Ana Vell\" OR fire", "a b m"),
    ("", "a b c d m"),
];

pub async fn the_search_language_means_what_it_says(stand: &Stand) {
    let store = stand.store().await;
    let mut spanish = article("d", "Incendio", "Un incendio en la Córdoba vieja", 40);
    let d = spanish.article.as_mut().unwrap();
    d.language.as_mut().unwrap().tag = "es".into();
    d.source.as_mut().unwrap().domain = "diario.example".into();
    let records = [
        article("a", "Fire in the mill", "A fire broke out at the old mill; crews from Zürich came.", 10),
        article("b", "Flood", "The old town hall was flooded. No fire crews were needed, said the town.", 20),
        article("c", "Missiles over the bay", "Three missiles fell. U.S. officials said nothing.", 30),
        spanish,
        meeting("m", 50),
    ];
    put(&*store, &records).await;
    for (query, expected) in SEARCHES {
        assert_eq!(names(&*store, query).await.join(" "), *expected, "{query}");
    }
    let title_first = store.search("fire", &ArticleFilter::default(), &page(1, "")).await.unwrap();
    assert_eq!(title_first.hits[0].article.as_ref().unwrap().external_id, "a", "a word of the title ranks higher");
    let error = store.search("colour:red", &ArticleFilter::default(), &page(1, "")).await.unwrap_err();
    assert!(error.kind == Kind::Invalid && error.message.contains("colour"));
    for hostile in ["'; DROP TABLE articles; --", "\"a\" NEAR(b, 2) ^c", "a & ! | b <-> c:*", "{title} : x", "\\'\\"] {
        let _ = store
            .search(hostile, &ArticleFilter::default(), &page(5, ""))
            .await
            .map_err(|error| assert_eq!(error.kind, Kind::Invalid));
    }
    assert_eq!(store.stats().await.unwrap().articles, 5);
}

pub async fn snippets_mark_the_words_found(stand: &Stand) {
    let store = stand.store().await;
    let text = format!(
        "{} The mayor of Zürich 😀 met old crews, then the old crews left. {}",
        "Filler words. ".repeat(60),
        "More. ".repeat(60)
    );
    put(&*store, &[article("a", "Title", &text, 1)]).await;
    let found = store.search("zurich \"old crews\" -absent", &ArticleFilter::default(), &page(1, "")).await.unwrap();
    let hit = &found.hits[0];
    let marked: Vec<&str> =
        hit.highlights.iter().map(|span| &hit.snippet[span.start as usize..span.end as usize]).collect();
    assert_eq!(marked, ["Zürich", "old crews", "old crews"]);
    assert!(text.contains(&hit.snippet) && hit.snippet.len() < 400);
    assert_eq!((found.next.as_str(), found.ranked_recent_only), ("", false));
}

pub async fn article_filters_hold_together(stand: &Stand) {
    let store = stand.store().await;
    put(&*store, &[meeting("m", 50), article("a", "", "text", 10)]).await;
    let base = ArticleFilter { source: "The Paper".into(), language: "en".into(), ..ArticleFilter::default() };
    for (filter, expected) in [
        (base.clone(), 2),
        (ArticleFilter { entity: "Jon Oake".into(), ..base.clone() }, 1),
        (ArticleFilter { entity: "person:jon-oake".into(), ..base.clone() }, 1),
        (ArticleFilter { event_type: "CONSULT".into(), speaker: "person:jon-oake".into(), ..base.clone() }, 1),
        (ArticleFilter { event_type: "ASSAULT".into(), ..base.clone() }, 0),
        (ArticleFilter { published_after: at(10), published_before: at(50), ..base.clone() }, 1),
        (ArticleFilter { published_after: at(51), ..base.clone() }, 0),
    ] {
        assert_eq!(store.list(&filter, &page(10, "")).await.unwrap().items.len(), expected, "{filter:?}");
        let found = store.search("", &filter, &page(10, "")).await.unwrap();
        assert_eq!(found.hits.len(), expected, "{filter:?}");
    }
}

async fn count(store: &dyn Store, kind: FactKind, change: impl FnOnce(&mut FactFilter)) -> usize {
    let mut filter = FactFilter::default();
    change(&mut filter);
    store.facts(kind, &filter, &page(100, "")).await.unwrap().items.len()
}

pub async fn fact_filters_hold_together(stand: &Stand) {
    use FactKind::{Claim, Event, Mention, Quantity, Quote};
    let store = stand.store().await;
    put(&*store, &[meeting("m", 50), article("a", "", "text", 10)]).await;
    let article_id = id(&meeting("m", 50)).to_owned();
    type Change = fn(&mut FactFilter);
    let cases: [(FactKind, usize, Change); 35] = [
        (Event, 1, |_| {}),
        (Quote, 1, |_| {}),
        (Quantity, 2, |_| {}),
        (Claim, 1, |_| {}),
        (Mention, 6, |_| {}),
        (Event, 1, |f| f.entity = "Port Ada".into()),
        (Event, 1, |f| f.actor = "NOR".into()),
        (Event, 1, |f| f.actor = "nor gov".into()),
        (Event, 1, |f| f.actor = "wikidata:Q77".into()),
        (Event, 1, |f| f.actor = "Ana Vell".into()),
        (Event, 0, |f| f.actor = "Jon Oake".into()),
        (Event, 1, |f| f.recipient = "Jon Oake".into()),
        (Event, 1, |f| f.place = "NL".into()),
        (Event, 1, |f| f.place = "iso3166:NL-ADA".into()),
        (Event, 0, |f| f.place = "DE".into()),
        (Event, 1, |f| f.r#type = "CONSULT".into()),
        (Event, 1, |f| f.r#type = "04".into()),
        (Event, 0, |f| f.r#type = "05".into()),
        (Event, 1, |f| f.certainty = "planned".into()),
        (Event, 0, |f| f.certainty = "OCCURRED".into()),
        (Event, 1, |f| f.min_confidence = 0.7),
        (Event, 0, |f| f.min_confidence = 0.71),
        (Quote, 1, |f| f.speaker = "Jon Oake".into()),
        (Quote, 0, |f| f.speaker = "Ana Vell".into()),
        (Quote, 0, |f| f.actor = "Ana Vell".into()),
        (Quote, 1, |f| f.r#type = "DIRECT".into()),
        (Quantity, 1, |f| f.r#type = "MONEY".into()),
        (Quantity, 1, |f| f.r#type = "eur".into()),
        (Claim, 1, |f| f.speaker = "wikidata:Q77".into()),
        (Claim, 1, |f| f.certainty = "PROBABLE".into()),
        (Mention, 2, |f| f.entity = "Port Ada".into()),
        (Mention, 4, |f| f.r#type = "PERSON".into()),
        (Event, 1, |f| (f.source, f.language) = ("paper.example".into(), "en".into())),
        (Event, 1, |f| (f.published_after, f.published_before) = (at(50), at(51))),
        (Event, 0, |f| f.published_before = at(50)),
    ];
    for (number, (kind, expected, change)) in cases.into_iter().enumerate() {
        assert_eq!(count(&*store, kind, change).await, expected, "case {number}: {kind:?}");
    }
    assert_eq!(count(&*store, Event, |filter| filter.article = article_id).await, 1);
    assert_eq!(count(&*store, Event, |filter| filter.article = "none".into()).await, 0);
}

pub async fn facts_page_in_order(stand: &Stand) {
    let store = stand.store().await;
    let records: Vec<_> = (0..12).map(|number| meeting(&format!("m{number}"), number)).collect();
    put(&*store, &records).await;
    let filter = FactFilter { entity: "Ana Vell".into(), ..FactFilter::default() };
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let facts = store.facts(FactKind::Mention, &filter, &page(5, &token)).await.unwrap();
        seen.extend(
            facts.items.iter().map(|hit| (hit.record.article.as_ref().unwrap().external_id.clone(), hit.mention)),
        );
        put(&*store, &[meeting(&format!("later{}", seen.len()), 800)]).await;
        if facts.next.is_empty() {
            break;
        }
        token = facts.next;
    }
    let expected: Vec<_> =
        (0..12).rev().flat_map(|number| [0, 1].map(|mention| (format!("m{number}"), mention))).collect();
    assert_eq!(seen, expected);
    let one = FactFilter { article: id(&records[0]).into(), ..filter };
    let first = store.facts(FactKind::Mention, &one, &page(1, "")).await.unwrap();
    let second = store.facts(FactKind::Mention, &one, &page(1, &first.next)).await.unwrap();
    assert_eq!((first.items[0].mention, second.items[0].mention, second.next.as_str()), (0, 1, ""));
}

pub async fn entities_are_summed_over_articles(stand: &Stand) {
    let store = stand.store().await;
    let mut other = article("o", "", "text", 9);
    let links = dateline_record::v1::Links { wikidata: "Q77".into(), ..Default::default() };
    other.entities = vec![entity("e1", "Envoy Vell", entity::Kind::Person, links)];
    put(&*store, &[meeting("a", 1), meeting("b", 2), other]).await;
    let envoy = store.entity("wikidata:Q77").await.unwrap().unwrap();
    assert_eq!((envoy.name.as_str(), envoy.articles, envoy.mentions), ("Ana Vell", 3, 6));
    assert_eq!((envoy.aliases, envoy.links.unwrap().wikidata), (vec!["Envoy Vell".to_owned()], "Q77".to_owned()));
    assert_eq!(store.entity("wikidata:Q1").await.unwrap(), None);
    for (query, kind, expected) in [
        ("vel", None, "wikidata:Q77"),
        ("Ana Vell", None, "wikidata:Q77"),
        ("vel ", None, ""),
        ("por", Some(entity::Kind::Gpe), "iso3166:NL-ADA"),
        ("por", Some(entity::Kind::Person), ""),
        ("", None, "wikidata:Q77 iso3166:NL-ADA person:jon-oake"),
    ] {
        let (mut keys, mut token) = (Vec::new(), String::new());
        loop {
            let found = store.search_entities(query, kind, &page(1, &token)).await.unwrap();
            keys.extend(found.items.into_iter().map(|entity| entity.key));
            token = found.next;
            if token.is_empty() {
                break;
            }
        }
        assert_eq!(keys.join(" "), expected, "{query}");
    }
    let shared = store.co_mentioned("wikidata:Q77", 10).await.unwrap();
    let shared: Vec<_> = shared.into_iter().map(|one| (one.entity.unwrap().key, one.articles)).collect();
    assert_eq!(shared, [("iso3166:NL-ADA".to_owned(), 2), ("person:jon-oake".to_owned(), 2)]);
    assert_eq!(store.co_mentioned("wikidata:Q77", 1).await.unwrap().len(), 1);
}

pub async fn tokens_of_other_queries_are_refused(stand: &Stand) {
    let store = stand.store().await;
    put(&*store, &[meeting("a", 1), meeting("b", 2), meeting("c", 3)]).await;
    let filter = ArticleFilter::default();
    let other = ArticleFilter { language: "en".into(), ..ArticleFilter::default() };
    let listed = store.list(&filter, &page(1, "")).await.unwrap().next;
    let found = store.search("envoy", &filter, &page(1, "")).await.unwrap().next;
    let facts = store.facts(FactKind::Event, &FactFilter::default(), &page(1, "")).await.unwrap().next;
    assert_eq!(store.list(&other, &page(1, &listed)).await.unwrap_err().kind, Kind::Invalid);
    assert_eq!(store.list(&filter, &page(1, &found)).await.unwrap_err().kind, Kind::Invalid);
    assert_eq!(store.search("mayor", &filter, &page(1, &found)).await.unwrap_err().kind, Kind::Invalid);
    assert_eq!(
        store.facts(FactKind::Quote, &FactFilter::default(), &page(1, &facts)).await.unwrap_err().kind,
        Kind::Invalid
    );
    assert_eq!(store.search("envoy", &filter, &page(1, "x")).await.unwrap_err().kind, Kind::Invalid);
    assert!(store.search("envoy", &filter, &page(2, &found)).await.unwrap().next.is_empty());
}

pub async fn synthetic_records_are_found(stand: &Stand) {
    let store = stand.store().await;
    let records: Vec<_> = (0..40).map(synthetic::record).collect();
    put(&*store, &records).await;
    for number in 0..20 {
        let query = synthetic::query(number, 1);
        let expected = records.iter().filter(|record| {
            let article = record.article.as_ref().unwrap();
            article.text.split([' ', '.']).chain(article.title.split(' ')).any(|word| word == query)
        });
        let found = store.search(&query, &ArticleFilter::default(), &page(100, "")).await.unwrap();
        assert_eq!(found.hits.len(), expected.count(), "{query}");
    }
    let all = store.facts(FactKind::Event, &FactFilter::default(), &page(1_000, "")).await.unwrap();
    assert_eq!(all.items.len(), 320);
}
