//! The settings of an archive: `seminars.toml` at its root can set its title, and says what is a talk and what a column
//! means where this is not inferred correctly.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::diagnostic::{Diagnostic, Position, Rule};
use crate::extract::column_fields::ColumnFields;
use crate::extract::fields;
use crate::extract::found_file::FoundFile;
use crate::format::error::TreeError;
use crate::format::io_reason::reason;
use crate::format::node::{Node, Pair};
use crate::format::toml;
use crate::text::Text;

/// The name of the settings file.
pub(crate) const FILE_NAME: &str = "seminars.toml";

/// The largest settings file that is read, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// The settings of an archive, and problems with them.
#[derive(Debug, Default)]
pub(super) struct ArchiveSettings {
    /// The archive's title, if it is set.
    pub(super) title: Option<Text>,
    collections: Vec<CollectionSettings>,
    /// Problems with the settings file.
    pub(super) problems: Vec<Diagnostic>,
}

/// The settings for some files.
#[derive(Debug)]
struct CollectionSettings {
    /// Matches the files that these settings are for.
    files: Gitignore,
    /// Whether their entries are talks; `None` to infer it.
    take: Option<bool>,
    columns: Option<Arc<ColumnFields>>,
}

impl ArchiveSettings {
    /// Reads the settings at the root of an archive; `None` if there is no settings file.
    pub(super) fn load(root: &Path) -> Option<Self> {
        let path = root.join(FILE_NAME);
        let metadata = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
        let text = match fs::read_to_string(&path) {
            _ if metadata.len() > MAX_BYTES => Err("larger than 1 MiB".to_owned()),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err("not UTF-8".to_owned()),
            read => read.map_err(|error| reason(&error)),
        };
        let mut reader = SettingsReader { root, path: path.as_path().into(), settings: Self::default() };
        match text {
            Ok(text) => reader.read(&text),
            Err(reason) => reader.report(Position::START, &reason, "the archive is read without it"),
        }
        Some(reader.settings)
    }

    /// Adds what the settings say about a file; `None` if the file is to be left out.
    pub(super) fn apply(&self, mut found: FoundFile) -> Option<FoundFile> {
        let is_matched = |collection: &&CollectionSettings| {
            collection.files.matched_path_or_any_parents(&found.path, false).is_ignore()
        };
        // The last collection that sets a value wins.
        let (mut take, mut columns) = (None, None);
        for collection in self.collections.iter().filter(is_matched) {
            take = collection.take.or(take);
            columns = collection.columns.clone().or(columns);
        }
        if take == Some(false) && !found.named {
            return None;
        }
        found.is_taken = take == Some(true);
        found.columns = columns;
        Some(found)
    }
}

struct SettingsReader<'r> {
    root: &'r Path,
    path: Arc<Path>,
    settings: ArchiveSettings,
}

impl SettingsReader<'_> {
    fn report(&mut self, at: Position, message: &str, help: &str) {
        self.settings.problems.push(Diagnostic::new(Rule::Settings, &self.path, message).at(at).help(help));
    }

    fn read(&mut self, text: &str) {
        let document = match toml::parse(text, 1) {
            Ok(document) => document,
            Err(TreeError::Syntax { message, at } | TreeError::Limit { message, at }) => {
                let message = format!("this is not TOML: {message}");
                return self.report(at, &message, "the archive is read without it");
            }
            Err(TreeError::Cancelled) => return,
        };
        for pair in document.as_ref().and_then(Node::pairs).unwrap_or_default() {
            match (&*pair.key, pair.node.scalar(), pair.node.items()) {
                ("title", Some(title), _) => self.settings.title = Some(Text::line(title)),
                ("collection", _, Some(items)) => items.iter().for_each(|item| self.read_collection(item)),
                ("title", ..) => self.report(pair.node.at, "`title` is a text", "write `title = \"…\"`"),
                ("collection", ..) => {
                    self.report(pair.node.at, "`collection` is a list of tables", "write `[[collection]]`");
                }
                _ => self.report_unknown(pair, "`title` and `[[collection]]`"),
            }
        }
    }

    fn report_unknown(&mut self, pair: &Pair, known: &str) {
        let message = format!("unknown setting `{}`", pair.key);
        self.report(pair.at, &message, &format!("the settings here are {known}"));
    }

    fn read_collection(&mut self, node: &Node) {
        let mut files = None;
        let (mut take, mut columns) = (None, None);
        for pair in node.pairs().unwrap_or_default() {
            match (&*pair.key, pair.node.scalar()) {
                ("path", Some(pattern)) => files = self.matcher(pattern, pair.node.at),
                ("take", Some("true")) => take = Some(true),
                ("take", Some("false")) => take = Some(false),
                ("take", _) => self.report(pair.node.at, "`take` is true or false", "write `take = false`"),
                ("columns", _) => columns = Some(self.read_columns(pair)),
                _ => self.report_unknown(pair, "`path`, `take` and `columns`"),
            }
        }
        match files {
            Some(files) => self.settings.collections.push(CollectionSettings {
                files,
                take,
                columns: columns.map(Arc::new),
            }),
            None => self.report(node.at, "this collection has no path", "add `path = \"talks/*.csv\"`"),
        }
    }

    /// A pattern as in `.gitignore`, relative to the root.
    fn matcher(&mut self, pattern: &str, at: Position) -> Option<Gitignore> {
        let mut builder = GitignoreBuilder::new(self.root);
        // Unless it is anchored at the root, a pattern would match in every folder.
        let anchored = format!("/{}", pattern.trim_start_matches("./").trim_start_matches('/'));
        let built = builder.add_line(None, &anchored).map(|_| ()).and_then(|()| builder.build());
        match built {
            Ok(matcher) => Some(matcher),
            Err(error) => {
                let message = format!("`{pattern}` is not a path pattern: {error}");
                self.report(at, &message, "write a file, a folder, or `*` for a part of a name");
                None
            }
        }
    }

    fn read_columns(&mut self, columns: &Pair) -> ColumnFields {
        let mut by_name = ColumnFields::default();
        let Some(pairs) = columns.node.pairs() else {
            let help = "write `columns = { Paper = \"title\" }`";
            self.report(columns.node.at, "`columns` is a table of columns and their fields", help);
            return by_name;
        };
        for pair in pairs {
            let field = pair.node.scalar().unwrap_or_default();
            match fields::lookup(&fields::normalize(field)) {
                _ if field.is_empty() => by_name.set(&fields::normalize(&pair.key), None),
                Some((meaning, _)) => by_name.set(&fields::normalize(&pair.key), Some(meaning)),
                None => {
                    let message = format!("`{field}` is not a field");
                    let help = "write `title`, `speaker`, `date`, `abstract`, `video` …, or \"\" for none";
                    self.report(pair.node.at, &message, help);
                }
            }
        }
        by_name
    }
}
