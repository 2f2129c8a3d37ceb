//! What a row asks for, by the names the file uses, to memberships.

mod grants;
mod meant;

use crate::base::near::Near;
use crate::findings::finding::Findings;
use crate::rows::candidate::AccessRequest;
use crate::rules::organization_not_found::Became;
use crate::rules::view::RowView;
use crate::rules::{
    default_organization_used, key_differs_in_case, list_separator, membership_policy_off,
    organization_ambiguous, organization_code_used, organization_name_used, organization_not_found,
    permission_not_found, permission_without_organization, role_name_used, role_not_found,
    role_without_organization,
};
use crate::users::access::{Access, Organization};
use crate::users::field::Field;
use crate::users::user::Membership;
use meant::Remembered;
use std::collections::HashMap;

/// What a row's requests came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// What the row gives, ascending by organization.
    pub memberships: Vec<Membership>,
    /// The default organization, if those that the row names were not found: for a
    /// user who would otherwise be in none. A name that was recognised puts nobody
    /// anywhere else.
    pub falls_back: Option<u32>,
    /// Whether something that the row says of access could not be read or was not
    /// found.
    pub in_doubt: bool,
    /// The default organization, if the row names none and the policy takes
    /// everyone. It is for users that are created and that no other row of
    /// theirs puts anywhere: a file that does not speak of organizations moves
    /// nobody who exists.
    pub joins_default: Option<u32>,
}

/// The three kinds of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Organization,
    Role,
    Permission,
}

impl Kind {
    /// The fields whose cells give such keys; the nested list comes last.
    const fn fields(self) -> &'static [Field] {
        match self {
            Kind::Organization => &[Field::Organization, Field::Organizations],
            Kind::Role => &[Field::Role, Field::Organizations, Field::Organization],
            Kind::Permission => &[Field::Permission, Field::Organizations, Field::Organization],
        }
    }
}

/// The tables of [`Access`], made ready for many rows.
#[derive(Debug)]
pub struct AccessIndex<'a> {
    access: &'a Access,
    default: Option<&'a Organization>,
    external_ids: HashMap<&'a str, usize>,
    codes: HashMap<&'a str, usize>,
    roles: HashMap<&'a str, usize>,
    permissions: HashMap<&'a str, u32>,
    /// For each role by place: why it makes an administrator, if it does.
    powers: Vec<Option<String>>,
    near: [Remembered; 3],
    /// Rows without an organization in a file that has no column for it,
    /// while the default one takes nobody by itself.
    rows_nowhere: u64,
}

/// Which organization a text is, by its place.
enum Found {
    ById(usize),
    ByCode(usize),
    /// The external id of one and the code of another.
    Ambiguous(usize, usize),
    Nothing,
}

/// What becomes of a key that does not exist.
const LEFT_OUT: &str = "It {was} left out.";

/// What becomes of a list of keys, or one.
const NOTHING: &str = "Nothing of it {was} given.";

/// One row being resolved.
struct Row<'r, 'v> {
    view: &'r RowView<'v>,
    memberships: Vec<Membership>,
    /// What was said of this row already: one finding for each key.
    said: Vec<(Kind, &'v str)>,
    /// What it asks for in organizations that were not found.
    missing: Vec<(&'v str, &'v AccessRequest)>,
    /// Whether one of those is there by another name.
    recognised: bool,
    in_doubt: bool,
}

impl<'v> Row<'_, 'v> {
    fn join(&mut self, organization: u32) -> &mut Membership {
        let place = match self
            .memberships
            .binary_search_by_key(&organization, |membership| membership.organization)
        {
            Ok(place) => place,
            Err(place) => {
                let membership = Membership {
                    organization,
                    ..Membership::default()
                };
                self.memberships.insert(place, membership);
                place
            }
        };
        &mut self.memberships[place]
    }

    /// Whether this is the first time that the key needs a word in this row.
    fn first_word(&mut self, kind: Kind, key: &'v str) -> bool {
        self.in_doubt = true;
        let first = !self.said.contains(&(kind, key));
        if first {
            self.said.push((kind, key));
        }
        first
    }
}

