//! The one place where an action is chosen: a candidate, what the directory
//! knows of it, and a policy make a decision. Pure.

use crate::access::Access;
use crate::by_hand::field_digest;
use crate::candidate::Candidate;
use crate::digest::extra_identities;
use crate::field::Field;
use crate::finding::Findings;
use crate::mapping::{OnConflict, Settings};
use crate::record::CellRef;
use crate::rules;
use crate::store::UserUpdate;
use crate::user::{
    FieldSet, Fingerprint, IdentifierKey, IdentifierKind, Identity, Membership, ResetReason,
    Status, StoredUser, UserKey, UserRow,
};

/// What the directory knows of a candidate's identifiers.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The owner of each of the candidate's identities, in their order.
    pub owners: Vec<Option<StoredUser>>,
}

/// Which user the row's first row became, for a row that follows another.
#[derive(Clone, Debug)]
pub enum Leader {
    /// A user that this import creates.
    New(UserKey),
    /// A user of the directory.
    Known(Box<StoredUser>),
}

/// What will be done with a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// A user is created.
    Create,
    /// It adds to a user that this import creates.
    Join(UserKey),
    /// A user is changed.
    Update(Box<UserUpdate>),
    /// Nothing to do.
    Unchanged(UserKey),
    /// Nothing to do but to remember that the file by now says what somebody
    /// had changed here.
    Remember(Box<UserUpdate>),
    /// Not imported; a finding says why.
    Reject,
}

/// A candidate with everything a decision needs of it.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The candidate.
    pub candidate: &'a Candidate,
    /// Its access, resolved.
    pub memberships: &'a [Membership],
    /// What the rows of its user say together.
    pub fingerprint: Fingerprint,
    /// Finds the cell that feeds a field, for findings.
    pub cell: &'a dyn Fn(Field) -> Option<CellRef<'a>>,
    /// What the person importing chose.
    pub settings: &'a Settings,
    /// Organizations, roles and permissions, for their names.
    pub access: &'a Access,
    /// Whether other rows of the file speak of the same user: what this row
    /// does not give may be given there, so nothing is taken away.
    pub shared: bool,
}

/// What was chosen, with the identities that were left out on the way.
#[derive(Debug)]
pub struct Decided {
    /// What will be done.
    pub decision: Decision,
    /// Identities of the candidate that belong to somebody else.
    pub left_out: Vec<IdentifierKey>,
}

/// Chooses what to do with a row.
pub fn decide(
    case: &Case<'_>,
    facts: &Facts,
    leader: Option<&Leader>,
    findings: &mut Findings,
) -> Decided {
    let before = findings.len();
    let mut left_out = Vec::new();
    let matched = match leader {
        Some(Leader::New(key)) => Match::New(Some(*key)),
        Some(Leader::Known(user)) if has_another_id(case, user, findings) => Match::Nobody,
        Some(Leader::Known(user)) => Match::Known(user),
        None => matched(case, facts, findings),
    };
    let user = match &matched {
        Match::Nobody => {
            return Decided {
                decision: Decision::Reject,
                left_out,
            };
        }
        Match::New(_) => None,
        Match::Known(user) => Some(*user),
    };
    leave_out(case, facts, user, &mut left_out, findings);
    let remaining = case.candidate.identities.len() - left_out.len();
    for finding in findings.iter_mut().skip(before) {
        if remaining == 0 && finding.rule.only_identifier {
            finding.severity = crate::finding::Severity::Error;
        }
        crate::decode::deny(finding, case.settings);
    }
    if findings
        .iter()
        .skip(before)
        .any(|finding| finding.severity == crate::finding::Severity::Error)
    {
        return Decided {
            decision: Decision::Reject,
            left_out,
        };
    }
    let decision = match matched {
        Match::Nobody => Decision::Reject,
        Match::New(None) => Decision::Create,
        Match::New(Some(key)) => Decision::Join(key),
        Match::Known(user) => compare(case, user, &left_out, findings),
    };
    for finding in findings.iter_mut().skip(before) {
        crate::decode::deny(finding, case.settings);
    }
    let denied = findings
        .iter()
        .skip(before)
        .any(|finding| finding.severity == crate::finding::Severity::Error);
    Decided {
        decision: if denied { Decision::Reject } else { decision },
        left_out,
    }
}

