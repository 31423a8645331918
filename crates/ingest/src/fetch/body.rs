//! The body of an answer: read within bounds of size and time, unpacked within the same bound, and checked to be text.

use std::time::Duration;

use bytes::Bytes;
use reqwest::{Response, header::HeaderMap};

use super::Problem;
use crate::{
    coding::{Coding, Fault, GZIP},
    decode,
};

/// Codings on top of each other at most.
const MAX_CODINGS: usize = 2;

/// Media types that no article comes in, by their start.
const FOREIGN: [&str; 8] =
    ["image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/vnd.", "application/ms"];

/// Refuses by what the headers say, before anything is read.
pub(super) fn check_headers(headers: &HeaderMap, limit: usize) -> Result<(), Problem> {
    let length = text(headers, "content-length").parse::<u64>().unwrap_or(0);
    if length > limit as u64 {
        return Err(too_large(&format!("the server says {length} bytes"), limit));
    }
    let media = text(headers, "content-type").trim_start().to_ascii_lowercase();
    if FOREIGN.iter().any(|foreign| media.starts_with(foreign)) {
        let shown: String = media.chars().take(80).collect();
        return Err(Problem::refused("content_type", format!("the server sends {shown}, not text or HTML")));
    }
    Ok(())
}

/// Every byte of the body as sent; with `cut`, those up to the limit, else an error where there are more.
pub(super) async fn read(
    response: &mut Response,
    limit: usize,
    stall: Duration,
    cut: bool,
) -> Result<Vec<u8>, Problem> {
    let mut body = Vec::new();
    loop {
        let Some(chunk) = next(response, stall, body.len() as u64).await? else { return Ok(body) };
        let room = limit - body.len();
        body.extend_from_slice(chunk.get(..chunk.len().min(room)).unwrap_or_default());
        if chunk.len() > room {
            return if cut { Ok(body) } else { Err(too_large("more comes", limit)) };
        }
    }
}

/// Refuses a body that is read as it comes where it is packed other than as gzip, which its reader undoes.
pub(super) fn check_coming(headers: &HeaderMap) -> Result<(), Problem> {
    check_headers(headers, usize::MAX)?;
    match codings(headers)?.iter().find(|coding| **coding != Coding::Gzip) {
        Some(other) => Err(unknown(&format!("{other:?}, though that was not asked for"))),
        None => Ok(()),
    }
}

/// The next bytes of a body of which some are read.
pub(super) async fn next(response: &mut Response, stall: Duration, read: u64) -> Result<Option<Bytes>, Problem> {
    let chunk = tokio::time::timeout(stall, response.chunk());
    let chunk = chunk.await.map_err(|_| stalled(stall, read))?;
    chunk.map_err(|error| broken(error, read))
}

fn stalled(stall: Duration, read: u64) -> Problem {
    let stall = humantime::format_duration(stall);
    Problem::failed("stalled", format!("the server sent nothing for {stall}, after {read} bytes"))
}

fn broken(error: reqwest::Error, read: u64) -> Problem {
    let error = super::client::told(&error.without_url());
    Problem::failed("truncated", format!("the body breaks off after {read} bytes: {error}"))
}

/// A body that ends before its end.
pub(super) fn cut(read: u64) -> Problem {
    Problem::failed("truncated", format!("the body breaks off after {read} bytes"))
}

fn too_large(what: &str, limit: usize) -> Problem {
    Problem::refused("too_large", format!("{what}, {limit} bytes are allowed: raise ingest.input_bytes to take it"))
}

/// The body without its codings, and without the gzip of a file such as `sitemap.xml.gz`; with `cut`, the first bytes of one
/// that is too large or broken.
pub(super) async fn unpack(body: Vec<u8>, headers: &HeaderMap, limit: usize, cut: bool) -> Result<Vec<u8>, Problem> {
    let codings = codings(headers)?;
    if codings.is_empty() && !body.starts_with(GZIP) {
        return Ok(body);
    }
    if cut && let [coding] = *codings {
        let unpacking = tokio::task::spawn_blocking(move || coding.undo_start(&body, limit));
        return Ok(unpacking.await.unwrap_or_default());
    }
    let unpacking = tokio::task::spawn_blocking(move || unpack_all(body, &codings, limit));
    unpacking.await.unwrap_or_else(|_| Err(Problem::failed("content_encoding", "unpacking it failed".to_owned())))
}

/// The codings in the order they are undone.
fn codings(headers: &HeaderMap) -> Result<Vec<Coding>, Problem> {
    let named = headers.get_all("content-encoding").iter().filter_map(|value| value.to_str().ok());
    let named = named.flat_map(|value| value.split(',')).map(|name| name.trim().to_ascii_lowercase());
    let mut codings = Vec::new();
    for name in named.filter(|name| !name.is_empty() && name != "identity") {
        codings.push(Coding::named(&name).ok_or_else(|| unknown(&name))?);
    }
    if codings.len() > MAX_CODINGS {
        let detail = format!("it is packed {} times, {MAX_CODINGS} are allowed", codings.len());
        return Err(Problem::refused("content_encoding", detail));
    }
    codings.reverse();
    Ok(codings)
}

