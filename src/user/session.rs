//! [`SavedSession`]: where the user was in an archive: its query, order and selected talk, saved between runs.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::file_error::UserFileError;
use crate::atomic_file::{Access, read_own, replace};
use crate::paths;

/// Where the user was in an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedSession {
    /// The query, as typed.
    pub query: String,
    /// The name of the order that the user chose, as after `sort:`.
    pub order: Option<String>,
    /// The selected talk; `None` selects the newest past one.
    pub talk: Option<SavedTalk>,
    /// Whether the long fields of the talk are unfolded.
    pub is_unfolded: bool,
}

/// A talk to select again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedTalk {
    /// The file that it is in.
    pub file: PathBuf,
    /// Its id.
    pub id: String,
}

/// The file of a session; its name tells archives apart.
fn file(key: &str) -> Option<PathBuf> {
    Some(paths::state()?.join("sessions").join(format!("{key}.json")))
}

impl SavedSession {
    /// Loads the session of the archive with a key. A missing or damaged file is an empty session.
    #[must_use]
    pub(crate) fn load(key: &str) -> Self {
        file(key).map(|file| Self::read(&file)).unwrap_or_default()
    }

    fn read(file: &Path) -> Self {
        let bytes = read_own(file).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Saves the session of the archive with a key.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(crate) fn save(&self, key: &str) -> Result<(), UserFileError> {
        let Some(file) = file(key) else { return Ok(()) };
        self.write(&file).map_err(|reason| UserFileError::file(&file, "where you were", "written", reason))
    }

    fn write(&self, file: &Path) -> io::Result<()> {
        replace(file, &serde_json::to_vec(self).map_err(io::Error::other)?, Access::Private)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_comes_back_and_a_damaged_one_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sessions/archive.json");
        let talk = SavedTalk { file: "talks/a.yaml".into(), id: "2022-ann".to_owned() };
        let session = SavedSession {
            query: "song \"han\"".to_owned(),
            order: Some("-title".to_owned()),
            talk: Some(talk),
            is_unfolded: true,
        };
        session.write(&file).unwrap();
        assert_eq!(SavedSession::read(&file), session);
        for damaged in ["", "{", "[]", "{\"query\":1}"] {
            std::fs::write(&file, damaged).unwrap();
            assert_eq!(SavedSession::read(&file), SavedSession::default(), "{damaged}");
        }
        std::fs::write(&file, "{\"query\":\"han\",\"later\":true}").unwrap();
        assert_eq!(SavedSession::read(&file).query, "han");
    }
}
