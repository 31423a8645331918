use proptest::prelude::*;

use super::*;
use dateline_record::v1::document_time::Precision;

fn text(text: &str) -> RawArticle {
    RawArticle { text: text.into(), ..RawArticle::default() }
}

fn reason(raw: &RawArticle) -> &'static str {
    parse(raw, &Limits::default()).unwrap_err().reason
}

#[test]
fn text_stays_as_given() {
    let given = "One\r\nline.\u{a0}\n\n\n  Two\u{301} 👩‍👩‍👧‍👦.\t \n";
    assert_eq!(parse(&text(given), &Limits::default()).unwrap().text, given);
}

#[test]
fn bad_input_is_refused_with_its_reason() {
    assert_eq!(reason(&RawArticle::default()), "empty");
    assert_eq!(reason(&text(" \n\t\u{feff}")), "empty");
    assert_eq!(reason(&text("\u{200b}\u{a0}\u{2060}")), "empty");
    assert_eq!(reason(&text(&"\0\u{1}".repeat(40))), "binary");
    assert_eq!(reason(&text(&"word ".repeat(10 << 20))), "too_large");
    assert_eq!(reason(&text(&"a\n\n".repeat(100_000))), "too_many_paragraphs");
    assert_eq!(reason(&RawArticle { html: "<p>a</p>".into(), ..text("b") }), "ambiguous");
    assert_eq!(reason(&RawArticle { published_at: "soon".into(), ..text("News.") }), "date");
    assert_eq!(reason(&RawArticle { published_at: "0001-01-01T00:00:00Z".into(), ..text("News.") }), "date");
    assert_eq!(reason(&RawArticle { retrieved_at: "1970-01-01T00:00:00Z".into(), ..text("News.") }), "date");
    assert_eq!(reason(&RawArticle { url: "not a url".into(), ..text("News.") }), "url");
    let pdf =
        RawArticle { body: b"%PDF-1.4\n%".to_vec().into(), content_type: "text/html".into(), ..RawArticle::default() };
    assert_eq!(reason(&pdf), "pdf");
}

#[test]
fn what_holds_articles_is_none() {
    for (body, content_type) in [
        ("<?xml version='1.0'?><rss version='2.0'><channel><item/></channel></rss>", "text/html"),
        ("{\"text\": \"The council met.\"}", "application/json"),
        ("WARC/1.0\r\nWARC-Type: warcinfo\r\n", ""),
        ("<svg xmlns='http://www.w3.org/2000/svg'><text>News.</text></svg>", ""),
    ] {
        let raw = |body: &str| RawArticle {
            body: body.as_bytes().to_vec().into(),
            content_type: content_type.into(),
            ..RawArticle::default()
        };
        assert_eq!(reason(&raw(body)), "form", "{body}");
        assert!(parse(&text(body), &Limits::default()).is_ok());
    }
    let book =
        "<chapter xmlns='http://docbook.org/ns/docbook'><p>The council met on Monday in the old hall.</p></chapter>";
    let page = |content_type: &str| RawArticle {
        body: book.as_bytes().to_vec().into(),
        content_type: content_type.into(),
        ..RawArticle::default()
    };
    assert_eq!(reason(&page("")), "form");
    assert!(parse(&page("text/html"), &Limits::default()).is_ok());
    let brackets = RawArticle { body: b"{Editor's note} The council met.".to_vec().into(), ..RawArticle::default() };
    assert!(parse(&brackets, &Limits::default()).is_ok());
}

#[test]
fn what_the_producer_says_goes_first() {
    let raw = RawArticle {
        html: "<html><head><title>Page title</title></head><body><p>Text of the page, long enough to be kept by the reader.</p></body></html>".into(),
        id: "x-1".into(),
        url: "https://www.example.co.uk/a?utm_source=feed".into(),
        title: " Given title ".into(),
        source: "The Example".into(),
        published_at: "2024-04-02".into(),
        ..RawArticle::default()
    };
    let article = parse(&raw, &Limits::default()).unwrap();
    assert_eq!((article.title.as_str(), article.external_id.as_str()), ("Given title", "x-1"));
    assert_eq!(article.canonical_url, "https://www.example.co.uk/a");
    let source = article.source.unwrap();
    assert_eq!(
        (source.name.as_str(), source.domain.as_str(), source.country.as_str()),
        ("The Example", "example.co.uk", "GB")
    );
    assert_eq!(article.published_at.unwrap().precision(), Precision::Day);
}

#[test]
fn what_a_producer_gives_is_tidied() {
    let raw = RawArticle {
        title: " Talks\n\t\u{8} resume\0 ".into(),
        bylines: vec![" A. Writer ".into(), "  ".into()],
        url: "https://192.0.2.5/a".into(),
        ..text("Talks resumed.")
    };
    let article = parse(&raw, &Limits::default()).unwrap();
    assert_eq!((article.title.as_str(), article.bylines), ("Talks resume", vec!["A. Writer".to_owned()]));
    // An address in numbers is no domain.
    assert_eq!((article.source, article.canonical_url.as_str()), (None, "https://192.0.2.5/a"));
}

#[test]
fn a_date_after_retrieval_is_flagged_and_kept() {
    let raw = RawArticle {
        published_at: "2031-01-01".into(),
        retrieved_at: "2024-04-02T10:00:00Z".into(),
        ..text("News from the future.")
    };
    let article = parse(&raw, &Limits::default()).unwrap();
    assert_eq!(article.flags, [i32::from(Flag::FutureDate)]);
    assert_eq!(article.published_at.unwrap().value, "2031-01-01T00:00:00Z");
    let flags = |date: &str| {
        let raw = RawArticle { published_at: date.into(), ..text("News from the future.") };
        parse(&raw, &Limits::default()).unwrap().flags
    };
    assert_eq!(flags("9999-12-31T23:59:59Z"), [i32::from(Flag::FutureDate)]);
    assert!(flags("2031-01-01").is_empty());
}

#[test]
fn the_same_bytes_are_the_same_article() {
    let raw = RawArticle { body: b"Caf\xe9 owners met on Monday.".to_vec().into(), ..RawArticle::default() };
    let article = parse(&raw, &Limits::default()).unwrap();
    assert_eq!(article.text, "Café owners met on Monday.");
    assert_eq!(parse(&raw, &Limits::default()).unwrap(), article);
}

proptest! {
    #[test]
    fn no_bytes_panic(body in proptest::collection::vec(any::<u8>(), 0..400), html in any::<bool>()) {
        let content_type = if html { "text/html" } else { "" };
        let raw = RawArticle { body: body.into(), content_type: content_type.into(), ..RawArticle::default() };
        let _ = parse(&raw, &Limits::default());
    }

    #[test]
    fn no_markup_panics(page in "(<(/)?(div|p|a|script|h1|li|table|td|!--|article)( [a-z]{1,4}=\"?[a-z]{0,3}\"?)?>|[a-z ]{0,12}){0,40}") {
        if let Ok(article) = parse(&RawArticle { html: page, ..RawArticle::default() }, &Limits::default()) {
            for paragraph in &article.paragraphs {
                let span = paragraph.span.unwrap();
                prop_assert!(article.text.get(span.start as usize..span.end as usize).is_some());
            }
        }
    }
}
