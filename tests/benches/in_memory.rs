//! Made-up talks as the program holds them.

use std::path::Path;
use std::sync::Arc;

use seminars::recording::Recording;
use seminars::seminar::{Duration, Seminar, Source, Speaker, TalkDate};
use seminars::text::Text;

use super::generator::{Talk, talks};

/// The first talks of an archive.
pub(crate) fn seminars(count: usize, seed: u64) -> Vec<Seminar> {
    let root: Arc<Path> = Path::new("talks").into();
    let file: Arc<Path> = Path::new("talks/all.yaml").into();
    let place = |index| Source { root: Arc::clone(&root), file: Arc::clone(&file), line: 1, index };
    (0..).zip(talks(seed).take(count)).map(|(index, talk)| seminar(&talk, place(index))).collect()
}

fn seminar(talk: &Talk, source: Source) -> Seminar {
    let speakers = talk.speakers.iter().map(|person| Speaker {
        name: Text::line(&person.name),
        affiliation: Some(Text::line(person.affiliation)),
        bio: person.bio.as_deref().map(Text::block),
    });
    let minutes = talk.duration.and_then(|minutes| u32::try_from(minutes * 60).ok());
    Seminar {
        id: Text::line(&format!("{}-{}", talk.date.as_deref().unwrap_or("talk"), source.index)),
        title: Some(Text::line(&talk.title)),
        speakers: speakers.collect(),
        date: talk.date.as_deref().map(TalkDate::parse),
        time: None,
        timezone: None,
        series: talk.series.map(Text::line),
        location: None,
        hosts: Vec::new(),
        abstract_text: Some(Text::block(&talk.abstract_text)),
        recordings: talk.video.iter().filter_map(|id| Recording::parse(id).ok()).collect(),
        slides: None,
        links: Vec::new(),
        tags: talk.tags.iter().map(|tag| Text::line(tag)).collect(),
        language: Some(Text::line(talk.language)),
        duration: minutes.and_then(Duration::from_seconds),
        other: Vec::new(),
        source,
        other_sources: Vec::new(),
    }
}
