//! Near-duplicates among many articles, in memory: about 1 KB each. A store finds them by the same keys in its own index.

mod index;

pub use dateline_record::fingerprint::Signature;
pub use index::{Found, Index, Link};
