//! `seminars paths`: prints where archives are looked for and where the user's own files are.

use std::io::{self, Write};

use indicatif::HumanBytes;

use super::exit::{CliError, Status};
use crate::archive::{ArchiveLocation, cache_size};
use crate::text::printable_path;
use crate::user::history::History;
use crate::user::journal::{folder_size, user_folder};
use crate::user::layout::LayoutFile;
use crate::user::saved::SavedSearches;

/// Prints every candidate location in order, with a mark at the one that opens; then the user's own files.
pub(super) fn run(choice: &ArchiveLocation) -> Result<Status, CliError> {
    let mut out = io::stdout().lock();
    let mut put = |mark: char, what: &str, verdict: &str, place: &str| {
        writeln!(out, "{}", format!("{mark} {what:<15} {verdict:<12} {place}").trim_end())
    };
    for considered in &choice.candidates {
        let mark = if considered.is_chosen { '*' } else { ' ' };
        put(mark, considered.label, considered.outcome, &considered.place)?;
    }
    let saved = SavedSearches::for_user().map(|saved| saved.file().to_owned());
    let history = History::for_user().map(|history| history.file().to_owned());
    let layout = LayoutFile::for_user().map(|layout| layout.file().to_owned());
    let cache = choice.cache.as_ref().map(|cache| cache.file().to_owned());
    let journal = user_folder();
    for (what, file) in [
        ("saved searches", saved),
        ("past searches", history),
        ("layout", layout),
        ("journal", journal),
        ("cache", cache),
    ] {
        let Some(file) = file else { continue };
        let size = match what {
            "cache" => cache_size(&file),
            "journal" => folder_size(&file),
            _ => file.metadata().map_or(0, |data| data.len()),
        };
        let kept = if file.exists() { HumanBytes(size).to_string() } else { "not there".to_owned() };
        put(' ', what, &kept, &printable_path(&file))?;
    }
    Ok(Status::Done)
}
