//! Our own pages, of the shapes that sites have: what a careful reader would call the article, and what the page says of it.
//!
//! Beside `tests/pages/NAME.html` stands `NAME.txt`: lines `field: value`, an empty line, and a line a paragraph, its kind
//! first. Fields that are not named are not compared; an empty value means that there must be none.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use std::{collections::BTreeMap, fs, path::Path};

use dateline_ingest::{Limits, html};
use dateline_record::v1::{Article, Span, article::Flag, paragraph::Kind};

struct Truth {
    fields: BTreeMap<String, String>,
    paragraphs: Vec<String>,
}

fn truth(text: &str) -> Truth {
    let (fields, paragraphs) = text.split_once("\n\n").unwrap();
    let field =
        |line: &str| line.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned())).unwrap();
    Truth { fields: fields.lines().map(field).collect(), paragraphs: paragraphs.lines().map(str::to_owned).collect() }
}

fn shown(article: &Article, field: &str) -> String {
    let time = |time: &Option<dateline_record::v1::DocumentTime>| {
        time.as_ref().map(|time| time.value.clone()).unwrap_or_default()
    };
    match field {
        "title" => article.title.clone(),
        "authors" => article.bylines.join("; "),
        "published" => time(&article.published_at),
        "site" => article.source.as_ref().map(|source| source.name.clone()).unwrap_or_default(),
        "canonical" => article.canonical_url.clone(),
        "posts" => {
            // With the paragraphs that each covers, from 1.
            let at = |byte: u32| article.paragraphs.iter().filter(|own| own.span.unwrap().start < byte).count();
            let paragraphs = |span: Span| format!("¶{}-{}", at(span.start + 1), at(span.end));
            let posts = article
                .live_entries
                .iter()
                .map(|post| format!("{} {} {}", time(&post.posted_at), post.headline, paragraphs(post.span.unwrap())));
            posts.collect::<Vec<_>>().join("; ")
        }
        "flags" => {
            let flags = article.flags.iter().filter_map(|flag| Flag::try_from(*flag).ok());
            flags.map(|flag| flag.as_str_name()).collect::<Vec<_>>().join(" ")
        }
        _ => panic!("no field `{field}`"),
    }
}

fn paragraphs(article: &Article) -> Vec<String> {
    let line = |paragraph: &dateline_record::v1::Paragraph| {
        let span = paragraph.span.unwrap();
        let text = article.text.get(span.start as usize..span.end as usize).unwrap();
        format!("{} {text}", Kind::try_from(paragraph.kind).unwrap().as_str_name())
    };
    article.paragraphs.iter().map(line).collect()
}

/// What of a page is not read as it should be.
fn faults(path: &Path) -> Vec<String> {
    let page = fs::read_to_string(path).unwrap();
    let truth = truth(&fs::read_to_string(path.with_extension("txt")).unwrap());
    let article = html::parse(&page, &truth.fields["url"], &Limits::default()).unwrap_or_default();
    let mut faults = Vec::new();
    for (field, value) in truth.fields.iter().filter(|(field, _)| *field != "url") {
        let found = shown(&article, field);
        if found != *value {
            faults.push(format!("{field}: {found:?} should be {value:?}"));
        }
    }
    let found = paragraphs(&article);
    faults.extend(truth.paragraphs.iter().filter(|line| !found.contains(line)).map(|line| format!("missing: {line}")));
    faults.extend(found.iter().filter(|line| !truth.paragraphs.contains(line)).map(|line| format!("extra: {line}")));
    if faults.is_empty() && found != truth.paragraphs {
        faults.push("the paragraphs are not in their order".to_owned());
    }
    faults
}

#[test]
fn pages_are_read_as_a_careful_reader_would() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "html"));
    pages.sort();
    assert!(pages.len() >= 40, "{} pages", pages.len());
    let mut report = String::new();
    for page in pages {
        for fault in faults(&page) {
            report += &format!("{}: {fault}\n", page.file_stem().unwrap().to_string_lossy());
        }
    }
    assert!(report.is_empty(), "\n{report}");
}
