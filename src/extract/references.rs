//! Resolves speakers that are given as a reference to a person in another file.

use super::ids;
use super::person_directory::PersonDirectory;
use crate::diagnostic::Diagnostic;
use crate::seminar::Seminar;

/// Replaces references in a seminar with the people they refer to, and regenerates an id that was made from a
/// reference. Returns a problem if a reference cannot be resolved.
pub(crate) fn resolve(people: &PersonDirectory, seminar: &mut Seminar) -> Option<Diagnostic> {
    let made = ids::generate(seminar);
    let lost = people.resolve(seminar);
    ids::regenerate(seminar, &made);
    lost
}
