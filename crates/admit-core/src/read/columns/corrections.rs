//! Corrections by value: what the person importing says about a value counts
//! wherever the column has it, and before anything is made of the cell.

use crate::base::limits::{CORRECTED_VALUES_SEEN_MAX, KEY_CHARACTERS_MAX};
use crate::base::near::Keys;
use crate::findings::finding::Findings;
use crate::rows::characters::is_invisible;
use crate::rows::choices::{Choices, Correction};
use crate::rows::raw::{CellKind, Column, RawRow};
use crate::rules::correction_not_used;
use crate::users::field::Field;
use crate::users::user::IdentifierKind;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// Fields whose cells hold lists, with commas between the items.
const LISTS: [Field; 3] = [Field::Organization, Field::Role, Field::Permission];

/// The corrections of an import at work.
#[derive(Clone, Debug, Default)]
pub(super) struct Corrections {
    list: Vec<Correction>,
    places: HashMap<Field, HashMap<String, usize>>,
    uses: Vec<u64>,
    /// Other values of the corrected fields, to find what was meant.
    seen: HashMap<Field, BTreeSet<String>>,
}

impl Corrections {
    /// Makes ready what the person importing asked for.
    pub(super) fn new(choices: &Choices) -> Corrections {
        let mut corrections = Corrections {
            list: choices.set.clone(),
            uses: vec![0; choices.set.len()],
            ..Corrections::default()
        };
        for (place, correction) in choices.set.iter().enumerate() {
            let field = values_of(correction.field);
            let value = correction.value.trim().to_owned();
            let places = corrections.places.entry(field).or_default();
            places.entry(value).or_insert(place);
        }
        corrections
    }

    /// The same corrections, not yet used, for other rows of the source.
    pub(super) fn beside(&self) -> Corrections {
        Corrections {
            uses: vec![0; self.uses.len()],
            seen: HashMap::new(),
            ..self.clone()
        }
    }

    /// Counts the uses that others of the same source have counted.
    pub(super) fn absorb(&mut self, other: &Corrections) {
        for (mine, theirs) in self.uses.iter_mut().zip(&other.uses) {
            *mine += theirs;
        }
        for (field, values) in &other.seen {
            let seen = self.seen.entry(*field).or_default();
            let room = CORRECTED_VALUES_SEEN_MAX.saturating_sub(seen.len());
            seen.extend(values.iter().take(room).cloned());
        }
    }

    /// Corrects the cells of a row.
    pub(super) fn apply(&mut self, raw: &mut RawRow, columns: &[Column]) {
        if self.list.is_empty() {
            return;
        }
        let mut corrected = Vec::new();
        for (index, cell) in raw.cells().enumerate() {
            let field = columns.get(cell.column).and_then(|column| column.field);
            let (Some(field), false) = (field, cell.kind == CellKind::Null) else {
                continue;
            };
            let text = match cell.kind {
                CellKind::Json => self.json(field, cell.text),
                _ => self.text(values_of(field), cell.text),
            };
            corrected.extend(text.map(|text| (index, text)));
        }
        for (index, text) in corrected {
            raw.replace(index, &text);
        }
    }

    /// The whole text if it is to be corrected, else its items.
    fn text(&mut self, field: Field, text: &str) -> Option<String> {
        let known = self.places.get(&field)?;
        let list = LISTS.contains(&field) && text.contains(',');
        if list && !known.contains_key(text.trim()) {
            let mut changed = false;
            let mut items: Vec<String> = Vec::new();
            for item in text.split(',') {
                match self.value(field, item) {
                    // An item read as blank is not there.
                    Some(corrected) if corrected.is_empty() => changed = true,
                    Some(corrected) => {
                        changed = true;
                        items.push(corrected);
                    }
                    None => items.push(item.to_owned()),
                }
            }
            return changed.then(|| items.join(","));
        }
        self.value(field, text)
    }

