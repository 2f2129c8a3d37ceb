//! Lists and objects of JSON rows.
use crate::candidate::Candidate;
use crate::finding::Findings;
use crate::mapping::Settings;
use crate::record::CellRef;

/// Reads `identities`: `[{"type", "identity", "is_verified", "provider", "profile"}]`.
pub fn identities(
    _cell: CellRef<'_>,
    _settings: &Settings,
    _into: &mut Candidate,
    _findings: &mut Findings,
) {
}

/// Reads `organizations`: `[{"external_id", "roles", "permissions", "scopes"}]`.
pub fn organizations(_cell: CellRef<'_>, _into: &mut Candidate, _findings: &mut Findings) {}

/// Reads `properties`.
pub fn properties(_cell: CellRef<'_>, _into: &mut Candidate, _findings: &mut Findings) {}

/// Reads `feature_flags`.
pub fn feature_flags(_cell: CellRef<'_>, _into: &mut Candidate, _findings: &mut Findings) {}
