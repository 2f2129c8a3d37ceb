//! What one row says for all rows of its user: that the user is shut out, that this cannot
//! be read, or an id that is nobody's.

use super::resolve::Member;
use super::standings::{Settled, Standings};
use crate::check::notes::{HeldBack, Relation};
use crate::ports::watch::RunError;

/// The rows of one user, and which of them says something for all.
pub(super) struct AllRows {
    /// Those that are not held back by themselves, and whether they shut the user out.
    rows: Vec<(u32, bool)>,
    /// The first that shuts the user out.
    shut_by: Option<u32>,
    /// The first in which that cannot be read.
    unread: Option<u32>,
    /// Whether they have an id that is nobody's where several have it.
    id_of_nobody: bool,
    /// The first other row with the same id.
    shares_id: Option<u32>,
}

impl AllRows {
    /// Of the first one.
    pub(super) fn of(member: &Member) -> AllRows {
        let marks = member.digest.marks;
        AllRows {
            rows: vec![(member.row, marks.shuts)],
            shut_by: marks.shuts.then_some(member.row),
            unread: None,
            id_of_nobody: marks.id_of_nobody,
            shares_id: None,
        }
    }

    /// Adds one that stands so to them. One with another id is somebody else's.
    pub(super) fn add(&mut self, member: &Member, relation: Relation) {
        let marks = member.digest.marks;
        if marks.id_of_nobody {
            self.shares_id.get_or_insert(member.row);
        }
        match relation {
            Relation::ClashesById { fields, .. } | Relation::ClashesByEmail { fields, .. } => {
                if fields & 1 != 0 {
                    return;
                }
            }
            _ if member.is_held_back => {}
            _ => self.rows.push((member.row, marks.shuts)),
        }
        if marks.shuts {
            self.shut_by.get_or_insert(member.row);
        }
        if marks.state_unread {
            self.unread.get_or_insert(member.row);
        }
    }

    /// Notes what they come to. Answers whether a row lets in whom another shuts out.
    pub(super) fn settle(&self, standings: &mut Standings<'_>) -> Result<bool, RunError> {
        if let Some(with) = self.unread {
            let settled = Settled::HeldBack(with, HeldBack::StateUnread);
            for (row, _) in &self.rows {
                standings.settle(*row, settled)?;
            }
            return Ok(false);
        }
        if let (true, Some(second)) = (self.id_of_nobody, self.shares_id) {
            let first = self.rows[0].0;
            for (row, _) in &self.rows {
                let other = if *row == first { second } else { first };
                standings.settle(*row, Settled::HeldBack(other, HeldBack::IdOfNobody))?;
            }
            return Ok(false);
        }
        let Some(shut_by) = self.shut_by else {
            return Ok(false);
        };
        let mut is_overruled = false;
        for (row, _) in self.rows.iter().filter(|(_, shuts)| !shuts) {
            is_overruled = true;
            standings.settle(*row, Settled::ShutBy(shut_by))?;
        }
        Ok(is_overruled)
    }
}
