//! The different values that findings speak of, counted: what is wrong in thousands of
//! rows is often wrong in a few values.

use crate::base::limits::{SHOWN_CHARACTERS_MAX, VALUES_COUNTED_MAX};
use crate::findings::finding::Finding;
use crate::findings::rule::{Rule, Scope};
use crate::rows::choices::Correction;
use crate::rules::RULES;
use crate::users::field::Field;
use std::cmp::Reverse;
use std::collections::HashMap;

/// A value that findings speak of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value {
    /// The code of the rule.
    pub code: &'static str,
    /// The column's name as the file writes it.
    pub column: Option<String>,
    /// The name of the field that the column feeds.
    pub field: Option<&'static str>,
    /// The value as the file writes it, cut for showing; `None` where it is not shown or
    /// there is none.
    pub value: Option<String>,
    /// What to write instead.
    pub suggestion: Option<String>,
}

impl Value {
    /// The correction by value, as `--set` takes it, if the value can be corrected so and
    /// something is suggested.
    pub fn correction(&self) -> Option<String> {
        // What is said of a row or a column is nothing that another value corrects.
        let rule = RULES.iter().find(|rule| rule.code == self.code)?;
        let field = Field::of_name(self.field?).filter(|_| rule.scope == Scope::Cell)?;
        let (value, suggestion) = (self.value.as_deref()?, self.suggestion.as_deref()?);
        // Of a value that is shown cut or escaped the whole is not known.
        let is_whole = value.chars().count() <= SHOWN_CHARACTERS_MAX && !value.contains('\\');
        if !is_whole || Correction::refused(field).is_some() {
            return None;
        }
        Correction::typed(field, value, suggestion)
    }
}

/// The values counted.
#[derive(Debug, Default)]
pub struct Values {
    counts: HashMap<Value, u64>,
    /// Findings with values beyond [`VALUES_COUNTED_MAX`].
    pub others: u64,
    /// Findings in all.
    pub total: u64,
}

impl Values {
    /// Counts the value of a finding.
    pub fn add(&mut self, finding: &Finding) {
        self.total += 1;
        let rule: &'static Rule = finding.rule;
        let value = Value {
            code: rule.code,
            column: finding.column.clone(),
            field: finding.field.map(Field::name),
            value: finding.value.clone(),
            suggestion: finding.suggestion.clone(),
        };
        let is_full = self.counts.len() >= VALUES_COUNTED_MAX;
        match self.counts.get_mut(&value) {
            Some(count) => *count += 1,
            None if is_full => self.others += 1,
            None => _ = self.counts.insert(value, 1),
        }
    }

    /// The values with their counts, the commonest first.
    pub fn sorted(&self) -> Vec<(&Value, u64)> {
        let counts = self.counts.iter();
        let mut sorted: Vec<(&Value, u64)> = counts.map(|(value, n)| (value, *n)).collect();
        sorted.sort_unstable_by_key(|(value, count)| (Reverse(*count), *value));
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    fn finding(value: &str, field: Field, suggestion: Option<&str>) -> Finding {
        let finding = Finding::of(&rules::role_not_found::RULE).column("c", Some(field));
        finding
            .value(value)
            .suggest_some(suggestion.map(str::to_owned))
    }

    #[test]
    fn values_are_counted_the_commonest_first() {
        let mut values = Values::default();
        for value in ["b", "a", "c", "b", "a", "b"] {
            values.add(&finding(value, Field::Role, None));
        }
        let sorted = values.sorted();
        let counted: Vec<_> = sorted
            .iter()
            .map(|(value, count)| (value.value.as_deref().unwrap(), *count))
            .collect();
        assert_eq!(counted, [("b", 3), ("a", 2), ("c", 1)]);
        assert_eq!((values.total, values.others), (6, 0));
    }

    #[test]
    fn none_is_offered_for_what_is_said_of_a_row() {
        let cells = Finding::of(&rules::row_too_many_cells::RULE)
            .column("last name", Some(Field::LastName))
            .value("Farouk, Jr")
            .suggest("\"Farouk, Jr\"");
        let mut values = Values::default();
        values.add(&cells);
        assert_eq!(values.sorted()[0].0.correction(), None);
    }

    #[test]
    fn a_correction_is_offered_where_it_can_be_copied() {
        let long = "x".repeat(SHOWN_CHARACTERS_MAX + 1);
        for (value, field, suggestion, expected) in [
            (
                "membr",
                Field::Role,
                Some("member"),
                Some("role_key:membr=member"),
            ),
            (
                "Mem ber",
                Field::Role,
                Some("m"),
                Some("role_key:Mem ber=m"),
            ),
            ("membr", Field::Role, None, None),
            ("a=b", Field::Role, Some("c"), Some(r"role_key:a\=b=c")),
            ("a\nb", Field::Role, Some("c"), None),
            (" ", Field::Role, Some("c"), None),
            (&long, Field::Role, Some("c"), None),
            ("x", Field::Salt, Some("c"), None),
            ("x", Field::Properties, Some("c"), None),
        ] {
            let mut values = Values::default();
            values.add(&finding(value, field, suggestion));
            let found = values.sorted()[0].0.correction();
            assert_eq!(found.as_deref(), expected, "{value:?} {field:?}");
        }
    }
}
