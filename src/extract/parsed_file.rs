//! Extracts the seminars, people and diagnostics of one file from its document trees: finds the entries, classifies
//! them, and builds a seminar from each talk.

use std::ffi::OsStr;
use std::path::Path;

use super::classify::{Verdict, is_break_entry};
use super::collection::{Collection, FoundCollections, Grouping};
use super::column_fields::ColumnFields;
use super::context::Context;
use super::dates;
use super::dates::DateOrder;
use super::evenings;
use super::evenings::Evening;
use super::fields;
use super::fields::Field;
use super::ids;
use super::person_directory;
use super::person_directory::PersonEntry;
use super::placeholder::first_scalar;
use super::record;
use super::reporter::{Reporter, abbreviate};
use super::structure;
use super::structure::{Candidate, ColumnsByEntry, Structure};
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::extract::found_file::FoundFile;
use crate::format::node::{Node, NodeValue, Pair};
use crate::seminar::Seminar;

/// The result of extracting one file.
#[derive(Debug, Default)]
pub(crate) struct ParsedFile {
    /// Its seminars, in file order.
    pub(crate) seminars: Vec<Seminar>,
    /// Seminars that count only if other files in the folder contain talks.
    pub(crate) tentative: Vec<Seminar>,
    /// Whether its records are dropped if another folder has plain talks.
    pub(crate) is_doubtful: bool,
    /// Whether it is in a place for talks: for a page, if the names around it suggest talks; for a data file, unless
    /// they suggest something else.
    pub(crate) is_about_talks: bool,
    /// The evenings that list talks from other files.
    pub(crate) evenings: Vec<Evening>,
    /// Its collections, whether or not they hold talks.
    pub(crate) collections: Vec<Collection>,
    /// The people it lists.
    pub(crate) people: Vec<PersonEntry>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Extracts the seminars of a file from its documents. `given` is what other files or the settings
/// say about its columns.
pub(crate) fn extract(
    found: &FoundFile,
    documents: &[Node],
    page: bool,
    given: Option<&ColumnFields>,
) -> ParsedFile {
    let context = Context { is_page: page, ..file_context(found, documents, page) };
    let spare = ids::date_in_name(found);
    let dated = spare.is_some_and(|text| dates::read(text, DateOrder::Unknown, None).when.is_some());
    let context = Context { is_dated: dated, ..context };
    let (all, collections) = find_entries(found, documents, context, given);
    let is = |verdict| move |candidate: &&Candidate<'_>| candidate.verdict == verdict;
    let talks = all.candidates.iter().filter(is(Verdict::Talk)).count();
    let mut reporter = Reporter::new(found, date_order(documents));
    let is_about_talks = if page { stands_among_talks(found, documents) } else { !context.is_about_other() };
    let mut parsed = ParsedFile { is_about_talks, ..ParsedFile::default() };
    let name_date = spare.filter(|_| dated);
    let left_out = all.candidates.iter().filter(|candidate| candidate.verdict.is_not_a_talk());
    parsed.evenings =
        left_out.filter_map(|candidate| evenings::evening(&candidate.entry, name_date)).collect();
    let wanted = if talks == 0 { Verdict::Maybe } else { Verdict::Talk };
    let count = all.candidates.iter().filter(is(wanted)).count();
    let dated = dated && page;
    if talks == 0 && !counts_without_talks(&all.candidates, found, dated) {
        parsed.collections = collections.counted(&all.candidates, &|_| false);
        // Do not report menus and footers as misspelt talks.
        if found.named || !context.is_about_other() {
            report_untitled(&all.candidates, &mut reporter, false);
            report_misspelt_fields(&all.candidates, &mut reporter, found.named);
        }
        parsed.people = person_directory::extract(found, documents, page);
        parsed.diagnostics = reporter.diagnostics;
        return parsed;
    }
    parsed.collections = collections.counted(&all.candidates, &|verdict| verdict == wanted);
    // The date in the file name belongs to a single talk, not to each of several.
    let spare = spare.filter(|_| count == 1 || page);
    let mut seminars = Vec::with_capacity(count);
    for candidate in all.candidates.iter().filter(is(wanted)) {
        let index = u32::try_from(seminars.len()).unwrap_or(u32::MAX);
        seminars.push(record::build(candidate, index, spare, &mut reporter));
    }
    report_untitled(&all.candidates, &mut reporter, true);
    report_misspelt_fields(&all.candidates, &mut reporter, true);
    report_breaks(&all.candidates, &mut reporter);
    report_non_maps(&all.non_maps, &mut reporter);
    report_not_inherited(&all.not_inherited, &mut reporter);
    ids::assign(&mut seminars);
    parsed.people = person_directory::extract_beside_talks(documents);
    let has_speaker = |candidate: &Candidate<'_>| {
        candidate.entry.speakers().is_some_and(|slot| fields::is_strong_speaker(slot.rank))
    };
    let is_silent = !all.candidates.iter().filter(is(wanted)).any(has_speaker);
    parsed.is_doubtful = page && !found.named && !is_about_talks && is_silent;
    if talks > 0 || found.named {
        parsed.seminars = seminars;
    } else {
        parsed.tentative = seminars;
    }
    reporter.diagnostics.sort_by_key(|diagnostic| diagnostic.position);
    parsed.diagnostics = reporter.diagnostics;
    parsed
}

