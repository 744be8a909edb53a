//! Seminars in memory: packed in [batches](Sheaf), found by [handles](Handle) in a [store](Stock), listed in a [catalog](Catalog).

pub(crate) mod batch;
pub(crate) mod blocks;
pub(crate) mod catalog;
mod codec;
pub(crate) mod column;
mod error;
mod path_table;

pub use batch::Sheaf;
pub use blocks::{Chunks, Store};
pub use catalog::{Catalog, Handle, Stock};
pub use codec::Head;
pub use error::SheafError;
pub(crate) use path_table::{bytes as path_bytes, path as path_of};
