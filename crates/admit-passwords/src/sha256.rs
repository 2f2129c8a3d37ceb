//! SHA-256 (FIPS 180-4) of salt and password in the stated order, as 64 hex characters.

use super::{Algorithm, KnownAnswer, Scheme, digest};

/// The entry of the catalogue.
pub static SCHEME: Scheme = Scheme {
    name: "sha256",
    aliases: &[],
    claims: |_| false,
    also_reads: |_| false,
    read: |written| digest::read(&SCHEME, Algorithm::Sha256, written),
    known_answers: &[
        KnownAnswer::named(
            "sha256",
            b"abc",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "FIPS 180-4 examples, csrc.nist.gov (SHA256.pdf)",
        ),
        KnownAnswer::named(
            "sha256",
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            "FIPS 180-4 examples, csrc.nist.gov (SHA256.pdf)",
        ),
        KnownAnswer {
            salt: "salt",
            position: "prefix",
            ..KnownAnswer::named(
                "sha256",
                b"correct horse",
                "8cb258c07eb871943b4ad0e754a502b5fc3a389d75fefc91b4e010778ecca018",
                "made with hashlib of Python 3",
            )
        },
        KnownAnswer {
            salt: "00ff10",
            position: "suffix",
            format: "hex",
            ..KnownAnswer::named(
                "sha256",
                b"correct horse",
                "75E8785226AEA42680C62DFCC02897C9BA141A11FDF15B0568962124528127A4",
                "made with hashlib of Python 3",
            )
        },
        KnownAnswer {
            salt: "AP8Q",
            position: "prefix",
            format: "base64",
            ..KnownAnswer::named(
                "sha256",
                b"correct horse",
                "7dd074e35d7d8e19669507f6877a85adbf056dcfdfdddfe0cd4b18d30a9bd0f8",
                "made with hashlib of Python 3",
            )
        },
        KnownAnswer {
            salt: "keyboardcat",
            position: "prefix",
            ..KnownAnswer::named(
                "sha256",
                b"hello",
                "7054f76f832d2d4e244f73b3f3f4c3702cb60a573ed12441c90f159df560fcb5",
                "gist.github.com/thameera/da1d4823aaac9e739e1f5e24ef4b63af",
            )
        },
    ],
};
