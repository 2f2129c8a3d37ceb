//! Rows that say again what the directory remembers.

use crate::base::spill::sort::FixedSorter;
use crate::check::input::CheckInput;
use crate::check::notes::{Notes, Relation};
use crate::ports::watch::RunError;

/// The rows that say what the directory remembers of a user, as (row, user).
pub fn known_again<'s>(
    input: &CheckInput<'s>,
    notes: &mut Notes,
    rows_of_users: &mut [u32],
) -> Result<FixedSorter<'s, (u64, u64)>, RunError> {
    let mut remembered = FixedSorter::new(input.scratch);
    let mut failed = None;
    input.directory.fingerprints(&mut |user, fingerprint| {
        if failed.is_none() && fingerprint != 0 {
            failed = remembered
                .push(((fingerprint >> 64) as u64, fingerprint as u64, user))
                .err();
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let mut said = FixedSorter::new(input.scratch);
    notes.rewind()?;
    while let Some(note) = notes.next()? {
        let counts = matches!(note.relation, Relation::Stands | Relation::Leads { .. });
        if counts && !note.rejected {
            said.push((
                (note.fingerprint >> 64) as u64,
                note.fingerprint as u64,
                note.place.row,
            ))?;
        }
    }
    let (mut remembered, mut said) = (remembered.sorted()?, said.sorted()?);
    let mut matches = FixedSorter::new(input.scratch);
    let (mut user, mut row) = (remembered.next()?, said.next()?);
    while let (Some(a), Some(b)) = (user, row) {
        match (a.0, a.1).cmp(&(b.0, b.1)) {
            std::cmp::Ordering::Less => user = remembered.next()?,
            std::cmp::Ordering::Greater => row = said.next()?,
            std::cmp::Ordering::Equal => {
                matches.push((b.2, a.2))?;
                if let Some(slot) = rows_of_users.get_mut(a.2 as usize) {
                    *slot = b.2 as u32;
                }
                (user, row) = (remembered.next()?, said.next()?);
            }
        }
    }
    Ok(matches)
}
