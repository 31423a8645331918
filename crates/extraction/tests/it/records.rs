//! Whole records: the same on any number of threads, and as a person reads them.

use dateline_extraction::{Extractor, Options};
use dateline_record::v1::{Article, DocumentTime, article::Flag, paragraph::Kind};
use rayon::prelude::*;

/// Articles that differ in names, order and length, from a few sentences of our own.
fn article(number: usize) -> Article {
    let places = ["OSLO", "LIMA, Peru", "NAIROBI, Kenya", "Tokyo", "PARIS, April 2 (Reuters)"];
    let people = ["Ana Lind", "Peter Osei", "Maria Santos", "Tom Akers", "Yuki Mori"];
    let pick = |from: &[&'static str; 5], step: usize| from[(number / step) % 5];
    let sentences = [
        format!("Prime Minister {} met German officials on Tuesday about the dam.", pick(&people, 1)),
        format!("“We will build it,” said {}, a spokesman for Acme Corp. in Berlin.", pick(&people, 5)),
        "At least 12 people were killed when the old dam broke last year, and she paid $2.5 million.".to_owned(),
        format!("{} did not attack the plan, the company said.", pick(&people, 25)),
    ];
    let body: Vec<_> = (0..=number % 4).map(|at| sentences[(at + number) % 4].clone()).collect();
    let text = format!("{} — {}\n\n© 2024 Dam News. All rights reserved.", pick(&places, 2), body.join("\n\n"));
    let published_at = Some(DocumentTime { value: "2024-04-03T09:00:00Z".into(), ..DocumentTime::default() });
    Article { text, published_at, ..Article::default() }
}

#[test]
fn records_are_identical_on_one_and_two_threads_and_twice_in_a_row() {
    let extractor = Extractor::new();
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let record = |number| serde_json::to_string(&extractor.extract(article(number), &Options::default())).unwrap();
        pool.install(|| (0..500).into_par_iter().map(record).collect::<Vec<_>>())
    };
    let once = run(1);
    assert_eq!(once, run(2));
    assert_eq!(once, run(1));
}

#[test]
fn an_article_is_described_before_any_language_work() {
    let text = "Opinion\n\nThe dam must go\n\nLIMA, Peru (AP) — The old dam above the city has leaked since the winter floods of last year.\n\n\
                What is known\n\n• It leaks in three places.\n\nCorrection: An earlier version of this article misstated its age.\n\nAdvertisement";
    let record = Extractor::new().extract(Article { text: text.into(), ..Article::default() }, &Options::default());
    let article = record.article.unwrap();
    let kinds: Vec<_> = article.paragraphs.iter().map(|paragraph| paragraph.kind()).collect();
    let expected =
        [Kind::Headline, Kind::Heading, Kind::Lead, Kind::Heading, Kind::ListItem, Kind::Body, Kind::Boilerplate];
    assert_eq!(kinds, expected);
    assert_eq!(article.flags().collect::<Vec<_>>(), [Flag::Opinion, Flag::Correction, Flag::WireCopy]);
    let dateline = article.dateline.unwrap();
    assert_eq!((dateline.place.as_str(), dateline.agency.as_str()), ("Lima, Peru", "AP"));
    let entity = record.entities.iter().find(|entity| entity.id == dateline.entity).unwrap();
    assert_eq!((entity.name.as_str(), entity.place.as_ref().unwrap().country.as_str()), ("Lima", "PE"));
}