/// Whether entries that are only [`Verdict::Maybe`] count: if the file has exactly one, or the user named the file.
fn counts_without_talks(candidates: &[Candidate<'_>], found: &FoundFile, is_dated: bool) -> bool {
    let is_lonely = |candidate: &&Candidate<'_>| {
        let entry = &candidate.entry;
        (entry.is_canonical || entry.first(Field::Date).is_some()) && !entry.has_weak_title
    };
    let mut maybes = candidates.iter().filter(|candidate| candidate.verdict == Verdict::Maybe);
    match maybes.clone().count() {
        0 => false,
        1 => is_dated || found.named || maybes.any(|candidate| is_lonely(&candidate)),
        _ => found.named,
    }
}

/// Finds the entries of a file by the names of their keys, then again if their columns turn out to mean something else.
fn find_entries<'n>(
    found: &FoundFile,
    documents: &'n [Node],
    context: Context,
    given: Option<&ColumnFields>,
) -> (Structure<'n>, FoundCollections) {
    let by_names = structure::find(documents, context, &ColumnsByEntry::new());
    let collections = Grouping::new(&by_names.candidates).collections(context.topic);
    let columns = collections.columns_by_entry(given);
    let mut all = if columns.is_empty() { by_names } else { structure::find(documents, context, &columns) };
    if found.is_taken {
        all.take_all();
    }
    (all, collections)
}

/// Reports items in a list of talks that are not maps.
fn report_non_maps(strays: &[&Node], reporter: &mut Reporter<'_>) {
    for stray in strays {
        let message = format!("expected a map with the fields of a talk, found {}", stray.kind());
        reporter.report(Rule::WrongType, stray.at, &message, "write it as `title: …`");
    }
}

/// Reports fields next to a list of talks that the talks do not inherit.
fn report_not_inherited(pairs: &[&Pair], reporter: &mut Reporter<'_>) {
    for pair in pairs {
        let message = format!("`{}` next to `seminars:` is not inherited and is ignored", pair.key);
        let help = "put it in each talk";
        reporter.report(Rule::NotInherited, pair.at, &message, help);
    }
}

