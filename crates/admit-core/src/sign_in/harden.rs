//! Wrapping the fast digests among the stored passwords in Argon2id: whoever
//! gets hold of them then has to guess as slowly as with new hashes. It needs no
//! password, and the next good sign-in replaces the wrapped one.

use crate::base::limits::HARDEN_PAGE_USERS;
use crate::by_hand::{self, Stronger};
use crate::passwords::check::Check;
use crate::passwords::stored::{Secret, StoredPassword};
use crate::ports::store::image::Image;
use crate::ports::store::{Change, Store, StoreError, UserQuery};
use crate::ports::watch::{Phase, Watch};
use crate::users::change::{Applied, Write};
use crate::users::last_imported::{own_salt, wrapped_digest};
use crate::users::user::{StoredUser, UserKey};
use admit_passwords::{Bounds, FastDigest, Strength, wrap};
use std::sync::{Mutex, PoisonError};

/// What it works with.
pub struct Harden<'a> {
    /// The store that holds the passwords.
    pub store: &'a dyn Store,
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
    /// Passwords that users had before, and that the history keeps for an undo,
    /// that were wrapped.
    pub earlier_wrapped: u64,
    /// Users that somebody changed meanwhile; the next run looks at them again.
    pub changed_meanwhile: u64,
    /// Whether it came to the last user. Otherwise the next run goes on.
    pub complete: bool,
}

impl Harden<'_> {
    /// Wraps every fast digest. What is wrapped already is left as it is, so
    /// that one that was cut short is simply run again. What was done is answered
    /// also when the store failed, and is kept.
    pub fn run(&self) -> (Hardened, Result<(), StoreError>) {
        let mut hardened = Hardened::default();
        let result = self.pages(&mut hardened);
        (hardened, result)
    }

    fn pages(&self, hardened: &mut Hardened) -> Result<(), StoreError> {
        // What comes meanwhile is written after it.
        let written = self.store.hashes_written()?;
        if self.store.hardened_at()? == Some(written) {
            hardened.users = self.store.count()?;
            hardened.complete = true;
            return Ok(());
        }
        let mut query = UserQuery {
            limit: HARDEN_PAGE_USERS,
            ..UserQuery::default()
        };
        loop {
            self.watch
                .progress(Phase::Hardening, hardened.users, hardened.users);
            if self.watch.stop_asked() {
                return Ok(());
            }
            let page = self.store.list(&query)?;
            let Some(last) = page.last() else {
                // Also after one that was cut short, and what sign-ins replaced.
                self.store.wipe_overwritten()?;
                if hardened.changed_meanwhile == 0 {
                    self.store.set_hardened_at(written)?;
                }
                hardened.complete = true;
                return Ok(());
            };
            query.after = last.key;
            self.page(&page, hardened)?;
            hardened.users += page.len() as u64;
        }
    }

    fn page(&self, page: &[StoredUser], hardened: &mut Hardened) -> Result<(), StoreError> {
        let mut updates = Vec::new();
        for (work, hashes) in self.wrap(self.found(page)?) {
            let now = work.user.password.as_ref();
            let now = now.is_some_and(|now| hashes.iter().any(|done| done.old.is_same_hash(now)));
            let now = u64::from(now);
            let earlier = hashes.len() as u64 - now;
            let update = by_hand::strengthen(work.user, &work.changes, &hashes)?;
            updates.push((now, earlier, update));
        }
        let writes: Vec<Write> = updates
            .iter()
            .map(|(_, _, update)| Write::Update(Box::new(update.clone())))
            .collect();
        if writes.is_empty() {
            return Ok(());
        }
        let answers = self.store.write_by_hand((self.now)(), &writes)?;
        for (answer, (now, earlier, _)) in answers.iter().zip(&updates) {
            if *answer == Applied::Updated {
                hardened.wrapped += now;
                hardened.earlier_wrapped += earlier;
            } else {
                hardened.changed_meanwhile += 1;
            }
        }
        Ok(())
    }

    /// The users of a page that have or had a password kept as a fast digest.
    fn found<'p>(&self, page: &'p [StoredUser]) -> Result<Vec<Work<'p>>, StoreError> {
        let keys: Vec<UserKey> = page.iter().map(|user| user.key).collect();
        let changes = self.store.changes(&keys)?;
        let mut found = Vec::new();
        for (user, changes) in page.iter().zip(changes) {
            let mut passwords: Vec<StoredPassword> = user.password.iter().cloned().collect();
            for change in &changes {
                passwords.extend(Image::before(change)?.password);
            }
            let mut fast: Vec<(StoredPassword, FastDigest)> = Vec::new();
            for password in passwords {
                let is_known = fast.iter().any(|(known, _)| known.is_same_hash(&password));
                let check = Check::read(&password, self.bounds).filter(|_| !is_known);
                if let Some(digest) =
                    check.and_then(|check| check.verifier().fast_digest().cloned())
                {
                    fast.push((password, digest));
                }
            }
            if !fast.is_empty() {
                found.push(Work {
                    user,
                    changes,
                    fast,
                });
            }
        }
        Ok(found)
    }

    /// Wraps what was found.
    fn wrap<'p>(&self, found: Vec<Work<'p>>) -> Vec<(Work<'p>, Vec<Stronger>)> {
        let left = Mutex::new(found.into_iter());
        let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
        let work = || {
            let mut done = Vec::new();
            while let Some(work) = next() {
                let fast = work.fast.iter();
                let hashes = fast.map(|(password, digest)| {
                    // By its salt an import knows the wrapped digest again.
                    let hash = wrap(digest, own_salt(work.user.id), self.strength);
                    Stronger {
                        old: password.clone(),
                        remembered: wrapped_digest(&hash),
                        hash: Secret(hash),
                    }
                });
                let hashes = hashes.collect();
                done.push((work, hashes));
            }
            done
        };
        std::thread::scope(|scope| {
            let threads: Vec<_> = (1..self.threads.clamp(1, 64))
                .map(|_| scope.spawn(work))
                .collect();
            let mut done = work();
            for thread in threads {
                done.extend(thread.join().expect("hashing does not panic"));
            }
            done
        })
    }
}