impl<'a> AccessIndex<'a> {
    /// Prepares the tables.
    pub fn new(access: &'a Access) -> AccessIndex<'a> {
        let organizations = || access.organizations.iter().enumerate();
        let mut near: [Remembered; 3] = Default::default();
        for organization in &access.organizations {
            let names = [organization.name.as_str()];
            let keys = &mut near[Kind::Organization as usize].keys;
            keys.add(&organization.external_id, &names, Some(&organization.code));
        }
        for role in &access.roles {
            near[Kind::Role as usize]
                .keys
                .add(&role.key, &[&role.name], None);
        }
        for permission in &access.permissions {
            let keys = &mut near[Kind::Permission as usize].keys;
            keys.add(&permission.key, &[&permission.name], None);
        }
        let roles = access.roles.iter().enumerate();
        let permissions = access.permissions.iter();
        AccessIndex {
            access,
            default: access.default_organization(),
            external_ids: organizations()
                .map(|(i, o)| (o.external_id.as_str(), i))
                .collect(),
            codes: organizations().map(|(i, o)| (o.code.as_str(), i)).collect(),
            roles: roles.map(|(i, role)| (role.key.as_str(), i)).collect(),
            permissions: permissions.map(|p| (p.key.as_str(), p.number)).collect(),
            powers: access
                .roles
                .iter()
                .map(|role| grants::power_of_role(access, role))
                .collect(),
            near,
            rows_nowhere: 0,
        }
    }

    /// The tables it was made from.
    pub fn access(&self) -> &'a Access {
        self.access
    }

    /// What the candidate of `view` gets of what it asks for, and the findings
    /// that say what it does not get.
    pub fn resolve(&mut self, view: &RowView<'_>, findings: &mut Findings) -> Resolved {
        let mut row = Row {
            view,
            memberships: Vec::new(),
            said: Vec::new(),
            missing: Vec::new(),
            recognised: false,
            in_doubt: false,
        };
        let mut names_one = false;
        let mut reported = false;
        for request in &view.candidate.access {
            match &request.organization {
                None => reported |= without_organization(&mut row, request, findings),
                Some(text) => {
                    names_one = true;
                    self.request(&mut row, text, request, findings);
                }
            }
        }
        let missing = std::mem::take(&mut row.missing);
        // One that is recognised decides where the user goes, wherever it stands.
        for (text, _) in &missing {
            row.recognised |= self.is_recognised(view, text);
        }
        for (text, request) in missing {
            self.organization_missing(&mut row, text, request, findings);
        }
        for membership in &mut row.memberships {
            membership.roles.sort_unstable();
            membership.roles.dedup();
            membership.permissions.sort_unstable();
            membership.permissions.dedup();
        }
        self.remark_on_lists(&row, findings);
        self.remark_on_grants(&row, findings);
        let joins_default = if names_one {
            None
        } else {
            self.policy(view, reported, findings)
        };
        let otherwise_in_none = names_one && row.memberships.is_empty() && !row.recognised;
        Resolved {
            falls_back: self.default.filter(|_| otherwise_in_none).map(|o| o.number),
            in_doubt: row.in_doubt,
            memberships: row.memberships,
            joins_default,
        }
    }

    /// Counts what another index of the same run has counted.
    pub fn absorb(&mut self, other: &AccessIndex<'_>) {
        self.rows_nowhere += other.rows_nowhere;
    }

    /// What is to be said once all rows are resolved.
    pub fn finish(&self, findings: &mut Findings) {
        if self.rows_nowhere > 0 {
            membership_policy_off::found_in_file(self.rows_nowhere, self.default, findings);
        }
    }

    fn found(&self, text: &str) -> Found {
        let by_id = self.external_ids.get(text).copied();
        let by_code = self.codes.get(text).copied();
        match (by_id, by_code) {
            (Some(one), Some(other)) if one != other => Found::Ambiguous(one, other),
            (Some(place), _) => Found::ById(place),
            (None, Some(place)) => Found::ByCode(place),
            (None, None) => Found::Nothing,
        }
    }