enum Match<'a> {
    /// A finding says why it is nobody's row.
    Nobody,
    /// A new user; of another row of the file if there is a key.
    New(Option<UserKey>),
    Known(&'a StoredUser),
}

/// Whose row it is. The id and the email decide, then social identities; a
/// phone or a username alone decides only if the row brings nothing that the
/// user has otherwise.
fn matched<'a>(case: &Case<'_>, facts: &'a Facts, findings: &mut Findings) -> Match<'a> {
    let owner = |kind: IdentifierKind| {
        case.candidate
            .identities
            .iter()
            .zip(&facts.owners)
            .filter(move |(identity, _)| identity.kind == kind)
            .find_map(|(_, owner)| owner.as_ref())
    };
    let by_id = owner(IdentifierKind::Id);
    let by_email = owner(IdentifierKind::Email);
    if let (Some(a), Some(b)) = (by_id, by_email)
        && a.key != b.key
    {
        rules::id_and_email_match_different_users::found(&who(a), &who(b), a.id, findings);
        return Match::Nobody;
    }
    if let Some(user) = by_id.or(by_email) {
        return strong_match(case, facts, user, by_id.is_none(), findings);
    }
    if let Some(user) = owner(IdentifierKind::Social) {
        return strong_match(case, facts, user, true, findings);
    }
    for kind in [IdentifierKind::Username, IdentifierKind::Phone] {
        if let Some(user) = owner(kind)
            && !brings_another(case.candidate, user)
        {
            return Match::Known(user);
        }
    }
    Match::New(None)
}

fn strong_match<'a>(
    case: &Case<'_>,
    facts: &'a Facts,
    user: &'a StoredUser,
    by_email: bool,
    findings: &mut Findings,
) -> Match<'a> {
    let social: Vec<&StoredUser> = case
        .candidate
        .identities
        .iter()
        .zip(&facts.owners)
        .filter(|(identity, _)| {
            matches!(
                identity.kind,
                IdentifierKind::Social | IdentifierKind::Email
            )
        })
        .filter_map(|(_, owner)| owner.as_ref())
        .filter(|owner| owner.key != user.key)
        .collect();
    if let Some(other) = social.first() {
        rules::several_users_match::found(&[who(user), who(other)], user.id, findings);
        return Match::Nobody;
    }
    let id = case.candidate.identity(IdentifierKind::Id);
    if by_email && has_another_id(case, user, findings) {
        return Match::Nobody;
    }
    let phone = case
        .candidate
        .identities
        .iter()
        .zip(&facts.owners)
        .find_map(|(identity, owner)| {
            owner
                .as_ref()
                .filter(|owner| identity.kind == IdentifierKind::Phone && owner.key != user.key)
        });
    if let (true, Some(owner)) = (id.is_none(), phone) {
        rules::email_and_phone_match_different_users::found(
            &who(user),
            &who(owner),
            user.id,
            findings,
        );
        return Match::Nobody;
    }
    Match::Known(user)
}

/// Whether the row brings an id and the user, known by something else, has
/// another one; says so.
fn has_another_id(case: &Case<'_>, user: &StoredUser, findings: &mut Findings) -> bool {
    let id = case.candidate.identity(IdentifierKind::Id);
    let (Some(id), Some(other)) = (id, user.row.identity(IdentifierKind::Id)) else {
        return false;
    };
    if id.key == other.key {
        return false;
    }
    rules::email_belongs_to_another_user::found(
        (case.cell)(Field::Email),
        other.value(),
        id.value(),
        user.id,
        findings,
    );
    true
}

/// Whether a row brings an id or an email and the user has another one.
fn brings_another(candidate: &Candidate, user: &StoredUser) -> bool {
    [IdentifierKind::Id, IdentifierKind::Email]
        .into_iter()
        .any(|kind| candidate.identity(kind).is_some() && user.row.identity(kind).is_some())
}

