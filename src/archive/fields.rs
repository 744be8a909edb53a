//! The names of a field: one table from what a file calls something to what we call it.
//!
//! Names are compared in lower case, with camelCase taken apart and blanks and `-` as `_`.

/// A field of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
    /// The record's name.
    Id,
    /// The title.
    Title,
    /// The people who give the talk.
    Speakers,
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

/// Our own names: a record that uses only these is in our own format.
const OWN: [(&str, Field); 17] = [
    ("id", Field::Id),
    ("title", Field::Title),
    ("speakers", Field::Speakers),
    ("speaker", Field::Speakers),
    ("date", Field::Date),
    ("time", Field::Time),
    ("timezone", Field::Timezone),
    ("series", Field::Series),
    ("location", Field::Location),
    ("host", Field::Host),
    ("abstract", Field::Abstract),
    ("video", Field::Video),
    ("slides", Field::Slides),
    ("links", Field::Links),
    ("tags", Field::Tags),
    ("language", Field::Language),
    ("duration", Field::Duration),
];

/// The field that a name means.
pub(crate) fn field(name: &str) -> Option<Field> {
    OWN.iter().find(|(known, _)| *known == name).map(|&(_, field)| field)
}

/// The name of ours that an unknown one was probably meant to be: one or two letters away, by its length.
pub(crate) fn near(name: &str) -> Option<&'static str> {
    let allowed = if name.chars().count() < 6 { 1 } else { 2 };
    OWN.iter()
        .map(|&(known, _)| known)
        .chain(["affiliation", "name"])
        .map(|known| (strsim::osa_distance(known, name), known))
        .filter(|&(distance, known)| distance <= allowed && known.len() > 3)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}

/// A name as it is compared: lower case, with `_` where another spelling has a blank, `-` or a change of case.
pub(crate) fn normal(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    let mut before_lower = false;
    for c in crate::text::clean(name).trim().chars() {
        if c.is_uppercase() && before_lower {
            out.push('_');
        }
        before_lower = c.is_lowercase() || c.is_ascii_digit();
        if c.is_whitespace() || c == '-' || c == '_' {
            if !out.ends_with('_') {
                out.push('_');
            }
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out.truncate(out.trim_end_matches(['_', ':', '?']).len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_in_one_spelling() {
        for raw in ["speaker_name", "speakerName", "Speaker Name", "SPEAKER-NAME", " speaker name:"] {
            assert_eq!(normal(raw), "speaker_name", "{raw}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_near_the_name_it_was_meant_to_be() {
        assert_eq!(near("absract"), Some("abstract"));
        assert_eq!(near("sepakers"), Some("speakers"));
        assert_eq!(near("afiliation"), Some("affiliation"));
        assert_eq!(near("tite"), Some("title"));
        assert_eq!(near("rating"), None);
        assert_eq!(near("i"), None);
    }
}
