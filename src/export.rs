//! Exports a seminar, one format per file.

mod facts;
pub mod file_names;
pub mod json;
pub mod markdown;
pub mod schema;
pub mod text;
pub mod yaml;
