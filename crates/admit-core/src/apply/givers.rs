//! Users who give up what other rows of the file take are written first, all in one
//! transaction: by then everything that changes hands is free, whatever the order of the
//! rows. Their rows, when they come, find them so.

use super::writer::Writer;
use crate::check::matching::moves::Giver;
use crate::ports::store::image::image_of;
use crate::ports::store::{Checkpoint, ImportBatch, ImportRecord};
use crate::ports::watch::RunError;
use crate::users::change::{PlannedWrite, UserUpdate, Write};
use crate::users::user::{Identity, StoredUser};

impl Writer<'_, '_> {
    /// Gives the givers what they are known by after the file. One who was changed
    /// meanwhile stays: the rows that wait for it find out when they come.
    pub fn write_givers(
        &mut self,
        record: &ImportRecord,
        givers: &[Giver],
    ) -> Result<(), RunError> {
        if givers.is_empty() {
            return Ok(());
        }
        let keys: Vec<_> = givers.iter().map(|giver| giver.user).collect();
        let users = self.input.store.users(&keys)?;
        let standing: Vec<(&Giver, StoredUser)> = givers
            .iter()
            .zip(users)
            .filter_map(|(giver, user)| Some((giver, user?)))
            .filter(|(giver, user)| user.version == giver.version)
            .collect();
        // First everything is given up, then taken: what goes round in a circle is free
        // by then.
        let mut writes = Vec::with_capacity(2 * standing.len());
        let mut given_up = Vec::with_capacity(standing.len());
        for (giver, user) in standing {
            let (update, next) = self.known_by(&user, without(giver, &user));
            writes.push(planned(UserUpdate {
                releases: giver.releases.clone(),
                ..update
            }));
            given_up.push((giver, next));
        }
        for (giver, user) in given_up {
            let (update, _) = self.known_by(&user, giver.identities.clone());
            writes.push(planned(UserUpdate {
                claims: giver.claims.clone(),
                ..update
            }));
        }
        let batch = ImportBatch {
            import: self.import,
            now: self.input.pace.now,
            writes: &writes,
            claimed: false,
        };
        let settle = |_: &[_]| Checkpoint {
            record: Some(record.clone()),
            ..Checkpoint::default()
        };
        self.input.session.apply(&batch, &settle)?;
        self.moved = keys.into_iter().collect();
        Ok(())
    }

    /// A change of what a user is known by, and the user after it.
    fn known_by(&self, user: &StoredUser, identities: Vec<Identity>) -> (UserUpdate, StoredUser) {
        let mut row = user.row.clone();
        row.identities = identities;
        row.fingerprint = 0;
        let update = UserUpdate {
            key: user.key,
            expected_version: user.version,
            row,
            claims: Vec::new(),
            releases: Vec::new(),
            memberships: Vec::new(),
            leaves: Vec::new(),
            password: None,
            before: Some(image_of(user)),
            past: Vec::new(),
        };
        let mut next = user.clone();
        update.write_to(&mut next, self.input.pace.now);
        (update, next)
    }
}

/// What a user is known by once it has given up what it gives up.
fn without(giver: &Giver, user: &StoredUser) -> Vec<Identity> {
    let identities = user.row.identities.iter();
    let keeps = |identity: &&Identity| !giver.releases.contains(&identity.identifier());
    identities.filter(keeps).cloned().collect()
}

fn planned(update: UserUpdate) -> PlannedWrite {
    PlannedWrite {
        row: 0,
        write: Write::Update(Box::new(update)),
    }
}
