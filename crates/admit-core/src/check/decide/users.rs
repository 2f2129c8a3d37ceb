//! Rows of users: whose each is, and what it does.

use crate::check::decide::case::{Case, Decided, Decision, Facts, Leader, NearOwner};
use crate::check::decide::compare::compare;
use crate::check::decide::in_use::keeps_credentials;
use crate::check::decide::one_id;
use crate::check::plan::PlannedUser;
use crate::findings::finding::Findings;
use crate::rows::candidate::Candidate;
use crate::rules;
use crate::users::field::Field;
use crate::users::user::{
    Fingerprint, IdentifierKey, IdentifierKind, Identity, ResetReason, Status, StoredUser, UserRow,
    is_same_but_zeros, who,
};

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
    tell_apart(case, facts, user, &mut left_out, findings);
    let remaining = case.candidate.identities.len() - left_out.len();
    for finding in findings.iter_mut().skip(before) {
        if remaining == 0 && finding.rule.only_identifier {
            finding.severity = crate::findings::rule::Severity::Error;
        }
        crate::findings::finding::deny(finding, case.choices);
    }
    if findings
        .iter()
        .skip(before)
        .any(|finding| finding.severity == crate::findings::rule::Severity::Error)
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
        Match::Known(user) => compare(case, facts, user, &left_out, findings),
    };
    for finding in findings.iter_mut().skip(before) {
        crate::findings::finding::deny(finding, case.choices);
    }
    let denied = findings
        .iter()
        .skip(before)
        .any(|finding| finding.severity == crate::findings::rule::Severity::Error);
    Decided {
        decision: if denied { Decision::Reject } else { decision },
        left_out,
    }
}

enum Match<'a> {
    /// A finding says why it is nobody's row.
    Nobody,
    /// A new user; of another row of the file if there is a key.
    New(Option<PlannedUser>),
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
    if let Some(user) = by_id.filter(|user| keeps_credentials(user, case.choices)) {
        // Whatever else the row would give the user is held back: whose it is does not matter.
        return Match::Known(user);
    }
    let by_email = owner(IdentifierKind::Email);
    if let (Some(a), Some(b)) = (by_id, by_email)
        && a.key != b.key
    {
        rules::id_and_email_match_different_users::found(&who(a), &who(b), a.id, findings);
        return Match::Nobody;
    }
    if let Some(user) = by_id {
        one_id::judge(case, facts, user, findings);
    }
    if let Some(user) = by_id.or(by_email) {
        return strong_match(case, facts, user, by_id.is_none(), findings);
    }
    if let Some(user) = owner(IdentifierKind::Social) {
        return strong_match(case, facts, user, true, findings);
    }
    for kind in [IdentifierKind::Username, IdentifierKind::Phone] {
        if let Some(user) = owner(kind)
            && !brings_another(case, user)
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
    let may_differ = id.is_some() || was_left_out(user, IdentifierKind::Phone);
    if let (false, Some(owner)) = (may_differ, phone) {
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

/// Whether an import gave the user an identifier of this kind and it was left out, as
/// it belonged to somebody else: then it is left out again.
fn was_left_out(user: &StoredUser, kind: IdentifierKind) -> bool {
    let given = kind
        .field()
        .is_some_and(|field| user.row.imported.contains(field));
    given && user.row.identity(kind).is_none()
}

/// Whether the row brings an id and the user, known by something else, has
/// another one; says so.
pub(super) fn has_another_id(case: &Case<'_>, user: &StoredUser, findings: &mut Findings) -> bool {
    let id = case.candidate.identity(IdentifierKind::Id);
    let (Some(id), Some(other)) = (id, user.row.identity(IdentifierKind::Id)) else {
        return false;
    };
    if id.key == other.key {
        return false;
    }
    if is_same_but_zeros(&id.key, &other.key) {
        let cell = (case.cell)(Field::Id);
        let name = who(user);
        rules::id_differs_in_leading_zeros::found(cell, &other.key, (&name, user.id), findings);
        return true;
    }
    let known_by = [Field::Email, Field::Username, Field::Phone]
        .into_iter()
        .find_map(|field| (case.cell)(field));
    rules::email_belongs_to_another_user::found(
        known_by,
        other.value(),
        id.value(),
        user.id,
        findings,
    );
    true
}

/// Whether a row, or another one of its user, brings an id or an email and the user has
/// another one.
fn brings_another(case: &Case<'_>, user: &StoredUser) -> bool {
    let (brings, seed) = case.brings;
    let has = |kind| case.candidate.identity(kind).is_some() && user.row.identity(kind).is_some();
    [IdentifierKind::Id, IdentifierKind::Email]
        .into_iter()
        .any(has)
        || brings.are_another(user, seed)
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
        let is_held_back = user.is_some_and(|user| keeps_credentials(user, case.choices));
        if is_held_back
            && matches!(
                identity.kind,
                IdentifierKind::Email | IdentifierKind::Social
            )
        {
            continue;
        }
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
                left_out.push(identity.identifier());
                continue;
            }
        }
        take_out(case.candidate, identity, left_out, findings);
    }
}

