//! What becomes of passwords when a file is imported, and imported again.

mod support;

use admit_core::by_hand::find;
use admit_core::passwords::stored::{PasswordOrigin, Secret, StoredPassword};
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::image::Image;
use admit_core::ports::store::{AccessTables, History, Ledger, SignIns, Store, UserQuery, Users};
use admit_core::ports::watch::Unwatched;
use admit_core::report::export::write_user;
use admit_core::rows::choices::Choices;
use admit_core::sign_in::harden::Harden;
use admit_core::users::field::Field;
use admit_core::users::last_imported::password_digest;
use admit_passwords::{Bounds, Strength};
use support::{import, store_with};
use uuid::Uuid;

const ONE: &str = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
const TWO: &str = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWe";
const MD5: &str = "0cc175b9c0f1b6a831c399e269772661";

/// The one user of a store: password and reason for a reset.
fn user(store: &dyn Store) -> String {
    let users = store.list(&UserQuery {
        limit: 10,
        ..UserQuery::default()
    });
    let users = users.unwrap();
    assert_eq!(users.len(), 1);
    let password = users[0].password.as_ref().map(|password| {
        let salt = password.salt.as_ref().map_or("", |salt| &salt.0);
        let words = [
            password.method.as_deref(),
            Some(salt),
            password.salt_position.as_deref(),
            password.salt_format.as_deref(),
        ];
        let words: Vec<&str> = words
            .into_iter()
            .flatten()
            .filter(|w| !w.is_empty())
            .collect();
        format!("{} {}", password.hash.0, words.join(" "))
    });
    let reset = users[0].row.reset.as_ref().map(ToString::to_string);
    [password, reset]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" / ")
}

