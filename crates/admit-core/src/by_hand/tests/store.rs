//! What people ask for, in a directory.

use super::super::write::write;
use super::super::*;
use crate::ports::memory::MemoryStore;
use crate::ports::store::{AccessTables, ImportRecord, ImportState, Imports, Ledger, Mode, Users};
use crate::users::access::AccessChange;
use crate::users::change::Claim;
use crate::users::field::Field;
use crate::users::user::{
    IdentifierKind, Identity, ResetReason, Status, StoredUser, key_of_public_id,
};

const NOW: i64 = 1_700_000_000_000;

fn values(first_name: &str, identities: &[(IdentifierKind, &str)]) -> Values {
    let identities = identities.iter();
    Values {
        identities: identities
            .map(|(kind, key)| Identity::new(*kind, *key))
            .collect(),
        first_name: Some(first_name.to_owned()),
        ..Values::default()
    }
}

fn added(store: &MemoryStore, values: Values) -> StoredUser {
    add_user(store, NOW, 5, values, &Wanted::default()).unwrap()
}

/// Ana and Bo.
fn directory() -> (MemoryStore, StoredUser, StoredUser) {
    let store = MemoryStore::new();
    let organization = AccessChange::AddOrganization {
        code: "org_a".into(),
        external_id: "acme".into(),
        name: "Acme".into(),
        is_default: false,
    };
    store.change_access(&[organization]).unwrap();
    let ana = [
        (IdentifierKind::Id, "u1"),
        (IdentifierKind::Email, "ana@example.org"),
        (IdentifierKind::Phone, "+61491570006"),
        (IdentifierKind::Username, "ana"),
    ];
    let ana = added(&store, values("Ana", &ana));
    let bo = added(&store, values("Bo", &[(IdentifierKind::Id, "ANA")]));
    (store, ana, bo)
}

fn email(address: &str) -> Edit {
    Edit {
        values: Values {
            identities: vec![Identity::new(IdentifierKind::Email, address)],
            ..Values::default()
        },
        ..Edit::default()
    }
}

/// What is said, and what to do about it.
#[track_caller]
fn check_refused<T>(answer: Result<T, ByHandError>, expected: &str) {
    let error = answer.err().expect("it is refused");
    let said = format!("{error}; {}", error.help().unwrap_or_default());
    assert_eq!(said, expected);
}

#[test]
fn a_user_is_found_by_whatever_names_one() {
    let (store, ana, bo) = directory();
    let id = format!(" {} ", ana.id);
    for given in ["u1", "Ana@Example.org", "+61 491 570 006", &id] {
        assert_eq!(find(&store, given).unwrap(), ana, "{given}");
    }
    assert_eq!(of_public_id(&store, bo.id).unwrap(), Some(bo));
    check_refused(
        find(&store, "cy"),
        "no user has the id, email, phone or username \"cy\"; `admit users list --search TEXT` \
         looks for a part of a name or an identifier",
    );
}

#[test]
fn a_text_that_means_two_users_means_none_of_them() {
    let (store, ana, bo) = directory();
    // The username of one, however it is written, and the id of the other, exactly.
    let expected = format!(
        "\"ANA\" means more than one user:\n  {}  Ana (ana@example.org)\n  {}  Bo (ANA); use one of \
         the public ids",
        ana.id, bo.id
    );
    check_refused(find(&store, "ANA"), &expected);
    assert_eq!(find(&store, "Ana").unwrap(), ana);
}

#[test]
fn a_public_id_that_only_carries_the_number_of_a_user_is_nobodys() {
    let (store, ana, _) = directory();
    let other = uuid::Uuid::from_u128(ana.id.as_u128() ^ (1 << 100));
    assert_eq!(key_of_public_id(other), ana.key);
    assert_eq!(of_public_id(&store, other).unwrap(), None);
}

#[test]
fn who_is_added_stands_in_the_directory() {
    let (_, ana, bo) = directory();
    assert_eq!((ana.key, bo.key, ana.created), (1, 2, NOW));
    assert_eq!(ana.row.reset, Some(ResetReason::AddedByHand));
}

#[test]
fn nobody_is_added_with_what_cannot_stand() {
    let (store, ana, _) = directory();
    let add = |values: Values, organizations: &[String]| {
        let wanted = Wanted {
            organizations,
            ..Wanted::default()
        };
        add_user(&store, NOW, 5, values, &wanted)
    };
    let known = values("Cy", &[(IdentifierKind::Phone, "+61491570006")]);
    let expected = format!(
        "the phone \"+61491570006\" already belongs to Ana (ana@example.org); `admit users show \
         {}` shows that user",
        ana.id
    );
    check_refused(add(known, &[]), &expected);
    let cy = || values("Cy", &[(IdentifierKind::Id, "u3")]);
    check_refused(
        add(cy(), &["acmee".to_owned()]),
        "there is no organization \"acmee\"; did you mean \"acme\"?",
    );
    check_refused(
        add(Values::default(), &[]),
        "a user needs at least one of id, email, phone and username; give one of them",
    );
    assert_eq!(store.count().unwrap(), 2);
    // A running import is nothing to wait for.
    let running = store.lock().unwrap();
    assert!(add(cy(), &[]).is_ok());
    drop(running);
}