/// Leaves out an identity of which the last finding speaks. The plan keeps what is left
/// out by its kind, so others of the kind go with it, and that is said.
fn take_out(
    candidate: &Candidate,
    identity: &Identity,
    left_out: &mut Vec<IdentifierKey>,
    findings: &mut Findings,
) {
    let all = candidate.identities.iter();
    let all: Vec<IdentifierKey> = all
        .filter(|other| other.kind == identity.kind)
        .map(Identity::identifier)
        .collect();
    if let Some(mut said) = findings.pop() {
        if said.value.is_none() || all.len() > 1 {
            said = said.value(identity.value());
        }
        if all.len() > 1 {
            let kind = identity.kind.name();
            let others = format!("It {{was}} left out, and the row's other {kind}s with it.");
            said = said.became(others);
        }
        findings.add(said);
    }
    left_out.retain(|key| !all.contains(key));
    left_out.extend(all);
}

/// Holds back what could be taken for what somebody else has: a username that is an
/// email, an email that is a username, an id that differs in zeros at its front.
fn tell_apart(
    case: &Case<'_>,
    facts: &Facts,
    user: Option<&StoredUser>,
    left_out: &mut Vec<IdentifierKey>,
    findings: &mut Findings,
) {
    for NearOwner { place, key, owner } in &facts.near {
        let identity = &case.candidate.identities[*place];
        let has = |user: &StoredUser| {
            let own = user.row.identities.iter();
            own.map(Identity::identifier)
                .any(|own| own == identity.identifier())
        };
        if user.is_some_and(|user| user.key == owner.key || has(user)) {
            continue;
        }
        let (name, cell) = (who(owner), |field| (case.cell)(field));
        match identity.kind {
            IdentifierKind::Username => {
                let cell = cell(Field::Username);
                rules::username_is_anothers_email::in_directory(cell, &name, owner.id, findings);
                take_out(case.candidate, identity, left_out, findings);
            }
            IdentifierKind::Email => {
                let cell = cell(Field::Email);
                rules::email_is_anothers_username::found(cell, &name, owner.id, findings);
            }
            _ => {
                let (cell, other) = (cell(Field::Id), (name.as_str(), owner.id));
                rules::id_differs_in_leading_zeros::found(cell, &key.key, other, findings);
            }
        }
    }
}

/// A new user's row of a candidate.
pub fn new_row(candidate: &Candidate, fingerprint: Fingerprint) -> UserRow {
    UserRow {
        first_name: candidate.first_name.clone(),
        last_name: candidate.last_name.clone(),
        status: if candidate.suspended == Some(true) {
            Status::Suspended
        } else {
            Status::Active
        },
        reset: match (&candidate.password, &candidate.password_refused) {
            (Some(_), _) => None,
            (None, Some(reason)) => Some(ResetReason::NotImported(reason.clone())),
            (None, None) => Some(ResetReason::NoPassword),
        },
        identities: candidate.identities.clone(),
        properties: candidate.properties.clone(),
        feature_flags: candidate.feature_flags.clone(),
        imported: candidate.given,
        last_imported: Vec::new(),
        fingerprint,
    }
}
