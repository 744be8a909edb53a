//! The query parser: one pass over the text, with no backtracking.
//!
//! ```text
//! query  = part …                   all must match
//! part   = item [ OR item … ]       one must match; `OR` joins its two neighbours
//! item   = [ - | not: ] term
//! term   = word | "phrase" | field:word | field:"phrase" | field:="value" | field:( query ) | ( query )
//! ```

use std::ops::Range;

use super::error::{MAX_DEPTH, MAX_WORDS, QueryError, QueryErrorKind};
use super::expr::{Expr, Word};
use super::field::{self, FieldInfo, ORDER_NAMES, QueryField};
use super::filter::Filter;
use super::order::Order;
use crate::recording::{Recording, VideoId};
use crate::search::TextRole;

/// A parsed query: its conditions and the order that it asks for.
pub(super) struct Parsed {
    pub(super) root: Expr,
    pub(super) order: Option<Order>,
}

/// Parses a query. If `lenient`, open phrases and groups count as closed at the end, and unknown fields are skipped.
pub(super) fn parse(text: &str, lenient: bool) -> (Option<Parsed>, Option<QueryError>) {
    let mut parser = Parser { text, position: 0, word_count: 0, order: None, lenient, error: None };
    match parser.parse_group(ParseContext::default()) {
        Ok(expr) => {
            let root = expr.unwrap_or(Expr::All(Vec::new()));
            (Some(Parsed { root, order: parser.order }), parser.error)
        }
        Err(error) => (None, Some(error)),
    }
}

struct Parser<'t> {
    text: &'t str,
    position: usize,
    word_count: usize,
    order: Option<Order>,
    lenient: bool,
    /// The first error that lenient mode ignored.
    error: Option<QueryError>,
}

/// The context of the part being parsed.
#[derive(Debug, Clone, Copy, Default)]
struct ParseContext {
    /// The role that words search unless they name a field.
    role: Option<TextRole>,
    /// The nesting depth of groups.
    depth: usize,
    /// Whether it is excluded, an alternative, or in a group.
    is_nested: bool,
}

type ExprResult = Result<Option<Expr>, QueryError>;

