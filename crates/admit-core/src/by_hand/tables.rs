//! Organizations, roles and permissions by hand: what can be a key or a name, and who
//! would lose something that is taken away.

use crate::base::limits::KEY_CHARACTERS_MAX;
use crate::ports::store::{Store, StoreError, UserQuery};
use crate::users::access::{Access, AccessChange};

/// How many users are read at once.
const PAGE_USERS: u64 = 1000;

/// How many characters the code of an organization has behind its `org_`: 50 bits, so
/// that a million organizations collide with a chance of one in two thousand, which the
/// store's unique key then refuses.
const CODE_CHARACTERS: usize = 10;

/// Why a text cannot be a key, if it cannot.
pub fn key_problem(key: &str) -> Option<&'static str> {
    if key.is_empty() {
        Some("a key cannot be empty")
    } else if key != key.trim() {
        Some("a key cannot begin or end with a space")
    } else if key.contains(',') || key.chars().any(char::is_control) {
        Some("a key cannot contain a comma or control characters")
    } else if key.chars().count() > KEY_CHARACTERS_MAX {
        Some("a key has at most 255 characters")
    } else {
        None
    }
}

/// Why a text cannot be shown as a name, if it cannot.
pub fn name_problem(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() {
        Some("a name cannot be empty")
    } else if name.chars().any(char::is_control) {
        Some("a name cannot contain control characters")
    } else if name.chars().count() > KEY_CHARACTERS_MAX {
        Some("a name has at most 255 characters")
    } else {
        None
    }
}

/// A code for an organization: `org_` and ten characters of lower-case base32 (RFC 4648,
/// section 6), made of bits that are random.
pub fn organization_code(mut noise: u64) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut code = String::from("org_");
    for _ in 0..CODE_CHARACTERS {
        code.push(char::from(ALPHABET[(noise & 31) as usize]));
        noise >>= 5;
    }
    code
}

/// What is to be taken away, and from whom.
#[derive(Clone, Debug)]
pub struct Removal {
    /// How it is done.
    pub changes: Vec<AccessChange>,
    /// Who would lose something.
    pub holders: UserQuery,
    /// The roles that would lose it, by key.
    pub roles: Vec<String>,
}

impl Removal {
    /// The organization of this number goes.
    pub fn of_organization(number: u32) -> Removal {
        Removal {
            changes: vec![AccessChange::RemoveOrganization(number)],
            holders: UserQuery {
                organization: Some(number),
                ..UserQuery::default()
            },
            roles: Vec::new(),
        }
    }

    /// The role of this number goes.
    pub fn of_role(number: u32) -> Removal {
        Removal::from_role(number, vec![AccessChange::RemoveRole(number)])
    }

    /// These changes take something from whoever has the role of this number.
    pub fn from_role(number: u32, changes: Vec<AccessChange>) -> Removal {
        Removal {
            changes,
            holders: UserQuery {
                role: Some(number),
                ..UserQuery::default()
            },
            roles: Vec::new(),
        }
    }

    /// The permission of this number goes.
    pub fn of_permission(access: &Access, number: u32) -> Removal {
        let roles = access.roles.iter();
        let roles = roles.filter(|role| role.permissions.contains(&number));
        Removal {
            changes: vec![AccessChange::RemovePermission(number)],
            holders: UserQuery {
                permission: Some(number),
                ..UserQuery::default()
            },
            roles: roles.map(|role| role.key.clone()).collect(),
        }
    }

    /// How many users would lose something.
    ///
    /// # Errors
    /// The store failed.
    pub fn users(&self, store: &dyn Store) -> Result<u64, StoreError> {
        let mut query = UserQuery {
            limit: PAGE_USERS,
            ..self.holders.clone()
        };
        let mut count = 0;
        loop {
            let page = store.list(&query)?;
            count += page.len() as u64;
            match page.last() {
                Some(last) => query.after = last.key,
                None => return Ok(count),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_base32() {
        for (noise, expected) in [
            (0, "org_aaaaaaaaaa"),
            (u64::MAX, "org_7777777777"),
            (0b11111_00001, "org_b7aaaaaaaa"),
        ] {
            assert_eq!(organization_code(noise), expected);
        }
    }

    #[test]
    fn keys_and_names_can_be_shown_and_listed() {
        for (key, expected) in [
            ("acme", None),
            ("Größe 7", None),
            ("", Some("a key cannot be empty")),
            (" acme", Some("a key cannot begin or end with a space")),
            (
                "a,b",
                Some("a key cannot contain a comma or control characters"),
            ),
            (
                "a\0",
                Some("a key cannot contain a comma or control characters"),
            ),
        ] {
            assert_eq!(key_problem(key), expected, "{key:?}");
        }
        for (name, expected) in [
            ("Acme, Inc.", None),
            (" ", Some("a name cannot be empty")),
            ("a\nb", Some("a name cannot contain control characters")),
        ] {
            assert_eq!(name_problem(name), expected, "{name:?}");
        }
        let long = "x".repeat(256);
        assert_eq!(key_problem(&long), Some("a key has at most 255 characters"));
        assert_eq!(
            name_problem(&long),
            Some("a name has at most 255 characters")
        );
    }
}
