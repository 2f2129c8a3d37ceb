//! MD5 (RFC 1321) of salt and password in the stated order, as 32 hex characters.

use super::{Algorithm, KnownAnswer, Scheme, digest};

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "md5",
    aliases: &[],
    claims: |_| false,
    also_reads: |_| false,
    read: |written| digest::read(&SCHEME, Algorithm::Md5, written),
    known_answers: &[KnownAnswer {
        password: b"abc",
        hash: "900150983cd24fb0d6963f7d28e17f72",
        method: "md5",
        source: "RFC 1321, appendix A.5",
        salt: "",
        position: "",
        format: "",
        iterations: 0,
    }],
};
