//! Findings after which what a row says of access is in doubt.

use crate::findings::finding::Finding;
use crate::findings::rule::Rule;
use crate::rules::{
    backslash_left_in_value, became_a_date, cell_shows_error, characters_not_text,
    control_characters, hash_in_another_column, inner_key_not_read, line_break_in_value,
    not_a_value, scientific_notation, secret_inside_value, value_kind, value_not_readable,
};

/// The rules that speak of a cell of which something was not read.
const IN_DOUBT: [&Rule; 13] = [
    &backslash_left_in_value::RULE,
    &became_a_date::RULE,
    &cell_shows_error::RULE,
    &characters_not_text::RULE,
    &control_characters::RULE,
    &hash_in_another_column::RULE,
    &inner_key_not_read::RULE,
    &line_break_in_value::RULE,
    &not_a_value::RULE,
    &scientific_notation::RULE,
    &secret_inside_value::RULE,
    &value_kind::RULE,
    &value_not_readable::RULE,
];

/// Whether a finding about a cell for access says that something of it was not read.
pub(super) fn is_in_doubt(finding: &Finding) -> bool {
    IN_DOUBT.contains(&finding.rule)
}
