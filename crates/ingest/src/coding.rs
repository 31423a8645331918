//! The codings of HTTP in which a body comes packed (RFC 9110, section 8.4.1), undone within a bound.

use std::io::{self, Read};

/// What begins a gzip file.
pub(crate) const GZIP: &[u8] = b"\x1f\x8b";

/// What begins a zstd frame.
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";

/// Largest window that a zstd body may ask for, as the standard for HTTP sets it (RFC 9659): 8 MiB.
const ZSTD_WINDOW_LOG: u32 = 23;

/// A way to pack a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

/// Why a body cannot be unpacked.
#[derive(Debug)]
pub(crate) enum Fault {
    /// There is more in it than is allowed.
    TooLarge,
    /// It is not in this coding, or not all of it.
    Damaged(io::Error),
}

impl Coding {
    /// The coding of a name in lower case; none where it is unknown.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "gzip" | "x-gzip" => Self::Gzip,
            "deflate" => Self::Deflate,
            "br" => Self::Brotli,
            "zstd" => Self::Zstd,
            _ => return None,
        })
    }

    /// The coding that a body bears the mark of. Deflate and Brotli have none.
    pub(crate) fn marked(body: &[u8]) -> Option<Self> {
        [(GZIP, Self::Gzip), (ZSTD, Self::Zstd)]
            .into_iter()
            .find_map(|(mark, coding)| body.starts_with(mark).then_some(coding))
    }

    /// What is packed in a body, up to a limit of bytes. A body that breaks off is damaged: half a page is not the page.
    pub(crate) fn undo(self, body: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
        let mut unpacked = Vec::new();
        let reader = self.reader(body).map_err(Fault::Damaged)?;
        reader.take(limit as u64 + 1).read_to_end(&mut unpacked).map_err(Fault::Damaged)?;
        if unpacked.len() > limit { Err(Fault::TooLarge) } else { Ok(unpacked) }
    }

    /// The first bytes of what is packed in a body, as many as can be had of it.
    pub(crate) fn undo_start(self, body: &[u8], limit: usize) -> Vec<u8> {
        let mut unpacked = Vec::new();
        if let Ok(reader) = self.reader(body) {
            // What was read before an error stays.
            let _ = reader.take(limit as u64).read_to_end(&mut unpacked);
        }
        unpacked
    }

    fn reader(self, body: &[u8]) -> io::Result<Box<dyn Read + '_>> {
        Ok(match self {
            Self::Gzip => Box::new(Members::First(flate2::bufread::GzDecoder::new(body))),
            Self::Deflate if is_zlib(body) => Box::new(flate2::read::ZlibDecoder::new(body)),
            Self::Deflate => Box::new(flate2::read::DeflateDecoder::new(body)),
            Self::Brotli => Box::new(brotli::Decompressor::new(body, 1 << 14)),
            Self::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(body)?;
                decoder.window_log_max(ZSTD_WINDOW_LOG)?;
                Box::new(decoder)
            }
        })
    }
}

/// The members of a gzip body. What follows the first and is none is passed over, as browsers do: some servers fill up with
/// zeros.
enum Members<'b> {
    First(flate2::bufread::GzDecoder<&'b [u8]>),
    More(flate2::bufread::MultiGzDecoder<&'b [u8]>),
}

impl Read for Members<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = match self {
            Self::First(first) => match first.read(buffer)? {
                0 if !buffer.is_empty() => *first.get_ref(),
                read => return Ok(read),
            },
            Self::More(more) => return more.read(buffer),
        };
        if !rest.starts_with(GZIP) {
            return Ok(0);
        }
        let mut more = flate2::bufread::MultiGzDecoder::new(rest);
        let read = more.read(buffer)?;
        *self = Self::More(more);
        Ok(read)
    }
}

/// The bytes of base64 in which lines end anywhere, as far as there are whole ones; what is no base64 is passed over.
pub(crate) fn base64(text: &[u8]) -> Vec<u8> {
    let mut symbols: Vec<u8> =
        text.iter().copied().filter(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte)).collect();
    if symbols.len() % 4 == 1 {
        symbols.pop();
    }
    // `A` is six zero bits: what is added to fill the last group is cut off again.
    let whole = symbols.len() * 3 / 4;
    symbols.resize(symbols.len().next_multiple_of(4), b'A');
    let mut bytes = data_encoding::BASE64.decode(&symbols).unwrap_or_default();
    bytes.truncate(whole);
    bytes
}

