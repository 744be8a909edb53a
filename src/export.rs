//! A seminar in the formats that others read: one file for each format.

pub mod file_names;
pub mod json;
pub mod markdown;
pub mod schema;
pub mod text;
pub mod yaml;
