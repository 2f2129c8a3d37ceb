//! The care of what a store keeps.

use crate::ports::store::error::StoreError;

/// The care of what a store keeps.
pub trait Maintenance {
    /// Sees to it that what was overwritten or removed cannot be read in the
    /// files of the store any more, as far as that is in the store's hands.
    fn wipe_overwritten(&self) -> Result<(), StoreError>;

    /// A number that grows with every write that brings hashes as they were imported, in
    /// the present of users or back from their past.
    fn hashes_written(&self) -> Result<u64, StoreError>;

    /// What [`Maintenance::hashes_written`] was when every fast digest was last wrapped.
    fn hardened_at(&self) -> Result<Option<u64>, StoreError>;

    /// Remembers that no fast digest is kept of those that came until then.
    fn set_hardened_at(&self, written: u64) -> Result<(), StoreError>;
}