/// Leaves out phones and usernames that belong to somebody else.
fn leave_out(
    case: &Case<'_>,
    facts: &Facts,
    user: Option<&StoredUser>,
    left_out: &mut Vec<IdentifierKey>,
    findings: &mut Findings,
) {
    for (identity, owner) in case.candidate.identities.iter().zip(&facts.owners) {
        let Some(owner) = owner
            .as_ref()
            .filter(|owner| user.is_none_or(|user| user.key != owner.key))
        else {
            continue;
        };
        let name = who(owner);
        match identity.kind {
            IdentifierKind::Username => {
                rules::username_taken::found(
                    (case.cell)(Field::Username),
                    &name,
                    owner.id,
                    findings,
                );
            }
            IdentifierKind::Phone => {
                rules::phone_belongs_to_another_user::found(
                    (case.cell)(Field::Phone),
                    &name,
                    owner.id,
                    findings,
                );
            }
            _ => {
                rules::several_users_match::found(
                    &[
                        user.map_or_else(|| "a user of this file".to_owned(), who),
                        name,
                    ],
                    owner.id,
                    findings,
                );
            }
        }
        left_out.push(identity.identifier());
    }
}

/// How a user is called in a sentence.
pub fn who(user: &StoredUser) -> String {
    let first = [
        IdentifierKind::Email,
        IdentifierKind::Username,
        IdentifierKind::Phone,
        IdentifierKind::Id,
    ]
    .into_iter()
    .find_map(|kind| user.row.identity(kind));
    match (first, user.row.identity(IdentifierKind::Id)) {
        (Some(identity), Some(id)) if identity.kind != IdentifierKind::Id => {
            format!("{} (id {})", identity.value(), id.value())
        }
        (Some(identity), _) => identity.value().to_owned(),
        (None, _) => user.id.to_string(),
    }
}

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
fn compare(
    case: &Case<'_>,
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
        policy: case.settings.on_conflict,
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
        .filter(|password| user.password.as_ref() != Some(password));
    if password.is_some() {
        comparison.taken.insert(Field::HashedPassword);
        if comparison.row.reset == Some(ResetReason::NoPassword) {
            comparison.row.reset = None;
        }
    }
    let conflicts = comparison.conflicts;
    if !conflicts.is_empty() {
        let outcome = match case.settings.on_conflict {
            OnConflict::UseFile => "The file was used.",
            OnConflict::KeepDirectory => "The edit was kept.",
            OnConflict::Reject => "The row was not imported.",
        };
        rules::changed_here_and_in_file::found(
            &crate::store::field_names(conflicts),
            &who(user),
            outcome,
            user.id,
            findings,
        );
        if case.settings.on_conflict == OnConflict::Reject {
            for finding in findings
                .iter_mut()
                .filter(|finding| finding.rule == &rules::changed_here_and_in_file::RULE)
            {
                finding.severity = crate::finding::Severity::Error;
            }
            return Decision::Reject;
        }
    }
    let nothing = comparison.taken.is_empty() && memberships.is_empty() && leaves.is_empty();
    if nothing && !comparison.remembers {
        return Decision::Unchanged(user.key);
    }
    comparison.row.fingerprint = if left_out.is_empty() {
        case.fingerprint
    } else {
        0
    };
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
                old,
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
        let replaces = case.settings.replace_access && !case.shared;
        let mut changed = Vec::new();
        let mut removed = Vec::new();
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

/// A new user's row of a candidate.
pub fn new_row(
    candidate: &Candidate,
    left_out: &[IdentifierKey],
    fingerprint: Fingerprint,
) -> UserRow {
    UserRow {
        first_name: candidate.first_name.clone(),
        last_name: candidate.last_name.clone(),
        status: if candidate.suspended == Some(true) {
            Status::Suspended
        } else {
            Status::Active
        },
        reset: candidate
            .password
            .is_none()
            .then_some(ResetReason::NoPassword),
        identities: candidate
            .identities
            .iter()
            .filter(|identity| {
                !left_out
                    .iter()
                    .any(|key| key.kind == identity.kind && key.key == identity.key)
            })
            .cloned()
            .collect(),
        properties: candidate.properties.clone(),
        feature_flags: candidate.feature_flags.clone(),
        imported: candidate.given,
        last_imported: Vec::new(),
        fingerprint: if left_out.is_empty() { fingerprint } else { 0 },
    }
}
