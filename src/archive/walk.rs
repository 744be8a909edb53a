//! Walks folders and finds the files to read, in name order.
//!
//! Only regular files are read. Pipes, sockets and devices named like a file of talks are reported and never opened, so
//! the walk cannot block or read forever.

use crate::text::word_set::WordSet;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::settings::ArchiveSettings;
use crate::diagnostic::{Diagnostic, Rule};
use crate::extract::found_file::FoundFile;
use crate::format::Limits;
use crate::format::io_reason::reason;
use crate::format::kind::FileFormat;
use crate::text::Text;

/// One result of the walk.
#[derive(Debug)]
pub(crate) enum WalkStep<'w> {
    /// A starting point of the archive, or the target of a link, before it is read.
    Entrance(WalkedPath<'w>),
    /// A folder, before its entries are listed.
    Folder(WalkedPath<'w>),
    /// A file to read.
    File(FoundFile),
    /// The archive's title from the settings at a given path.
    Title(Text),
    /// A problem, such as a path that cannot be read.
    Problem(Diagnostic),
}

/// A path as it is opened, and its real path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WalkedPath<'w> {
    /// The path used to open it.
    pub(crate) path: &'w Path,
    /// The path with all links resolved.
    pub(crate) real: &'w Path,
}

/// Walks the given paths in order. Under each, entries are visited by name, and symlinks after everything else. `visit`
/// may return `Break` to stop.
pub(crate) fn walk(
    paths: &[PathBuf],
    limits: &Limits,
    visit: &mut dyn FnMut(WalkStep<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut walk = Walk {
        limits,
        visit,
        visited: HashSet::new(),
        explicit_files: paths.iter().filter_map(|path| canonical_file(path)).collect(),
        pending_links: Vec::new(),
        gitignores: Vec::new(),
        settings: None,
    };
    for path in paths {
        walk.walk_root(path)?;
    }
    ControlFlow::Continue(())
}

struct Walk<'a> {
    limits: &'a Limits,
    visit: &'a mut dyn FnMut(WalkStep<'_>) -> ControlFlow<()>,
    /// Hashes of the real paths of all folders and files visited, so that nothing is read twice.
    visited: HashSet<u128>,
    /// The real paths of files given by the user: they count as explicit wherever they are found first.
    explicit_files: HashSet<PathBuf>,
    /// Symlinks, followed after everything else under their given path.
    pending_links: Vec<PathBuf>,
    /// The `.gitignore` files of the enclosing folders, the innermost last.
    gitignores: Vec<Gitignore>,
    /// The settings of the given path that is being walked.
    settings: Option<ArchiveSettings>,
}

impl Walk<'_> {
    fn walk_root(&mut self, path: &Path) -> ControlFlow<()> {
        let root: Arc<Path> = path.into();
        let real = fs::canonicalize(path).ok().or_else(|| path_of_name(path));
        let real = real.unwrap_or_else(|| path.to_owned());
        (self.visit)(WalkStep::Entrance(WalkedPath { path, real: &real }))?;
        let kind = match fs::metadata(path) {
            Ok(metadata) => metadata.file_type(),
            Err(error) => return self.report(path, Rule::Unreadable, &reason(&error)),
        };
        if !kind.is_dir() {
            return self.visit_file(&root, path, &real, kind);
        }
        self.settings = ArchiveSettings::load(path);
        if let Some(settings) = &mut self.settings {
            for problem in std::mem::take(&mut settings.problems) {
                (self.visit)(WalkStep::Problem(problem))?;
            }
            if let Some(title) = settings.title.take() {
                (self.visit)(WalkStep::Title(title))?;
            }
        }
        self.walk_folder(&root, path, &real, 0)?;
        // A link may lead to a folder with more links; those are appended to the queue.
        let mut next = 0;
        while let Some(link) = self.pending_links.get(next).cloned() {
            next += 1;
            self.follow_link(&root, &link)?;
        }
        self.pending_links.clear();
        self.settings = None;
        ControlFlow::Continue(())
    }

    fn walk_folder(&mut self, root: &Arc<Path>, path: &Path, real: &Path, depth: usize) -> ControlFlow<()> {
        if depth > self.limits.folder_depth {
            let message = format!("folders are nested more than {} levels deep", self.limits.folder_depth);
            return self.report(path, Rule::Limit, &message);
        }
        if !self.visited.insert(path_hash(real)) {
            return ControlFlow::Continue(());
        }
        (self.visit)(WalkStep::Folder(WalkedPath { path, real }))?;
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => return self.report(path, Rule::Unreadable, &reason(&error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            match entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))) {
                Ok((name, kind)) if is_hidden(&name) || (kind.is_dir() && is_skipped_folder(&name)) => {}
                Ok(entry) => names.push(entry),
                Err(error) => self.report(path, Rule::Unreadable, &reason(&error))?,
            }
        }
        let ignores = self.gitignores.len();
        self.gitignores.extend(load_gitignore(path));
        names.retain(|(name, kind)| !self.is_ignored(&path.join(name), kind.is_dir()));
        names.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let originals: HashSet<OsString> = names.iter().map(|(name, _)| name.clone()).collect();
        names.retain(|(name, _)| original_of(name).is_none_or(|original| !originals.contains(&original)));
        for (name, kind) in names {
            let inner = path.join(&name);
            if kind.is_symlink() {
                self.pending_links.push(inner);
            } else if kind.is_dir() {
                self.walk_folder(root, &inner, &real.join(&name), depth + 1)?;
            } else if can_contain_talks(&inner) {
                self.visit_file(root, &inner, &real.join(&name), kind)?;
            }
        }
        self.gitignores.truncate(ignores);
        ControlFlow::Continue(())
    }

    fn is_ignored(&self, path: &Path, is_dir: bool) -> bool {
        let innermost =
            self.gitignores.iter().rev().map(|ignore| ignore.matched(path, is_dir)).find(|m| !m.is_none());
        innermost.is_some_and(|matched| matched.is_ignore())
    }

    /// Follows a symlink, unless its target was visited already.
    fn follow_link(&mut self, root: &Arc<Path>, link: &Path) -> ControlFlow<()> {
        let matters = can_contain_talks(link);
        let (real, kind) = match fs::canonicalize(link).and_then(|real| {
            let kind = fs::metadata(&real)?.file_type();
            Ok((real, kind))
        }) {
            Ok(target) => target,
            Err(error) if matters || error.kind() != io::ErrorKind::NotFound => {
                let message = format!("the link leads nowhere: {}", reason(&error));
                return self.report(link, Rule::Link, &message);
            }
            Err(_) => return ControlFlow::Continue(()),
        };
        if kind.is_dir() {
            let above = link.parent().and_then(|parent| fs::canonicalize(parent).ok());
            if above.is_some_and(|above| above.starts_with(&real)) {
                let message = "the link leads back to a folder that contains it, and is not followed";
                return self.report(link, Rule::Link, message);
            }
            (self.visit)(WalkStep::Entrance(WalkedPath { path: link, real: &real }))?;
            let depth = link.strip_prefix(root).map_or(1, |inside| inside.components().count());
            return self.walk_folder(root, link, &real, depth);
        }
        if !matters {
            return ControlFlow::Continue(());
        }
        (self.visit)(WalkStep::Entrance(WalkedPath { path: link, real: &real }))?;
        self.visit_file(root, link, &real, kind)
    }

    /// Visits a file once; `real` identifies it.
    fn visit_file(&mut self, root: &Arc<Path>, path: &Path, real: &Path, kind: FileType) -> ControlFlow<()> {
        let named = self.explicit_files.contains(real);
        if !self.visited.insert(path_hash(real)) {
            return ControlFlow::Continue(());
        }
        if !kind.is_file() {
            let message = format!("{}, not a regular file", describe_file_type(kind));
            return self.report(path, Rule::Unreadable, &message);
        }
        let found = FoundFile::new(Arc::clone(root), path.into(), named);
        let found = match &self.settings {
            Some(settings) => settings.apply(found),
            None => Some(found),
        };
        found.map_or(ControlFlow::Continue(()), |found| (self.visit)(WalkStep::File(found)))
    }

    fn report(&mut self, path: &Path, rule: Rule, message: &str) -> ControlFlow<()> {
        let path: Arc<Path> = path.into();
        (self.visit)(WalkStep::Problem(Diagnostic::new(rule, &path, message)))
    }
}

