//! The setup file: organizations, roles and permissions that must exist.

use crate::access::Access;
use crate::store::AccessChange;

/// What is wrong with a setup file.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// It is not TOML.
    #[error("the setup file is not TOML: {0}")]
    Syntax(#[from] toml::de::Error),
}

/// A setup file, read.
#[derive(Debug)]
pub struct Setup {}

impl Setup {
    /// Reads one.
    pub fn parse(text: &str) -> Result<Setup, SetupError> {
        toml::from_str::<toml::Table>(text)?;
        Ok(Setup {})
    }

    /// What to add or change so that everything it names exists. `code` gives a
    /// new code for an organization.
    pub fn changes(
        &self,
        _access: &Access,
        _code: &mut dyn FnMut() -> String,
    ) -> Result<Vec<AccessChange>, SetupError> {
        Ok(Vec::new())
    }
}
