//! [`Field`]: the fields of the record that other people's keys are taken for.

use serde::{Deserialize, Serialize};

/// A field of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Field {
    /// The record's name.
    Id,
    /// The title.
    Title,
    /// The people who give the talk.
    Speakers,
    /// Where a speaker works.
    Affiliation,
    /// About a speaker.
    Bio,
    /// What the talk is about.
    Abstract,
    /// The day.
    Date,
    /// The time of day.
    Time,
    /// Where that time is meant.
    Timezone,
    /// The recordings.
    Video,
    /// Who shows the recording: `youtube`, `vimeo`, or why there is none.
    Provider,
    /// The slides.
    Slides,
    /// The place.
    Location,
    /// Subjects.
    Tags,
    /// The sequence it belongs to.
    Series,
    /// Who invited.
    Host,
    /// Everything else on the web.
    Links,
    /// The language it is given in.
    Language,
    /// The length of the recording.
    Duration,
}

impl Field {
    /// All fields, in the order of the record.
    pub(crate) const ALL: [Self; 19] = [
        Self::Title,
        Self::Speakers,
        Self::Affiliation,
        Self::Bio,
        Self::Date,
        Self::Time,
        Self::Timezone,
        Self::Series,
        Self::Location,
        Self::Host,
        Self::Abstract,
        Self::Video,
        Self::Provider,
        Self::Duration,
        Self::Slides,
        Self::Links,
        Self::Tags,
        Self::Language,
        Self::Id,
    ];

    /// Its name in the record.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Speakers => "speaker",
            Self::Affiliation => "affiliation",
            Self::Bio => "bio",
            Self::Abstract => "abstract",
            Self::Date => "date",
            Self::Time => "time",
            Self::Timezone => "timezone",
            Self::Video => "video",
            Self::Provider => "video provider",
            Self::Slides => "slides",
            Self::Location => "location",
            Self::Tags => "tags",
            Self::Series => "series",
            Self::Host => "host",
            Self::Links => "links",
            Self::Language => "language",
            Self::Duration => "duration",
        }
    }
}
