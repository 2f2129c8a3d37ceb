//! How the passwords of all users are kept, and what users will meet.

use crate::base::limits::{SIGN_IN_FAILURE_MILLISECONDS, SIGN_IN_FAILURE_PERCENT};
use crate::passwords::check::Check;
use crate::passwords::stored::{PasswordOrigin, StoredPassword};
use crate::ports::store::{Store, StoreError, UserQuery};
use crate::users::user::{IdentifierKind, Status, StoredUser};
use admit_passwords::{Bounds, Strength};
use std::collections::BTreeMap;

/// How many users are read at once.
const PAGE_USERS: u64 = 1000;

/// Users counted by their password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub users: u64,
    /// Those with a password, by how it is kept (see [`kept_as`]).
    pub by_scheme: BTreeMap<String, u64>,
    /// Those with a password for one sign-in.
    pub temporary: u64,
    /// Those without a password.
    pub without: u64,
    /// Those asked for a new one, by why.
    pub asked: BTreeMap<String, u64>,
    /// What they meet at the next sign-in.
    pub next: NextSignIn,
}

/// Users counted by what they meet with the right password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NextSignIn {
    /// They are signed in.
    pub signed_in: u64,
    /// They have to set a new password.
    pub reset: u64,
    /// They have to confirm their email address.
    pub confirm: u64,
    /// They may not sign in.
    pub suspended: u64,
    /// They have no password and are not asked for one, or no email, phone or
    /// username to sign in with.
    pub cannot: u64,
}

/// What a user meets at the next sign-in, with the right password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meets {
    /// They are signed in.
    SignedIn,
    /// They have to set a new password.
    Reset,
    /// They have to confirm their email address.
    Confirm,
    /// They may not sign in.
    Suspended,
    /// They have no password and are not asked for one, or no email, phone or username
    /// to sign in with.
    Cannot,
}

/// What a user meets at the next sign-in.
pub fn meets(user: &StoredUser, bounds: Bounds) -> Meets {
    let password = user.password.as_ref();
    let has_password = password.is_some_and(|own| kept_as(own, bounds).is_some());
    let is_temporary = password.is_some_and(|own| own.origin == PasswordOrigin::Temporary);
    if !has_name(user) {
        Meets::Cannot
    } else if user.row.status == Status::Suspended {
        Meets::Suspended
    } else if user.row.reset.is_some() || has_password && is_temporary {
        Meets::Reset
    } else if !has_password {
        Meets::Cannot
    } else if has_to_confirm(user) {
        Meets::Confirm
    } else {
        Meets::SignedIn
    }
}

/// Counts the users of a store, and notes what the dearest check of their
/// passwords costs: as long as that takes every failure.
///
/// # Errors
/// The store failed.
pub fn count(store: &dyn Store, bounds: Bounds) -> Result<Counts, StoreError> {
    let mut counts = Counts::default();
    let new = Strength::default();
    let mut dearest = new.cost().microseconds;
    let mut query = UserQuery {
        limit: PAGE_USERS,
        ..UserQuery::default()
    };
    loop {
        let page = store.list(&query)?;
        let Some(last) = page.last() else {
            // What is counted stands also where nothing can be written.
            let _ = store.set_dearest_check(dearest);
            return Ok(counts);
        };
        query.after = last.key;
        for user in &page {
            let password = user.password.as_ref();
            if let Some(check) = password.and_then(|password| Check::read(password, bounds)) {
                dearest = dearest.max(check.cost_with(new).microseconds);
            }
            counts.add(user, bounds);
        }
    }
}

/// Lets failures take no longer than they have to, once an import was taken back or has
/// replaced passwords. Nobody is counted where no check ever was dear enough to slow them.
///
/// # Errors
/// The store failed.
pub fn settle_failures(store: &dyn Store, bounds: Bounds) -> Result<(), StoreError> {
    let slowed = store
        .dearest_check()?
        .saturating_mul(SIGN_IN_FAILURE_PERCENT)
        / 100;
    if slowed > SIGN_IN_FAILURE_MILLISECONDS * 1000 {
        count(store, bounds)?;
    }
    Ok(())
}

impl Counts {
    fn add(&mut self, user: &StoredUser, bounds: Bounds) {
        self.users += 1;
        let password = user.password.as_ref();
        let kept = password.and_then(|password| kept_as(password, bounds));
        let is_temporary = kept.is_some()
            && password.is_some_and(|password| password.origin == PasswordOrigin::Temporary);
        match kept {
            None => self.without += 1,
            Some(_) if is_temporary => self.temporary += 1,
            Some(kept) => *self.by_scheme.entry(kept).or_default() += 1,
        }
        if let Some(reason) = &user.row.reset {
            *self.asked.entry(reason.to_string()).or_default() += 1;
        }
        let next = &mut self.next;
        let met = match meets(user, bounds) {
            Meets::Suspended => &mut next.suspended,
            Meets::Reset => &mut next.reset,
            Meets::Cannot => &mut next.cannot,
            Meets::Confirm => &mut next.confirm,
            Meets::SignedIn => &mut next.signed_in,
        };
        *met += 1;
    }
}

