//! Seminars in memory: packed in [batches](Sheaf), found by [handles](Handle) in a [store](Stock), listed in a [catalog](Catalog).

pub(crate) mod batch;
pub(crate) mod blocks;
pub(crate) mod catalog;
mod codec;
pub(crate) mod column;
mod error;
mod path_table;

pub use batch::RecordBatch;
pub use blocks::{BlockFile, Blocks};
pub use catalog::{Catalog, Handle, RecordStore};
pub use codec::Summary;
pub use error::RecordError;
pub(crate) use path_table::{path_bytes, path_from_bytes as path_of};
