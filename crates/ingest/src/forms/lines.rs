//! JSON: an object a line, or objects in an array, over several lines, or inside of another.

use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, ErrorKind, Read as _},
};

use serde_json::{Map, Value};

use super::{
    Entries, Field, Item, Options, Passed,
    input::{Input, Utf8},
    json_values::Values,
    peek, too_large, whole,
};
use crate::json::{self, Names, nested};

/// What JSON may add to the content that it carries: escapes and the other fields.
pub(super) const JSON_OVERHEAD: usize = 4;

/// Bytes at the start that tell how the objects follow each other.
const LEAD: u64 = 4096;

/// Lines, unless the start shows something else.
pub(super) fn entries(input: Input, options: &Options) -> Box<dyn Entries> {
    let (head, input) = peek(input, LEAD);
    // Windows writes UTF-16; anything else is to be UTF-8.
    let wide = head.iter().take(4).any(|byte| matches!(byte, 0 | 0xff));
    let input: Input = if wide { Box::new(BufReader::new(Utf8::new(input))) } else { input };
    let limit = options.limits.input_bytes.saturating_mul(JSON_OVERHEAD);
    let (source, names) = (options.source.clone(), options.columns.clone());
    if is_lines(&head) {
        Box::new(Lines { input, limit, source, names, number: 0, line: Vec::new(), ended: false })
    } else {
        Box::new(Array { values: Values::new(input, limit), source, names, inside: VecDeque::new() })
    }
}

struct Lines {
    input: Input,
    limit: usize,
    source: String,
    names: Names,
    number: u64,
    line: Vec<u8>,
    ended: bool,
}

impl Entries for Lines {
    fn next(&mut self, passed: &mut Passed) -> Option<Item> {
        loop {
            if self.ended {
                return None;
            }
            self.number += 1;
            self.line.clear();
            let read = (&mut self.input).take(self.limit as u64 + 1).read_until(b'\n', &mut self.line);
            match read {
                Err(error) => {
                    // Behind damaged gzip there may be whole lines.
                    self.ended = error.kind() != ErrorKind::InvalidData;
                    return Some(whole::broken(self.location(), &error));
                }
                Ok(0) => return None,
                Ok(_) if self.line.len() > self.limit && !self.line.ends_with(b"\n") => return Some(self.skip()),
                Ok(_) if self.line.trim_ascii().is_empty() => *passed.entry("blank line").or_default() += 1,
                Ok(_) => return Some(self.item()),
            }
        }
    }
}

impl Lines {
    fn item(&self) -> Item {
        match json::value(&self.line) {
            Ok(value) => item(self.location(), value, &self.names, &self.source),
            Err(error) => Item::rejected(self.location(), json::rejection(&error)),
        }
    }

    fn location(&self) -> String {
        format!("line {}", self.number)
    }

    /// A line over the limit is passed over without being kept.
    fn skip(&mut self) -> Item {
        self.line = Vec::new();
        match self.input.skip_until(b'\n') {
            Ok(_) => Item::rejected(self.location(), too_large("the line", self.limit)),
            Err(error) => {
                self.ended = error.kind() != ErrorKind::InvalidData;
                whole::broken(self.location(), &error)
            }
        }
    }
}

struct Array {
    values: Values,
    source: String,
    names: Names,
    /// Articles that are inside of the value read last.
    inside: VecDeque<Item>,
}

impl Entries for Array {
    fn next(&mut self, _: &mut Passed) -> Option<Item> {
        if let Some(item) = self.inside.pop_front() {
            return Some(item);
        }
        let location = format!("entry {}", self.values.number() + 1);
        let value = match self.values.next()? {
            Err(rejection) => return Some(Item::rejected(location, rejection)),
            Ok(json) => json::value(json).map_err(|error| (json::rejection(&error), json::byte_of(json, &error))),
        };
        Some(match value {
            Ok(value) => self.item(location, value),
            Err((rejection, at)) => {
                self.values.resume(at);
                Item::rejected(location, rejection)
            }
        })
    }
}

impl Array {
    fn item(&mut self, location: String, value: Value) -> Item {
        let mut inside = items(location, value, &self.names, &self.source);
        let first = inside.pop_front();
        self.inside = inside;
        first.unwrap_or_else(|| Item::rejected("", crate::Rejection::new("json", "there is no article in it")))
    }
}

/// The article that a value is, or those in it; what is neither is refused for what it is.
fn items(location: String, value: Value, names: &Names, source: &str) -> VecDeque<Item> {
    let own = |object: &Map<String, Value>| {
        ["text", "html", "body"].iter().any(|name| object.contains_key(*name))
            || (nested::is_article(object, names) && !nested::lists_articles(object, names))
    };
    if value.as_object().is_none_or(own) {
        return [item(location, value, names, source)].into();
    }
    let articles = nested::articles(value, names);
    if articles.len() < 2 {
        // Of what is no article nothing is known but that it has no content.
        let only = articles.into_iter().next().unwrap_or_else(|| Value::Object(Map::new()));
        return [item(location, only, names, source)].into();
    }
    let each = |(at, article)| item(format!("{location}, article {}", at + 1), article, names, source);
    articles.into_iter().enumerate().map(each).collect()
}

