use super::*;
use crate::passwords::stored::{Secret, StoredPassword};
use crate::users::access::AccessChange;
use crate::users::field::Field;
use crate::users::user::{IdentifierKind, Membership, Status, UserRow};
use uuid::Uuid;

const OWN: u64 = 7;
const OTHER: u64 = 8;

/// Organizations and roles with the numbers 1 to 9.
fn access() -> Access {
    let changes: Vec<AccessChange> = (1..10)
        .flat_map(|number| {
            let organization = AccessChange::AddOrganization {
                code: format!("org_{number}"),
                external_id: number.to_string(),
                name: String::new(),
                is_default: false,
            };
            let role = AccessChange::AddRole {
                key: number.to_string(),
                name: String::new(),
                permissions: Vec::new(),
            };
            [organization, role]
        })
        .collect();
    Access::default().with_changes(&changes)
}

/// A user in short: `email=ana@example.org first=Ana verified pw=1 in=1:2,3`.
fn image(text: &str) -> Image {
    let mut row = UserRow::default();
    let mut memberships = Vec::new();
    let mut password = None;
    for word in text.split_whitespace() {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        let identity = |kind| Identity::new(kind, value);
        match key {
            "id" => row.identities.push(identity(IdentifierKind::Id)),
            "email" => row.identities.push(identity(IdentifierKind::Email)),
            "phone" => row.identities.push(identity(IdentifierKind::Phone)),
            "verified" => row.identities.last_mut().unwrap().verified = Some(true),
            "first" => row.first_name = Some(value.to_owned()),
            "last" => row.last_name = Some(value.to_owned()),
            "suspended" => row.status = Status::Suspended,
            "edited" => row.last_imported.push((Field::of_name(value).unwrap(), 1)),
            "print" => row.fingerprint = value.parse().unwrap(),
            "pw" => {
                password = Some(StoredPassword {
                    hash: Secret(value.to_owned()),
                    ..StoredPassword::default()
                });
            }
            "in" => {
                let (organization, roles) = value.split_once(':').unwrap_or((value, ""));
                memberships.push(Membership {
                    organization: organization.parse().unwrap(),
                    roles: roles
                        .split_terminator(',')
                        .map(|r| r.parse().unwrap())
                        .collect(),
                    ..Membership::default()
                });
            }
            other => {
                row.properties.insert(other.to_owned(), value.into());
            }
        }
    }
    Image {
        row,
        memberships,
        password,
    }
}

fn stored(image: &Image, version: u64) -> StoredUser {
    StoredUser {
        key: 1,
        id: Uuid::nil(),
        row: image.row.clone(),
        memberships: image.memberships.clone(),
        password: image.password.clone(),
        created: 0,
        updated: 0,
        version,
        signed_in: false,
    }
}

/// Who made a change: `own`, `hand`, `other`; with `-undone`, one that counts
/// no more.
fn change(who: &str, version: u64, before: &Image) -> Change {
    let (who, undone) = match who.strip_suffix("-undone") {
        Some(who) => (who, true),
        None => (who, false),
    };
    Change {
        import: match who {
            "own" => Some(OWN),
            "other" => Some(OTHER),
            "hand" => None,
            _ => panic!("nobody is called {who}"),
        },
        user: 1,
        version,
        before: image_of(&stored(before, version)),
        undone,
    }
}

/// The user as it is after an update is written.
fn written(now: &Image, restoration: &Restoration) -> Image {
    let update = &restoration.update;
    let mut memberships = now.memberships.clone();
    memberships.retain(|own| {
        let changed = update.memberships.iter();
        !update.leaves.contains(&own.organization)
            && !changed.clone().any(|m| m.organization == own.organization)
    });
    memberships.extend(update.memberships.iter().cloned());
    memberships.sort_by_key(|membership| membership.organization);
    let password = match (&update.password, restoration.without_password) {
        (Some(password), false) => Some(password.clone()),
        (None, true) => None,
        (None, false) => now.password.clone(),
        (Some(_), true) => panic!("a password is both set and taken"),
    };
    Image {
        row: update.row.clone(),
        memberships,
        password,
    }
}

/// `history` is the states of the user with who made the next one: first state,
/// who, state, who, … `expected` is how the user ends, `None` for no write, and
/// what is kept: part and why.
#[track_caller]
fn check(history: &[&str], expected: Option<&str>, kept: &[(Option<Part>, Since)]) {
    check_blocked(history, &[], expected, kept);
}

