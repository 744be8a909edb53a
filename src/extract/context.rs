//! What the names of the enclosing folders, files and keys suggest about an entry: that it is about talks, or about
//! something else such as people, papers or menus. `classify` takes this into account.

use serde::{Deserialize, Serialize};

use crate::text::word_set::WordSet;

/// The surroundings of an entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Context {
    /// What the nearest name with a known word is about: talks (`events/`, `talks:`) or something else
    /// (`people.yml`).
    pub(crate) topic: Topic,
    /// Whether anything around the entry has a date.
    pub(crate) is_dated: bool,
    /// Whether the entry is a whole page.
    pub(crate) is_page: bool,
}

/// The topic that a name suggests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Topic {
    Talks,
    /// People, papers, courses, sponsors, menus.
    Other,
    /// The name does not say.
    #[default]
    Unknown,
}

static TALK_WORDS: WordSet = WordSet::new(
    "\
    talk talks seminar seminars seminaire seminaires séminaire séminaires seminario seminarios \
    colloquium colloquia colloquiums event events session sessions presentation presentations webinar \
    webinars schedule program programme past upcoming previous next future archive archives video videos \
    recordings meetup meetups meeting meetings symposium symposia workshop workshops conference \
    conferences lightning keynotes",
);

static OTHER_WORDS: WordSet = WordSet::new(
    "\
    people person persons team staff sponsor sponsors partners organizers organisers organizer \
    organizing committee committees nav navigation navbar menu menus sidebar footer header config \
    settings publications publication pubs bibliography bib references readings papers projects project \
    news posts post blog faq faqs course courses curriculum syllabus homework homeworks assignments \
    schema schemas authors students alumni faculty books jobs software tools resources gallery \
    testimonials links toc materials old backup backups i18n packages libraries datasets teaching patents awards grants hardware products",
);

impl Context {
    /// The context inside a folder, file or key with this name.
    pub(crate) fn within(self, name: &str) -> Self {
        let about = topic_of(name);
        Self { topic: if about == Topic::Unknown { self.topic } else { about }, ..self }
    }

    /// Whether it is clearly about other things.
    pub(crate) fn is_about_other(self) -> bool {
        self.topic == Topic::Other
    }

    /// Whether it is clearly about talks.
    pub(crate) fn is_about_talks(self) -> bool {
        self.topic == Topic::Talks
    }
}

/// Whether a word in lower case is about talks, or about where and when they are listed.
pub(crate) fn names_talks(word: &str) -> bool {
    TALK_WORDS.contains(word)
}

/// The topic that the name of a folder, file or key suggests. A name with both kinds of words is about talks
/// (`past_papers_talks`).
pub(crate) fn topic_of(name: &str) -> Topic {
    let normal = super::fields::normalize(name);
    let mut about = Topic::Unknown;
    for word in normal.split(|c: char| !c.is_alphanumeric()) {
        if TALK_WORDS.contains(word) {
            return Topic::Talks;
        }
        if OTHER_WORDS.contains(word) {
            about = Topic::Other;
        }
    }
    about
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_words_of_both_kinds_is_about_talks() {
        for name in ["talks", "past_papers_talks", "News and Events"] {
            assert_eq!(topic_of(name), Topic::Talks, "{name}");
        }
        for name in ["news", "team", "publications", "posts"] {
            assert_eq!(topic_of(name), Topic::Other, "{name}");
        }
        assert_eq!(topic_of("2019"), Topic::Unknown);
    }
}
