//! Rows of a file of passwords: whose each is, and what it does to the user.

use crate::check::decide::case::{Case, Decided, Decision, Facts, Leader};
use crate::check::decide::compare_password::{self, Stand};
use crate::check::decide::in_use::account_in_use;
use crate::findings::finding::Findings;
use crate::findings::rule::Severity;
use crate::rules;
use crate::users::change::UserUpdate;
use crate::users::field::Field;
use crate::users::field_set::FieldSet;
use crate::users::user::{IdentifierKind, StoredUser, who};

/// Chooses what to do with a row of a file of passwords. It never creates a
/// user and changes nothing but the password.
pub fn decide(
    case: &Case<'_>,
    facts: &Facts,
    leader: Option<&Leader>,
    findings: &mut Findings,
) -> Decided {
    let before = findings.len();
    let user = match leader {
        Some(Leader::Known(user)) => Some(&**user),
        _ => matched(case, facts, findings),
    };
    let decision = user.map_or(Decision::Reject, |user| {
        compare(case, facts, user, findings)
    });
    for finding in findings.iter_mut().skip(before) {
        crate::findings::finding::deny(finding, case.choices);
    }
    let rejected = findings
        .iter()
        .skip(before)
        .any(|finding| finding.severity == Severity::Error);
    Decided {
        decision: if rejected { Decision::Reject } else { decision },
        left_out: Vec::new(),
    }
}

/// Whose row it is: the id decides, then the email, then a username or a phone.
fn matched<'a>(
    case: &Case<'_>,
    facts: &'a Facts,
    findings: &mut Findings,
) -> Option<&'a StoredUser> {
    let owner = |kind: IdentifierKind| {
        let mut owners = case.candidate.identities.iter().zip(&facts.owners);
        owners.find_map(|(identity, owner)| owner.as_ref().filter(|_| identity.kind == kind))
    };
    if let (Some(a), Some(b)) = (owner(IdentifierKind::Id), owner(IdentifierKind::Email))
        && a.key != b.key
    {
        let given = |kind| case.candidate.identity(kind).map_or("", |own| own.value());
        let (id, email) = (given(IdentifierKind::Id), given(IdentifierKind::Email));
        rules::id_and_email_disagree::found(id, email, a.id, findings);
        return None;
    }
    if let Some(user) = owner(IdentifierKind::Id).or(owner(IdentifierKind::Email)) {
        return Some(user);
    }
    let (by_name, by_phone) = (
        owner(IdentifierKind::Username),
        owner(IdentifierKind::Phone),
    );
    if let (Some(a), Some(b)) = (by_name, by_phone)
        && a.key != b.key
    {
        rules::several_users_match_password::found(&[who(a), who(b)], a.id, findings);
        return None;
    }
    let user = by_name.or(by_phone);
    if user.is_none() {
        let given = [Field::Id, Field::Email, Field::Username, Field::Phone]
            .into_iter()
            .find_map(|field| (case.cell)(field));
        rules::no_user_matches::found(given, findings);
    }
    user
}

fn compare(case: &Case<'_>, facts: &Facts, user: &StoredUser, findings: &mut Findings) -> Decision {
    let Some(file) = &case.candidate.password else {
        return Decision::Unchanged(user.key);
    };
    match compare_password::judged(user, case, facts, findings) {
        Stand::Set => {}
        Stand::InUse => {
            let mut fields = FieldSet::default();
            fields.insert(Field::HashedPassword);
            account_in_use(user, fields, findings);
            return Decision::Unchanged(user.key);
        }
        _ => return Decision::Unchanged(user.key),
    }
    let mut row = user.row.clone();
    compare_password::note_set(&mut row);
    row.imported.insert(Field::HashedPassword);
    // A file of users that says what it said before says something else by now.
    row.fingerprint = 0;
    Decision::Update(Box::new(UserUpdate {
        key: user.key,
        expected_version: user.version,
        row,
        claims: Vec::new(),
        releases: Vec::new(),
        memberships: Vec::new(),
        leaves: Vec::new(),
        password: Some(file.clone()),
        before: None,
        past: Vec::new(),
        unless_signed_in: false,
    }))
}
