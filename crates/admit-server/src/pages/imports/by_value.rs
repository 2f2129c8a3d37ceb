//! Fix by value: what is wrong in many rows is often wrong in a few values.

use super::{CREATE, VALUE};
use crate::api::imports::looked;
use crate::api::imports::view::Known;
use crate::pages::words;
use crate::problem::Problem;
use crate::state::Server;
use admit_core::base::limits::SHOWN_CHARACTERS_MAX;
use admit_core::findings::rule::{Rule, Scope as RuleScope};
use admit_core::report::values::Value;
use admit_core::rows::choices::Correction;
use admit_core::rules;
use admit_core::users::access::Access;
use admit_core::users::field::Field;

/// How many values a page shows.
pub const VALUES_SHOWN: usize = 10;

/// Beyond so many keys nobody chooses from a list.
const KEYS_MAX: usize = 100;

/// The values of a page.
#[derive(Default)]
pub struct ByValue {
    /// Those to correct, the commonest first.
    pub values: Vec<WrongValue>,
    /// Those that are corrected.
    pub corrected: Vec<Corrected>,
    /// What there is to choose from, for each kind of access that occurs.
    pub keys: Vec<(&'static str, Vec<String>)>,
    /// How many values there are.
    pub count: usize,
    /// In how many places they stand.
    pub places: u64,
    /// Behind how many values the next page begins.
    pub next: Option<usize>,
}

/// A value to correct.
pub struct WrongValue {
    /// The name of the field.
    pub field: &'static str,
    /// The column, as the file calls it.
    pub column: String,
    /// The value.
    pub value: String,
    /// In how many places.
    pub count: u64,
    /// What is known of it, in words.
    pub said: String,
    /// What of access the value is to name: `role`, `organization` or `permission`.
    pub access: Option<&'static str>,
    /// Whether it can be made, as nothing like it is there.
    pub can_create: bool,
}

/// A value that is corrected.
pub struct Corrected {
    /// The name of the field.
    pub field: &'static str,
    /// The value.
    pub value: String,
    /// What is read instead; empty for blank.
    pub correction: String,
}

impl ByValue {
    /// Where a correction by value is sent, below the address of the import.
    #[expect(clippy::unused_self, reason = "a template asks it of what it has")]
    pub fn path(&self) -> &'static str {
        VALUE
    }

    /// Where what is missing is made.
    #[expect(clippy::unused_self, reason = "a template asks it of what it has")]
    pub fn create_path(&self) -> &'static str {
        CREATE
    }

    /// Of an import, or of one rule of it, those behind the first `after`.
    ///
    /// # Errors
    /// The store failed.
    pub fn of(
        server: &Server,
        known: &Known,
        rule: Option<&'static Rule>,
        after: usize,
    ) -> Result<ByValue, Problem> {
        let Some(record) = &known.record else {
            return Ok(ByValue::default());
        };
        let counted = looked::values(server, record)?;
        let access = server.store().access()?;
        let is_meant = |(value, count): &&(Value, u64)| match rule {
            Some(rule) => value.code == rule.code,
            None => *count > 1 || of_access(value.field).is_some(),
        };
        let fits = counted.iter().filter(is_meant);
        let fits: Vec<WrongValue> = fits
            .filter_map(|(value, count)| WrongValue::of(value, *count, &access))
            .collect();
        let (count, places) = (fits.len(), fits.iter().map(|value| value.count).sum());
        let shown = fits.into_iter().skip(after).take(VALUES_SHOWN);
        let values: Vec<WrongValue> = shown.collect();
        let end = after + values.len();
        Ok(ByValue {
            keys: keys(&values, &access),
            corrected: corrected(known, rule)?,
            next: (end < count && !values.is_empty()).then_some(end),
            values,
            count,
            places,
        })
    }

    /// Whether there is anything to show.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.corrected.is_empty()
    }

    /// The keys to choose from, of a kind of access.
    pub fn keys_of(&self, kind: &str) -> &[String] {
        let found = self.keys.iter().find(|(own, _)| *own == kind);
        found.map_or(&[], |(_, keys)| keys)
    }
}

impl WrongValue {
    fn of(value: &Value, count: u64, access: &Access) -> Option<WrongValue> {
        let field = Field::of_name(value.field?)?;
        let rule = rules::find(value.code)?;
        let text = value.value.as_deref()?.trim();
        // Of a value that is shown cut or escaped the whole is not known.
        let is_whole = text.chars().count() <= SHOWN_CHARACTERS_MAX && !text.contains('\\');
        let fits = is_whole && !text.is_empty() && rule.scope == RuleScope::Cell;
        if !fits || Correction::refused(field).is_some() {
            return None;
        }
        let kind = of_access(value.field);
        let is_missing = matches!(value.code, "ACC001" | "ACC004" | "ACC007");
        let said = match (&value.suggestion, kind) {
            (Some(nearest), Some(_)) => format!("Nearest: {nearest}."),
            (Some(suggestion), None) => format!("It may have been meant as {suggestion}."),
            (None, Some(kind)) if is_missing => format!("Nothing like it among the {kind}s."),
            (None, _) => String::new(),
        };
        Some(WrongValue {
            field: field.name(),
            column: value.column.clone().unwrap_or_default(),
            value: text.to_owned(),
            count,
            said,
            access: kind.filter(|kind| keys_of(access, kind).len() <= KEYS_MAX),
            can_create: is_missing && value.suggestion.is_none(),
        })
    }

    /// What it is about, for what is made.
    pub fn kind(&self) -> &'static str {
        of_access(Some(self.field)).unwrap_or_default()
    }

    /// What the button does.
    pub fn button(&self) -> String {
        format!("Correct {}", words::of(self.count, "place", "places"))
    }
}

/// What of access a field names.
fn of_access(field: Option<&str>) -> Option<&'static str> {
    match Field::of_name(field?)? {
        Field::Role => Some("role"),
        Field::Permission => Some("permission"),
        Field::Organization => Some("organization"),
        _ => None,
    }
}

fn keys_of(access: &Access, kind: &str) -> Vec<String> {
    match kind {
        "role" => access.roles.iter().map(|one| one.key.clone()).collect(),
        "permission" => access
            .permissions
            .iter()
            .map(|one| one.key.clone())
            .collect(),
        _ => {
            let all = access.organizations.iter();
            all.map(|one| one.external_id.clone()).collect()
        }
    }
}

fn keys(values: &[WrongValue], access: &Access) -> Vec<(&'static str, Vec<String>)> {
    let kinds = ["role", "permission", "organization"];
    let kinds = kinds.into_iter();
    let kinds = kinds.filter(|kind| values.iter().any(|value| value.access == Some(kind)));
    kinds
        .map(|kind| {
            let mut keys = keys_of(access, kind);
            keys.sort_unstable();
            (kind, keys)
        })
        .collect()
}

/// The values that are read as others.
fn corrected(known: &Known, rule: Option<&'static Rule>) -> Result<Vec<Corrected>, Problem> {
    if rule.is_some() {
        return Ok(Vec::new());
    }
    let choices = known.choices()?;
    let corrected = choices.set.into_iter().map(|one| Corrected {
        field: one.field.name(),
        value: one.value,
        correction: one.correction,
    });
    Ok(corrected.collect())
}
