//! Turns document trees into seminars: decides which entries are talks, and what each of their fields means.
//!
//! `structure` finds the entries of a file, `collection` groups them, `columns` infers what their keys mean, `classify`
//! decides which are talks, and `record` builds a seminar from each. `own_format` is the fast path for records in our
//! own format. The parsers themselves are in `format`.

pub(crate) mod classify;
pub(crate) mod collection;
pub(crate) mod column_fields;
pub(crate) mod columns;
pub(crate) mod context;
pub(crate) mod dates;
mod entry;
pub(crate) mod evenings;
mod field;
pub(crate) mod fields;
pub(crate) mod found_file;
pub(crate) mod ids;
mod links;
mod names;
pub(crate) mod own_format;
pub(crate) mod page;
pub(crate) mod parsed_file;
pub(crate) mod person_directory;
mod placeholder;
mod record;
pub(crate) mod references;
pub(crate) mod reporter;
pub(crate) mod speaker_in_title;
mod speakers;
pub(crate) mod standing;
mod structure;