/// How a password is kept: the scheme, and whether the hash was replaced here or
/// the password set here; `None` if nothing can be checked against it.
pub fn kept_as(password: &StoredPassword, bounds: Bounds) -> Option<String> {
    let scheme = Check::read(password, bounds)?.scheme;
    Some(match password.origin {
        PasswordOrigin::Imported => scheme.to_owned(),
        PasswordOrigin::Upgraded => format!("{scheme} (upgraded)"),
        PasswordOrigin::SetHere => format!("{scheme} (set here)"),
        PasswordOrigin::Temporary => format!("{scheme} (temporary)"),
    })
}

/// Whether there is a name to sign in with.
fn has_name(user: &StoredUser) -> bool {
    let kinds = [
        IdentifierKind::Email,
        IdentifierKind::Phone,
        IdentifierKind::Username,
    ];
    kinds.iter().any(|kind| user.row.identity(*kind).is_some())
}

/// Whether there is an email address that is not known to be the user's.
pub(super) fn has_to_confirm(user: &StoredUser) -> bool {
    let email = user.row.identity(IdentifierKind::Email);
    email.is_some_and(|email| email.verified != Some(true))
}

#[cfg(test)]
mod tests {
    use super::super::testing::Bed;
    use super::*;
    use crate::ports::store::SignIns;

    #[test]
    fn users_are_counted_by_what_they_meet() {
        const ABC: &str = "md5=900150983cd24fb0d6963f7d28e17f72";
        let bed = Bed::new();
        for (name, words) in [
            ("ana", format!("username=ana {ABC}")),
            ("bo", format!("username=bo {ABC}")),
            ("cy", format!("username=cy {ABC} suspended reset")),
            ("di", format!("username=di {ABC} temporary")),
            ("ed", format!("email=ed@example.org {ABC}")),
            ("flo", "username=flo reset".to_owned()),
            ("gus", "username=gus".to_owned()),
            ("hal", format!("id=hal {ABC}")),
            ("ida", "username=ida md5=!".to_owned()),
        ] {
            bed.add(name, &words);
        }
        assert_eq!(bed.answer(0, "bo", b"abc").word(), "signed-in");
        let counts = count(&bed.store, Bounds::default()).unwrap();
        let by_scheme: Vec<(&str, u64)> = counts
            .by_scheme
            .iter()
            .map(|(name, n)| (name.as_str(), *n))
            .collect();
        assert_eq!(by_scheme, [("argon2id (upgraded)", 1), ("md5", 4)]);
        assert_eq!((counts.users, counts.temporary, counts.without), (9, 1, 3));
        assert_eq!(counts.asked["asked by an operator"], 2);
        let expected = NextSignIn {
            signed_in: 2,
            reset: 2,
            confirm: 1,
            suspended: 1,
            cannot: 3,
        };
        assert_eq!(counts.next, expected);
        // What was the dearest is no more, or was never tried yet.
        let cost = bed.store.dearest_check().unwrap();
        bed.store.raise_dearest_check(cost * 2).unwrap();
        count(&bed.store, Bounds::default()).unwrap();
        assert_eq!(bed.store.dearest_check().unwrap(), cost);
        bed.add(
            "jo",
            "username=jo hash=$2b$14$abcdefghijklmnopqrstuuIKf86pdcwpO2sVQ5UzC4OF.Xfw8WGTS",
        );
        count(&bed.store, Bounds::default()).unwrap();
        assert!(bed.store.dearest_check().unwrap() > cost);
    }

    #[test]
    fn failures_take_their_usual_time_again_once_no_dear_hash_is_left() {
        let bed = Bed::new();
        bed.add("ana", "username=ana reset");
        let settled = |microseconds: u64| {
            bed.store.set_dearest_check(microseconds).unwrap();
            settle_failures(&bed.store, Bounds::default()).unwrap();
            bed.store.dearest_check().unwrap()
        };
        // It slows nobody: nobody is counted for it.
        assert_eq!(settled(700_000), 700_000);
        assert_eq!(settled(800_000), 800_000);
        assert!(settled(1_400_000) < 700_000);
        assert!(settled(20_000_000) < 700_000);
    }
}
