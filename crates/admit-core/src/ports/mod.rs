//! What an import needs of the outside: a store, somebody who watches it, the
//! time, and unguessable bytes.

pub mod clock;
pub mod memory;
pub mod randomness;
pub mod store;
pub mod watch;
