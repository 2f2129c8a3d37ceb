//! The walk over the users of an import: first those that it created, then
//! those that it changed.

use super::hand::Hand;
use super::judge::{Kept, Removed, Since, UndoVerdict, changed, created, leave_out_upgrades};
use crate::base::limits::UNDO_KEPT_SHOWN_MAX;
use crate::base::numbers::grouped;
use crate::findings::finding::{Finding, Findings};
use crate::findings::outcome::Outcome;
use crate::ports::store::{Change, CreatedUser, Reversal, Reverted};
use crate::ports::watch::{Phase, RunError};
use crate::rules::undo_kept::{self, Parts};
use crate::undo::work::{UndoWork, Undone};
use crate::users::user::{IdentifierKey, StoredUser, UserKey, who};
use std::collections::{BTreeMap, HashSet};

pub struct Walk<'a> {
    pub(super) work: &'a UndoWork<'a>,
    pub(super) import: u64,
    pub(super) hand: &'a mut dyn Hand,
    undone: Undone,
    users_done: u64,
    /// Users that the import created and that are judged.
    created: HashSet<UserKey>,
    /// Users that it changed.
    changed: HashSet<UserKey>,
    /// Of those that it created, the ones that were removed.
    removed: HashSet<UserKey>,
    /// Identifiers that users gave up when they were put back.
    pub(super) freed: HashSet<IdentifierKey>,
}

/// A user that the import changed, judged.
struct Judged {
    user: StoredUser,
    verdict: UndoVerdict,
    /// Whether an identifier that it is to have back belongs to somebody else.
    is_blocked: bool,
}

