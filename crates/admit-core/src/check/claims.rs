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

    /// Adds an identifier of a user to be created: the n-th new one of the import.
    pub fn push(&mut self, identity: &Identity, nth: u64) -> Result<(), RunError> {
        self.bytes.clear();
        encode(identity, nth, &mut self.bytes);
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

/// Writes a claim of the n-th new user so that claims sort by kind and key.
pub fn encode(identity: &Identity, nth: u64, to: &mut Vec<u8>) {
    to.push(identity.kind as u8);
    to.extend(identity.key.as_bytes());
    // Keys hold no control character but the social separator, so a zero byte
    // ends the key without disturbing the order.
    to.push(0);
    to.extend(nth.to_be_bytes());
}

/// Gives claims in ascending order of kind and key.
pub struct SortedClaims(Sorted);

impl SortedClaims {
    /// The next `most` claims that `keep` keeps; fewer at the end, none after. The
    /// n-th new user gets the number `before` + n.
    pub fn batch(
        &mut self,
        most: usize,
        before: UserKey,
        keep: &dyn Fn(IdentifierKind, u64) -> bool,
    ) -> Result<Vec<Claim>, RunError> {
        let mut batch = Vec::with_capacity(most);
        while batch.len() < most {
            let Some(record) = self.0.next()? else { break };
            let (head, user) = record.split_at(record.len() - 8);
            let kind = IdentifierKind::of_number(head[0]).expect("a claim begins with its kind");
            let nth = u64::from_be_bytes(user.try_into().expect("a number has eight bytes"));
            if keep(kind, nth) {
                let key = std::str::from_utf8(&head[1..head.len() - 1]).expect("a key is text");
                batch.push(Claim {
                    identifier: IdentifierKey {
                        kind,
                        key: key.to_owned(),
                    },
                    user: before + nth,
                });
            }
        }
        Ok(batch)
    }
}

/// Which of the users expected while reading are created after all, and what of them
/// is left out. Users are the n-th new ones of the import.
#[derive(Debug, Default)]
pub struct Created {
    bits: Vec<u64>,
    left_out: HashMap<u64, u8>,
}

impl Created {
    /// The n-th is created, without the kinds of identifier in `left_out`.
    pub fn add(&mut self, nth: u64, left_out: u8) {
        let index = nth as usize;
        if self.bits.len() <= index / 64 {
            self.bits.resize(index / 64 + 1, 0);
        }
        self.bits[index / 64] |= 1 << (index % 64);
        if left_out != 0 {
            self.left_out.insert(nth, left_out);
        }
    }

    /// Whether the n-th is created with an identifier of this kind.
    pub fn claims(&self, kind: IdentifierKind, nth: u64) -> bool {
        let index = nth as usize;
        let created = self
            .bits
            .get(index / 64)
            .is_some_and(|bits| bits >> (index % 64) & 1 == 1);
        created
            && self
                .left_out
                .get(&nth)
                .is_none_or(|kinds| kinds & (1 << kind as u8) == 0)
    }
}
