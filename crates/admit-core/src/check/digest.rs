//! Digests of what a row says: to find rows that belong together, and to know
//! again a row that says what it said before.

use crate::rows::candidate::{Candidate, extra_identities};
use crate::users::field::Field;
use crate::users::user::{Fingerprint, IdentifierKind, Identity, Membership, StoredUser};
use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

/// Counts changes to what goes into a fingerprint: a row imported under an
/// older version is compared field by field once.
const FINGERPRINT_VERSION: u64 = 1;

/// Stands between the parts of a digest; no part contains it by itself with
/// the part's number in front.
const PART_END: u8 = 0x1f;

/// The hash by which rows that share an identifier find one another. It only
/// filters: [`RowDigest`] confirms, under another seed.
pub fn identifier_hash(identity: &Identity, seed: u64) -> u64 {
    key_hash(identity.kind, &identity.key, seed)
}

/// The hash of an identifier of this kind and key.
pub fn key_hash(kind: IdentifierKind, key: &str, seed: u64) -> u64 {
    xxh3_64_with_seed(key.as_bytes(), seed.wrapping_add(kind as u64))
}

/// The fields that two rows of one user may not contradict one another in.
pub const COMPARED: [Field; 13] = [
    Field::Id,
    Field::Email,
    Field::Phone,
    Field::Username,
    Field::FirstName,
    Field::LastName,
    Field::Suspended,
    Field::EmailVerified,
    Field::PhoneVerified,
    Field::HashedPassword,
    Field::Identities,
    Field::Properties,
    Field::FeatureFlags,
];

/// One row's content as digests, field by field; 0 for a field not given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowDigest {
    /// In the order of [`COMPARED`].
    pub fields: [u64; COMPARED.len()],
    /// Every identifier: kind and digest of the key.
    pub identifiers: Vec<(u8, u64)>,
    /// Organizations, roles and permissions together; 0 for none.
    pub access: u64,
    /// Whether something of that is in doubt.
    pub in_doubt: bool,
    /// What counts for all rows of its user.
    pub marks: Marks,
}

/// What a row says that counts for all rows of its user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// It keeps the user from signing in.
    pub shuts: bool,
    /// Whether it does cannot be read.
    pub state_unread: bool,
    /// Its id stands for nobody where several rows have it.
    pub id_of_nobody: bool,
}

impl Marks {
    /// Of a candidate.
    pub fn of(candidate: &Candidate) -> Marks {
        let id = candidate.identity(IdentifierKind::Id);
        Marks {
            shuts: candidate.suspended == Some(true),
            state_unread: candidate.state_unread,
            id_of_nobody: id.is_some_and(|id| id.key == "0"),
        }
    }
}

impl RowDigest {
    /// Of a candidate with its resolved access.
    pub fn of(candidate: &Candidate, memberships: &[Membership], seed: u64) -> RowDigest {
        let text = |text: &str| text_hash(text, seed);
        let seed = confirming(seed);
        let mut digest = RowDigest {
            in_doubt: candidate.access_in_doubt,
            marks: Marks::of(candidate),
            ..RowDigest::default()
        };
        for (slot, field) in digest.fields.iter_mut().zip(COMPARED) {
            *slot = field_text(candidate, field).map_or(0, |value| text(&value));
        }
        for identity in &candidate.identities {
            digest
                .identifiers
                .push((identity.kind as u8, identifier_hash(identity, seed)));
        }
        if !memberships.is_empty() {
            let mut access = Xxh3::with_seed(seed);
            write_access(&mut access, memberships);
            digest.access = access.digest().max(1);
        }
        digest
    }
}

/// Another seed than that of the hash that brought the rows together.
fn confirming(seed: u64) -> u64 {
    seed ^ 0x9e37_79b9_7f4a_7c15
}

/// The digest of a text in [`RowDigest::fields`]; never 0.
fn text_hash(text: &str, seed: u64) -> u64 {
    xxh3_64_with_seed(text.as_bytes(), confirming(seed)).max(1)
}

/// The id and the email that later rows of a user bring where the first one has none, as
/// parts of their digests; 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brings {
    /// The id.
    pub id: u32,
    /// The email, in [`Brings::EMAIL_BITS`].
    pub email: u32,
}

impl Brings {
    /// How many bits are kept of the digest of an email.
    pub const EMAIL_BITS: u32 = 29;

    /// What all rows together have that the first one has not. Both are digests of the
    /// fields in the order of [`COMPARED`], which begins with these two.
    pub fn of(first: [u64; 2], all: [u64; 2]) -> Brings {
        let brought = |at: usize| if first[at] == 0 { all[at] } else { 0 };
        Brings {
            id: kept(brought(0), u32::BITS),
            email: kept(brought(1), Brings::EMAIL_BITS),
        }
    }

    /// Whether the rows bring an id or an email and this user has another one.
    pub fn are_another(self, user: &StoredUser, seed: u64) -> bool {
        let brought = [
            (IdentifierKind::Id, self.id, u32::BITS),
            (IdentifierKind::Email, self.email, Brings::EMAIL_BITS),
        ];
        brought.into_iter().any(|(kind, brought, bits)| {
            let own = user.row.identities.iter().filter(|own| own.kind == kind);
            let mut own = own
                .map(|own| kept(text_hash(&own.key, seed), bits))
                .peekable();
            brought != 0 && own.peek().is_some() && own.all(|own| own != brought)
        })
    }
}