/// A file; rows created, updated and unchanged; the state of the user; codes.
type Step<'a> = (&'a str, (u64, u64, u64), &'a str, &'a [&'a str]);

/// Imports files one after the other, and holds what each led to against what is
/// expected: the ledger (created, updated, unchanged), the user, the codes.
#[track_caller]
fn check(steps: &[Step<'_>]) {
    let store = store_with("");
    for (text, expected, state, codes) in steps {
        let name = if text.starts_with('{') {
            "a.ndjson"
        } else {
            "a.csv"
        };
        let ran = import(name, text.as_bytes(), &store, &Choices::default());
        let Ledger {
            created,
            updated,
            unchanged,
            ..
        } = ran.ledger;
        assert_eq!((created, updated, unchanged), *expected, "{text}");
        assert_eq!(user(&store), *state, "{text}");
        // That a file comes again is not about its passwords.
        let codes_found = ran.findings.iter().map(|finding| finding.rule.code);
        let found: Vec<&str> = codes_found.filter(|code| *code != "FIL023").collect();
        assert_eq!(found, *codes, "{text}");
    }
}

fn csv(hash: &str, method: &str) -> String {
    format!("email,hashed_password,hashing_method\nana@example.com,{hash},{method}\n")
}

const CUT: &str = "password could not be imported: the bcrypt hash is cut short";

#[test]
fn a_refused_hash_is_remembered_until_it_is_corrected() {
    let cut = csv(&ONE[..50], "bcrypt");
    let whole = csv(ONE, "bcrypt");
    let kept = format!("{ONE} bcrypt");
    check(&[
        (&cut, (1, 0, 0), CUT, &["PWD005"]),
        (&cut, (0, 0, 1), CUT, &["PWD005"]),
        (&whole, (0, 1, 0), &kept, &["PWD034"]),
        (&whole, (0, 0, 1), &kept, &[]),
        // A user who has a password keeps it.
        (&cut, (0, 0, 1), &kept, &["PWD005"]),
    ]);
}

#[test]
fn a_user_without_a_password_learns_why() {
    let none = csv("", "").replace(",hashed_password,hashing_method", ",first_name,last_name");
    let none = none.replace(",,", ",Ana,Abel");
    let cut = csv(&ONE[..50], "bcrypt");
    check(&[
        (&none, (1, 0, 0), "no password", &[]),
        (&cut, (0, 1, 0), CUT, &["PWD005"]),
        (&cut, (0, 0, 1), CUT, &["PWD005"]),
        (
            &csv(MD5, "mdd5"),
            (0, 1, 0),
            "password could not be imported: its hashing method is not supported",
            &["PWD003"],
        ),
    ]);
}

#[test]
fn two_rows_of_a_user_bring_what_they_bring() {
    let two = |first: &str, second: &str| {
        format!(
            "id,email,hashed_password,hashing_method\n\
             1,ana@example.com,{first},bcrypt\n1,ana@example.com,{second},bcrypt\n"
        )
    };
    let kept = format!("{ONE} bcrypt");
    check(&[(
        &two(&ONE[..50], ONE),
        (1, 1, 0),
        &kept,
        &["PWD005", "ROW012"],
    )]);
    check(&[(
        &two(ONE, &ONE[..50]),
        (1, 0, 1),
        &kept,
        &["PWD005", "ROW012"],
    )]);
}

#[test]
fn of_two_reasons_against_passwords_of_a_user_the_first_stays() {
    let rows = |first: &str, second: &str| {
        format!(
            "email,phone,hashed_password\nbo@example.com,,{first}\n\
             bo@example.com,+447700900624,{second}\n"
        )
    };
    let before = "email,phone\nana@example.com,+447700900624\n";
    let check = |store: &MemoryStore, file: &str, updated: u64, reset: &str| {
        let ran = import("b.csv", file.as_bytes(), store, &Choices::default());
        assert_eq!(ran.ledger.updated, updated, "{file}");
        let bo = find(store, "bo@example.com").unwrap();
        let found = bo.row.reset.as_ref().map(ToString::to_string);
        assert!(found.is_some_and(|found| found.contains(reset)), "{bo:?}");
    };
    for (first, second, reset) in [
        (MD5, "hunter2", "how it was hashed"),
        ("hunter2", MD5, "not look like a hash"),
        ("", MD5, "how it was hashed"),
    ] {
        let store = store_with("");
        import("a.csv", before.as_bytes(), &store, &Choices::default());
        let file = rows(first, second);
        // The second row adds to the user that the first creates.
        check(&store, &file, 1, reset);
        for _ in 0..3 {
            check(&store, &file, 0, reset);
        }
    }
}

#[test]
fn what_is_stored_is_read_again_by_itself() {
    let upper = format!(
        "email,hashed_password,hashing_method,salt,salt_position,salt_format\n\
         ana@example.com,{},MD5,0A1b,Suffix,HEX\n",
        MD5.to_uppercase()
    );
    let kept = format!("{MD5} md5 0A1b suffix hex");
    check(&[(&upper, (1, 0, 0), &kept, &["PWD013"])]);
    let beside = format!(
        "email,hashed_password,hashing_method,salt,salt_position\n\
         ana@example.com,{ONE},,pepper,prefix\n"
    );
    let kept = format!("{ONE} bcrypt");
    check(&[(&beside, (1, 0, 0), &kept, &["PWD002", "PWD019", "HDR010"])]);
}

#[test]
fn objects_hold_passwords_too() {
    let row =
        |password: &str| format!("{{\"email\": \"ana@example.com\", \"password\": {password}}}\n");
    let md5 = format!(
        "{{\"hashed_password\": \"{MD5}\", \"hashing_algorithm\": \"md5\", \"salt\": \"x\", \
         \"salt_position\": \"prefix\", \"password_verified\": true}}"
    );
    let kept = format!("{MD5} md5 x prefix");
    check(&[
        (&row(&md5), (1, 0, 0), &kept, &[]),
        (&row(&md5), (0, 0, 1), &kept, &[]),
    ]);
    // The same parts in columns are the same password.
    let columns = format!(
        "email,hashed_password,hashing_method,salt,salt_position,password_verified\n\
         ana@example.com,{MD5},md5,x,prefix,TRUE\n"
    );
    check(&[
        (&row(&md5), (1, 0, 0), &kept, &[]),
        (&columns, (0, 0, 1), &kept, &[]),
    ]);
    let csv = format!(
        "email,password\nana@example.com,\"{}\"\n",
        md5.replace('"', "\"\"")
    );
    check(&[(&csv, (1, 0, 0), &kept, &[])]);
    let unknown = md5.replace("\"salt\"", "\"pepper\": 1, \"salt\"");
    check(&[(&row(&unknown), (1, 0, 0), &kept, &["VAL031"])]);
    let list = md5.replace("\"x\"", "[\"x\"]");
    check(&[(
        &row(&list),
        (1, 0, 0),
        "password could not be imported: a part of it is not a text",
        &["VAL013"],
    )]);
    check(&[(&row("\"hunter2\""), (1, 0, 0), "no password", &["HDR013"])]);
    check(&[(&row("null"), (1, 0, 0), "no password", &[])]);
    let both = row(&md5)
        .replace('}', "")
        .replace("true", &format!("true}}, \"hashed_password\": \"{TWO}\"}}"));
    let kept = format!("{TWO} bcrypt");
    check(&[(&both, (1, 0, 0), &kept, &["PWD002", "VAL030"])]);
}

#[test]
fn iterations_beside_a_hash_are_read() {
    // As FusionAuth writes bcrypt: factor, salt and hash apart.
    let text = format!(
        "{{\"email\": \"ana@example.com\", \"password\": {{\"hashed_password\": \"{}\", \
         \"hashing_method\": \"bcrypt\", \"salt\": \"{}\", \"hashing_config\": {{\"iterations\": 10}}}}}}\n",
        &ONE[29..],
        &ONE[7..29]
    );
    check(&[(
        &text,
        (1, 0, 0),
        &format!("{} bcrypt", ONE.replace("$2b$", "$2a$")),
        &[],
    )]);
}

#[test]
fn columns_of_clear_text_that_hold_hashes_are_read_or_named() {
    let store = store_with("");
    let text = format!("email,password\nana@example.com,{ONE}\n");
    let ran = import("a.csv", text.as_bytes(), &store, &Choices::default());
    assert!(
        ran.findings
            .iter()
            .all(|finding| finding.rule.code != "HDR013")
    );
    assert_eq!(user(&store), format!("{ONE} bcrypt"));
    // A digest does not say itself that it is one.
    let store = store_with("");
    let text = format!("email,password,hashing_method\nana@example.com,{MD5},md5\n");
    let ran = import("a.csv", text.as_bytes(), &store, &Choices::default());
    assert_eq!(user(&store), "no password");
    let named = ran
        .findings
        .iter()
        .find(|finding| finding.rule.code == "HDR013");
    let help = named.expect("the column is named").help_text();
    assert!(
        help.contains("--map \"password=hashed_password\""),
        "{help}"
    );
    assert!(!help.contains(MD5));
    let choices = Choices {
        map: vec![(
            "password".to_owned(),
            Some(admit_core::users::field::Field::HashedPassword),
        )],
        ..Choices::default()
    };
    import("a.csv", text.as_bytes(), &store, &choices);
    assert_eq!(user(&store), format!("{MD5} md5"));
}

#[test]
fn custom_hashes_are_objects_or_their_text() {
    let object = format!(r#"{{"algorithm":"md5","hash":{{"value":"{MD5}","encoding":"hex"}}}}"#);
    let kept = format!("{object} custom_password_hash");
    let json = format!("{{\"email\":\"ana@example.com\",\"custom_password_hash\":{object}}}\n");
    let csv = format!(
        "email,custom_password_hash\nana@example.com,\"{}\"\n",
        object.replace('"', "\"\"")
    );
    check(&[
        (&json, (1, 0, 0), &kept, &[]),
        (&csv, (0, 0, 1), &kept, &[]),
    ]);
    let unknown = json.replace("md5", "md3");
    check(&[(
        &unknown,
        (1, 0, 0),
        "password could not be imported: the custom_password_hash has an algorithm that Auth0 does not describe",
        &["PWD036"],
    )]);
}

/// Hash, salt and parameters apart, as Keycloak keeps them.
#[test]
fn argon2_with_its_parameters_beside_it_is_joined() {
    let hash = "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4=";
    let object = |config: &str| {
        format!(
            "{{\"email\": \"ana@example.com\", \"password\": {{\"hashed_password\": \"{hash}\", \
             \"hashing_method\": \"argon2\", \"salt\": \"c29tZXNhbHQ=\", \
             \"hashing_config\": {{{config}}}}}}}\n"
        )
    };
    let kept = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4 argon2";
    let numbers = "\"iterations\": 2, \"memory\": 256, \"parallelism\": 1";
    let lists = "\"hashIterations\": 2, \"memory\": [\"256\"], \"parallelism\": [\"1\"], \
                 \"type\": [\"id\"], \"version\": [\"1.3\"]";
    check(&[
        (&object(numbers), (1, 0, 0), kept, &[]),
        (&object(lists), (0, 0, 1), kept, &[]),
    ]);
    let cut = "password could not be imported: the argon2 hash has no iterations beside it";
    check(&[(&object("\"memory\": 256"), (1, 0, 0), cut, &["PWD036"])]);
}

/// A failure takes as long as the dearest check, so that an unknown name cannot be
/// told from a user with a dear hash, whom nobody ever tried to sign in as.
#[test]
fn the_dearest_password_of_a_file_is_noted() {
    let store = store_with("");
    let dearest = |rows: &str| {
        let file = format!("email,hashed_password\n{rows}\n");
        import("users.csv", file.as_bytes(), &store, &Choices::default());
        store.dearest_check().unwrap()
    };
    assert_eq!(dearest("ana@example.com,"), 0);
    let cheap = dearest(&format!("bo@example.com,{ONE}"));
    let more = ONE.replace("$10$", "$13$");
    let dear = dearest(&format!("cy@example.com,{ONE}\ndi@example.com,{more}"));
    assert!(0 < cheap && 4 * cheap < dear, "{cheap} {dear}");
    assert_eq!(dearest(&format!("ed@example.com,{TWO}")), dear);
}

/// A fast digest that was wrapped is known again when the file comes again, and
/// nothing that is kept of the user can be made of it without the same work.
#[test]
fn a_hardened_password_is_known_again_and_given_away_by_nothing() {
    let store = store_with("");
    let other = "92eb5ffee6ae2fec3ad71c777531578f";
    let file = |name: &str, hash: &str| {
        format!("id,first_name,hashed_password,hashing_method\nu1,{name},{hash},md5\n")
    };
    let run = |name: &str, hash: &str| {
        let bytes = file(name, hash);
        let ran = import("a.csv", bytes.as_bytes(), &store, &Choices::default());
        (ran.ledger.created, ran.ledger.updated, ran.ledger.unchanged)
    };
    let user = || store.users(&[2]).unwrap().remove(0).unwrap();
    assert_eq!(run("Ana", MD5), (1, 0, 0));
    assert_eq!(run("Anna", MD5), (0, 1, 0));
    let imported = user();
    assert_ne!(imported.row.fingerprint, 0);
    let hardened = Harden {
        store: &store,
        bounds: Bounds::default(),
        strength: Strength::default(),
        threads: 1,
        watch: &Unwatched,
        now: &|| 7,
    };
    assert_eq!(hardened.run().0.wrapped, 1);
    let slow = password_digest(
        imported.id,
        imported.password.as_ref().unwrap(),
        Strength::default(),
    );
    for (name, expected) in [
        ("Anna", (0, 0, 1)),
        ("Hanna", (0, 1, 0)),
        ("Hanna", (0, 0, 1)),
    ] {
        assert_eq!(run(name, MD5), expected, "{name}");
        let now = user();
        assert_eq!(now.password.unwrap().origin, PasswordOrigin::Upgraded);
        assert_eq!(now.row.last_imported, [(Field::HashedPassword, slow)]);
        assert_eq!(now.row.fingerprint, 0);
    }
    // An export brings what is there already; what the file brought is still known.
    let mut export = Vec::new();
    write_user(&user(), &store.access().unwrap(), true, &mut export).unwrap();
    let exported = import("a.ndjson", &export, &store, &Choices::default());
    assert_eq!(exported.ledger.unchanged, 1, "{:?}", exported.findings);
    assert_eq!(run("Hanna", MD5), (0, 0, 1));
    assert_eq!(user().password.unwrap().origin, PasswordOrigin::Upgraded);
    for change in &store.changes(&[2]).unwrap()[0] {
        let image = Image::before(change).unwrap();
        assert_eq!(image.row.fingerprint, 0, "{}", change.version);
    }
    assert_eq!(run("Hanna", other), (0, 1, 0));
    let now = user();
    assert_eq!(now.password.unwrap().hash.0, other);
    assert_ne!(now.row.fingerprint, 0);
}

/// What is remembered of a password is stored, so that it may never be another.
#[test]
fn digests_of_passwords_stay_what_they_are() {
    let password = |hash: &str, method: &'static str| StoredPassword {
        hash: Secret(hash.to_owned()),
        method: Some(method.into()),
        ..StoredPassword::default()
    };
    let digests = [
        (password(MD5, "md5"), 1),
        (password(MD5, "md5"), 2),
        (password("ab1HZ0ZLcgXmk", "crypt"), 1),
        (password(ONE, "bcrypt"), 1),
        (password(ONE, "bcrypt"), 2),
    ]
    .map(|(password, user)| password_digest(Uuid::from_u128(user), &password, Strength::default()));
    assert_eq!(
        digests,
        [
            8_056_704_776_220_544_603,
            16_511_160_686_556_687_245,
            4_285_709_068_671_824_686,
            8_206_359_042_514_431_311,
            8_206_359_042_514_431_311
        ]
    );
}
