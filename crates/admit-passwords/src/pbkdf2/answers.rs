//! Passwords with their hashes.

use crate::KnownAnswer;

const PASSLIB: &str = "passlib 1.7.4, tests/test_handlers_pbkdf2.py";

pub(super) const KNOWN_ANSWERS: &[KnownAnswer] = &[
    KnownAnswer::of(
        b"password",
        "$pbkdf2$1212$OB.dtnSEXZK8U5cgxU/GYQ$y5LKPOplRmok7CZp/aqVDVg8zGI",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"password",
        "$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"password",
        "$pbkdf2-sha512$1212$RHY0Fr3IDMSVO/RSZyb5ow$eNLfBK.eVozomMr.1gYa17k9B7KIK25NOEshvhrSX.esqY3s.FvWZViXz4KoLlQI.BzY/YTNJOiKc5gBYFYGww",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"password",
        "{PBKDF2}1212$OB.dtnSEXZK8U5cgxU/GYQ$y5LKPOplRmok7CZp/aqVDVg8zGI",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"password",
        "{PBKDF2-SHA256}1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"password",
        "{PBKDF2-SHA512}1212$RHY0Fr3IDMSVO/RSZyb5ow$eNLfBK.eVozomMr.1gYa17k9B7KIK25NOEshvhrSX.esqY3s.FvWZViXz4KoLlQI.BzY/YTNJOiKc5gBYFYGww",
        PASSLIB,
    ),
    KnownAnswer::of(
        b"correct horse",
        "$pbkdf2-sha256$1000$+/++Az4/+gcICQoLDA0O/w==$ZqSPXXQivwfBApFfoCmvMU38A6plKu4Aho0NTBG8JBU=",
        "made with hashlib.pbkdf2_hmac of Python 3.11, in the form of passlib with usual base64",
    ),
    KnownAnswer::of(
        b"correct horse",
        "$pbkdf2-sha256$1000$+/++Az4/+gcICQoLDA0O/w==$ZqSPXXQivwfBApFfoCmvMU38A6plKu4Aho0NTBG8JBWBiIETxpQGRgcMbQNarRY2P3yjeiDmuttpCqkM6QpyYA==",
        "made with hashlib.pbkdf2_hmac of Python 3.11, in the form of passlib with usual base64",
    ),
    KnownAnswer::of(
        b"admin",
        "{PKCS5S2}c4xaeTQM0lUieMS3V5voiexyX9XhqC2dBd5ecVy60IPksHChwoTAVYFrhsgoq8/p",
        "passlib 1.7.4, tests/test_handlers_pbkdf2.py, made with Jira",
    ),
    KnownAnswer::of(
        b"not a password",
        "pbkdf2_sha256$10000$kjVJaVz6qsnJ$5yPHw3rwJGECpUf70daLGhOrQ5+AMxIJdz1c3bqK1Rs=",
        "passlib 1.7.4, tests/test_handlers_django.py, made with Django 1.4",
    ),
    KnownAnswer::of(
        b"not a password",
        "pbkdf2_sha1$10000$wz5B6WkasRoF$atJmJ1o+XfJxKq1+Nu1f1i57Z5I=",
        "passlib 1.7.4, tests/test_handlers_django.py, made with Django 1.4",
    ),
    KnownAnswer::of(
        b"test",
        "$pbkdf2-sha256$i=100000,l=32$1jP+5Zxpxgtee/iPxGgOz0RfE9/KJuDElP1ley4VxXc$QJxzfvdbHYBpydCbHoFg3GJEqMFULwskiuqiJctoYpI",
        "Ory Kratos, hash/hasher_test.go",
    ),
    KnownAnswer::of(
        b"test",
        "$pbkdf2-sha512$i=100000,l=32$bdHBpn7OWOivJMVJypy2UqR0UnaD5prQXRZevj/05YU$+wArTfv1a+bNGO1iZrmEdVjhA+lL11wF4/IxpgYfPwc",
        "Ory Kratos, hash/hasher_test.go",
    ),
    KnownAnswer::of(
        b"password",
        "$pbkdf2-sha1$i=1,l=20$c2FsdA$DGDID5YfDnHzqbUkr2ASBi/gN6Y",
        "RFC 6070, section 2, in the PHC form",
    ),
    KnownAnswer::of(
        b"password",
        "$pbkdf2-sha1$i=4096,l=20$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE",
        "RFC 6070, section 2, in the PHC form",
    ),
    KnownAnswer::of(
        b"passwd",
        "$pbkdf2-sha256$i=1,l=64$c2FsdA$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLxJypzM8Xm2RZkWZLOdd+8xfHG4RbHjC9UJESBB06GXgw",
        "RFC 7914, section 11, in the PHC form",
    ),
    KnownAnswer::of(
        b"default",
        "pbkdf2:sha256:2000$XogTYsSZ$72cd28eef52646ea479fe84fc89a7352659b72f988c1224d69e6005a669aa1f2",
        "made with hashlib.pbkdf2_hmac of Python 3.11, in the form of Werkzeug 3",
    ),
    KnownAnswer {
        method: "werkzeug",
        ..KnownAnswer::of(
            b"default",
            "pbkdf2:sha512:1500$c0ffee-Salt$f29e7a0d98722df371c49d6b082a4a4193cdf9ed13f907a073eb73db2c34e969dd7e507a982b57854d823478b204f07b9df1d1558909e4aeffa15dae11137504",
            "made with hashlib.pbkdf2_hmac of Python 3.11, in the form of Werkzeug 3",
        )
    },
    KnownAnswer {
        method: "aspnet-identity",
        ..KnownAnswer::of(
            b"my password",
            "AAABAgMEBQYHCAkKCwwNDg+ukCEMDf0yyQ29NYubggHIVY0sdEUfdyeM+E1LtH1uJg==",
            "ASP.NET Core, Identity.Test/PasswordHasherTest.cs",
        )
    },
    KnownAnswer {
        method: "aspnet-identity",
        ..KnownAnswer::of(
            b"my password",
            "ANXrDknc7fGPpigibZXXZFMX4aoqz44JveK6jQuwY3eH/UyPhvr5xTPeGYEckLxz9A==",
            "ASP.NET Core, Identity.Test/PasswordHasherTest.cs",
        )
    },
    KnownAnswer::of(
        b"my password",
        "AQAAAAIAAAAyAAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4B6pZWND6zgESBuWiHw",
        "ASP.NET Core, Identity.Test/PasswordHasherTest.cs",
    ),
    KnownAnswer::of(
        b"my password",
        "AQAAAAIAAAD6AAAAIJbVi5wbMR+htSfFp8fTw8N8GOS/Sje+S/4YZcgBfU7EQuqv4OkVYmc4VJl9AGZzmRTxSkP7LtVi9IWyUxX8IAAfZ8v+ZfhjCcudtC1YERSqE1OEdXLW9VukPuJWBBjLuw==",
        "ASP.NET Core, Identity.Test/PasswordHasherTest.cs",
    ),
    KnownAnswer::of(
        b"my password",
        "AQAAAAAAAAD6AAAAEAhftMyfTJylOlZT+eEotFXd1elee8ih5WsjXaR3PA9M",
        "ASP.NET Core, Identity.Test/PasswordHasherTest.cs",
    ),
    KnownAnswer::of(
        b"my password",
        "AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==",
        "ASP.NET Core, Identity.Test/PasswordHasherTest.cs",
    ),
    KnownAnswer {
        method: "pbkdf2-sha256",
        salt: "MjM0NTY3ODk6Ozw9Pj9AQQ==",
        iterations: 2750,
        ..KnownAnswer::of(
            b"gr8@LCD!",
            "mTxOZhvotM+Ys/6IHA2P7/cX78ECqP5RzphlhUFlDELnRZ179n5kFTcDLbr3alpFsOfbLtRMTGDyniLftuOHsQ==",
            "made with hashlib.pbkdf2_hmac of Python 3.11, as Keycloak exports it",
        )
    },
    KnownAnswer {
        method: "pbkdf2-sha512",
        salt: "MjM0NTY3ODk6Ozw9Pj9AQQ==",
        iterations: 2100,
        ..KnownAnswer::of(
            b"gr8@LCD!",
            "ZzpkTfZSjeZmE1jH6vh1HMykZ/PFXhX6QTCFdjkeiVNkRq7GiQ45VFDpN11g21R7RI8d8yL/udoANACwjfoTXg==",
            "made with hashlib.pbkdf2_hmac of Python 3.11, as Keycloak exports it",
        )
    },
    KnownAnswer {
        method: "pbkdf2-sha1",
        salt: "MjM0NTY3ODk6Ozw9Pj9AQQ==",
        iterations: 2000,
        ..KnownAnswer::of(
            b"gr8@LCD!",
            "1bISyijHqko368rSGZlJgTL6pbTgh+u8nzn5tzyNspJKEHTT3UjnFFO6XpS8TzgYu9FvMtq7heCjeeIqq4EU7w==",
            "made with hashlib.pbkdf2_hmac of Python 3.11, as Keycloak exports it",
        )
    },
    KnownAnswer {
        method: "salted-pbkdf2-hmac-sha256",
        salt: "lpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLU=",
        iterations: 2400,
        ..KnownAnswer::of(
            b"kitten-42",
            "nZw0sDlz7Ap4XtQHb3gtJK0FFhO9/xuw0IzyM7YJ6Tg=",
            "made with hashlib.pbkdf2_hmac of Python 3.11, as FusionAuth has it",
        )
    },
    KnownAnswer {
        method: "salted-pbkdf2-hmac-sha256-512",
        salt: "lpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLU=",
        iterations: 2400,
        ..KnownAnswer::of(
            b"kitten-42",
            "nZw0sDlz7Ap4XtQHb3gtJK0FFhO9/xuw0IzyM7YJ6TjJFFMs7f9FZrdL/WVdpEDIN1Mwul7k2ilL64c9G9FS7g==",
            "made with hashlib.pbkdf2_hmac of Python 3.11, as FusionAuth has it",
        )
    },
    KnownAnswer {
        method: "salted-pbkdf2-hmac-sha512-512",
        salt: "lpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLU=",
        iterations: 2400,
        ..KnownAnswer::of(
            b"kitten-42",
            "oxJPVnjWq9TmOJZt8BMZbP8VgxGR5ZQQa0mSXq0N5OGZOkySVILG1TnXY7vLBPtfxc6kxD4J8QgkzXnwAb/Wbg==",
            "made with hashlib.pbkdf2_hmac of Python 3.11, as FusionAuth has it",
        )
    },
    KnownAnswer::of(
        b"password",
        "{PBKDF2_SHA256}\
         AAAIAG+ooTntmgayOuMZRJuCMFVykCVWcVF3tw8YTlvFp9KF9UnFYhgpz8fC03o4Jv5KD4rQ4GsdXHIR\
         lg/doyd1xOVFDYUZYAPHjnSpm9XnzIcaS4ZCV/JeLqueyeZQWKOlCH+k9BCmO2HZC7AKXWGMG5bJ8GLA\
         Lceyf0xioP447wehg8caWYY7f2VYBz6k233DUkgV5NqswzuEwtLdDDFjpro0Ac15ok6fS0vqjDfiMs0a\
         i5FCbivEKw4j6ZyuXHCpck6gcH8lh33rs779ZaLAgtIeeW+xdea3BDCQXhuHwCqIxxifLn2gQy/lLxli\
         kXb82gk2ClADhwoG5RIdJ3ABrPDB100yw6QJ7NF14vV7DDzqxqylocWD/l1xw8HIYdkCpRG8PyfLz8TO\
         R+Mgq0uB/mddrSkU6Hsmg9MkGpST69av",
        "test data of FreeIPA; the same with hashlib of Python 3.11",
    ),
    KnownAnswer::of(
        b"hashcat",
        "{PBKDF2_SHA256}\
         AAAgADkxMjM2NTIzMzgzMjQ3MjI4MDAwNTk5OTAyOTk4NDI2MjkyMzAzNjg0NjQwOTMxNjI3OTMzNjg0\
         MDI0OTY5NTe5ULagRTYpLaUoeqJMg8x9W/DXu+9VTFaVhaYvebYrY+sOqn1ZMRnws22C1uAkiE2tFM8q\
         N+xw5xe7OmCPZ203NuruK4oB33QlsKIEz4ppm0TR94JB9PJx7lIQwFHD3FUNUNryj4jk6UYyJ4+V1Z9U\
         g/Iy/ylQBJgfs5ihzgxHYZrfp1wUCXFzlZG9mxmziPm8VFnAhaX4+FBAZvLAx33jpbKOwEg7TmwP2VJ8\
         BNFLQRqwYdlqIjQlAhncXH+dqIF9VdM4MonAA0hx76bMvFTP7LF5VO1IqVmcuYz7YG9v4KKRjnvoUUqO\
         j6okUBQTay3EzsdFVnUW1FemYOccJd5q",
        "hashcat, example hashes, mode 10901",
    ),
];
