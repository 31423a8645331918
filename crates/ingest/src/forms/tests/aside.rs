//! What each form tells beside the text: last change, section, standfirst, picture.

use std::io::Cursor;

use dateline_record::v1::RawArticle;
use rstest::rstest;

use crate::forms::{Content, Form, Options, read};

fn article(form: Form, input: impl Into<Vec<u8>>) -> RawArticle {
    let items = read(Box::new(Cursor::new(input.into())), form, &Options::default());
    let mut articles = items.map(|item| match item.content {
        Ok(Content::Article(article)) => *article,
        other => panic!("no article: {other:?}"),
    });
    let article = articles.next().unwrap();
    assert_eq!(articles.next(), None);
    article
}

/// The last change, the section, the standfirst and the picture.
fn told(form: Form, input: impl Into<Vec<u8>>) -> [String; 4] {
    let article = article(form, input);
    [article.modified_at, article.section, article.subtitle, article.lead_image]
}

fn newsml(attributes: &str, meta: &str, content: &str) -> [String; 4] {
    let item = format!(
        "<newsItem guid='1' {attributes}><itemMeta>{meta}</itemMeta><contentMeta><headline>Talks resume</headline>{content}\
         </contentMeta><contentSet><inlineData contenttype='text/plain'>Talks on the harbour resumed.</inlineData>\
         </contentSet></newsItem>"
    );
    told(Form::NewsMl, item)
}

const SENT: &str = "<versionCreated>2024-04-02T12:00:00Z</versionCreated>";
const FIRST: &str = "<firstCreated>2024-04-02T10:00:00Z</firstCreated>";

#[rstest]
#[case("", "", FIRST, "2024-04-02T12:00:00Z")]
#[case("version='3'", "<contentCreated>2024-04-02T09:00:00Z</contentCreated>", "", "2024-04-02T12:00:00Z")]
#[case("version='3'", "<contentModified>2024-04-02T11:00:00Z</contentModified>", FIRST, "2024-04-02T11:00:00Z")]
// The first version, the only date, and an embargo that ends later.
#[case("version='1'", "<contentCreated>2024-04-02T09:00:00Z</contentCreated>", "", "")]
#[case("version='3'", "", "", "")]
#[case("", "", "<firstCreated>2024-04-02T10:00:00Z</firstCreated><embargoed>2024-04-02T18:00:00Z</embargoed>", "")]
fn an_item_is_changed_by_a_later_version(
    #[case] version: &str,
    #[case] content: &str,
    #[case] meta: &str,
    #[case] expected: &str,
) {
    assert_eq!(newsml(version, &format!("{SENT}{meta}"), content)[0], expected);
}

#[rstest]
#[case("<headline role='hldrole:sub'>The quay waits</headline>", "The quay waits")]
#[case("<description role='drol:summary'>The quay waits</description>", "The quay waits")]
#[case("<description>Talks on the harbour</description>", "")]
#[case("<description role='drol:caption'>The quay on Tuesday</description>", "")]
fn an_item_has_a_standfirst(#[case] content: &str, #[case] expected: &str) {
    assert_eq!(newsml("", SENT, content)[2], expected);
}

#[test]
fn a_section_is_called_one() {
    let subject = |kind: &str, name: &str| format!("<subject type='{kind}'><name>{name}</name></subject>");
    let service = "<service qcode='s:1'><name>Basic service</name></service>";
    let genre = "<genre qcode='g:1'><name>Feature</name></genre>";
    let section = |content: String| newsml("", &format!("{SENT}{service}"), &format!("{genre}{content}"))[1].clone();
    assert_eq!(section(subject("x:department", "Sports") + &subject("cpnat:abstract", "boxing")), "Sports");
    assert_eq!(section(subject("cpnat:abstract", "boxing")), "");
    assert_eq!(section(subject("x:section", "Sports") + &subject("x:section", "World")), "");
}

#[test]
fn version_1_tells_revisions() {
    let item = |revision: &str| {
        format!(
            "<NewsItem><Identification><NewsIdentifier><RevisionId>{revision}</RevisionId></NewsIdentifier></Identification>\
             <NewsManagement><FirstCreated>20240402T100000Z</FirstCreated><ThisRevisionCreated>20240402T120000Z\
             </ThisRevisionCreated></NewsManagement><NewsComponent><NewsLines><HeadLine>Talks</HeadLine><SubHeadLine>The quay \
             waits</SubHeadLine></NewsLines><ContentItem><DataContent><p>Talks.</p></DataContent></ContentItem>\
             </NewsComponent></NewsItem>"
        )
    };
    assert_eq!(told(Form::NewsMl, item("2")), ["20240402T120000Z", "", "The quay waits", ""]);
    assert_eq!(told(Form::NewsMl, item("1"))[0], "");
}

