//! Scorers and readers of the field's benchmark formats.
//!
//! - [`attribution`]: sources, cues and contents, as PolNeAR marks them;
//! - [`timeml`]: TimeML articles, and times scored as TempEval-3 does.

pub mod attribution;
pub mod timeml;
