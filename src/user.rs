//! The user's own files: past queries, saved searches, and the layout.

mod file_error;
pub(crate) mod history;
pub(crate) mod layout;
pub(crate) mod saved;
