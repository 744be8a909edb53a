//! What is the reader's own on disk: past queries, saved searches, and the layout.

pub mod history;
pub mod layout;
pub mod saved;
