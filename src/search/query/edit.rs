//! Adds facet values to a query and removes them. Several values of one field are alternatives.

use super::parse;
use super::{Expr, Query, WordShape};
use crate::search::query::field::QueryField;
use crate::search::query::{FIELDS, Word};

/// What a facet value restricts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    /// A whole value of a text.
    Value(QueryField),
    /// The year.
    Year,
    /// Whether there is a recording.
    Recording,
    /// One of the user's flags.
    Flag,
}

impl Query {
    /// Whether the query narrows a field to this value, alone or among others.
    #[must_use]
    pub fn narrows_to(&self, field: &str, value: &str) -> bool {
        let Some(leaf) = value_expr(field, value) else { return false };
        self.conjuncts()
            .iter()
            .any(|part| narrowed_kind(part).is_some() && alternatives(part).contains(&leaf))
    }

    /// The values that the query narrows a field to, as typed.
    #[must_use]
    pub fn narrowed_values(&self, field: &str) -> Vec<String> {
        let Some(kind) = kind_of_field(field) else { return Vec::new() };
        let parts = self.conjuncts().iter().filter(|part| narrowed_kind(part) == Some(kind));
        parts.flat_map(alternatives).filter_map(typed_value).collect()
    }

    /// Adds a value of a field, as an alternative to the field's other values, or removes it if it is already there.
    ///
    /// ```
    /// use seminars::search::Query;
    /// let query = Query::parse("privacy").unwrap().toggled("year", "2022").toggled("year", "2023");
    /// assert_eq!(query.to_string(), "privacy (year:2022 OR year:2023)");
    /// assert_eq!(query.toggled("year", "2022").to_string(), "privacy year:2023");
    /// ```
    #[must_use]
    pub fn toggled(&self, field: &str, value: &str) -> Self {
        let Some(leaf) = value_expr(field, value) else { return self.clone() };
        let mut parts = self.conjuncts().to_vec();
        let kind = kind_of(&leaf);
        let of_kind = |part: &Expr| kind.is_some() && narrowed_kind(part) == kind;
        let there = parts.iter().position(|part| of_kind(part) && alternatives(part).contains(&leaf));
        let same = there.or_else(|| parts.iter().position(of_kind));
        match same.and_then(|at| Some((at, parts.get_mut(at)?))) {
            None => parts.push(leaf),
            Some((at, part)) => {
                let mut values = alternatives(part).to_vec();
                let before = values.len();
                values.retain(|value| *value != leaf);
                if values.len() == before {
                    values.push(leaf);
                }
                match parse::combine(values, Expr::Any) {
                    Some(rest) => *part = rest,
                    None => {
                        parts.remove(at);
                    }
                }
            }
        }
        self.with_conjuncts(parts)
    }

    /// Removes all values that the query narrows a field to; `None` if there are none.
    #[must_use]
    pub fn without_values(&self, field: &str) -> Option<Self> {
        let kind = kind_of_field(field)?;
        let parts: Vec<Expr> =
            self.conjuncts().iter().filter(|part| narrowed_kind(part) != Some(kind)).cloned().collect();
        (parts.len() < self.conjuncts().len()).then(|| self.with_conjuncts(parts))
    }

    fn conjuncts(&self) -> &[Expr] {
        match &self.root {
            Expr::All(parts) => parts,
            other => std::slice::from_ref(other),
        }
    }

    fn with_conjuncts(&self, parts: Vec<Expr>) -> Self {
        let root = parse::combine(parts, Expr::All).unwrap_or(Expr::All(Vec::new()));
        Self { root, order: self.order }
    }
}

/// A value of a field as an expression.
fn value_expr(field: &str, value: &str) -> Option<Expr> {
    let field = FIELDS.iter().find(|own| own.name == field)?;
    if let QueryField::Text(role) = field.field {
        return Word::whole_value(&value.replace('"', " "), role).map(Expr::Word);
    }
    let (query, _) = parse::parse(&format!("{}:{value}", field.name), false);
    query.map(|query| query.root).filter(|root| kind_of(root).is_some())
}

/// What the values of a field restrict; `None` if the field is not a facet.
fn kind_of_field(name: &str) -> Option<ValueKind> {
    let field = FIELDS.iter().find(|own| own.name == name)?.field;
    match field {
        QueryField::Text(_) => Some(ValueKind::Value(field)),
        QueryField::Has | QueryField::Lacks => Some(ValueKind::Recording),
        QueryField::Is => Some(ValueKind::Flag),
        _ => (name == "year").then_some(ValueKind::Year),
    }
}

