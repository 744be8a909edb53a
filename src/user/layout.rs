//! The *layout* that the user chose, saved between runs.
//!
//! ```toml
//! arrangement = "side by side"
//! beside-share = 4500
//! zoomed = true
//! ```

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::file_error::UserFileError;
use crate::atomic_file::{self, Access};
use crate::paths;
use crate::text::clean_line;

/// How list and detail share the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Arrangement {
    /// The list above the detail.
    #[serde(rename = "stacked")]
    Stacked,
    /// The list left of the detail.
    #[serde(rename = "side by side")]
    Beside,
    /// One of them at a time.
    #[serde(rename = "one pane")]
    Single,
}

impl Arrangement {
    /// All arrangements, in the order in which a key switches between them.
    pub const ALL: [Self; 3] = [Self::Stacked, Self::Beside, Self::Single];

    /// Its name in notices and in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stacked => "stacked",
            Self::Beside => "side by side",
            Self::Single => "one pane",
        }
    }
}

/// The user's choices for the layout. The window's size decides what is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct LayoutChoice {
    /// How list and detail share the screen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrangement: Option<Arrangement>,
    /// The list's share of the height when it is above the detail, in hundredths of a per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stacked_share: Option<u16>,
    /// The list's share of the width when it is left of the detail, in hundredths of a per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside_share: Option<u16>,
    /// Whether the detail fills the screen while it has the focus.
    #[serde(rename = "zoomed")]
    pub is_zoomed: bool,
}

/// The layout file.
#[derive(Debug, Clone)]
pub(crate) struct LayoutFile {
    file: PathBuf,
}

impl LayoutFile {
    /// The layout in the user's state folder; `None` if there is no such folder.
    #[must_use]
    pub(crate) fn for_user() -> Option<Self> {
        Some(Self { file: paths::state()?.join("layout.toml") })
    }

    /// The layout in this file.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn new(file: PathBuf) -> Self {
        Self { file }
    }

    /// The path of the file.
    #[must_use]
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Loads the layout. If the file is missing, nothing is set.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or parsed.
    pub(crate) fn load(&self) -> Result<LayoutChoice, UserFileError> {
        let bytes = match atomic_file::read_own(&self.file) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(LayoutChoice::default()),
            other => other.map_err(|reason| self.error("read", reason))?,
        };
        let text = String::from_utf8_lossy(&bytes);
        toml::from_str(&text).map_err(|error| {
            let message = clean_line(error.message()).into_owned();
            UserFileError::content(&self.file, &text, error.span(), &message)
        })
    }

    /// Saves the layout.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(crate) fn save(&self, layout: &LayoutChoice) -> Result<(), UserFileError> {
        let text = toml::to_string(layout).map_err(io::Error::other);
        let write = |text: String| atomic_file::replace(&self.file, text.as_bytes(), Access::Private);
        text.and_then(write).map_err(|reason| self.error("written", reason))
    }

    fn error(&self, action: &'static str, reason: io::Error) -> UserFileError {
        UserFileError::file(&self.file, "the layout", action, reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_layout_comes_back_as_it_was_saved() {
        let folder = tempfile::tempdir().unwrap();
        let file = LayoutFile::new(folder.path().join("seminars/layout.toml"));
        assert_eq!(file.load().unwrap(), LayoutChoice::default());
        for arrangement in Arrangement::ALL.map(Some).into_iter().chain([None]) {
            let layout = LayoutChoice {
                arrangement,
                stacked_share: Some(3000),
                beside_share: None,
                is_zoomed: arrangement.is_some(),
            };
            file.save(&layout).unwrap();
            assert_eq!(file.load().unwrap(), layout);
            let text = fs::read_to_string(file.file()).unwrap();
            assert!(arrangement.is_none_or(|arrangement| text.contains(arrangement.name())), "{text}");
        }
    }

    #[test]
    fn a_file_that_is_no_layout_is_said_to_be_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = LayoutFile::new(folder.path().join("layout.toml"));
        fs::write(file.file(), "arrangement = \"round\"\n").unwrap();
        let error = file.load().unwrap_err().to_string();
        assert!(error.contains("layout.toml:1:15: unknown variant `round`"), "{error}");
    }
}