/// The video that a pasted address links to; the search then looks for its id.
fn video_in_address(word: &str) -> Option<VideoId> {
    match word.contains('/').then(|| Recording::parse(word).ok())?? {
        Recording::YouTube { id, .. } => Some(id),
        Recording::Other(_) => None,
    }
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.position += rest.len() - rest.trim_start().len();
    }

    /// Skips minus signs; several mean the same as one.
    fn skip_dashes(&mut self) {
        let rest = self.rest();
        self.position += rest.len() - rest.trim_start_matches('-').len();
    }

    /// Consumes an operator if it is a whole word; returns its range.
    fn take_operator(&mut self, name: &str) -> Option<Range<usize>> {
        let after = self.rest().strip_prefix(name)?;
        let ends = after.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')' | '"'));
        ends.then(|| {
            let start = self.position;
            self.position += name.len();
            start..self.position
        })
    }

    /// Parses up to the end of the text or a closing parenthesis, which is left to the caller.
    fn parse_group(&mut self, around: ParseContext) -> ExprResult {
        let mut parts: Vec<Expr> = Vec::new();
        loop {
            self.skip_blanks();
            match self.peek() {
                None => break,
                Some(')') if around.depth > 0 => break,
                Some(')') => return Err(QueryErrorKind::UnexpectedClose.at(self.position..self.position + 1)),
                Some(_) => {}
            }
            if self.take_operator("AND").is_some() {
                continue;
            }
            match self.parse_alternatives(around)? {
                Some(Expr::All(inner)) => inner.into_iter().for_each(|part| push_unique(&mut parts, part)),
                Some(part) => push_unique(&mut parts, part),
                None => {}
            }
        }
        Ok(combine(parts, Expr::All))
    }

    /// Parses items with `OR` between them.
    fn parse_alternatives(&mut self, around: ParseContext) -> ExprResult {
        if let Some(at) = self.take_operator("OR") {
            return Err(QueryErrorKind::LoneOr.at(at));
        }
        let order = self.order;
        let first = self.parse_item(around)?;
        let mut items: Vec<Expr> = Vec::new();
        add_alternative(&mut items, first);
        loop {
            let before = self.position;
            self.skip_blanks();
            let Some(or) = self.take_operator("OR") else {
                self.position = before;
                break;
            };
            if self.order != order {
                return Err(QueryErrorKind::NestedSort.at(or));
            }
            self.skip_blanks();
            match self.peek() {
                // The right side has not been typed yet.
                None => break,
                Some(')') => return Err(QueryErrorKind::LoneOr.at(or)),
                Some(_) => {}
            }
            if let Some(at) = self.take_operator("OR").or_else(|| self.take_operator("AND")) {
                return Err(QueryErrorKind::LoneOr.at(at));
            }
            let next = self.parse_item(ParseContext { is_nested: true, ..around })?;
            add_alternative(&mut items, next);
        }
        Ok(combine(items, Expr::Any))
    }

    /// Parses a term, which may be excluded.
    fn parse_item(&mut self, around: ParseContext) -> ExprResult {
        if self.peek() == Some('-') {
            self.position += 1;
            // A dash between blanks is ignored.
            let stands_alone = self.peek().is_none_or(char::is_whitespace);
            return if stands_alone { Ok(None) } else { self.parse_negated(around) };
        }
        if self.take_operator("NOT").is_some() {
            return self.parse_negated(around);
        }
        let start = self.position;
        match self.parse_field_name() {
            Ok(Some(FieldInfo { field: QueryField::Not, .. })) => self.parse_negated(around),
            Ok(Some(field)) => self.parse_field_value(field, start, around),
            Ok(None) => self.parse_term(around.role, around),
            // While a query is being typed, skip an unknown field and its value.
            Err(error) if self.lenient && error.is_unknown_field() => {
                self.error.get_or_insert(error);
                self.take_bare_word();
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn parse_negated(&mut self, around: ParseContext) -> ExprResult {
        self.skip_blanks();
        self.skip_dashes();
        let start = self.position;
        let around = ParseContext { is_nested: true, ..around };
        let part = match self.parse_field_name()? {
            Some(FieldInfo { field: QueryField::Not, .. }) => None,
            Some(field) => self.parse_field_value(field, start, around)?,
            None => self.parse_term(around.role, around)?,
        };
        Ok(part.map(|part| Expr::Not(Box::new(part))))
    }

    /// Parses a field name and its colon. Names have letters only, so a time of day is a word. So are a URL and an
    /// unknown name with nothing after its colon, unless that name is similar to a field.
    fn parse_field_name(&mut self) -> Result<Option<&'static FieldInfo>, QueryError> {
        let rest = self.rest();
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let Some((name, after)) = rest.split_at_checked(letters).filter(|_| letters > 0) else {
            return Ok(None);
        };
        let Some(after) = after.strip_prefix(':') else { return Ok(None) };
        if after.starts_with("//") {
            return Ok(None);
        }
        let Some(field) = field::find_field(name) else {
            let error = QueryErrorKind::unknown_field(name).at(self.position..self.position + letters + 1);
            // Treat `Vision: a talk`, `C:N`, `Re:thinking` and `std::map` as words, unless the name resembles a field.
            let ends = after.chars().next().is_none_or(|c| c.is_whitespace() || c == ':');
            let is_word = ends || letters < 3 || name.starts_with(|c: char| c.is_ascii_uppercase());
            return if is_word && error.is_unlike_any_field() { Ok(None) } else { Err(error) };
        };
        self.position += letters + 1;
        // `speaker: han` means `speaker:han`.
        self.skip_blanks();
        Ok(Some(field))
    }

    /// Parses the value after the colon of a field.
    fn parse_field_value(
        &mut self,
        field: &'static FieldInfo,
        start: usize,
        around: ParseContext,
    ) -> ExprResult {
        if let QueryField::Text(role) = field.field {
            // `speaker:-han` means `-speaker:han`.
            let negated =
                self.rest().strip_prefix('-').is_some_and(|rest| !rest.starts_with(char::is_whitespace));
            self.skip_dashes();
            let part = self.parse_term(Some(role), around)?;
            return Ok(if negated { part.map(|part| Expr::Not(Box::new(part))) } else { part });
        }
        if self.peek() == Some('(') {
            return Err(
                QueryErrorKind::GroupUnsupported { name: field.name }.at(self.position..self.position + 1)
            );
        }
        let value = match self.peek() {
            Some('"') => self.take_quoted()?.0,
            _ => self.take_bare_word(),
        };
        self.count_word(start)?;
        let at = start..self.position;
        if field.field != QueryField::Sort {
            let filter = Filter::parse(field, value).map_err(|fault| fault.at(at))?;
            return Ok(filter.map(Expr::Filter));
        }
        if around.is_nested {
            return Err(QueryErrorKind::NestedSort.at(at));
        }
        if !value.trim().is_empty() {
            let order = Order::from_name(value.trim());
            let wrong = || {
                QueryErrorKind::bad_value(
                    field.name,
                    value,
                    "date, -date, speaker, title, series, len, watched or queue",
                    &ORDER_NAMES,
                )
            };
            self.order = Some(order.ok_or_else(|| wrong().at(at))?);
        }
        Ok(None)
    }

    /// Parses a group, a phrase or a word.
    fn parse_term(&mut self, field: Option<TextRole>, around: ParseContext) -> ExprResult {
        let start = self.position;
        match self.peek() {
            Some('(') => {
                self.position += 1;
                let depth = around.depth + 1;
                if depth > MAX_DEPTH {
                    return Err(QueryErrorKind::TooDeep.at(start..self.position));
                }
                let inner = self.parse_group(ParseContext { role: field, depth, is_nested: true })?;
                if self.peek() == Some(')') {
                    self.position += 1;
                } else {
                    self.report_unclosed(QueryErrorKind::UnclosedGroup.at(start..start + 1))?;
                }
                Ok(inner)
            }
            Some('"') => {
                let (typed, open) = self.take_quoted()?;
                let word = Word::phrase(typed, field, open);
                self.word_expr(word, start)
            }
            Some('=') if field.is_some() => self.parse_whole_value(field, start),
            _ => {
                let typed = self.take_bare_word();
                let word = match video_in_address(typed) {
                    Some(id) => Word::single(id.as_str(), field),
                    None => Word::address(typed).or_else(|| Word::single(typed, field)),
                };
                self.word_expr(word, start)
            }
        }
    }

    /// Parses `="a value"`, which matches only the whole value.
    fn parse_whole_value(&mut self, field: Option<TextRole>, start: usize) -> ExprResult {
        self.position += 1;
        let own =
            field::FIELDS.iter().find(|own| field.is_some_and(|role| own.field == QueryField::Text(role)));
        let Some((role, named)) = field.zip(own) else { return Ok(None) };
        if !role.supports_exact_match() {
            return Err(QueryErrorKind::WholeValueUnsupported { name: named.name }.at(start..self.position));
        }
        let typed = match self.peek() {
            Some('"') => self.take_quoted()?.0,
            _ => self.take_bare_word(),
        };
        self.word_expr(Word::whole_value(typed, role), start)
    }

    fn word_expr(&mut self, word: Option<Word>, start: usize) -> ExprResult {
        if word.is_some() {
            self.count_word(start)?;
        }
        Ok(word.map(Expr::Word))
    }

    fn count_word(&mut self, start: usize) -> Result<(), QueryError> {
        self.word_count += 1;
        if self.word_count > MAX_WORDS {
            Err(QueryErrorKind::TooManyWords.at(start..self.position))
        } else {
            Ok(())
        }
    }

    /// Takes everything up to a blank, a parenthesis or a quote.
    fn take_bare_word(&mut self) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"'));
        let (word, _) = rest.split_at_checked(end.unwrap_or(rest.len())).unwrap_or((rest, ""));
        self.position += word.len();
        word
    }

    /// Takes the text between quotes; also returns whether the closing quote is missing.
    fn take_quoted(&mut self) -> Result<(&'t str, bool), QueryError> {
        let start = self.position;
        self.position += 1;
        let rest = self.rest();
        if let Some((inside, _)) = rest.split_once('"') {
            self.position += inside.len() + 1;
            return Ok((inside, false));
        }
        self.position = self.text.len();
        self.report_unclosed(QueryErrorKind::UnclosedPhrase.at(start..start + 1))?;
        Ok((rest, true))
    }

    fn report_unclosed(&mut self, error: QueryError) -> Result<(), QueryError> {
        if !self.lenient {
            return Err(error);
        }
        self.error.get_or_insert(error);
        Ok(())
    }
}

fn push_unique(parts: &mut Vec<Expr>, part: Expr) {
    if !parts.contains(&part) {
        parts.push(part);
    }
}

fn add_alternative(items: &mut Vec<Expr>, item: Option<Expr>) {
    match item {
        Some(Expr::Any(inner)) => inner.into_iter().for_each(|item| push_unique(items, item)),
        Some(item) => push_unique(items, item),
        None => {}
    }
}

/// Joins parts into one expression. A single part is returned unchanged; no parts give `None`.
pub(super) fn combine(mut parts: Vec<Expr>, join: fn(Vec<Expr>) -> Expr) -> Option<Expr> {
    if parts.len() > 1 { Some(join(parts)) } else { parts.pop() }
}
