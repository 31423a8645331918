//! Scorers and readers of the field's benchmark formats.

pub mod timeml;
