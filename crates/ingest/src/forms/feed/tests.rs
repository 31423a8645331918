//! Feeds of the shapes that sites have, whole and hostile.

mod producers;

use std::io::Cursor;

use crate::forms::{Content, Form, Item, Link, Options, RawArticle, read};

fn items(feed: impl Into<Vec<u8>>) -> Vec<Item> {
    read(Box::new(Cursor::new(feed.into())), Form::Feed, &Options::default()).collect()
}

fn article(item: &Item) -> &RawArticle {
    match &item.content {
        Ok(Content::Article(article)) => article,
        other => panic!("no article: {other:?}"),
    }
}

fn link(item: &Item) -> &Link {
    match &item.content {
        Ok(Content::Link(link)) => link,
        other => panic!("no link: {other:?}"),
    }
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:c=\"http://purl.org/rss/1.0/modules/content/\"
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>The Example</title>
        <atom:link rel=\"self\" href=\"https://paper.example/rss\"/><link>https://paper.example/</link><language>en-gb</language>
        {items}</channel></rss>"
    )
}

#[test]
fn rss_with_content_is_an_article_and_without_a_link() {
    let items = items(rss("<item><title>Talks &amp;amp; more</title><link>/a</link><guid isPermaLink='false'>7</guid>
        <dc:creator>A. Writer</dc:creator><author>desk@paper.example (B. Writer)</author><category>Talks</category>
        <pubDate>Tue, 02 Apr 2024 23:30:00 +0200</pubDate><description>Short.</description>
        <c:encoded><![CDATA[<p>Talks resumed.</p>]]></c:encoded></item>
        <item><title>Two</title><link>https://paper.example/b</link><description>&lt;b&gt;Short&lt;/b&gt;.</description></item>
        <item><title>Three</title></item>"));
    let first = article(&items[0]);
    assert_eq!(first.title, "Talks & more");
    assert_eq!((first.html.as_str(), first.subtitle.as_str()), ("<p>Talks resumed.</p>", "Short."));
    assert_eq!((first.url.as_str(), first.id.as_str()), ("https://paper.example/a", "7"));
    assert_eq!((first.language.as_str(), first.published_at.as_str()), ("en-gb", "Tue, 02 Apr 2024 23:30:00 +0200"));
    assert_eq!((first.bylines.join("|"), first.keywords.join("|")), ("A. Writer|B. Writer".into(), "Talks".into()));
    assert_eq!(link(&items[1]).summary, "<b>Short</b>.");
    assert_eq!(items[2].content.as_ref().unwrap_err().reason, "empty");
    assert_eq!(items[2].location, "entry 3");
}

#[test]
fn atom_is_read_with_or_without_a_prefix() {
    let plain = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><link rel='self' href='https://paper.example/f'/>
        <link href='https://paper.example/'/><entry><id>tag:1</id><title type='html'>A &amp;lt; &lt;b&gt;B&lt;/b&gt;</title>
        <link rel='enclosure' href='/x.mp3'/><link rel='alternate' href='a'/><updated>2024-04-03T00:00:00Z</updated>
        <published>2024-04-02T00:00:00Z</published><author><name>A. Writer</name><uri>u</uri></author>
        <category term='t' label='Talks'/><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Talks &amp; <em>more</em>.</p></div></content></entry></feed>";
    let prefixed = plain.replace("</", "</a:").replace("</a:a:", "</a:").replace("xmlns=", "xmlns:a=");
    let prefixed = [
        "feed",
        "link",
        "entry",
        "id",
        "title",
        "updated",
        "published",
        "author",
        "name",
        "uri",
        "category",
        "content",
    ]
    .iter()
    .fold(prefixed, |text, name| text.replace(&format!("<{name}"), &format!("<a:{name}")));
    let prefixed = prefixed.replace("</a:div", "</div").replace("</a:p", "</p").replace("</a:em", "</em");
    for feed in [plain.to_owned(), prefixed.replace("</published", "</a:published")] {
        let items = items(feed);
        let first = article(&items[0]);
        assert_eq!(first.html, "<div><p>Talks &amp; <em>more</em>.</p></div>");
        assert_eq!(first.modified_at, "2024-04-03T00:00:00Z");
        assert_eq!((first.title.as_str(), first.url.as_str()), ("A < B", "https://paper.example/a"));
        assert_eq!((first.published_at.as_str(), first.keywords.join("")), ("2024-04-02T00:00:00Z", "Talks".into()));
        assert_eq!(first.bylines, ["A. Writer"]);
    }
}

#[test]
fn rdf_is_read() {
    let items = items("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'
        xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>x</title></channel>
        <item rdf:about='b'><title>One</title><link>https://paper.example/b</link><dc:date>2024-04-02</dc:date></item></rdf:RDF>");
    assert_eq!(link(&items[0]).published_at, "2024-04-02");
}

#[test]
fn charsets_are_those_of_the_bytes() {
    let feed = |charset: &str| {
        rss("<item><title>Zürich wählt</title><link>https://paper.example/z</link></item>")
            .replace("?>", &format!(" encoding='{charset}'?>"))
    };
    let windows = |charset| encoding_rs::WINDOWS_1252.encode(&feed(charset)).0.into_owned();
    let utf16 = feed("UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let marked = [b"\xff\xfe".to_vec(), utf16.clone()].concat();
    for bytes in
        [feed("utf-8").into(), feed("iso-8859-1").into(), windows("iso-8859-1"), windows("utf-8"), utf16, marked]
    {
        assert_eq!(link(&items(bytes)[0]).title, "Zürich wählt");
    }
}

#[test]
fn entities_of_its_own_are_not_expanded() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/hosts\">]>";
    let feed = rss("<item><title>&b; &f;</title><link>https://paper.example/a</link></item>
        <item><title>R&eacute;sum&eacute; &amp; more</title><link>https://paper.example/b</link></item>");
    let items = items(feed.replacen("<rss", &format!("{bomb}<rss"), 1));
    assert_eq!(items[0].content.as_ref().unwrap_err().reason, "entity");
    assert_eq!(link(&items[1]).title, "Résumé & more");
}

#[test]
fn one_bad_entry_does_not_take_the_rest_with_it() {
    let deep = format!("<item><description>{}</description></item>", "<a>".repeat(1000));
    let items = items(rss(&format!(
        "{deep}<item><title>A <b>B & C</title><link>https://paper.example/b</link></item>
        <item><title>Two</title><link>https://paper.example/c</link></item>"
    )));
    assert_eq!(items.len(), 3);
    assert_eq!(items[0].content.as_ref().unwrap_err().reason, "too_deep");
    assert_eq!(link(&items[2]).title, "Two");
}

#[test]
fn brackets_and_ampersands_that_nobody_escaped_take_nothing_with_them() {
    let item = |title: &str| format!("<item><title>{title}</title><link>https://paper.example/b?a=1&c=2</link></item>");
    for (given, expected) in [
        ("Profit < 5 & falling", "Profit < 5 & falling"),
        ("If a <b, then", "If a <b, then"),
        ("Say <\"no", "Say <\"no"),
        ("I <3 it; R&D; AT&T", "I <3 it; R&D; AT&T"),
        ("The <a href=\"x>end", "The <a href=\"x>end"),
        ("Why <? or <!", "Why <? or <!"),
        ("<b class=big hidden>Big</b> news", "Big news"),
    ] {
        let items = items(rss(&format!("{}{}", item(given), item("Two"))));
        assert_eq!(items.len(), 2, "{given}: {items:?}");
        assert_eq!((link(&items[0]).title.as_str(), link(&items[1]).title.as_str()), (expected, "Two"));
        assert_eq!(link(&items[0]).url, "https://paper.example/b?a=1&c=2");
    }
}

#[test]
fn a_section_that_nobody_ended_costs_its_entry_at_most() {
    let item = |title: &str, summary: &str| {
        format!(
            "<item>{title}<link>https://paper.example/b</link><description><![CDATA[{summary}]]></description></item>"
        )
    };
    let (whole, rest) = ("<title><![CDATA[Two]]></title>", item("<title><![CDATA[Three]]></title>", "Short."));
    for (given, expected) in [
        ("<title><![CDATA[One </ two]</title>", Ok("One </ two]")),
        ("<title><![CDATA[Why </title> tags]]></title>", Ok("Why tags")),
        ("<title><![CDATA[One", Err(())),
        ("<title><![CDATA[One<![CDATA[</b>", Err(())),
    ] {
        for feed in [
            item(given, "a") + &item(whole, "b") + &rest,
            item(given, "a").replace("]]></d", "</d") + &item(whole, "b") + &rest,
        ] {
            let items = items(rss(&feed));
            let title = items[0].content.as_ref().map(|_| link(&items[0]).title.as_str()).map_err(|_| ());
            assert_eq!((title, items.len()), (expected, 3), "{feed}");
            assert_eq!((link(&items[1]).title.as_str(), link(&items[2]).title.as_str()), ("Two", "Three"));
        }
    }
    // Nothing after it has a section, and it is the last one.
    let items = items(rss("<item><title><![CDATA[One</title><link>https://paper.example/b</link></item>"));
    assert_eq!((items.len(), link(&items[0]).title.as_str()), (1, "One"));
}

#[test]
fn many_sections_without_an_end_take_the_time_of_what_they_are() {
    let started = std::time::Instant::now();
    for (part, times, count) in [
        ("<item><title><![CDATA[One</title><link>https://paper.example/b</link></item>", 5000, 5000),
        ("<item><title><![CDATA[One</item>", 10_000, 10_000),
        ("<item><title><![CDATA[One", 10_000, 1),
        ("<item><title><![CDATA[<![CDATA[</title>", 10_000, 1),
        ("<![CDATA[", 100_000, 1),
    ] {
        assert_eq!(items(rss(&part.repeat(times))).len(), count, "{part}");
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn an_attribute_that_cannot_be_read_costs_its_entry_alone() {
    let items = items(rss("<item><title a=>One</title><link>https://paper.example/a</link></item>
        <item><title>Two</title><link>https://paper.example/b</link></item>"));
    assert_eq!(items[0].content.as_ref().unwrap_err().reason, "xml");
    assert_eq!(link(&items[1]).title, "Two");
}

#[test]
fn a_feed_that_breaks_off_keeps_what_is_whole() {
    let feed = rss("<item><title>One</title><link>https://paper.example/b</link></item><item><title>Two");
    let items = items(feed.split("Two").next().unwrap());
    assert_eq!(link(&items[0]).title, "One");
    assert_eq!(items[1].content.as_ref().unwrap_err().reason, "truncated");
}

#[test]
fn a_relative_link_is_resolved_against_what_is_nearest() {
    let feed = |root: &str, link: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='fi' {root}>{link}<entry><title>T</title><link href='a'/></entry>
            <entry xml:base='in/'><title>T</title><link href='b'/></entry></feed>"
        )
    };
    let urls = |feed: String| -> Vec<String> {
        let options = Options { base: "https://cdn.example/feeds/all.xml".to_owned(), ..Options::default() };
        let items: Vec<Item> = read(Box::new(Cursor::new(feed)), Form::Feed, &options).collect();
        assert!(items.iter().all(|item| link(item).language == "fi"));
        items.iter().map(|item| link(item).url.clone()).collect()
    };
    let site = "<link href='https://paper.example/news/'/>";
    assert_eq!(urls(feed("", "")), ["https://cdn.example/feeds/a", "https://cdn.example/feeds/in/b"]);
    assert_eq!(urls(feed("", site)), ["https://paper.example/news/a", "https://paper.example/news/in/b"]);
    let own = "xml:base='https://paper.example/x/'";
    assert_eq!(urls(feed(own, site)), ["https://paper.example/x/a", "https://paper.example/x/in/b"]);
}

/// The article that an entry of RSS is.
fn article_of(entry: &str) -> RawArticle {
    let items = items(rss(&format!("<item><link>https://paper.example/a</link>{entry}</item>")));
    article(&items[0]).clone()
}

#[test]
fn the_language_of_the_feed_is_not_that_of_every_text() {
    let read = |text: &str| {
        let feed = rss(&format!(
            "<item><link>https://paper.example/a</link><content:encoded>&lt;p&gt;{text}&lt;/p&gt;</content:encoded></item>"
        ));
        crate::parse(article(&items(feed)[0]), &crate::Limits::default()).unwrap().language.unwrap().tag
    };
    assert_eq!(read("The ministers met on Monday and said that they would go on."), "en-GB");
    assert_eq!(read("Министр заявил в понедельник, что правительство примет новые меры."), "ru");
}

#[test]
fn the_first_date_that_can_be_read_is_that_of_the_entry() {
    let dated = |dates: &str| article_of(&format!("{dates}<content:encoded>Talks.</content:encoded>")).published_at;
    assert_eq!(dated("<pubDate>soon</pubDate><dc:date>2024-04-02</dc:date>"), "2024-04-02");
    assert_eq!(dated("<pubDate>soon</pubDate>"), "soon");
}

#[test]
fn what_is_no_text_is_no_content() {
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Paper</title><author><name>A. Writer</name></author>
        <entry><link href='https://paper.example/a'/><content type='application/pdf'>JVBERi0xLjcK</content></entry>
        <entry><link href='https://paper.example/b'/><content type='html'>&lt;p&gt;Talks.&lt;/p&gt;</content></entry></feed>";
    let items = items(feed);
    assert_eq!(link(&items[0]).url, "https://paper.example/a");
    // The author of the feed is that of an entry without one.
    assert_eq!(article(&items[1]).bylines, ["A. Writer"]);
}

#[test]
fn paragraphs_may_be_left_to_blank_lines() {
    let html = |text: &str| article_of(&format!("<content:encoded><![CDATA[{text}]]></content:encoded>")).html;
    assert_eq!(html("One &amp; <b>two</b>.\r\n\r\nThree."), "<p>One &amp; <b>two</b>.</p><p>Three.</p>");
    assert_eq!(html("<p>One.\n\nTwo.</p>"), "<p>One.\n\nTwo.</p>");
}

#[test]
fn an_export_of_a_site_has_more_than_articles() {
    let entry = |status: &str, kind: &str| {
        format!(
            "<item><link>https://paper.example/a</link><content:encoded>Talks.</content:encoded>
            <wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type></item>"
        )
    };
    let feed = rss(&(entry("draft", "post") + &entry("inherit", "attachment") + &entry("publish", "post")));
    let mut reader = read(Box::new(Cursor::new(feed)), Form::Feed, &Options::default());
    assert_eq!((reader.by_ref().count(), reader.passed().values().sum::<u64>()), (1, 2));
}

#[test]
fn an_aggregator_names_where_an_entry_is_from() {
    let article =
        article_of("<source url='https://other.example/'>The Other</source><content:encoded>T.</content:encoded>");
    assert_eq!(article.source, "The Other");
    let russian = "<yandex:full-text xmlns:yandex='http://news.yandex.ru'>Talks.</yandex:full-text>";
    assert_eq!(article_of(russian).html, "Talks.");
}

#[test]
fn tags_that_never_end_take_no_time() {
    let started = std::time::Instant::now();
    for piece in ["<a", "< "] {
        let text = piece.repeat(400_000);
        assert_eq!(crate::forms::markup::strip_tags(&text), text);
        assert_eq!(
            crate::forms::markup::strip_tags(&format!("{text}<b>Talks</b>")).len(),
            if piece == "< " { text.len() + 5 } else { 5 }
        );
    }
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}