fn kind_of(part: &Expr) -> Option<ValueKind> {
    match part {
        Expr::Word(word) if word.shape == WordShape::WholeValue => {
            word.role.map(|role| ValueKind::Value(QueryField::Text(role)))
        }
        Expr::Filter(filter) if filter.is_field("year") => Some(ValueKind::Year),
        Expr::Filter(filter) if filter.is_field("is") => Some(ValueKind::Flag),
        Expr::Filter(filter) if filter.is_video_filter() => Some(ValueKind::Recording),
        _ => None,
    }
}

/// The kind of the values in a part, if they all have the same kind.
fn narrowed_kind(part: &Expr) -> Option<ValueKind> {
    let mut kinds = alternatives(part).iter().map(kind_of);
    let first = kinds.next()??;
    kinds.all(|kind| kind == Some(first)).then_some(first)
}

/// A value as it was typed.
fn typed_value(leaf: &Expr) -> Option<String> {
    match leaf {
        Expr::Word(word) => Some(word.typed.clone()),
        Expr::Filter(filter) => Some(filter.typed().to_owned()),
        _ => None,
    }
}

fn alternatives(part: &Expr) -> &[Expr] {
    match part {
        Expr::Any(parts) => parts,
        other => std::slice::from_ref(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn toggled(query: &str, field: &str, value: &str) -> String {
        Query::parse(query).unwrap().toggled(field, value).to_string()
    }

    #[test]
    fn values_of_one_field_are_alternatives_and_fields_narrow_each_other() {
        assert_eq!(toggled("", "series", "A \"B\" C"), "series:=\"A  B  C\"");
        assert_eq!(toggled("han", "tag", "tinyml"), "han tag:=\"tinyml\"");
        assert_eq!(toggled("tag:=\"a\"", "tag", "b"), "tag:=\"a\" OR tag:=\"b\"");
        assert_eq!(toggled("tag:=\"a\"", "speaker", "b"), "tag:=\"a\" speaker:=\"b\"");
        assert_eq!(toggled("tag:=\"a\" OR tag:=\"b\" OR tag:=\"c\"", "tag", "b"), "tag:=\"a\" OR tag:=\"c\"");
        assert_eq!(toggled("tag:=\"a\"", "tag", "a"), "");
        assert_eq!(toggled("has:video sort:title", "no", "video"), "has:video OR no:video sort:title");
        assert_eq!(toggled("year:2022", "year", "2022"), "");
        // Conditions typed by hand are not toggled.
        assert_eq!(toggled("tag:a OR han", "tag", "a"), "(tag:a OR han) tag:=\"a\"");
        assert_eq!(toggled("date:2022", "year", "2022"), "date:2022 year:2022");
        assert_eq!(toggled("han", "nofield", "x"), "han");
    }

    #[test]
    fn a_field_is_widened_by_taking_its_values_out() {
        let query = Query::parse("han (year:2022 OR year:2023) tag:=\"a\"").unwrap();
        let shown = |field: &str| query.without_values(field).map(|query| query.to_string());
        assert_eq!(shown("year").as_deref(), Some("han tag:=\"a\""));
        assert_eq!(shown("tag").as_deref(), Some("han (year:2022 OR year:2023)"));
        assert_eq!(shown("series"), None);
        assert!(query.narrows_to("year", "2023") && !query.narrows_to("year", "2021"));
        assert_eq!(query.narrowed_values("year"), ["2022", "2023"]);
        // A value does not narrow if it is an alternative to something else.
        assert!(!Query::parse("han OR year:2022").unwrap().narrows_to("year", "2022"));
        assert!(Query::parse("tag:=\"Müller\"").unwrap().narrows_to("tag", "MÜLLER"));
        assert_eq!(toggled("year:2022 year:2023", "year", "2023"), "year:2022");
    }

    proptest! {
        #[test]
        fn twice_is_not_at_all(query in "((han|a b|-c|tag:x|date:2022) ){0,4}", field in "(tag|year|has|speaker)",
                               value in "(2022|video|Song Han|a)") {
            let query = Query::parse(&query).unwrap();
            let there_and_back = query.toggled(&field, &value).toggled(&field, &value);
            prop_assert_eq!(&there_and_back, &query);
            let once = query.toggled(&field, &value);
            prop_assert_eq!(Query::parse(&once.to_string()), Ok(once));
        }
    }
}
