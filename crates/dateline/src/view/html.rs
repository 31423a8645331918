//! The form of one self-contained page: no script, nothing fetched, every character of the article escaped.
//!
//! A few marked words are a link to their fact; a marked clause ends in a small link to it, since links cannot nest. Each
//! fact links back to its places in the text. What a link leads to lights up by `:target`.

use std::fmt::Write as _;

use dateline_record::v1::{Article, ArticleRecord, entity, paragraph};

use super::{
    describe::{self, Row, Run, Section, Tone},
    harmless,
    marks::{self, Layer, Mark, MarkedParagraph, Piece},
};

/// What stands before the first article.
pub(crate) const HEAD: &str = concat!(
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    "<meta name=\"referrer\" content=\"no-referrer\">\n<title>Facts in the news · Dateline</title>\n<style>\n",
    include_str!("page.css"),
    "</style>\n</head>\n<body>\n"
);

/// What stands after the last article.
pub(crate) const FOOT: &str = "</body>\n</html>\n";

/// An article with its facts, as part of a page. Spans of the record are in UTF-8.
pub(crate) fn article(record: &ArticleRecord) -> String {
    let Some(article) = &record.article else { return String::new() };
    let marks = marks::marks(record);
    let page = Page { record, article, marks: &marks, prefix: article.id.chars().take(8).collect() };
    let mut out = String::with_capacity(article.text.len() * 8);
    out.push_str("<main>\n<div class=\"story\">\n");
    page.header(&mut out);
    page.text(&mut out);
    out.push_str("</div>\n<aside>\n");
    page.sections(&mut out);
    page.notes(&mut out);
    out.push_str("</aside>\n</main>\n");
    out
}

struct Page<'r> {
    record: &'r ArticleRecord,
    article: &'r Article,
    marks: &'r [Mark],
    /// Keeps the ids of several articles on one page apart.
    prefix: String,
}

