//! Seminars in memory: packed in [batches](RecordBatch), found by [handles](Handle) in a [store](RecordStore), listed
//! in a [snapshot](Snapshot).

pub(crate) mod batch;
pub(crate) mod blocks;
mod codec;
pub(crate) mod column;
mod error;
pub(crate) mod path_table;
mod record_store;
pub(crate) mod snapshot;

pub use batch::RecordBatch;
pub use blocks::{BlockFile, Blocks};
pub use codec::{ListRow, Summary};
pub use error::RecordError;
pub(crate) use path_table::{path_bytes, path_from_bytes as path_of};
pub use record_store::{Handle, RecordStore};
pub use snapshot::Snapshot;
