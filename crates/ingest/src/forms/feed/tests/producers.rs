//! What producers of feeds have beyond the standards, and what becomes of it.

use super::*;

#[test]
fn a_beginning_is_a_link_and_a_whole_summary_an_article() {
    let entry =
        |inside: &str| rss(&format!("<item><title>Talks</title><link>https://paper.example/a</link>{inside}</item>"));
    let sentence = "The ministers met on Monday and said that they would go on with the talks on the harbour bridge.";
    let long = format!("<p>{}</p>", [sentence; 3].join(" ")).repeat(3);
    for (inside, is_whole) in [
        (format!("<c:encoded><![CDATA[<p>{sentence}</p><p>They left [&#8230;]</p>]]></c:encoded>"), false),
        (format!("<c:encoded><![CDATA[{long}<p><a href='/a'>Continue reading</a></p>]]></c:encoded>"), false),
        // The summary once more, with a picture.
        (
            format!(
                "<description>{sentence}</description><c:encoded><![CDATA[<img src='a.jpg'>{sentence}]]></c:encoded>"
            ),
            false,
        ),
        (format!("<c:encoded><![CDATA[<p>{sentence}</p>]]></c:encoded>"), true),
        (format!("<description><![CDATA[{long}]]></description>"), true),
        (format!("<description><![CDATA[{long}]]></description><c:encoded><![CDATA[{long}]]></c:encoded>"), true),
        (format!("<description><![CDATA[{long}<p>More [...]</p>]]></description>"), false),
        (format!("<description>{}</description>", [sentence; 20].join(" ")), false),
    ] {
        let items = items(entry(&inside));
        assert_eq!(matches!(items[0].content, Ok(Content::Article(_))), is_whole, "{inside}");
    }
}

#[test]
fn what_a_feed_says_of_an_article_is_said_by_its_record() {
    let raw = article_of(
        "<title>Talks resume</title><pubDate>Tue, 02 Apr 2024 23:30:00 +0200</pubDate><description>The harbour waits.</description>
        <atom:updated>2024-04-03T09:00:00Z</atom:updated><enclosure url='/sound.mp3' type='audio/mpeg'/><enclosure url='/small.jpg'/>
        <media:group><media:content url='/film.mp4' medium='video'/><media:content url='/a.jpg' type='image/jpeg' width='140'/>
        <media:content url='/b.jpg' width='1200'/></media:group><category>Uncategorized</category><category>R&amp;amp;D</category>
        <media:keywords>talks, harbour</media:keywords>
        <content:encoded>&lt;h1&gt;Talks resume&lt;/h1&gt;&lt;p&gt;The ministers met on Monday.&lt;/p&gt;</content:encoded>",
    );
    let article = crate::parse(&raw, &crate::Limits::default()).unwrap();
    assert_eq!((article.title.as_str(), article.text.as_str()), ("Talks resume", "The ministers met on Monday."));
    assert_eq!(
        (article.subtitle.as_str(), article.keywords.join("|")),
        ("The harbour waits.", "R&D|talks|harbour".into())
    );
    assert_eq!(article.modified_at.unwrap().value, "2024-04-03T09:00:00Z");
    assert_eq!(article.lead_image, "https://paper.example/b.jpg");
}

#[test]
fn the_address_of_an_article_is_its_own() {
    let url = |inside: &str| link(&items(rss(&format!("<item><title>T</title>{inside}</item>")))[0]).url.clone();
    let counted =
        "<link>https://proxy.example/~r/1</link><feedburner:origLink>https://paper.example/a</feedburner:origLink>";
    assert_eq!(url(counted), "https://paper.example/a");
    let alert = "<link>https://www.google.com/url?rct=j&amp;url=https://paper.example/a%3Fb%3D1&amp;ct=ga</link>";
    assert_eq!(url(alert), "https://paper.example/a?b=1");
    let own = "https://paper.example/url?url=https://x.example/";
    assert_eq!(url(&format!("<link>{own}</link>")), own);
}

#[test]
fn authors_are_those_whom_an_entry_names() {
    let names = |inside: &str| article_of(&format!("{inside}<content:encoded>Talks.</content:encoded>")).bylines;
    for (inside, expected) in [
        ("<author>Ana Ruiz &lt;ana@paper.example&gt;</author>", &["Ana Ruiz"][..]),
        ("<author>ana@paper.example (Ana Ruiz)</author>", &["Ana Ruiz"]),
        ("<dc:creator>&lt;a href='/a'&gt;Ana Ruiz&lt;/a&gt;, Tom Lee</dc:creator>", &["Ana Ruiz", "Tom Lee"]),
        ("<dc:creator>Christopher Guest</dc:creator>", &["Christopher Guest"]),
        ("<dc:creator>UNHCR</dc:creator>", &["UNHCR"]),
        ("<dc:creator>admin</dc:creator>", &[]),
        ("<dc:creator>Guest Author</dc:creator>", &[]),
        ("<dc:creator>Anonymous</dc:creator><author>t.lee</author>", &[]),
        ("<author>noreply@paper.example (Unknown)</author>", &[]),
        ("<dc:creator>https://paper.example/by/ana</dc:creator>", &[]),
        ("<dc:creator>The Example</dc:creator>", &[]),
    ] {
        assert_eq!(names(inside), expected, "{inside}");
    }
    // Nobody's name is no reason to take another's.
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><author><name>Feed Bridge</name></author><entry>
        <link href='https://paper.example/b'/><author><name>admin</name></author><content>Talks.</content></entry></feed>";
    assert!(article(&items(feed)[0]).bylines.is_empty());
}

