//! Maps the headings and labels of a page to the section or field that follows them.

use crate::extract::fields;
use crate::extract::fields::Field;
use crate::text::word_set::WordSet;

/// What a heading or label introduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Abstract,
    Bio,
    /// The value of a field.
    Field(Field),
    /// Something that does not belong to the record.
    Unrelated,
}

static ABSTRACT_LABELS: WordSet = WordSet::new(
    "\
    abstract abstracts talk_abstract abstract_of_the_talk summary talk_summary description \
    talk_description about_the_talk about_this_talk overview résumé resume resumen resumo \
    zusammenfassung riassunto synopsis 초록 강연초록 개요 강연_개요 概要 要旨 аннотация seminar_abstract",
);

static BIO_LABELS: WordSet = WordSet::new(
    "\
    bio bios biography biographies short_bio short_biography speaker_bio speaker_s_bio speakers_bio \
    speaker_biography biographical_sketch about_the_speaker about_the_speakers about_the_author \
    about_the_presenter about_speaker biographie biografie biografía biografia kurzbiographie 약력 연사약력 \
    연사_소개 연사소개 略歴 経歴 биография biosketch",
);

static UNRELATED_LABELS: WordSet = WordSet::new(
    "\
    video videos recording recordings slides links link references resources registration materials \
    upcoming previous next past_seminars upcoming_seminars zoom zoom_link watch watch_the_talk related \
    related_links further_reading reading readings papers photos gallery contact organizers sponsors \
    bibliography subscribe more_information how_to_join join youtube notes announcement see_also",
);

/// The section that a heading or label introduces; `None` if it is not known.
pub(crate) fn section_for_label(label: &str) -> Option<Section> {
    let name = fields::normalize(label.trim_matches(|c: char| !c.is_alphanumeric()));
    if name.is_empty() || name.len() > 40 {
        return None;
    }
    if ABSTRACT_LABELS.contains(&name) {
        return Some(Section::Abstract);
    }
    if BIO_LABELS.contains(&name) {
        return Some(Section::Bio);
    }
    match fields::lookup(&name) {
        Some((Field::Speakers, rank)) if fields::is_strong_speaker(rank) || name == "who" => {
            Some(Section::Field(Field::Speakers))
        }
        Some((Field::Title, _)) if name != "name" => Some(Section::Field(Field::Title)),
        Some((
            field @ (Field::Date | Field::Time | Field::Location | Field::Affiliation | Field::Host),
            rank,
        )) if rank < 400 => Some(Section::Field(field)),
        _ if UNRELATED_LABELS.contains(&name) => Some(Section::Unrelated),
        Some((Field::Video | Field::Slides, _)) => Some(Section::Unrelated),
        _ => None,
    }
}
