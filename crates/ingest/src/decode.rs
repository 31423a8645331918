//! Bytes to characters: what is binary, which charset.
//!
//! A declaration is believed only where the bytes allow it: text that is valid UTF-8 beyond ASCII is UTF-8, whatever a
//! header says, because bytes of another charset practically never are.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::Rejection;

/// Bytes looked at for a charset declared in the text, as browsers do.
const DECLARATION_WINDOW: usize = 1024;

/// Formats that are refused by their first bytes, with what they are.
const SIGNATURES: [(&[u8], &str); 19] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3", "a database"),
    (b"ID3", "an audio file"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
    (b"filedesc://", "an ARC archive, older than WARC"),
    (b"Rar!\x1a", "a RAR archive"),
];

/// Of those, what has other files in it.
const PACKED: [&str; 3] = ["archive", "bzip2", "xz"];

/// Where a TAR archive has its mark.
const TAR: (usize, &[u8]) = (257, b"ustar");

/// The text in some bytes, with `content_type` as a hint to the charset. A byte order mark is dropped.
///
/// # Errors
/// `pdf`, `binary` or `empty`; `charset` when a declared charset does not exist and none can be told.
pub fn decode(bytes: &[u8], content_type: &str) -> Result<String, Rejection> {
    refuse_signatures(bytes)?;
    if bytes.is_empty() {
        return Err(Rejection::new("empty", "the input has no bytes"));
    }
    let text = decode_text(bytes, content_type);
    check_characters(&text)?;
    Ok(text)
}

pub(crate) fn refuse_signatures(bytes: &[u8]) -> Result<(), Rejection> {
    // A PDF may carry a few bytes before its mark.
    let head = bytes.get(..bytes.len().min(DECLARATION_WINDOW)).unwrap_or_default();
    if head.windows(5).any(|window| window == b"%PDF-") && !head.trim_ascii_start().starts_with(b"<") {
        return Err(Rejection::new("pdf", "this is a PDF, whatever its name says: convert it to text or HTML first"));
    }
    let tar = bytes.get(TAR.0..).is_some_and(|rest| rest.starts_with(TAR.1));
    let what = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, what)| *what);
    match what.or_else(|| tar.then_some("a TAR archive")) {
        Some(what) => {
            let instead = match what {
                _ if what.contains("ARC archive") => "convert it to WARC first",
                _ if PACKED.iter().any(|packed| what.contains(packed)) => "unpack it, and give what is in it",
                _ => "give text or HTML",
            };
            Err(Rejection::new("binary", format!("this is {what}, not text: {instead}")))
        }
        None => Ok(()),
    }
}

pub(crate) fn decode_text(bytes: &[u8], content_type: &str) -> String {
    let encoding = choose(bytes, content_type);
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    text.into_owned()
}

/// The charset of some bytes, with `content_type` as a hint.
pub(crate) fn choose(bytes: &[u8], content_type: &str) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return encoding;
    }
    if let Some(encoding) = escaped(bytes, content_type) {
        return encoding;
    }
    if mostly_utf8(bytes) {
        return UTF_8;
    }
    declared(bytes, content_type).filter(|encoding| *encoding != UTF_8).unwrap_or_else(|| detect(bytes))
}

/// Japanese that is written in ASCII, with escapes: where it is declared, or shows.
fn escaped(bytes: &[u8], content_type: &str) -> Option<&'static Encoding> {
    let may_be = bytes.is_ascii() && memchr::memmem::find(bytes, b"\x1b$").is_some();
    let found = || declared(bytes, content_type).filter(|declared| *declared != UTF_8).unwrap_or_else(|| detect(bytes));
    may_be.then(found).filter(|encoding| *encoding == ISO_2022_JP)
}

/// ASCII, UTF-8, or UTF-8 with less damage than evidence: a few broken bytes must not turn the rest to nonsense.
fn mostly_utf8(bytes: &[u8]) -> bool {
    // Most are whole, which is told faster than how much of it is not ASCII.
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > bad
}

/// Western text in UTF-16 has a zero in every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARATION_WINDOW))?;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if half < 4 {
        None
    } else if odd * 10 > half * 7 && even * 10 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 7 && odd * 10 < half {
        Some(UTF_16BE)
    } else {
        utf16_by_ends_of_lines(bytes)
    }
}

