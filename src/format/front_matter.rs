//! The front matter of a page: the YAML or TOML between two marks at its beginning.

use std::sync::atomic::AtomicBool;

use super::error::TreeError;
use super::limits::Limits;
use super::node::{Node, NodeValue, Pair};
use super::remark::Remark;
use super::toml;
use super::yaml::events;
use crate::diagnostic::{Position, Rule, Severity};

/// The front matter of a page, and what follows it.
pub(crate) struct FrontMatter<'t> {
    is_toml: bool,
    text: &'t str,
    first_line: u32,
    /// The text after the front matter.
    pub(crate) body: &'t str,
    /// The line of the file where `body` begins.
    pub(crate) body_line: u32,
}

/// Splits the front matter, between lines of `---` or `+++`, from the body.
pub(crate) fn front_matter(text: &str) -> Option<FrontMatter<'_>> {
    let blank = text.len() - text.trim_start().len();
    let (before, rest) = text.split_at(blank);
    let mark = rest.get(..3).filter(|mark| matches!(*mark, "---" | "+++"))?;
    let (first, inside) = rest.split_once('\n')?;
    if first.trim_end() != mark {
        return None;
    }
    let lines =
        |text: &str| u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX);
    let line = lines(before) + 2;
    let mut end = 0;
    for candidate in inside.split_inclusive('\n') {
        let bare = candidate.trim_end();
        if bare == mark || (mark == "---" && bare == "...") {
            let (front, after) = inside.split_at(end);
            let body = after.get(candidate.len()..).unwrap_or_default();
            return Some(FrontMatter {
                is_toml: mark == "+++",
                text: front,
                first_line: line,
                body,
                body_line: line + lines(front) + 1,
            });
        }
        end += candidate.len();
    }
    None
}

impl FrontMatter<'_> {
    /// Its keys and values. If the parser rejects it, it is read line by line, and a remark is added.
    pub(crate) fn parse(
        &self,
        limits: &Limits,
        cancel: &AtomicBool,
        remarks: &mut Vec<Remark>,
    ) -> Result<Vec<Pair>, TreeError> {
        let parsed = if self.is_toml {
            toml::parse(self.text, self.first_line)
        } else {
            events::parse(self.text, self.first_line, limits, cancel)
                .map(|documents| documents.into_iter().next())
        };
        match parsed {
            Ok(Some(Node { value: NodeValue::Map(pairs), .. })) => Ok(pairs),
            Ok(_) => Ok(Vec::new()),
            Err(TreeError::Syntax { message, at }) => {
                let language = if self.is_toml { "TOML" } else { "YAML" };
                let message =
                    format!("the front matter is not {language}, and is read line by line: {message}");
                let help = "put quotes around a text with `: ` or `#` in it";
                remarks.push(Remark { severity: Severity::Warning, rule: Rule::Syntax, at, message, help });
                Ok(self.parse_by_line())
            }
            Err(error) => Err(error),
        }
    }

    /// The lines `key: value` of a front matter that its parser rejected.
    fn parse_by_line(&self) -> Vec<Pair> {
        let mark = if self.is_toml { " =" } else { ":" };
        let lines = (self.first_line..).zip(self.text.lines());
        let pairs = lines.filter_map(|(line, text)| {
            let (key, value) = text.split_once(mark)?;
            let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
            let value = value.trim().trim_matches(['"', '\'']);
            let at = Position { line, column: 1 };
            (plain && !value.is_empty()).then(|| Pair { key: key.into(), at, node: Node::text(value, at) })
        });
        pairs.collect()
    }
}
