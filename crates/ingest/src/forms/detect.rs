//! Which form an input has.

use std::io::Read as _;

use super::{Form, export, table, xml, zst};
use crate::{Rejection, decode, html::tags::Tag};

/// Bytes of an input in gzip that are unpacked to tell its form.
const UNPACKED: u64 = 4096;

/// The form of an input: by its first bytes (a few thousand tell), then by its name, then by its content type. Gzip is
/// looked through.
///
/// # Errors
/// `pdf` or `binary` for what is no form of news, `form` for XML and text that are none, `gzip` where nothing can be unpacked.
pub fn detect(head: &[u8], name: &str, content_type: &str) -> Result<Form, Rejection> {
    if head.starts_with(b"\x1f\x8b") {
        return detect(&unpack(head)?, name.strip_suffix(".gz").unwrap_or(name), content_type);
    }
    if head.starts_with(b"WARC/") || zst::is_archive(head) {
        return Ok(Form::Warc);
    }
    if zst::is_packed(head) {
        let start = zst::start(head);
        if super::is_packed(&start) {
            return Err(Rejection::new("zstd", "what is packed as zstd is packed once more inside: unpack it once"));
        }
        return detect(&start, name, content_type);
    }
    if is_sent_over_line(&String::from_utf8_lossy(head)) {
        let detail =
            "this is a story as agencies send it over a line (IPTC 7901, ANPA 1312): have it as NewsML, NITF or text";
        return Err(Rejection::new("form", detail));
    }
    decode::refuse_signatures(head)?;
    let text = decode::decode_text(head, content_type);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if is_index(&text, name) {
        return Err(Rejection::new("form", "this is an index of web archives (CDX): give the archives themselves"));
    }
    if let Some(form) = behind_warnings(start) {
        return Ok(form);
    }
    if let Some(form) = by_start(start)? {
        return Ok(form);
    }
    if is_list_of_addresses(start) {
        return Ok(Form::Sitemap);
    }
    if is_for_browsers(name, content_type) {
        return Err(Rejection::new("form", "this is a style sheet or a script of a page, no news"));
    }
    let form = by_name(name).or_else(|| by_content_type(content_type)).unwrap_or(Form::Text);
    Ok(if form == Form::Text && table::begins(start) { Form::Csv } else { form })
}

/// The form of a feed or a sitemap before which a server has put what its scripts complain of.
fn behind_warnings(start: &str) -> Option<Form> {
    let document = xml::start_behind(start).and_then(|at| start.get(at..))?;
    by_root(document).ok()?.filter(|form| matches!(form, Form::Feed | Form::Sitemap))
}

/// Whether every line is the address of a page, as in a sitemap that is plain text. The last one may break off.
fn is_list_of_addresses(text: &str) -> bool {
    let is_address = |line: &str| {
        !line.contains(char::is_whitespace) && ["http://", "https://"].iter().any(|scheme| line.starts_with(scheme))
    };
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    lines.peek().is_some() && lines.all(is_address)
}

fn unpack(head: &[u8]) -> Result<Vec<u8>, Rejection> {
    let mut bytes = Vec::new();
    let result = flate2::read::MultiGzDecoder::new(head).take(UNPACKED).read_to_end(&mut bytes);
    if bytes.is_empty() && result.is_err() {
        return Err(Rejection::new("gzip", "the gzip data are damaged from the start"));
    }
    // Gzip in gzip is looked at no further.
    if bytes.starts_with(b"\x1f\x8b") {
        return Err(Rejection::new("gzip", "this is gzip inside gzip: unpack it once"));
    }
    Ok(bytes)
}

/// Whether it says where the pages of web archives are, a line each.
fn is_index(text: &str, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    text.starts_with(" CDX ") || name.ends_with(".cdx") || name.ends_with(".cdxj")
}

fn by_start(start: &str) -> Result<Option<Form>, Rejection> {
    if start.starts_with('<') {
        return by_root(start);
    }
    if start.starts_with(['{', '[']) {
        return Ok(by_json(start));
    }
    Ok(is_mail(start).then_some(Form::Mail).or_else(|| export::is(start).then_some(Form::Export)))
}

fn by_root(start: &str) -> Result<Option<Form>, Rejection> {
    let Some(root) = root(start) else { return Ok(decode::is_html(start, "").then_some(Form::Html)) };
    let local = root.rsplit(':').next().unwrap_or_default();
    let form = match local {
        "rss" | "RDF" | "feed" | "entry" => Form::Feed,
        "urlset" | "sitemapindex" => Form::Sitemap,
        "NewsML" | "newsMessage" | "newsItem" | "packageItem" | "conceptItem" | "knowledgeItem" | "planningItem" => {
            Form::NewsMl
        }
        "nitf" => Form::Nitf,
        _ if decode::is_html(start, "") || local.eq_ignore_ascii_case("html") => Form::Html,
        _ if start.starts_with("<?xml") || start.starts_with("<!") || is_xml(start, root) => {
            let shown: String = root.chars().take(60).collect();
            let detail = format!("this is XML with the root <{shown}>, which is no form of news that is known");
            return Err(Rejection::new("form", detail));
        }
        _ => return Ok(None),
    };
    Ok(Some(form))
}

