//! A row compared with its user, three ways: what was last imported, what the
//! file says, what the directory holds.

use crate::check::decide::case::{Case, Decision, Facts};
use crate::check::decide::{compare_access, compare_password};
use crate::findings::finding::Findings;
use crate::rows::candidate::extra_identities;
use crate::rows::choices::OnConflict;
use crate::rules;
use crate::users::change::UserUpdate;
use crate::users::field::Field;
use crate::users::field_set::FieldSet;
use crate::users::last_imported::field_digest;
use crate::users::user::{
    IdentifierKey, IdentifierKind, Identity, ResetReason, Status, StoredUser, UserRow, who,
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
    let (memberships, leaves) = compare_access::memberships(case, user, findings);
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
}

/// The word for a status, as digests use it.
pub fn status_text(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Suspended => "suspended",
    }
}
