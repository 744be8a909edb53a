//! Seminars in memory: packed in [batches](RecordBatch), found by [handles](Handle) in a [store](RecordStore), listed in a [snapshot](Snapshot).

pub(crate) mod batch;
pub(crate) mod blocks;
mod codec;
pub(crate) mod column;
mod error;
mod path_table;
pub(crate) mod snapshot;

pub use batch::RecordBatch;
pub use blocks::{BlockFile, Blocks};
pub use codec::Summary;
pub use error::RecordError;
pub(crate) use path_table::{path_bytes, path_from_bytes as path_of};
pub use snapshot::{Handle, RecordStore, Snapshot};