impl<'a> Walk<'a> {
    pub fn new(work: &'a UndoWork<'a>, import: u64, hand: &'a mut dyn Hand) -> Walk<'a> {
        Walk {
            work,
            import,
            hand,
            undone: Undone::default(),
            users_done: 0,
            created: HashSet::new(),
            changed: HashSet::new(),
            removed: HashSet::new(),
            freed: HashSet::new(),
        }
    }

    /// Takes back what can be; counts those who are gone if it is the `first` undo.
    pub fn walk(mut self, first: bool) -> Result<Undone, RunError> {
        // First those whose identifiers others are to have back.
        self.remove_created()?;
        self.restore_changed()?;
        if first {
            self.undone.gone = self.gone()?;
        }
        Ok(self.undone)
    }

    /// How many of those whom the import wrote were deleted since: of them nothing is left
    /// to take back, and no later look would find them.
    fn gone(&self) -> Result<u64, RunError> {
        let mut missing = HashSet::new();
        self.work.store.outcomes(self.import, &mut |row| {
            let wrote = matches!(row.outcome, Outcome::Created | Outcome::Updated);
            let is_met = self.created.contains(&row.user) || self.changed.contains(&row.user);
            if wrote && !is_met && row.user != 0 {
                missing.insert(row.user);
            }
        })?;
        let missing: Vec<UserKey> = missing.into_iter().collect();
        let mut gone = 0;
        for page in missing.chunks(self.work.batch_users) {
            let users = self.work.store.users(page)?;
            gone += users.iter().filter(|user| user.is_none()).count() as u64;
        }
        Ok(gone)
    }

    fn tick(&mut self, users: usize) -> Result<(), RunError> {
        self.users_done += users as u64;
        let done = self.users_done;
        self.work.watch.progress(Phase::Undoing, done, done);
        if self.work.watch.stop_asked() {
            Err(RunError::Interrupted)
        } else {
            Ok(())
        }
    }

    fn remove_created(&mut self) -> Result<(), RunError> {
        let limit = self.work.batch_removals as u64;
        let mut after = 0;
        loop {
            let page = self.work.store.created_by(self.import, after, limit)?;
            let Some(last) = page.last() else { break };
            after = last.key;
            let count = page.len();
            self.remove_page(page)?;
            self.tick(count)?;
        }
        // Others may have their identifiers from now on.
        self.hand.release()
    }

    fn remove_page(&mut self, page: Vec<CreatedUser>) -> Result<(), RunError> {
        self.created.extend(page.iter().map(|user| user.key));
        let touched: Vec<UserKey> = page
            .iter()
            .filter(|user| user.version > 1)
            .map(|user| user.key)
            .collect();
        let mut changes = self.changes(&touched)?;
        self.leave_out_upgrades(&mut changes)?;
        let keys: Vec<UserKey> = page.iter().map(|user| user.key).collect();
        let sign_ins = self.work.store.last_sign_ins(&keys)?;
        let mut kept: Vec<(UserKey, Vec<Kept>)> = Vec::new();
        let mut removals = Vec::with_capacity(page.len());
        for (user, last_sign_in) in page.into_iter().zip(sign_ins) {
            if last_sign_in.is_some() {
                // Whoever uses the account would lose it.
                kept.push((user.key, kept_whole(Since::SignedIn)));
                continue;
            }
            let changes = changes.remove(&user.key).unwrap_or_default();
            match created(user.version, &changes, self.import) {
                UndoVerdict::Keep(why) => kept.push((user.key, why)),
                _ => removals.push(Reversal::Remove(user)),
            }
        }
        let findings = self.kept_findings(&kept)?;
        let answers = self.hand.revert(&removals, findings)?;
        let mut drifted = Vec::new();
        for (removal, answer) in removals.iter().zip(answers) {
            let Reversal::Remove(user) = removal else {
                continue;
            };
            if answer != Reverted::Done {
                drifted.push((user.key, edited()));
                continue;
            }
            self.undone.removed += 1;
            self.removed.insert(user.key);
        }
        if !drifted.is_empty() {
            let findings = self.kept_findings(&drifted)?;
            self.hand.revert(&[], findings)?;
        }
        Ok(())
    }

    fn restore_changed(&mut self) -> Result<(), RunError> {
        let limit = self.work.batch_users as u64;
        let mut after = 0;
        let mut again: Vec<UserKey> = Vec::new();
        loop {
            let mut page = self.work.store.changed_by(self.import, after, limit)?;
            let Some(last) = page.last() else { break };
            after = *last;
            self.changed.extend(&page);
            let count = page.len();
            // Users that it created were judged as a whole.
            page.retain(|key| !self.created.contains(key));
            again.extend(self.restore_page(&page, false)?);
            self.tick(count)?;
        }
        // Some wait for identifiers that others of them give up.
        loop {
            let before = again.len();
            let mut waiting = Vec::new();
            for page in again.chunks(self.work.batch_users) {
                waiting.extend(self.restore_page(page, false)?);
                self.tick(0)?;
            }
            again = waiting;
            if again.len() == before {
                again = self.restore_circles(again)?;
                self.tick(0)?;
            }
            if again.len() == before || again.is_empty() {
                break;
            }
        }
        for page in again.chunks(self.work.batch_users) {
            let drifted = self.restore_page(page, true)?;
            let drifted: Vec<_> = drifted.into_iter().map(|key| (key, edited())).collect();
            let findings = self.kept_findings(&drifted)?;
            self.hand.revert(&[], findings)?;
        }
        Ok(())
    }

    /// Puts users back. Answers with those that have to wait; on the `last`
    /// attempt only with those that somebody is changing.
    fn restore_page(&mut self, keys: &[UserKey], last: bool) -> Result<Vec<UserKey>, RunError> {
        let mut waiting = Vec::new();
        let mut restorations = Vec::new();
        let mut steps = Vec::new();
        let mut findings = Findings::default();
        for Judged {
            user,
            verdict,
            is_blocked,
        } in self.judge(keys)?
        {
            if is_blocked && !last {
                waiting.push(user.key);
                continue;
            }
            match verdict {
                UndoVerdict::Restore(restoration, kept) => {
                    restorations.push(Reversal::Restore(restoration));
                    steps.push((user, kept));
                }
                UndoVerdict::Keep(kept) => {
                    self.undone.kept += 1;
                    self.say(&user, &kept, &mut findings);
                }
                UndoVerdict::Remove | UndoVerdict::Nothing => {}
            }
        }
        for (user, kept) in steps.iter().filter(|(_, kept)| !kept.is_empty()) {
            self.say(user, kept, &mut findings);
        }
        let answers = self.hand.revert(&restorations, findings.take())?;
        for ((restoration, (user, kept)), answer) in restorations.iter().zip(steps).zip(answers) {
            if answer != Reverted::Done {
                waiting.push(user.key);
                continue;
            }
            if let Reversal::Restore(restoration) = restoration {
                self.freed
                    .extend(restoration.update.releases.iter().cloned());
            }
            self.count(&kept);
        }
        Ok(waiting)
    }

    /// Counts a user that was put back but for what is kept.
    pub(super) fn count(&mut self, kept: &[Kept]) {
        if kept.is_empty() {
            self.undone.restored += 1;
        } else {
            self.undone.kept += 1;
            self.undone.in_part += 1;
        }
    }

    /// Whether what `user` is to have back belongs to its owner for good.
    pub(super) fn is_theirs(&self, key: &IdentifierKey, owner: UserKey, user: UserKey) -> bool {
        owner != user && !self.removed.contains(&owner) && !self.freed.contains(key)
    }

    fn judge(&self, keys: &[UserKey]) -> Result<Vec<Judged>, RunError> {
        let mut changes = self.changes(keys)?;
        let users = self.work.store.users(keys)?;
        let mut judged = Vec::with_capacity(keys.len());
        let mut claims = Vec::new();
        for user in users.into_iter().flatten() {
            let verdict = changed(
                &user,
                &changes[&user.key],
                self.import,
                &[],
                self.work.access,
            )?;
            if let UndoVerdict::Restore(restoration, _) = &verdict {
                let wanted = restoration.update.claims.iter();
                claims.extend(wanted.map(|key| (judged.len(), key.clone())));
            }
            judged.push(Judged {
                user,
                verdict,
                is_blocked: false,
            });
        }
        let wanted: Vec<IdentifierKey> = claims.iter().map(|(_, key)| key.clone()).collect();
        let owners = self.work.store.owners(&wanted)?;
        let mut blocked: BTreeMap<usize, Vec<IdentifierKey>> = BTreeMap::new();
        for ((index, key), owner) in claims.into_iter().zip(owners) {
            let user = judged[index].user.key;
            if owner.is_some_and(|owner| self.is_theirs(&key, owner, user)) {
                blocked.entry(index).or_default().push(key);
            }
        }
        for (index, keys) in blocked {
            let Judged { user, .. } = &judged[index];
            let verdict = changed(
                user,
                &changes.remove(&user.key).unwrap_or_default(),
                self.import,
                &keys,
                self.work.access,
            )?;
            judged[index].verdict = verdict;
            judged[index].is_blocked = true;
        }
        Ok(judged)
    }

    pub(super) fn changes(
        &self,
        keys: &[UserKey],
    ) -> Result<BTreeMap<UserKey, Vec<Change>>, RunError> {
        let changes = self.work.store.changes(keys)?;
        Ok(keys.iter().copied().zip(changes).collect())
    }

    /// Leaves out what `admit passwords harden` did to users.
    fn leave_out_upgrades(
        &self,
        changes: &mut BTreeMap<UserKey, Vec<Change>>,
    ) -> Result<(), RunError> {
        let by_hand = |changes: &[Change]| changes.iter().any(|change| change.import.is_none());
        let edited = changes.iter().filter(|(_, changes)| by_hand(changes));
        let keys: Vec<UserKey> = edited.map(|(key, _)| *key).collect();
        for user in self.work.store.users(&keys)?.into_iter().flatten() {
            if let Some(changes) = changes.get_mut(&user.key) {
                leave_out_upgrades(changes, &user, self.work.access)?;
            }
        }
        Ok(())
    }

    /// Counts and words users that are kept as a whole.
    fn kept_findings(&mut self, kept: &[(UserKey, Vec<Kept>)]) -> Result<Vec<Finding>, RunError> {
        let keys: Vec<UserKey> = kept.iter().map(|(key, _)| *key).collect();
        let users = self.work.store.users(&keys)?;
        let mut findings = Findings::default();
        for (user, (_, why)) in users.iter().zip(kept) {
            let Some(user) = user else { continue };
            self.undone.kept += 1;
            self.say(user, why, &mut findings);
        }
        Ok(findings.take())
    }

    pub(super) fn say(&mut self, user: &StoredUser, kept: &[Kept], findings: &mut Findings) {
        let first = kept.iter().find_map(|kept| match kept.since {
            Since::Import(import) => Some((self.work.name)(import)),
            _ => None,
        });
        // The same in every run, so that it is said once.
        let in_part = kept.iter().all(|kept| kept.part.is_some());
        let parts = Parts {
            who: &who(user),
            reason: &self.reason(kept),
            first: first.as_deref(),
        };
        undo_kept::found(user.id, in_part, &parts, findings);
        if self.undone.shown.len() < UNDO_KEPT_SHOWN_MAX {
            self.undone.shown.extend(findings.iter().last().cloned());
        }
    }

    fn reason(&self, kept: &[Kept]) -> String {
        let name = |import| (self.work.name)(import);
        let sentences: Vec<String> = kept
            .iter()
            .map(|kept| {
                let part = kept.part.as_ref();
                let part = part.map_or_else(String::new, |part| part.name(self.work.access));
                let what = match part.as_str() {
                    "" => String::new(),
                    part => format!("{part} was "),
                };
                match kept.since {
                    Since::Edited => format!("{what}changed by hand since"),
                    Since::Import(other) => {
                        format!("{what}changed by import {} since", name(other))
                    }
                    Since::UndoOf(other) => {
                        format!("{what}changed since, by the undo of import {}", name(other))
                    }
                    Since::Taken => format!("{what}given to another user since"),
                    Since::SignedIn => "signed in since".to_owned(),
                    Since::Removed(removed) => words_of_removed(&part, removed),
                }
            })
            .collect();
        sentences.join(", ")
    }
}

/// What of `place`, the access in an organization, is not in the directory any more.
fn words_of_removed(place: &str, removed: Removed) -> String {
    let Removed {
        organization,
        roles,
        permissions,
    } = removed;
    if organization {
        return "an organization that the user was in was removed since".to_owned();
    }
    let words = |count: u64, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        n => Some(format!("{} {what}s", grouped(n))),
    };
    let both = [words(roles, "role"), words(permissions, "permission")];
    let what: Vec<String> = both.into_iter().flatten().collect();
    let were = if roles + permissions == 1 {
        "was"
    } else {
        "were"
    };
    format!("{} of {place} {were} removed since", what.join(" and "))
}

fn edited() -> Vec<Kept> {
    kept_whole(Since::Edited)
}

fn kept_whole(since: Since) -> Vec<Kept> {
    vec![Kept { part: None, since }]
}
