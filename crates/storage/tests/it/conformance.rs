//! What every store must do.

mod copies;
mod lists;
mod operations;
mod records;

pub use copies::*;
pub use lists::*;
pub use operations::*;
pub use records::*;
