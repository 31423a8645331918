//! An HTTP response as an archive keeps it.

use std::io::Read;

use memchr::memmem;

use crate::Rejection;

/// A response with its body as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

/// Reads a response; the body may have at most `limit` bytes.
///
/// Archives differ in whether they keep the transfer's chunks and compression: what a header says is done only where the
/// body is so.
///
/// # Errors
/// `http` when it is no response, `too_large` when its body grows over the limit, `broken` when it cannot be decoded.
pub(super) fn parse(bytes: &[u8], limit: usize) -> Result<Response, Rejection> {
    let (head, body) = split_head(bytes);
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = status_of(lines.next().unwrap_or_default())
        .ok_or_else(|| Rejection::new("http", "the record does not begin with an HTTP status line"))?;
    let (mut content_type, mut encoding, mut chunked) = (String::new(), String::new(), false);
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => value.clone_into(&mut content_type),
            "content-encoding" => encoding = value.to_ascii_lowercase(),
            "transfer-encoding" => chunked = value.to_ascii_lowercase().contains("chunked"),
            _ => {}
        }
    }
    let body = if chunked { unchunked(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() };
    Ok(Response { status, content_type, body: decoded(body, &encoding, limit)? })
}

fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = [b"\r\n\r\n".as_slice(), b"\n\n"]
        .iter()
        .filter_map(|mark| memmem::find(bytes, mark).map(|at| (at, at + mark.len())))
        .min();
    end.and_then(|(head, body)| Some((bytes.get(..head)?, bytes.get(body..)?))).unwrap_or((bytes, &[]))
}

fn status_of(line: &str) -> Option<u16> {
    let mut words = line.split_ascii_whitespace();
    words.next().filter(|version| version.starts_with("HTTP/"))?;
    words.next()?.parse().ok()
}

/// A body without the marks of its chunks; `None` where it has none.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let end = memchr::memchr(b'\n', body.get(..body.len().min(64))?)?;
        let line = std::str::from_utf8(body.get(..end)?).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        body = body.get(end + 1..)?;
        if size == 0 {
            return Some(whole);
        }
        // A last chunk that is cut off is kept as far as it goes.
        let chunk = body.get(..size).unwrap_or(body);
        whole.extend_from_slice(chunk);
        let rest = body.get(chunk.len()..)?;
        body = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if body.is_empty() {
            return Some(whole);
        }
    }
}

fn decoded(body: Vec<u8>, encoding: &str, limit: usize) -> Result<Vec<u8>, Rejection> {
    let gzip = body.starts_with(b"\x1f\x8b");
    match encoding {
        "gzip" | "x-gzip" if gzip => inflate(flate2::read::MultiGzDecoder::new(body.as_slice()), limit),
        "deflate" if body.first().is_some_and(|byte| byte & 0x0f == 8) => {
            inflate(flate2::read::ZlibDecoder::new(body.as_slice()), limit)
        }
        "br" if !looks_like_markup(&body) => inflate(brotli::Decompressor::new(body.as_slice(), 4096), limit),
        _ => Ok(body),
    }
}

fn looks_like_markup(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// What comes out, never more than the limit.
fn inflate(decoder: impl Read, limit: usize) -> Result<Vec<u8>, Rejection> {
    let mut body = Vec::new();
    match decoder.take(limit as u64 + 1).read_to_end(&mut body) {
        Ok(_) if body.len() > limit => {
            let detail = format!("the body inflates to more than {limit} bytes: raise ingest.input_bytes");
            Err(Rejection::new("too_large", detail))
        }
        Ok(_) => Ok(body),
        Err(error) => Err(Rejection::new("broken", format!("the body cannot be inflated: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const PAGE: &str = "<p>The council met.</p>";

    fn response(headers: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n").as_bytes(), body].concat()
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn body(headers: &str, body: &[u8]) -> Vec<u8> {
        parse(&response(headers, body), 1 << 20).unwrap().body
    }

    #[test]
    fn chunks_and_compression_are_undone_where_they_are() {
        let chunks = format!("{:x}\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n", 10, &PAGE[..10], PAGE.len() - 10, &PAGE[10..]);
        assert_eq!(body("Transfer-Encoding: chunked\r\n", chunks.as_bytes()), PAGE.as_bytes());
        assert_eq!(body("Transfer-Encoding: chunked\r\n", PAGE.as_bytes()), PAGE.as_bytes());
        assert_eq!(body("Content-Encoding: gzip\r\n", &gzip(PAGE.as_bytes())), PAGE.as_bytes());
        assert_eq!(body("Content-Encoding: gzip\r\n", PAGE.as_bytes()), PAGE.as_bytes());
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = gzip(&vec![b'a'; 8 << 20]);
        let refused = parse(&response("Content-Encoding: gzip\r\n", &bomb), 1 << 20).unwrap_err();
        assert_eq!(refused.reason, "too_large");
        assert_eq!(parse(b"GET / HTTP/1.1\r\n\r\n", 100).unwrap_err().reason, "http");
    }
}
