//! Which column feeds which field, and what the person importing chose.

use crate::field::Field;
use serde::{Deserialize, Serialize};

/// What to do when a field changed both in the file and in Admit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnConflict {
    /// The file wins, with a warning.
    #[default]
    UseFile,
    /// The edit stays.
    KeepDirectory,
    /// The row is held back.
    Reject,
}

/// What the person importing chose. Kept with the import, so that it can be
/// resumed the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Columns mapped by hand: name in the file, field. An empty field name in
    /// the option (`--map "Notes="`) leaves the column out on purpose.
    pub map: Vec<(String, Option<Field>)>,
    /// What to do when a field changed on both sides.
    pub on_conflict: OnConflict,
    /// Whether memberships, roles and permissions that the file does not give
    /// are taken away.
    pub replace_access: bool,
    /// The country of national phone numbers, as ISO 3166-1 alpha-2 in upper case.
    pub default_region: Option<String>,
    /// The name of the encoding to read the file in.
    pub encoding: Option<String>,
    /// Rules, by code, whose findings hold the row back.
    pub deny: Vec<String>,
    /// Stop before writing when more rows than this are rejected.
    pub max_errors: Option<u64>,
}
