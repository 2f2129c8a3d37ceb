//! One row to a candidate: every conversion is called from here.

use super::{account, inside, password};
use crate::convert::list::ListNames;
use crate::convert::password::PasswordCounts;
use crate::convert::{boolean, email, id, list, name, phone, structured, username};
use crate::findings::finding::Findings;
use crate::findings::secrets;
use crate::read::cells::{Cells, ClearCells, is_blank, json_kind};
use crate::read::columns::{Clashes, Mapping};
use crate::read::doubt::is_in_doubt;
use crate::read::looks::count;
use crate::rows::candidate::{AccessRequest, Candidate};
use crate::rows::choices::Choices;
use crate::rows::raw::{CellKind, CellRef, Column, RawCell, RawRow};
use crate::rules::view::{ColumnFill, RowView};
use crate::rules::{hash_in_another_column, secret_inside_value, value_kind};
use crate::users::access::Access;
use crate::users::field::Field;
use crate::users::user::{IdentifierKind, Identity};

/// A row as read, with what it is mapped by.
#[derive(Clone, Copy)]
pub struct RowInput<'r> {
    /// The row.
    pub raw: &'r RawRow,
    /// The source's columns, which may have grown.
    pub columns: &'r [Column],
    /// What the person importing chose.
    pub choices: &'r Choices,
    /// Organizations, roles and permissions.
    pub access: &'r Access,
    /// Their keys and names, for reading lists.
    pub names: &'r ListNames,
}

/// Whether a row is mapped for the first time. Only then the columns count what they
/// hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// The first time.
    First,
    /// Once more.
    Again,
}

impl Mapping {
    /// Maps one row. Findings have no row yet unless a conversion sets it.
    pub fn candidate(
        &mut self,
        row: &RowInput<'_>,
        pass: Pass,
        into: &mut Candidate,
        findings: &mut Findings,
    ) {
        self.extend(row.columns, row.choices);
        let first = pass == Pass::First;
        self.map(row, first, into, findings);
        let email = into.identity(IdentifierKind::Email);
        let is_verified = email.is_some_and(|email| email.verified == Some(true));
        if first {
            self.rows += 1;
            self.verified_without_password += u64::from(is_verified && into.password.is_none());
        }
    }

    fn map(
        &mut self,
        row: &RowInput<'_>,
        first: bool,
        into: &mut Candidate,
        findings: &mut Findings,
    ) {
        let raw = row.raw;
        into.reset(raw.place);
        if !self.own.judge(raw, &self.columns, findings) {
            return;
        }
        let Mapping {
            columns,
            fills,
            showable,
            clear,
            states,
            clashes,
            passwords,
            name_order,
            id_columns,
            ..
        } = self;
        let columns = columns.as_slice();
        let mut cells = Cells {
            clear: ClearCells::default(),
            by_field: [None; Field::ALL.len()],
            columns,
            of_ids: id_columns,
        };
        for (index, cell) in raw.cells().enumerate() {
            let Some(column) = columns.get(cell.column) else {
                continue;
            };
            if is_blank(cell, column.field) {
                // A column without any value counts as one that is not there.
                if first || fills[cell.column].values > 0 {
                    into.left_blank.extend(column.field);
                }
                continue;
            }
            if first {
                let showable = showable[cell.column];
                count(&mut fills[cell.column], cell.text, showable, column.field);
                if showable && matches!(column.field, None | Some(Field::Properties)) {
                    inside::note(&mut fills[cell.column].inside, &column.name, cell.text);
                }
            }
            if clear[cell.column] {
                let fill = first.then_some(&mut fills[cell.column]);
                cells.clear.note(cell, fill);
            }
            if let Some(field) = column.field {
                feed(&mut cells, (index, cell, field), clashes, into);
            }
        }
        identifiers(&cells, row.choices, into, findings);
        let fills = if first { fills.as_mut_slice() } else { &mut [] };
        flags(&cells, fills, into, findings);
        account::read(raw, columns, states, into, findings);
        said(&cells, *name_order, into, findings);
        whole_name(&cells, fills);
        requests(&cells, row.names, into, findings);
        if password::is_given(&cells) {
            let mut again = PasswordCounts::default();
            let counts = if first { passwords } else { &mut again };
            take_password(row, &cells, counts, into, findings);
        }
    }
}

/// Lets a cell feed a field. The first of two for one field stands; the clash is an error
/// of the file.
fn feed<'r>(
    cells: &mut Cells<'r>,
    (index, cell, field): (usize, RawCell<'r>, Field),
    clashes: &mut Clashes,
    into: &mut Candidate,
) {
    match cells.raw(field) {
        None => {
            cells.by_field[field as usize] = Some(cell);
            into.set_source(field, index);
        }
        Some(other) => clashes.met(other.column, cell.column),
    }
}