#[test]
fn a_site_is_called_as_its_feed_where_its_address_agrees() {
    let name = crate::forms::feed::name_of_site;
    assert_eq!(name("World news | The Guide", "https://www.guide.example/a"), "The Guide");
    assert_eq!(name("Bay Reporter", "https://bayreporter.example/a"), "Bay Reporter");
    assert_eq!(name("Latest releases", "https://paper.example/a"), "");
    assert_eq!(name("paper.com - all", "https://paper.com/a"), "");
    assert_eq!(name("Bay Reporter: World", "https://bayreporter.example/a"), "Bay Reporter");
    // As of pages: without accents, and with the article of another language.
    assert_eq!(name("Monde | Les Échos", "https://www.echos.example/a"), "Les Échos");
    let other = "<item><title>Talks resume - The Other</title><link>https://g.example/1</link><source url='u'>The Other</source></item>";
    let items = items(rss(other));
    assert_eq!((link(&items[0]).title.as_str(), link(&items[0]).source.as_str()), ("Talks resume", "The Other"));
}

#[test]
fn what_is_not_published_or_withdrawn_is_counted() {
    let entry = |inside: &str| {
        format!("<item><link>https://paper.example/a</link><content:encoded>T.</content:encoded>{inside}</item>")
    };
    let feed = [
        entry("<app:control><app:draft>yes</app:draft></app:control>"),
        entry("<app:control><app:draft>no</app:draft></app:control>"),
        entry("<media:status>deleted</media:status>"),
        entry("<media:status state='blocked'/>"),
        entry("<media:status state='active'/>"),
    ];
    let mut reader = read(Box::new(Cursor::new(rss(&feed.concat()))), Form::Feed, &Options::default());
    assert_eq!((reader.by_ref().count(), reader.passed().values().sum::<u64>()), (2, 3));
}

#[test]
fn escapes_and_sections_too_many_are_undone() {
    let html = |text: &str| article_of(&format!("<content:encoded>{text}</content:encoded>")).html;
    assert_eq!(html("&amp;lt;p&amp;gt;Talks &amp;amp;amp; more.&amp;lt;/p&amp;gt;"), "<p>Talks &amp; more.</p>");
    assert_eq!(html("<![CDATA[<![CDATA[<p>Talks.</p>]]]]><![CDATA[>]]>"), "<p>Talks.</p>");
    assert_eq!(html("One line of it。\n　　Another line。"), "<p>One line of it。</p><p>Another line。</p>");
    // Elements that nobody has closed keep what follows them.
    assert_eq!(html("<p>One<br>Two <img src='a'>three</p>"), "<p>One<br>Two <img src=\"a\">three</p>");
    assert_eq!(html(&"a<br>".repeat(1000)).len(), 5000);
}

#[test]
fn numbers_are_moments_in_a_feed() {
    let dated = |date: &str| {
        article_of(&format!("<pubDate>{date}</pubDate><content:encoded>Talks.</content:encoded>")).published_at
    };
    assert_eq!(dated("1712070000"), "2024-04-02T15:00:00Z");
    assert_eq!(dated("1712070000000"), "2024-04-02T15:00:00Z");
}

#[test]
fn what_a_server_puts_before_a_feed_is_passed_over() {
    let feed = rss("<item><title>One</title><link>https://paper.example/b</link></item>");
    for before in [
        "<br>\n<b>Warning</b>: Undefined index in <b>/feed.php</b> on line <b>3</b><br />\n",
        "Notice: an index is not defined\n\n",
        "\n\n",
    ] {
        let bytes = format!("{before}{feed}");
        assert_eq!(crate::forms::detect(bytes.as_bytes(), "a.xml", ""), Ok(Form::Feed));
        assert_eq!(link(&items(bytes)[0]).url, "https://paper.example/b");
    }
}

#[test]
fn namespaces_are_known_however_they_are_written() {
    let feed = "<rss xmlns:c='https://purl.org/rss/1.0/modules/content' xmlns:d='http://purl.org/dc/elements/1.1'><channel><item>
        <link>https://paper.example/b</link><d:creator>Ana Ruiz</d:creator><c:encoded>Talks.</c:encoded></item></channel></rss>";
    assert_eq!(article(&items(feed)[0]).bylines, ["Ana Ruiz"]);
}
