//! A row compared with its user, three ways: what was last imported, what the
//! file says, what the directory holds.

use crate::check::decide::case::{Case, Decision, Facts};
use crate::check::decide::compare_password;
use crate::findings::finding::Findings;
use crate::rows::candidate::extra_identities;
use crate::rows::choices::OnConflict;
use crate::rules;
use crate::users::access::Access;
use crate::users::change::UserUpdate;
use crate::users::field::Field;
use crate::users::field_set::FieldSet;
use crate::users::last_imported::field_digest;
use crate::users::user::{
    IdentifierKey, IdentifierKind, Identity, Membership, ResetReason, Status, StoredUser, UserRow,
    who,
};

/// How a field of the file stands to the directory.
enum Stand {
    /// Nothing to do.
    Keep,
    /// The file changed it.
    Take,
    /// Both changed it.
    Conflict,
}

/// Compares a row with its user, three ways.
pub fn compare(
    case: &Case<'_>,
    facts: &Facts,
    user: &StoredUser,
    left_out: &[IdentifierKey],
    findings: &mut Findings,
) -> Decision {
    let mut comparison = Comparison {
        user,
        row: user.row.clone(),
        taken: FieldSet::default(),
        conflicts: FieldSet::default(),
        remembers: false,
        policy: case.choices.on_conflict,
        claims: Vec::new(),
        releases: Vec::new(),
    };
    comparison.names(case);
    comparison.identifiers(case, left_out, findings);
    comparison.maps(case);
    let (memberships, leaves) = comparison.memberships(case, findings);
    let password = case
        .candidate
        .password
        .clone()
        .filter(|_| compare_password::is_set(user, case.candidate, facts, findings));
    if password.is_some() {
        comparison.taken.insert(Field::HashedPassword);
        compare_password::note_set(&mut comparison.row);
        if user.password.is_none() {
            rules::password_set_for_existing_user::found(&who(user), user.id, findings);
        }
    } else {
        comparison.refused_password(case);
    }
    if comparison.conflicts_hold_back(case, findings) {
        return Decision::Reject;
    }
    let nothing = comparison.taken.is_empty() && memberships.is_empty() && leaves.is_empty();
    if nothing && !comparison.remembers {
        return Decision::Unchanged(user.key);
    }
    let is_whole =
        left_out.is_empty() && compare_password::may_be_fingerprinted(user, password.is_some());
    comparison.row.fingerprint = if is_whole { case.fingerprint } else { 0 };
    comparison.row.imported = comparison.row.imported.union(case.candidate.given);
    let update = Box::new(UserUpdate {
        key: user.key,
        expected_version: user.version,
        row: comparison.row,
        claims: comparison.claims,
        releases: comparison.releases,
        memberships,
        leaves,
        password,
        before: None,
        past: Vec::new(),
    });
    if nothing {
        Decision::Remember(update)
    } else {
        Decision::Update(update)
    }
}

struct Comparison<'a> {
    user: &'a StoredUser,
    row: UserRow,
    taken: FieldSet,
    conflicts: FieldSet,
    remembers: bool,
    policy: OnConflict,
    claims: Vec<IdentifierKey>,
    releases: Vec<IdentifierKey>,
}

