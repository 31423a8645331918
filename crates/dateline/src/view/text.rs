//! The form for a terminal: the text with its facts marked, then every fact by kind.

use anstyle::{AnsiColor, Effects, Style};
use dateline_record::v1::{Article, ArticleRecord, entity, paragraph};

use super::{
    TextStyle,
    describe::{self, Row, Tone},
    marks::{self, Layer, Mark, MarkedParagraph, Piece},
    wrap::{Styled, wrap},
};

/// Columns left of the text, where the number of the paragraph stands.
const GUTTER: &str = "     ";

/// The text view of a record, whose spans are in UTF-8.
pub(crate) fn render(record: &ArticleRecord, style: TextStyle) -> String {
    let page = Page { record, style };
    let mut out = String::new();
    page.header(&mut out);
    page.text(&mut out);
    page.sections(&mut out);
    page.notes(&mut out);
    out
}

struct Page<'r> {
    record: &'r ArticleRecord,
    style: TextStyle,
}

impl Page<'_> {
    fn header(&self, out: &mut String) {
        let Some(article) = &self.record.article else { return };
        self.line(&article.title, Style::new().bold(), "", out);
        self.line(&article.subtitle, Style::new().italic(), "", out);
        self.line(&describe::headline_facts(self.record).join(" · "), Style::new().dimmed(), "", out);
        self.line(&article.url, Style::new().dimmed(), "", out);
        let topics: Vec<_> = self.record.topics.iter().map(|topic| topic.name.as_str()).collect();
        if !topics.is_empty() {
            self.line(&format!("Topics: {}", topics.join(", ")), Style::new().dimmed(), "", out);
        }
        out.push('\n');
    }

    /// A line of its own, unless it is empty.
    fn line(&self, text: &str, style: Style, indent: &str, out: &mut String) {
        if !text.trim().is_empty() {
            wrap(&[self.styled(text, style)], self.style.width, indent, indent, out);
        }
    }

    fn styled(&self, text: &str, style: Style) -> Styled {
        Styled { text: text.to_owned(), style: if self.style.colour { style } else { Style::new() } }
    }

    fn text(&self, out: &mut String) {
        let Some(article) = &self.record.article else { return };
        let marks = marks::marks(self.record);
        for (number, paragraph) in marks::cut(article, &marks).iter().enumerate() {
            self.paragraph(article, number + 1, paragraph, out);
            out.push('\n');
        }
    }

    fn paragraph(&self, article: &Article, number: usize, paragraph: &MarkedParagraph<'_>, out: &mut String) {
        let base = match paragraph.kind {
            paragraph::Kind::Headline | paragraph::Kind::Heading => Style::new().bold(),
            paragraph::Kind::Boilerplate | paragraph::Kind::Caption => Style::new().dimmed(),
            _ => Style::new(),
        };
        let mut pieces = Vec::new();
        for piece in &paragraph.pieces {
            let text = article.text.get(piece.span.clone()).unwrap_or_default();
            pieces.push(self.styled(text, piece_style(base, &piece.marks)));
            pieces.extend(self.ids_after(piece));
        }
        let number = self.styled(&format!("{:>4} ", format!("¶{number}")), Style::new().dimmed());
        let first = format!("{}{}{:#}", number.style, number.text, number.style);
        wrap(&pieces, self.style.width, &first, GUTTER, out);
    }

    /// Ids of the facts whose marks end here, where there is no colour to see them by.
    fn ids_after(&self, piece: &Piece<'_>) -> Option<Styled> {
        let ends = |mark: &&&Mark| mark.span.end == piece.span.end;
        let ids: Vec<_> = piece.marks.iter().rev().filter(ends).map(|mark| mark.id.as_str()).collect();
        (!self.style.colour && !ids.is_empty()).then(|| self.styled(&format!("[{}]", ids.join(" ")), Style::new()))
    }

    fn sections(&self, out: &mut String) {
        for section in describe::sections(self.record) {
            let title = format!("{} ({})", section.title, section.rows.len());
            self.line(&title, Style::new().bold().underline(), "", out);
            let id_columns = section.rows.iter().map(|row| row.id.len()).max().unwrap_or(0);
            for row in &section.rows {
                self.row(row, id_columns, out);
            }
            out.push('\n');
        }
    }

    fn row(&self, row: &Row, id_columns: usize, out: &mut String) {
        let id = self.styled(&format!("{:>id_columns$}", row.id), layer_style(row.layer));
        let indent = " ".repeat(id_columns + 4);
        let mut pieces: Vec<_> = row.runs.iter().map(|run| self.styled(&run.text, tone_style(run.tone))).collect();
        pieces.push(self.styled(&format!(" {}", paragraph_list(&row.paragraphs)), Style::new().dimmed()));
        wrap(&pieces, self.style.width, &format!("  {}{}{:#}  ", id.style, id.text, id.style), &indent, out);
    }

    fn notes(&self, out: &mut String) {
        for diagnostic in &self.record.diagnostics {
            self.line(&format!("Note: {} ({})", diagnostic.message, diagnostic.code), Style::new().dimmed(), "", out);
        }
    }
}

/// `¶1 ¶3 ¶4`, cut after six.
fn paragraph_list(paragraphs: &[usize]) -> String {
    let shown: Vec<_> = paragraphs.iter().take(6).map(|number| format!("¶{number}")).collect();
    let more = if paragraphs.len() > 6 { " …" } else { "" };
    format!("{}{more}", shown.join(" "))
}

/// The narrowest mark gives the colour; quotes and claims show through it.
fn piece_style(base: Style, marks: &[&Mark]) -> Style {
    let short = marks.iter().rev().find(|mark| mark.layer.is_short());
    let mut style = short.map_or(base, |mark| layer_style(mark.layer));
    let mut effects = style.get_effects() | base.get_effects();
    if marks.iter().any(|mark| mark.layer == Layer::Quote) {
        effects |= Effects::ITALIC;
    }
    if marks.iter().any(|mark| mark.layer == Layer::Claim) {
        effects |= Effects::UNDERLINE;
    }
    style = style.effects(effects);
    style
}

fn layer_style(layer: Layer) -> Style {
    let colour = match layer {
        Layer::Entity(entity::Kind::Person) => AnsiColor::Cyan,
        Layer::Entity(entity::Kind::Gpe | entity::Kind::Location | entity::Kind::Facility) => AnsiColor::Green,
        Layer::Entity(_) => AnsiColor::BrightBlue,
        Layer::Time => AnsiColor::Yellow,
        Layer::Quantity => AnsiColor::Magenta,
        Layer::Event => AnsiColor::BrightRed,
        Layer::Quote | Layer::Claim | Layer::Post => return Style::new().dimmed(),
    };
    colour.on_default()
}

fn tone_style(tone: Tone) -> Style {
    match tone {
        Tone::Plain => Style::new(),
        Tone::Strong => Style::new().bold(),
        Tone::Quoted => Style::new().italic(),
        Tone::Dim => Style::new().dimmed(),
        Tone::Unresolved => AnsiColor::Yellow.on_default().italic(),
    }
}
