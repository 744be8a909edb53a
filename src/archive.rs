//! The archive: files on disk in any of the shapes we read, delivered as batches of seminars and diagnostics.
//!
//! A path becomes files (`discover`), a file becomes text (`decode`), text becomes nodes (`node`), and nodes become
//! records (`record`). YAML in our own format goes through serde (`yaml`); everything else is read with care (`tree`),
//! and what is broken is saved (`salvage`) as far as it goes.

mod absent;
mod batches;
mod company;
mod context;
mod dates;
mod decode;
mod desk;
mod discover;
mod entry;
mod fields;
mod file;
mod found_file;
mod front_matter;
mod harvest;
mod id;
mod io_reason;
mod json;
mod judge;
mod kind;
mod limits;
mod links;
mod location;
mod markup;
mod names;
mod node;
mod origin;
mod page;
mod people;
mod record;
mod references;
mod remark;
mod repair;
mod salvage;
mod same;
mod sample;
mod shape;
mod speakers;
mod table;
#[cfg(test)]
mod tests;
mod toml;
mod tree;
mod tree_error;
mod watch;
mod words;
mod work;
mod yaml;

pub use batches::{Batch, Repeat, Whole, holds_a_talk, read, read_bytes};
pub(crate) use company::Company;
pub(crate) use dates::reads_as;
pub(crate) use discover::{Step, walk};
pub(crate) use file::read as read_file;
pub(crate) use file::read_again;
pub(crate) use file::read_bytes as read_file_bytes;
pub(crate) use found_file::Found;
pub(crate) use harvest::Harvest;
pub(crate) use id::slug;
pub use limits::Limits;
pub use location::{Choice, Considered, Environment, PathError, choose};
pub(crate) use markup::plain;
pub use origin::Origin;
pub(crate) use people::{People, Person, refers};
pub(crate) use references::resolve;
pub(crate) use same::{Same, TalkKey};
pub(crate) use sample::sample_files;
pub use watch::{Change, Watch, WatchError};
