//! Rows of a file of passwords: whose each is, and what it does to the user.

use crate::check::decide::case::{Case, Decided, Decision, Facts, Leader};
use crate::check::decide::compare_password::{self, Stand};
use crate::check::decide::in_use::account_in_use;
use crate::check::decide::users::has_another_id;
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
    let user = matched(case, facts, leader, findings);
    let decision = user.map_or(Decision::Reject, |user| {
        compare(case, facts, user, findings)
    });
    decided(decision, before, case, findings)
}

/// Judges whose a row is that follows another of its user, which says all that this one
/// can say.
pub fn follows(
    case: &Case<'_>,
    facts: &Facts,
    leader: &Leader,
    findings: &mut Findings,
) -> Decided {
    let before = findings.len();
    let user = matched(case, facts, Some(leader), findings);
    let decision = user.map_or(Decision::Reject, |user| Decision::Unchanged(user.key));
    decided(decision, before, case, findings)
}

/// The decision, unless something found since so many findings is in its way.
fn decided(decision: Decision, before: usize, case: &Case<'_>, findings: &mut Findings) -> Decided {
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

/// Whose row it is: the id decides, then the email, then the row that it follows, then a
/// username or a phone. Nothing else of the row may say that it is somebody else's.
fn matched<'a>(
    case: &Case<'_>,
    facts: &'a Facts,
    leader: Option<&'a Leader>,
    findings: &mut Findings,
) -> Option<&'a StoredUser> {
    let owner = |kind: IdentifierKind| {
        let mut owners = case.candidate.identities.iter().zip(&facts.owners);
        owners.find_map(|(identity, owner)| owner.as_ref().filter(|_| identity.kind == kind))
    };
    let (by_id, by_email) = (owner(IdentifierKind::Id), owner(IdentifierKind::Email));
    if let (Some(a), Some(b)) = (by_id, by_email)
        && a.key != b.key
    {
        let given = |kind| case.candidate.identity(kind).map_or("", |own| own.value());
        let (id, email) = (given(IdentifierKind::Id), given(IdentifierKind::Email));
        rules::id_and_email_disagree::found(id, email, a.id, findings);
        return None;
    }
    let led = match leader {
        Some(Leader::Known(user)) => Some(&**user),
        _ => None,
    };
    let (by_name, by_phone) = (
        owner(IdentifierKind::Username),
        owner(IdentifierKind::Phone),
    );
    let strong = by_id.or(by_email);
    let two = match (strong, led) {
        (Some(a), Some(b)) => Some((a, b)),
        (None, None) => by_name.zip(by_phone),
        _ => None,
    };
    if let Some((a, b)) = two
        && a.key != b.key
    {
        rules::several_users_match_password::found(&[who(a), who(b)], a.id, findings);
        return None;
    }
    let user = strong.or(led).or(by_name).or(by_phone);
    let Some(user) = user else {
        let given = [Field::Id, Field::Email, Field::Username, Field::Phone]
            .into_iter()
            .find_map(|field| (case.cell)(field));
        rules::no_user_matches::found(given, findings);
        return None;
    };
    let is_contradicted = by_id.is_none()
        && !is_same_but_provider(case, user)
        && has_another_id(case, user, findings);
    (!is_contradicted).then_some(user)
}

/// Whether the row gives the user's id with or without a provider's name before it.
fn is_same_but_provider(case: &Case<'_>, user: &StoredUser) -> bool {
    let id = case.candidate.identity(IdentifierKind::Id);
    let own = user.row.identity(IdentifierKind::Id);
    let bare = |id: &str| id.rsplit_once('|').map(|(_, bare)| bare.to_owned());
    id.zip(own).is_some_and(|(a, b)| {
        bare(&a.key).as_deref() == Some(&b.key) || bare(&b.key).as_deref() == Some(&a.key)
    })
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
        // What a sign-in at the last moment would hold back.
        unless_signed_in: !user.is_in_use(),
    }))
}
