//! The user's own files: past queries, saved searches, and the layout.

pub mod history;
pub mod layout;
pub mod saved;
