//! Faults of password hashes, their salts and what is said of them.

use super::Case;
use super::table::{Edit, table, table_of};

const PLAIN: &str = "id,email,hashed_password,hashing_method";
const SALTED: &str = "id,email,hashed_password,hashing_method,salt,salt_position,salt_format";
const BCRYPT: &str = "id,email,hashed_password~bcrypt,hashing_method~bcrypt";
const DERIVED: &str = "id,email,hashed_password~pbkdf2,hashing_method~pbkdf2-sha256,salt~base64,salt_format~base64,iterations~24000";

/// A hash by bcrypt of this beginning.
macro_rules! bcrypt {
    ($start:literal) => {
        concat!(
            $start,
            "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"
        )
    };
}

const FIREBASE: &str =
    "yA7Gk3X3b9pXW5n9Z0cQ8h0m3n8X4mT1b1yq0e2vJcQ8h0m3n8X4mT1b1yq0e2vJyA7Gk3X3b9pXW5n9Z0cQ8g==";

const FIREBASE_OPTIONS: &str = "--firebase-signer-key-file key.txt --firebase-salt-separator Bw== --firebase-rounds 8 --firebase-memory-cost 14";

fn case(name: &'static str, rule: &'static str, columns: &str, edits: &[Edit<'_>]) -> Case {
    Case::new(name, rule, table(columns, edits)).command("connections password on", "")
}

/// A fault in one cell of row 5.
fn cell(name: &'static str, rule: &'static str, columns: &str, edit: (&'static str, &str)) -> Case {
    case(name, rule, columns, &[(5, edit.0, edit.1)]).at(5, edit.0)
}

pub(super) fn cases() -> Vec<Case> {
    [
        of_methods(),
        of_bcrypt(),
        of_digests(),
        of_files(),
        of_salts(),
        of_parameters(),
        of_known_users(),
    ]
    .concat()
}

/// What is said of the method.
fn of_methods() -> Vec<Case> {
    let hash = "hashed_password";
    let method = "hashing_method";
    vec![
        case("method left out", "PWD001", PLAIN, &[(5, method, "")]).at(5, hash),
        case(
            "no column of methods",
            "PWD002",
            "id,email,hashed_password~bcrypt",
            &[],
        )
        .column(hash),
        cell("method that nobody knows", "PWD003", PLAIN, (method, "xor")),
        cell(
            "hash of another method",
            "PWD004",
            PLAIN,
            (hash, bcrypt!("$2b$10$")),
        )
        .column(method),
    ]
}

/// Hashes of bcrypt.
fn of_bcrypt() -> Vec<Case> {
    let hash = "hashed_password";
    vec![
        cell(
            "hash cut off",
            "PWD005",
            BCRYPT,
            (hash, &bcrypt!("$2b$10$")[..50]),
        ),
        cell(
            "cost that bcrypt does not have",
            "PWD006",
            BCRYPT,
            (hash, bcrypt!("$2b$99$")),
        ),
        cell(
            "hash of the faulty bcrypt",
            "PWD009",
            BCRYPT,
            (
                hash,
                "$2x$10$6bNw2HLQYeqHYyBfLMsv/OiwqTymGIGzFsA4hOTWebfehXHNprcAS",
            ),
        ),
        case(
            "cost too low",
            "PWD010",
            BCRYPT,
            &[(5, hash, bcrypt!("$2b$04$"))],
        )
        .column(hash),
        cell(
            "cost too high",
            "PWD035",
            BCRYPT,
            (hash, bcrypt!("$2b$31$")),
        ),
    ]
}

/// Hashes of other methods.
fn of_digests() -> Vec<Case> {
    let hash = "hashed_password";
    let method = "hashing_method";
    vec![
        cell(
            "digits of a hash lost",
            "PWD011",
            PLAIN,
            (hash, "92eb5ffee6ae2fec3ad71c77753157"),
        ),
        cell(
            "hash in base64",
            "PWD012",
            PLAIN,
            (hash, "kutf/uauL+w61xx3dTFXjw=="),
        ),
        case(
            "hash in capitals",
            "PWD013",
            PLAIN,
            &[(5, hash, "92EB5FFEE6AE2FEC3AD71C777531578F")],
        )
        .column(hash),
        cell(
            "letter that hex does not have",
            "PWD036",
            PLAIN,
            (hash, "92eb5ffee6ae2fec3ad71c777531578g"),
        ),
        cell(
            "quotes around a hash",
            "XLS013",
            PLAIN,
            (hash, "'92eb5ffee6ae2fec3ad71c777531578f'"),
        ),
        cell("word for a hash", "PWD024", PLAIN, (hash, "correct horse")),
        cell(
            "hash far too long",
            "ROW005",
            PLAIN,
            (hash, &"a".repeat(3000)),
        ),
        cell(
            "WordPress hash cut off",
            "PWD027",
            "id,email,hashed_password~$P$984478476IagS59wHZvyQMArzfx58u.,hashing_method~wordpress",
            (hash, "$P$984478476IagS59wHZvy"),
        )
        .beside(&["PWD026"]),
        case(
            "crypt of a scheme that is not there",
            "PWD029",
            PLAIN,
            &[
                (5, hash, "$3$$8846f7eaee8fb117ad06bdd830b7586c"),
                (5, method, "crypt"),
            ],
        )
        .at(5, hash),
    ]
}

/// What more than one cell shows.
fn of_files() -> Vec<Case> {
    let hash = "hashed_password";
    let method = "hashing_method";
    vec![
        case(
            "two people with one hash",
            "PWD026",
            PLAIN,
            &[
                (5, hash, "92eb5ffee6ae2fec3ad71c777531578f"),
                (9, hash, "92eb5ffee6ae2fec3ad71c777531578f"),
            ],
        )
        .column(hash),
        case(
            "password beside its hash",
            "PWD023",
            "id,email,password,hashed_password,hashing_method",
            &[(5, "password", "correcthorse")],
        )
        .row(5)
        .beside(&["HDR013"]),
        case(
            "hash for a name",
            "PWD041",
            "id,email,first_name",
            &[(5, "first_name", bcrypt!("$2b$10$"))],
        )
        .at(5, "first_name"),
        case(
            "hashes of another method than the option says",
            "PWD043",
            "id,email,hashed_password~bcrypt",
            &[],
        )
        .column(hash)
        .options("--hashing-method md5"),
        case(
            "hashes under the name of passwords",
            "PWD044",
            "id,email,password~bcrypt",
            &[],
        )
        .column("password")
        .beside(&["PWD002"]),
        Case::new("sign-in by password is off", "PWD032", table(PLAIN, &[])),
        case(
            "verified without a password",
            "VAL003",
            "id,email,email_verified,hashed_password,hashing_method",
            &[
                (6, "email_verified", "TRUE"),
                (6, hash, ""),
                (6, method, ""),
            ],
        )
        .column("email_verified"),
    ]
}

fn of_salts() -> Vec<Case> {
    vec![
        cell(
            "place of the salt left out",
            "PWD014",
            SALTED,
            ("salt_position", ""),
        )
        .column("salt"),
        cell(
            "unknown place of the salt",
            "PWD015",
            SALTED,
            ("salt_position", "before"),
        ),
        cell(
            "unknown form of the salt",
            "PWD016",
            SALTED,
            ("salt_format", "ascii"),
        ),
        case(
            "salt that is not hex",
            "PWD017",
            SALTED,
            &[(5, "salt", "0a1z"), (5, "salt_format", "hex")],
        )
        .at(5, "salt"),
        case(
            "salts that may be hex",
            "PWD018",
            "id,email,hashed_password,hashing_method,salt~hex,salt_position",
            &[],
        )
        .column("salt"),
        case(
            "salt beside bcrypt",
            "PWD019",
            "id,email,hashed_password~bcrypt,hashing_method~bcrypt,salt,salt_position",
            &[],
        )
        .column("salt"),
        cell("escape in a salt", "PWD020", SALTED, ("salt", "pep\\nper")),
        case("salt left out", "PWD021", SALTED, &[(5, "salt", "")]).column("salt_position"),
        case(
            "Firebase hash without its salt",
            "PWD022",
            SALTED,
            &[
                (5, "hashed_password", FIREBASE),
                (5, "hashing_method", "firebase-scrypt"),
                (5, "salt", ""),
                (5, "salt_position", ""),
                (5, "salt_format", ""),
            ],
        )
        .at(5, "hashed_password")
        .extra("key.txt", FIREBASE)
        .options(FIREBASE_OPTIONS),
        case(
            "salts of PBKDF2 without a form",
            "PWD039",
            &DERIVED.replace("salt_format~base64,", ""),
            &[],
        )
        .column("salt"),
    ]
}

fn of_parameters() -> Vec<Case> {
    vec![
        case(
            "Firebase without its parameters",
            "PWD030",
            "id,email,hashed_password,hashing_method,salt",
            &[
                (5, "hashed_password", FIREBASE),
                (5, "hashing_method", "firebase-scrypt"),
                (5, "salt", "42xEC+ixf3L2lw=="),
            ],
        )
        .beside(&["PWD014"]),
        case(
            "rounds beside a plain digest",
            "PWD037",
            "id,email,hashed_password,hashing_method,iterations~1",
            &[(5, "iterations", "1000")],
        )
        .at(5, "iterations"),
        cell(
            "PBKDF2 without its digest",
            "PWD038",
            DERIVED,
            ("hashing_method", "pbkdf2"),
        ),
        case(
            "hashes slow to check",
            "PWD040",
            DERIVED,
            &[(5, "iterations", "9000000")],
        )
        .column("hashed_password"),
    ]
}

fn of_known_users() -> Vec<Case> {
    let hash = "hashed_password";
    let other = "92eb5ffee6ae2fec3ad71c777531578f";
    let dated = "id,email,hashed_password,hashing_method,password_set_date~2024-05-02T10:00:00Z";
    vec![
        case("another password", "DUP115", PLAIN, &[(5, hash, other)])
            .row(5)
            .before(table(PLAIN, &[])),
        case(
            "another password, quicker to guess",
            "DUP116",
            BCRYPT,
            &[(5, hash, other), (5, "hashing_method", "md5")],
        )
        .row(5)
        .before(table(BCRYPT, &[])),
        case(
            "password older than the one here",
            "PWD033",
            dated,
            &[
                (5, hash, other),
                (5, "password_set_date", "2024-05-01T10:00:00Z"),
            ],
        )
        .row(5)
        .before(table(dated, &[])),
        case("password for somebody without one", "PWD034", PLAIN, &[])
            .row(5)
            .before(table(PLAIN, &[(5, hash, ""), (5, "hashing_method", "")])),
    ]
}

/// Faults of files that hold passwords alone.
pub(super) fn of_password_files() -> Vec<Case> {
    let hash = "hashed_password";
    let columns = "id,hashed_password,hashing_method";
    let users = || table("id,email,username,phone", &[]);
    let case = |name, rule, columns: &str, edits: &[Edit<'_>]| {
        case(name, rule, columns, edits).passwords().before(users())
    };
    vec![
        case(
            "password of nobody",
            "PWF001",
            columns,
            &[(5, "id", "9001")],
        )
        .at(5, "id"),
        case(
            "password of two people",
            "PWF002",
            "username,phone,hashed_password,hashing_method",
            &[(5, "phone", "+61491570025")],
        )
        .row(5)
        .beside(&["PWF005"]),
        Case::new(
            "id and email of two people",
            "PWF003",
            table_of(20, PLAIN, &[(5, "email", "kim.25@example.com")]),
        )
        .row(5)
        .command("connections password on", "")
        .passwords()
        .before(users()),
        case("password beside a temporary one", "PWF004", columns, &[])
            .row(5)
            .command("users temporary-password 1004", ""),
        case(
            "two passwords of one person",
            "PWF005",
            columns,
            &[(9, "id", "1004")],
        )
        .row(9),
        case(
            "no password in a row",
            "PWF006",
            columns,
            &[(5, hash, ""), (5, "hashing_method", "")],
        )
        .row(5),
        Case::new("passwords before the users", "PWF007", table(columns, &[]))
            .command("connections password on", "")
            .passwords()
            .beside(&["PWF001"]),
        case(
            "passwords in an unknown column",
            "PWF008",
            "id,pw~5f4dcc3b5aa765d61d8327deb882cf99",
            &[],
        ),
    ]
}
