//! A row compared with its user, three ways: what was last imported, what the
//! file says, what the directory holds.

use crate::check::decide::case::{Case, Decision, Facts};
use crate::check::decide::compare_access;
use crate::check::decide::compare_password::{self, Stand};
use crate::check::decide::in_use::{account_in_use, reason_of};
use crate::findings::finding::Findings;
use crate::rows::candidate::extra_identities;
use crate::rows::choices::{Choices, OnConflict};
use crate::rules;
use crate::users::change::UserUpdate;
use crate::users::field::Field;
use crate::users::field_set::FieldSet;
use crate::users::last_imported::{
    field_digest, left_here, note_suspended_by_file, suspended_by_hand,
};
use crate::users::user::{
    IdentifierKey, IdentifierKind, Identity, Membership, ResetReason, Status, StoredUser, UserRow,
    who,
};

/// How a field of the file stands to the directory.
enum FieldStand {
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
    let mut comparison = Comparison::new(user, case.choices);
    comparison.names(case, findings);
    comparison.identifiers(case, left_out, findings);
    comparison.maps(case);
    let (memberships, leaves) = compare_access::memberships(case, user, findings);
    let stand = compare_password::judged(user, case, facts, findings);
    if stand == Stand::InUse {
        comparison.held_back.insert(Field::HashedPassword);
    }
    let password = case.candidate.password.clone();
    let password = password.filter(|_| stand == Stand::Set);
    if password.is_some() {
        comparison.taken.insert(Field::HashedPassword);
        compare_password::note_set(&mut comparison.row);
        if user.password.is_none() {
            rules::password_set_for_existing_user::found(&who(user), user.id, findings);
        }
    } else {
        comparison.refused_password(case);
    }
    comparison.say_identifiers(findings);
    if comparison.conflicts_hold_back(case, findings) {
        return Decision::Reject;
    }
    let nothing = comparison.taken.is_empty() && memberships.is_empty() && leaves.is_empty();
    if nothing && !comparison.remembers {
        return Decision::Unchanged(user.key);
    }
    comparison.forget_left(&memberships);
    let is_whole = left_out.is_empty()
        && comparison.held_back.is_empty()
        && compare_password::may_be_fingerprinted(user, password.is_some());
    comparison.row.fingerprint = if is_whole { case.fingerprint } else { 0 };
    comparison.row.imported = comparison
        .row
        .imported
        .union(case.candidate.given.without(comparison.held_back));
    // What a sign-in at the last moment would hold back.
    let is_taken_over = password.is_some() || !comparison.claims.is_empty();
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
        unless_signed_in: is_taken_over && !user.is_in_use(),
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
    /// Whether somebody uses the account.
    in_use: bool,
    /// Whether accounts in use are no exception.
    replaces: bool,
    /// The fields that the row would change of an account in use.
    held_back: FieldSet,
    claims: Vec<IdentifierKey>,
    releases: Vec<IdentifierKey>,
}

impl<'a> Comparison<'a> {
    /// Who is in an organization again was not taken out of it.
    fn forget_left(&mut self, memberships: &[Membership]) {
        for joined in memberships {
            let left = left_here(joined.organization);
            self.row.last_imported.retain(|listed| *listed != left);
        }
    }

