//! The users.

use crate::ports::store::error::StoreError;
use crate::ports::store::imports::Checkpoint;
use crate::users::change::{Applied, Claim, PlannedWrite};
use crate::users::user::{Fingerprint, IdentifierKey, StoredUser, UserKey, UserRow};

/// What the directory holds, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// How many users.
    pub users: u64,
    /// The highest user number ever given, 0 for none. Numbers are not reused.
    pub last_user: UserKey,
}

/// Which users to give, ascending by number.
#[derive(Clone, Debug, Default)]
pub struct UserQuery {
    /// After this user; 0 for the first page.
    pub after: UserKey,
    /// At most this many.
    pub limit: u64,
    /// Only users of whom an identifier or a name contains this text, without case.
    pub search: Option<String>,
    /// Only members of this organization.
    pub organization: Option<u32>,
}

impl UserQuery {
    /// Whether the text searched for, if any, is in an identifier or a name of
    /// this user. Only ASCII letters compare without case.
    pub fn finds(&self, row: &UserRow) -> bool {
        let Some(search) = &self.search else {
            return true;
        };
        let needle = search.to_ascii_lowercase();
        let found = |text: &str| text.to_ascii_lowercase().contains(&needle);
        let names = [&row.first_name, &row.last_name];
        let name: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
        found(&name.join(" "))
            || row
                .identities
                .iter()
                .any(|identity| found(&identity.key) || found(identity.value()))
    }
}

/// The users.
pub trait Directory {
    /// What the directory holds, counted.
    fn overview(&self) -> Result<Overview, StoreError>;

    /// Calls `visit` with every user's number and fingerprint, in the order of
    /// numbers. Users whose fingerprint is 0 may be left out.
    fn fingerprints(&self, visit: &mut dyn FnMut(UserKey, Fingerprint)) -> Result<(), StoreError>;

    /// Who owns each identifier, in the order asked. Claims of users that do
    /// not exist yet do not count.
    fn owners(&self, keys: &[IdentifierKey]) -> Result<Vec<Option<UserKey>>, StoreError>;

    /// The users of these numbers, in the order asked.
    fn users(&self, keys: &[UserKey]) -> Result<Vec<Option<StoredUser>>, StoreError>;

    /// A page of users.
    fn list(&self, query: &UserQuery) -> Result<Vec<StoredUser>, StoreError>;

    /// Reserves identifiers for users about to be created, given in ascending
    /// order of (kind, key), in one transaction. Answers with the indices of
    /// those that are taken, or whose user number was given to somebody
    /// meanwhile; what is claimed for the same user already is not taken. Claims
    /// whose user is never created are released by [`Directory::release_claims`].
    /// From then on [`Overview::last_user`] is no less than any number claimed
    /// for.
    fn claim(&self, claims: &[Claim]) -> Result<Vec<usize>, StoreError>;

    /// Gives up these claims.
    fn release(&self, claims: &[Claim]) -> Result<(), StoreError>;

    /// Gives up every claim whose user does not exist. Answers how many.
    fn release_claims(&self) -> Result<u64, StoreError>;

    /// Writes a batch in one transaction, together with what `settle` makes of
    /// the answers. `claimed` says that the identifiers of the new users were
    /// claimed before; otherwise they are inserted here. The writes count in
    /// their order, as if each came alone. `import` is the number
    /// of the import the writes belong to; `None` for work by hand. `now` is
    /// the time to stamp, in milliseconds since 1970 UTC.
    fn apply(
        &self,
        import: Option<u64>,
        now: i64,
        writes: &[PlannedWrite],
        claimed: bool,
        settle: &mut dyn FnMut(&[Applied]) -> Checkpoint,
    ) -> Result<Vec<Applied>, StoreError>;
}
