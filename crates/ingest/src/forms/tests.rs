//! Every form, whole and broken.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;

use super::*;

fn reader(bytes: impl Into<Vec<u8>>, form: Form) -> Reader {
    read(Box::new(Cursor::new(bytes.into())), form, &Options::default())
}

fn limited(bytes: impl Into<Vec<u8>>, form: Form, input_bytes: usize) -> Vec<Item> {
    let limits = Limits { input_bytes, ..Limits::default() };
    read(Box::new(Cursor::new(bytes.into())), form, &Options { limits, ..Options::default() }).collect()
}

fn articles(bytes: impl Into<Vec<u8>>, form: Form) -> Vec<RawArticle> {
    reader(bytes, form)
        .map(|item| match item.content.expect("no rejection") {
            Content::Article(article) => *article,
            Content::Link(link) => panic!("a link: {link:?}"),
        })
        .collect()
}

fn reasons(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.content.as_ref().map_or_else(|rejection| rejection.reason, |_| "")).collect()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const FORMS: [Form; 11] = [
    Form::Text,
    Form::Html,
    Form::Jsonl,
    Form::Csv,
    Form::Feed,
    Form::Sitemap,
    Form::NewsMl,
    Form::Nitf,
    Form::Ninjs,
    Form::Warc,
    Form::Mail,
];

#[test]
fn an_empty_input_is_refused_in_every_form() {
    for form in FORMS {
        assert_eq!(reasons(&limited("", form, 100)), ["empty"], "{form:?}");
    }
}

#[test]
fn a_bomb_is_refused_in_every_form() {
    let bomb = packed(&vec![b' '; 100 << 20]);
    for form in FORMS {
        let items = limited(bomb.clone(), form, 1 << 20);
        assert!(
            matches!(reasons(&items)[..], ["bomb" | "too_large" | "xml" | "json" | "csv" | "empty"]),
            "{form:?} {items:?}"
        );
    }
}

#[test]
fn gzip_that_breaks_off_is_said() {
    let text = "The council met. ".repeat(1000);
    let mut bytes = packed(text.as_bytes());
    bytes.truncate(bytes.len() - 4);
    assert_eq!(reasons(&limited(bytes, Form::Text, 1 << 20)), ["truncated"]);
}

#[test]
fn the_position_is_that_of_the_input_as_it_comes() {
    let bytes = packed(b"{\"text\": \"a\"}\n{\"text\": \"b\"}\n");
    let length = bytes.len() as u64;
    let mut reader = reader(bytes, Form::Jsonl);
    assert_eq!(reader.by_ref().count(), 2);
    assert_eq!(reader.position(), length);
}

#[test]
fn lines_and_arrays_of_json_are_read() {
    let items = limited("{\"text\": \"a\"}\n\n{\n{\"text\": \"b\"}", Form::Jsonl, 100);
    assert_eq!(reasons(&items), ["", "json", ""]);
    assert_eq!(items[2].location, "line 4");
    let array = "[{\"text\": \"a]},{\"}, {\"text\": 5},\n 7, {\"text\": \"b\"}]\n";
    assert_eq!(reasons(&limited(array, Form::Jsonl, 100)), ["", "json", "json", ""]);
}

#[test]
fn a_line_over_the_limit_is_refused_and_the_next_one_read() {
    let long = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"b\"}}", "a".repeat(1000));
    let items = limited(long.clone(), Form::Jsonl, 100);
    assert_eq!(reasons(&items), ["too_large", ""]);
    let items = limited(format!("[{}]", long.replace('\n', ",")), Form::Jsonl, 100);
    assert_eq!(reasons(&items), ["too_large", ""]);
}

#[test]
fn text_is_left_as_it_is() {
    let [article] = &articles("Talks resume\nBy A. Writer\n\nPARIS - Talks", Form::Text)[..] else { panic!("one") };
    assert_eq!(&article.body[..5], b"Talks");
    assert_eq!(reasons(&limited("12345", Form::Html, 4)), ["too_large"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for form in FORMS {
            prop_assert!(limited(bytes.clone(), form, 256).len() <= bytes.len() + 1);
            prop_assert!(limited(packed(&bytes), form, 256).len() <= bytes.len() + 1);
        }
    }
}