/// The lowest bits of a digest; 0 only for 0.
#[expect(clippy::cast_possible_truncation, reason = "only these bits are kept")]
fn kept(digest: u64, bits: u32) -> u32 {
    match digest {
        0 => 0,
        _ => ((digest & ((1 << bits) - 1)) as u32).max(1),
    }
}

/// A field of a candidate as text, for comparing.
fn field_text(candidate: &Candidate, field: Field) -> Option<String> {
    let key = |kind| {
        candidate
            .identity(kind)
            .map(|identity| identity.key.clone())
    };
    let verified = |kind| {
        candidate
            .identity(kind)
            .and_then(|identity| identity.verified)
            .map(|yes| yes.to_string())
    };
    match field {
        Field::Id => key(IdentifierKind::Id),
        Field::Email => key(IdentifierKind::Email),
        Field::Phone => key(IdentifierKind::Phone),
        Field::Username => key(IdentifierKind::Username),
        Field::FirstName => candidate.first_name.clone(),
        Field::LastName => candidate.last_name.clone(),
        Field::Suspended => candidate.suspended.map(|yes| yes.to_string()),
        Field::EmailVerified => verified(IdentifierKind::Email),
        Field::PhoneVerified => verified(IdentifierKind::Phone),
        Field::HashedPassword => candidate
            .password
            .as_ref()
            .map(|password| serde_json::to_string(password).unwrap_or_default()),
        Field::Identities => {
            let others: Vec<_> = extra_identities(candidate).collect();
            (!others.is_empty()).then(|| serde_json::to_string(&others).unwrap_or_default())
        }
        Field::Properties => (!candidate.properties.is_empty())
            .then(|| serde_json::to_string(&candidate.properties).unwrap_or_default()),
        Field::FeatureFlags => (!candidate.feature_flags.is_empty())
            .then(|| serde_json::to_string(&candidate.feature_flags).unwrap_or_default()),
        _ => None,
    }
}

/// The fingerprint of one row: its normalised fields and its resolved access.
/// Fingerprints of the rows of one user add up (wrapping), so their order does
/// not count. Never 0.
pub fn fingerprint(candidate: &Candidate, memberships: &[Membership]) -> Fingerprint {
    let mut hash = Xxh3::with_seed(FINGERPRINT_VERSION);
    for identity in &candidate.identities {
        hash.update(&[identity.kind as u8]);
        part(&mut hash, &identity.key);
        part(&mut hash, identity.given.as_deref().unwrap_or(""));
        hash.update(&[identity.verified.map_or(2, u8::from)]);
        if let Some(profile) = &identity.profile {
            part(
                &mut hash,
                &serde_json::to_string(profile).unwrap_or_default(),
            );
        }
    }
    hash.update(&[0xf0, candidate.suspended.map_or(2, u8::from)]);
    for text in [&candidate.first_name, &candidate.last_name] {
        part(&mut hash, text.as_deref().unwrap_or(""));
    }
    if let Some(password) = &candidate.password {
        hash.update(&[0xf1, password.verified.map_or(2, u8::from)]);
        part(&mut hash, &password.hash.0);
        let salt = password.salt.as_ref().map(|salt| salt.0.as_str());
        for text in [
            password.method.as_deref(),
            salt,
            password.salt_position.as_deref(),
            password.salt_format.as_deref(),
        ] {
            part(&mut hash, text.unwrap_or(""));
        }
        if let Some(changed) = password.changed {
            hash.update(&changed.to_le_bytes());
        }
    }
    // A hash that was not taken is something else than none: once it is
    // corrected, the row is compared again.
    if let Some(reason) = &candidate.password_refused {
        hash.update(&[0xf7]);
        part(&mut hash, reason);
    }
    for map in [&candidate.properties, &candidate.feature_flags] {
        hash.update(&[0xf2]);
        if !map.is_empty() {
            part(&mut hash, &serde_json::to_string(map).unwrap_or_default());
        }
    }
    hash.update(&[0xf3]);
    write_access(&mut hash, memberships);
    if let Some(organization) = candidate.falls_back {
        hash.update(&[0xf8]);
        hash.update(&organization.to_le_bytes());
    }
    hash.digest128().max(1)
}

/// The fingerprint of a row of which something was left out because another
/// row has it: the same row without that clash must be looked at again.
pub fn with_left_out(fingerprint: Fingerprint, kind: IdentifierKind) -> Fingerprint {
    fingerprint.rotate_left(7 + kind as u32).max(1)
}

/// The fingerprint of rows of which another row, that is not in it, shuts the user out.
pub fn with_shut_out(fingerprint: Fingerprint) -> Fingerprint {
    fingerprint.rotate_left(5).max(1)
}

fn part(hash: &mut Xxh3, text: &str) {
    hash.update(text.as_bytes());
    hash.update(&[PART_END]);
}

fn write_access(hash: &mut Xxh3, memberships: &[Membership]) {
    for membership in memberships {
        hash.update(&[0xf4]);
        hash.update(&membership.organization.to_le_bytes());
        for (mark, numbers) in [(0xf5, &membership.roles), (0xf6, &membership.permissions)] {
            hash.update(&[mark]);
            for number in numbers {
                hash.update(&number.to_le_bytes());
            }
        }
        for scope in &membership.scopes {
            part(hash, scope);
        }
    }
}
