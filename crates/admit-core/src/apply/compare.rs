//! A row compared once more with its user, as the user is when the row is written.

use super::batch::ToCompare;
use super::settled::{Meanwhile, Trouble};
use super::writer::{Standing, Writer};
use crate::check::decide::case::{Case, Decided, Decision, Facts, Leader};
use crate::check::decide::decide;
use crate::check::decide::meanwhile::overwritten;
use crate::check::digest::Brings;
use crate::check::plan::PlannedRow;
use crate::findings::finding::{Finding, Findings};
use crate::findings::rule::Rule;
use crate::ports::store::image::{Image, image_of};
use crate::ports::watch::RunError;
use crate::rules;
use crate::users::change::UserUpdate;
use crate::users::user::{StoredUser, who};

/// What comes of it.
pub(super) enum Compared {
    /// This is to be written; the user is so by then.
    Write(Box<UserUpdate>, Box<StoredUser>),
    /// By now there is nothing left to write.
    Nothing,
    /// This stands in the way.
    Trouble(Trouble),
}

/// A row that is to be written.
pub(super) struct RowToWrite<'r> {
    /// What was planned.
    pub planned: &'r PlannedRow,
    /// What it says.
    pub case: &'r ToCompare,
    /// What was found of it.
    pub said: &'r [Finding],
}

impl RowToWrite<'_> {
    fn is_new(&self, finding: &Finding) -> bool {
        self.said.iter().all(|known| known.rule != finding.rule)
    }

    /// Whether it is found because somebody uses the account by now.
    fn is_used(&self, finding: &Finding) -> bool {
        is_of_use(finding) && self.is_new(finding)
    }

    /// As an error what stands in the way of the row in what somebody did to its user, who was
    /// `before` and is `now`; otherwise the rules by which something was found that is so no
    /// more. `next` is what the row would write by now.
    fn beside(
        (before, now): (Option<StoredUser>, &StoredUser),
        (case, facts): (&Case<'_>, &Facts),
        next: Option<&UserUpdate>,
        findings: &Findings,
    ) -> Result<Vec<&'static Rule>, Trouble> {
        let Some(before) = before else {
            return Err(changed(now, ""));
        };
        let wanted = of_user(case, facts, &before, &mut Findings::default());
        if let Some(fields) = overwritten(&before, now, written(&wanted.decision), next) {
            return Err(changed(now, &fields));
        }
        let unused = StoredUser {
            signed_in: false,
            ..before
        };
        let mut then = Findings::default();
        of_user(case, facts, &unused, &mut then);
        let still = |rule| findings.iter().any(|finding| finding.rule == rule);
        let rules = then.iter().map(|finding| finding.rule);
        Ok(rules.filter(|rule| !still(*rule)).collect())
    }
}

