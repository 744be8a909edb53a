//! The short facts of a talk as lines of text, for exports that are read by people.

use crate::seminar::{Seminar, When};
use crate::text::Text;

/// Time, series, place, hosts, length, language and tags, as far as they are known.
pub(super) fn facts(seminar: &Seminar) -> Vec<String> {
    let date = seminar.date.as_ref();
    let date = date.map(|date| date.when().map_or_else(|| date.text().to_string(), When::in_words));
    let time = [date.as_deref(), seminar.time.as_deref(), seminar.timezone.as_deref()];
    let joined = |texts: &[Text], between| texts.iter().map(Text::as_str).collect::<Vec<_>>().join(between);
    let labelled =
        |label: &str, value: String| if value.is_empty() { value } else { format!("{label} {value}") };
    let duration = seminar.duration.map(|duration| duration.to_string());
    let language = seminar.language.as_deref().map(|language| format!("language {language}"));
    let lines = [
        time.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        seminar.series.as_deref().unwrap_or_default().to_owned(),
        seminar.location.as_deref().unwrap_or_default().to_owned(),
        labelled("hosted by", joined(&seminar.hosts, ", ")),
        duration.into_iter().chain(language).collect::<Vec<_>>().join(" · "),
        joined(&seminar.tags, " · "),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// Where the talk was found: `file:line` for each file.
pub(super) fn places(seminar: &Seminar) -> impl Iterator<Item = String> {
    let all = std::iter::once(&seminar.source).chain(&seminar.other_sources);
    all.map(|source| format!("{}:{}", source.relative(), source.line))
}