/// Whether the first tag declares a namespace, as only XML does, or it and the one right after it are none of HTML's.
fn is_xml(start: &str, root: &str) -> bool {
    let (tag, rest) = start.split_once('>').unwrap_or((start, ""));
    let has_namespace = tag.contains(" xmlns=") || tag.contains(" xmlns:");
    // Elements that a page makes up have a hyphen in their names.
    let is_foreign = |name: &str| Tag::of(name) == Tag::Other && !name.contains('-');
    let next = rest.trim_start().strip_prefix('<').map(first_name).filter(|name| name.starts_with(char::is_alphabetic));
    // Some archives wrap pages in tags of their own.
    let wraps_page = || start.to_ascii_lowercase().contains("<html");
    has_namespace || (is_foreign(root) && next.is_some_and(is_foreign) && !wraps_page())
}

/// Name of the first element, after declarations and comments.
fn root(start: &str) -> Option<&str> {
    let mut rest = start;
    loop {
        rest = rest.trim_start();
        rest = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->")?.1
        } else if let Some(instruction) = rest.strip_prefix("<?") {
            instruction.split_once("?>")?.1
        } else if rest.starts_with("<!") {
            after_doctype(rest)?
        } else {
            break;
        };
    }
    Some(first_name(rest.strip_prefix('<')?)).filter(|name| name.starts_with(char::is_alphabetic))
}

/// What a tag begins with.
fn first_name(tag: &str) -> &str {
    tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default()
}

fn after_doctype(declaration: &str) -> Option<&str> {
    let end = declaration.find('>')?;
    match declaration.find('[') {
        Some(open) if open < end => {
            let rest = declaration.get(open..)?;
            rest.find("]>").or_else(|| rest.find("] >")).and_then(|at| rest.get(at..)?.split_once('>')).map(|(_, r)| r)
        }
        _ => declaration.get(end + 1..),
    }
}

fn by_json(start: &str) -> Option<Form> {
    let first = start.strip_prefix('[').map_or(start, str::trim_start);
    let keys = Keys::of(first.strip_prefix('{')?);
    if keys.names.is_empty() && !keys.closed {
        return None;
    }
    if keys.feed && start.starts_with('{') {
        return Some(Form::Feed);
    }
    const NINJS: [&str; 6] = ["body_text", "body_xhtml", "body_html", "versioncreated", "bodies", "headlines"];
    let has = |key: &str| keys.names.iter().any(|name| name.eq_ignore_ascii_case(key));
    let has_id = has("uri") || (has("guid") && has("versioncreated"));
    Some(if has_id && NINJS.into_iter().any(has) { Form::Ninjs } else { Form::Jsonl })
}

/// What the start of a JSON object tells of it: its own keys, not those of what is in it.
#[derive(Default)]
struct Keys {
    names: Vec<String>,
    /// Whether its version is that of a JSON Feed.
    feed: bool,
    /// Whether its end was seen.
    closed: bool,
}

impl Keys {
    /// Reads what follows the bracket of an object, as far as there is.
    fn of(mut rest: &str) -> Self {
        let (mut keys, mut depth, mut value) = (Self::default(), 0usize, false);
        loop {
            rest = rest.trim_start();
            let Some(first) = rest.chars().next() else { return keys };
            if first == '"' {
                let Some((text, after)) = string(rest) else { return keys };
                rest = after;
                match (depth, value) {
                    (0, false) => keys.names.push(text.to_owned()),
                    (0, true) => keys.feed |= keys.is_version() && text.contains("jsonfeed.org/version"),
                    _ => {}
                }
                continue;
            }
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            match (first, depth) {
                ('{' | '[', _) if value => depth += 1,
                ('}' | ']', 1..) => depth -= 1,
                (':', 0) if !keys.names.is_empty() => value = true,
                (',', 0) if value => value = false,
                ('}', 0) => {
                    keys.closed = true;
                    return keys;
                }
                // A value, or what is no JSON.
                _ if value => {}
                _ => return Self::default(),
            }
        }
    }

    fn is_version(&self) -> bool {
        self.names.last().is_some_and(|name| name == "version")
    }
}

/// A string at the start of some JSON, as it is written, and what follows it.
fn string(json: &str) -> Option<(&str, &str)> {
    let inside = json.strip_prefix('"')?;
    let mut escaped = false;
    let end = inside.find(|c| {
        let end = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        end
    })?;
    Some((inside.get(..end)?, inside.get(end + 1..)?))
}

