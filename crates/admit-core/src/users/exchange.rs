//! Users who give up what others of them take. They are written together, as far as they
//! stand together: nobody gives anything up without what was to come for it.

use crate::users::change::{Applied, UserUpdate};
use crate::users::user::{IdentifierKey, UserKey};
use std::collections::HashMap;

/// What the directory holds of a user who is to be written with others, as it is asked
/// inside the transaction that writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The user's version; `None` if there is no such user.
    pub version: Option<u64>,
    /// Who has what it is to get, in the order of its claims; also a user still to come.
    pub owners: Vec<Option<UserKey>>,
}

/// What becomes of each of these users, if all that stand together are written: whoever
/// was changed is not, nor who would not get everything, nor who waits for one of those.
///
/// # Panics
/// Something is not asked of each of them.
pub fn stand_together(updates: &[&UserUpdate], standings: &[Standing]) -> Vec<Applied> {
    assert!(
        updates.len() == standings.len(),
        "each of them is asked for"
    );
    let mut answers = vec![Applied::Updated; updates.len()];
    let mut giver: HashMap<&IdentifierKey, usize> = HashMap::new();
    for (at, update) in updates.iter().enumerate() {
        giver.extend(update.releases.iter().map(|key| (key, at)));
    }
    let mut fallen = Vec::new();
    let mut takers: HashMap<&IdentifierKey, usize> = HashMap::new();
    for (at, (update, standing)) in updates.iter().zip(standings).enumerate() {
        if standing.version != Some(update.expected_version) {
            answers[at] = Applied::Drifted;
        }
        for (key, owner) in update.claims.iter().zip(&standing.owners) {
            let gives = giver
                .get(key)
                .filter(|at| Some(updates[**at].key) == *owner);
            let is_had = owner.is_none_or(|owner| owner == update.key) || gives.is_some();
            let is_first = *takers.entry(key).or_insert(at) == at;
            if answers[at] == Applied::Updated && !(is_had && is_first) {
                answers[at] = Applied::Taken(key.clone());
            }
        }
        if answers[at] != Applied::Updated {
            fallen.push(at);
        }
    }
    while let Some(at) = fallen.pop() {
        for key in &updates[at].releases {
            let taker = takers.get(key).filter(|taker| **taker != at);
            if let Some(taker) = taker.filter(|taker| answers[**taker] == Applied::Updated) {
                answers[*taker] = Applied::Taken(key.clone());
                fallen.push(*taker);
            }
        }
    }
    answers
}
