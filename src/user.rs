//! The user's own files: past queries, saved searches, and the layout.

pub(crate) mod file_error;
pub(crate) mod history;
pub(crate) mod layout;
pub(crate) mod saved;
