//! Context: what the names of folders, files and keys around an entry say about what it is.

use crate::text::word_set::WordSet;

/// What surrounds an entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Context {
    /// Whether the nearest telling name is one of talks (`events/`, `talks:`), of other things (`people.yml`), or
    /// there is none.
    pub(crate) topic: Topic,
    /// Whether a date stands in what encloses the entry.
    pub(crate) is_dated: bool,
    /// Whether the entry is a page of its own.
    pub(crate) is_page: bool,
}

/// What a name is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Topic {
    /// Talks.
    Talks,
    /// People, papers, courses, sponsors, menus.
    Other,
    /// Nothing that would tell.
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
    testimonials links toc materials i18n",
);

impl Context {
    /// The same, seen from inside something of this name.
    pub(crate) fn within(self, name: &str) -> Self {
        let about = topic_of(name);
        Self { topic: if about == Topic::Unknown { self.topic } else { about }, ..self }
    }

    /// Whether it is plainly about other things.
    pub(crate) fn is_about_other(self) -> bool {
        self.topic == Topic::Other
    }

    /// Whether it is plainly about talks.
    pub(crate) fn is_about_talks(self) -> bool {
        self.topic == Topic::Talks
    }
}

/// What a name of a folder, file or key is about; a name of both is about talks (`past_papers_talks`).
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
