//! The user's own files: past queries, saved searches, and the layout.

pub(crate) mod history;
pub(crate) mod layout;
pub(crate) mod saved;
