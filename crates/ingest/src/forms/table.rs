//! Tables: CSV and TSV with a header, an article a row.

mod order;

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Read},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use csv::ByteRecord;
use dateline_record::v1::RawArticle;

use super::{
    Entries, Field, Item, Options, Passed,
    input::{self, Bounded, Input, Utf8},
    list,
    names::{MOST_AUTHORS, fold, is_missing, is_of_row, is_picture, is_section, known, rank, tells_update},
    peek, whole, without_source,
};
use crate::{Rejection, bylines, decode, times::Order};

/// Bytes of a header at most.
const HEADER: u64 = 64 << 10;

/// Characters of a header told at most.
const SHOWN: usize = 300;

/// What quotes may add to the content of a row.
const CSV_OVERHEAD: usize = 2;

/// The rows of a table.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    let (head, mut input) = peek(Box::new(BufReader::new(Utf8::new(input))), HEADER);
    let delimiter = separator(&head).unwrap_or_else(|| delimiter(&head));
    if separator(&head).is_some()
        && let Err(error) = input.skip_until(b'\n')
    {
        return whole::refused(input::rejection(&error));
    }
    let open_quote = Arc::new(AtomicBool::new(false));
    let escape = escapes_quotes(&head, delimiter).then_some(b'\\');
    let input = Quotes { input, odd: open_quote.clone(), escape, escaped: false };
    let bounded = Bounded::new(input, options.limits.input_bytes.saturating_mul(CSV_OVERHEAD));
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .escape(escape)
        .buffer_capacity(64 << 10)
        .from_reader(bounded);
    let mut row = ByteRecord::new();
    if let Err(error) = rows.read_byte_record(&mut row) {
        return whole::refused(broken(error));
    }
    match columns(&row, options) {
        Ok(columns) => Box::new(Table {
            is_text: is_called_text(&row, &columns, options),
            order: order(&head, delimiter, escape, &columns),
            rows,
            row,
            columns,
            source: options.source.clone(),
            open_quote,
            ahead: None,
            ended: false,
        }),
        Err(rejection) => whole::refused(rejection),
    }
}

struct Table {
    rows: csv::Reader<Bounded<Quotes>>,
    row: ByteRecord,
    columns: Vec<Option<Field>>,
    /// Whether the column of the text is called one.
    is_text: bool,
    /// Of day and month in the column of dates.
    order: Order,
    source: String,
    open_quote: Arc<AtomicBool>,
    /// A row that was read to see whether there is one.
    ahead: Option<ByteRecord>,
    ended: bool,
}

/// Notes whether the quotes read so far are odd in number.
struct Quotes {
    input: Input,
    odd: Arc<AtomicBool>,
    /// What stands before a byte that is none but itself.
    escape: Option<u8>,
    /// Whether it was the last byte.
    escaped: bool,
}

impl Read for Quotes {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.input.read(buffer)?;
        let quotes = self.quotes(buffer.get(..read).unwrap_or_default());
        self.odd.fetch_xor(quotes % 2 == 1, Ordering::Relaxed);
        Ok(read)
    }
}

impl Quotes {
    fn quotes(&mut self, bytes: &[u8]) -> usize {
        let Some(escape) = self.escape else { return memchr::memchr_iter(b'"', bytes).count() };
        let mut quotes = 0;
        for byte in bytes {
            quotes += usize::from(*byte == b'"' && !self.escaped);
            self.escaped = *byte == escape && !self.escaped;
        }
        quotes
    }
}

impl Entries for Table {
    fn next(&mut self, _: &mut Passed) -> Option<Item> {
        if self.ended {
            return None;
        }
        self.rows.get_mut().renew();
        let line = self.rows.position().line();
        let read = match self.ahead.take() {
            Some(row) => {
                self.row = row;
                Ok(true)
            }
            None => self.rows.read_byte_record(&mut self.row),
        };
        match read {
            Ok(false) => None,
            Ok(true) => {
                let line = self.row.position().map_or(line, csv::Position::line);
                let content = if self.is_unclosed() { Err(unclosed()) } else { self.article() };
                Some(match content {
                    Ok(article) => Item::article(format!("line {line}"), article),
                    Err(rejection) => Item::rejected(format!("line {line}"), rejection),
                })
            }
            Err(error) => {
                self.ended = true;
                Some(Item::rejected(format!("line {line}"), broken(error)))
            }
        }
    }
}

