//! YAML, read in two ways: `deserialize` is quick and makes records of a known type, `events` takes any YAML and knows
//! places.

pub(crate) mod deserialize;
pub(crate) mod events;
