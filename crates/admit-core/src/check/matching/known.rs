//! What the directory knows of rows: the owners of their identifiers, and the
//! users whose rows say again what they said last.

use crate::base::limits::PASSWORDS_DIGESTED_AT_ONCE;
use crate::check::decide::case::{Facts, NearOwner};
use crate::check::decide::compare_password::slow_digest;
use crate::check::matching::id_prefixes::IdPrefixes;
use crate::check::matching::near::{Near, NearIdentifiers};
use crate::check::matching::pending::Pending;
use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Severity;
use crate::ports::store::{StoreError, Users};
use crate::read::row::cell_of;
use crate::rows::candidate::Candidate;
use crate::rows::raw::Column;
use crate::rules;
use crate::users::field::Field;
use crate::users::user::{IdentifierKey, IdentifierKind, StoredUser, UserKey};
use std::collections::HashMap;

/// Says of which phones and usernames other rows have more right. Without any
/// identifier left the row is held back.
pub fn say_left_out(pending: &Pending, columns: &[Column], findings: &mut Findings) {
    let (phone_of, username_of) = (pending.note.phone_of, pending.note.username_of);
    let cell = |field| cell_of(&pending.raw, columns, &pending.candidate, field);
    if phone_of != 0 {
        rules::duplicate_phone_in_file::found(cell(Field::Phone), u64::from(phone_of), findings);
    }
    if username_of != 0 && pending.note.username_is_email {
        let cell = cell(Field::Username);
        rules::username_is_anothers_email::in_file(cell, u64::from(username_of), findings);
    } else if username_of != 0 {
        rules::duplicate_username_in_file::found(
            cell(Field::Username),
            u64::from(username_of),
            findings,
        );
    }
    if pending.candidate.source(Field::Identities).is_some() {
        // A list may hold more of the kind, and they go with it.
        let said = findings.take().into_iter();
        for finding in said {
            let kind = kind_of(&finding);
            findings.add(finding.became(format!("Every {kind} of the row {{was}} left out.")));
        }
    }
    if pending.candidate.identities.is_empty() {
        for finding in findings.iter_mut() {
            finding.severity = Severity::Error;
        }
    }
}

/// The kind of identifier that a finding of [`say_left_out`] speaks of.
fn kind_of(finding: &Finding) -> &'static str {
    let is_of_phone = finding.rule == &rules::duplicate_phone_in_file::RULE;
    let kind = if is_of_phone {
        IdentifierKind::Phone
    } else {
        IdentifierKind::Username
    };
    kind.name()
}

/// What the directory knows of the pending rows.
pub struct Known {
    owners: Vec<Vec<Option<UserKey>>>,
    users: HashMap<UserKey, StoredUser>,
    /// Users who have the id of a row with different providers' names, by row.
    several: HashMap<usize, Vec<UserKey>>,
    /// Who has what identifiers of a row could be taken for, by row.
    near: HashMap<usize, Vec<(Near, UserKey)>>,
    /// The digest of a row's password as it is remembered of a user, by row, where it
    /// was made ahead because it takes long.
    digests: HashMap<usize, (UserKey, u64)>,
}

impl Known {
    /// Of an empty directory.
    pub fn nothing(pending: &[Pending]) -> Known {
        Known {
            owners: pending
                .iter()
                .map(|pending| vec![None; pending.candidate.identities.len()])
                .collect(),
            users: HashMap::new(),
            several: HashMap::new(),
            near: HashMap::new(),
            digests: HashMap::new(),
        }
    }

    pub fn ask(directory: &dyn Users, pending: &[Pending]) -> Result<Known, StoreError> {
        Known::of(
            directory,
            &pending
                .iter()
                .map(|pending| &pending.candidate)
                .collect::<Vec<_>>(),
            &[],
        )
    }

