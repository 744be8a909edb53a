//! [`Machine::writer_name`]: the name under which this machine writes to the journal.
//!
//! Two machines must never write to one file, even if both are called `localhost` or one's home folder is a copy of the
//! other's. So the name ends in eight random digits, drawn once and kept in the state folder together with the host
//! name and the machine's id; if either differs, they are drawn again.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::atomic_file::{Access, lock, read_own, replace};

/// What distinguishes this machine from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Machine {
    /// The host name.
    pub(crate) host: String,
    /// The id that the system drew when it was installed; empty if it has none.
    pub(crate) id: String,
}

/// The stored name.
#[derive(Debug, Serialize, Deserialize)]
struct StoredName {
    host: String,
    machine: String,
    name: String,
}

/// The longest part of a host name that a writer's name takes.
const MAX_HOST: usize = 32;

impl Machine {
    /// The machine that the program runs on.
    pub(crate) fn current() -> Self {
        let id = ["/etc/machine-id", "/var/lib/dbus/machine-id"].map(Path::new);
        let id = id.into_iter().find_map(|file| std::fs::read_to_string(file).ok());
        Self { host: host_name(), id: id.unwrap_or_default().trim().to_owned() }
    }

    /// The name under which this machine writes; drawn and stored in `file` if it has none.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written.
    pub(crate) fn writer_name(&self, file: &Path) -> io::Result<String> {
        if let Some(name) = self.stored_name(file)? {
            return Ok(name);
        }
        let _lock = lock(file)?;
        // Another process may have drawn a name in the meantime.
        if let Some(name) = self.stored_name(file)? {
            return Ok(name);
        }
        let name = self.new_name();
        let stored = StoredName { host: self.host.clone(), machine: self.id.clone(), name: name.clone() };
        replace(file, &serde_json::to_vec(&stored).map_err(io::Error::other)?, Access::Private)?;
        Ok(name)
    }

    fn stored_name(&self, file: &Path) -> io::Result<Option<String>> {
        let bytes = match read_own(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let stored: Option<StoredName> = serde_json::from_slice(&bytes).ok();
        let own = stored.filter(|stored| stored.host == self.host && stored.machine == self.id);
        Ok(own.map(|stored| stored.name).filter(|name| is_sound(name)))
    }

    /// The host name in letters, digits and dashes, and eight random digits.
    fn new_name(&self) -> String {
        let host: String = self.host.chars().filter(|&letter| is_plain(letter)).take(MAX_HOST).collect();
        let host = if host.is_empty() { "host" } else { &host };
        // The keys of a `RandomState` come from the system's source of randomness.
        let random = RandomState::new().hash_one(std::process::id()) & u64::from(u32::MAX);
        format!("{host}-{random:08x}")
    }
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-'
}

/// Whether a stored name is one that [`Machine::new_name`] makes: it becomes part of a path.
fn is_sound(name: &str) -> bool {
    (9..=MAX_HOST + 9).contains(&name.len()) && name.chars().all(is_plain)
}

#[cfg(unix)]
fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host_name() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_drawn_once_per_machine() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("journal-writer.json");
        let machine = |host: &str, id: &str| Machine { host: host.to_owned(), id: id.to_owned() };
        let own = machine("laptop", "a").writer_name(&file).unwrap();
        assert!(own.starts_with("laptop-") && own.len() == 15, "{own}");
        assert_eq!(machine("laptop", "a").writer_name(&file).unwrap(), own);
        let cloned = machine("laptop", "b").writer_name(&file).unwrap();
        assert_ne!(cloned, own);
        let renamed = machine("desk top/../x", "b").writer_name(&file).unwrap();
        assert!(renamed.starts_with("desktopx-"), "{renamed}");
        assert!(machine("", "").writer_name(&file).unwrap().starts_with("host-"));
    }

    #[test]
    fn a_damaged_file_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("journal-writer.json");
        let machine = Machine { host: "laptop".to_owned(), id: String::new() };
        for damaged in ["", "{", r#"{"host":"laptop","machine":"","name":"../../evil"}"#] {
            std::fs::write(&file, damaged).unwrap();
            let name = machine.writer_name(&file).unwrap();
            assert!(name.starts_with("laptop-"), "{name}");
        }
    }
}
