//! Wrapping the fast digests among the stored passwords in Argon2id: whoever
//! gets hold of them then has to guess as slowly as with new hashes. It needs no
//! password, and the next good sign-in replaces the wrapped one.

mod wrapping;

use crate::by_hand;
use crate::limits::HARDEN_PAGE_USERS;
use crate::passwords::{Bounds, FastDigest, SALT_BYTES, Strength};
use crate::run::{Phase, Watch};
use crate::sign_in::{Check, Randomness, secrets};
use crate::store::{
    Applied, PlannedWrite, Progress, Store, StoreError, UserQuery, UserUpdate, Write,
};
use crate::user::{PasswordOrigin, Secret, StoredPassword, StoredUser};
use std::sync::Mutex;
use std::sync::PoisonError;
use wrapping::wrap;

/// What it works with.
pub struct Harden<'a> {
    /// The store that holds the passwords.
    pub store: &'a dyn Store,
    /// Where salts come from.
    pub randomness: &'a dyn Randomness,
    /// The bounds on what a stored hash may cost.
    pub bounds: Bounds,
    /// How much work a wrapped digest is.
    pub strength: Strength,
    /// How many digests to wrap at once.
    pub threads: usize,
    /// Hears how many users were looked at, and can end it.
    pub watch: &'a dyn Watch,
    /// The time to stamp, in milliseconds since 1970 UTC.
    pub now: &'a (dyn Fn() -> i64 + Sync),
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hardened {
    /// Users that were looked at.
    pub users: u64,
    /// Passwords that were wrapped.
    pub wrapped: u64,
    /// Users that somebody changed meanwhile; the next run looks at them again.
    pub changed_meanwhile: u64,
    /// Whether it came to the last user. Otherwise the next run goes on.
    pub complete: bool,
}

impl Harden<'_> {
    /// Wraps every fast digest. What is wrapped already is left as it is, so
    /// that one that was cut short is simply run again.
    ///
    /// # Errors
    /// The store failed; what is done is kept.
    pub fn run(&self) -> Result<Hardened, StoreError> {
        let mut hardened = Hardened::default();
        let mut query = UserQuery {
            limit: HARDEN_PAGE_USERS,
            ..UserQuery::default()
        };
        loop {
            self.watch
                .progress(Phase::Hardening, hardened.users, hardened.users);
            if self.watch.stop_asked() {
                return Ok(hardened);
            }
            let page = self.store.list(&query)?;
            let Some(last) = page.last() else {
                hardened.complete = true;
                return Ok(hardened);
            };
            query.after = last.key;
            hardened.users += page.len() as u64;
            self.page(&page, &mut hardened)?;
        }
    }

    fn page(&self, page: &[StoredUser], hardened: &mut Hardened) -> Result<(), StoreError> {
        let writes: Vec<PlannedWrite> = self
            .wrapped(page)
            .into_iter()
            .map(|update| PlannedWrite {
                row: 0,
                write: Write::Update(Box::new(update)),
            })
            .collect();
        if writes.is_empty() {
            return Ok(());
        }
        let settle = &mut |_: &[Applied]| Progress::default();
        let answers = self
            .store
            .apply(None, (self.now)(), &writes, false, settle)?;
        for answer in answers {
            match answer {
                Applied::Updated => hardened.wrapped += 1,
                _ => hardened.changed_meanwhile += 1,
            }
        }
        Ok(())
    }

    /// The updates that wrap the fast digests of these users.
    fn wrapped(&self, page: &[StoredUser]) -> Vec<UserUpdate> {
        let fast: Vec<(&StoredUser, &StoredPassword, FastDigest, [u8; SALT_BYTES])> = page
            .iter()
            .filter_map(|user| {
                let password = user.password.as_ref()?;
                let check = Check::read(password, self.bounds)?;
                let fast = check.verifier().fast_digest()?.clone();
                Some((user, password, fast, secrets::salt(self.randomness)))
            })
            .collect();
        let left = Mutex::new(fast.iter());
        let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
        let work = || {
            let mut updates = Vec::new();
            while let Some((user, password, fast, salt)) = next() {
                let hash = Secret(wrap(fast, *salt, self.strength));
                updates.push(replaced(user, password, hash));
            }
            updates
        };
        std::thread::scope(|scope| {
            let threads: Vec<_> = (1..self.threads.clamp(1, 64))
                .map(|_| scope.spawn(work))
                .collect();
            let mut updates = work();
            for thread in threads {
                updates.extend(thread.join().expect("hashing does not panic"));
            }
            updates
        })
    }
}

/// The update that keeps a hash in place of a fast digest of the same password.
fn replaced(user: &StoredUser, old: &StoredPassword, hash: Secret) -> UserUpdate {
    let password = StoredPassword {
        hash,
        verified: old.verified,
        changed: old.changed,
        origin: match old.origin {
            PasswordOrigin::Imported => PasswordOrigin::Upgraded,
            other => other,
        },
        ..StoredPassword::default()
    };
    by_hand::set_password(user, password, user.row.reset.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Unwatched;
    use crate::sign_in::testing::{Bed, QUICK};
    use crate::store::Directory;
    use std::sync::atomic::{AtomicU32, Ordering};

    const ABC: &str = "md5=900150983cd24fb0d6963f7d28e17f72";

    fn harden(bed: &Bed, watch: &dyn Watch) -> Hardened {
        let harden = Harden {
            store: &bed.store,
            randomness: &bed.randomness,
            bounds: Bounds::default(),
            strength: QUICK,
            threads: 3,
            watch,
            now: &|| 7,
        };
        harden.run().unwrap()
    }

    #[test]
    fn fast_digests_are_wrapped_and_nothing_else_is_touched() {
        let bed = Bed::new();
        for number in 0..50 {
            bed.add(
                &format!("u{number}"),
                &format!("username=user{number} {ABC}"),
            );
        }
        bed.add("none", "username=none reset");
        bed.add("new", &format!("username=new {ABC}"));
        bed.answer(0, "new", b"abc");
        let others = ["none", "new"].map(|name| bed.user(name));
        let hardened = harden(&bed, &Unwatched);
        let expected = Hardened {
            users: 52,
            wrapped: 50,
            changed_meanwhile: 0,
            complete: true,
        };
        assert_eq!(hardened, expected);
        let password = bed.user("u7").password.unwrap();
        assert_eq!(password.origin, PasswordOrigin::Upgraded);
        assert_eq!(password.method, None);
        assert!(!password.hash.0.contains("900150983cd24fb0"));
        assert_eq!(["none", "new"].map(|name| bed.user(name)), others);
    }

    /// Asks to stop when it is asked for the second time.
    struct Impatient(AtomicU32);

    impl Watch for Impatient {
        fn progress(&self, _: Phase, _: u64, _: u64) {}
        fn stop_asked(&self) -> bool {
            self.0.fetch_add(1, Ordering::Relaxed) == 1
        }
    }

    #[test]
    fn one_that_was_cut_short_goes_on() {
        let bed = Bed::new();
        let count = HARDEN_PAGE_USERS + 5;
        for number in 0..count {
            bed.add(
                &format!("u{number}"),
                &format!("username=user{number} {ABC}"),
            );
        }
        let first = harden(&bed, &Impatient(AtomicU32::new(0)));
        assert_eq!((first.wrapped, first.complete), (HARDEN_PAGE_USERS, false));
        let second = harden(&bed, &Unwatched);
        assert_eq!((second.wrapped, second.complete), (5, true));
        assert_eq!(bed.store.overview().unwrap().users, count);
    }
}