/// Header fields of a message from the first line on, among them one that only mail has.
fn is_mail(start: &str) -> bool {
    const CERTAIN: [&str; 6] =
        ["message-id", "mime-version", "received", "return-path", "delivered-to", "snapshot-content-location"];
    let start = start.strip_prefix("From ").and_then(|rest| rest.split_once('\n')).map_or(start, |(_, rest)| rest);
    let (mut fields, mut certain) = (0, false);
    for line in start.lines().take_while(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return fields > 2 && certain };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return false;
        }
        fields += 1;
        certain |= CERTAIN.iter().any(|field| name.eq_ignore_ascii_case(field));
    }
    fields > 1 && certain
}

/// What a name ends in, in lower case, whatever it is packed as.
fn extension(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let name = name.split(['?', '#']).next().unwrap_or_default();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name);
    Some(name.rsplit_once('.')?.1.to_owned())
}

/// Whether it is what browsers save beside a page, which is text too.
fn is_for_browsers(name: &str, content_type: &str) -> bool {
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    extension(name).is_some_and(|end| matches!(end.as_str(), "css" | "js" | "mjs"))
        || matches!(media.as_str(), "text/css" | "text/javascript" | "application/javascript")
}

/// Whether it is a story as agencies send it over a line (IPTC 7901, ANPA 1312): between control characters that tell its
/// header from its text.
fn is_sent_over_line(start: &str) -> bool {
    let is_pause = |c: char| matches!(c, '\0' | '\u{16}' | '\r' | '\n');
    start.trim_start_matches(is_pause).strip_prefix('\u{1}').is_some_and(|header| header.contains('\u{2}'))
}

fn by_name(name: &str) -> Option<Form> {
    Some(match extension(name)?.as_str() {
        "txt" | "text" | "md" => Form::Text,
        "html" | "htm" | "xhtml" => Form::Html,
        "jsonl" | "ndjson" | "json" => Form::Jsonl,
        "csv" | "tsv" | "tab" => Form::Csv,
        "rss" | "atom" => Form::Feed,
        "warc" => Form::Warc,
        "eml" | "mbox" | "mht" | "mhtml" => Form::Mail,
        "nitf" => Form::Nitf,
        _ => return None,
    })
}

