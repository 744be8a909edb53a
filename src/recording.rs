//! [`Recording`]: where a talk can be watched. All forms of a YouTube link are normalized to one, and only http
//! and https count as links.

use std::fmt::{self, Write as _};

use thiserror::Error;
use url::{Host, Url};

use crate::text::clean_line;

/// Why a text cannot be opened as a link.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LinkError {
    /// Not a web address at all.
    #[error("`{0}` is not a web address")]
    Malformed(String),
    /// A scheme other than http and https.
    #[error("a link must be http or https, not `{0}`")]
    Scheme(String),
    /// No host, as in `https:///path`.
    #[error("the link `{0}` names no host")]
    NoHost(String),
    /// A user name or password before the host, which can make one address look like another.
    #[error("the link to `{0}` hides a user name")]
    User(String),
}

/// A link that is safe to open: http or https, with a host, without a user name, and normalized.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link(Box<str>);

impl Link {
    /// Parses a link. `https:` is added in front of `www.…` and `//…`.
    pub fn parse(raw: &str) -> Result<Self, LinkError> {
        parse_url(raw).map(|url| Self(String::from(url).into_boxed_str()))
    }

    /// The address, in ASCII.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its host, without `www.`.
    ///
    /// ```
    /// use seminars::recording::Link;
    /// assert_eq!(Link::parse("https://www.youtube.com/watch?v=ZW_c1Oozhsw").unwrap().host(), "youtube.com");
    /// ```
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or(&*self.0, |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        host.strip_prefix("www.").unwrap_or(host)
    }
}

/// An address without the parts in which links to the same page may differ: `https://`, `www.` and a slash at the end.
/// `None` if it begins with neither a scheme nor `www.`.
pub(crate) fn bare_address(text: &str) -> Option<&str> {
    let after_scheme = strip_start(text, "https://").or_else(|| strip_start(text, "http://"));
    let after_www = strip_start(after_scheme.unwrap_or(text), "www.");
    let address = after_www.or(after_scheme).filter(|address| !address.contains(char::is_whitespace))?;
    Some(address.trim_end_matches('/'))
}

/// The rest of a text that begins with `start`, ignoring case.
fn strip_start<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The eleven characters that identify a video on YouTube.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VideoId([u8; 11]);

impl VideoId {
    /// Accepts a bare id and nothing else: eleven letters, digits, `-` and `_`.
    #[must_use]
    pub fn new(raw: &str) -> Option<Self> {
        let bytes: [u8; 11] = raw.as_bytes().try_into().ok()?;
        bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).then_some(Self(bytes))
    }

    /// The id as a string slice.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for VideoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One place where a talk can be watched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recording {
    /// A YouTube video.
    YouTube {
        /// The id of the video.
        id: VideoId,
        /// Where the talk begins, in seconds.
        start: Option<u32>,
    },
    /// Any other site; the link is kept as it is.
    Other(Link),
}

impl Recording {
    /// Parses a recording in any form: `watch`, `youtu.be`, `embed`, `live`, `shorts`, `/v/`, with or without scheme, a
    /// bare id, or any other web address.
    ///
    /// ```
    /// use seminars::recording::Recording;
    /// let recording = Recording::parse("youtu.be/ZW_c1Oozhsw?si=abc&t=1m5s").unwrap();
    /// assert_eq!(recording.link().as_str(), "https://www.youtube.com/watch?v=ZW_c1Oozhsw&t=65s");
    /// ```
    pub fn parse(raw: &str) -> Result<Self, LinkError> {
        let raw = raw.trim();
        if let Some(id) = VideoId::new(raw) {
            return Ok(Self::YouTube { id, start: None });
        }
        // An id with the query that followed it in its address.
        let is_id = |(id, rest): &(&str, &str)| VideoId::new(id).is_some() && rest.starts_with(['?', '&']);
        if let Some((id, rest)) = raw.split_at_checked(11).filter(is_id) {
            return Self::parse(&format!("https://youtu.be/{id}?{}", rest.trim_start_matches(['?', '&'])));
        }
        let url = parse_url(raw)?;
        Ok(parse_youtube(&url).unwrap_or_else(|| Self::Other(Link(String::from(url).into_boxed_str()))))
    }

    /// The link to open. A YouTube link is rebuilt from its id.
    #[must_use]
    pub fn link(&self) -> Link {
        match self {
            Self::YouTube { id, start } => {
                let mut link = format!("https://www.youtube.com/watch?v={}", id.as_str());
                if let Some(seconds) = start {
                    let _ = write!(link, "&t={seconds}s");
                }
                Link(link.into_boxed_str())
            }
            Self::Other(link) => link.clone(),
        }
    }

