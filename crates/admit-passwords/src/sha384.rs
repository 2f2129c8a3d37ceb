//! SHA-384 (FIPS 180-4) of salt and password in the stated order, as 96 hex characters.

use super::{Algorithm, KnownAnswer, Scheme, digest};

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "sha384",
    aliases: &[],
    claims: |_| false,
    also_reads: |_| false,
    read: |written| digest::read(&SCHEME, Algorithm::Sha384, written),
    known_answers: &[
        KnownAnswer::named(
            "sha384",
            b"abc",
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
            "FIPS 180-4 examples, csrc.nist.gov (SHA384.pdf)",
        ),
        KnownAnswer {
            salt: "salt",
            position: "prefix",
            ..KnownAnswer::named(
                "sha384",
                b"correct horse",
                "991d44cb9c97a49a6698bf2700f4c6dcbd52f9a2763a018e73968ea8c22d1652e73aacf3e388c8ed1bc1744f72250aaf",
                "made with hashlib of Python 3",
            )
        },
        KnownAnswer {
            salt: "00ff10",
            position: "suffix",
            format: "hex",
            ..KnownAnswer::named(
                "sha384",
                b"correct horse",
                "93BC6FE445A7F83E06CF03999B377363E80095C2DDD902B47E1C826BF2DBB99638177273708F1A640824031D95D961F8",
                "made with hashlib of Python 3",
            )
        },
        KnownAnswer {
            salt: "AP8Q",
            position: "prefix",
            format: "base64",
            ..KnownAnswer::named(
                "sha384",
                b"correct horse",
                "7bcdf779b073dd5c06a9c3d1afd33d5714635de689e998d31810636cbd828269fed8f50e8a8afe2504bbececa1b88633",
                "made with hashlib of Python 3",
            )
        },
    ],
};
