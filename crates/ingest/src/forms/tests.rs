//! Every form, whole and broken.

mod aside;

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

#[test]
fn an_empty_input_is_refused_in_every_form() {
    for form in Form::ALL {
        assert_eq!(reasons(&limited("", form, 100)), ["empty"], "{form:?}");
    }
}

#[test]
fn a_bomb_is_refused_in_every_form() {
    let bomb = packed(&vec![b' '; 100 << 20]);
    for form in Form::ALL {
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

/// Gives some bytes and then the reason why there are no more, to whoever asks.
struct Broken(Cursor<Vec<u8>>);

impl std::io::Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(std::io::Error::other(Rejection::new("interrupted", "the line is dead"))),
            read => Ok(read),
        }
    }
}

#[test]
fn an_input_that_breaks_is_never_taken_for_one_that_ends() {
    let page = "<html><body><p>The council met on Monday.</p></body></html>";
    let record = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{page}",
        page.len()
    );
    let inputs = [
        (Form::Text, "The council met on Monday."),
        (Form::Html, page),
        (Form::Jsonl, "{\"text\": \"The council met.\"}\n{\"text\": \"It rained.\"}\n"),
        (Form::Jsonl, "[{\"text\": \"The council met.\"}, {\"text\": \"It rained.\"}]"),
        (Form::Csv, "id,text\n1,\"The council\nmet\"\n2,It rained\n"),
        (Form::Feed, "<rss><channel><item><title>a</title><link>https://a.org/</link></item></channel></rss>"),
        (
            Form::Feed,
            "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"content_text\": \"It rained.\"}]}",
        ),
        (Form::Sitemap, "<urlset><url><loc>https://a.org/</loc></url></urlset>"),
        (
            Form::NewsMl,
            "<newsItem guid='a'><contentSet><inlineXML><p>It rained.</p></inlineXML></contentSet></newsItem>",
        ),
        (Form::Nitf, "<nitf><body><body.content><p>It rained.</p></body.content></body></nitf>"),
        (Form::Ninjs, "{\"uri\": \"a\", \"body_text\": \"It rained.\"}"),
        (Form::Warc, record.as_str()),
        (Form::Mail, "From: a\r\nMessage-ID: <a>\r\n\r\nIt rained."),
    ];
    for (form, text) in inputs {
        for (bytes, packed) in [(text.as_bytes().to_vec(), false), (packed(text.as_bytes()), true)] {
            for cut in 1..bytes.len() {
                let input = std::io::BufReader::with_capacity(16, Broken(Cursor::new(bytes[..cut].to_vec())));
                let items: Vec<Item> = read(Box::new(input), form, &Options::default()).take(100).collect();
                let told = reasons(&items).iter().filter(|reason| **reason == "interrupted").count();
                assert_eq!(told, 1, "{form:?}, packed {packed}, cut at {cut}: {items:?}");
            }
        }
    }
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
        for form in Form::ALL {
            prop_assert!(limited(bytes.clone(), form, 256).len() <= bytes.len() + 1);
            prop_assert!(limited(packed(&bytes), form, 256).len() <= bytes.len() + 1);
        }
    }
}

#[rstest::rstest]
#[case("Talks resume - The Other", "The Other", Some("Talks resume"))]
#[case("谈判恢复 - 例报网", "例报网", Some("谈判恢复"))]
#[case("Talks — The Other", " The Other ", Some("Talks"))]
// A part of a word, no more than the name, and another's.
#[case("Shares rise at Co-op", "op", None)]
#[case(" - The Other", "The Other", None)]
#[case("Talks resume - The Other", "", None)]
#[case("Talks resume - The Other", "The Example", None)]
fn a_headline_is_without_its_source(#[case] title: &str, #[case] source: &str, #[case] expected: Option<&str>) {
    assert_eq!(before_source(title, source), expected);
}