    /// The same recording with another start; `None` unless it is on YouTube.
    ///
    /// ```
    /// use seminars::recording::Recording;
    /// let recording = Recording::parse("youtu.be/ZW_c1Oozhsw?t=65").unwrap();
    /// let link = |seconds| recording.starting_at(seconds).map(|recording| recording.link().to_string());
    /// assert_eq!(link(754).as_deref(), Some("https://www.youtube.com/watch?v=ZW_c1Oozhsw&t=754s"));
    /// assert_eq!(link(0).as_deref(), Some("https://www.youtube.com/watch?v=ZW_c1Oozhsw"));
    /// ```
    #[must_use]
    pub fn starting_at(&self, seconds: u32) -> Option<Self> {
        match self {
            Self::YouTube { id, .. } => {
                Some(Self::YouTube { id: *id, start: Some(seconds).filter(|&seconds| seconds > 0) })
            }
            Self::Other(_) => None,
        }
    }

    /// Whether it is on YouTube.
    #[must_use]
    pub fn is_youtube(&self) -> bool {
        matches!(self, Self::YouTube { .. })
    }
}

/// Whether a host belongs to YouTube: one of its domains or a subdomain.
fn is_youtube_host(host: &str) -> bool {
    ["youtube.com", "youtube-nocookie.com"]
        .iter()
        .any(|&own| host == own || host.strip_suffix(own).is_some_and(|rest| rest.ends_with('.')))
}

fn parse_youtube(url: &Url) -> Option<Recording> {
    let host = url.host_str()?.trim_end_matches('.');
    let mut path = url.path_segments()?.filter(|segment| !segment.is_empty());
    let query =
        |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let id = if host == "youtu.be" || host == "www.youtu.be" {
        VideoId::new(path.next()?)?
    } else if is_youtube_host(host) {
        match path.next()? {
            "watch" => match query("v") {
                Some(id) => VideoId::new(id.trim())?,
                None => VideoId::new(path.next()?)?,
            },
            "embed" | "live" | "shorts" | "v" | "e" => VideoId::new(path.next()?)?,
            _ => return None,
        }
    } else {
        return None;
    };
    let fragment = url.fragment().and_then(|f| f.strip_prefix("t="));
    let start = query("t").or_else(|| query("start")).or_else(|| fragment.map(str::to_owned));
    Some(Recording::YouTube { id, start: start.as_deref().and_then(parse_seconds) })
}

/// Parses `90`, `90s`, `1m30s`, `1h02m` into seconds; `None` for zero, which is where a recording starts anyway.
fn parse_seconds(raw: &str) -> Option<u32> {
    let mut total = 0u32;
    let mut number: Option<u32> = None;
    for c in raw.chars() {
        if let Some(digit) = c.to_digit(10) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
        } else {
            let unit = match c {
                'h' => 3600,
                'm' => 60,
                's' => 1,
                _ => return None,
            };
            total = total.checked_add(number.take()?.checked_mul(unit)?)?;
        }
    }
    Some(total.checked_add(number.unwrap_or(0))?).filter(|&seconds| seconds > 0)
}

