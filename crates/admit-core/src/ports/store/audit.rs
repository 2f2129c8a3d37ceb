//! The audit trail: who did what, and when. It only grows, and each entry's digest
//! covers the one before it, so that nothing can be changed in it unnoticed.

use super::StoreError;

/// What digests of entries are for.
const ENTRY: &str = "admit 2026 entry of the audit trail";

/// What the digest of the first entry follows.
pub const BEFORE_THE_FIRST: [u8; 32] = [0; 32];

/// Something that was done, to be noted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewEntry {
    /// By whom: the address of an operator, `token NAME`, `command line`.
    pub who: String,
    /// A word for it, such as `import-applied`.
    pub what: String,
    /// What it was done to: an id, a key, a name.
    pub subject: Option<String>,
    /// More about it: a JSON object without secrets and without what is personal.
    pub detail: String,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// From 1, without gaps.
    pub number: u64,
    /// When, in milliseconds since 1970 UTC.
    pub time: i64,
    /// By whom.
    pub who: String,
    /// A word for it.
    pub what: String,
    /// What it was done to.
    pub subject: Option<String>,
    /// More about it: a JSON object.
    pub detail: String,
    /// Of the entry and the digest before it.
    pub digest: [u8; 32],
}

impl AuditEntry {
    /// The entry that follows one of this number and digest; [`BEFORE_THE_FIRST`] and 0
    /// for the first one.
    pub fn after(number: u64, previous: &[u8; 32], new: &NewEntry, now: i64) -> AuditEntry {
        let mut entry = AuditEntry {
            number: number + 1,
            time: now,
            who: new.who.clone(),
            what: new.what.clone(),
            subject: new.subject.clone(),
            detail: new.detail.clone(),
            digest: [0; 32],
        };
        entry.digest = entry.digest_after(previous);
        entry
    }

    /// Whether it is what followed an entry of this number and digest.
    pub fn follows(&self, number: u64, previous: &[u8; 32]) -> bool {
        self.number == number + 1 && self.digest == self.digest_after(previous)
    }

    fn digest_after(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut digest = blake3::Hasher::new_derive_key(ENTRY);
        digest.update(previous);
        digest.update(&self.number.to_le_bytes());
        digest.update(&self.time.to_le_bytes());
        let texts = [Some(&self.who), Some(&self.what), self.subject.as_ref()];
        for text in texts.into_iter().chain([Some(&self.detail)]) {
            // One text can never be read as the end of another, nor none as an empty one.
            let length = text.map_or(u64::MAX, |text| text.len() as u64);
            digest.update(&length.to_le_bytes());
            digest.update(text.map_or(&[], |text| text.as_bytes()));
        }
        *digest.finalize().as_bytes()
    }
}

/// Which entries to give, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Only those before this number.
    pub before: Option<u64>,
    /// At most this many.
    pub limit: u64,
    /// Only what was done by this one.
    pub who: Option<String>,
    /// Only this.
    pub what: Option<String>,
    /// Only what was done to this.
    pub subject: Option<String>,
}

impl AuditQuery {
    /// Whether this entry is asked for, but for the limit.
    pub fn admits(&self, entry: &AuditEntry) -> bool {
        let same = |wanted: &Option<String>, own: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == own)
        };
        self.before.is_none_or(|before| entry.number < before)
            && same(&self.who, &entry.who)
            && same(&self.what, &entry.what)
            && (self.subject.is_none() || self.subject == entry.subject)
    }
}

/// The audit trail. Nothing changes or removes what was noted.
pub trait Audit {
    /// Notes that something was done, and answers with the number of the entry.
    fn note(&self, entry: &NewEntry, now: i64) -> Result<u64, StoreError>;

    /// A page of entries.
    fn audit(&self, query: &AuditQuery) -> Result<Vec<AuditEntry>, StoreError>;

    /// The number of the first entry that does not follow from the one before it, or is
    /// missing; `None` if all are as they were noted.
    fn verify_audit(&self) -> Result<Option<u64>, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The entry of these texts, of which the third may be none.
    fn entry([who, what, detail]: [&str; 3], subject: Option<&str>) -> NewEntry {
        NewEntry {
            who: who.to_owned(),
            what: what.to_owned(),
            subject: subject.map(str::to_owned),
            detail: detail.to_owned(),
        }
    }

    #[test]
    fn no_two_entries_have_one_digest() {
        let texts = ["", "a", "b", "ab"];
        let mut digests = BTreeSet::new();
        let mut count = 0;
        for who in texts {
            for what in texts {
                for detail in texts {
                    for subject in texts.map(Some).into_iter().chain([None]) {
                        for (number, previous, now) in [
                            (0, [0; 32], 0),
                            (1, [0; 32], 0),
                            (0, [1; 32], 0),
                            (0, [0; 32], 1),
                        ] {
                            let new = entry([who, what, detail], subject);
                            let noted = AuditEntry::after(number, &previous, &new, now);
                            assert!(noted.follows(number, &previous));
                            digests.insert(noted.digest);
                            count += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(digests.len(), count);
    }

    #[test]
    fn an_entry_follows_one_only() {
        let noted = AuditEntry::after(4, &[7; 32], &entry(["a", "b", "{}"], None), 9);
        assert!(noted.follows(4, &[7; 32]));
        assert!(!noted.follows(3, &[7; 32]));
        assert!(!noted.follows(4, &[8; 32]));
        let later = AuditEntry { time: 10, ..noted };
        assert!(!later.follows(4, &[7; 32]));
    }
}