/// Reads the password of a row that gives one.
fn take_password(
    row: &RowInput<'_>,
    cells: &Cells<'_>,
    counts: &mut PasswordCounts,
    into: &mut Candidate,
    findings: &mut Findings,
) {
    let view = RowView {
        raw: row.raw,
        columns: cells.columns,
        candidate: into,
        choices: row.choices,
        access: row.access,
    };
    let read = password::read(&view, cells, counts, findings);
    password::take(read, cells, into);
}

fn identifiers(
    cells: &Cells<'_>,
    choices: &Choices,
    into: &mut Candidate,
    findings: &mut Findings,
) {
    let region = choices.default_region.as_deref();
    let mut take = |field: Field, identity: Option<Identity>| {
        if let Some(identity) = identity {
            into.identities.push(identity);
            into.given.insert(field);
        }
    };
    if let Some(cell) = cells.flat(Field::Id, findings) {
        take(Field::Id, id::read(cell, findings));
    }
    if let Some(cell) = cells.flat(Field::Email, findings) {
        take(Field::Email, email::read(cell, findings));
    }
    if let Some(cell) = cells.flat(Field::Phone, findings) {
        take(Field::Phone, phone::read(cell, region, findings));
    }
    if let Some(cell) = cells.flat(Field::Username, findings) {
        take(Field::Username, username::read(cell, findings));
    }
    if let Some(cell) = cells.any(Field::Identities) {
        structured::identities(cell, choices, into, findings);
        join_repeated(&mut into.identities);
        for identity in &into.identities {
            into.given
                .insert(identity.kind.field().unwrap_or(Field::Identities));
        }
    }
}

/// One identity for each (kind, key): the first stands, and takes from the
/// later ones what it does not say itself.
fn join_repeated(identities: &mut Vec<Identity>) {
    let mut place = 1;
    while place < identities.len() {
        let (kept, rest) = identities.split_at_mut(place);
        let later = &mut rest[0];
        let same = |one: &&mut Identity| one.kind == later.kind && one.key == later.key;
        if let Some(first) = kept.iter_mut().find(same) {
            first.verified = first.verified.or(later.verified);
            first.profile = first.profile.take().or(later.profile.take());
            identities.remove(place);
        } else {
            place += 1;
        }
    }
}

fn flags(
    cells: &Cells<'_>,
    fills: &mut [ColumnFill],
    into: &mut Candidate,
    findings: &mut Findings,
) {
    let mut read = |field: Field, findings: &mut Findings| {
        let value = boolean::read(cells.flat(field, findings)?, findings)?;
        if let (true, Some(cell)) = (value, cells.raw(field))
            && let Some(fill) = fills.get_mut(cell.column)
        {
            fill.trues += 1;
        }
        Some(value)
    };
    let verified = [
        (Field::EmailVerified, IdentifierKind::Email),
        (Field::PhoneVerified, IdentifierKind::Phone),
    ];
    for (field, kind) in verified {
        let value = read(field, findings);
        let mut identities = into.identities.iter_mut();
        if let (Some(value), Some(identity)) = (value, identities.find(|i| i.kind == kind)) {
            identity.verified = Some(value);
            into.given.insert(field);
        }
    }
}

/// Counts a whole name that is not read because its parts are there, if it says
/// something else than they do.
fn whole_name(cells: &Cells<'_>, fills: &mut [ColumnFill]) {
    let Some(name) = cells.raw(Field::Name) else {
        return;
    };
    let text = |field| cells.raw(field).map(|cell| cell.text);
    let (first, last) = (text(Field::FirstName), text(Field::LastName));
    if first.is_none() && last.is_none() {
        return;
    }
    let is_part = |word: &str| {
        [first, last]
            .into_iter()
            .flatten()
            .any(|text| text.contains(word))
    };
    if let Some(fill) = fills.get_mut(name.column)
        && !name.text.split([' ', ',']).all(is_part)
    {
        fill.unused += 1;
        fill.single += u64::from(!name.text.trim().contains(char::is_whitespace));
    }
}

/// What the row says of the user but identifiers, flags, access and passwords.
fn said(cells: &Cells<'_>, order: name::Order, into: &mut Candidate, findings: &mut Findings) {
    names(cells, order, into, findings);
    structures(cells, into, findings);
}

fn names(cells: &Cells<'_>, order: name::Order, into: &mut Candidate, findings: &mut Findings) {
    if let Some(cell) = cells.flat(Field::FirstName, findings) {
        into.first_name = name::read(cell, findings);
    }
    if let Some(cell) = cells.flat(Field::LastName, findings) {
        into.last_name = name::read(cell, findings);
    }
    // A whole name is split only where its parts are not given: it says nothing more.
    let has_parts = cells.has(Field::FirstName) || cells.has(Field::LastName);
    if !has_parts && let Some(cell) = cells.flat(Field::Name, findings) {
        (into.first_name, into.last_name) = name::split(cell, order, findings);
    }
    if into.first_name.is_some() {
        into.given.insert(Field::FirstName);
    }
    if into.last_name.is_some() {
        into.given.insert(Field::LastName);
    }
}