impl Page<'_> {
    fn header(&self, out: &mut String) {
        out.push_str("<header>\n");
        let title = if self.article.title.is_empty() { "Untitled article" } else { &self.article.title };
        element(out, "h1", "", title);
        if !self.article.subtitle.is_empty() {
            element(out, "p", "subtitle", &self.article.subtitle);
        }
        element(out, "p", "facts", &describe::headline_facts(self.record).join(" · "));
        self.url(out);
        let topics: Vec<_> = self.record.topics.iter().map(|topic| topic.name.as_str()).collect();
        if !topics.is_empty() {
            element(out, "p", "facts", &format!("Topics: {}", topics.join(", ")));
        }
        self.legend(out);
        out.push_str("</header>\n");
    }

    fn url(&self, out: &mut String) {
        let url = &self.article.url;
        if url.starts_with("https://") || url.starts_with("http://") {
            let url = escape(url);
            let _ = writeln!(out, "<p class=\"facts\"><a href=\"{url}\" rel=\"noopener noreferrer\">{url}</a></p>");
        }
    }

    /// Only what is marked in this text.
    fn legend(&self, out: &mut String) {
        let mut seen: Vec<&str> = Vec::new();
        out.push_str("<p class=\"legend\">");
        for mark in self.marks {
            let class = class(mark.layer);
            if !seen.contains(&class) {
                seen.push(class);
                let _ = write!(out, "<span class=\"m {class}\">{}</span> ", legend_word(mark.layer));
            }
        }
        out.push_str("</p>\n");
    }

    fn text(&self, out: &mut String) {
        for (number, paragraph) in marks::cut(self.article, self.marks).iter().enumerate() {
            let number = number + 1;
            let _ = write!(
                out,
                "<p class=\"{}\" id=\"{}-p{number}\" dir=\"auto\"><span class=\"number\">{number}</span>",
                paragraph_class(paragraph.kind),
                self.prefix
            );
            self.pieces(paragraph, out);
            out.push_str("</p>\n");
        }
    }

    fn pieces(&self, paragraph: &MarkedParagraph<'_>, out: &mut String) {
        for piece in &paragraph.pieces {
            let text = escape(self.article.text.get(piece.span.clone()).unwrap_or_default());
            if piece.marks.is_empty() {
                out.push_str(&text);
            } else {
                self.marked(piece, &text, out);
            }
        }
    }

    /// A span that carries the looks of every mark; in it a link to the narrowest few words; after it the other facts.
    fn marked(&self, piece: &Piece<'_>, text: &str, out: &mut String) {
        let mut classes: Vec<&str> = piece.marks.iter().map(|mark| class(mark.layer)).collect();
        classes.dedup();
        let starts: Vec<&Mark> =
            piece.marks.iter().copied().filter(|mark| mark.span.start == piece.span.start).collect();
        for mark in &starts {
            let _ = write!(out, "<span class=\"at\" id=\"{}\">", self.place_id(mark));
        }
        let linked = piece.marks.iter().rev().copied().find(|mark| mark.layer.is_short());
        let _ = match linked {
            Some(mark) => write!(
                out,
                "<a class=\"m {}\" href=\"#{}-{}\" title=\"{}\">{text}</a>",
                classes.join(" "),
                self.prefix,
                escape(&mark.id),
                escape(&mark.tip)
            ),
            None => write!(out, "<span class=\"m {}\">{text}</span>", classes.join(" ")),
        };
        starts.iter().for_each(|_| out.push_str("</span>"));
        for mark in piece
            .marks
            .iter()
            .rev()
            .filter(|mark| mark.span.end == piece.span.end && self.needs_note(mark, piece, linked))
        {
            let _ = write!(
                out,
                "<sup><a href=\"#{}-{}\" title=\"{}\">{}</a></sup>",
                self.prefix,
                escape(&mark.id),
                escape(&mark.tip),
                escape(&mark.id)
            );
        }
    }

    /// A clause, or a few words of which no part is a link to the fact.
    fn needs_note(&self, mark: &Mark, piece: &Piece<'_>, linked: Option<&Mark>) -> bool {
        !mark.layer.is_short() || (mark.span == piece.span && linked != Some(mark))
    }

    fn place_id(&self, mark: &Mark) -> String {
        format!("{}-{}-{}", self.prefix, escape(&mark.id), mark.serial)
    }

    fn sections(&self, out: &mut String) {
        for section in describe::sections(self.record) {
            self.section(&section, out);
        }
    }

    fn section(&self, section: &Section, out: &mut String) {
        let _ = write!(out, "<section>\n<h2>{} <small>{}</small></h2>\n<ol>\n", section.title, section.rows.len());
        for row in &section.rows {
            self.row(row, out);
        }
        out.push_str("</ol>\n</section>\n");
    }

    fn row(&self, row: &Row, out: &mut String) {
        let id = escape(&row.id);
        let _ = write!(out, "<li id=\"{}-{id}\"><span class=\"id m {}\">{id}</span> ", self.prefix, class(row.layer));
        row.runs.iter().for_each(|run| self.run(run, out));
        out.push_str(" <span class=\"places\">");
        let places: Vec<_> = self.marks.iter().filter(|mark| mark.id == row.id).collect();
        for mark in &places {
            let _ = write!(
                out,
                "<a href=\"#{}\" title=\"to the text\">↩{}</a> ",
                self.place_id(mark),
                self.number_if_many(mark, &places)
            );
        }
        out.push_str("</span></li>\n");
    }

    fn number_if_many(&self, mark: &Mark, places: &[&Mark]) -> String {
        if places.len() > 1 { (mark.serial + 1).to_string() } else { String::new() }
    }

    fn run(&self, run: &Run, out: &mut String) {
        let tag = match run.tone {
            Tone::Plain => "span",
            Tone::Strong => "b",
            Tone::Quoted => "q",
            Tone::Dim => "small",
            Tone::Unresolved => "em",
        };
        let text = escape(&run.text);
        let _ = if run.link.is_empty() {
            write!(out, "<{tag} dir=\"auto\">{text}</{tag}>")
        } else {
            write!(out, "<{tag}><a href=\"#{}-{}\">{text}</a></{tag}>", self.prefix, escape(&run.link))
        };
    }

    fn notes(&self, out: &mut String) {
        for diagnostic in &self.record.diagnostics {
            element(out, "p", "note", &format!("{} ({})", diagnostic.message, diagnostic.code));
        }
        element(out, "p", "note", &format!("Extracted by Dateline {}", self.record.extractor_version));
    }
}