impl Comparison<'_> {
    /// Says which fields changed on both sides. Answers whether the row is held
    /// back for it.
    fn conflicts_hold_back(&self, case: &Case<'_>, findings: &mut Findings) -> bool {
        if self.conflicts.is_empty() {
            return false;
        }
        let became = match case.choices.on_conflict {
            OnConflict::UseFile => "The file {was} used.",
            OnConflict::KeepDirectory | OnConflict::Reject => "The edit {was} kept.",
        };
        let fields = crate::users::field_set::field_names(self.conflicts);
        rules::changed_here_and_in_file::found(
            &fields,
            &who(self.user),
            became,
            self.user.id,
            findings,
        );
        let reject = case.choices.on_conflict == OnConflict::Reject;
        if reject {
            let rule = &rules::changed_here_and_in_file::RULE;
            for finding in findings.iter_mut().filter(|finding| finding.rule == rule) {
                finding.severity = crate::findings::rule::Severity::Error;
            }
        }
        reject
    }

    /// How `field` stands, with the file's value and the directory's.
    fn stand(&self, field: Field, file: &str, now: Option<&str>) -> Stand {
        if now == Some(file) {
            return Stand::Keep;
        }
        let last = self
            .user
            .row
            .last_imported
            .iter()
            .find(|(f, _)| *f == field);
        match last {
            // Never edited here since it was imported, or never imported.
            None => Stand::Take,
            Some((_, digest)) if *digest == field_digest(field, file) => Stand::Keep,
            Some(_) => Stand::Conflict,
        }
    }

    /// Whether the file's value is to be written, noting why.
    fn takes(&mut self, field: Field, file: &str, now: Option<&str>) -> bool {
        let takes = match self.stand(field, file, now) {
            Stand::Keep => false,
            Stand::Take => true,
            Stand::Conflict => {
                self.conflicts.insert(field);
                self.policy == OnConflict::UseFile
            }
        };
        if takes {
            self.taken.insert(field);
            self.row.last_imported.retain(|(f, _)| *f != field);
        } else if now == Some(file) && self.row.last_imported.iter().any(|(f, _)| *f == field) {
            self.row.last_imported.retain(|(f, _)| *f != field);
            self.remembers = true;
        }
        takes
    }

    /// A user without a password learns why the file's was not taken. One who
    /// has a password keeps it.
    fn refused_password(&mut self, case: &Case<'_>) {
        let Some(reason) = &case.candidate.password_refused else {
            return;
        };
        let next = Some(ResetReason::NotImported(reason.clone()));
        let replaces = self.user.password.is_none() && compare_password::is_lacked(&self.row);
        if replaces && self.row.reset != next {
            self.row.reset = next;
            self.taken.insert(Field::HashedPassword);
        }
    }

    fn names(&mut self, case: &Case<'_>) {
        if let Some(name) = &case.candidate.first_name
            && self.takes(Field::FirstName, name, self.user.row.first_name.as_deref())
        {
            self.row.first_name = Some(name.clone());
        }
        if let Some(name) = &case.candidate.last_name
            && self.takes(Field::LastName, name, self.user.row.last_name.as_deref())
        {
            self.row.last_name = Some(name.clone());
        }
        if let Some(suspended) = case.candidate.suspended {
            let status = if suspended {
                Status::Suspended
            } else {
                Status::Active
            };
            if self.takes(
                Field::Suspended,
                status_text(status),
                Some(status_text(self.user.row.status)),
            ) {
                self.row.status = status;
            }
        }
    }

    fn identifiers(
        &mut self,
        case: &Case<'_>,
        left_out: &[IdentifierKey],
        findings: &mut Findings,
    ) {
        let mut extras: Vec<&Identity> = extra_identities(case.candidate).collect();
        extras.retain(|identity| !left_out.contains(&identity.identifier()));
        for kind in [
            IdentifierKind::Id,
            IdentifierKind::Email,
            IdentifierKind::Phone,
            IdentifierKind::Username,
        ] {
            let Some(identity) = case.candidate.identity(kind) else {
                continue;
            };
            if !left_out.contains(&identity.identifier()) {
                self.primary(case, identity, findings);
            }
        }
        for identity in extras {
            self.extra(identity);
        }
    }

    /// The primary identifier of a kind: replaces the one the user has.
    fn primary(&mut self, case: &Case<'_>, identity: &Identity, findings: &mut Findings) {
        let Some(field) = identity.kind.field() else {
            return;
        };
        if let Some(own) = self
            .row
            .identities
            .iter()
            .position(|own| own.kind == identity.kind && own.key == identity.key)
        {
            self.verified(own, identity);
            return;
        }
        let now = self
            .user
            .row
            .identity(identity.kind)
            .map(|own| own.key.clone());
        if !self.takes(field, &identity.key, now.as_deref()) {
            return;
        }
        if let (Some(old), Field::Email) = (&now, field) {
            rules::changes_email_of_existing_user::found(
                (case.cell)(Field::Email),
                &who(self.user),
                (old, identity.value()),
                self.user.id,
                findings,
            );
        }
        match self
            .row
            .identities
            .iter()
            .position(|own| own.kind == identity.kind)
        {
            Some(at) => {
                self.releases.push(self.row.identities[at].identifier());
                self.row.identities[at] = identity.clone();
            }
            None => self.row.identities.push(identity.clone()),
        }
        self.claims.push(identity.identifier());
    }

    /// The flag of an identifier that the user has.
    fn verified(&mut self, own: usize, identity: &Identity) {
        let field = match identity.kind {
            IdentifierKind::Email => Field::EmailVerified,
            IdentifierKind::Phone => Field::PhoneVerified,
            _ => return,
        };
        let Some(verified) = identity.verified else {
            return;
        };
        let now = self.row.identities[own].verified;
        if self.takes(
            field,
            &verified.to_string(),
            now.map(|yes| yes.to_string()).as_deref(),
        ) {
            self.row.identities[own].verified = Some(verified);
        }
    }

    /// One more identifier: added, never replaced.
    fn extra(&mut self, identity: &Identity) {
        if let Some(own) = self
            .row
            .identities
            .iter()
            .position(|own| own.kind == identity.kind && own.key == identity.key)
        {
            if identity.kind != IdentifierKind::Social {
                self.verified(own, identity);
            } else if (identity.profile.is_some()
                && self.row.identities[own].profile != identity.profile)
                || (identity.verified.is_some()
                    && self.row.identities[own].verified != identity.verified)
            {
                self.row.identities[own] = identity.clone();
                self.taken.insert(Field::Identities);
            }
        } else {
            self.row.identities.push(identity.clone());
            self.claims.push(identity.identifier());
            self.taken.insert(Field::Identities);
        }
    }

    fn maps(&mut self, case: &Case<'_>) {
        for (key, value) in &case.candidate.properties {
            if self.row.properties.get(key) != Some(value) {
                self.row.properties.insert(key.clone(), value.clone());
                self.taken.insert(Field::Properties);
            }
        }
        for (key, value) in &case.candidate.feature_flags {
            if self.row.feature_flags.get(key) != Some(value) {
                self.row.feature_flags.insert(key.clone(), value.clone());
                self.taken.insert(Field::FeatureFlags);
            }
        }
    }

    /// The memberships that change, and the organizations that are left.
    fn memberships(&self, case: &Case<'_>, findings: &mut Findings) -> (Vec<Membership>, Vec<u32>) {
        let replaces = case.choices.replace_access && !case.shared;
        let mut changed = Vec::new();
        let mut removed = Vec::new();
        let is_in_none = self.user.memberships.is_empty() && case.memberships.is_empty();
        if let (true, false, Some(organization)) =
            (is_in_none, case.placed_elsewhere, case.candidate.falls_back)
        {
            changed.push(Membership {
                organization,
                ..Membership::default()
            });
        }
        for wanted in case.memberships {
            let now = self
                .user
                .memberships
                .iter()
                .find(|own| own.organization == wanted.organization);
            let mut next = match now {
                Some(now) if !replaces => union(now, wanted),
                _ => wanted.clone(),
            };
            if let Some(now) = now {
                next.scopes = union(now, wanted).scopes;
                removed.extend(lost(now, &next, case.access));
            }
            if now != Some(&next) {
                changed.push(next);
            }
        }
        let mut leaves = Vec::new();
        // A row that names no access at all says nothing about access.
        if replaces && !case.memberships.is_empty() {
            for own in &self.user.memberships {
                if !case
                    .memberships
                    .iter()
                    .any(|wanted| wanted.organization == own.organization)
                {
                    leaves.push(own.organization);
                    let name = case
                        .access
                        .organization(own.organization)
                        .map_or("?", |o| o.external_id.as_str());
                    removed.push(format!("the membership in \"{name}\""));
                }
            }
        }
        if !removed.is_empty() {
            rules::removes_access::found(
                &removed.join(", "),
                &who(self.user),
                self.user.id,
                findings,
            );
        }
        (changed, leaves)
    }
}