    fn request<'v>(
        &mut self,
        row: &mut Row<'_, 'v>,
        text: &'v str,
        request: &'v AccessRequest,
        findings: &mut Findings,
    ) {
        let organizations = &self.access.organizations;
        let place = match self.found(text) {
            Found::Ambiguous(one, other) => {
                row.recognised = true;
                if row.first_word(Kind::Organization, text) {
                    let (one, other) = (&organizations[one], &organizations[other]);
                    organization_ambiguous::found(row.view, text, one, other, findings);
                }
                return;
            }
            Found::ById(place) => place,
            Found::ByCode(place) => {
                if !row.said.contains(&(Kind::Organization, text)) {
                    row.said.push((Kind::Organization, text));
                    organization_code_used::found(row.view, &organizations[place], findings);
                }
                place
            }
            Found::Nothing => {
                row.missing.push((text, request));
                return;
            }
        };
        let number = organizations[place].number;
        row.join(number)
            .scopes
            .extend(request.scopes.iter().cloned());
        for key in &request.roles {
            match self.roles.get(key.as_str()) {
                Some(&place) => row.join(number).roles.push(self.access.roles[place].number),
                None => self.role_missing(row, key, findings),
            }
        }
        for key in &request.permissions {
            match self.permissions.get(key.as_str()) {
                Some(&permission) => row.join(number).permissions.push(permission),
                None => self.permission_missing(row, key, findings),
            }
        }
    }

    fn organization_missing<'v>(
        &mut self,
        row: &mut Row<'_, 'v>,
        text: &'v str,
        request: &AccessRequest,
        findings: &mut Findings,
    ) {
        if !row.first_word(Kind::Organization, text) {
            return;
        }
        let became = self.became(row, request);
        let said = (Kind::Organization, text);
        if self.has_unseen(row.view, said, became.clone(), findings)
            || self.known_in_part(row.view, said, became.clone(), findings)
        {
            return;
        }
        let list = self.other_list(Kind::Organization, text);
        let near = self.near[Kind::Organization as usize].near(text);
        match (list, near) {
            (Some(list), _) => {
                let fields = Kind::Organization.fields();
                list_separator::found(row.view, fields, list.said(text), became, findings);
            }
            (None, Near::ByName(id)) => {
                organization_name_used::found(row.view, text, &id, became, findings);
            }
            (None, near) => {
                organization_not_found::found(row.view, text, &near, became, findings);
            }
        }
    }

    /// Whether an organization that was not found is there by another name.
    fn is_recognised(&mut self, view: &RowView<'_>, text: &str) -> bool {
        if self.unknown_part(view, Kind::Organization, text).is_some() {
            return true;
        }
        if let Some(list) = self.other_list(Kind::Organization, text) {
            return list.exists;
        }
        self.near[Kind::Organization as usize].is_there(text)
    }

    fn role_missing<'v>(&mut self, row: &mut Row<'_, 'v>, key: &'v str, findings: &mut Findings) {
        if !row.first_word(Kind::Role, key) {
            return;
        }
        let said = (Kind::Role, key);
        if self.has_unseen(row.view, said, LEFT_OUT.into(), findings)
            || self.known_in_part(row.view, said, NOTHING.into(), findings)
        {
            return;
        }
        if let Some(list) = self.other_list(Kind::Role, key) {
            let (fields, became) = (Kind::Role.fields(), LEFT_OUT.into());
            list_separator::found(row.view, fields, list.said(key), became, findings);
            return;
        }
        match self.near[Kind::Role as usize].near(key) {
            Near::Equivalent(known) if differs_in_case_only(key, &known) => {
                key_differs_in_case::found(row.view, Kind::Role.fields(), key, &known, findings);
            }
            Near::ByName(known) => role_name_used::found(row.view, key, &known, findings),
            near => role_not_found::found(row.view, key, &near, findings),
        }
    }

    fn permission_missing<'v>(
        &mut self,
        row: &mut Row<'_, 'v>,
        key: &'v str,
        findings: &mut Findings,
    ) {
        if !row.first_word(Kind::Permission, key) {
            return;
        }
        let said = (Kind::Permission, key);
        if self.has_unseen(row.view, said, LEFT_OUT.into(), findings)
            || self.known_in_part(row.view, said, NOTHING.into(), findings)
        {
            return;
        }
        if let Some(list) = self.other_list(Kind::Permission, key) {
            let fields = Kind::Permission.fields();
            let said = list.said(key);
            list_separator::found(row.view, fields, said, LEFT_OUT.into(), findings);
            return;
        }
        match self.near[Kind::Permission as usize].near(key) {
            Near::Equivalent(known) if differs_in_case_only(key, &known) => {
                let fields = Kind::Permission.fields();
                key_differs_in_case::found(row.view, fields, key, &known, findings);
            }
            near => permission_not_found::found(row.view, key, &near, findings),
        }
    }

    fn exists(&self, kind: Kind, key: &str) -> bool {
        match kind {
            Kind::Organization => self.external_ids.contains_key(key),
            Kind::Role => self.roles.contains_key(key),
            Kind::Permission => self.permissions.contains_key(key),
        }
    }

    /// What becomes of a user whose organization was not found.
    fn became(&self, row: &Row<'_, '_>, request: &AccessRequest) -> Became<'a> {
        let joined = if !row.memberships.is_empty() {
            "It {was} left out"
        } else if row.recognised {
            "The user {was} put into no other one instead"
        } else {
            "{placed}"
        };
        let several = row.view.candidate.access.len() > 1;
        let left_out = match (
            request.roles.is_empty() && request.permissions.is_empty(),
            several,
        ) {
            (true, _) => "",
            (false, false) => "; the roles and permissions of this row {were} left out",
            (false, true) => "; the roles and permissions meant for it {were} left out",
        };
        Became {
            sentence: format!("{joined}{left_out}."),
            default: self.default.map(|default| default.name.as_str()),
        }
    }

    /// Where a user goes whose row names no organization. `reported`: the row
    /// has a finding that says so, and needs no second one.
    fn policy(
        &mut self,
        view: &RowView<'_>,
        reported: bool,
        findings: &mut Findings,
    ) -> Option<u32> {
        if self.access.organizations.is_empty() {
            return None;
        }
        let default = self.default.filter(|_| self.access.auto_join);
        let column = view.columns.iter().position(|column| {
            matches!(
                column.field,
                Some(Field::Organization | Field::Organizations)
            )
        });
        let column = match column {
            // JSON rows may leave the key out: then nothing was left blank.
            Some(place) if view.raw.cells().any(|cell| cell.column == place) => {
                Some(&view.columns[place])
            }
            _ => None,
        };
        match (default, column) {
            (Some(default), Some(column)) if !reported => {
                default_organization_used::found(view, column, default, findings);
            }
            (Some(_), _) => {}
            (None, Some(column)) => {
                membership_policy_off::found(view, column, self.default, findings);
            }
            (None, None) => self.rows_nowhere += 1,
        }
        Some(default?.number)
    }
}

/// Roles and permissions that belong to no organization are left out. Answers
/// whether there were any.
fn without_organization<'v>(
    row: &mut Row<'_, 'v>,
    request: &'v AccessRequest,
    findings: &mut Findings,
) -> bool {
    for key in &request.roles {
        if row.first_word(Kind::Role, key) {
            role_without_organization::found(row.view, Kind::Role.fields(), key, findings);
        }
    }
    for key in &request.permissions {
        if row.first_word(Kind::Permission, key) {
            let fields = Kind::Permission.fields();
            permission_without_organization::found(row.view, fields, key, findings);
        }
    }
    !request.roles.is_empty() || !request.permissions.is_empty()
}

fn differs_in_case_only(text: &str, key: &str) -> bool {
    text.to_lowercase() == key.to_lowercase()
}

#[cfg(test)]
mod tests;
