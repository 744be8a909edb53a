//! *Saved searches*: queries with names, in a file that people can edit and share.
//!
//! ```toml
//! [[search]]
//! name = "Talks on privacy"
//! query = "privacy -survey"
//! ```
//!
//! Everything else in the file, including comments, stays as it is when searches change.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TomlError, value};

use super::file_error::UserFileError;
use crate::atomic_file::{self, Access};
use crate::paths;
use crate::search::Query;
use crate::text::clean_line;

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// The name that the user gave it.
    pub name: String,
    /// The query as typed in the prompt.
    pub query: String,
}

/// The file of saved searches.
#[derive(Debug, Clone)]
pub(crate) struct SavedSearches {
    file: PathBuf,
}

impl SavedSearches {
    /// The searches in the user's configuration folder; `None` if there is no such folder.
    #[must_use]
    pub(crate) fn for_user() -> Option<Self> {
        Some(Self { file: paths::configuration()?.join("searches.toml") })
    }

    /// The searches in this file.
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

    /// Reads all valid searches, in file order, and the first error: an unreadable file, invalid TOML, or an invalid
    /// search with its line and column. A missing file has no searches.
    #[must_use]
    pub(crate) fn read(&self) -> (Vec<SavedSearch>, Option<UserFileError>) {
        let mut searches = Vec::new();
        let mut read = || {
            let text = self.read_text()?;
            let document = self.parse(&text)?;
            let Some(item) = document.get("search") else { return Ok(()) };
            let Some(tables) = item.as_array_of_tables() else {
                return Err(self.content_error(
                    &text,
                    item.span(),
                    "expected `[[search]]` with `name` and `query`",
                ));
            };
            // An invalid search does not affect the others.
            let mut wrong = Ok(());
            for table in tables {
                match self.parse_search(&text, table) {
                    Ok(search) => searches.push(search),
                    Err(error) => wrong = wrong.and(Err(error)),
                }
            }
            wrong
        };
        let error = read().err();
        (searches, error)
    }

    fn parse_search(&self, text: &str, table: &Table) -> Result<SavedSearch, UserFileError> {
        let field = |name: &str| match table.get(name) {
            None => Err(self.content_error(
                text,
                table.span(),
                &format!("expected `{name} = \"…\"` in this search"),
            )),
            Some(item) => item.as_str().map(|text| clean_line(text).trim().to_owned()).ok_or_else(|| {
                self.content_error(text, item.span(), &format!("expected a string for `{name}`"))
            }),
        };
        let (name, query) = (field("name")?, field("query")?);
        match Query::parse(&query) {
            Ok(_) => Ok(SavedSearch { name, query }),
            Err(error) => {
                let at = table.get("query").and_then(Item::span);
                Err(self.content_error(text, at, &error.in_query(&query)))
            }
        }
    }

    /// Adds a search, or replaces the query of the search with the same name. The file is written atomically.
    ///
    /// # Errors
    ///
    /// When the file cannot be written, or its current contents are malformed. The file then stays unchanged.
    pub(crate) fn save(&self, search: &SavedSearch) -> Result<(), UserFileError> {
        self.change(|tables| {
            if let Some(table) = tables.iter_mut().find(|table| is_named(table, &search.name)) {
                table.insert("query", value(&search.query));
            } else {
                let mut table = Table::new();
                table.insert("name", value(&search.name));
                table.insert("query", value(&search.query));
                tables.push(table);
            }
        })
    }

    /// Renames a search. Any other search that already has the new name is removed.
    ///
    /// # Errors
    ///
    /// As [`save`](Self::save).
    pub(crate) fn rename(&self, name: &str, to: &str) -> Result<(), UserFileError> {
        self.change(|tables| {
            if name == to || !tables.iter().any(|table| is_named(table, name)) {
                return;
            }
            tables.retain(|table| !is_named(table, to));
            if let Some(table) = tables.iter_mut().find(|table| is_named(table, name)) {
                table.insert("name", value(to));
            }
        })
    }