fn structures(cells: &Cells<'_>, into: &mut Candidate, findings: &mut Findings) {
    if let Some(cell) = cells.any(Field::Properties) {
        structured::properties(cell, into, findings);
        if !into.properties.is_empty() {
            into.given.insert(Field::Properties);
        }
    }
    if let Some(cell) = cells.any(Field::FeatureFlags) {
        structured::feature_flags(cell, into, findings);
        if !into.feature_flags.is_empty() {
            into.given.insert(Field::FeatureFlags);
        }
    }
}

/// What the row asks for: organizations with their roles and permissions, from
/// a nested list or from three columns.
fn requests(cells: &Cells<'_>, names: &ListNames, into: &mut Candidate, findings: &mut Findings) {
    let before = findings.len();
    let nested = |field| cells.raw(field).filter(|cell| is_list_of_objects(*cell));
    for field in [Field::Organizations, Field::Organization] {
        if let Some(cell) = nested(field) {
            structured::organizations(cells.name(cell, field), names, into, findings);
        }
    }
    let organizations = match (nested(Field::Organization), cells.raw(Field::Organization)) {
        (None, Some(_)) => keys(cells, Field::Organization, names, findings),
        _ => match (
            nested(Field::Organizations),
            cells.raw(Field::Organizations),
        ) {
            (None, Some(_)) => keys(cells, Field::Organizations, names, findings),
            _ => Vec::new(),
        },
    };
    let roles = keys(cells, Field::Role, names, findings);
    let permissions = keys(cells, Field::Permission, names, findings);
    let grants = roles.len() + permissions.len();
    into.listed = organizations.len();
    if organizations.is_empty() && grants > 0 {
        into.access.push(AccessRequest {
            roles,
            permissions,
            ..AccessRequest::default()
        });
    } else {
        for organization in organizations {
            into.access.push(AccessRequest {
                organization: Some(organization),
                roles: roles.clone(),
                permissions: permissions.clone(),
                scopes: Vec::new(),
            });
        }
    }
    let mut found = findings.iter().skip(before);
    into.access_in_doubt = found.any(is_in_doubt);
    for request in &into.access {
        if request.organization.is_some() {
            into.given.insert(Field::Organization);
        }
        if !request.roles.is_empty() {
            into.given.insert(Field::Role);
        }
        if !request.permissions.is_empty() {
            into.given.insert(Field::Permission);
        }
    }
}

/// Whether a cell is a JSON list of objects rather than of texts.
fn is_list_of_objects(cell: RawCell<'_>) -> bool {
    cell.kind == CellKind::Json
        && cell
            .text
            .trim_start()
            .trim_start_matches('[')
            .trim_start()
            .starts_with('{')
}

/// The keys in a cell: a list as text, or a JSON list of texts.
fn keys(
    cells: &Cells<'_>,
    field: Field,
    names: &ListNames,
    findings: &mut Findings,
) -> Vec<String> {
    let Some(raw) = cells.raw(field) else {
        return Vec::new();
    };
    let cell = cells.name(raw, field);
    if secrets::hash_in(raw.text).is_some() && raw.kind != CellKind::Json {
        hash_in_another_column::found(cell, findings);
        return Vec::new();
    }
    if raw.kind == CellKind::Bool {
        value_kind::found(cell, "a text", raw.text, findings);
        return Vec::new();
    }
    if raw.kind != CellKind::Json {
        return list::read(cell, names.of_field(field), findings);
    }
    let Some(items) = structured::texts_in_force(cell, findings) else {
        value_kind::found(cell, "a list of texts", json_kind(raw.text), findings);
        return Vec::new();
    };
    let mut safe: Vec<String> = Vec::with_capacity(items.len());
    for item in items {
        if let scheme @ Some(_) = secrets::hash_in(&item) {
            secret_inside_value::found(cell, scheme, findings);
        } else {
            safe.push(item);
        }
    }
    list::of_items(cell, &safe, findings)
}

/// The cell of a row that feeds a field.
pub fn cell_of<'r>(
    raw: &'r RawRow,
    columns: &'r [Column],
    candidate: &Candidate,
    field: Field,
) -> Option<CellRef<'r>> {
    let cell = raw.cells().nth(candidate.source(field)?)?;
    Some(CellRef {
        column: &columns.get(cell.column)?.name,
        field: Some(field),
        text: cell.text,
    })
}
