//! `seminars` is a terminal browser for recorded research talks that are kept as plain YAML.

pub mod archive;
pub mod diagnostic;
pub mod recording;
pub mod seminar;
pub mod text;
