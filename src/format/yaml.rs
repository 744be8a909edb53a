//! YAML, read in two ways: `typed` is quick and knows records in our own format, `events` takes any YAML and knows places.

pub(crate) mod events;
pub(crate) mod typed;