#[test]
fn a_change_answers_with_the_user_as_it_is_now() {
    let (store, ana, _) = directory();
    let changed = edit_user(&store, NOW + 1, &ana, &email("ana@example.net"));
    let now = changed.unwrap().expect("something to change");
    assert_eq!(now, find(&store, "ana@example.net").unwrap());
    assert_eq!((now.version, now.updated), (ana.version + 1, NOW + 1));
    let again = edit_user(&store, NOW + 2, &now, &email("ana@example.net"));
    assert_eq!(again.unwrap(), None);
    let suspended = set_status(&store, NOW, &now, Status::Suspended).unwrap();
    let suspended = suspended.expect("something to change");
    assert_eq!(suspended.row.status, Status::Suspended);
    let asked = ask_user_for_reset(&store, NOW, &suspended).unwrap();
    let asked = asked.expect("something to change");
    assert_eq!(asked.row.reset, Some(ResetReason::Asked));
    let acme = memberships(
        &store.access().unwrap(),
        &Wanted {
            organizations: &["acme".to_owned()],
            ..Wanted::default()
        },
    );
    let joined = join_user(&store, NOW, &asked, &acme.unwrap()).unwrap();
    assert_eq!(joined.expect("something to change").memberships.len(), 1);
}

#[test]
fn what_is_somebody_elses_is_not_given_to_another() {
    let (store, ana, bo) = directory();
    let expected = format!(
        "the email \"ana@example.org\" already belongs to Ana (ana@example.org); `admit users \
         show {}` shows that user",
        ana.id
    );
    check_refused(
        edit_user(&store, NOW, &bo, &email("ana@example.org")),
        &expected,
    );
    assert_eq!(find(&store, "u1").unwrap(), ana);
}

#[test]
fn what_a_dead_import_has_claimed_is_nobodys() {
    let (store, _, bo) = directory();
    let record = ImportRecord {
        number: 0,
        id: uuid::Uuid::from_u128(1),
        file: "users.csv".to_owned(),
        path: None,
        digest: String::new(),
        choices: String::new(),
        mode: Mode::Import,
        state: ImportState::Checking,
        started: NOW,
        finished: None,
        seconds: 0.0,
        rows_done: 0,
        ledger: Ledger::default(),
        counts: Vec::new(),
    };
    let claim = |user, address: &str| {
        let session = store.lock().unwrap();
        let import = session.begin(&record).unwrap();
        let identifier = Identity::new(IdentifierKind::Email, address).identifier();
        let claim = Claim { identifier, user };
        assert!(session.claim(import, &[claim]).unwrap().is_empty());
    };
    claim(70, "cy@example.org");
    let cy = values("Cy", &[(IdentifierKind::Email, "cy@example.org")]);
    assert_eq!(added(&store, cy), find(&store, "cy@example.org").unwrap());
    claim(80, "bo@example.org");
    let changed = edit_user(&store, NOW, &bo, &email("bo@example.org")).unwrap();
    assert_eq!(changed, Some(find(&store, "bo@example.org").unwrap()));
}

#[test]
fn a_user_who_was_changed_meanwhile_stays_as_it_is() {
    let (store, ana, _) = directory();
    let now = set_status(&store, NOW, &ana, Status::Suspended).unwrap();
    check_refused(
        edit_user(&store, NOW, &ana, &email("ana@example.net")),
        "Ana (ana@example.org) was changed by somebody else just now; look at the user, then try \
         again",
    );
    assert_eq!(find(&store, "u1").unwrap(), now.unwrap());
}

#[test]
fn an_identifier_that_is_taken_between_asking_and_writing_is_said_with_its_owner() {
    let (store, ana, bo) = directory();
    let update = edit(&bo, &email("ana@example.org")).unwrap().unwrap();
    assert!(!write(&store, NOW, update.clone()).unwrap());
    let expected = format!(
        "the email \"ana@example.org\" already belongs to Ana (ana@example.org); `admit users \
         show {}` shows that user",
        ana.id
    );
    let answer = super::super::write::update_or_refuse(&store, NOW, &bo, update);
    check_refused(answer, &expected);
}

#[test]
fn an_edit_that_cannot_be_made_is_not_written() {
    let (store, _, bo) = directory();
    let clear = Edit {
        clear: vec![Field::Id],
        ..Edit::default()
    };
    check_refused(
        edit_user(&store, NOW, &bo, &clear),
        "a user needs at least one of id, email, phone and username; give one of them",
    );
}
