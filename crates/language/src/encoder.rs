//! Parts of the shared encoder: word pieces, shapes of words, and exact integer products.
//!
//! Nothing here depends on the machine: products are sums of integers, so every instruction set gives the same bits.

pub mod features;
pub mod kernels;
pub mod pieces;
pub mod shapes;
