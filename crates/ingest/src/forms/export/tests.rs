use std::io::Cursor;

use dateline_record::v1::RawArticle;

use crate::forms::{Content, Form, Item, Options, detect, read};

fn items(text: &str, limit: usize) -> (Vec<Item>, u64) {
    let mut options = Options::default();
    options.limits.input_bytes = limit;
    let mut reader = read(Box::new(Cursor::new(text.to_owned())), Form::Export, &options);
    let items = reader.by_ref().collect();
    (items, reader.passed().values().sum())
}

fn articles(text: &str) -> Vec<RawArticle> {
    assert_eq!(detect(text.as_bytes(), "a.txt", ""), Ok(Form::Export), "{text}");
    let items = items(text, 1 << 20).0.into_iter();
    let article = |item: Item| match item.content {
        Ok(Content::Article(article)) => *article,
        other => panic!("no article: {other:?}"),
    };
    items.map(article).collect()
}

fn told(article: &RawArticle) -> [&str; 5] {
    [
        &article.title,
        article.bylines.first().map_or("", String::as_str),
        &article.published_at,
        &article.source,
        &article.text,
    ]
}

const TEXT: &str = "The council met on Monday.\n\nIt agreed to repair the wall.";

const LEXIS: &str = "
                              1 of 2 DOCUMENTS

                              The Example

                            April 2, 2010 Friday
                               Final Edition

Wall to be repaired

BYLINE: By ANA RUIZ

SECTION: METRO; Pg. B1

LENGTH: 12 words

   The council met on Monday.

   It agreed to repair the wall.

LOAD-DATE: April 3, 2010

LANGUAGE: ENGLISH

                     Copyright 2010 The Example
                              All Rights Reserved

                              2 of 2 DOCUMENTS

                              The Other

                            April 1, 2010 Thursday

It rained

LENGTH: 3 words

It rained and froze.

Location: Brenna is where it rained most, said the mayor, who had asked for help.

It froze all night.
";

#[test]
fn documents_are_parted_at_their_counters() {
    let [one, other] = &articles(LEXIS)[..] else { panic!("two") };
    assert_eq!(told(one), ["Wall to be repaired", "ANA RUIZ", "April 2, 2010", "The Example", TEXT]);
    assert_eq!(told(other)[..4], ["It rained", "", "April 1, 2010", "The Other"]);
    // What begins as a field does inside the text is text.
    assert!(other.text.starts_with("It rained and froze.") && other.text.ends_with("It froze all night."));
}

#[test]
fn documents_are_parted_at_their_ends() {
    let document = |title: &str| {
        format!(
            "{title}\n\nThe Example\n\nApril 2, 2024 Tuesday 10:15 PM EST\n\nCopyright 2024 The Example All Rights Reserved\n\n\
            Section: NEWS\nLength: 12 words\nByline: Ruiz, Ana\n\nBody\n\n{TEXT}\n\nClassification\n\nLanguage: ENGLISH\n\n\
            Load-Date: April 3, 2024\n\nEnd of Document\n\n"
        )
    };
    let [one, other] = &articles(&(document("Wall to be repaired") + &document("It rained")))[..] else {
        panic!("two")
    };
    assert_eq!(told(one), ["Wall to be repaired", "Ana Ruiz", "April 2, 2024", "The Example", TEXT]);
    assert_eq!(other.title, "It rained");
}

#[test]
fn lines_in_their_order_are_known_by_the_count_of_words() {
    let document = "Wall to be\nrepaired\n\nBy Ana Ruiz\n12 words\n2 April 2011\n04:10\nThe Example\nEXMPL\nEnglish\n\
        Copyright 2011, The Example. All rights reserved.\n\n";
    let foot = "\n\nExample Company\n\nDocument EXMPL00020110402e7be0001a\n\n";
    let all = format!("{document}{TEXT}{foot}{document}{TEXT}{foot}");
    let [one, _] = &articles(&all)[..] else { panic!("two") };
    assert_eq!(told(one), ["Wall to be repaired", "Ana Ruiz", "2 April 2011", "The Example", TEXT]);
}

#[test]
fn fields_may_have_codes() {
    let document = "\nHD      Wall to be repaired\nBY      By Ana Ruiz\nWC      12 words\nPD      2 April 2011\nSN      The Example\n\
         CY      Copyright 2011\n\nLP\nThe council met on Monday.\n\nTD\nIt agreed to repair the wall.\n\nRE      usa : USA\n\
         AN      Document EXMPL00020110402e7be0001a\n\n";
    let [one, _] = &articles(&document.repeat(2))[..] else { panic!("two") };
    assert_eq!(told(one), ["Wall to be repaired", "Ana Ruiz", "2 April 2011", "The Example", TEXT]);
}

#[test]
fn fields_of_the_foot_tell_as_well() {
    let line = "_".repeat(60);
    let document = |number: u8| {
        format!(
            "{line}\n\nDocument {number} of 2\n\nWall to be repaired\n\nAuthor: Ruiz, Ana\n\nProQuest document link\n\n\
            Full text: The council met on Monday.\n\nIt agreed to repair the wall.\n\nCredit: Staff\n\nTitle: Wall to be repaired\n\n\
            Publication title: The Example\n\nPublication date: Apr 2, 2024\n\nDatabase: News\n\n"
        )
    };
    let [one, _] = &articles(&(document(1) + &document(2)))[..] else { panic!("two") };
    assert_eq!(told(one), ["Wall to be repaired", "Ana Ruiz", "Apr 2, 2024", "The Example", TEXT]);
}

#[test]
fn a_document_that_is_laid_out_otherwise_is_an_article_as_it_stands() {
    let odd = format!("{LEXIS}\n3 of 3 DOCUMENTS\n\nIt rained.\n");
    let found = articles(&odd);
    assert_eq!((found.len(), found[2].text.trim()), (3, "3 of 3 DOCUMENTS\n\nIt rained."));
}

#[test]
fn what_stands_before_the_first_document_is_none() {
    let (items, passed) = items(&format!("Page 1\n{LEXIS}"), 1 << 20);
    assert_eq!((items.len(), passed), (2, 1));
}

#[test]
fn other_texts_are_no_export() {
    for text in [
        "1 of 3 DOCUMENTS\n\nIt rained.",
        "Body\n\nThe council met.",
        "Length: 4 words\n\nIt rained.",
        "12 words\nIt rained.",
    ] {
        assert_eq!(detect(text.as_bytes(), "a.txt", ""), Ok(Form::Text), "{text}");
    }
}

#[test]
fn a_document_over_the_limit_is_refused_and_the_next_one_read() {
    let long = LEXIS.replacen("   The council met on Monday.", &"It rained. ".repeat(1000), 1);
    let (items, _) = items(&long, 1000);
    let reasons: Vec<&str> =
        items.iter().map(|item| item.content.as_ref().map_or_else(|no| no.reason, |_| "")).collect();
    assert_eq!(reasons, ["too_large", ""]);
    assert_eq!(items[1].location, "document 2");
}

#[test]
fn many_lines_cost_little() {
    for piece in [
        "Body\n\nLENGTH: 1 words\n\n",
        "LENGTH: 1 words\nBODY: a\n",
        "HD  a\nPD  b\nWC  c\n",
        "1 of 3 DOCUMENTS\nLENGTH: 1 words\na\n",
    ] {
        assert!(items(&piece.repeat(100_000), 16 << 20).0.len() <= 100_000);
    }
}
