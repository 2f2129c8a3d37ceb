//! A table of organizations, roles or permissions: the columns `name` and `id`.

use crate::base::limits::KEY_CHARACTERS_MAX;
use crate::findings::finding::Findings;
use crate::findings::rule::Severity;
use crate::findings::shown::shown;
use crate::formats::reader::RowReader;
use crate::rows::raw::{Column, RawRow};
use crate::users::access::{Access, AccessChange};
use crate::users::field::fold_header;
use std::collections::HashMap;

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Organizations; the id is the external id.
    Organizations,
    /// Roles; the id is the key.
    Roles,
    /// Permissions; the id is the key.
    Permissions,
}

impl TableKind {
    /// The headers accepted for the id, folded.
    const fn id_headers(self) -> &'static [&'static str] {
        match self {
            TableKind::Organizations => &[
                "id",
                "externalid",
                "key",
                "externalorganizationid",
                "organizationid",
            ],
            TableKind::Roles => &["id", "key", "externalid", "rolekey", "roleid"],
            TableKind::Permissions => &["id", "key", "externalid", "permissionkey", "permissionid"],
        }
    }
}

/// What a table comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableImport {
    /// What to add and to rename, in the order of the rows.
    pub changes: Vec<AccessChange>,
    /// Rows read.
    pub rows: u64,
    /// Rows that are there already.
    pub unchanged: u64,
    /// One sentence for each row that was left out, and for the file.
    pub problems: Vec<String>,
}

/// Reads a table. Rows that cannot be used are left out and said; a table
/// without a column for the id gives nothing.
pub fn read_table(
    kind: TableKind,
    reader: &mut dyn RowReader,
    access: &Access,
    new_code: &mut dyn FnMut() -> String,
) -> std::io::Result<TableImport> {
    let mut table = Table {
        kind,
        known: known(kind, access),
        seen: HashMap::new(),
        result: TableImport::default(),
    };
    let mut places = None;
    let mut row = RawRow::default();
    let mut findings = Findings::default();
    loop {
        findings.clear();
        let more = reader.next(&mut row, &mut findings)?;
        let serious = findings
            .iter()
            .filter(|finding| finding.severity != Severity::Notice);
        table
            .result
            .problems
            .extend(serious.map(crate::findings::finding::Finding::message));
        if places.is_none() && !(findings.has_error() && reader.columns().is_empty()) {
            places = Some(table.header(reader.columns()));
        }
        let Some(Some((id, name))) = places else {
            break;
        };
        if !more {
            break;
        }
        table.result.rows += 1;
        if findings.has_error() {
            continue;
        }
        let cell = |place: Option<usize>| {
            let cell = row.cells().find(|cell| Some(cell.column) == place);
            cell.map_or("", |cell| cell.text.trim()).to_owned()
        };
        let (id, name) = (cell(Some(id)), cell(name));
        table.row(row.place.row, &id, &name, new_code);
    }
    Ok(table.result)
}

/// The number and name of what exists, by id.
fn known(kind: TableKind, access: &Access) -> HashMap<&str, (u32, &str)> {
    match kind {
        TableKind::Organizations => {
            let all = access.organizations.iter();
            all.map(|o| (o.external_id.as_str(), (o.number, o.name.as_str())))
                .collect()
        }
        TableKind::Roles => {
            let all = access.roles.iter();
            all.map(|r| (r.key.as_str(), (r.number, r.name.as_str())))
                .collect()
        }
        TableKind::Permissions => {
            let all = access.permissions.iter();
            all.map(|p| (p.key.as_str(), (p.number, p.name.as_str())))
                .collect()
        }
    }
}

struct Table<'a> {
    kind: TableKind,
    known: HashMap<&'a str, (u32, &'a str)>,
    /// The ids of the rows so far, with the row each stands in.
    seen: HashMap<String, u64>,
    result: TableImport,
}

impl Table<'_> {
    /// The places of the id and of the name, if there is one.
    fn header(&mut self, columns: &[Column]) -> Option<(usize, Option<usize>)> {
        let (mut id, mut name) = (None, None);
        for (place, column) in columns.iter().enumerate() {
            let folded = fold_header(&column.name);
            if self.kind.id_headers().contains(&folded.as_str()) && id.is_none() {
                id = Some(place);
            } else if folded == "name" && name.is_none() {
                name = Some(place);
            } else {
                let sentence = format!("Column \"{}\" was not used.", shown(&column.name));
                self.result.problems.push(sentence);
            }
        }
        if id.is_none() {
            let names: Vec<&str> = columns.iter().map(|column| column.name.trim()).collect();
            self.result.problems = vec![format!(
                "The file needs the columns name and id. Found: {}.",
                shown(&names.join(", "))
            )];
        }
        Some((id?, name))
    }

    fn row(&mut self, row: u64, id: &str, name: &str, new_code: &mut dyn FnMut() -> String) {
        let name = if name.is_empty() { None } else { Some(name) };
        if let Some(problem) = problem(id, name) {
            self.result
                .problems
                .push(format!("Row {row} {problem} It was left out."));
            return;
        }
        if let Some(first) = self.seen.get(id) {
            let sentence =
                format!("Row {row} has the same id as row {first}, \"{id}\". It was left out.");
            self.result.problems.push(sentence);
            return;
        }
        self.seen.insert(id.to_owned(), row);
        let change = match (self.known.get(id), name) {
            (None, name) => self.add(id, name.unwrap_or(id), new_code),
            (Some((number, known)), Some(name)) if *known != name => {
                rename(self.kind, *number, name)
            }
            _ => {
                self.result.unchanged += 1;
                return;
            }
        };
        self.result.changes.push(change);
    }

    fn add(&mut self, id: &str, name: &str, new_code: &mut dyn FnMut() -> String) -> AccessChange {
        let (key, name) = (id.to_owned(), name.to_owned());
        match self.kind {
            TableKind::Organizations => AccessChange::AddOrganization {
                code: new_code(),
                external_id: key,
                name,
                // A default organization is named, never found.
                is_default: false,
            },
            TableKind::Roles => AccessChange::AddRole {
                key,
                name,
                permissions: Vec::new(),
            },
            TableKind::Permissions => AccessChange::AddPermission { key, name },
        }
    }
}

fn rename(kind: TableKind, number: u32, name: &str) -> AccessChange {
    let name = name.to_owned();
    match kind {
        TableKind::Organizations => AccessChange::RenameOrganization(number, name),
        TableKind::Roles => AccessChange::RenameRole(number, name),
        TableKind::Permissions => AccessChange::RenamePermission(number, name),
    }
}

/// Why a row cannot be used, as the rest of a sentence.
fn problem(id: &str, name: Option<&str>) -> Option<String> {
    let hidden = |text: &str| text.chars().any(char::is_control);
    let long = |text: &str| text.chars().count() > KEY_CHARACTERS_MAX;
    let name = name.unwrap_or_default();
    if id.is_empty() {
        Some("has no id.".to_owned())
    } else if id.contains(',') {
        Some("has a comma in its id, which separates keys in a list.".to_owned())
    } else if hidden(id) || hidden(name) {
        Some("has characters that can't be seen.".to_owned())
    } else if long(id) || long(name) {
        Some(format!(
            "has a text of more than {KEY_CHARACTERS_MAX} characters."
        ))
    } else {
        None
    }
}