#[track_caller]
fn check_blocked(
    history: &[&str],
    blocked: &[IdentifierKey],
    expected: Option<&str>,
    kept: &[(Option<Part>, Since)],
) {
    let mut changes = Vec::new();
    let steps: Vec<&[&str]> = history[..history.len() - 1].chunks(2).collect();
    for (version, step) in (1..).zip(&steps) {
        changes.push(change(step[1], version, &image(step[0])));
    }
    let now = image(history[history.len() - 1]);
    let user = stored(&now, steps.len() as u64 + 1);
    let expected_kept: Vec<Kept> = kept
        .iter()
        .cloned()
        .map(|(part, since)| Kept { part, since })
        .collect();
    let verdict = changed(&user, &changes, OWN, blocked, &access()).unwrap();
    let (end, kept) = match &verdict {
        UndoVerdict::Restore(restoration, kept) => {
            assert_eq!(restoration.whole, kept.is_empty(), "{history:?}");
            assert_eq!(restoration.update.before, Some(image_of(&user)));
            (Some(written(&now, restoration)), kept.clone())
        }
        UndoVerdict::Keep(kept) => (None, kept.clone()),
        UndoVerdict::Nothing => (None, Vec::new()),
        UndoVerdict::Remove => panic!("{history:?}: a user that was there is removed"),
    };
    assert_eq!(end, expected.map(image), "{history:?}");
    assert_eq!(kept, expected_kept, "{history:?}");
}

#[test]
fn what_nobody_touched_since_is_as_before() {
    for before in [
        "email=a@example.org",
        "id=1 email=a@example.org verified first=Ana last=Diaz print=5",
        "phone=+15550100 pw=old suspended in=1:2,3 in=2 team=red",
    ] {
        for after in [
            "email=a@example.org first=Anna",
            "id=1 email=b@example.org first=Anna print=9 in=1:2,3,4 in=3:1",
            "phone=+15550199 pw=new in=1 team=blue size=10",
        ] {
            check(&[before, "own", after], Some(before), &[]);
            // Twice by the same import, and with an import between that was undone.
            check(
                &[before, "own", "email=x@example.org", "own", after],
                Some(before),
                &[],
            );
            check(
                &[
                    before,
                    "own",
                    after,
                    "other-undone",
                    "email=y@example.org",
                    "other-undone",
                    after,
                ],
                Some(before),
                &[],
            );
        }
    }
}

#[test]
fn an_edit_that_an_import_overwrote_is_an_edit_again() {
    // Beside what was edited since, which stays edited.
    check(
        &[
            "first=A edited=first_name",
            "own",
            "first=B",
            "hand",
            "first=B last=C edited=last_name",
        ],
        Some("first=A last=C edited=last_name edited=first_name"),
        &[],
    );
    check(
        &[
            "email=a@example.org edited=email_verified",
            "own",
            "email=a@example.org verified",
            "hand",
            "email=a@example.org verified last=C edited=last_name",
        ],
        Some("email=a@example.org last=C edited=last_name edited=email_verified"),
        &[],
    );
    // What was no edit is none.
    check(
        &["first=A", "own", "first=B", "hand", "first=B team=red"],
        Some("first=A team=red"),
        &[],
    );
}

#[test]
fn what_was_changed_since_stays() {
    let email = "email=a@example.org";
    let with = |words: &str| format!("{email} {words}");
    let kept = |part, since| vec![(Some(part), since)];
    let cases: Vec<(&str, &str, &str, Option<&str>, Vec<_>)> = vec![
        // Another part: the import's is taken back, the edit stays.
        (
            "first=A",
            "first=B",
            "first=B last=Berg",
            Some("first=A last=Berg"),
            vec![],
        ),
        (
            "team=red",
            "team=blue",
            "team=blue size=9",
            Some("team=red size=9"),
            vec![],
        ),
        // The same part.
        (
            "first=A",
            "first=B",
            "first=C",
            None,
            kept(Part::FirstName, Since::Edited),
        ),
        (
            "first=A last=D",
            "first=B last=E",
            "first=C last=E",
            Some("first=C last=D"),
            kept(Part::FirstName, Since::Edited),
        ),
        (
            "",
            "pw=1",
            "pw=2",
            None,
            kept(Part::Password, Since::Edited),
        ),
        (
            "pw=1",
            "pw=2",
            "",
            None,
            kept(Part::Password, Since::Edited),
        ),
        ("", "suspended", "", None, vec![]),
        (
            "t=1",
            "t=2",
            "t=3",
            None,
            kept(Part::Property("t".to_owned()), Since::Edited),
        ),
        // Edited back to what it was before: nothing is left to do.
        ("first=A", "first=B", "first=A", None, vec![]),
    ];
    for (before, after, now, expected, kept) in cases {
        let expected = expected.map(with);
        check(
            &[&with(before), "own", &with(after), "hand", &with(now)],
            expected.as_deref(),
            &kept,
        );
    }
}