fn by_content_type(content_type: &str) -> Option<Form> {
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    Some(match media.as_str() {
        "text/plain" => Form::Text,
        "text/html" | "application/xhtml+xml" => Form::Html,
        "application/x-ndjson" | "application/jsonl" | "application/json" => Form::Jsonl,
        "text/csv" | "text/tab-separated-values" => Form::Csv,
        "application/rss+xml" | "application/atom+xml" | "application/feed+json" => Form::Feed,
        "application/vnd.iptc.g2.newsitem+xml" | "application/vnd.iptc.g2.newsmessage+xml" => Form::NewsMl,
        "application/warc" => Form::Warc,
        "message/rfc822" | "application/mbox" | "multipart/related" => Form::Mail,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("WARC/1.1\r\n", "", Form::Warc)]
    #[case("<?xml version='1.0'?>\n<!-- a --><rss version='2.0'>", "", Form::Feed)]
    #[case("<!DOCTYPE rss [<!ENTITY a \"b\">]><rss>", "", Form::Feed)]
    #[case("<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", "x.xml", Form::Feed)]
    #[case("<urlset>", "", Form::Sitemap)]
    #[case("<newsItem guid='a'>", "", Form::NewsMl)]
    #[case("<!DOCTYPE NewsML SYSTEM 'NewsML_1.2.dtd'><NewsML Version='1.2'>", "", Form::NewsMl)]
    #[case("<!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf>", "", Form::Nitf)]
    #[case("<!doctype html><p>x", "a.txt", Form::Html)]
    #[case("{\"version\": \"https://jsonfeed.org/version/1.1\"", "", Form::Feed)]
    #[case("{\"text\": \"Write \\\"version\\\": jsonfeed.org/version\"}", "", Form::Jsonl)]
    #[case("{\"text\": \"a\", \"version\": 2, \"url\": \"https://jsonfeed.org/version/1\"}", "", Form::Jsonl)]
    #[case("{\"uri\": \"a\", \"body_text\": \"b\"}", "", Form::Ninjs)]
    #[case("{\"uri\": \"a\",\n \"bodies\": [{\"value\": \"b\"", "a.json", Form::Ninjs)]
    #[case("{\"text\": \"a\", \"meta\": {\"uri\": \"b\", \"headlines\": []}}", "", Form::Jsonl)]
    #[case("{}", "", Form::Jsonl)]
    #[case("{\"text\": \"a long line that bre", "", Form::Jsonl)]
    #[case(" {\"text\": \"b\"}", "", Form::Jsonl)]
    #[case("[\n {\"text\": \"b\"}]", "", Form::Jsonl)]
    #[case("{\"guid\": \"a\", \"versioncreated\": \"b\", \"body_html\": \"c\"}", "", Form::Ninjs)]
    #[case("<!DOCTYPE html SYSTEM 'about:legacy-compat'><p>x", "a.xml", Form::Html)]
    #[case("<strong>The council</strong> met", "", Form::Text)]
    #[case("<FILING>\n<KIND>release\n<TEXT>\n<HTML><BODY>The council", "a.html", Form::Html)]
    #[case("<news-card><span>The council</span></news-card>", "", Form::Text)]
    #[case("{Editor's note} The council", "", Form::Text)]
    #[case("[Updated] The council", "", Form::Text)]
    #[case("Received: from a\r\nSubject: b\r\n\r\nc", "", Form::Mail)]
    #[case("From: Press office\nSubject: Opening\n\nThe museum", "", Form::Text)]
    #[case("Date: today\nThe council met", "", Form::Text)]
    #[case("title;text\na;b", "a.CSV.gz", Form::Csv)]
    #[case("title\tauthor\ttext\na\tb\tc", "a.txt", Form::Csv)]
    #[case("sep=|\n\"title\"|\"date\"|\"content\"\na|b|c", "", Form::Csv)]
    #[case("Text, title, and a date are missing.\nThe council, it says, met.", "", Form::Text)]
    #[case("Title, text\nThe council, again", "", Form::Text)]
    #[case("The council met.", "", Form::Text)]
    fn a_form_is_told_by_its_start(#[case] head: &str, #[case] name: &str, #[case] form: Form) {
        assert_eq!(detect(head.as_bytes(), name, ""), Ok(form));
    }

    /// A long text in a TAR archive: few of its bytes are no text.
    fn tar() -> Vec<u8> {
        let mut bytes = b"a.txt".to_vec();
        bytes.resize(257, 0);
        bytes.extend(b"ustar\x0000");
        bytes.resize(512, 0);
        [bytes, b"The council met. ".repeat(100)].concat()
    }

    #[test]
    fn what_is_no_news_is_refused() {
        let reason = |head: &[u8]| detect(head, "", "text/html").unwrap_err().reason;
        assert_eq!(reason(b"%PDF-1.7"), "pdf");
        assert_eq!(reason(b"PK\x03\x04"), "binary");
        assert_eq!(reason(b"<?xml version='1.0'?><svg/>"), "form");
        assert_eq!(reason(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "form");
        assert_eq!(reason(b"<documents>\n <document><title>Talks</title>"), "form");
        for archive in [b"{\\rtf1\\ansi The council".to_vec(), b"filedesc://a.arc".to_vec(), tar()] {
            assert_eq!(reason(&archive), "binary");
        }
        assert_eq!(reason(b"\x1f\x8b\x08"), "gzip");
        assert_eq!(reason(b"\x01APA0123 4 VM 0231\r\n\x02Sheep saved\r\n\x03\r\n"), "form");
        assert_eq!(reason(b"\x16\x16\x01\rp0123\x1f r a \x13 Otter\r\n\x02   LEEDS (Wire) _ An otter\r\n\x03"), "form");
        for name in ["style.css?v=2", "app.JS", "a/app.mjs.gz"] {
            assert_eq!(detect(b"function f() {}", name, "").unwrap_err().reason, "form", "{name}");
        }
        assert_eq!(detect(b"p { color: red }", "style", "text/css; charset=utf-8").unwrap_err().reason, "form");
        assert_eq!(detect(b"<!doctype html><p>x", "page.js", ""), Ok(Form::Html));
        assert_eq!(reason(b" CDX N b a m s k r M S V g\n"), "form");
        let index = b"example,paper)/a 20240402153000 {\"url\": \"https://paper.example/a\"}\n";
        assert_eq!(detect(index, "a.cdxj", "").unwrap_err().reason, "form");
    }

    #[test]
    fn zstd_is_looked_through_once() {
        let pack = |bytes: &[u8]| zstd::encode_all(bytes, 3).unwrap();
        assert_eq!(detect(&pack(b"<rss version='2.0'>"), "a.bin", ""), Ok(Form::Feed));
        // Too little is there to see anything.
        assert_eq!(detect(&pack(b"{\"text\": \"a\"}")[..9], "a.jsonl.zst", ""), Ok(Form::Jsonl));
        assert_eq!(detect(&pack(&pack(b"The council met.")), "", "").unwrap_err().reason, "zstd");
    }

    #[test]
    fn gzip_is_looked_through() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, b"WARC/1.0\r\n").unwrap();
        assert_eq!(detect(&packed.finish().unwrap(), "a.bin", ""), Ok(Form::Warc));
    }
}
