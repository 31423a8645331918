//! Blocks to the article's text.

use dateline_record::v1::{Article, Paragraph, Span, paragraph::Kind};

use super::blocks::Block;

/// Lays blocks out as the article's text, a blank line between two.
pub(super) fn fill(article: &mut Article, blocks: Vec<Block>) {
    let mut lead_seen = false;
    for block in blocks {
        if !article.text.is_empty() {
            article.text.push_str("\n\n");
        }
        let start = article.text.len() as u32;
        article.text.push_str(&block.text);
        let kind = if block.kind == Kind::Body && !lead_seen { Kind::Lead } else { block.kind };
        lead_seen |= kind == Kind::Lead;
        let span = Some(Span { start, end: article.text.len() as u32 });
        article.paragraphs.push(Paragraph { span, kind: kind.into() });
    }
}

/// Lines of plain text as paragraphs of a page.
pub(super) fn as_paragraphs(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("<p>{}</p>", line.replace('&', "&amp;").replace('<', "&lt;"))).collect()
}
