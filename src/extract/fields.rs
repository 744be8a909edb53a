//! Field names: a table that maps the names used in files to our fields.
//!
//! Names are compared in lower case, with camelCase split, and with `_` for spaces and `-`. Each row lists
//! its names by priority: the first with a value wins. A prefix or suffix (`talk_…`, `…_url`) is removed if
//! the rest is in the table.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

pub(crate) use super::field::Field;
use crate::text::word_set::{BuildFnvHasher, WordSet};

/// The names of each field, best first. `name` may mean the title or the speaker: it is near the end of the titles, and
/// [`Entry`](super::entry) decides.
const NAMES_BY_FIELD: [(Field, &str); 19] = [
    (Field::Id, "id slug talk_id uid uuid key permalink"),
    (
        Field::Title,
        "title talk_title seminar_title lecture_title presentation_title paper_title main_title topic talk subject \
         titre titel título titolo 제목 강연명 題目 タイトル 演題 seminar lecture presentation_name talk_name name \
         raw_title headline",
    ),
    (
        Field::Speakers,
        "speakers speaker speaker_name speaker_names talk_speaker speakers_name name_of_speaker name_of_the_speaker speaker_s presenter presenters presenter_name \
         presenter_names lecturer lecturers lecturer_name speaker_full_name speaker_names_affiliations \
         invited_speaker invited_speakers guest_speaker talker seminarist seminarists orateur orateurs oratrice intervenant \
         intervenants intervenante conférencier conferencier referent referenten vortragender \
         vortragende ponente ponentes relatore 연사 발표자 강연자 講演者 発表者 докладчик спикер presented_by given_by \
         speaker_id speaker_ids speaker_slug speaker_slugs speaker_ref speaker_key presenter_id presenter_key person_key person_id panelists panellists \
         guest guests who author authors author_name full_name your_name people person persons",
    ),
    (
        Field::Affiliation,
        "affiliation affiliations speaker_affiliation speaker_affiliations institution institutions \
         academic_institution speaker_institution institute org organization organisation university \
         company employer speaker_university speaker_org speaker_company presenter_affiliation speaker_uni uni \
         speaker_affil affil speaker_organisation speaker_organization presenter_institution \
         lecturer_affiliation author_affiliation 소속 所属",
    ),
    (
        Field::Bio,
        "bio speaker_bio speaker_bios biography speaker_biography bios about about_speaker \
         about_the_speaker presenter_bio lecturer_bio author_bio short_bio biographie biografie",
    ),
    (
        Field::Abstract,
        "abstract talk_abstract abstract_text abstracts seminar_abstract résumé resume resumen riassunto \
         zusammenfassung abstract_body 초록 概要 description talk_description summary details event_details synopsis \
         overview comments comment excerpt extract text blurb body content full_content",
    ),
    (
        Field::Date,
        "event_date talk_date seminar_date display_date date_display preferred_date proposed_date scheduled_date date_of_talk date_of_the_talk date_of_seminar start_date start_date_time start_datetime date_start \
         date_time datetime start starts_at start_at begin begins when date dates day datum fecha 날짜 일시 \
         日時 日付 開催日 recorded recorded_at recorded_on recording_date scheduled scheduled_at held held_on last \
         published_at published publish_date year",
    ),
    (
        Field::Time,
        "time times start_time time_start talk_time seminar_time event_time hour hours heure uhrzeit hora 시간",
    ),
    (Field::Timezone, "timezone time_zone tz"),
    (
        Field::Video,
        "video videos youtube youtube_link youtube_url youtube_id youtube_video youtube_video_id youtube_embed \
         youtube_code video_url video_link video_links videolink recording recordings recording_url recording_link \
         talk_video video_id video_embed replay vimeo vimeo_id vimeo_link vimeo_url yt yt_id yt_link \
         watch webcast stream_recording livestream live_stream stream media alternative_recordings",
    ),
    (Field::Provider, "provider video_provider video_type video_platform platform video_host"),
    (
        Field::Slides,
        "slides slides_url slides_link slide slide_url slides_pdf talk_slides presentation \
         presentation_url presentation_link pdf pdf_url speakerdeck slideshare deck handout",
    ),
    (
        Field::Location,
        "location talk_location seminar_location event_location room venue place where lieu salle ort \
         raum lugar sala 장소 場所",
    ),
    (
        Field::Tags,
        "tags tag keywords keyword categories category topics track tracks kind talk_type themes theme \
         area areas",
    ),
    (
        Field::Series,
        "series series_name seminar_series semester term season event event_name conference event_title \
         meetup collection series_title",
    ),
    (
        Field::Host,
        "host hosts hosted_by invited_by organizer organizers organiser organisers organized_by chair \
         chairs session_chair moderator moderators convenor contact_person",
    ),
    (
        Field::Links,
        "links link url urls website web homepage page materials material related_urls related_links \
         external_link external_url resources additional_resources more_info_link paper papers paper_url \
         code arxiv github meeting zoom registration",
    ),
    (Field::Language, "language lang talk_language"),
    (Field::Duration, "duration length video_length talk_duration runtime"),
];

