//! Notices about what was given: power, and what is given twice.

use super::{AccessIndex, Found, Kind, Row};
use crate::findings::finding::Findings;
use crate::rules::grants_administrator::{self, Grant};
use crate::rules::permission_already_in_role;
use crate::rules::roles_apply_to_every_organization::{self, Given};
use crate::rules::view::RowView;
use crate::users::access::{Access, Role};
use crate::users::user::Membership;

/// Role keys that say by themselves that somebody administers.
const ADMINISTRATOR_KEYS: [&str; 8] = [
    "admin",
    "administrator",
    "owner",
    "root",
    "super-admin",
    "superadmin",
    "super-user",
    "superuser",
];

impl AccessIndex<'_> {
    /// Says that what a row lists once was given in several organizations, if it was.
    pub(super) fn remark_on_lists(&self, row: &Row<'_, '_>, findings: &mut Findings) {
        let candidate = row.view.candidate;
        if candidate.listed < 2 {
            return;
        }
        let first = candidate.access.len() - candidate.listed;
        let listed = &candidate.access[first..];
        let names = listed.iter().filter_map(|r| r.organization.as_deref());
        let mut found: Vec<usize> = names
            .filter_map(|name| match self.found(name) {
                Found::ById(place) | Found::ByCode(place) => Some(place),
                Found::Ambiguous(..) | Found::Nothing => None,
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        let request = &listed[0];
        let roles = request.roles.iter();
        let permissions = request.permissions.iter();
        let given = Given {
            listed: candidate.listed,
            organizations: found.len(),
            roles: roles
                .filter(|key| self.roles.contains_key(key.as_str()))
                .count(),
            permissions: permissions
                .filter(|key| self.permissions.contains_key(key.as_str()))
                .count(),
        };
        if given.organizations > 1 && given.roles + given.permissions > 0 {
            roles_apply_to_every_organization::found(row.view, given, findings);
        }
    }

    /// Notices about what was given: power, and what is given twice.
    pub(super) fn remark_on_grants(&self, row: &Row<'_, '_>, findings: &mut Findings) {
        let mut roles: Vec<u32> = Vec::new();
        let mut permissions: Vec<u32> = Vec::new();
        for membership in &row.memberships {
            for &number in &membership.roles {
                if !roles.contains(&number) {
                    roles.push(number);
                    self.remark_on_role(row.view, number, findings);
                }
            }
            for &number in &membership.permissions {
                if !permissions.contains(&number) {
                    permissions.push(number);
                    self.remark_on_permission(row.view, membership, number, findings);
                }
            }
        }
    }

    fn remark_on_role(&self, view: &RowView<'_>, number: u32, findings: &mut Findings) {
        let place = self
            .access
            .roles
            .binary_search_by_key(&number, |role| role.number);
        let Ok(place) = place else { return };
        if let Some(power) = &self.powers[place] {
            let grant = Grant {
                kind: "role",
                key: &self.access.roles[place].key,
                power,
            };
            grants_administrator::found(view, Kind::Role.fields(), grant, findings);
        }
    }

    fn remark_on_permission(
        &self,
        view: &RowView<'_>,
        membership: &Membership,
        number: u32,
        findings: &mut Findings,
    ) {
        let all = &self.access.permissions;
        let Ok(place) = all.binary_search_by_key(&number, |permission| permission.number) else {
            return;
        };
        let key = &all[place].key;
        if is_administrator_permission(key) {
            let grant = Grant {
                kind: "permission",
                key,
                power: "",
            };
            grants_administrator::found(view, Kind::Permission.fields(), grant, findings);
        }
        let roles = self.access.roles.iter();
        let mut granted = roles.filter(|role| membership.roles.contains(&role.number));
        if let Some(role) = granted.find(|role| role.permissions.contains(&number)) {
            permission_already_in_role::found(view, key, &role.key, findings);
        }
    }
}

/// Why a role makes an administrator, as words in brackets.
pub(super) fn power_of_role(access: &Access, role: &Role) -> Option<String> {
    if ADMINISTRATOR_KEYS.contains(&crate::base::near::fold(&role.key).as_str()) {
        return Some(String::new());
    }
    let permissions = role.permissions.iter();
    let mut keys = permissions.filter_map(|number| access.permission(*number));
    let permission = keys.find(|permission| is_administrator_permission(&permission.key))?;
    Some(format!(" (it holds \"{}\")", permission.key))
}

fn is_administrator_permission(key: &str) -> bool {
    let first = key.split([':', '.', '/']).next().unwrap_or_default();
    key == "*" || first.eq_ignore_ascii_case("admin")
}
