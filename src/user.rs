//! The user's own files: past queries, saved searches, the layout, and the journal of what was watched.

pub(crate) mod file_error;
pub(crate) mod history;
pub(crate) mod journal;
pub(crate) mod layout;
pub(crate) mod saved;
pub(crate) mod seen;
pub(crate) mod session;
