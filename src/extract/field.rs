//! [`Field`]: the fields of a record, to which the keys in files are mapped.

use serde::{Deserialize, Serialize};

/// A field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Field {
    /// A short name that identifies the record.
    Id,
    Title,
    /// The people who give the talk.
    Speakers,
    /// Where a speaker works.
    Affiliation,
    /// A speaker's biography.
    Bio,
    /// What the talk is about.
    Abstract,
    /// The day of the talk.
    Date,
    /// The time of day.
    Time,
    /// The time zone of the time of day.
    Timezone,
    /// The recordings.
    Video,
    /// The site of the recording, such as `youtube` or `vimeo`, or a reason why there is none.
    Provider,
    Slides,
    /// The room or other place.
    Location,
    /// The topics of the talk.
    Tags,
    /// The series of talks it belongs to.
    Series,
    /// The person who invited the speaker.
    Host,
    /// All other links.
    Links,
    /// The language of the talk.
    Language,
    /// The length of the recording.
    Duration,
}

impl Field {
    /// All fields, in the order of a record.
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

    /// Its name in a record.
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