fn union(now: &Membership, wanted: &Membership) -> Membership {
    let merge = |a: &[u32], b: &[u32]| {
        let mut all = [a, b].concat();
        all.sort_unstable();
        all.dedup();
        all
    };
    let mut scopes = now.scopes.clone();
    scopes.extend(
        wanted
            .scopes
            .iter()
            .filter(|scope| !now.scopes.contains(scope))
            .cloned(),
    );
    Membership {
        organization: now.organization,
        roles: merge(&now.roles, &wanted.roles),
        permissions: merge(&now.permissions, &wanted.permissions),
        scopes,
    }
}

/// Puts the access of another row of the same user beside what is there.
pub fn add_memberships(to: &mut Vec<Membership>, more: &[Membership]) {
    for wanted in more {
        match to
            .iter_mut()
            .find(|own| own.organization == wanted.organization)
        {
            Some(own) => *own = union(own, wanted),
            None => to.push(wanted.clone()),
        }
    }
    to.sort_by_key(|membership| membership.organization);
}

fn lost(now: &Membership, next: &Membership, access: &Access) -> Vec<String> {
    let organization = access
        .organization(now.organization)
        .map_or("?", |o| o.external_id.as_str());
    let roles = now
        .roles
        .iter()
        .filter(|role| !next.roles.contains(role))
        .filter_map(|role| access.role(*role));
    let permissions = now
        .permissions
        .iter()
        .filter(|permission| !next.permissions.contains(permission))
        .filter_map(|permission| access.permission(*permission));
    roles
        .map(|role| format!("the role \"{}\" in \"{organization}\"", role.key))
        .chain(permissions.map(|permission| {
            format!(
                "the permission \"{}\" in \"{organization}\"",
                permission.key
            )
        }))
        .collect()
}

/// The word for a status, as digests use it.
pub fn status_text(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Suspended => "suspended",
    }
}
