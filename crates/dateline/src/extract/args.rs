//! The command line of `dateline extract`.

use std::path::PathBuf;

use clap::{
    ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use dateline_ingest::{
    forms::{Field, Form},
    json::Names,
};
use dateline_record::v1::{OffsetEncoding, RawArticle};

/// Arguments of `dateline extract`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline extract article.txt --published 2026-03-01
  dateline extract page.html --format html --output page-facts.html
  cat batch.jsonl | dateline extract - --kinds events,quotes > facts.jsonl

JSONL: one object a line with `text` or `html`, and optionally `id`, `url`, `title`, `source`, `language`, `publishedAt`,
`modifiedAt`, `retrievedAt`, `bylines`, `keywords`, `section`, `subtitle`, `leadImage`. Output keeps the order; a line that cannot be read becomes
{\"externalId\", \"input\", \"error\": {\"reason\", \"message\"}}, \"input\" its file and number.

Exit codes: 0 every input gave a record, 1 some failed, 2 wrong usage, 3 none gave a record, 4 none did because no server
could be reached, or gave it.")]
pub(crate) struct Args {
    /// Files, folders, patterns, s3://, gs:// and az:// addresses, or URLs: text, pages, JSONL, CSV, feeds, NewsML, NITF,
    /// ninjs, WARC, mail; `-` for standard input
    pub(super) paths: Vec<PathBuf>,

    /// How to print records [default: text on a terminal, else json for one article and jsonl for many]
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,

    /// Unit in which spans are counted
    #[arg(long, value_enum, default_value = "utf8")]
    pub(super) offsets: Offsets,

    /// Only these kinds of fact: entities,times,quantities,quotes,claims,events,topics,tone,summary,keyphrases
    #[arg(long, value_delimiter = ',', value_name = "KINDS")]
    pub(super) kinds: Vec<String>,

    /// Add sentences and tokens to the record
    #[arg(long)]
    pub(super) sentences: bool,

    /// How the inputs are read.
    #[command(flatten)]
    pub(super) reading: Reading,

    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Threads; 0 takes one a core
    #[arg(long, default_value_t = 0)]
    pub(super) threads: usize,

    /// Columns of the text view [default: the terminal's width]
    #[arg(long)]
    pub(super) width: Option<usize>,

    /// No progress bar, no closing summary
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// How inputs are read.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Reading {
    /// What the inputs are, whatever they are called
    #[arg(long, value_name = "FORM", value_parser = forms())]
    pub(super) input_format: Option<Form>,

    /// What a column of a table or a field of JSON holds, where its name does not tell: `--column Corps=text`; for each of them
    #[arg(long = "column", value_name = "NAME=FIELD", value_parser = parse_column)]
    pub(super) columns: Vec<(String, Field)>,

    /// What the inputs do not say of themselves.
    #[command(flatten)]
    pub(super) given: Given,
}

impl Reading {
    /// Fields by the names that the inputs have for them.
    pub(super) fn names(&self) -> Names {
        self.columns.iter().cloned().collect()
    }
}

/// What the inputs do not say of themselves.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Given {
    /// Date of publication: RFC 3339, or a date alone
    #[arg(long, value_name = "DATE", value_parser = parse_published)]
    published: Option<String>,
    /// URL of the article
    #[arg(long)]
    url: Option<String>,
    /// Headline
    #[arg(long)]
    title: Option<String>,
    /// Name or domain of the outlet
    #[arg(long)]
    source: Option<String>,
    /// BCP 47 tag of the language
    #[arg(long)]
    language: Option<String>,
}

/// How records are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, on a terminal
    Text,
    /// JSON, indented; an array when there are many inputs
    Json,
    /// JSON, one record a line
    Jsonl,
    /// One self-contained page with every fact marked
    Html,
}

/// Unit of spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Offsets {
    /// Bytes of UTF-8
    Utf8,
    /// UTF-16 code units
    Utf16,
    /// Code points
    Utf32,
}

impl From<Offsets> for OffsetEncoding {
    fn from(offsets: Offsets) -> Self {
        match offsets {
            Offsets::Utf8 => Self::Utf8,
            Offsets::Utf16 => Self::Utf16,
            Offsets::Utf32 => Self::Utf32,
        }
    }
}

impl Given {
    /// Fills in what the article does not say of itself.
    pub(crate) fn fill(&self, raw: &mut RawArticle) {
        let fields = [
            (&mut raw.published_at, &self.published),
            (&mut raw.url, &self.url),
            (&mut raw.title, &self.title),
            (&mut raw.source, &self.source),
            (&mut raw.language, &self.language),
        ];
        for (field, given) in fields {
            if let (true, Some(given)) = (field.is_empty(), given) {
                field.clone_from(given);
            }
        }
    }
}

fn forms() -> impl TypedValueParser<Value = Form> {
    let names = PossibleValuesParser::new(Form::ALL.map(Form::name));
    names.try_map(|name| Form::named(&name).ok_or("there is no such form"))
}

fn parse_column(value: &str) -> Result<(String, Field), String> {
    let (name, field) = value.rsplit_once('=').filter(|(name, _)| !name.is_empty()).ok_or("write NAME=FIELD")?;
    let known = Field::named(field).map(|field| (name.to_owned(), field));
    known.ok_or_else(|| format!("there is no field {field:?}; a column holds one of {}", Field::NAMES.join(", ")))
}

fn parse_published(value: &str) -> Result<String, String> {
    let known = value.parse::<jiff::Timestamp>().is_ok() || value.parse::<jiff::civil::Date>().is_ok();
    known.then(|| value.to_owned()).ok_or_else(|| "write 2026-03-01 or 2026-03-01T09:30:00+01:00".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publication_is_a_date_or_a_moment() {
        assert!(parse_published("2026-03-01").is_ok());
        assert!(parse_published("2026-03-01T09:30:00+01:00").is_ok());
        assert!(parse_published("yesterday").is_err());
        assert!(parse_published("2026-13-01").is_err());
    }

    #[test]
    fn an_article_keeps_what_it_says_of_itself() {
        let given = Given { title: Some("given".into()), url: Some("https://a.org/".into()), ..Given::default() };
        let mut raw = RawArticle { title: "own".into(), ..RawArticle::default() };
        given.fill(&mut raw);
        assert_eq!((raw.title.as_str(), raw.url.as_str()), ("own", "https://a.org/"));
    }
}