#[test]
fn a_stronger_hash_of_the_same_password_is_nobody_s_change() {
    // What is kept before it has the stronger hash already.
    check(
        &[
            "pw=1 first=A",
            "own",
            "pw=2 first=B",
            "hand",
            "pw=2 first=B",
        ],
        Some("pw=1 first=A"),
        &[],
    );
    let mut changes = vec![
        change("own", 1, &image("pw=1")),
        change("hand", 2, &image("pw=2")),
        change("hand", 3, &image("pw=2")),
    ];
    let now = stored(&image("pw=2 first=A"), 4);
    leave_out_upgrades(&mut changes, &now, &access()).unwrap();
    let undone: Vec<bool> = changes.iter().map(|change| change.undone).collect();
    assert_eq!(undone, [false, true, false]);
}

#[test]
fn identifiers_of_a_kind_are_put_back_together() {
    let email = || {
        (
            Some(Part::Identifiers(IdentifierKind::Email)),
            Since::Edited,
        )
    };
    let a = "id=1 email=a@example.org";
    // Edited since, also when it is only confirmed.
    for now in [
        "id=1 email=c@example.org",
        "id=1 email=b@example.org verified",
    ] {
        check(
            &[a, "own", "id=1 email=b@example.org", "hand", now],
            None,
            &[email()],
        );
    }
    // Somebody else has it by now.
    let blocked = [IdentifierKey {
        kind: IdentifierKind::Email,
        key: "a@example.org".to_owned(),
    }];
    check_blocked(
        &[a, "own", "id=1 email=b@example.org first=Ana"],
        &blocked,
        Some("id=1 email=b@example.org"),
        &[(Some(Part::Identifiers(IdentifierKind::Email)), Since::Taken)],
    );
    // Another kind does not matter, and the order of before is kept.
    check(
        &[
            a,
            "own",
            "id=2 email=a@example.org",
            "hand",
            "id=2 email=a@example.org phone=+15550100",
        ],
        Some("id=1 email=a@example.org phone=+15550100"),
        &[],
    );
    let mixed = "id=1 email=a@example.org phone=+15550100 email=b@example.org";
    let other = "id=1 phone=+15550100 email=c@example.org";
    check(&[mixed, "own", other], Some(mixed), &[]);
    let (edited, end) = (format!("{other} first=A"), format!("{mixed} first=A"));
    check(&[mixed, "own", other, "hand", &edited], Some(&end), &[]);
}

#[test]
fn access_is_taken_back_role_by_role() {
    let in_one = || vec![(Some(Part::Membership(1)), Since::Edited)];
    let cases = [
        // before, after, now, end, kept
        ("in=1:2", "in=1:2,3", "in=1:2,3,4", Some("in=1:2,4"), vec![]),
        ("in=1:2", "in=1:3", "in=1:3,4", Some("in=1:2,4"), vec![]),
        ("", "in=1:2", "in=1:2 in=5:1", Some("in=5:1"), vec![]),
        // Somebody built on the membership: it stays without the import's role.
        ("", "in=1:2", "in=1:2,4", Some("in=1:4"), in_one()),
        // Somebody ended it: nobody comes back by an undo.
        ("in=1:2", "in=1:2,3", "", None, in_one()),
        ("in=1:2", "", "in=1:5", Some("in=1:2,5"), vec![]),
    ];
    for (before, after, now, expected, kept) in cases {
        let with = |words: &str| format!("email=a@example.org {words}");
        let expected = expected.map(with);
        check(
            &[&with(before), "own", &with(after), "hand", &with(now)],
            expected.as_deref(),
            &kept,
        );
    }
}

#[test]
fn who_changed_it_since_is_named() {
    let with = |first: &str| format!("email=a@example.org first={first}");
    let (a, b, c, d) = (with("A"), with("B"), with("C"), with("D"));
    for (who, since) in [
        ("hand", Since::Edited),
        ("other", Since::Import(OTHER)),
        ("other-undone", Since::UndoOf(OTHER)),
    ] {
        let kept = [(Some(Part::FirstName), since)];
        check(&[&a, "own", &b, who, &c], None, &kept);
        // The last one counts, and those who changed something else do not.
        let unrelated = format!("{d} last=Berg");
        check(
            &[&a, "own", &b, "other", &c, who, &d, "hand", &unrelated],
            None,
            &kept,
        );
    }
}

