//! MD5 (RFC 1321) of salt and password in the stated order, as 32 hex characters.

use super::{Algorithm, KnownAnswer, Scheme, digest};

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "md5",
    aliases: &[],
    claims: |_| false,
    also_reads: |_| false,
    read: |written| digest::read(&SCHEME, Algorithm::Md5, written),
    known_answers: &[
        KnownAnswer::named(
            "md5",
            b"abc",
            "900150983cd24fb0d6963f7d28e17f72",
            "RFC 1321, appendix A.5",
        ),
        KnownAnswer::named(
            "md5",
            b"message digest",
            "f96b697d7cb7938d525a2f31aaf161d0",
            "RFC 1321, appendix A.5",
        ),
        KnownAnswer {
            salt: "salt",
            position: "prefix",
            ..KnownAnswer::named(
                "md5",
                b"correct horse",
                "de8498eb12b0309737310c8971cfc7a2",
                "made with hashlib of Python 3",
            )
        },
        KnownAnswer {
            salt: "salt",
            position: "suffix",
            ..KnownAnswer::named(
                "md5",
                b"correct horse",
                "0f8ace3b2b97fc3820def0a5a79cf93a",
                "made with hashlib of Python 3",
            )
        },
    ],
};
