//! A hash or a password that stands where it should not is neither stored nor said, however
//! it is written.

mod support;

use admit_core::findings::finding::Finding;
use admit_core::rows::choices::Choices;
use support::{dump, import, store_with};

const BCRYPT: &str = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
const SHA1: &str = "0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33";

/// What of the two is looked for: a part that has no signs.
const CANARIES: [&str; 3] = ["Zgcfl7p92", "0fdbc95d0", "Canary"];

#[track_caller]
fn assert_silent(text: &str, file: &str) {
    let found = CANARIES.iter().find(|canary| text.contains(**canary));
    assert_eq!(found, None, "{text:?} of {file}");
}

/// Imports a file: nothing of the canaries is kept or said. Answers the codes.
#[track_caller]
fn check(name: &str, file: impl AsRef<[u8]>) -> Vec<&'static str> {
    let store = store_with("");
    let ran = import(name, file.as_ref(), &store, &Choices::default());
    let file = &*String::from_utf8_lossy(file.as_ref());
    for line in dump(&store) {
        assert_silent(&line, file);
    }
    let said = |finding: &Finding| {
        format!(
            "{} {} {} {:?} {:?}",
            finding.rule.code,
            finding.message(),
            finding.help_text(),
            finding.value,
            finding.suggestion
        )
    };
    for finding in &ran.findings {
        assert_silent(&said(finding), file);
    }
    ran.findings.iter().map(|found| found.rule.code).collect()
}

/// A cell as a CSV has it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[test]
fn a_hash_between_marks_is_no_name() {
    let columns = ["first_name", "last_name", "name", "username", "phone", "id"];
    for hash in [BCRYPT, SHA1] {
        for text in [
            format!("'{hash}'"),
            format!("\"{hash}\""),
            format!("=\"{hash}\""),
            format!("'{hash}"),
            format!("{hash}_x000D_"),
            format!("\u{200b}{hash}"),
            format!("\u{feff}{hash}"),
            format!("{}\u{200b}{}", &hash[..12], &hash[12..]),
            hash.replace('$', "＄"),
            format!("A {hash}"),
            format!("Roe, {hash}"),
            format!("A\n{hash}"),
            format!("x{hash}"),
            format!("é{hash}"),
            format!("：{hash}"),
            format!("sha1{hash}"),
            hash.replace('$', "\\$"),
        ] {
            for column in columns {
                // An id may look like a digest.
                if column == "id" && hash == SHA1 {
                    continue;
                }
                let cell = quoted(&text);
                check(
                    "users.csv",
                    format!("email,{column}\nana@example.com,{cell}\n"),
                );
            }
        }
    }
}

#[test]
fn a_digest_for_addresses_is_no_name() {
    for text in [
        "Xoh-Canary7HFR0OVvjcYp_3NgPQ1qq73WKhHvch0Vg=",
        "Xoh-Canary7HFR0OVvjcYp_3NgPQ1qq73WKhHvch0Vg",
        "A Xoh-Canary7HFR0OVvjcYp_3NgPQ1qq73WKhHvch0Vg",
    ] {
        for column in ["first_name", "last_name", "username"] {
            let codes = check(
                "users.csv",
                format!("email,{column}\nana@example.com,{text}\n"),
            );
            assert!(codes.contains(&"PWD041"), "{column}: {codes:?}");
        }
    }
}

#[test]
fn names_and_ids_that_look_like_no_hash_stay() {
    let store = store_with("");
    let file = "id,email,first_name,last_name,username\n\
                'usr-0197a3c2-5d93-7f2b',ana@example.com,A$AP Rocky of the long name,Müller-Lüdenscheidt von Ré,0197a3c2-5d93-7f2b-8b20-d47f3f5a9c1e\n";
    import("users.csv", file.as_bytes(), &store, &Choices::default());
    let kept = dump(&store).join("\n");
    for text in [
        "usr-0197",
        "A$AP Rocky of the long name",
        "Lüdenscheidt von Ré",
        "8b20-d47f",
    ] {
        assert!(kept.contains(text), "{text}: {kept}");
    }
}

#[test]
fn a_digest_in_another_value_is_said_nowhere() {
    let digest = format!("{SHA1}{SHA1}{SHA1}{}", &SHA1[..8]);
    for text in [
        format!("sha1:{SHA1}"),
        format!("_{SHA1}"),
        format!("{SHA1}:salt"),
        format!("{SHA1}."),
        format!("'{SHA1}'"),
        digest,
    ] {
        for column in ["suspended", "email_verified", "status", "username", "phone"] {
            let cell = quoted(&text);
            let file = format!("email,{column}\nana@example.com,{cell}\n");
            let codes = check("users.csv", &file);
            assert!(!codes.is_empty(), "{file}");
        }
    }
}

#[test]
fn a_value_of_a_column_of_passwords_is_shown_nowhere() {
    for column in [
        "password",
        "Kennwort",
        "Zugangswort",
        "pwd",
        "pepper",
        "pwd_hash",
    ] {
        let codes = check(
            "users.csv",
            format!("id,email,{column}\n1,x@example.com,S3cretCanÃ¤ry\n2,y@example.com,CanaryÃ¤\n"),
        );
        assert!(!codes.contains(&"FIL012"), "{column}: {codes:?}");
        let codes = check(
            "users.csv",
            format!("id;email;{column};hashing_method\n1;x@example.com;S3cretCanary;Canary\n"),
        );
        assert!(codes.contains(&"FIL014"), "{column}: {codes:?}");
    }
}

#[test]
fn bytes_of_a_column_of_passwords_are_read_aloud_in_no_encoding() {
    for column in ["Kennwort", "Zugangswort", "pwd"] {
        let mut file = format!("id,email,{column}\n1,x@example.com,Canary").into_bytes();
        file.extend(b"\xeb\n");
        let codes = check("users.csv", file);
        assert!(codes.contains(&"FIL035"), "{column}: {codes:?}");
    }
}

#[test]
fn a_key_beside_a_hash_may_be_the_password() {
    let hash = SHA1.replace('0', "1");
    let file = format!(
        r#"{{"id": "1", "password": {{"hashed_password": "{hash}", "hashing_method": "sha1", "S3cretCanary": true}}}}"#
    );
    assert!(check("users.ndjson", file).contains(&"VAL031"));
}

#[test]
fn properties_keep_no_password_whatever_it_is_called() {
    for key in [
        "pwd_hash",
        "password",
        "Kennwort",
        "pepper",
        "old_password",
        "Passwort alt",
    ] {
        let file = format!(r#"{{"id": "1", "properties": {{"{key}": "S3cretCanary"}}}}"#);
        assert!(check("users.ndjson", file).contains(&"PWD042"), "{key}");
    }
}
