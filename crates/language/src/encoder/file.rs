//! The file of the encoder: tensors by name, in the safetensors format.

use std::ops::Range;

use safetensors::{Dtype, SafeTensors};

use super::kernels::Weights;

/// Why a model cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is not in the format.
    #[error("not a safetensors file")]
    Format(#[from] safetensors::SafeTensorError),
    /// A tensor is missing, or its type or shape is not what the encoder needs.
    #[error("tensor {0} is missing or malformed")]
    Tensor(String),
    /// A list of labels is missing or malformed.
    #[error("labels {0} are missing or malformed")]
    Labels(&'static str),
    /// The vocabulary lacks `[UNK]`, `[CLS]` or `[SEP]`.
    #[error("the vocabulary lacks a special piece")]
    Vocabulary,
}

/// The tensors of a file.
#[derive(Debug)]
pub(super) struct File<'b> {
    bytes: &'b [u8],
    tensors: SafeTensors<'b>,
    labels: std::collections::HashMap<String, String>,
}

/// A quantised linear layer as the file has it.
#[derive(Debug, Default)]
pub(super) struct Linear {
    pub(super) weights: Vec<i8>,
    pub(super) scales: Vec<f32>,
    pub(super) biases: Vec<f32>,
}

impl Linear {
    /// Without the last of `depth` inputs, which is always 1: its weights are added to the biases.
    pub(super) fn without_constant(self, depth: usize) -> Self {
        let rows = || self.weights.chunks_exact(depth.max(1));
        let constants = rows().map(|row| f32::from(row.last().copied().unwrap_or_default()));
        let biases = self.biases.iter().zip(constants.zip(&self.scales));
        Self {
            biases: biases.map(|(bias, (constant, scale))| bias + constant * scale).collect(),
            weights: rows().flat_map(|row| row.split_last().map_or(&[][..], |(_, rest)| rest)).copied().collect(),
            scales: self.scales,
        }
    }

    /// Adds the outputs of a layer of the same depth.
    pub(super) fn join(mut self, other: Self) -> Self {
        self.weights.extend(other.weights);
        self.scales.extend(other.scales);
        self.biases.extend(other.biases);
        self
    }

    pub(super) fn pack(&self, name: &str) -> Result<Weights, Error> {
        Weights::pack(&self.weights, &self.scales, &self.biases).ok_or_else(|| Error::Tensor(name.to_owned()))
    }
}

impl<'b> File<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Result<Self, Error> {
        let (_, metadata) = SafeTensors::read_metadata(bytes)?;
        let labels = metadata.metadata().clone().unwrap_or_default();
        Ok(Self { bytes, tensors: SafeTensors::deserialize(bytes)?, labels })
    }

    /// A list of labels of the metadata.
    pub(super) fn labels(&self, name: &'static str) -> Result<Vec<String>, Error> {
        let list = self.labels.get(name).ok_or(Error::Labels(name))?;
        serde_json::from_str(list).map_err(|_| Error::Labels(name))
    }

    fn data(&self, name: &str, dtype: Dtype, shape: &[usize]) -> Result<&'b [u8], Error> {
        let tensor = self.tensors.tensor(name).ok().filter(|t| t.dtype() == dtype && t.shape() == shape);
        tensor.map(|tensor| tensor.data()).ok_or_else(|| Error::Tensor(name.to_owned()))
    }

    /// The values of an `f32` tensor of that shape.
    pub(super) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Error> {
        let words = self.data(name, Dtype::F32, shape)?.chunks_exact(4);
        Ok(words.map(|word| f32::from_le_bytes(word.try_into().unwrap_or_default())).collect())
    }

    /// The bytes of the file that hold an `i8` tensor of that shape.
    pub(super) fn place(&self, name: &str, shape: &[usize]) -> Result<Range<usize>, Error> {
        let data = self.data(name, Dtype::I8, shape)?;
        let start = data.as_ptr().addr() - self.bytes.as_ptr().addr();
        Ok(start..start + data.len())
    }

    /// Number of layers that have a tensor.
    pub(super) fn layers(&self) -> usize {
        let has =
            |number: &usize| self.tensors.names().iter().any(|name| name.starts_with(&format!("layer.{number}.")));
        (0..).take_while(has).count()
    }

    /// Rows of a tensor, or values of one without rows; 0 when there is none.
    pub(super) fn length(&self, name: &str) -> usize {
        self.tensors.tensor(name).ok().and_then(|tensor| tensor.shape().first().copied()).unwrap_or(0)
    }

    /// Outputs of a linear layer; 0 when there is none.
    pub(super) fn outputs(&self, name: &str) -> usize {
        self.length(&format!("{name}.weight"))
    }

    /// A quantised linear layer.
    pub(super) fn linear(&self, name: &str, outputs: usize, depth: usize) -> Result<Linear, Error> {
        let weights = self.data(&format!("{name}.weight"), Dtype::I8, &[outputs, depth])?;
        Ok(Linear {
            weights: weights.iter().map(|byte| byte.cast_signed()).collect(),
            scales: self.floats(&format!("{name}.weight.scale"), &[outputs])?,
            biases: self.floats(&format!("{name}.bias"), &[outputs])?,
        })
    }

    /// A quantised table, as `f32`.
    pub(super) fn table(&self, name: &str, rows: usize, width: usize) -> Result<Vec<f32>, Error> {
        let values = self.data(name, Dtype::I8, &[rows, width])?;
        let scales = self.floats(&format!("{name}.scale"), &[rows])?;
        let rows = values.chunks_exact(width.max(1)).zip(scales);
        Ok(rows.flat_map(|(row, scale)| row.iter().map(move |byte| f32::from(byte.cast_signed()) * scale)).collect())
    }
}
