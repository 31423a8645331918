//! Scorers and readers of the field's benchmark formats.
//!
//! - [`attribution`]: sources, cues and contents, as PolNeAR marks them.

pub mod attribution;
