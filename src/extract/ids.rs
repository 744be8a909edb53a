//! Ids: given by the record, or generated from its file, date, speaker and title.

use std::path::Path;

use super::dates;
use super::dates::DateOrder;
use crate::extract::found_file::FoundFile;
use crate::seminar::Seminar;
use crate::text::Text;

/// Assigns every seminar of a file an id: its own, else the file's name if the file has one talk, else one generated
/// from the date and the first speaker, or the first words of the title.
pub(crate) fn assign(seminars: &mut [Seminar]) {
    let alone = seminars.len() == 1;
    for seminar in seminars {
        let permalink = seminar.id.trim_matches('/').rsplit('/').next().map(Text::line);
        seminar.id = match permalink {
            Some(id) if !id.is_empty() => id,
            _ if alone && !is_stdin(&seminar.source.file) => {
                Text::line(&name_from_path(&seminar.source.file))
            }
            _ => generate(seminar),
        };
    }
}

/// Whether it is standard input rather than a file.
fn is_stdin(file: &Path) -> bool {
    file.to_str().is_some_and(|path| path.starts_with("<stdin>."))
}

/// The name of a file without its extension, or the name of its folder if the file is an `index`.
pub(crate) fn name_from_path(file: &Path) -> String {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if !is_index_name(&stem) {
        return stem;
    }
    let folder = file.parent().and_then(Path::file_name);
    folder.map_or(stem, |folder| folder.to_string_lossy().into_owned())
}

/// Whether a file name just says that this is the main file of its folder.
pub(crate) fn is_index_name(stem: &str) -> bool {
    ["index", "_index", "readme"].iter().any(|name| stem.eq_ignore_ascii_case(name))
}

/// Regenerates the id of a seminar that has changed, if its id is still `before`, the one generated earlier.
pub(crate) fn regenerate(seminar: &mut Seminar, before: &Text) {
    if seminar.id == *before {
        seminar.id = generate(seminar);
    }
}

/// The date in a file's name, or for an `index`, in the name of the nearest folder that has one.
pub(crate) fn date_in_name(found: &FoundFile) -> Option<&str> {
    let file = &*found.path;
    let stem = file.file_stem()?.to_str()?;
    if !is_index_name(stem) {
        return date_in(stem);
    }
    // A file that the user named is its own root: only the folder it is in counts.
    let inside = file.ancestors().skip(1).take_while(|folder| !found.named && *folder != &*found.root);
    let own = file.parent().into_iter().filter(|_| found.named);
    own.chain(inside)
        .filter_map(|folder| folder.file_name()?.to_str())
        .take(MAX_DATED_FOLDERS)
        .find_map(date_in)
}

/// How many folders above an `index` are searched for its date.
const MAX_DATED_FOLDERS: usize = 3;

fn date_in(name: &str) -> Option<&str> {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let reading = dates::read(name, DateOrder::Unknown, None);
    // A year alone in a name (`talks-2019`) is the date of a collection, not of a talk.
    (digits >= 5 && reading.when.is_some()).then(|| leading_date(name))
}

/// The date at the beginning of a name, or the whole name.
fn leading_date(name: &str) -> &str {
    let end = name.find(|c: char| c.is_alphabetic()).unwrap_or(name.len());
    let (date, _) = name.split_at(end);
    let date = date.trim_end_matches(|c: char| !c.is_ascii_digit());
    if dates::read(date, DateOrder::Unknown, None).when.is_some() { date } else { name }
}

/// Generates an id from the date and the first speaker, or the first words of the title.
pub(crate) fn generate(seminar: &Seminar) -> Text {
    let date = seminar.when().map(|when| when.to_string());
    let name = match seminar.speakers.first() {
        Some(speaker) => slug(&speaker.name, usize::MAX),
        None => slug(seminar.display_title(), 6),
    };
    let parts = date.iter().map(String::as_str).chain([&*name]).filter(|part| !part.is_empty());
    Text::line(&parts.collect::<Vec<_>>().join("-"))
}

/// The first words of a text in lower-case ASCII, joined by `-`.
pub(crate) fn slug(text: &str, words: usize) -> String {
    let ascii = any_ascii::any_ascii(text).to_ascii_lowercase();
    let parts = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    parts.take(words).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn an_index_takes_its_date_from_the_folders_inside_the_archive_alone() {
        let found = |root: &str, path: &str, named| {
            FoundFile::new(Path::new(root).into(), Path::new(path).into(), named)
        };
        let inside = found("2020-01-01", "2020-01-01/2023-05-04-trees/index.md", false);
        assert_eq!(date_in_name(&inside), Some("2023-05-04"));
        assert_eq!(date_in_name(&found("2020-01-01", "2020-01-01/trees/index.md", false)), None);
        let named = "2020-01-01/2023-05-04-trees/index.md";
        assert_eq!(date_in_name(&found(named, named, true)), Some("2023-05-04"));
        let named = "2020-01-01/trees/index.md";
        assert_eq!(date_in_name(&found(named, named, true)), None);
    }
}