impl Table {
    /// Whether a quote that is never closed took every row after it into one field.
    fn is_unclosed(&mut self) -> bool {
        let lines = self.row.iter().any(|field| memchr::memchr(b'\n', field).is_some());
        if !lines || !self.open_quote.load(Ordering::Relaxed) {
            return false;
        }
        let mut next = ByteRecord::new();
        match self.rows.read_byte_record(&mut next) {
            Ok(true) => {
                self.ahead = Some(next);
                false
            }
            Ok(false) => true,
            // It is told when the row is read again.
            Err(_) => false,
        }
    }

    /// What is called a text is one; what is called content may be HTML.
    fn article(&self) -> Result<RawArticle, Rejection> {
        if self.row.len() != self.columns.len() {
            let detail = format!("the row has {} fields, the header {}", self.row.len(), self.columns.len());
            return Err(Rejection::new("csv", detail));
        }
        let mut article = RawArticle { source: self.source.clone(), ..RawArticle::default() };
        for (value, field) in self.row.iter().zip(&self.columns) {
            if let Some(field) = field {
                set(&mut article, *field, &String::from_utf8_lossy(value));
            }
        }
        article.published_at = order::dated(&article.published_at, self.order);
        article.modified_at = order::dated(&article.modified_at, self.order);
        article.retrieved_at = order::dated(&article.retrieved_at, Order::Unknown);
        without_source(&mut article);
        if !article.text.is_empty() {
            article.html.clear();
        }
        if !self.is_text && decode::is_html(&article.text, "") {
            article.html = std::mem::take(&mut article.text);
        }
        Ok(article)
    }
}

fn unclosed() -> Rejection {
    Rejection::new("csv", "a quote is not closed up to the end: what follows it cannot be told apart")
}

fn set(article: &mut RawArticle, field: Field, value: &str) {
    if is_missing(value) {
        return;
    }
    let owned = || value.trim().to_owned();
    match field {
        Field::Id => article.id = owned(),
        Field::Text => value.clone_into(&mut article.text),
        Field::Html => value.clone_into(&mut article.html),
        Field::Url => article.url = owned(),
        Field::Title => article.title = owned(),
        // An object that was put into a cell.
        Field::Source if value.starts_with('{') => {
            let names = list(&format!("[{value}]"), &[]);
            article.source = names.into_iter().next().filter(|name| !name.starts_with('[')).unwrap_or_default();
        }
        Field::Source => article.source = owned(),
        Field::Language => article.language = owned(),
        Field::PublishedAt => article.published_at = owned(),
        Field::RetrievedAt => article.retrieved_at = owned(),
        Field::Bylines => {
            article.bylines =
                list(value, &[';', '|']).iter().take(MOST_AUTHORS).flat_map(|line| bylines::given(line)).collect()
        }
        Field::Keywords => article.keywords = list(value, &[';', '|', ',']),
        Field::ModifiedAt => article.modified_at = owned(),
        Field::Section if is_section(value) => article.section = owned(),
        Field::Subtitle => article.subtitle = owned(),
        Field::LeadImage => {
            let first = if value.starts_with('[') { list(value, &[',']).into_iter().next() } else { Some(owned()) };
            article.lead_image = first.filter(|address| is_picture(address)).unwrap_or_default();
        }
        Field::Section => {}
    }
}

/// What separates the fields as a line before the header says it for spreadsheets: `sep=;`.
fn separator(head: &[u8]) -> Option<u8> {
    let line = head.split(|byte| *byte == b'\n').next()?.trim_ascii();
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [s, e, p, b'=', separator] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => Some(*separator),
        _ => None,
    }
}

