//! Scorers and readers of the field's benchmark formats.
//!
//! - [`attribution`]: sources, cues and contents, as PolNeAR marks them;
//! - [`events`]: coded events, as PLOVER's gold standard records hold them;
//! - [`timeml`]: TimeML articles, and times scored as TempEval-3 does.

pub mod attribution;
pub mod events;
pub mod timeml;
