//! Passwords with their hashes.

use crate::KnownAnswer;

const JTR: &str = "passlib 1.7.4, tests/test_handlers.py, from John the Ripper 1.7.9";
const PASSLIB: &str = "passlib 1.7.4, tests/test_handlers.py";
const LIBXCRYPT: &str = "made with libxcrypt 4.4";
const DREPPER: &str = "Ulrich Drepper, SHA-crypt.txt";
const YESCRYPT: &str = "github.com/openwall/yescrypt, TESTS-OK";
const KRATOS: &str = "Ory Kratos, hash/hasher_test.go";

pub(super) const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(b"U*U*U*U*", "$1$dXc3I7Rw$ctlgjDdWJLMT.qwHsWhXR1", JTR),
    KnownAnswer::of(b"*U*U*U*U", "$1$eQT9Hwbt$XtuElNJD.eW5MN5UCWyTQ0", JTR),
    KnownAnswer::of(b"test", "$1$ec6XvcoW$ghEtNK2U1MC5l.Dwgi3020", PASSLIB),
    KnownAnswer::of(b"test", "$1$$whuMjZj.HMFoaTaZRRtkO0", LIBXCRYPT),
    KnownAnswer::of(
        b"longer than sixteen bytes, and more than that",
        "$1$abcdefgh$q/VUW2id2Vi1ZdjfMkqKc1",
        LIBXCRYPT,
    ),
    KnownAnswer::of(
        b"test",
        "$md5-crypt$TVEiiKNb$SN6/pUaRQS/E8Jh46As2C/",
        KRATOS,
    ),
    KnownAnswer::of(
        b"myPassword",
        "$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/",
        "httpd.apache.org/docs/2.2/misc/password_encryptions.html",
    ),
    KnownAnswer {
        method: "md5-crypt",
        ..KnownAnswer::of(
            b"myPassword",
            "$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/",
            "httpd.apache.org/docs/2.2/misc/password_encryptions.html",
        )
    },
    KnownAnswer::of(
        b"Hello world!",
        "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        DREPPER,
    ),
    KnownAnswer::of(
        b"Hello world!",
        "$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA",
        DREPPER,
    ),
    KnownAnswer::of(
        b"password",
        "$5$rounds=1000$salt$p.wiWs2zrZ7irikO2AL64QDIJo00A3KDq2xWHpLJGgB",
        LIBXCRYPT,
    ),
    KnownAnswer::of(
        b"password",
        "$5$$V0edGK/GfSrNwzYCrbML4V/gvkNuNTfvn.Pt/LMSAf8",
        LIBXCRYPT,
    ),
    KnownAnswer::of(
        b"U*U*U*U*",
        "$5$LKO/Ute40T3FNF95$U0prpBQd4PloSGU0pnpM4z9wKn4vZ1.jsrzQfPqxph9",
        JTR,
    ),
    KnownAnswer::of(
        b"Hello world!",
        "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
        DREPPER,
    ),
    KnownAnswer::of(
        b"Hello world!",
        "$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
        DREPPER,
    ),
    KnownAnswer::of(
        b"password",
        "$6$rounds=1000$saltsaltsaltsalt$3.brVxJ/6VAQv6Cd3dm5xeNUkjPvlI9Eao6nz5O6JfSs2klDra/PNNFRXvu4MBsuD1w4JnIFFHaBvPRi2HqVn1",
        LIBXCRYPT,
    ),
    KnownAnswer::of(
        "päpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpäpä"
            .as_bytes(),
        "$6$rounds=1000$0123456789abcdef$Bs6YL/Ow98a6eGssHvq4pg60r5ptFfRsfZBOQDbmXIRSEoE8qqj6wgO1nhxH8pOMN9yAoW3J7HYdd.gZG1h2V1",
        LIBXCRYPT,
    ),
    KnownAnswer::of(
        b"password",
        "$sha1$1000$salt$91xEa0TCSk6jnl996QgXUA8913Xy",
        LIBXCRYPT,
    ),
    KnownAnswer::of(
        b"password",
        "$sha1$19703$iVdJqfSE$v4qYKl1zqYThwpjJAoKX6UvlHq/a",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"pleaseletmein",
        "$y$/6.$LdJMENpBABJJ$zQITmYSih5.CTY47x0IuE4wl.b3HzYGKKCSggakaQ22",
        YESCRYPT,
    ),
    KnownAnswer::of(
        b"pleaseletmein",
        "$y$j4/$LdJMENpBA/$tHlkpTQ8V/eEnTVau1uW36T97LIXlfPrEzdeV5SE5K7",
        YESCRYPT,
    ),
    KnownAnswer::of(
        b"password",
        "$y$j75$saltsalt$eWasoMp7uF0.AeHT3DZ8Zkum32fPmPJWiMVRQdwiBb4",
        LIBXCRYPT,
    ),
    KnownAnswer::of(
        b"correct horse",
        "$y$j75$LdJMENpBABJJ3hIHjB1Bi.$rfA07bT0O97FNWV5Cb8oFDnoGBJLXwSI4w/PIpLfyy2",
        LIBXCRYPT,
    ),
    KnownAnswer::of(
        "pässwort".as_bytes(),
        "$y$j85$7NtrPcD0wLQKuDpyVBFs01$ax6FRHBpHimzrkWGhCtUi89oUx09SSwPv8OO46Oymc4",
        LIBXCRYPT,
    ),
    KnownAnswer::of(
        b"pleaseletmein",
        "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
        "gitlab.com/jas/scrypt-unix-crypt, unix-scrypt.txt",
    ),
    KnownAnswer::of(
        b"correct horse",
        "$7$86....E....SodiumChloride$VUcAPlOMaCdqsy00p3GQAguJsD96skWVwM81zjeG261",
        "made with hashlib.scrypt of Python 3.11, in the form of libxcrypt",
    ),
    KnownAnswer::of(
        b"pleaseletmein",
        "$7$06..../....SodiumChloride$ENlyo6fGw4PCcDBOFepfSZjFUnVatHzCcW55.ZGz3B0",
        YESCRYPT,
    ),
    KnownAnswer::of(
        b"password",
        "$7$60..../....SaltSalt$ZqpMmhIU83lS971A7aTAQLiO8/4jFi/klFIHNJpSgDD",
        LIBXCRYPT,
    ),
    KnownAnswer {
        method: "crypt",
        ..KnownAnswer::of(b"U*U*U*U*", "CCNf8Sbh3HDfQ", JTR)
    },
    KnownAnswer {
        method: "crypt",
        ..KnownAnswer::of(b"*U*U*U*U", "XXxzOu6maQKqQ", JTR)
    },
    KnownAnswer {
        method: "des-crypt",
        ..KnownAnswer::of(b"test", "N1tQbOFcM5fpg", PASSLIB)
    },
    KnownAnswer {
        method: "crypt",
        ..KnownAnswer::of(b"test", "abgOeLfPimXQo", LIBXCRYPT)
    },
    KnownAnswer {
        method: "crypt",
        ..KnownAnswer::of(
            b"4lpHa N|_|M3r1K W/ Cur5Es: #$%(*)(*%#",
            "sNYqfOyauIyic",
            PASSLIB,
        )
    },
    KnownAnswer::of(b"U*U*U*U*", "_J9..CCCCXBrJUJV154M", JTR),
    KnownAnswer::of(b"*U*U*U*U*U*U*U*U*", "_J9..XXXXAj8cFbP5scI", JTR),
    KnownAnswer::of(b"my socrates note", "_K1..crsm/2qeAhdISMA", PASSLIB),
    KnownAnswer::of(b"test", "_/...abcdYia5nGzk8ns", LIBXCRYPT),
];
