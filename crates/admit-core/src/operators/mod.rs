//! The people who operate Admit and the programs that use it: what they show to be let
//! in, and what the audit trail says that they did.

pub mod accounts;
pub mod deed;
pub mod secrets;
pub mod tokens;