    /// Removes a search.
    ///
    /// # Errors
    ///
    /// As [`save`](Self::save).
    pub(crate) fn remove(&self, name: &str) -> Result<(), UserFileError> {
        self.change(|tables| tables.retain(|table| !is_named(table, name)))
    }

    /// Edits the searches in the file and keeps everything else.
    fn change(&self, edit: impl FnOnce(&mut ArrayOfTables)) -> Result<(), UserFileError> {
        // Another instance may be saving at the same time.
        let _lock = atomic_file::lock(&self.file).map_err(|reason| self.file_error("written", reason))?;
        let text = self.read_text()?;
        let mut document: DocumentMut = text.parse().map_err(|error| self.syntax_error(&text, &error))?;
        let item = document.entry("search").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        let Some(tables) = item.as_array_of_tables_mut() else {
            return Err(self.content_error(
                &text,
                item.span(),
                "expected `[[search]]` with `name` and `query`",
            ));
        };
        edit(tables);
        self.write(&with_line_ends(&document.to_string(), &text))
            .map_err(|reason| self.file_error("written", reason))
    }

    fn write(&self, text: &str) -> io::Result<()> {
        atomic_file::replace(&self.file, text.as_bytes(), Access::Shared)
    }

    fn read_text(&self) -> Result<String, UserFileError> {
        let text = atomic_file::read_own(&self.file)
            .and_then(|bytes| String::from_utf8(bytes).map_err(|_| io::Error::other("it is not UTF-8")));
        match text {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
            other => other.map_err(|reason| self.file_error("read", reason)),
        }
    }

    fn parse(&self, text: &str) -> Result<toml_edit::Document<String>, UserFileError> {
        toml_edit::Document::parse(text.to_owned()).map_err(|error| self.syntax_error(text, &error))
    }

    fn file_error(&self, action: &'static str, reason: io::Error) -> UserFileError {
        UserFileError::file(&self.file, "saved searches", action, reason)
    }

    fn syntax_error(&self, text: &str, error: &TomlError) -> UserFileError {
        self.content_error(text, error.span(), &clean_line(error.message()))
    }

    fn content_error(&self, text: &str, at: Option<std::ops::Range<usize>>, message: &str) -> UserFileError {
        UserFileError::content(&self.file, text, at, message)
    }
}

/// Whether a table is the search called `name`, with names cleaned as in [`SavedSearches::read`].
fn is_named(table: &Table, name: &str) -> bool {
    table.get("name").and_then(Item::as_str).is_some_and(|own| clean_line(own).trim() == name)
}

