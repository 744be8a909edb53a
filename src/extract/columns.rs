//! Finds out what the keys of a collection mean: from their names, or else from the values of all entries.
//!
//! A name counts unless most values contradict it and another column fits. Only what differs from the names is kept, as
//! [`ColumnFields`](super::column_fields::ColumnFields), and nothing is inferred from fewer than [`MIN_VALUES`] values.

mod infer;
mod profile;

pub(crate) use infer::{infer, look};
pub(crate) use profile::{CollectionColumn, ColumnProfile, MIN_VALUES};
