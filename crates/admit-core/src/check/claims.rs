//! The identifiers of users to be created, in the order of their keys. That
//! order is what makes inserting them fast: each page of the index is written
//! once.

use crate::base::spill::scratch::Scratch;
use crate::base::spill::sort::{Sorted, Sorter};
use crate::ports::watch::RunError;
use crate::users::change::Claim;
use crate::users::user::{IdentifierKey, IdentifierKind, Identity, UserKey};
use std::collections::HashMap;

/// Collects claims in any order.
pub struct Claims<'s> {
    sorter: Sorter<'s>,
    bytes: Vec<u8>,
}

impl<'s> Claims<'s> {
    /// None yet.
    pub fn new(scratch: &'s dyn Scratch) -> Claims<'s> {
        Claims {
            sorter: Sorter::new(scratch),
            bytes: Vec::new(),
        }
    }

    /// Adds an identifier of a user to be created.
    pub fn push(&mut self, identity: &Identity, user: UserKey) -> Result<(), RunError> {
        self.bytes.clear();
        encode(identity, user, &mut self.bytes);
        Ok(self.sorter.push(&self.bytes)?)
    }

    /// Adds a claim that [`encode`] wrote.
    pub fn push_encoded(&mut self, claim: &[u8]) -> Result<(), RunError> {
        Ok(self.sorter.push(claim)?)
    }

    /// In ascending order of kind and key.
    pub fn sorted(self) -> Result<SortedClaims, RunError> {
        Ok(SortedClaims(self.sorter.sorted()?))
    }
}

/// Writes a claim so that claims sort by kind and key.
pub fn encode(identity: &Identity, user: UserKey, to: &mut Vec<u8>) {
    to.push(identity.kind as u8);
    to.extend(identity.key.as_bytes());
    // Keys hold no control character but the social separator, so a zero byte
    // ends the key without disturbing the order.
    to.push(0);
    to.extend(user.to_be_bytes());
}

/// Gives claims in ascending order of kind and key.
pub struct SortedClaims(Sorted);

impl SortedClaims {
    /// The next `most` claims that `keep` keeps; fewer at the end, none after.
    pub fn batch(
        &mut self,
        most: usize,
        keep: &dyn Fn(IdentifierKind, UserKey) -> bool,
    ) -> Result<Vec<Claim>, RunError> {
        let mut batch = Vec::with_capacity(most);
        while batch.len() < most {
            let Some(record) = self.0.next()? else { break };
            let (head, user) = record.split_at(record.len() - 8);
            let kind = IdentifierKind::of_number(head[0]).expect("a claim begins with its kind");
            let user = u64::from_be_bytes(user.try_into().expect("a user number has eight bytes"));
            if keep(kind, user) {
                let key = std::str::from_utf8(&head[1..head.len() - 1]).expect("a key is text");
                batch.push(Claim {
                    identifier: IdentifierKey {
                        kind,
                        key: key.to_owned(),
                    },
                    user,
                });
            }
        }
        Ok(batch)
    }
}

/// Which of the users expected while reading are created after all, and what
/// of them is left out.
#[derive(Debug, Default)]
pub struct Created {
    before: UserKey,
    bits: Vec<u64>,
    left_out: HashMap<UserKey, u8>,
}

impl Created {
    /// None yet; users are numbered from `before` + 1 on.
    pub fn after(before: UserKey) -> Created {
        Created {
            before,
            ..Created::default()
        }
    }

    /// This one is created, without the kinds of identifier in `left_out`.
    pub fn add(&mut self, user: UserKey, left_out: u8) {
        let index = (user - self.before) as usize;
        if self.bits.len() <= index / 64 {
            self.bits.resize(index / 64 + 1, 0);
        }
        self.bits[index / 64] |= 1 << (index % 64);
        if left_out != 0 {
            self.left_out.insert(user, left_out);
        }
    }

    /// Whether the user is created with an identifier of this kind.
    pub fn claims(&self, kind: IdentifierKind, user: UserKey) -> bool {
        let index = (user - self.before) as usize;
        let created = self
            .bits
            .get(index / 64)
            .is_some_and(|bits| bits >> (index % 64) & 1 == 1);
        created
            && self
                .left_out
                .get(&user)
                .is_none_or(|kinds| kinds & (1 << kind as u8) == 0)
    }
}