/// The real path of the name itself: links in its folder are resolved, but the name is not followed and need not exist.
pub(crate) fn path_of_name(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    Some(folder.unwrap_or(Path::new(".")).canonicalize().ok()?.join(path.file_name()?))
}

/// A 128-bit hash of a path, which takes less memory than the path and in practice never collides.
fn path_hash(path: &Path) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, path.as_os_str()).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

/// The canonical path of a regular file.
fn canonical_file(path: &Path) -> Option<PathBuf> {
    path.is_file().then(|| fs::canonicalize(path).ok()).flatten()
}

/// Files that many repositories have and that contain no talks; names in lower case.
static NOT_TALK_FILES: WordSet = WordSet::new(
    "\
    package.json package-lock.json composer.json tsconfig.json jsconfig.json pnpm-lock.yaml _config.yml \
    _config.yaml mkdocs.yml docker-compose.yml netlify.yml bower.json changelog.md changes.md history.md \
    history.markdown license.md contributing.md code_of_conduct.md security.md",
);

/// Folders of build output and downloaded code, which contain everything a second time, and of site generators'
/// templates and example pages; names in lower case.
static SKIPPED_FOLDERS: WordSet = WordSet::new(
    "\
    node_modules _site dist build target vendor bower_components __pycache__ venv _build site-packages \
    archetypes examplesite layouts _layouts _includes _templates themes",
);

/// Whether a file of this name may hold talks.
pub(crate) fn can_contain_talks(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    FileFormat::from_path(path).is_some() && !NOT_TALK_FILES.contains(&name)
}

/// Loads the `.gitignore` of a folder, without reporting errors in it.
fn load_gitignore(folder: &Path) -> Option<Gitignore> {
    let file = folder.join(".gitignore");
    if !file.is_file() {
        return None;
    }
    let mut builder = GitignoreBuilder::new(folder);
    builder.add(file);
    builder.build().ok()
}

fn is_skipped_folder(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| SKIPPED_FOLDERS.contains(&name.to_ascii_lowercase()))
}

/// The name of the page that this one translates: `talk.md` for `talk.en.md`.
fn original_of(name: &OsStr) -> Option<OsString> {
    let (rest, extension) = name.to_str()?.rsplit_once('.')?;
    let (stem, language) = rest.rsplit_once('.')?;
    let is_language = language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase());
    let is_page = matches!(extension, "md" | "markdown" | "qmd" | "html");
    (is_language && is_page && !stem.is_empty()).then(|| OsString::from(format!("{stem}.{extension}")))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

#[cfg(unix)]
fn describe_file_type(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_block_device() || kind.is_char_device() {
        "a device"
    } else {
        "something else"
    }
}

#[cfg(not(unix))]
fn describe_file_type(_: FileType) -> &'static str {
    "something else"
}
