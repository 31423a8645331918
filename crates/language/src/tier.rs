//! The models that are part of the program.

use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use crate::encoder::{Encoder, Error};

/// Which of the built-in models reads a text: how right it is against how fast.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Six layers: the most accurate.
    #[default]
    Accurate,
    /// Three thinner layers that learned from those six: some three times as fast, less accurate in trees and names.
    Fast,
}

pub(crate) const VOCABULARY: &str = include_str!("../model/vocab.txt");
pub(crate) const ACCURATE: &[u8] = include_bytes!("../model/encoder.safetensors");
/// Without vectors of word pieces: those of [`ACCURATE`] are its.
const FAST: &[u8] = include_bytes!("../model/fast.safetensors");

static ACCURATE_ENCODER: LazyLock<Arc<Encoder>> =
    LazyLock::new(|| whole(Encoder::from_bytes(ACCURATE.into(), VOCABULARY)));
static FAST_ENCODER: LazyLock<Arc<Encoder>> =
    LazyLock::new(|| whole(Encoder::sharing(FAST, ACCURATE.into(), VOCABULARY)));

impl Tier {
    pub(crate) fn encoder(self) -> Arc<Encoder> {
        Arc::clone(match self {
            Self::Accurate => &ACCURATE_ENCODER,
            Self::Fast => &FAST_ENCODER,
        })
    }
}

#[expect(clippy::expect_used, reason = "the models are part of the program, and every test reads them")]
fn whole(encoder: Result<Encoder, Error>) -> Arc<Encoder> {
    Arc::new(encoder.expect("the built-in model is whole"))
}
