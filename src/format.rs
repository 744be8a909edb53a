//! Parses the bytes of a file, in any of the supported formats, into a document tree with positions.
//!
//! `decode` turns bytes into text; `yaml`, `json`, `toml`, `csv` and `front_matter` turn text into nodes; `recovery`
//! saves what it can of a broken file; `page_lines` classifies the lines of a page. Nothing here knows the fields of a
//! talk.

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