/// A user with fast digests.
struct Work<'p> {
    user: &'p StoredUser,
    /// All that are kept of the user.
    changes: Vec<Change>,
    /// Each password that is kept as one, now or in the history.
    fast: Vec<(StoredPassword, FastDigest)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::write::{update_of, write_one};
    use crate::passwords::stored::{PasswordOrigin, Secret};
    use crate::ports::store::Users;
    use crate::ports::store::image::image_of;
    use crate::ports::watch::Unwatched;
    use crate::sign_in::testing::{Bed, QUICK};
    use crate::users::change::UserUpdate;
    use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

    const ABC: &str = "md5=900150983cd24fb0d6963f7d28e17f72";

    fn harden(bed: &Bed, watch: &dyn Watch) -> Hardened {
        let harden = Harden {
            store: &bed.store,
            bounds: Bounds::default(),
            strength: QUICK,
            threads: 3,
            watch,
            now: &|| 7,
        };
        let (hardened, result) = harden.run();
        result.unwrap();
        hardened
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
            earlier_wrapped: 0,
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

    /// Counts how many users are looked at.
    struct Looking(AtomicU64);

    impl Watch for Looking {
        fn progress(&self, _: Phase, users: u64, _: u64) {
            self.0.fetch_max(users + 1, Ordering::Relaxed);
        }
        fn stop_asked(&self) -> bool {
            false
        }
    }

    #[test]
    fn nobody_is_looked_at_again_until_hashes_come() {
        let bed = Bed::new();
        bed.add("ana", &format!("username=ana {ABC}"));
        let looked = || {
            let looking = Looking(AtomicU64::new(0));
            let hardened = harden(&bed, &looking);
            assert!(hardened.complete);
            (hardened.users, hardened.wrapped, looking.0.into_inner() > 0)
        };
        assert_eq!(looked(), (1, 1, true));
        assert_eq!(looked(), (1, 0, false));
        // A good sign-in brings no fast digest.
        bed.answer(0, "ana", b"abc");
        assert_eq!(looked(), (1, 0, false));
        bed.add("bo", &format!("username=bo {ABC}"));
        assert_eq!(looked(), (2, 1, true));
        assert_eq!(looked(), (2, 0, false));
    }

    #[test]
    fn what_is_kept_of_earlier_passwords_is_wrapped_and_counted_apart() {
        let bed = Bed::new();
        let abd = "md5=4911e516e5aa21d327512e0c8b197616";
        for name in ["ana", "ben", "cyd"] {
            bed.add(name, &format!("username={name} {ABC}"));
        }
        // Ana has another fast hash by now, Ben one that is none.
        let bcrypt = "$2b$10$abcdefghijklmnopqrstuuJ8N7bV6cX5zL4kJ3hG2fD1sA0qWeRtW";
        for (name, hash, method) in [("ana", &abd[4..], Some("md5")), ("ben", bcrypt, None)] {
            let user = bed.user(name);
            let password = StoredPassword {
                hash: Secret(hash.to_owned()),
                method: method.map(Into::into),
                ..StoredPassword::default()
            };
            let update = UserUpdate {
                password: Some(password),
                before: Some(image_of(&user)),
                ..update_of(&user)
            };
            let answer = write_one(&bed.store, 5, Write::Update(Box::new(update)));
            assert_eq!(answer.unwrap(), Applied::Updated);
        }
        let hardened = harden(&bed, &Unwatched);
        let expected = Hardened {
            users: 3,
            wrapped: 2,
            earlier_wrapped: 2,
            changed_meanwhile: 0,
            complete: true,
        };
        assert_eq!(hardened, expected);
        assert_eq!(bed.user("ben").password.unwrap().hash.0, bcrypt);
    }

    #[test]
    fn who_is_changed_before_the_write_is_counted_and_looked_at_again() {
        let bed = Bed::new();
        for name in ["ana", "ben"] {
            bed.add(name, &format!("username={name} {ABC}"));
        }
        // The time is asked for when everything is ready to be written.
        let edits = || {
            let write = Write::Update(Box::new(update_of(&bed.user("ana"))));
            write_one(&bed.store, 5, write).unwrap();
            7
        };
        let harden_while = Harden {
            store: &bed.store,
            bounds: Bounds::default(),
            strength: QUICK,
            threads: 1,
            watch: &Unwatched,
            now: &edits,
        };
        let hardened = harden_while.run().0;
        assert_eq!((hardened.wrapped, hardened.changed_meanwhile), (1, 1));
        let again = harden(&bed, &Unwatched);
        assert_eq!((again.wrapped, again.changed_meanwhile), (1, 0));
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
        assert_eq!(bed.store.count().unwrap(), count);
    }
}