/// The key of the list of talks in a file in our own format.
pub(crate) const TALKS_KEY: &str = "seminars";

/// The names of our own format: a record that uses only these is canonical.
static CANONICAL_NAMES: WordSet = WordSet::new(
    "\
    id title speakers speaker date time timezone series location host abstract video slides links tags \
    language duration",
);

/// From this name on, the names of the speakers also occur outside talks.
const FIRST_WEAK_SPEAKER_NAME: &str = "who";

/// From this name on, the names of the abstract also occur outside talks.
const FIRST_WEAK_ABSTRACT_NAME: &str = "description";

/// Prefixes that do not change what a name means.
const PREFIXES: [&str; 11] = [
    "talk_",
    "seminar_",
    "event_",
    "session_",
    "presentation_",
    "lecture_",
    "webinar_",
    "colloquium_",
    "meeting_",
    "the_",
    "url_",
];

/// Suffixes of the names of links.
const LINK_SUFFIXES: [&str; 5] = ["_url", "_link", "_urls", "_links", "_embed"];

/// Suffixes of the names of texts.
const TEXT_SUFFIXES: [&str; 8] = ["_text", "_md", "_html", "_name", "_names", "_en", "_string", "_raw"];

/// Added to the rank of a name that lost a prefix or suffix, so that it comes after all names in the table.
const DERIVED_RANK: u16 = 500;

static FIELD_BY_NAME: LazyLock<HashMap<&'static str, (Field, u16), BuildFnvHasher>> = LazyLock::new(|| {
    let rows = NAMES_BY_FIELD.iter().flat_map(|(field, names)| {
        (0..).zip(names.split_whitespace()).map(|(rank, name)| (name, (*field, rank)))
    });
    // A name in two rows belongs to the first.
    let mut map = HashMap::default();
    for (name, meaning) in rows {
        map.entry(name).or_insert(meaning);
    }
    map
});

/// The field that a normalized name means, and the rank of the name within that field.
pub(crate) fn lookup(name: &str) -> Option<(Field, u16)> {
    if let Some(&meaning) = FIELD_BY_NAME.get(name) {
        return Some(meaning);
    }
    let derived = |rest: &str| FIELD_BY_NAME.get(rest).map(|&(field, rank)| (field, rank + DERIVED_RANK));
    if let Some(found) = PREFIXES.iter().find_map(|prefix| name.strip_prefix(*prefix).and_then(derived)) {
        return Some(found);
    }
    let suffixed = |suffixes: &[&str], links: bool| {
        let rest = suffixes.iter().find_map(|suffix| name.strip_suffix(*suffix))?;
        // `last_name` is not a date.
        let rest = Some(rest).filter(|rest| *rest != "last")?;
        let is_link = |field| matches!(field, Field::Video | Field::Slides | Field::Links);
        derived(rest).filter(|&(field, _)| is_link(field) == links)
    };
    if let Some(found) = suffixed(&LINK_SUFFIXES, true).or_else(|| suffixed(&TEXT_SUFFIXES, false)) {
        return Some(found);
    }
    // `speaker_1`, `speaker2`; `date_prague`, but not `date_posted` or `date_end`.
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    if bare != name {
        return derived(bare);
    }
    let suffix = name.strip_prefix("date_")?;
    let excluded = [
        "added",
        "created",
        "updated",
        "modified",
        "posted",
        "published",
        "end",
        "format",
        "submitted",
        "label",
    ];
    (!excluded.contains(&suffix)).then_some((Field::Date, DERIVED_RANK))
}

/// The rank of a name in the row of its field.
fn rank(name: &str) -> u16 {
    FIELD_BY_NAME.get(name).map_or(u16::MAX, |&(_, rank)| rank)
}

/// Whether a list under this key belongs to a single record, like a list of speakers.
pub(crate) fn is_list_in_record(key: &str) -> bool {
    matches!(
        lookup(&normalize(key)),
        Some((
            Field::Speakers | Field::Affiliation | Field::Host | Field::Links | Field::Tags | Field::Slides,
            _
        ))
    )
}

/// Whether a name of the speakers, given its rank, occurs only in talks.
pub(crate) fn is_strong_speaker(at: u16) -> bool {
    let weak = rank(FIRST_WEAK_SPEAKER_NAME);
    at < weak || (DERIVED_RANK..DERIVED_RANK + weak).contains(&at)
}

