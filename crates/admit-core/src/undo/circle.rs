//! Users whose identifiers went round in a circle: none of them can have its own back
//! before another gives it up. They are put back together, in one transaction in which
//! all is given up before anything is taken, and all of them or none.

use super::judge::{Kept, UndoVerdict, changed};
use super::walk::Walk;
use crate::base::limits::EXCHANGE_TRIES;
use crate::findings::finding::Findings;
use crate::ports::store::{Restoration, Reversal, Reverted};
use crate::ports::watch::RunError;
use crate::users::user::{IdentifierKey, StoredUser, UserKey};
use std::collections::{HashMap, HashSet};

/// One of a circle.
struct Member {
    user: StoredUser,
    restoration: Restoration,
    kept: Vec<Kept>,
    /// What it is to have back and somebody else has: the identifier and its owner.
    waits_for: Vec<(IdentifierKey, UserKey)>,
}

impl Walk<'_> {
    /// Puts back those of `waiting` who wait for nobody but one another. Answers with the
    /// others.
    pub(super) fn restore_circles(
        &mut self,
        waiting: Vec<UserKey>,
    ) -> Result<Vec<UserKey>, RunError> {
        let mut waiting = waiting;
        for _ in 0..EXCHANGE_TRIES {
            let circle = of_one_another(self.members(&waiting)?);
            if circle.is_empty() {
                break;
            }
            let mut findings = Findings::default();
            let mut done = HashSet::with_capacity(circle.len());
            let mut restorations = Vec::with_capacity(circle.len());
            for member in &circle {
                done.insert(member.user.key);
                restorations.push(member.restoration.clone());
                if !member.kept.is_empty() {
                    self.say(&member.user, &member.kept, &mut findings);
                }
            }
            let together = [Reversal::Together(restorations)];
            let answers = self.hand.revert(&together, findings.take())?;
            if answers != [Reverted::Done] {
                // Somebody changed one of them, or took what it was to have back, at the
                // same moment.
                continue;
            }
            for member in &circle {
                let releases = member.restoration.update.releases.iter();
                self.freed.extend(releases.cloned());
                self.count(&member.kept);
            }
            waiting.retain(|key| !done.contains(key));
            break;
        }
        Ok(waiting)
    }

    /// These users as they are to be, with whom each waits for.
    fn members(&self, keys: &[UserKey]) -> Result<Vec<Member>, RunError> {
        let changes = self.changes(keys)?;
        let users = self.work.store.users(keys)?;
        let mut members = Vec::with_capacity(keys.len());
        for user in users.into_iter().flatten() {
            let verdict = changed(
                &user,
                &changes[&user.key],
                self.import,
                &[],
                self.work.access,
            )?;
            let UndoVerdict::Restore(restoration, kept) = verdict else {
                continue;
            };
            let owners = self.work.store.owners(&restoration.update.claims)?;
            let wanted = restoration.update.claims.iter().zip(owners);
            let waits_for = wanted
                .filter_map(|(key, owner)| Some((key.clone(), owner?)))
                .filter(|(key, owner)| self.is_theirs(key, *owner, user.key))
                .collect();
            members.push(Member {
                user,
                restoration: *restoration,
                kept,
                waits_for,
            });
        }
        Ok(members)
    }
}

/// Those who wait for nobody but one another.
fn of_one_another(mut members: Vec<Member>) -> Vec<Member> {
    loop {
        let before = members.len();
        let given_up: HashMap<IdentifierKey, UserKey> = members
            .iter()
            .flat_map(|member| {
                let releases = member.restoration.update.releases.iter();
                releases.map(|key| (key.clone(), member.user.key))
            })
            .collect();
        members.retain(|member| {
            let mut waits_for = member.waits_for.iter();
            waits_for.all(|(key, owner)| given_up.get(key) == Some(owner))
        });
        if members.len() == before {
            return members;
        }
    }
}