    fn value(&mut self, field: Field, text: &str) -> Option<String> {
        let text = text.trim();
        let places = self.places.get(&field)?;
        if let Some(place) = place_of(places, field, text) {
            self.uses[place] += 1;
            return Some(self.list[place].correction.clone());
        }
        let seen = self.seen.entry(field).or_default();
        let worth = !text.is_empty() && text.len() <= KEY_CHARACTERS_MAX;
        if worth && seen.len() < CORRECTED_VALUES_SEEN_MAX && !seen.contains(text) {
            seen.insert(text.to_owned());
        }
        None
    }

    fn json(&mut self, field: Field, text: &str) -> Option<String> {
        let mut value = serde_json::from_str(text).ok()?;
        self.inside(field, &mut value).then(|| value.to_string())
    }

    /// Corrects the texts in a JSON value; answers whether any was.
    fn inside(&mut self, field: Field, value: &mut Value) -> bool {
        match value {
            Value::String(text) => match self.text(values_of(field), text) {
                Some(corrected) => {
                    *text = corrected;
                    true
                }
                None => false,
            },
            Value::Array(items) => {
                let mut changed = false;
                for item in items {
                    changed |= self.inside(field, item);
                }
                changed
            }
            Value::Object(entry) => {
                let named = entry.get("type").and_then(Value::as_str).map(str::to_owned);
                let mut changed = false;
                for (key, value) in entry {
                    if let Some(field) = inner_field(field, named.as_deref(), key) {
                        changed |= self.inside(field, value);
                    }
                }
                changed
            }
            _ => false,
        }
    }

    /// Says which corrections found nothing to correct.
    pub(super) fn finish(&self, columns: &[Column], findings: &mut Findings) {
        for (correction, uses) in self.list.iter().zip(&self.uses) {
            if *uses > 0 {
                continue;
            }
            let field = values_of(correction.field);
            let mut keys = Keys::default();
            for value in self.seen.get(&field).into_iter().flatten() {
                keys.add(value, &[], None);
            }
            let near = keys.find(&correction.value);
            let column = columns
                .iter()
                .find(|column| column.field.map(values_of) == Some(field));
            let name = column.map(|column| column.name.trim());
            correction_not_used::found(correction, name, near.suggestion(), findings);
        }
    }
}

/// Where the correction of a value stands: of what the file has, or of what is seen of it.
/// Keys are what they are, letter for letter.
fn place_of(places: &HashMap<String, usize>, field: Field, text: &str) -> Option<usize> {
    let seen = || {
        if LISTS.contains(&field) {
            return None;
        }
        let is_seen = |c: &char| !is_invisible(*c);
        let seen: String = text.chars().filter(is_seen).collect();
        (seen.len() < text.len()).then(|| places.get(seen.trim()))?
    };
    places.get(text).or_else(seen).copied()
}

/// The field under which the values of a field are corrected: organizations
/// have two fields, one for each way to write them.
fn values_of(field: Field) -> Field {
    match field {
        Field::Organizations => Field::Organization,
        field => field,
    }
}

