//! Which passwords may be set: length counts, guessable ones are refused, and
//! nothing is asked of the kinds of characters (NIST SP 800-63B-4, section
//! 3.1.1.2).

use crate::base::limits::PASSWORD_CHARACTERS_MIN;
use crate::users::user::StoredUser;
use admit_passwords::limits::PASSWORD_BYTES_MAX;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Why a password may not be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer characters than [`PASSWORD_CHARACTERS_MIN`].
    TooShort,
    /// More bytes than [`PASSWORD_BYTES_MAX`].
    TooLong,
    /// It has a character that not every program can check.
    HasNul,
    /// It is among the commonest.
    Common,
    /// It is the user's own name or address.
    OwnName,
}

impl std::fmt::Display for Weakness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Weakness::TooShort => write!(
                f,
                "The password has fewer than {PASSWORD_CHARACTERS_MIN} characters. Use a longer one."
            ),
            Weakness::TooLong => write!(
                f,
                "The password has more than {PASSWORD_BYTES_MAX} bytes. Use a shorter one."
            ),
            Weakness::HasNul => {
                f.write_str("The password has a NUL character. Use one without it.")
            }
            Weakness::Common => {
                f.write_str("The password is one of the commonest. Use one that nobody else has.")
            }
            Weakness::OwnName => {
                f.write_str("The password is a name or an address of yours. Use another one.")
            }
        }
    }
}

/// In lower case.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("common_passwords.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect()
});

/// Says why a user may not have this password, if so.
pub(in crate::sign_in) fn weakness(password: &[u8], user: &StoredUser) -> Option<Weakness> {
    weakness_of(password, &own_names(user))
}

/// Why this password may not be set by somebody who is known by these, in lower case.
pub(in crate::sign_in) fn weakness_of(password: &[u8], own_names: &[String]) -> Option<Weakness> {
    if password.len() > PASSWORD_BYTES_MAX {
        return Some(Weakness::TooLong);
    }
    if password.contains(&0) {
        return Some(Weakness::HasNul);
    }
    let text = String::from_utf8_lossy(password).to_lowercase();
    if String::from_utf8_lossy(password).chars().count() < PASSWORD_CHARACTERS_MIN {
        return Some(Weakness::TooShort);
    }
    if COMMON.contains(text.as_str()) {
        return Some(Weakness::Common);
    }
    own_names.contains(&text).then_some(Weakness::OwnName)
}

/// What a user is known by, in lower case.
fn own_names(user: &StoredUser) -> Vec<String> {
    let row = &user.row;
    let mut names = Vec::new();
    for identity in &row.identities {
        names.extend([identity.key.as_str(), identity.value()]);
        names.extend(identity.given.as_deref());
        names.extend(identity.key.split_once('@').map(|(local, _)| local));
        names.extend(identity.key.strip_prefix('+'));
    }
    let mut names: Vec<String> = names.into_iter().map(str::to_lowercase).collect();
    let (first, last) = (row.first_name.as_deref(), row.last_name.as_deref());
    let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
    for name in [
        first.to_owned(),
        last.to_owned(),
        format!("{first} {last}"),
        format!("{first}{last}"),
        format!("{first}.{last}"),
    ] {
        names.push(name.to_lowercase());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::users::user::{IdentifierKind, Identity, UserRow};

    #[track_caller]
    fn check_password(password: &[u8], expected: Option<Weakness>) {
        let user = StoredUser {
            key: 1,
            id: uuid::Uuid::nil(),
            row: UserRow {
                first_name: Some("Ana".to_owned()),
                last_name: Some("Dimitrova".to_owned()),
                identities: vec![
                    Identity::new(IdentifierKind::Email, "ana.dimitrova@example.org"),
                    Identity::new(IdentifierKind::Username, "dimitrova77"),
                    Identity::new(IdentifierKind::Phone, "+61491570006"),
                ],
                ..UserRow::default()
            },
            memberships: Vec::new(),
            password: None,
            created: 0,
            updated: 0,
            version: 1,
            signed_in: false,
        };
        let text = String::from_utf8_lossy(password);
        let shown: String = text.chars().take(40).collect();
        assert_eq!(weakness(password, &user), expected, "{shown}");
    }

    #[test]
    fn what_would_be_guessed_is_refused() {
        check_password(b"", Some(Weakness::TooShort));
        check_password(b"abcdefg", Some(Weakness::TooShort));
        check_password("ééééééé".as_bytes(), Some(Weakness::TooShort));
        check_password(&[b'a'; 1025], Some(Weakness::TooLong));
        check_password(b"correct\0horse", Some(Weakness::HasNul));
        for common in ["password", "12345678", "Football", "TRUSTNO1"] {
            check_password(common.as_bytes(), Some(Weakness::Common));
        }
        for own in [
            "ana.dimitrova@example.org",
            "Ana.Dimitrova",
            "dimitrova77",
            "Dimitrova",
            "ana dimitrova",
            "+61491570006",
            "61491570006",
        ] {
            check_password(own.as_bytes(), Some(Weakness::OwnName));
        }
    }

    #[test]
    fn anything_else_may_be_set() {
        for password in [
            "correct horse",
            "éééééééé",
            "        ",
            "dimitrova778",
            "# The 600",
        ] {
            check_password(password.as_bytes(), None);
        }
        check_password(&[b'a'; 1024], None);
        check_password(&[0xff; 64], None);
    }

    #[test]
    fn the_list_is_of_passwords_that_are_long_enough() {
        assert_eq!(COMMON.len(), 600);
        for common in COMMON.iter() {
            assert!(common.len() >= PASSWORD_CHARACTERS_MIN, "{common}");
            assert_eq!(*common, common.to_lowercase());
        }
    }
}