/// Checks an import that made `before` into what the user is `now`, where this is `gone`
/// from the directory since: what the user becomes, and what is said to be missing.
#[track_caller]
fn check_gone(
    gone: &[AccessChange],
    (before, now): (&str, &str),
    expected: Option<&str>,
    missing: &[(u32, Removed)],
) {
    let access = access().with_changes(gone);
    let (before, now) = (image(before), image(now));
    let changes = [change("own", 1, &before)];
    let user = stored(&now, 2);
    let verdict = changed(&user, &changes, OWN, &[], &access).unwrap();
    let (found, kept) = match verdict {
        UndoVerdict::Restore(restoration, kept) => {
            assert!(restoration.whole, "{now:?}");
            (Some(written(&now, &restoration)), kept)
        }
        UndoVerdict::Keep(kept) => (None, kept),
        other => {
            assert_eq!(other, UndoVerdict::Nothing, "{now:?}");
            (None, Vec::new())
        }
    };
    assert_eq!(found, expected.map(image), "{before:?}");
    let expected: Vec<Kept> = missing
        .iter()
        .map(|(organization, removed)| Kept {
            part: Some(Part::Membership(*organization)),
            since: Since::Removed(*removed),
        })
        .collect();
    assert_eq!(kept, expected, "{before:?}");
}

#[test]
fn an_organization_that_is_gone_does_not_come_back_and_that_is_said() {
    let gone = [AccessChange::RemoveOrganization(3)];
    let removed = Removed {
        organization: true,
        ..Removed::default()
    };
    let missing = [(3, removed)];
    check_gone(&gone, ("id=1 in=3", "id=1"), None, &missing);
    check_gone(
        &gone,
        ("id=1 in=3 in=4", "id=1"),
        Some("id=1 in=4"),
        &missing,
    );
    check_gone(
        &gone,
        ("id=1 in=3 first=A print=5", "id=1 first=B"),
        Some("id=1 first=A print=0"),
        &missing,
    );
    // The import put the user into it.
    check_gone(&gone, ("id=1", "id=1 first=B"), Some("id=1"), &[]);
}

#[test]
fn a_role_that_is_gone_does_not_come_back_and_that_is_said() {
    let gone = [AccessChange::RemoveRole(2), AccessChange::RemoveRole(4)];
    let roles = |roles| Removed {
        roles,
        ..Removed::default()
    };
    for (before, now, expected, missing) in [
        ("id=1 in=3:1,2", "id=1", Some("id=1 in=3:1"), Some(1)),
        ("id=1 in=3:1,2,4", "id=1 in=3:1", None, Some(2)),
        ("id=1 in=3:2", "id=1 in=3:1", Some("id=1 in=3"), Some(1)),
        ("id=1 in=3:1", "id=1 in=3:1,5", Some("id=1 in=3:1"), None),
    ] {
        let missing: Vec<_> = missing.map(|count| (3, roles(count))).into_iter().collect();
        check_gone(&gone, (before, now), expected, &missing);
    }
}

#[test]
fn what_cannot_be_told_is_kept() {
    let before = image("email=a@example.org first=A");
    let now = stored(&image("email=a@example.org first=B"), 3);
    // The change that made version 3 is not known.
    let changes = [change("own", 1, &before)];
    assert_eq!(
        changed(&now, &changes, OWN, &[], &access()).unwrap(),
        UndoVerdict::Keep(vec![Kept {
            part: None,
            since: Since::Edited
        }])
    );
    let mut broken = change("own", 2, &before);
    broken.before = crate::passwords::stored::Secret(r#"{"row": {"hash": "s3cret"#.to_owned());
    let error = changed(&now, &[broken], OWN, &[], &access())
        .unwrap_err()
        .to_string();
    assert!(error.contains("changes.before of user 1"), "{error}");
    assert!(!error.contains("s3cret"), "{error}");
}

#[test]
fn a_created_user_goes_unless_somebody_else_changed_it() {
    let state = image("email=a@example.org");
    for (who, kept) in [
        (&[][..], None),
        (&["own"], None),
        (&["own", "other-undone", "other-undone"], None),
        (&["hand"], Some(Since::Edited)),
        (&["other"], Some(Since::Import(OTHER))),
        (&["own", "other"], Some(Since::Import(OTHER))),
        // It would stay even if the import were undone.
        (&["hand", "other"], Some(Since::Edited)),
    ] {
        let changes: Vec<Change> = (1..)
            .zip(who)
            .map(|(version, who)| change(who, version, &state))
            .collect();
        let version = changes.len() as u64 + 1;
        let expected = match kept {
            None => UndoVerdict::Remove,
            Some(since) => UndoVerdict::Keep(vec![Kept { part: None, since }]),
        };
        assert_eq!(created(version, &changes, OWN), expected, "{who:?}");
        // A change that nobody knows of is somebody's.
        let unknown = UndoVerdict::Keep(vec![Kept {
            part: None,
            since: Since::Edited,
        }]);
        assert_eq!(created(version + 1, &changes, OWN), unknown, "{who:?}");
    }
}