/// Text in UTF-16 of scripts without zeros in it, by its spaces, ends of lines and full stops of East Asia, which swapped are
/// letters that hardly anybody writes. Text in bytes has no zeros.
fn utf16_by_ends_of_lines(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARATION_WINDOW) & !1)?;
    if !bytes.len().is_multiple_of(2) || memchr::memchr(0, head).is_none() {
        return None;
    }
    let units = |of: fn([u8; 2]) -> u16| -> Vec<u16> {
        head.chunks_exact(2).filter_map(|pair| Some(of(pair.try_into().ok()?))).collect()
    };
    let marks = |units: &[u16]| {
        units.iter().filter(|unit| matches!(unit, 0x0a | 0x0d | 0x20 | 0x3001 | 0x3002 | 0xff0c)).count()
    };
    let is_text = |units: &[u16]| {
        let odd = |unit: &&u16| {
            matches!(**unit, 0 | 0xd800..=0xf8ff | 0xfff0..) || (**unit < 0x20 && !matches!(**unit, 9 | 0x0a | 0x0d))
        };
        !units.iter().any(|unit| odd(&unit))
    };
    let (little, big) = (units(u16::from_le_bytes), units(u16::from_be_bytes));
    match (marks(&little), marks(&big)) {
        (one, other) if one > other * 3 && is_text(&little) => Some(UTF_16LE),
        (one, other) if other > one * 3 && is_text(&big) => Some(UTF_16BE),
        _ => None,
    }
}

/// The charset that the content type names, or the page's own declaration.
fn declared(bytes: &[u8], content_type: &str) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARATION_WINDOW)).unwrap_or_default();
    label_after(content_type.as_bytes()).or_else(|| label_after(head))
}

fn label_after(bytes: &[u8]) -> Option<&'static Encoding> {
    const KEYS: [&[u8]; 2] = [b"charset=", b"encoding="];
    let lower = bytes.to_ascii_lowercase();
    let at = KEYS
        .iter()
        .find_map(|key| lower.windows(key.len()).position(|window| window == *key).map(|at| at + key.len()))?;
    let rest = lower
        .get(at..)?
        .strip_prefix(b"\"")
        .or_else(|| lower.get(at..)?.strip_prefix(b"'"))
        .or_else(|| lower.get(at..))?;
    let end =
        rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte)).unwrap_or(rest.len());
    Encoding::for_label(rest.get(..end)?)
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Refuses text that is not text: more control characters than a damaged article has.
///
/// A few, such as a stray NUL, are kept as they are.
///
/// # Errors
/// `binary`.
pub fn check_characters(text: &str) -> Result<(), Rejection> {
    if (controls(text) + memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}").count()) * 50 > text.chars().count() {
        return Err(Rejection::new("binary", "this is binary data, not text: give text or HTML"));
    }
    Ok(())
}

