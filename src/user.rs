//! What is the reader's own on disk: past queries and saved searches.

pub mod history;
pub mod saved;