fn nitf(head: &str, lines: &str) -> [String; 4] {
    let document = format!(
        "<nitf><head><docdata><date.issue norm='20240402T100000Z'/></docdata>{head}</head><body><body.head><hedline>\
         <hl1>Talks resume</hl1></hedline>{lines}</body.head><body.content><p>Talks on the harbour resumed.</p>\
         <media media-type='image'><media-reference source='https://paper.example/a.jpg'/></media></body.content></body></nitf>"
    );
    told(Form::Nitf, document)
}

#[test]
fn a_document_tells_its_revisions_and_where_it_stands() {
    let revision =
        |function: &str, hour: u8| format!("<revision-history function='{function}' norm='20240402T{hour}0000Z'/>");
    let section = "<pubdata position.section='World'/>";
    let head = [revision("writer", 11), revision("editor", 13), revision("archivist", 19), section.into()].concat();
    assert_eq!(nitf(&head, ""), ["20240402T130000Z", "World", "", "https://paper.example/a.jpg"]);
    let letter = "<pubdata position.section='B'/><meta name='online_sections' content='World; Front Page'/>";
    assert_eq!(nitf(letter, "")[1], "");
    assert_eq!(nitf("<fixture fix-id='editorial'/>", "")[..2], ["", ""]);
    assert_eq!(nitf(&revision("editor", 10), "")[0], "");
}

#[test]
fn a_document_has_a_standfirst() {
    let second = |class: &str| format!("<hedline><hl2 class='{class}'>The quay waits</hl2></hedline>");
    assert_eq!(nitf("", &second(""))[2], "The quay waits");
    assert_eq!(nitf("", &second("online_headline"))[2], "");
    let summary = "<abstract><p>The quay waits</p></abstract>";
    assert_eq!(nitf("", summary)[2], "The quay waits");
    assert_eq!(nitf("", "<abstract><p>Talks on the harbour</p></abstract>")[2], "");
    let indexed = "<docdata><identified-content><classifier class='indexing_service'>x</classifier></identified-content></docdata>";
    assert_eq!(nitf(indexed, summary)[2], "");
}