/// Control characters of a text that are neither ends of lines nor tabs, counted by their bytes: to take a page apart into
/// characters is dearer than to read its words.
fn controls(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_control = |byte: u8| (byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t' | b'\x0c')) || byte == 0x7f;
    // So many at a time that their number fits a byte, which lets the processor count many at once.
    let count = |bytes: &[u8]| usize::from(bytes.iter().map(|byte| u8::from(is_control(*byte))).sum::<u8>());
    let ascii: usize = bytes.chunks(usize::from(u8::MAX)).map(count).sum();
    // U+0080 to U+009F, of which U+0085 ends a line.
    let is_high = |at: &usize| bytes.get(at + 1).is_some_and(|byte| (0x80..0xa0).contains(byte) && *byte != 0x85);
    ascii + memchr::memchr_iter(0xc2, bytes).filter(is_high).count()
}

/// Whether a media type is that of plain text.
pub(crate) fn is_plain(content_type: &str) -> bool {
    content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("text/plain")
}

/// Whether a text is HTML, by its media type or its first tag.
#[must_use]
pub fn is_html(text: &str, content_type: &str) -> bool {
    const TAGS: [&str; 14] = [
        "!doctype", "html", "head", "body", "meta", "title", "article", "main", "section", "div", "p", "h1", "script",
        "!--",
    ];
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if matches!(media.as_str(), "text/html" | "application/xhtml+xml") {
        return true;
    }
    let mut start = text.trim_start();
    if let Some((declaration, rest)) = start.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        start = if declaration.len() < 200 { rest.trim_start() } else { start };
    }
    let Some(tag) = start.strip_prefix('<') else { return false };
    if let Some(declared) = tag.get(..9).filter(|head| head.eq_ignore_ascii_case("!doctype ")) {
        // Other XML is declared so, too.
        let root = tag.get(declared.len()..).unwrap_or_default().trim_start();
        return root.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("html"));
    }
    TAGS.iter().any(|name| {
        let matches = tag.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        let rest = tag.get(name.len()..).and_then(|rest| rest.chars().next());
        matches && (*name == "!--" || rest.is_none_or(|c| c.is_whitespace() || c == '>' || c == '/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Die Behörde kündigte am Dienstag neue Maßnahmen für Zürich und Köln an, hieß es.";

    fn latin1(text: &str) -> Vec<u8> {
        encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
    }

    #[test]
    fn a_declaration_that_the_bytes_contradict_is_not_believed() {
        assert_eq!(decode(GERMAN.as_bytes(), "text/plain; charset=iso-8859-1").unwrap(), GERMAN);
        assert_eq!(decode(&latin1(GERMAN), "text/plain; charset=utf-8").unwrap(), GERMAN);
        assert_eq!(decode(&latin1(GERMAN), "").unwrap(), GERMAN);
    }

    #[test]
    fn a_declared_charset_is_used() {
        let page =
            format!("<html><head><meta charset=\"windows-1251\"></head><body>{}</body>", "Президент прибыл в Москву");
        let bytes = encoding_rs::WINDOWS_1251.encode(&page).0.into_owned();
        assert!(decode(&bytes, "text/html").unwrap().contains("Президент"));
        let bytes = encoding_rs::SHIFT_JIS.encode("首相は会見した。").0.into_owned();
        assert_eq!(decode(&bytes, "text/plain; charset=\"Shift_JIS\"").unwrap(), "首相は会見した。");
    }

    #[test]
    fn japanese_in_escapes_is_told_from_ascii() {
        let text = "首相は会見した。";
        let jis = encoding_rs::ISO_2022_JP.encode(text).0.into_owned();
        let page = [b"<html><head><meta charset=\"iso-2022-jp\"></head><p>", jis.as_slice()].concat();
        assert_eq!(decode(&jis, "text/plain; charset=ISO-2022-JP").unwrap(), text);
        assert_eq!(decode(&jis, "").unwrap(), text);
        assert!(decode(&page, "text/html").unwrap().ends_with(text));
        assert_eq!(choose(b"The \x1b$ mayor \x1b[0m paid $5.", ""), UTF_8);
    }

    #[test]
    fn marks_and_utf_16_are_understood() {
        assert_eq!(decode(b"\xef\xbb\xbfNews", "").unwrap(), "News");
        for big in [true, false] {
            let units = "Talks resumed on Monday.".encode_utf16();
            let bytes: Vec<u8> =
                units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
            assert_eq!(decode(&bytes, "").unwrap(), "Talks resumed on Monday.");
        }
    }

    #[test]
    fn utf_16_of_east_asia_is_told_by_its_marks() {
        let text = "議会は月曜日に開会した。\n\n壁を直すと決めた。\n";
        for big in [true, false] {
            let units = text.encode_utf16();
            let bytes: Vec<u8> =
                units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
            assert_eq!(decode(&bytes, "").unwrap(), text);
        }
        assert_eq!(decode(b"\x00\x01\x02\x03\x0a\x00\xff\xfe\x10\x00", "").unwrap_err().reason, "binary");
    }

    #[test]
    fn a_few_broken_bytes_do_not_spoil_the_rest() {
        let mut bytes = GERMAN.as_bytes().to_vec();
        bytes.push(0xff);
        assert_eq!(decode(&bytes, "").unwrap(), format!("{GERMAN}\u{fffd}"));
    }

    #[test]
    fn control_characters_are_those_of_unicode_but_ends_of_lines_and_tabs() {
        let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{85}');
        for c in '\0'..='\u{3000}' {
            assert_eq!(controls(&format!("é{c}é")), usize::from(is_control(c)), "{c:?}");
        }
    }

    #[test]
    fn what_is_not_text_is_named() {
        assert_eq!(decode(b"%PDF-1.7 ...", "text/html").unwrap_err().reason, "pdf");
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n", "").unwrap_err().reason, "binary");
        assert_eq!(decode(b"", "").unwrap_err().reason, "empty");
        let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decode(&noise, "").unwrap_err().reason, "binary");
    }

    #[test]
    fn a_stray_nul_is_kept() {
        let text = format!("{GERMAN}\0{GERMAN}");
        assert_eq!(decode(text.as_bytes(), "").unwrap(), text);
    }

    #[test]
    fn html_is_told_from_text() {
        for page in [
            "<!DOCTYPE html><p>x",
            "  <html lang=en>",
            "<?xml version=\"1.0\"?>\n<html>",
            "<div>a</div>",
            "<!-- c --><p>",
        ] {
            assert!(is_html(page, ""), "{page}");
        }
        for text in ["a < b", "<3 this", "<paris> said", "", "Plain"] {
            assert!(!is_html(text, ""), "{text}");
        }
        assert!(is_html("no tags", "text/html; charset=utf-8"));
    }
}