fn unpack_all(mut body: Vec<u8>, codings: &[Coding], limit: usize) -> Result<Vec<u8>, Problem> {
    for coding in codings {
        // Said to be packed, but not: browsers show it, and so do we.
        if *coding != Coding::Gzip || body.starts_with(GZIP) {
            body = unpack_one(&body, *coding, limit)?;
        }
    }
    if body.starts_with(GZIP) { unpack_one(&body, Coding::Gzip, limit) } else { Ok(body) }
}

fn unpack_one(body: &[u8], coding: Coding, limit: usize) -> Result<Vec<u8>, Problem> {
    coding.undo(body, limit).map_err(|fault| match fault {
        Fault::TooLarge => too_large(&format!("{} bytes unpack to more than is allowed", body.len()), limit),
        Fault::Damaged(error) => {
            let detail = format!("it is said to be packed as {coding:?}, but cannot be unpacked: {error}");
            Problem::failed("content_encoding", detail)
        }
    })
}

fn unknown(coding: &str) -> Problem {
    let shown: String = coding.chars().take(40).collect();
    Problem::refused("content_encoding", format!("it is packed as {shown}, unknown here"))
}

/// Refuses what is empty, and what is no text whatever the server calls it.
pub(super) fn check(body: &[u8], content_type: &str) -> Result<(), Problem> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::failed("empty", "the server sent no content".to_owned()));
    }
    decode::refuse_signatures(body).map_err(|rejection| {
        let named: String = content_type.chars().take(80).collect();
        let named = if named.is_empty() { "nothing".to_owned() } else { named };
        Problem::refused("content_type", format!("the server calls it {named}: {}", rejection.detail))
    })
}

/// A header as text; empty when there is none.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::tests::packed;

    const TEXT: &[u8] = b"The harbour was closed on Monday.";

    #[test]
    fn codings_are_undone_one_after_another_and_a_bomb_is_refused() {
        let twice = packed(Coding::Zstd, &packed(Coding::Brotli, TEXT));
        assert_eq!(unpack_all(twice, &[Coding::Zstd, Coding::Brotli], 100).unwrap(), TEXT);
        let bomb = packed(Coding::Brotli, &vec![0; 1 << 20]);
        assert_eq!(unpack_all(bomb, &[Coding::Brotli], 1000).unwrap_err().reason, "too_large");
    }

    #[test]
    fn what_is_packed_wrongly_fails_with_the_reason() {
        for coding in [Coding::Deflate, Coding::Brotli, Coding::Zstd] {
            assert_eq!(
                unpack_all(b"plainly not packed".to_vec(), &[coding], 100).unwrap_err().reason,
                "content_encoding"
            );
        }
        let mut cut = packed(Coding::Gzip, TEXT);
        cut.truncate(20);
        assert_eq!(unpack_all(cut, &[Coding::Gzip], 100).unwrap_err().reason, "content_encoding");
        assert_eq!(unpack_all(TEXT.to_vec(), &[Coding::Gzip], 100).unwrap(), TEXT);
        // Filled up behind its end, but not begun again and broken off.
        let filled = [packed(Coding::Gzip, TEXT), vec![0; 9]].concat();
        assert_eq!(unpack_all(filled, &[Coding::Gzip], 100).unwrap(), TEXT);
        let halves = [packed(Coding::Gzip, TEXT), packed(Coding::Gzip, TEXT)].concat();
        assert_eq!(unpack_all(halves.clone(), &[Coding::Gzip], 100).unwrap(), TEXT.repeat(2));
        let broken = halves.get(..halves.len() - 9).unwrap().to_vec();
        assert_eq!(unpack_all(broken, &[Coding::Gzip], 100).unwrap_err().reason, "content_encoding");
    }

    #[test]
    fn a_gzip_file_is_unpacked_though_no_header_says_so() {
        assert_eq!(unpack_all(packed(Coding::Gzip, TEXT), &[], 100).unwrap(), TEXT);
        let twice = packed(Coding::Gzip, &packed(Coding::Gzip, TEXT));
        assert_eq!(unpack_all(twice, &[Coding::Gzip], 100).unwrap(), TEXT);
    }

    #[test]
    fn a_type_is_not_believed() {
        assert_eq!(check(b"%PDF-1.7 ...", "text/html").unwrap_err().reason, "content_type");
        assert_eq!(check(b" \n", "text/html").unwrap_err().reason, "empty");
        assert!(check(TEXT, "application/octet-stream").is_ok());
    }
}