    /// Of which nothing is compared yet.
    fn new(user: &'a StoredUser, choices: &Choices) -> Comparison<'a> {
        Comparison {
            user,
            row: user.row.clone(),
            taken: FieldSet::default(),
            conflicts: FieldSet::default(),
            remembers: false,
            policy: choices.on_conflict,
            in_use: user.is_in_use(),
            replaces: choices.replace_credentials,
            held_back: FieldSet::default(),
            claims: Vec::new(),
            releases: Vec::new(),
        }
    }

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
    fn stand(&self, field: Field, file: &str, now: Option<&str>) -> FieldStand {
        if now == Some(file) {
            return FieldStand::Keep;
        }
        let last = self
            .user
            .row
            .last_imported
            .iter()
            .find(|(f, _)| *f == field);
        match last {
            // Never edited here since it was imported, or never imported.
            None => FieldStand::Take,
            Some((_, digest)) if *digest == field_digest(field, file) => FieldStand::Keep,
            Some(_) => FieldStand::Conflict,
        }
    }

    /// Whether the file's value is another than the directory's and would be written;
    /// notes where an edit stands in its way.
    fn wants(&mut self, field: Field, file: &str, now: Option<&str>) -> bool {
        let keeps = self.policy == OnConflict::KeepDirectory;
        match self.stand(field, file, now) {
            FieldStand::Keep => false,
            FieldStand::Conflict if keeps => {
                self.conflicts.insert(field);
                false
            }
            FieldStand::Take | FieldStand::Conflict => true,
        }
    }

    /// Whether the file's value is to be written, noting why.
    fn takes(&mut self, field: Field, file: &str, now: Option<&str>) -> bool {
        let takes = match self.stand(field, file, now) {
            FieldStand::Keep => false,
            FieldStand::Take => true,
            FieldStand::Conflict => {
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
    /// has a password keeps it. Of several rows of a user the first reason stays, or
    /// each import would find the other one.
    fn refused_password(&mut self, case: &Case<'_>) {
        let Some(reason) = &case.candidate.password_refused else {
            return;
        };
        let next = Some(ResetReason::NotImported(reason.clone()));
        let may_be_earlier = matches!(self.row.reset, Some(ResetReason::NotImported(_)));
        let replaces = self.user.password.is_none()
            && compare_password::is_lacked(&self.row)
            && !(case.follows && may_be_earlier);
        if replaces && self.row.reset != next {
            self.row.reset = next;
            self.taken.insert(Field::HashedPassword);
        }
    }

    fn names(&mut self, case: &Case<'_>, findings: &mut Findings) {
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
            self.status(suspended, findings);
        }
    }

    /// A suspension by an operator is lifted by no file.
    fn status(&mut self, suspended: bool, findings: &mut Findings) {
        let now = self.user.row.status;
        let status = if suspended {
            Status::Suspended
        } else {
            Status::Active
        };
        let lifts = now == Status::Suspended && !suspended;
        if lifts && self.is_suspended_here() {
            rules::suspension_kept::found(&who(self.user), self.user.id, findings);
            return;
        }
        if suspended && suspended_by_hand(&self.row).is_some() {
            self.remembers |= note_suspended_by_file(&mut self.row);
            return;
        }
        if self.takes(
            Field::Suspended,
            status_text(status),
            Some(status_text(now)),
        ) {
            self.row.status = status;
            if lifts {
                rules::suspension_lifted::found(&who(self.user), self.user.id, findings);
            }
        }
    }

    fn is_suspended_here(&self) -> bool {
        let row = &self.user.row;
        let mut edited = row.last_imported.iter();
        edited.any(|(field, _)| *field == Field::Suspended)
            || !row.imported.contains(Field::Suspended)
    }

    /// Whether the row may change this of an account; notes it where somebody uses it.
    fn may_change(&mut self, field: Field) -> bool {
        let may = !self.in_use || self.replaces;
        if !may {
            self.held_back.insert(field);
        }
        may
    }

    /// Says what was held back of an account in use, and what a user who was changed
    /// here is given.
    fn say_identifiers(&self, findings: &mut Findings) {
        if !self.held_back.is_empty() {
            account_in_use(self.user, self.held_back, findings);
        }
        if !self.claims.is_empty() && (self.in_use || self.user.is_edited()) {
            let mut names: Vec<&str> = Vec::new();
            for claim in &self.claims {
                if !names.contains(&claim.kind.name()) {
                    names.push(claim.kind.name());
                }
            }
            let fields = format!("another {}", names.join(", "));
            let user = self.user;
            let reason = if self.in_use {
                reason_of(user)
            } else {
                "was changed here"
            };
            let found = rules::identifier_of_edited_user::found;
            found(&who(user), reason, &fields, user.id, findings);
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
            self.extra(identity, findings);
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
            self.verified(own, identity, findings);
            return;
        }
        let now = self
            .user
            .row
            .identity(identity.kind)
            .map(|own| own.key.clone());
        if !self.wants(field, &identity.key, now.as_deref())
            || !self.may_change(field)
            || !self.takes(field, &identity.key, now.as_deref())
        {
            return;
        }
        let identity = &self.unconfirmed(identity);
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

    /// An identity as it is given to the user: what an account in use gets so has still to
    /// be confirmed.
    fn unconfirmed(&self, identity: &Identity) -> Identity {
        let mut identity = identity.clone();
        if self.in_use && identity.kind == IdentifierKind::Email {
            identity.verified = Some(false);
        }
        identity
    }

    /// The flag of an identifier that the user has.
    fn verified(&mut self, own: usize, identity: &Identity, findings: &mut Findings) {
        let field = match identity.kind {
            IdentifierKind::Email => Field::EmailVerified,
            IdentifierKind::Phone => Field::PhoneVerified,
            _ => return,
        };
        let Some(verified) = identity.verified else {
            return;
        };
        let now = self.row.identities[own].verified;
        if self.in_use && now != Some(verified) {
            // Only the user confirms an address from now on.
            self.held_back.insert(field);
            return;
        }
        if self.takes(
            field,
            &verified.to_string(),
            now.map(|yes| yes.to_string()).as_deref(),
        ) {
            self.row.identities[own].verified = Some(verified);
            if verified {
                let (user, kind) = (self.user, identity.kind.name());
                rules::verified_raised::found(&who(user), kind, user.id, findings);
            }
        }
    }

    /// What a provider says of a social identity that the user has. Whether it is
    /// verified no file says of an account in use.
    fn social(&mut self, own: usize, identity: &Identity) {
        let known = &self.row.identities[own];
        let mut next = known.clone();
        next.profile = identity.profile.clone().or(next.profile);
        if !self.in_use {
            next.verified = identity.verified.or(next.verified);
        }
        if next != *known {
            self.row.identities[own] = next;
            self.taken.insert(Field::Identities);
        }
    }

    /// One more identifier: added, never replaced.
    fn extra(&mut self, identity: &Identity, findings: &mut Findings) {
        if let Some(own) = self
            .row
            .identities
            .iter()
            .position(|own| own.kind == identity.kind && own.key == identity.key)
        {
            if identity.kind == IdentifierKind::Social {
                self.social(own, identity);
            } else {
                self.verified(own, identity, findings);
            }
        } else if self.may_change(Field::Identities) {
            self.row.identities.push(self.unconfirmed(identity));
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
