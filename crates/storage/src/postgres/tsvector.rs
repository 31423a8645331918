//! Word indexes in PostgreSQL's binary form, so that the server need not parse text again.

use std::collections::BTreeMap;

use bytes::{BufMut, BytesMut};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::rows::Row;

/// Highest position that a tsvector can hold.
const LAST: u16 = 16_383;
/// Positions that a lexeme can hold.
const POSITIONS: usize = 255;
const WEIGHT_A: u16 = 3 << 14;

/// A `tsvector`, encoded.
#[derive(Debug, Clone)]
pub(super) struct TsVector(Vec<u8>);

impl TsVector {
    /// Words of title (weight A) and text with their positions, and tags, which begin with `=` and have none.
    pub(super) fn of(row: &Row) -> Self {
        let mut lexemes: BTreeMap<String, Vec<u16>> = BTreeMap::new();
        let mut next = place(&mut lexemes, &row.title, 1, WEIGHT_A);
        next = next.saturating_add(1);
        place(&mut lexemes, &row.body, next, 0);
        lexemes.extend(row.tags.iter().map(|tag| (format!("={tag}"), Vec::new())));
        Self(encode(&lexemes))
    }

    /// Words alone.
    pub(super) fn of_words(words: &[String]) -> Self {
        Self(encode(&words.iter().map(|word| (word.clone(), Vec::new())).collect()))
    }
}

fn place(lexemes: &mut BTreeMap<String, Vec<u16>>, words: &str, first: u16, weight: u16) -> u16 {
    let mut position = first;
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let positions = match lexemes.get_mut(word) {
            Some(positions) => positions,
            None => lexemes.entry(word.to_owned()).or_default(),
        };
        if position <= LAST && positions.len() < POSITIONS {
            positions.push(position | weight);
        }
        position = position.saturating_add(1);
    }
    position
}

fn encode(lexemes: &BTreeMap<String, Vec<u16>>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(lexemes.len() * 16);
    bytes.put_u32(lexemes.len() as u32);
    for (lexeme, positions) in lexemes {
        bytes.put_slice(lexeme.as_bytes());
        bytes.put_u8(0);
        bytes.put_u16(positions.len() as u16);
        positions.iter().for_each(|position| bytes.put_u16(*position));
    }
    bytes
}

impl ToSql for TsVector {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        out.put_slice(&self.0);
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::TS_VECTOR
    }

    to_sql_checked!();
}
