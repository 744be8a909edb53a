//! The browser's worker threads. Each owns the data for its work, takes requests and answers with messages.

pub(super) mod archive;
pub(super) mod background;
pub(super) mod detail;
pub(super) mod journal;
pub(super) mod notes;
pub(super) mod search;
pub(super) mod user_data;
