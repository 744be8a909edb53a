//! [`ColumnFields`]: the meaning of columns whose names do not say it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fields::{self, Field};

/// Maps the normalized names of columns to their fields, if these differ from what the names say.
/// `None` means no field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ColumnFields(BTreeMap<Box<str>, Option<Field>>);

impl ColumnFields {
    /// The field that a normalized name means, and the rank of the name within that field.
    pub(crate) fn lookup(&self, name: &str) -> Option<(Field, u16)> {
        match self.0.get(name) {
            Some(field) => field.map(|field| (field, 0)),
            None => fields::lookup(name),
        }
    }

    /// Whether it overrides what this name means.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether all names mean what they say.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn set(&mut self, name: &str, field: Option<Field>) {
        self.0.insert(name.into(), field);
    }

    /// Adds the columns of `other` that are not set here.
    pub(crate) fn fill_from(&mut self, other: &Self) {
        for (name, field) in &other.0 {
            self.0.entry(name.clone()).or_insert(*field);
        }
    }
}