/// What a key of an object inside a cell of `field` holds.
fn inner_field(field: Field, type_: Option<&str>, key: &str) -> Option<Field> {
    match (values_of(field), key) {
        (Field::Identities, "identity") => {
            let kind = IdentifierKind::ALL
                .into_iter()
                .find(|kind| Some(kind.name()) == type_)?;
            kind.field()
        }
        (Field::Organization, "external_id") => Some(Field::Organization),
        (Field::Organization, key) => {
            Field::of_header(key).filter(|inner| LISTS.contains(&values_of(*inner)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::raw::RowPlace;

    /// `set`: `field:value=correction`. Answers the cell afterwards, or what is
    /// said about corrections that were not used.
    fn check(set: &[&str], field: Field, kind: CellKind, text: &str, expected: &str) {
        let read = |text: &&str| {
            let (field, rest) = text.split_once(':').unwrap();
            let (value, correction) = rest.split_once('=').unwrap();
            Correction {
                field: Field::of_name(field).unwrap(),
                value: value.to_owned(),
                correction: correction.to_owned(),
            }
        };
        let choices = Choices {
            set: set.iter().map(read).collect(),
            ..Choices::default()
        };
        let columns = [Column {
            name: "column".to_owned(),
            field: Some(field),
        }];
        let mut raw = RawRow::default();
        raw.reset(RowPlace::default());
        raw.push(0, kind, text);
        let mut corrections = Corrections::new(&choices);
        corrections.apply(&mut raw, &columns);
        let mut found = raw.cells().next().unwrap().text.to_owned();
        let mut findings = Findings::default();
        corrections.finish(&columns, &mut findings);
        for finding in findings.iter() {
            let near = finding.suggestion.as_deref().unwrap_or("-");
            found = format!("{found} {}:{near}", finding.rule.code);
        }
        assert_eq!(found, expected, "{set:?} {text:?}");
    }

    #[test]
    fn whole_cells_and_items_are_corrected() {
        use CellKind::{Bool, Number, Text};
        let role = ["role_key:membr=member"];
        check(&role, Field::Role, Text, "membr", "member");
        check(&role, Field::Role, Text, " membr ", "member");
        check(
            &role,
            Field::Role,
            Text,
            "editor,membr ,x",
            "editor,member,x",
        );
        let hidden = "mem\u{200b}br";
        check(
            &role,
            Field::Role,
            Text,
            hidden,
            &format!("{hidden} VAL014:{hidden}"),
        );
        let status = ["status:guest=active"];
        check(
            &status,
            Field::Status,
            Text,
            "\u{feff}gu\u{200b}est",
            "active",
        );
        check(&role, Field::Role, Text, "Membr", "Membr VAL014:Membr");
        check(&role, Field::Role, Text, "member", "member VAL014:member");
        check(&role, Field::Role, Text, "editor", "editor VAL014:-");
        check(&role, Field::Role, Text, "", " VAL014:-");
        check(&role, Field::Permission, Text, "membr", "membr VAL014:-");
        let list = ["role_key:a;b=a,b"];
        check(&list, Field::Role, Text, "a;b", "a,b");
        check(&["role_key:a,b=c"], Field::Role, Text, "a,b", "c");
        check(&["role_key:b="], Field::Role, Text, "a,b,c", "a,c");
        check(&["role_key:b="], Field::Role, Text, "b", "");
        let email = ["email:a,b@example.org=ab@example.org"];
        check(
            &email,
            Field::Email,
            Text,
            "a,b@example.org",
            "ab@example.org",
        );
        check(&["id:1=2", "id:2=3"], Field::Id, Number, "1", "2 VAL014:-");
        check(&["suspended:true=no"], Field::Suspended, Bool, "true", "no");
    }

    #[test]
    fn texts_inside_json_are_corrected() {
        use CellKind::Json;
        let role = ["role_key:membr=member"];
        check(
            &role,
            Field::Role,
            Json,
            r#"["x","membr"]"#,
            r#"["x","member"]"#,
        );
        check(
            &[
                "role_key:membr=member",
                "external_organization_id:acmee=acme",
            ],
            Field::Organizations,
            Json,
            r#"[{"external_id":"acmee","roles":["membr"],"scopes":["membr"]}]"#,
            r#"[{"external_id":"acme","roles":["member"],"scopes":["membr"]}]"#,
        );
        check(
            &["email:bo=bo@example.org"],
            Field::Identities,
            Json,
            r#"[{"type":"username","identity":"bo"},{"type":"email","identity":"bo"}]"#,
            r#"[{"type":"username","identity":"bo"},{"type":"email","identity":"bo@example.org"}]"#,
        );
        check(&role, Field::Role, Json, "[1,", "[1, VAL014:-");
    }
}