    /// Asks for those, too, who have what identifiers of the rows could be taken for.
    pub fn ask_near(
        directory: &dyn Users,
        pending: &[Pending],
        near: &NearIdentifiers,
    ) -> Result<Known, StoreError> {
        let mut known = Known::ask(directory, pending)?;
        let mut places = Vec::new();
        let mut wanted = Vec::new();
        for (row, pending) in pending.iter().enumerate() {
            near.near(&pending.candidate, &mut wanted);
            places.resize(wanted.len(), row);
        }
        let keys: Vec<IdentifierKey> = wanted.iter().map(|(_, key)| key.clone()).collect();
        let owners = directory.owners(&keys)?;
        let mut numbers = Vec::new();
        for ((row, near), owner) in places.into_iter().zip(wanted).zip(owners) {
            if let Some(owner) = owner {
                numbers.push(owner);
                known.near.entry(row).or_default().push((near, owner));
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        let users = directory.users(&numbers)?.into_iter().flatten();
        known.users.extend(users.map(|user| (user.key, user)));
        Ok(known)
    }

    /// Asks as [`Known::ask`] does, and where nobody has a row's id, for those
    /// who have it with or without a provider's name before it.
    pub fn ask_with(
        directory: &dyn Users,
        pending: &[Pending],
        prefixes: &IdPrefixes,
    ) -> Result<Known, StoreError> {
        let mut known = Known::ask(directory, pending)?;
        let mut places = Vec::new();
        let mut keys = Vec::new();
        for (row, pending) in pending.iter().enumerate() {
            for (place, identity) in pending.candidate.identities.iter().enumerate() {
                if identity.kind == IdentifierKind::Id && known.owners[row][place].is_none() {
                    for key in prefixes.others(&identity.key) {
                        places.push((row, place));
                        keys.push(key);
                    }
                }
            }
        }
        let mut found: HashMap<(usize, usize), Vec<UserKey>> = HashMap::new();
        for (place, owner) in places.into_iter().zip(directory.owners(&keys)?) {
            let owners = found.entry(place).or_default();
            owners.extend(owner.filter(|owner| !owners.contains(owner)));
        }
        let mut numbers: Vec<UserKey> = found.values().flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let users = directory.users(&numbers)?.into_iter().flatten();
        known.users.extend(users.map(|user| (user.key, user)));
        for ((row, place), owners) in found {
            match owners[..] {
                [owner] => known.owners[row][place] = Some(owner),
                [] => {}
                // The same id of several providers tells nobody.
                _ => _ = known.several.insert(row, owners),
            }
        }
        Ok(known)
    }

    /// Asks for the owners of all identities, for those users and for some more.
    pub fn of(
        directory: &dyn Users,
        candidates: &[&Candidate],
        more: &[UserKey],
    ) -> Result<Known, StoreError> {
        let keys: Vec<IdentifierKey> = candidates
            .iter()
            .flat_map(|candidate| {
                candidate
                    .identities
                    .iter()
                    .map(crate::users::user::Identity::identifier)
            })
            .collect();
        let mut owners = directory.owners(&keys)?.into_iter();
        let owners: Vec<Vec<_>> = candidates
            .iter()
            .map(|candidate| owners.by_ref().take(candidate.identities.len()).collect())
            .collect();
        let mut numbers: Vec<UserKey> = owners.iter().flatten().flatten().copied().collect();
        numbers.extend(more);
        numbers.sort_unstable();
        numbers.dedup();
        let users = directory.users(&numbers)?;
        let users = users
            .into_iter()
            .flatten()
            .map(|user| (user.key, user))
            .collect();
        Ok(Known {
            owners,
            users,
            several: HashMap::new(),
            near: HashMap::new(),
            digests: HashMap::new(),
        })
    }

    /// Makes ahead, several at once, the digests of passwords that take long to compare
    /// with those of the users whose rows these may be. The candidates are those that
    /// were asked for, in their order.
    pub fn digest_passwords<'c>(&mut self, candidates: impl Iterator<Item = &'c Candidate>) {
        let mut slow = Vec::new();
        for (index, (owners, candidate)) in self.owners.iter().zip(candidates).enumerate() {
            let owner = owners.iter().flatten().find_map(|key| self.users.get(key));
            if let (Some(user), Some(_)) = (owner, &candidate.password) {
                slow.push((index, user, candidate));
            }
        }
        if slow.is_empty() {
            return;
        }
        let part = slow.len().div_ceil(PASSWORDS_DIGESTED_AT_ONCE);
        let digest = |part: &[(usize, &StoredUser, &Candidate)]| -> Vec<_> {
            let digests = part.iter().filter_map(|(index, user, candidate)| {
                let digest = slow_digest(user, candidate)?;
                Some((*index, (user.key, digest)))
            });
            digests.collect()
        };
        let digests = std::thread::scope(|scope| {
            let parts: Vec<_> = slow
                .chunks(part)
                .map(|part| scope.spawn(move || digest(part)))
                .collect();
            let parts = parts.into_iter();
            let joined = parts.map(|part| part.join().expect("digesting does not panic"));
            joined.flatten().collect()
        });
        self.digests = digests;
    }

    /// The users who have the id of a row with different providers' names, if
    /// nothing else tells which of them it is.
    pub fn several(&self, index: usize) -> Vec<&StoredUser> {
        let is_known = |key: &UserKey| self.users.contains_key(key);
        let is_told = self.owners[index].iter().flatten().any(is_known);
        match self.several.get(&index) {
            Some(users) if !is_told => users.iter().filter_map(|key| self.users.get(key)).collect(),
            _ => Vec::new(),
        }
    }

    /// The owners of the identities of a row, in their order.
    pub fn facts(&self, index: usize) -> Facts {
        let user = |key: &Option<UserKey>| key.and_then(|key| self.users.get(&key).cloned());
        Facts {
            owners: self.owners[index].iter().map(user).collect(),
            near: self.near_owners(index),
            remembered: self.digests.get(&index).copied(),
        }
    }

    fn near_owners(&self, index: usize) -> Vec<NearOwner> {
        let near = self.near.get(&index).into_iter().flatten();
        let owned = near.filter_map(|((place, key), owner)| {
            Some(NearOwner {
                place: *place,
                key: key.clone(),
                owner: self.users.get(owner)?.clone(),
            })
        });
        owned.collect()
    }

    /// One of the users that were asked for.
    pub fn stored(&self, key: UserKey) -> Option<&StoredUser> {
        self.users.get(&key)
    }

    pub fn user(
        &self,
        key: UserKey,
        directory: &dyn Users,
    ) -> Result<Option<StoredUser>, StoreError> {
        match self.users.get(&key) {
            Some(user) => Ok(Some(user.clone())),
            None => Ok(directory.users(&[key])?.pop().flatten()),
        }
    }
}
