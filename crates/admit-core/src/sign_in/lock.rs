//! Whether wrong attempts keep somebody from signing in, for operators who are asked.

use super::SignIn;
use crate::ports::store::StoreError;
use crate::users::user::{IdentifierKind, StoredUser};

/// Names of a user with which nobody can sign in for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    /// When it ends, in milliseconds since 1970 UTC.
    pub until: i64,
    /// Whether it holds wherever somebody signs in from, and not only where the wrong
    /// attempts came from.
    pub is_everywhere: bool,
}

impl SignIn<'_> {
    /// Whether a name of the user is locked: the lock that holds in most places, and of
    /// these the one that ends last.
    ///
    /// # Errors
    /// The store failed.
    pub fn lock_of(&self, user: &StoredUser, now: i64) -> Result<Option<Lock>, StoreError> {
        let mut locks = Vec::new();
        for identity in &user.row.identities {
            let kind = identity.kind;
            if kind == IdentifierKind::Id || kind == IdentifierKind::Social {
                continue;
            }
            let subject = self.subject(&identity.key);
            for counted in self.store.attempts(&subject, now)? {
                let is_everywhere = counted.subject == subject;
                let limit = if is_everywhere {
                    self.settings.attempts_everywhere
                } else {
                    self.settings.attempts
                };
                if counted.count >= limit.attempts {
                    locks.push(Lock {
                        until: counted.until,
                        is_everywhere,
                    });
                }
            }
        }
        Ok(locks
            .into_iter()
            .max_by_key(|lock| (lock.is_everywhere, lock.until)))
    }
}