/// The bytes of quoted-printable; an equals sign that quotes nothing is itself.
pub(crate) fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let quoted = match after {
            [high, low, ..] if *first == b'=' => digit(*high).zip(digit(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        rest = match (first, quoted, after) {
            (_, Some(byte), [_, _, after @ ..]) => {
                bytes.push(byte);
                after
            }
            (b'=', _, [] | [b'\n'] | [b'\r', b'\n']) => &[],
            (b'=', _, [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => after,
            _ => {
                bytes.push(*first);
                after
            }
        };
    }
    bytes
}

/// Servers mean either by `deflate`; zlib has a checked header.
fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write as _;

    use super::*;

    const TEXT: &[u8] = b"The harbour was closed on Monday.";
    const ALL: [Coding; 4] = [Coding::Gzip, Coding::Deflate, Coding::Brotli, Coding::Zstd];

    /// Some bytes as a server packs them.
    pub(crate) fn packed(coding: Coding, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let best = flate2::Compression::best();
        match coding {
            Coding::Gzip => flate2::write::GzEncoder::new(&mut out, best).write_all(bytes).unwrap(),
            Coding::Deflate => flate2::write::ZlibEncoder::new(&mut out, best).write_all(bytes).unwrap(),
            Coding::Brotli => brotli::CompressorWriter::new(&mut out, 4096, 5, 22).write_all(bytes).unwrap(),
            Coding::Zstd => out = zstd::encode_all(bytes, 3).unwrap(),
        }
        out
    }

    #[test]
    fn every_coding_is_undone() {
        for coding in ALL {
            assert_eq!(coding.undo(&packed(coding, TEXT), 100).unwrap(), TEXT, "{coding:?}");
        }
        let mut raw = Vec::new();
        flate2::write::DeflateEncoder::new(&mut raw, flate2::Compression::best()).write_all(TEXT).unwrap();
        assert_eq!(Coding::Deflate.undo(&raw, 100).unwrap(), TEXT);
    }

    #[test]
    fn a_bomb_is_cut_at_the_limit_by_every_coding() {
        let zeros = vec![0; 1 << 20];
        for coding in ALL {
            let fault = coding.undo(&packed(coding, &zeros), 1000).unwrap_err();
            assert!(matches!(fault, Fault::TooLarge), "{coding:?}: {fault:?}");
        }
    }

    #[test]
    fn what_is_packed_wrongly_or_breaks_off_is_damaged() {
        for coding in ALL {
            assert!(matches!(coding.undo(b"plainly not packed", 100), Err(Fault::Damaged(_))), "{coding:?}");
            let mut cut = packed(coding, TEXT);
            cut.truncate(20);
            assert!(matches!(coding.undo(&cut, 100), Err(Fault::Damaged(_))), "{coding:?}");
        }
    }

    #[test]
    fn base64_is_read_as_far_as_it_goes() {
        for (text, bytes) in [
            ("VGFsa3M=", &b"Talks"[..]),
            ("VG Fs\r\na3M", b"Talks"),
            ("VGFsa3M=\n!!!", b"Talks"),
            ("VGFsa", b"Tal"),
            ("", b""),
        ] {
            assert_eq!(base64(text.as_bytes()), bytes, "{text}");
        }
    }

    #[test]
    fn quoted_printable_is_read_as_far_as_it_is_some() {
        for (text, bytes) in [
            ("Caf=C3=a9 =\r\ntalks=\n.", &b"Caf\xc3\xa9 talks."[..]),
            ("100% =ZZ = 5, a=", b"100% =ZZ = 5, a"),
            ("=C", b"=C"),
        ] {
            assert_eq!(quoted_printable(text.as_bytes()), bytes, "{text}");
        }
    }

    #[test]
    fn zstd_gets_no_larger_window_than_the_standard_has() {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        encoder.window_log(ZSTD_WINDOW_LOG + 1).unwrap();
        encoder.write_all(TEXT).unwrap();
        let wide = encoder.finish().unwrap();
        assert!(matches!(Coding::Zstd.undo(&wide, 100), Err(Fault::Damaged(_))));
    }
}
