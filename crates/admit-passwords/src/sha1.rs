//! SHA-1 (FIPS 180-4) of salt and password in the stated order, as 40 hex characters.

use super::{Algorithm, KnownAnswer, Scheme, digest};

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "sha1",
    aliases: &[],
    claims: |_| false,
    also_reads: |_| false,
    read: |written| digest::read(&SCHEME, Algorithm::Sha1, written),
    known_answers: &[
        KnownAnswer::named(
            "sha1",
            b"abc",
            "a9993e364706816aba3e25717850c26c9cd0d89d",
            "FIPS 180-4 examples, csrc.nist.gov (SHA1.pdf)",
        ),
        KnownAnswer::named(
            "sha1",
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
            "FIPS 180-4 examples, csrc.nist.gov (SHA1.pdf)",
        ),
        KnownAnswer {
            salt: "salt",
            position: "prefix",
            ..KnownAnswer::named(
                "sha1",
                b"correct horse",
                "619a8b7fb0e2b3f5d24ab3bc0b53ce167a50f893",
                "made with hashlib of Python 3",
            )
        },
        KnownAnswer {
            salt: "00ff10",
            position: "suffix",
            format: "hex",
            ..KnownAnswer::named(
                "sha1",
                b"correct horse",
                "54A0026CC999613A8701386162CCE73F0D545648",
                "made with hashlib of Python 3",
            )
        },
        KnownAnswer {
            salt: "AP8Q",
            position: "prefix",
            format: "base64",
            ..KnownAnswer::named(
                "sha1",
                b"correct horse",
                "21866f33f94deb7e976900157fa9d6e21549d362",
                "made with hashlib of Python 3",
            )
        },
    ],
};
