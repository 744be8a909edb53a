//! Speakers who are named by a reference to a file about people, resolved.

use super::id;
use super::people::People;
use crate::diagnostic::Diagnostic;
use crate::seminar::Seminar;

/// Puts people in the place of their references in a seminar, and into an id that was made of them.
pub(crate) fn resolve(people: &People, seminar: &mut Seminar) -> Option<Diagnostic> {
    let made = id::made(seminar);
    let lost = people.resolve(seminar);
    id::renew(seminar, &made);
    lost
}