fn parse_url(raw: &str) -> Result<Url, LinkError> {
    let raw = raw.trim();
    let shown = || clean_line(raw).into_owned();
    let with_scheme = if raw.starts_with("//") {
        format!("https:{raw}")
    } else if needs_scheme(raw) {
        format!("https://{raw}")
    } else {
        raw.to_owned()
    };
    // A text with a space is a sentence, not an address; the URL standard would encode or drop the space.
    if with_scheme.is_empty() || with_scheme.contains(char::is_whitespace) {
        return Err(LinkError::Malformed(shown()));
    }
    let url = Url::parse(&with_scheme).map_err(|error| match error {
        url::ParseError::EmptyHost => LinkError::NoHost(shown()),
        _ => LinkError::Malformed(shown()),
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(LinkError::Scheme(clean_line(url.scheme()).into_owned()));
    }
    // The URL standard accepts `https:///path` and takes `path` for the host.
    let after = with_scheme.split_once(':').map_or("", |(_, after)| after);
    if !after.starts_with("//") || after.starts_with("///") {
        return Err(LinkError::NoHost(shown()));
    }
    let named = match url.host() {
        Some(Host::Domain(domain)) => !domain.is_empty(),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
        None => false,
    };
    if !named {
        return Err(LinkError::NoHost(shown()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(LinkError::User(url.host_str().unwrap_or_default().to_owned()));
    }
    Ok(url)
}

/// Whether a text without a scheme looks like an address: `www.…`, or a host with a dot and then a path.
fn needs_scheme(raw: &str) -> bool {
    if raw.contains("://") {
        return false;
    }
    let host = raw.split(['/', '?', '#']).next().unwrap_or_default();
    let dotted = host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    dotted && (host.starts_with("www.") || raw.len() > host.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn link(raw: &str) -> String {
        match Recording::parse(raw) {
            Ok(recording) => recording.link().to_string(),
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn every_form_of_a_youtube_link_becomes_one() {
        for raw in [
            "https://www.youtube.com/watch?v=ZW_c1Oozhsw",
            "http://youtube.com/watch?feature=share&v=ZW_c1Oozhsw&list=PL1",
            "https://m.youtube.com/watch?v=ZW_c1Oozhsw",
            "youtube.com/watch?v=ZW_c1Oozhsw",
            "www.youtube.com/watch?v=ZW_c1Oozhsw",
            "//www.youtube.com/watch?v=ZW_c1Oozhsw",
            "https://youtu.be/ZW_c1Oozhsw?si=x_y",
            "youtu.be/ZW_c1Oozhsw",
            "https://www.youtube.com/embed/ZW_c1Oozhsw?si=abc",
            "https://www.youtube-nocookie.com/embed/ZW_c1Oozhsw",
            "https://www.youtube.com/live/ZW_c1Oozhsw?feature=share",
            "https://www.youtube.com/shorts/ZW_c1Oozhsw",
            "https://www.youtube.com/v/ZW_c1Oozhsw",
            "https://youtu.be/ZW_c1Oozhsw?t=0",
            " ZW_c1Oozhsw ",
        ] {
            assert_eq!(link(raw), "https://www.youtube.com/watch?v=ZW_c1Oozhsw", "{raw}");
        }
    }

    #[test]
    fn the_start_is_kept_in_seconds() {
        for raw in [
            "youtu.be/-W_c1Oozhs-?t=65",
            "https://youtube.com/watch?v=-W_c1Oozhs-&t=1m5s",
            "https://youtube.com/embed/-W_c1Oozhs-?start=65",
            "https://youtube.com/watch?v=-W_c1Oozhs-#t=65s",
        ] {
            assert_eq!(link(raw), "https://www.youtube.com/watch?v=-W_c1Oozhs-&t=65s", "{raw}");
        }
    }

    #[test]
    fn a_host_that_only_looks_like_youtube_is_another_site() {
        for raw in [
            "https://youtube.com.evil.example/watch?v=ZW_c1Oozhsw",
            "https://notyoutube.com/watch?v=ZW_c1Oozhsw",
        ] {
            assert!(matches!(Recording::parse(raw), Ok(Recording::Other(_))), "{raw}");
        }
    }

    #[test]
    fn what_is_not_safe_is_refused_with_the_reason() {
        assert_eq!(link("javascript:alert(1)"), "error: a link must be http or https, not `javascript`");
        assert_eq!(link("file:///etc/passwd"), "error: a link must be http or https, not `file`");
        assert_eq!(link("https:///watch"), "error: the link `https:///watch` names no host");
        assert_eq!(
            link("https://youtube.com@evil.example/"),
            "error: the link to `evil.example` hides a user name"
        );
        assert_eq!(link("--help"), "error: `--help` is not a web address");
        assert_eq!(link("to be announced"), "error: `to be announced` is not a web address");
        assert_eq!(link(""), "error: `` is not a web address");
    }

    #[test]
    fn other_links_are_kept_as_they_are() {
        assert_eq!(link("https://vimeo.com/123?x=1"), "https://vimeo.com/123?x=1");
    }

    proptest! {
        #[test]
        fn a_link_is_http_and_reads_as_itself(raw in "(https?://|www\\.|//)?[a-z@.:/?=&#%\\-]{0,40}") {
            if let Ok(recording) = Recording::parse(&raw) {
                let link = recording.link();
                prop_assert!(link.as_str().starts_with("http://") || link.as_str().starts_with("https://"));
                prop_assert!(link.as_str().is_ascii());
                prop_assert_eq!(Recording::parse(link.as_str()).map(|r| r.link()), Ok(link));
            }
        }

        #[test]
        fn every_id_survives_every_form(id in "[A-Za-z0-9_-]{11}", start in proptest::option::of(1u32..100_000)) {
            let expected = Recording::YouTube { id: VideoId::new(&id).unwrap(), start };
            let t = start.map_or(String::new(), |s| format!("?t={s}"));
            prop_assert_eq!(Recording::parse(&format!("https://youtu.be/{id}{t}")), Ok(expected.clone()));
            prop_assert_eq!(Recording::parse(expected.link().as_str()), Ok(expected));
        }
    }
}