fn item(location: String, value: Value, names: &Names, source: &str) -> Item {
    match json::article(value, names) {
        Err(rejection) => Item::rejected(location, rejection),
        Ok(parsed) => {
            let mut raw = parsed.raw;
            if raw.source.is_empty() {
                source.clone_into(&mut raw.source);
            }
            Item::article(location, raw)
        }
    }
}

/// Whether JSON that starts so is an object a line, and each of them an article: no array, no objects over several lines, no
/// answer of a service with articles in it, nothing in UTF-16.
#[must_use]
pub fn is_lines(head: &[u8]) -> bool {
    let wide = head.iter().take(4).any(|byte| matches!(byte, 0 | 0xff));
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if wide || super::is_packed(start) || start.starts_with(b"[") {
        return false;
    }
    let (first, rest) = start.split_at(memchr::memchr(b'\n', start).unwrap_or(start.len()));
    match serde_json::from_slice::<Value>(first) {
        Ok(Value::Object(object)) => {
            let names = Names::new();
            let own = nested::is_article(&object, &names) && !nested::lists_articles(&object, &names);
            own || nested::articles(Value::Object(object), &names).is_empty()
        }
        Ok(_) => true,
        Err(error) if error.is_eof() && rest.is_empty() => !may_hold_several(first),
        // A line that breaks off is broken; one that ends where an object goes on is the first of several.
        Err(error) => {
            let open = error.is_eof() && matches!(first.trim_ascii_end().last(), Some(b'{' | b'[' | b',' | b':'));
            !open || rest.trim_ascii_start().starts_with(b"{")
        }
    }
}

/// Whether an object of which only the start is seen has others in it before anything that is a text.
fn may_hold_several(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start);
    let inner = text.get(1..).and_then(|inside| inside.split_once('{'));
    let is_text = |key: &str| matches!(Field::named(key), Some(Field::Text | Field::Html));
    inner.is_some_and(|(before, _)| !before.split('"').skip(1).step_by(2).any(is_text))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use rstest::rstest;

    use super::*;
    use crate::forms::{Content, Form, read};

    fn told(json: impl Into<Vec<u8>>) -> Vec<String> {
        let items = read(Box::new(Cursor::new(json.into())), Form::Jsonl, &Options::default());
        let tell = |item: Item| match item.content {
            Ok(Content::Article(article)) => article.text,
            Ok(Content::Link(link)) => link.url,
            Err(rejection) => format!("{}: {}", item.location, rejection.reason),
        };
        items.map(tell).collect()
    }

    #[rstest]
    #[case::lines("{\"text\": \"A\"}\n\n{\"text\": \"B\"}")]
    #[case::array("[{\"text\": \"A\"}, {\"text\": \"B\"},]")]
    #[case::indented("{\n  \"text\": \"A\"\n}\n{\n  \"text\": \"B\"\n}\n")]
    #[case::answer("{\"status\": \"ok\", \"articles\": [{\"text\": \"A\"}, {\"text\": \"B\"}]}")]
    #[case::indented_answer(
        "{\n \"status\": \"ok\",\n \"articles\": [\n  {\"text\": \"A\"},\n  {\"text\": \"B\"}\n ]\n}"
    )]
    #[case::index("{\"_id\": 1, \"_source\": {\"text\": \"A\"}}\n{\"_id\": 2, \"_source\": {\"text\": \"B\"}}\n")]
    #[case::named("{\"1\": {\"text\": \"A\"}, \"2\": {\"text\": \"B\"}}")]
    fn objects_are_found_however_they_stand(#[case] json: &str) {
        assert_eq!(told(json), ["A", "B"]);
        let wide: Vec<u8> = format!("\u{feff}{json}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(told(wide), ["A", "B"]);
    }

    #[test]
    fn a_quotation_mark_too_many_costs_its_object_alone() {
        let object = |text: &str| format!("{{\"id\": 1, \"tags\": [{{\"text\": \"no\"}}], \"text\": \"{text}\"}}");
        let array = |middle: &str| format!("[{}, {}, {}, {}]", object("A"), object(middle), object("C"), object("D"));
        assert_eq!(told(array("B")), ["A", "B", "C", "D"]);
        assert_eq!(told(array("B\" b")), ["A", "entry 2: json", "C", "D"]);
        assert_eq!(told(array("B\", x")), ["A", "entry 2: json", "C", "D"]);
    }

    #[test]
    fn many_broken_objects_take_the_time_of_what_they_are() {
        let started = std::time::Instant::now();
        let array = format!("[{}]", "{\"text\": \"a\" b\"},".repeat(100_000));
        assert!(!told(array).is_empty());
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    #[rstest]
    #[case("{\"text\": \"a line that is long", true)]
    #[case("{\"entities\": [{\"a\": 1}], \"te", false)]
    #[case("{\"a\": {\"text\": \"A", false)]
    #[case("{\"text\": \"a\", \"entities\": [{\"a\": 1}], \"b", true)]
    #[case("{\"text\": \"broken\n{\"text\": \"b\"}\n", true)]
    #[case("{\"broken\",\n{\"text\": \"b\"}\n", true)]
    #[case("{\n", false)]
    #[case("5\n6\n", true)]
    fn lines_are_told_by_the_start(#[case] head: &str, #[case] lines: bool) {
        assert_eq!(is_lines(head.as_bytes()), lines, "{head}");
    }
}
