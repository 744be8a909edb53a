//! YAML, parsed in two ways: `deserialize` is fast and yields records of a known type; `events` accepts any YAML and
//! keeps track of positions.

pub(crate) mod deserialize;
pub(crate) mod events;