fn element(out: &mut String, tag: &str, class: &str, text: &str) {
    let _ = writeln!(out, "<{tag} class=\"{class}\" dir=\"auto\">{}</{tag}>", escape(text));
}

fn class(layer: Layer) -> &'static str {
    match layer {
        Layer::Entity(entity::Kind::Person) => "person",
        Layer::Entity(entity::Kind::Gpe | entity::Kind::Location | entity::Kind::Facility) => "place",
        Layer::Entity(entity::Kind::Organization | entity::Kind::Group) => "body",
        Layer::Entity(_) => "thing",
        Layer::Time => "time",
        Layer::Quantity => "number-fact",
        Layer::Event => "event",
        Layer::Quote => "quote",
        Layer::Claim => "claim",
        Layer::Post => "post",
    }
}

fn legend_word(layer: Layer) -> &'static str {
    match layer {
        Layer::Entity(entity::Kind::Person) => "person",
        Layer::Entity(entity::Kind::Gpe | entity::Kind::Location | entity::Kind::Facility) => "place",
        Layer::Entity(entity::Kind::Organization | entity::Kind::Group) => "organization or group",
        Layer::Entity(_) => "other name",
        Layer::Time => "time",
        Layer::Quantity => "number",
        Layer::Event => "event",
        Layer::Quote => "quote",
        Layer::Claim => "claim",
        Layer::Post => "post",
    }
}

fn paragraph_class(kind: paragraph::Kind) -> &'static str {
    match kind {
        paragraph::Kind::Headline | paragraph::Kind::Heading => "heading",
        paragraph::Kind::Lead => "lead",
        paragraph::Kind::Boilerplate => "boilerplate",
        paragraph::Kind::Caption => "caption",
        paragraph::Kind::BlockQuote => "set-apart",
        paragraph::Kind::ListItem => "item",
        paragraph::Kind::Body | paragraph::Kind::Unspecified => "plain",
    }
}

/// Text that means itself wherever it stands in HTML: between tags and in quoted attributes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(harmless(c)),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use dateline_record::v1::{Entity, Mention, Quote, Span, quote};

    use super::*;

    fn record(text: &str) -> ArticleRecord {
        let span = Some(Span { start: 0, end: text.len() as u32 });
        let mention = Mention { span, ..Mention::default() };
        ArticleRecord {
            article: Some(Article {
                id: "abcdefghijk".into(),
                title: "\"><script>".into(),
                url: "javascript:alert(1)".into(),
                text: text.into(),
                ..Article::default()
            }),
            entities: vec![Entity { id: "e1".into(), name: text.into(), mentions: vec![mention], ..Entity::default() }],
            quotes: vec![Quote {
                id: "u1".into(),
                span,
                content: Some(quote::Content { span, text: text.into() }),
                ..Quote::default()
            }],
            ..ArticleRecord::default()
        }
    }

    #[test]
    fn nothing_of_the_article_becomes_markup() {
        let page = article(&record("<img src=x onerror='alert(1)'> & \"so\""));
        assert!(!page.contains("<img") && !page.contains("<script") && !page.contains("javascript:"), "{page}");
        assert!(page.contains("&lt;img src=x onerror=&#39;alert(1)&#39;&gt; &amp; &quot;so&quot;"));
    }

    #[test]
    fn every_link_inside_the_page_leads_somewhere() {
        let page = article(&record("Harbour Authority"));
        let targets: Vec<_> = page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(
            targets.contains(&"abcdefgh-e1") && targets.contains(&"abcdefgh-e1-0") && targets.contains(&"abcdefgh-u1")
        );
        for target in targets {
            assert_eq!(page.matches(&format!("id=\"{target}\"")).count(), 1, "{target}");
        }
    }
}
