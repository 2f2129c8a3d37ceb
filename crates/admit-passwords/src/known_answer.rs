//! What every scheme is tested with.

/// A password with its hash, from the public documents of a scheme.
#[derive(Clone, Copy, Debug, Default)]
pub struct KnownAnswer {
    /// The password, as bytes.
    pub password: &'static [u8],
    /// The hash as it is written.
    pub hash: &'static str,
    /// The name of the method; empty for none.
    pub method: &'static str,
    /// The salt beside it; empty for none.
    pub salt: &'static str,
    /// Where the salt goes; empty for none.
    pub position: &'static str,
    /// How the salt is written; empty for none.
    pub format: &'static str,
    /// The iterations beside it; 0 for none.
    pub iterations: u32,
    /// Where it is from.
    pub source: &'static str,
}

impl KnownAnswer {
    /// One whose hash says by itself what it is.
    pub(crate) const fn of(
        password: &'static [u8],
        hash: &'static str,
        source: &'static str,
    ) -> KnownAnswer {
        KnownAnswer::named("", password, hash, source)
    }

    /// One that needs the name of the method.
    pub(crate) const fn named(
        method: &'static str,
        password: &'static [u8],
        hash: &'static str,
        source: &'static str,
    ) -> KnownAnswer {
        KnownAnswer {
            password,
            hash,
            method,
            salt: "",
            position: "",
            format: "",
            iterations: 0,
            source,
        }
    }
}