/// What separates the fields of the header.
fn delimiter(head: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in head.trim_ascii_start() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if !quoted => counts.iter_mut().filter(|(candidate, _)| candidate == byte).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    // The first of those that are equal.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}

/// Whether quotes inside a field have a backslash before them, as databases and some data frames write them, and are not doubled.
fn escapes_quotes(head: &[u8], delimiter: u8) -> bool {
    let ends_field = |byte: u8| byte == delimiter || matches!(byte, b'\r' | b'\n');
    let inside = |window: &[u8]| matches!(window, [b'\\', b'"', next] if !ends_field(*next) && *next != b'"');
    let doubled = |window: &[u8]| matches!(window, [before, b'"', b'"'] if !ends_field(*before) && *before != b'\\');
    head.windows(3).any(inside) && !head.windows(3).any(doubled)
}

/// What each column holds: what is said of it, else what its name tells; of several for a field the first has it that is
/// called so most plainly.
fn columns(header: &ByteRecord, options: &Options) -> Result<Vec<Option<Field>>, Rejection> {
    let names: Vec<String> = header.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let mut taken = BTreeSet::new();
    let given = |name: &String| options.columns.iter().find(|(column, _)| fold(column) == fold(name));
    let mut columns: Vec<Option<Field>> =
        names.iter().map(|name| given(name).map(|(_, field)| *field).filter(|field| taken.insert(*field))).collect();
    if let Some((column, _)) = options.columns.iter().find(|(_, field)| !taken.contains(field)) {
        let names: String = names.join(", ").chars().take(SHOWN).collect();
        return Err(Rejection::new("csv", format!("no column is called {column:?} as was said: there are {names}")));
    }
    let mut others: Vec<(&mut Option<Field>, &String)> = columns.iter_mut().zip(&names).collect();
    others.retain(|(column, name)| column.is_none() && given(name).is_none());
    if names.iter().any(|name| is_of_row(name)) {
        others.retain(|(_, name)| !tells_update(name));
    }
    others.sort_by_key(|(_, name)| rank(name));
    for (column, name) in others {
        *column = known(name).filter(|field| taken.insert(*field));
    }
    if taken.contains(&Field::Text) || taken.contains(&Field::Html) {
        return Ok(columns);
    }
    let detail = "no column holds the text: name one `text` or `html`, or say which it is (--column NAME=text)";
    Err(Rejection::new("csv", detail))
}

/// Whether a text begins with the header of a table that holds articles, whatever the file is called: names of fields alone,
/// among them those of the text and of two others.
pub(super) fn begins(start: &str) -> bool {
    /// Characters of a name at most.
    const NAME: usize = 40;
    let mut lines = start.lines();
    let mut line = lines.next().unwrap_or_default();
    if separator(line.as_bytes()).is_some() {
        line = lines.next().unwrap_or_default();
    }
    let mark = delimiter(line.as_bytes()) as char;
    let names = || line.split(mark).map(|name| name.trim().trim_matches('"'));
    if lines.next().is_none_or(|row| !row.contains(mark)) || names().any(|name| name.chars().count() > NAME) {
        return false;
    }
    let fields: BTreeSet<Field> = names().filter_map(known).collect();
    (fields.contains(&Field::Text) || fields.contains(&Field::Html)) && fields.len() > 2
}

/// The order of day and month in the column of dates, by the rows at the start.
fn order(head: &[u8], delimiter: u8, escape: Option<u8>, columns: &[Option<Field>]) -> Order {
    let Some(column) = columns.iter().position(|field| *field == Some(Field::PublishedAt)) else {
        return Order::Unknown;
    };
    let mut rows = csv::ReaderBuilder::new();
    let rows = rows.flexible(true).delimiter(delimiter).escape(escape).from_reader(head);
    order::of_column(rows.into_byte_records().map_while(Result::ok), column)
}

/// Whether the text's column is said to hold text, or is called so.
fn is_called_text(header: &ByteRecord, columns: &[Option<Field>], options: &Options) -> bool {
    let column = header.iter().zip(columns).find(|(_, field)| **field == Some(Field::Text));
    column.is_some_and(|(name, _)| {
        let name = fold(&String::from_utf8_lossy(name));
        name.contains("text") || options.columns.keys().any(|column| fold(column) == name)
    })
}

fn broken(error: csv::Error) -> Rejection {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => input::rejection(&error),
        kind => Rejection::new("csv", format!("this is not CSV: {kind:?}")),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::forms::{Content, Form, read};

    fn items(table: &str, options: &Options) -> Vec<Result<RawArticle, &'static str>> {
        let input = Box::new(Cursor::new(table.to_owned()));
        let tell = |item: Item| match item.content {
            Ok(Content::Article(article)) => Ok(*article),
            Ok(Content::Link(link)) => panic!("a link: {link:?}"),
            Err(rejection) => Err(rejection.reason),
        };
        read(input, Form::Csv, options).map(tell).collect()
    }

    #[test]
    fn rows_are_articles_by_the_names_of_columns() {
        for delimiter in [",", ";", "\t", "|"] {
            let table = "ID,Headline,Published At,Author,link,other,Content\n\
                 1,\"Talks, resumed\",2024-04-02,A. Writer,https://paper.example/a,x,\"One.\n\n\"\"Two\"\".\"\n";
            let table = table.replace(',', delimiter);
            let items = items(&table, &Options::default());
            let article = items[0].as_ref().unwrap();
            assert_eq!(article.title, format!("Talks{delimiter} resumed"));
            assert_eq!((article.id.as_str(), article.text.as_str()), ("1", "One.\n\n\"Two\"."));
            assert_eq!((article.published_at.as_str(), article.bylines.join("")), ("2024-04-02", "A. Writer".into()));
        }
    }

    #[test]
    fn quotes_may_be_escaped_by_a_backslash() {
        let table =
            "id,text\n1,\"She said \\\"no, not yet\\\" and left.\nShe \\\"may\\\" return.\"\n2,\"In C:\\\\news.\"\n";
        let texts: Vec<String> = items(table, &Options::default()).into_iter().map(|item| item.unwrap().text).collect();
        assert_eq!(texts, ["She said \"no, not yet\" and left.\nShe \"may\" return.", "In C:\\news."]);
    }

    #[test]
    fn a_backslash_before_the_end_of_a_field_is_itself() {
        let items = items("id,path,text\n1,\"C:\\news\\\",\"A \"\"quoted\"\" word.\"\n", &Options::default());
        assert_eq!(items[0].as_ref().unwrap().text, "A \"quoted\" word.");
    }

    #[test]
    fn a_mapping_goes_before_the_names_that_are_known() {
        let columns = [("Story".to_owned(), Field::Text), ("text".to_owned(), Field::Title)].into();
        let items = items("text,story\nT,Talks.\n", &Options { columns, ..Options::default() });
        let article = items[0].as_ref().unwrap();
        assert_eq!((article.title.as_str(), article.text.as_str()), ("T", "Talks."));
    }

    #[test]
    fn what_is_said_of_a_column_must_be_there() {
        let read = |columns: &[(&str, Field)]| {
            let columns = columns.iter().map(|(name, field)| ((*name).to_owned(), *field)).collect();
            items("text,Story\nT,Talks.\n", &Options { columns, ..Options::default() })
        };
        let text = |items: Vec<Result<RawArticle, _>>| items[0].clone().map(|article| article.text);
        assert_eq!(text(read(&[("story", Field::Text)])), Ok("Talks.".to_owned()));
        assert_eq!(text(read(&[("body", Field::Text), ("story", Field::Text)])), Ok("Talks.".to_owned()));
        assert_eq!(text(read(&[("storey", Field::Text)])), Err("csv"));
    }

    #[test]
    fn what_data_frames_write_is_understood() {
        let items = items(
            "content,date,authors,tags,title\n<p>Talks.</p>,NaT,\"['A. Writer', 'B. Author']\",[],nan\n\
             Talks.,\"April 2, 2024 \",nan,\"a, b\",T\n",
            &Options::default(),
        );
        let first = items[0].as_ref().unwrap();
        assert_eq!((first.html.as_str(), first.text.as_str(), first.title.as_str()), ("<p>Talks.</p>", "", ""));
        assert_eq!((first.bylines.join("|"), first.published_at.as_str()), ("A. Writer|B. Author".into(), ""));
        assert!(first.keywords.is_empty());
        let second = items[1].as_ref().unwrap();
        assert_eq!((second.text.as_str(), second.published_at.as_str()), ("Talks.", "April 2, 2024"));
        assert_eq!((second.bylines.len(), second.keywords.join("|")), (0, "a|b".into()));
    }

    #[test]
    fn a_line_for_spreadsheets_is_no_header() {
        let items = items("sep=;\r\ntitle;text\r\nA, b;Talks.\r\n", &Options::default());
        let article = items[0].as_ref().unwrap();
        assert_eq!((article.title.as_str(), article.text.as_str()), ("A, b", "Talks."));
    }

    #[test]
    fn what_databases_write_is_understood() {
        let items = items(
            "story_text,authors,tags,title,outlet\nTalks.,\"{\"\"A. Writer\"\",\"\"B. Author\"\"}\",\"{peace,\"\"old, harbour\"\"}\",T - The Paper,The Paper\n\
             Talks.,\\N,{},T,\\N\nTalks.,\"[{'uri': 'a@b', 'name': 'A. Writer', 'type': None}]\",\\N,T,\"{'id': None, 'name': 'The Paper'}\"\n",
            &Options::default(),
        );
        let first = items[0].as_ref().unwrap();
        assert_eq!(
            (first.bylines.join("|"), first.keywords.join("|")),
            ("A. Writer|B. Author".into(), "peace|old, harbour".into())
        );
        assert_eq!(first.title, "T");
        let second = items[1].as_ref().unwrap();
        assert!(second.bylines.is_empty() && second.keywords.is_empty() && second.source.is_empty());
        assert_eq!(items[2].as_ref().unwrap().bylines, ["A. Writer"]);
        assert_eq!(items[2].as_ref().unwrap().source, "The Paper");
    }

    #[test]
    fn many_authors_take_no_time() {
        let started = std::time::Instant::now();
        let cell = "{'name': 'A. Writer'}, ".repeat(100_000);
        let items = items(&format!("text,authors\nT,\"[{cell}]\"\n"), &Options::default());
        assert!(items[0].as_ref().unwrap().bylines.len() <= MOST_AUTHORS);
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    #[test]
    fn the_plainest_name_has_the_field() {
        let items = items("article,text,date,publish_date\ndoc1,Talks.,2024-04-03,1712070000.0\n", &Options::default());
        let article = items[0].as_ref().unwrap();
        assert_eq!((article.text.as_str(), article.published_at.as_str()), ("Talks.", "2024-04-02T15:00:00Z"));
    }

    #[test]
    fn days_and_months_are_told_apart_by_the_rows_of_a_table() {
        let dates = |rows: &[&str]| -> Vec<String> {
            let table = format!("text;fecha\n{}", rows.iter().map(|date| format!("T;{date}\n")).collect::<String>());
            items(&table, &Options::default()).into_iter().map(|item| item.unwrap().published_at).collect()
        };
        assert_eq!(dates(&["3/4/2024", "25/4/2024", "26/4/2024"]), ["2024-04-03", "25/4/2024", "26/4/2024"]);
        assert_eq!(dates(&["3/4/2024", "5/4/2024"]), ["3/4/2024", "5/4/2024"]);
    }

    #[test]
    fn text_that_is_called_so_stays_as_it_is() {
        let items = items("text\n<p>Talks.</p>\n", &Options::default());
        assert_eq!(items[0].as_ref().unwrap().text, "<p>Talks.</p>");
    }

    #[test]
    fn bad_rows_are_refused_and_the_rest_read() {
        let options = Options::default();
        let table = items("id,text\n1,a,b\n2,c\n3\n4,\"d\ne,f\n5,g\n", &options);
        let reasons: Vec<&str> = table.iter().map(|item| item.as_ref().map_or_else(|reason| *reason, |_| "")).collect();
        assert_eq!(reasons, ["csv", "", "csv", "csv"]);
        assert_eq!(items("a,b\n1,2\n", &options), [Err("csv")]);
        let mut small = Options::default();
        small.limits.input_bytes = 1 << 16;
        let long = format!("id,text\n1,\"{}\n", "a".repeat(1 << 20));
        assert_eq!(items(&long, &small), [Err("too_large")]);
    }
}
