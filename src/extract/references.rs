//! Speakers who are named by a reference to a file about people, resolved.

use super::ids;
use super::person_directory::PersonDirectory;
use crate::diagnostic::Diagnostic;
use crate::seminar::Seminar;

/// Replaces references to people in a seminar by the people, and renews an id that was generated from them.
pub(crate) fn resolve(people: &PersonDirectory, seminar: &mut Seminar) -> Option<Diagnostic> {
    let made = ids::generate(seminar);
    let lost = people.resolve(seminar);
    ids::regenerate(seminar, &made);
    lost
}
