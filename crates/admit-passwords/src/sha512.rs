//! SHA-512 (FIPS 180-4) of salt and password in the stated order, as 128 hex characters.

use super::{Algorithm, KnownAnswer, Scheme, digest};

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "sha512",
    aliases: &[],
    claims: |_| false,
    also_reads: |_| false,
    read: |written| digest::read(&SCHEME, Algorithm::Sha512, written),
    known_answers: &[
        KnownAnswer::named(
            "sha512",
            b"abc",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "FIPS 180-4 examples, csrc.nist.gov (SHA512.pdf)",
        ),
        KnownAnswer {
            salt: "salt",
            position: "prefix",
            ..KnownAnswer::named(
                "sha512",
                b"correct horse",
                "ec80ebc3479024cb9152a44419d08b7eb213acdf3fc736fab4494604a842d00305fe6f4fd94a76857897fb0a683f1112dbfb2b0fb1b7acc28b1d5bb26debc79c",
                "made with hashlib of Python 3",
            )
        },
        KnownAnswer {
            salt: "00ff10",
            position: "suffix",
            format: "hex",
            ..KnownAnswer::named(
                "sha512",
                b"correct horse",
                "40524C34C6529A42BD5B653DDAEA0BC107729558DB595D42A5169EDBC26109434616576AE895B9408AF0A792EA333324B8523006453CB1E5AFE832265E4EF119",
                "made with hashlib of Python 3",
            )
        },
        KnownAnswer {
            salt: "AP8Q",
            position: "prefix",
            format: "base64",
            ..KnownAnswer::named(
                "sha512",
                b"correct horse",
                "d1c0aafd45726b5a0062ee79f17064072c258d93131e588978f0e4a2cb3a9bbd2352821fd30e5fd86e386f0f409be605ea0360039a5d942e5d2cd8b66cc1977a",
                "made with hashlib of Python 3",
            )
        },
    ],
};
