//! The threads behind the browser: each owns what its work needs, takes requests and answers with messages.

pub(super) mod archive;
pub(super) mod background;
pub(super) mod detail;
pub(super) mod notes;
pub(super) mod search;
pub(super) mod user_data;