/// Whether a name of the abstract, given its rank, occurs only in talks.
pub(crate) fn is_strong_abstract(at: u16) -> bool {
    let weak = rank(FIRST_WEAK_ABSTRACT_NAME);
    at < weak || at == rank("talk_description")
}

/// Whether a name of the date, given its rank, can only mean the day of an event.
pub(crate) fn is_event_date(at: u16) -> bool {
    at < rank("date")
}

/// Whether a name of the date, given its rank, means a day near the talk, such as when it was published, and
/// not the day of the talk.
pub(crate) fn is_weak_date(at: u16) -> bool {
    (rank("last")..DERIVED_RANK).contains(&at)
}

/// Whether a name belongs to our own format.
pub(crate) fn is_canonical(name: &str) -> bool {
    CANONICAL_NAMES.contains(name)
}

/// The canonical name that an unknown one was probably meant to be: one or two letters away, depending on its length.
pub(crate) fn suggest(name: &str) -> Option<&'static str> {
    if name.len() > 20 {
        return None;
    }
    let allowed = if name.chars().count() < 6 { 1 } else { 2 };
    CANONICAL_NAMES
        .iter()
        .chain(["affiliation", "name"])
        .map(|known| (strsim::osa_distance(known, name), known))
        .filter(|&(distance, known)| distance > 0 && distance <= allowed && known.len() > 3)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}

/// Normalizes a name for comparison: lower case, with `_` in place of a space, a `-` or a change of case.
pub(crate) fn normalize(name: &str) -> Cow<'_, str> {
    if is_normalized(name) {
        return Cow::Borrowed(name);
    }
    let mut out = String::with_capacity(name.len() + 2);
    let mut before_lower = false;
    for c in crate::text::clean(name).trim().chars() {
        if c.is_uppercase() && before_lower {
            out.push('_');
        }
        before_lower = c.is_lowercase() || c.is_ascii_digit();
        if c.is_whitespace() || matches!(c, '-' | '_' | '/' | '.') {
            if !out.ends_with('_') {
                out.push('_');
            }
        } else if !matches!(c, '(' | ')' | '?' | ':' | '*' | '\'' | '’') {
            out.extend(c.to_lowercase());
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    // `YouTube` is one word in spite of its inner capital.
    Cow::Owned(if out.contains("you_tube") { out.replace("you_tube", "youtube") } else { out })
}

/// Whether a name is already normalized, as most are.
fn is_normalized(name: &str) -> bool {
    let mut before = b' ';
    for byte in name.bytes() {
        if !(byte.is_ascii_lowercase() || byte.is_ascii_digit() || (byte == b'_' && before != b'_')) {
            return false;
        }
        before = byte;
    }
    before != b'_' && !name.contains("you_tube")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_in_one_spelling() {
        for raw in ["speaker_name", "speakerName", "Speaker Name", "SPEAKER-NAME", " speaker name:"] {
            assert_eq!(normalize(raw), "speaker_name", "{raw}");
        }
    }

    #[test]
    fn normalized_names_do_not_change() {
        for name in ["title", "_a1", "video_2", ""] {
            assert!(is_normalized(name), "{name}");
        }
        for name in ["Title", "a b", "a__b", "a_", "é", "you_tube", "a:"] {
            assert!(!is_normalized(name) && normalize(name) != name || name == "é", "{name}");
        }
    }

    #[test]
    fn prefixes_and_suffixes_are_ignored() {
        let field = |name: &str| lookup(&normalize(name)).map(|(field, _)| field);
        assert_eq!(field("talk-location"), Some(Field::Location));
        assert_eq!(field("youtubeEmbed"), Some(Field::Video));
        assert_eq!(field("datePrague"), Some(Field::Date));
        assert_eq!(field("Speaker 2"), Some(Field::Speakers));
        assert_eq!(field("invitedBy"), Some(Field::Host));
        assert_eq!(field("speaker-title"), None);
        assert_eq!(field("date_added"), None);
        assert_eq!(field("event-post-date"), None);
        assert_eq!(field("speaker-photo-location"), None);
    }

    #[test]
    fn every_canonical_name_is_in_the_table() {
        assert!(CANONICAL_NAMES.iter().all(|name| lookup(name).is_some()));
    }

    #[test]
    fn typos_suggest_the_intended_name() {
        assert_eq!(suggest("absract"), Some("abstract"));
        assert_eq!(suggest("sepakers"), Some("speakers"));
        assert_eq!(suggest("afiliation"), Some("affiliation"));
        assert_eq!(suggest("tite"), Some("title"));
        assert_eq!(suggest("rating"), None);
        assert_eq!(suggest("i"), None);
    }
}
