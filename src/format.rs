//! From the bytes of a file to a document tree with places, in any of the formats that are read.
//!
//! `decode` makes text of bytes; `yaml`, `json`, `toml`, `csv` and `front_matter` make nodes of text; `recovery`
//! saves what it can of a broken file; `page_lines` says what the lines of a page are. No field of a talk is known here.

pub(crate) mod csv;
pub(crate) mod decode;
pub(crate) mod error;
pub(crate) mod front_matter;
pub(crate) mod io_reason;
pub(crate) mod json;
pub(crate) mod kind;
mod limits;
pub(crate) mod node;
pub(crate) mod page_lines;
pub(crate) mod page_table;
pub(crate) mod recovery;
pub(crate) mod remark;
pub(crate) mod toml;
pub(crate) mod xml;
pub(crate) mod yaml;

pub use limits::Limits;