/// `text` with the line endings and byte order mark of `before`.
fn with_line_ends(text: &str, before: &str) -> String {
    const MARK: char = '\u{feff}';
    let text = if before.contains("\r\n") {
        text.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        text.to_owned()
    };
    if before.starts_with(MARK) && !text.starts_with(MARK) { format!("{MARK}{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn saved(text: &str) -> (tempfile::TempDir, SavedSearches) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("seminars/searches.toml");
        if !text.is_empty() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, text).unwrap();
        }
        (folder, SavedSearches::new(file))
    }

    fn search(name: &str, query: &str) -> SavedSearch {
        SavedSearch { name: name.to_owned(), query: query.to_owned() }
    }

    #[test]
    fn a_file_of_an_earlier_version_is_read() {
        let text = include_str!("../../tests/fixtures/earlier/searches.toml");
        let (_folder, saved) = saved(text);
        assert_eq!(saved.read().0, [search("Mine", "speaker:speaker")]);
        assert!(saved.read().1.is_none());
    }

    #[test]
    fn searches_round_trip() {
        let (_folder, saved) = saved("");
        assert!(saved.read().0.is_empty() && saved.read().1.is_none());
        saved.save(&search("han", "speaker:\"song han\"")).unwrap();
        saved.save(&search("privacy", "privacy -survey")).unwrap();
        saved.save(&search("han", "speaker:han")).unwrap();
        assert_eq!(saved.read().0, [search("han", "speaker:han"), search("privacy", "privacy -survey")]);
    }

    #[test]
    fn comments_and_other_keys_are_preserved() {
        let text =
            "# mine\nother = 1\n\n[[search]]  # the first\nname = \"a\"\nquery = \"b\"\ncolour = \"red\"\n";
        let (_folder, saved) = saved(text);
        saved.save(&search("c", "d")).unwrap();
        let now = fs::read_to_string(saved.file()).unwrap();
        assert_eq!(now, format!("{text}\n[[search]]\nname = \"c\"\nquery = \"d\"\n"));
    }

    #[test]
    fn a_search_is_renamed_and_removed_and_the_rest_stays() {
        let text = "# mine\n[[search]]\nname = \"a\"  # first\nquery = \"b\"\n\n[[search]]\nname = \"c\"\nquery = \"d\"\n";
        let (_folder, saved) = saved(text);
        saved.rename("a", "e").unwrap();
        assert_eq!(saved.read().0, [search("e", "b"), search("c", "d")]);
        saved.rename("nobody", "c").unwrap();
        saved.rename("c", "c").unwrap();
        saved.rename("e", "c").unwrap();
        assert_eq!(saved.read().0, [search("c", "b")]);
        saved.remove("c").unwrap();
        assert!(saved.read().0.is_empty() && saved.read().1.is_none());
        saved.save(&search("f", "g")).unwrap();
        assert_eq!(saved.read().0, [search("f", "g")]);
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_stay() {
        let text = "\u{feff}# mine\r\n[[search]]\r\nname = \"a\"\r\nquery = \"b\"\r\n";
        let (_folder, saved) = saved(text);
        assert_eq!(saved.read().0, [search("a", "b")]);
        saved.save(&search("c", "d")).unwrap();
        let now = fs::read_to_string(saved.file()).unwrap();
        assert_eq!(now, format!("{text}\r\n[[search]]\r\nname = \"c\"\r\nquery = \"d\"\r\n"));
    }

    #[test]
    fn searches_that_many_save_at_once_are_all_there() {
        let (_folder, saved) = saved("");
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let saved = &saved;
                scope.spawn(move || {
                    for at in 0..10 {
                        saved.save(&search(&format!("{thread} {at}"), "han")).unwrap();
                    }
                });
            }
        });
        assert_eq!(saved.read().0.len(), 80);
    }

    #[test]
    fn one_bad_search_does_not_affect_the_others() {
        let text = "[[search]]\nname = \"a\"\nquery = \"(\"\n[[search]]\nname = \"b\"\nquery = \"han\"\n";
        let (_folder, saved) = saved(text);
        let (searches, error) = saved.read();
        assert_eq!(searches, [search("b", "han")]);
        assert!(error.unwrap().to_string().ends_with(":3:9: query, column 1: expected `)` for this `(`"));
    }

    #[test]
    fn an_invalid_file_is_reported_and_left_unchanged() {
        for (text, place, message) in [
            ("[[search]]\nname = \"a\nquery = \"b\"\n", "2:10", ""),
            ("search = 1\n", "1:10", "expected `[[search]]` with `name` and `query`"),
            ("[[search]]\nname = \"a\"\n", "1:1", "expected `query = \"…\"` in this search"),
            ("[[search]]\nname = 1\nquery = \"b\"\n", "2:8", "expected a string for `name`"),
            (
                "\n[[search]]\nname = \"a\"\nquery = \"a )\"\n",
                "4:9",
                "query, column 3: nothing was opened that this `)` could close",
            ),
        ] {
            let (_folder, saved) = saved(text);
            let error = saved.read().1.unwrap().to_string();
            let expected = format!("{}:{place}: {message}", paths::abbreviate(saved.file()));
            assert!(error.starts_with(&expected), "{error}");
            let _ = saved.save(&search("c", "d"));
            assert!(fs::read_to_string(saved.file()).unwrap().starts_with(text), "{text}");
        }
    }
}