impl Writer<'_, '_> {
    /// What a decision about a row is made of, whose user is known.
    fn case_of<'r>(&'r self, row: &'r RowToWrite<'_>) -> Case<'r> {
        let RowToWrite { planned, case, .. } = row;
        Case {
            candidate: &case.candidate,
            memberships: &case.memberships,
            placed_elsewhere: planned.placed_elsewhere,
            follows: u64::from(planned.first) != planned.place.row,
            fingerprint: planned.fingerprint,
            cell: &|_| None,
            choices: self.input.choices,
            access: self.input.access,
            says: case.says(planned.part),
            keeps_access: planned.keeps_access,
            // Whose it is was told by the check.
            brings: (Brings::default(), 0),
        }
    }

    /// Compares a row with its user as the directory has it now. What differs from what
    /// was found before is noted in `meanwhile`.
    pub(super) fn compared(
        &self,
        row: &RowToWrite<'_>,
        standing: Standing,
        meanwhile: &mut Meanwhile,
    ) -> Result<Compared, RunError> {
        let RowToWrite { planned, .. } = row;
        let Some(user) = standing.user else {
            let what = "the user of this row is gone".to_owned();
            return Ok(Compared::Trouble(Trouble::Changed(what)));
        };
        let case = self.case_of(row);
        let owners = standing.facts.owners.into_iter();
        let facts = Facts {
            owners: owners
                .map(|owner| owner.filter(|owner| owner.key != user.key))
                .collect(),
            near: Vec::new(),
            remembered: standing.facts.remembered,
        };
        let mut findings = Findings::default();
        let decided = of_user(&case, &facts, &user, &mut findings);
        if self.input.choices.replace_credentials && self.moved.contains_key(&user.key) {
            // The row's own address, given to the user ahead, is still to be confirmed.
            findings.retain(|finding| finding.rule != &rules::account_in_use::RULE);
        }
        // What the check left out is not in the candidate any more.
        if let Some(key) = decided.left_out.first() {
            return Ok(Compared::Trouble(Trouble::Taken(key.clone())));
        }
        let base = match self.moved.get(&user.key) {
            Some(version) if planned.version != 0 => *version,
            _ => planned.version,
        };
        let is_changed = base != 0 && user.version != base && !standing.is_ours;
        let is_meanwhile = is_changed || findings.iter().any(|found| row.is_used(found));
        if is_meanwhile {
            let before = if is_changed {
                self.as_checked(&user, base)?
            } else {
                Some(user.clone())
            };
            let users = (before, &user);
            let next = written(&decided.decision);
            match RowToWrite::beside(users, (&case, &facts), next, &findings) {
                Ok(gone) => meanwhile.gone = gone,
                Err(trouble) => return Ok(Compared::Trouble(trouble)),
            }
            let is_new = |finding: &Finding| row.is_new(finding);
            meanwhile.news = findings.take().into_iter().filter(is_new).collect();
        }
        let is_done = matches!(
            decided.decision,
            Decision::Remember(_) | Decision::Unchanged(_)
        );
        meanwhile.came_too_late = is_meanwhile && is_done;
        Ok(match decided.decision {
            Decision::Update(update) | Decision::Remember(update) => self.update(update, &user),
            Decision::Unchanged(_) => Compared::Nothing,
            _ => Compared::Trouble(changed(&user, "")),
        })
    }

    fn update(&self, mut update: Box<UserUpdate>, user: &StoredUser) -> Compared {
        update.before = Some(image_of(user));
        let mut next = Box::new(user.clone());
        update.write_to(&mut next, self.input.pace.now);
        Compared::Write(update, next)
    }

    /// The user at this version, if the history has it. Whoever signed in since is taken
    /// for one who had: what that holds back is found by itself.
    fn as_checked(&self, user: &StoredUser, version: u64) -> Result<Option<StoredUser>, RunError> {
        let changes = self.input.store.changes(&[user.key])?;
        let found = changes.into_iter().flatten();
        let Some(change) = found.into_iter().find(|change| change.version == version) else {
            return Ok(None);
        };
        let image = Image::before(&change)?.still_there(self.input.access);
        Ok(Some(StoredUser {
            row: image.row,
            memberships: image.memberships,
            password: image.password,
            version,
            ..user.clone()
        }))
    }
}

/// What is decided of a row of this user.
fn of_user(case: &Case<'_>, facts: &Facts, user: &StoredUser, findings: &mut Findings) -> Decided {
    let leader = Leader::Known(Box::new(user.clone()));
    decide(case, facts, Some(&leader), findings)
}

fn written(decision: &Decision) -> Option<&UserUpdate> {
    match decision {
        Decision::Update(update) | Decision::Remember(update) => Some(update),
        _ => None,
    }
}

/// Whether it is found because somebody uses the account: that changes no version.
fn is_of_use(finding: &Finding) -> bool {
    finding.rule == &rules::account_in_use::RULE
        || finding.rule == &rules::identifier_of_edited_user::RULE
}

/// Somebody changed these fields of a user, or the user as a whole.
fn changed(user: &StoredUser, fields: &str) -> Trouble {
    let in_fields = if fields.is_empty() {
        String::new()
    } else {
        format!(" ({fields})")
    };
    Trouble::Changed(format!("{} was changed{in_fields}", who(user)))
}
