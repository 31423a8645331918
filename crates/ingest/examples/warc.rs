//! Throughput and memory of the WARC reader over an archive that is made as it is read.
//!
//! `warc [--gigabytes N]`: N GB (10 unless told) of records of many sizes, plain and then gzip by record; prints MB of
//! uncompressed input a second of this one thread, and the process's peak of memory.

use std::{
    io::{BufReader, Read, Write as _},
    time::Instant,
};

use anyhow::{Context as _, Result};
use dateline_ingest::forms::{self, Form, Options};

fn main() -> Result<()> {
    let gigabytes: u64 = std::env::args().nth(2).map_or(Ok(10), |given| given.parse()).context("--gigabytes N")?;
    let records: Vec<Vec<u8>> = (0..200).map(record).collect();
    measure("plain", &records, &records, gigabytes << 30)?;
    let members = records.iter().map(|record| gzip(record)).collect::<Result<Vec<_>>>()?;
    measure("gzip by record", &members, &records, gigabytes << 30)
}

/// Reads the pieces in turn until they stand for so many bytes.
fn measure(name: &str, pieces: &[Vec<u8>], plain: &[Vec<u8>], bytes: u64) -> Result<()> {
    let round: u64 = plain.iter().map(|record| record.len() as u64).sum();
    let rounds = bytes.div_ceil(round);
    let source = Pieces { pieces: pieces.to_vec(), at: 0, offset: 0, left: rounds * pieces.len() as u64 };
    let started = Instant::now();
    let reader = forms::read(Box::new(BufReader::with_capacity(1 << 16, source)), Form::Warc, &Options::default());
    let articles = reader.filter(|item| item.content.is_ok()).count();
    let seconds = started.elapsed().as_secs_f64();
    let megabytes = (rounds * round) as f64 / 1e6;
    println!(
        "{name:16} {megabytes:.0} MB, {articles} articles, {:.0} MB/s, peak {} MiB",
        megabytes / seconds,
        peak_mib()?
    );
    Ok(())
}

/// A response of 1 to 200 KB, or a record that is no article.
fn record(number: usize) -> Vec<u8> {
    let kind = if number % 3 == 2 { "request" } else { "response" };
    let paragraphs = 1 + number * number % 397;
    let text: String = (0..paragraphs)
        .map(|at| {
            format!(
                "<p>Paragraph {at} of page {number}: the council of Torvald met for {} hours.</p>\n",
                at * number % 11
            )
        })
        .collect();
    let body =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>{text}</body></html>");
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{number}\r\nWARC-Date: 2024-04-02T10:00:00Z\r\n\
         WARC-Record-ID: <urn:example:{number}>\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
        body.len()
    )
    .into_bytes()
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// Pieces read in turn, again and again.
struct Pieces {
    pieces: Vec<Vec<u8>>,
    at: usize,
    offset: usize,
    left: u64,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let Some(piece) = self.pieces.get(self.at).filter(|_| self.left > 0) else { return Ok(0) };
        let rest = piece.get(self.offset..).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..length), rest.get(..length)) {
            to.copy_from_slice(from);
        }
        self.offset += length;
        if self.offset == piece.len() {
            (self.at, self.offset, self.left) = ((self.at + 1) % self.pieces.len(), 0, self.left - 1);
        }
        Ok(length)
    }
}

fn peak_mib() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("VmHWM")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? / 1024)
}