/// Reports entries among talks that are breaks in the programme.
fn report_breaks(candidates: &[Candidate<'_>], reporter: &mut Reporter<'_>) {
    for candidate in candidates.iter().filter(|candidate| candidate.verdict.is_not_a_talk()) {
        let entry = &candidate.entry;
        if let Some(title) = entry.text(Field::Title).filter(|_| is_break_entry(entry)) {
            let message = format!("`{}` is a break in the programme, not a talk", abbreviate(title));
            let help = "if it is a talk, give it a speaker or a recording";
            reporter.report(Rule::Pause, entry.at, &message, help);
        }
    }
}

/// Reports entries that have fields of a talk, but neither title nor speaker.
fn report_untitled(candidates: &[Candidate<'_>], reporter: &mut Reporter<'_>, among_talks: bool) {
    for candidate in candidates.iter().filter(|candidate| candidate.verdict == Verdict::Untitled) {
        let entry = &candidate.entry;
        let mentioned =
            [Field::Title, Field::Speakers].iter().any(|&field| entry.keys_of(field).next().is_some());
        if entry.is_canonical && !mentioned {
            let message = "the record has neither a title nor a speaker, and is left out";
            reporter.report(Rule::MissingTitle, entry.at, message, "add `title: …`");
        } else if among_talks && (mentioned || entry.is_canonical) {
            let message = "the entry names neither a title nor a speaker yet, and is left out";
            reporter.report_milder(
                Severity::Note,
                Rule::Placeholder,
                entry.at,
                message,
                "add `title: …` when it is known",
            );
        }
    }
}

/// Reports maps that would be talks if their keys were spelt correctly. A map with a single field is reported only
/// where talks are expected.
fn report_misspelt_fields(candidates: &[Candidate<'_>], reporter: &mut Reporter<'_>, expected: bool) {
    let lost = |candidate: &&Candidate<'_>| {
        candidate.verdict.is_not_a_talk() || candidate.verdict == Verdict::Untitled
    };
    for candidate in candidates.iter().filter(lost) {
        let entry = &candidate.entry;
        let near = |pair: &&Pair| {
            // A key with a map as its value is not a misspelt text field.
            fields::suggest(&fields::normalize(&pair.key)).filter(|_| pair.node.pairs().is_none())
        };
        let slips: Vec<&'static str> = entry.other.iter().map_while(near).collect();
        let telling = slips.iter().any(|near| matches!(*near, "title" | "speaker" | "speakers"));
        let sure = expected || entry.other.len() + entry.values().len() > 1;
        if !telling || !sure || slips.len() < entry.other.len() {
            continue;
        }
        for (pair, near) in entry.other.iter().zip(slips) {
            let message = format!("unknown field `{}`; without it this entry is not a talk", pair.key);
            let help = format!("did you mean `{near}`?");
            reporter.report(Rule::MissingTitle, pair.at, &message, &help);
        }
    }
}

/// Whether a page is in a folder for talks, or has a layout for talks. Its own name does not count:
/// it may mention anything.
fn stands_among_talks(found: &FoundFile, documents: &[Node]) -> bool {
    let inside = found.path.strip_prefix(&found.root).unwrap_or(&found.path);
    let is_index = inside.file_stem().and_then(OsStr::to_str).is_some_and(ids::is_index_name);
    let folder = inside.parent().and_then(|folder| if is_index { folder.parent() } else { Some(folder) });
    let around = folder.map(names_context).unwrap_or_default();
    layout_context(documents, around, &["layout", "type", "collection"]).is_about_talks()
}

/// The context given by the path of a file inside its archive.
pub(super) fn path_context(found: &FoundFile) -> Context {
    names_context(found.path.strip_prefix(&found.root).unwrap_or(&found.path))
}

/// The context given by the names in a path.
fn names_context(path: &Path) -> Context {
    let mut context = Context::default();
    for part in path {
        let name = part.to_string_lossy();
        let name = name.split('.').next().unwrap_or_default();
        // A long name is a title, and may mention anything.
        if name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count() <= 4 {
            context = context.within(name);
        }
    }
    context
}

/// The context of a file's entries, given by its path and, for a page, its layout.
fn file_context(found: &FoundFile, documents: &[Node], page: bool) -> Context {
    let context = path_context(found);
    let names = ["layout", "type", "collection", "category", "categories"];
    if page { layout_context(documents, context, &names) } else { context }
}

/// Refines a context by what the front matter of a page says under some keys.
fn layout_context(documents: &[Node], mut context: Context, names: &[&str]) -> Context {
    let layout = documents.first().and_then(Node::pairs).into_iter().flatten();
    for pair in layout.filter(|pair| names.contains(&&*pair.key)) {
        let about = context.within(first_scalar(&pair.node).unwrap_or_default());
        // A folder of events outweighs `layout: post`.
        if about.is_about_talks() || !context.is_about_talks() {
            context = about;
        }
    }
    context
}

/// Infers the order of day and month from the dates of a file.
fn date_order(documents: &[Node]) -> DateOrder {
    let mut texts = Vec::new();
    for document in documents {
        collect_date_like_texts(document, &mut texts);
    }
    dates::infer_order(texts.into_iter())
}

/// Collects the texts that may be dates: short, with digits and `/` or `-`.
fn collect_date_like_texts<'n>(node: &'n Node, out: &mut Vec<&'n str>) {
    match &node.value {
        NodeValue::Scalar { text, .. } => {
            if (4..=80).contains(&text.len())
                && text.contains(['/', '-'])
                && text.contains(|c: char| c.is_ascii_digit())
            {
                out.push(text);
            }
        }
        NodeValue::List(items) => items.iter().for_each(|item| collect_date_like_texts(item, out)),
        NodeValue::Map(pairs) => pairs.iter().for_each(|pair| collect_date_like_texts(&pair.node, out)),
    }
}