#[test]
fn ninjs_tells_it_in_either_version() {
    let old = r#"{"uri": "1", "version": "2", "slugline": "harbour", "headline": "Talks resume", "body_html": "<p>Talks resumed.</p>",
        "firstcreated": "2024-04-02T10:00:00Z", "versioncreated": "2024-04-02T12:00:00Z", "description_text": "The quay waits",
        "service": [{"name": "Basic service"}], "associations": {"other": {"type": "picture", "renditions": {"a": {"href":
        "https://paper.example/other.jpg"}}}, "featuremedia": {"type": "picture", "renditions": {"thumbnail": {"href":
        "https://paper.example/s.jpg", "width": 100}, "original": {"href": "https://paper.example/l.jpg", "width": 900}}}}}"#;
    let expected = ["2024-04-02T12:00:00Z", "", "The quay waits", "https://paper.example/l.jpg"];
    assert_eq!(told(Form::Ninjs, old), expected);
    assert_eq!(told(Form::Ninjs, old.replace(r#""version": "2""#, r#""version": 1"#))[0], "");
    assert_eq!(told(Form::Ninjs, old.replace("The quay waits", "Talks resumed"))[2], "");
    let new = r#"{"uri": "2", "firstCreated": "2024-04-02T10:00:00Z", "versionCreated": "2024-04-02T12:00:00Z",
        "headlines": [{"role": "main", "value": "Talks"}, {"role": "subtitle", "value": "The quay waits"}],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": "Talks resumed."}],
        "associations": [{"name": "film", "type": "video", "renditions": [{"href": "https://paper.example/f.mp4"}]},
        {"name": "one", "type": "picture", "renditions": [{"name": "l", "href": "https://paper.example/l.jpg"},
        {"name": "film", "href": "https://paper.example/l.mp4", "contentType": "video/mp4", "width": 9000}]}]}"#;
    assert_eq!(told(Form::Ninjs, new), expected);
}

#[test]
fn many_associations_take_no_time() {
    let started = std::time::Instant::now();
    let picture = r#"{"type": "picture", "renditions": {"o": {"href": "https://paper.example/a.jpg"}}}"#;
    let many: String = (0..100_000).map(|at| format!(r#""a{at}": {picture},"#)).collect();
    let item = format!(r#"{{"uri": "1", "body_text": "Talks.", "associations": {{{many} "z": {picture}}}}}"#);
    assert_eq!(told(Form::Ninjs, item)[3], "https://paper.example/a.jpg");
    let many = "<revision-history norm='20240402T110000Z'/>".repeat(60_000);
    assert_eq!(nitf(&many, &"<abstract><p>Talks on the harbour</p></abstract>".repeat(20_000))[0], "20240402T110000Z");
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn feeds_tell_it() {
    let entry = "<rss version='2.0'><channel><item><title>Talks</title><guid isPermaLink='false'>1</guid><pubDate>Tue, 02 Apr \
        2024 10:00:00 GMT</pubDate><description>The quay waits</description><prism:section>World</prism:section>\
        <dcterms:modified>2024-04-02T12:00:00Z</dcterms:modified><enclosure url='https://paper.example/PICTURE' \
        type='image/jpeg'/><content:encoded>&lt;p&gt;Talks resumed.&lt;/p&gt;</content:encoded></item></channel></rss>";
    let expected = ["2024-04-02T12:00:00Z", "World", "The quay waits", "https://paper.example/a.jpg"];
    assert_eq!(told(Form::Feed, entry.replace("PICTURE", "a.jpg")), expected);
    assert_eq!(told(Form::Feed, entry.replace("PICTURE", "logo.png"))[3], "");
    let item = r#"{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "Talks", "content_text":
        "Talks resumed.\nNobody spoke.", "summary": "SUMMARY", "image": "https://paper.example/a.jpg",
        "date_published": "2024-04-02T10:00:00Z", "date_modified": "2024-04-02T12:00:00Z"}]}"#;
    let expected = ["2024-04-02T12:00:00Z", "", "The quay waits", "https://paper.example/a.jpg"];
    assert_eq!(told(Form::Feed, item.replace("SUMMARY", "The quay waits")), expected);
    assert_eq!(told(Form::Feed, item.replace("SUMMARY", "Talks resumed."))[2], "");
}

#[test]
fn tables_have_columns_for_it() {
    let table = |header: &str, row: &str| told(Form::Csv, format!("text,{header}\nTalks resumed.,{row}\n"));
    let row = "2024-04-02 12:00:00Z,World,The quay waits,https://paper.example/a.jpg";
    let expected = ["2024-04-02 12:00:00Z", "World", "The quay waits", "https://paper.example/a.jpg"];
    assert_eq!(table("modifiedAt,section,subtitle,leadImage", row), expected);
    assert_eq!(table("last_updated,Category,Standfirst,image_url", row), expected);
    // What is said of a row, the number of a category, and the name of a file.
    assert_eq!(table("updated_at,category,created_at,image", "2024-04-02,12,2024-04-01,a.jpg"), [""; 4]);
}

#[test]
fn json_has_fields_for_it() {
    let line = |fields: &str| told(Form::Jsonl, format!("{{\"text\": \"Talks resumed.\", {fields}}}\n"));
    let all = r#""modified": "2024-04-02T14:00:00", "modified_gmt": "2024-04-02T12:00:00", "section": {"id": 1, "name": "World"},
        "standfirst": "<p>The quay &amp; town</p>", "image": [{"url": "https://paper.example/a.jpg"}, {}]"#;
    let expected = ["2024-04-02T12:00:00Z", "World", "The quay & town", "https://paper.example/a.jpg"];
    assert_eq!(line(all), expected);
    // The contract's own names, whose values others have of another kind.
    assert_eq!(line(r#""modifiedAt": false, "section": {"id": 1}, "subtitle": ["a", "b"], "leadImage": []"#), [""; 4]);
    assert_eq!(line(r#""modified_at": "soon", "lead_image": "a.jpg""#), ["soon", "", "", "a.jpg"]);
    assert_eq!(
        line(r#""updated_at": "2024-04-02", "created_at": "2024-04-01", "category": "12", "image": "a.jpg""#),
        [""; 4]
    );
    assert_eq!(line(r#""updated_at": "2024-04-02", "updated": "soon""#)[0], "2024-04-02");
}

#[rstest]
#[case("SPORT; Pg. 40", "SPORT")]
#[case("Section A; Column 3; Foreign Desk; Pg. 1", "Foreign Desk")]
#[case("Pg. 4", "")]
#[case("B; 4", "")]
fn exports_tell_sections_and_no_change(#[case] given: &str, #[case] expected: &str) {
    let document = format!(
        "1 of 1 DOCUMENTS\n\nThe Example\n\nApril 2, 2024 Tuesday\n\nTalks resume\n\nSECTION: {given}\n\nLENGTH: 9 words\n\n\
         HIGHLIGHT: The quay waits\n\nTalks on the harbour resumed on Monday.\n\nLOAD-DATE: April 5, 2024\n"
    );
    assert_eq!(told(Form::Export, document), ["", expected, "The quay waits", ""]);
}

#[test]
fn texts_say_it_in_their_head() {
    let parse = |text: &str| {
        crate::parse(&RawArticle { text: text.into(), ..RawArticle::default() }, &crate::Limits::default())
    };
    let head = "---\ntitle: Talks resume\ndate: 2024-04-02T10:00:00Z\nlastmod: 2024-04-02T12:00:00Z\nsubtitle: The quay waits\n\
        section: World\nimage: https://paper.example/a.jpg\n---\n\nTalks on the harbour resumed.\n";
    let article = parse(head).unwrap();
    assert_eq!(article.modified_at.unwrap().value, "2024-04-02T12:00:00Z");
    assert_eq!(
        [article.section.as_str(), &article.subtitle, &article.lead_image],
        ["World", "The quay waits", "https://paper.example/a.jpg"]
    );
    // A picture and a change are no head.
    let article = parse("Image: the quay\nUpdated: today\n\nTalks on the harbour resumed.\n").unwrap();
    assert_eq!((article.lead_image.as_str(), article.modified_at), ("", None));
}
