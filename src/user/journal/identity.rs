//! [`TalkIdentity`]: what identifies a talk in the journal, so that it is found again after it was edited or moved.

use serde::{Deserialize, Serialize};

use crate::recording::Recording;
use crate::records::{Handle, Snapshot};
use crate::search::fold_key;

/// What identifies a talk. Titles and names are folded, so that another spelling is the same talk.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct TalkIdentity {
    /// The id, unless several talks ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// The address of the first recording, with its start time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<String>,
    /// The day, month or year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) date: Option<String>,
    /// The folded title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// The folded names of the speakers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) speakers: Vec<String>,
}

impl TalkIdentity {
    /// The identity of a listed talk.
    pub(crate) fn of(snapshot: &Snapshot, handle: Handle) -> Option<Self> {
        let talk = snapshot.summary(handle)?;
        Some(Self {
            id: Some(talk.id.to_string()).filter(|_| !snapshot.shares_id(handle)),
            link: talk.recordings.first().map(link_of),
            date: talk.when().map(|when| when.to_string()),
            title: talk.title.as_deref().map(fold_key),
            speakers: talk.speakers.iter().map(|speaker| fold_key(&speaker.name)).collect(),
        })
    }

    /// The date, the speakers and the title, for messages.
    pub(crate) fn in_words(&self) -> String {
        let title = self.title.as_deref().unwrap_or("untitled");
        let parts = [self.date.clone(), Some(self.speakers.join(", ")), Some(title.to_owned())];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        parts.join("  ")
    }
}

/// The address of a recording, with its start time.
pub(super) fn link_of(recording: &Recording) -> String {
    recording.link().to_string()
}
