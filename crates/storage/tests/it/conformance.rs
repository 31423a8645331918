//! What every store must do.

mod lists;
mod operations;
mod records;

pub use lists::*;
pub use operations::*;
pub use records::*;
